"""Whose report is it, and does it prove itself? A bounce, a complaint or "I have left" ends nothing without the
Message-ID of an email of ours, and says nothing of the person enrolled where it is about somebody who had a copy."""

from datetime import timedelta

from freezegun import freeze_time

from odoo.addons.sales_sequence.models.sales_sequence_inbox_mail import MAX_ADDRESSES

from .common import BOUNCE, MONDAY, SequenceCommon

ADA = "ada@customer.example.org"
COPY = "assistant@customer.example.org"

# Odoo's gateway takes none of these two for a bounce, so that they go the way of any other mail.
BOUNCE_IN_PROSE = """From: postmaster@mx.example.org
To: {to}
Subject: Undeliverable: A question
Message-ID: <{message_id}>
Date: {date}
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="sep"

--sep
Content-Type: text/plain; charset=us-ascii

Your message could not be delivered to the following recipient:

    {address}

550 5.1.1 User unknown

--sep
Content-Type: message/rfc822

Message-ID: {original_id}
From: sender@example.com
To: {address}
Subject: A question

Hello
--sep--
"""
COMPLAINT_IN_PROSE = """From: staff@isp.example.org
To: {to}
Subject: complaint about message from 192.0.2.7
Message-ID: <{message_id}>
Date: {date}
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="sep"

--sep
Content-Type: message/rfc822

Message-ID: {original_id}
X-HmXmrOriginalRecipient: {address}
From: sender@example.com
To: {address}
Subject: A question

Hello
--sep--
"""
COMPLAINT = """From: staff@isp.example.org
To: {to}
Subject: FW: A question
Message-ID: <{message_id}>
Date: {date}
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="sep"

--sep
Content-Type: text/plain

This is an email abuse report.

--sep
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: Loop/1.0
Version: 1
{named}
--sep
Content-Type: message/rfc822

Message-ID: {original_id}
From: sender@example.com
Subject: A question

Hello
--sep--
"""
LEFT = """From: {address}
To: {to}
Subject: Automatic reply: A question
Message-ID: <{message_id}>
Date: {date}
In-Reply-To: {original_id}
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: text/plain; charset="utf-8"

I have left the company and no longer read this mailbox.
"""
BOUNCE_SOFT = BOUNCE.replace("Action: failed", "Action: delayed").replace("5.1.1", "4.4.1")
ABSENCE = {"subject": "Automatic reply: A question", "headers": "Auto-Submitted: auto-replied\n", "body": "I am away."}


class ReportCommon(SequenceCommon):
    def mail_to(self, lead, name="Outreach", **values):
        """Enroll a lead and let the first email leave. :return: its touch"""
        enrollment = self.enroll(self.make_sequence("email", {"channel": "email", "delay": 9}, name=name, **values), lead)
        self.run_at(MONDAY)
        self.send_mails(MONDAY)
        self.assertEqual(set(enrollment.touch_ids.mapped("state")), {"sent"})
        return enrollment.touch_ids

    def report(self, source, address=ADA, original_id="", to=None, at=MONDAY, **values):
        """A report about `address` arrives, with `original_id` as the Message-ID of the mail that it is about."""
        count = self.env["sales.sequence.signal"].search_count([])
        source = source.format(
            to=to or f"bounce.test@{self.alias_domain}",
            address=address,
            message_id=f"report-{count}-{at.timestamp()}@mx.example.org",
            original_id=original_id,
            date=at.strftime("%a, %d %b %Y %H:%M:%S +0000"),
            **{"named": f"Original-Rcpt-To: {address}\n", **values},
        )
        self.deliver(source, at, model="crm.lead")

    def id_of(self, touch):
        return touch.mail_message_id.message_id

    def assert_untouched(self, *touches):
        for touch in touches:
            enrollment = touch.enrollment_id
            self.assertEqual((enrollment.state, enrollment.resume_at, touch.state), ("running", False, "sent"))
        self.assertFalse(self.env["mail.blacklist"].search([]))

    def assert_stopped(self, touch, reason):
        self.assertEqual((touch.enrollment_id.state, touch.enrollment_id.exit_reason), ("stopped", reason))

    def assert_noted(self, touch, words):
        """It is shown on the enrollment that something came, and why it does nothing."""
        signal = touch.enrollment_id.signal_ids[:1]
        self.assertEqual(signal.effect, "ignored")
        self.assertTrue(signal.settled_at)
        self.assertIn(words, signal.detail)


class TestForgedReports(ReportCommon):
    """Each of these was written by somebody who knows an address, and not the mail that went there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reports = {
            "bounced": (BOUNCE, BOUNCE_IN_PROSE),
            "complaint": (COMPLAINT, COMPLAINT_IN_PROSE),
            "address_changed": (LEFT, LEFT),
        }

    def routes(self):
        """``(reason, report, where it is sent to)``: by Odoo's own way for bounces, and by that of any other mail."""
        for reason, (to_bounce_alias, to_anybody) in self.reports.items():
            yield reason, to_bounce_alias, f"bounce.test@{self.alias_domain}"
            yield reason, to_anybody, f"info@{self.alias_domain}"

    def test_the_same_report_with_its_proof_acts_on_every_route(self):
        for number, (reason, source, to) in enumerate(self.routes()):
            with self.subTest(reason, to=to):
                lead = self.make_lead(f"Person{number}")
                touch = self.mail_to(lead, name=f"{number}")
                self.report(source, lead.email_normalized, self.id_of(touch), to=to)
                self.assert_stopped(touch, reason)
                listed = self.env["mail.blacklist"].search([("email", "=", lead.email_normalized)])
                self.assertEqual(bool(listed), reason == "complaint")

    def test_a_report_that_knows_only_the_address_ends_nothing(self):
        touch = self.mail_to(self.make_lead())
        for reason, source, to in self.routes():
            with self.subTest(reason, to=to):
                self.report(source, ADA, "<nobody.knows@elsewhere.example.org>", to=to)
                self.assert_untouched(touch)
                self.assert_noted(touch, "Message-ID")

    def test_a_guessed_message_id_ends_nothing(self):
        touch = self.mail_to(self.make_lead())
        known = self.id_of(touch)
        for guess in (known[1:-1], known.replace("@", "0@"), known[:-2] + ">", known.upper(), "<%>", "<_>"):
            for reason, source, to in self.routes():
                with self.subTest(reason, guess=guess, to=to):
                    self.report(source, ADA, guess, to=to)
                    self.assert_untouched(touch)

    def test_the_message_id_of_other_mail_of_ours_proves_nothing(self):
        """Of a quotation, say: it went to the same person, but no sequence sent it."""
        lead = self.make_lead()
        touch = self.mail_to(lead)
        quotation = lead.message_post(body="Our quotation", message_type="comment", subtype_xmlid="mail.mt_comment")
        for reason, source, to in self.routes():
            with self.subTest(reason, to=to):
                self.report(source, ADA, quotation.message_id, to=to)
                self.assert_untouched(touch)

    def test_the_message_id_of_a_mail_to_somebody_else_ends_nobodys(self):
        """Whoever is enrolled knows a Message-ID: that of the mail to them."""
        ada, bea = self.mail_to(self.make_lead()), self.mail_to(self.make_lead("Bea"), name="Other")
        for reason, source, to in self.routes():
            if reason == "address_changed":
                continue  # it comes from an address, see below
            with self.subTest(reason, to=to):
                self.report(source, ADA, self.id_of(bea), to=to)
                self.assert_untouched(ada, bea)
                self.assert_noted(bea, ADA)

    def test_who_has_left_is_told_only_by_their_own_organization(self):
        ada, bea = self.mail_to(self.make_lead()), self.mail_to(self.make_lead("Bea"), name="Other")
        self.report(LEFT, "mallory@elsewhere.example.com", self.id_of(bea))
        self.assertEqual(ada.enrollment_id.state, "running")
        self.assertFalse(bea.enrollment_id.exit_reason)
        self.assertEqual(bea.enrollment_id.signal_ids.kind, "unsure")

    def test_soft_bounces_without_proof_never_add_up(self):
        touch = self.mail_to(self.make_lead())
        for number in range(4):
            self.report(BOUNCE_SOFT, ADA, "<nobody.knows@elsewhere.example.org>", at=MONDAY + timedelta(hours=number))
        self.assertEqual(touch.enrollment_id.signal_ids.mapped("kind"), ["bounce_soft"] * 4)
        self.assert_untouched(touch)
        for number in range(3):
            self.assertEqual(touch.enrollment_id.state, "running", number)
            self.report(BOUNCE_SOFT, ADA, self.id_of(touch), at=MONDAY + timedelta(days=1, hours=number))
        self.assert_stopped(touch, "bounced")

    def test_one_forged_report_about_many_people_ends_none_of_them(self):
        leads = self.make_leads(6)
        touches = self.mail_to(leads)
        known = self.id_of(touches[0])
        for source in (BOUNCE, COMPLAINT):
            for original_id in ("<nobody.knows@elsewhere.example.org>", known):
                with self.subTest(source[:20], original_id=original_id):
                    self.report(self.name_many(source, leads[1:].mapped("email_normalized")), original_id=original_id)
                    self.assert_untouched(*touches)

    def name_many(self, source, addresses):
        named = {"Final-Recipient: rfc822; {address}": "Final-Recipient: rfc822; %s", "{named}": "Original-Rcpt-To: %s"}
        for place, line in named.items():
            if place in source and line.startswith("Original"):
                return source.replace(place, "\n".join(line % address for address in addresses) + "\n")
            if place in source:
                blocks = "\n\n".join(f"{line % address}\nAction: failed\nStatus: 5.1.1" for address in addresses)
                return source.replace(f"{place}\nAction: failed\nStatus: 5.1.1", blocks)
        return source

    def test_a_report_with_thousands_of_addresses_leaves_few_notes(self):
        leads = self.make_leads(MAX_ADDRESSES + 10)
        touches = self.mail_to(leads)
        invented = [f"nobody{number}@elsewhere.example.org" for number in range(3000)]
        self.report(self.name_many(COMPLAINT, leads.mapped("email_normalized") + invented))
        self.assert_untouched(*touches)
        self.assertEqual(len(touches.enrollment_id.signal_ids), MAX_ADDRESSES)


class TestTheCompanyOfTheMail(ReportCommon):
    """Two companies in one database write to the same person."""

    def setUp(self):
        super().setUp()
        other_company = self.env["res.company"].create({"name": "Other company"})
        self.rep.company_ids |= other_company
        self.here = self.mail_to(self.make_lead())
        lead = self.make_lead(company_id=other_company.id)
        self.there = self.mail_to(lead, name="There", company_id=other_company.id)
        self.assertNotEqual(self.here.company_id, self.there.company_id)

    def test_a_bounce_acts_only_in_the_company_of_the_mail(self):
        for source in (BOUNCE, BOUNCE_IN_PROSE):
            with self.subTest(source[:20]), self.env.cr.savepoint() as savepoint:
                self.report(source, ADA, self.id_of(self.there))
                self.assert_stopped(self.there, "bounced")
                self.assertEqual((self.here.enrollment_id.state, self.here.state), ("running", "sent"))
                self.assertFalse(self.here.enrollment_id.signal_ids, "Nor does one company hear of the other's mail")
                savepoint.rollback()
            self.env.invalidate_all(flush=False)

    def test_that_somebody_has_left_acts_only_in_the_company_of_the_mail(self):
        self.report(LEFT, ADA, self.id_of(self.there))
        self.assert_stopped(self.there, "address_changed")
        self.assertEqual((self.here.enrollment_id.state, self.here.state), ("running", "sent"))

    def test_a_bounce_ends_what_the_person_is_in_by_now_in_that_company(self):
        """A report may take days, and meanwhile they have moved to another sequence."""
        self.there.enrollment_id.stop()
        sequence = self.make_sequence("email", "email", name="Next", company_id=self.there.company_id.id)
        with freeze_time(MONDAY + timedelta(days=1)):
            later = sequence.enroll(self.there.enrollment_id.lead_id.ids)["enrolled"][0]["enrollment_id"]
        later = self.env["sales.sequence.enrollment"].browse(later)
        self.report(BOUNCE, ADA, self.id_of(self.there), at=MONDAY + timedelta(days=1))
        self.assertEqual((later.state, later.exit_reason), ("stopped", "bounced"))
        self.assertEqual(self.here.enrollment_id.state, "running")


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
        self.answer(self.touch, email_from=COPY)
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
        for address in ("ada@elsewhere.example.com", "ada@customer.example.org.example.com", "ada@notcustomer.example.org"):
            with self.subTest(address):
                self.assertEqual(self.answer_from(address)[0], "unsure")

    def test_another_customer_of_their_provider_is_no_colleague_of_theirs(self):
        for domain in ("gmail.com", "yahoo.co.uk", "t-online.de"):
            with self.subTest(domain):
                self.assertEqual(self.answer_from(f"somebody@{domain}", to=f"ada@{domain}")[0], "unsure")

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
        self.assertEqual(self.answer_from("ada@elsewhere.example.com", **person), ("reply", "replied"))
