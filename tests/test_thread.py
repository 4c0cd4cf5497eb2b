"""Outgoing emails: one thread, the sender's own server, the contact's language, and attachments."""

import base64
from datetime import timedelta

from .common import MONDAY, SequenceCommon


class TestThread(SequenceCommon):
    def test_the_senders_own_outgoing_server_is_used(self):
        server = self.env["ir.mail_server"].create(
            {
                "name": "Rita's own",
                "smtp_host": "rita.test.mycompany.com",
                "smtp_encryption": "none",
                "from_filter": self.rep.email,
                "owner_user_id": self.rep.id,
            }
        )
        mine = self.enroll(self.make_sequence(), self.make_lead("Mine"))
        theirs = self.enroll(
            self.make_sequence(name="Of Mona", user_id=self.manager.id),
            self.make_lead("Theirs", user_id=self.manager.id),
        )
        self.run_at(MONDAY)
        message = mine.touch_ids.mail_message_id
        self.assertEqual(message.create_uid, self.rep, "Only what a user created may leave by that user's server")
        self.assertEqual(theirs.touch_ids.mail_message_id.create_uid, self.manager)
        mails = self.env["mail.mail"].search([("mail_message_id", "in", (mine | theirs).touch_ids.mail_message_id.ids)])
        servers = {
            mail_id: server_id
            for server_id, _domain, _from, ids in mails._split_by_mail_configuration()
            for mail_id in ids
        }
        by_sender = {mail.create_uid: servers[mail.id] for mail in mails}
        self.assertEqual(by_sender[self.rep], server.id)
        self.assertNotEqual(by_sender[self.manager], server.id)

    def test_emails_are_in_the_contacts_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        template = self.make_template(subject="Hello", body_html="<p>Good morning</p>")
        template.with_context(lang="fr_FR").write({"subject": "Salut", "body_html": "<p>Bonjour</p>"})
        contact = self.env["res.partner"].create({"name": "Léa", "email": "lea@customer.example.org", "lang": "fr_FR"})
        french = self.make_lead("Lea", partner_id=contact.id, email_from=contact.email)
        enrollments = self.enroll(self.make_sequence({"mail_template_id": template.id}), french | self.make_lead("Bob"))
        self.run_at(MONDAY)
        self.assertEqual(enrollments.touch_ids.mail_message_id.sorted("res_id").mapped("subject"), ["Salut", "Hello"])

    def test_emails_keep_the_templates_attachments_and_layout(self):
        attachment = self.env["ir.attachment"].create(
            {"name": "guide.txt", "datas": base64.b64encode(b"read me"), "res_model": "mail.template"}
        )
        template = self.make_template(
            attachment_ids=[(4, attachment.id)], email_layout_xmlid="mail.mail_notification_light"
        )
        self.enroll(self.make_sequence({"mail_template_id": template.id}), self.make_lead())
        self.run_at(MONDAY)
        (mail,) = self.send_mails(MONDAY)
        self.assertEqual([name for name, _content, _type in mail["attachments"]], ["guide.txt"])
        self.assertIn("Hello from a person.", mail["body"])
        self.assertIn("o_mail_notification" if "o_mail_notification" in mail["body"] else "<table", mail["body"])

    def test_a_thread_is_kept_if_the_mail_server_replaces_message_ids(self):
        lead = self.make_lead()
        enrollment = self.enroll(self.make_sequence("email", "email", "email"), lead)
        self.run_at(MONDAY)
        (first,) = self.send_mails(MONDAY)
        tuesday = MONDAY + timedelta(days=1)
        self.run_at(tuesday)
        (second,) = self.send_mails(tuesday)
        theirs = "<0100017f@mail-server.example.org>"
        self.assertTrue(set(first["references"].split()) & set(second["references"].split()))
        # Like a mail program's reply: the references of the mail, and the id it arrived with.
        self.answer(
            email_from="assistant@customer.example.org",
            headers=f"In-Reply-To: {theirs}\nReferences: {first['references']} {theirs}\n",
            at=tuesday,
        )
        self.assertEqual((enrollment.state, enrollment.exit_reason), ("stopped", "replied"))

    def test_replies_arrive_on_the_record(self):
        lead = self.make_lead()
        self.enroll(self.make_sequence(), lead)
        self.run_at(MONDAY)
        (mail,) = self.send_mails(MONDAY)
        self.assertIn(f"catchall.test@{self.alias_domain}", mail["reply_to"])
        self.answer(lead.enrollment_ids.touch_ids, body="To the record")
        self.assertIn("To the record", lead.message_ids[0].body)
