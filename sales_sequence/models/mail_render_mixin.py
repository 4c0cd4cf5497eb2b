from functools import reduce

from odoo import api, models
from odoo.tools.mail import html_normalize
from odoo.tools.rendering_tools import parse_inline_template

from ..tools import merge_fields
from ..tools.own_context import passed_on
from ..tools.rendering import Rendering


class MailRenderMixin(models.AbstractModel):
    """Renders the templates of a run, and notes which merge fields print nothing. See `tools/rendering.py`.

    What has no code in it Odoo renders without QWeb, reading the template anew for each record: here it is read once.
    """

    _inherit = "mail.render.mixin"

    @api.model
    def _sequence_rendering(self):
        """The `Rendering` of the run, or None outside of one."""
        return passed_on(self.env, "sales_sequence_rendering", Rendering)

    @api.model
    def _sequence_holes(self):
        """``{record id: [expression, …]}``, to be added to; None where nobody watches."""
        rendering = self._sequence_rendering()
        return rendering and rendering.holes

    # ------------------------------------------------------------------
    # With code
    # ------------------------------------------------------------------

    @api.model
    def _render_eval_context(self):
        variables = super()._render_eval_context()
        holes, rendering = self._sequence_holes(), self._sequence_rendering()
        if holes is not None:

            def watch(record, value, expression, has_default):
                if has_default is not None and merge_fields.is_hole(value, has_default):
                    holes.setdefault(record.id, []).append(expression)
                rendering.note_value(record.id, expression, value)
                return value

            variables[merge_fields.WATCHER] = watch
        return variables

    @api.model
    def _render_template_inline_template(self, template_txt, model, res_ids, add_context=None, options=None):
        if self._sequence_holes() is not None and template_txt:
            source = str(template_txt)
            if self._has_unsafe_expression_template_inline_template(source, model):
                template_txt = merge_fields.watch_inline(parse_inline_template(source))
        return super()._render_template_inline_template(template_txt, model, res_ids, add_context, options)

    # ------------------------------------------------------------------
    # Without
    # ------------------------------------------------------------------

    @api.model
    def _has_unsafe_expression_template_qweb(self, template_src, model, fname=None):
        """As Odoo's, which compiles the template to know: once for a run."""
        rendering = self._sequence_rendering()
        if rendering is None:
            return super()._has_unsafe_expression_template_qweb(template_src, model, fname)
        key = (str(template_src), model)
        if key not in rendering.without_code:
            unsafe = super()._has_unsafe_expression_template_qweb(template_src, model, fname)
            rendering.without_code[key] = not unsafe
        return not rendering.without_code[key]

    @api.model
    def _render_template_inline_template_regex(self, template_txt, model, res_ids):
        if self._sequence_rendering() is None:
            return super()._render_template_inline_template_regex(template_txt, model, res_ids)
        pieces = merge_fields.split_inline(parse_inline_template(str(template_txt)))
        return self._render_pieces(pieces, model, res_ids)

    @api.model
    def _render_template_qweb_regex(self, template_src, model, res_ids):
        if self._sequence_rendering() is None:
            return super()._render_template_qweb_regex(template_src, model, res_ids)
        # As Odoo does: in a parent, so that what is several elements stays as it is.
        source = html_normalize(f"<div>{template_src}</div>")
        if source.startswith("<div>") and source.endswith("</div>"):
            source = source[5:-6]
        return self._render_pieces(merge_fields.split_qweb(source), model, res_ids)

    @api.model
    def _render_pieces(self, pieces, model, res_ids):
        """``{record id: text}`` of a template without code.

        :param pieces: alternately text, and a `merge_fields.Printed`
        """
        allowed = set(self.env[model].mail_allowed_qweb_expressions())
        for printed in pieces[1::2]:
            if printed.expression not in allowed:
                raise SyntaxError(f"Invalid expression for the regex mode {printed.expression!r}")
        holes, rendered, rendering = self._sequence_holes(), {}, self._sequence_rendering()
        for record in self.env[model].browse(res_ids):
            texts = pieces.copy()
            for index, printed in enumerate(pieces[1::2]):
                value = self._value_at(record, printed.names)
                rendering.note_value(record.id, printed.expression, value)
                if not value or merge_fields.is_hole(value):
                    value = printed.default
                    if holes is not None and merge_fields.is_hole(value):
                        holes.setdefault(record.id, []).append(printed.expression)
                texts[2 * index + 1] = printed.as_text(value)
            rendered[record.id] = pieces[0][:0].join(texts)
        return rendered

    @api.model
    def _value_at(self, record, names):
        try:
            return reduce(lambda value, name: value[name], names, record)
        except KeyError:
            return None
