from odoo import fields, models

from ...tools import schedule


class SalesSequenceTiming(models.AbstractModel):
    """When a sequence may run: on the working days of a calendar, within its hours, in somebody's time zone.

    The dates themselves are computed by `tools/schedule.py`, from the `WorkingTime` that this hands out.
    """

    _name = "sales.sequence.timing"
    _description = "Working Hours of a Sequence"

    calendar_id = fields.Many2one(
        "resource.calendar",
        string="Working days",
        check_company=True,
        help="Its weekdays and its public holidays. Empty: the company's calendar.",
    )
    window_start = fields.Float(string="From", default=9.0, required=True, aggregator=None)
    window_end = fields.Float(string="To", default=17.0, required=True, aggregator=None)
    window_tz = fields.Selection(
        [
            ("contact", "The contact's time zone"),
            ("owner", "The sender's time zone"),
            ("company", "The company's time zone"),
        ],
        string="Sending hours are in",
        default="contact",
        required=True,
    )

    _check_window = models.Constraint(
        "CHECK(window_start >= 0 AND window_start < 24 AND window_end > 0 AND window_end <= 24 "
        "AND window_start <> window_end)",
        "The sending hours must lie between 0:00 and 24:00, and cannot begin and end at the same time.",
    )

    def _get_calendar(self, company):
        self.ensure_one()
        return self.calendar_id or self.company_id.resource_calendar_id or company.resource_calendar_id

    def _get_working_times(self, company, zones, known_times=None):
        """``{zone name: schedule.WorkingTime}``: this sequence's hours on its calendar's days.

        :param company: the enrollments' company, whose calendar and public holidays count
        :param zones: iterable of IANA zone names
        :param known_times: dict that keeps what was looked up, for a caller that asks again; its keys are internal
        Three queries for each calendar, whatever the number of zones.
        """
        self.ensure_one()
        known_times = {} if known_times is None else known_times
        working_time = known_times.get((self.id, company.id))
        if not working_time:
            # Reps may not read the calendar of another company, and are shown dates that depend on it.
            calendar = self._get_calendar(company).sudo()
            days = known_times.get((calendar, company.id))
            if not days:
                days = known_times[calendar, company.id] = {
                    "weekdays": calendar._sales_sequence_weekdays(),
                    "leaves": calendar._sales_sequence_leaves(company),
                }
            working_time = known_times[self.id, company.id] = schedule.WorkingTime(
                zone="UTC", window_start=self.window_start, window_end=self.window_end, **days
            )
        return {zone: working_time.in_zone(zone) for zone in set(zones)}
