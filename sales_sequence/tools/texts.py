"""Foreign texts: how much of one is kept, and how it is shown. Incoming mails and calls from programs can contain any
amount of anything."""

import re

from markupsafe import Markup

SURROGATE = re.compile("[\ud800-\udfff]")
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
# A page and a half: more than anyone reads in a list, a note or the chatter.
MAX_TEXT = 5_000
# How much of a given value an error message repeats.
MAX_QUOTE = 60


def shortened(text, limit=MAX_TEXT):
    """Cut a text that is longer than `limit`, and end it with an ellipsis; anything else is returned unchanged."""
    return f"{text[: limit - 1]}…" if isinstance(text, str) and len(text) > limit else text


def is_storable(text):
    """Whether PostgreSQL can store the text: no null characters, and no lone surrogates, which stand for bytes that
    Python could not decode."""
    return "\0" not in text and (text.isascii() or not SURROGATE.search(text))


def storable(text):
    """The text with a replacement character for each character that PostgreSQL cannot store."""
    return text if is_storable(text) else SURROGATE.sub(REPLACEMENT, text.replace("\0", REPLACEMENT))


def quoted(value):
    """The given value, shortened so that an error message can repeat it."""
    return storable(shortened(value if isinstance(value, str) else repr(value), MAX_QUOTE))


def has_breaks(text):
    """Whether there is a line break of any kind in the text: `splitlines` knows all those that Python refuses."""
    return bool(text) and text.splitlines() != [text]


def one_line(text):
    """The text without line breaks of any kind: a space stands for each. Headers of mails cannot hold them, and Python
    refuses to write such a header; anything else is returned unchanged."""
    if not isinstance(text, str) or not has_breaks(text):
        return text
    return " ".join(filter(None, map(str.strip, text.splitlines())))


def as_html(text):
    """Show a text as it was written, line by line. Nothing in it becomes a tag or a link, unlike with Odoo's
    `plaintext2html`: a forged sender must not get anyone to click."""
    return Markup("<p>%s</p>") % Markup("<br/>").join((text or "").splitlines())
