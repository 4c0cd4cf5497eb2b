"""Hours on the clocks of the person: not of whoever entered them, and shown with the reason."""

from datetime import datetime
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import Form

from odoo.addons.mail.tests.common import mail_new_test_user

from .common import BRUSSELS, MONDAY, SequenceCommon

NINE_IN_BRUSSELS = datetime(2026, 1, 13, 8, 0)
NINE_IN_TOKYO = datetime(2026, 1, 13, 0, 0)
NINE_IN_SAN_FRANCISCO = datetime(2026, 1, 12, 17, 0)
NINE_IN_NEW_YORK = datetime(2026, 1, 12, 14, 0)
SAN_FRANCISCO = "+1 415 555 0142"


class ContactHoursCommon(SequenceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.japan, cls.us, cls.belgium = cls.env.ref("base.jp"), cls.env.ref("base.us"), cls.env.ref("base.be")
        cls.california = cls.env.ref("base.state_us_5")
        template = cls.make_template("res.partner")
        cls.of_leads = cls.make_sequence()
        cls.of_partners = cls.make_sequence({"mail_template_id": template.id}, target="partner")

    def as_in_the_web_client(self, model):
        """The rep in Brussels: the client sends the zone with every call, and Odoo gives it to new contacts."""
        return self.env[model].with_user(self.rep).with_context(tz=BRUSSELS)

    def enter_contact(self, **values):
        values = {"name": "Aiko", "email": "aiko@customer.example.org", **values}
        return self.as_in_the_web_client("res.partner").create(values)

    def enter_lead(self, **values):
        values = {"name": "Deal", "email_from": "aiko@customer.example.org", **values}
        return self.as_in_the_web_client("crm.lead").create(values)

    def start_of(self, target, **values):
        sequence = self.of_leads if target._name == "crm.lead" else self.of_partners
        sequence.write(values)
        return self.enroll(sequence, target).next_run_at


class TestEnteredByARep(ContactHoursCommon):
    def test_odoo_gives_a_contact_the_zone_of_the_rep(self):
        self.assertEqual(self.enter_contact().tz, BRUSSELS, "What all the rest is about")

    def test_a_contact_in_a_country_with_one_zone(self):
        self.assertEqual(self.start_of(self.enter_contact(country_id=self.japan.id)), NINE_IN_TOKYO)

    def test_a_contact_in_a_state(self):
        contact = self.enter_contact(country_id=self.us.id, state_id=self.california.id, phone="+1 212 555 0142")
        self.assertEqual(self.start_of(contact), NINE_IN_SAN_FRANCISCO)

    def test_a_contact_with_only_a_phone_number(self):
        self.assertEqual(self.start_of(self.enter_contact(phone=SAN_FRANCISCO)), NINE_IN_SAN_FRANCISCO)

    def test_a_contact_with_a_country_and_a_number_as_dialed_there(self):
        contact = self.enter_contact(country_id=self.us.id, phone="(415) 555-0142")
        self.assertEqual(self.start_of(contact), NINE_IN_SAN_FRANCISCO)

    def test_a_contact_in_a_large_country_of_which_nothing_else_is_known(self):
        self.assertEqual(self.start_of(self.enter_contact(country_id=self.us.id)), NINE_IN_NEW_YORK)

    def test_a_contact_without_country_works_where_the_company_is(self):
        company = self.enter_contact(name="Sato Seiki", is_company=True, country_id=self.japan.id)
        contact = self.enter_contact(email="ai@customer.example.org", parent_id=company.id)
        contact.country_id = False
        self.assertEqual(self.start_of(contact), NINE_IN_TOKYO)

    def test_a_contact_of_whom_nothing_is_known_has_the_zone_that_odoo_has(self):
        contact = self.enter_contact()
        contact.tz = "Asia/Tokyo"
        self.assertEqual(self.start_of(contact), NINE_IN_TOKYO)

    def test_a_lead_without_contact(self):
        self.assertEqual(self.start_of(self.enter_lead(country_id=self.japan.id)), NINE_IN_TOKYO)

    def test_a_lead_with_only_a_phone_number(self):
        self.assertEqual(self.start_of(self.enter_lead(phone=SAN_FRANCISCO)), NINE_IN_SAN_FRANCISCO)

    def test_a_lead_with_a_state_but_no_country(self):
        lead = self.enter_lead(state_id=self.california.id)
        self.assertEqual(self.start_of(lead), NINE_IN_SAN_FRANCISCO)

    def test_a_state_of_another_country_tells_nothing(self):
        lead = self.enter_lead(country_id=self.japan.id, state_id=self.california.id)
        self.assertEqual(self.start_of(lead), NINE_IN_TOKYO)

    def test_a_lead_whose_contact_has_another_country(self):
        contact = self.enter_contact(country_id=self.belgium.id)
        lead = self.enter_lead(partner_id=contact.id)
        lead.country_id = self.japan
        self.assertEqual(self.start_of(lead), NINE_IN_TOKYO)

    def test_a_lead_has_the_state_of_its_contact_if_their_countries_are_the_same(self):
        contact = self.enter_contact(country_id=self.us.id, state_id=self.california.id)
        lead = self.enter_lead(partner_id=contact.id)
        lead.state_id = False
        self.assertEqual(self.start_of(lead), NINE_IN_SAN_FRANCISCO)

    def test_a_lead_without_country_has_that_of_its_contact(self):
        contact = self.enter_contact()
        lead = self.enter_lead(partner_id=contact.id, phone="+32 2 555 01 44")
        contact.country_id = self.japan
        self.assertFalse(lead.country_id)
        self.assertEqual(self.start_of(lead), NINE_IN_TOKYO)

    def test_where_nothing_tells_the_hours_are_the_senders(self):
        self.rep.tz = "America/Los_Angeles"
        self.assertEqual(self.start_of(self.enter_lead(user_id=self.rep.id)), NINE_IN_SAN_FRANCISCO)

    def test_without_a_zone_of_the_sender_they_are_the_companys(self):
        self.rep.tz = False
        self.env.company.resource_calendar_id.tz = "Asia/Tokyo"
        self.assertEqual(self.start_of(self.enter_lead(user_id=self.rep.id)), NINE_IN_TOKYO)

    def test_a_company_without_calendar_has_the_zone_of_its_address(self):
        company = (
            self.env["res.company"]
            .with_context(tz=BRUSSELS)
            .create({"name": "Tokyo branch", "country_id": self.japan.id})
        )
        company.resource_calendar_id = False
        self.assertEqual(company.partner_id.tz, BRUSSELS)
        self.assertEqual(company._sequence_time_zone(), "Asia/Tokyo")

    def test_a_sequence_in_the_senders_hours_does_not_ask_where_people_live(self):
        lead = self.enter_lead(country_id=self.japan.id, user_id=self.rep.id)
        self.assertEqual(self.start_of(lead, window_tz="owner"), MONDAY)


class TestZoneOfTheirOwn(ContactHoursCommon):
    def test_what_is_set_on_a_contact_comes_before_all_else(self):
        contact = self.enter_contact(country_id=self.us.id, state_id=self.california.id, sequence_tz="Asia/Tokyo")
        self.assertEqual(self.start_of(contact), NINE_IN_TOKYO)

    def test_it_is_empty_whoever_creates_the_record(self):
        self.assertFalse(self.enter_contact().sequence_tz)
        self.assertFalse(self.enter_lead().sequence_tz)

    def test_a_lead_has_what_is_set_on_its_contact(self):
        contact = self.enter_contact(country_id=self.belgium.id, sequence_tz="Asia/Tokyo")
        self.assertEqual(self.start_of(self.enter_lead(partner_id=contact.id)), NINE_IN_TOKYO)

    def test_what_is_set_on_the_lead_comes_before_its_contact(self):
        contact = self.enter_contact(country_id=self.belgium.id, sequence_tz="Asia/Tokyo")
        lead = self.enter_lead(partner_id=contact.id, sequence_tz="America/Los_Angeles")
        self.assertEqual(self.start_of(lead), NINE_IN_SAN_FRANCISCO)

    def test_the_contact_made_from_a_lead_keeps_it(self):
        lead = self.enter_lead(contact_name="Aiko", sequence_tz="Asia/Tokyo")
        lead._handle_partner_assignment()
        self.assertEqual(lead.partner_id.sequence_tz, "Asia/Tokyo")

    def test_a_merged_lead_keeps_it(self):
        leads = self.enter_lead() | self.enter_lead(sequence_tz="Asia/Tokyo")
        survivor = leads.with_user(self.manager).sudo().merge_opportunity(auto_unlink=False)
        self.assertEqual(survivor.sequence_tz, "Asia/Tokyo")

    def test_a_name_that_no_clock_knows_is_passed_over(self):
        contact = self.enter_contact(country_id=self.japan.id, sequence_tz="Europe/Brussels")
        self.env.cr.execute(
            "UPDATE res_partner SET sequence_tz = 'Mars/Base', tz = 'Mars/Base' WHERE id = %s", [contact.id]
        )
        self.env.invalidate_all()
        self.assertEqual(self.start_of(contact), NINE_IN_TOKYO)

    def test_an_answer_of_another_addon_counts(self):
        lead = self.enter_lead(country_id=self.belgium.id)
        with patch.object(self.registry["crm.lead"], "_sequence_time_zone", lambda _self: "Asia/Tokyo"):
            self.assertEqual(self.start_of(lead), NINE_IN_TOKYO)
            with freeze_time(MONDAY):
                self.assertEqual(lead.sudo().sequence_zone_reason, "Asia/Tokyo. There it is Mon 18:00.")

    def test_a_target_of_another_addon_without_address_has_the_zone_of_its_contact(self):
        contact = self.enter_contact(country_id=self.japan.id)
        target = self.env["sales.sequence.target"].new({})
        self.assertFalse(target._sequence_time_zone())
        with patch.object(self.registry["sales.sequence.target"], "_sequence_contact", lambda _self: contact):
            self.assertEqual(target._sequence_time_zone(), "Asia/Tokyo")
            target.sequence_tz = "America/Los_Angeles"
            self.assertEqual(target._sequence_time_zone(), "America/Los_Angeles")


class TestReason(ContactHoursCommon):
    def reason(self, record):
        with freeze_time(MONDAY):
            record.invalidate_recordset(["sequence_zone_reason"])
            return record.with_user(self.rep).sequence_zone_reason

    def test_it_says_what_told_the_zone(self):
        company = self.enter_contact(name="Sato Seiki", is_company=True, country_id=self.japan.id)
        contact = self.enter_contact(country_id=self.us.id, state_id=self.california.id)
        for record, says in (
            (contact, "America/Los_Angeles: from the state, California. There it is Mon 01:00."),
            (company, "Asia/Tokyo: from the country, Japan. There it is Mon 18:00."),
            (
                self.enter_contact(phone=SAN_FRANCISCO),
                "America/Los_Angeles: from the phone number. There it is Mon 01:00.",
            ),
            (self.enter_contact(), "Europe/Brussels: as Odoo has it for the contact. There it is Mon 10:00."),
            (self.enter_contact(sequence_tz="Asia/Tokyo"), "Asia/Tokyo: set here. There it is Mon 18:00."),
            (self.enter_lead(), "Unknown: sequences keep to the sender's hours."),
        ):
            self.assertEqual(self.reason(record), says)
        employee = self.enter_contact(parent_id=company.id)
        employee.country_id = False
        self.assertEqual(self.reason(employee), "Asia/Tokyo: from the company's address. There it is Mon 18:00.")
        company.sequence_tz = "Asia/Tokyo"
        lead = self.enter_lead(partner_id=company.id)
        self.assertEqual(self.reason(lead), "Asia/Tokyo: set on the contact. There it is Mon 18:00.")

    def test_the_sentence_and_its_day_are_in_one_language(self):
        """Where nobody has translated the sentence, an English day is in it."""
        self.env["res.lang"]._activate_lang("fr_FR")
        contact = self.enter_contact(country_id=self.japan.id)
        with freeze_time(MONDAY):
            self.assertIn("There it is Mon 18:00", contact.with_context(lang="fr_FR").sequence_zone_reason)

    def test_the_form_of_a_contact_shows_it_at_once(self):
        with freeze_time(MONDAY), Form(self.as_in_the_web_client("res.partner")) as form:
            form.name = "Aiko"
            self.assertIn(BRUSSELS, form.sequence_zone_reason)
            form.phone = SAN_FRANCISCO
            self.assertIn("from the phone number", form.sequence_zone_reason)
            form.country_id = self.japan
            self.assertIn("Asia/Tokyo: from the country", form.sequence_zone_reason)
            form.sequence_tz = "America/Los_Angeles"
            self.assertIn("America/Los_Angeles: set here", form.sequence_zone_reason)

    def test_the_form_of_a_lead_shows_that_of_its_contact(self):
        contact = self.enter_contact(country_id=self.japan.id)
        with Form(self.as_in_the_web_client("crm.lead"), "crm.crm_lead_view_form") as form:
            form.name = "Deal"
            self.assertIn("Unknown", form.sequence_zone_reason)
            form.partner_id = contact
            self.assertIn("Asia/Tokyo", form.sequence_zone_reason)

    def test_only_users_of_sequences_are_told(self):
        other = mail_new_test_user(self.env, login="other", groups="sales_team.group_sale_salesman_all_leads")
        contact, lead = self.enter_contact(), self.enter_lead()
        for record in (contact, lead):
            with self.assertRaises(AccessError):
                record.with_user(other).read(["sequence_zone_reason"])
            self.assertNotIn("sequence_zone_reason", record.with_user(other).get_view(view_type="form")["arch"])
            self.assertIn("sequence_zone_reason", record.with_user(self.rep).get_view(view_type="form")["arch"])

    def test_asking_about_more_people_takes_no_more_queries(self):
        company = self.enter_contact(name="Sato Seiki", is_company=True, country_id=self.japan.id)

        def make(count, prefix):
            leads = self.env["crm.lead"]
            for index in range(count):
                contact = self.enter_contact(email=f"{prefix}{index}@customer.example.org", parent_id=company.id)
                contact.country_id = False
                leads |= self.make_lead(
                    f"{prefix}{index}", partner_id=contact.id, country_id=False, phone=SAN_FRANCISCO
                )
            return leads

        def count(leads):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            leads._sequence_fetch()
            self.assertEqual({lead._sequence_time_zone() for lead in leads}, {"America/Los_Angeles"})
            return self.env.cr.sql_log_count - before

        few, many = make(2, "few"), make(20, "many")
        self.assertEqual(count(many), count(few))


class TestChangesOfTheRecord(ContactHoursCommon):
    def change(self, record, **values):
        with freeze_time(MONDAY):
            record.with_user(self.rep).write(values)
            self.env.flush_all()

    def test_the_date_follows_the_lead(self):
        for index, (values, moment) in enumerate(
            (
                ({"country_id": self.japan.id}, NINE_IN_TOKYO),
                ({"country_id": self.us.id}, NINE_IN_NEW_YORK),
                ({"country_id": self.us.id, "state_id": self.california.id}, NINE_IN_SAN_FRANCISCO),
                ({"country_id": False, "phone": SAN_FRANCISCO}, NINE_IN_SAN_FRANCISCO),
                ({"sequence_tz": "Asia/Tokyo"}, NINE_IN_TOKYO),
            )
        ):
            with self.subTest(values=values):
                address = f"aiko{index}@customer.example.org"
                lead = self.enter_lead(country_id=self.belgium.id, user_id=self.rep.id, email_from=address)
                enrollment = self.enroll(self.of_leads, lead)
                self.assertEqual(enrollment.next_run_at, MONDAY)
                self.change(lead, **values)
                self.assertEqual(enrollment.next_run_at, moment)

    def test_the_date_follows_a_contact(self):
        contact = self.enter_contact(country_id=self.belgium.id)
        enrollment = self.enroll(self.of_partners, contact)
        self.change(contact, country_id=self.japan.id)
        self.assertEqual(enrollment.next_run_at, NINE_IN_TOKYO)

    def test_the_date_follows_the_contact_of_a_lead(self):
        contact = self.enter_contact(country_id=self.belgium.id)
        enrollment = self.enroll(self.of_leads, self.enter_lead(partner_id=contact.id, user_id=self.rep.id))
        self.change(contact, sequence_tz="Asia/Tokyo")
        self.assertEqual(enrollment.next_run_at, NINE_IN_TOKYO)

    def test_the_date_follows_a_new_contact_of_a_lead(self):
        lead = self.enter_lead(country_id=self.belgium.id, user_id=self.rep.id)
        enrollment = self.enroll(self.of_leads, lead)
        self.change(lead, partner_id=self.enter_contact(country_id=self.japan.id).id)
        self.assertEqual(enrollment.next_run_at, NINE_IN_TOKYO)

    def test_the_date_follows_the_address_of_the_company(self):
        company = self.enter_contact(name="Sato Seiki", is_company=True, country_id=self.belgium.id)
        contact = self.enter_contact(email="ai@customer.example.org", parent_id=company.id)
        enrollment = self.enroll(self.of_partners, contact)
        self.change(company, country_id=self.japan.id)
        self.assertEqual(enrollment.next_run_at, NINE_IN_TOKYO)

    def test_nothing_moves_in_the_senders_hours_or_while_paused(self):
        self.of_leads.window_tz = "owner"
        lead = self.enter_lead(country_id=self.belgium.id, user_id=self.rep.id)
        enrollment = self.enroll(self.of_leads, lead)
        self.change(lead, country_id=self.japan.id)
        self.assertEqual(enrollment.next_run_at, MONDAY)
        with freeze_time(MONDAY):
            enrollment.pause()
        self.of_leads.window_tz = "contact"
        self.change(lead, country_id=self.us.id)
        self.assertEqual(enrollment.next_run_at, MONDAY)
        with freeze_time(MONDAY):
            enrollment.resume()
        self.assertEqual(enrollment.next_run_at, NINE_IN_NEW_YORK)

    def test_at_the_latest_the_job_keeps_to_the_hours(self):
        lead = self.enter_lead(country_id=self.belgium.id, user_id=self.rep.id)
        enrollment = self.enroll(self.of_leads, lead)
        self.env.cr.execute("UPDATE crm_lead SET country_id = %s WHERE id = %s", [self.japan.id, lead.id])
        self.env.invalidate_all()
        self.run_at(MONDAY)
        self.assertFalse(enrollment.touch_ids)
        self.assertEqual(enrollment.next_run_at, NINE_IN_TOKYO)
