"""The inbox: it stops when it should, pauses when it should, and never stops by mistake."""

from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import UserError

from .common import MONDAY, SequenceCommon


class TestInbox(SequenceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sequence = cls.make_sequence("email", {"channel": "call", "delay": 2}, "email")
        cls.lead = cls.make_lead()

    def setUp(self):
        super().setUp()
        self.enrollment = self.enroll(self.sequence, self.lead)
        self.run_at(MONDAY)
        self.send_mails(MONDAY)
        self.first = self.enrollment.touch_ids

    def assert_stopped(self, reason, enrollment=None):
        enrollment = enrollment or self.enrollment
        self.assertEqual((enrollment.state, enrollment.exit_reason), ("stopped", reason))
        self.assertTrue(enrollment.ended_at)
        self.assertFalse(enrollment.next_run_at)
        self.assertFalse(enrollment.touch_ids.filtered(lambda touch: touch.state in ("queued", "draft", "todo")))

    # ------------------------------------------------------------------
    # Replies
    # ------------------------------------------------------------------

    def test_a_reply_stops_the_enrollment_and_is_credited_to_its_email(self):
        self.answer(self.first)
        self.assert_stopped("replied")
        self.assertTrue(self.first.replied_at)
        self.assertTrue(self.enrollment.replied_at)
        signal = self.enrollment.signal_ids
        self.assertEqual((signal.kind, signal.effect), ("reply", "stopped"))
        self.assertEqual(self.enrollment.status_signal_id, signal)
        self.assertEqual(signal.mail_message_id.res_id, self.lead.id)
        self.assertIn("ada@customer.example.org", self.enrollment.status_note)

    def test_a_reply_from_the_contacts_colleague_stops_the_enrollment(self):
        self.answer(self.first, email_from="Bob <bob@customer.example.org>")
        self.assert_stopped("replied")

    def test_a_reply_without_references_is_matched_by_its_address(self):
        self.env["mail.alias"].create(
            {
                "alias_name": "sales",
                "alias_domain_id": self.mail_alias_domain.id,
                "alias_model_id": self.env["ir.model"]._get_id("crm.lead"),
            }
        )
        self.answer(None, email_from="Ada <ADA@customer.example.org>", to=f"sales@{self.alias_domain}", subject="Hello")
        self.assert_stopped("replied")
        self.assertEqual(self.first.replied_at, MONDAY, "Credited to the last touch")

    def test_mail_from_an_unrelated_person_stops_nobody(self):
        self.answer(None, email_from="eve@elsewhere.example.org", model="crm.lead", subject="Hello")
        self.assertEqual(self.enrollment.state, "running")
        self.assertFalse(self.enrollment.signal_ids)

    def test_mail_from_an_internal_user_is_not_a_reply(self):
        self.answer(self.first, email_from=self.manager.email)
        self.assertEqual(self.enrollment.state, "running")

    def test_a_reply_removes_the_open_call(self):
        self.run_at(MONDAY + timedelta(days=2))
        self.assertTrue(self.lead.activity_ids)
        self.answer(self.first, at=MONDAY + timedelta(days=2))
        self.assert_stopped("replied")
        self.assertFalse(self.lead.activity_ids)

    def test_a_reply_cancels_the_queued_mail(self):
        self.enrollment.touch_ids.state = "queued"
        wednesday = MONDAY + timedelta(days=2)
        self.run_at(wednesday)
        self.lead.activity_ids.action_feedback()
        self.run_at(self.enrollment.next_run_at)
        queued = self.touches(self.enrollment)[-1]
        self.assertEqual(queued.state, "queued")
        self.answer(self.first, at=wednesday)
        self.assertEqual(queued.state, "canceled")
        self.assertTrue(queued.reason)
        self.assertFalse(self.send_mails(wednesday + timedelta(days=3)))

    def test_a_stop_between_queue_and_smtp_leaves_no_trace_of_the_email(self):
        """Even if the mail itself could not be canceled in time."""
        other = self.enroll(self.make_sequence("email", "email", name="Other"), self.make_lead("Bea"))
        self.run_at(MONDAY)
        touch = other.touch_ids
        other.stop()
        mail = self.env["mail.mail"].search([("mail_message_id", "=", touch.mail_message_id.id)])
        mail.state = "outgoing"
        touch.sudo().state = "queued"
        self.assertFalse(self.send_mails(MONDAY))
        self.assertFalse(self.emails, "No SMTP conversation")
        self.assertEqual(touch.state, "canceled")
        self.assertTrue(touch.reason)
        self.assertEqual(mail.state, "cancel")

    def test_a_stop_after_the_last_step_keeps_its_email_from_being_sent(self):
        for name, act in (
            ("Reply", lambda one: self.answer(None, email_from=one.email_normalized, model="crm.lead")),
            ("Won", lambda one: one.lead_id.action_set_won()),
            ("Blacklisted", lambda one: self.env["mail.blacklist"]._add(one.email_normalized)),
            ("Hand", lambda one: one.stop()),
        ):
            with self.subTest(name):
                one = self.enroll(self.make_sequence(name=name), self.make_lead(name))
                self.run_at(MONDAY)
                self.assertEqual((one.state, one.touch_ids.state), ("finished", "queued"))
                act(one)
                self.assertFalse(self.send_mails(MONDAY))
                self.assertEqual(one.touch_ids.state, "canceled")

    def test_a_reply_after_the_last_step_counts(self):
        single = self.enroll(self.make_sequence(name="One email"), self.make_lead("Cleo"))
        self.run_at(MONDAY)
        self.send_mails(MONDAY)
        self.assertEqual(single.state, "finished")
        self.answer(single.touch_ids, email_from="cleo@customer.example.org")
        self.assertEqual((single.state, single.exit_reason), ("finished", "replied"))
        self.assertTrue(single.touch_ids.replied_at)

    def test_a_broken_inbox_never_loses_the_message(self):
        """Odoo's fetcher marks a message as handled even when its processing raised."""
        inbox = type(self.env["sales.sequence.inbox"])
        self.patch(inbox, "_settle", lambda *_args, **_kwargs: 1 / 0)
        self.answer(self.first, body="Do not lose me")
        self.assertIn("Do not lose me", self.lead.message_ids[0].body)
        self.assertEqual(self.enrollment.state, "running")
        self.assertFalse(self.enrollment.signal_ids.settled_at, "Left to the runner")

    def test_the_runner_settles_signals_left_open(self):
        inbox = type(self.env["sales.sequence.inbox"])
        with self.subTest("busy"):
            self.patch(inbox, "_try_to_settle", lambda *_args: None)
            self.answer(self.first)
            self.assertEqual(self.enrollment.state, "running")
        self.run_at(MONDAY + timedelta(minutes=1))
        self.assert_stopped("replied")

    # ------------------------------------------------------------------
    # Automatic replies and bounces
    # ------------------------------------------------------------------

    def test_an_out_of_office_pauses_and_is_not_a_reply(self):
        self.answer(
            self.first,
            subject="Automatic reply: A question",
            headers="Auto-Submitted: auto-replied\nX-Auto-Response-Suppress: All\n",
            body="I am out of the office.",
        )
        self.assertEqual((self.enrollment.state, self.enrollment.pause_kind), ("paused", "auto_reply"))
        self.assertFalse(self.enrollment.replied_at)
        self.assertEqual(self.enrollment.resume_at, MONDAY + timedelta(days=7), "Five business days")
        self.run_at(MONDAY + timedelta(days=6))
        self.assertEqual(len(self.enrollment.touch_ids), 1)
        self.run_at(MONDAY + timedelta(days=7, hours=1))
        self.assertEqual(self.enrollment.state, "running")
        self.assertEqual(self.enrollment.next_run_at, MONDAY + timedelta(days=9, hours=1), "The remaining delay")

    def test_an_out_of_office_with_a_date_pauses_until_the_day_after(self):
        self.answer(
            self.first,
            subject="Automatic reply: A question",
            headers="Auto-Submitted: auto-replied\n",
            body="I am out of the office and will be back on Friday, 23 January 2026.",
        )
        self.assertEqual(self.enrollment.resume_at, datetime(2026, 1, 26, 8, 0), "Monday after, at nine")

    def test_an_out_of_office_extends_a_shorter_pause(self):
        with freeze_time(MONDAY):
            self.enrollment.pause(until=MONDAY + timedelta(days=1))
        self.answer(
            self.first,
            subject="Automatic reply: A question",
            headers="Auto-Submitted: auto-replied\n",
            body="I am out of the office and will be back on Friday, 23 January 2026.",
        )
        self.assertEqual(self.enrollment.resume_at, datetime(2026, 1, 26, 8, 0))
        self.assertEqual((self.enrollment.pause_kind, self.enrollment.signal_ids.effect), ("auto_reply", "held"))

    def test_a_bounce_stops_the_enrollment(self):
        self.bounce(self.first)
        self.assert_stopped("bounced")
        self.assertEqual(self.first.state, "bounced")
        self.assertFalse(self.first.replied_at)

    # ------------------------------------------------------------------
    # Meetings, deals, goals
    # ------------------------------------------------------------------

    def make_meeting(self, **values):
        return self.env["calendar.event"].create(
            {"name": "Demo", "start": MONDAY + timedelta(days=3), "stop": MONDAY + timedelta(days=3, hours=1), **values}
        )

    def test_a_meeting_on_the_lead_stops_the_enrollment(self):
        with freeze_time(MONDAY):
            meeting = self.make_meeting(opportunity_id=self.lead.id)
        self.assert_stopped("meeting")
        self.assertEqual(self.enrollment.status_signal_id.calendar_event_id, meeting)

    def test_a_meeting_with_the_contact_stops_the_enrollment_whoever_hosts_it(self):
        contact = self.env["res.partner"].create({"name": "Dora", "email": "dora@customer.example.org"})
        lead = self.make_lead("Dora", partner_id=contact.id)
        enrollment = self.enroll(self.make_sequence("email", "email", name="Meetings"), lead)
        with freeze_time(MONDAY):
            self.make_meeting(partner_ids=[(6, 0, (contact | self.partner_admin).ids)], user_id=self.manager.id)
        self.assert_stopped("meeting", enrollment)

    def test_a_meeting_from_before_the_enrollment_stops_nobody(self):
        with freeze_time(MONDAY + timedelta(days=9)):
            before = MONDAY - timedelta(days=1)
            self.make_meeting(opportunity_id=self.lead.id, start=before, stop=before + timedelta(hours=1))
        self.assertEqual(self.enrollment.state, "running")

    def test_a_meeting_stops_only_if_the_sequence_says_so(self):
        self.sequence.stop_on_meeting = False
        with freeze_time(MONDAY):
            self.make_meeting(opportunity_id=self.lead.id)
        self.assertEqual(self.enrollment.state, "running")
        self.assertEqual(self.enrollment.signal_ids.effect, "ignored")

    def test_won_lost_and_archived_leads_are_stopped(self):
        for reason, act in (
            ("won", lambda lead: lead.action_set_won()),
            ("lost", lambda lead: lead.action_set_lost()),
            ("archived", lambda lead: lead.action_archive()),
        ):
            with self.subTest(reason):
                lead = self.make_lead(reason.capitalize(), probability=20)
                enrollment = self.enroll(self.make_sequence("email", "email", name=reason), lead)
                act(lead)
                self.assert_stopped(reason, enrollment)

    def test_the_goal_is_checked_before_each_touch(self):
        self.sequence.goal_domain = "[('expected_revenue', '>', 100)]"
        self.lead.expected_revenue = 500
        self.run_at(MONDAY + timedelta(days=2))
        self.assert_stopped("goal")

    def test_blacklisting_the_address_stops_the_enrollment(self):
        self.env["mail.blacklist"]._add("ada@customer.example.org")
        self.assert_stopped("opted_out")

    def test_a_merge_keeps_the_furthest_enrollment_and_all_history(self):
        other = self.make_lead("Eva")
        fresh = self.enroll(self.make_sequence("email", "email", name="Fresh"), other)
        merged = (self.lead | other).merge_opportunity()
        self.assertEqual((self.enrollment.state, self.enrollment.lead_id), ("running", merged))
        self.assert_stopped("merged", fresh)
        self.assertEqual(fresh.lead_id, merged)

    def test_the_account_policy_reaches_colleagues(self):
        company = self.env["res.partner"].create({"name": "ACME", "is_company": True})
        people = self.env["res.partner"].create(
            [
                {"name": name, "email": f"{name}@acme.example.org", "parent_id": company.id}
                for name in ("Fay", "Gus", "Hal")
            ]
        )
        leads = self.env["crm.lead"]
        for person in people:
            leads |= self.make_lead(person.name, partner_id=person.id, email_from=person.email)
        for policy, state in (("none", "running"), ("pause", "paused"), ("stop", "stopped")):
            with self.subTest(policy):
                sequence = self.make_sequence(
                    "email", "email", name=policy, account_policy=policy, reenroll_policy="after", reenroll_days=0
                )
                answering, *others = self.enroll(sequence, leads, allow_recent=True)
                self.run_at(MONDAY)
                self.send_mails(MONDAY)
                self.answer(answering.touch_ids, email_from=answering.email_normalized)
                self.assert_stopped("replied", answering)
                self.assertEqual({other.state for other in others}, {state})
                for other in others:
                    other.stop()

    def test_deleting_a_lead_cancels_its_mails_and_activities(self):
        self.run_at(MONDAY + timedelta(days=2))
        activity = self.lead.activity_ids
        self.lead.unlink()
        self.assert_stopped("deleted")
        self.assertFalse(activity.exists())
        self.run_at(MONDAY + timedelta(days=5))

    def test_forty_stops_cost_as_many_queries_as_ten(self):
        counts = {}
        for kind in ("meeting", "won", "opt_out"):
            for size in (10, 40):
                leads = self.make_leads(size)
                self.enroll(self.make_sequence("email", "email", name=f"{kind} {size}"), leads)
                enrollments = leads.enrollment_ids
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                self.env["sales.sequence.inbox"]._notice(
                    [{"enrollment_id": one.id, "kind": kind} for one in enrollments]
                )
                self.env.flush_all()
                counts[kind, size] = self.env.cr.sql_log_count - before
                self.assertEqual(set(enrollments.mapped("state")), {"stopped"})
                leads.unlink()
            self.assertLess(counts[kind, 40], counts[kind, 10] + 10, counts)

    # ------------------------------------------------------------------
    # Corrections, comments and restarts
    # ------------------------------------------------------------------

    def test_one_click_turns_an_automatic_reply_into_a_reply(self):
        self.answer(
            self.first,
            subject="Automatic reply: A question",
            headers="Auto-Submitted: auto-replied\n",
            body="I am away.",
        )
        signal = self.enrollment.signal_ids
        self.assertEqual(self.enrollment.state, "paused")
        signal.with_user(self.rep).action_is_reply()
        self.assert_stopped("replied")
        self.assertTrue(self.first.replied_at)
        self.assertIn(self.rep.name, signal.detail)

    def test_one_click_turns_a_reply_into_an_automatic_reply(self):
        self.answer(self.first)
        with freeze_time(MONDAY + timedelta(hours=1)):
            self.enrollment.signal_ids.with_user(self.rep).action_is_auto_reply()
        self.assertEqual((self.enrollment.state, self.enrollment.pause_kind), ("paused", "auto_reply"))
        self.assertFalse(self.enrollment.replied_at or self.first.replied_at)
        self.assertEqual(self.enrollment.next_step_id, self.sequence.step_ids[1])
        self.run_at(self.enrollment.resume_at + timedelta(minutes=1))
        self.assertEqual(self.enrollment.state, "running")

    def make_portal_user(self):
        contact = self.env["res.partner"].create({"name": "Pia", "email": "pia@customer.example.org"})
        return (
            self.env["res.users"]
            .with_context(no_reset_password=True)
            .create(
                {
                    "name": "Pia",
                    "login": "pia",
                    "partner_id": contact.id,
                    "group_ids": [(6, 0, [self.env.ref("base.group_portal").id])],
                }
            )
        )

    def comment(self, portal, lead):
        values = {"message_type": "comment", "author_id": portal.partner_id.id}
        lead.with_user(portal).sudo().message_post(body="Please call me", **values)

    def test_a_portal_comment_is_a_reply(self):
        portal = self.make_portal_user()
        lead = self.make_lead("Pia", partner_id=portal.partner_id.id)
        enrollment = self.enroll(self.make_sequence("email", "email", name="Portal"), lead)
        lead.with_user(self.rep).message_post(body="A note of ours", message_type="comment")
        self.assertEqual(enrollment.state, "running")
        self.comment(portal, lead)
        self.assert_stopped("replied", enrollment)

    def test_a_portal_comment_after_the_last_step_counts_like_a_mail(self):
        portal = self.make_portal_user()
        lead = self.make_lead("Pia", partner_id=portal.partner_id.id)
        enrollment = self.enroll(self.make_sequence("email", name="Portal"), lead)
        self.run_at(MONDAY)
        self.assertEqual((enrollment.state, enrollment.touch_ids.state), ("finished", "queued"))
        with freeze_time(MONDAY + timedelta(days=31)):
            self.comment(portal, lead)
        self.assertEqual(enrollment.exit_reason, "completed")
        with freeze_time(MONDAY + timedelta(days=1)):
            self.comment(portal, lead)
        self.assertEqual(enrollment.exit_reason, "replied")
        self.assertEqual(enrollment.touch_ids.state, "canceled", "unsent mails are canceled")

    def test_a_canceled_meeting_offers_a_restart_but_never_restarts_automatically(self):
        with freeze_time(MONDAY):
            meeting = self.make_meeting(opportunity_id=self.lead.id)
            meeting.action_archive()
        self.assert_stopped("meeting")
        self.assertIn("canceled", self.enrollment.status_note)
        self.assertTrue(self.lead.activity_ids.filtered(lambda activity: "needs you" in (activity.summary or "")))
        with freeze_time(MONDAY):
            self.enrollment.with_user(self.rep).restart()
        self.assertEqual((self.enrollment.state, self.enrollment.next_step_id), ("running", self.sequence.step_ids[1]))

    def test_a_restart_is_refused_if_the_person_is_in_another_sequence(self):
        self.enrollment.stop()
        self.enroll(self.make_sequence(name="Next"), self.lead)
        with self.assertRaisesRegex(UserError, "is now in “Next”"):
            self.enrollment.restart()

    def test_a_complaint_opts_the_person_out(self):
        self.env["sales.sequence.inbox"]._notice([{"enrollment_id": self.enrollment.id, "kind": "complaint"}])
        self.assert_stopped("complaint")
        self.assertTrue(self.env["mail.blacklist"].search([("email", "=", "ada@customer.example.org")]))

    def test_three_soft_bounces_stop_the_enrollment(self):
        for count in range(3):
            self.assertEqual(self.enrollment.state, "running", count)
            self.env["sales.sequence.inbox"]._notice([{"enrollment_id": self.enrollment.id, "kind": "bounce_soft"}])
        self.assert_stopped("bounced")

    def test_the_rep_is_shown_that_an_address_no_longer_exists(self):
        self.answer(
            self.first,
            subject="Automatic reply: A question",
            headers="Auto-Submitted: auto-replied\n",
            body="I no longer work at Customer. Please write to bea@customer.example.org instead.",
        )
        self.assert_stopped("address_changed")
        self.assertIn("bea@customer.example.org", self.enrollment.status_note)
        self.assertIn("bea@customer.example.org", self.lead.activity_ids.note)

    def test_goals_are_checked_every_hour(self):
        self.sequence.goal_domain = "[('expected_revenue', '>', 100)]"
        self.lead.expected_revenue = 500
        self.env["sales.sequence.inbox"]._check_goals()
        self.assert_stopped("goal")
