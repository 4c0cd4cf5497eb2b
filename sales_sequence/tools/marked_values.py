# License LGPL-3.0 or later: see LICENSE.
"""Show in a text where its merge fields are. Pure."""

import re

from lxml import etree, html

# Within these, text is no text, or is marked already.
_LEFT_ALONE = {"mark", "script", "style", "textarea", "title"}


def mark_values(body, values, css_class):
    """Return HTML with each whole occurrence of one of these texts wrapped in ``<mark class="css_class">``.

    What the text says stays the same. A text that stands there for another reason is marked as well: nobody can tell
    the two apart after an edit.

    :param str body: HTML
    :param values: iterable of texts; blank ones do not count
    """
    texts = sorted({value.strip() for value in values} - {""}, key=len, reverse=True)
    if not texts or not (body or "").strip():
        return body or ""
    choices = "|".join(r"\s+".join(map(re.escape, text.split())) for text in texts)
    pattern = re.compile(rf"(?<!\w)(?:{choices})(?!\w)")
    tree = html.fragment_fromstring(body, create_parent="div")
    for node in list(tree.iter()):
        if node is not tree and _is_text_of(node.getparent()):
            _mark_tail(node, pattern, css_class)
        if _is_text_of(node):
            _mark_text(node, pattern, css_class)
    whole = html.tostring(tree, encoding="unicode")
    return whole[len("<div>") : -len("</div>")]


def _is_text_of(node):
    return isinstance(node.tag, str) and not any(one.tag in _LEFT_ALONE for one in (node, *node.iterancestors()))


def _mark_text(node, pattern, css_class):
    before, marks = _split(node.text, pattern, css_class)
    if marks:
        node.text = before
        node[:0] = marks


def _mark_tail(node, pattern, css_class):
    before, marks = _split(node.tail, pattern, css_class)
    if marks:
        node.tail = before
        parent = node.getparent()
        place = parent.index(node) + 1
        parent[place:place] = marks


def _split(text, pattern, css_class):
    """Return what comes before the first occurrence, and the marks, each with the text behind it as its tail."""
    marks, start, before = [], 0, ""
    for match in pattern.finditer(text or ""):
        between = text[start : match.start()]
        if marks:
            marks[-1].tail = between
        else:
            before = between
        mark = etree.Element("mark", {"class": css_class})
        mark.text = match.group()
        marks.append(mark)
        start = match.end()
    if marks:
        marks[-1].tail = text[start:]
    return before, marks
