"""What the card of an experiment says, and who may do what on it."""

import re
from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError

from odoo.addons.sales_sequence.models.measure.experiment_shown import Shown
from odoo.addons.sales_sequence.tools import experiment

from .test_experiment import LATER, ExperimentCommon

NOW = datetime(2026, 11, 25, 13, 30)
SINCE = datetime(2026, 9, 14, 8, 0)
CARD = "sales.sequence.experiment.card"


class TestSentences(ExperimentCommon):
    """The numbers of one invented world, so that every sentence can be checked by hand."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.c = cls.make_variants(cls.step, 3)[2]
        cls.step.name = "Introduction email"
        cls.a.name, cls.b.name, cls.c.name = "A: a customer story", "a question", "C"
        for variant, words in ((cls.a, 5), (cls.b, 3), (cls.c, 4)):
            variant.mail_template_id.body_html = f"<p>{'word ' * words}</p>"

    def facts(self, counts, state, weights=None, **changes):
        """:param counts: ``{variant: (people, answers, open)}``"""
        weights = {variant.id: 1 for variant in counts} if weights is None else weights
        drawn = {variant.id: 1 for variant in counts}
        answers = [(variant.id, drawn) for variant, (_people, count, _open) in counts.items() for _ in range(count)]
        Experiment = self.env["sales.sequence.experiment"]
        count = len(counts)
        return {
            "variants": [Experiment._row(variant, *numbers) for variant, numbers in counts.items()],
            "comparisons": [
                Experiment._finite(one) for one in experiment.compare(answers, [variant.id for variant in counts])
            ],
            "winner_id": False,
            "state": state,
            "since": SINCE,
            "until": False,
            "number": 1,
            "weights": weights,
            "K": count,
            "base_rate": {"answers": 148, "people": 2960, "rate": 0.05},
            "pace_per_week": 143,
            "needed": {f"{ratio:g}": experiment.needed_people(0.05, ratio, count) for ratio in (1.5, 2, 3)},
            "more": False,
            "proved_at": False,
            "kept_at": False,
            "beaten": [variant.id for variant in counts if variant.id != changes.get("winner_id", variant.id)],
            "auto_stop": False,
            "restarted_at": False,
            "past": [],
            **changes,
        }

    def card(self, *args, lang="en_US", **changes):
        model = self.env[CARD].with_context(lang=lang, tz="Europe/Brussels")
        facts = self.facts(*args, **changes)
        with freeze_time(NOW):
            return model._card(Shown(step=self.step.with_context(lang=lang), facts=facts, days=14))

    def two(self, a, b):
        return {self.a: a, self.b: b}

    def say(self, card):
        """The sentence without its tags."""
        return re.sub("</?strong>", "", card["sentence"])

    def before(self, **changes):
        return self.card(self.two((0, 0, 0), (0, 0, 0)), "not_started", since=False, **changes)

    # ------------------------------------------------------------------

    def test_before_the_start_it_says_how_many_people_and_weeks_it_takes(self):
        card = self.before()
        self.assertEqual(self.say(card), "It takes about 786 people per variant: 11 weeks at your pace.")
        self.assertEqual(
            card["explanation"],
            "To find a text that earns twice as many answers, 8 times in 10, at this sequence's own rate of 5.0% (148 "
            "of 2,960). Each week about 143 new people reach this step.",
        )
        rows = [(row["ratio"], row["people"], row["weeks"], row["is_main"]) for row in card["plan"]["rows"]]
        self.assertEqual(rows, [("3", 249, 4, False), ("2", 786, 11, True), ("1.5", 2682, 38, False)])
        self.assertEqual(card["plan"]["weeks_title"], "weeks at 143 a week")
        self.assertEqual((card["badge"], card["since"], card["stops"]), ("Not started", False, []))
        self.assertEqual([rule["label"] for rule in card["rules"]], ["Counted", "Who gets which", "Wins when"])
        self.assertIn("reaches 40;", card["rules"][2]["text"])

    def test_a_third_variant_has_its_price(self):
        third = experiment.needed_people(0.05, 2, 3)
        self.assertGreater(third, 786)
        said = self.before()["plan"]["third"]
        self.assertIn(f"divides the people by 3 and asks for more proof: about {third} each", said)
        self.assertIn(f"{-(-third * 3 // 143)} weeks instead of 11 weeks", said)

    def test_a_small_share_takes_longer(self):
        card = self.before(weights={self.a.id: 3, self.b.id: 1})
        self.assertEqual(self.say(card), "It takes about 786 people per variant: 22 weeks at your pace.")
        self.assertEqual([variant["share"] for variant in card["variants"]], [0.75, 0.25])

    def test_what_takes_decades_is_not_counted_in_weeks(self):
        card = self.before(pace_per_week=2)
        self.assertEqual(
            self.say(card), "It takes about 786 people per variant: more than two years at your pace."
        )
        self.assertNotIn("weeks", card["plan"]["third"])

    def test_where_nobody_arrives_no_weeks_are_promised(self):
        card = self.before(pace_per_week=0)
        self.assertEqual(self.say(card), "It takes about 786 people per variant.")
        self.assertIn("Hardly anybody has reached this step lately", card["explanation"])
        self.assertFalse(card["plan"]["weeks_title"])
        self.assertEqual([row["weeks"] for row in card["plan"]["rows"]], [False] * 3)

    def test_a_rate_of_its_own_is_not_claimed_without_people(self):
        card = self.before(base_rate={"answers": 0, "people": 0, "rate": 0.05})
        self.assertIn("at a rate of 5.0%: this sequence has none of its own yet", card["explanation"])

    def test_nobody_has_to_start_it(self):
        self.assertIn("with the next email of this step", self.before()["plan"]["starts"])
        draft = self.sequence.copy()
        self.step.sequence_id.action_close()
        self.assertIn("after the sequence is published", self.before()["plan"]["starts"])
        self.assertEqual(draft.state, "draft")

    # ------------------------------------------------------------------

    def test_while_it_runs_it_says_that_nothing_is_proved(self):
        card = self.card(self.two((594, 40, 143), (598, 28, 139)), "running", more=240)
        self.assertEqual(self.say(card), "No winner yet, about 240 more each.")
        self.assertEqual(
            card["explanation"],
            "About 139 of them have the email already, and count within 14 days. To send the others takes about 2 "
            "weeks, and 14 days more until their answers count.",
        )
        self.assertEqual(card["title"], "Introduction email: A against B")
        self.assertEqual(card["since"], "since Sep 14, 2026, 10 weeks")
        (comparison,) = card["comparisons"]
        self.assertEqual(comparison["title"], "A earns 1.4 times what B earns, between 0.7 and 3.1")
        self.assertFalse(comparison["is_proved"])
        self.assertEqual(comparison["note"], "1× means no difference; gray: too small to matter (0.67 to 1.5)")
        self.assertEqual(card["decided"][0], "Evidence that A is better than B: 1.1. A winner needs 40.")
        self.assertEqual([stop["label"] for stop in card["stops"]], ["Stop sending A", "Stop sending B"])
        self.assertFalse(any(stop["is_primary"] for stop in card["stops"]))
        self.assertFalse(card["may_keep"])

    def test_labels_have_each_letter_once(self):
        card = self.card({self.a: (9, 1, 0), self.b: (9, 1, 0), self.c: (9, 1, 0)}, "running")
        labels = [variant["label"] for variant in card["variants"]]
        self.assertEqual(labels, ["A: a customer story", "B: a question", "C"])

    def test_who_has_the_email_already_is_not_sent_again(self):
        card = self.card(self.two((594, 40, 143), (598, 28, 139)), "running", more=100)
        self.assertIn("All of them have the email already", card["explanation"])
        card = self.card(self.two((594, 40, 0), (598, 28, 0)), "running", more=286)
        self.assertEqual(
            card["explanation"],
            "To send them takes about 4 weeks, and 14 days more until their answers count.",
        )

    def test_rates_are_for_enough_people(self):
        card = self.card(self.two((20, 2, 0), (19, 2, 0)), "running")
        self.assertEqual([variant["rate"] for variant in card["variants"]], [0.1, False])

    # ------------------------------------------------------------------

    def winner(self, **changes):
        counts = self.two((1312, 112, 146), (1306, 62, 141))
        values = {"winner_id": self.a.id, "proved_at": datetime(2027, 1, 11, 9, 0), **changes}
        return self.card(counts, "winner", **values)

    def test_a_winner_is_said_with_its_interval(self):
        card = self.winner()
        self.assertEqual(self.say(card), "A earns 1.8 times the answers of B, between 1.1 and 3.0.")
        self.assertEqual(card["badge"], "Winner: A")
        self.assertEqual(
            card["explanation"], "Proved on Jan 11, 2027 and counted on since then, as both are still sent."
        )
        (stop,) = card["stops"]
        self.assertEqual((stop["label"], stop["variant_ids"]), ("Stop sending B", [self.b.id]))
        self.assertTrue(stop["is_primary"])
        self.assertEqual(stop["consequence"], "From then on everybody gets A. B's numbers stay.")
        self.assertTrue(card["may_keep"] and card["comparisons"][0]["is_proved"])
        self.assertEqual(card["comparisons"][0]["note"], "1× means no difference; the whole interval lies above it")
        self.assertIn("421", card["decided"][0])

    def test_a_decision_to_keep_all_is_not_asked_for_twice(self):
        card = self.winner(kept_at=datetime(2027, 1, 20, 9, 0))
        self.assertFalse(card["may_keep"])
        self.assertIn("It was decided on Jan 20, 2027 to keep sending the others.", card["explanation"])

    def test_a_verdict_outlives_the_corrections_that_take_its_answers_away(self):
        counts = self.two((100, 0, 0), (100, 0, 0))
        card = self.card(counts, "winner", winner_id=self.b.id, proved_at=NOW)
        self.assertEqual(self.say(card), "B earned more answers than A.")
        self.assertFalse(card["comparisons"][0]["is_known"])
        self.assertEqual(card["badge"], "Winner: B")

    def test_an_end_that_is_not_known_is_not_made_up(self):
        card = self.card(self.two((100, 20, 0), (100, 0, 0)), "winner", winner_id=self.a.id, proved_at=NOW)
        self.assertRegex(self.say(card), r"^A earns at least \d\.\d times the answers of B\.$")
        self.assertFalse(card["comparisons"][0]["high"])

    def test_three_variants_are_compared_with_the_leader_only(self):
        counts = {self.a: (900, 20, 10), self.b: (900, 60, 10), self.c: (900, 22, 10)}
        card = self.card(counts, "winner", winner_id=self.b.id, proved_at=NOW)
        self.assertEqual(self.say(card), "B earns more answers than A and C.")
        self.assertEqual([one["variant_id"] for one in card["comparisons"]], [self.a.id, self.c.id])
        (stop,) = card["stops"]
        self.assertEqual((stop["label"], stop["variant_ids"]), ("Stop sending A and C", [self.a.id, self.c.id]))
        self.assertEqual(card["title"], "Introduction email: A, B, and C")
        self.assertIn("A winner needs 60.", card["decided"][0])

    def test_of_three_one_is_stopped_and_two_go_on(self):
        counts = {self.a: (90, 2, 0), self.b: (90, 6, 0), self.c: (90, 2, 0)}
        stops = self.card(counts, "running")["stops"]
        self.assertEqual(stops[0]["consequence"], "From then on everybody gets one of B and C. A's numbers stay.")

    # ------------------------------------------------------------------

    def test_too_few_answers_say_when_something_can_be_said(self):
        card = self.card(self.two((30, 2, 10), (31, 0, 10)), "too_few")
        needed = experiment_fewest(2)
        self.assertEqual(self.say(card), f"2 answers so far: nothing can be said before about {needed}.")
        self.assertEqual(card["comparisons"], [], "whatever the interval is, it says nothing")
        card = self.card(self.two((30, 1, 10), (31, 0, 10)), "too_few")
        self.assertEqual(self.say(card), f"1 answer so far: nothing can be said before about {needed}.")

    def test_the_fewest_answers_are_those_with_which_too_few_ends(self):
        for weights in ({1: 1, 2: 1}, {1: 5, 2: 1}, {1: 1, 2: 3}):
            shown = Shown(None, {"variants": [{"variant_id": 1}, {"variant_id": 2}], "weights": weights, "K": 2}, 14)
            fewest = shown.fewest_answers

            def verdicts(count, weights=weights):
                return {
                    experiment.verdict([(arm, weights)] * count + [(other, weights)] * 0, [1, 2], 2)
                    for arm, other in ((1, 2), (2, 1))
                }

            self.assertIn("winner", verdicts(fewest))
            self.assertEqual(verdicts(fewest - 1), {"too_few"})

    def test_no_difference_says_which_is_shorter(self):
        card = self.card(self.two((9000, 450, 0), (9000, 455, 0)), "no_difference")
        self.assertEqual(self.say(card), "A and B are the same for all practical purposes: keep the shorter.")
        self.assertIn("Length in words: A 5 and B 3.", card["explanation"])
        self.assertIn("too small to matter (0.67 to 1.5)", card["comparisons"][0]["note"])

    def test_a_winner_has_beaten_nobody_who_came_later(self):
        counts = {self.a: (812, 63, 30), self.b: (797, 38, 30), self.c: (20, 0, 40)}
        won = {"winner_id": self.a.id, "proved_at": datetime(2026, 11, 2, 9, 0), "beaten": [self.b.id]}
        card = self.card(counts, "winner", weights={self.a.id: 1, self.c.id: 1}, **won)
        self.assertRegex(self.say(card), r"^A earns \d\.\d times the answers of B, between")
        self.assertEqual([stop["label"] for stop in card["stops"]], ["Stop sending A", "Stop sending C"])
        self.assertEqual([one["is_proved"] for one in card["comparisons"]], [True, False])
        card = self.card(counts, "winner", **won)
        self.assertEqual([(stop["label"], stop["is_primary"]) for stop in card["stops"]], [("Stop sending B", True)])
        self.assertEqual(self.say(self.card({self.a: (9, 0, 0)}, "winner", **won)), "A earned the most answers.")

    def test_once_one_is_stopped_everybody_gets_the_other(self):
        counts = self.two((1312, 112, 146), (1306, 62, 141))
        card = self.card(
            counts, "stopped", weights={self.a.id: 1}, winner_id=self.a.id, proved_at=datetime(2027, 1, 11, 9, 0)
        )
        self.assertEqual(self.say(card), "Everybody gets A from now on.")
        self.assertEqual(card["explanation"], "A was proved better on Jan 11, 2027. B's numbers stay.")
        self.assertEqual(card["stops"], [])
        self.assertEqual([variant["weight"] for variant in card["variants"]], [1, 0])
        card = self.card(counts, "stopped", weights={self.b.id: 1})
        self.assertEqual(self.say(card), "Everybody gets B from now on.")
        self.assertEqual(card["explanation"], "It was stopped before one was proved better. A's numbers stay.")
        # B was stopped before anybody got it: it has no numbers.
        card = self.card({self.a: (1312, 112, 146)}, "stopped", weights={self.a.id: 1})
        self.assertEqual(card["explanation"], "It was stopped before one was proved better.")

    # ------------------------------------------------------------------

    def test_a_changed_text_leaves_the_old_experiment_in_the_list(self):
        past = self.facts(
            self.two((40, 2, 0), (41, 1, 0)), "running", until=datetime(2026, 10, 3, 9, 0), verdict="running"
        )
        card = self.before(past=[past])
        self.assertEqual(
            card["past"],
            ["Sep 14, 2026 to Oct 3, 2026, no winner. Answers: A: a customer story 2 of 40; B: a question 1 of 41."],
        )

    def test_equal_texts_are_warned_about(self):
        self.assertEqual(self.before()["warnings"], [])
        subject = self.a.mail_template_id.subject
        self.b.mail_template_id.write({"subject": subject, "body_html": "<div>word word<br/>word word word</div>"})
        self.assertEqual(
            self.before()["warnings"], ["A and B have the same text: there is nothing to compare. Change one of them."]
        )

    def test_with_one_variant_nothing_is_compared(self):
        card = self.before(weights={self.a.id: 1})
        self.assertEqual(self.say(card), "Nothing is compared: only one variant is sent.")
        self.assertEqual((card["plan"], card["rules"], card["warnings"]), (False, [], []))

    def test_a_winner_that_is_not_sent_anymore_does_not_stop_all_others(self):
        counts = {self.a: (900, 60, 10), self.b: (900, 20, 10), self.c: (900, 22, 10)}
        weights = {self.b.id: 1, self.c.id: 1}
        card = self.card(counts, "winner", weights=weights, winner_id=self.a.id, proved_at=NOW)
        self.assertEqual([stop["variant_ids"] for stop in card["stops"]], [[self.b.id], [self.c.id]])
        self.assertFalse(any(stop["is_primary"] for stop in card["stops"]))

    def test_what_won_after_it_was_stopped_is_said(self):
        counts = self.two((1312, 112, 146), (1306, 62, 141))
        card = self.card(counts, "stopped", weights={self.a.id: 1}, winner_id=self.a.id)
        self.assertEqual(card["explanation"], "A was proved better on Nov 25, 2026. B's numbers stay.")

    def test_names_cannot_bring_tags_into_the_sentence(self):
        self.step.name = "<script>"
        card = self.winner()
        self.assertNotIn("<script>", card["sentence"])

    def test_dates_are_those_of_the_reader(self):
        # Half past eleven in the evening, UTC, is the next day in Brussels.
        card = self.card(self.two((594, 40, 0), (598, 28, 0)), "running", since=datetime(2026, 9, 13, 23, 30))
        self.assertIn("Sep 14, 2026", card["since"])


def experiment_fewest(variants):
    """Counted otherwise than by the card: the best bet is that on 4 times."""
    count, proof = 1, 20 * variants
    while sum((theta / (0.5 * theta + 0.5)) ** count for theta in experiment.THETAS) / 8 < proof:
        count += 1
    return count


class TestDoing(ExperimentCommon):
    """Real people, real rights."""

    def ask(self, method, *args, user=None, at=LATER):
        with freeze_time(at):
            return getattr(self.env[CARD].with_user(user or self.manager), method)(self.step.id, *args)

    def test_a_step_without_variants_has_no_card(self):
        plain = self.sequence.step_ids[1]
        self.assertIs(self.env[CARD].get_card(plain.id), False)

    def test_a_step_that_is_gone_is_said_to_be_gone(self):
        for step_id in (False, 2**31 - 1):
            with self.subTest(step_id), self.assertRaisesRegex(UserError, "does not exist anymore"):
                self.env[CARD].get_card(step_id)

    def test_every_number_opens_exactly_its_people(self):
        touches = self.mail_some()
        self.answer_to(touches.filtered(lambda touch: touch.variant_id == self.b)[0])
        card = self.ask("get_card")
        self.assertEqual(sum(variant["people"] for variant in card["variants"]), 20)
        self.assertEqual(sum(variant["answers"] for variant in card["variants"]), 1)
        for at in (LATER, touches[0].done_at):
            card = self.ask("get_card", at=at)
            for variant in card["variants"]:
                for count in ("people", "open", "answers"):
                    action = self.ask("action_open", variant["id"], count, at=at)
                    found = self.env["sales.sequence.enrollment"].with_user(self.manager).search(action["domain"])
                    self.assertEqual(len(found), variant[count], (at, variant["letter"], count))
                    self.assertEqual(action["res_model"], "sales.sequence.enrollment")

    def test_a_company_counts_once_and_opens_all_of_its_people(self):
        company = self.env["res.partner"].create({"name": "Valves", "is_company": True})
        people = self.env["res.partner"].create(
            [{"name": name, "email": f"{name}@valves.example.org", "parent_id": company.id} for name in ("Ann", "Bob")]
        )
        leads = self.env["crm.lead"]
        for person in people:
            leads |= self.make_lead(person.name, partner_id=person.id, email_from=person.email)
        touches = self.mail(leads)
        (variant,) = touches.variant_id
        counts = {one["id"]: one["people"] for one in self.ask("get_card")["variants"]}
        self.assertEqual(counts[variant.id], 1)
        domain = self.ask("action_open", variant.id, "people")["domain"]
        self.assertEqual(self.env["sales.sequence.enrollment"].search(domain), touches.enrollment_id)

    def test_a_rep_sees_everybodys_numbers_but_opens_no_list(self):
        touches = self.mail_some()
        touches.enrollment_id.user_id = self.manager
        touches.enrollment_id.lead_id.user_id = self.manager
        card = self.ask("get_card", user=self.rep)
        self.assertEqual(sum(variant["people"] for variant in card["variants"]), 20)
        self.assertFalse(card["may_open"] or card["may_edit"] or card["stops"] or card["may_keep"])
        with self.assertRaisesRegex(AccessError, "see everybody's people"):
            self.ask("action_open", self.a.id, "people", user=self.rep)

    def test_people_of_a_company_that_one_does_not_work_in_are_counted_and_not_opened(self):
        touches = self.mail_some()
        self.assertTrue(self.ask("get_card")["may_open"])
        self.assertFalse(self.sequence.company_id, "companies share it")
        touches[0].enrollment_id.company_id = self.env["res.company"].create({"name": "Another company of ours"})
        card = self.ask("get_card")
        self.assertEqual(sum(variant["people"] for variant in card["variants"]), 20)
        self.assertFalse(card["may_open"])
        with self.assertRaises(AccessError):
            self.ask("action_open", self.a.id, "people")

    def test_a_rep_decides_nothing(self):
        self.mail_some()
        for method, *args in (
            ("stop", [self.b.id]),
            ("keep_all",),
            ("set_weights", {self.a.id: 2}),
            ("set_stops_losers", True),
        ):
            with self.subTest(method), self.assertRaises(AccessError):
                self.ask(method, *args, user=self.rep)

    def test_stopping_is_for_the_variants_of_this_step(self):
        other = self.make_sequence("email", name="Other").step_ids
        (foreign,) = self.make_variants(other, 1)
        for variant_ids in ([foreign.id], [], [self.a.id, foreign.id]):
            with self.subTest(variant_ids), self.assertRaisesRegex(UserError, "not a variant of the step"):
                self.ask("stop", variant_ids)
        self.assertTrue(self.a.active and foreign.active)

    def test_whoever_stops_b_sees_that_everybody_gets_a(self):
        self.mail_some()
        card = self.ask("stop", [self.b.id])
        self.assertEqual((card["state"], [one["weight"] for one in card["variants"]]), ("stopped", [1, 0]))
        self.assertIn("Everybody gets A", card["sentence"])

    def test_more_people_are_not_asked_for_a_variant_that_is_not_sent_anymore(self):
        template = self.make_template(name="Wording C", subject="C: a question")
        values = {"step_id": self.step.id, "name": "C", "mail_template_id": template.id}
        third = self.env["sales.sequence.step.variant"].create(values)
        self.mail_some(30)
        self.ask("stop", [third.id])
        self.mail(self.make_leads(30, "Later"))
        facts = self.facts()
        people = {row["variant_id"]: row["people"] for row in facts["variants"]}
        self.assertLess(people[third.id], min(people[self.a.id], people[self.b.id]))
        self.assertEqual(facts["more"], facts["needed"]["2"] - min(people[self.a.id], people[self.b.id]))

    def test_shares_are_changed_for_those_who_come_later(self):
        card = self.ask("set_weights", {str(self.a.id): 3, str(self.b.id): "1"})
        self.assertEqual([variant["share"] for variant in card["variants"]], [0.75, 0.25])
        nobody = {self.a.id: 0, self.b.id: 0}
        for weights in (nobody, {self.a.id: "many"}, [1], {self.a.id: -1}, {self.a.id: 2**40}, {}):
            with self.subTest(weights), self.assertRaises(UserError), self.env.cr.savepoint():
                self.ask("set_weights", weights)
        self.env.invalidate_all()
        self.assertEqual((self.a.weight, self.b.weight), (3, 1))

    def test_the_switch_is_kept(self):
        self.assertTrue(self.ask("set_stops_losers", True)["stops_losers"])
        self.assertTrue(self.step.stops_losers)

    def test_a_changed_text_begins_anew_and_the_old_numbers_stay_on_the_card(self):
        touches = self.mail_some()
        with freeze_time(LATER):
            self.a.mail_template_id.body_html = "<p>Quite another text.</p>"
        card = self.ask("get_card")
        self.assertEqual(card["state"], "not_started")
        self.assertEqual(card["restarted"], f"A new experiment began on {LATER:%b %d, %Y}, as a text was changed.")
        (past,) = card["past"]
        of_a = len(touches.filtered(lambda touch: touch.variant_id == self.a))
        self.assertIn(f"A 0 of {of_a}; B 0 of {20 - of_a}", past)
        again = LATER + timedelta(days=3)
        with freeze_time(again):
            # Before anybody was counted with the second text.
            self.step._begin_experiment()
        card = self.ask("get_card", at=again)
        self.assertEqual(card["restarted"], f"A new experiment began on {again:%b %d, %Y}, as a text was changed.")
        self.assertEqual(len(card["past"]), 1)

    def test_the_card_takes_as_many_queries_for_more_people(self):
        self.mail_some(4)
        self.ask("get_card")
        counts = []
        for more in (2, 30):
            self.mail(self.make_leads(more, f"More{more}"))
            self.env.invalidate_all()
            # Which of the two is read first, and whether with the other, is up to Odoo's cache.
            (self.manager.partner_id | self.env.company.partner_id).mapped("tz")
            before = self.env.cr.sql_log_count
            self.ask("get_card")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
