"""What came of a task, and what the sequence does about it."""

from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import UserError

from .common import MONDAY, SequenceCommon

DAY = timedelta(days=1)


class OutcomeCommon(SequenceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.outcomes = {
            name: cls.env.ref(f"sales_sequence.outcome_{name}")
            for name in (
                "connected",
                "voicemail",
                "no_answer",
                "wrong_number",
                "not_interested",
                "meeting_booked",
                "not_now",
                "not_recorded",
            )
        }

    def start(self, *steps, count=1, at=MONDAY, **values):
        """Enroll leads, and run the job. :return: the touches of the first step"""
        sequence = self.make_sequence(*(steps or ("call", "email")), **values)
        enrollments = self.enroll(sequence, self.make_leads(count, name=f"P{sequence.id}x"), at=at)
        self.run_at(at)
        return enrollments.touch_ids.sorted("id")

    def act(self, touches, outcome, at=MONDAY, user=None, **arguments):
        with freeze_time(at):
            activities = touches.activity_id.with_user(user or self.rep)
            result = activities.action_sequence_outcome(self.outcomes[outcome].id, **arguments)
        self.env.invalidate_all()
        return result


class TestOutcomes(OutcomeCommon):
    def test_no_answer_is_tried_again_on_another_day_at_another_hour(self):
        touch = self.start()
        result = self.act(touch, "no_answer")
        self.assertEqual(touch.state, "todo")
        self.assertEqual(touch.due_kind, "retry")
        self.assertEqual(touch.due_at.date(), (MONDAY + DAY).date())
        self.assertNotEqual(touch.due_at.hour, MONDAY.hour)
        self.assertTrue(touch.activity_id.active)
        self.assertEqual(touch.activity_id.date_deadline, (MONDAY + DAY).date())
        self.assertEqual(touch.outcome_id, self.outcomes["no_answer"])
        self.assertIn("try 2 of 3", result["effect_words"])
        self.assertGreater(touch.enrollment_id.next_run_at, touch.due_at)

    def test_after_the_last_try_the_sequence_goes_on(self):
        touch = self.start()
        for day in range(3):
            self.act(touch, "no_answer", at=MONDAY + day * DAY)
        self.assertEqual(touch.state, "done")
        self.assertEqual(len(touch.attempt_ids), 3)
        self.assertEqual(touch.enrollment_id.next_channel, "email")

    def test_each_outcome_does_what_it_says(self):
        touch = self.start()
        result = self.act(touch, "voicemail", note="Left my number")
        self.assertEqual((touch.state, touch.outcome, touch.outcome_id), ("done", "Left my number", self.outcomes["voicemail"]))
        self.assertEqual(touch.enrollment_id.next_channel, "email")
        self.assertIn("Next: Step 2", result["effect_words"])

        touch = self.start()
        self.act(touch, "not_interested")
        self.assertEqual((touch.state, touch.enrollment_id.exit_reason), ("done", "not_interested"))

        touch = self.start()
        result = self.act(touch, "meeting_booked")
        self.assertEqual((touch.state, touch.enrollment_id.exit_reason), ("done", "meeting"))
        self.assertEqual(result["meeting"]["res_model"], "calendar.event")

        touch = self.start()
        with self.assertRaises(UserError):
            self.act(touch, "not_now")
        self.act(touch, "not_now", until="2026-02-02")
        enrollment = touch.enrollment_id
        self.assertEqual((touch.state, enrollment.state, enrollment.pause_kind), ("done", "paused", "not_now"))
        self.assertEqual(str(enrollment.resume_at), "2026-02-02 08:00:00")
        self.assertEqual(enrollment.next_channel, "email")

    def test_a_meeting_in_a_sequence_that_does_not_stop_on_meetings(self):
        """A kick-off is part of onboarding: the meeting is opened, and the next step comes."""
        touch = self.start(stop_on_meeting=False)
        offered = touch.activity_id.with_user(self.rep).get_sequence_outcomes()["outcomes"]
        words = next(one["words"] for one in offered if one["effect"] == "meeting")
        self.assertEqual(words, "Opens the meeting, and the sequence goes on")
        result = self.act(touch, "meeting_booked")
        self.assertEqual(result["meeting"]["res_model"], "calendar.event")
        enrollment = touch.enrollment_id
        self.assertEqual((touch.state, enrollment.state, enrollment.next_channel), ("done", "running", "email"))
        self.env["sales.sequence.attempt"].browse(result["attempt_ids"]).with_user(self.rep).action_undo()
        self.assertEqual((touch.state, enrollment.next_step_id), ("todo", touch.step_id))

    def test_odoos_own_completion_records_that_nobody_was_asked(self):
        touch = self.start()
        with freeze_time(MONDAY):
            touch.activity_id.with_user(self.rep).action_feedback(feedback="Spoke")
        self.env.invalidate_all()
        self.assertEqual((touch.state, touch.outcome_id), ("done", self.outcomes["not_recorded"]))
        self.assertEqual(touch.attempt_ids.note, "Spoke")

    def test_the_outcomes_say_what_they_do(self):
        touch = self.start()
        with freeze_time(MONDAY):
            offered = touch.activity_id.with_user(self.rep).get_sequence_outcomes()
        touches = self.start(count=3)
        with freeze_time(MONDAY):
            offered = touches.activity_id.with_user(self.rep).get_sequence_outcomes()
            for row in offered["outcomes"]:
                print(row)
            self.act(touches, "no_answer")

    def test_undo(self):
        for outcome, until in (("connected", None), ("no_answer", None), ("not_interested", None), ("meeting_booked", None), ("not_now", "2026-02-02")):
            with self.subTest(outcome):
                touch = self.start()
                messages = touch.enrollment_id.lead_id.message_ids
                result = self.act(touch, outcome, until=until)
                with freeze_time(MONDAY):
                    self.env["sales.sequence.attempt"].with_user(self.rep).browse(result["attempt_ids"]).action_undo()
                self.env.invalidate_all()
                self.assertEqual(touch.state, "todo")
                self.assertTrue(touch.activity_id.active)
                self.assertEqual(touch.enrollment_id.state, "running")
                self.assertEqual(touch.enrollment_id.next_step_id, touch.step_id)
                self.assertEqual(touch.enrollment_id.lead_id.message_ids, messages)
