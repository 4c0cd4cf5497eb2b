"""The weeks up to now, cut off where this one stands: tools/weeks.py."""

from datetime import date, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_sequence.tools.time_zones import wall_time, zone_info
from odoo.addons.sales_sequence.tools.weeks import weeks_until

zones = st.sampled_from(["Europe/Brussels", "America/New_York", "Asia/Kolkata", "Pacific/Auckland", "UTC"])
moments = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)).map(lambda moment: moment.replace(microsecond=0))


class TestWeeks:
    def test_a_wednesday_in_brussels(self):
        weeks = weeks_until(datetime(2026, 11, 25, 13, 30), "Europe/Brussels", 1, 9)
        assert weeks[-1].day == date(2026, 11, 23)
        assert weeks[-1].begins_at == datetime(2026, 11, 22, 23)
        assert weeks[-1].cut_at == datetime(2026, 11, 25, 13, 30)
        assert weeks[0].day == date(2026, 9, 28)
        # Summer time: the same clock time is another moment.
        assert weeks[0].begins_at == datetime(2026, 9, 27, 22)
        assert weeks[0].cut_at == datetime(2026, 9, 30, 12, 30)

    def test_weeks_begin_on_the_day_of_the_language(self):
        sunday = datetime(2026, 11, 22, 12)
        assert weeks_until(sunday, "UTC", 1, 1)[0].day == date(2026, 11, 16)
        assert weeks_until(sunday, "UTC", 7, 1)[0].day == date(2026, 11, 22)

    @given(moments, zones, st.integers(1, 7), st.integers(1, 20))
    def test_weeks_follow_each_other_and_each_contains_its_cut(self, now, zone, first_weekday, count):
        weeks = weeks_until(now, zone, first_weekday, count)
        assert len(weeks) == count
        assert weeks[-1].cut_at == now
        for week in weeks:
            assert week.day.isoweekday() == first_weekday
            assert week.begins_at <= week.cut_at <= week.ends_at
        for earlier, later in pairwise(weeks):
            assert earlier.ends_at == later.begins_at
            assert later.day - earlier.day == timedelta(days=7)

    @given(moments, zones)
    def test_each_week_is_cut_at_the_same_clock_time(self, now, zone):
        tz = zone_info(zone)
        today = wall_time(now, tz)
        for ago, week in enumerate(reversed(weeks_until(now, zone, 1, 9))):
            cut = wall_time(week.cut_at, tz)
            # A clock change may skip that time.
            assert abs(cut.replace(fold=0) - (today.replace(fold=0) - ago * timedelta(days=7))) <= timedelta(hours=1)
