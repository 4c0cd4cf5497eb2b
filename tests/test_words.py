"""What people read: the words of the field, and one language in each sentence."""

import re
from contextlib import contextmanager
from datetime import date, datetime
from unittest.mock import patch

from freezegun import freeze_time
from lxml import etree

from odoo.tests import HttpCase, new_test_user
from odoo.tools.translate import TranslationModuleReader, code_translations

from odoo.addons.sales_sequence.models.base.words import SENTENCE_OF_SCREENS, day_in_words, time_in_words

from .common import MONDAY, SequenceCommon

# What we call it among ourselves, or said once, and what people read instead.
FORBIDDEN = {
    r"in[ -]flight": "active",
    r"\b(?<!get in )(?<!getting in )(?<!-)touch(es)?\b": "activity log, step, task",
    r"\bsignals?\b": "response",
    r"\bengine\b": "system status",
    r"enrollment runs?\b": "bulk enrollment",
    r"automatic repl(y|ies)": "auto-reply",
    r"\bahead of\b": "still to come for",
    r"\bmoved because\b|^moved: ": "rescheduled",
    r"\bnext step now\b(?<!run next step now)": "run next step now",
    r"\bgoes on at\b|\bpasses over\b": "resumes, skips",
    r"\b(enrols?|enrolments?|colours?|behaviours?|cancelled|catalogues?|organis\w+|favourites?|grey)\b": "US spelling",
}
# The library: texts for people, in which a touch is what salespeople call it.
WRITTEN = ("mail.template,", "sales.sequence,", "sales.sequence.step,", "sales.sequence.step.variant,")
OLD_LABELS = r"<em>(Touches|Signals|Engine|Afterwards|Enroll new matches automatically|New enrollments a day)</em>"


class TestWordsOfTheField(SequenceCommon):
    def test_no_label_menu_or_message_uses_a_word_of_ours(self):
        seen, wrong = 0, []
        for _module, kind, name, _res_id, source, *_rest in TranslationModuleReader(self.cr, ["sales_sequence"]):
            seen += 1
            patterns = {OLD_LABELS: "the label of now"} if name.startswith(WRITTEN) else FORBIDDEN
            wrong += [
                f"{kind} {name}: {source!r} should say: {instead}"
                for pattern, instead in patterns.items()
                if re.search(pattern, source, re.IGNORECASE)
            ]
        self.assertGreater(seen, 2000, "all strings were looked at: Python, JavaScript, templates, views, fields, menus")
        self.assertFalse(wrong, "\n" + "\n".join(wrong))

    def test_the_menus_have_the_words_of_the_field(self):
        menus = {name: self.env.ref(f"sales_sequence.sales_sequence_menu_{name}") for name in ("touches", "signals")}
        names = {menu.complete_name.removeprefix("CRM/Sequences/") for menu in menus.values()}
        self.assertEqual(names, {"Activity log", "Responses"})
        children = self.env.ref("sales_sequence.sales_sequence_menu").child_id.sorted("sequence").mapped("name")
        self.assertEqual(
            children,
            [
                *("My day", "Answers", "Dashboard", "Sequences", "Library", "Enrollments"),
                *("Activity log", "Responses", "Bulk enrollments", "Configuration"),
            ],
        )

    def test_a_channel_manager_finds_opt_outs_and_dead_addresses(self):
        config = self.env.ref("sales_sequence.sales_sequence_menu_config")
        user = new_test_user(self.env, "channel", groups="sales_sequence.group_sales_sequence_channel_manager")
        visible = self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()
        found = set(config.child_id.filtered(lambda menu: menu.id in visible).mapped("name"))
        self.assertLessEqual({"Tags", "Opt-outs", "Dead addresses"}, found)
        self.assertFalse({"System status", "Call outcomes"} & found)


class TestLanguageOfDates(SequenceCommon):
    """A date in a sentence speaks the language of the sentence."""

    @contextmanager
    def translated(self, lang, sentence):
        known = code_translations.get_python_translations("sales_sequence", lang)
        with patch.dict(code_translations.python_translations, {("sales_sequence", lang): {**known, **sentence}}):
            yield

    def setUp(self):
        super().setUp()
        self.env["res.lang"]._activate_lang("de_DE")
        self.german = self.env(context=dict(self.env.context, lang="de_DE"))

    def moment(self, env):
        return env["sales.sequence.enrollment"]._in_words(datetime(2026, 11, 18, 6, 40), "Europe/Berlin")

    @freeze_time(MONDAY)
    def test_an_english_sentence_has_an_english_date(self):
        self.assertEqual(self.moment(self.german), "Wed, 18 Nov at 07:40")
        self.assertEqual(self.moment(self.env), "Wed, Nov 18 at 7:40 AM")

    @freeze_time(MONDAY)
    def test_a_translated_sentence_has_a_date_of_its_language(self):
        with self.translated("de_DE", {SENTENCE_OF_SCREENS: "%(day)s um %(time)s"}):
            self.assertEqual(self.moment(self.german), "Mi., 18. Nov. um 07:40")

    @freeze_time(MONDAY)
    def test_days_and_times_on_their_own_speak_it_too(self):
        self.assertEqual(day_in_words(self.german, date(2027, 3, 2)), "Tue, 2 Mar 2027")
        self.assertEqual(time_in_words(self.german, datetime(2026, 11, 18, 16, 5).time()), "16:05")
        sequence = self.make_sequence("email")
        self.assertEqual(sequence.with_env(self.german)._reference_in_words(date(2026, 11, 18), "UTC"), "Wed, 18 Nov 2026")

    def test_a_date_in_an_email_has_no_word_of_another_language(self):
        moment = datetime(2026, 11, 18, 6, 40)
        for lang, expected in (
            ("de_DE", r"^Mittwoch, 18\. November 2026 um 07:40 Uhr \(Mitteleurop"),
            ("pl_PL", r"^środa, 18 listopada 2026, 07:40 \(czas środkowoeuropejski"),
        ):
            self.env["res.lang"]._activate_lang(lang)
            self.env["ir.module.module"]._load_module_terms(["sales_sequence"], [lang])
            told = self.env["crm.lead"].with_context(lang=lang)._sequence_date_in_words(moment, "Europe/Berlin")
            self.assertRegex(told, expected)


class TestSettings(SequenceCommon, HttpCase):
    browser_size = "1400x900"

    def test_no_unit_is_written_where_odoo_drops_it(self):
        """Odoo's settings show elements only: text directly inside ``<setting>`` is lost."""
        arch = etree.fromstring(self.env["res.config.settings"].get_view()["arch"])
        settings = arch.xpath("//block[@name='sales_sequence']//setting")
        self.assertGreater(len(settings), 6)
        for setting in settings:
            lost = [setting.text, *(child.tail for child in setting)]
            self.assertFalse([text for text in lost if text and text.strip()], etree.tostring(setting))

    def test_settings_show_their_units(self):
        self.start_tour("/odoo/settings#crm", "sales_sequence_settings", login="admin")
