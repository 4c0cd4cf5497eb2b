"""Who the person is: by the record as it is now, by every address, at every door."""

from datetime import timedelta

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import mail_new_test_user

from .common import MONDAY, SequenceCommon

LATER = MONDAY + timedelta(hours=2)


class PersonCommon(SequenceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner_step = {"mail_template_id": cls.make_template("res.partner").id}

    def start(self, targets, *steps, **values):
        if targets._name == "res.partner":
            steps = steps or (self.partner_step, self.partner_step)
            values["target"] = "partner"
        enrollments = self.enroll(self.make_sequence(*(steps or ("email", "email")), **values), targets)
        self.run_at(MONDAY)
        self.send_mails(MONDAY)
        return enrollments

    def make_contact(self, name="Ada", **values):
        return self.env["res.partner"].create(
            {"name": name, "email": f"{name.lower()}@customer.example.org", "user_id": self.rep.id, **values}
        )

    def make_people(self):
        company = self.env["res.partner"].create({"name": "ACME", "is_company": True})
        return self.make_contact("Fay", parent_id=company.id) | self.make_contact("Gus", parent_id=company.id)

    def write_to_sales(self, address):
        """Deliver a mail that refers to nothing and makes a new lead."""
        if not self.env["mail.alias"].search([("alias_name", "=", "sales")]):
            self.env["mail.alias"].create(
                {
                    "alias_name": "sales",
                    "alias_domain_id": self.mail_alias_domain.id,
                    "alias_model_id": self.env["ir.model"]._get_id("crm.lead"),
                }
            )
        self.answer(None, email_from=address, to=f"sales@{self.alias_domain}", subject="Hello", at=LATER)

    def comment(self, record, contact):
        """Post a comment on `record` as the portal user of `contact`."""
        portal = contact.user_ids or mail_new_test_user(
            self.env,
            login=f"portal-{contact.id}",
            partner_id=contact.id,
            email=contact.email,
            groups="base.group_portal",
        )
        with freeze_time(LATER):
            record.with_user(portal).sudo().message_post(
                body="Please call me",
                message_type="comment",
                author_id=contact.id,
                subtype_xmlid="mail.mt_comment",
            )

    def refusal_codes(self, sequence, targets, **options):
        with freeze_time(LATER):
            return [refusal["code"] for refusal in sequence.enroll(targets.ids, **options)["refused"]]

    def assert_ended(self, enrollment, reason):
        self.assertEqual((enrollment.state, enrollment.exit_reason), ("stopped", reason))


class TestDoors(PersonCommon):
    """The same person comes in by another door than the mail of ours."""

    def test_a_comment_on_another_document_stops(self):
        contact = self.make_contact()
        enrollment = self.start(self.make_lead(partner_id=contact.id))
        self.comment(self.env["crm.team"].create({"name": "Stands for a quotation"}), contact)
        self.assert_ended(enrollment, "replied")

    def test_a_comment_of_a_contact_with_the_address_of_a_lead_that_has_none_stops(self):
        lead = self.make_lead()
        enrollment = self.start(lead)
        self.comment(self.env["crm.team"].create({"name": "Any document"}), self.make_contact())
        self.assertFalse(lead.partner_id)
        self.assert_ended(enrollment, "replied")

    def test_a_stranger_who_answers_in_the_chatter_of_the_record_stops_it(self):
        lead = self.make_lead()
        enrollment = self.start(lead)
        own = lead.with_user(self.rep).message_post(
            body="One more thing", message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        self.assert_answer_stops(own, lead, enrollment)

    def test_a_stranger_who_answers_in_the_chatter_of_a_partner_stops_it(self):
        partner = self.make_contact()
        enrollment = self.start(partner)
        own = partner.with_user(self.rep).message_post(
            body="One more thing", message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        self.assert_answer_stops(own, partner, enrollment)

    def assert_answer_stops(self, message, record, enrollment):
        touch = self.env["sales.sequence.touch"].new({"mail_message_id": message.id})
        self.answer(touch, email_from="cy@elsewhere.example.net", subject="Re: One more thing")
        self.assertIn("tell me more", record.message_ids[0].body, "It lies in this chatter, without a note below it")
        self.assert_ended(enrollment, "replied")

    def test_a_machine_that_answers_the_reps_own_mail_says_nothing_of_the_person(self):
        lead = self.make_lead()
        enrollment = self.start(lead)
        own = lead.with_user(self.rep).message_post(
            body="To somebody else", message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        touch = self.env["sales.sequence.touch"].new({"mail_message_id": own.id})
        self.answer(touch, email_from="cy@elsewhere.example.net", headers="Auto-Submitted: auto-replied\n")
        self.assertEqual(enrollment.state, "running")
        self.assertEqual(enrollment.signal_ids.effect, "ignored")

    def test_a_stranger_in_the_chatter_of_a_record_that_is_not_enrolled_stops_nobody(self):
        enrollment, other = self.start(self.make_lead()), self.make_lead("Bea")
        own = other.with_user(self.rep).message_post(
            body="Hello", message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        touch = self.env["sales.sequence.touch"].new({"mail_message_id": own.id})
        self.answer(touch, email_from="cy@elsewhere.example.net")
        self.assertEqual(enrollment.state, "running")

    def test_a_comment_by_one_of_us_is_no_answer(self):
        lead = self.make_lead()
        enrollment = self.start(lead)
        lead.with_user(self.manager).message_post(body="Who is this?", message_type="comment")
        self.assertEqual(enrollment.state, "running")


class TestRecordChanges(PersonCommon):
    def test_the_contact_that_a_lead_gets_is_the_person(self):
        lead = self.make_lead(type="lead")
        enrollment = self.start(lead)
        lead._handle_partner_assignment(create_missing=True)
        self.assertEqual(enrollment.partner_id, lead.partner_id)

    def test_another_contact_is_another_person(self):
        before, now = self.make_contact(), self.make_contact("Bea")
        lead = self.make_lead(partner_id=before.id)
        enrollment = self.start(lead)
        lead.partner_id = now
        self.assertEqual((enrollment.partner_id, enrollment.email_normalized), (now, "bea@customer.example.org"))
        self.write_to_sales("bea@customer.example.org")
        self.assert_ended(enrollment, "replied")

    def test_whoever_had_the_mail_still_answers_for_the_record(self):
        lead = self.make_lead()
        enrollment = self.start(lead)
        lead.email_from = "ada.new@customer.example.org"
        self.write_to_sales("ada@customer.example.org")
        self.assert_ended(enrollment, "replied")

    def test_an_address_that_was_never_written_to_is_nobodys(self):
        lead = self.make_lead()
        enrollment = self.enroll(self.make_sequence("email", "email"), lead)
        lead.email_from = "ada.new@customer.example.org"
        self.write_to_sales("ada@customer.example.org")
        self.assertEqual(enrollment.state, "running")

    def test_an_answer_from_the_corrected_address_stops(self):
        for lead in (self.make_lead(), self.make_lead("Bea", partner_id=self.make_contact("Bea").id)):
            with self.subTest(contact=lead.partner_id):
                enrollment = self.start(lead)
                new = f"{lead.contact_name.lower()}.new@customer.example.org"
                if lead.partner_id:
                    lead.partner_id.email = new
                else:
                    lead.email_from = new
                self.write_to_sales(new)
                self.assert_ended(enrollment, "replied")

    def test_colleagues_are_those_of_the_company_that_the_contact_has_now(self):
        people, strangers = self.make_people(), self.make_people()
        strangers[0].email = "other@elsewhere.example.net"
        leads = self.make_lead("Fay") | self.make_lead("Gus")
        enrollments = self.start(leads, account_policy="stop")
        leads[0].partner_id, leads[1].partner_id = people
        self.assertEqual(enrollments.commercial_partner_id, people.commercial_partner_id)
        self.answer(enrollments[0].touch_ids, email_from="fay@customer.example.org")
        self.assertEqual(enrollments.mapped("exit_reason"), ["replied", "account"])

    def test_a_contact_that_changes_company_has_other_colleagues(self):
        people = self.make_people()
        enrollments = self.start(people, account_policy="stop")
        people[1].parent_id = self.env["res.partner"].create({"name": "Elsewhere", "is_company": True})
        self.answer(enrollments[0].touch_ids, email_from="fay@customer.example.org")
        self.assertEqual(enrollments.mapped("exit_reason"), ["replied", False])

    def test_following_costs_no_query_for_each_record(self):
        def cost(count):
            contacts = self.env["res.partner"].union(
                *(self.make_contact(f"Person{count}x{number}") for number in range(count))
            )
            leads = self.env["crm.lead"].union(
                *(self.make_lead(contact.name, partner_id=contact.id) for contact in contacts)
            )
            self.enroll(self.make_sequence("email", name=f"For {count}"), leads)
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            leads.write({"partner_id": contacts[0].id})
            leads.write({"email_from": f"all{count}@customer.example.org"})
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        cost(3)
        self.assertEqual(cost(20), cost(10))


class TestAddresses(PersonCommon):
    def make_desk(self):
        return self.make_contact("Desk", email="ada@customer.example.org, Bob <bob@customer.example.org>")

    def test_every_address_of_a_contact_is_written_to_and_may_answer(self):
        enrollment = self.enroll(
            self.make_sequence(self.partner_step, self.partner_step, target="partner"), self.make_desk()
        )
        self.run_at(MONDAY)
        mails = self.send_mails(MONDAY)
        written_to = {address for mail in mails for address in mail["email_to"]}
        self.assertEqual(len(written_to), 2, mails)
        self.write_to_sales("bob@customer.example.org")
        self.assert_ended(enrollment, "replied")

    def test_nobody_is_enrolled_a_second_time_with_their_second_address(self):
        self.start(self.make_desk())
        second = self.make_sequence(self.partner_step, target="partner", name="Other")
        self.assertEqual(self.refusal_codes(second, self.make_contact("Bob")), ["already_live"])

    def test_two_records_with_one_address_in_common_do_not_enter_together(self):
        sequence = self.make_sequence(self.partner_step, target="partner")
        self.assertEqual(self.refusal_codes(sequence, self.make_contact("Bob") | self.make_desk()), ["already_live"])

    def test_an_opt_out_of_the_second_address_stops(self):
        enrollment = self.start(self.make_desk())
        self.env["sales.sequence.opt.out"].create(
            {"email_normalized": "bob@customer.example.org", "sequence_id": enrollment.sequence_id.id}
        )
        self.assert_ended(enrollment, "opted_out")

    def test_a_blacklisted_second_address_keeps_out_and_stops(self):
        enrollment = self.start(self.make_desk())
        self.env["mail.blacklist"]._add("bob@customer.example.org")
        self.assertEqual(enrollment.state, "stopped")
        other = self.make_sequence(self.partner_step, target="partner", name="Other")
        self.assertEqual(self.refusal_codes(other, enrollment.partner_id), ["blacklisted"])

    def test_forms_of_one_address_are_one_person(self):
        for number, (first, second) in enumerate(
            (
                ("Ada+offers@customer.example.org", "ada@customer.example.org"),
                ("bea@m\u00fcller.example.org", "BEA@xn--mller-kva.example.org"),
                ("cy@Customer.example.org", "cy+2@customer.example.org"),
                ("+dan@customer.example.org", "+dan@CUSTOMER.example.org"),
            )
        ):
            with self.subTest(first):
                enrollment = self.start(self.make_lead(f"First{number}", email_from=first))
                other = self.make_sequence("email", name="Other")
                again = self.make_lead(f"Second{number}", email_from=second)
                self.assertEqual(self.refusal_codes(other, again), ["already_live"])
                self.write_to_sales(second)
                self.assert_ended(enrollment, "replied")

    def test_an_opt_out_is_of_one_form_only(self):
        lead = self.make_lead(email_from="ada+offers@customer.example.org")
        enrollment = self.start(lead, "email", "email", "email")
        self.env["mail.blacklist"]._add("ada@customer.example.org")
        self.run_at(MONDAY + timedelta(days=1))
        self.assertEqual(enrollment.state, "running")

    def test_a_contact_of_several_leads_that_is_a_company_keeps_nobody_out(self):
        company = self.env["res.partner"].create(
            {"name": "ACME", "is_company": True, "email": "info@customer.example.org"}
        )
        leads = self.make_lead("Fay") | self.make_lead("Gus")
        for lead in leads:
            # Not through the contact: Odoo keeps the addresses of both equal.
            lead.partner_id = company
            self.env.flush_all()
            self.env.cr.execute(
                "UPDATE crm_lead SET email_from = %(address)s, email_normalized = %(address)s WHERE id = %(id)s",
                {"address": f"{lead.contact_name.lower()}@customer.example.org", "id": lead.id},
            )
        self.env.invalidate_all()
        enrollments = self.start(leads)
        self.assertEqual(len(enrollments), 2)
        self.write_to_sales("info@customer.example.org")
        self.assertEqual(enrollments.mapped("exit_reason"), ["replied", "replied"], "It is the contact of both")

    def test_a_person_who_is_already_the_contact_of_an_enrolled_lead_does_not_enter(self):
        contact = self.make_contact()
        self.start(self.make_lead(partner_id=contact.id))
        other = self.make_sequence(self.partner_step, target="partner")
        self.assertEqual(self.refusal_codes(other, contact), ["already_live"])

    def test_of_two_records_that_get_one_address_the_second_is_not_mailed(self):
        ada, bea = self.make_lead(), self.make_lead("Bea")
        enrollments = self.start(ada | bea, "email", "email", "email")
        bea.email_from = "Ada <ada@customer.example.org>"
        self.run_at(MONDAY + timedelta(days=1))
        self.assertEqual(enrollments.mapped("state"), ["running", "paused"])
        self.assertIn("ada@customer.example.org", enrollments[1].status_note)
        with freeze_time(MONDAY + timedelta(days=1)):
            enrollments[0].stop()
            enrollments[1].resume()
        self.run_at(MONDAY + timedelta(days=1))
        self.assertEqual(enrollments[1].touch_ids.mapped("state"), ["queued", "sent"])

    def test_an_address_is_free_again_when_its_enrollment_has_ended(self):
        lead = self.make_lead()
        self.start(lead, "email", "email", "email").stop()
        second = self.make_sequence("email", name="Other")
        again = self.enroll(second, self.make_lead("Again", email_from=lead.email_from), at=LATER)
        with self.assertRaisesRegex(UserError, "now in"):
            lead.enrollment_ids.restart()
        again.stop()
        lead.enrollment_ids.restart()
        self.assertEqual(lead.enrollment_ids.state, "running")
        third, more = self.make_sequence("email", name="Third"), self.make_lead("More", email_from=lead.email_from)
        self.assertEqual(self.refusal_codes(third, more), ["already_live"])

    def test_the_database_itself_refuses_a_second_live_enrollment(self):
        lead = self.make_lead()
        enrollment = self.start(lead)
        double = self.make_lead("Double", email_from="Ada+x@customer.example.org")
        values = {
            "sequence_id": enrollment.sequence_id.id,
            "lead_id": double.id,
            "user_id": self.rep.id,
            "company_id": enrollment.company_id.id,
        }
        with self.assertRaisesRegex(IntegrityError, "one_live_per_person"), mute_logger("odoo.sql_db"):
            self.env["sales.sequence.enrollment"].sudo().create(values)


class TestColleagues(PersonCommon):
    def setUp(self):
        super().setUp()
        self.fay, self.gus = self.make_people()

    def start_one(self, policy):
        return self.start(self.fay, account_policy=policy)

    def test_mail_of_a_colleague_who_is_not_enrolled_does_what_the_policy_says(self):
        for policy, state in (("stop", "stopped"), ("pause", "paused"), ("none", "running")):
            with self.subTest(policy):
                enrollment = self.start_one(policy)
                self.write_to_sales("gus@customer.example.org")
                self.assertEqual(enrollment.state, state)
                self.assertFalse(enrollment.replied_at, "It is no reply of the person")
                enrollment.stop()

    def test_a_comment_of_a_colleague_who_is_not_enrolled_does_too(self):
        enrollment = self.start_one("stop")
        self.comment(self.env["crm.team"].create({"name": "Any document"}), self.gus)
        self.assert_ended(enrollment, "account")

    def test_an_automatic_mail_of_a_colleague_does_nothing(self):
        enrollment = self.start_one("stop")
        self.answer(
            None, email_from=self.gus.email, headers="Auto-Submitted: auto-replied\n", model="crm.lead", subject="Away"
        )
        self.assertEqual(enrollment.state, "running")

    def test_people_without_a_company_have_no_colleagues(self):
        ada, bea = self.make_contact(), self.make_contact("Bea")
        enrollment = self.start(ada, account_policy="stop")
        self.write_to_sales(bea.email)
        self.assertEqual(enrollment.state, "running")


class TestInternalUsers(PersonCommon):
    def test_a_users_mail_by_another_form_of_the_address_stops_nobody(self):
        enrollment = self.start(self.make_lead())
        self.answer(enrollment.touch_ids, email_from="Mona+sales@test.mycompany.com")
        self.assertEqual(enrollment.state, "running")

    def test_the_address_of_a_user_is_refused(self):
        sequence = self.make_sequence("email")
        for address in (self.manager.email, "Mona+x@test.mycompany.com"):
            with self.subTest(address):
                lead = self.make_lead("Mona", email_from=address)
                self.assertEqual(self.refusal_codes(sequence, lead), ["internal_user"])

    def test_a_portal_user_may_enter(self):
        contact = self.make_contact()
        mail_new_test_user(self.env, login="portal", partner_id=contact.id, groups="base.group_portal")
        lead = self.make_lead(partner_id=contact.id)
        self.assertEqual(self.refusal_codes(self.make_sequence("email"), lead), [])
        self.assertEqual(lead.enrollment_ids.state, "running")

    def test_somebody_who_has_left_may_enter(self):
        self.manager.active = False
        lead = self.make_lead("Mona", email_from=self.manager.email)
        self.assertEqual(self.refusal_codes(self.make_sequence("email"), lead), [])
        self.assertEqual(lead.enrollment_ids.state, "running")
