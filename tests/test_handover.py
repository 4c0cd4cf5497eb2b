"""A new salesperson, a sender who leaves or is away: nobody is forgotten, and no thread changes its sender unasked."""

from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import mail_new_test_user

from .common import BRUSSELS, MONDAY, SequenceCommon

USER = "sales_sequence.group_sales_sequence_user,base.group_partner_manager"


class HandoverCommon(SequenceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bob = cls.make_user("bob", "Bob Buddy")
        cls.call = {"channel": "call", "max_wait_days": 0}

    @classmethod
    def make_user(cls, login, name, groups=USER):
        return mail_new_test_user(
            cls.env, login=login, name=name, email=f"{login}@test.mycompany.com", groups=groups, tz=BRUSSELS
        )

    def make_mailed(self, name="Ada", sequence=None, **values):
        """An enrollment whose first email was sent and whose call is open."""
        sequence = sequence or self.make_sequence(
            "email", {**self.call, "delay": 0}, "email", name=f"With {name}", **values
        )
        enrollment = self.enroll(sequence, self.make_lead(name))
        self.run_at(MONDAY)
        self.send_mails(MONDAY)
        self.run_at(MONDAY + timedelta(minutes=10))
        self.assertEqual(enrollment.touch_ids.mapped("state"), ["todo", "sent"])
        return enrollment

    def make_calling(self, name="Cleo", **values):
        """An enrollment with an open call, before any email."""
        sequence = self.make_sequence(self.call, "email", name=f"Call {name}", **values)
        enrollment = self.enroll(sequence, self.make_lead(name))
        self.run_at(MONDAY)
        self.assertEqual(enrollment.touch_ids.state, "todo")
        return enrollment

    def make_fresh(self, name="Bea", **values):
        return self.enroll(self.make_sequence("email", "email", name=f"For {name}", **values), self.make_lead(name))

    def assign(self, records, user):
        with self.mock_mail_gateway():
            records.with_user(self.manager).write({"user_id": user.id})
        self.env.invalidate_all()

    def notes(self, enrollment):
        return "".join(str(message.body) for message in enrollment._target().message_ids)


class TestNewSalesperson(HandoverCommon):
    def test_by_default_the_sender_stays_and_the_call_moves_to_the_new_salesperson(self):
        enrollment = self.make_mailed()
        self.assign(enrollment.lead_id, self.bob)
        self.assertEqual((enrollment.state, enrollment.user_id), ("running", self.rep))
        self.assertEqual(enrollment.lead_id.activity_ids.user_id, self.bob)
        signal = enrollment.signal_ids
        self.assertEqual((signal.kind, signal.effect), ("owner_changed", "noted"))
        for name in (self.rep.name, self.bob.name, self.manager.name):
            self.assertIn(name, signal.detail)
            self.assertIn(name, enrollment.timeline_html)

    def test_hand_over_moves_only_people_who_have_had_no_email(self):
        mailed = self.make_mailed(owner_change_policy="hand_over")
        fresh = self.make_fresh(owner_change_policy="hand_over")
        self.assign((fresh | mailed).lead_id, self.bob)
        self.assertEqual((fresh.user_id, fresh.signal_ids.effect), (self.bob, "handed_over"))
        self.assertEqual((mailed.user_id, mailed.signal_ids.effect), (self.rep, "noted"))
        self.assertEqual(mailed.lead_id.activity_ids.user_id, self.bob)
        self.assertIn(f"handed over from {self.rep.name} to {self.bob.name}", self.notes(fresh))
        self.run_at(MONDAY)
        self.assertEqual(fresh.touch_ids.mail_message_id.author_id, self.bob.partner_id)
        self.assertEqual(fresh.touch_ids.user_id, self.bob)

    def test_hand_over_treats_a_queued_email_as_sent(self):
        queued = self.make_fresh(owner_change_policy="hand_over")
        self.run_at(MONDAY)
        self.assign(queued.lead_id, self.bob)
        self.assertEqual(queued.user_id, self.rep)

    def test_pause_waits_for_a_decision_and_leaves_the_call_where_it_is(self):
        enrollment = self.make_mailed(owner_change_policy="pause")
        self.assign(enrollment.lead_id, self.bob)
        self.assertEqual((enrollment.state, enrollment.pause_kind), ("paused", "owner"))
        self.assertEqual(enrollment.status_signal_id.effect, "held")
        self.assertIn(self.bob.name, enrollment.status_note)
        self.assertEqual(enrollment.lead_id.activity_ids.user_id, self.rep)
        enrollment.with_user(self.manager).change_sender(self.bob.id, new_thread=True)
        self.assertEqual((enrollment.state, enrollment.user_id), ("running", self.bob))
        self.assertEqual(enrollment.lead_id.activity_ids.user_id, self.bob)

    def test_an_earlier_pause_does_not_resume_automatically_before_the_decision(self):
        enrollment = self.make_fresh(owner_change_policy="pause")
        with freeze_time(MONDAY):
            enrollment._pause("auto_reply", until=MONDAY + timedelta(days=1))
        self.assign(enrollment.lead_id, self.bob)
        self.run_at(MONDAY + timedelta(days=2))
        self.assertEqual((enrollment.state, enrollment.pause_kind), ("paused", "owner"))

    def test_removing_the_salesperson_keeps_the_sender(self):
        for policy in ("keep", "hand_over"):
            with self.subTest(policy):
                enrollment = self.make_calling(policy.capitalize(), owner_change_policy=policy)
                self.assign(enrollment.lead_id, self.bob)
                self.assign(enrollment.lead_id, self.env["res.users"])
                expected = self.bob if policy == "hand_over" else self.rep
                self.assertEqual((enrollment.state, enrollment.user_id), ("running", expected))
                self.assertEqual(enrollment.lead_id.activity_ids.user_id, expected, "The sender stands in")
                self.assertIn("nobody", enrollment.signal_ids[0].detail)

    def test_partners_are_handed_over_like_leads(self):
        step = {"mail_template_id": self.make_template("res.partner").id}
        sequence = self.make_sequence(step, target="partner", owner_change_policy="hand_over")
        partner = self.env["res.partner"].create(
            {"name": "Pia", "email": "pia@customer.example.org", "user_id": self.rep.id}
        )
        of_partner = self.enroll(sequence, partner)
        lead = self.make_lead("Dan", partner_id=self.env["res.partner"].create({"name": "Dan"}).id)
        of_lead = self.enroll(self.make_sequence(owner_change_policy="hand_over"), lead)
        self.assign(partner | lead.partner_id, self.bob)
        self.assertEqual(of_partner.user_id, self.bob)
        self.assertEqual(of_lead.user_id, self.rep, "The lead's salesperson has not changed")

    def test_writing_the_same_salesperson_again_does_nothing(self):
        enrollment = self.make_fresh()
        self.assign(enrollment.lead_id, self.rep)
        self.assertFalse(enrollment.signal_ids)

    def test_a_draft_is_rewritten_in_the_new_senders_name(self):
        self.template.body_html = "<p>Yours, <t t-out='user.name'/></p>"
        sequence = self.make_sequence({"requires_review": True}, "email", owner_change_policy="hand_over")
        enrollment = self.enroll(sequence, self.make_lead())
        self.run_at(MONDAY)
        self.assertIn(self.rep.name, enrollment.touch_ids.draft_body)
        with freeze_time(MONDAY):
            self.assign(enrollment.lead_id, self.bob)
        enrollment.touch_ids.with_user(self.bob).action_approve()
        self.assertFalse(enrollment.touch_ids.approved_by_id, "There is nothing to approve yet")
        self.run_at(MONDAY + timedelta(minutes=5))
        self.assertEqual(enrollment.touch_ids.state, "draft")
        self.assertIn(self.bob.name, enrollment.touch_ids.draft_body)

    def test_the_runner_completes_a_handover_of_a_locked_enrollment(self):
        fresh = self.make_fresh(owner_change_policy="hand_over")
        self.patch(type(self.env["sales.sequence.inbox"]), "_try_to_settle", lambda *_args: None)
        self.assign(fresh.lead_id, self.bob)
        self.assertEqual(fresh.user_id, self.rep)
        self.run_at(MONDAY)
        self.assertEqual((fresh.user_id, fresh.touch_ids.user_id), (self.bob, self.bob))

    def test_handing_over_forty_leads_costs_about_as_many_queries_as_ten(self):
        for policy in ("keep", "hand_over", "pause"):
            counts = {}
            for size in (10, 40):
                leads = self.make_leads(size, name=f"{policy}{size}x")
                sequence = self.make_sequence(self.call, "email", name=f"{policy} {size}", owner_change_policy=policy)
                enrollments = self.enroll(sequence, leads)
                self.run_at(MONDAY)
                signals = self.env["sales.sequence.signal"].create(
                    [{"enrollment_id": one.id, "kind": "owner_changed"} for one in enrollments]
                )
                leads.with_context(mail_notrack=True).user_id = self.bob
                signals |= enrollments.signal_ids
                signals.write({"settled_at": False})
                enrollments.user_id = self.rep
                enrollments.touch_ids.activity_id.user_id = self.rep
                enrollments.filtered(lambda one: one.state == "paused")._resume()
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                self.env["sales.sequence.inbox"]._settle(signals)
                self.env.flush_all()
                counts[size] = self.env.cr.sql_log_count - before
                self.assertTrue(all(signals.mapped("settled_at")))
            with self.subTest(policy):
                self.assertLess(counts[40], counts[10] + 20, counts)


class TestSenderLeaves(HandoverCommon):
    def archive(self, user, how):
        with self.mock_mail_gateway():
            if how == "button":
                user.action_archive()
            else:
                user.active = False
        self.env.invalidate_all()

    def test_archiving_the_sender_pauses_people_and_reassigns_their_calls(self):
        for how in ("button", "write"):
            with self.subTest(how):
                leaver = self.make_user(f"leaver_{how}", f"Leo {how}")
                enrollment = self.make_calling(how.capitalize())
                self.assign(enrollment.lead_id, leaver)
                enrollment.with_user(self.manager).change_sender(leaver.id)
                activity = enrollment.lead_id.activity_ids
                self.assertEqual((activity.user_id, enrollment.user_id), (leaver, leaver))
                self.archive(leaver, how)
                self.assertEqual((enrollment.state, enrollment.pause_kind), ("paused", "sender"))
                self.assertIn(leaver.name, enrollment.status_note)
                self.assertIn("Hand over", enrollment.status_note)
                self.assertEqual(activity.exists().user_id, self.rep, "The owner of the sequence")
                self.assertEqual(enrollment.touch_ids.state, "todo", "Not skipped")
                enrollment.with_user(self.manager).change_sender(self.bob.id)
                self.assertEqual((enrollment.state, enrollment.user_id), ("running", self.bob))

    def test_archiving_the_sender_hands_over_to_the_salesperson_then_to_the_owner(self):
        leaver = self.make_user("leaver", "Leo Leaver")
        first, second = (self.make_fresh(name, owner_change_policy="hand_over") for name in ("Fay", "Gus"))
        (first | second).with_user(self.manager).change_sender(leaver.id)
        first.lead_id.with_context(mail_notrack=True).user_id = self.bob
        first.with_user(self.manager).change_sender(leaver.id)
        second.lead_id.user_id = leaver
        self.archive(leaver, "button")
        self.assertEqual((first.state, first.user_id), ("running", self.bob))
        self.assertEqual((second.state, second.user_id), ("running", self.rep))
        self.run_at(MONDAY)
        self.assertEqual(first.touch_ids.user_id, self.bob)

    def test_archiving_the_sender_pauses_people_who_have_had_an_email(self):
        leaver = self.make_user("leaver", "Leo Leaver")
        lead = self.make_lead(user_id=leaver.id)
        enrollment = self.enroll(self.make_sequence("email", "email", owner_change_policy="hand_over"), lead)
        self.run_at(MONDAY)
        self.send_mails(MONDAY)
        self.archive(leaver, "button")
        self.assertEqual((enrollment.state, enrollment.user_id), ("paused", leaver))
        self.run_at(MONDAY + timedelta(days=9))
        self.assertEqual(len(enrollment.touch_ids), 1)

    def test_the_archiving_user_gets_the_calls_if_nobody_else_is_left(self):
        enrollment = self.make_calling()
        self.archive(self.rep, "button")
        self.assertEqual(enrollment.lead_id.activity_ids.user_id, self.env.user)
        self.assertEqual(enrollment.touch_ids.state, "todo")

    @mute_logger("odoo.addons.sales_sequence.models.inbox.staff")
    def test_an_error_in_the_addon_never_prevents_archiving_a_user(self):
        self.make_calling()
        self.patch(type(self.env["sales.sequence.enrollment"]), "_assignee", lambda *_args, **_kwargs: 1 / 0)
        self.archive(self.rep, "button")
        self.assertFalse(self.rep.active)


class TestSenderIsAway(HandoverCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Odoo uses the database's clock, which cannot be frozen; the job uses Python's.
        clocks = cls.env.cr.now(), MONDAY
        cls.left = min(clocks) - timedelta(days=1)
        cls.back = max(clocks).replace(microsecond=0) + timedelta(days=4)

    def leave(self, user, until=True):
        user.write(
            {
                "out_of_office_from": self.left,
                "out_of_office_to": self.back if until else False,
            }
        )
        self.env.invalidate_all()

    def test_a_call_of_an_absent_rep_goes_to_a_colleague_with_the_reason(self):
        self.leave(self.rep)
        sequence = self.make_sequence(self.call, user_id=self.bob.id)
        enrollment = self.enroll(sequence, self.make_lead())
        self.run_at(MONDAY)
        activity = enrollment.lead_id.activity_ids
        self.assertEqual(activity.user_id, self.bob)
        for text in (activity.note, enrollment.touch_ids.reason, enrollment.timeline_html):
            self.assertIn(f"{self.rep.name} is away until", text)

    def test_a_call_of_an_absent_rep_stays_if_the_policy_says_so_or_nobody_else_is_there(self):
        self.leave(self.rep)
        for policy, owner in (("keep", self.bob), ("hand_over", self.rep)):
            with self.subTest(policy):
                sequence = self.make_sequence(self.call, user_id=owner.id, absence_policy=policy, name=policy)
                enrollment = self.enroll(sequence, self.make_lead(policy.capitalize()))
                self.run_at(MONDAY)
                self.assertEqual(enrollment.lead_id.activity_ids.user_id, self.rep)

    def test_emails_are_sent_while_their_sender_is_away(self):
        self.leave(self.rep)
        enrollment = self.make_fresh()
        self.run_at(MONDAY)
        self.assertEqual((enrollment.touch_ids.state, enrollment.touch_ids.user_id), ("queued", self.rep))

    def test_a_pause_for_an_absence_resumes_when_the_sender_is_back(self):
        self.leave(self.rep)
        by_email = self.make_fresh(absence_policy="pause")
        calling = self.enroll(self.make_sequence(self.call, absence_policy="pause"), self.make_lead("Ivy"))
        self.run_at(MONDAY)
        for enrollment in (by_email, calling):
            self.assertEqual((enrollment.state, enrollment.pause_kind), ("paused", "absent"))
            self.assertEqual(enrollment.resume_at, self.back)
            self.assertIn(f"{self.rep.name} is away until", enrollment.status_note)
            self.assertFalse(enrollment.touch_ids)

    def test_an_early_or_undated_return_is_noticed(self):
        self.leave(self.rep, until=False)
        enrollment = self.make_fresh(absence_policy="pause")
        self.run_at(MONDAY)
        self.assertEqual((enrollment.state, enrollment.resume_at), ("paused", False))
        self.leave(self.rep)
        self.assertEqual(enrollment.resume_at, self.back)
        with freeze_time(MONDAY):
            self.rep.write({"out_of_office_from": False, "out_of_office_to": False})
        self.run_at(MONDAY + timedelta(minutes=1))
        self.run_at(MONDAY + timedelta(minutes=2))
        self.assertEqual((enrollment.state, enrollment.touch_ids.state), ("running", "queued"))


    def make_waiting(self):
        """An enrollment whose next call waits for Alice, who is away without a return date."""
        alice = self.make_user("alice", "Alice Away")
        enrollment = self.enroll(self.make_sequence(self.call, absence_policy="pause"), self.make_lead())
        enrollment.lead_id.user_id = alice
        self.leave(alice, until=False)
        self.run_at(MONDAY)
        self.assertEqual((enrollment.pause_kind, enrollment.resume_at), ("absent", False))
        return enrollment, alice

    def assert_goes_on(self, enrollment, user):
        for minutes in (1, 2):
            self.run_at(MONDAY + timedelta(minutes=minutes))
        self.assertEqual(enrollment.state, "running")
        self.assertEqual(enrollment.lead_id.activity_ids.user_id, user)

    def test_a_new_salesperson_ends_the_wait_for_the_absent_one(self):
        enrollment, _alice = self.make_waiting()
        with freeze_time(MONDAY):
            self.assign(enrollment.lead_id, self.bob)
        self.assert_goes_on(enrollment, self.bob)

    def test_archiving_an_absent_salesperson_ends_the_wait(self):
        enrollment, alice = self.make_waiting()
        with freeze_time(MONDAY), self.mock_mail_gateway():
            alice.action_archive()
        self.assert_goes_on(enrollment, self.rep)

    def test_archiving_an_absent_sender_pauses_for_a_decision(self):
        enrollment = self.make_fresh(absence_policy="pause")
        self.leave(self.rep, until=False)
        self.run_at(MONDAY)
        with freeze_time(MONDAY), self.mock_mail_gateway():
            self.rep.action_archive()
        self.env.invalidate_all()
        self.assertEqual((enrollment.state, enrollment.pause_kind), ("paused", "sender"))
        self.assertIn("was deactivated", enrollment.status_note)


class TestChangeSender(HandoverCommon):
    def test_the_sender_of_a_started_thread_cannot_change(self):
        enrollment = self.make_mailed()
        with self.assertRaisesRegex(UserError, enrollment.target_name):
            enrollment.with_user(self.manager).change_sender(self.bob.id)
        self.assertEqual(enrollment.user_id, self.rep)

    def test_a_new_sender_can_start_a_new_thread(self):
        enrollment = self.make_mailed()
        first = enrollment.touch_ids.mail_message_id
        enrollment.with_user(self.manager).change_sender(self.bob.id, new_thread=True)
        with freeze_time(MONDAY + timedelta(days=1)):
            enrollment.lead_id.activity_ids.action_feedback()
        self.run_at(enrollment.next_run_at)
        message = enrollment.touch_ids[0].mail_message_id
        mail = self.env["mail.mail"].search([("mail_message_id", "=", message.id)])
        self.assertEqual(message.author_id, self.bob.partner_id)
        self.assertEqual(message.subject, "A question")
        self.assertNotIn(first.message_id, mail.references or "")
        self.assertNotIn("In-Reply-To", mail.headers)

    def test_a_step_that_failed_under_the_old_sender_starts_the_new_senders_thread(self):
        enrollment = self.make_fresh()
        enrollment.lead_id.email_from = False
        self.run_at(MONDAY)
        self.assertEqual(enrollment.touch_ids.state, "failed")
        enrollment.lead_id.email_from = enrollment.email_normalized
        with freeze_time(MONDAY):
            enrollment.change_sender(self.bob.id)
            enrollment.resume()
        self.run_at(MONDAY)
        self.assertEqual(enrollment.touch_ids.user_id, self.bob, "the sender whose limit it counts for")
        first = enrollment.touch_ids.mail_message_id
        self.run_at(enrollment.next_run_at)
        self.assertEqual(enrollment.touch_ids[0].mail_message_id.parent_id, first)

    def test_a_new_sender_is_noted_in_the_history_and_the_chatter(self):
        enrollment = self.make_fresh()
        enrollment.with_user(self.manager).change_sender(self.bob.id)
        self.assertEqual((enrollment.signal_ids.kind, enrollment.signal_ids.effect), ("sender_changed", "handed_over"))
        self.assertIn(self.manager.name, enrollment.signal_ids.detail)
        note = enrollment.lead_id.message_ids.filtered(lambda message: "handed over" in message.body)
        self.assertEqual(note.author_id, self.manager.partner_id)

    def test_a_new_sender_moves_the_next_step_into_their_hours(self):
        enrollment = self.make_fresh(window_tz="owner")
        with freeze_time(MONDAY):
            self.assertEqual(enrollment.next_run_at, MONDAY)
            self.bob.tz = "America/New_York"
            enrollment.with_user(self.manager).change_sender(self.bob.id)
        self.assertEqual(enrollment.next_run_at, MONDAY.replace(hour=14), "Nine o'clock in New York")

    def test_a_call_reassigned_by_hand_stays_with_its_user(self):
        enrollment = self.make_calling()
        enrollment.lead_id.activity_ids.user_id = self.manager
        enrollment.with_user(self.manager).change_sender(self.bob.id)
        self.assertEqual(enrollment.lead_id.activity_ids.user_id, self.manager)

    def test_ended_enrollments_keep_their_sender(self):
        enrollment = self.make_fresh()
        enrollment.stop()
        enrollment.with_user(self.manager).change_sender(self.bob.id)
        self.assertEqual(enrollment.user_id, self.rep)

    def test_a_channel_manager_may_change_senders_for_partners_but_not_for_leads(self):
        groups = "sales_sequence.group_sales_sequence_channel_manager,base.group_partner_manager"
        channel_manager = self.make_user("channel", "Chris Channel", groups)
        partner = self.env["res.partner"].create({"name": "Acme", "email": "acme@customer.example.org"})
        of_partner = self.enroll(self.make_sequence("call", target="partner"), partner)
        of_partner.with_user(channel_manager).change_sender(self.bob.id)
        self.assertEqual(of_partner.user_id, self.bob)
        of_lead = self.make_fresh()
        of_lead.lead_id.with_context(mail_notrack=True).user_id = channel_manager
        with self.assertRaisesRegex(AccessError, "Only a manager"):
            of_lead.with_user(channel_manager).change_sender(self.bob.id)

    def test_a_rep_may_take_over_but_not_give_away(self):
        enrollment = self.make_fresh()
        with self.assertRaises(AccessError):
            enrollment.with_user(self.rep).change_sender(self.bob.id)
        with self.assertRaises(AccessError):
            enrollment.with_user(self.bob).change_sender(self.bob.id)
        enrollment.lead_id.with_context(mail_notrack=True).user_id = self.bob
        enrollment.with_user(self.bob).change_sender(self.bob.id)
        self.assertEqual(enrollment.user_id, self.bob)

    def test_only_a_user_who_can_send_becomes_the_sender(self):
        enrollment = self.make_fresh().with_user(self.manager)
        portal = self.make_user("portal", "Pia Portal", groups="base.group_portal")
        gone = self.make_user("gone", "Gil Gone")
        gone.active = False
        for user_id in (portal.id, gone.id, 10**6, False):
            with self.subTest(user_id), self.assertRaises(UserError):
                enrollment.change_sender(user_id)
