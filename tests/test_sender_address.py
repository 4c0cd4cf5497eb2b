"""In whose name a mail leaves: never in that of the system, and whatever line breaks people put into names."""

from datetime import timedelta

from freezegun import freeze_time

from odoo.tests import Form

from demo.sink import Sink

from .common import MONDAY, SmtpCommon

HOUR = timedelta(hours=1)
UNUSABLE = (False, "   ", "rita", "rita at test.mycompany.com")


class TestSenderWithoutAddress(SmtpCommon):
    def setUp(self):
        super().setUp()
        self.sink = self.listen(Sink())
        self.enrollment = self.enroll(self.make_sequence("email", "email"), self.make_lead())

    def letters(self, moment=MONDAY):
        """What has left, apart from what Odoo tells users whose address has changed."""
        letters = self.sink.take(moment)
        return [letter.message for letter in letters if "customer.example.org" in "".join(letter.recipients)]

    def assert_refused(self):
        self.assertFalse(self.letters())
        touch = self.enrollment.touch_ids
        self.assertEqual((self.enrollment.state, self.enrollment.pause_kind), ("paused", "failure"))
        self.assertEqual((touch.state, self.enrollment.next_step_id), ("failed", touch.step_id))
        for text in (touch.reason, self.enrollment.status_note):
            self.assertIn("Rita Rep", text)
            self.assertIn("not valid" if self.rep.email else "has no email address", text)
            self.assertIn("then resume", text)
        self.assertEqual(len(self.enrollment.lead_id.activity_ids), 1, "the owner is asked for help")

    def test_no_mail_is_written_for_a_sender_without_a_usable_address(self):
        for address in UNUSABLE:
            with self.subTest(address=address), self.env.cr.savepoint() as savepoint:
                self.rep.email = address
                self.run_all(MONDAY)
                self.assert_refused()
                self.assertFalse(self.enrollment.touch_ids.mail_message_id)
                savepoint.rollback()

    def test_a_mail_already_queued_stays_when_the_senders_address_is_removed(self):
        for address in UNUSABLE:
            with self.subTest(address=address), self.env.cr.savepoint() as savepoint:
                self.run_at(MONDAY)
                self.rep.email = address
                self.run_mail_queue(MONDAY)
                self.assert_refused()
                self.run_all(MONDAY + HOUR)
                self.assert_refused()
                savepoint.rollback()

    def test_a_queued_mail_whose_from_was_emptied_stays(self):
        self.run_at(MONDAY)
        self.enrollment.touch_ids._mails(("outgoing",)).email_from = False
        self.run_mail_queue(MONDAY)
        self.assert_refused()

    def test_with_an_address_again_the_step_is_taken_once(self):
        for early in (True, False):
            with self.subTest(early=early), self.env.cr.savepoint() as savepoint:
                if early:
                    self.run_at(MONDAY)
                self.rep.email = False
                self.run_all(MONDAY)
                self.rep.email = "rita@test.mycompany.com"
                with freeze_time(MONDAY + HOUR):
                    self.enrollment.with_user(self.rep).resume()
                self.run_all(MONDAY + HOUR)
                (letter,) = self.letters()
                self.assertIn("Rita Rep", str(letter["From"]))
                self.assertIn("rita@test.mycompany.com", str(letter["From"]))
                self.assertEqual((self.enrollment.state, self.enrollment.touch_ids.state), ("running", "sent"))
                savepoint.rollback()

    def test_another_senders_mails_are_not_held(self):
        other = self.enroll(self.make_sequence("email", name="Other"), self.make_lead("Bea", user_id=self.manager.id))
        self.rep.email = False
        self.run_all(MONDAY)
        (letter,) = self.letters()
        self.assertIn("Mona Manager", str(letter["From"]))
        self.assertEqual(other.touch_ids.state, "sent")

    def test_of_two_addresses_one_sends(self):
        self.rep.email = "rita@test.mycompany.com, office@test.mycompany.com"
        self.run_all(MONDAY)
        (letter,) = self.letters()
        self.assertIn("rita@test.mycompany.com", str(letter["From"]))
        self.assertNotIn("office@", str(letter["From"]))

    def test_the_preview_says_that_nobody_can_send(self):
        self.rep.email = False
        lead = self.make_lead("Bea")
        wizard = Form(
            self.env["sales.sequence.enroll.wizard"]
            .with_user(self.rep)
            .with_context(active_model="crm.lead", active_ids=lead.ids)
        )
        wizard.sequence_id = self.enrollment.sequence_id
        self.assertIn("Rita Rep has no email address", str(wizard.email_html))


class TestLineBreaks(SmtpCommon):
    """A header cannot hold a line break: Python refuses to write it, and a forged one would add headers."""

    BREAKS = ("\n", "\r\n", "\r", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029")

    def setUp(self):
        super().setUp()
        self.sink = self.listen(Sink())

    def send(self, *steps, **values):
        enrollment = self.enroll(self.make_sequence(*(steps or ("email",))), self.make_lead(**values))
        self.run_all(MONDAY)
        self.assertEqual((enrollment.touch_ids.state, enrollment.touch_ids.reason), ("sent", False))
        (letter,) = self.sink.take(MONDAY)
        self.assertFalse(letter.message["Bcc"])
        self.assertFalse(letter.message["X-Evil"])
        return letter.message

    def test_every_kind_of_line_break_in_a_subject_is_a_space(self):
        self.template.subject = "A question for {{ object.contact_name }}"
        for index, line_break in enumerate(self.BREAKS):
            with self.subTest(line_break=line_break):
                letter = self.send(
                    contact_name=f"Ada{line_break}Bcc: evil@x.example", email_from=f"a{index}@x.example.org"
                )
                self.assertEqual(str(letter["Subject"]), "A question for Ada Bcc: evil@x.example")

    def test_names_of_sender_and_recipient(self):
        self.rep.name = "Rita\r\nX-Evil: yes"
        letter = self.send(contact_name="Ada\nBcc: evil@x.example")
        self.assertIn("Rita X-Evil: yes", str(letter["From"]))
        self.assertIn("rita@test.mycompany.com", str(letter["From"]))
        self.assertIn("ada@customer.example.org", str(letter["To"]))
        self.assertIn("Ada Bcc: evil@x.example", str(letter["To"]))

    def test_the_name_of_a_contact(self):
        contact = self.env["res.partner"].create(
            {"name": "Ada\nBcc: evil@x.example", "email": "ada@customer.example.org"}
        )
        letter = self.send(partner_id=contact.id)
        self.assertIn("Ada Bcc: evil@x.example", str(letter["To"]))

    def test_the_name_of_the_company(self):
        self.env.company.name = "ACME\nX-Evil: yes"
        self.template.subject = "{{ object.company_id.name or user.company_id.name }} asks"
        letter = self.send()
        self.assertEqual(str(letter["Subject"]), "ACME X-Evil: yes asks")

    def test_a_name_that_changes_while_the_mail_is_queued(self):
        contact = self.env["res.partner"].create({"name": "Ada", "email": "ada@customer.example.org"})
        enrollment = self.enroll(self.make_sequence("email"), self.make_lead(partner_id=contact.id))
        self.run_at(MONDAY)
        contact.name = "Ada\nBcc: evil@x.example"
        enrollment.touch_ids._mails(("outgoing",)).subject = "Changed\nBcc: evil@x.example"
        self.run_mail_queue(MONDAY)
        (letter,) = self.sink.take(MONDAY)
        self.assertEqual(str(letter.message["Subject"]), "Changed Bcc: evil@x.example")
        self.assertFalse(letter.message["Bcc"])
        self.assertEqual(enrollment.touch_ids.state, "sent")

    def test_the_name_of_an_attachment(self):
        self.template.attachment_ids = self.env["ir.attachment"].create(
            {
                "name": "Terms\r\nX-Evil: yes.txt",
                "raw": b"Terms",
                "res_model": "mail.template",
                "res_id": self.template.id,
            }
        )
        letter = self.send()
        (attachment,) = letter.iter_attachments()
        self.assertEqual(attachment.get_filename(), "Terms X-Evil: yes.txt")

    def test_a_draft_that_a_reviewer_edited(self):
        sequence = self.make_sequence({"requires_review": True})
        enrollment = self.enroll(sequence, self.make_lead())
        self.run_at(MONDAY)
        touch = enrollment.touch_ids.with_user(self.rep)
        touch.draft_subject = "Edited\nBcc: evil@x.example"
        self.assertEqual(touch.draft_subject, "Edited Bcc: evil@x.example")
        with freeze_time(MONDAY):
            touch.action_approve()
        self.run_all(MONDAY + HOUR)
        (letter,) = self.sink.take(MONDAY)
        self.assertEqual(str(letter.message["Subject"]), "Edited Bcc: evil@x.example")

    def test_a_follow_up_to_a_subject_with_a_line_break(self):
        """Of an email that was sent before names were kept in one line."""
        enrollment = self.enroll(self.make_sequence("email", "email"), self.make_lead())
        self.run_all(MONDAY)
        self.sink.take(MONDAY)
        enrollment.touch_ids.mail_message_id.subject = "A\nquestion"
        self.run_all(MONDAY + 24 * HOUR)
        (letter,) = self.sink.take(MONDAY)
        self.assertEqual(str(letter.message["Subject"]), "Re: A question")

    def test_names_of_sequences_and_steps_are_one_line_also_in_activities(self):
        sequence = self.make_sequence(
            {"channel": "call", "summary": "Call\r\nthem", "name": "First\ncall"}, name="Out\nreach"
        )
        self.assertEqual(sequence.name, "Out reach")
        self.assertEqual(sequence.step_ids.name, "First call")
        enrollment = self.enroll(sequence, self.make_lead())
        self.run_at(MONDAY)
        self.assertEqual(enrollment.touch_ids.activity_id.summary, "Call them")

    def test_names_stored_before_are_one_line_in_activities(self):
        sequence = self.make_sequence("call", name="Outreach")
        self.env.cr.execute(
            "UPDATE sales_sequence SET name = %s WHERE id = %s", ['{"en_US": "Out\\nreach"}', sequence.id]
        )
        self.env.cr.execute(
            "UPDATE sales_sequence_step SET name = %s WHERE sequence_id = %s",
            ['{"en_US": "First\\ncall"}', sequence.id],
        )
        self.env.invalidate_all()
        enrollment = self.enroll(sequence, self.make_lead())
        self.run_at(MONDAY)
        self.assertEqual(enrollment.touch_ids.activity_id.summary, "First call")
        with freeze_time(MONDAY):
            enrollment._ask_owner_for_help("Look\nhere")
        self.assertIn("Sequence “Out reach” needs you", enrollment.lead_id.activity_ids.mapped("summary"))
