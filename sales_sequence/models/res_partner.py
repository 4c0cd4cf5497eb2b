from odoo import fields, models


class ResPartner(models.Model):
    """A partner as a target of sequences."""

    _name = "res.partner"
    _inherit = ["res.partner", "sales.sequence.target"]

    _sequence_target = "partner"
    _sequence_enrollment_field = "partner_id"
    _sequence_fields = (
        "active",
        "commercial_partner_id",
        "company_id",
        "country_id",
        "email_normalized",
        "state_id",
        "tz",
        "user_id",
    )

    enrollment_ids = fields.One2many(
        "sales.sequence.enrollment", "partner_id", groups="sales_sequence.group_sales_sequence_user"
    )

    def _sequence_contact(self):
        return self

    def write(self, vals):
        """An archived partner is written to no more; and somebody else may look after it from now on."""
        previous = self._sequence_owners() if "user_id" in vals else None
        result = super().write(vals)
        if previous is not None:
            self.env["sales.sequence.inbox"]._notice_new_owners(self, previous)
        if "active" in vals and not vals["active"]:
            self.env["sales.sequence.inbox"]._notice_ended_targets(self)
        return result

    def unlink(self):
        """What has not gone out yet is taken back; what was done stays in the numbers."""
        self.env["sales.sequence.inbox"]._forget_targets(self)
        return super().unlink()
