"""The sequences, email templates and call scripts shipped with the addon."""

import re
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from odoo.tools import html2plaintext

from odoo.addons.mail.tests.common import mail_new_test_user
from odoo.addons.sales_sequence.models.enroll.candidates import Candidates
from odoo.addons.sales_sequence.tools.rendering import Rendering

from .common import MONDAY, SequenceCommon

FIVE_TOUCH = "sales_sequence.sequence_five_touch"
ONBOARDING = "sales_sequence.sequence_partner_onboarding"
# Traces of an empty merge field, in a text with collapsed white space.
HOLES = re.compile(r"\b(False|None|undefined)\b|\{\{|\}\}|\bt-out\b|&lt;|\s[,.;:?!](?=\s|$)|\(\s*\)|\"\"|“\s*”")
NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40)


class TestShippedContent(SequenceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.five_touch = cls.env.ref(FIVE_TOUCH)
        cls.onboarding = cls.env.ref(ONBOARDING)
        cls.sequences = cls.five_touch | cls.onboarding
        cls.env["res.lang"]._activate_lang("fr_FR")
        cls.env["res.lang"]._activate_lang("de_DE")
        cls.env.company.write({"website": "https://www.example.com", "street": "Rue Haute 1", "city": "Brussels"})
        cls.bare_rep = mail_new_test_user(
            cls.env,
            login="bare",
            name="B",
            email="bare@test.mycompany.com",
            groups="sales_sequence.group_sales_sequence_user",
            signature=False,
        )
        cls.rep.write({"phone": "+32 2 555 01 00", "signature": "<p>Rita Rep<br/>Sales</p>"})
        cls.company_partner = cls.env["res.partner"].create(
            {"name": "Müller & Söhne <GmbH>", "is_company": True, "email": "info@mueller.example.org", "lang": "de_DE"}
        )
        cls.person = cls.env["res.partner"].create(
            {
                "name": "Jean-Pierre O'Connor",
                "parent_id": cls.company_partner.id,
                "email": "jp@mueller.example.org",
                "phone": "+49 30 555 0100",
                "function": "Head of Sales",
                "lang": "fr_FR",
                "user_id": cls.rep.id,
            }
        )
        cls.bare_person = cls.env["res.partner"].create({"name": "Bo", "email": "bo@customer.example.org"})
        # Odoo names a contact created from an incoming mail after its address.
        cls.address_only = cls.bare_person.copy({"name": "x@customer.example.org", "email": "x@customer.example.org"})
        cls.leads = cls.make_lead(
            "Full",
            contact_name="Ana Maria Silva",
            partner_name="Silva & Filhos",
            phone="+351 21 555 0100",
            function="Director",
            lang_id=cls.env["res.lang"]._lang_get("fr_FR").id,
            company_id=cls.env.company.id,
        )
        cls.leads |= cls.make_lead("Linked", partner_id=cls.person.id, contact_name=False, email_from=cls.person.email)
        cls.leads |= cls.make_lead("Firm", partner_id=cls.company_partner.id, contact_name=False)
        cls.leads |= cls.make_lead("Title", contact_name="Dr. Weber", partner_name=" ")
        cls.leads |= cls.make_lead("Address", partner_id=cls.address_only.id, contact_name=False)
        cls.leads |= cls.make_lead(
            "Bare", contact_name=False, partner_name=False, user_id=False, country_id=False, company_id=False
        )
        cls.partners = cls.company_partner | cls.person | cls.bare_person | cls.address_only

    # ------------------------------------------------------------------
    # The plan
    # ------------------------------------------------------------------

    def test_installing_neither_publishes_nor_enrolls_nor_sends_anything(self):
        self.assertEqual(set(self.sequences.mapped("state")), {"draft"})
        self.assertFalse(self.sequences.user_id, "the system user must never be a sender")
        for model in ("sales.sequence.enrollment", "sales.sequence.touch", "sales.sequence.signal", "mail.mail"):
            self.assertFalse(self.env[model].search_count([]), model)
        self.run_at(MONDAY)
        self.assertFalse(self.send_mails(MONDAY))
        self.assertFalse(self.env["mail.activity"].search_count([("is_sequence_activity", "=", True)]))
        refused = self.five_touch.enroll(self.leads.ids)["refused"]
        self.assertEqual({refusal["code"] for refusal in refused}, {"not_live"})

    def test_the_five_touches_are_on_days_1_3_5_8_and_12(self):
        steps = self.five_touch.step_ids
        self.assertEqual(steps.mapped("day_number"), [1, 3, 5, 8, 12])
        self.assertEqual(steps.mapped("channel"), ["email", "call", "email", "call", "email"])
        self.assertEqual(self.five_touch.target, "lead")
        self.assertEqual((self.five_touch.window_start, self.five_touch.window_end), (9, 17))
        self.assertFalse(any(steps.mapped("new_thread")))
        subjects = steps.mail_template_id.mapped("subject")
        self.assertEqual(len(set(subjects)), 1, "mail programs keep another subject out of the thread")

    def test_the_partner_onboarding_checks_in_on_days_30_60_and_90(self):
        steps = self.onboarding.step_ids
        self.assertEqual(steps.mapped("day_number"), [1, 1, 3, 8, 12, 30, 60, 90])
        self.assertEqual(
            steps.mapped("channel"), ["email", "todo", "call", "email", "email", "call", "call", "call"]
        )
        self.assertEqual((self.onboarding.target, self.onboarding.lifecycle), ("partner", "onboard"))
        self.assertFalse(self.onboarding.stop_on_meeting or self.onboarding.stop_on_won_lost)

    def test_shipped_sequences_can_be_published_unchanged_and_explain_each_step(self):
        self.sequences.action_publish()
        self.assertEqual(set(self.sequences.mapped("state")), {"live"})
        self.assertFalse(any(self.sequences.mapped("problem")))
        self.assertTrue(all(self.sequences.mapped("goal")))
        for step in self.sequences.step_ids:
            self.assertTrue(step.cta, step.name)
            self.assertTrue(step.mail_template_id if step.channel == "email" else step.note, step.name)

    def test_all_visible_text_is_translatable(self):
        fields_of = {"sales.sequence": ("name", "goal"), "sales.sequence.step": ("name", "cta", "summary", "note")}
        fields_of["mail.template"] = ("subject", "body_html")
        for model, names in fields_of.items():
            for name in names:
                self.assertTrue(self.env[model]._fields[name].translate, f"{model}.{name}")
        template = self.five_touch.step_ids[0].mail_template_id
        template.with_context(lang="fr_FR").subject = "Une question"
        (value,) = template.with_context(lang="fr_FR")._render_field("subject", self.leads[0].ids).values()
        self.assertEqual(value, "Une question")

    # ------------------------------------------------------------------
    # The texts
    # ------------------------------------------------------------------

    def targets(self, sequence):
        return self.leads if sequence == self.five_touch else self.partners

    def enrolled(self, sequence, user):
        """Unsaved enrollments of all kinds of targets, with `user` as the sender."""
        sequence.action_publish()
        values_list = sequence.sudo()._enrollment_values(Candidates(sequence.sudo(), self.targets(sequence), user))
        return self.env["sales.sequence.enrollment"].browse(
            self.env["sales.sequence.enrollment"].sudo().create(values_list).ids
        )

    def test_no_email_has_an_empty_merge_field_for_any_recipient_sender_or_language(self):
        # As in one run of the job: compiled templates serve all steps, languages and senders.
        rendering = Rendering()
        for sequence in self.sequences:
            for user, language in ((self.rep, "en_US"), (self.rep, "fr_FR"), (self.bare_rep, "de_DE")):
                enrollments = self.enrolled(sequence, user)
                for step in sequence.step_ids.filtered("mail_template_id"):
                    with self.subTest(step=step.name, user=user.name, language=language):
                        self.check_email(rendering, step.mail_template_id, enrollments, user, language)
                enrollments.sudo().unlink()

    def check_email(self, rendering, template, enrollments, user, language):
        """The runner's rendering has no empty merge field, reads as complete text, and equals Odoo's own rendering."""
        runner = self.env["sales.sequence.channel.email"].sudo()
        contents, holes = runner._render(template, enrollments.with_context(lang=language), user, rendering)
        again, _holes = runner._render(template, enrollments.with_context(lang=language), user, rendering)
        self.assertFalse(holes)
        self.assertEqual(again, contents)
        for enrollment in enrollments:
            target = enrollment._target()
            self.assertFalse(runner._find_hole(template, enrollment, contents, holes))
            plain = template.with_user(user).sudo().with_context(lang=language)
            for field_name in ("subject", "body_html"):
                (value,) = plain._render_field(field_name, target.ids).values()
                self.assertEqual(contents[target.id][field_name], value, target.display_name)
            self.assert_whole(contents[target.id]["subject"])
            self.assert_whole(html2plaintext(contents[target.id]["body_html"]))

    def assert_whole(self, text):
        folded = " ".join(text.split())
        self.assertFalse(HOLES.search(folded), folded)
        self.assertNotIn("..", folded.replace("...", ""))

    def test_no_call_script_has_an_empty_merge_field(self):
        channel = self.env["sales.sequence.channel.manual"].sudo()
        rendering = Rendering()
        for sequence in self.sequences:
            for user in (self.rep, self.bare_rep):
                enrollments = self.enrolled(sequence, user)
                for step in sequence.step_ids.filtered("note"):
                    with self.subTest(step=step.name, user=user.name):
                        plain = channel._render_scripts(step, enrollments)
                        compiled = channel._render_scripts(step, enrollments, rendering)
                        self.assertEqual(compiled, plain)
                        for target in self.targets(sequence):
                            self.assert_whole(html2plaintext(plain[target.id]))
                enrollments.sudo().unlink()

    def test_people_are_greeted_by_first_name_only_if_it_surely_is_one(self):
        intro = self.five_touch.step_ids[0].mail_template_id
        greetings = {}
        for lead in self.leads:
            (body,) = intro.with_user(self.rep).sudo()._render_field("body_html", lead.ids).values()
            greetings[lead.name.removeprefix("Deal with ")] = html.fromstring(body).find(".//p").text_content().strip()
        self.assertEqual(
            greetings,
            {
                "Full": "Hi Ana,",
                "Linked": "Hi Jean-Pierre,",
                "Firm": "Hi there,",
                "Title": "Hi Dr. Weber,",
                "Address": "Hi there,",
                "Bare": "Hi there,",
            },
        )

    def test_any_name_gives_a_complete_email(self):
        lead = self.leads[-1]
        enrollment = self.env["sales.sequence.enrollment"].new({"sequence_id": self.five_touch.id, "lead_id": lead.id})
        intro = self.five_touch.step_ids[0].mail_template_id
        runner, rendering = self.env["sales.sequence.channel.email"].sudo(), Rendering()

        @given(st.none() | NAMES, st.none() | NAMES)
        def check(contact_name, partner_name):
            lead.write({"contact_name": contact_name, "partner_name": partner_name})
            contents, holes = runner._render(intro, enrollment, self.rep, rendering)
            self.assertFalse(holes)
            (content,) = contents.values()
            greeting = html.fromstring(content["body_html"]).find(".//p").text_content()
            self.assertRegex(greeting, r"(?s)^Hi [^\s,@].*,$")
            name = greeting.removeprefix("Hi ").removesuffix(",")
            # Placeholders that people type into a name field are not names.
            self.assertTrue(any(map(str.isalpha, name)), name)
            self.assertNotRegex(name, r"[\s.,;:?*_/]$")
            self.assertFalse(html.fromstring(content["body_html"]).xpath("//script"))
            self.assertRegex(content["subject"], r"\S\?$")

        check()

    def test_any_name_gives_a_complete_welcome_to_a_partner(self):
        company = self.env["res.partner"].create({"name": "Company", "is_company": True})
        person = self.env["res.partner"].create({"name": "Person", "parent_id": company.id})
        Enrollment = self.env["sales.sequence.enrollment"]
        welcome = self.onboarding.step_ids[0].mail_template_id
        runner, rendering = self.env["sales.sequence.channel.email"].sudo(), Rendering()

        def paragraphs(partner):
            enrollment = Enrollment.new({"sequence_id": self.onboarding.id, "partner_id": partner.id})
            contents, holes = runner._render(welcome, enrollment, self.rep, rendering)
            self.assertFalse(holes)
            body = html.fromstring(contents[partner.id]["body_html"])
            self.assertFalse(body.xpath("//script"))
            return [paragraph.text_content() for paragraph in body.findall(".//p")]

        def check_name(name):
            self.assertTrue(any(map(str.isalnum, name)), name)
            self.assertNotRegex(name, r"^\s|[\s.,;:?*_/–—-]$")

        @given(NAMES.filter(str.strip), NAMES.filter(str.strip))
        def check(person_name, company_name):
            company.name, person.name = company_name, person_name
            for partner in (company, person):
                greeting, pleasure = paragraphs(partner)[:2]
                self.assertRegex(greeting, r"(?s)^Hello [^\s,].*,$")
                check_name(greeting.removeprefix("Hello ").removesuffix(",").removesuffix(" team"))
                check_name(pleasure.partition("delighted to have ")[2].removesuffix(" as a partner."))

        check()
        company.name, person.name = " - ", ","
        for partner in (company, person):
            self.assertEqual(paragraphs(partner)[0], "Hello there,")
            self.assertIn("delighted to have you as a partner", paragraphs(partner)[1])

    # ------------------------------------------------------------------
    # End to end
    # ------------------------------------------------------------------

    def test_the_five_touches_work_unchanged_for_a_minimal_lead(self):
        self.five_touch.action_publish()
        enrollment = self.enroll(self.five_touch, self.make_lead("Solo", contact_name=False))
        self.run_days(MONDAY, 24, step=timedelta(days=1))
        self.assertEqual(enrollment.state, "finished", enrollment.status_note)
        touches = enrollment.touch_ids.sorted("id")
        self.assertEqual(touches.step_id, self.five_touch.step_ids)
        self.assertEqual(touches.mapped("state"), ["queued", "skipped", "queued", "skipped", "queued"])
