# License LGPL-3.0 or later: see LICENSE.
"""Where touches lie on the axis of a card: tools/cadence.py."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_sequence.tools.cadence import MAX_LANES, MAX_TICKS, ROOM, lay_out

DAYS = st.lists(st.integers(-600, 600), max_size=30).map(sorted)


class TestCadence:
    @given(DAYS, st.booleans())
    def test_every_touch_is_on_the_axis_and_apart_from_its_neighbors(self, days, dated):
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
