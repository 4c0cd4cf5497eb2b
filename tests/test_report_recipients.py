"""A machine's report concerns one mailbox: it says nothing about the enrolled person if the mailbox is not theirs."""

from datetime import timedelta

from .common import BOUNCE, MONDAY
from .reports import ADA, BOUNCE_IN_PROSE, BOUNCE_SOFT, COMPLAINT, COMPLAINT_IN_PROSE, COPY, LEFT, ReportCommon

ABSENCE = {"subject": "Automatic reply: A question", "headers": "Auto-Submitted: auto-replied\n", "body": "I am away."}


class TestCopies(ReportCommon):
    """The recipient of a copy is not the enrolled person."""

    def setUp(self):
        super().setUp()
        self.template.email_cc = COPY
        self.touch = self.mail_to(self.make_lead())
        self.enrollment = self.touch.enrollment_id
        self.assertEqual(self.touch.sent_to, f"{ADA},{COPY}")

    def test_a_bounce_of_a_copy_stops_nobody(self):
        for source in (BOUNCE, BOUNCE_IN_PROSE):
            with self.subTest(source[:20]):
                self.report(source, COPY, self.id_of(self.touch))
                self.assert_untouched(self.touch)
                self.assert_noted(self.touch, COPY)

    def test_three_soft_bounces_of_a_copy_stop_nobody(self):
        for number in range(4):
            self.report(BOUNCE_SOFT, COPY, self.id_of(self.touch), at=MONDAY + timedelta(hours=number))
        self.assert_untouched(self.touch)

    def test_a_complaint_about_a_copy_blacklists_its_recipient(self):
        for source in (COMPLAINT, COMPLAINT_IN_PROSE):
            with self.subTest(source[:20]), self.env.cr.savepoint() as savepoint:
                self.report(source, COPY, self.id_of(self.touch))
                self.assertEqual(self.env["mail.blacklist"].search([]).mapped("email"), [COPY])
                self.assertEqual((self.enrollment.state, self.touch.state), ("running", "sent"))
                self.assert_noted(self.touch, COPY)
                savepoint.rollback()
            self.env.invalidate_all(flush=False)

    def test_an_anonymous_complaint_blacklists_nobody_if_there_were_copies(self):
        self.report(COMPLAINT, original_id=self.id_of(self.touch), named="")
        self.assert_untouched(self.touch)
        self.assert_noted(self.touch, "which recipient")

    def test_an_anonymous_complaint_is_attributed_to_the_only_recipient(self):
        """Providers do not say who complained."""
        self.template.email_cc = False
        touch = self.mail_to(self.make_lead("Bea"), name="Other")
        self.report(COMPLAINT, original_id=self.id_of(touch), named="")
        self.assert_stopped(touch, "complaint")
        self.assertEqual(self.env["mail.blacklist"].search([]).mapped("email"), ["bea@customer.example.org"])

    def test_a_complaint_does_not_blacklist_an_address_that_got_no_mail_from_us(self):
        """A recipient forwarded the mail; we did not send it there."""
        self.report(COMPLAINT, "forwarded@customer.example.org", self.id_of(self.touch))
        self.assert_untouched(self.touch)
        self.assert_noted(self.touch, "forwarded@customer.example.org")

    def test_an_enrolled_copy_recipient_is_stopped_by_their_own_bounce(self):
        other = self.enroll(self.make_sequence(name="Other"), self.make_lead("Assistant"))
        self.assertEqual(other.email_normalized, COPY)
        self.report(BOUNCE, COPY, self.id_of(self.touch))
        self.assertEqual(other.exit_reason, "bounced")
        self.assert_untouched(self.touch)

    def test_the_absence_of_a_copy_recipient_pauses_nobody(self):
        self.answer(self.touch, email_from=COPY, **ABSENCE)
        self.assert_untouched(self.touch)
        self.assert_noted(self.touch, COPY)

    def test_a_copy_recipient_who_has_left_stops_nobody(self):
        self.report(LEFT, COPY, self.id_of(self.touch))
        self.assert_untouched(self.touch)
        self.assert_noted(self.touch, COPY)

    def test_the_absence_of_a_person_the_mail_was_forwarded_to_pauses_nobody(self):
        self.answer(self.touch, email_from="temp@agency.example.com", **ABSENCE)
        self.assert_untouched(self.touch)

    def test_a_reply_from_a_copy_recipient_counts_like_any_other(self):
        self.answer(self.touch, email_from=COPY, at=MONDAY + timedelta(hours=2))
        self.assert_stopped(self.touch, "replied")

    def test_reports_about_the_enrolled_person_count_despite_copies(self):
        for source, reason in ((BOUNCE, "bounced"), (COMPLAINT, "complaint"), (LEFT, "address_changed")):
            with self.subTest(reason), self.env.cr.savepoint() as savepoint:
                self.report(source, ADA, self.id_of(self.touch))
                self.assert_stopped(self.touch, reason)
                savepoint.rollback()
            self.env.invalidate_all(flush=False)
        self.answer(self.touch, **ABSENCE)
        self.assertEqual(self.enrollment.pause_kind, "auto_reply")


class TestAutomaticAnswersFromElsewhere(ReportCommon):
    """The mail had one recipient, and another mailbox replies automatically."""

    def answer_from(self, address, to=ADA, **kind):
        lead = self.make_lead(to.partition("@")[0].capitalize(), email_from=to)
        touch = self.mail_to(lead, name=f"{address} for {to}")
        self.answer(touch, email_from=address, **{**ABSENCE, **kind})
        enrollment = touch.enrollment_id
        found = (enrollment.signal_ids.kind, enrollment.exit_reason or enrollment.pause_kind)
        enrollment.stop()
        return found

    def test_an_automatic_reply_from_their_organization_counts_as_theirs(self):
        for address in ("reception@customer.example.org", "no-reply@mail.customer.example.org"):
            with self.subTest(address):
                self.assertEqual(self.answer_from(address), ("auto_reply", "auto_reply"))
        left = {"body": "Ada has left the company."}
        self.assertEqual(
            self.answer_from("reception@customer.example.org", **left), ("address_changed", "address_changed")
        )

    def test_an_automatic_reply_from_an_unrelated_address_is_unsure(self):
        for domain in ("elsewhere.example.com", "customer.example.org.example.com", "notcustomer.example.org"):
            with self.subTest(domain):
                self.assertEqual(self.answer_from(f"ada@{domain}"), ("unsure", "unsure"))

    def test_another_address_at_the_same_mail_provider_is_unsure(self):
        for domain in ("gmail.com", "yahoo.co.uk", "t-online.de"):
            with self.subTest(domain):
                self.assertEqual(self.answer_from(f"somebody@{domain}", to=f"ada@{domain}"), ("unsure", "unsure"))

    def test_an_automatic_reply_from_the_records_new_address_counts_as_theirs(self):
        lead = self.make_lead()
        touch = self.mail_to(lead)
        lead.email_from = "ada@newjob.example.com"
        self.answer(touch, email_from="ada@newjob.example.com", **ABSENCE)
        self.assertEqual(touch.enrollment_id.pause_kind, "auto_reply")

    def test_a_receipt_of_an_unrelated_ticket_system_raises_no_question(self):
        receipt = {
            "subject": "[Ticket #4711] A question",
            "body": "We have received your request. A ticket has been created.",
        }
        self.assertEqual(self.answer_from("support@helpdesk.example.com", **receipt), ("acknowledgement", False))

    def test_a_personal_answer_counts_from_any_address(self):
        person = {"subject": "Re: A question", "headers": "", "body": "Yes, tell me more."}
        later = MONDAY + timedelta(hours=2)
        self.assertEqual(self.answer_from("ada@elsewhere.example.com", at=later, **person), ("reply", "replied"))
