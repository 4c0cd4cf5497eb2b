"""Every number is the one that somebody finds who counts by hand, in each grouping, as manager and as rep."""

from datetime import datetime

from freezegun import freeze_time
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import TransactionCase

from odoo.addons.sales_sequence.models.enrollment.enrollment import EXIT_REASONS
from odoo.addons.sales_sequence.models.measure.opening import OPENED

from .common import MONDAY
from .counting import NAMES, Happened, Walk, contradictions, count
from .population import DAYS, TODAY, PopulationCommon

GROUPINGS = (
    "sequence_id",
    "first_version_id",
    "version_number",
    "purpose",
    "lifecycle",
    "step_id",
    "position",
    "variant_id",
    "channel",
    "state",
    "user_id",
    "company_id",
    "country_id",
    "exit_reason",
    "weekday",
    "hour",
    "done_at:week",
)
APART = {"step_id", "position", "variant_id", "channel"}


def plain(value):
    """A group's value as on paper."""
    if hasattr(value, "_ids"):
        return value.id
    return value.date() if isinstance(value, datetime) else value


class HonestCommon(PopulationCommon):
    def report(self, user, companies=None):
        report = self.env["sales.sequence.report"].with_user(user)
        return report.with_context(allowed_company_ids=(companies or user.company_ids).ids, tz=user.tz)

    def look_up(self, report, groupby, domain=(), day=TODAY):
        with freeze_time(self.moment(day)):
            rows = report._measures(list(domain), groupby, NAMES)
        return {tuple(map(plain, row["group"])): {name: row[name] for name in NAMES} for row in rows}

    def expect(self, walks, groupby, day=TODAY):
        return count(
            walks,
            self.moment(day),
            DAYS,
            lambda touch: tuple(touch.labels[name] for name in groupby),
            not APART.isdisjoint(groupby),
        )

    def assert_same(self, found, expected, message=None):
        self.assertEqual(set(found), set(expected), message)
        for group, numbers in expected.items():
            self.assertEqual(contradictions(found[group]), [], (message, group))
            for name, value in numbers.items():
                self.assertAlmostEqual(found[group][name] or 0, value or 0, 6, (message, group, name))
                self.assertEqual(found[group][name] is None, value is None, (message, group, name))


class TestHonestNumbers(HonestCommon, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # By an instance, which has the verbs.
        cls.build(cls("build"))

    def test_the_population_has_everything_that_can_mislead(self):
        reasons = {walk.enrollment.exit_reason for walk in self.walks}
        # Whoever is held back for a comparison is in none of these numbers: see `test_comparison_figures.py`.
        self.assertEqual({code for code, _label in EXIT_REASONS} - {"control"} | {False}, reasons)
        (everything,) = self.expect(self.walks, ()).values()
        self.assertEqual([name for name in NAMES if not everything[name]], [])

    def test_each_grouping_as_manager_and_as_rep(self):
        ours = [walk for walk in self.walks if walk.enrollment.company_id == self.env.company]
        readers = {
            "manager of both companies": (self.report(self.manager), self.walks),
            "manager in one company": (self.report(self.manager, self.env.company), ours),
            "rep": (self.report(self.rep), [walk for walk in self.walks if walk in self.visible_to_rep]),
        }
        for who, (report, walks) in readers.items():
            pairs = [("first_version_id", "step_id"), ("user_id", "channel")]
            for groupby in [(), *((one,) for one in GROUPINGS), *pairs]:
                with self.subTest(reader=who, groupby=groupby):
                    self.assert_same(self.look_up(report, groupby), self.expect(walks, groupby))

    def test_a_pivot_finds_them_too(self):
        specs = [f"{name}:avg" for name in NAMES]
        sets = [[], ["first_version_id"], ["step_id"], ["first_version_id", "step_id"]]
        with freeze_time(self.moment(TODAY)):
            found = self.report(self.manager).formatted_read_grouping_sets([], sets, specs)
        for groupby, rows in zip(sets, found, strict=True):
            expected = self.expect(self.walks, groupby)
            for row in rows:
                group = tuple(row[name] and row[name][0] for name in groupby)
                numbers = expected.pop(group)
                for name in NAMES:
                    self.assertAlmostEqual(row[f"{name}:avg"] or 0, numbers[name] or 0, 6, (group, name))
            self.assertFalse(expected)

    def test_every_number_opens_as_many_records(self):
        report = self.report(self.manager)
        for domain in ([], [("sequence_id", "=", self.first.id)], [("step_id", "=", self.first.step_ids[0].id)]):
            with freeze_time(self.moment(TODAY)):
                (numbers,) = report._measures(domain, (), NAMES)
                for name in NAMES:
                    action = report.action_open(name, domain)
                    counted = numbers[OPENED.get(name, name)]
                    found = self.env[action["res_model"]].with_env(report.env).search_count(action["domain"])
                    self.assertEqual(found, counted, (name, domain))

    def test_revenue_is_in_the_currency_of_the_reader(self):
        pounds = self.env.ref("base.GBP")
        pounds.active = True
        self.env["res.currency.rate"].search([("currency_id", "=", pounds.id)]).unlink()
        self.env["res.currency.rate"].create({"currency_id": pounds.id, "rate": 0.5, "name": "2026-01-01"})
        self.other_company.currency_id = pounds
        with freeze_time(self.moment(TODAY)):
            ours = self.env.company | self.other_company
            (row,) = self.report(self.manager, ours)._measures([], (), ["revenue"])
            rate = self.env.company.currency_id.rate
        self.assertAlmostEqual(row["revenue"], 5000 + 700 / 0.5 * rate, 2)

    def test_on_earlier_days_fewer_are_closed(self):
        for day in (5, 14, 15, 16, 17, 20, 21, 30):
            # Later events exist already, but closed is a matter of the calendar alone.
            found = self.look_up(self.report(self.manager), ("sequence_id",), day=day)
            self.assert_same(found, self.expect(self.walks, ("sequence_id",), day=day), day)

    def test_a_correction_corrects_every_figure(self):
        walk = next(walk for walk in self.walks if walk.person == "walker0")
        signal = walk.enrollment.signal_ids.filtered(lambda one: one.kind == "reply")
        with freeze_time(self.moment(TODAY)):
            signal.action_is_auto_reply()
        (reply,) = [one for one in walk.happened if one.kind == "reply"]
        reply.kind = "auto_reply"
        for touch in walk.touches:
            touch.labels["exit_reason"] = walk.enrollment.exit_reason
        try:
            for groupby in ((), ("step_id",), ("variant_id",), ("exit_reason",)):
                self.assert_same(
                    self.look_up(self.report(self.manager), groupby), self.expect(self.walks, groupby), groupby
                )
        finally:
            reply.kind = "reply"
            for touch in walk.touches:
                touch.labels["exit_reason"] = "replied"


# What can be done, and what can happen: `(step, state, hour)` and `(kind, hour)`.
TOUCHES = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from(["done", "bounced", "skipped", "open"]), st.integers(0, 40 * 24)),
    max_size=3,
    unique_by=lambda one: one[0],
)
KINDS = ("reply", "auto_reply", "unsure", "meeting", "meeting_canceled", "goal", "opt_out", "complaint")
EVENTS = st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, 50 * 24)), max_size=4)
WALKS = st.lists(st.tuples(st.integers(0, 3), st.booleans(), TOUCHES, EVENTS), min_size=1, max_size=6)


class TestRandomPopulations(HonestCommon, TransactionCase):
    """Whatever was done and happened, in whatever order."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partners = cls.env["res.partner"].create([{"name": f"Person {index}"} for index in range(4)])

    def insert(self, drawn, is_reversed):
        """Put a population into the database as it is. :return: its walks"""
        walks, Signal = [], self.env["sales.sequence.signal"]
        for index, (person, is_phoned, touches, events) in enumerate(drawn):
            sequence = self.phoned if is_phoned else self.first
            lead = self.make_lead(f"drawn{index}", partner_id=self.partners[person].id)
            enrollment = self.env["sales.sequence.enrollment"].create(
                {
                    "sequence_id": sequence.id,
                    "target": "lead",
                    "lead_id": lead.id,
                    "user_id": self.rep.id,
                    "company_id": self.env.company.id,
                    "state": "stopped",
                    "exit_reason": "manual",
                    "ended_at": MONDAY,
                }
            )
            walk = Walk(person, has_emails=not is_phoned)
            walk.enrollment, walk.target, walk.country = enrollment, lead, lead.country_id
            for step, state, hour in touches:
                if step >= len(sequence.step_ids):
                    continue
                is_email = sequence.step_ids[step].channel == "email"
                in_channel = {
                    "done": "sent" if is_email else "done",
                    "bounced": "bounced" if is_email else "done",
                    "open": "queued" if is_email else "todo",
                }
                self.touch(walk, step, hour / 24, in_channel.get(state, state))
            values = [
                {
                    "enrollment_id": enrollment.id,
                    "kind": kind,
                    "occurred_at": self.moment(hour / 24),
                    "settled_at": MONDAY,
                    "effect": "noted",
                }
                for kind, hour in events
            ]
            Signal.create(values[::-1] if is_reversed else values)
            self.env["sales.sequence.inbox"]._count_replies(enrollment)
            ordered = events[::-1] if is_reversed else events
            for place, (kind, hour) in enumerate(ordered):
                is_true = kind not in ("unsure", "meeting_canceled") and not (
                    kind == "meeting" and any(later == "meeting_canceled" for later, _hour in ordered[place:])
                )
                walk.happened.append(Happened(kind, self.moment(hour / 24), is_true=is_true))
            walks.append(walk)
        self.env.flush_all()
        return walks

    @settings(max_examples=40)
    @given(drawn=WALKS, day=st.integers(0, 60), is_reversed=st.booleans())
    def test_the_report_agrees_with_counting_by_hand(self, drawn, day, is_reversed):
        with self.env.cr.savepoint() as savepoint:
            walks = self.insert(drawn, is_reversed)
            report = self.report(self.manager)
            domain = [("enrollment_id", "in", [walk.enrollment.id for walk in walks])]
            for groupby in ((), ("sequence_id",), ("channel",), ("step_id",), ("weekday",)):
                found = self.look_up(report, groupby, domain, day)
                expected = self.expect(walks, groupby, day)
                if not groupby and not expected:
                    expected = {(): found[()]}
                    self.assertFalse(any(found[()].values()))
                self.assert_same(found, expected, groupby)
            self.env.clear()
            savepoint.rollback()
