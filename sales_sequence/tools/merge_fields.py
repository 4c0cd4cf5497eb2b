# License LGPL-3.0 or later: see LICENSE.
"""Watch what a template's merge fields print, so that no mail is sent with a hole in it. Pure.

A template is watched by wrapping each printed expression in a call to `WATCHER`, which
returns its value unchanged: the rendered result stays identical to the byte.
"""

import re
from copy import deepcopy

from markupsafe import Markup, escape

# The fields of every target that its texts may print, in the order in which people are offered them.
MERGE_FIELDS = (
    "sequence_salutation",
    "sequence_first_name",
    "sequence_company_name",
    "sequence_phone",
    "sequence_sender_signature",
    "sequence_sender_first_name",
    "sequence_sender_name",
    "sequence_sender_company_name",
    "sequence_sender_phone",
    "sequence_meeting_link",
    "sequence_date",
)

# Those that say the same in every email of a sender.
OF_SENDER = (*(name for name in MERGE_FIELDS if name.startswith("sequence_sender_")), "sequence_meeting_link")

WATCHER = "sales_sequence_watch"

# What QWeb prints, and links that would be broken.
# Source: odoo/addons/base/models/ir_qweb.py, `_compile_directives`.
WATCHED_ATTRIBUTES = ("t-out", "t-esc", "t-att-href", "t-att-src")
# An element that only prints. Source: mail/models/mail_render_mixin.py, `_render_template_qweb_regex`.
_PRINTED = re.compile(
    r"""<(\w+)[\s|\n]+t-out=[\s|\n]*("|')([\w.]+)\2[\s|\n]*(?:/>|>[\s|\n]*([^<>]*?)[\s|\n]*</\1>)""", re.DOTALL
)


class Printed:
    """A merge field in a template without code.

    `expression`: ``object.field.field``.
    `names`: those of its fields.
    `default`: what to print instead of nothing.
    `as_text`: the function that turns a value into what is printed.
    """

    def __init__(self, expression, default, as_text):
        self.expression = expression
        self.names = expression.split(".")[1:]
        self.default = default
        self.as_text = as_text


def split_inline(instructions):
    """Return a list of alternately text and `Printed`.

    :param instructions: as of `watch_inline`
    """
    pieces = []
    for text, expression, default in instructions:
        pieces.append(text)
        if expression:
            # In "{{ object.name ||| you }}?", the space belongs to the braces.
            pieces.append(Printed(expression, default.strip(), str))
    return pieces


def split_qweb(source):
    """Return a list of alternately `Markup` and `Printed`.

    :param source: HTML in which elements that print have no other attributes
    """
    pieces, end = [], 0
    for match in _PRINTED.finditer(source):
        pieces += [Markup(source[end : match.start()]), _printed_element(*match.group(1, 3, 4))]
        end = match.end()
    return [*pieces, Markup(source[end:])]


def _printed_element(tag, expression, default):
    def as_text(value):
        shown = escape(value or "")
        return shown if tag.lower() == "t" else Markup(f"<{tag}>{shown}</{tag}>")

    # The source has it as HTML.
    return Printed(expression, Markup(default or ""), as_text)


def is_hole(value, has_default=False):
    """Tell whether a merge field prints nothing.

    :param value: the value of its expression
    :param bool has_default: the template has a fallback text for None and False
    """
    if value is None or value is False:
        return not has_default
    if isinstance(value, Markup):
        return not (value.striptags() or "<img" in value)
    return isinstance(value, str) and not value.strip()


def printed_text(value):
    """Return the text that a merge field prints, "" if it is nothing; None where it is not one piece of text."""
    if value is None or value is False:
        return ""
    if isinstance(value, Markup) or not isinstance(value, str):
        return None
    return value.strip()


def watch_qweb(template):
    """Return a copy of a parsed QWeb template (`lxml` element) with its expressions wrapped.

    Expressions about the sender (`user…`) are left alone: an empty signature is not a hole.
    """
    watched = deepcopy(template)
    for node in watched.iter():
        if not isinstance(node.tag, str):
            continue
        for attribute in WATCHED_ATTRIBUTES:
            expression = (node.get(attribute) or "").strip()
            if expression and expression != "0" and not _is_about_sender(expression):
                prints_default = attribute in ("t-out", "t-esc") and bool(len(node) or (node.text or "").strip())
                node.set(attribute, _wrapped(expression, prints_default))
    return watched


def watch_inline(instructions):
    """Return the source of an inline template with its expressions wrapped.

    :param instructions: triples ``(text, expression, default)`` as
        `odoo.tools.rendering_tools.parse_inline_template` gives them
    """
    parts = []
    for text, expression, default in instructions:
        parts.append(text)
        if not expression:
            continue
        if default:
            # Whatever is empty here, the default is printed for it: that is never a hole.
            watched = expression if _is_about_sender(expression) else _wrapped(expression, None)
            parts.append(f"{{{{ {watched} ||| {default.strip()}}}}}")
        elif _is_about_sender(expression):
            parts.append(f"{{{{ {expression} }}}}")
        else:
            parts.append(f"{{{{ {_wrapped(expression, False)} }}}}")
    return "".join(parts)


def _wrapped(expression, has_default):
    return f"{WATCHER}(object, ({expression}), {expression!r}, {has_default})"


def _is_about_sender(expression):
    return expression.lstrip("(").startswith(("user.", "user ", "env."))
