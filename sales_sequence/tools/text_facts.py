# License LGPL-3.0 or later: see LICENSE.
"""What there is to say about the text of an email without sending it: its first line, its length, its merge fields.
And whether two emails say the same. Pure."""

import re

from lxml import etree, html

from .blanks import INLINE

_FIELD = re.compile(r"^object\.([\w.]+)$")
# Elements after which a new line begins.
_BLOCKS = {"address", "blockquote", "br", "div", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre"}
_BLOCKS |= {"table", "td", "th", "tr", "ul"}
_HIDDEN = {"head", "script", "style", "title"}
# A greeting is no more than this, and nothing that people look for in a list of emails.
_GREETING_WORDS = 4
_WORD = re.compile(r"\w+(?:[’'\-.]\w+)*")
# No line of a header has more (RFC 5322, 2.1.1). Thousands of braces, as somebody may paste, would take hours.
_LONGEST_SUBJECT = 998


def segments(subject, labels=None):
    """Split an inline template into its texts and merge fields.

    :param labels: ``{name of a field: what people call it}``
    :return: list of ``{"text": …}`` and ``{"field": label}``, of the first 998 characters
    """
    parts, end = [], 0
    subject = (subject or "")[:_LONGEST_SUBJECT]
    for match in INLINE.finditer(subject):
        if subject[end : match.start()]:
            parts.append({"text": subject[end : match.start()]})
        parts.append({"field": field_label(match[1].removeprefix("{{"), labels)})
        end = match.end()
    if subject[end:]:
        parts.append({"text": subject[end:]})
    return parts


def field_label(expression, labels=None):
    """Return what people call a merge field: ``object.sequence_first_name`` is "First name"."""
    found = _FIELD.match(expression.strip())
    if not found:
        return expression.strip()
    name = found[1]
    words = name.rpartition(".")[2].removeprefix("sequence_").removesuffix("_id").replace("_", " ")
    return (labels or {}).get(name) or words.capitalize()


def first_line(body, labels=None):
    """Return the first line of an HTML template that says something, a greeting left out where more follows.

    Merge fields are shown by their labels, in brackets. "" if there is no line.

    :param labels: as for `segments`
    """
    lines = _lines(body, labels)
    meaningful = [line for line in lines if not _is_greeting(line)]
    return (meaningful or lines or [""])[0]


def count_words(body):
    """Return how many words a reader of this HTML sees. In a template, a merge field is one word."""
    return sum(len(_WORD.findall(line)) for line in _lines(body, None, placeholder="x"))


def as_read(subject, body):
    """Return what two emails have in common that say the same to their reader: words, merge fields, links and pictures,
    whatever their layout."""
    tree = parse(body)
    targets = []
    for element in tree.iter(etree.Element) if tree is not None else ():
        targets += [element.get(name) for name in ("href", "src", "t-att-href", "t-att-src") if element.get(name)]
    words = " ".join(_lines(body, None, placeholder=None)).split()
    return tuple((subject or "").split()), tuple(words), tuple(targets)


def _is_greeting(line):
    is_short = len(_WORD.findall(line)) <= _GREETING_WORDS
    return (is_short and line.endswith((",", "!", ":"))) or bool(re.fullmatch(r"\[[^\[\]]*\][,!]?", line))


def parse(body):
    """Return the elements of an HTML template, in one around them; None where there is nothing to read."""
    if not (body or "").strip():
        return None
    try:
        return html.fragment_fromstring(body, create_parent="div")
    except (etree.ParserError, ValueError):
        return None


def _lines(body, labels, placeholder=""):
    """The lines of an HTML template, without blank ones.

    :param placeholder: what stands for a merge field; "" its label in brackets, None its expression
    """
    tree = parse(body)
    if tree is None:
        return []
    pieces = []
    _collect(tree, pieces, labels, placeholder)
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return [line for line in lines if line]


def _collect(node, pieces, labels, placeholder):
    if not isinstance(node.tag, str) or node.tag in _HIDDEN:
        return
    if node.tag in _BLOCKS:
        pieces.append("\n")
    expression = node.get("t-out") or node.get("t-esc")
    if expression:
        shown = f"[{field_label(expression, labels)}]" if placeholder == "" else placeholder
        # What it prints instead of nothing makes it another text, too.
        pieces.append(f"[{expression}|{node.text or ''}]" if shown is None else shown)
    else:
        pieces.append(_one_line(node.text))
        for child in node:
            _collect(child, pieces, labels, placeholder)
            pieces.append(_one_line(child.tail))
    if node.tag in _BLOCKS:
        pieces.append("\n")


def _one_line(text):
    return re.sub(r"\s", " ", text or "")
