from odoo import fields, models
from odoo.exceptions import UserError

from ..models.base.arguments import checked


class SalesSequenceEnrollWizardLine(models.TransientModel):
    """One record that cannot be enrolled, and why."""

    _name = "sales.sequence.enroll.wizard.line"
    _inherit = ["sales.sequence.limits", "sales.sequence.references"]
    _description = "Enroll in a Sequence: Refused"

    wizard_id = fields.Many2one("sales.sequence.enroll.wizard", required=True, ondelete="cascade", index=True)
    target_model = fields.Char(related="wizard_id.target_model")
    target_id = fields.Many2oneReference(model_field="target_model", required=True, readonly=True)
    name = fields.Char(readonly=True)
    may_open = fields.Boolean(readonly=True)
    code = fields.Char(readonly=True)
    message = fields.Text(string="Why", readonly=True)
    enrollment_id = fields.Many2one(
        "sales.sequence.enrollment", ondelete="cascade", readonly=True, help="What keeps this record out."
    )

    @checked(one=True)
    def action_open_target(self):
        """Open the record, to correct what keeps it out."""
        if not self.may_open:
            raise UserError(self.env._("You may not open this record."))
        return {
            "type": "ir.actions.act_window",
            "res_model": self.target_model,
            "res_id": self.target_id,
            "views": [(False, "form")],
        }

    @checked(one=True)
    def action_open_enrollment(self):
        """Open the enrollment that keeps this record out."""
        return {
            "type": "ir.actions.act_window",
            "res_model": "sales.sequence.enrollment",
            "res_id": self.enrollment_id.id,
            "views": [(False, "form")],
        }
