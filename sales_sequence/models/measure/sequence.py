from odoo import models


class SalesSequence(models.Model):
    """The figures and warnings of a sequence are fields of it, for its views and for programs."""

    _name = "sales.sequence"
    _inherit = ["sales.sequence", "sales.sequence.figures", "sales.sequence.warnings"]

    def _may_see_everybody(self):
        """Whether the record rules hide none of the sequence's people from the user."""
        self.ensure_one()
        group = "channel_manager" if self.target == "partner" else "manager"
        sees_all = self.env.su or self.env.user.has_group(f"sales_sequence.group_sales_sequence_{group}")
        # A sequence that companies share may have people in each of them.
        return sees_all and self._companies_of_people() <= self.env.companies

    def _companies_of_people(self):
        if self.company_id:
            return self.company_id
        Enrollment = self.env["sales.sequence.enrollment"].sudo()
        found = Enrollment._read_group([("sequence_id", "=", self.id)], ["company_id"])
        return self.env["res.company"].union(*(company for (company,) in found))
