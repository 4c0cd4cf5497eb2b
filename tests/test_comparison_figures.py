"""Whoever is held back for a comparison enters no figure but those of the comparison."""

from ast import literal_eval
from datetime import timedelta

from freezegun import freeze_time
from lxml import etree

from .common import MONDAY
from .test_comparison import OVER, ComparisonCommon

NOON = MONDAY + timedelta(hours=3)
LATER = OVER + timedelta(days=3)
FIGURES_OF_SEQUENCE = (
    "active_count",
    "closed_count",
    "enrollment_count",
    "live_enrollment_count",
    "open_count",
    "replied_count",
    "reply_rate",
    "weekly_figures",
)
MEASURES = ("reached", "replied", "reply_rate", "meetings", "goals", "bounced", "opted_out", "auto_replied", "clicked")


class TestFigures(ComparisonCommon):
    def figures(self, at):
        """Everything that a screen counts at that moment, as the manager and as the rep see it."""
        self.env.flush_all()
        self.env.invalidate_all()
        with freeze_time(at):
            return {
                (user.login, name): value
                for user in (self.manager, self.rep)
                for name, value in self.figures_for(self.env(user=user)).items()
            }

    def figures_for(self, env):
        sequence = self.sequence.with_env(env)
        Report = env["sales.sequence.report"]
        figures = {
            "dashboard": env["sales.sequence.dashboard"].get_dashboard(),
            "results": env["sales.sequence.results"].get_results(sequence.id),
            "results of all versions": env["sales.sequence.results"].get_results(sequence.id, all_versions=True),
            "workload": env["sales.sequence.workload"].get_workload(),
            "my day": env["sales.sequence.day"].get_day(),
            "report": Report._measures([("sequence_id", "=", sequence.id)], ["step_id"], MEASURES),
            "sequence": {name: sequence[name] for name in FIGURES_OF_SEQUENCE},
            "steps": sequence.step_ids.mapped("ahead_count"),
            "the list of the menu": self.count_in_list(env),
            "answers of the digest": env["sales.sequence.dashboard"]._count_answers(MONDAY, LATER),
        }
        if env.user == self.manager:
            figures["timeline"] = env["sales.sequence.editor"].get_timeline(sequence.id)
            figures["checklist"] = env["sales.sequence.publishing"].get_checklist(sequence.id)
            figures["health"] = env["sales.sequence.health"].check()
            figures["status"] = env["sales.sequence.status"].get_status()
        return figures

    def count_in_list(self, env):
        """What the menu *Enrollments* shows with its own filters, without *Active*."""
        context = env.ref("sales_sequence.sales_sequence_enrollment_action").sudo().context
        self.assertIn("search_default_in_sequence", context)
        return env["sales.sequence.enrollment"].search_count([("arm", "!=", "control")])

    def assert_unchanged(self, before, at):
        after = self.figures(at)
        for key, value in before.items():
            with self.subTest(key):
                self.assertEqual(after[key], value)

    def setUp(self):
        super().setUp()
        self.treated = self.enroll(self.sequence, self.make_people_of("sequence", 4, "Treated"))
        self.run_at(MONDAY)
        self.send_mails(MONDAY)
        self.answer(self.treated.touch_ids[0], self.treated[0].email_normalized, NOON)

    def test_while_they_are_held_back_every_screen_stays_as_it_is(self):
        now = MONDAY + timedelta(days=1, hours=2)
        self.run_at(now)
        before = self.figures(now)
        self.hold_back(5)
        self.run_at(now)
        self.assert_unchanged(before, now)
        # So does what somebody sees whom the draw has nothing to do with.
        self.assertEqual(before["sequence_manager", "sequence"]["live_enrollment_count"], 3)

    def test_whoever_is_held_back_is_nobody_active_in_the_list_of_sequences(self):
        view = etree.fromstring(self.env["sales.sequence"].get_view(view_type="search")["arch"])
        domain = literal_eval(view.find(".//filter[@name='with_active']").get("domain"))
        self.assertIn(self.sequence, self.sequence.search(domain))
        self.treated.stop()
        self.hold_back(1)
        self.assertNotIn(self.sequence, self.sequence.search(domain))

    def test_whatever_came_of_them_every_screen_stays_as_it_is(self):
        self.run_days(NOON, 20, step=timedelta(hours=12), send=True)
        before = self.figures(LATER)
        waits, met, won, answered, gone = self.hold_back(5)
        with freeze_time(NOON):
            start = MONDAY + timedelta(days=3)
            values = {"name": "Demo", "start": start, "stop": start + timedelta(hours=1)}
            self.env["calendar.event"].create({**values, "opportunity_id": met.lead_id.id})
            won.lead_id.action_set_won()
            gone.stop("opted_out")
        self.answer(email_from=answered.email_normalized, at=NOON)
        answered.signal_ids.write({"handled_at": NOON})
        self.run_at(OVER)
        ends = (waits + met + won + answered + gone).mapped("exit_reason")
        self.assertEqual(ends, ["control", "meeting", "won", "replied", "opted_out"])
        self.assert_unchanged(before, LATER)

    def test_a_question_about_them_is_in_no_figure_but_somebody_has_to_decide_it(self):
        now = MONDAY + timedelta(days=1, hours=2)
        self.run_at(now)
        before = self.figures(now)
        unsure, failed = self.hold_back(2)
        with freeze_time(NOON):
            signal = self.env["sales.sequence.signal"].create({"enrollment_id": unsure.id, "kind": "unsure"})
            self.env["sales.sequence.inbox"]._settle(signal, locked=unsure)
            failed._pause("failure", note="Broken")
        self.assertEqual((unsure + failed).mapped("pause_kind"), ["unsure", "failure"])
        after = self.figures(now)
        for key in ("health", "results", "report", "sequence", "timeline", "the list of the menu"):
            with self.subTest(key):
                self.assertEqual(after["sequence_manager", key], before["sequence_manager", key])
        health = self.env["sales.sequence.health"].with_user(self.manager)
        self.assertEqual(health._failures(), [])
        self.assertFalse(self.env["sales.sequence.advice.results"]._count_stuck(self.sequence))
        # Whoever has to decide is told so.
        self.assertEqual(self.sequence._count_stuck(), {self.sequence.id: {"unsure": 1}})
        with freeze_time(now + timedelta(days=7)):
            self.assertEqual(health._numbers()["unsure_count"], 1)

    def test_the_lists_behind_the_numbers_have_nobody_who_is_held_back(self):
        held, now = self.hold_back(3), MONDAY + timedelta(hours=5)
        with freeze_time(now):
            for name in ("active", "came_in"):
                action = self.env["sales.sequence.dashboard"].with_user(self.manager).action_open(name)
                shown = self.env["sales.sequence.enrollment"].search(action["domain"])
                self.assertFalse(shown & held, name)
                self.assertTrue(shown, name)

    def test_an_experiment_in_the_sequence_counts_nobody_who_is_held_back(self):
        step = self.sequence.step_ids[0]
        for name in "AB":
            self.env["sales.sequence.step.variant"].create(
                {"step_id": step.id, "name": name, "mail_template_id": self.make_template(name=name, subject=name).id}
            )
        held = self.hold_back(4, name="More")
        treated = self.enroll(self.sequence, self.make_people_of("sequence", 6, "Variant"))
        self.run_at(MONDAY)
        self.send_mails(MONDAY)
        with freeze_time(OVER):
            rows = step._experiment_facts()["variants"]
        self.assertEqual(sum(row["people"] for row in rows), len(treated))
        self.assertFalse(held.touch_ids)
