"""Whether a rate has changed, and by how much: tools/rate_change.py."""

import math
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_sequence.tools.rate_change import (
    FELL,
    NEW,
    ROSE,
    STEADY,
    TOO_FEW,
    Group,
    change,
    ratio_of_rates,
)

groups = st.integers(1, 3000).flatmap(
    lambda people: st.builds(Group, answered=st.integers(0, people), people=st.just(people))
)
# Few enough answers to be the rate of a sequence, which is what the screen shows.
usual = st.integers(20, 3000).flatmap(
    lambda people: st.builds(Group, answered=st.integers(1, max(1, people // 3)), people=st.just(people))
)


def _probability(answered, people, rate):
    return math.comb(people, answered) * rate**answered * (1 - rate) ** (people - answered)


class TestInterval:
    def test_it_is_the_one_of_the_paper(self):
        """Koopman's own example: 36 of 40 against 16 of 80."""
        low, high = ratio_of_rates(Group(36, 40), Group(16, 80))
        assert (round(low, 2), round(high, 2)) == (2.94, 7.15)

    @given(groups, groups)
    def test_the_ratio_that_was_seen_lies_in_it(self, one, other):
        low, high = ratio_of_rates(one, other)
        ratio = (one.answered / one.people) / (other.answered / other.people) if other.answered else math.inf
        assert low <= ratio * (1 + 1e-6)
        assert high is None or ratio <= high * (1 + 1e-6)
        assert (high is None) == (not other.answered)
        assert (low == 0) == (not one.answered)

    @given(usual, usual)
    def test_the_other_way_round_is_the_reciprocal(self, one, other):
        low, high = ratio_of_rates(one, other)
        low_turned, high_turned = ratio_of_rates(other, one)
        assert math.isclose(low * high_turned, 1, rel_tol=1e-6)
        assert math.isclose(high * low_turned, 1, rel_tol=1e-6)

    @given(usual, usual)
    def test_more_confidence_makes_it_wider_and_more_people_make_it_narrower(self, one, other):
        low, high = ratio_of_rates(one, other)
        surer_low, surer_high = ratio_of_rates(one, other, 0.999)
        assert surer_low < low < high < surer_high
        tenfold = (Group(10 * group.answered, 10 * group.people) for group in (one, other))
        narrow_low, narrow_high = ratio_of_rates(*tenfold)
        assert low < narrow_low < narrow_high < high

    def test_it_holds_the_true_ratio_as_often_as_it_says(self):
        """Counted over all that can happen, not drawn."""
        for people, rate in ((40, 0.1), (100, 0.05)):
            covered = 0
            for one, other in product(range(people + 1), repeat=2):
                weight = _probability(one, people, rate) * _probability(other, people, rate)
                if weight > 1e-9:
                    low, high = ratio_of_rates(Group(one, people), Group(other, people))
                    covered += weight * (low <= 1 and (high is None or high >= 1))
            assert 0.94 < covered < 0.99, (people, rate, covered)


class TestWhatIsSaid:
    def test_a_fall_needs_the_whole_interval_under_one(self):
        fell = change(Group(41, 436), Group(12, 398))
        assert fell.kind == FELL
        assert fell.high < 1
        assert round(fell.ratio, 2) == 0.32
        assert change(Group(41, 436), Group(28, 398)).kind == STEADY
        assert change(Group(12, 398), Group(41, 436)).kind == ROSE

    def test_of_many_sequences_only_a_clearer_fall_is_one(self):
        before, last = Group(41, 436), Group(20, 398)
        assert change(before, last).kind == FELL
        assert change(before, last, comparisons=200).kind == STEADY

    def test_sequences_that_never_changed_seldom_seem_to(self):
        """The chance that any of 200 equal sequences is said to have fallen or risen."""
        people, rate, sequences = 60, 0.08, 200
        wrong = 0
        for before, last in product(range(people + 1), repeat=2):
            weight = _probability(before, people, rate) * _probability(last, people, rate)
            if weight > 1e-9:
                found = change(Group(before, people), Group(last, people), comparisons=sequences)
                wrong += weight * (found.kind in (FELL, ROSE))
        assert 1 - (1 - wrong) ** sequences < 0.06

    def test_a_sequence_that_stopped_earning_is_not_too_small_to_tell(self):
        assert change(Group(15, 200), Group(0, 200)).kind == FELL

    def test_too_few(self):
        assert change(Group(8, 19), Group(0, 300)).kind == TOO_FEW
        assert change(Group(80, 300), Group(0, 19)).kind == TOO_FEW
        assert change(Group(8, 35), Group(9, 38)).kind == TOO_FEW
        assert change(Group(0, 100), Group(0, 100)).kind == TOO_FEW

    def test_nobody_before_is_new_and_nobody_now_is_too_few(self):
        assert change(Group(0, 0), Group(19, 203)).kind == NEW
        assert change(Group(0, 0), Group(0, 0)).kind == NEW
        assert change(Group(19, 203), Group(0, 0)).kind == TOO_FEW

    @given(groups, groups, st.integers(1, 300))
    def test_something_can_be_said_of_any_two_groups(self, before, last, comparisons):
        found = change(before, last, comparisons)
        assert (found.low is None) == (found.kind in (NEW, TOO_FEW))
        if found.kind == FELL:
            assert found.ratio < 1
