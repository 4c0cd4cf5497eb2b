"""What the panel of a step is told by the server, and the variants that are added in it."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import warmup

from .test_step_text import HELLO, StepTextCommon


class TestStepPanel(StepTextCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.editor = cls.env["sales.sequence.editor"].with_user(cls.manager)

    def panel(self, step=None):
        # As each question of a browser.
        self.env.invalidate_all()
        return self.editor.get_panel((step or self.step).id)

    def test_it_says_when_the_step_comes_and_whom_a_change_reaches(self):
        second = self.make_step(self.sequence, 1, self.written(delay=2, delay_unit="business_day"))
        draft = self.panel(second)
        self.assertEqual((draft["headline"], draft["reach"]), ("Day 3. 2 business days later.", False))
        self.sequence.action_publish()
        self.assertIn("nobody who is active now", self.panel(second)["reach"])
        leads = self.make_leads(2)
        self.sequence.enroll(leads[:1].ids)
        self.assertIn("reaches one person who", self.panel(second)["reach"])
        self.sequence.enroll(leads[1:].ids)
        self.assertIn("reaches 2 people who", self.panel(second)["reach"])
        second.active = False
        self.assertEqual(self.panel(second)["headline"], "Archived: nobody gets it.")

    def test_what_keeps_a_step_from_being_carried_out_is_said(self):
        self.assertFalse(self.panel()["problem"])
        self.step.subject = False
        self.assertIn("subject", self.panel()["problem"])

    def test_languages_in_which_a_text_is_missing_are_marked(self):
        self.assertEqual([language["code"] for language in self.panel()["languages"]], ["en_US"])
        self.env["res.lang"]._activate_lang("fr_FR")
        self.step.variant_ids = [Command.create({"name": "A", "subject": "Is A better?", "body_html": HELLO})]
        variant = self.step.variant_ids
        missing = {language["code"]: language["missing"] for language in self.panel()["languages"]}
        self.assertEqual(missing, {"en_US": [], "fr_FR": [0, variant.id]})
        # Half a translation would be sent in two languages.
        variant.with_context(lang="fr_FR").subject = "A est-elle meilleure ?"
        missing = {language["code"]: language["missing"] for language in self.panel()["languages"]}
        self.assertEqual(missing["fr_FR"], [0, variant.id])
        variant.with_context(lang="fr_FR").body_html = "<p>Bonjour.</p>"
        missing = {language["code"]: language["missing"] for language in self.panel()["languages"]}
        self.assertEqual(missing["fr_FR"], [0])
        call = self.make_step(self.sequence, 1, "call")
        call.note = "<p>Ask.</p>"
        self.assertEqual([language["missing"] for language in self.panel(call)["languages"]], [[], [0]])

    def test_a_new_step_is_offered_the_fields_and_languages_of_its_sequence(self):
        panel = self.editor.get_panel(False, self.sequence.id)
        self.assertEqual((panel["headline"], panel["reach"], panel["used_variant_ids"]), (False, False, []))
        self.assertEqual(panel["fields"], self.panel()["fields"])
        self.assertIn("sequence_first_name", [field["name"] for field in panel["fields"]])

    def test_the_first_variant_is_the_text_of_the_step_in_all_languages(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.step.update_field_translations("subject", {"fr_FR": "Une question"})
        added = self.step.variant_ids.browse(self.editor.add_variant(self.step.id))
        first, second = self.step.variant_ids
        self.assertEqual(added, second)
        self.assertEqual((first.name, second.name), ("A", "B"))
        for variant in (first, second):
            self.assertTrue(variant.has_own_template)
            self.assertEqual((variant.subject, str(variant.body_html)), ("A question", HELLO))
            self.assertEqual(variant.with_context(lang="fr_FR").subject, "Une question")
        second.subject = "Another one"
        self.assertEqual((self.step.subject, first.subject), ("A question", "A question"))
        first.name = "Short"
        third = self.step.variant_ids.browse(self.editor.add_variant(self.step.id))
        self.assertEqual(third.name, "A", "no other one is called so")

    def test_a_chosen_template_stays_that_of_the_first_variant_only(self):
        template = self.make_template()
        self.step.mail_template_id = template
        self.editor.add_variant(self.step.id)
        first, second = self.step.variant_ids
        self.assertEqual(first.mail_template_id, template)
        self.assertTrue(second.has_own_template)
        self.assertEqual(second.subject, template.subject)

    def test_without_a_text_there_is_nothing_to_vary(self):
        empty = self.make_step(self.sequence, 1, {"mail_template_id": False})
        for step in (empty, self.make_step(self.sequence, 2, "call")):
            with self.assertRaisesRegex(UserError, "Write the email"):
                self.editor.add_variant(step.id)

    def test_used_variants_are_told_from_others(self):
        self.editor.add_variant(self.step.id)
        first, second = self.step.variant_ids
        first.weight, second.weight = 1, 0
        self.sequence.action_publish()
        lead = self.make_lead()
        self.sequence.enroll(lead.ids)
        self.run_at(lead.enrollment_ids.next_run_at)
        self.assertEqual(self.panel()["used_variant_ids"], first.ids)

    def test_who_may_not_write_the_sequence_looks_and_adds_nothing(self):
        self.sequence.action_publish()
        editor = self.editor.with_user(self.rep)
        self.assertTrue(editor.get_panel(self.step.id)["headline"])
        with self.assertRaises(AccessError):
            editor.add_variant(self.step.id)
        self.assertFalse(self.step.variant_ids)

    def test_steps_of_other_companies_and_strangers_are_refused(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.sequence.company_id = other
        for method, arguments in (("get_panel", [self.step.id]), ("add_variant", [self.step.id])):
            with self.assertRaises(AccessError):
                getattr(self.editor, method)(*arguments)
        self.sequence.company_id = False
        outsider = self.env.ref("base.user_admin").copy({"login": "outsider", "group_ids": [Command.clear()]})
        outsider.group_ids = self.env.ref("base.group_user")
        with self.assertRaises(AccessError):
            self.editor.with_user(outsider).get_panel(self.step.id)
        for wrong in ("x", -1, [3], 2**40):
            with self.assertRaises(UserError):
                self.editor.get_panel(wrong)

    def test_a_deleted_step_is_told_of(self):
        gone = self.make_step(self.sequence, 1, self.written())
        gone_id = gone.id
        gone.unlink()
        for method in ("get_panel", "add_variant"):
            with self.assertRaises(UserError):
                getattr(self.editor, method)(gone_id)

    @warmup
    def test_opening_a_step_of_thirty_asks_no_more_than_one_of_three(self):
        small = self.make_sequence(*[self.written() for _number in range(3)])
        large = self.make_sequence(*[self.written() for _number in range(30)])
        fields = {name: {} for name in ("name", "subject", "body_html", "has_own_template", "may_edit", "variant_ids")}
        counts = []
        for sequence in (small, small, large):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.panel(sequence.step_ids[1])
            sequence.step_ids[1].with_user(self.manager).web_read(fields)
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[2], counts[1])
