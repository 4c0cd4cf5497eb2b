# License LGPL-3.0 or later: see LICENSE.
"""What the author of an answer wrote, as the chatter keeps it. Pure."""

import re

from .mail_html import html_to_text
from .mail_quote import split_quote
from .mail_text import flatten
from .person import before_closing, greets_by_name

# A greeting alone on its line: a list shows what matters.
_GREETING = re.compile(r"^[^\W\d_][^\n.!?:]{0,40}[,!]$")
MAX_OPENING = 240
# Anybody may write a shorter line that we have written, too: "Thank you."
SHORTEST = 12
_SENTENCE_END = r"(?<=[.!?…])\s+"
_PIECES = re.compile(rf"\n+|{_SENTENCE_END}")


def own_words(body):
    """Return the text of a message's HTML without what it quotes.

    :param str body: HTML, as Odoo's chatter has it
    :rtype: str
    """
    if not body or not body.strip():
        return ""
    from lxml import etree, html  # also read where no mail is

    try:
        tree = html.fromstring(f"<div>{body}</div>")
    except (etree.LxmlError, ValueError):
        return split_quote(html_to_text(body))[0]
    for quote in tree.xpath("//*[@data-o-mail-quote]"):
        quote.drop_tree()
    return split_quote(html_to_text(html.tostring(tree, encoding="unicode")))[0]


def without(text, bodies):
    """Return ``text`` without the lines and sentences that are in ``bodies``: some mail programs quote what they answer
    without any mark, and some people copy it.

    :param str text: as of `own_words`
    :param bodies: HTML of the messages that it may answer
    :rtype: str
    """
    sent = [html_to_text(body) for body in bodies if body]
    ours = {flatten(piece) for one in sent for piece in (*one.split("\n"), *_PIECES.split(one))}
    ours = {piece for piece in ours if len(piece) >= SHORTEST}
    if not ours:
        return text
    lines = (
        " ".join(piece for piece in re.split(_SENTENCE_END, line) if flatten(piece) not in ours)
        for line in text.split("\n")
        if flatten(line) not in ours
    )
    return "\n".join(lines).strip()


def above_closing(text):
    """Return ``text`` without its greeting and signature; all of it where nothing else is left.

    :param str text: as of `own_words`
    :rtype: str
    """
    lines = [line for line in text.split("\n") if line.strip()]
    first = lines[0].strip() if len(lines) > 1 else ""
    if len(first.split()) <= 4 and (_GREETING.match(first) or (first and greets_by_name(first))):
        _greeting, text = text.split(lines[0], 1)
    text = text.strip()
    return before_closing(text).strip() or text


def opening(text):
    """Return the beginning of ``text`` on one line, without a greeting and signature.

    :param str text: as of `own_words`
    :rtype: str
    """
    line = " ".join(above_closing(text).split())
    return line if len(line) <= MAX_OPENING else f"{line[:MAX_OPENING].rstrip()}…"
