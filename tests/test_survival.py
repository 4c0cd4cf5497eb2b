# License LGPL-3.0 or later: see LICENSE.
"""Intervals of rates and the curve of those still without an answer: tools/intervals.py and tools/survival.py."""

from collections import Counter
from itertools import pairwise
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_sequence.tools.intervals import Z, wilson
from odoo.addons.sales_sequence.tools.survival import still_without_answer

COUNTS = st.integers(1, 5000).flatmap(lambda count: st.tuples(st.integers(0, count), st.just(count)))
# (day, has answered); who has not was last seen on that day.
PEOPLE = st.lists(st.tuples(st.integers(0, 20), st.booleans()), min_size=1, max_size=80)


def curve_of(people, days=20):
    """Return the curve of ``(day, has answered)``."""
    answers = Counter(day for day, answered in people if answered)
    last_seen = Counter(day for day, answered in people if not answered)
    return still_without_answer(len(people), answers, last_seen, days)


class TestWilson:
    @pytest.mark.parametrize(
        ("successes", "count", "low", "high"),
        [
            # Rows of R. G. Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
            (81, 263, 0.2553, 0.3662),
            (15, 148, 0.0624, 0.1605),
            (0, 20, 0.0, 0.1611),
            (1, 29, 0.0061, 0.1718),
            # The numbers of the mock-up.
            (68, 1192, 0.045, 0.072),
            (31, 428, 0.051, 0.101),
            (40, 594, 0.050, 0.090),
        ],
    )
    def test_it_agrees_with_published_tables(self, successes, count, low, high):
        digits = 4 if count < 300 else 3
        assert tuple(round(end, digits) for end in wilson(successes, count)) == (low, high)

    @given(COUNTS)
    def test_it_contains_what_was_observed_and_stays_on_the_scale(self, counts):
        successes, count = counts
        low, high = wilson(successes, count)
        assert 0 <= low <= successes / count <= high <= 1
        assert low < high

    @given(COUNTS)
    def test_its_ends_are_where_the_score_test_just_does_not_reject(self, counts):
        successes, count = counts
        rate = successes / count
        for end in wilson(successes, count):
            if 1e-9 < end < 1 - 1e-9:
                assert abs(rate - end) / sqrt(end * (1 - end) / count) == pytest.approx(Z, rel=1e-6)

    @given(COUNTS)
    def test_not_to_succeed_is_its_mirror_image(self, counts):
        successes, count = counts
        low, high = wilson(successes, count)
        assert wilson(count - successes, count) == pytest.approx((1 - high, 1 - low))

    @given(COUNTS, st.integers(2, 9))
    def test_more_people_at_the_same_rate_make_it_narrower(self, counts, times):
        successes, count = counts
        low, high = wilson(successes, count)
        closer = wilson(times * successes, times * count)
        assert closer[1] - closer[0] < high - low

    def test_nobody_says_nothing(self):
        assert wilson(0, 0) == (0.0, 1.0)

    @pytest.mark.parametrize("counts", [(3, 2), (-1, 2), (0, -1)])
    def test_what_is_not_a_rate_is_refused(self, counts):
        with pytest.raises(ValueError, match="is not a rate"):
            wilson(*counts)


class TestStillWithoutAnswer:
    def test_an_example_calculated_by_hand(self):
        # Ten people: one answers on day 1; two are last seen on it; one of the seven left answers on day 3.
        curve = still_without_answer(10, {1: 1, 3: 1}, {1: 2}, 4)
        assert [day.at_risk for day in curve] == [10, 10, 7, 7, 6]
        assert [day.answers for day in curve] == [0, 1, 0, 1, 0]
        assert [day.without for day in curve] == pytest.approx([1, 0.9, 0.9, 0.9 * 6 / 7, 0.9 * 6 / 7])

    def test_six_mercaptopurine(self):
        # The first sample of A. J. Gehan, Biometrika 52 (1965), as every textbook calculates it.
        events = {6: 3, 7: 1, 10: 1, 13: 1, 16: 1, 22: 1, 23: 1}
        censored = {6: 1, 9: 1, 10: 1, 11: 1, 17: 1, 19: 1, 20: 1, 25: 1, 32: 2, 34: 1, 35: 1}
        curve = still_without_answer(21, events, censored, 23)
        shares = {day.day: round(day.without, 4) for day in curve}
        assert [shares[day] for day in (5, 6, 7, 10, 13, 16, 22, 23)] == [
            1.0, 0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482,
        ]  # fmt: skip

    @given(PEOPLE)
    def test_it_only_falls_and_its_band_contains_it(self, people):
        curve = curve_of(people)
        assert all(before.without >= after.without for before, after in pairwise(curve))
        assert all(0 <= day.low <= day.without <= day.high <= 1 for day in curve)
        assert [day.day for day in curve] == list(range(len(curve)))

    @given(PEOPLE)
    def test_without_anybody_still_open_it_is_the_plain_share_with_its_interval(self, people):
        answers = Counter(day for day, answered in people if answered)
        for day in still_without_answer(len(people), answers, {}, 20):
            left = len(people) - sum(count for at, count in answers.items() if at <= day.day)
            assert day.without == pytest.approx(left / len(people), abs=1e-12)
            if 0 < left < len(people):
                assert (day.low, day.high) == pytest.approx(wilson(left, len(people)), abs=1e-9)

    @given(PEOPLE, st.integers(0, 19))
    def test_who_was_last_seen_later_changes_nothing_before(self, people, day):
        longer = [(20, False) if seen > day and not answered else (seen, answered) for seen, answered in people]
        assert curve_of(people)[: day + 1] == curve_of(longer)[: day + 1]

    @given(PEOPLE)
    def test_everybody_counts_as_long_as_observed_and_no_longer(self, people):
        curve = curve_of(people)
        for day in curve:
            assert day.at_risk == sum(1 for seen, _answered in people if seen >= day.day)
        assert len(curve) == 1 + min(20, max(seen for seen, _answered in people))

    def test_nobody_has_no_curve(self):
        assert still_without_answer(0, {}, {}, 14) == []
