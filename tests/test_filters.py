"""Filters: everything that Odoo's domain editor writes is accepted, and nothing in a filter is ever executed."""

import re
import time
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from freezegun import freeze_time
from hypothesis import given
from hypothesis import strategies as st

from odoo.exceptions import ValidationError
from odoo.tests import BaseCase
from odoo.tools import SQL, mute_logger

from odoo.addons import web
from odoo.addons.sales_sequence.tools import filters

from .common import MONDAY, OdooTags, SequenceCommon

# Late Monday in UTC, Tuesday in Brussels.
MOMENT = filters.Moment(datetime(2026, 1, 12, 23, 30), ZoneInfo("Europe/Brussels"), 7)
EDITOR = Path(web.__file__).parent / "static/src/core"

# Evaluated by Python, these would run forever, exhaust memory, reveal secrets, or depend on the time of saving.
HOSTILE = (
    "[('id', '=', 9**9**9)]",
    "[('id', '=', 9**9**9 if datetime.datetime.now().minute == 3 else 1)]",
    "[('id', '=', datetime.datetime.now().minute == 3 and 9**9**9)]",
    "[('name', '=', 'x' * 10**10)]",
    "[('id', 'in', [one for one in [1] * 10**9])]",
    "[('id', 'in', 10**9 * [1])]",
    "[('id', '=', (lambda: 1)())]",
    "[('name', '=', uid.__class__)]",
    "[('name', '=', context_today.__globals__)]",
    "[('name', '=', context_today().strftime('%999999999Y'))]",
    "[('name', '=', ().__class__.__bases__[0])]",
    "[('name', '=', f'{9**9**9}')]",
    "[('id', '=', 1 << 10**10)]",
    "[('date_deadline', '<', context_today() + relativedelta(days=9**9))]",
    "[('date_deadline', '<', context_today() + relativedelta(years=10**10))]",
    "[('date_deadline', '<', datetime.date(2026, 2, 31))]",
    "[('id', '=', 1e999)]",
    "[('id', '=', 10**30)]",
    f"[('id', '=', {'9' * 5000})]",
    "[('name', '=', '\\x00')]",
    "[('name', '=', '\\ud800')]",
    "[('id', '=', env.user.id)]",
    "[('id', '=', __import__('os').getpid())]",
    "[('order_ids', 'any!', [])]",
    "[('activity_ids', 'any', 5)]",
    "[('id', '=', 1]",
    "[('id', '=')]",
    "[]; 1",
    "{}",
    "False",
    "None",
    "1",
    "'&'",
    "[lambda: 1]",
    "[[[]]]",
    "[('id', 'glob', 1)]",
    "[('id', ['='], 1)]",
    "[('id', ('=', '='), 1)]",
    "[('id', 5, 1)]",
    "[('activity_ids', 'any', [('id', [], 1)])]",
    "[(('id',), '=', 1)]",
    "[(5, '=', 5)]",
    "[" * 500,
    "(" * 9_000,
    "-" * 9_000 + "1",
    f"[('id', '=', {'-' * 9_000}1)]",
    f"[('id', '=', {'not ' * 2_000}1)]",
    f"[('id', '=', {'1+' * 4_500}1)]",
    f"[('id', '=', a{'.a' * 4_500})]",
    f"[{'(1, ' * 4_000}]",
    f"[{'1,' * 4_900}]",
    f"[{'True,' * 1_900}]",
    f"[{chr(34)}!{chr(34)}, " + "'!', " * 1_900 + "('id', '=', 1)]",
    f"[{'(1, chr, 1), ' * 700}]",
    "x" * 50_000,
    "[" + "('id', '=', 1), " * 5_000 + "]",
)


class TestReading(OdooTags, BaseCase):
    def take(self, text):
        return filters.read(text, MOMENT)

    def test_literals_keep_their_value(self):
        text = '["&", ("a.b", "in", [1, -2, 3.5]), "!", ("c", "any", [["d", "=", False], ("e", "=", None)]), (1, "=", 1'
        self.assertEqual(
            self.take(f"{text})]"),
            [
                "&",
                ("a.b", "in", [1, -2, 3.5]),
                "!",
                ("c", "any", [("d", "=", False), ("e", "=", None)]),
                (1, "=", 1),
            ],
        )
        for text in ("", "  ", "[]", "()", "\n[ ]\n"):
            self.assertEqual(self.take(text), [])

    def test_a_relative_date_is_kept_for_evaluation_by_the_search(self):
        self.assertEqual(self.take('[("a", ">=", "today =1d -1m")]'), [("a", ">=", "today =1d -1m")])

    def test_dates_are_relative_to_the_users_day(self):
        for text, expected in {
            "context_today()": date(2026, 1, 13),
            "datetime.date.today()": date(2026, 1, 12),
            "datetime.datetime.now()": MOMENT.now,
            "datetime.datetime(2026, 1, 5, 9, 30)": datetime(2026, 1, 5, 9, 30),
            "context_today() - datetime.timedelta(days=7)": date(2026, 1, 6),
            "context_today() - datetime.timedelta(7)": date(2026, 1, 6),
            "context_today() + relativedelta(months=1) - relativedelta(days=-1)": date(2026, 2, 14),
            'context_today().strftime("%Y-%m-%d")': "2026-01-13",
            "(context_today() + relativedelta(day=1, months=-1)).strftime('%Y-%m-%d')": "2025-12-01",
            "datetime.datetime.combine(context_today() + relativedelta(days=1), datetime.time(0, 0)).to_utc()"
            '.strftime("%Y-%m-%d %H:%M:%S")': "2026-01-13 23:00:00",
            "uid": 7,
        }.items():
            with self.subTest(text):
                self.assertEqual(self.take(f"[('a', '=', {text})]"), [("a", "=", expected)])

    def test_every_relative_date_that_odoos_editor_knows_is_read(self):
        """Taken from its source, so that this test reveals what the next version of Odoo adds."""
        source = (EDITOR / "tree_editor/virtual_operators.js").read_text()
        bounds = re.search(r"BOUNDS_SMART_DATES = \[(.*?)\];", source, re.S)[1]
        smart = [bound for line in re.findall(r"\[(.*?)\]", bounds) for bound in re.findall(r'"([^"]*)"', line)[1:]]
        self.assertGreaterEqual(len(smart), 14)
        deltas = re.search(r"const DELTAS = \[(.*?)\];", source, re.S)[1]
        shifts = [shift for line in re.findall(r"\[(.*?)\]", deltas) for shift in re.findall(r'"([^"]*)"', line)[1:]]
        self.assertGreaterEqual(len(shifts), 14)
        templates = re.findall(r"return expression\(\s*`(.*?)`", source, re.S)
        self.assertEqual(len(templates), 4)
        values = [f'"{bound}"' for bound in smart]
        values += [template.replace("${delta}", shift) for template in templates for shift in filter(None, shifts)]
        for value in values:
            with self.subTest(value):
                ((_path, _operator, bound),) = self.take(f'[("a", ">=", {value})]')
                self.assertIsInstance(bound, str)

    def test_all_operators_that_odoos_editor_offers_are_known(self):
        source = (EDITOR / "tree_editor/tree_editor_operator_editor.js").read_text()
        described = re.search(r"OPERATOR_DESCRIPTIONS = \{(.*?)// virtual operators", source, re.S)[1]
        known = set(re.findall(r'^    "?([a-z<>=!?][a-z<>=!? _]*)"?: ', described, re.M))
        self.assertGreater(len(known), 15)
        self.assertLessEqual(known, filters.OPERATORS)

    def test_anything_but_a_filter_is_refused_at_once(self):
        for text in HOSTILE:
            with self.subTest(text[:60]):
                started = time.monotonic()
                with self.assertRaises(filters.RefusedFilter) as refusal:
                    self.take(text)
                self.assertLess(time.monotonic() - started, 1)
                self.assertLessEqual(len(refusal.exception.piece), 80)

    def test_the_depth_limit_counts_both_paths_and_subfilters(self):
        deep = "('a', '=', 1)"
        for _step in range(filters.MAX_DEPTH):
            deep = f"('a', 'any', [{deep}])"
        self.assertTrue(self.take(f"[{deep}]"))
        self.assertTrue(self.take(f"[('a{'.a' * filters.MAX_DEPTH}', '=', 1)]"))
        for text in (f"[('a', 'any', [{deep}])]", f"[('a{'.a' * filters.MAX_DEPTH}', 'any', [('b.c', '=', 1)])]"):
            with self.assertRaises(filters.RefusedFilter) as refusal:
                self.take(text)
            self.assertEqual(refusal.exception.kind, "too_deep")

    @given(st.text("[](){}'\"\\,.=<>!&|+-*/%:;@#~^ \n\t09axe_é语\0\ud800", max_size=60))
    def test_any_text_is_either_a_filter_or_refused(self, text):
        try:
            self.assertIsInstance(self.take(text), list)
        except filters.RefusedFilter as refused:
            self.assertTrue(refused.kind)


class TestFiltersOfASequence(SequenceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sequence = cls.make_sequence("email")

    def is_accepted(self, text, field_name="enroll_domain"):
        try:
            with self.env.cr.savepoint():
                self.sequence[field_name] = text
        except ValidationError:
            return False
        return True

    def is_valid_for_odoo(self, model, domain):
        """Ask what `/web/domain/validate` asks, which decides what the editor lets users save."""
        try:
            with self.env.cr.savepoint(), mute_logger("odoo.sql_db", "odoo.domains", "odoo.fields", "odoo.orm.fields"):
                self.env.cr.execute(SQL("EXPLAIN %s", self.env[model]._search(domain).select()))
        except Exception:  # as Odoo does
            return False
        return True

    def test_a_filter_of_the_editor_is_accepted_for_each_field_if_odoo_accepts_it(self):
        texts = [("=", ""), ("ilike", "a"), ("=ilike", "a%"), ("in", ["a"]), ("!=", False)]
        numbers = [("=", 1), ("<", 1.5), (">=", -1)]
        dates = [(">=", "today -7d"), ("<", "2026-01-12"), ("<", "2026-01-12 09:00:00"), ("=", False)]
        records = [("in", [1]), ("ilike", "a"), ("=", False), ("any", [("id", "=", 1)])]
        values = {
            **dict.fromkeys(("char", "text", "html"), texts),
            **dict.fromkeys(("integer", "float", "monetary"), numbers),
            **dict.fromkeys(("date", "datetime"), dates),
            **dict.fromkeys(("many2one", "many2many", "one2many"), records),
            "boolean": [("=", True), ("!=", True)],
            "selection": [("=", "a"), ("in", ["a", False])],
        }
        accepted = refused = 0
        with mute_logger("odoo.domains", "odoo.fields", "odoo.orm.fields"):
            for name, field in sorted(self.env["crm.lead"]._fields.items()):
                for operator, value in values.get(field.type, [("=", False)]):
                    domain = [(name, operator, value)]
                    with self.subTest(domain):
                        is_valid = self.is_valid_for_odoo("crm.lead", domain)
                        self.assertEqual(self.is_accepted(repr(domain), "goal_domain"), is_valid)
                        accepted, refused = accepted + is_valid, refused + (not is_valid)
        self.assertGreater(accepted, 300)
        self.assertGreater(refused, 5)

    def test_a_refused_filter_says_what_is_wrong_and_what_to_do(self):
        for text, words in {
            "[('id', '=', 9**9**9)]": "“9 ** 9 ** 9” would have to be computed",
            "[('no_such_field', '=', 1)]": "no_such_field",
            "[('activity_ids.no_such_field', '=', 1)]": "no_such_field",
            "[('id', '=', 'x')]": "id",
            "x" * 20_000: "20000 characters. The limit is 10000",
            "[('id', '=', 1]": "is incomplete",
            "[" + "('id', '=', 1)," * 400 + "]": "more than 300 conditions",
            f"[('{'partner_id.' * 12}id', '=', 1)]": "Use a field that is closer",
            "'a'": "not a list of conditions",
            "['a']": "is not a condition",
            "[('id', '~', 1)]": "Unknown operator: '~'",
        }.items():
            for field_name in ("enroll_domain", "goal_domain"):
                with self.subTest(text[:60]), self.assertRaises(ValidationError) as refusal, self.env.cr.savepoint():
                    self.sequence[field_name] = text
                self.assertIn(words, str(refusal.exception))
                self.assertIn("Correct it on the sequence", str(refusal.exception))
                self.assertLess(len(str(refusal.exception)), 1_000)

    def test_hostile_filters_are_not_saved(self):
        with mute_logger("odoo.domains", "odoo.fields"):
            for text in (*HOSTILE, "['&']", "['!']", "['|', ('id', '=', 1)]"):
                with self.subTest(text[:60]):
                    self.assertFalse(self.is_accepted(text))

    def test_automatic_enrollment_refuses_a_filter_that_matches_everybody(self):
        for text in ("[ ]", "()", "[(1, '=', 1)]"):
            with self.subTest(text):
                self.sequence.write({"enroll_domain": text, "auto_enroll": False})
                with self.assertRaises(ValidationError), self.env.cr.savepoint():
                    self.sequence.auto_enroll = True

    def test_uid_in_a_filter_is_the_user_who_set_it(self):
        self.make_lead("Ada")
        lead = self.make_lead("Bob", user_id=self.manager.id)
        self.sequence.with_user(self.manager).write({"enroll_domain": "[('user_id', '=', uid)]", "auto_enroll": True})
        with freeze_time(MONDAY):
            self.env["sales.sequence.audience"]._enroll(self.sequence)
        self.assertEqual(self.sequence.enrollment_ids.lead_id, lead)

    def test_a_hostile_filter_already_stored_blocks_nobody_and_is_reported(self):
        """Stored before filters were checked, or written past the ORM."""
        goal = self.make_sequence("email", "email", name="With a goal")
        stopped, going = self.enroll(goal, self.make_lead("Ada")), self.enroll(self.sequence, self.make_lead("Bob"))
        self.env.flush_all()
        hostile = "[('id', '=', 9**9**9)]"
        self.env.cr.execute("UPDATE sales_sequence SET goal_domain = %s WHERE id = %s", [hostile, goal.id])
        self.env.cr.execute(
            "UPDATE sales_sequence SET enroll_domain = %s, auto_enroll = true WHERE id = %s",
            [hostile, self.sequence.id],
        )
        self.env.invalidate_all()
        self.env.registry.clear_cache()
        with (
            freeze_time(MONDAY),
            self.enter_registry_test_mode(),
            self.assertLogs("odoo.addons.sales_sequence.models.enroll.audience", "WARNING"),
        ):
            self.env.ref("sales_sequence.ir_cron_audience").with_user(self.user_root).method_direct_trigger()
        self.env.invalidate_all()
        self.assertIn("would have to be computed", self.sequence.audience_note)
        self.run_at(MONDAY)
        self.assertEqual((stopped.state, going.touch_ids.state), ("paused", "queued"))
        self.assertIn("would have to be computed", stopped.status_note)
