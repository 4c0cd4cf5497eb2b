# License LGPL-3.0 or later: see LICENSE.
"""What is wrong with a text from outside that is to become an email or a script. Pure.

Such texts are rendered by the engine, so they may contain our merge fields and no other expression: no directive of
QWeb, nothing between double braces, and no code of another template language, which would be printed as it is. Their
HTML is that of a mail: nothing that runs, loads or submits anything.
"""

import re

from lxml import etree, html

from .merge_fields import MERGE_FIELDS
from .texts import shortened

# What QWeb and the inline templates of Odoo run, and the marks of Jinja, Mako, Qute and their like. A per cent sign at
# the beginning of a line is code only before one of these words.
MARKS = (
    r"\{\{|\}\}|\{%|%\}|\$\{|#\{|<%|%>|<\?"
    r"|^[ \t]*%[ \t]*(?:if|elif|else|endif|for|endfor|while|set|end|def|macro|block|include|import)\b"
)
DIRECTIVES = r"(?<![\w-])t-[a-z]+(?:-[\w-]+)?\s*=\s*[\"']|<t[\s/>]"
CODE = re.compile(f"{MARKS}|{DIRECTIVES}", re.MULTILINE | re.IGNORECASE)
# In the text of an element a directive is only words.
CODE_IN_WORDS = re.compile(MARKS, re.MULTILINE | re.IGNORECASE)
# What Odoo finds: odoo/tools/rendering_tools.py, INLINE_TEMPLATE_REGEX. Its own pattern tries each pair of beginnings
# and bars with each end, which takes minutes for a page of both.
INLINE = re.compile(r"\{\{(.(?:(?!\|\|\||\}\}).)*)(\|\|\|\s*(.*?))?\}\}")
TAGS = re.compile(
    r"a|abbr|address|article|aside|b|bdi|bdo|big|blockquote|br|caption|center|cite|code|col|colgroup|dd|del|dfn|div|dl|dt"
    r"|em|figcaption|figure|font|footer|h[1-6]|header|hr|i|img|ins|kbd|li|main|mark|ol|p|pre|q|s|samp|section|small|span"
    r"|strike|strong|sub|sup|t|table|tbody|td|tfoot|th|thead|time|tr|tt|u|ul|var|wbr"
)
LINKS = ("href", "src", "background", "cite", "longdesc", "srcset")
# A path alone leads into another database than the one that it was written in.
ADDRESSES = ("http://", "https://", "mailto:", "tel:", "#")
# Odoo's cleaning looks for encodings from each beginning of a tag to its end and back: what has no end takes minutes.
# Source: odoo/tools/mail.py, `html_normalize`.
ENDLESS = re.compile(r"<[^>]{2500}|\sencoding=", re.IGNORECASE)
MAX_ELEMENTS = 5_000
MAX_DEPTH = 60


def is_endless(source):
    """Whether the HTML has a tag so long that nobody has written it, and that must not even be cleaned."""
    return bool(ENDLESS.search(source))


def find_in_text(text):
    """Yield ``("expression", piece)`` for the first code in a plain text."""
    if found := CODE.search(text):
        yield "expression", _around(text, found)


def find_in_inline(text):
    """Yield ``("expression", piece)`` for what is not a merge field in a text such as a subject."""
    rest = []
    position = 0
    for found in INLINE.finditer(text):
        rest.append(text[position : found.start()])
        position = found.end()
        expression, default = found[1].strip(), found[3] or ""
        if not _is_merge_field(expression) or CODE.search(default):
            yield "expression", shortened(found[0], 80)
            return
    yield from find_in_text(" ".join([*rest, text[position:]]))


def find_in_html(source):
    """Yield ``(kind, piece)`` for everything that must not be in the HTML of an email.

    Kinds: ``html`` (unreadable, or too much of it), ``expression``, ``tag``, ``attribute`` and ``link``.
    """
    # As Odoo's rendering parses it: what is checked has to be what is run.
    try:
        root = html.fragment_fromstring(source, create_parent="div")
    # The parser is sure of its own results where there is no body.
    except (etree.LxmlError, AssertionError):
        yield "html", shortened(source, 80)
        return
    depth, count = 0, 0
    for event, node in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event == "end":
            depth -= 1
            continue
        if event == "start":
            depth, count = depth + 1, count + 1
            if depth > MAX_DEPTH or count > MAX_ELEMENTS:
                yield "html", shortened(source, 80)
                return
        if node is root:
            yield from _find_in_words(node.text)
        else:
            yield from _find_in_node(node)


def _find_in_node(node):
    if node.tag is etree.Comment or node.tag is etree.ProcessingInstruction or node.tag is etree.Entity:
        # A conditional comment is markup for some mail programs, and Odoo replaces fields in it by their pattern.
        if node.tag is not etree.Comment or CODE.search(node.text or "") or "<" in (node.text or ""):
            yield "tag", shortened(etree.tostring(node, encoding="unicode", with_tail=False), 80)
        yield from _find_in_words(node.tail)
        return
    if not TAGS.fullmatch(node.tag):
        yield "tag", f"<{node.tag}>"
    for name, value in node.attrib.items():
        yield from _find_in_attribute(node, name, value)
    if node.tag == "t" and "t-out" not in node.attrib:
        yield "expression", "<t>"
    yield from _find_in_words(node.text)
    yield from _find_in_words(node.tail)


def _find_in_attribute(node, name, value):
    if name.startswith("t-"):
        # Odoo renders it without evaluating anything only in this form.
        is_plain = name == "t-out" and len(node.attrib) == 1 and not len(node)
        if not is_plain or not _is_merge_field(value):
            yield "expression", shortened(f'{name}="{value}"', 80)
    elif name.startswith("on") or ":" in name:
        yield "attribute", f'{name}="{shortened(value, 60)}"'
    elif CODE.search(value):
        yield "expression", shortened(f'{name}="{value}"', 80)
    elif name in LINKS and not _is_plain_link(value):
        yield "link", shortened(value, 80)


def _find_in_words(text):
    if text and (found := CODE_IN_WORDS.search(text)):
        yield "expression", _around(text, found)


def _is_merge_field(expression):
    prefix, _dot, name = expression.partition(".")
    return prefix == "object" and name in MERGE_FIELDS


def _is_plain_link(value):
    return not value.strip() or value.strip().lower().startswith(ADDRESSES)


def _around(text, found):
    return shortened(text[max(found.start() - 10, 0) :].strip(), 60)
