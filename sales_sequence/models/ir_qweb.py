from lxml import etree

from odoo import models

from ..tools import merge_fields


class IrQweb(models.AbstractModel):
    """Templates are compiled once for a batch of the sequence runner."""

    _inherit = "ir.qweb"

    def _generate_code_uncached(self, template):
        """Compile a template once for a whole batch, and with its merge fields watched.

        Odoo compiles a database template again for every record, which is more than half of
        the cost of a batch of mails. Only where the sequence runner says so in the context.
        """
        compiled = self.env.context.get("sales_sequence_qweb")
        if compiled is None or not isinstance(template, etree._Element):
            return super()._generate_code_uncached(template)
        watched = self.env.context.get("sales_sequence_holes") is not None
        key = (
            etree.tostring(template),
            watched,
            *(self.env.context.get(name) for name in self._get_template_cache_keys()),
        )
        if key not in compiled:
            compiled[key] = super()._generate_code_uncached(merge_fields.watch_qweb(template) if watched else template)
        return compiled[key]
