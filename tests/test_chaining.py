"""Chaining sequences, and taking the next step before its date."""

from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.mail.tests.common import mail_new_test_user
from odoo.addons.sales_sequence.models.enrollment.enrollment import EXIT_REASONS, EXIT_REASONS_OF_PEOPLE

from .common import MONDAY, SequenceCommon


class TestChaining(SequenceCommon):
    def test_a_completed_enrollment_continues_in_the_next_sequence_with_the_same_sender(self):
        enablement = self.make_sequence("email", name="Enablement", user_id=self.manager.id)
        onboarding = self.make_sequence("email", name="Onboarding", next_sequence_id=enablement.id)
        lead = self.make_lead("Ada")
        first = self.enroll(onboarding, lead)
        self.run_at(MONDAY)
        self.assertEqual((first.state, first.exit_reason), ("finished", "completed"))
        second = lead.enrollment_ids - first
        self.assertEqual((second.sequence_id, second.user_id, second.state), (enablement, self.rep, "running"))
        self.assertEqual(second.next_run_at, MONDAY + timedelta(days=1), "Not in the same minute")

    def test_reaching_the_goal_continues_in_the_next_sequence(self):
        enablement = self.make_sequence("email", name="Enablement")
        onboarding = self.make_sequence(
            "email", "email", next_sequence_id=enablement.id, goal_domain="[('expected_revenue', '>', 0)]"
        )
        lead = self.make_lead("Ada")
        first = self.enroll(onboarding, lead)
        self.run_at(MONDAY)
        lead.expected_revenue = 100
        self.run_at(MONDAY + timedelta(days=1))
        self.assertEqual(first.exit_reason, "goal")
        self.assertEqual((lead.enrollment_ids - first).sequence_id, enablement)

    def test_a_reply_does_not_continue_in_the_next_sequence(self):
        enablement = self.make_sequence("email", name="Enablement")
        onboarding = self.make_sequence("email", "email", next_sequence_id=enablement.id)
        lead = self.make_lead("Ada")
        first = self.enroll(onboarding, lead)
        self.run_at(MONDAY)
        first.stop("replied")
        self.assertEqual(lead.enrollment_ids, first)

    def test_users_cannot_stop_with_a_reason_of_the_engine(self):
        """A false “completed” would start the next sequence; a false “deleted” could not be undone."""
        enablement = self.make_sequence("email", name="Enablement")
        onboarding = self.make_sequence("email", "email", next_sequence_id=enablement.id)
        lead = self.make_lead("Ada")
        first = self.enroll(onboarding, lead).with_user(self.rep)
        refused = [code for code, _words in EXIT_REASONS if code not in EXIT_REASONS_OF_PEOPLE]
        self.assertEqual(
            " ".join(refused),
            "completed control blacklisted address_changed archived merged account deleted sequence_archived replaced",
        )
        for code in refused:
            with self.subTest(code), self.assertRaisesRegex(UserError, f"Only the sequence itself stops as “{code}”"):
                first.stop(code)
        self.assertEqual((first.state, lead.enrollment_ids), ("running", first))
        first.stop("Deleted my number")
        self.assertEqual((first.exit_reason, first.status_note), ("manual", "Deleted my number"))

    def test_users_can_stop_with_the_code_of_an_event_outside_of_odoo(self):
        enablement = self.make_sequence("email", name="Enablement")
        sequence = self.make_sequence("email", "email", next_sequence_id=enablement.id)
        for code in EXIT_REASONS_OF_PEOPLE:
            with self.subTest(code):
                lead = self.make_lead(code.replace("_", "").capitalize())
                first = self.enroll(sequence, lead).with_user(self.rep)
                first.stop(code)
                self.assertEqual((first.state, first.exit_reason), ("stopped", code))
                followed = (lead.enrollment_ids - first).sequence_id
                self.assertEqual(followed, enablement if code == "goal" else sequence.browse())

    def test_a_chaining_that_fails_is_logged_in_the_chatter_and_undoes_nothing(self):
        enablement = self.make_sequence("email", name="Enablement")
        onboarding = self.make_sequence("email", next_sequence_id=enablement.id)
        enablement.action_close()
        lead = self.make_lead("Ada")
        first = self.enroll(onboarding, lead)
        self.run_at(MONDAY)
        self.assertEqual(first.state, "finished")
        self.assertEqual(first.touch_ids.state, "queued")
        self.assertIn("“Enablement” could not follow", lead.message_ids[0].body)
        self.assertIn("not live", lead.message_ids[0].body)

    def test_the_next_sequence_must_be_another_one_with_the_same_kind_of_target(self):
        sequence = self.make_sequence("email")
        with self.assertRaisesRegex(ValidationError, "itself"):
            sequence.next_sequence_id = sequence
        with self.assertRaisesRegex(ValidationError, "another kind"):
            sequence.next_sequence_id = self.make_sequence(target="partner", publish=False)


class TestNextStepNow(SequenceCommon):
    def test_the_next_step_is_taken_at_once_during_working_hours(self):
        enrollment = self.enroll(self.make_sequence("email", "email"), self.make_lead("Ada"))
        self.run_at(MONDAY)
        self.run_at(MONDAY + timedelta(hours=1))
        self.assertEqual(len(enrollment.touch_ids), 1)
        with freeze_time(MONDAY + timedelta(hours=1)):
            enrollment.with_user(self.rep).take_next_step()
        self.run_at(MONDAY + timedelta(hours=1))
        self.assertEqual(len(enrollment.touch_ids), 2)

    def test_a_next_step_requested_at_night_is_taken_in_the_morning(self):
        enrollment = self.enroll(self.make_sequence("email", {"channel": "email", "delay": 20}), self.make_lead("Ada"))
        self.run_at(MONDAY)
        with freeze_time(MONDAY.replace(hour=22)):
            enrollment.take_next_step()
        self.assertEqual(str(enrollment.next_run_at), "2026-01-13 08:00:00", "9:00 in Brussels")

    def test_taking_the_next_step_resumes_a_paused_enrollment(self):
        enrollment = self.enroll(self.make_sequence("email", "email"), self.make_lead("Ada"))
        self.run_at(MONDAY)
        with freeze_time(MONDAY + timedelta(hours=1)):
            enrollment.pause()
            enrollment.take_next_step()
        self.run_at(MONDAY + timedelta(hours=1))
        self.assertEqual(len(enrollment.touch_ids), 2)

    def test_taking_the_next_step_still_waits_for_an_open_call(self):
        enrollment = self.enroll(self.make_sequence("call", "email"), self.make_lead("Ada"))
        self.run_at(MONDAY)
        planned = enrollment.next_run_at
        with freeze_time(MONDAY + timedelta(hours=1)):
            enrollment.take_next_step()
        self.run_at(MONDAY + timedelta(hours=1))
        self.assertEqual((enrollment.touch_ids.state, enrollment.next_run_at), ("todo", planned))

    def test_the_chatter_names_the_user_of_each_action(self):
        enrollment = self.enroll(self.make_sequence("email", "email", "email"), self.make_lead("Ada"))
        mine = enrollment.with_user(self.rep)
        said = {
            "pause": "paused: By hand",
            "resume": "resumed",
            "take_next_step": "comes next",
            "skip_step": "skipped “Step 1”",
            "stop": "stopped: Stopped by hand",
            "restart": "restarted",
        }
        for verb, words in said.items():
            with freeze_time(MONDAY):
                getattr(mine, verb)()
            note = enrollment.lead_id.message_ids[0]
            with self.subTest(verb=verb):
                self.assertIn(words, note.body)
                self.assertEqual(note.author_id, self.rep.partner_id)

    def test_taking_the_next_step_needs_write_access_to_the_lead(self):
        stranger = mail_new_test_user(self.env, login="stranger", groups="sales_sequence.group_sales_sequence_user")
        enrollment = self.enroll(self.make_sequence("email", "email"), self.make_lead("Ada"))
        with self.assertRaises(AccessError):
            enrollment.with_user(stranger).take_next_step()
