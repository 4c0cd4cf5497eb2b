"""Steps counted from a date: of the sequence, of the record, or given at enrollment."""

import random
from datetime import date, datetime, timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form

from .common import MONDAY, SequenceCommon

# Thursday, February 5, at 14:00 in Brussels.
EVENT = datetime(2026, 2, 5, 13, 0)
TWO_DAYS_BEFORE = datetime(2026, 2, 3, 9, 0)


def _before(delay, unit="business_day", **values):
    return {"delay_from": "before", "delay": delay, "delay_unit": unit, **values}


def _after(delay, unit="business_day", **values):
    return {"delay_from": "after", "delay": delay, "delay_unit": unit, **values}


INVITATIONS = (_before(13), _before(10), _before(7), _before(1, at_hour=9), _after(1))


class ReferenceDateCommon(SequenceCommon):
    @classmethod
    def make_event(cls, *steps, date_at=EVENT, **values):
        return cls.make_sequence(*(steps or INVITATIONS), date_source="sequence", date_at=date_at, **values)

    def play(self, start, days, send=False):
        """Run the job whenever something falls due, as Odoo does."""
        moment, end = start, start + timedelta(days=days)
        while moment < end:
            self.run_at(moment)
            if send:
                self.send_mails(moment)
            live = self.env["sales.sequence.enrollment"].search([("state", "in", ("running", "paused"))])
            due = [one.next_run_at if one.state == "running" else one.resume_at for one in live]
            moment = max(min(filter(None, due), default=end), moment + timedelta(minutes=5))

    def days_of(self, enrollment, *states):
        """The local dates on which something was sent, in its order."""
        touches = enrollment.touch_ids.filtered(lambda touch: touch.state in (states or ("queued", "sent")))
        return [
            fields.Datetime.context_timestamp(enrollment.with_context(tz="Europe/Brussels"), touch.done_at)
            .replace(tzinfo=None)
            .strftime("%m-%d %H:%M")
            for touch in touches.sorted("id")
        ]

    def deadline_sequence(self, *steps, **values):
        field = self.env["ir.model.fields"]._get("crm.lead", "date_deadline")
        return self.make_sequence(*steps, date_source="record", date_field_id=field.id, **values)


class TestEvent(ReferenceDateCommon):
    def test_invitations_reminder_and_follow_up_come_on_their_days(self):
        enrollment = self.enroll(self.make_event(), self.make_lead())
        self.assertEqual(enrollment.next_run_at, datetime(2026, 1, 19, 8))
        self.play(MONDAY, 28)
        self.assertEqual(
            self.days_of(enrollment), ["01-19 09:00", "01-22 09:00", "01-27 09:00", "02-04 09:00", "02-06 09:00"]
        )
        self.assertEqual(enrollment.state, "finished")

    def test_two_days_before_what_is_over_is_skipped_and_says_so(self):
        sequence = self.make_event()
        self.make_step(sequence, 0, _before(12)).active = False
        enrollment = self.enroll(sequence, self.make_lead(), at=TWO_DAYS_BEFORE)
        skipped = self.touches(enrollment, state="skipped")
        self.assertEqual(len(skipped), 3)
        self.assertIn("13 business days before the date", skipped[0].reason)
        self.assertIn("Feb 5, 2026", skipped[0].reason)
        self.play(TWO_DAYS_BEFORE, 7)
        self.assertEqual(self.days_of(enrollment), ["02-04 09:00", "02-06 09:00"])

    def test_the_dialog_shows_what_is_skipped(self):
        sequence, lead = self.make_event(), self.make_lead()
        with freeze_time(TWO_DAYS_BEFORE):
            wizard = (
                self.env["sales.sequence.enroll.wizard"]
                .with_context(active_model="crm.lead", active_ids=lead.ids)
                .create({"sequence_id": sequence.id})
            )
            self.assertEqual(wizard.steps_html.count("skipped: its time has passed"), 3)
            self.assertIn("Feb 4 at", wizard.steps_html)

    def test_the_preview_is_what_happens(self):
        enrollment = self.enroll(self.make_event(*INVITATIONS, {"delay": 2}), self.make_lead())
        with freeze_time(MONDAY):
            planned = [row["planned_at"] for row in enrollment.preview()]
        self.play(MONDAY, 35)
        happened = [fields.Datetime.to_string(touch.done_at) for touch in enrollment.touch_ids.sorted("id")]
        self.assertEqual(planned, happened)

    def test_a_week_later_in_the_middle_nobody_gets_anything_twice_or_late(self):
        sequence = self.make_event()
        enrollment = self.enroll(sequence, self.make_lead())
        self.play(MONDAY, 11)
        self.assertEqual(len(self.days_of(enrollment)), 2)
        with freeze_time(MONDAY + timedelta(days=11)):
            sequence.date_at = EVENT + timedelta(days=7)
        self.play(MONDAY + timedelta(days=11), 25)
        self.assertEqual(
            self.days_of(enrollment), ["01-19 09:00", "01-22 09:00", "02-03 09:00", "02-11 09:00", "02-13 09:00"]
        )

    def test_a_week_earlier_in_the_middle_what_is_over_by_then_is_skipped(self):
        sequence = self.make_event()
        enrollment = self.enroll(sequence, self.make_lead())
        self.play(MONDAY, 11)
        with freeze_time(MONDAY + timedelta(days=11)):
            sequence.date_at = EVENT - timedelta(days=7)
        self.play(MONDAY + timedelta(days=11), 14)
        self.assertEqual(self.days_of(enrollment), ["01-19 09:00", "01-22 09:00", "01-28 09:00", "01-30 09:00"])
        self.assertEqual(len(self.touches(enrollment, state="skipped")), 1)

    def test_the_order_holds_where_a_call_is_done_late(self):
        call = _before(3, channel="call", max_wait_days=0)
        sequence = self.make_event(call, _before(2), _before(1), _after(0, "hour"))
        enrollment = self.enroll(sequence, self.make_lead())
        self.play(datetime(2026, 2, 2, 8), 2)
        self.assertFalse(self.days_of(enrollment))
        # On the day on which the second email is due, and after its moment.
        with freeze_time(datetime(2026, 2, 4, 11)):
            enrollment.touch_ids.activity_id.action_done()
        self.play(datetime(2026, 2, 4, 11), 4)
        self.assertEqual(self.days_of(enrollment), ["02-04 12:00", "02-05 14:00"])
        self.assertEqual(len(self.touches(enrollment, state="skipped")), 1)

    def test_what_could_not_leave_before_the_event_does_not_leave_after_it(self):
        enrollment = self.enroll(self.make_event(), self.make_lead(), at=TWO_DAYS_BEFORE)
        # Nothing has run since.
        self.play(EVENT + timedelta(hours=1), 3)
        self.assertEqual(self.days_of(enrollment), ["02-06 09:00"])
        self.assertEqual(len(self.touches(enrollment, state="skipped")), 4)

    def test_after_a_pause_over_some_dates_the_rest_keeps_its_dates(self):
        enrollment = self.enroll(self.make_event(), self.make_lead())
        with freeze_time(MONDAY + timedelta(days=1)):
            enrollment.pause(until="2026-01-26 09:00:00")
            planned = [row["planned_at"] for row in enrollment.preview()]
        self.assertEqual(planned[:4], [False, False, "2026-01-27 08:00:00", "2026-02-04 08:00:00"])
        self.play(MONDAY + timedelta(days=1), 27)
        self.assertEqual(self.days_of(enrollment), ["01-27 09:00", "02-04 09:00", "02-06 09:00"])

    def test_holidays_count(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Bank holiday",
                "calendar_id": self.env.company.resource_calendar_id.id,
                "date_from": datetime(2026, 2, 3, 23),
                "date_to": datetime(2026, 2, 4, 22, 59),
            }
        )
        enrollment = self.enroll(self.make_event(_before(1, at_hour=9)), self.make_lead())
        self.assertEqual(enrollment.next_run_at, datetime(2026, 2, 3, 8))

    def test_when_the_event_is_over_nobody_enters(self):
        sequence, lead = self.make_event(), self.make_lead()
        with freeze_time(EVENT + timedelta(days=2)):
            refusal = sequence.enroll(lead.ids)["refused"]
        self.assertEqual([row["code"] for row in refusal], ["date_over"])
        self.assertIn("2026", refusal[0]["message"])

    def test_the_hours_are_the_contacts(self):
        lead = self.make_lead(country_id=self.env.ref("base.nz").id)
        enrollment = self.enroll(self.make_event(_before(1, at_hour=9)), lead)
        # In Auckland the event begins on February 6, at 2:00.
        self.assertEqual(enrollment.next_run_at, datetime(2026, 2, 4, 20))
        with freeze_time(MONDAY):
            lead.country_id = self.env.ref("base.be")
        self.assertEqual(enrollment.next_run_at, datetime(2026, 2, 4, 8))

    def test_moving_thousands_costs_no_query_more_than_moving_one(self):
        def queries(count):
            sequence = self.make_event()
            self.enroll(sequence, self.make_leads(count, name=f"Q{count}x"))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            with freeze_time(MONDAY):
                sequence.date_at = EVENT + timedelta(days=7)
                self.env.flush_all()
            return self.cr.sql_log_count - before

        queries(1)
        self.assertLessEqual(queries(12), queries(3) + 2)

    def test_publishing_asks_for_what_is_missing(self):
        for values, words in (
            ({}, "choose which one"),
            ({"date_source": "sequence"}, "enter it"),
            ({"date_source": "record"}, "choose its field"),
        ):
            sequence = self.make_sequence(_before(1), publish=False, **values)
            with self.assertRaisesRegex(UserError, words):
                sequence.action_publish()
        live = self.make_event()
        with self.assertRaises(ValidationError):
            live.date_at = False

    def test_a_date_of_another_kind_of_record_does_not_count(self):
        field = self.env["ir.model.fields"]._get("res.partner", "write_date")
        sequence = self.make_sequence(_before(1), publish=False, date_source="record", date_field_id=field.id)
        with self.assertRaisesRegex(UserError, "choose its field"):
            sequence.action_publish()


class TestWhatComesLate(ReferenceDateCommon):
    """What waits, fails or is held back over the moment of its step, or over the date itself."""

    def test_what_is_planned_for_the_very_moment_leaves_somewhat_later(self):
        enrollment = self.enroll(self.make_event(_before(0, "hour"), _after(1)), self.make_lead())
        self.run_at(EVENT + timedelta(minutes=2))
        self.send_mails(EVENT + timedelta(minutes=4))
        self.assertEqual(self.touches(enrollment).mapped("state"), ["sent"])

    def test_an_invitation_stuck_in_the_mail_queue_does_not_leave_after_the_event(self):
        sequence = self.make_event(_before(1, "hour"), _after(1, "hour"))
        enrollment = self.enroll(sequence, self.make_lead())
        self.run_at(EVENT - timedelta(hours=1))
        self.assertFalse(self.send_mails(EVENT + timedelta(minutes=30)))
        self.assertEqual(self.touches(enrollment).mapped("state"), ["skipped"])
        self.assertIn("1 hour before the date", enrollment.touch_ids.reason)
        # What comes after it is not held up, and leaves however late the queue is.
        self.run_at(EVENT + timedelta(hours=1))
        self.assertEqual(len(self.send_mails(EVENT + timedelta(hours=2))), 1)

    def test_a_failed_step_is_tried_again_on_a_later_day_but_not_after_the_event(self):
        for fixed_at, state in ((datetime(2026, 1, 23, 10), "queued"), (EVENT + timedelta(days=1), "skipped")):
            with self.subTest(fixed_at=fixed_at):
                lead = self.make_lead(f"Ada{state}")
                enrollment = self.enroll(self.make_event(_before(10), _after(5)), lead)
                with freeze_time(MONDAY):
                    lead.email_from = False
                self.run_at(datetime(2026, 1, 22, 8, 5))
                self.assertEqual(enrollment.pause_kind, "failure")
                with freeze_time(datetime(2026, 1, 23, 9)):
                    enrollment.sequence_id.date_at = EVENT + timedelta(hours=1)
                with freeze_time(fixed_at):
                    lead.email_from = "ada@customer.example.org"
                    planned = enrollment.preview()[0]["planned_at"]
                    enrollment.resume()
                self.assertEqual(bool(planned), state == "queued")
                self.run_at(fixed_at)
                self.assertEqual(enrollment.touch_ids.mapped("state"), [state])
                enrollment.stop()

    def test_a_call_is_not_waited_for_beyond_the_event(self):
        for days in (0, 3):
            with self.subTest(days=days):
                sequence = self.make_event(_before(1, channel="call", max_wait_days=days), _after(1))
                enrollment = self.enroll(sequence, self.make_lead())
                self.play(MONDAY, 40)
                self.assertEqual(self.days_of(enrollment), ["02-06 09:00"])
                self.assertIn("Its time had passed", self.touches(enrollment, state="skipped").reason)

    def test_an_open_call_is_waited_for_as_long_as_the_date_moves(self):
        sequence = self.make_event(_before(1, channel="call", max_wait_days=0), _after(1))
        enrollment = self.enroll(sequence, self.make_lead())
        self.run_at(datetime(2026, 2, 4, 8))
        with freeze_time(datetime(2026, 2, 4, 9)):
            sequence.date_at = EVENT + timedelta(days=7)
        # Neither on its former nor on its new day.
        for moment in (EVENT + timedelta(days=1), datetime(2026, 2, 11, 9)):
            self.run_at(moment)
            self.assertEqual(enrollment.touch_ids.mapped("state"), ["todo"])
        with freeze_time(datetime(2026, 2, 11, 9)):
            sequence.date_at = EVENT
        self.run_at(datetime(2026, 2, 11, 9, 1))
        self.assertEqual(self.touches(enrollment)[0].state, "skipped")

    def test_what_a_limit_holds_is_not_lost_when_something_moves(self):
        self.env.company.sequence_sender_cap = 1
        sequence = self.make_event(_before(3), _after(1))
        enrollments = self.enroll(sequence, self.make_leads(2))
        self.run_at(datetime(2026, 2, 2, 8, 1))
        waiting = enrollments.filtered(lambda one: not one.touch_ids)
        for change in (
            lambda: sequence.write({"date_at": EVENT + timedelta(hours=1)}),
            lambda: waiting.lead_id.write({"country_id": self.env.ref("base.pt").id}),
        ):
            with freeze_time(datetime(2026, 2, 3, 7)):
                change()
            self.assertFalse(waiting.touch_ids)
        self.run_at(datetime(2026, 2, 3, 9, 1))
        self.assertEqual(waiting.touch_ids.state, "queued")

    def test_no_date_brings_a_step_before_the_email_that_still_waits(self):
        sequence = self.make_event(_before(3), _before(2), _after(1))
        enrollment = self.enroll(sequence, self.make_lead())
        self.run_at(datetime(2026, 2, 2, 8, 1))
        with freeze_time(datetime(2026, 2, 2, 8, 2)):
            self.env["sales.sequence.outbox"]._note_delay({enrollment.touch_ids: datetime(2026, 2, 3, 12)}, "Later")
        for hours in (0, 2):
            with freeze_time(datetime(2026, 2, 2, 8, 3)):
                sequence.date_at = EVENT + timedelta(hours=hours)
            self.assertEqual(enrollment.next_run_at, datetime(2026, 2, 3, 12))

    def test_another_zone_skips_nothing(self):
        lead = self.make_lead()
        enrollment = self.enroll(self.make_event(_before(3), _after(1)), lead)
        # In Auckland, the day is over.
        with freeze_time(datetime(2026, 2, 2, 12)):
            enrollment.next_run_at = datetime(2026, 2, 2, 13)
            lead.country_id = self.env.ref("base.nz")
        self.assertEqual((enrollment.next_run_at, len(enrollment.touch_ids)), (datetime(2026, 2, 2, 20), 0))

    def test_after_a_restart_the_date_is_the_present_one(self):
        sequence = self.make_event()
        enrollment = self.enroll(sequence, self.make_lead())
        with freeze_time(MONDAY):
            enrollment.stop()
            sequence.date_at = EVENT + timedelta(days=28)
        with freeze_time(EVENT - timedelta(days=1)):
            enrollment.restart()
        self.assertFalse(enrollment.touch_ids)
        self.assertEqual(enrollment.next_run_at, datetime(2026, 2, 16, 8))

    def test_an_edited_step_is_planned_anew_for_those_who_wait_for_it(self):
        sequence = self.make_event(_before(1), _after(1))
        enrollment = self.enroll(sequence, self.make_lead())
        step = sequence.step_ids._in_order()[0]
        for values, expected in (
            ({"delay": 3}, datetime(2026, 2, 2, 8)),
            ({"at_hour": 10.5}, datetime(2026, 2, 2, 9, 30)),
            ({"delay_from": "after"}, datetime(2026, 2, 10, 9, 30)),
            ({"delay_unit": "hour"}, datetime(2026, 2, 6, 8)),
            # As an edited delay of any step.
            ({"delay_from": "previous"}, datetime(2026, 2, 6, 8)),
        ):
            with freeze_time(MONDAY):
                step.write(values)
            self.assertEqual(enrollment.next_run_at, expected)


class TestDateOfTheRecord(ReferenceDateCommon):
    def test_the_trial_counts_to_its_end_and_a_won_lead_is_left_alone(self):
        sequence = self.deadline_sequence({"delay": 0}, _before(5, "day"), _before(0, "day", at_hour=10), _after(1))
        ada, bob = self.make_lead(date_deadline="2026-01-30"), self.make_lead("Bob", date_deadline="2026-01-23")
        enrollments = self.enroll(sequence, ada | bob)
        self.play(MONDAY, 8, send=True)
        with freeze_time(MONDAY + timedelta(days=8)):
            bob.action_set_won()
        self.play(MONDAY + timedelta(days=8), 14)
        of_ada, of_bob = enrollments
        self.assertEqual(self.days_of(of_ada), ["01-12 10:00", "01-26 09:00", "01-30 10:00", "02-02 09:00"])
        self.assertEqual(of_bob.exit_reason, "won")
        self.assertEqual(self.days_of(of_bob), ["01-12 10:00", "01-19 09:00"])

    def test_without_a_date_nobody_enters(self):
        sequence, lead = self.deadline_sequence(_before(1)), self.make_lead()
        with freeze_time(MONDAY):
            refusal = sequence.enroll(lead.ids)["refused"]
        self.assertEqual([row["code"] for row in refusal], ["no_date"])
        self.assertIn("Expected Closing", refusal[0]["message"])

    def test_the_next_step_follows_the_record_at_once(self):
        lead = self.make_lead(date_deadline="2026-02-05")
        enrollment = self.enroll(self.deadline_sequence(_before(1), _after(1)), lead)
        self.assertEqual(enrollment.next_run_at, datetime(2026, 2, 4, 8))
        with freeze_time(MONDAY):
            lead.with_user(self.rep).date_deadline = "2026-02-12"
        self.assertEqual(enrollment.next_run_at, datetime(2026, 2, 11, 8))
        self.assertEqual(enrollment.date_on, date(2026, 2, 12))

    def test_where_the_date_is_taken_away_it_waits_until_there_is_one(self):
        lead = self.make_lead(date_deadline="2026-02-05")
        enrollment = self.enroll(self.deadline_sequence(_before(1), _after(1)), lead)
        with freeze_time(MONDAY):
            lead.date_deadline = False
        self.assertEqual((enrollment.state, enrollment.pause_kind), ("paused", "no_date"))
        self.assertIn("Expected Closing", enrollment.status_note)
        self.assertIn("Expected Closing", lead.activity_ids.note)
        with freeze_time(MONDAY):
            enrollment.resume()
        self.assertEqual(enrollment.state, "paused")
        with freeze_time(MONDAY):
            lead.date_deadline = "2026-02-12"
        self.assertEqual((enrollment.state, enrollment.next_run_at), ("running", datetime(2026, 2, 11, 8)))
        self.assertFalse(lead.activity_ids)

    def test_a_pause_of_somebody_is_not_lifted_by_a_new_date(self):
        lead = self.make_lead(date_deadline="2026-02-05")
        enrollment = self.enroll(self.deadline_sequence(_before(1), _after(1)), lead)
        with freeze_time(MONDAY):
            enrollment.pause()
            lead.date_deadline = "2026-02-12"
        self.assertEqual((enrollment.state, enrollment.pause_kind), ("paused", "manual"))
        with freeze_time(MONDAY + timedelta(days=1)):
            enrollment.resume()
        self.assertEqual(enrollment.next_run_at, datetime(2026, 2, 11, 8))

    def test_whoever_resumes_without_a_date_waits_for_it(self):
        """Whatever had paused it: by hand, or until a day that has come."""
        sequence = self.deadline_sequence(_before(1), _after(1))
        for until in (None, "2026-01-14 09:00:00"):
            with self.subTest(until=until):
                lead = self.make_lead(f"Ada{len(until or '')}", date_deadline="2026-02-05")
                enrollment = self.enroll(sequence, lead)
                with freeze_time(MONDAY):
                    enrollment.pause(until=until)
                    lead.date_deadline = False
                    if not until:
                        enrollment.resume()
                # Were the job to come back for it again and again, it would never end.
                self.run_at(datetime(2026, 1, 14, 10))
                self.assertEqual((enrollment.pause_kind, enrollment.resume_at), ("no_date", False))
                self.assertIn("Expected Closing", lead.activity_ids.note)
                self.assertIn("Expected Closing", enrollment.status_note)
                with freeze_time(MONDAY):
                    enrollment.take_next_step()
                    self.assertFalse(enrollment.next_run_at)
                    lead.date_deadline = "2026-02-12"
                self.assertEqual((enrollment.state, enrollment.next_run_at), ("running", datetime(2026, 2, 11, 8)))

    def test_beyond_a_question_a_date_that_is_back_is_not_missed(self):
        lead = self.make_lead(date_deadline="2026-02-05")
        enrollment = self.enroll(self.deadline_sequence(_before(1), _after(1)), lead)
        with freeze_time(MONDAY):
            lead.date_deadline = False
            enrollment.write({"pause_kind": "unsure", "interrupted_pause": self._interrupted(enrollment)})
            lead.date_deadline = "2026-02-12"
        self.assertEqual((enrollment.pause_kind, enrollment.interrupted_pause), ("unsure", False))

    def _interrupted(self, enrollment):
        return {
            "pause_kind": enrollment.pause_kind,
            "resume_at": False,
            "status_note": enrollment.status_note,
            "status_signal_id": False,
        }

    def test_where_the_step_without_a_date_goes_the_sequence_goes_on(self):
        for leave in (
            lambda enrollment: enrollment.skip_step(),
            lambda enrollment: enrollment.next_step_id.write({"delay_from": "previous"}),
        ):
            lead = self.make_lead(f"Ada{self.env['crm.lead'].search_count([])}", date_deadline="2026-02-05")
            enrollment = self.enroll(self.deadline_sequence(_before(1), {"delay": 2}, _after(1)), lead)
            with freeze_time(MONDAY):
                lead.date_deadline = False
                leave(enrollment)
            self.assertEqual(enrollment.state, "running")
            self.assertTrue(enrollment.next_run_at)
            with freeze_time(MONDAY):
                enrollment.skip_step()
            if enrollment.next_step_id.delay_from == "after":
                self.assertEqual(enrollment.pause_kind, "no_date")
                self.assertIn("Step 3", enrollment.status_note)

    def test_an_impossible_date_harms_nobody_else(self):
        leads = self.make_leads(3, date_deadline="2026-02-05")
        leads[1].date_deadline, leads[2].date_deadline = "0001-01-01", "9999-12-31"
        sequence = self.deadline_sequence(_before(1), _after(30))
        with freeze_time(MONDAY):
            result = sequence.enroll(leads.ids)
        self.assertEqual([row["target_id"] for row in result["enrolled"]], leads[0].ids)
        self.assertEqual({row["code"] for row in result["refused"]}, {"no_date"})
        for wrong in ("0001-01-01", "9999-12-31"):
            with freeze_time(MONDAY):
                leads[0].date_deadline = wrong
            self.assertEqual(leads.enrollment_ids.pause_kind, "no_date")

    def test_one_whose_date_cannot_be_looked_up_does_not_stop_the_others(self):
        leads = self.make_leads(2, date_deadline="2026-02-05")
        enrollments = self.enroll(self.deadline_sequence(_before(1), _after(1)), leads)
        self.env.flush_all()
        self.env.cr.execute("UPDATE crm_lead SET date_deadline = '2026-02-12' WHERE id IN %s", [leads._ids])
        self.env.invalidate_all()
        follow = type(enrollments)._plan_by_date

        def fail(records, *args, **kwargs):
            if enrollments[0] in records:
                raise ValueError("No calendar")
            return follow(records, *args, **kwargs)

        self.patch(type(enrollments), "_plan_by_date", fail)
        with freeze_time(MONDAY), self.enter_registry_test_mode():
            self.env.ref("sales_sequence.ir_cron_audience").with_user(self.user_root).method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(enrollments[1].next_run_at, datetime(2026, 2, 11, 8))

    def test_another_kind_of_date_is_followed_at_once(self):
        lead = self.make_lead(date_deadline="2026-03-05")
        sequence = self.make_event(_before(1), _after(1))
        enrollment = self.enroll(sequence, lead)
        for values, expected in (
            ({"date_source": "record", "date_field": "crm.lead.date_deadline"}, datetime(2026, 3, 4, 8)),
            ({"date_source": "enrollment"}, datetime(2026, 3, 4, 8)),
            ({"date_source": "sequence"}, datetime(2026, 2, 4, 8)),
        ):
            with freeze_time(MONDAY):
                sequence.write(values)
            self.assertEqual(enrollment.next_run_at, expected)

    def test_where_the_field_is_deleted_they_wait_and_the_page_says_so(self):
        field = self.env["ir.model.fields"].create(
            {
                "name": "x_renewal",
                "model_id": self.env["ir.model"]._get_id("crm.lead"),
                "ttype": "date",
                "field_description": "Renewal",
            }
        )
        sequence = self.make_sequence(_before(1), _after(1), date_source="record", date_field="crm.lead.x_renewal")
        enrollment = self.enroll(sequence, self.make_lead(x_renewal="2026-02-05"))
        field.unlink()
        sequence.invalidate_recordset()
        self.assertIn("choose its field", sequence.problem)
        self.run_at(datetime(2026, 2, 4, 9))
        self.assertEqual(enrollment.pause_kind, "no_date")
        with freeze_time(MONDAY):
            enrollment.lead_id.date_deadline = "2026-02-12"
            sequence.date_field = "crm.lead.date_deadline"
        self.assertEqual((enrollment.state, enrollment.next_run_at), ("running", datetime(2026, 2, 11, 8)))

    def test_those_who_manage_sequences_choose_the_field(self):
        """They may not read `ir.model.fields`, as only administrators may."""
        with Form(self.env["sales.sequence"].with_user(self.manager)) as form:
            form.name, form.target, form.date_source = "Renewal", "lead", "record"
            form.date_field = "crm.lead.date_deadline"
        sequence = form.record
        self.assertEqual(sequence.sudo().date_field_id.name, "date_deadline")
        options = sequence.date_field_options
        self.assertIn("crm.lead.date_deadline", options)
        self.assertFalse([one for one in options if not one.startswith("crm.lead.")])
        self.assertEqual(sequence.with_user(self.rep).date_field, "crm.lead.date_deadline")
        with Form(sequence) as form:
            form.date_field = "crm.lead.date_open"
        self.assertEqual(sequence.sudo().date_field_id.name, "date_open")
        for wrong in ("crm.lead.name", "res.users.login_date", "x", 5, ["crm.lead.date_open"]):
            with self.assertRaises(UserError):
                sequence.write({"date_field": wrong})
        field = self.env["ir.model.fields"]._get("res.users", "password").id
        with self.assertRaises(AccessError):
            sequence.date_field_id = field
        sequence.date_field = False
        self.assertFalse(sequence.sudo().date_field_id)

    def test_enrolling_late_costs_no_query_more_for_each_date(self):
        def queries(count):
            leads = self.make_leads(count, name=f"L{count}x")
            for index, lead in enumerate(leads):
                lead.date_deadline = date(2026, 3, 1) + timedelta(days=index)
            sequence = self.deadline_sequence(_before(150), _before(100), _before(1))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            with freeze_time(MONDAY):
                sequence.enroll(leads.ids)
                self.env.flush_all()
            self.assertEqual(len(leads.enrollment_ids.touch_ids), 2 * count)
            return self.cr.sql_log_count - before

        queries(1)
        self.assertLessEqual(queries(12), queries(3) + 2)

    def test_a_change_that_odoo_does_not_tell_of_is_found(self):
        """A computed field, or SQL of another app, changes without `write`."""
        lead, other = self.make_lead(date_deadline="2026-02-05"), self.make_lead("Bob", date_deadline="2026-02-05")
        enrollments = self.enroll(self.deadline_sequence(_before(1), _after(1)), lead | other)
        self.env.flush_all()
        self.env.cr.execute("UPDATE crm_lead SET date_deadline = '2026-02-12' WHERE id = %s", [lead.id])
        self.env.invalidate_all()
        with freeze_time(MONDAY), self.enter_registry_test_mode():
            self.env.ref("sales_sequence.ir_cron_audience").with_user(self.user_root).method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(
            [one.next_run_at for one in enrollments], [datetime(2026, 2, 11, 8), datetime(2026, 2, 4, 8)]
        )
        # And before the step, whether or not that job has run.
        self.env.cr.execute("UPDATE crm_lead SET date_deadline = '2026-02-19' WHERE id = %s", [other.id])
        self.run_at(datetime(2026, 2, 4, 8, 30))
        self.assertFalse(enrollments[1].touch_ids)
        self.assertEqual(enrollments[1].next_run_at, datetime(2026, 2, 18, 8))

    def test_after_a_merge_the_date_is_that_of_the_remaining_lead(self):
        kept = self.make_lead(date_deadline="2026-02-12")
        merged = self.make_lead("Bob", date_deadline="2026-02-05")
        enrollment = self.enroll(self.deadline_sequence(_before(1), _after(1)), merged)
        with freeze_time(MONDAY):
            (kept | merged)._merge_opportunity(user_id=False, team_id=False, auto_unlink=True)
        survivor = enrollment.lead_id
        self.assertTrue(survivor)
        self.assertEqual(enrollment.date_on, survivor.date_deadline)
        self.assertEqual(enrollment.next_run_at.date(), survivor.date_deadline - timedelta(days=1))

    def test_writing_other_fields_costs_nothing(self):
        lead = self.make_lead(date_deadline="2026-02-05")
        self.enroll(self.deadline_sequence(_before(1)), lead)
        lead.description = "warm up"
        self.env.flush_all()
        with self.assertQueryCount(1):
            lead.color = 3
            self.env.flush_all()


class TestDateGivenAtEnrollment(ReferenceDateCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sequence = cls.make_sequence(_before(2), _after(1), date_source="enrollment", name="Renewal")

    def test_each_has_the_date_that_was_given(self):
        ada = self.enroll(self.sequence, self.make_lead(), date="2026-02-05")
        bob = self.enroll(self.sequence, self.make_lead("Bob"), date=datetime(2026, 2, 12, 13))
        self.assertEqual((ada.date_on, ada.next_run_at), (date(2026, 2, 5), datetime(2026, 2, 3, 8)))
        self.assertEqual((bob.date_at, bob.next_run_at), (datetime(2026, 2, 12, 13), datetime(2026, 2, 10, 8)))

    def test_it_is_asked_for(self):
        lead = self.make_lead()
        with freeze_time(MONDAY):
            self.assertEqual(self.sequence.enroll(lead.ids)["refused"][0]["code"], "no_date")
            for wrong in ("soon", "2026-02-31", 7, [], "2026-02-05 25:00:00", "9026-01-01"):
                with self.assertRaises(UserError):
                    self.sequence.enroll(lead.ids, date=wrong)
        other = self.make_sequence("email", name="Without")
        with freeze_time(MONDAY), self.assertRaisesRegex(UserError, "does not ask for a date"):
            other.enroll(lead.ids, date="2026-02-05")

    def test_it_can_be_changed_by_whoever_may_manage(self):
        enrollment = self.enroll(self.sequence, self.make_lead(), date="2026-02-05")
        with freeze_time(MONDAY):
            self.env["sales.sequence.steer.wizard"].with_user(self.rep).with_context(
                active_model=enrollment._name, active_ids=enrollment.ids, default_verb="date"
            ).create({"date": "2026-02-12"}).action_confirm()
        self.assertEqual(enrollment.next_run_at, datetime(2026, 2, 10, 8))
        stranger = self.user_employee
        with self.assertRaises(AccessError):
            enrollment.with_user(stranger).set_date("2026-02-19")
        for wrong in (None, "", "0001-01-01", "soon", "2026-02-05T10:00:00Z", True, {}):
            with freeze_time(MONDAY), self.assertRaises(UserError):
                enrollment.set_date(wrong)
        fixed = self.enroll(self.make_event(), self.make_lead("Bob"))
        with self.assertRaisesRegex(UserError, "not counted from a date given"):
            fixed.set_date("2026-02-19")

    def test_the_dialog_asks_for_it(self):
        lead = self.make_lead()
        with freeze_time(MONDAY):
            wizard = (
                self.env["sales.sequence.enroll.wizard"]
                .with_context(active_model="crm.lead", active_ids=lead.ids)
                .create({"sequence_id": self.sequence.id})
            )
            self.assertIn("give it when you enroll", wizard.refusal)
            wizard.date = "2026-02-05"
            self.assertEqual(wizard.begin_count, 1)
            wizard.action_enroll()
        self.assertEqual(lead.enrollment_ids.date_on, date(2026, 2, 5))

    def test_it_waits_with_a_pending_sequence_and_in_the_background(self):
        lead = self.make_lead()
        first = self.enroll(self.make_sequence("email", name="First"), lead)
        with freeze_time(MONDAY):
            result = self.sequence.enroll(lead.ids, conflicts="queue", date="2026-02-05")
        self.assertEqual(len(result["queued"]), 1)
        self.run_at(MONDAY)
        self.assertEqual(first.state, "finished")
        second = lead.enrollment_ids - first
        self.assertEqual((second.date_on, second.next_run_at), (date(2026, 2, 5), datetime(2026, 2, 3, 8)))
        bob = self.make_lead("Bob")
        with freeze_time(MONDAY):
            self.env["sales.sequence.enroll.run"].with_user(self.manager)._start(
                self.sequence, bob.ids, date="2026-02-05"
            )
            with self.enter_registry_test_mode():
                self.env.ref("sales_sequence.ir_cron_enroll").with_user(self.user_root).method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(bob.enrollment_ids.date_on, date(2026, 2, 5))

    def test_nobody_would_give_it_to_those_who_come_from_another_sequence(self):
        first = self.make_sequence("email", name="First")
        with self.assertRaisesRegex(ValidationError, "nobody would give it"):
            first.next_sequence_id = self.sequence
        first.next_sequence_id = self.make_sequence("email", name="Without", date_source="enrollment")

    def test_nobody_would_give_it_to_those_who_are_enrolled_automatically(self):
        with self.assertRaisesRegex(ValidationError, "nobody would give it"):
            self.sequence.write({"auto_enroll": True, "enroll_domain": "[('name', '!=', False)]"})


class TestAtRandom(ReferenceDateCommon):
    def test_whatever_moves_nothing_comes_twice_out_of_order_or_too_late(self):
        """Dates, pauses and delays of the job at random, for several people at once."""
        for seed in range(3):
            with self.subTest(seed=seed):
                self._play(random.Random(seed))

    def _play(self, draw):
        steps = sorted(
            (
                draw.choice([_before, _after])(draw.randint(0, 8), draw.choice(["day", "business_day", "hour"]))
                for _index in range(5)
            ),
            key=lambda step: step["delay"] * (-1 if step["delay_from"] == "before" else 1),
        )
        steps.insert(draw.randint(1, 5), {"delay": 1})
        sequence = self.make_event(*steps, name=f"Random {draw.random()}")
        leads = self.make_leads(3, name=f"R{draw.randint(0, 10**9)}x")
        with freeze_time(MONDAY):
            sequence.enroll(leads.ids)
        moment = MONDAY
        while moment < MONDAY + timedelta(days=45):
            with freeze_time(moment):
                if draw.random() < 0.15:
                    sequence.date_at = EVENT + timedelta(hours=draw.randint(-24 * 12, 24 * 6))
                live = leads.enrollment_ids.filtered(lambda one: one.state in ("running", "paused"))
                if live and draw.random() < 0.1:
                    draw.choice(live).pause(until=moment + timedelta(days=draw.randint(1, 4)))
            self.run_at(moment)
            moment += timedelta(hours=draw.choice([2, 12, 40]))
        self.assertTrue(leads.enrollment_ids)
        for enrollment in leads.enrollment_ids:
            self.assertEqual(enrollment.state, "finished")
            touches = enrollment.touch_ids.sorted("id")
            self.assertEqual(touches.step_id._in_order().ids, touches.mapped("step_id").ids)
            self.assertEqual(len(touches), len(sequence.step_ids))
            moments = touches.filtered(lambda touch: touch.state != "skipped").mapped("done_at")
            self.assertEqual(moments, sorted(moments))
