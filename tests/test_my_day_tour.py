"""A rep's day in a real browser, by keyboard: key presses are counted, and what is in the database afterwards."""

from collections import Counter
from datetime import timedelta

from odoo import Command, fields
from odoo.tests import HttpCase

from .test_my_day import DayCommon

ROUND = ["voicemail", "no_answer", "connected", "voicemail", "not_interested"]
ROUND += ["no_answer", "not_now", "wrong_number", "meeting_booked", "no_answer"]
LAST_ROUND = ["voicemail", "no_answer", "connected", "wrong_number", "no_answer"]
LAST_ROUND += ["voicemail", "voicemail", "no_answer", "connected", "not_interested"]
# As in the tour, counted from 1.
WITH_NOTE = (1, 6, 11, 16, 21, 26, 31, 32, 33, 34)


class TestMyDayTour(DayCommon, HttpCase):
    browser_size = "1400x900"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Whenever this runs, everybody can be reached.
        days = [str(day) for day in range(7)]
        cls.always = cls.env["resource.calendar"].create(
            {
                "name": "Always",
                "tz": "UTC",
                "company_id": False,
                "attendance_ids": [
                    Command.create({"name": day, "dayofweek": day, "hour_from": 0, "hour_to": 24}) for day in days
                ],
            }
        )

    def make_day(self, count, name="Ada", sequence="First sequence", channel="call", **values):
        """Enroll leads whose first step is due now. :return: their touches, in the order of the queue"""
        sequence = self.make_sequence(
            {"channel": channel, "name": "First call", "note": "<p>Say hello.</p>"},
            "email",
            name=sequence,
            calendar_id=self.always.id,
            window_start=0,
            window_end=24,
        )
        return self.make_calls(count, at=fields.Datetime.now(), sequence=sequence, name=name, **values)

    def outcome(self, key):
        return self.env.ref(f"sales_sequence.outcome_{key}")

    def tour(self, name, **options):
        self.start_tour("/odoo/my-day", f"sales_sequence_my_day_{name}", login=self.rep.login, **options)
        self.env.invalidate_all()

    def test_ten_tasks_by_keyboard_alone(self):
        touches = self.make_day(10)
        self.tour("ten", timeout=180)
        keys = ["connected", "voicemail", "no_answer", "wrong_number", "not_interested"] * 2
        attempts = touches.attempt_ids.sorted("id")
        self.assertEqual([one.outcome_id for one in attempts], [self.outcome(key) for key in keys])
        self.assertEqual(attempts[7].note, "Note 8")

    def test_forty_calls_with_mixed_outcomes_ten_with_a_note_take_at_most_eighty_keys(self):
        touches = self.make_day(40)
        self.tour("forty", timeout=400)
        attempts = touches.attempt_ids.sorted("id")
        expected = [*ROUND * 3, *LAST_ROUND]
        self.assertEqual([one.outcome_id for one in attempts], [self.outcome(key) for key in expected])
        self.assertEqual(attempts.touch_id, touches, "each of them was called once")
        self.assertEqual(
            {index: one.note for index, one in enumerate(attempts, 1) if one.note},
            {index: f"Note {index}" for index in WITH_NOTE},
        )
        meetings = self.env["calendar.event"].search([("opportunity_id", "in", touches.enrollment_id.lead_id.ids)])
        self.assertEqual(len(meetings), 3)
        self.assertEqual(
            Counter(touches.enrollment_id.mapped("state")), Counter({"running": 30, "stopped": 7, "paused": 3})
        )

    def test_each_outcome_has_its_effect(self):
        touches = self.make_day(7)
        self.tour("each_outcome", timeout=180)
        by_outcome = {touch.outcome_id: touch for touch in touches}
        self.assertEqual(len(by_outcome), 7)
        for key in ("connected", "voicemail", "wrong_number"):
            touch = by_outcome[self.outcome(key)]
            self.assertEqual((touch.state, touch.enrollment_id.next_step_id.channel), ("done", "email"), key)
        again = by_outcome[self.outcome("no_answer")]
        self.assertEqual((again.state, again.due_kind), ("todo", "retry"))
        self.assertGreater(again.due_at, fields.Datetime.now())
        refused = by_outcome[self.outcome("not_interested")].enrollment_id
        self.assertEqual((refused.state, refused.exit_reason), ("stopped", "not_interested"))
        met = by_outcome[self.outcome("meeting_booked")].enrollment_id
        self.assertEqual((met.state, met.exit_reason), ("stopped", "meeting"))
        paused = by_outcome[self.outcome("not_now")].enrollment_id
        self.assertEqual((paused.state, paused.pause_kind), ("paused", "not_now"))
        self.assertGreater(paused.resume_at, fields.Datetime.now() + timedelta(days=25))

    def test_undo_snooze_answered_elsewhere_and_back(self):
        touches = self.make_day(4)
        self.tour("undo_and_snooze", timeout=180)
        first, second, third, fourth = touches
        self.assertEqual((first.state, first.attempt_ids.outcome_id), ("done", self.outcome("connected")))
        self.assertEqual((second.state, second.due_kind, second.attempt_ids.ids), ("todo", "snoozed", []))
        self.assertEqual(second.enrollment_id.state, "running", "neither the undone outcome nor the meeting stopped it")
        self.assertEqual((third.enrollment_id.state, third.enrollment_id.exit_reason), ("stopped", "replied"))
        self.assertEqual((fourth.state, fourth.enrollment_id.state), ("todo", "running"))

    def test_filters(self):
        self.make_day(2)
        self.make_day(1, "Bea", "Second sequence")
        self.make_day(1, "Jun", "Third sequence", country_id=self.env.ref("base.jp").id)
        self.make_day(1, "Tod", "Fourth sequence", channel="todo")
        self.tour("filters")
