"""A reply that asks to unsubscribe: it counts as a reply, is shown as a request, and takes one click to opt out."""

from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError

from .common import MONDAY, SequenceCommon

ADA = "ada@customer.example.org"
WISH = "Asks not to be contacted again"


class TestWishEffects(SequenceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sequence = cls.make_sequence("email", "email")
        cls.lead = cls.make_lead()

    def setUp(self):
        super().setUp()
        self.enrollment = self.start(self.lead)

    def start(self, lead):
        enrollment = self.enroll(self.sequence, lead)
        self.run_at(MONDAY)
        self.send_mails(MONDAY)
        return enrollment

    def ask(self, enrollment=None, sender=ADA, kind="reply"):
        """Deliver a reply that says “unsubscribe me”. :return: the signal"""
        enrollment = enrollment or self.enrollment
        message = enrollment.lead_id._message_log(body="Unsubscribe me", email_from=f"Ada <{sender}>")
        values = {"enrollment_id": enrollment.id, "kind": kind, "wish": "opt_out", "detail": f"From {sender}"}
        with freeze_time(MONDAY):
            return self.env["sales.sequence.inbox"]._notice([{**values, "mail_message_id": message.id}])

    def opted_out(self):
        return self.env["sales.sequence.opt.out"].search([]).mapped(lambda one: (one.email_normalized, one.origin))

    def asked(self):
        return self.lead.activity_ids.filtered(lambda activity: activity.summary == WISH)

    def test_an_unsubscribe_wish_stops_as_a_reply_and_asks_the_rep(self):
        signal = self.ask()
        self.assertEqual((self.enrollment.state, self.enrollment.exit_reason), ("stopped", "replied"))
        self.assertEqual((self.enrollment.replied_at, self.count_answers(self.sequence)), (MONDAY, 1))
        self.assertIn(WISH, self.enrollment.status_note)
        self.assertIn(WISH, self.lead.message_ids.filtered(lambda m: "stopped" in m.body).body)
        self.assertIn(WISH, str(self.enrollment.timeline_html))
        self.assertEqual(self.asked().user_id, self.rep)
        self.assertTrue(self.enrollment.asks_to_opt_out)
        self.assertEqual(signal.effect, "stopped")
        self.assertFalse(self.opted_out())

    def test_one_click_opts_out_only_the_address_that_asked(self):
        for records, sender in (("enrollment", ADA), ("signal", "assistant@customer.example.org")):
            with self.subTest(records):
                enrollment = self.enrollment if sender == ADA else self.start(self.make_lead("Bea"))
                signal = self.ask(enrollment, sender)
                (enrollment if records == "enrollment" else signal).with_user(self.rep).action_opt_out()
                self.assertIn((sender, "wish"), self.opted_out())
                self.assertFalse(enrollment.asks_to_opt_out)
                self.assertFalse(enrollment.wish_activity_id)
                self.assertEqual(enrollment.exit_reason, "replied")
        self.assertEqual(len(self.opted_out()), 2)
        self.assertFalse(self.env["mail.blacklist"].search([]), "Odoo's blacklist applies to all companies")
        other = self.make_lead("Ada Again", email_from=ADA)
        self.assertEqual(self.sequence.enroll(other.ids)["refused"][0]["code"], "opted_out")
        self.assertTrue(self.make_sequence("email", name="Another").enroll(other.ids)["enrolled"])

    def test_opting_out_twice_has_no_further_effect(self):
        signal = self.ask()
        for _click in range(2):
            signal.with_user(self.rep).action_opt_out()
        self.assertEqual(self.opted_out(), [(ADA, "wish")])

    def test_a_wish_that_arrives_after_the_lead_is_deleted_still_opts_out(self):
        signal = self.ask()
        self.lead.unlink()
        signal.with_user(self.manager).action_opt_out()
        self.assertFalse(self.opted_out(), "The address is no longer known")
        self.env.company.sequence_opt_out_on_wish = True
        lead = self.make_lead("Bea")
        enrollment = self.start(lead)
        lead.unlink()
        message = self.make_lead("Any")._message_log(body="Unsubscribe me", email_from="bea@customer.example.org")
        self.env["sales.sequence.inbox"]._notice(
            [{"enrollment_id": enrollment.id, "kind": "reply", "wish": "opt_out", "mail_message_id": message.id}]
        )
        self.assertEqual(self.opted_out(), [("bea@customer.example.org", "wish")])

    def test_a_company_may_opt_people_out_automatically(self):
        self.env.company.sequence_opt_out_on_wish = True
        self.ask()
        self.assertEqual(self.opted_out(), [(ADA, "wish")])
        self.assertEqual(self.enrollment.exit_reason, "replied")
        self.assertFalse(self.asked() or self.enrollment.asks_to_opt_out)

    def test_an_unsure_message_has_no_wish_before_it_is_settled_as_a_reply(self):
        self.env.company.sequence_opt_out_on_wish = True
        signal = self.ask(kind="unsure")
        self.assertFalse(self.opted_out() or self.asked())
        self.assertNotIn(WISH, self.enrollment.status_note)
        signal.with_user(self.rep).action_is_reply()
        self.assertEqual(self.opted_out(), [(ADA, "wish")])

    def test_an_automatic_reply_has_no_wish_even_after_a_late_correction(self):
        for automatic in (False, True):
            with self.subTest(automatic=automatic):
                self.env.company.sequence_opt_out_on_wish = automatic
                enrollment = self.start(self.make_lead(f"Cleo{automatic}"))
                address = enrollment.email_normalized
                signal = self.ask(enrollment, address)
                with freeze_time(MONDAY + timedelta(days=1)):
                    signal.with_user(self.rep).action_is_auto_reply()
                self.assertFalse(self.opted_out())
                self.assertFalse(enrollment.wish_activity_id or enrollment.asks_to_opt_out)
                self.assertEqual((enrollment.state, enrollment.pause_kind), ("paused", "auto_reply"))

    def test_an_unsubscribe_wish_in_a_second_reply_counts_if_the_first_is_corrected(self):
        for automatic in (False, True):
            with self.subTest(automatic=automatic):
                self.env.company.sequence_opt_out_on_wish = automatic
                enrollment = self.start(self.make_lead(f"Cleo{automatic}"))
                address = enrollment.email_normalized
                first, _second = self.ask(enrollment, address), self.ask(enrollment, address)
                first.with_user(self.rep).action_is_auto_reply()
                self.assertEqual(self.opted_out(), [(address, "wish")] if automatic else [])
                self.assertEqual(bool(enrollment.wish_activity_id), not automatic)

    def test_correcting_the_reply_does_not_undo_a_colleagues_opt_out(self):
        self.env["sales.sequence.opt.out"].create({"email_normalized": ADA, "sequence_id": self.sequence.id})
        signal = self.ask()
        signal.with_user(self.rep).action_is_auto_reply()
        self.assertEqual(self.opted_out(), [(ADA, "manual")])

    def test_correcting_the_reply_leaves_a_colleagues_opt_out_counted(self):
        signal = self.ask()
        with freeze_time(MONDAY + timedelta(hours=1)):
            self.env["sales.sequence.opt.out"].create({"email_normalized": ADA, "sequence_id": self.sequence.id})
        (noted,) = self.enrollment.signal_ids.filtered(lambda one: one.kind == "opt_out")
        signal.with_user(self.rep).action_is_auto_reply()
        self.assertEqual((noted.effect, self.opted_out()), ("noted", [(ADA, "manual")]))

    def test_only_users_who_manage_the_enrollment_can_opt_the_person_out(self):
        signal = self.ask()
        self.lead.user_id = self.manager
        for records in (signal, self.enrollment):
            with self.assertRaises(AccessError):
                records.with_user(self.rep).action_opt_out()
        self.assertFalse(self.opted_out())

    def test_a_reply_without_a_wish_opts_nobody_out(self):
        self.env.company.sequence_opt_out_on_wish = True
        self.answer(self.enrollment.touch_ids)
        self.enrollment.with_user(self.rep).action_opt_out()
        self.assertFalse(self.opted_out() or self.asked())
