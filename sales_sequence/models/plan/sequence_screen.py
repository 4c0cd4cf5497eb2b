from odoo import api, fields, models
from odoo.exceptions import UserError

from ..base.arguments import checked


class SalesSequenceScreen(models.AbstractModel):
    """What only the screens ask of a sequence."""

    _name = "sales.sequence.screen"
    _description = "Screens of a Sequence"

    may_edit = fields.Boolean(compute="_compute_may_edit", help="Whether you may change, publish and close it.")

    @api.model
    def default_get(self, fields_list):
        """Suggest to channel managers the only kind of sequence that they may write."""
        values = super().default_get(fields_list)
        if (
            "target" in fields_list
            and not self.env.context.get("default_target")
            and self.env.user.has_group("sales_sequence.group_sales_sequence_channel_manager")
            and not self.env.user.has_group("sales_sequence.group_sales_sequence_manager")
        ):
            values["target"] = "partner"
        return values

    @api.depends_context("uid")
    def _compute_may_edit(self):
        allowed = self._origin._filtered_access("write")
        may_create = self.has_access("create")
        for sequence in self:
            may = sequence._origin in allowed if sequence._origin else may_create
            sequence.may_edit = may and not sequence.in_gallery

    @api.model
    def _find_to_show(self, sequence_id):
        """The sequence that a screen asks for by its id.

        :raises UserError: there is no such sequence
        :raises AccessError: the user may not read it
        """
        sequence = self.browse(sequence_id or ()).exists()
        if not sequence:
            raise UserError(self.env._("This sequence does not exist anymore."))
        sequence.check_access("read")
        return sequence

    @checked(one=True)
    def action_publish_or_show(self):
        """Publish, or show in the form what is missing before that."""
        if self.problem or self.step_ids.filtered("active")._refusals_to_publish():
            return {"type": "ir.actions.client", "tag": "sales_sequence_show_missing"}
        return self.action_publish()

    @checked(one=True)
    def action_view_touches(self):
        """Open the touches of this sequence."""
        action = self.env["ir.actions.act_window"]._for_xml_id("sales_sequence.sales_sequence_touch_action")
        return dict(action, domain=[("sequence_id", "=", self.id)], context={"search_default_group_step": 1})
