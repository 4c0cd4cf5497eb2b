"""The subject and the text of an email, written in the step itself: the template behind it is the step's own."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form

from .common import SequenceCommon

HELLO = "<p>Hello from a step.</p>"


class StepTextCommon(SequenceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sequence = cls.make_sequence(cls.written(), publish=False)
        cls.step = cls.sequence.step_ids

    @classmethod
    def written(cls, subject="A question", body=HELLO, **values):
        return {"mail_template_id": False, "subject": subject, "body_html": body, **values}


class TestOwnTemplate(StepTextCommon):
    def test_a_step_written_with_a_text_gets_its_own_template(self):
        template = self.step.mail_template_id
        self.assertTrue(self.step.has_own_template)
        self.assertEqual((template.subject, str(template.body_html)), ("A question", HELLO))
        self.assertEqual((template.model, template.name), ("crm.lead", "Outreach / Step 1"))
        self.sequence.action_publish()
        self.assertEqual(self.sequence.state, "live")

    def test_a_changed_text_is_that_of_the_template(self):
        template = self.step.mail_template_id
        self.step.subject = "Another question"
        self.step.write({"subject": "A third one", "body_html": "<p>Third</p>", "cta": "Reply"})
        self.assertEqual(self.step.mail_template_id, template)
        self.assertEqual((template.subject, str(template.body_html)), ("A third one", "<p>Third</p>"))
        self.assertEqual((self.step.subject, self.step.cta), ("A third one", "Reply"))
        template.subject = "Changed in the list of templates"
        self.assertEqual(self.step.subject, "Changed in the list of templates")

    def test_a_draft_may_be_without_text_and_a_live_sequence_not(self):
        empty = self.make_step(self.sequence, 1, {"mail_template_id": False})
        self.assertFalse(empty.mail_template_id)
        self.assertFalse(empty.subject or empty.body_html)
        with self.assertRaises(UserError):
            self.sequence.action_publish()
        empty.write({"subject": "Now it has one", "body_html": HELLO})
        self.assertTrue(empty.has_own_template)
        self.sequence.action_publish()
        for values in ({"subject": False}, {"subject": " "}, {"body_html": "<p><br></p>"}):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                empty.write(values)

    def test_several_steps_are_written_at_once(self):
        other = self.make_step(self.sequence, 1, self.written("Other"))
        steps = self.step | other | self.make_step(self.sequence, 2, {"mail_template_id": False})
        steps.write({"subject": "The same"})
        self.assertEqual(steps.mapped("subject"), ["The same"] * 3)
        self.assertEqual(len(steps.mail_template_id), 3)

    def test_copies_are_independent_with_all_languages(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.step.update_field_translations("subject", {"fr_FR": "Une question"})
        self.step.update_field_translations("body_html", {"fr_FR": "<p>Bonjour.</p>"})
        self.step.variant_ids = [Command.create({"name": "A", "subject": "Is A better?", "body_html": HELLO})]
        for copied in (self.sequence.copy().step_ids, self.step.copy()):
            self.assertNotEqual(copied.mail_template_id, self.step.mail_template_id)
            self.assertNotEqual(copied.variant_ids.mail_template_id, self.step.variant_ids.mail_template_id)
            self.assertTrue(copied.has_own_template and copied.variant_ids.has_own_template)
            french = copied.with_context(lang="fr_FR")
            self.assertEqual((french.subject, str(french.body_html)), ("Une question", "<p>Bonjour.</p>"))
            self.assertEqual(copied.variant_ids.subject, "Is A better?")
            copied.subject = copied.variant_ids.subject = "Changed in the copy"
            self.assertEqual(self.step.subject, "A question")
            self.assertEqual(self.step.variant_ids.subject, "Is A better?")

    def test_a_new_version_never_changes_what_people_on_the_old_one_get(self):
        self.sequence.action_publish()
        version = self.env["sales.sequence"].browse(self.sequence.action_new_version()["res_id"])
        version.step_ids.write({"subject": "Second version", "body_html": "<p>Second</p>"})
        self.assertEqual(self.step.subject, "A question")
        self.assertEqual(str(self.step.body_html), HELLO)

    def test_the_template_of_another_step_is_copied_not_shared(self):
        other = self.make_step(self.sequence, 1, {"mail_template_id": self.step.mail_template_id.id})
        self.assertNotEqual(other.mail_template_id, self.step.mail_template_id)
        self.assertEqual(other.subject, "A question")
        chosen = self.make_step(self.sequence, 2, "email")
        chosen.mail_template_id = self.step.mail_template_id
        self.assertNotEqual(chosen.mail_template_id, self.step.mail_template_id)
        (other | chosen).subject = "Others"
        self.assertEqual(self.step.subject, "A question")

    def test_writing_its_own_template_again_changes_nothing(self):
        template = self.step.mail_template_id
        self.step.mail_template_id = template
        self.assertEqual(self.step.mail_template_id, template)
        self.assertTrue(self.step.has_own_template)

    def test_the_template_is_named_after_its_step(self):
        variant = self.env["sales.sequence.step.variant"].create({"step_id": self.step.id, "name": "B", "subject": "?"})
        self.assertEqual(variant.mail_template_id.name, "Outreach / Step 1 / B")
        self.step.name = "Hello"
        self.assertEqual(self.step.mail_template_id.name, "Outreach / Hello")
        self.sequence.name = "Winter"
        variant.name = "C"
        self.assertEqual(variant.mail_template_id.name, "Winter / Hello / C")

    def test_the_template_follows_the_kind_of_record(self):
        self.sequence.target = "partner"
        self.assertEqual(self.step.mail_template_id.model, "res.partner")
        self.sequence.action_publish()

    def test_a_deleted_step_takes_its_template_along(self):
        variant = self.env["sales.sequence.step.variant"].create({"step_id": self.step.id, "name": "B", "subject": "?"})
        chosen = self.make_step(self.sequence, 1, "email").mail_template_id
        templates = self.step.mail_template_id | variant.mail_template_id
        extra = self.make_step(self.sequence, 2, self.written()).mail_template_id
        self.sequence.step_ids[2].unlink()
        self.assertFalse(extra.exists())
        self.sequence.unlink()
        self.assertFalse(templates.exists())
        self.assertTrue(chosen.exists())

    def test_a_deleted_variant_takes_its_template_along(self):
        variant = self.env["sales.sequence.step.variant"].create({"step_id": self.step.id, "name": "B", "subject": "?"})
        template = variant.mail_template_id
        variant.unlink()
        self.assertFalse(template.exists())
        self.assertTrue(self.step.mail_template_id.exists())


class TestChosenTemplate(StepTextCommon):
    def test_the_text_of_a_chosen_template_is_only_read_here(self):
        step = self.make_step(self.sequence, 1, "email")
        self.assertFalse(step.has_own_template)
        self.assertEqual(step.subject, self.template.subject)
        for values in ({"subject": "Mine"}, {"body_html": "<p>Mine</p>"}, {"subject": False}):
            with self.assertRaisesRegex(UserError, "detach"), self.env.cr.savepoint():
                step.write(values)
        with self.assertRaisesRegex(UserError, "detach"), self.env.cr.savepoint():
            step.update_field_translations("subject", {"en_US": "Mine"})
        step.write({"subject": self.template.subject, "body_html": str(self.template.body_html)})
        self.assertEqual(step.mail_template_id, self.template)

    def test_a_detached_step_has_a_copy_of_the_text(self):
        step = self.make_step(self.sequence, 1, "email")
        self.template.email_layout_xmlid = "mail.mail_notification_light"
        step.action_detach_template()
        self.assertTrue(step.has_own_template)
        self.assertEqual((step.subject, step.body_html), (self.template.subject, self.template.body_html))
        self.assertEqual(step.mail_template_id.email_layout_xmlid, "mail.mail_notification_light")
        step.subject = "Mine"
        self.assertEqual(self.template.subject, "A question")
        own = step.mail_template_id
        step.action_detach_template()
        self.assertEqual(step.mail_template_id, own)

    def test_choosing_a_template_loses_no_text(self):
        own = self.step.mail_template_id
        self.step.mail_template_id = self.template
        self.assertFalse(self.step.has_own_template)
        self.assertTrue(own.exists())
        self.assertFalse(own.is_written_in_step)
        empty = self.make_step(self.sequence, 1, self.written(subject="x", body=False))
        empty.subject = False
        own = empty.mail_template_id
        empty.mail_template_id = self.template
        self.assertFalse(own.exists())

    def test_a_chosen_template_and_a_text_of_ones_own_contradict_each_other(self):
        with self.assertRaisesRegex(UserError, "detach"):
            self.make_step(self.sequence, 1, self.written(mail_template_id=self.template.id, subject="Mine"))


class TestForms(StepTextCommon):
    def test_a_new_step_is_written_in_a_form(self):
        context = {"default_sequence_id": self.sequence.id, "default_name": "Email", "default_subject": "From context"}
        Step = self.env["sales.sequence.step"].with_context(**context)
        values = Step.onchange(
            {"subject": "Typed", "sequence_id": self.sequence.id, "channel": "email", "mail_template_id": False},
            ["subject"],
            {"subject": {}, "body_html": {}, "mail_template_id": {"fields": {}}, "has_own_template": {}, "problem": {}},
        )
        self.assertNotIn("subject", values["value"])
        (row,) = Step.browse().web_save({"subject": "Typed", "body_html": HELLO}, {"subject": {}, "has_own_template": {}})
        self.assertEqual((row["subject"], row["has_own_template"]), ("Typed", True))
        self.assertEqual(Step.browse(row["id"]).mail_template_id.name, "Outreach / Email")
        (row,) = Step.browse(row["id"]).web_save({"subject": "Again"}, {"subject": {}, "body_html": {}})
        self.assertEqual((row["subject"], row["body_html"]), ("Again", HELLO))

    def test_a_form_reads_the_text_of_the_template_that_is_chosen(self):
        Step = self.env["sales.sequence.step"].with_context(default_sequence_id=self.sequence.id)
        values = Step.onchange(
            {"subject": "Typed", "sequence_id": self.sequence.id, "mail_template_id": self.template.id},
            ["mail_template_id"],
            {"subject": {}, "body_html": {}, "mail_template_id": {"fields": {}}, "has_own_template": {}},
        )["value"]
        self.assertEqual(values["subject"], self.template.subject)


class TestRights(StepTextCommon):
    def test_whoever_may_not_write_the_step_may_not_write_its_text(self):
        step = self.step.with_user(self.rep)
        self.assertEqual(step.subject, "A question")
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            step.subject = "Mine"
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            step.update_field_translations("subject", {"en_US": "Mine"})
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            step.mail_template_id.write({"subject": "Mine"})
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            step.mail_template_id.update_field_translations("subject", {"en_US": "Mine"})
        self.env.invalidate_all()
        self.assertEqual(self.step.subject, "A question")
