# License LGPL-3.0 or later: see LICENSE.
"""Blanks: what a text leaves to whoever takes it over, written ``[[offer]]``. Pure.

There are three kinds of text. In a plain one, everything is text. An inline template (the subject of an email) has
code in ``{{ code ||| text to use instead }}``, an HTML text has it in attributes that begin with ``t-``. Code is never
looked at: ``rows[[0]]`` is no blank there. And no answer becomes code: see `fill_inline` and `fill_html`.
"""

import re
from urllib.parse import unquote

from lxml import etree, html

BLANK = re.compile(r"\[\[([^\[\]{}<>]{1,200})\]\]")
# What Odoo finds in inline templates, in three parts: code, text to use instead, end.
# Source: odoo/tools/rendering_tools.py, `INLINE_TEMPLATE_REGEX`, whose own pattern takes minutes for a page of braces
# and bars.
INLINE = re.compile(r"(\{\{.(?:(?!\|\|\||\}\}).)*)(\|\|\|.*?)?(\}\})")
# Keeps two braces from being read as the beginning or the end of code, and cannot be seen.
ZERO_WIDTH_SPACE = "\u200b"
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
MARKS_OF_A_SENTENCE = (".", "!", "?", "…", "。", "！", "？")


def find(text):
    """The names of the blanks in a plain text, each once, in their order."""
    names = (" ".join(match[1].split()) for match in BLANK.finditer(text or ""))
    return list(dict.fromkeys(name for name in names if name))


def find_inline(template):
    """The names of the blanks in an inline template."""
    return find(INLINE.sub(lambda match: match[2] or "", template or ""))


def find_html(source):
    """The names of the blanks in an HTML text, in an address of a link too, and also where a part of one is bold."""
    if not may_have_blanks(source):
        return []
    root = html.fragment_fromstring(source, create_parent="div")
    addresses = [
        unquote(value)
        for node in root.iter(etree.Element)
        for name, value in node.attrib.items()
        if not name.startswith("t-")
    ]
    return find("\n".join([root.text_content(), *addresses]))


def may_have_blanks(source):
    """Whether a closer look is worth it. In addresses of links, brackets are encoded."""
    return bool(source) and ("[[" in source or "%5B%5B" in source)


def fill(text, answers):
    """Put the answers into a plain text. What has no answer stays.

    :param answers: ``{name: answer}``
    """
    return BLANK.sub(lambda match: answers.get(" ".join(match[1].split())) or match[0], text or "")


def fill_inline(template, answers):
    """Put the answers into an inline template. Braces in an answer are kept apart, so that they stay text."""
    harmless = {
        name: re.sub(r"[{}]", ZERO_WIDTH_SPACE + r"\g<0>" + ZERO_WIDTH_SPACE, answer or "")
        for name, answer in answers.items()
    }
    parts, end = [], 0
    for match in INLINE.finditer(template or ""):
        parts += [fill(template[end : match.start()], harmless), match[1], fill(match[2], harmless), match[3]]
        end = match.end()
    return "".join([*parts, fill((template or "")[end:], harmless)])


def fill_html(source, answers):
    """Put the answers into the text of an HTML document, not into its attributes. Markup in an answer is text."""
    if not may_have_blanks(source):
        return source
    root = html.fragment_fromstring(source, create_parent="div")
    for node in root.iter():
        # Comments are not elements; and what these contain would be written without escaping it.
        if isinstance(node.tag, str) and node.tag not in ("script", "style") and node.text:
            node.text = fill(node.text, answers)
        if node.tail:
            node.tail = fill(node.tail, answers)
    # As Odoo writes the bodies of emails. Written as HTML, the addresses of links would come out encoded.
    return html.tostring(root, encoding="unicode", method="xml").removeprefix("<div>").removesuffix("</div>")


def one_line(answer):
    """An answer in one line, without the control characters that come along when something is pasted: no document can
    hold them."""
    return " ".join(_NOT_IN_XML.sub(" ", answer or "").split())


def tidy(name, answer):
    """An answer as it fits into the sentences: in one line, a proof as a whole sentence, the others without its end."""
    answer = one_line(answer)
    if name != "proof":
        return answer.rstrip(".").rstrip()
    return answer if not answer or answer.endswith(MARKS_OF_A_SENTENCE) else f"{answer}."
