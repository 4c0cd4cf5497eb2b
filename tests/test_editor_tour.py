"""Writing a sequence in its editor, in a real browser."""

from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase

from .common import SequenceCommon


class EditorCommon(SequenceCommon, HttpCase):
    browser_size = "1920x1080"

    def open(self, sequence, tour, login="sequence_manager"):
        self.start_tour(f"/odoo/sales.sequence/{sequence.id}", tour, login=login)
        self.env.invalidate_all()

    def write_email(self, name, subject, **values):
        return {"name": name, "mail_template_id": False, "subject": subject, "body_html": "<p>A text.</p>", **values}


class TestEditorTour(EditorCommon):
    def test_a_manager_writes_and_publishes_five_touches_with_a_variant_from_nothing(self):
        action = self.env.ref("sales_sequence.sales_sequence_action")
        self.start_tour(
            f"/odoo/action-{action.id}?view_type=list", "sales_sequence_write_cadence", login=self.manager.login
        )
        sequence = self.env["sales.sequence"].search([("name", "=", "Five touches")])
        steps = sequence.step_ids
        self.assertEqual(sequence.state, "live")
        self.assertEqual(steps.mapped("channel"), ["email", "call", "email", "call", "email"])
        self.assertEqual(steps.mapped("day_number"), sorted(set(steps.mapped("day_number"))), "a day each")
        variants = steps[0].variant_ids
        self.assertEqual(len(variants.filtered("weight")), 2)
        self.assertEqual(
            sorted(variants.mail_template_id.mapped("subject")), ["A customer story", "One question"]
        )
        self.assertEqual(
            [steps[2].mail_template_id.subject, steps[4].mail_template_id.subject], ["A fact", "Goodbye"]
        )
        self.assertIn("Ask for fifteen minutes.", steps[1].note)

    def test_steps_of_a_live_sequence_are_changed_duplicated_moved_and_archived_and_reach_the_right_people(self):
        sequence = self.make_sequence(
            self.write_email("First email", "Hello"),
            {"name": "Call", "channel": "call", "delay": 3, "delay_unit": "day"},
            self.write_email("Second email", "Again", delay=3, delay_unit="day"),
            self.write_email("Goodbye", "Goodbye", delay=3, delay_unit="day"),
            calendar_id=self.make_every_day().id,
            window_start=0,
            window_end=24,
        )
        first, call, second, _last = sequence.step_ids
        now = fields.Datetime.now().replace(microsecond=0)
        past = self.enroll(sequence, self.make_lead("Past"), at=now - timedelta(days=30))
        self.run_days(now - timedelta(days=30), 14, step=timedelta(hours=12), send=True)
        before = self.enroll(sequence, self.make_leads(2, "Before"), at=now - timedelta(minutes=5))
        self.run_at(now)
        self.send_mails(now)
        self.assertEqual(before.next_step_id, call)
        self.assertIn(second, past.touch_ids.step_id)
        had = {step: step.touch_ids.ids for step in sequence.step_ids}

        self.open(sequence, "sales_sequence_change_live")
        self.assertEqual(
            sequence.step_ids.mapped("name"), ["First email", "Third email", "Second email", "Goodbye"]
        )
        self.assertFalse(call.active)
        self.run_days(now + timedelta(hours=1), 12, step=timedelta(hours=12), send=True)
        third = sequence.step_ids[1]
        for enrollment in before:
            touches = enrollment.touch_ids.filtered(lambda touch: touch.state == "sent").sorted("done_at")
            self.assertEqual(touches.step_id.mapped("name"), ["First email", "Third email", "Second email", "Goodbye"])
            self.assertIn("Written anew", touches.filtered(lambda touch: touch.step_id == second).mail_message_id.body)
        self.assertNotIn("Written anew", past.touch_ids.filtered(lambda touch: touch.step_id == second).mail_message_id.body)
        self.assertNotIn(third, past.touch_ids.step_id, "it was moved in front of where they are")
        self.assertEqual(first.touch_ids.ids, had[first], "nobody gets a step twice")

    def make_every_day(self):
        """Working time must not matter: the browser's clock is the real one."""
        hours = [
            (0, 0, {"name": "All day", "dayofweek": str(day), "hour_from": 0, "hour_to": 24, "day_period": "morning"})
            for day in range(7)
        ]
        return self.env["resource.calendar"].create(
            {"name": "Every day", "tz": "Europe/Brussels", "company_id": False, "attendance_ids": [(5, 0, 0), *hours]}
        )

    def test_two_hundred_steps(self):
        sequence = self.make_sequence(publish=False)
        sequence.step_ids.unlink()
        self.env["sales.sequence.step"].create(
            [
                {
                    "sequence_id": sequence.id,
                    "name": f"Step {number}",
                    "channel": "call",
                    "activity_type_id": self.call_type.id,
                    "position": number,
                    "delay": 1,
                }
                for number in range(1, 201)
            ]
        )
        self.open(sequence, "sales_sequence_long_timeline")
        self.assertEqual(sequence.step_ids[-1].name, "The very last")

    def test_a_step_that_somebody_else_has_deleted_is_said(self):
        sequence = self.make_sequence(
            self.write_email("First email", "Hello"), {"name": "Call", "channel": "call"}, publish=False
        )
        self.open(sequence, "sales_sequence_step_deleted")
        self.assertEqual(sequence.step_ids.mapped("name"), ["First email"])

    def test_a_rep_reads_the_timeline(self):
        sequence = self.make_sequence(self.write_email("First email", "Hello"), {"name": "Call", "channel": "call"})
        self.open(sequence, "sales_sequence_read_timeline", login=self.rep.login)


class TestEditorOnPhone(EditorCommon):
    browser_size = "390x844"
    touch_enabled = True

    def test_a_step_is_a_page_of_its_own(self):
        sequence = self.make_sequence(self.write_email("First email", "Hello"), {"name": "Call", "channel": "call"})
        self.open(sequence, "sales_sequence_editor_on_a_phone")
        self.assertEqual(sequence.step_ids.mapped("name"), ["First email", "Ring them"])
