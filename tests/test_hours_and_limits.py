"""Sending hours, limits and backlogs: nothing outside the hours, nothing over a limit, and reliable dates."""

from collections import Counter
from datetime import datetime, timedelta
from itertools import pairwise

from freezegun import freeze_time

from odoo.exceptions import UserError

from .common import MONDAY, SequenceCommon


class TestHoursAndLimits(SequenceCommon):
    def mails_by_moment(self, enrollments):
        return Counter(enrollments.touch_ids.filtered(lambda touch: touch.channel == "email").mapped("done_at"))

    def test_an_email_overdue_at_night_waits_for_the_morning(self):
        """The job did not run in the afternoon; that is no reason to send at ten in the evening."""
        enrollment = self.enroll(self.make_sequence(), self.make_lead())
        self.run_at(MONDAY.replace(hour=21))
        self.assertFalse(enrollment.touch_ids)
        self.assertEqual(enrollment.next_run_at, datetime(2026, 1, 13, 8, 0))
        self.assertIn("outside", enrollment.next_run_why)

    def test_a_sender_never_exceeds_the_limit_of_24_hours(self):
        self.env.company.sequence_sender_cap = 5
        enrollments = self.enroll(self.make_sequence(), self.make_leads(12))
        self.run_at(MONDAY)
        self.assertEqual(len(enrollments.touch_ids), 5)
        waiting = enrollments.filtered(lambda enrollment: not enrollment.touch_ids)
        self.assertIn("limit", waiting[0].next_run_why)
        self.assertEqual(
            Counter(enrollment.next_run_at.date() for enrollment in waiting),
            {datetime(2026, 1, 13).date(): 5, datetime(2026, 1, 14).date(): 2},
            "The date on screen is the real one",
        )
        moments = []
        for hours in range(80):
            self.run_at(MONDAY + timedelta(hours=hours))
        moments = sorted(enrollments.touch_ids.mapped("done_at"))
        self.assertEqual(len(moments), 12)
        for index, moment in enumerate(moments):
            within = [other for other in moments[index:] if other < moment + timedelta(days=1)]
            self.assertLessEqual(len(within), 5)

    def test_a_user_can_have_their_own_limit(self):
        self.env.company.sequence_sender_cap = 5
        self.rep.sudo().sequence_daily_cap = 2
        enrollments = self.enroll(self.make_sequence(), self.make_leads(4))
        self.run_at(MONDAY)
        self.assertEqual(len(enrollments.touch_ids), 2)

    def test_follow_ups_come_before_first_emails(self):
        sequence = self.make_sequence("email", "email")
        old = self.enroll(sequence, self.make_leads(3))
        self.run_at(MONDAY)
        tuesday = MONDAY + timedelta(days=1)
        self.env.company.sequence_sender_cap = 3
        new = self.enroll(sequence, self.make_leads(3, name="New"), at=tuesday - timedelta(minutes=30))
        self.run_at(tuesday + timedelta(minutes=1))
        self.assertEqual(len(old.touch_ids), 6)
        self.assertFalse(new.touch_ids)

    def test_a_gap_between_two_emails_is_kept(self):
        self.env.company.sequence_sender_gap = 120
        enrollments = self.enroll(self.make_sequence(), self.make_leads(5))
        self.run_at(MONDAY)
        with self.capture_triggers("sales_sequence.ir_cron_runner") as capture:
            self.run_at(MONDAY + timedelta(minutes=6))
        self.assertIn(MONDAY + timedelta(minutes=8), capture.records.mapped("call_at"), "Woken for the next one")
        self.run_at(MONDAY + timedelta(minutes=8))
        moments = sorted(enrollments.touch_ids.mapped("done_at"))
        self.assertEqual(moments, [MONDAY + timedelta(minutes=2 * index) for index in range(5)])
        mails = self.env["mail.mail"].search([("mail_message_id", "in", enrollments.touch_ids.mail_message_id.ids)])
        self.assertEqual(sorted(mails.mapped("scheduled_date")), moments)
        self.assertEqual(len(self.send_mails(MONDAY + timedelta(minutes=3))), 2, "Not before their planned time")

    def test_a_recipient_domain_has_a_limit_a_day(self):
        self.env.company.sequence_domain_cap = 2
        same = self.make_leads(5)
        other = self.make_lead("Elsa", email_from="elsa@elsewhere.example.org")
        enrollments = self.enroll(self.make_sequence(), same | other)
        self.run_at(MONDAY)
        self.assertEqual(len(enrollments.touch_ids), 3)
        self.assertEqual(enrollments[-1].touch_ids.state, "queued")
        days = Counter(e.next_run_at.date() for e in enrollments if e.next_run_at)
        self.assertEqual(sorted(days.values()), [1, 2])
        self.assertIn("domain", enrollments[3].next_run_why)

    def test_a_backlog_is_spread_over_time(self):
        self.env.company.sequence_backlog_per_hour = 10
        enrollments = self.enroll(self.make_sequence(), self.make_leads(30))
        self.run_at(MONDAY + timedelta(days=1))
        self.assertLess(len(enrollments.touch_ids), 5)
        planned = [enrollment.next_run_at for enrollment in enrollments if enrollment.next_run_at]
        per_hour = Counter((moment.date(), moment.hour) for moment in planned)
        self.assertLessEqual(max(per_hour.values()), 11)

    def run_late(self, start, minutes):
        """Run the job every minute, 20 to 50 seconds late. :return: the times at which emails were sent"""
        for minute in range(minutes):
            self.run_at(start + timedelta(minutes=minute, seconds=20 + (11 * start.day + 7 * minute) % 31))
        return sorted(self.env["sales.sequence.touch"].search([("channel", "=", "email")]).mapped("done_at"))

    def assert_within_cap(self, moments, cap):
        for first, last in zip(moments, moments[cap:], strict=False):
            self.assertGreaterEqual(last - first, timedelta(days=1))

    def test_a_late_job_still_sends_as_many_emails_as_the_gap_allows(self):
        """Each email is due before the job runs, and the next one is planned for less than a gap after that run."""
        self.env.company.sequence_sender_gap = 60
        enrollments = self.enroll(self.make_sequence(), self.make_leads(40))
        moments = self.run_late(MONDAY, 42)
        self.assertGreaterEqual(len(moments), 40)
        for earlier, later in pairwise(moments):
            self.assertGreaterEqual(later - earlier, timedelta(seconds=60))
        self.assertEqual(set(enrollments.mapped("state")), {"finished"})

    def test_a_late_job_still_sends_as_many_emails_as_the_cap_allows(self):
        self.env.company.sequence_sender_cap = 5
        self.enroll(self.make_sequence(), self.make_leads(22))
        for day in range(5):
            self.run_late(MONDAY + timedelta(days=day), 4)
        moments = self.env["sales.sequence.touch"].search([]).sorted("done_at").mapped("done_at")
        self.assertEqual(Counter(moment.day for moment in moments), {12: 5, 13: 5, 14: 5, 15: 5, 16: 2})
        self.assert_within_cap(moments, 5)

    def test_a_late_day_moves_the_following_days_by_hours_not_by_days(self):
        """On Tuesday the job is two hours late: 24 hours later there is room again, and the next emails are sent."""
        self.env.company.sequence_sender_cap = 5
        enrollments = self.enroll(self.make_sequence(), self.make_leads(22))
        self.run_late(MONDAY, 2)
        self.run_late(MONDAY + timedelta(days=1, hours=2), 2)
        for day in (2, 3, 4):
            self.run_late(MONDAY + timedelta(days=day), 2)
            waiting = enrollments.filtered("next_run_at").mapped("next_run_at")
            self.assertEqual(min(waiting).day, 12 + day, "Planned for later on the same day")
            self.run_late(MONDAY + timedelta(days=day, hours=2), 2)
        moments = enrollments.touch_ids.sorted("done_at").mapped("done_at")
        self.assertEqual(Counter(moment.day for moment in moments), {12: 5, 13: 5, 14: 5, 15: 5, 16: 2})
        self.assert_within_cap(moments, 5)

    def test_an_email_planned_too_late_in_the_evening_is_first_in_the_morning(self):
        self.env.company.sequence_sender_gap = 3600
        enrollments = self.enroll(self.make_sequence(), self.make_leads(12), at=MONDAY + timedelta(hours=4))
        self.run_at(MONDAY + timedelta(hours=4))
        last = enrollments.filtered(lambda enrollment: enrollment.next_run_at == MONDAY + timedelta(hours=6))
        self.run_at(MONDAY + timedelta(hours=5))
        self.run_at(MONDAY + timedelta(hours=7, seconds=10))
        self.assertEqual(last.next_run_at, datetime(2026, 1, 13, 8))
        self.assertIn("interval between two emails", last.next_run_why)
        self.run_at(datetime(2026, 1, 13, 8, 0, 30))
        self.assertEqual(len(last.touch_ids), 1)

    def test_follow_ups_planned_for_tomorrow_do_not_delay_emails_today(self):
        thursday = self.enroll(self.make_sequence("email", {"delay": 3}), self.make_leads(5))
        after_53_hours = {"delay": 53, "delay_unit": "hour"}
        wednesday = self.enroll(self.make_sequence("email", after_53_hours), self.make_leads(3, name="Wednesday"))
        self.run_at(MONDAY)
        self.env.company.sequence_sender_cap = 5
        self.run_at(MONDAY + timedelta(hours=53, seconds=30))
        self.assertEqual(len(wednesday.touch_ids), 6)
        self.run_at(MONDAY + timedelta(days=3, seconds=30))
        self.assertEqual(len(thursday.touch_ids), 7)
        self.assertEqual(set(thursday.mapped("next_run_at")), {False, MONDAY + timedelta(days=3, hours=5, seconds=30)})

    def test_first_emails_leave_room_for_follow_ups_later_today(self):
        sequence = self.make_sequence("email", {"delay": 2, "delay_unit": "hour"})
        old = self.enroll(sequence, self.make_leads(3))
        self.run_at(MONDAY)
        self.env.company.sequence_sender_cap = 7
        new = self.enroll(self.make_sequence(), self.make_leads(3, name="New"), at=MONDAY + timedelta(hours=1))
        self.run_at(MONDAY + timedelta(hours=1, seconds=30))
        self.assertEqual(len(new.touch_ids), 1, "3 were sent, 3 follow-ups are planned for today")
        self.run_at(MONDAY + timedelta(hours=2, seconds=30))
        self.assertEqual(len(old.touch_ids), 6)
        self.assertEqual({enrollment.next_run_at.day for enrollment in new if enrollment.next_run_at}, {13})

    def test_a_large_import_is_spread_over_time_too(self):
        """No email is late: what counts is the number of emails, per sender and not per batch."""
        self.env.company.sequence_backlog_per_hour = 6
        enrollments = self.enroll(self.make_sequence(), self.make_leads(130))
        self.run_at(MONDAY)
        self.assertEqual(len(enrollments.touch_ids), 1)
        waiting = enrollments.filtered("next_run_at").sorted("next_run_at")
        self.assertEqual(set(waiting.mapped("next_run_why")), {"the backlog is spread over the working hours"})
        today = [moment for moment in waiting.mapped("next_run_at") if moment.date() == MONDAY.date()]
        self.assertEqual({later - earlier for earlier, later in pairwise(today)}, {timedelta(minutes=10)})

    def test_a_spread_backlog_keeps_its_pace_while_new_enrollments_arrive(self):
        self.env.company.sequence_backlog_per_hour = 60
        enrollments = self.enroll(self.make_sequence(), self.make_leads(90))
        later = MONDAY + timedelta(hours=2)
        self.run_late(later, 10)
        new = self.enroll(self.make_sequence(), self.make_leads(3, name="New"), at=later + timedelta(minutes=10))
        moments = self.run_late(later + timedelta(minutes=10), 10)
        self.assertFalse(new.touch_ids, "They come after the waiting emails")
        self.assertGreaterEqual(min(new.mapped("next_run_at")), later + timedelta(minutes=89))
        self.assertIn(len(moments), range(19, 27))
        self.assertEqual(len(enrollments.touch_ids), len(moments))
        for earlier, later in pairwise(moments):
            self.assertGreaterEqual(later - earlier, timedelta(seconds=60))

    def test_a_large_selection_that_is_on_time_is_sent_at_once(self):
        self.env.company.sequence_backlog_per_hour = 6
        enrollments = self.enroll(self.make_sequence(), self.make_leads(120))
        self.run_at(MONDAY + timedelta(minutes=5))
        self.assertEqual(len(enrollments.touch_ids), 120)

    def test_a_backlog_of_up_to_an_hours_limit_is_sent_at_once(self):
        self.env.company.sequence_backlog_per_hour = 30
        enrollments = self.enroll(self.make_sequence(), self.make_leads(30))
        self.run_at(MONDAY + timedelta(hours=3))
        self.assertEqual(len(enrollments.touch_ids), 30)

    def test_a_sender_in_two_companies_has_one_cap(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.rep.sudo().company_ids += other
        (self.env.company | other).sequence_sender_cap = 5
        sequence = self.make_sequence(company_id=False)
        here = self.enroll(sequence, self.make_leads(5))
        there = self.enroll(sequence, self.make_leads(5, name="There"))
        there.sudo().company_id = other
        self.run_at(MONDAY)
        self.assertEqual(len((here | there).touch_ids), 5)

    def test_emails_of_a_company_without_limits_count_in_the_other_company(self):
        other = self.env["res.company"].create({"name": "Other", "sequence_sender_cap": 5})
        self.rep.sudo().company_ids += other
        sequence = self.make_sequence(company_id=False)
        here = self.enroll(sequence, self.make_leads(4))
        there = self.enroll(sequence, self.make_leads(4, name="There"))
        there.sudo().company_id = other
        self.run_at(MONDAY)
        self.assertEqual((len(here.touch_ids), len(there.touch_ids)), (4, 1))

    def test_two_senders_share_the_limit_of_a_recipient_domain(self):
        self.env.company.sequence_domain_cap = 2
        sequence = self.make_sequence()
        mine = self.enroll(sequence, self.make_leads(2))
        theirs = self.enroll(sequence, self.make_leads(2, name="Other", user_id=self.manager.id))
        self.assertEqual(theirs.user_id, self.manager)
        self.run_at(MONDAY)
        self.assertEqual(len((mine | theirs).touch_ids), 2)

    def test_follow_ups_come_first_under_the_limit_of_a_recipient_domain(self):
        """First emails planned for the same day do not come before follow-ups left from the day before."""
        sequence = self.make_sequence("email", "email")
        old = self.enroll(sequence, self.make_leads(2))
        self.run_at(MONDAY)
        tuesday = MONDAY + timedelta(days=1)
        self.env.company.sequence_domain_cap = 2
        new = self.enroll(sequence, self.make_leads(2, name="New"), at=tuesday + timedelta(hours=6))
        new.sudo().next_run_at = tuesday + timedelta(hours=2)
        self.run_at(tuesday + timedelta(minutes=1))
        self.assertEqual(len(old.touch_ids), 4)

    def test_an_email_without_any_future_slot_does_not_exceed_the_limit(self):
        """The company closes tomorrow, forever according to its calendar."""
        self.env.company.sequence_sender_cap = 1
        closed = {"date_from": datetime(2026, 1, 13), "date_to": datetime(2126, 1, 1)}
        calendar = self.env.company.resource_calendar_id
        self.env["resource.calendar.leaves"].create({"name": "Closed", "calendar_id": calendar.id, **closed})
        enrollments = self.enroll(self.make_sequence(), self.make_leads(3))
        self.run_at(MONDAY)
        self.assertEqual(enrollments.mapped("state"), ["finished", "paused", "paused"])
        self.assertEqual(len(enrollments.touch_ids), 1)

    def test_a_late_step_shifts_the_following_ones(self):
        sequence = self.make_sequence("email", {"delay": 2})
        enrollment = self.enroll(sequence, self.make_lead())
        self.run_at(MONDAY + timedelta(days=3))
        self.assertEqual(enrollment.next_run_at, MONDAY + timedelta(days=7), "Two business days after Thursday")

    def test_new_enrollments_per_day_are_limited(self):
        sequence = self.make_sequence(max_new_per_day=4)
        first = self.enroll(sequence, self.make_leads(6))
        second = self.enroll(sequence, self.make_leads(3, name="More"))
        self.assertEqual(
            sorted(Counter((first | second).mapped("starts_on")).items()),
            [(datetime(2026, 1, 12).date(), 4), (datetime(2026, 1, 13).date(), 4), (datetime(2026, 1, 14).date(), 1)],
        )
        self.assertIn("new enrollments", first[-1].next_run_why)

    def test_a_public_holiday_moves_a_step(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": self.env.company.resource_calendar_id.id,
                "date_from": datetime(2026, 1, 12, 23, 0),
                "date_to": datetime(2026, 1, 13, 22, 59, 59),
            }
        )
        sequence = self.make_sequence("email", {"delay": 1, "delay_unit": "day"})
        enrollment = self.enroll(sequence, self.make_lead())
        self.run_at(MONDAY)
        self.assertEqual(enrollment.next_run_at, datetime(2026, 1, 14, 8, 0))
        self.assertEqual(enrollment.next_run_why, "public holiday")

    def test_pausing_keeps_the_remaining_delay(self):
        enrollment = self.enroll(self.make_sequence("email", {"delay": 4}), self.make_lead())
        self.run_at(MONDAY)
        with freeze_time(MONDAY + timedelta(days=1)):
            enrollment.pause()
        self.run_at(MONDAY + timedelta(days=20))
        self.assertEqual(enrollment.state, "paused")
        with freeze_time(MONDAY + timedelta(days=21)):
            enrollment.resume()
        self.assertEqual(enrollment.next_run_at, MONDAY + timedelta(days=24))

    def test_a_pause_until_a_date_ends_automatically(self):
        enrollment = self.enroll(self.make_sequence("email", "email"), self.make_lead())
        self.run_at(MONDAY)
        with freeze_time(MONDAY):
            enrollment.pause("2026-01-20 09:00:00")
        self.run_at(datetime(2026, 1, 20, 9, 5))
        self.assertEqual(enrollment.state, "running")

    def test_a_pause_until_an_invalid_or_past_date_is_refused_with_a_message(self):
        enrollment = self.enroll(self.make_sequence(), self.make_lead())
        with freeze_time(MONDAY):
            for until in ("tomorrow", "2026-13-01 09:00:00", 17, "2026-01-20T09:00:00Z"):
                refusal = f"“{until}” is not a valid date and time"
                with self.subTest(until=until), self.assertRaisesRegex(UserError, refusal):
                    enrollment.with_user(self.rep).pause(until)
            for until in ("2026-01-12 08:59:59", MONDAY, "2026-01-12"):
                with self.subTest(until=until), self.assertRaisesRegex(UserError, "must be in the future"):
                    enrollment.with_user(self.rep).pause(until)
            self.assertEqual(enrollment.state, "running")
            enrollment.with_user(self.rep).pause("2026-01-13")
        self.assertEqual(enrollment.resume_at, datetime(2026, 1, 13))

    def test_a_queued_mail_waits_while_its_enrollment_is_paused(self):
        enrollment = self.enroll(self.make_sequence("email", "email"), self.make_lead())
        self.run_at(MONDAY)
        enrollment.pause()
        self.assertFalse(self.send_mails(MONDAY))
        self.assertEqual(enrollment.touch_ids.state, "queued")
        with freeze_time(MONDAY + timedelta(hours=1)):
            enrollment.resume()
        self.assertEqual(len(self.send_mails(MONDAY + timedelta(hours=1))), 1)
        self.assertEqual(enrollment.touch_ids.state, "sent")

    def test_the_preview_says_what_will_happen_and_why(self):
        sequence = self.make_sequence("email", {"channel": "call", "delay": 4}, {"delay": 1, "delay_unit": "day"})
        enrollment = self.enroll(sequence, self.make_lead(), at=datetime(2026, 1, 12, 20, 0))
        rows = enrollment.preview()
        self.assertEqual([row["channel"] for row in rows], ["email", "call", "email"])
        self.assertEqual(rows[0]["planned_at"], "2026-01-13 08:00:00")
        self.assertEqual(rows[0]["moved_by"], ["outside_window"])
        self.assertEqual(rows[1]["planned_at"], "2026-01-19 08:00:00")
        self.assertEqual(rows[2]["planned_at"], "2026-01-20 08:00:00")

    def test_drafts_waiting_for_review_do_not_use_up_the_limit(self):
        self.env.company.sequence_sender_cap = 2
        sequence = self.make_sequence({"requires_review": True})
        enrollments = self.enroll(sequence, self.make_leads(4))
        self.run_at(MONDAY)
        drafts = enrollments.touch_ids
        self.assertEqual(drafts.mapped("state"), ["draft"] * 4, "the reviewer gets all of them at once")
        with freeze_time(MONDAY):
            drafts.action_approve()
        self.run_at(MONDAY)
        self.assertEqual(sorted(drafts.mapped("state")), ["draft", "draft", "queued", "queued"])
        self.run_at(MONDAY + timedelta(days=1, minutes=1))
        self.assertEqual(drafts.mapped("state"), ["queued"] * 4)
