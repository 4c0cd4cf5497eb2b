"""From when on results are said to be bad: tools/results_rules.py."""

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_sequence.tools.advice import ACT, WARNING
from odoo.addons.sales_sequence.tools.experiment import ratio_interval
from odoo.addons.sales_sequence.tools.results_rules import (
    are_too_many_opt_outs,
    days_to_reach,
    has_fallen,
    judge_bounces,
    judge_complaints,
)


class TestResultsRules:
    def test_bounces_count_from_fifty_emails_on(self):
        assert judge_bounces(49, 49) is None
        assert judge_bounces(3, 50) == WARNING
        assert judge_bounces(5, 50) == ACT

    def test_bounces_warn_over_five_and_pause_over_eight_percent(self):
        assert judge_bounces(50, 1000) is None, "exactly 5 %"
        assert judge_bounces(51, 1000) == WARNING
        assert judge_bounces(80, 1000) == WARNING, "exactly 8 %"
        assert judge_bounces(81, 1000) == ACT

    def test_complaints_count_from_three_in_a_thousand_emails_on(self):
        assert judge_complaints(2, 1000) is None
        assert judge_complaints(3, 999) is None
        assert judge_complaints(999, 999) is None
        assert judge_complaints(3, 1000) == WARNING, "exactly 0.3 %"
        assert judge_complaints(4, 1000) == ACT

    def test_complaints_warn_over_one_and_pause_over_three_in_a_thousand(self):
        assert judge_complaints(3, 3000) is None, "exactly 0.1 %"
        assert judge_complaints(3, 2999) == WARNING
        assert judge_complaints(30, 10_000) == WARNING
        assert judge_complaints(31, 10_000) == ACT

    def test_opt_outs_count_over_two_percent_of_a_hundred_people(self):
        assert not are_too_many_opt_outs(99, 99)
        assert not are_too_many_opt_outs(2, 100)
        assert are_too_many_opt_outs(3, 100)

    def test_a_rate_has_fallen_from_a_hundred_people_on(self):
        assert has_fallen((40, 100), (2, 100))
        assert not has_fallen((40, 99), (2, 100))
        assert not has_fallen((40, 100), (2, 99))

    def test_a_rate_that_may_be_the_same_has_not_fallen(self):
        assert not has_fallen((12, 100), (6, 100)), "half of a few is no proof"
        assert not has_fallen((0, 500), (0, 500)), "nobody ever answered"
        assert not has_fallen((20, 500), (40, 500)), "it rose"

    @given(st.integers(0, 400), st.integers(100, 400), st.integers(0, 400), st.integers(100, 400))
    def test_a_rate_has_fallen_if_and_only_if_its_interval_lies_below_one(self, x_before, n_before, x_now, n_now):
        x_before, x_now = min(x_before, n_before), min(x_now, n_now)
        high = ratio_interval(x_now, x_before, n_now / (n_now + n_before))[1]
        assert has_fallen((x_before, n_before), (x_now, n_now)) == (high < 1)

    def test_everybody_has_more_time_than_the_plan_says(self):
        assert days_to_reach(day_number=1, waits=0) == 16
        assert days_to_reach(day_number=12, waits=3) == 44
