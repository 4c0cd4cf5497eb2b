from lxml import etree

from odoo import models

from ..tools import merge_fields
from ..tools.own_context import passed_on
from ..tools.rendering import Rendering


class IrQweb(models.AbstractModel):
    """Compiles a template once for a whole run of `sales.sequence.runner`."""

    _inherit = "ir.qweb"

    def _generate_code_uncached(self, template):
        """Compile a template once, and with its merge fields watched. See `tools/rendering.py`."""
        rendering = passed_on(self.env, "sales_sequence_rendering", Rendering)
        if rendering is None or not isinstance(template, etree._Element):
            return super()._generate_code_uncached(template)
        watched = rendering.holes is not None
        key = (
            etree.tostring(template),
            watched,
            *(self.env.context.get(name) for name in self._get_template_cache_keys()),
        )
        if key not in rendering.compiled:
            source = merge_fields.watch_qweb(template) if watched else template
            rendering.compiled[key] = super()._generate_code_uncached(source)
        return rendering.compiled[key]
