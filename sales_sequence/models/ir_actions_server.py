from odoo import api, fields, models
from odoo.fields import Domain


class IrActionsServer(models.Model):
    """Server actions as steps. Only administrators may read and write them, for they are code that runs with all
    rights; whoever writes sequences chooses among those that an administrator offers, and sees their names."""

    _inherit = "ir.actions.server"

    usable_in_sequences = fields.Boolean(
        string="Usable in sequences",
        help="Whoever writes sequences can choose it for a step. It then runs with all rights, whoever is enrolled.",
    )

    @api.model
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """As Odoo's. Without the right to read server actions: among those offered, and by model and name only, so
        that nobody can ask what is in them."""
        asked = Domain(domain or Domain.TRUE)
        if (
            self.has_access("read")
            or not self.env.user.has_group("sales_sequence.group_sales_sequence_channel_manager")
            or any(condition.field_expr != "model_name" for condition in asked.iter_conditions())
        ):
            return super().name_search(name, domain, operator, limit)
        offered = Domain("usable_in_sequences", "=", True) & Domain("name", "ilike", name)
        return [(action.id, action.name) for action in self.sudo().search(asked & offered, limit=limit)]
