from odoo import api, fields, models
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
        "sales.sequence.enrollment", ondelete="cascade", readonly=True, help="The one that keeps it out."
    )

    @api.model
    def _reason_in_words(self, code):
        """A few words for a refusal code of `sales.sequence.enroll`; the code itself where it has none."""
        words = {
            "not_live": self.env._("Sequence not live"),
            "unknown": self.env._("No such record"),
            "no_right": self.env._("Not yours to change"),
            "other_company": self.env._("Other company"),
            "archived": self.env._("Archived"),
            "won": self.env._("Won"),
            "lost": self.env._("Lost"),
            "no_address": self.env._("No email address"),
            "blacklisted": self.env._("Blacklisted"),
            "opted_out": self.env._("Opted out"),
            "unsure": self.env._("May have answered"),
            "already_live": self.env._("In a sequence already"),
            "no_sender": self.env._("Nobody to send from"),
            "enrolled_before": self.env._("Enrolled before"),
            "not_in_audience": self.env._("Not in the audience"),
        }
        return words.get(code, code)

    @checked(one=True)
    def action_open_target(self):
        """Open the record, to mend what keeps it out."""
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
