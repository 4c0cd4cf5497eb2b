# License LGPL-3.0 or later: see LICENSE.
"""The text part of the HTML emails that we send. Pure.

Odoo's `html2plaintext` drops the numbers of lists, and moves links to footnotes.
"""

import re

from lxml import etree

_PARAGRAPHS = frozenset(("p", "ul", "ol", "table", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "dl"))
_LINES = frozenset(
    ("div", "li", "tr", "section", "article", "header", "footer", "center", "dt", "dd", "body", "html", "tbody")
)
_DROPPED = frozenset(("script", "style", "head", "title", "template", "noscript"))
_HIDDEN = re.compile(r"(?:display\s*:\s*none|mso-hide\s*:\s*all)", re.IGNORECASE)
# Deeper than any email is, and well within what Python can nest.
_MAX_DEPTH = 200
_AFTER_MARK = -1
_BREAK, _BLANK, _CELL = "\n", "\n\n", "\t"


class _Mark(str):
    """What stands before an item of a list: no break comes between it and the words of the item."""


def plain_text(html):
    """Return the text of ``html``: lists with their numbers, links with their addresses, paragraphs apart.

    :param html: a document or fragment, possibly broken
    """
    if not (html and html.strip()):
        return ""
    # A text that declares its encoding is refused by lxml as it stands, and so are control characters.
    source = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "", str(html))
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    tree = etree.fromstring(source.encode(), parser=parser)
    if tree is None:
        return ""
    pieces = []
    _add(tree, pieces, 0)
    return _joined(pieces)


def _add(element, pieces, depth):
    """Append the element's words, and the breaks between them, to `pieces`."""
    tag = element.tag
    if tag in _DROPPED or _HIDDEN.search(element.get("style") or "") or depth > _MAX_DEPTH:
        return
    around = _around(element)
    pieces += [around, _before(element)]
    start = len(pieces)
    pieces.append(element.text or "")
    for child in element:
        _add(child, pieces, depth + 1)
        pieces.append(child.tail or "")
    if tag == "a":
        pieces.append(_address(element.get("href") or "", _joined(pieces[start:])))
    pieces.append(around)


def _around(element):
    """The break before and after an element."""
    if element.tag in _LINES:
        return _BREAK
    if element.tag not in _PARAGRAPHS:
        return ""
    # A list in a list belongs to its item.
    parent = element.getparent()
    return _BREAK if parent is not None and parent.tag == "li" else _BLANK


def _before(element):
    """What an element shows before its words."""
    if element.tag == "br":
        # Unlike those of blocks, each one counts.
        return None
    if element.tag in ("td", "th") and element.getprevious() is not None:
        return _CELL
    if element.tag == "li" and "".join(element.itertext()).strip():
        return _mark(element)
    return (element.get("alt") or "") if element.tag == "img" else ""


def _mark(item):
    parent = item.getparent()
    indent = "   " * sum(1 for _outer in item.iterancestors("li"))
    if parent is None or parent.tag != "ol":
        return _Mark(f"{indent}- ")
    before = sum(1 for other in item.itersiblings("li", preceding=True))
    first, own = parent.get("start") or "", item.get("value") or ""
    number = int(own) if own.isdecimal() else (int(first) if first.isdecimal() else 1) + before
    return _Mark(f"{indent}{number}. ")


def _address(href, label):
    """What follows the words of a link, so that it can be opened."""
    href = href.strip()
    if not href or href.startswith(("#", "javascript:")):
        return ""
    if href.startswith(("mailto:", "tel:")):
        value = href.partition(":")[2].partition("?")[0]
        return "" if _bare(value) in _bare(label) else f" ({value})"
    if not label:
        return href
    return "" if _bare(href) == _bare(label) else f" ({href})"


def _bare(address):
    return re.sub(r"^https?://(?:www\.)?|[\s/()-]+", "", address.strip().lower())


def _joined(pieces):
    """Words with single spaces, at most one empty line between paragraphs, and none at either end."""
    text, breaks, space = [], 0, False
    for piece in pieces:
        if piece is None:
            breaks, space = max(breaks, 0) + 1, False
        elif isinstance(piece, _Mark):
            text += ["\n" * max(1, min(breaks, 2)) if text else "", piece]
            breaks, space = _AFTER_MARK, False
        elif piece in (_BREAK, _BLANK):
            breaks = max(breaks, len(piece)) if breaks != _AFTER_MARK else breaks
        else:
            # A non-breaking space is one that somebody wants.
            words = re.sub(r"[ \t\r\n\f]+", " ", piece)
            if not words:
                continue
            space = space or words.startswith(" ")
            if words == " ":
                continue
            if text and breaks != _AFTER_MARK:
                text.append("\n" * min(breaks, 2) if breaks else " " * space)
            text.append(words.strip(" "))
            breaks, space = 0, words.endswith(" ")
    return "".join(text)
