# License LGPL-3.0 or later: see LICENSE.
"""The text of an HTML mail, with quoted parts marked as such. Pure."""

import re
from itertools import islice

# Opening and closing tags: far more than the part of a mail that we read has.
MAX_TAGS = 50_000

_QUOTE_CLASSES = re.compile(
    r"gmail_quote|gmail_attr|yahoo_quoted|moz-cite-prefix|zmail_extra|protonmail_quote|tutanota_quote"
    r"|outlookmessageheader|front-blockquote|freshdesk_quote|hs_reply|qt-quoted|mail_quote"
)
_QUOTE_STARTS = re.compile(
    r"appendonsend|divrplyfwdmsg|x_divrplyfwdmsg|mail-editor-reference-message-container|reply-?intro"
)
_BLOCKS = frozenset(
    (
        "p",
        "div",
        "br",
        "tr",
        "table",
        "li",
        "ul",
        "ol",
        "h1",
        "h2",
        "h3",
        "h4",
        "hr",
        "pre",
        "blockquote",
        "section",
        "article",
        "center",
        "td",
        "dt",
        "dd",
        "body",
    )
)
_DROPPED = frozenset(("script", "style", "head", "title", "template", "noscript"))


def html_to_text(html):
    """Return the text of ``html``; quoted parts become lines that begin with ``>``.

    :param str html: a document or a fragment, possibly broken
    :rtype: str
    """
    from lxml import etree  # most mails have a plain text part

    # lxml refuses text with a declared encoding, and raises on control characters.
    html = re.sub(r"^\s*<\?xml[^>]*\?>", "", html)
    html = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "", html)
    if not html.strip():
        return ""
    try:
        tree = etree.fromstring(html.encode("utf-8"), parser=etree.HTMLParser(encoding="utf-8", recover=True))
    except (etree.LxmlError, ValueError):
        return re.sub(r"<[^>]{0,2000}>", " ", html)
    if tree is None:
        return ""
    pieces, quoted, rest_is_quote = [], 0, False
    for event, element in islice(etree.iterwalk(tree, events=("start", "end", "comment")), MAX_TAGS):
        if event == "comment":
            pieces.append((rest_is_quote or quoted > 0, element.tail or ""))
            continue
        tag = element.tag if isinstance(element.tag, str) else ""
        names = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
        is_quote = tag == "blockquote" or bool(_QUOTE_CLASSES.search(names))
        if event == "start":
            rest_is_quote = rest_is_quote or bool(_QUOTE_STARTS.search(names))
            quoted += is_quote
            pieces.append((rest_is_quote or quoted > 0, "\n" if tag in _BLOCKS else ""))
            if tag not in _DROPPED:
                pieces.append((rest_is_quote or quoted > 0, _collapse(element.text, element)))
        else:
            quoted -= is_quote
            if tag in _BLOCKS:
                pieces.append((rest_is_quote or quoted > 0, "\n"))
            pieces.append((rest_is_quote or quoted > 0, _collapse(element.tail, element.getparent())))
    return _join_pieces(pieces)


def _collapse(text, parent):
    if not text or (parent is not None and parent.tag in _DROPPED):
        return ""
    return text if parent is not None and parent.tag == "pre" else re.sub(r"[ \t\r\n]+", " ", text)


def _join_pieces(pieces):
    lines, line, line_is_quote = [], [], False
    for is_quote, text in pieces:
        if "\n" in text or (is_quote != line_is_quote and line):
            joined = "".join(line).strip()
            lines.append(f"> {joined}" if line_is_quote and joined else joined)
            line = []
        line_is_quote = is_quote
        if text != "\n":
            line.append(text)
    joined = "".join(line).strip()
    lines.append(f"> {joined}" if line_is_quote and joined else joined)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
