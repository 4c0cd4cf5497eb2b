"""The merge fields of targets: what emails and scripts say about a person and the sender."""

import string
from datetime import timedelta

from freezegun import freeze_time
from lxml import html
from markupsafe import Markup

from odoo.exceptions import AccessError, ValidationError

from odoo.addons.mail.tests.common import mail_new_test_user
from odoo.addons.sales_sequence.models.enrollment.merge_fields import MERGE_FIELDS
from odoo.addons.sales_sequence.tools.rendering import Rendering

from .common import MONDAY, SequenceCommon
from .test_languages import SwitchedOffCommon

BODY = (
    '<div><p><t t-out="object.sequence_salutation"></t></p>'
    '<p>I am <t t-out="object.sequence_sender_first_name">a person</t> of '
    '<t t-out="object.sequence_sender_company_name"></t>, and write to '
    '<t t-out="object.sequence_company_name">your company</t>: <t t-out="object.sequence_meeting_link">reply</t>.</p>'
    '<p>Call <t t-out="object.sequence_sender_phone">me</t>.</p><t t-out="object.sequence_sender_signature"></t></div>'
)
SUBJECT = "For {{ object.sequence_company_name ||| you }}?"


class MergeFieldsCommon(SequenceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template.write({"subject": SUBJECT, "body_html": BODY})
        cls.firm = cls.env["res.partner"].create({"name": "Acme Foods", "is_company": True, "phone": "+32 2 1"})
        cls.person = cls.env["res.partner"].create(
            {"name": "BEA CLAES", "parent_id": cls.firm.id, "email": "bea@acme.example.org", "phone": "+32 2 2"}
        )

    def render(self, enrollments, template=None):
        """:return: ``({target id: {field: value}}, holes)`` as the runner renders them"""
        channel = self.env["sales.sequence.channel.email"]
        return channel._render(template or self.template, enrollments, enrollments.user_id)

    def restrict(self, *users):
        self.env["res.config.settings"].create({"restrict_template_rendering": True}).execute()
        for user in users:
            self.assertFalse(user.has_group("mail.group_mail_template_editor"))


class TestPerson(SwitchedOffCommon, MergeFieldsCommon):
    def told(self, record):
        return (record.sequence_first_name, record.sequence_company_name, record.sequence_phone)

    def test_a_lead_says_whom_it_names(self):
        self.assertEqual(
            self.told(self.make_lead(contact_name="ANNA MÜLLER", partner_name="– Acme –", phone="+32 1")),
            ("Anna", "Acme", "+32 1"),
        )
        self.assertEqual(self.told(self.make_lead(contact_name=False)), (False, False, False))

    def test_a_lead_that_names_nobody_says_who_its_contact_is(self):
        lead = self.make_lead(contact_name=False, partner_id=self.person.id)
        lead.contact_name = lead.partner_name = lead.phone = False
        self.assertEqual(self.told(lead), ("Bea", "Acme Foods", "+32 2 2"))

    def test_the_name_on_the_lead_comes_before_that_of_its_contact(self):
        lead = self.make_lead("Ada", partner_id=self.person.id, contact_name="Ada Lovelace")
        self.assertEqual(lead.sequence_first_name, "Ada")

    def test_a_company_has_no_first_name(self):
        lead = self.make_lead(contact_name=False, partner_id=self.firm.id)
        lead.contact_name = False
        self.assertEqual(self.told(lead)[:2], (False, "Acme Foods"))
        self.assertEqual(self.told(self.firm), (False, "Acme Foods", "+32 2 1"))
        self.assertEqual(lead.sequence_salutation, "Hello,")

    def test_a_partner_says_its_own_names(self):
        self.assertEqual(self.told(self.person), ("Bea", "Acme Foods", "+32 2 2"))
        alone = self.env["res.partner"].create({"name": "Cy Young"})
        self.assertEqual(self.told(alone), ("Cy", False, False))

    def test_they_follow_the_record(self):
        lead = self.make_lead(contact_name=False, partner_id=self.person.id)
        lead.contact_name = False
        self.assertEqual(lead.sequence_salutation, "Hello Bea,")
        self.person.name = "Dee Claes"
        self.assertEqual(lead.sequence_salutation, "Hello Dee,")
        lead.contact_name = "Eve Adams"
        self.assertEqual(lead.sequence_salutation, "Hello Eve,")

    def test_a_record_that_is_being_entered_has_them_too(self):
        new = self.env["crm.lead"].new({"name": "New", "contact_name": "Ada Lovelace"})
        self.assertEqual(new.sequence_salutation, "Hello Ada,")
        self.assertEqual(new.sequence_first_name, "Ada")

    def test_they_are_greeted_in_their_own_language(self):
        expected = {
            "de_DE": ("Hallo Ada,", "Guten Tag,"),
            "es_ES": ("Hola Ada,", "Hola,"),
            "fr_FR": ("Bonjour Ada,", "Bonjour,"),
            "it_IT": ("Buongiorno Ada,", "Buongiorno,"),
            "nl_NL": ("Hallo Ada,", "Hallo,"),
            "pt_PT": ("Olá Ada,", "Olá,"),
        }
        for code, greetings in expected.items():
            self.env["res.lang"]._activate_lang(code)
            self.env["ir.module.module"]._load_module_terms(["sales_sequence"], [code])
            language = self.env["res.lang"]._lang_get(code)
            for name, greeting in zip(("Ada", False), greetings, strict=True):
                lead = self.make_lead(contact_name=name, lang_id=language.id)
                # Whatever the user who looks at it speaks.
                self.assertEqual(lead.with_context(lang="en_US").sequence_salutation, greeting)

    def test_a_language_that_was_switched_off_is_passed_over(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.env["ir.module.module"]._load_module_terms(["sales_sequence"], ["fr_FR"])
        self.person.lang = "fr_FR"
        self.assertEqual(self.person.sequence_salutation, "Bonjour Bea,")
        self.switch_off("fr_FR")
        self.assertEqual(self.person.sequence_salutation, "Hello Bea,")

    def test_only_internal_users_may_read_them(self):
        portal = mail_new_test_user(self.env, login="portal", groups="base.group_portal")
        for name in MERGE_FIELDS:
            with self.subTest(name), self.assertRaises(AccessError):
                portal.partner_id.with_user(portal)[name]
        for name in MERGE_FIELDS:
            self.person.with_user(self.rep)[name]

    def test_filters_find_those_without_a_name_to_greet_them_by(self):
        leads = self.make_lead(contact_name="Ada") | self.make_lead(contact_name="Dr. Weber")
        leads |= self.make_lead(contact_name="Bob Ada")
        search = self.env["crm.lead"].with_user(self.rep).search
        among = [("id", "in", leads.ids)]
        self.assertEqual(search([*among, ("sequence_first_name", "=", False)]), leads[1])
        self.assertEqual(search([*among, ("sequence_first_name", "ilike", "ada")]), leads[0])
        self.assertEqual(search([*among, ("sequence_first_name", "!=", "Ada")]), leads[1] + leads[2])
        self.assertEqual(search([*among, ("sequence_sender_name", "=", "Rita Rep")]), leads)


class TestSender(MergeFieldsCommon):
    def test_the_sender_is_that_of_the_enrollment(self):
        self.rep.phone, self.manager.phone = "+32 3", "+32 4"
        sequence = self.make_sequence("email", {"channel": "call", "note": BODY, "delay": 1})
        leads = self.make_lead("Ada") | self.make_lead("Bea")
        enrollments = self.enroll(sequence, leads[0], user_id=self.manager.id)
        enrollments |= self.enroll(sequence, leads[1], user_id=self.rep.id)
        self.run_at(MONDAY)
        self.run_at(MONDAY + timedelta(days=1))
        for enrollment, name, phone in zip(enrollments, ("Mona", "Rita"), ("+32 4", "+32 3"), strict=True):
            email, call = enrollment.touch_ids.sorted("id")
            for text in (email.mail_message_id.body, call.activity_id.note):
                self.assertIn(f"I am {name} of ", text)
                self.assertIn(f"Call {phone}.", text)
                self.assertIn(f">{enrollment.user_id.name}<", text)

    def test_a_draft_is_in_the_name_of_its_sender(self):
        sequence = self.make_sequence({"channel": "email", "requires_review": True})
        enrollment = self.enroll(sequence, self.make_lead(), user_id=self.manager.id)
        self.run_at(MONDAY)
        self.assertIn("I am Mona of", enrollment.touch_ids.draft_body)
        with freeze_time(MONDAY):
            enrollment.change_sender(self.rep.id)
        self.run_at(MONDAY)
        self.assertIn("I am Rita of", enrollment.touch_ids.draft_body)

    def test_without_a_text_in_the_making_it_is_the_sender_of_the_live_enrollment(self):
        lead, other = self.make_lead(), self.make_lead(user_id=False)
        enrollment = self.enroll(self.make_sequence("call"), lead, user_id=self.manager.id)
        self.assertEqual(lead.sequence_sender_name, "Mona Manager")
        enrollment.stop()
        self.env.invalidate_all()
        self.assertEqual(lead.sequence_sender_name, "Rita Rep")
        self.assertEqual(other.with_user(self.rep).sequence_sender_name, "Rita Rep")
        self.assertEqual(other.with_user(self.manager).sequence_sender_name, "Mona Manager")

    def test_nobody_learns_from_them_who_writes_to_a_contact(self):
        self.enroll(self.make_sequence("call", target="partner"), self.person, user_id=self.manager.id)
        outsider = mail_new_test_user(self.env, login="outsider", name="Otto Other", groups="base.group_user")
        self.assertEqual(self.person.with_user(outsider).sequence_sender_name, "Otto Other")
        self.assertEqual(self.person.with_user(self.manager).sequence_sender_name, "Mona Manager")

    def test_the_caller_cannot_choose_the_sender(self):
        for forged in (self.manager.id, [self.manager.id], "Writing", True):
            lead = self.make_lead().with_context(sales_sequence_writing=forged)
            self.assertEqual(lead.sequence_sender_name, "Rita Rep")

    def test_the_signature_is_never_empty_and_ends_with_our_address(self):
        company = self.env.company
        company.partner_id.write({"street": "Main street 1", "city": "Gent"})
        self.rep.signature = "<p>Rita & co</p>"
        lead = self.make_lead()
        self.assertIsInstance(lead.sequence_sender_signature, Markup)
        lines = [line.text_content() for line in html.fragments_fromstring(lead.sequence_sender_signature)]
        self.assertEqual(lines[0], "Rita & co")
        self.assertIn(company.name, lines[1])
        self.assertIn("Main street 1", lines[1])
        self.rep.write({"signature": "<p><br></p>", "name": "Rita <b>"})
        self.env.invalidate_all()
        self.assertIn("Rita &lt;b&gt;", lead.sequence_sender_signature)

    def test_a_user_enters_the_meeting_link_in_the_preferences(self):
        rep = self.rep.with_user(self.rep)
        rep.sequence_meeting_link = "https://example.com/rita?x=1&y=2"
        self.assertEqual(rep.read(["sequence_meeting_link"])[0]["sequence_meeting_link"], rep.sequence_meeting_link)
        with self.assertRaises(AccessError):
            self.manager.with_user(self.rep).sequence_meeting_link = "https://evil.example.com"
        for wrong in ("example.com", "javascript:alert(1)", "https://example.com/a b", f"https://e.com/{'x' * 5_000}"):
            with self.subTest(wrong), self.assertRaisesRegex(ValidationError, "begins with https"):
                rep.sequence_meeting_link = wrong
        for view in ("base.view_users_form_simple_modif", "base.view_users_form"):
            self.assertIn("sequence_meeting_link", self.rep.get_view(self.env.ref(view).id)["arch"])


class TestRendering(MergeFieldsCommon):
    def test_an_email_of_merge_fields_reads_as_written_by_hand(self):
        self.rep.sequence_meeting_link = "https://example.com/rita?x=1&y=2"
        enrollment = self.enroll(self.make_sequence("email"), self.make_lead(contact_name="ANNA MÜLLER"))
        self.run_at(MONDAY)
        message = enrollment.touch_ids.mail_message_id
        self.assertEqual(message.subject, "For you?")
        body = html.fromstring(message.body)
        self.assertEqual(
            body.text_content().partition("Call")[0],
            f"Hello Anna,I am Rita of {self.env.company.name}, and write to your company: "
            f"{self.rep.sequence_meeting_link}.",
        )
        self.assertEqual([link.get("href") for link in body.iter("a")], [self.rep.sequence_meeting_link])

    def test_an_address_in_an_outsiders_name_does_not_become_a_link(self):
        self.rep.sequence_meeting_link = "https://example.com/rita"
        self.template.body_html = BODY.replace("</div>", "<p>https://example.com/ours</p></div>")
        lead = self.make_lead(partner_name="Acme https://evil.example.com")
        contents, _holes = self.render(self.enroll(self.make_sequence("email"), lead))
        body = html.fromstring(contents[lead.id]["body_html"])
        self.assertEqual(
            [link.get("href") for link in body.iter("a")], ["https://example.com/rita", "https://example.com/ours"]
        )

    def test_a_name_with_markup_in_it_is_shown_as_text(self):
        lead = self.make_lead(partner_name="<b>Acme</b> & co")
        contents, _holes = self.render(self.enroll(self.make_sequence("email"), lead))
        self.assertIn("&lt;b&gt;Acme&lt;/b&gt; &amp; co", contents[lead.id]["body_html"])
        self.assertEqual(contents[lead.id]["subject"], "For <b>Acme</b> & co?")

    def test_what_the_runner_renders_is_what_odoo_renders(self):
        leads = self.make_lead("Ada", partner_name="Acme") | self.make_lead("Bea", contact_name=False)
        enrollments = self.enroll(self.make_sequence("email"), leads)
        self.template.body_html = f'<p>One</p>{BODY}<i t-out="object.sequence_company_name"> a &lt; b </i><br>&nbsp;é'
        self.template.subject = SUBJECT.replace("you }}", "you}}") + " {{object.contact_name|||there}}"
        contents, holes = self.render(enrollments)
        self.assertFalse(holes)
        for name in ("subject", "body_html"):
            by_odoo = self.template.with_user(self.rep).sudo()._render_field(name, leads.ids)
            for lead in leads:
                # Odoo escapes the text to use instead once more than its author has.
                self.assertEqual(contents[lead.id][name], str(by_odoo[lead.id]).replace("&amp;lt;", "&lt;"))

    def test_code_does_not_hide_in_a_template_without_code(self):
        mixin = self.env["mail.render.mixin"].with_context(sales_sequence_rendering=Rendering())
        with self.assertRaises(SyntaxError):
            mixin._render_template_qweb_regex('<t t-out="object.email_from"/>', "crm.lead", self.make_lead().ids)
        with self.assertRaises(SyntaxError):
            mixin._render_template_inline_template_regex("{{ object.email_from }}", "crm.lead", self.make_lead().ids)

    def test_an_empty_field_is_a_hole_unless_there_is_a_text_to_use_instead(self):
        lead = self.make_lead(contact_name="Dr. Weber")
        enrollment = self.enroll(self.make_sequence("email"), lead)
        name, code = "object.sequence_first_name", "object.sequence_first_name or object.sequence_company_name"
        cases = [
            ("Hi", f'<p t-out="{name}"></p>', [name]),
            ("Hi", f'<p>a <t t-out="{name}"/></p>', [name]),
            ("Hi", f'<p>a <t t-out="{name}">  </t></p>', [name]),
            ("Hi", f'<p>a <t t-out="{name}">there</t></p>', []),
            ("Hi", f'<p>a <t t-out="{code}"/></p>', [code]),
            ("Hi", f'<p>a <t t-out="{code}">there</t></p>', []),
            (f"Hi {{{{ {name} }}}}", "<p>a</p>", [name]),
            (f"Hi {{{{ {name} |||  }}}}", "<p>a</p>", [name]),
            (f"Hi {{{{ {name} ||| there }}}}", "<p>a</p>", []),
            (f"Hi {{{{ {code} }}}}", "<p>a</p>", [code]),
            (f"Hi {{{{ {code} ||| there }}}}", "<p>a</p>", []),
            ("Hi", '<p>a</p><t t-out="object.sequence_sender_signature"/>', []),
            ("Hi", '<p>a</p><t t-out="object.user_id.signature"/>', ["object.user_id.signature"]),
            ("Hi", '<p>a</p><t t-out="object.user_id.signature">Rita</t>', []),
        ]
        self.rep.signature = "<p><br></p>"
        for subject, body, expected in cases:
            with self.subTest(subject=subject, body=body):
                self.template.write({"subject": subject, "body_html": body})
                _contents, holes = self.render(enrollment)
                self.assertEqual(holes, {lead.id: expected} if expected else {})

    def test_a_hole_keeps_only_that_email_back(self):
        self.template.body_html = '<p>Hi <t t-out="object.sequence_first_name"/></p>'
        leads = self.make_lead("Ada") | self.make_lead("Bea", contact_name=False)
        enrollments = self.enroll(self.make_sequence("email"), leads)
        self.run_at(MONDAY)
        self.assertEqual(enrollments.touch_ids.sorted("id").mapped("state"), ["queued", "failed"])
        self.assertIn("object.sequence_first_name", enrollments[1].touch_ids.reason)

    def test_more_emails_need_no_more_queries(self):
        sequence = self.make_sequence("email")

        names = iter(string.ascii_uppercase)

        def queries(count):
            leads = self.make_leads(count, next(names))
            for lead in leads[::2]:
                lead.partner_id = self.person.copy({"email": lead.email_from})
            enrollments = self.enroll(sequence, leads)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            contents, _holes = self.render(enrollments)
            self.assertEqual(len(contents), count)
            return self.env.cr.sql_log_count - before

        queries(2)
        self.assertEqual(queries(3), queries(30))

    def test_a_screen_of_many_needs_no_more_queries(self):
        def queries(count):
            leads = self.make_leads(count).with_user(self.rep)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            leads.read(list(MERGE_FIELDS))
            return self.env.cr.sql_log_count - before

        queries(2)
        self.assertEqual(queries(3), queries(30))


class TestDate(SwitchedOffCommon, MergeFieldsCommon):
    def sequence(self, **values):
        return self.make_sequence("call", date_source="enrollment", **values)

    def test_a_date_is_told_in_the_words_and_on_the_clocks_of_the_person(self):
        sequence = self.sequence()
        lead = self.make_lead(country_id=self.env.ref("base.jp").id, lang_id=self.french.id)
        self.env["ir.module.module"]._load_module_terms(["sales_sequence"], ["fr_FR"])
        self.assertFalse(lead.sequence_date)
        enrollment = self.enroll(sequence, lead, date="2026-02-05")
        self.env.invalidate_all()
        self.assertEqual(lead.sequence_date, "jeudi 5 février 2026")
        with freeze_time(MONDAY):
            enrollment.set_date("2026-02-05 16:30:00")
        self.env.invalidate_all()
        # It is the next day in Tokyo.
        self.assertEqual(lead.sequence_date, "vendredi 6 février 2026 à 01:30 (heure normale du Japon)")
        lead.lang_id = False
        self.rep.lang = "en_US"
        self.env.invalidate_all()
        told = lead.sequence_date.replace("\u202f", " ")
        self.assertEqual(told, "Friday, February 6, 2026 at 1:30 AM (Japan Standard Time)")

    def test_the_dialog_shows_the_email_with_the_date_and_its_sender(self):
        self.rep.lang = "en_US"
        self.template.body_html = f'<p>Until <t t-out="object.sequence_date">then</t></p>{BODY}'
        sequence = self.make_sequence("email", date_source="sequence", date_at="2026-02-05 13:00:00")
        Wizard = self.env["sales.sequence.enroll.wizard"].with_context(active_model="crm.lead")
        with freeze_time(MONDAY):
            wizard = Wizard.with_context(active_ids=self.make_lead(user_id=self.manager.id).ids).create(
                {"sequence_id": sequence.id}
            )
            shown = wizard.email_html.replace("\u202f", " ")
        self.assertIn("Until Thursday, February 5, 2026 at 2:00 PM (Central European Standard Time)", shown)
        self.assertIn("I am Mona of", shown)

    def test_the_script_of_a_step_tells_the_date_of_its_own_enrollment(self):
        self.rep.lang = "en_US"
        here, there = self.sequence(name="Here"), self.sequence(name="There", company_id=False)
        here.step_ids.note = there.step_ids.note = '<p>Until <t t-out="object.sequence_date">then</t></p>'
        leads = self.make_lead("Ada") | self.make_lead("Bea")
        enrollments = self.enroll(here, leads[0], date="2026-02-05") | self.enroll(there, leads[1], date="2026-02-06")
        self.run_at(MONDAY)
        self.assertEqual(
            [str(note) for note in enrollments.touch_ids.sorted("id").activity_id.mapped("note")],
            ["<p>Until Thursday, February 5, 2026</p>", "<p>Until Friday, February 6, 2026</p>"],
        )


class TestRights(MergeFieldsCommon):
    def test_whoever_may_not_write_code_writes_and_sends_with_them(self):
        self.restrict(self.rep, self.manager)
        body = "".join(f'<p><t t-out="object.{name}">-</t></p>' for name in MERGE_FIELDS)
        template = self.env["mail.template"].with_user(self.rep).create(
            {
                "name": "Mine",
                "model_id": self.env["ir.model"]._get_id("crm.lead"),
                "subject": " ".join(f"{{{{ object.{name} ||| - }}}}" for name in MERGE_FIELDS),
                "body_html": body,
            }
        )
        lead = self.make_lead()
        rendered = template._render_field("body_html", lead.ids)[lead.id]
        self.assertIn("<p>Hello Ada,</p>", rendered)
        for code in ("object.sequence_first_name.upper()", "object.email_from", "object.partner_id.sequence_date"):
            with self.subTest(code), self.assertRaises(AccessError):
                template.body_html = f'<t t-out="{code}"/>'
            with self.subTest(code), self.assertRaises(AccessError):
                template.subject = f"{{{{ {code} }}}}"

        sequence = self.make_sequence({"mail_template_id": template.id}, {"channel": "call"}, publish=False)
        sequence.step_ids[1].with_user(self.manager).note = body
        with self.assertRaises(AccessError):
            sequence.step_ids[1].with_user(self.manager).note = '<t t-out="object.email_from"/>'
        sequence.with_user(self.manager).action_publish()
        enrollment = self.enroll(sequence.with_user(self.rep), lead)
        self.run_at(MONDAY)
        self.assertIn("<p>Hello Ada,</p>", enrollment.touch_ids.mail_message_id.body)

    def test_the_composer_of_whoever_may_not_write_code_takes_them_too(self):
        self.restrict(self.rep)
        leads = self.make_lead("Ada") | self.make_lead("Bea")
        composer = self.env["mail.compose.message"].with_user(self.rep).create(
            {
                "model": "crm.lead",
                "res_ids": leads.ids,
                "composition_mode": "mass_mail",
                "subject": "For {{ object.sequence_first_name }}",
                "body": '<p><t t-out="object.sequence_salutation"></t></p>',
            }
        )
        with self.mock_mail_gateway():
            composer._action_send_mail()
        mails = self.env["mail.mail"].sudo().search([("res_id", "in", leads.ids), ("model", "=", "crm.lead")])
        self.assertEqual(sorted(mails.mapped("subject")), ["For Ada", "For Bea"])
        self.assertIn("Hello Ada,", "".join(mails.mapped("body_html")))

    def test_odoos_picker_offers_them_on_each_target(self):
        for model_name, _field in self.env["sales.sequence"]._target_models().values():
            Target = self.env[model_name].with_user(self.rep)
            allowed = Target.mail_allowed_qweb_expressions()
            described = Target.fields_get(MERGE_FIELDS, ["searchable", "type", "string"])
            self.assertEqual(list(described), list(MERGE_FIELDS))
            self.assertEqual(len({field["string"] for field in described.values()}), len(MERGE_FIELDS))
            for name, field in described.items():
                self.assertTrue(field["searchable"])
                self.assertIn(f"object.{name}", allowed)
            # What Odoo allows stays allowed.
            self.assertIn("object.partner_id.name", allowed)


class TestTextPart(MergeFieldsCommon):
    def test_the_text_part_has_the_numbers_and_addresses_of_the_html(self):
        self.rep.sequence_meeting_link = "https://example.com/rita"
        self.template.body_html = BODY.replace("</div>", "<ol><li>Yes</li><li>No</li></ol></div>")
        self.enroll(self.make_sequence("email"), self.make_lead())
        self.run_at(MONDAY)
        (sent,) = self.send_mails(MONDAY)
        text = sent["body_alternative"]
        self.assertTrue(text.startswith("Hello Ada,\n\nI am Rita of"), text)
        self.assertIn("\n1. Yes\n2. No\n", text)
        self.assertIn("https://example.com/rita.", text)
        (link,) = html.fromstring(sent["body"]).xpath("//a[text()='Unsubscribe']/@href")
        self.assertIn(f"Unsubscribe ({link})", text)

    def test_other_mails_keep_the_text_part_that_odoo_gives_them(self):
        mail = self.env["mail.mail"].create({"email_to": "x@example.com", "body_html": "<ol><li>Yes</li></ol>"})
        with self.mock_mail_gateway():
            mail.send()
        self.assertEqual(self._mails[0]["body_alternative"], "Yes")
