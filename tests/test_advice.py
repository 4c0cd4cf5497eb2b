"""Advice: what is stored, shown, dismissed and opened again; who may do what."""

from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2.errors import SerializationFailure

from odoo.exceptions import AccessError, UserError
from odoo.tests.common import TransactionCase
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import mail_new_test_user
from odoo.addons.sales_sequence.tools.advice import ACT, HINT, WARNING, Finding

from .common import MONDAY, SequenceCommon

HOUR = timedelta(hours=1)


class AdviceCommon(SequenceCommon):
    """Sequences about which the rules find what a test says."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Advice = cls.env["sales.sequence.advice"]
        cls.one = cls.make_sequence("email", "call", name="One")
        cls.other = cls.make_sequence("email", name="Other")

    @contextmanager
    def found(self, *findings):
        """Let the rules find exactly this, about the sequences that are looked at."""

        def find(_self, sequences):
            return [finding for finding in findings if finding.sequence_id in sequences.ids]

        with (
            patch.object(self.registry["sales.sequence.advice"], "_find_in_plan", find),
            patch.object(self.registry["sales.sequence.advice"], "_find_in_results", lambda *_: []),
            patch.object(self.registry["sales.sequence.advice"], "_words", self.words),
        ):
            yield

    def words(self):
        def say(finding):
            place = {"label": "Open", "page": False, "step_id": False, "field": False}
            return {"text": f"Too {finding.facts['what']}.", "detail": "", "source": "Us.", "place": place}

        return dict.fromkeys(("long", "short", "dull"), say)

    def finding(self, code="long", severity=WARNING, sequence=None, step=None, what="much"):
        return Finding(code, severity, (sequence or self.one).id, step.id if step else False, {"what": what})

    def look(self, at=MONDAY):
        with freeze_time(at), self.enter_registry_test_mode():
            self.env.ref("sales_sequence.ir_cron_advice").with_user(self.user_root).method_direct_trigger()
        self.env.invalidate_all()

    def rows(self, sequence=None):
        return self.Advice.search([("sequence_id", "=", (sequence or self.one).id)])


class TestStoredAdvice(AdviceCommon, TransactionCase):
    def test_the_job_stores_what_it_finds_and_deletes_what_is_gone(self):
        with self.found(self.finding(), self.finding("short", HINT, step=self.one.step_ids[0])):
            self.look()
        self.assertEqual(self.rows().mapped("code"), ["long", "short"])
        self.assertEqual(self.rows().mapped("found_at"), [MONDAY] * 2)
        first = self.rows()[0]
        with self.found(self.finding(severity=ACT, what="very much")):
            self.look(MONDAY + HOUR)
        self.assertEqual(self.rows(), first)
        self.assertEqual((first.severity, first.facts, first.found_at), (ACT, {"what": "very much"}, MONDAY))
        with self.found():
            self.look(MONDAY + 2 * HOUR)
        self.assertFalse(self.rows())

    def test_a_dismissed_one_opens_again_once_it_is_worse_and_not_before(self):
        with self.found(self.finding()):
            self.Advice.dismiss(self.one.id, "long", False, "So it is")
        for severity in (WARNING, HINT, WARNING):
            with self.found(self.finding(severity=severity)):
                self.look()
                shown = self.Advice.get_advice(self.one.id)
            self.assertEqual((len(shown["items"]), len(shown["dismissed"])), (0, 1), severity)
        with self.found(self.finding(severity=ACT)):
            self.assertEqual(len(self.Advice.get_advice(self.one.id)["items"]), 1, "at once")
            self.look()
            self.assertFalse(self.rows().dismissed_at)
            shown = self.Advice.get_advice(self.one.id)
        self.assertEqual((len(shown["items"]), len(shown["dismissed"])), (1, 0))
        self.assertFalse(shown["items"][0]["dismiss_note"])

    def test_what_is_mended_loses_its_dismissal(self):
        with self.found(self.finding()):
            self.look()
            self.Advice.dismiss(self.one.id, "long", False, "So it is")
        with self.found():
            self.look()
        with self.found(self.finding()):
            self.assertEqual(len(self.Advice.get_advice(self.one.id)["items"]), 1)

    def test_a_sequence_that_fails_does_not_keep_the_others_from_being_looked_at(self):
        def find(_self, sequences):
            if self.one in sequences:
                raise ValueError("A rule is broken")
            return [self.finding(sequence=sequence) for sequence in sequences]

        path = "odoo.addons.sales_sequence.models.advice.advice"
        with (
            self.found(),
            mute_logger(path),
            patch.object(self.registry["sales.sequence.advice"], "_find_in_plan", find),
        ):
            self.look()
        self.assertFalse(self.rows())
        self.assertTrue(self.rows(self.other))

    def test_a_conflict_with_somebody_else_leaves_it_to_the_next_run(self):
        def find(_self, sequences):
            if self.one in sequences:
                raise SerializationFailure
            return [self.finding(sequence=sequence) for sequence in sequences]

        with (
            self.found(),
            patch("odoo.addons.sales_sequence.models.advice.advice.BATCH_SIZE", 1),
            patch.object(self.registry["sales.sequence.advice"], "_find_in_plan", find),
            patch.object(self.registry["ir.cron"], "_commit_progress", lambda *_args, **_options: 1),
            patch.object(self.env.cr, "rollback", lambda: None),
        ):
            self.Advice._look()
        self.assertTrue(self.rows(self.other))
        self.env.invalidate_all()
        self.assertFalse(self.one.advice_looked_at)

    def test_a_run_that_is_cut_short_goes_on_with_those_that_it_did_not_reach(self):
        path = "odoo.addons.sales_sequence.models.advice.advice.BATCH_SIZE"
        looked = []

        def find(_self, sequences):
            looked.extend(sequences.ids)
            return []

        Cron = self.registry["ir.cron"]
        with (
            self.found(),
            patch(path, 1),
            patch.object(self.registry["sales.sequence.advice"], "_find_in_plan", find),
            patch.object(Cron, "_commit_progress", lambda *_args, **_options: 0),
            freeze_time(MONDAY),
        ):
            live = self.env["sales.sequence"].search([("state", "=", "live")])
            for _run in live:
                self.Advice._look()
        self.assertEqual(sorted(looked), sorted(live.ids))

    def test_the_job_asks_the_same_number_of_queries_for_any_number_of_sequences(self):
        with self.found(self.finding()):
            self.look()
            before = self.count_queries(lambda: self.Advice._refresh(self.one))
        sequences = self.one
        for number in range(5):
            sequences |= self.make_sequence("email", name=f"More {number}")
        found = [self.finding(sequence=sequence) for sequence in sequences]
        with self.found(*found):
            self.Advice._refresh(sequences)
            self.assertLessEqual(self.count_queries(lambda: self.Advice._refresh(sequences)), before)

    def count_queries(self, act):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        act()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_only_live_sequences_are_looked_at(self):
        self.other.action_close()
        with self.found(self.finding(sequence=self.other), self.finding()):
            self.look()
        self.assertFalse(self.rows(self.other))
        self.assertTrue(self.rows())


class TestShownAdvice(AdviceCommon, TransactionCase):
    def test_of_one_sequence_it_is_found_now_worst_first(self):
        step = self.one.step_ids[0]
        with self.found(self.finding("short", HINT, step=step), self.finding(severity=ACT)), freeze_time(MONDAY):
            shown = self.Advice.with_user(self.manager).get_advice(self.one.id)
        self.assertEqual([item["code"] for item in shown["items"]], ["long", "short"])
        self.assertEqual(shown["counts"], {"act": 1, "warning": 0, "hint": 1})
        self.assertEqual((shown["total"], shown["looked_at"]), (2, "2026-01-12 09:00:00"))
        self.assertEqual(
            shown["items"][1],
            {
                "code": "short",
                "severity": "hint",
                "sequence_id": self.one.id,
                "sequence_name": "One",
                "step_id": step.id,
                "step_name": "Step 1",
                "text": "Too much.",
                "detail": "",
                "source": "Us.",
                "place": {"label": "Open", "page": False, "step_id": False, "field": False},
                "has_action": False,
                "verb": False,
                "may_dismiss": True,
                "dismissed_at": False,
                "dismissed_by": False,
                "dismiss_note": False,
            },
        )

    def test_of_all_sequences_nothing_is_shown_that_was_mended_since(self):
        with self.found(self.finding(), self.finding(sequence=self.other)):
            self.look()
        with self.found(self.finding(sequence=self.other)):
            shown = self.Advice.get_advice()
        self.assertEqual([item["sequence_name"] for item in shown["items"]], ["Other"])
        self.assertEqual((shown["total"], shown["counts"]["warning"]), (1, 1))
        self.assertEqual(shown["looked_at"], "2026-01-12 09:00:00")

    def test_of_all_sequences_ten_are_shown_worst_first_and_all_are_counted(self):
        found = []
        for number in range(12):
            sequence = self.make_sequence("email", name=f"Sequence {number}")
            found.append(self.finding(severity=ACT if number == 11 else HINT, sequence=sequence))
        with self.found(*found):
            self.look()
            shown = self.Advice.get_advice()
        self.assertEqual((len(shown["items"]), shown["total"]), (10, 12))
        self.assertEqual(shown["items"][0]["sequence_name"], "Sequence 11")
        self.assertEqual(shown["counts"], {"act": 1, "warning": 0, "hint": 11})

    def test_a_sequence_that_was_published_a_minute_ago_leaves_the_dashboard_as_it_is(self):
        with self.found(self.finding()):
            self.look()
            self.make_sequence("email", name="New")
            shown = self.Advice.get_advice()
        self.assertEqual((shown["total"], shown["looked_at"]), (1, "2026-01-12 09:00:00"))

    def test_before_the_job_has_run_there_is_nothing_to_show(self):
        shown = self.Advice.get_advice()
        self.assertEqual((shown["items"], shown["total"], shown["looked_at"]), ([], 0, False))

    def test_a_dismissal_says_who_when_and_why_and_can_be_taken_back(self):
        with self.found(self.finding()):
            with freeze_time(MONDAY):
                self.Advice.with_user(self.manager).dismiss(self.one.id, "long", None, "  We asked them  ")
            shown = self.Advice.get_advice(self.one.id)
            self.assertEqual((shown["items"], shown["total"]), ([], 0))
            item = shown["dismissed"][0]
            self.assertEqual(
                (item["dismissed_at"], item["dismissed_by"], item["dismiss_note"]),
                ("2026-01-12 09:00:00", "Mona Manager", "We asked them"),
            )
            self.look()
            self.assertFalse(self.Advice.get_advice()["items"])
            self.Advice.restore(self.one.id, "long", None)
            self.assertEqual(len(self.Advice.get_advice(self.one.id)["items"]), 1)
            self.assertEqual(self.Advice.get_advice()["total"], 1)

    def test_a_dismissal_needs_a_note_and_something_to_dismiss(self):
        with self.found(self.finding()):
            for note in (None, "", "  "):
                with self.assertRaisesRegex(UserError, "few words"):
                    self.Advice.dismiss(self.one.id, "long", False, note)
            with self.assertRaisesRegex(UserError, "nothing to dismiss"):
                self.Advice.dismiss(self.one.id, "short", False, "Why not")
            with self.assertRaisesRegex(UserError, "nothing to dismiss"):
                self.Advice.dismiss(self.one.id, "long", self.one.step_ids[0].id, "Why not")

    def test_without_records_to_show_the_sequence_opens(self):
        with self.found(self.finding()):
            action = self.Advice.action_open(self.one.id, "long", None)
        self.assertEqual((action["res_model"], action["res_id"]), ("sales.sequence", self.one.id))

    def test_the_screens_ask_the_same_number_of_queries_for_any_number_of_findings(self):
        def queries(act):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            act()
            return self.env.cr.sql_log_count - before

        with self.found(self.finding()):
            self.look()
            of_one = queries(lambda: self.Advice.get_advice(self.one.id))
            of_all = queries(self.Advice.get_advice)
        sequences = [self.make_sequence(*["email"] * 4, name=f"More {number}") for number in range(4)]
        found = [self.finding(sequence=one, step=step) for one in [self.one, *sequences] for step in one.step_ids]
        found += [self.finding("dull", sequence=one) for one in [self.one, *sequences]]
        with self.found(*found):
            self.look()
            # One more for the names of the steps.
            self.assertLessEqual(queries(lambda: self.Advice.get_advice(self.one.id)), of_one + 1)
            self.assertLessEqual(queries(self.Advice.get_advice), of_all + 1)


class TestAccessToAdvice(AdviceCommon, TransactionCase):
    def test_who_reads_the_sequence_reads_its_advice_and_who_writes_it_dismisses(self):
        advice = self.Advice.with_user(self.rep)
        with self.found(self.finding()):
            self.look()
            self.assertFalse(advice.get_advice(self.one.id)["items"][0]["may_dismiss"])
            self.assertEqual(advice.get_advice()["total"], 1)
            self.assertTrue(advice.action_open(self.one.id, "long", None))
            with self.assertRaises(AccessError):
                advice.dismiss(self.one.id, "long", None, "No")
            self.Advice.dismiss(self.one.id, "long", None, "No")
            with self.assertRaises(AccessError):
                advice.restore(self.one.id, "long", None)
            with self.assertRaises(AccessError):
                self.rows().with_user(self.manager).write({"dismiss_note": "Past the verbs"})

    def test_another_company_and_other_employees_read_nothing(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        self.one.company_id = self.env.company
        foreign = mail_new_test_user(
            self.env,
            login="foreign",
            groups="sales_sequence.group_sales_sequence_manager",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )
        employee = mail_new_test_user(self.env, login="mere_employee", groups="base.group_user")
        with self.found(self.finding(), self.finding(sequence=self.other)):
            self.look()
            # The other one belongs to all companies.
            self.assertEqual(
                [one["sequence_name"] for one in self.Advice.with_user(foreign).get_advice()["items"]], ["Other"]
            )
            for user in (foreign, employee):
                advice = self.Advice.with_user(user)
                for act in (
                    lambda advice=advice: advice.get_advice(self.one.id),
                    lambda advice=advice: advice.dismiss(self.one.id, "long", None, "No"),
                    lambda advice=advice: advice.restore(self.one.id, "long", None),
                    lambda advice=advice: advice.action_open(self.one.id, "long", None),
                ):
                    with self.assertRaises(AccessError):
                        act()
            with self.assertRaises(AccessError):
                self.Advice.with_user(employee).get_advice()
