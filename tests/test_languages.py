"""A language that was switched off after somebody chose it: the next one serves, and nobody is stopped."""

from datetime import timedelta

from freezegun import freeze_time

from odoo.tests import HttpCase, tagged

from odoo.addons.mail.tests.common import mail_new_test_user

from .common import MONDAY, SequenceCommon


class SwitchedOffCommon(SequenceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for code in ("fr_FR", "nl_NL"):
            cls.env["res.lang"]._activate_lang(code)
        cls.french = cls.env["res.lang"]._lang_get("fr_FR")
        for code, subject in (("fr_FR", "Une question"), ("nl_NL", "Een vraag")):
            cls.template.with_context(lang=code).subject = subject
        cls.rep.lang = "nl_NL"

    def switch_off(self, *codes):
        """In SQL: Odoo lets people do it only where no contact has it; one who was archived then may be back since."""
        self.env.flush_all()
        self.env.cr.execute("UPDATE res_lang SET active = FALSE WHERE code IN %s", [codes])
        self.env.invalidate_all()
        self.env.registry.clear_all_caches()
        self.addCleanup(self.env.registry.clear_all_caches)

    def make_contact(self, **values):
        values = {
            "name": "Ada",
            "email": "ada@customer.example.org",
            "country_id": self.env.ref("base.be").id,
            **values,
        }
        return self.env["res.partner"].create(values)


class TestSwitchedOffLanguages(SwitchedOffCommon):
    def subject_of(self, enrollment):
        self.run_at(MONDAY)
        self.assertEqual(enrollment.touch_ids.state, "queued", enrollment.touch_ids.reason)
        return enrollment.touch_ids.mail_message_id.subject

    def test_a_lead_is_written_to_in_its_own_language(self):
        lead = self.make_lead(lang_id=self.french.id)
        self.assertEqual(self.subject_of(self.enroll(self.make_sequence(), lead)), "Une question")

    def test_the_language_of_the_contact_serves_for_that_of_the_lead(self):
        lead = self.make_lead(partner_id=self.make_contact(lang="en_US").id)
        lead.lang_id = self.french
        enrollment = self.enroll(self.make_sequence(), lead)
        self.switch_off("fr_FR")
        self.assertEqual(self.subject_of(enrollment), "A question")

    def test_the_language_of_the_sender_serves_for_that_of_the_contact(self):
        for values in ({"partner_id": self.make_contact(lang="fr_FR").id}, {"lang_id": self.french.id}):
            with self.subTest(values=list(values)):
                lead = self.make_lead(**values)
                self.assertEqual(lead._sequence_language(), "fr_FR")
        leads = self.make_lead(
            "Léa", partner_id=self.make_contact(lang="fr_FR").id, email_from="lea@customer.example.org"
        )
        enrollment = self.enroll(self.make_sequence(), leads)
        self.switch_off("fr_FR")
        self.assertEqual(self.subject_of(enrollment), "Een vraag")

    def test_the_language_of_the_company_serves_for_that_of_the_sender(self):
        self.env.company.partner_id.lang = "en_US"
        enrollment = self.enroll(self.make_sequence(), self.make_lead(lang_id=self.french.id))
        self.switch_off("fr_FR", "nl_NL")
        self.assertEqual(self.subject_of(enrollment), "A question")

    def test_a_partner_in_a_sequence_of_partners(self):
        template = self.make_template("res.partner")
        sequence = self.make_sequence({"mail_template_id": template.id}, target="partner")
        enrollment = self.enroll(sequence, self.make_contact(lang="fr_FR"))
        self.switch_off("fr_FR", "nl_NL")
        self.assertEqual(self.subject_of(enrollment), "A question")

    def test_activities_and_the_digest_of_a_user(self):
        leads = self.make_leads(2, lang_id=self.french.id)
        enrollments = self.enroll(self.make_sequence("call"), leads)
        self.switch_off("fr_FR", "nl_NL")
        self.run_at(MONDAY)
        self.assertEqual(enrollments.touch_ids.mapped("state"), ["todo", "todo"])
        told = self.env["mail.message"].search([("partner_ids", "in", self.rep.partner_id.ids)], limit=1)
        self.assertEqual(told.subject, "New activities from your sequences: 2")

    def test_the_question_to_a_user_whether_somebody_answered(self):
        enrollment = self.enroll(self.make_sequence("email", "email"), self.make_lead(lang_id=self.french.id))
        self.run_at(MONDAY)
        self.switch_off("fr_FR", "nl_NL")
        enrollment.lead_id.email_from = False
        with freeze_time(MONDAY):
            enrollment._ask_owner_for_help("Look at this.")
        self.assertTrue(enrollment.lead_id.activity_ids)

    def test_the_reason_why_a_colleague_stands_in(self):
        standing_in = mail_new_test_user(
            self.env, login="stand_in", groups="sales_sequence.group_sales_sequence_user", lang="fr_FR"
        )
        sequence = self.make_sequence("call", absence_policy="hand_over", user_id=standing_in.id)
        enrollment = self.enroll(sequence, self.make_lead())
        # Odoo uses the database's clock, which cannot be frozen.
        now = self.env.cr.now()
        self.rep.write({"out_of_office_from": now - timedelta(days=1), "out_of_office_to": now + timedelta(days=1)})
        self.switch_off("fr_FR", "nl_NL")
        user, reason = enrollment._assignee()
        self.assertEqual(user, standing_in)
        self.assertIn("is away until", reason)

    def test_the_preview_of_the_dialog(self):
        lead = self.make_lead(lang_id=self.french.id)
        sequence = self.make_sequence()
        self.switch_off("fr_FR", "nl_NL")
        with freeze_time(MONDAY):
            wizard = (
                self.env["sales.sequence.enroll.wizard"]
                .with_context(active_model="crm.lead", active_ids=lead.ids)
                .create({"sequence_id": sequence.id})
            )
            self.assertIn("A question", str(wizard.email_html))

    def test_a_large_selection_of_a_user(self):
        sequence, leads = self.make_sequence(), self.make_leads(2)
        run = self.env["sales.sequence.enroll.run"]._start(sequence.with_user(self.rep), leads.ids)
        self.switch_off("nl_NL")
        with freeze_time(MONDAY):
            run._enroll_some()
            run._tell()
        self.assertEqual(run.enrolled_count, 2)

    def test_the_invitation_to_the_portal(self):
        contact = self.make_contact(lang="fr_FR")
        self.switch_off("fr_FR")
        with freeze_time(MONDAY), self.mock_mail_gateway():
            contact._sequence_invite_to_portal()
        self.assertTrue(contact.user_ids)
        self.assertEqual(len(self._new_mails), 1)

    def test_the_link_in_a_mail_that_was_queued_before(self):
        enrollment = self.enroll(self.make_sequence(), self.make_lead(lang_id=self.french.id))
        self.run_at(MONDAY)
        self.switch_off("fr_FR", "nl_NL")
        self.assertEqual(len(self.send_mails(MONDAY)), 1)
        self.assertEqual(enrollment.touch_ids.state, "sent")
        self.assertIn("Prefer not to receive these emails?", self._mails[0]["body"])


@tagged("-at_install", "post_install")
class TestOptOutPage(SwitchedOffCommon, HttpCase):
    def test_the_page_of_a_mail_in_a_language_that_is_off(self):
        enrollment = self.enroll(self.make_sequence(), self.make_lead(lang_id=self.french.id))
        self.run_at(MONDAY)
        link = self.env["sales.sequence.opt.out.link"]
        url = link._headers(enrollment.with_context(lang="fr_FR"))["List-Unsubscribe"].strip("<>")
        self.switch_off("fr_FR", "nl_NL")
        page = self.url_open(url[url.index("/", 8) :])
        self.assertEqual(page.status_code, 200)
        self.assertIn("writes to", page.text)
