"""Leads that automatic mail creates: marked, and enrolled by people only."""

from datetime import timedelta

from freezegun import freeze_time

from odoo.addons.mail.tests.common import mail_new_test_user

from .common import BOUNCE, MONDAY, SequenceCommon

HOUR = timedelta(hours=1)
AUTO = "Auto-Submitted: auto-replied\n"
CALENDAR = """From: {email_from}
To: {to}
Subject: Accepted: Demo
Message-ID: <accepted@customer.example.org>
Date: Mon, 12 Jan 2026 09:00:00 +0000
MIME-Version: 1.0
Content-Type: text/calendar; method=REPLY; charset="utf-8"

BEGIN:VCALENDAR
METHOD:REPLY
BEGIN:VEVENT
UID:1
ATTENDEE;PARTSTAT=ACCEPTED:mailto:{email_from}
END:VEVENT
END:VCALENDAR
"""


class TestAutomaticLeads(SequenceCommon):
    def setUp(self):
        super().setUp()
        self.alias = self.env["mail.alias"].create(
            {
                "alias_name": "sales",
                "alias_domain_id": self.mail_alias_domain.id,
                "alias_model_id": self.env["ir.model"]._get_id("crm.lead"),
                "alias_defaults": repr({"type": "opportunity", "user_id": self.rep.id}),
            }
        )
        self.to = f"sales@{self.alias_domain}"

    def new_lead(self, number=0, at=MONDAY, **values):
        values = {"email_from": f"desk-{number}@service.example.org", "subject": f"Hello {number}", **values}
        return self.env["crm.lead"].browse(self.answer(None, to=self.to, at=at, **values)).exists()

    def codes(self, lead, user=None):
        sequence = self.make_sequence("email", name=f"Of {lead.id}")
        with freeze_time(MONDAY):
            result = sequence.with_user(user or self.user_root).enroll(lead.ids)
        return [refusal["code"] for refusal in result["refused"]]

    def test_what_nobody_wrote_marks_the_lead(self):
        automatic = (
            {"headers": AUTO, "subject": "Out of office", "body": "I am away until 20 January."},
            {"headers": AUTO, "subject": "[Ticket 1234] We have received your request", "body": "Your ticket is 1234."},
            {"subject": "Automatic reply: Hello", "body": "Ada no longer works for us.", "headers": AUTO},
        )
        for number, values in enumerate(automatic):
            with self.subTest(**values):
                lead = self.new_lead(number, **values)
                self.assertTrue(lead.is_from_automatic_mail)
                self.assertEqual(lead.user_id, self.rep, "the alias's own values count")
                self.assertEqual(self.codes(lead), ["automatic_mail"])

    def test_a_bounce_and_a_response_to_an_invitation_mark_it(self):
        report = BOUNCE.replace("MAILER-DAEMON@mx.example.org", "postman@mx.example.org").format(
            to=self.to,
            address="gone@customer.example.org",
            message_id="b@mx.example.org",
            original_id="<unknown@mail.example.org>",
            date="Mon, 12 Jan 2026 09:05:00 +0000",
        )
        before = self.env["crm.lead"].search([])
        self.deliver(report, MONDAY)
        self.deliver(CALENDAR.format(to=self.to, email_from="ada@customer.example.org"), MONDAY)
        leads = self.env["crm.lead"].search([]) - before
        self.assertTrue(leads)
        self.assertEqual(set(leads.mapped("is_from_automatic_mail")), {True})

    def test_what_a_person_or_a_form_wrote_does_not(self):
        for number, values in enumerate(
            (
                {"body": "Please send me an offer for 20 chairs. Best, Ada"},
                {
                    "body": "Name: Ada\nMessage: please call me",
                    "headers": "List-Unsubscribe: <https://forms.example.org/u>\nPrecedence: bulk\n",
                },
            )
        ):
            lead = self.new_lead(number, **values)
            self.assertFalse(lead.is_from_automatic_mail)
            self.assertEqual(self.codes(lead), [])

    def test_an_answer_to_a_lead_does_not_mark_it(self):
        lead = self.new_lead(body="Please send me an offer.")
        message = lead.message_ids[:1]

        class Sent:
            mail_message_id = message

        self.answer(Sent, email_from="desk-0@service.example.org", headers=AUTO, subject="Out of office")
        self.assertFalse(lead.is_from_automatic_mail)

    def test_a_colleagues_mail_does_not_mark_it(self):
        lead = self.new_lead(email_from="mona@test.mycompany.com", headers=AUTO, subject="Out of office")
        self.assertTrue(lead)
        self.assertFalse(lead.is_from_automatic_mail)

    def test_a_person_may_enroll_it_and_then_jobs_may_go_on(self):
        lead = self.new_lead(headers=AUTO, subject="Out of office")
        self.assertEqual(self.codes(lead), ["automatic_mail"])
        following = self.make_sequence("email", name="Following")
        sequence = self.make_sequence("email", next_sequence_id=following.id)
        with freeze_time(MONDAY):
            result = sequence.with_user(self.rep).enroll(lead.ids)
        self.assertFalse(result["refused"])
        self.run_at(MONDAY)
        self.assertEqual(lead.enrollment_ids.sequence_id, sequence | following)

    def test_an_automation_with_all_rights_is_a_job(self):
        lead = self.new_lead(headers=AUTO, subject="Out of office")
        sequence = self.make_sequence("email")
        self.assertEqual(sequence.with_user(self.rep).sudo().enroll(lead.ids)["refused"][0]["code"], "automatic_mail")
        portal = mail_new_test_user(self.env, login="visitor", groups="base.group_portal")
        self.assertEqual(sequence.with_user(portal).sudo().enroll(lead.ids)["refused"][0]["code"], "automatic_mail")

    def test_a_copy_that_somebody_makes_is_not_marked(self):
        self.assertFalse(self.new_lead(headers=AUTO, subject="Out of office").copy().is_from_automatic_mail)

    def test_a_loop_of_two_machines_ends_after_one_round(self):
        """It answers each of our emails to the sales alias, without references, each time from another address."""
        sequence = self.make_sequence(
            "email", "email", auto_enroll=True, enroll_domain="[('email_from', 'like', 'service.example.org')]"
        )
        first = self.new_lead(0, body="Please send me an offer.")
        received = 0
        for round_ in range(8):
            moment = MONDAY + round_ * 24 * HOUR
            with freeze_time(moment), self.enter_registry_test_mode():
                self.env.ref("sales_sequence.ir_cron_audience").with_user(self.user_root).method_direct_trigger()
            self.run_at(moment)
            for _mail in self.send_mails(moment):
                received += 1
                self.new_lead(received, at=moment, headers=AUTO, subject="We have received your message")
        self.assertEqual(received, 2, "two emails to the first lead, none to what the machine created")
        self.assertEqual(sequence.enrollment_ids.lead_id, first)
        self.assertIn("Created by an automatic email: 2", sequence.audience_note)

    def test_other_mail_costs_no_query(self):
        lead = self.new_lead(body="Please send me an offer.")
        Inbox = self.env["sales.sequence.inbox"]
        self.env.flush_all()
        routes = [("crm.lead", lead.id, {}, self.user_root.id, self.alias), ("res.users", False, {}, 1, None)]
        with self.assertQueryCount(0):
            self.assertEqual(Inbox._mark_automatic(None, routes), routes)
            self.assertEqual(Inbox._mark_automatic(None, []), [])
