# ruff: noqa: D103 (a test's name is its promise)
"""Who counts in a comparison with the old way, and how many people it takes."""

import itertools
import random
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_sequence.tools.comparison import CONTROL, SEQUENCE, Entry, count_units, strata_of
from odoo.addons.sales_sequence.tools.experiment import (
    MOST_ANSWERS,
    PROOF,
    answers_to_proof,
    evidence_in,
    fewest_answers,
    needed_in_all,
    needed_people,
)

DAYS = timedelta(days=60)
THEN = datetime(2026, 1, 12, 9)
NOW = THEN + timedelta(days=300)
FIFTH = {"sequence": 0.8, "control": 0.2}


def entry(unit="p1", day=0, arm=SEQUENCE, **values):
    drawn_as = values.pop("drawn_as", unit) if arm else None
    weights = values.pop("weights", FIFTH) if arm else None
    return Entry(unit, THEN + timedelta(days=day), values.pop("enrollment", 1), arm, drawn_as, weights)


def count(entries, met=(), now=NOW, answers=()):
    def at(pairs):
        return [(unit, THEN + timedelta(days=day)) for unit, day in pairs]

    return [
        (unit.arm, unit.is_closed, unit.met_at is not None)
        for unit in count_units(entries, at(met), at(answers), now, DAYS)
    ]


# ---------------------------------------------------------------------------------------------------------------------
# Who counts
# ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("arm", [SEQUENCE, CONTROL])
def test_a_unit_is_closed_by_the_calendar_alone(arm):
    for day, is_closed in ((59.99, False), (60, True), (61, True)):
        assert count([entry(arm=arm)], [("p1", 1)], THEN + timedelta(days=day)) == [(arm, is_closed, True)]


@pytest.mark.parametrize("arm", [SEQUENCE, CONTROL])
@pytest.mark.parametrize(("day", "met"), [(-1, False), (0, True), (60, True), (60.01, False), (200, False)])
def test_an_outcome_counts_within_the_days_for_both_arms_alike(arm, day, met):
    assert count([entry(arm=arm)], [("p1", day)]) == [(arm, True, met)]


def test_an_outcome_before_does_not_hide_one_in_time():
    assert count([entry()], [("p1", -5), ("p1", 5)]) == [(SEQUENCE, True, True)]


def test_an_answer_does_not_decide():
    assert count([entry()], answers=[("p1", 5)]) == [(SEQUENCE, True, False)]
    (unit,) = count_units([entry()], [], [("p1", THEN)], NOW, DAYS)
    assert unit.answered_at == THEN
    assert strata_of([unit]) == {}


def test_a_company_counts_once_from_its_first_enrollment():
    entries = [entry(day=30, enrollment=2), entry(day=0, enrollment=1), entry(day=80, enrollment=3)]
    assert count(entries, [("p1", 20), ("p1", 40)]) == [(SEQUENCE, True, True)]
    assert count(entries, [("p1", 85)]) == [(SEQUENCE, True, False)], "in time for the last colleague only"
    (unit,) = count_units(entries, [], [], NOW, DAYS)
    assert sorted(unit.enrollments) == [1, 2, 3]


def test_units_of_two_arms_are_left_out():
    assert count([entry(), entry(arm=CONTROL, drawn_as="p2")]) == []


def test_merged_units_of_one_arm_weigh_as_both_draws():
    def share(*entries):
        units = count_units(entries, [("p1", THEN)], [], NOW, DAYS)
        return [round(one, 4) for one in strata_of(units)]

    assert share(entry(), entry()) == [0.8], "colleagues are of one draw"
    assert share(entry(), entry(drawn_as="p2")) == [round(0.64 / 0.68, 4)]


def test_people_enrolled_before_the_draw_are_left_out_and_those_who_come_later_change_nothing():
    assert count([entry(day=-9, arm=None), entry()]) == []
    assert count([entry(), entry(day=70, arm=None)]) == [(SEQUENCE, True, False)]
    assert count([entry(arm=None)]) == []


def test_without_a_choice_there_is_nothing_to_compare():
    assert count([entry(weights={"sequence": 1})]) == []
    assert count([entry(weights=None)]) == []


def test_only_closed_units_are_evidence():
    entries = [entry("p1"), entry("p2", arm=CONTROL), entry("p3", day=250), entry("p4"), entry("p5")]
    met = [(unit, THEN + timedelta(days=day)) for unit, day in (("p1", 3), ("p2", 3), ("p3", 251), ("p5", 4))]
    assert strata_of(count_units(entries, met, [], NOW, DAYS)) == {0.8: (2, 1)}, "of the sequence, of control"


# ---------------------------------------------------------------------------------------------------------------------
# How many people
# ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rate", "held_back", "people", "said"),
    [(0.1, 0.2, 1006, 1050), (0.1, 0.1, 1743, 1850), (0.05, 0.2, 2012, 1950), (0.05, 0.1, 3485, 3500)],
)
def test_the_people_needed_are_those_that_are_said(rate, held_back, people, said):
    assert needed_in_all(rate, 2, 1 - held_back) == people
    assert abs(people - said) / said < 0.06


def test_the_people_needed_with_equal_shares_are_as_before():
    assert [needed_people(0.05, ratio) for ratio in (1.5, 2, 3)] == [2682, 786, 249]


@given(st.floats(0.01, 0.3), st.floats(1.5, 6), st.floats(0.5, 0.95))
def test_smaller_differences_and_lower_rates_need_more_people(rate, ratio, q):
    needed = needed_in_all(rate, ratio, q)
    assert needed >= needed_in_all(rate * 1.2, ratio, q)
    assert needed >= needed_in_all(rate, ratio * 1.2, q)


@pytest.mark.parametrize(
    ("so_far", "q", "ratio", "chance", "answers"),
    [
        ({0.8: (38, 6)}, 0.8, 1.583, 0.5, 169),
        ({0.8: (38, 6), 0.9: (10, 4)}, 0.8, 1.6, 0.5, 287),
        ({0.5: (2, 60)}, 0.5, 3, 0.8, 243),
        ({0.5: (0, 200)}, 0.5, 4, 0.8, 498),
    ],
)
def test_the_answers_to_a_proof_are_those_of_another_program(so_far, q, ratio, chance, answers):
    """The chances of all courses, followed with numpy without leaving any out."""
    assert answers_to_proof(so_far, q, ratio, chance) == answers


def test_what_is_out_of_reach_is_no_number():
    assert answers_to_proof({}, 0.8, 1.01, 0.8) is None
    assert answers_to_proof({}, 0.8, 0.7, 0.5) is None, "it earns less"
    assert needed_in_all(0.05, 1.01, 0.8) is None
    assert answers_to_proof({}, 0.8, 1.3, 0.5) < MOST_ANSWERS


def test_what_is_proved_needs_no_more():
    assert answers_to_proof({0.8: (200, 10)}, 0.8, 2, 0.5) == 0


@pytest.mark.parametrize("q", [0.5, 0.8, 0.9, 0.95])
def test_fewer_answers_than_the_fewest_prove_nothing(q):
    fewest = fewest_answers(q)
    assert evidence_in({q: (fewest, 0)}) >= PROOF > evidence_in({q: (fewest - 1, 0)})


@pytest.mark.parametrize(("so_far", "chance"), [((0, 0), 0.8), ((38, 6), 0.5), ((20, 8), 0.5), ((5, 5), 0.8)])
def test_so_many_answers_prove_it_in_that_share_of_the_cases(so_far, chance):
    q, ratio = 0.8, 1.8
    needed = answers_to_proof({q: so_far}, q, ratio, chance)
    rng, runs = random.Random(7), 1500
    of_sequence = q * ratio / (q * ratio + 1 - q)
    # Evidence of each pair of counts, as many runs meet the same ones.
    known = {}

    def is_proved(pair):
        if pair not in known:
            known[pair] = evidence_in({q: pair}) >= PROOF
        return known[pair]

    def proves():
        x_a, x_b = so_far
        for _answer in itertools.repeat(None, needed):
            x_a, x_b = (x_a + 1, x_b) if rng.random() < of_sequence else (x_a, x_b + 1)
            if is_proved((x_a, x_b)):
                return True
        return False

    assert sum(proves() for _run in range(runs)) / runs == pytest.approx(chance, abs=0.045)
