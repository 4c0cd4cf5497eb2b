import re
from functools import reduce

from odoo import api, models
from odoo.tools.rendering_tools import parse_inline_template

from ..tools import merge_fields
from ..tools.own_context import passed_on
from ..tools.rendering import Rendering


class MailRenderMixin(models.AbstractModel):
    """Notes which merge fields print nothing, for `sales.sequence.channel.email`. See `tools/rendering.py`."""

    _inherit = "mail.render.mixin"

    @api.model
    def _sequence_holes(self):
        """``{record id: [expression, …]}``, to be added to; None where nobody watches."""
        rendering = passed_on(self.env, "sales_sequence_rendering", Rendering)
        return rendering and rendering.holes

    @api.model
    def _render_eval_context(self):
        variables = super()._render_eval_context()
        holes = self._sequence_holes()
        if holes is not None:

            def watch(record, value, expression, has_default):
                if merge_fields.is_hole(value, has_default):
                    holes.setdefault(record.id, []).append(expression)
                return value

            variables[merge_fields.WATCHER] = watch
        return variables

    @api.model
    def _render_template_inline_template(self, template_txt, model, res_ids, add_context=None, options=None):
        if self._sequence_holes() is not None and template_txt:
            source = str(template_txt)
            instructions = parse_inline_template(source)
            if self._has_unsafe_expression_template_inline_template(source, model):
                template_txt = merge_fields.watch_inline(instructions)
            else:
                plain = [expression for _text, expression, default in instructions if expression and not default]
                self._watch_paths(plain, model, res_ids)
        return super()._render_template_inline_template(template_txt, model, res_ids, add_context, options)

    @api.model
    def _render_template_qweb(self, template_src, model, res_ids, add_context=None, options=None):
        watching = self._sequence_holes() is not None
        if watching and template_src and not self._has_unsafe_expression_template_qweb(template_src, model):
            # Odoo does not use QWeb for a template that has only plain field paths.
            plain = [
                expression
                for expression, default in re.findall(
                    r"""t-out\s*=\s*["']([\w.]+)["'][^>]*?(?:/>|>\s*([^<>]*?)\s*</)""", str(template_src)
                )
                if not default
            ]
            self._watch_paths(plain, model, res_ids)
        return super()._render_template_qweb(template_src, model, res_ids, add_context, options)

    def _watch_paths(self, expressions, model, res_ids):
        """Note those of the plain paths ``object.field.field`` that are empty."""
        holes = self._sequence_holes()
        for record in self.env[model].browse(res_ids):
            for expression in expressions:
                value = reduce(lambda value, name: value[name], expression.split(".")[1:], record)
                if isinstance(value, models.BaseModel):
                    value = value.display_name if value else False
                if merge_fields.is_hole(value):
                    holes.setdefault(record.id, []).append(expression)
