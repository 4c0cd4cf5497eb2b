"""An email is written in its step, in a real browser."""

from odoo.tests import HttpCase

from demo.sink import Sink

from .common import SmtpCommon


class TestStepPanelTour(SmtpCommon, HttpCase):
    browser_size = "1400x900"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fr_FR")
        cls.env["res.config.settings"].create({"restrict_template_rendering": True}).execute()
        cls.manager.email = f"manager@{cls.alias_domain}"
        cls.make_lead("Anna Berg", contact_name="Anna Berg", partner_name="Northwind Tooling")

    def test_a_manager_who_may_not_write_code_writes_an_email_and_gets_a_test_of_it(self):
        self.assertFalse(self.manager.has_group("mail.group_mail_template_editor"))
        sink = self.listen(Sink())
        chosen = self.make_template(name="Shared with others", subject="Ours", body_html="<p>Shared text.</p>")
        sequence = self.make_sequence({"name": "Introduction", "mail_template_id": False}, publish=False)
        step = sequence.step_ids
        self.start_tour(f"/odoo/sales.sequence.step/{step.id}", "sales_sequence_write_email", login=self.manager.login)

        first, second = step.variant_ids
        self.assertEqual(first.subject, "A question for {{object.sequence_company_name}}")
        self.assertIn('t-out="object.sequence_first_name"', first.body_html)
        self.assertEqual(second.subject, "Another question")
        self.assertEqual(second.weight, 3)
        french = first.with_context(lang="fr_FR")
        self.assertEqual(french.subject, "Une question")
        self.assertIn("Bonjour de Paris", french.body_html)
        self.assertEqual(first.with_context(lang="en_US").subject, "A question for {{object.sequence_company_name}}")

        [letter] = sink.take(None)
        self.assertEqual(letter.recipients, [self.manager.email])
        self.assertEqual(letter.message["Subject"], "Test: A question for Northwind Tooling")
        self.assertIn("Anna", letter.message.get_body(("html",)).get_content())
        self.assertFalse(self.env["sales.sequence.touch"].search([("step_id", "=", step.id)]))

        step.variant_ids.unlink()
        step.mail_template_id = chosen
        self.start_tour(f"/odoo/sales.sequence.step/{step.id}", "sales_sequence_detach", login=self.manager.login)
        self.assertTrue(step.has_own_template)
        self.assertEqual((step.subject, chosen.subject), ("Ours, changed", "Ours"))

    def test_a_rep_reads_an_email_as_the_person_gets_it(self):
        email = {"mail_template_id": False, "subject": "Read only", "body_html": "<p>Text.</p>"}
        step = self.make_sequence(email).step_ids
        self.start_tour(f"/odoo/sales.sequence.step/{step.id}", "sales_sequence_read_email", login=self.rep.login)
