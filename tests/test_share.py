"""A sequence as a file: exported, reviewed, imported; and files that must not get in."""

import base64
import contextlib
import json
import re
from datetime import datetime
from pathlib import Path
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import HttpCase
from odoo.tools import html_escape

from odoo.addons.sales_sequence.tools import shared_html, shared_sequence
from odoo.addons.sales_sequence.tools.merge_fields import MERGE_FIELDS

from .test_author_rights import AuthorCommon

DOCUMENT = Path(__file__).resolve().parent.parent / "docs/api.md"
BODY = '<div style="font-size: 14px;"><p>Hello <t t-out="object.sequence_first_name">there</t>,</p>\n<p>%s</p></div>'
SUBJECT = "A question for {{ object.sequence_company_name ||| your company }}"


class ShareCommon(AuthorCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for code in ("fr_FR", "de_DE"):
            cls.env["res.lang"]._activate_lang(code)

    def export(self, sequence, user=None):
        """The file of a sequence, as it is downloaded: in a request of its own."""
        self.env.invalidate_all()
        return base64.b64decode(sequence.with_user(user or self.manager).share_file)

    def review(self, content, user=None):
        """The dialog with the review of a file."""
        if isinstance(content, dict):
            content = json.dumps(content).encode()
        wizard = self.env["sales.sequence.import.wizard"].with_user(user or self.manager)
        wizard = wizard.create({"file": base64.b64encode(content), "file_name": "sequence.json"})
        wizard.action_review()
        return wizard

    def take_in(self, content, user=None):
        """Import a file that needs no decision. :return: the record in the library"""
        return self.env["sales.sequence"].browse(self.review(content, user).action_import()["res_id"])

    def plain(self, sequence):
        return json.loads(self.export(sequence))

    def counts(self):
        names = ("sales.sequence", "sales.sequence.step", "mail.template", "ir.actions.server", "mail.activity.type")
        return {name: self.env[name].with_context(active_test=False).search_count([]) for name in names}

    @contextlib.contextmanager
    def nothing_written(self):
        before = self.counts()
        yield
        self.assertEqual(self.counts(), before)


class TestExport(ShareCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template.write({"subject": SUBJECT, "body_html": BODY % "May I ask something?"})
        cls.template.with_context(lang="fr_FR").write({"subject": "Une question", "body_html": BODY % "Une question ?"})
        cls.sequence = cls.make_sequence(
            "email",
            {"channel": "call", "note": "<p>Ask for <t t-out='object.sequence_first_name'>them</t></p>"},
            {"channel": "todo", "active": False},
            name="Five touches",
            goal="A first talk",
            enroll_domain="[('country_id.code', '=', 'BE')]",
        )
        cls.sequence.with_context(lang="fr_FR").name = "Cinq contacts"

    def test_a_file_says_everything_by_name(self):
        found = self.plain(self.sequence)
        self.assertEqual((found["format"], found["version"]), ("sales_sequence", 1))
        sequence = found["sequence"]
        self.assertEqual(sequence["name"], "Five touches")
        self.assertEqual(sequence["translations"], {"fr_FR": {"name": "Cinq contacts"}})
        self.assertEqual(sequence["enroll_domain"], "[('country_id.code', '=', 'BE')]")
        email, call = sequence["steps"]
        self.assertEqual(email["template"]["subject"], SUBJECT)
        self.assertEqual(email["template"]["body"], (BODY % "May I ask something?").split("\n"))
        self.assertEqual(email["template"]["translations"]["fr_FR"]["subject"], "Une question")
        self.assertEqual(call["activity_type"], {"external_id": "mail.mail_activity_data_call", "name": "Call"})
        self.assertNotIn("template", call)
        self.assertNotIn("wait_for_completion", email)

    def test_a_file_names_no_person_no_company_and_no_id(self):
        self.sequence.write(
            {"company_id": self.env.company.id, "team_id": self.env["crm.team"].create({"name": "Secret team"}).id}
        )
        text = self.export(self.sequence).decode()
        for word in (self.rep.name, self.rep.email, self.manager.name, self.env.company.name, "Secret team"):
            self.assertNotIn(word, text)
        self.assertNotRegex(text, r'"(?!external_id")(\w+_)?ids?"')
        self.assertNotIn("filters_user", text)

    def test_a_filter_on_ids_stays_here_and_the_user_is_told(self):
        team = self.env["crm.team"].create({"name": "North"})
        for text in (
            f"[('team_id', '=', {team.id})]",
            f"[('team_id', 'in', [{team.id}])]",
            f"[('partner_id.category_id', 'in', [{team.id}])]",
            f"[('partner_id', 'any', [('id', '=', {team.id})])]",
        ):
            with self.subTest(text):
                self.sequence.enroll_domain = text
                self.assertNotIn("enroll_domain", self.plain(self.sequence)["sequence"])
                action = self.sequence.with_user(self.manager).action_export()
                self.assertIn("Audience", action["params"]["message"])
                self.assertIn("/share_file/", action["params"]["next"]["url"])
        for text in ("[('user_id', '=', uid)]", "[('probability', '>', 10)]", "[('team_id.name', '=', 'North')]"):
            with self.subTest(text):
                self.sequence.enroll_domain = text
                self.assertEqual(self.plain(self.sequence)["sequence"]["enroll_domain"], text)
                self.assertEqual(self.sequence.with_user(self.manager).action_export()["type"], "ir.actions.act_url")

    def test_whoever_exports_is_told_what_stays_here_and_what_nobody_could_import(self):
        self.template.email_cc = "boss@test.mycompany.com"
        message = self.sequence.with_user(self.manager).action_export()["params"]["message"]
        self.assertIn("attachments, sender and copies of the template “Hello”", message)
        self.assertNotIn("boss@", self.export(self.sequence).decode())
        self.template.write({"email_cc": False, "subject": "Hi {{ object.contact_name }}"})
        message = self.sequence.with_user(self.manager).action_export()["params"]["message"]
        self.assertIn("steps › 1 › template › subject: “{{ object.contact_name }}” is code", message)

    def test_an_external_id_that_odoo_made_up_is_no_name(self):
        kind = self.env["mail.activity.type"].create({"name": "Visit"})
        self.sequence.step_ids[1].activity_type_id = kind
        self.env["ir.model.data"].create(
            {"module": "__export__", "name": f"type_{kind.id}", "model": kind._name, "res_id": kind.id}
        )
        self.assertEqual(self.plain(self.sequence)["sequence"]["steps"][1]["activity_type"], {"name": "Visit"})

    def test_only_managers_export_and_channel_managers_what_is_for_partners(self):
        partners = self.make_partner_sequence()
        self.assertTrue(self.export(partners, self.channel_manager))
        self.assertFalse(self.sequence.with_user(self.channel_manager).read()[0]["share_file"])
        self.assertNotIn("share_file", partners.with_user(self.rep).read()[0])
        with self.assertRaises(AccessError):
            self.export(partners, self.rep)
        for sequence, user in ((self.sequence, self.channel_manager), (partners, self.rep), (self.sequence, self.rep)):
            with self.subTest(sequence=sequence.target, user=user.login), self.assertRaises(AccessError):
                call_kw(sequence.with_user(user).browse(), "action_export", [sequence.ids], {})


class TestDownload(ShareCommon, HttpCase):
    def test_the_download_is_the_file(self):
        sequence = self.make_sequence(name="Five touches / 2")
        self.authenticate("sequence_manager", "sequence_manager")
        action = sequence.with_user(self.manager).action_export()
        self.assertIn("/five-touches-2.json?", action["url"])
        response = self.url_open(action["url"])
        self.assertEqual(response.content, self.export(sequence))
        self.assertIn("attachment", response.headers["Content-Disposition"])
        self.authenticate("rep", "rep")
        self.assertNotIn(b"sales_sequence", self.url_open(action["url"]).content)


class TestImport(ShareCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.file = {
            "format": "sales_sequence",
            "version": 1,
            "sequence": {
                "name": "From a friend",
                "target": "lead",
                "purpose": "trial",
                "enroll_domain": "[('country_id.code', '=', 'BE')]",
                "steps": [
                    {
                        "name": "Hello",
                        "channel": "email",
                        "template": {
                            "name": "Hello",
                            "subject": SUBJECT,
                            "body": BODY % "May I ask something?",
                            "translations": {"fr_FR": {"subject": "Une question"}},
                        },
                    },
                    {
                        "name": "Call",
                        "channel": "call",
                        "delay": 3,
                        "activity_type": {"external_id": "mail.mail_activity_data_call", "name": "Call"},
                        "script": "<p>Ask</p>",
                    },
                ],
            },
        }

    def changed(self, *path, **values):
        """The file with other values at this path."""
        found = json.loads(json.dumps(self.file))
        place = found["sequence"]
        for key in path:
            place = place[key]
        place.update(values)
        return found

    def test_a_file_enters_the_library_of_the_importers_company(self):
        found = self.take_in(self.file)
        self.assertTrue(found.in_gallery)
        self.assertEqual((found.state, found.company_id, found.user_id.ids), ("draft", self.env.company, []))
        self.assertEqual((found.name, found.purpose, found.stop_on_meeting), ("From a friend", "trial", True))
        self.assertEqual(found.filters_user_id, self.manager)
        email, call = found.step_ids
        self.assertEqual((email.delay, call.delay, call.activity_type_id), (0, 3, self.call_type))
        self.assertEqual(email.mail_template_id.subject, SUBJECT)
        self.assertEqual(email.mail_template_id.with_context(lang="fr_FR").subject, "Une question")
        self.assertEqual(email.mail_template_id.with_context(lang="de_DE").subject, SUBJECT)
        self.assertFalse(email.mail_template_id.email_from)
        self.assertFalse(found.problem)

    def test_the_example_in_the_document_can_be_imported(self):
        (example,) = re.findall(r"```json\n(.*?\"format\".*?)```", DOCUMENT.read_text(), re.DOTALL)[-1:]
        content = example[example.rindex('{\n  "format"') :].encode()
        found = self.take_in(content)
        self.assertEqual(found.step_ids.mapped("channel"), ["email", "call"])
        exported = json.loads(self.export(found))["sequence"]
        self.assertEqual(exported["steps"][0]["template"], json.loads(content)["sequence"]["steps"][0]["template"])

    def test_the_document_names_every_key(self):
        section = DOCUMENT.read_text().partition("## A sequence as a file\n")[2].partition("\n## ")[0]
        named = set(re.findall(r"`(\w+)`", section))
        records = (shared_sequence.SEQUENCE, shared_sequence.STEP, shared_sequence.TEMPLATE, shared_sequence.VARIANT)
        for record in (*records, shared_sequence.REFERENCE):
            self.assertEqual(set(record.all_kinds) - named, set())

    def test_without_a_template_editor_a_file_with_merge_fields_only_comes_in(self):
        self.env["res.config.settings"].create({"restrict_template_rendering": True}).execute()
        self.assertFalse(self.manager.has_group("mail.group_mail_template_editor"))
        self.assertIn("sequence_first_name", self.take_in(self.file).step_ids[0].mail_template_id.body_html)

    def test_reps_import_nothing_and_channel_managers_what_is_for_partners(self):
        with self.assertRaises(AccessError):
            self.review(self.file, self.rep)
        with self.assertRaises(AccessError):
            self.env["sales.sequence"].with_user(self.rep)._create_shared({**self.read_file(self.file)}, {})
        with self.assertRaises(AccessError), self.nothing_written():
            self.review(self.file, self.channel_manager)
        partners = self.changed(target="partner", enroll_domain="")
        self.assertEqual(self.take_in(partners, self.channel_manager).target, "partner")

    def read_file(self, content):
        return self.env["sales.sequence"]._read_shared(json.dumps(content).encode())

    def test_an_unknown_activity_type_is_chosen_before_anything_is_written(self):
        content = self.changed("steps", 1, activity_type={"external_id": "other_app.visit", "name": "Visit"})
        with self.nothing_written():
            wizard = self.review(content)
            self.assertEqual(wizard.line_ids.mapped("kind"), ["activity_type"])
            self.assertIn("“Visit” (Call)", wizard.line_ids.words)
            self.assertFalse(wizard.is_settled)
            with self.assertRaisesRegex(UserError, "Visit"), self.env.cr.savepoint():
                wizard.action_import()
            wizard.line_ids.leave_out = True
            self.assertFalse(wizard.is_settled, "a call without a type of activity cannot be scheduled")
        wizard.line_ids.activity_type_id = self.call_type
        self.assertTrue(wizard.is_settled)
        found = self.env["sales.sequence"].browse(wizard.action_import()["res_id"])
        self.assertEqual(found.step_ids[1].activity_type_id, self.call_type)

    def test_an_activity_type_is_found_by_its_name_and_only_for_this_kind_of_record(self):
        kind = self.env["mail.activity.type"].create({"name": "Visit"})
        content = self.changed("steps", 1, activity_type={"name": "Visit"})
        self.assertEqual(self.take_in(content).step_ids[1].activity_type_id, kind)
        kind.res_model = "res.partner"
        wizard = self.review(content)
        self.assertEqual(wizard.line_ids.mapped("kind"), ["activity_type", "name"])
        wizard.line_ids[0].activity_type_id = kind
        with self.assertRaisesRegex(UserError, "Visit"):
            wizard.action_import()

    def with_action(self, **reference):
        found = self.changed()
        found["sequence"]["steps"].append({"name": "Tag", "channel": "action", "server_action": reference})
        return found

    def make_action(self, **values):
        return self.env["ir.actions.server"].create(
            {"name": "Tag it", "model_id": self.env["ir.model"]._get_id("crm.lead"), "state": "code", **values}
        )

    def test_a_server_action_is_matched_only_if_an_administrator_has_offered_it(self):
        action = self.make_action()
        self.env["ir.model.data"].create(
            {"module": "our_app", "name": "tag_it", "model": action._name, "res_id": action.id}
        )
        content = self.with_action(external_id="our_app.tag_it", name="Tag it")
        self.assertEqual(self.review(content).line_ids.mapped("kind"), ["server_action"])
        action.usable_in_sequences = True
        self.assertEqual(self.take_in(content).step_ids[2].server_action_id, action)
        by_name = self.review(self.with_action(name="Tag it"))
        self.assertEqual(by_name.line_ids.mapped("kind"), ["name"])
        self.make_action(usable_in_sequences=True)
        self.assertIn("server_action", self.review(self.with_action(name="Tag it")).line_ids.mapped("kind"))
        partners = self.make_action(name="Other", usable_in_sequences=True)
        partners.model_id = self.env["ir.model"]._get_id("res.partner")
        self.assertIn("server_action", self.review(self.with_action(name="Other")).line_ids.mapped("kind"))

    def test_another_action_is_chosen_among_those_offered_or_the_step_is_left_out(self):
        hidden, offered = self.make_action(), self.make_action(name="Offered", usable_in_sequences=True)
        wizard = self.review(self.with_action(name="Gone"))
        line = wizard.line_ids
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            line.server_action_id = hidden
        self.env.invalidate_all()
        line.sudo().server_action_id = hidden
        with self.assertRaisesRegex(UserError, "Gone"), self.env.cr.savepoint():
            wizard.action_import()
        line.server_action_id = offered
        found = self.env["sales.sequence"].browse(wizard.action_import()["res_id"])
        self.assertEqual(found.step_ids[2].server_action_id, offered)
        line.write({"server_action_id": False, "leave_out": True})
        with self.nothing_new("ir.actions.server"):
            found = self.env["sales.sequence"].browse(wizard.action_import()["res_id"])
        self.assertEqual(found.step_ids.mapped("channel"), ["email", "call"])

    @contextlib.contextmanager
    def nothing_new(self, name):
        before = self.counts()[name]
        yield
        self.assertEqual(self.counts()[name], before)

    def test_a_filter_is_checked_as_any_other(self):
        for text, words in (
            ("[('no_such_field', '=', 1)]", "no_such_field"),
            ("[('name', '=', env.cr.dbname)]", "would have to be computed"),
            ("[('name', '=', 'x'", "incomplete"),
            ("[('team_id', '=', 1)]", "by their numbers"),
        ):
            with self.subTest(text):
                wizard = self.review(self.changed(enroll_domain=text))
                self.assertEqual(wizard.line_ids.mapped("kind"), ["filter"])
                self.assertIn(words, wizard.line_ids.words)
                with self.assertRaises(UserError), self.env.cr.savepoint(), self.nothing_written():
                    wizard.action_import()
                wizard.line_ids.leave_out = True
                with self.env.cr.savepoint() as savepoint:
                    found = self.env["sales.sequence"].browse(wizard.action_import()["res_id"])
                    self.assertFalse(found.enroll_domain)
                    savepoint.rollback()
                self.env.invalidate_all()

    def test_a_filter_on_a_field_that_the_importer_may_not_read_is_not_taken(self):
        content = self.changed(goal_domain="[('function', '=', 'CEO')]")
        self.assertFalse(self.review(content).line_ids)
        with patch.object(self.env["crm.lead"]._fields["function"], "groups", "base.group_system"):
            wizard = self.review(content)
            self.assertEqual(wizard.line_ids.mapped("kind"), ["filter"])

    def test_a_date_field_that_is_not_here_is_asked_for_at_enrollment(self):
        here = self.changed(date_source="record", date_field="date_deadline")
        self.assertEqual(self.take_in(here).date_field_id.name, "date_deadline")
        for name in ("trial_ends_on", "name", "email_normalized", "day_close"):
            with self.subTest(name):
                wizard = self.review(self.changed(date_source="record", date_field=name))
                line = wizard.line_ids.filtered("is_open")
                self.assertEqual(line.kind, "date_field")
                line.leave_out = True
                found = self.env["sales.sequence"].browse(wizard.action_import()["res_id"])
                self.assertEqual((found.date_source, found.date_field_id.ids), ("enrollment", []))

    def test_languages_that_are_not_active_are_left_out_with_a_word(self):
        content = self.changed(translations={"nl_BE": {"name": "Van een vriend"}, "fr_FR": {"name": "D'un ami"}})
        wizard = self.review(content)
        self.assertEqual(wizard.line_ids.mapped("key"), ["nl_BE"])
        self.assertTrue(wizard.is_settled)
        found = self.env["sales.sequence"].browse(wizard.action_import()["res_id"])
        self.assertEqual(found.with_context(lang="fr_FR").name, "D'un ami")
        self.assertNotIn("nl_BE", self.export(found).decode())

    def test_what_followed_is_found_by_its_name(self):
        content = self.changed(next_sequence="The one after")
        wizard = self.review(content)
        self.assertEqual(wizard.line_ids.mapped("kind"), ["next_sequence"])
        self.assertFalse(self.env["sales.sequence"].browse(wizard.action_import()["res_id"]).next_sequence_id)
        following = self.take_in(self.changed(name="The one after"))
        found = self.take_in(content)
        self.assertEqual(found.next_sequence_id, following)
        self.assertEqual(self.plain(found)["sequence"]["next_sequence"], "The one after")

    def test_a_file_changed_after_the_review_is_reviewed_again(self):
        wizard = self.review(self.file)
        wizard.file = base64.b64encode(json.dumps(self.changed(enroll_domain="[('nope', '=', 1)]")).encode())
        with self.assertRaisesRegex(UserError, "nope"), self.nothing_written():
            wizard.action_import()

    def test_the_longest_names_are_reviewed(self):
        content = self.changed(name="N" * 5_000, next_sequence="A" * 5_000)
        reference = {"external_id": "other_app.visit", "name": "V" * 1_000}
        content["sequence"]["steps"] = [{**self.file["sequence"]["steps"][1], "name": "S" * 5_000}] * 3
        for step in content["sequence"]["steps"]:
            step["activity_type"] = reference
        content["sequence"]["enroll_domain"] = f"[('name', 'in', {['x' * 50] * 100}), ('nope', '=', 1)]"
        wizard = self.review(content)
        self.assertEqual(wizard.line_ids.mapped("kind"), ["activity_type", "filter", "next_sequence"])
        self.assertLessEqual(max(map(len, wizard.line_ids.mapped("words"))), 5_000)
        wizard.line_ids[0].activity_type_id = self.call_type
        wizard.line_ids[1].leave_out = True
        self.assertEqual(len(self.env["sales.sequence"].browse(wizard.action_import()["res_id"]).step_ids), 3)

    def test_what_is_no_file_is_refused_in_a_sentence(self):
        Wizard = self.env["sales.sequence.import.wizard"].with_user(self.manager)
        with self.assertRaisesRegex(UserError, "Choose a file"):
            Wizard.create({}).action_review()
        for content in ("no base64 at all!", "AAA"):
            with self.subTest(content), self.assertRaisesRegex(UserError, "did not arrive"):
                Wizard.create({"file": content}).action_review()
        with self.assertRaisesRegex(UserError, "larger than 1000 KB"):
            self.review(b" " * 3_000_000)

    def test_a_refusal_lists_what_is_wrong_and_where(self):
        content = self.changed(colour="red", name="{{ object.name }}")
        content["sequence"]["steps"][0]["template"]["body"] = "<p onclick='x'><script>x</script></p>"
        content["sequence"]["translations"] = {"fr_FR": {"goal": "x"}}
        with self.assertRaises(UserError) as refusal, self.nothing_written():
            self.review(content)
        self.assertEqual(
            str(refusal.exception).splitlines()[2:],
            [
                "– sequence › name: “{{ object.name }}” is code. Texts contain only the merge fields of sequences, "
                "such as object.sequence_first_name.",
                '– sequence › steps › 1 › template › body: onclick="x" would run something when the email is read.',
                "– sequence › steps › 1 › template › body: <script> cannot be part of an email.",
                "– sequence › translations › fr_FR › goal: There is no text that this could be the translation of.",
            ],
        )

    def test_every_problem_has_its_sentence(self):
        tools = Path(shared_sequence.__file__).parent
        source = "".join((tools / f"shared_{name}.py").read_text() for name in ("sequence", "kinds", "html"))
        kinds = set(re.findall(r'(?:refuse|Problem)\(\s*"(\w+)"', source)) | set(re.findall(r'yield "(\w+)"', source))
        self.assertGreater(len(kinds), 25)
        for kind in kinds:
            problem = shared_sequence.Problem(kind, "a › b", "piece", "5")
            words = self.env["sales.sequence"]._problem_in_words(problem)
            self.assertRegex(words, r"\.$", kind)
            self.assertNotIn("%(", words)

    def test_the_translations_of_why_have_its_paragraphs(self):
        translations = {"fr_FR": {"rationale": "<p>Pourquoi</p><p>Plus</p>"}}
        with self.assertRaisesRegex(UserError, "translations › fr_FR › rationale: The translation must have the same"):
            self.review(self.changed(rationale="<p>Why</p>", translations=translations))

    def test_in_a_database_without_english_a_translation_leaves_the_text_alone(self):
        self.env["res.users"].with_context(active_test=False).search([]).lang = "fr_FR"
        self.env["res.partner"].with_context(active_test=False).search([]).lang = "fr_FR"
        self.env["res.lang"].search([("code", "=", "en_US")]).active = False
        content = self.changed(translations={"fr_FR": {"name": "D'un ami"}})
        found = self.take_in(content)
        self.assertEqual(found.with_context(lang="fr_FR").name, "D'un ami")
        self.assertEqual(found.with_context(lang="de_DE").name, "From a friend")


# ---------------------------------------------------------------------------------------------------------------------
# Any sequence at all
# ---------------------------------------------------------------------------------------------------------------------

LETTERS = "abzÄßñ漢字🎉 \u00a0'\"\\/&<>%{}$#|.,:;!?()[]=+*@-_0123456789"


def _is_plain(text):
    """Whether the text is none that is refused as code, and means something."""
    return text.strip() and not any(shared_html.find_in_text(text))


TEXTS = st.text(LETTERS, min_size=1, max_size=30).filter(_is_plain)
FIELDS = st.sampled_from(sorted(MERGE_FIELDS))
SUBJECTS = st.one_of(
    TEXTS, st.builds("{} {{{{ object.{} ||| {} }}}}".format, st.sampled_from(["Hi", "é"]), FIELDS, st.just("you"))
)
PARAGRAPHS = st.one_of(
    st.builds(lambda text: f"<p>{html_escape(text)}</p>", TEXTS),
    st.builds('<p style="margin: 0">Hi <t t-out="object.{}">there</t>, <b>you</b>!</p>'.format, FIELDS),
    st.just('<p><a href="https://example.com/?a=1&amp;b=2">Look</a><br/>here</p>'),
    st.just("<ul>\n  <li>One</li>\n</ul>"),
)
BODIES = st.lists(PARAGRAPHS, min_size=1, max_size=4).map("\n".join)
LANGUAGES = st.lists(st.sampled_from(["fr_FR", "de_DE"]), unique=True)


@st.composite
def _translated(draw, texts):
    """A dict with texts of these strategies, or None, and translations of some of them."""
    values = {key: draw(strategy) for key, strategy in texts.items()}
    translations = {}
    for code in draw(LANGUAGES):
        found = {key: draw(texts[key]) for key, text in values.items() if text and draw(st.booleans())}
        # What is the same as the text itself is no translation.
        translations[code] = {key: text for key, text in found.items() if text and text != values[key]}
    return {**values, "translations": {code: found for code, found in translations.items() if found}}


def _optional(strategy):
    return st.one_of(st.none(), strategy)


TEMPLATES = _translated({"name": TEXTS, "subject": _optional(SUBJECTS), "body": _optional(BODIES)})
WAITS = st.fixed_dictionaries(
    {"delay": st.integers(0, 60), "delay_unit": st.sampled_from(["hour", "day", "business_day"])}
)


@st.composite
def _steps(draw):
    channel = draw(st.sampled_from(["email", "call", "linkedin", "todo", "action"]))
    step = {**draw(_translated({"name": TEXTS, "cta": _optional(TEXTS)})), "channel": channel, **draw(WAITS)}
    if channel == "email":
        step["template"] = draw(TEMPLATES)
        step["new_thread"], step["requires_review"] = draw(st.booleans()), draw(st.booleans())
        variants = _translated({"name": TEXTS})
        step["variants"] = [
            {**draw(variants), "weight": draw(st.integers(0, 9)), "template": draw(TEMPLATES)}
            for _ in range(draw(st.integers(0, 2)))
        ]
    elif channel == "action":
        step["server_action"] = {"name": "Offered"}
    else:
        kinds = [{"external_id": "mail.mail_activity_data_call", "name": "Call"}, {"name": "Visit"}]
        step["activity_type"] = draw(st.sampled_from(kinds))
        script = draw(_translated({"summary": _optional(TEXTS), "script": _optional(BODIES)}))
        translations = {code: {**texts} for code, texts in step["translations"].items()}
        for code, texts in script.pop("translations").items():
            translations.setdefault(code, {}).update(texts)
        step.update(script, translations=translations)
        step["wait_for_completion"], step["max_wait_days"] = draw(st.booleans()), draw(st.integers(0, 9))
    return step


@st.composite
def _sequences(draw):
    data = draw(_translated({"name": TEXTS, "summary": _optional(TEXTS), "goal": _optional(TEXTS)}))
    start = draw(st.integers(0, 40)) / 2
    data.update(
        target="lead",
        purpose=draw(st.sampled_from(["outbound", "event", "trial"])),
        lifecycle=draw(st.sampled_from([None, "recruit"])),
        rationale=draw(_optional(st.just("<p>Why</p><p>What to change</p>"))),
        enroll_domain=draw(st.sampled_from([None, "[('country_id.code', '=', 'BE')]"])),
        goal_domain=draw(st.sampled_from([None, "[('probability', '>', 90)]"])),
        window_start=start,
        window_end=start + 4,
        window_tz=draw(st.sampled_from(["contact", "owner", "company"])),
        stop_on_meeting=draw(st.booleans()),
        account_policy=draw(st.sampled_from(["none", "pause", "stop"])),
        auto_reply_hold_days=draw(st.integers(0, 99)),
        max_new_per_day=draw(st.integers(0, 99)),
        next_sequence=draw(st.sampled_from([None, "The one after"])),
        steps=draw(st.lists(_steps(), max_size=4)),
    )
    source = draw(st.sampled_from([None, "sequence", "record", "enrollment"]))
    data["date_source"] = source
    if source == "sequence":
        data["date_at"] = draw(st.datetimes(datetime(2026, 1, 1), datetime(2040, 1, 1))).replace(microsecond=0)
    elif source == "record":
        data["date_field"] = "date_deadline"
    for step in data["steps"] if source else ():
        step["delay_from"] = draw(st.sampled_from(["previous", "before", "after"]))
        if step["delay_from"] != "previous" and step["delay_unit"] != "hour":
            step["at_hour"] = draw(st.sampled_from([0.0, 9.0, 13.5]))
    if data["rationale"] and draw(st.booleans()):
        data["translations"].setdefault("fr_FR", {})["rationale"] = "<p>Pourquoi</p><p>Quoi changer</p>"
    return data


class TestRoundTrip(ShareCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["mail.activity.type"].create({"name": "Visit"})
        model_id = cls.env["ir.model"]._get_id("crm.lead")
        cls.env["ir.actions.server"].create(
            {"name": "Offered", "model_id": model_id, "state": "code", "usable_in_sequences": True}
        )
        cls.env["sales.sequence"].create({"name": "The one after", "in_gallery": True})

    def test_everything_in_the_library_is_handed_on_as_it_is(self):
        library = self.env["sales.sequence"].search([("in_gallery", "=", True)])
        self.assertGreaterEqual(len(library), 15)
        for sequence in library:
            with self.subTest(sequence.name):
                exported = self.export(sequence)
                self.assertFalse(sequence.with_user(self.manager)._left_out())
                wizard = self.review(exported)
                self.assertEqual(set(wizard.line_ids.mapped("kind")), {"name"})
                found = self.env["sales.sequence"].browse(wizard.action_import()["res_id"])
                self.assertTrue(found.gallery_is_own)
                self.assertEqual(self.export(found), exported)

    @settings(max_examples=60)
    @given(_sequences())
    def test_export_import_export_is_the_same(self, data):
        with self.env.cr.savepoint() as savepoint:
            first = self.take_in(shared_sequence.write(data))
            exported = self.export(first)
            self.assert_within(json.loads(shared_sequence.write(data)), json.loads(exported))
            second = self.take_in(exported)
            self.assertEqual(self.export(second), exported)
            savepoint.rollback()
        self.env.invalidate_all(flush=False)

    def assert_within(self, given, exported, place="file"):
        """Assert that nothing of the one file is missing in the other; HTML is written in Odoo's way."""
        if isinstance(given, dict):
            for key, value in given.items():
                if key in ("body", "script", "rationale"):
                    self.assertIn(key, exported, place)
                else:
                    self.assert_within(value, exported[key], f"{place} › {key}")
        elif isinstance(given, list):
            self.assertEqual(len(given), len(exported), place)
            for number, (one, other) in enumerate(zip(given, exported, strict=True)):
                self.assert_within(one, other, f"{place} › {number}")
        else:
            self.assertEqual(given, exported, place)
