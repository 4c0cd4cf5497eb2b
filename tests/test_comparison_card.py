"""What a comparison with the old way says: the sentences of all states, the numbers, their lists, and the plan."""

from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tools import html2plaintext

from odoo.addons.sales_sequence.models.measure.comparison_shown import Compared
from odoo.addons.sales_sequence.tools.comparison import Unit

from .common import MONDAY, SequenceCommon

DAYS = timedelta(days=60)
OVER = MONDAY + DAYS
LATER = MONDAY + timedelta(days=200)


class CardCommon(SequenceCommon):
    """A sequence that holds back every fifth."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sequence = cls.make_sequence("email", {"channel": "call", "delay": 9}, name="Cadence")
        cls.comparison = cls.start(cls.sequence)

    @classmethod
    def start(cls, sequence, at=MONDAY, **options):
        with freeze_time(at):
            return sequence.start_comparison(**{"share": 0.2, "days": 60, **options})

    def units(self, arm, closed=0, met=0, still_open=0, answered=0):
        weights = {"sequence": 0.8, "control": 0.2}
        return [
            Unit(
                arm=arm,
                weights=weights,
                first_at=MONDAY,
                is_closed=index < closed,
                met_at=MONDAY if index < met else None,
                answered_at=MONDAY if index < answered else None,
                enrollments=(),
            )
            for index in range(closed + still_open)
        ]

    def shown(self, of_sequence, of_control, pace=0, **options):
        """:param of_sequence: ``(closed, met, open, answered)``, as far as they are not 0; `of_control` likewise"""
        units = [*self.units("sequence", *of_sequence), *self.units("control", *of_control)]
        return Compared(options.get("comparison", self.comparison), units, pace)

    def sentence(self, of_sequence, of_control, **options):
        shown = self.shown(of_sequence, of_control, **options)
        with freeze_time(LATER):
            sentence = self.comparison._sentence(shown)
        self.assertIn("<strong>", sentence)
        self.assertNotIn("&lt;", sentence)
        return html2plaintext(sentence).replace("*", "")

    def card(self, at=LATER, sequence=None, user=None):
        with freeze_time(at):
            Comparison = self.env["sales.sequence.comparison"]
            return Comparison.with_user(user or self.env.user).get_card((sequence or self.sequence).id)


class TestSentences(CardCommon):
    def test_the_sentence_of_the_issue(self):
        self.assertEqual(
            self.sentence((412, 38), (103, 6)),
            "Of 412 followed up by the sequence 38 met us, of 103 followed up the old way 6. That is 1.6 times as "
            "many, but anything between half and nine times is still possible: not yet proved; if it stays so, about "
            "2,000 more people settle it in half of the cases.",
        )

    def test_before_anybody_counts(self):
        self.assertEqual(self.sentence((), ()), "Nobody has been drawn yet: the draw begins with the next enrollment.")
        self.assertEqual(
            self.sentence((0, 0, 8), (0, 0, 2)),
            "Nobody counts yet: the 60 days of the first people are over on Mar 13, 2026.",
        )
        self.assertEqual(
            self.sentence((8,), (0, 0, 2)),
            "Of 8 followed up by the sequence none met us, of 0 followed up the old way none. Nothing to compare yet: "
            "in one of the two groups nobody's days are over.",
        )

    def test_with_too_few_nothing_is_said(self):
        for met in ((0, 0), (3, 0), (0, 3), (10, 1)):
            said = self.sentence((80, met[0]), (20, met[1]))
            self.assertIn("Too few to say anything: nothing can be proved before about", said)
            self.assertNotIn("times", said)

    def test_what_is_just_enough_to_prove_something_is_no_longer_too_few(self):
        shown = self.shown((80,), (20,))
        self.assertEqual(self.shown((80, shown.fewest - 1), (20,)).state, "too_few")
        self.assertEqual(self.shown((80, shown.fewest), (20,)).state, "proved")

    def test_a_proof_says_clearly_more_and_how_many_times(self):
        said = self.sentence((800, 160), (200, 15))
        self.assertRegex(said, r"That is 2\.7 times as many, and clearly more: proved, between .+ and .+\.$")
        self.assertNotIn("not yet", said)

    def test_a_proof_with_a_wide_interval_claims_no_bounds(self):
        shown = next(shown for met in range(60, 300) if (shown := self.shown((800, met), (200, 20))).is_proved)
        self.assertLess(shown.interval[0], 1)
        said = html2plaintext(self.comparison._sentence(shown))
        self.assertRegex(said.replace("*", ""), r"times as many, and clearly more: proved\.$")
        self.assertIn("less certain", self.comparison._explanation(shown))

    def test_nobody_of_the_old_way_met_us(self):
        self.assertEqual(self.shown((400, 15), (100, 0)).state, "too_few")
        said = self.sentence((400, 90), (100, 0))
        self.assertTrue(said.endswith("That is clearly more: proved."), said)

    def test_where_the_old_way_seems_better_the_sentence_says_so(self):
        said = self.sentence((400, 40), (100, 14))
        self.assertRegex(said, r"That is 0\.7 times as many: the old way looks better so far\. Anything between .+")
        self.assertNotIn("settle", said)
        self.assertIn(
            "The old way looks better: the sequence earns at most 0.1 times what the old way earns.",
            self.sentence((400, 0), (100, 30)),
        )
        self.assertIn("The old way earns more: the sequence earns 0.3", self.sentence((400, 30), (100, 25)))

    def test_the_same_is_neither(self):
        said = self.sentence((400, 40), (100, 10))
        self.assertRegex(said, r"That is as many, and anything between .+ and .+ is still possible: nothing is proved")

    def test_a_difference_too_small_to_be_found_is_no_promise(self):
        said = self.sentence((400, 44), (100, 10))
        self.assertIn("more people than you are likely to have", said)

    def test_a_goal_is_reached_rather_than_met(self):
        sequence = self.make_sequence("email", goal_domain="[('probability', '>', 90)]")
        comparison = self.start(sequence, metric="goal")
        said = self.sentence((412, 38), (103, 6), comparison=comparison)
        self.assertIn("by the sequence 38 reached the goal, of 103", said)

    def test_a_later_correction_takes_no_proof_back(self):
        self.comparison.proved_at = MONDAY
        said = self.sentence((412, 20), (103, 6))
        self.assertIn("It was proved that the sequence earns clearly more", said)

    def test_what_is_ended_says_so_and_who_is_still_open(self):
        with freeze_time(OVER):
            self.comparison.action_end()
        shown = self.shown((412, 38, 3), (103, 6, 1))
        self.assertEqual((shown.status, self.comparison._badge(shown)), ("ended", "Ended, not proved"))
        self.assertEqual(
            self.comparison._explanation(shown),
            "It was ended on Mar 13, 2026, before anything was proved: nobody is drawn anymore. 4 people are drawn "
            "already, and count once their 60 days are over.",
        )
        self.assertIn("Nobody was drawn while the comparison ran", self.sentence((), ()))

    def test_the_explanation_counts_those_who_are_drawn_already_and_the_weeks_of_the_others(self):
        shown = self.shown((412, 38, 390), (103, 6, 98), pace=40)
        self.assertEqual(shown.more, 1978)
        self.assertEqual(
            self.comparison._explanation(shown),
            "488 people are drawn already, and count once their 60 days are over. To enroll the others takes about 38 "
            "weeks at your pace.",
        )

    def test_what_takes_decades_is_not_counted_in_weeks(self):
        said = self.comparison._explanation(self.shown((412, 38, 390), (103, 6, 98), pace=2))
        self.assertIn("To enroll the others takes more than two years at your pace.", said)
        self.assertIn("104 weeks</strong> at your pace", self.comparison._plan_sentence(2000, 104, 60))
        self.assertIn("<strong>more than two years</strong>", self.comparison._plan_sentence(2000, 105, 60))

    def test_with_one_success_of_the_old_way_no_exact_end_is_claimed(self):
        shown = self.shown((200, 14), (50, 1))
        self.assertGreater(shown.interval[1], 20)
        title = self.comparison._ratio_title(shown)
        self.assertRegex(title, r"^The sequence earns at least 0\.\d times what the old way earns$")
        self.assertIn("more than 20 times is still possible", self.sentence((400, 28), (100, 2)))

    def test_the_ratio_is_that_of_the_rates_that_are_shown(self):
        shown = self.shown((300, 30), (150, 10))
        self.assertAlmostEqual(shown.ratio, 1.5, msg="though the draw holds back a fifth, not a third")
        self.assertIn("That is 1.5 times as many", self.sentence((300, 30), (150, 10)))

    def test_bounds_that_tell_nothing_are_not_written_out(self):
        titles = {
            ((400, 90), (100, 1)): "The sequence earns at least 1.7 times what the old way earns",
            ((400, 30), (100, 1)): "The sequence earns at least 0.7 times what the old way earns",
            ((80, 1), (20, 1)): "The sequence against the old way: too few to say anything",
            ((400, 0), (100, 30)): "The sequence earns at most 0.1 times what the old way earns",
            ((412, 38), (103, 6)): "The sequence earns 1.6 times what the old way earns, between 0.5 and 9.3",
        }
        for (of_sequence, of_control), title in titles.items():
            self.assertEqual(self.comparison._ratio_title(self.shown(of_sequence, of_control)), title)
        self.assertIn("between half and more than 20 times", self.sentence((400, 23), (100, 1)))

    def test_bounds_are_rough_words(self):
        words = [self.comparison._times(ratio) for ratio in (0.01, 0.1, 0.455, 0.7, 1.2, 2.05, 3.5, 9.27, 12.3, 2845.7)]
        self.assertEqual(
            words,
            [
                *("next to nothing", "a tenth", "half", "two thirds"),
                *("1.2 times", "twice", "3.5 times", "nine times", "12 times", "more than 20 times"),
            ],
        )


class TestCard(CardCommon):
    def test_without_a_draw_it_says_why_there_is_no_comparison(self):
        sequence = self.make_sequence("email", name="Never compared")
        card = self.card(sequence=sequence)
        self.assertEqual((card["status"], card["comparison_id"], card["arms"]), ("none", False, []))
        self.assertIn("there is nothing to compare with", card["sentence"])
        self.assertIn("Last year's figures are no comparison", card["explanation"])
        self.assertEqual((card["may_start"], card["may_end"]), (True, False))
        people = {(row["rate"], row["share"]): row["people"] for row in card["plan"]["rows"]}
        self.assertEqual(people[0.05, 0.2], 2050)
        self.assertEqual(people[0.1, 0.1], 1750)
        self.assertEqual([row["is_main"] for row in card["plan"]["rows"]].count(True), 1)

    def test_the_card_counts_meetings_and_wins_of_both_groups_and_opens_exactly_them(self):
        enrollments = self.enroll(self.sequence, self.make_leads(40, "Person"))
        by_arm = enrollments.grouped("arm")
        treated, control = by_arm["sequence"], by_arm["control"]
        with freeze_time(MONDAY + timedelta(days=20)):
            for enrollment in (treated[0], treated[1], control[0]):
                self.meet(enrollment.lead_id)
            treated[2].lead_id.action_set_won()
        card = self.card(MONDAY + timedelta(days=59))
        self.assertEqual([(arm["people"], arm["met"]) for arm in card["arms"]], [(0, 0), (0, 0)])
        self.assertEqual([arm["open"] for arm in card["arms"]], [len(treated), len(control)])
        card = self.card()
        self.assertEqual(
            [(arm["arm"], arm["people"], arm["open"], arm["met"]) for arm in card["arms"]],
            [("sequence", len(treated), 0, 3), ("control", len(control), 0, 1)],
        )
        self.assertEqual(card["arms"][0]["rate"], 3 / len(treated))
        self.assertFalse(card["arms"][1]["rate"], "under 20 people there is no rate")
        met = {"sequence": treated[:3], "control": control[:1]}
        for arm, own in (("sequence", treated), ("control", control)):
            for name, expected in (("people", own), ("met", met[arm]), ("open", own.browse())):
                self.assertEqual(self.opened(arm, name), expected, (arm, name))

    def meet(self, lead, **values):
        with self.quiet_gateway():
            return self.env["calendar.event"].create(
                {
                    "name": "Demo",
                    "start": MONDAY + timedelta(days=30),
                    "stop": MONDAY + timedelta(days=30, hours=1),
                    "opportunity_id": lead.id,
                    **values,
                }
            )

    def opened(self, arm, name, at=LATER, user=None):
        Comparison = self.env["sales.sequence.comparison"].with_user(user or self.manager)
        with freeze_time(at):
            action = Comparison.action_open(self.comparison.id, arm, name)
        return self.env["sales.sequence.enrollment"].search(action["domain"])

    def test_lists_open_only_for_those_who_see_everybody(self):
        with self.assertRaises(AccessError):
            self.opened("sequence", "people", user=self.rep)
        card = self.card(user=self.rep)
        self.assertEqual((card["may_open"], card["may_start"], card["may_end"]), (False, False, False))
        card = self.card(user=self.manager)
        self.assertEqual((card["may_open"], card["may_start"], card["may_end"]), (True, False, True))

    def test_whoever_may_not_read_the_sequence_reads_no_card(self):
        other = self.env["res.company"].create({"name": "Other"})
        theirs = self.make_sequence("email", company_id=other.id, user_id=self.env.uid)
        Comparison = self.env["sales.sequence.comparison"].with_user(self.rep)
        for call in (Comparison.get_card, Comparison.get_plan):
            with self.assertRaises(AccessError):
                call(theirs.id)

    def test_wrong_arguments_are_refused_in_a_sentence(self):
        Comparison = self.env["sales.sequence.comparison"]
        for options in ({"share": 0}, {"share": "0.2"}, {"days": 0}, {"days": True}, {"metric": "answer"}):
            with self.subTest(options), self.assertRaises(UserError):
                Comparison.get_plan(self.sequence.id, **options)
        for arguments in (("both", "met"), ("control", "replied")):
            with self.assertRaises(UserError):
                Comparison.action_open(self.comparison.id, *arguments)
        with self.assertRaises(UserError):
            Comparison.get_card(2**31 - 1)

    def test_earlier_comparisons_stay_with_their_sentence(self):
        with freeze_time(OVER):
            self.comparison.action_end()
        again = self.start(self.sequence, at=OVER, share=0.5)
        card = self.card()
        self.assertEqual((card["comparison_id"], card["status"]), (again.id, "running"))
        self.assertEqual([one["comparison_id"] for one in card["earlier"]], [self.comparison.id])
        self.assertIn("Cadence: 20% held back by a draw from Jan 12, 2026 to Mar 13, 2026", card["earlier"][0]["title"])

    def test_reading_takes_as_many_queries_however_many_people_there_are(self):
        used = []
        for count in (6, 60):
            leads = self.make_leads(count, f"C{count}x")
            for enrollment in self.enroll(self.sequence, leads)[::3]:
                self.meet(enrollment.lead_id)
                enrollment.lead_id.action_set_won()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.card(user=self.manager)
            used.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(used[1], used[0])


class TestPlan(CardCommon):
    def test_without_a_past_it_is_made_for_a_usual_rate(self):
        with freeze_time(LATER):
            plan = self.env["sales.sequence.comparison"].get_plan(self.sequence.id)
        self.assertEqual((plan["rate"], plan["people"], plan["weeks"]), (0.05, 2050, False))
        self.assertIn("about <strong>2,050 people in all</strong>", plan["sentence"])
        self.assertIn("the sequence has no figures of its own yet", plan["explanation"])
        self.assertEqual(len(plan["rules"]), 5)
        self.assertIn("Nobody is neglected", plan["neglected"])

    def test_its_own_past_tells_the_rate_of_the_old_way_and_the_pace(self):
        with freeze_time(MONDAY):
            self.comparison.action_end()
        enrollments = self.enroll(self.sequence, self.make_leads(40, "Past"))
        self.run_at(MONDAY)
        self.send_mails(MONDAY)
        with freeze_time(MONDAY + timedelta(days=3)):
            for enrollment in enrollments[:14]:
                enrollment.lead_id.action_set_won()
        self.enroll(self.sequence, self.make_leads(24, "New"), at=OVER)
        with freeze_time(OVER + timedelta(weeks=3)):
            plan = self.env["sales.sequence.comparison"].get_plan(self.sequence.id, 0.1)
        self.assertEqual(plan["rate"], (14 + 2) / (40 + 40) / 2)
        self.assertIn("half of what the sequence has reached so far (14 of 40 people)", plan["explanation"])
        self.assertIn("Each week about 8 new people", plan["explanation"])
        self.assertEqual((plan["people"], plan["weeks"]), (1750, 219))


class TestJob(CardCommon):
    def test_the_first_proof_is_kept(self):
        comparison = self.comparison
        enrollments = self.enroll(self.sequence, self.make_leads(60, "Person"))
        treated = enrollments.filtered(lambda one: one.arm == "sequence")
        with freeze_time(MONDAY + timedelta(days=20)):
            treated.lead_id.action_set_won()
        self.look(MONDAY + timedelta(days=59))
        self.assertFalse(comparison.proved_at)
        self.look(LATER)
        self.assertEqual(comparison.proved_at, LATER)
        treated.lead_id.stage_id = self.env["crm.stage"].search([("is_won", "=", False)], limit=1)
        self.look(LATER + timedelta(days=1))
        card = self.card(LATER + timedelta(days=1))
        self.assertEqual((comparison.proved_at, card["status"]), (LATER, "proved"))

    def look(self, at):
        with freeze_time(at), self.enter_registry_test_mode():
            self.env.ref("sales_sequence.ir_cron_experiments").with_user(self.user_root).method_direct_trigger()
        self.env.invalidate_all()

    def test_long_after_its_end_nobody_looks_anymore(self):
        with freeze_time(OVER):
            self.comparison.action_end()
        Comparison = self.env["sales.sequence.comparison"]
        for days, looked_at in ((0, True), (89, True), (91, False)):
            with freeze_time(OVER + timedelta(days=days)):
                self.assertEqual(self.comparison in Comparison._undecided(), looked_at)
