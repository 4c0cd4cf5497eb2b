"""What a machine reports is about one mailbox: it says nothing of the person enrolled where that is somebody else's."""

from datetime import timedelta

from .common import BOUNCE, MONDAY
from .reports import ADA, BOUNCE_IN_PROSE, BOUNCE_SOFT, COMPLAINT, COMPLAINT_IN_PROSE, COPY, LEFT, ReportCommon

ABSENCE = {"subject": "Automatic reply: A question", "headers": "Auto-Submitted: auto-replied\n", "body": "I am away."}


class TestCopies(ReportCommon):
    """Who has a copy of the mail is not the person enrolled."""

    def setUp(self):
        super().setUp()
        self.template.email_cc = COPY
        self.touch = self.mail_to(self.make_lead())
        self.enrollment = self.touch.enrollment_id
        self.assertEqual(self.touch.sent_to, f"{ADA},{COPY}")

    def test_a_copy_that_bounces_stops_nobody(self):
        for source in (BOUNCE, BOUNCE_IN_PROSE):
            with self.subTest(source[:20]):
                self.report(source, COPY, self.id_of(self.touch))
                self.assert_untouched(self.touch)
                self.assert_noted(self.touch, COPY)

    def test_a_copy_that_bounces_three_times_for_now_stops_nobody(self):
        for number in range(4):
            self.report(BOUNCE_SOFT, COPY, self.id_of(self.touch), at=MONDAY + timedelta(hours=number))
        self.assert_untouched(self.touch)

    def test_a_complaint_about_a_copy_blacklists_who_complained(self):
        for source in (COMPLAINT, COMPLAINT_IN_PROSE):
            with self.subTest(source[:20]), self.env.cr.savepoint() as savepoint:
                self.report(source, COPY, self.id_of(self.touch))
                self.assertEqual(self.env["mail.blacklist"].search([]).mapped("email"), [COPY])
                self.assertEqual((self.enrollment.state, self.touch.state), ("running", "sent"))
                self.assert_noted(self.touch, COPY)
                savepoint.rollback()
            self.env.invalidate_all(flush=False)

    def test_a_complaint_that_names_nobody_blacklists_nobody_where_a_copy_may_have_made_it(self):
        self.report(COMPLAINT, original_id=self.id_of(self.touch), named="")
        self.assert_untouched(self.touch)
        self.assert_noted(self.touch, "which recipient")

    def test_a_complaint_that_names_nobody_is_of_the_only_recipient(self):
        """Providers leave out who complained."""
        self.template.email_cc = False
        touch = self.mail_to(self.make_lead("Bea"), name="Other")
        self.report(COMPLAINT, original_id=self.id_of(touch), named="")
        self.assert_stopped(touch, "complaint")
        self.assertEqual(self.env["mail.blacklist"].search([]).mapped("email"), ["bea@customer.example.org"])

    def test_a_complaint_blacklists_nobody_to_whom_the_mail_did_not_go(self):
        """Forwarded by whoever had it: not by us."""
        self.report(COMPLAINT, "forwarded@customer.example.org", self.id_of(self.touch))
        self.assert_untouched(self.touch)
        self.assert_noted(self.touch, "forwarded@customer.example.org")

    def test_a_copy_that_is_enrolled_as_well_is_stopped_by_its_own_bounce(self):
        other = self.enroll(self.make_sequence(name="Other"), self.make_lead("Assistant"))
        self.assertEqual(other.email_normalized, COPY)
        self.report(BOUNCE, COPY, self.id_of(self.touch))
        self.assertEqual(other.exit_reason, "bounced")
        self.assert_untouched(self.touch)

    def test_the_absence_of_a_copy_holds_nobody(self):
        self.answer(self.touch, email_from=COPY, **ABSENCE)
        self.assert_untouched(self.touch)
        self.assert_noted(self.touch, COPY)

    def test_a_copy_that_has_left_stops_nobody(self):
        self.report(LEFT, COPY, self.id_of(self.touch))
        self.assert_untouched(self.touch)
        self.assert_noted(self.touch, COPY)

    def test_the_absence_of_somebody_to_whom_a_copy_was_forwarded_holds_nobody(self):
        self.answer(self.touch, email_from="temp@agency.example.com", **ABSENCE)
        self.assert_untouched(self.touch)

    def test_a_person_who_had_a_copy_answers_like_any_other(self):
        self.answer(self.touch, email_from=COPY, at=MONDAY + timedelta(hours=2))
        self.assert_stopped(self.touch, "replied")

    def test_the_person_themselves_speaks_beside_a_copy(self):
        for source, reason in ((BOUNCE, "bounced"), (COMPLAINT, "complaint"), (LEFT, "address_changed")):
            with self.subTest(reason), self.env.cr.savepoint() as savepoint:
                self.report(source, ADA, self.id_of(self.touch))
                self.assert_stopped(self.touch, reason)
                savepoint.rollback()
            self.env.invalidate_all(flush=False)
        self.answer(self.touch, **ABSENCE)
        self.assertEqual(self.enrollment.pause_kind, "auto_reply")


class TestAutomaticAnswersFromElsewhere(ReportCommon):
    """The mail had one recipient, and another mailbox answers by itself."""

    def answer_from(self, address, to=ADA, **kind):
        lead = self.make_lead(to.partition("@")[0].capitalize(), email_from=to)
        touch = self.mail_to(lead, name=f"{address} for {to}")
        self.answer(touch, email_from=address, **{**ABSENCE, **kind})
        enrollment = touch.enrollment_id
        found = (enrollment.signal_ids.kind, enrollment.exit_reason or enrollment.pause_kind)
        enrollment.stop()
        return found

    def test_another_address_of_their_organization_answers_for_them(self):
        for address in ("reception@customer.example.org", "no-reply@mail.customer.example.org"):
            with self.subTest(address):
                self.assertEqual(self.answer_from(address), ("auto_reply", "auto_reply"))
        left = {"body": "Ada has left the company."}
        self.assertEqual(
            self.answer_from("reception@customer.example.org", **left), ("address_changed", "address_changed")
        )

    def test_an_address_of_elsewhere_may_be_theirs_or_not(self):
        for domain in ("elsewhere.example.com", "customer.example.org.example.com", "notcustomer.example.org"):
            with self.subTest(domain):
                self.assertEqual(self.answer_from(f"ada@{domain}"), ("unsure", "unsure"))

    def test_another_customer_of_their_provider_is_no_colleague_of_theirs(self):
        for domain in ("gmail.com", "yahoo.co.uk", "t-online.de"):
            with self.subTest(domain):
                self.assertEqual(self.answer_from(f"somebody@{domain}", to=f"ada@{domain}"), ("unsure", "unsure"))

    def test_the_address_that_the_record_has_by_now_is_theirs(self):
        lead = self.make_lead()
        touch = self.mail_to(lead)
        lead.email_from = "ada@newjob.example.com"
        self.answer(touch, email_from="ada@newjob.example.com", **ABSENCE)
        self.assertEqual(touch.enrollment_id.pause_kind, "auto_reply")

    def test_a_receipt_of_a_ticket_system_elsewhere_asks_nobody(self):
        receipt = {
            "subject": "[Ticket #4711] A question",
            "body": "We have received your request. A ticket has been created.",
        }
        self.assertEqual(self.answer_from("support@helpdesk.example.com", **receipt), ("acknowledgement", False))

    def test_a_person_answers_from_wherever_they_are(self):
        person = {"subject": "Re: A question", "headers": "", "body": "Yes, tell me more."}
        later = MONDAY + timedelta(hours=2)
        self.assertEqual(self.answer_from("ada@elsewhere.example.com", at=later, **person), ("reply", "replied"))
