from datetime import timedelta

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..tools.time_zones import wall_time, zone_info

MONDAY_TO_FRIDAY = frozenset(range(5))
# Many enter midnight as 23:59.
LAST_MINUTE = 24 * 60 - 1


class ResourceCalendar(models.Model):
    """The working days of sequences: what `tools/schedule.py` needs to know of a calendar."""

    _inherit = "resource.calendar"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_in_sequence(self):
        """Without its calendar a sequence would silently run on the company's days."""
        # Also sequences that the user may not read; their names stay hidden.
        Sequence = self.env["sales.sequence"].sudo().with_context(active_test=False)
        sequences = Sequence.search([("calendar_id", "in", self.ids)])
        if sequences:
            raise UserError(
                self.env._(
                    "These working days are used by: %s. Choose others there first, or archive these.",
                    ", ".join(sequences.mapped("display_name")),
                )
            )

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
            return _days_of_shifts(attendances, attendances)
        first, second = (
            attendances.filtered(lambda attendance, week=week: attendance.week_type in (week, False))
            for week in ("0", "1")
        )
        return _days_of_shifts(first, second), _days_of_shifts(second, first)

    def _sales_sequence_leaves(self, company):
        """Public holidays as naive wall-clock intervals ``((start, end), …)``.

        A holiday is a local date: read in the zone of its calendar, or of the company if it has none, then kept
        without a zone, so that it is that date for every contact, in whatever zone they live.
        """
        domain = (
            Domain("resource_id", "=", False)
            & Domain("time_type", "=", "leave")
            & (
                Domain("calendar_id", "=", self.id or False)
                | (Domain("calendar_id", "=", False) & Domain("company_id", "in", [company.id, False]))
            )
        )
        leaves = self.env["resource.calendar.leaves"].search_fetch(domain, ["date_from", "date_to", "calendar_id"])
        of_company = zone_info(company._sequence_time_zone())
        of_calendar = zone_info(self.tz) if self.tz else of_company
        result = []
        for leave in leaves:
            zone = of_calendar if leave.calendar_id else of_company
            # Odoo's forms end a day at 23:59:59; the interval is half-open, so the second counts.
            end = leave.date_to + timedelta(seconds=1)
            result.append((wall_time(leave.date_from, zone), wall_time(end, zone)))
        return tuple(result)


def _days_of_shifts(week, week_before):
    """Weekdays on which a shift of `week` begins. Odoo has no attendance beyond midnight: one that begins at midnight,
    where one of the day before ends, is the rest of that day's shift; a whole day is a shift of its own.

    :param week, week_before: `resource.calendar.attendance`; the same where all weeks are alike
    """
    until_midnight = {
        (number, int(attendance.dayofweek))
        for number, attendances in enumerate((week_before, week))
        for attendance in attendances
        if round(attendance.hour_to * 60) >= LAST_MINUTE
    }
    days = set()
    for attendance in week:
        day = int(attendance.dayofweek)
        begins_at_midnight = round(attendance.hour_from * 60) == 0
        is_whole_day = begins_at_midnight and round(attendance.hour_to * 60) >= LAST_MINUTE
        day_before = (1, day - 1) if day else (0, 6)
        if is_whole_day or not (begins_at_midnight and day_before in until_midnight):
            days.add(day)
    return frozenset(days)
