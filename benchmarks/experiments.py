#!/usr/bin/env python3
"""`python3 benchmarks/experiments.py`: how often an experiment is wrong, and how often it finds a better text.

Simulates experiments with `tools/experiment.py` itself, looks at each every day, and needs only Python. With `--write`
the tables replace the block between the two marks in `docs/metrics.md`. Exits with 1 if a bar is missed.
"""

# pylint: disable=print-used
import argparse
import itertools
import math
import random
import sys
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).resolve().parent
sys.path.append(str(FOLDER.parent / "sales_sequence/tools"))

import experiment as statistics  # noqa: E402

PAGE = FOLDER.parent / "docs/metrics.md"
BEGIN, END = "<!-- experiments: begin -->", "<!-- experiments: end -->"
RUNS, SEED = 2000, 16
# At most so many experiments without a difference may have a winner; at least so many find twice as many answers.
MOST_FALSE, LEAST_FOUND = 0.05, 0.75
CLOSED_DAYS = 14
NEW_A_DAY = 80
# How long people take to answer: half of them a day or less, few more than a week.
DAYS_TO_ANSWER = (0, 0, 0, 0, 1, 1, 1, 2, 2, 3, 4, 6, 9, 13)


# ---------------------------------------------------------------------------------------------------------------------
# What is simulated
# ---------------------------------------------------------------------------------------------------------------------


class Scenario:
    """An experiment in which all variants earn the same, at a steady rate. Subclasses change one thing."""

    arms = ("A", "B")
    closed_days = CLOSED_DAYS
    new_a_day = NEW_A_DAY
    # Where not: an answer counts when it comes, as most tools do it.
    closed_only = True

    def __init__(self, name, rate=0.05, people=3000):
        """:param people: for each variant, at which the experiment ends"""
        self.name, self.base, self.people = name, rate, people

    @property
    def people_in_all(self):
        """After how many it ends."""
        return self.people * len(self.arms)

    def weights(self, _day, _counts):
        """``{arm: weight}`` of a day. :param counts: ``{arm: answers that count so far}``"""
        return dict.fromkeys(self.arms, 1)

    def rate(self, _arm, _day):
        """The chance that a unit answers within `closed_days`."""
        return self.base

    def answer(self, rng, arm, day):
        """After how many days a unit answers that gets its first email on this day; None if it does not in time."""
        if rng.random() >= self.rate(arm, day):
            return None
        return self.days_to_answer(rng, arm)

    def days_to_answer(self, rng, _arm):
        """After how many days somebody answers who does."""
        return rng.choice(DAYS_TO_ANSWER)

    def has_winner(self, run):
        """Whether somebody who looks today sees a winner."""
        return run.has_winner()


class Slow(Scenario):
    """Answers come late: on any of the fourteen days."""

    def days_to_answer(self, rng, _arm):  # noqa: D102
        return rng.randrange(CLOSED_DAYS)


class Faster(Scenario):
    """As many people answer, but to B three days later than to A."""

    def days_to_answer(self, rng, arm):  # noqa: D102
        days = super().days_to_answer(rng, arm)
        return days if arm == "A" else min(days + 3, CLOSED_DAYS - 1)


class FasterAsTheyCome(Faster):
    """The same, counted as others do it."""

    closed_only = False


class Drift(Scenario):
    """The rate falls from 10 % to 2 %, with a season of three weeks on top of it."""

    def rate(self, _arm, day):  # noqa: D102
        part = min(day / 75, 1)
        return (0.10 - 0.08 * part) * (1 + 0.3 * math.sin(day * 2 * math.pi / 21))


class NewWeights(Scenario):
    """The weights change three times, far."""

    def weights(self, day, _counts):  # noqa: D102
        a, b = ((1, 1), (9, 1), (1, 4), (3, 1))[min(day // 20, 3)]
        return {"A": a, "B": b}


class DriftAndNewWeights(NewWeights, Drift):
    """The same while the rate falls: the variant that was sent in better times has more answers."""


class Favorite(Drift):
    """Somebody looks every day, and sends whatever leads to four times as many people, while the rate falls."""

    def weights(self, _day, counts):  # noqa: D102
        return {arm: 4 if counts[arm] > max(counts[other] for other in "AB" if other != arm) else 1 for arm in "AB"}


class Companies(Scenario):
    """One to six people of each company get the email, on different days; if one of them answers, others are likely
    to."""

    def answer(self, rng, _arm, _day):  # noqa: D102
        mood = self.base * rng.choice((0.1, 0.4, 1, 2.5))
        answers = []
        for _person in range(rng.randint(1, 6)):
            after = rng.randrange(10)
            if rng.random() < mood:
                answers.append(after + rng.choice(DAYS_TO_ANSWER))
        return min((days for days in answers if days < self.closed_days), default=None)


class Three(Scenario):
    """Three variants."""

    arms = ("A", "B", "C")


class Better(Scenario):
    """A earns more."""

    def __init__(self, name, ratio, people, rate=0.05):
        """:param ratio: how many times as many answers A earns"""
        super().__init__(name, rate, people)
        self.ratio = ratio

    def rate(self, arm, _day):  # noqa: D102
        return self.base * self.ratio if arm == "A" else self.base

    def has_winner(self, run):
        """Whether it is the right one."""
        return run.is_proved("A")


class UsualTest(Scenario):
    """A test as in most tools: two rates differ "with 95 % confidence", looked at every day."""

    def has_winner(self, run):  # noqa: D102
        (n_a, n_b), (x_a, x_b) = ([counts[arm] for arm in self.arms] for counts in (run.people, run.counts))
        rate = (x_a + x_b) / max(n_a + n_b, 1)
        if min(n_a, n_b) < 100 or not rate:
            return False
        return abs(x_a / n_a - x_b / n_b) > 1.96 * math.sqrt(rate * (1 - rate) * (1 / n_a + 1 / n_b))


class Control(Scenario):
    """A comparison with the old way: A is the sequence, B those that are held back. Only that A earns more can be
    proved."""

    closed_days = 60
    new_a_day = 10

    def __init__(self, name, held_back, rate=0.05, people=3000, ratio=1):
        """:param people: in all
        :param ratio: how many times as many meetings A earns"""
        super().__init__(name, rate, people)
        self.held_back, self.ratio = held_back, ratio

    @property
    def people_in_all(self):  # noqa: D102
        return self.people

    def weights(self, _day, _counts):  # noqa: D102
        return {"A": 1 - self.held_back, "B": self.held_back}

    def rate(self, arm, _day):  # noqa: D102
        return self.base * self.ratio if arm == "A" else self.base

    def days_to_answer(self, rng, _arm):
        """After how many days somebody meets us who does."""
        return rng.randrange(self.closed_days)

    def has_winner(self, run):
        """Whether somebody who looks today sees it proved."""
        return statistics.evidence_in(run.strata["A", "B"]) >= statistics.PROOF


class ControlOfCompanies(Companies, Control):
    """The same with companies of one to six people, who come and meet us on different days."""


class ControlInDrift(Drift, Control):
    """The same while the rate falls."""


# ---------------------------------------------------------------------------------------------------------------------
# One run
# ---------------------------------------------------------------------------------------------------------------------


class Run:
    """One experiment, from its first email to a winner or its end."""

    def __init__(self, scenario, rng):
        self.scenario, self.rng = scenario, rng
        self.proof = statistics.needed_evidence(len(scenario.arms))
        self.people = dict.fromkeys(scenario.arms, 0)
        self.counts = dict.fromkeys(scenario.arms, 0)
        # {(a, b): {q: [answers of a, answers of b]}}: what `statistics.strata` would make of the answers.
        self.strata = {pair: defaultdict(lambda: [0, 0]) for pair in itertools.permutations(scenario.arms, 2)}

        # By the day on which they count.
        self.closing, self.answering = defaultdict(list), defaultdict(list)

    def play(self):
        """:return: whether somebody who looks every day ever sees a winner"""
        left = self.scenario.people_in_all
        day = 0
        while left or self.closing or self.answering:
            self.mail(day, min(self.scenario.new_a_day, left))
            left -= min(self.scenario.new_a_day, left)
            for arm in self.closing.pop(day, ()):
                self.people[arm] += 1
            answers = self.answering.pop(day, ())
            for arm, weights in answers:
                self.add(arm, weights)
            if answers and self.scenario.has_winner(self):
                return True
            day += 1
        return False

    def mail(self, day, count):
        """Draw for the new people of a day, and know when they will answer."""
        weights = self.scenario.weights(day, self.counts)
        for _unit in range(count):
            arm = self.draw(weights)
            days = self.scenario.answer(self.rng, arm, day)
            self.closing[day + self.scenario.closed_days].append(arm)
            if days is not None:
                counts_after = self.scenario.closed_days if self.scenario.closed_only else days
                self.answering[day + counts_after].append((arm, weights))

    def draw(self, weights):
        """:return: the arm of somebody new"""
        place = self.rng.random() * sum(weights.values())
        for arm, weight in weights.items():
            place -= weight
            if place < 0:
                return arm
        return arm

    def add(self, arm, weights):
        """Count an answer."""
        self.counts[arm] += 1
        for (a, b), strata in self.strata.items():
            if arm in (a, b):
                strata[weights[a] / (weights[a] + weights[b])][arm == b] += 1

    def is_proved(self, arm):
        """Whether this variant has won."""
        return all(
            statistics.evidence_in(strata) >= self.proof for (a, _b), strata in self.strata.items() if a == arm
        )

    def has_winner(self):
        """Whether any variant has won."""
        return any(self.is_proved(arm) for arm in self.scenario.arms)


def share_of_winners(scenario, runs, seed=SEED):
    """Return in what part of the runs somebody sees a winner."""
    return sum(Run(scenario, random.Random(f"{seed}-{scenario.name}-{run}")).play() for run in range(runs)) / runs


# ---------------------------------------------------------------------------------------------------------------------
# The rows
# ---------------------------------------------------------------------------------------------------------------------


class Row(NamedTuple):
    """`least` and `most` are the bars, None where there is none."""

    scenario: Scenario
    least: float | None = None
    most: float | None = None


NO_DIFFERENCE = [
    Row(scenario, most=MOST_FALSE)
    for scenario in (
        Scenario("2 % answer", 0.02),
        Scenario("5 % answer", 0.05),
        Scenario("10 % answer", 0.10),
        Slow("answers take up to 14 days"),
        Faster("A is only answered faster"),
        Drift("the rate falls from 10 % to 2 %, in waves"),
        NewWeights("the weights change three times"),
        DriftAndNewWeights("the weights change while the rate falls"),
        Favorite("whatever leads is sent four times as often, while the rate falls"),
        Companies("companies of one to six people"),
        Three("three variants"),
    )
]
OTHERS = [
    Row(FasterAsTheyCome("A is only answered faster, and answers count as they come")),
    Row(UsualTest("5 % answer, and two rates are compared with “95 % confidence”")),
]
DIFFERENCE = [
    Row(Better("twice as many, 800 people each", 2, 800), least=LEAST_FOUND),
    *(
        Row(Better(f"{words}, {people:,} people each", ratio, people))
        for words, ratio, people in (
            ("half as many again", 1.5, statistics.needed_people(0.05, 1.5)),
            ("twice as many", 2, statistics.needed_people(0.05, 2)),
            ("three times as many", 3, statistics.needed_people(0.05, 3)),
        )
    ),
]
CONTROL_WITHOUT_DIFFERENCE = [
    Row(kind(f"{held_back * 100:.0f} % held back, {words}", held_back, rate), most=MOST_FALSE)
    for held_back in (0.2, 0.1)
    for kind, words, rate in (
        (Control, "5 % meet us", 0.05),
        (Control, "10 % meet us", 0.10),
        (ControlInDrift, "the rate falls from 10 % to 2 %, in waves", 0.05),
        (ControlOfCompanies, "companies of one to six people", 0.05),
    )
]
CONTROL_WITH_DIFFERENCE = [
    Row(
        Control(
            f"{held_back * 100:.0f} % held back, of whom {rate * 100:.0f} % meet us; {people:,} people in all",
            held_back,
            rate,
            people,
            ratio=2,
        ),
        least=LEAST_FOUND,
    )
    for rate, held_back, people in ((0.10, 0.2, 1050), (0.10, 0.1, 1850), (0.05, 0.2, 1950), (0.05, 0.1, 3500))
]


def measure(rows, runs):
    """Return ``[(row, share)]``."""
    measured = []
    for row in rows:
        measured.append((row, share_of_winners(row.scenario, runs)))
        print(f"{row.scenario.name}: {measured[-1][1]:.1%}", file=sys.stderr, flush=True)
    return measured


def missed(measured):
    """Return the names of the rows that miss their bar."""
    return [
        row.scenario.name
        for row, share in measured
        if (row.least is not None and share < row.least) or (row.most is not None and share > row.most)
    ]


def table(head, measured):
    """Return a table in Markdown."""
    lines = [f"| {head[0]} | {head[1]} |", "|---|---:|"]
    return "\n".join([*lines, *(f"| {row.scenario.name} | {share * 100:.1f} % |" for row, share in measured)])


def page(false, others, found, control_false, control_found, runs):
    """Return the tables as Markdown."""
    return "\n\n".join(
        [
            f"Each row is {runs:,} simulated experiments with {NEW_A_DAY} new people a day, looked at every day until "
            "each variant has had 3,000 people. The variants earn the same: every winner is false.",
            table(("where", "false winners"), false),
            "For comparison, what this addon does not do:",
            table(("how", "false winners"), others),
            "Where one variant of two earns more than the 5 % of the other, looked at every day until each has had:",
            table(("difference and people", "found"), found),
            f"Of a comparison with the old way each row is {runs:,} simulated ones with {Control.new_a_day} new people "
            f"or companies a day, closed after {Control.closed_days} days, looked at every day until "
            f"{CONTROL_WITHOUT_DIFFERENCE[0].scenario.people:,} in all. The sequence earns what the old way earns: "
            "every proof is false.",
            table(("where", "false proofs"), control_false),
            "Where the sequence earns twice as many meetings as the old way:",
            table(("held back and people", "proved"), control_found),
        ]
    )


def write(text):
    """Put the tables into the page."""
    content = PAGE.read_text(encoding="utf-8")
    before, _begin, rest = content.partition(BEGIN)
    _old, end, after = rest.partition(END)
    if not end:
        sys.exit(f"{PAGE} has no block between {BEGIN} and {END}: put both marks where the tables belong.")
    PAGE.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")


def main(arguments):
    """Simulate, print, and write if asked to. :return: exit code"""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--runs", type=int, default=RUNS, help="experiments in each row (%(default)s)")
    parser.add_argument("--write", action="store_true", help=f"write the tables into {PAGE.name}")
    options = parser.parse_args(arguments)
    false, others, found, control_false, control_found = (
        measure(rows, options.runs)
        for rows in (NO_DIFFERENCE, OTHERS, DIFFERENCE, CONTROL_WITHOUT_DIFFERENCE, CONTROL_WITH_DIFFERENCE)
    )
    text = page(false, others, found, control_false, control_found, options.runs)
    print(text)
    if options.write:
        write(text)
    missing = missed(false + found + control_false + control_found)
    for name in missing:
        print(f"✗ {name}", file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
