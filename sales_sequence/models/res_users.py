from datetime import datetime, time, timezone

from odoo import fields, models
from odoo.tools.misc import format_date

from ..tools.time_zones import zone_info

ABSENCE_FIELDS = {"out_of_office_from", "out_of_office_to"}


class ResUsers(models.Model):
    """A sender: their own limit, and whether they are there."""

    _inherit = "res.users"

    sequence_daily_cap = fields.Integer(
        string="Sequence emails in 24 hours",
        groups="sales_sequence.group_sales_sequence_manager",
        help="Most emails that sequences send in this user's name in any 24 hours. 0: as the company's settings say.",
    )

    _check_sequence_daily_cap = models.Constraint(
        "CHECK(sequence_daily_cap >= 0)", "The limit of sequence emails cannot be negative."
    )

    def write(self, vals):
        """Whoever leaves, or is away, has people in sequences who must not be forgotten."""
        leaving = self.browse()
        if "active" in vals and not vals["active"]:
            leaving = self.filtered("active")
            self.env["sales.sequence.inbox"]._reassign_activities_of(leaving)
        result = super().write(vals)
        if leaving:
            self.env["sales.sequence.inbox"]._notice_departed(leaving)
        if leaving or vals.keys() & ABSENCE_FIELDS:
            self.env["sales.sequence.inbox"]._notice_absence_changed(self)
        return result

    def action_archive(self):
        """Odoo deletes the activities of whom it archives, first of all."""
        self.env["sales.sequence.inbox"]._reassign_activities_of(self)
        return super().action_archive()

    def _can_have_sequence_work(self):
        """Tell whether this is somebody who can send and do calls: an active internal user."""
        return bool(self) and self.active and not self.share

    def _sequence_works_for(self, company):
        # Whose companies one may not see may own a sequence that companies share.
        return company.id in self.sudo().company_ids._ids

    def _sequence_absence(self):
        """Whether this user is away now, and until when.

        :return: ``(bool, naive UTC datetime or False where nobody said)``. From Odoo's out of office, and from time
            off where that is installed.
        """
        back_on = self.leave_date_to if "leave_date_to" in self._fields else False
        if not self.is_out_of_office and not back_on:
            return False, False
        moments = []
        if self.is_out_of_office:
            if not self.out_of_office_to:
                return True, False
            moments.append(self.out_of_office_to)
        if back_on:
            midnight = datetime.combine(back_on, time(), tzinfo=zone_info(self.tz or "UTC"))
            moments.append(midnight.astimezone(timezone.utc).replace(tzinfo=None))
        return True, max(moments)

    def _sequence_absence_in_words(self, until):
        if not until:
            return self.env._("%s is away.", self.name)
        return self.env._("%(user)s is away until %(date)s.", user=self.name, date=format_date(self.env, until))
