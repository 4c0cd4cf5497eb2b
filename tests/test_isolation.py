"""A bad record affects only itself, its owner is notified once, and the job goes on."""

from ast import literal_eval
from datetime import timedelta

import psycopg2.errors
import pytest
from freezegun import freeze_time
from lxml import etree

from odoo.exceptions import AccessError

from odoo.addons.sales_sequence.tools.attempt import attempt

from .common import MONDAY, SequenceCommon


class TestIsolation(SequenceCommon):
    def test_a_goal_that_cannot_be_evaluated_pauses_only_its_own_people(self):
        fine = self.enroll(self.make_sequence(), self.make_lead("Fine"))
        sequence = self.make_sequence(name="Broken")
        broken = self.enroll(sequence, self.make_lead("Broken"))
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE sales_sequence SET goal_domain = %s WHERE id = %s", ["[('gone_field', '=', 1)]", sequence.id]
        )
        sequence.invalidate_recordset()
        self.run_at(MONDAY)
        self.assertEqual(fine.touch_ids.state, "queued")
        self.assertEqual((broken.state, broken.pause_kind), ("paused", "failure"))
        self.assertIn("gone_field", broken.status_note)

    def test_a_calendar_without_working_time_pauses_people_and_says_so(self):
        sequence = self.make_sequence("email", "email")
        enrollment = self.enroll(sequence, self.make_lead())
        self.env["resource.calendar.leaves"].create(
            {
                "name": "For ever",
                "calendar_id": self.env.company.resource_calendar_id.id,
                "date_from": MONDAY + timedelta(days=1),
                "date_to": MONDAY + timedelta(days=3000),
            }
        )
        self.run_at(MONDAY)
        self.assertEqual((enrollment.state, enrollment.pause_kind), ("paused", "failure"))
        self.assertIn("no working", enrollment.status_note)
        self.assertFalse(self.env["mail.mail"].search([("model", "=", "crm.lead"), ("is_sequence_mail", "=", True)]))

    @pytest.mark.expected_log_errors("could not be settled")
    def test_a_signal_that_cannot_be_settled_does_not_block_other_signals(self):
        sequence = self.make_sequence("email", "email")
        bad, good = self.enroll(sequence, self.make_lead("Bad") | self.make_lead("Good"))
        signals = self.env["sales.sequence.signal"].create(
            [{"enrollment_id": bad.id, "kind": "meeting"}, {"enrollment_id": good.id, "kind": "reply"}]
        )
        inbox = type(self.env["sales.sequence.inbox"])
        original = inbox._on_stop

        def fail(self, some):
            if bad in some.enrollment_id:
                raise ValueError("no")
            return original(self, some)

        self.patch(inbox, "_on_stop", fail)
        self.run_at(MONDAY)
        self.assertEqual(good.exit_reason, "replied")
        # People who may have answered get no email.
        self.assertEqual((bad.state, bad.pause_kind), ("paused", "failure"))
        self.assertIn("could not be processed: no", bad.status_note)
        self.assertTrue(bad.lead_id.activity_ids, "A user is asked to look")
        self.assertTrue(all(signals.mapped("settled_at")))

    def test_a_serialization_error_is_retried_and_blames_nobody(self):
        enrollment = self.enroll(self.make_sequence(), self.make_lead())
        channel = type(self.env["sales.sequence.channel.email"])
        original, calls = channel._execute, []

        def fail_once(*args):
            calls.append(1)
            if len(calls) == 1:
                raise psycopg2.errors.SerializationFailure
            return original(*args)

        self.patch(channel, "_execute", fail_once)
        self.run_at(MONDAY)
        self.assertEqual(len(calls), 2)
        self.assertEqual(enrollment.touch_ids.state, "queued")

    def test_a_lead_that_lost_its_address_pauses_with_the_reason(self):
        lead = self.make_lead()
        enrollment = self.enroll(self.make_sequence(), lead)
        lead.email_from = "not an address"
        self.run_at(MONDAY)
        self.assertEqual(enrollment.touch_ids.state, "failed")
        self.assertIn("“not an address” is not a valid email address.", enrollment.touch_ids.reason)

    def test_a_corrected_address_is_used_unless_another_record_is_enrolled_with_it(self):
        sequence = self.make_sequence("email", "email")
        ada, bea = self.make_lead("Ada"), self.make_lead("Bea")
        one, two = self.enroll(sequence, ada | bea)
        ada.email_from = "ada.new@customer.example.org"
        bea.email_from = "ada.new@customer.example.org"
        self.run_at(MONDAY)
        self.assertEqual(one.email_normalized, "ada.new@customer.example.org")
        self.assertEqual(one.touch_ids.state, "queued")
        self.assertEqual(two.touch_ids.state, "failed")
        self.assertIn("enrolled", two.touch_ids.reason)

    def test_an_inactive_sender_pauses_the_enrollment(self):
        leads = self.make_lead()
        enrollment = self.enroll(self.make_sequence(), leads)
        self.rep.action_archive()
        self.run_at(MONDAY)
        self.assertEqual((enrollment.state, enrollment.pause_kind), ("paused", "sender"))

    def test_failed_touches_are_retried_in_bulk(self):
        template = self.make_template(body_html='<p>Hi, <t t-out="object.contact_name"/></p>')
        leads = self.make_leads(3, contact_name=False)
        enrollments = self.enroll(self.make_sequence({"mail_template_id": template.id}), leads)
        self.run_at(MONDAY)
        failed = self.env["sales.sequence.touch"].search(
            [("state", "=", "failed"), ("enrollment_id", "in", enrollments.ids)]
        )
        self.assertEqual(len(failed), 3)
        leads.contact_name = "Now named"
        with freeze_time(MONDAY):
            failed.with_user(self.manager).action_retry()
        self.run_at(MONDAY)
        self.assertEqual(set(failed.mapped("state")), {"queued"})

    def test_an_email_refused_by_the_server_pauses_and_can_be_retried(self):
        enrollment = self.enroll(self.make_sequence("email", "email"), self.make_lead())
        self.run_at(MONDAY)
        mail = self.env["mail.mail"].search([("mail_message_id", "=", enrollment.touch_ids.mail_message_id.id)])
        mail.email_from = False
        self.patch(type(mail), "_filter_mail_mail_servers", lambda _self, servers: servers)
        with freeze_time(MONDAY):
            self.env["sales.sequence.outbox"]._note_failure(mail, "unknown", "550 not today")
        self.assertEqual((enrollment.state, enrollment.pause_kind), ("paused", "failure"))
        self.assertEqual((enrollment.touch_ids.state, enrollment.touch_ids.reason), ("failed", "550 not today"))
        mail.write({"state": "exception", "email_from": self.rep.email_formatted})
        with freeze_time(MONDAY):
            enrollment.resume()
        self.run_at(MONDAY)
        self.assertEqual(enrollment.touch_ids.state, "queued")
        self.assertEqual(len(self.send_mails(MONDAY)), 1)
        self.assertEqual(enrollment.touch_ids.state, "sent")

    def test_a_step_waits_for_a_postponed_call(self):
        sequence = self.make_sequence({"channel": "call", "max_wait_days": 2}, "email")
        lead = self.make_lead()
        enrollment = self.enroll(sequence, lead)
        self.run_at(MONDAY)
        with freeze_time(MONDAY):
            lead.activity_ids.date_deadline = (MONDAY + timedelta(days=7)).date()
        self.run_at(MONDAY + timedelta(days=4))
        self.assertEqual(enrollment.touch_ids.state, "todo")
        self.run_at(MONDAY + timedelta(days=9))
        self.assertEqual(enrollment.touch_ids.state, "skipped")

    def test_a_call_postponed_during_a_pause_gets_its_full_waiting_time(self):
        sequence = self.make_sequence({"channel": "call", "max_wait_days": 2}, "email")
        paused, running = self.enroll(sequence, self.make_leads(2))
        self.run_at(MONDAY)
        with freeze_time(MONDAY + timedelta(days=1)):
            paused.pause()
        with freeze_time(MONDAY + timedelta(days=3)):
            (paused | running).touch_ids.activity_id.date_deadline = (MONDAY + timedelta(days=7)).date()
            paused.resume()
        self.assertEqual(running.next_run_at.date(), (MONDAY + timedelta(days=9)).date())
        self.assertEqual(paused.next_run_at, running.next_run_at)

    def test_a_draft_approved_during_a_pause_is_sent_after_resuming(self):
        enrollment = self.enroll(self.make_sequence({"requires_review": True}), self.make_lead())
        self.run_at(MONDAY)
        with freeze_time(MONDAY):
            enrollment.pause()
        with freeze_time(MONDAY + timedelta(days=3)):
            enrollment.touch_ids.with_user(self.rep).action_approve()
            enrollment.resume()
        self.assertEqual(enrollment.next_run_at, MONDAY + timedelta(days=3))

    def test_a_rep_gets_one_notification_for_all_new_calls(self):
        self.enroll(self.make_sequence("call"), self.make_leads(7))
        before = self.env["mail.message"].search([], limit=1, order="id desc").id
        self.run_at(MONDAY)
        notified = self.env["mail.message"].search(
            [
                ("id", ">", before),
                ("message_type", "=", "user_notification"),
                ("partner_ids", "in", self.rep.partner_id.ids),
            ]
        )
        self.assertEqual(len(notified), 1)
        self.assertIn("7", notified.subject)

    def test_a_notification_by_email_is_sent_by_the_mail_queue(self):
        """If the runner sent it, the mail queue woken by the same run would send it a second time."""
        self.rep.notification_type = "email"
        queue = self.env.ref("mail.ir_cron_mail_scheduler_action")
        self.enroll(self.make_sequence("call"), self.make_leads(2))
        with self.mock_mail_gateway(mail_unlink_sent=False), self.capture_triggers(queue.id) as wakes:
            self.run_at(MONDAY)
        mail = self.env["mail.mail"].search([("subject", "like", "New activities from your sequences")])
        self.assertEqual((len(mail), mail.state), (1, "outgoing"))
        self.assertTrue(wakes.records)

    def test_the_health_check_says_in_words_what_is_wrong(self):
        health = self.env["sales.sequence.health"]
        self.enroll(self.make_sequence(), self.make_leads(2))
        with freeze_time(MONDAY + timedelta(hours=5)):
            late = health.check()
        self.assertEqual((late["status"], late["due_count"], late["oldest_due_at"]), ("critical", 2, MONDAY))
        self.assertIn("2 steps are due", "".join(late["problems"]))
        with self.assertRaises(AccessError):
            health.with_user(self.rep).check()

    def test_the_health_check_counts_events_and_says_why_people_are_paused(self):
        fine = self.enroll(self.make_sequence("email", "email"), self.make_leads(2, "Fine"))
        values = {"name": "No", "model_id": self.env["ir.model"]._get_id("crm.lead"), "state": "code"}
        action = self.env["ir.actions.server"].create({**values, "code": "raise UserError('Not today')"})
        self.enroll(self.make_sequence({"channel": "action", "server_action_id": action.id}), self.make_leads(3, "Act"))
        passed_over = self.enroll(self.make_sequence("call"), self.make_lead("Call"))
        # An enrollment that cannot even be claimed has no touch.
        broken = self.make_sequence("email", name="Broken")
        unprepared = self.enroll(broken, self.make_lead("Broken"))
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE sales_sequence SET goal_domain = %s WHERE id = %s", ["[('gone_field', '=', 1)]", broken.id]
        )
        broken.invalidate_recordset()
        self.run_at(MONDAY)
        self.send_mails(MONDAY)
        with freeze_time(MONDAY):
            passed_over.skip_step()
        self.assertEqual(set(fine.touch_ids.mapped("state")), {"sent"})
        self.assertFalse(unprepared.touch_ids)
        with freeze_time(MONDAY + timedelta(minutes=1)):
            health = self.env["sales.sequence.health"].check()
        self.assertEqual(health["touches_last_hour"], 2)
        self.assertEqual(health["failed_count"], 4)
        self.assertEqual([row["count"] for row in health["failures"]], [3, 1])
        self.assertIn("Not today", health["failures"][0]["reason"])
        self.assertEqual(health["failures"][1]["reason"], unprepared.status_note)
        self.assertIn("Enrollments, filter Needs attention", "".join(health["problems"]))
        search = self.env.ref("sales_sequence.sales_sequence_enrollment_view_search").arch
        (domain,) = etree.fromstring(search).xpath("//filter[@string='Needs attention']/@domain")
        self.assertEqual(len(self.env["sales.sequence.enrollment"].search(literal_eval(domain))), 4)

    def test_pauses_for_the_same_reason_are_counted_together_whoever_they_name(self):
        template = self.make_template(body_html="<p>Dear <t t-out='object.contact_name'/></p>")
        self.enroll(
            self.make_sequence({"channel": "email", "mail_template_id": template.id}),
            self.make_leads(3, contact_name=False),
        )
        silent = self.make_leads(2, "Silent")
        self.enroll(self.make_sequence("email"), silent)
        refused = self.enroll(self.make_sequence("email"), self.make_leads(2, "Refused"))
        silent.email_from = False
        self.run_at(MONDAY)
        for enrollment in refused:
            self.env["sales.sequence.inbox"]._notice_failed_mail(
                enrollment.touch_ids.id, enrollment.id, f"550 5.1.1 <{enrollment.email_normalized}>: User unknown"
            )
        failures = self.env["sales.sequence.health"].check()["failures"]
        self.assertEqual([row["count"] for row in failures], [3, 2, 2])
        self.assertIn("550 5.1.1 …: User unknown", "".join(row["reason"] for row in failures))

    def test_a_failed_attempt_drops_only_its_own_post_commit_hooks(self):
        cursor, wished = self.env.cr, []
        cursor.precommit.add(lambda: cursor.postcommit.add(lambda: wished.append("before")))
        with self.assertRaises(ValueError), attempt(cursor):
            cursor.postcommit.add(lambda: wished.append("within"))
            raise ValueError
        cursor.postcommit.run()
        self.assertEqual(wished, ["before"])

    def test_only_the_text_of_a_draft_is_editable(self):
        sequence = self.make_sequence({"requires_review": True}, "email")
        enrollment = self.enroll(sequence, self.make_lead())
        self.run_at(MONDAY)
        draft = enrollment.touch_ids.with_user(self.rep)
        self.assertEqual(draft.state, "draft")
        self.assertFalse(self.send_mails(MONDAY))
        draft.draft_body = "<p>My own words.</p>"
        with self.assertRaises(AccessError):
            draft.state = "sent"
        with freeze_time(MONDAY):
            draft.action_approve()
        self.run_at(MONDAY)
        (mail,) = self.send_mails(MONDAY)
        self.assertIn("My own words", mail["body"])
        self.assertEqual(draft.state, "sent")
        with self.assertRaises(AccessError):
            draft.draft_body = "<p>Too late.</p>"
