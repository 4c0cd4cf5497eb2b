from datetime import timedelta

from odoo import models
from odoo.fields import Domain

from ..tools.time_zones import wall_time, zone_info

MONDAY_TO_FRIDAY = frozenset(range(5))


class ResourceCalendar(models.Model):
    """What `tools/schedule.py` needs of a calendar."""

    _inherit = "resource.calendar"

    def _sales_sequence_weekdays(self):
        """Weekdays with working hours, 0 = Monday: one set, or a pair of sets (first, second
        week) for a calendar in two-week mode, as `schedule.WorkingTime` takes them.

        A calendar without any hours (flexible, or none at all) means Monday to Friday.
        """
        attendances = self.attendance_ids.filtered(
            lambda attendance: (
                not attendance.display_type
                and attendance.day_period != "lunch"
                and attendance.hour_to > attendance.hour_from
            )
        )
        if not attendances:
            return MONDAY_TO_FRIDAY
        if not self.two_weeks_calendar:
            return frozenset(int(attendance.dayofweek) for attendance in attendances)
        return tuple(
            frozenset(int(attendance.dayofweek) for attendance in attendances if attendance.week_type in (week, False))
            for week in ("0", "1")
        )

    def _sales_sequence_leaves(self, company):
        """Public holidays as naive wall-clock intervals ``((start, end), …)``.

        A holiday is a date on the wall: read in the calendar's own zone, then kept without a
        zone, so that it holds in the contact's day whatever zone that contact lives in.
        """
        domain = (
            Domain("resource_id", "=", False)
            & Domain("time_type", "=", "leave")
            & (
                Domain("calendar_id", "=", self.id or False)
                | (Domain("calendar_id", "=", False) & Domain("company_id", "in", [company.id, False]))
            )
        )
        leaves = self.env["resource.calendar.leaves"].search_fetch(domain, ["date_from", "date_to"])
        zone = zone_info(self.tz or company.partner_id.tz or "UTC")

        def on_the_wall(moment):
            return wall_time(moment, zone)

        # Odoo's forms end a day at 23:59:59; the interval is half-open, so the second counts.
        return tuple(
            (on_the_wall(leave.date_from), on_the_wall(leave.date_to + timedelta(seconds=1))) for leave in leaves
        )
