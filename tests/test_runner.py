"""The runner: due steps are taken once, and a bad record affects only itself."""

import logging
from datetime import date, datetime, timedelta

from freezegun import freeze_time

from odoo.addons.sales_sequence.models.runner.batch import Batch, Run

from .common import MONDAY, SequenceCommon


class TestRunner(SequenceCommon):
    def test_a_sequence_runs_from_the_first_email_to_the_last(self):
        sequence = self.make_sequence(
            "email", {"channel": "call", "delay": 2}, {"delay": 2}, {"channel": "todo", "delay": 1}
        )
        lead = self.make_lead()
        enrollment = self.enroll(sequence, lead)
        self.assertEqual(enrollment.next_run_at, MONDAY)
        self.run_at(MONDAY)
        self.assertEqual(enrollment.touch_ids.mapped("state"), ["queued"])
        self.assertEqual(enrollment.next_run_at, MONDAY + timedelta(days=2))
        self.send_mails(MONDAY + timedelta(minutes=1))
        self.assertEqual(enrollment.touch_ids.state, "sent")
        self.run_at(MONDAY + timedelta(days=1))
        self.assertEqual(len(enrollment.touch_ids), 1, "Nothing happens before its date")

        wednesday = MONDAY + timedelta(days=2)
        self.run_at(wednesday)
        call = self.touches(enrollment, channel="call")
        self.assertEqual(call.state, "todo")
        self.assertEqual(call.activity_id.user_id, self.rep)
        self.assertIn(call.activity_id, lead.activity_ids)
        with freeze_time(wednesday + timedelta(hours=3)):
            call.activity_id.action_feedback(feedback="Interested, asks for a price")
        self.assertEqual((call.state, call.outcome), ("done", "Interested, asks for a price"))

        self.assertEqual(enrollment.next_run_at, wednesday + timedelta(days=2, hours=3), "Counted from completion")
        self.run_at(enrollment.next_run_at)
        self.run_at(enrollment.next_run_at)
        self.touches(enrollment, channel="todo").activity_id.action_feedback()
        self.assertEqual((enrollment.state, enrollment.exit_reason), ("finished", "completed"))
        self.assertEqual(len(enrollment.touch_ids), 4)

    def test_the_first_step_waits_for_the_working_hours_of_the_contact(self):
        sequence = self.make_sequence()
        sunday_night = datetime(2026, 1, 11, 22, 0)
        leads = self.make_lead("Bel") | self.make_lead("Jap", country_id=self.env.ref("base.jp").id)
        belgium, japan = self.enroll(sequence, leads, at=sunday_night)
        self.assertEqual(belgium.next_run_at, datetime(2026, 1, 12, 8, 0), "9:00 in Brussels")
        self.assertEqual(japan.next_run_at, datetime(2026, 1, 12, 0, 0), "9:00 in Tokyo")
        self.assertTrue(belgium.next_run_why)

    def test_follow_ups_stay_in_the_thread_of_the_first_email(self):
        sequence = self.make_sequence("email", "email", {"new_thread": True})
        enrollment = self.enroll(sequence, self.make_lead())
        sent = []
        for days in (0, 1, 2):
            self.run_at(MONDAY + timedelta(days=days))
            sent += self.send_mails(MONDAY + timedelta(days=days))
        first, second, third = sent
        first_id = first["EmailMessage"]["Message-Id"]
        self.assertEqual(second["EmailMessage"]["In-Reply-To"], first_id)
        self.assertIn(first_id, second["EmailMessage"]["References"])
        self.assertEqual(second["subject"], "Re: A question")
        self.assertEqual(third["subject"], "A question")
        self.assertNotIn(first_id, third["EmailMessage"]["References"] or "")
        self.assertIn(self.rep.email, first["email_from"])
        self.assertEqual(len(enrollment.touch_ids.mail_message_id), 3)

    def test_an_email_stays_in_the_chatter_after_the_queue_has_deleted_it(self):
        lead = self.make_lead()
        enrollment = self.enroll(self.make_sequence(), lead)
        self.run_at(MONDAY)
        message = enrollment.touch_ids.mail_message_id
        self.send_mails(MONDAY)
        self.assertFalse(self.env["mail.mail"].search([("mail_message_id", "=", message.id)]))
        self.assertIn(message, lead.message_ids)

    def test_followers_get_no_copy(self):
        lead = self.make_lead()
        lead.message_subscribe(partner_ids=self.partner_admin.ids)
        self.enroll(self.make_sequence(), lead)
        self.run_at(MONDAY)
        (mail,) = self.send_mails(MONDAY)
        self.assertEqual(mail["email_to"], ['"Ada" <ada@customer.example.org>'])

    def test_one_failing_lead_affects_only_itself(self):
        template = self.make_template(body_html='<p>Hi, <t t-out="1 / object.expected_revenue"/></p>')
        sequence = self.make_sequence({"mail_template_id": template.id})
        good = self.make_leads(6, expected_revenue=4)
        bad = self.make_lead("Bad", expected_revenue=0)
        enrollments = self.enroll(sequence, good | bad)
        self.run_at(MONDAY)
        failed = enrollments.filtered(lambda enrollment: enrollment.lead_id == bad)
        self.assertEqual((failed.state, failed.pause_kind), ("paused", "failure"))
        self.assertEqual(failed.touch_ids.state, "failed")
        self.assertIn("division", failed.touch_ids.reason)
        self.assertEqual(bad.activity_ids.user_id, self.rep)
        self.assertEqual(len(bad.activity_ids), 1)
        self.assertEqual((enrollments - failed).touch_ids.mapped("state"), ["queued"] * 6)

        bad.expected_revenue = 8
        with freeze_time(MONDAY + timedelta(hours=1)):
            failed.resume()
        self.run_at(MONDAY + timedelta(hours=1))
        self.assertEqual(failed.touch_ids.state, "queued", "The same touch, retried")
        self.assertEqual(len(failed.touch_ids), 1)

    def test_an_email_with_an_empty_merge_field_is_not_sent(self):
        for body, subject in (
            ('<p>Hello <t t-out="object.contact_name"/>,</p>', "Hi"),
            ("<p>Hello <t t-out=\"object.contact_name or ''\"/>,</p>", "Hi"),
            ("<p>Hello</p>", "For {{ object.contact_name }}"),
            ("<p>Hello</p>", "For {{ object.contact_name.upper() if object.contact_name else '' }}"),
        ):
            with self.subTest(body=body, subject=subject):
                template = self.make_template(body_html=body, subject=subject)
                sequence = self.make_sequence({"mail_template_id": template.id})
                named, nameless = self.make_lead("Nam"), self.make_lead("No", contact_name=False)
                fine, refused = self.enroll(sequence, named | nameless)
                self.run_at(MONDAY)
                self.assertEqual(fine.touch_ids.state, "queued")
                self.assertEqual(refused.touch_ids.state, "failed")
                self.assertIn("object.contact_name", refused.touch_ids.reason)
                (fine | refused).stop()

    def test_an_empty_merge_field_is_found_even_late_in_a_run(self):
        """Odoo reuses an environment with an equal context, and so whatever was collected in that context."""
        template = self.make_template(body_html='<p>Hello <t t-out="object.contact_name"/>,</p>')
        for _time in range(2):
            fine = self.enroll(self.make_sequence("email"), self.make_leads(2, "Fine"))
            nameless = self.make_lead("No", contact_name=False)
            refused = self.enroll(self.make_sequence({"mail_template_id": template.id}), nameless)
            self.run_at(MONDAY)
            self.assertEqual(fine.touch_ids.mapped("state"), ["queued"] * 2)
            self.assertEqual(refused.touch_ids.state, "failed")
            refused.stop()

    def test_a_merge_field_with_a_default_value_is_not_empty(self):
        template = self.make_template(
            body_html='<p>Hello <t t-out="object.contact_name">there</t>,</p>',
            subject="For {{ object.contact_name ||| you}}",
        )
        enrollment = self.enroll(
            self.make_sequence({"mail_template_id": template.id}), self.make_lead("No", contact_name=False)
        )
        self.run_at(MONDAY)
        message = enrollment.touch_ids.mail_message_id
        self.assertEqual(message.subject, "For you")
        self.assertIn("Hello there,", message.body)

    def test_a_step_is_never_taken_twice(self):
        sequence = self.make_sequence("email", "email")
        enrollment = self.enroll(sequence, self.make_lead())
        self.run_at(MONDAY)
        first = enrollment.touch_ids.step_id
        enrollment.sudo().write({"next_step_id": first.id, "next_run_at": MONDAY})
        self.run_at(MONDAY)
        self.assertEqual(len(enrollment.touch_ids), 1)
        self.assertNotEqual(enrollment.next_step_id, first)

    def test_reordering_steps_sends_nothing_twice(self):
        sequence = self.make_sequence("email", "email", "email")
        enrollment = self.enroll(sequence, self.make_lead())
        self.run_at(MONDAY)
        one, two, three = sequence.step_ids
        three.position, one.position = 5, 25
        self.run_days(MONDAY + timedelta(days=1), 5, step=timedelta(hours=12))
        self.assertEqual(enrollment.state, "finished")
        self.assertEqual(enrollment.touch_ids.step_id, one | two, "The enrollment is past step three")

    def test_a_call_not_done_is_skipped_after_the_maximum_wait(self):
        sequence = self.make_sequence({"channel": "call", "max_wait_days": 2}, "email")
        lead = self.make_lead()
        enrollment = self.enroll(sequence, lead)
        self.run_at(MONDAY)
        self.run_at(MONDAY + timedelta(days=1))
        self.assertEqual(enrollment.touch_ids.state, "todo")
        self.run_at(MONDAY + timedelta(days=2))
        self.assertEqual(enrollment.touch_ids.state, "skipped")
        self.assertTrue(enrollment.touch_ids.reason)
        self.assertFalse(lead.activity_ids)
        self.assertEqual(enrollment.next_step_id, sequence.step_ids[1])

    def test_a_call_is_due_on_the_current_day_in_its_owners_zone(self):
        self.rep.tz = "Pacific/Auckland"
        lead = self.make_lead()
        evening = datetime(2026, 1, 12, 21)
        self.enroll(self.make_sequence("call", window_tz="owner"), lead, at=evening)
        self.run_at(evening)
        # Monday in UTC and where the contact lives: Tuesday morning in Auckland.
        self.assertEqual(lead.activity_ids.date_deadline, date(2026, 1, 13))

    def test_the_log_summarizes_a_run(self):
        action = self.env["ir.actions.server"].create(
            {
                "name": "Mark",
                "model_id": self.env["ir.model"]._get_id("crm.lead"),
                "state": "code",
                "code": "if record.contact_name == 'Bad': raise UserError('No')",
            }
        )
        acts = self.make_sequence({"channel": "action", "server_action_id": action.id})
        self.enroll(acts, self.make_leads(3, "Acting") | self.make_lead("Bad"))
        self.enroll(self.make_sequence("email"), self.make_leads(2, "Mailed"))
        self.enroll(self.make_sequence("call"), self.make_lead("Called"))
        resumed, answered = self.enroll(
            self.make_sequence({}, {"delay": 9}), self.make_lead("Paused") | self.make_lead("Answered")
        )
        later = MONDAY + timedelta(minutes=1)
        with freeze_time(MONDAY):
            resumed.pause(until=later)
        self.env["sales.sequence.signal"].create({"enrollment_id": answered.id, "kind": "reply"})
        with self.assertLogs("odoo.addons.sales_sequence.models.runner.runner", logging.INFO) as log:
            self.run_at(later)
        lines = [record.getMessage() for record in log.records if record.getMessage().startswith("Due steps: ")]
        # A resumed enrollment is due at once and emailed in the next batch.
        done = "emails 3, activities 1, actions 3, signals settled 1, resumed 1, failed 1, ended or put off 1"
        self.assertEqual(lines, [f"Due steps: {done}"])

    def test_a_call_may_wait_forever(self):
        enrollment = self.enroll(self.make_sequence({"channel": "call", "max_wait_days": 0}), self.make_lead())
        self.run_at(MONDAY)
        self.run_at(MONDAY + timedelta(days=300))
        self.assertEqual(enrollment.touch_ids.state, "todo")

    def test_a_canceled_call_is_skipped_and_the_sequence_continues(self):
        sequence = self.make_sequence("call", "email")
        lead = self.make_lead()
        enrollment = self.enroll(sequence, lead)
        self.run_at(MONDAY)
        lead.activity_ids.unlink()
        self.assertEqual(enrollment.touch_ids.state, "skipped")
        self.assertEqual(enrollment.next_step_id, sequence.step_ids[1])

    def test_an_action_runs_on_the_target(self):
        action = self.env["ir.actions.server"].create(
            {
                "name": "Mark",
                "model_id": self.env["ir.model"]._get_id("crm.lead"),
                "state": "code",
                "code": "record.write({'priority': '3'})",
            }
        )
        lead = self.make_lead()
        enrollment = self.enroll(self.make_sequence({"channel": "action", "server_action_id": action.id}), lead)
        self.run_at(MONDAY)
        self.assertEqual(lead.priority, "3")
        self.assertEqual(enrollment.touch_ids.state, "done")

    def test_queries_do_not_grow_with_the_number_of_records(self):
        counts = {}
        for channel in ("email", "call"):
            sequence = self.make_sequence(channel, channel)
            for size in (10, 60):
                leads = self.make_leads(size)
                self.enroll(sequence, leads)
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                with freeze_time(MONDAY):
                    self.env["sales.sequence.runner"].sudo()._run_batch(Batch(Run()))
                    self.env.flush_all()
                counts[channel, size] = self.env.cr.sql_log_count - before
                leads.unlink()
        for channel in ("email", "call"):
            self.assertLess(counts[channel, 60], counts[channel, 10] * 1.5, counts)
