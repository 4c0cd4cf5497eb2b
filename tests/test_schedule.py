# License LGPL-3.0 or later: see LICENSE.
"""Sending times that a considerate person would choose: tools/schedule.py and tools/working_time.py.

The property tests compare with `_Plan`, a second, slow and obvious implementation of the same rules.
"""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from timeit import repeat

import pytest
import pytz
from hypothesis import example, given
from hypothesis import strategies as st

from odoo.addons.sales_sequence.tools.schedule import (
    InvalidDelay,
    InvalidMoment,
    InvalidWorkingTime,
    NoWorkingTime,
    ScheduleError,
    Slot,
    WorkingTime,
    add_business_days,
    after_delay,
    after_pause,
    day_numbers,
    is_working_day,
    merge_intervals,
    next_slot,
    remaining_delay,
)

WEEK = frozenset(range(5))
EVERY_DAY = frozenset(range(7))
OFFICE = WorkingTime("UTC", 9, 17, WEEK)
DAY = timedelta(days=1)
QUARTER = timedelta(minutes=15)

MONDAY = datetime(2026, 3, 2)
FRIDAY = datetime(2026, 3, 6)
SATURDAY = datetime(2026, 3, 7)
NEXT_MONDAY = datetime(2026, 3, 9)


def _hours(number):
    return timedelta(hours=number)


def _wall(moment, zone):
    """Return the wall clock time according to pytz, which knows the years up to 2037."""
    return pytz.utc.localize(moment).astimezone(pytz.timezone(zone)).replace(tzinfo=None)


@cache
def _clock_changes(zone):
    """Return the clock changes from 1990 to 2037 according to pytz."""
    changes = getattr(pytz.timezone(zone), "_utc_transition_times", [])
    return changes[bisect_left(changes, datetime(1990, 1, 1)) : bisect_left(changes, datetime(2036, 1, 1))]


def _arrival(target, zone, earliest):
    """Return the first moment from `earliest` on that shows a wall time, or the end of the gap that skips it."""
    around = (target - 2 * DAY, target + 2 * DAY)
    moments = sorted(target - (_wall(moment, zone) - moment) for moment in around)
    showing = [moment for moment in moments if moment >= earliest and _wall(moment, zone) == target]
    if showing:
        return showing[0]
    return next(change for change in _clock_changes(zone) if moments[0] < change <= moments[-1])


def _departure(moment, zone):
    """Return the wall time from which days are counted: in a repeated hour, the end of it."""
    wall = _wall(moment, zone)
    second = timedelta(seconds=1)
    for change in _clock_changes(zone):
        if change <= moment < change + 4 * _hours(1):
            return max(wall, _wall(change - second, zone) + second)
    return wall


@dataclass(frozen=True)
class _Plan:
    """A working time as configured, with the most obvious implementation of its meaning."""

    zone: str
    start: int
    end: int
    weeks: tuple
    leaves: tuple

    def working_time(self):
        return WorkingTime(self.zone, self.start / 60, self.end / 60, self.weeks, self.leaves)

    def on_leave(self, wall):
        return any(start <= wall < end for start, end in self.leaves)

    def has_weekday(self, day):
        return day.weekday() in self.weeks[(day - date(1, 1, 1)).days // 7 % 2]

    def window_days(self, wall):
        """Return the dates whose window is open at a wall time, ignoring weekdays and leaves."""
        length = (self.end - self.start) % 1440 or 1440
        days = []
        for day in (wall.date() - DAY, wall.date()):
            opens = datetime.combine(day, time()) + timedelta(minutes=self.start)
            if opens <= wall < opens + timedelta(minutes=length):
                days.append(day)
        return days

    def is_open(self, moment):
        return self.is_open_on_the_wall(_wall(moment, self.zone))

    def is_open_on_the_wall(self, wall):
        return any(map(self.has_weekday, self.window_days(wall))) and not self.on_leave(wall)

    def is_working_day(self, day):
        opens = datetime.combine(day, time()) + timedelta(minutes=self.start)
        length = (self.end - self.start) % 1440 or 1440
        return self.has_weekday(day) and not all(
            self.on_leave(opens + timedelta(minutes=minute)) for minute in range(0, length, 15)
        )


def _window(number):
    """Return start and end, in minutes, from a number of `_Draw.windows`."""
    return 15 * (number % 96), 15 * (number // 96)


def _leave(number, wall):
    """Return a leave around a wall time: whole days, or quarters of an hour."""
    number, in_days = divmod(number, 2)
    start, length = divmod(number, 200)
    if in_days:
        midnight = datetime.combine(wall.date(), time())
        return midnight + DAY * (start % 12 - 2), midnight + DAY * (start % 12 - 2 + length % 13)
    return wall + QUARTER * (start - 96), wall + QUARTER * (start - 96 + length)


def _set(number):
    return frozenset(day for day in range(7) if number >> day & 1)


def _weeks(number):
    """Return the weekdays of both week types: the same ones, or a two-week calendar."""
    if number < 128:
        return _set(number or 31), _set(number or 31)
    return _set(number), _set(number >> 7)


class _Draw:
    """Strategies. Times are in quarters of an hour: since 1990 clocks have changed in no smaller steps.

    Each part is drawn as one number because draws are slow in thousands of examples.
    """

    zones = st.sampled_from(
        pytz.all_timezones
        + [zone for zone in pytz.all_timezones if _clock_changes(zone)]
        + ["Australia/Lord_Howe", "Antarctica/Casey", "Antarctica/Troll", "America/Havana"] * 20
    )
    windows = st.one_of(st.integers(0, 96 * 97 - 1), st.sampled_from([36 + 68 * 96, 8 + 12 * 96, 88 + 24 * 96]))
    weeks = st.one_of(st.just(31), st.integers(0, 2**14 - 1))
    moments = st.integers(0, 2**24)
    leaves = st.lists(st.integers(0, 2 * 600 * 200 - 1), max_size=3)

    @staticmethod
    def moment(zone, number):
        """Return a moment from a number of `moments`: near a clock change, or at any time."""
        changes = _clock_changes(zone)
        number, near_change = divmod(number, 2)
        if changes and near_change:
            number, quarters = divmod(number, 241)
            return changes[number % len(changes)] + QUARTER * (quarters - 120)
        return datetime(1990, 1, 1) + QUARTER * (number % (46 * 365 * 96))

    @staticmethod
    @st.composite
    def plans(draw):
        """Return a plan and a moment at which it matters."""
        zone = draw(_Draw.zones)
        moment = _Draw.moment(zone, draw(_Draw.moments))
        wall = _wall(moment, zone)
        leaves = tuple(_leave(number, wall) for number in draw(_Draw.leaves))
        return _Plan(zone, *_window(draw(_Draw.windows)), _weeks(draw(_Draw.weeks)), leaves), moment


# Casey's clocks went back from 3:00 to 0:00 on March 9, 2023: the window that closes at 0:30 is open twice.
CASEY_NIGHTS = _Plan(
    "Antarctica/Casey",
    14 * 60 + 15,
    30,
    (WEEK, WEEK),
    (
        (datetime(2023, 3, 7, 17), datetime(2023, 3, 9, 0, 15)),
        (datetime(2023, 3, 9, 14, 15), datetime(2023, 3, 10, 0, 30)),
    ),
)


class TestNextSlot:
    @pytest.mark.parametrize(
        ("moment", "expected", "reasons"),
        [
            (MONDAY + _hours(9), MONDAY + _hours(9), ()),
            (MONDAY + _hours(16.99), MONDAY + _hours(16.99), ()),
            (MONDAY + _hours(7), MONDAY + _hours(9), ("outside_window",)),
            (MONDAY + _hours(17), MONDAY + _hours(33), ("outside_window",)),
            (SATURDAY + _hours(11), NEXT_MONDAY + _hours(9), ("not_working_day",)),
            (SATURDAY + _hours(20), NEXT_MONDAY + _hours(9), ("not_working_day",)),
            (SATURDAY + _hours(50), NEXT_MONDAY + _hours(9), ("outside_window",)),
            (FRIDAY + _hours(20), NEXT_MONDAY + _hours(9), ("outside_window", "not_working_day")),
        ],
    )
    def test_a_moment_outside_working_time_moves_to_the_next_slot_with_the_reason(self, moment, expected, reasons):
        assert next_slot(moment, OFFICE) == Slot(expected, reasons)

    @pytest.mark.parametrize(
        ("hour", "expected", "reasons"),
        [
            (10, 34, ("leave",)),
            (20, 34, ("leave",)),
            (30, 34, ("outside_window", "leave")),
            (33, 34, ("leave",)),
            (36, 36, ()),
            (40, 57, ("leave",)),
        ],
    )
    def test_leaves_block_days_and_parts_of_days(self, hour, expected, reasons):
        monday = (MONDAY, MONDAY + DAY)
        tuesday_first_hour = (MONDAY + _hours(33), MONDAY + _hours(34))
        tuesday_evening = (MONDAY + _hours(40), MONDAY + _hours(47))
        office = WorkingTime("UTC", 9, 17, WEEK, (tuesday_evening, monday, tuesday_first_hour))
        assert next_slot(MONDAY + _hours(hour), office) == Slot(MONDAY + _hours(expected), reasons)

    def test_a_holiday_that_ends_a_second_before_midnight_lasts_until_midnight(self):
        last_second = timedelta(hours=23, minutes=59, seconds=59)
        holidays = tuple((MONDAY + DAY * number, MONDAY + DAY * number + last_second) for number in range(2))
        for start, end in ((0, 24), (20, 24), (22, 22)):
            around_midnight = WorkingTime("UTC", start, end, WEEK, holidays)
            assert next_slot(MONDAY + _hours(1), around_midnight).moment.date() == date(2026, 3, 4)
        assert not is_working_day(MONDAY.date(), WorkingTime("UTC", 20, 24, WEEK, holidays))

    def test_a_holiday_is_a_date_in_the_contacts_zone(self):
        christmas = (datetime(2026, 12, 25), datetime(2026, 12, 26))
        auckland = WorkingTime("Pacific/Auckland", 9, 17, WEEK, (christmas,))
        # December 24, 20:00 UTC is 9:00 on Christmas Day in Auckland, and Thursday afternoon in New York.
        moment = datetime(2026, 12, 24, 20)
        assert next_slot(moment, auckland) == Slot(datetime(2026, 12, 27, 20), ("leave", "not_working_day"))
        assert next_slot(moment, auckland.in_zone("America/New_York")) == Slot(moment)

    def test_a_night_shift_belongs_to_the_day_it_begins(self):
        night = WorkingTime("UTC", 22, 6, WEEK)
        assert next_slot(SATURDAY + _hours(5.5), night) == Slot(SATURDAY + _hours(5.5))
        assert next_slot(SATURDAY + _hours(6), night).moment == NEXT_MONDAY + _hours(22)
        assert next_slot(SATURDAY + _hours(23), night) == Slot(NEXT_MONDAY + _hours(22), ("not_working_day",))
        assert next_slot(NEXT_MONDAY + _hours(5), night).moment == NEXT_MONDAY + _hours(22)
        assert next_slot(MONDAY + _hours(30), night) == Slot(MONDAY + _hours(46), ("outside_window",))

    def test_a_window_may_last_until_midnight_or_all_day(self):
        evening = WorkingTime("UTC", 20, 24, WEEK)
        assert next_slot(MONDAY + _hours(23.99), evening).reasons == ()
        assert next_slot(MONDAY + _hours(24), evening).moment == MONDAY + _hours(44)
        for start, end in ((0, 24), (0, 0)):
            all_day = WorkingTime("UTC", start, end, WEEK)
            assert next_slot(FRIDAY + _hours(23.99), all_day).reasons == ()
            assert next_slot(SATURDAY, all_day).moment == NEXT_MONDAY

    def test_weeks_of_a_two_week_calendar_alternate(self):
        first, second = frozenset([0]), frozenset([3])
        calendar = WorkingTime("UTC", 9, 17, (first, second))
        slots = [next_slot(MONDAY, calendar).moment]
        for _slot in range(3):
            slots.append(next_slot(slots[-1] + DAY, calendar).moment)
        # Week types as resource.calendar.attendance counts them: March 2, 2026 begins one of type 0.
        assert [slot.date() for slot in slots] == [
            date(2026, 3, 2),
            date(2026, 3, 12),
            date(2026, 3, 16),
            date(2026, 3, 26),
        ]

    def test_times_are_rounded_to_the_minutes_that_odoo_shows(self):
        # 9:20 is stored as 9.33 or 9.333333; Odoo shows both as 09:20.
        for hours in (9.33, 9.333333333, 9 + 1 / 3):
            slot = next_slot(MONDAY, WorkingTime("UTC", hours, 17, WEEK))
            assert slot.moment == MONDAY + timedelta(hours=9, minutes=20)

    def test_a_fraction_of_a_second_is_never_lost(self):
        moment = MONDAY + _hours(10)
        assert next_slot(moment + timedelta(microseconds=1), OFFICE).moment == moment + timedelta(seconds=1)

    def test_a_calendar_without_any_working_time_raises_a_named_error(self):
        for_ever = WorkingTime("UTC", 9, 17, WEEK, ((datetime(2020, 1, 1), datetime(9999, 12, 31, 23, 59, 59)),))
        with pytest.raises(NoWorkingTime, match="three years"):
            next_slot(MONDAY, for_ever)
        with pytest.raises(NoWorkingTime, match="three years"):
            add_business_days(MONDAY.date(), 1, for_ever)
        with pytest.raises(NoWorkingTime):
            next_slot(datetime(9999, 12, 31, 23, 59, 59), for_ever)
        with pytest.raises(NoWorkingTime):
            next_slot(datetime(1, 1, 1), OFFICE.in_zone("America/Lima"))
        # Two years of leave are long but end.
        sabbatical = WorkingTime("UTC", 9, 17, WEEK, ((MONDAY, MONDAY + 730 * DAY),))
        assert next_slot(MONDAY, sabbatical).moment == MONDAY + 730 * DAY + _hours(9)

    def test_many_leaves_cost_no_more_time_than_few(self):
        def seconds(number):
            leaves = tuple((MONDAY + k * 9 * DAY, MONDAY + (k * 9 + 1) * DAY) for k in range(number))
            office = WorkingTime("UTC", 9, 17, WEEK, leaves)
            return min(repeat(lambda: next_slot(MONDAY + 3 * DAY, office), number=500, repeat=5))

        assert seconds(20_000) < 5 * seconds(2)

    @given(_Draw.plans())
    def test_a_slot_is_in_working_time_and_never_early(self, drawn):
        plan, moment = drawn
        slot = next_slot(moment, plan.working_time())
        assert slot.moment >= moment
        assert plan.is_open(slot.moment)
        assert (slot.moment == moment) == (not slot.reasons) == plan.is_open(moment)

    @given(_Draw.plans(), st.one_of(st.floats(0, 1), st.integers(0, 40)))
    def test_no_earlier_working_time_is_skipped(self, drawn, where):
        plan, moment = drawn
        working_time = plan.working_time()
        slot = next_slot(moment, working_time).moment
        step = (slot - moment) * where if isinstance(where, float) else QUARTER * where
        between = min(moment + step, slot).replace(microsecond=0)
        assert next_slot(between, working_time).moment == slot
        assert between == slot or not plan.is_open(between)

    @given(_Draw.plans(), st.integers(0, 2 * 86400))
    def test_next_slot_is_monotone_and_idempotent(self, drawn, seconds):
        plan, moment = drawn
        working_time = plan.working_time()
        slot = next_slot(moment, working_time)
        assert next_slot(slot.moment, working_time) == Slot(slot.moment)
        assert slot.moment <= next_slot(moment + timedelta(seconds=seconds), working_time).moment

    @given(_Draw.plans(), _Draw.moments)
    def test_next_slot_is_right_at_every_quarter_hour_around_a_clock_change(self, drawn, number):
        plan, moment = drawn
        # Newfoundland changed its clocks one minute past midnight; all others change on the quarter hour.
        changes = [change for change in _clock_changes(plan.zone) if not change.minute % 15]
        if changes:
            moment = changes[number % len(changes)] + QUARTER * (number // 1000 % 41 - 20)
        slot = next_slot(moment, plan.working_time()).moment
        for _quarter in range(100):
            if plan.is_open(moment):
                break
            moment += QUARTER
        assert slot == moment or (slot > moment and not plan.is_open(moment))

    @given(_Draw.plans())
    def test_every_reason_given_is_true(self, drawn):
        plan, moment = drawn
        slot = next_slot(moment, plan.working_time())
        wall, slot_wall = _wall(moment, plan.zone), _wall(slot.moment, plan.zone)
        days = [wall.date() + DAY * number for number in range(-1, (slot_wall - wall).days + 3)]
        window_days = plan.window_days(wall)
        expected = {"outside_window", "not_working_day", "leave", "clock_change"}
        if not window_days and all(map(plan.is_working_day, days)) and not plan.leaves:
            expected = {"outside_window", "clock_change"}
        if window_days and plan.start < plan.end and "clock_change" not in slot.reasons:
            expected -= {"outside_window"}
        if window_days and slot.reasons:
            first = "leave" if plan.has_weekday(window_days[0]) else "not_working_day"
            assert slot.reasons[0] == first
        if all(map(plan.has_weekday, days)):
            expected -= {"not_working_day"}
        if not any(start < slot_wall + _hours(24) and end > wall - DAY for start, end in plan.leaves):
            expected -= {"leave"}
        if not any(moment < change <= slot.moment for change in _clock_changes(plan.zone)):
            expected -= {"clock_change"}
        assert set(slot.reasons) <= expected
        assert len(slot.reasons) == len(set(slot.reasons))

    def test_every_time_zone_has_slots_all_year(self):
        for zone in pytz.all_timezones:
            office = OFFICE.in_zone(zone)
            for month in range(1, 13):
                slot = next_slot(datetime(2026, month, 14, month), office).moment
                wall = _wall(slot, zone)
                assert 9 <= wall.hour < 17, zone
                assert wall.weekday() < 5, zone


class TestClockChanges:
    """New York: on March 8, 2026 there is no 2:30; on November 1 there are two of 1:30."""

    def _night(self, start, end, zone="America/New_York"):
        return WorkingTime(zone, start, end, EVERY_DAY)

    def test_a_window_that_starts_in_the_gap_opens_after_it(self):
        slot = next_slot(datetime(2026, 3, 8, 6), self._night(2.5, 5))
        assert slot == Slot(datetime(2026, 3, 8, 7), ("outside_window", "clock_change"))

    def test_a_window_inside_the_gap_waits_for_the_next_day(self):
        slot = next_slot(datetime(2026, 3, 8, 6), self._night(2, 3))
        assert slot == Slot(datetime(2026, 3, 9, 6), ("outside_window", "clock_change"))

    def test_a_repeated_hour_is_open_twice(self):
        night = self._night(1, 2)
        assert next_slot(datetime(2026, 11, 1, 4), night).moment == datetime(2026, 11, 1, 5)
        assert next_slot(datetime(2026, 11, 1, 6), night) == Slot(datetime(2026, 11, 1, 6))
        first_half = self._night(1, 1.5)
        assert next_slot(datetime(2026, 11, 1, 5, 45), first_half).moment == datetime(2026, 11, 1, 6)

    def test_delays_in_days_keep_the_wall_clock_time(self):
        day = self._night(0, 24)
        assert after_delay(datetime(2026, 3, 7, 15), 1, "day", day) == Slot(datetime(2026, 3, 8, 14))
        assert after_delay(datetime(2026, 10, 31, 14), 1, "day", day) == Slot(datetime(2026, 11, 1, 15))
        assert after_delay(datetime(2026, 3, 7, 15), 24, "hour", day) == Slot(datetime(2026, 3, 8, 15))

    def test_a_nonexistent_time_becomes_the_first_one_after_it(self):
        slot = after_delay(datetime(2026, 3, 7, 7, 30), 1, "day", self._night(0, 24))
        assert slot == Slot(datetime(2026, 3, 8, 7), ("clock_change",))

    def test_a_repeated_time_means_its_first_occurrence(self):
        slot = after_delay(datetime(2026, 10, 31, 5, 30), 1, "day", self._night(0, 24))
        assert slot == Slot(datetime(2026, 11, 1, 5, 30))

    def test_one_day_after_a_repeated_hour_the_order_is_kept(self):
        day = self._night(0, 24)
        starts = [datetime(2026, 11, 1, 5, 40), datetime(2026, 11, 1, 6, 10), datetime(2026, 11, 1, 7)]
        ends = [after_delay(start, 1, "day", day).moment for start in starts]
        assert ends == [datetime(2026, 11, 2, 6, 40), datetime(2026, 11, 2, 7), datetime(2026, 11, 2, 7)]

    def test_a_night_that_ends_in_a_repeated_hour_keeps_the_order(self):
        # Saturday's window lasts until 1:45. Sunday is a day off: one business day later is Monday's window.
        night = WorkingTime("America/New_York", 22, 1.75, EVERY_DAY - {6})
        first, second = datetime(2026, 11, 1, 5, 30), datetime(2026, 11, 1, 6, 30)
        assert after_delay(first, 1, "business_day", night) == Slot(datetime(2026, 11, 3, 6, 30))
        slot = after_delay(second, 1, "business_day", night)
        assert slot == Slot(datetime(2026, 11, 4, 3), ("not_working_day",))

    def test_a_date_skipped_by_the_zone_is_handled(self):
        # Samoa crossed the date line: December 30, 2011 did not exist.
        samoa = WorkingTime("Pacific/Apia", 9, 17, WEEK)
        thursday = datetime(2011, 12, 29, 20)
        slot = after_delay(thursday, 1, "business_day", samoa)
        assert slot.moment == datetime(2012, 1, 1, 19)
        assert _wall(slot.moment, "Pacific/Apia") == datetime(2012, 1, 2, 9)
        assert slot.reasons == ("clock_change", "not_working_day")


class TestAfterDelay:
    def test_a_delay_in_hours_is_elapsed_time_then_the_next_slot(self):
        assert after_delay(MONDAY + _hours(9), 3, "hour", OFFICE) == Slot(MONDAY + _hours(12))
        assert after_delay(MONDAY + _hours(16), 3, "hour", OFFICE) == Slot(MONDAY + _hours(33), ("outside_window",))

    def test_a_delay_of_zero_gives_the_next_slot(self):
        for unit in ("hour", "day", "business_day"):
            assert after_delay(SATURDAY, 0, unit, OFFICE) == next_slot(SATURDAY, OFFICE)

    @pytest.mark.parametrize(
        ("start", "number", "end"),
        [
            (MONDAY, 1, MONDAY + DAY),
            (MONDAY, 4, FRIDAY),
            (FRIDAY, 1, NEXT_MONDAY),
            (SATURDAY, 1, NEXT_MONDAY),
            (SATURDAY, 2, NEXT_MONDAY + DAY),
            (SATURDAY + DAY, 1, NEXT_MONDAY),
            (SATURDAY, 0, NEXT_MONDAY),
            (FRIDAY, 0, FRIDAY),
        ],
    )
    def test_business_days_skip_the_weekend(self, start, number, end):
        assert add_business_days(start.date(), number, OFFICE) == end.date()
        if number:
            assert after_delay(start + _hours(10), number, "business_day", OFFICE) == Slot(end + _hours(10))

    def test_leaves_are_not_business_days(self):
        whole_tuesday = (MONDAY + DAY, MONDAY + 2 * DAY)
        only_the_window = (MONDAY + _hours(33), MONDAY + _hours(41))
        in_two_halves = ((MONDAY + _hours(33), MONDAY + _hours(37)), (MONDAY + _hours(37), MONDAY + _hours(41)))
        for leaves in ((whole_tuesday,), (only_the_window,), in_two_halves):
            office = WorkingTime("UTC", 9, 17, WEEK, leaves)
            assert not is_working_day(date(2026, 3, 3), office)
            assert add_business_days(MONDAY.date(), 1, office) == date(2026, 3, 4)
        half = WorkingTime("UTC", 9, 17, WEEK, in_two_halves[:1])
        assert is_working_day(date(2026, 3, 3), half)
        assert after_delay(MONDAY + _hours(10), 1, "business_day", half) == Slot(MONDAY + _hours(37), ("leave",))

    def test_after_midnight_days_count_from_the_evening_the_night_shift_began(self):
        night = WorkingTime("UTC", 22, 6, WEEK)
        friday_night = SATURDAY + _hours(2)
        assert after_delay(friday_night, 1, "business_day", night) == Slot(NEXT_MONDAY + _hours(26))
        assert after_delay(MONDAY + _hours(26), 1, "business_day", night) == Slot(MONDAY + _hours(50))

    def test_a_late_step_shifts_the_next_one(self):
        late = after_delay(FRIDAY + _hours(18), 0, "day", OFFICE)
        assert late.moment == NEXT_MONDAY + _hours(9)
        assert after_delay(late.moment, 2, "business_day", OFFICE).moment == NEXT_MONDAY + _hours(57)

    @given(_Draw.plans(), st.integers(0, 400))
    def test_a_delay_in_hours_is_never_shortened(self, drawn, amount):
        plan, moment = drawn
        slot = after_delay(moment, amount, "hour", plan.working_time())
        assert slot == next_slot(moment + _hours(amount), plan.working_time())
        assert plan.is_open(slot.moment)

    @given(_Draw.plans(), st.integers(1, 40))
    def test_a_delay_in_days_keeps_the_wall_clock_time(self, drawn, amount):
        plan, moment = drawn
        target = _departure(moment, plan.zone) + amount * DAY
        slot = after_delay(moment, amount, "day", plan.working_time())
        due = _arrival(target, plan.zone, moment)
        assert slot.moment == next_slot(due, plan.working_time()).moment
        assert (_wall(due, plan.zone) != target) <= ("clock_change" in slot.reasons)

    @given(_Draw.plans(), st.integers(1, 12))
    @example((CASEY_NIGHTS, datetime(2023, 3, 8, 16, 15)), 1)
    def test_business_days_are_counted_exactly_and_keep_the_wall_clock_time(self, drawn, amount):
        plan, moment = drawn
        wall = _departure(moment, plan.zone)
        while plan.is_open(moment) and not plan.is_open_on_the_wall(wall):
            wall += timedelta(minutes=1)
        day = first = (plan.window_days(wall) or [wall.date()])[0]
        for _day in range(amount):
            day += DAY
            while not plan.is_working_day(day):
                day += DAY
        slot = after_delay(moment, amount, "business_day", plan.working_time())
        due = _arrival(wall + (day - first), plan.zone, moment)
        assert slot.moment == next_slot(due, plan.working_time()).moment
        assert plan.is_open(slot.moment)

    @given(_Draw.plans(), st.integers(0, 200_000), st.integers(0, 12), st.sampled_from(["hour", "day"]))
    def test_a_later_start_never_gets_an_earlier_slot(self, drawn, seconds, amount, unit):
        plan, moment = drawn
        working_time = plan.working_time()
        later = moment + timedelta(seconds=seconds)
        assert after_delay(moment, amount, unit, working_time).moment <= (
            after_delay(later, amount, unit, working_time).moment
        )

    @given(_Draw.plans(), st.integers(0, 200_000), st.integers(0, 12))
    @example((CASEY_NIGHTS, datetime(2023, 3, 7, 19, 30)), 900, 1)
    def test_business_days_keep_the_order_of_slots(self, drawn, seconds, amount):
        plan, moment = drawn
        working_time = plan.working_time()
        moment = next_slot(moment, working_time).moment
        later = next_slot(moment + timedelta(seconds=seconds), working_time).moment
        assert after_delay(moment, amount, "business_day", working_time).moment <= (
            after_delay(later, amount, "business_day", working_time).moment
        )

    @given(_Draw.plans(), st.integers(0, 30), st.integers(0, 30))
    def test_business_days_of_dates_are_monotone_and_add_up(self, drawn, first, second):
        plan, moment = drawn
        working_time = plan.working_time()
        day = moment.date()
        after_first = add_business_days(day, first, working_time)
        assert is_working_day(after_first, working_time) is plan.is_working_day(after_first) is True
        assert add_business_days(after_first, second, working_time) == (
            add_business_days(day, first + second, working_time)
        ) or (first == 0 and not plan.is_working_day(day))
        assert after_first <= add_business_days(day + DAY, first, working_time)
        assert after_first <= add_business_days(day, first + 1, working_time)


class TestAfterPause:
    def test_a_pause_keeps_the_remaining_delay(self):
        left = remaining_delay(MONDAY, MONDAY + _hours(10))
        assert left == _hours(10)
        assert after_pause(FRIDAY, left, OFFICE) == Slot(FRIDAY + _hours(10))
        assert after_pause(FRIDAY + _hours(8), left, OFFICE).moment == NEXT_MONDAY + _hours(9)

    def test_a_step_due_before_the_pause_is_due_at_its_end(self):
        assert remaining_delay(FRIDAY, MONDAY) == timedelta()
        assert after_pause(MONDAY + _hours(10), -DAY, OFFICE) == Slot(MONDAY + _hours(10))

    @given(_Draw.plans(), st.integers(-10, 500), st.integers(0, 5000))
    def test_after_a_pause_exactly_the_remaining_delay_is_waited(self, drawn, due_in, paused_for):
        plan, moment = drawn
        working_time = plan.working_time()
        left = remaining_delay(moment, moment + QUARTER * due_in)
        resumed = moment + QUARTER * paused_for
        slot = after_pause(resumed, left, working_time)
        assert slot == next_slot(resumed + max(QUARTER * due_in, timedelta()), working_time)


class TestDayNumbers:
    @pytest.mark.parametrize(
        ("delays", "days"),
        [
            ([], []),
            ([(n, "business_day") for n in (0, 2, 2, 1, 4)], [1, 3, 5, 8, 12]),
            ([(n, "day") for n in (0, 2, 2, 3, 4)], [1, 3, 5, 8, 12]),
            ([(3, "day"), (0, "hour"), (0, "business_day")], [4, 4, 4]),
            ([(0, "day"), (23, "hour"), (1, "hour"), (47, "hour")], [1, 1, 2, 3]),
            # One business day after Saturday or Sunday is Monday.
            ([(5, "day"), (1, "business_day")], [6, 8]),
            ([(6, "day"), (1, "business_day"), (5, "business_day")], [7, 8, 15]),
            ([(10, "business_day"), (11, "business_day")], [15, 30]),
        ],
    )
    def test_delays_are_translated_into_day_numbers(self, delays, days):
        assert day_numbers(delays) == days

    @given(st.lists(st.tuples(st.integers(0, 30), st.sampled_from(["hour", "day", "business_day"])), max_size=6))
    def test_day_numbers_match_a_run_that_begins_on_a_monday(self, delays):
        always = WorkingTime("UTC", 0, 24, EVERY_DAY)
        weekdays = WorkingTime("UTC", 0, 24, WEEK)
        moment, days = MONDAY, []
        for amount, unit in delays:
            if unit == "business_day" and amount:
                day = add_business_days(moment.date(), amount, weekdays)
                moment += datetime.combine(day, time()) - datetime.combine(moment.date(), time())
            elif unit != "business_day":
                moment = after_delay(moment, amount, unit, always).moment
            days.append((moment - MONDAY).days + 1)
        assert day_numbers(delays) == days


class TestBadInput:
    @pytest.mark.parametrize(
        "arguments",
        [
            ("Europe/Atlantis", 9, 17, WEEK),
            (None, 9, 17, WEEK),
            (["UTC"], 9, 17, WEEK),
            ("UTC", -1, 17, WEEK),
            ("UTC", 24, 17, WEEK),
            ("UTC", 9, 24.1, WEEK),
            ("UTC", float("nan"), 17, WEEK),
            ("UTC", float("inf"), 17, WEEK),
            ("UTC", None, 17, WEEK),
            ("UTC", 9, 17, frozenset()),
            ("UTC", 9, 17, (frozenset(), frozenset())),
            ("UTC", 9, 17, (WEEK,)),
            ("UTC", 9, 17, (WEEK, WEEK, WEEK)),
            ("UTC", 9, 17, {7}),
            ("UTC", 9, 17, {"monday"}),
            ("UTC", 9, 17, 3),
            ("UTC", 9, 17, WEEK, ((FRIDAY, MONDAY),)),
            ("UTC", 9, 17, WEEK, ((date(2026, 1, 1), date(2026, 1, 2)),)),
            ("UTC", 9, 17, WEEK, ((pytz.utc.localize(MONDAY), pytz.utc.localize(FRIDAY)),)),
        ],
    )
    def test_an_invalid_working_time_is_refused(self, arguments):
        with pytest.raises(InvalidWorkingTime) as refused:
            WorkingTime(*arguments)
        assert isinstance(refused.value, ScheduleError)

    @pytest.mark.parametrize(
        ("amount", "unit"), [(-1, "day"), (1.5, "hour"), (None, "day"), (10**9, "day"), (1, "week"), (1, None)]
    )
    def test_an_invalid_delay_is_refused(self, amount, unit):
        with pytest.raises(InvalidDelay):
            after_delay(MONDAY, amount, unit, OFFICE)
        with pytest.raises(InvalidDelay):
            day_numbers([(amount, unit)])
        if unit == "day":
            with pytest.raises(InvalidDelay):
                add_business_days(MONDAY.date(), amount, OFFICE)

    @pytest.mark.parametrize("moment", [None, False, "2026-03-02", date(2026, 3, 2), pytz.utc.localize(MONDAY)])
    def test_a_moment_must_be_naive_utc(self, moment):
        for schedule in (
            lambda: next_slot(moment, OFFICE),
            lambda: after_delay(moment, 1, "day", OFFICE),
            lambda: after_pause(moment, DAY, OFFICE),
        ):
            with pytest.raises(InvalidMoment):
                schedule()

    def test_a_date_beyond_the_year_9999_raises_a_named_error(self):
        for unit in ("hour", "day", "business_day"):
            with pytest.raises(NoWorkingTime):
                after_delay(datetime(9999, 12, 30), 100_000, unit, OFFICE)
        with pytest.raises(NoWorkingTime):
            after_pause(datetime(9999, 12, 30), 30 * DAY, OFFICE)
        with pytest.raises(NoWorkingTime):
            add_business_days(date(9999, 12, 30), 30, OFFICE)


class TestWorkingTime:
    def test_leaves_that_overlap_are_merged(self):
        assert merge_intervals([(5, 7), (1, 2), (2, 3), (6, 6), (5, 6), (9, 9)]) == ((1, 3), (5, 7))
        with pytest.raises(InvalidWorkingTime):
            merge_intervals([(2, 1)])

    def test_equal_working_times_compare_equal_however_their_leaves_are_split(self):
        whole = WorkingTime("UTC", 9, 17, WEEK, ((MONDAY, FRIDAY),))
        parts = WorkingTime("UTC", 9, 17, WEEK, ((MONDAY + DAY, FRIDAY), (MONDAY, MONDAY + DAY)))
        assert whole == parts
        assert hash(whole) == hash(parts)
        assert whole.in_zone("Asia/Tokyo") != whole
        assert whole.in_zone("Asia/Tokyo").in_zone("UTC") == whole
        with pytest.raises(InvalidWorkingTime):
            whole.in_zone("Nowhere")

    @given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 9)), max_size=8), st.integers(0, 70))
    def test_merging_leaves_does_not_change_what_they_cover(self, drawn, point):
        intervals = [(start, start + length) for start, length in drawn]
        merged = merge_intervals(intervals)
        covered = [any(start <= point < end for start, end in each) for each in (intervals, merged)]
        assert covered[0] == covered[1]
        assert all(end < start for (_start, end), (start, _end) in pairwise(merged))
        assert all(start < end for start, end in merged)
