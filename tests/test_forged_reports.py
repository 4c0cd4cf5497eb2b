"""A bounce, complaint or "I have left" has no effect without the Message-ID of one of our emails, and with it only in
the company of that email."""

from datetime import timedelta

from freezegun import freeze_time

from odoo.addons.sales_sequence.models.inbox.mail import MAX_ADDRESSES

from .common import BOUNCE, MONDAY
from .reports import (
    ADA,
    BOUNCE_IN_PROSE,
    BOUNCE_SOFT,
    COMPLAINT,
    COMPLAINT_IN_PROSE,
    LEFT,
    ReportCommon,
)


class TestForgedReports(ReportCommon):
    """Reports from a forger who knows an address but not the mail that was sent to it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reports = {
            "bounced": (BOUNCE, BOUNCE_IN_PROSE),
            "complaint": (COMPLAINT, COMPLAINT_IN_PROSE),
            "address_changed": (LEFT, LEFT),
        }

    def routes(self):
        """``(reason, report, recipient)``: through Odoo's own route for bounces, and through that of any other mail."""
        for reason, (to_bounce_alias, to_anybody) in self.reports.items():
            yield reason, to_bounce_alias, f"bounce.test@{self.alias_domain}"
            yield reason, to_anybody, f"info@{self.alias_domain}"

    def test_a_report_with_proof_has_an_effect_on_every_route(self):
        for number, (reason, source, to) in enumerate(self.routes()):
            with self.subTest(reason, to=to):
                lead = self.make_lead(f"Person{number}")
                touch = self.mail_to(lead, name=f"{number}")
                self.report(source, lead.email_normalized, self.id_of(touch), to=to)
                self.assert_stopped(touch, reason)
                listed = self.env["mail.blacklist"].search([("email", "=", lead.email_normalized)])
                self.assertEqual(bool(listed), reason == "complaint")

    def test_a_report_that_knows_only_the_address_stops_nothing(self):
        touch = self.mail_to(self.make_lead())
        for reason, source, to in self.routes():
            with self.subTest(reason, to=to):
                self.report(source, ADA, "<nobody.knows@elsewhere.example.org>", to=to)
                self.assert_untouched(touch)
                self.assert_noted(touch, "Message-ID")

    def test_a_report_with_a_guessed_message_id_stops_nothing(self):
        touch = self.mail_to(self.make_lead())
        known = self.id_of(touch)
        for guess in (known[1:-1], known.replace("@", "0@"), known[:-2] + ">", known.upper(), "<%>", "<_>"):
            for reason, source, to in self.routes():
                with self.subTest(reason, guess=guess, to=to):
                    self.report(source, ADA, guess, to=to)
                    self.assert_untouched(touch)

    def test_the_message_id_of_an_email_outside_of_sequences_proves_nothing(self):
        """A quotation, for example: it went to the same person, but no sequence sent it."""
        lead = self.make_lead()
        touch = self.mail_to(lead)
        quotation = lead.message_post(body="Our quotation", message_type="comment", subtype_xmlid="mail.mt_comment")
        for reason, source, to in self.routes():
            with self.subTest(reason, to=to):
                self.report(source, ADA, quotation.message_id, to=to)
                self.assert_untouched(touch)

    def test_the_message_id_of_an_email_to_someone_else_stops_nothing(self):
        """Each enrolled person knows a Message-ID: that of the mail they got."""
        ada, bea = self.mail_to(self.make_lead()), self.mail_to(self.make_lead("Bea"), name="Other")
        for reason, source, to in self.routes():
            if reason == "address_changed":
                continue  # this one depends on the sender's address, see below
            with self.subTest(reason, to=to):
                self.report(source, ADA, self.id_of(bea), to=to)
                self.assert_untouched(ada, bea)
                self.assert_noted(bea, ADA)

    def test_only_their_own_organization_can_say_that_someone_has_left(self):
        ada, bea = self.mail_to(self.make_lead()), self.mail_to(self.make_lead("Bea"), name="Other")
        self.report(LEFT, "mallory@elsewhere.example.com", self.id_of(bea))
        self.assertEqual(ada.enrollment_id.state, "running")
        self.assertFalse(bea.enrollment_id.exit_reason)
        self.assertEqual(bea.enrollment_id.signal_ids.kind, "unsure")

    def test_nobody_can_claim_that_someone_else_has_left(self):
        """Bea knows the Message-ID of the mail she got, and can write whatever she likes."""
        ada, bea = self.mail_to(self.make_lead()), self.mail_to(self.make_lead("Bea"), name="Other")
        as_bea = LEFT.replace("From: {address}", "From: bea@customer.example.org")
        for source in (LEFT, as_bea.replace("To: {to}", "To: {to}\nReply-To: {address}")):
            with self.subTest(source[:20]):
                self.report(source, ADA, self.id_of(bea))
                self.assert_untouched(ada)

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

    def test_one_forged_report_about_many_people_stops_none_of_them(self):
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

    def test_a_report_about_thousands_of_addresses_leaves_few_notes(self):
        leads = self.make_leads(MAX_ADDRESSES + 10)
        touches = self.mail_to(leads)
        invented = [f"nobody{number}@elsewhere.example.org" for number in range(3000)]
        self.report(self.name_many(COMPLAINT, leads.mapped("email_normalized") + invented))
        self.assert_untouched(*touches)
        self.assertEqual(len(touches.enrollment_id.signal_ids), MAX_ADDRESSES)


class TestCostOfReports(ReportCommon):
    def count_queries(self, source, count):
        leads = self.make_leads(count, name=f"Person{count}in{len(source)}x")
        touches = self.mail_to(leads, name=f"{count} in {len(source)}")
        addresses = leads.mapped("email_normalized")
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.report(TestForgedReports.name_many(self, source, addresses))
        self.env.flush_all()
        used = self.env.cr.sql_log_count - before
        self.assertEqual(touches.enrollment_id.signal_ids.mapped("effect"), ["ignored"] * count)
        return used

    def test_a_report_about_more_addresses_needs_no_more_queries(self):
        for source in (BOUNCE, COMPLAINT):
            with self.subTest(source[:20]):
                self.count_queries(source, 2)
                few, many = self.count_queries(source, 3), self.count_queries(source, MAX_ADDRESSES)
                self.assertLessEqual(many, few + 2)


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

    def test_a_bounce_has_an_effect_only_in_the_company_of_the_mail(self):
        for source in (BOUNCE, BOUNCE_IN_PROSE):
            with self.subTest(source[:20]), self.env.cr.savepoint() as savepoint:
                self.report(source, ADA, self.id_of(self.there))
                self.assert_stopped(self.there, "bounced")
                self.assertEqual((self.here.enrollment_id.state, self.here.state), ("running", "sent"))
                self.assertFalse(self.here.enrollment_id.signal_ids, "One company does not learn of the other's mail")
                savepoint.rollback()
            self.env.invalidate_all(flush=False)

    def test_a_notice_that_someone_has_left_has_an_effect_only_in_the_company_of_the_mail(self):
        self.report(LEFT, ADA, self.id_of(self.there))
        self.assert_stopped(self.there, "address_changed")
        self.assertEqual((self.here.enrollment_id.state, self.here.state), ("running", "sent"))

    def test_a_report_stops_the_persons_current_enrollment_in_that_company(self):
        """A report may take days, and the person may be in another sequence by then."""
        self.there.enrollment_id.stop()
        company = self.there.company_id
        # The bounce last: it lets nobody with this address in any more.
        for source, reason in ((LEFT, "address_changed"), (BOUNCE, "bounced")):
            with self.subTest(reason):
                sequence = self.make_sequence("email", "email", name=reason, company_id=company.id)
                with freeze_time(MONDAY + timedelta(days=1)):
                    enrolled = sequence.enroll(self.there.enrollment_id.lead_id.ids)["enrolled"]
                later = self.env["sales.sequence.enrollment"].browse(enrolled[0]["enrollment_id"])
                self.report(source, ADA, self.id_of(self.there), at=MONDAY + timedelta(days=1))
                self.assertEqual((later.state, later.exit_reason), ("stopped", reason))
                self.assertEqual((self.here.enrollment_id.state, self.here.state), ("running", "sent"))
