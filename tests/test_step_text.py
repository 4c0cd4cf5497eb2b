"""The subject and the text of an email, written in the step itself: the template behind it is the step's own."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command

from .common import MONDAY, SequenceCommon

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

    def test_nothing_without_text_is_added_to_a_live_sequence(self):
        self.sequence.action_publish()
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            self.make_step(self.sequence, 1, {"mail_template_id": False})
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            self.step.variant_ids.create({"step_id": self.step.id, "name": "B", "subject": "Only a subject"})
        self.env.invalidate_all()
        self.make_step(self.sequence, 1, self.written("Complete"))
        self.assertEqual(len(self.sequence.step_ids), 2)

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
        texts = {"subject": "Typed", "body_html": HELLO}
        (row,) = Step.browse().web_save(texts, {"subject": {}, "has_own_template": {}})
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
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.config.settings"].create({"restrict_template_rendering": True}).execute()
        cls.mine = cls.step.with_user(cls.manager)

    def test_whoever_may_not_write_the_step_may_not_write_its_text(self):
        step = self.step.with_user(self.rep)
        self.assertEqual(step.subject, "A question")
        self.rep.group_ids += self.env.ref("mail.group_mail_template_editor")
        attempts = [
            lambda: step.write({"subject": "Mine"}),
            lambda: step.update_field_translations("subject", {"en_US": "Mine"}),
            step.action_detach_template,
            lambda: step.mail_template_id.write({"subject": "Mine"}),
            lambda: step.mail_template_id.update_field_translations("subject", {"en_US": "Mine"}),
            lambda: self.template.with_user(self.rep).write({"is_written_in_step": True}),
            lambda: self.template.with_user(self.rep).copy({"is_written_in_step": True}),
        ]
        for attempt in attempts:
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                attempt()
            self.env.invalidate_all()
        self.assertEqual(self.step.subject, "A question")

    def test_users_without_our_groups_read_nothing_of_it(self):
        step = self.step.with_user(self.user_employee)
        for attempt in (lambda: step.read(["subject"]), lambda: step.get_field_translations("subject")):
            with self.assertRaises(AccessError):
                attempt()

    def test_a_step_of_another_company_cannot_be_written(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.sequence.company_id = other
        with self.assertRaises(AccessError):
            self.mine.subject = "Mine"
        with self.assertRaises(AccessError):
            self.mine.get_field_translations("subject")

    def test_a_manager_who_writes_no_code_writes_a_whole_sequence(self):
        self.assertFalse(self.manager.has_group("mail.group_mail_template_editor"))
        greeting, signature = (
            '<p><t t-out="object.sequence_salutation">Hello,</t></p>',
            "object.sequence_sender_signature",
        )
        body = f'{greeting}{HELLO}<t t-out="{signature}"/>'
        step = self.written("For {{ object.sequence_first_name ||| you }}", body, name="Email", channel="email")
        variants = [Command.create({"name": name, "subject": name, "body_html": body}) for name in "AB"]
        sequence = (
            self.env["sales.sequence"]
            .with_user(self.manager)
            .create(
                {
                    "name": "All mine",
                    "step_ids": [Command.create(step), Command.create({**step, "variant_ids": variants})],
                }
            )
        )
        self.assertTrue(all(sequence.step_ids.mapped("has_own_template")))
        for step in sequence.step_ids:
            step.body_html = body.replace("Hello from", "Greetings from")
        sequence.step_ids.variant_ids[0].subject = "Better"
        sequence.action_publish()
        version = sequence.browse(sequence.action_new_version()["res_id"])
        version.step_ids[0].subject = "Second version"
        version.step_ids[1].unlink()

    def test_code_is_refused_in_every_way_that_leads_into_a_text(self):
        code, field = '<p><t t-out="object.env.cr.dbname"/></p>', '<p><t t-out="object.name"/></p>'
        self.env["res.lang"]._activate_lang("fr_FR")
        values = {"sequence_id": self.sequence.id, "name": "Email", "body_html": code}
        variant = {"step_id": self.step.id, "name": "B", "subject": "{{ object.env.cr.dbname }}"}
        attempts = [
            lambda: self.mine.write({"body_html": code}),
            lambda: self.mine.write({"subject": "{{ object.env.cr.dbname }}"}),
            lambda: self.mine.create(values),
            lambda: self.mine.variant_ids.create(variant),
            lambda: self.mine.with_context(lang="fr_FR").write({"body_html": code}),
            lambda: self.mine.update_field_translations("body_html", {"fr_FR": code}),
            lambda: self.mine.update_field_translations("subject", {"fr_FR": "{{ object.env.cr.dbname }}"}),
            lambda: self.mine.sequence_id.write({"step_ids": [Command.create({**values, "sequence_id": False})]}),
        ]
        for attempt in attempts:
            with self.assertRaisesRegex(AccessError, "contains code"), self.env.cr.savepoint():
                attempt()
            self.env.invalidate_all()
        self.assertNotIn("dbname", f"{self.step.body_html}{self.step.with_context(lang='fr_FR').body_html}")
        self.mine.body_html = field
        self.assertIn("object.name", self.step.body_html)

    def test_what_somebody_was_allowed_to_write_may_be_copied_and_kept(self):
        code = '<p><t t-out="object.env.cr.dbname"/></p>'
        self.step.body_html = code
        copy = self.mine.copy()
        self.assertEqual(str(copy.body_html), code)
        copy.write({"subject": "Only the subject", "body_html": code})
        with self.assertRaises(AccessError):
            copy.body_html = code.replace("dbname", "user")

    def test_nobody_chooses_a_template_by_giving_its_text_away(self):
        chosen = self.make_step(self.sequence, 1, "email").with_user(self.manager)
        self.template.body_html = '<p><t t-out="object.env.cr.dbname"/></p>'
        chosen.action_detach_template()
        self.assertEqual(chosen.body_html, self.template.body_html)


class TestLanguages(StepTextCommon):
    def setUp(self):
        super().setUp()
        self.env["res.lang"]._activate_lang("fr_FR")

    def test_the_translations_of_the_template_are_those_of_the_step(self):
        self.step.with_context(lang="fr_FR").write({"subject": "Une question", "body_html": "<p>Bonjour</p>"})
        self.assertEqual((self.step.subject, str(self.step.body_html)), ("A question", HELLO))
        for name, english, french in (
            ("subject", "A question", "Une question"),
            ("body_html", HELLO, "<p>Bonjour</p>"),
        ):
            translations, _context = self.step.get_field_translations(name)
            self.assertEqual({row["lang"]: row["value"] for row in translations}, {"en_US": english, "fr_FR": french})
        self.step.update_field_translations("subject", {"fr_FR": "Autre question"})
        self.assertEqual(self.step.with_context(lang="fr_FR").subject, "Autre question")
        self.assertEqual(self.step.mail_template_id.with_context(lang="fr_FR").subject, "Autre question")
        self.step.update_field_translations("subject", {"fr_FR": False})
        self.assertEqual(self.step.with_context(lang="fr_FR").subject, "A question")

    def test_a_step_without_text_can_be_translated_first(self):
        step = self.make_step(self.sequence, 1, {"mail_template_id": False})
        self.assertEqual(step.get_field_translations("subject")[0], [])
        step.update_field_translations("subject", {"fr_FR": "Une question"})
        self.assertEqual(step.with_context(lang="fr_FR").subject, "Une question")
        self.assertTrue(step.has_own_template)

    def test_a_live_sequence_keeps_a_subject_in_every_language(self):
        self.sequence.action_publish()
        with self.assertRaises(ValidationError):
            self.step.update_field_translations("subject", {"en_US": " "})


class TestTemplateLists(StepTextCommon):
    def test_own_templates_are_hidden_where_others_are_chosen_but_found(self):
        Template, own = self.env["mail.template"], self.step.mail_template_id
        found = [id_ for id_, _name in Template.name_search("Outreach", limit=None)]
        self.assertNotIn(own.id, found)
        asked = [("is_written_in_step", "=", True)]
        self.assertIn(own.id, [id_ for id_, _name in Template.name_search("Outreach", asked, limit=None)])
        self.assertEqual(own.template_category, "hidden_template")
        self.assertIn(own, Template.search([("template_category", "in", ["hidden_template"])]))
        self.assertNotIn(own, Template.search([("template_category", "in", ["base_template", "custom_template"])]))
        self.assertIn(self.template, Template.search([("template_category", "in", ["custom_template"])]))
        # As Odoo's composer asks.
        composer = [("model", "=", "crm.lead"), ("user_id", "in", [False, self.manager.id])]
        self.assertNotIn(own, Template.search(composer))

    def test_an_own_template_is_neither_deleted_nor_archived_in_the_list(self):
        own = self.step.mail_template_id.with_user(self.env.ref("base.user_admin"))
        own.env.user.group_ids += self.env.ref("sales_sequence.group_sales_sequence_manager")
        for attempt in (own.unlink, own.action_archive):
            with self.assertRaisesRegex(UserError, "Step 1"), self.env.cr.savepoint():
                attempt()
        own.subject = "By whoever may write the step"
        self.assertEqual(self.step.subject, "By whoever may write the step")


class TestPublishing(StepTextCommon):
    def add_variants(self, *texts):
        self.step.variant_ids = [
            Command.create({"name": name, "subject": subject, "body_html": body})
            for name, (subject, body) in zip("ABC", texts, strict=False)
        ]
        return self.step.variant_ids

    def test_variants_that_say_the_same_are_refused(self):
        _a, b = self.add_variants(("Hi", HELLO), ("Hi ", f"<div style='color: red'>{HELLO}</div>"))
        with self.assertRaisesRegex(UserError, "“A” and “B” say the same"):
            self.sequence.action_publish()
        b.subject = "Hi there"
        self.sequence.action_publish()

    def test_the_same_in_one_language_is_enough(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        variants = self.add_variants(("Hi", HELLO), ("Hello", HELLO))
        for variant in variants:
            variant.update_field_translations("subject", {"fr_FR": "Bonjour"})
        with self.assertRaisesRegex(UserError, "French"):
            self.sequence.action_publish()

    def test_a_variant_that_nobody_gets_is_not_compared(self):
        _a, b, _c = self.add_variants(("Hi", HELLO), ("Hi", HELLO), ("Else", HELLO))
        b.weight = 0
        self.sequence.action_publish()
        self.assertEqual(self.sequence.state, "live")

    def test_what_is_missing_is_said_of_the_variant(self):
        self.add_variants(("Hi", HELLO), (False, HELLO))
        self.assertIn("subject of the variant “B”", self.sequence.problem)

    def test_a_text_that_nobody_gets_does_not_matter(self):
        empty = self.make_step(self.sequence, 1, {"mail_template_id": False})
        empty.variant_ids = [Command.create({"name": "A", "subject": "?", "body_html": HELLO})]
        self.sequence.action_publish()
        self.assertEqual(self.sequence.state, "live")

    def test_an_archived_template_is_said(self):
        self.make_step(self.sequence, 1, "email")
        self.sequence.action_publish()
        self.template.active = False
        self.assertIn("is archived: restore it", self.sequence.problem)

    def test_a_call_without_script_is_said(self):
        call = self.make_step(self.sequence, 1, "call")
        todo = self.make_step(self.sequence, 2, {"channel": "todo", "summary": "Send the brochure"})
        hints = (call | todo)._hints_to_publish()
        self.assertEqual(list(hints), [call])
        self.assertIn("no script", hints[call])

    def test_a_changed_text_begins_a_new_experiment(self):
        a, _b = self.add_variants(("Hi", HELLO), ("Hello", HELLO))
        self.sequence.action_publish()
        lead = self.make_lead()
        self.enroll(self.sequence, lead)
        self.run_at(MONDAY)
        had = self.step.touch_ids.variant_id
        self.assertEqual(self.step.experiment_number, 1)
        self.step.name = "Another name of the step"
        self.step.cta = "Reply"
        self.assertEqual(self.step.experiment_number, 1)
        had.subject = "Quite different"
        self.assertEqual(self.step.experiment_number, 2)
        self.assertTrue(a.exists())


class TestQueries(StepTextCommon):
    def test_reading_thirty_texts_costs_one_query_more(self):
        for index in range(30):
            self.make_step(self.sequence, index, self.written(f"Subject {index}"))
        self.env.flush_all()
        self.env.invalidate_all()
        steps = self.sequence.step_ids
        steps.mapped("mail_template_id.id")
        with self.assertQueryCount(1):
            steps.mapped("subject")
            steps.mapped("body_html")
            steps.mapped("has_own_template")


class TestTextsReachPeople(StepTextCommon):
    """What was written in the panel is what people get: in their language, on their version."""

    def test_an_edit_reaches_those_of_its_version_in_their_language(self):
        french = self.env["res.lang"]._activate_lang("fr_FR")
        self.step.with_context(lang="fr_FR").write({"subject": "Une question", "body_html": "<p>Bonjour.</p>"})
        self.sequence.action_publish()
        first = {lang: self.enroll(self.sequence, self.person(lang, "first")) for lang in (french, self.english())}
        second = self.env["sales.sequence"].browse(self.sequence.action_new_version()["res_id"])
        # As the form of a step saves it: with the language of its tab in the context.
        second.step_ids.with_context(lang="en_US").web_save({"subject": "Second"}, {})
        second.step_ids.with_context(lang="fr_FR").web_save({"subject": "Deuxième", "body_html": "<p>Salut.</p>"}, {})
        second.action_publish()
        later = {lang: self.enroll(second, self.person(lang, "later")) for lang in first}
        # An edit while people wait, in one language only.
        self.step.with_context(lang="en_US").web_save({"subject": "A better question"}, {})
        self.run_at(MONDAY)
        said = {
            enrollment: (message.subject, message.body)
            for enrollment in (*first.values(), *later.values())
            for message in enrollment.touch_ids.mail_message_id
        }
        for enrollment, subject, text in (
            (first[french], "Une question", "Bonjour."),
            (first[self.english()], "A better question", "Hello from a step."),
            (later[french], "Deuxième", "Salut."),
            (later[self.english()], "Second", "Hello from a step."),
        ):
            self.assertEqual(said[enrollment][0], subject)
            self.assertIn(text, said[enrollment][1])

    def english(self):
        return self.env["res.lang"]._lang_get("en_US")

    def person(self, lang, when):
        address = f"ada@{when}-{lang.iso_code}.example.org"
        return self.make_lead(f"{when} {lang.code}", email_from=address, lang_id=lang.id)
