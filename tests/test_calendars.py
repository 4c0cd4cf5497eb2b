"""How the schedule reads Odoo's working hours and public holidays."""

from datetime import datetime, timedelta

from odoo import Command

from .common import BRUSSELS, MONDAY, SequenceCommon

WORKING_WEEK = frozenset(range(5))


class TestCalendars(SequenceCommon):
    def make_calendar(self, *attendances, **values):
        """:param attendances: ``(weekday, from hour, to hour)``, plus the week type for two-week calendars"""
        names = ("dayofweek", "hour_from", "hour_to", "week_type")
        commands = [
            Command.create({"name": "Work", "day_period": "morning", **dict(zip(names, attendance, strict=False))})
            for attendance in attendances
        ]
        return self.env["resource.calendar"].create(
            {"name": "Hours", "tz": BRUSSELS, "company_id": False, "attendance_ids": commands, **values}
        )

    def night_shifts(self, midnight=24):
        """From 22:00 to 6:00, Monday to Friday, in two parts as Odoo requires."""
        evenings = [(str(day), 22, midnight) for day in range(5)]
        return self.make_calendar(*evenings, *((str(day + 1), 0, 6) for day in range(5)))

    # ------------------------------------------------------------------
    # Weekdays
    # ------------------------------------------------------------------

    def test_a_night_shift_belongs_to_the_day_it_begins(self):
        for midnight in (24, 23 + 59 / 60):
            calendar = self.night_shifts(midnight)
            self.assertEqual(calendar._sales_sequence_weekdays(), WORKING_WEEK)
        sequence = self.make_sequence("email", "email", calendar_id=calendar.id)
        enrollment = self.enroll(sequence, self.make_lead(), at=MONDAY + timedelta(days=4))
        self.run_at(MONDAY + timedelta(days=4))
        self.assertEqual(enrollment.next_run_at.date(), (MONDAY + timedelta(days=7)).date(), "Not on Saturday")

    def test_a_shift_from_sunday_to_monday_counts_as_sunday(self):
        calendar = self.make_calendar(("6", 22, 24), ("0", 0, 6))
        self.assertEqual(calendar._sales_sequence_weekdays(), frozenset({6}))

    def test_two_shifts_on_a_day_are_one_working_day(self):
        calendar = self.make_calendar(("0", 6, 14), ("0", 14, 22), ("2", 6, 14))
        self.assertEqual(calendar._sales_sequence_weekdays(), frozenset({0, 2}))

    def test_a_calendar_around_the_clock_has_only_working_days(self):
        whole_days = self.make_calendar(*((str(day), 0, 24) for day in range(7)))
        three_shifts = self.make_calendar(
            *((str(day), start, start + 8) for day in range(7) for start in (0, 8, 16)),
        )
        for calendar in (whole_days, three_shifts):
            self.assertEqual(calendar._sales_sequence_weekdays(), frozenset(range(7)))

    def test_a_separate_shift_from_midnight_is_a_working_day(self):
        calendar = self.make_calendar(("0", 8, 16), ("1", 0, 6))
        self.assertEqual(calendar._sales_sequence_weekdays(), frozenset({0, 1}))

    def test_a_two_week_calendar_alternates(self):
        calendar = self.make_calendar(("0", 9, 17, "0"), ("2", 9, 17, "1"), two_weeks_calendar=True)
        self.assertEqual(calendar._sales_sequence_weekdays(), (frozenset({0}), frozenset({2})))
        sequence = self.make_sequence("email", "email", "email", calendar_id=calendar.id)
        # Odoo's own idea of the current week type.
        first_type = self.env["resource.calendar.attendance"].get_week_type(MONDAY.date())
        start = MONDAY + timedelta(days=0 if first_type == 0 else 7)
        enrollment = self.enroll(sequence, self.make_lead(), at=start)
        self.run_at(start)
        planned = [datetime.fromisoformat(row["planned_at"]) for row in enrollment.preview()]
        self.assertEqual(
            [moment.date() for moment in planned],
            [(start + timedelta(days=9)).date(), (start + timedelta(days=14)).date()],
        )

    def test_a_night_shift_may_extend_into_the_other_week(self):
        calendar = self.make_calendar(
            ("6", 22, 24, "0"), ("0", 0, 6, "1"), ("3", 9, 17, "1"), ("0", 0, 6, "0"), two_weeks_calendar=True
        )
        # The Monday of the first week follows a Sunday off.
        self.assertEqual(calendar._sales_sequence_weekdays(), (frozenset({0, 6}), frozenset({3})))

    # ------------------------------------------------------------------
    # Public holidays
    # ------------------------------------------------------------------

    def next_after(self, start, calendar=None, lead=None, **values):
        """The date of a second step, one business day after the first one."""
        sequence = self.make_sequence("email", "email", calendar_id=calendar.id if calendar else False, **values)
        enrollment = self.enroll(sequence, lead or self.make_lead(), at=start)
        self.run_at(start)
        self.assertEqual(enrollment.touch_ids.state, "queued")
        return enrollment.next_run_at

    def add_holiday(self, calendar, start, end):
        return self.env["resource.calendar.leaves"].create(
            {"name": "Holiday", "calendar_id": calendar and calendar.id, "date_from": start, "date_to": end}
        )

    def test_a_company_holiday_is_a_day_in_the_companys_zone(self):
        office = self.make_calendar(*((str(day), 9, 17) for day in range(5)), tz="America/Los_Angeles")
        # Tuesday in Brussels, 0:00 to 23:59:59.
        self.add_holiday(False, datetime(2026, 1, 12, 23), datetime(2026, 1, 13, 22, 59, 59))
        self.assertEqual(
            office._sales_sequence_leaves(self.env.company), ((datetime(2026, 1, 13), datetime(2026, 1, 14)),)
        )
        self.assertEqual(self.next_after(MONDAY, office).date(), datetime(2026, 1, 14).date())

    def test_a_calendars_holiday_is_a_day_in_the_calendars_zone(self):
        office = self.make_calendar(*((str(day), 9, 17) for day in range(5)), tz="America/Los_Angeles")
        # Tuesday in Los Angeles, 0:00 to 23:59:59.
        self.add_holiday(office, datetime(2026, 1, 13, 8), datetime(2026, 1, 14, 7, 59, 59))
        self.assertEqual(
            office._sales_sequence_leaves(self.env.company), ((datetime(2026, 1, 13), datetime(2026, 1, 14)),)
        )
        self.assertEqual(self.next_after(MONDAY, office).date(), datetime(2026, 1, 14).date())

    def test_holidays_of_other_calendars_and_companies_are_ignored(self):
        office = self.make_calendar(*((str(day), 9, 17) for day in range(5)))
        other = self.make_calendar(*((str(day), 9, 17) for day in range(5)))
        self.add_holiday(other, datetime(2026, 1, 12, 23), datetime(2026, 1, 13, 22, 59, 59))
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        theirs = self.add_holiday(False, datetime(2026, 1, 12, 23), datetime(2026, 1, 13, 22, 59, 59))
        theirs.company_id = elsewhere
        self.assertEqual(office._sales_sequence_leaves(self.env.company), ())
        self.assertTrue(office._sales_sequence_leaves(elsewhere))

    # ------------------------------------------------------------------
    # Time zones
    # ------------------------------------------------------------------

    def first_run(self, lead, **values):
        """The date of the first email to a person enrolled on Sunday at noon UTC."""
        sequence = self.make_sequence("email", **values)
        return self.enroll(sequence, lead, at=datetime(2026, 1, 11, 12)).next_run_at

    def test_hours_are_in_the_contacts_zone_else_the_senders_else_the_companys(self):
        lead = self.make_lead("Ada", country_id=self.env.ref("base.jp").id)
        self.rep.tz = "America/New_York"
        self.env.company.resource_calendar_id.tz = "Asia/Kolkata"
        tokyo, new_york, kolkata = (
            datetime(2026, 1, 12, 0),
            datetime(2026, 1, 12, 14),
            datetime(2026, 1, 12, 3, 30),
        )
        self.assertEqual(self.first_run(lead), tokyo)
        nowhere = self.make_leads(4, name="Bea", country_id=False, partner_id=False)
        self.assertEqual(self.first_run(nowhere[0]), new_york)
        in_japan = self.make_lead("Cleo", country_id=lead.country_id.id)
        self.assertEqual(self.first_run(in_japan, window_tz="owner"), new_york)
        self.assertEqual(self.first_run(nowhere[1], window_tz="company"), kolkata)
        self.rep.tz = False
        self.assertEqual(self.first_run(nowhere[2]), kolkata)
        self.assertEqual(self.first_run(nowhere[3], window_tz="owner"), kolkata)
