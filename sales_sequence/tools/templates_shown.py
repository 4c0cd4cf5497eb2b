# License LGPL-3.0 or later: see LICENSE.
"""A template as people read it: a merge field by its name, a blank marked as such. Pure.

``<t t-out="object.first_name">text to use instead</t>`` becomes a chip with the field's name.
"""

import re

from lxml import etree, html
from lxml.builder import E
from markupsafe import escape

from .blanks import BLANK, INLINE

FIELD = re.compile(r"^object\.(\w+)$")
CHIP = "badge rounded-pill text-bg-light border fw-normal"
MARK = "px-1"
# Stand for the tags of a mark until all other text is escaped; no text has them.
OPENING, CLOSING = "\ue000", "\ue001"


def body(source, labels):
    """An HTML template to look at.

    :param labels: ``{name of a field: what people call it}``. Other code is shown as it is written.
    """
    if not source:
        return ""
    root = html.fragment_fromstring(source, create_parent="div")
    for node in list(root.iter(etree.Element)):
        expression = node.get("t-out") or node.get("t-esc")
        for name in [name for name in node.attrib if name.startswith("t-")]:
            del node.attrib[name]
        if expression:
            chip = E.span(_name(expression, labels), {"class": CHIP})
            chip.tail, node.tail = node.tail, None
            if node.tag == "t":
                node.getparent().replace(node, chip)
            else:
                tail, chip.tail = chip.tail, None
                node[:] = [chip]
                node.text, node.tail = None, tail
    for node in root.iter():
        if isinstance(node.tag, str) and node.text:
            node.text = BLANK.sub(OPENING + r"\g<0>" + CLOSING, node.text)
        if node.tail:
            node.tail = BLANK.sub(OPENING + r"\g<0>" + CLOSING, node.tail)
    shown = html.tostring(root, encoding="unicode").removeprefix("<div>").removesuffix("</div>")
    return shown.replace(OPENING, f'<mark class="{MARK}">').replace(CLOSING, "</mark>")


def inline(template, labels):
    """An inline template to look at, as HTML.

    :param labels: see `body`
    """
    parts, end = [], 0
    for match in INLINE.finditer(template or ""):
        chip = f'<span class="{CHIP}">{escape(_name(match[1].removeprefix("{{"), labels))}</span>'
        parts += [_mark(escape(template[end : match.start()])), chip]
        end = match.end()
    return "".join([*parts, _mark(escape((template or "")[end:]))])


def plain(text):
    """A plain text to look at, as HTML."""
    return _mark(escape(text or ""))


def _name(expression, labels):
    field = FIELD.match(expression.strip())
    return labels.get(field[1], expression.strip()) if field else expression.strip()


def _mark(text):
    return BLANK.sub(lambda blank: f'<mark class="{MARK}">{blank[0]}</mark>', str(text))
