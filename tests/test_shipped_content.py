"""What the addon ships: nothing happens by itself, and of copies the runner sends what Odoo's own rendering says."""

from lxml import html

from odoo.addons.mail.tests.common import mail_new_test_user
from odoo.addons.sales_sequence.models.enroll.candidates import Candidates
from odoo.addons.sales_sequence.tools.rendering import Rendering

from .common import MONDAY, SequenceCommon, use_from_library


class TestShippedContent(SequenceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.library = cls.env["sales.sequence"].search([("in_gallery", "=", True)])
        cls.five_touch, cls.onboarding = (
            use_from_library(cls.env, key, user_id=cls.rep.id) for key in ("five_touch", "partner_onboarding")
        )
        cls.sequences = cls.five_touch | cls.onboarding
        cls.env["res.lang"]._activate_lang("fr_FR")
        cls.env["res.lang"]._activate_lang("de_DE")
        cls.env.company.write({"website": "https://www.example.com", "street": "Rue Haute 1", "city": "Brussels"})
        cls.bare_rep = mail_new_test_user(
            cls.env,
            login="bare",
            name="B",
            email="bare@test.mycompany.com",
            # Who may not read an enrollment does not see its sender in a preview either.
            groups="sales_sequence.group_sales_sequence_manager",
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
        self.assertTrue(self.library)
        self.assertEqual(set(self.library.mapped("state")), {"draft"})
        self.assertFalse(self.library.user_id, "the system user must never be a sender")
        for model in ("sales.sequence.enrollment", "sales.sequence.touch", "sales.sequence.signal", "mail.mail"):
            self.assertFalse(self.env[model].search_count([]), model)
        self.run_at(MONDAY)
        self.assertFalse(self.send_mails(MONDAY))
        self.assertFalse(self.env["mail.activity"].search_count([("is_sequence_activity", "=", True)]))
        for sequence in self.library:
            refused = sequence.enroll(self.targets(sequence).ids)["refused"]
            self.assertEqual({refusal["code"] for refusal in refused}, {"not_live"}, sequence.name)

    def test_the_five_touches_are_on_days_1_3_5_8_and_12(self):
        steps = self.five_touch.step_ids
        self.assertEqual(steps.mapped("day_number"), [1, 3, 5, 8, 12])
        self.assertEqual(steps.mapped("channel"), ["email", "call", "email", "call", "email"])
        self.assertEqual(self.five_touch.target, "lead")
        self.assertEqual((self.five_touch.window_start, self.five_touch.window_end), (9, 17))

    def test_the_partner_onboarding_checks_in_on_days_30_60_and_90(self):
        days = dict.fromkeys(self.onboarding.step_ids.mapped("day_number"))
        self.assertLessEqual({1, 30, 60, 90}, set(days))
        self.assertEqual((self.onboarding.target, self.onboarding.lifecycle), ("partner", "onboard"))
        self.assertFalse(self.onboarding.stop_on_meeting or self.onboarding.stop_on_won_lost)

    def test_a_copy_can_be_published_once_its_blanks_are_filled_in(self):
        self.sequences.action_publish()
        self.assertEqual(set(self.sequences.mapped("state")), {"live"})
        self.assertFalse(any(self.sequences.mapped("problem")))

    def test_all_visible_text_is_translatable(self):
        fields_of = {
            "sales.sequence": ("name", "goal", "summary", "rationale"),
            "sales.sequence.step": ("name", "cta", "summary", "note"),
            "mail.template": ("subject", "body_html"),
        }
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
        return self.leads if sequence.target == "lead" else self.partners

    def enrolled(self, sequence, user):
        """Enrollments of all kinds of targets, with `user` as the sender."""
        sequence.action_publish()
        values_list = sequence.sudo()._enrollment_values(Candidates(sequence.sudo(), self.targets(sequence), user))
        enrollments = self.env["sales.sequence.enrollment"].sudo().create(values_list)
        enrollments.user_id = user
        # In Odoo, nobody is enrolled, rendered and enrolled again by somebody else in one transaction.
        self.env.invalidate_all()
        return enrollments.sudo(False)

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
        """The runner's rendering has no empty merge field, and says what Odoo's own does."""
        runner = self.env["sales.sequence.channel.email"].sudo()
        contents, holes = runner._render(template, enrollments.with_context(lang=language), user, rendering)
        again, _holes = runner._render(template, enrollments.with_context(lang=language), user, rendering)
        self.assertFalse(holes)
        self.assertEqual(again, contents)
        for enrollment in enrollments:
            target = enrollment._target()
            self.assertFalse(runner._find_hole(template, enrollment, contents, holes))
            plain = template.with_user(user).sudo().with_context(lang=language)
            (subject,) = plain._render_field("subject", target.ids).values()
            self.assertEqual(contents[target.id]["subject"], subject, target.display_name)
            (body,) = plain._render_field("body_html", target.ids).values()
            # Only the runner makes links of addresses.
            self.assertEqual(text_of(contents[target.id]["body_html"]), text_of(body), target.display_name)

    def test_a_call_script_is_the_same_with_and_without_compiled_templates(self):
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
                enrollments.sudo().unlink()

    def test_people_are_greeted_in_their_language_and_by_first_name_only_if_it_surely_is_one(self):
        intro = self.five_touch.step_ids[0].mail_template_id
        greetings = {}
        for lead in self.leads:
            (body,) = intro.with_user(self.rep).sudo()._render_field("body_html", lead.ids).values()
            greetings[lead.name.removeprefix("Deal with ")] = html.fromstring(body).find(".//p").text_content().strip()
        self.assertEqual(
            greetings,
            {
                "Full": "Bonjour Ana,",
                "Linked": "Bonjour Jean-Pierre,",
                "Firm": "Guten Tag,",
                "Title": "Hello,",
                "Address": "Hello,",
                "Bare": "Hello,",
            },
        )


def text_of(source):
    """The text of an HTML document."""
    return html.fromstring(source).text_content()
