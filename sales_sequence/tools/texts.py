"""Texts of others: how much of one is kept, and how it is shown. Mails from outside, and calls from programs, can
bring any amount of anything."""

import re

from markupsafe import Markup

SURROGATE = re.compile("[\ud800-\udfff]")
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
# A page and a half: more than anybody reads in a list, a note or a chatter.
MAX_TEXT = 5_000
# What a sentence repeats of what somebody has given.
MAX_QUOTE = 60


def shortened(text, limit=MAX_TEXT):
    """Cut a text that is longer than `limit`, and let it end so that one sees it; anything else is left as it is."""
    return f"{text[: limit - 1]}…" if isinstance(text, str) and len(text) > limit else text


def is_storable(text):
    """Whether PostgreSQL takes it: no null characters, and no halves of surrogate pairs, which Python makes of bytes
    that it cannot decode."""
    return "\0" not in text and (text.isascii() or not SURROGATE.search(text))


def storable(text):
    """The text, with a mark in the place of each character that PostgreSQL does not take."""
    return text if is_storable(text) else SURROGATE.sub(REPLACEMENT, text.replace("\0", REPLACEMENT))


def quoted(value):
    """What somebody has given, as far as an error message can repeat it."""
    return storable(shortened(value if isinstance(value, str) else repr(value), MAX_QUOTE))


def as_html(text):
    """Show a text as it was written, line by line: nothing in it becomes a tag or a link, as `plaintext2html` of Odoo
    makes of addresses. A forged sender must not have anybody click."""
    return Markup("<p>%s</p>") % Markup("<br/>").join((text or "").splitlines())
