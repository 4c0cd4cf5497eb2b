"""A step as one person would see it, and a test of it to oneself."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import mute_logger

from demo.sink import Sink

from .common import MONDAY, SmtpCommon
from .test_smtp import RefusingSink
from .test_step_text import StepTextCommon

BODY = '<p><t t-out="object.sequence_salutation"/></p><p>Is <t t-out="object.sequence_company_name"/> open?</p>'


class PreviewCommon(StepTextCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lead = cls.make_lead("Ada", contact_name="Ada Berg", partner_name="Northwind")
        cls.step.write({"subject": "A question for {{ object.sequence_first_name }}", "body_html": BODY})

    def preview(self, step=None, user=None, **options):
        editor = self.env["sales.sequence.editor"].with_user(user or self.manager)
        return editor.get_preview((step or self.step).id, **{"res_id": self.lead.id, **options})


class TestPreview(PreviewCommon):
    def test_an_email_is_shown_as_the_person_would_get_it(self):
        shown = self.preview()
        self.assertEqual(shown["res_id"], self.lead.id)
        self.assertEqual(shown["record_name"], "Deal with Ada")
        self.assertEqual(shown["subject"], "A question for Ada")
        self.assertEqual(shown["email_to"], "ada@customer.example.org")
        self.assertIn("rita@test.mycompany.com", shown["email_from"])
        self.assertIn('Is <mark class="o_sales_sequence_merge_field">Northwind</mark> open?', shown["body"])
        self.assertIn("Unsubscribe", shown["footer"])
        self.assertEqual((shown["words"], shown["subject_length"]), (5, len("A question for Ada")))
        self.assertFalse(shown["problem"] or shown["holes"])
        self.assertTrue(shown["thread"] and shown["signature"])
        self.assertNotIn(None, shown.values())

    def test_what_is_shown_is_what_leaves(self):
        shown = self.preview()
        self.sequence.action_publish()
        enrollment = self.enroll(self.sequence, self.lead)
        self.run_at(MONDAY)
        message = enrollment.touch_ids.mail_message_id
        self.assertEqual(message.subject, shown["subject"])
        marked = '<mark class="o_sales_sequence_merge_field">'
        self.assertIn(shown["body"].replace(marked, "").replace("</mark>", ""), str(message.body))

    def test_nothing_is_stored(self):
        models = ("sales.sequence.enrollment", "sales.sequence.touch", "mail.mail", "mail.message", "mail.template")
        models += ("sales.sequence.assignment",)
        counts = [self.env[name].sudo().search_count([]) for name in models]
        self.preview(subject="Unsaved", body_html="<p>Unsaved</p>")
        self.env.flush_all()
        self.assertEqual(counts, [self.env[name].sudo().search_count([]) for name in models])
        self.assertIn("sequence_first_name", self.step.subject)

    def test_what_is_not_saved_yet_can_be_looked_at(self):
        shown = self.preview(subject="Hi {{ object.sequence_first_name }}", body_html="<p>New words</p>")
        self.assertEqual(shown["subject"], "Hi Ada")
        self.assertIn("New words", shown["body"])
        empty = self.make_step(self.sequence, 5, {"mail_template_id": False})
        shown = self.preview(empty, body_html="<p>First words</p>")
        self.assertIn("First words", shown["body"])

    def test_a_record_is_chosen_where_none_is_given(self):
        shown = self.preview(res_id=False)
        self.assertTrue(shown["res_id"])

    def test_the_language_is_that_of_the_person(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.step.update_field_translations("subject", {"fr_FR": "Une question"})
        self.assertEqual(self.preview()["subject"], "A question for Ada")
        self.assertEqual(self.preview(lang="fr_FR")["subject"], "Une question")
        self.lead.lang_id = self.env["res.lang"]._lang_get("fr_FR")
        shown = self.preview()
        self.assertEqual((shown["lang"], shown["subject"]), ("fr_FR", "Une question"))
        with self.assertRaisesRegex(UserError, "not active"):
            self.preview(lang="xx_XX")

    def test_a_follow_up_has_the_subject_of_its_thread(self):
        second = self.make_step(self.sequence, 1, self.written("Never seen"))
        third = self.make_step(self.sequence, 2, self.written("Anew", new_thread=True))
        fourth = self.make_step(self.sequence, 3, self.written("Never seen either"))
        self.assertEqual(self.preview(second)["subject"], "Re: A question for Ada")
        self.assertIn("Step 1", self.preview(second)["thread"])
        self.assertEqual(self.preview(third)["subject"], "Anew")
        self.assertEqual(self.preview(fourth)["subject"], "Re: Anew")

    def test_fields_without_a_value_are_named(self):
        self.lead.partner_name = False
        shown = self.preview()
        self.assertEqual([hole["name"] for hole in shown["holes"]], ["Company"])
        self.assertIn("Deal with Ada", shown["holes"][0]["words"])

    @mute_logger("odoo.addons.mail.models.mail_render_mixin")
    def test_an_error_in_a_text_is_a_sentence(self):
        shown = self.preview(subject="{{ 1 / 0 }}")
        self.assertIn("division", shown["problem"])
        self.assertNotIn("Traceback", shown["problem"])
        self.assertFalse(shown["is_rendered"])
        self.assertTrue(self.preview()["is_rendered"])
        shown = self.preview(body_html='<p><t t-out="object.no_such_field"/></p>')
        self.assertIn("no_such_field", shown["problem"])

    def test_the_body_is_safe_to_show(self):
        self.lead.partner_name = "<img src=x onerror=alert(1)>"
        link = '<a href="javascript:alert(1)" onclick="a()">x</a>'
        shown = self.preview(body_html=f"{BODY}<script>alert(1)</script>{link}")
        self.assertNotIn("<script", shown["body"])
        self.assertNotIn("<img", shown["body"])
        self.assertNotIn("javascript:", shown["body"])
        self.assertNotIn("onclick", shown["body"])

    def test_a_call_shows_its_script(self):
        call = self.make_step(self.sequence, 1, {"channel": "call", "note": BODY, "summary": "Call them"})
        shown = self.preview(call)
        self.assertEqual(shown["subject"], "Call them")
        self.assertIn("Northwind</mark>", shown["body"])
        call.note = False
        self.assertTrue(self.preview(call)["problem"])
        self.assertIn("Say hello", self.preview(call, body_html="<p>Say hello</p>")["body"])

    def test_an_address_that_is_missing_is_said(self):
        self.lead.email_from = False
        self.assertTrue(self.preview()["problem"])


class TestRightsToPreview(PreviewCommon):
    def test_a_record_that_the_user_may_not_read_is_refused(self):
        foreign = self.make_lead("Eve", user_id=self.manager.id)
        group = self.env.ref("sales_sequence.group_sales_sequence_user")
        own = self.rep.copy({"login": "own", "group_ids": [Command.set(group.ids)]})
        with self.assertRaises(AccessError):
            self.preview(user=own, res_id=foreign.id)
        with self.assertRaises(AccessError):
            self.env["sales.sequence.editor"].with_user(own).send_test(self.step.id, res_id=foreign.id)

    def test_users_without_our_groups_are_refused(self):
        for method in ("get_preview", "send_test"):
            with self.assertRaises(AccessError):
                getattr(self.env["sales.sequence.editor"].with_user(self.user_employee), method)(self.step.id)
        with self.assertRaises(AccessError):
            self.env["sales.sequence.editor"].with_user(self.user_employee).get_fields_offered(self.sequence.id)

    def test_only_who_may_save_a_text_may_look_at_it_unsaved(self):
        with self.assertRaises(AccessError):
            self.preview(user=self.rep, subject="Mine")
        self.assertEqual(self.preview(user=self.rep)["subject"], "A question for Ada")

    def test_what_is_not_there_is_said(self):
        editor = self.env["sales.sequence.editor"].with_user(self.manager)
        other = self.make_step(self.sequence, 1, self.written())
        variant = self.env["sales.sequence.step.variant"].create({"step_id": other.id, "name": "B", "subject": "?"})
        for arguments in ({"step_id": 0}, {"step_id": 2**30}, {"step_id": self.step.id, "variant_id": variant.id}):
            with self.assertRaises(UserError):
                editor.get_preview(**arguments)
        with self.assertRaises(UserError):
            self.preview(res_id=2**30)


class TestFieldsOffered(PreviewCommon):
    def test_a_short_list_with_examples(self):
        offered = self.env["sales.sequence.editor"].with_user(self.manager).get_fields_offered(self.sequence.id)
        labels = {field["name"]: field["label"] for field in offered}
        self.assertEqual(labels["sequence_first_name"], "First name")
        self.assertTrue(all(field["example"] is not None for field in offered))


class TestTestMail(SmtpCommon, PreviewCommon):
    @mute_logger("odoo.addons.base.models.ir_mail_server", "odoo.addons.mail.models.mail_mail")
    def test_a_mail_server_that_refuses_is_said(self):
        self.listen(RefusingSink())
        with self.assertRaisesRegex(UserError, "System status.*User unknown"):
            self.env["sales.sequence.editor"].with_user(self.manager).send_test(self.step.id, res_id=self.lead.id)

    def test_calls_and_users_without_an_address_are_refused(self):
        call = self.make_step(self.sequence, 1, "call")
        editor = self.env["sales.sequence.editor"].with_user(self.manager)
        with self.assertRaisesRegex(UserError, "Only emails"):
            editor.send_test(call.id, res_id=self.lead.id)
        self.manager.email = False
        with self.assertRaisesRegex(UserError, "no email address"):
            editor.send_test(self.step.id, res_id=self.lead.id)

    def test_it_reaches_the_user_alone_and_leaves_nothing_behind(self):
        sink = self.listen(Sink())
        messages = self.env["mail.message"].search_count([])
        sent = self.env["sales.sequence.editor"].with_user(self.manager).send_test(self.step.id, res_id=self.lead.id)
        self.assertEqual(sent, {"sent_to": "mona@test.mycompany.com"})
        (letter,) = sink.take(MONDAY)
        self.assertEqual(letter.recipients, ["mona@test.mycompany.com"])
        self.assertEqual(letter.message["Subject"], "Test: A question for Ada")
        self.assertIn("Northwind", letter.source.decode())
        self.assertIn("Unsubscribe", letter.source.decode())
        self.assertFalse(self.env["sales.sequence.touch"].search([("enrollment_id.lead_id", "=", self.lead.id)]))
        self.assertEqual(self.env["mail.message"].search_count([]), messages)
