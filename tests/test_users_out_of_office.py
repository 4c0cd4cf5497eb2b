"""What Odoo answers for a user who is out of office comes from us: it is never a signal."""

from datetime import timedelta

from freezegun import freeze_time

from odoo.addons.mail.tests.common import mail_new_test_user

from .common import MONDAY, SequenceCommon

HOUR = timedelta(hours=1)


class TestUsersOutOfOffice(SequenceCommon):
    def setUp(self):
        super().setUp()
        self.contact = self.env["res.partner"].create({"name": "Ada", "email": "ada@customer.example.org"})
        self.lead = self.make_lead(partner_id=self.contact.id)
        self.enrollment = self.enroll(self.make_sequence("email", "email"), self.lead)
        self.run_at(MONDAY)
        self.send_mails(MONDAY)
        self.rep.write(
            {
                "out_of_office_from": MONDAY - HOUR,
                "out_of_office_message": "<p>I am away until next week.</p>",
            }
        )
        self.lead.message_subscribe(self.rep.partner_id.ids)

    def answers_of_odoo(self):
        return self.env["mail.message"].search([("message_type", "=", "out_of_office")])

    def assert_only_the_customer_is_heard(self, kinds):
        self.assertTrue(self.answers_of_odoo(), "Odoo has answered for her")
        self.assertEqual(self.enrollment.signal_ids.mapped("kind"), kinds)
        self.assertFalse(self.enrollment.signal_ids.mail_message_id & self.answers_of_odoo())

    def test_when_the_customer_writes_by_mail(self):
        self.answer(self.enrollment.touch_ids)
        self.assert_only_the_customer_is_heard(["reply"])

    def test_when_the_customer_comments_in_the_portal(self):
        portal = mail_new_test_user(
            self.env,
            login="portal_ada",
            groups="base.group_portal",
            partner_id=self.contact.id,
            email=self.contact.email,
        )
        with freeze_time(MONDAY), self.mock_mail_gateway():
            self.lead.with_user(portal).sudo().message_post(
                body="Please call me",
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
                author_id=self.contact.id,
                partner_ids=self.rep.partner_id.ids,
            )
        self.assert_only_the_customer_is_heard(["reply"])

    def test_when_it_comes_back_through_the_gateway(self):
        """The customer's mailbox forwards to an alias of ours, or answers with a copy to it."""
        self.answer(self.enrollment.touch_ids)
        sent = self.answers_of_odoo()
        reference = self.enrollment.touch_ids.mail_message_id.message_id
        for number, author in enumerate((self.rep.email_formatted, self.rep.email)):
            for message_id in (sent.message_id, f"<forwarded-{number}@mx.example.org>"):
                source = (
                    f"From: {author}\nTo: catchall.test@{self.alias_domain}\nSubject: Auto: Re: A question\n"
                    f"Message-ID: {message_id}\nReferences: {reference}\nDate: Mon, 12 Jan 2026 10:00:00 +0000\n"
                    "Auto-Submitted: auto-replied\nX-Auto-Response-Suppress: All\nMIME-Version: 1.0\n"
                    'Content-Type: text/plain; charset="utf-8"\n\nI am away until next week.\n'
                )
                self.deliver(source, MONDAY)
        self.assert_only_the_customer_is_heard(["reply"])

    def test_an_answer_of_odoo_alone_stops_nobody(self):
        """Whoever is logged in when it is posted: in the portal that is the customer."""
        portal = mail_new_test_user(
            self.env, login="somebody", groups="base.group_portal", email="x@customer.example.org"
        )
        with freeze_time(MONDAY), self.mock_mail_gateway():
            self.lead.with_user(portal).sudo().message_post(
                body="Away",
                message_type="out_of_office",
                author_id=self.rep.partner_id.id,
                subtype_xmlid="mail.mt_comment",
            )
        self.assertFalse(self.enrollment.signal_ids)
        self.assertEqual(self.enrollment.state, "running")
