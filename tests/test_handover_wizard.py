"""Bulk handover by a manager: exactly what the dialog counts is moved, and only managers may do it."""

from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form

from .common import MONDAY
from .test_handover import HandoverCommon


class TestHandoverWizard(HandoverCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.make_user("other", "Olga Other")

    def setUp(self):
        super().setUp()
        self.mailed = self.make_mailed("Ada")
        self.calling = self.make_calling("Cleo")
        self.fresh = self.make_fresh("Bea")
        self.ended = self.make_fresh("Dan")
        self.ended.stop()
        foreign = self.make_lead("Eve", user_id=self.other.id)
        self.foreign = self.enroll(self.make_sequence("email", name="Foreign"), foreign)
        self.mine = self.mailed | self.calling | self.fresh

    def open(self, records, user=None):
        return Form(
            self.env["sales.sequence.handover.wizard"]
            .with_user(user or self.manager)
            .with_context(active_model=records._name, active_ids=records.ids)
        )

    def counts(self, dialog):
        return dialog.fresh_count, dialog.mailed_count, dialog.activity_count

    def test_the_dialog_hands_over_all_people_of_a_user_who_have_had_no_email(self):
        dialog = self.open(self.rep)
        self.assertEqual(self.counts(dialog), (2, 1, 2))
        dialog.to_user_id = self.bob
        action = dialog.save().action_confirm()
        self.assertIn("2 more people", action["params"]["message"])
        self.assertEqual((self.fresh | self.calling).user_id, self.bob)
        self.assertEqual(self.mailed.user_id, self.rep)
        self.assertEqual((self.mailed | self.calling).lead_id.activity_ids.user_id, self.bob)
        self.assertEqual((self.ended.user_id, self.foreign.user_id), (self.rep, self.other))
        self.assertEqual((self.mailed | self.calling).lead_id.user_id, self.rep, "Their salesperson does not change")

    def test_starting_new_threads_hands_over_everybody(self):
        dialog = self.open(self.rep)
        dialog.to_user_id = self.bob
        dialog.mailed_policy = "new_thread"
        dialog.with_activities = False
        dialog.save().action_confirm()
        self.assertEqual(self.mine.user_id, self.bob)
        self.assertEqual(self.mailed.lead_id.activity_ids.user_id, self.rep)

    def test_calls_can_stay_with_the_old_sender_even_without_a_salesperson(self):
        self.calling.lead_id.user_id = False
        call = self.calling.lead_id.activity_ids
        dialog = self.open(self.calling)
        dialog.to_user_id = self.bob
        dialog.with_activities = False
        action = dialog.save().action_confirm()
        self.assertIn("0 more calls", action["params"]["message"])
        self.assertEqual((self.calling.user_id, call.user_id), (self.bob, self.rep))

    def test_a_selection_hands_over_only_the_selected_enrollments(self):
        dialog = self.open(self.mailed | self.fresh | self.ended | self.foreign)
        self.assertEqual(self.counts(dialog), (2, 1, 1))
        dialog.from_user_ids.add(self.rep)
        self.assertEqual(self.counts(dialog), (1, 1, 1))
        dialog.to_user_id = self.bob
        dialog.save().action_confirm()
        self.assertEqual(self.fresh.user_id, self.bob)
        self.assertEqual((self.calling | self.mailed).user_id, self.rep)
        self.assertEqual(self.foreign.user_id, self.other)
        self.assertEqual(self.calling.lead_id.activity_ids.user_id, self.rep)

    def test_people_of_a_deactivated_sender_can_be_handed_over(self):
        with freeze_time(MONDAY), self.mock_mail_gateway():
            self.rep.action_archive()
        self.env.invalidate_all()
        self.assertEqual(set(self.mine.mapped("state")), {"paused"})
        dialog = self.open(self.rep)
        self.assertTrue(dialog.sender_is_gone)
        self.assertEqual(self.counts(dialog), (2, 1, 0), "Odoo's activities were reassigned at once")
        dialog.to_user_id = self.bob
        with freeze_time(MONDAY):
            dialog.save().action_confirm()
        self.assertEqual(set((self.fresh | self.calling).mapped("state")), {"running"})
        self.assertEqual(self.mailed.state, "paused")
        self.run_at(MONDAY + timedelta(days=1))
        self.assertEqual(self.fresh.touch_ids.user_id, self.bob)

    def test_the_dialog_says_if_there_is_nothing_to_hand_over(self):
        dialog = self.open(self.bob)
        self.assertEqual(self.counts(dialog), (0, 0, 0))
        dialog.to_user_id = self.other
        with self.assertRaisesRegex(UserError, "nothing to hand over"):
            dialog.save().action_confirm()

    def test_only_a_manager_may_hand_over_in_bulk(self):
        for user in (self.rep, self.user_employee):
            with self.subTest(user.name):
                with self.assertRaises(AccessError):
                    self.env["sales.sequence.handover.wizard"].with_user(user).create({"to_user_id": self.bob.id})
                bindings = self.env["ir.actions.actions"].with_user(user).get_bindings("res.users")
                action = self.env.ref("sales_sequence.sales_sequence_handover_wizard_action_user")
                self.assertNotIn(action.id, [each["id"] for each in bindings.get("action", ())])
        self.assertEqual(self.mine.user_id, self.rep)

    def test_enrollments_hidden_from_the_manager_are_neither_counted_nor_moved(self):
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        self.fresh.company_id = elsewhere
        dialog = self.open(self.rep)
        self.assertEqual(self.counts(dialog), (1, 1, 2))
        dialog.to_user_id = self.bob
        dialog.save().action_confirm()
        self.assertEqual(self.fresh.user_id, self.rep)

    def test_a_rep_may_take_over_enrollments_of_their_own_leads(self):
        self.mailed.lead_id.with_context(mail_notrack=True).user_id = self.bob
        self.mailed.with_user(self.bob).action_take_over()
        self.assertEqual(self.mailed.user_id, self.bob)
        with self.assertRaises(AccessError):
            self.fresh.with_user(self.bob).action_take_over()
