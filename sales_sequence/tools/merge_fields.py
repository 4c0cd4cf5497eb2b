# License LGPL-3.0 or later: see LICENSE.
"""Watch what a template's merge fields print, so that no mail is sent with a hole in it. Pure.

A template is watched by wrapping each printed expression in a call to `WATCHER`, which
returns its value unchanged: the rendered result stays identical to the byte.
"""

from copy import deepcopy

WATCHER = "sales_sequence_watch"

# What QWeb prints, and links that would be broken.
# Source: odoo/addons/base/models/ir_qweb.py, `_compile_directives`.
WATCHED_ATTRIBUTES = ("t-out", "t-esc", "t-att-href", "t-att-src")


def is_hole(value, has_default=False):
    """Tell whether a merge field prints nothing.

    :param value: the value of its expression
    :param bool has_default: the template has a fallback text for None and False
    """
    if value is None or value is False:
        return not has_default
    return isinstance(value, str) and not value.strip()


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
            parts.append(f"{{{{ {expression} ||| {default}}}}}")
        elif _is_about_sender(expression):
            parts.append(f"{{{{ {expression} }}}}")
        else:
            parts.append(f"{{{{ {_wrapped(expression, False)} }}}}")
    return "".join(parts)


def _wrapped(expression, has_default):
    return f"{WATCHER}(object, ({expression}), {expression!r}, {has_default})"


def _is_about_sender(expression):
    return expression.lstrip("(").startswith(("user.", "user ", "env."))
