# License LGPL-3.0 or later: see LICENSE.
"""Where touches lie on the axis of a card: tools/cadence.py."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_sequence.tools.cadence import MAX_LANES, MAX_TICKS, ROOM, days_from_date, lay_out

DELAYS = st.lists(
    st.tuples(
        st.integers(0, 400),
        st.sampled_from(["hour", "day", "business_day"]),
        st.sampled_from(["previous", "before", "after"]),
    ),
    max_size=30,
)


class TestCadence:
    @pytest.mark.parametrize(
        ("delays", "days"),
        [
            ([(10, "business_day", "before"), (0, "day", "before"), (12, "hour", "after")], [-14, 0, 0.5]),
            ([(3, "day", "before"), (1, "day", "previous"), (2, "day", "after")], [-3, -2, 2]),
            # How long before the date somebody enters is not known.
            ([(0, "day", "previous"), (2, "day", "previous"), (3, "day", "before")], [-6, -4, -3]),
            # Never before the one before it.
            ([(1, "day", "before"), (3, "day", "previous"), (1, "day", "after")], [-1, 2, 2]),
            ([], []),
        ],
    )
    def test_days_from_the_date(self, delays, days):
        assert days_from_date(delays) == days

    @given(DELAYS)
    def test_days_are_in_the_order_of_the_steps(self, delays):
        days = days_from_date(delays)
        assert len(days) == len(delays)
        assert days == sorted(days)

    @given(DELAYS, st.booleans())
    def test_every_touch_is_on_the_axis_and_apart_from_its_neighbors(self, delays, dated):
        days = days_from_date(delays)
        picture = lay_out(days, 0 if dated else None)
        assert len(picture["places"]) == len(days)
        marks = [x for x, _lane in picture["places"]] + picture["ticks"] + ([picture["date"]] if dated else [])
        assert all(-1e-9 <= x <= 1 + 1e-9 for x in marks)
        assert len(picture["ticks"]) <= MAX_TICKS + 1
        lanes = {}
        for x, lane in picture["places"]:
            assert 0 <= lane < MAX_LANES
            lanes.setdefault(lane, []).append(x)
        if len(lanes) < MAX_LANES:
            assert all(right - left >= ROOM for xs in lanes.values() for left, right in pairwise(xs))

    @pytest.mark.parametrize(
        ("last", "count"), [(25, 25), (26, 26), (27, 4), (41, 6), (42, 3), (91, 7), (1, 1), (5000, 0)]
    )
    def test_ticks_are_days_then_weeks_then_half_months(self, last, count):
        assert len(lay_out([1, last])["ticks"]) == count
