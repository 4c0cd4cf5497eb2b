from odoo import api, fields, models
from odoo.fields import Domain


class IrActionsServer(models.Model):
    """Server actions as steps. Only administrators may read and write them, for they are code that runs with all
    rights; authors of sequences choose among those that an administrator offers, and see their names."""

    _inherit = "ir.actions.server"

    usable_in_sequences = fields.Boolean(
        string="Usable in sequences",
        help="Authors of sequences can choose it for a step. It then runs with full access rights, whoever is "
        "enrolled.",
    )

    @api.model
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """Authors of sequences, who may not read server actions, find those offered: by model and name only, so that
        nobody can search for what is in them."""
        asked = Domain(domain or Domain.TRUE)
        if (
            self.has_access("read")
            or not self.env.user.has_group("sales_sequence.group_sales_sequence_channel_manager")
            or any(condition.field_expr != "model_name" for condition in asked.iter_conditions())
        ):
            return super().name_search(name, domain, operator, limit)
        offered = Domain("usable_in_sequences", "=", True) & Domain("name", "ilike", name)
        # Of what the user may not read, only the names of those offered get out.
        return [(action.id, action.name) for action in self.sudo().search(asked & offered, limit=limit)]

    @api.ondelete(at_uninstall=False)
    def _unlink_except_in_sequence(self):
        self.env["sales.sequence.step"]._refuse_deletion(self, "server_action_id")
