# License LGPL-3.0 or later: see LICENSE.
"""Steps counted from a date: tools/date_steps.py, and `previous_slot` of tools/schedule.py.

The property tests compare with `_Plan` of `test_schedule.py`, and with counting minute by minute.
"""

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from odoo.addons.sales_sequence.tools.date_steps import (
    AFTER,
    BEFORE,
    PREVIOUS,
    Delay,
    around,
    calendar_days,
    days_from_date,
    end_of,
    is_too_late,
    numbers_of_days,
    slot_of,
)
from odoo.addons.sales_sequence.tools.schedule import (
    BUSINESS_DAY,
    DAY,
    HOUR,
    InvalidDelay,
    InvalidMoment,
    NoWorkingTime,
    Slot,
    WorkingTime,
    after_delay,
    next_slot,
    previous_slot,
)

from .test_schedule import EVERY_DAY, OFFICE, WEEK, _Draw, _wall

MINUTE = timedelta(minutes=1)
SUNDAY = frozenset({6})
BERLIN = WorkingTime("Europe/Berlin", 9, 17, WEEK)
# A Thursday, at 14:00 in Berlin.
EVENT = datetime(2026, 3, 19, 13)
THURSDAY = date(2026, 3, 19)


class TestPreviousSlot:
    @pytest.mark.parametrize(
        "moment, expected",
        [
            (datetime(2026, 3, 19, 13), datetime(2026, 3, 19, 13)),
            # In the evening, and on a Sunday and before the office opens on Monday: the last minute before.
            (datetime(2026, 3, 19, 20), datetime(2026, 3, 19, 16, 59)),
            (datetime(2026, 3, 22, 12), datetime(2026, 3, 20, 16, 59)),
            (datetime(2026, 3, 23, 8, 59, 30), datetime(2026, 3, 20, 16, 59)),
        ],
    )
    def test_the_last_working_minute_until_a_moment(self, moment, expected):
        assert previous_slot(moment, OFFICE).moment == expected

    def test_a_working_moment_is_its_own(self):
        moment = datetime(2026, 3, 19, 13, 0, 30)
        assert previous_slot(moment, OFFICE) == Slot(moment)

    def test_leaves_are_passed_over(self):
        leaves = ((datetime(2026, 3, 19, 12), datetime(2026, 3, 20)),)
        assert previous_slot(datetime(2026, 3, 19, 15), WorkingTime("UTC", 9, 17, WEEK, leaves)).moment == datetime(
            2026, 3, 19, 11, 59
        )
        lunch = ((datetime(2026, 3, 19, 12), datetime(2026, 3, 19, 13)),)
        at_night = previous_slot(datetime(2026, 3, 19, 20), WorkingTime("UTC", 9, 17, WEEK, lunch))
        assert at_night.moment == datetime(2026, 3, 19, 16, 59)

    @pytest.mark.parametrize(
        "opens, closes, moment, expected",
        [
            # On October 25, the clocks go from 3:00 back to 2:00: half past two comes twice.
            (1, 2.5, datetime(2026, 10, 25, 0, 45), datetime(2026, 10, 25, 0, 29)),
            (1, 2.5, datetime(2026, 10, 25, 2), datetime(2026, 10, 25, 1, 29)),
            (1, 2.5, datetime(2026, 10, 28), datetime(2026, 10, 25, 1, 29)),
            # On March 29, they go from 2:00 to 3:00.
            (1.5, 2.5, datetime(2026, 4, 1), datetime(2026, 3, 29, 0, 59)),
            (1.5, 2.5, datetime(2026, 3, 29, 1), datetime(2026, 3, 29, 0, 59)),
            # Ten past two for the second time: a quarter to three has been.
            (2.5, 2.75, datetime(2026, 10, 25, 1, 10), datetime(2026, 10, 25, 0, 44)),
            # A single minute.
            (9, 9 + 1 / 60, datetime(2026, 3, 22, 12), datetime(2026, 3, 22, 8)),
        ],
    )
    def test_where_the_clocks_change(self, opens, closes, moment, expected):
        sundays = WorkingTime("Europe/Berlin", opens, closes, SUNDAY)
        assert previous_slot(moment, sundays).moment == expected

    def test_a_calendar_without_any_working_time_raises_a_named_error(self):
        endless = ((datetime(1990, 1, 1), datetime(2090, 1, 1)),)
        with pytest.raises(NoWorkingTime):
            previous_slot(EVENT, WorkingTime("UTC", 9, 17, WEEK, endless))

    @given(_Draw.plans(), st.integers(0, 2**20))
    def test_it_is_open_not_later_and_nothing_open_lies_between(self, drawn, where):
        plan, moment = drawn
        working_time = plan.working_time()
        try:
            slot = previous_slot(moment, working_time).moment
        except NoWorkingTime:
            assume(False)
        assert slot <= moment
        assert plan.is_open(slot)
        minutes = int((moment - slot) / MINUTE)
        if minutes:
            assert not plan.is_open(slot + MINUTE * (1 + where % minutes))


class TestAround:
    @pytest.mark.parametrize(
        "delay, expected",
        [
            (Delay(10, BUSINESS_DAY, BEFORE), datetime(2026, 3, 5, 8)),
            (Delay(13, BUSINESS_DAY, BEFORE), datetime(2026, 3, 2, 8)),
            (Delay(1, BUSINESS_DAY, BEFORE, 11.5), datetime(2026, 3, 18, 10, 30)),
            (Delay(0, DAY, BEFORE, 9), datetime(2026, 3, 19, 8)),
            (Delay(0, DAY, AFTER, 9), datetime(2026, 3, 19, 8)),
            (Delay(2, HOUR, AFTER), datetime(2026, 3, 19, 15)),
            (Delay(2, HOUR, BEFORE), datetime(2026, 3, 19, 11)),
            # Outside the hours: forward, as any other step.
            (Delay(4, HOUR, AFTER), datetime(2026, 3, 20, 8)),
            (Delay(2, DAY, AFTER), datetime(2026, 3, 23, 8)),
            (Delay(4, DAY, BEFORE), datetime(2026, 3, 16, 8)),
            # After the clocks went forward on March 29: nine o'clock is nine o'clock.
            (Delay(7, BUSINESS_DAY, AFTER), datetime(2026, 3, 30, 7)),
        ],
    )
    def test_days_and_hours_around_an_event(self, delay, expected):
        assert around(delay, EVENT, BERLIN).moment == expected

    def test_what_comes_before_never_moves_past_the_date(self):
        sunday = datetime(2026, 3, 22, 10)
        assert around(Delay(0, DAY, BEFORE, 9), sunday, BERLIN).moment == datetime(2026, 3, 20, 15, 59)
        assert around(Delay(2, HOUR, BEFORE), datetime(2026, 3, 19, 19), BERLIN).moment == datetime(2026, 3, 19, 15, 59)
        assert around(Delay(1, BUSINESS_DAY, BEFORE), sunday, BERLIN).moment == datetime(2026, 3, 20, 8)
        # A whole day lasts until midnight.
        assert around(Delay(0, DAY, BEFORE, 16), THURSDAY, BERLIN).moment == datetime(2026, 3, 19, 15)

    def test_a_calendar_that_works_every_day_moves_nothing(self):
        every_day = WorkingTime("Europe/Berlin", 9, 17, EVERY_DAY)
        assert around(Delay(4, DAY, BEFORE), EVENT, every_day).moment == datetime(2026, 3, 15, 8)

    def test_a_whole_day_is_the_one_on_the_contacts_calendar(self):
        auckland = BERLIN.in_zone("Pacific/Auckland")
        assert _wall(around(Delay(0, DAY, BEFORE, 9), THURSDAY, auckland).moment, "Pacific/Auckland") == datetime(
            2026, 3, 19, 9
        )

    def test_a_moment_lies_on_the_day_that_the_contact_has_then(self):
        # In Auckland, the event begins on March 20, at 2:00.
        auckland = BERLIN.in_zone("Pacific/Auckland")
        assert _wall(around(Delay(1, DAY, BEFORE, 9), EVENT, auckland).moment, "Pacific/Auckland") == datetime(
            2026, 3, 19, 9
        )

    def test_what_is_no_date_is_refused(self):
        for reference in (None, "2026-03-19", 5, EVENT.replace(tzinfo=timezone.utc)):
            with pytest.raises(InvalidMoment):
                around(Delay(1, DAY, BEFORE), reference, BERLIN)
        with pytest.raises(InvalidDelay):
            around(Delay(-1, DAY, BEFORE), EVENT, BERLIN)

    def test_an_endless_leave_is_a_named_error(self):
        endless = WorkingTime("UTC", 9, 17, WEEK, ((datetime(1990, 1, 1), datetime(2090, 1, 1)),))
        for counted in (BEFORE, AFTER):
            with pytest.raises(NoWorkingTime):
                around(Delay(3, BUSINESS_DAY, counted), EVENT, endless)
        with pytest.raises(NoWorkingTime):
            around(Delay(99_999, DAY, BEFORE), date(1, 1, 1), BERLIN)


class TestSlotOf:
    def test_what_is_over_at_the_beginning_has_no_slot(self):
        delay = Delay(10, BUSINESS_DAY, BEFORE)
        begin = EVENT - timedelta(days=2)
        assert slot_of(delay, begin, EVENT, BERLIN, strict=True) is None
        later = Delay(1, BUSINESS_DAY, BEFORE)
        at_its_moment = slot_of(later, begin, EVENT, BERLIN, strict=True)
        assert slot_of(later, at_its_moment.moment, EVENT, BERLIN, strict=True) == at_its_moment

    def test_a_day_without_a_time_of_day_lasts_until_its_hours_are_over(self):
        noon, evening = datetime(2026, 3, 5, 11), datetime(2026, 3, 5, 19)
        delay = Delay(10, BUSINESS_DAY, BEFORE)
        assert slot_of(delay, noon, EVENT, BERLIN, strict=True).moment == noon
        assert slot_of(delay, evening, EVENT, BERLIN, strict=True) is None
        assert slot_of(Delay(10, BUSINESS_DAY, BEFORE, 9), noon, EVENT, BERLIN, strict=True) is None

    def test_on_the_same_day_it_comes_right_after_its_predecessor(self):
        delay, noon = Delay(0, DAY, BEFORE, 9), datetime(2026, 3, 19, 11)
        assert slot_of(delay, noon, EVENT, BERLIN).moment == noon
        assert slot_of(delay, noon, EVENT, BERLIN, strict=True) is None
        # Not when the event has begun.
        assert slot_of(delay, EVENT + MINUTE, EVENT, BERLIN) is None

    def test_what_has_waited_in_its_turn_comes_on_a_later_day_too(self):
        delay, begin = Delay(10, BUSINESS_DAY, BEFORE), EVENT - timedelta(days=2)
        assert slot_of(delay, begin, EVENT, BERLIN, in_turn=True).moment == begin
        assert slot_of(delay, EVENT + MINUTE, EVENT, BERLIN, in_turn=True) is None
        # The office has closed by then, and opens after the event.
        assert slot_of(delay, datetime(2026, 3, 18, 20), datetime(2026, 3, 19, 7), BERLIN, in_turn=True) is None

    def test_it_is_too_late_from_the_end_on(self):
        delay = Delay(1, DAY, BEFORE)
        for reference in (EVENT, THURSDAY):
            end = end_of(reference, BERLIN)
            assert is_too_late(delay, end, reference, BERLIN)
            assert not is_too_late(delay, end - timedelta(seconds=1), reference, BERLIN)
            assert not is_too_late(Delay(1, DAY, AFTER), end, reference, BERLIN)

    def test_a_step_after_the_previous_one_is_as_ever(self):
        assert slot_of(Delay(2, BUSINESS_DAY), EVENT, None, BERLIN) == after_delay(EVENT, 2, BUSINESS_DAY, BERLIN)


class _DrawDates:
    delays = st.builds(
        Delay,
        st.integers(0, 40),
        st.sampled_from([HOUR, DAY, BUSINESS_DAY]),
        st.sampled_from([BEFORE, AFTER]),
        st.integers(0, 47).map(lambda half_hours: half_hours / 2),
    )

    @staticmethod
    @st.composite
    def references(draw, moment):
        reference = moment + timedelta(minutes=15 * draw(st.integers(-6000, 6000)))
        return reference.date() if draw(st.booleans()) else reference


class TestProperties:
    @given(_Draw.plans(), _DrawDates.delays, st.data())
    def test_a_slot_is_working_time_and_what_comes_before_is_not_late(self, drawn, delay, data):
        plan, moment = drawn
        reference = data.draw(_DrawDates.references(moment))
        working_time = plan.working_time()
        try:
            slot = around(delay, reference, working_time).moment
        except NoWorkingTime:
            assume(False)
        assert plan.is_open(slot)
        if delay.counted == BEFORE:
            end = _wall(slot, plan.zone).date() if not isinstance(reference, datetime) else slot
            assert end <= reference

    @given(_Draw.plans(), _DrawDates.delays, st.data())
    def test_never_before_the_predecessor(self, drawn, delay, data):
        plan, moment = drawn
        reference = data.draw(_DrawDates.references(moment))
        try:
            slot = slot_of(delay, moment, reference, plan.working_time(), strict=data.draw(st.booleans()))
        except NoWorkingTime:
            assume(False)
        if slot:
            assert slot.moment >= moment
            assert plan.is_open(slot.moment)
            assert not is_too_late(delay, slot.moment, reference, plan.working_time())

    @given(_Draw.plans(), _DrawDates.delays, st.data())
    def test_a_date_a_week_later_never_makes_a_step_earlier(self, drawn, delay, data):
        plan, moment = drawn
        reference = data.draw(_DrawDates.references(moment))
        working_time = plan.working_time()
        try:
            slots = [around(delay, reference + timedelta(days=days), working_time).moment for days in (0, 7)]
        except NoWorkingTime:
            assume(False)
        assert slots[0] <= slots[1]

    @given(_Draw.zones, st.integers(0, 60), st.dates(date(2000, 1, 1), date(2036, 1, 1)))
    def test_business_days_before_are_counted_one_by_one(self, zone, amount, day):
        working_time = WorkingTime(zone, 9, 17, WEEK)
        counted, left = day, amount
        while left:
            counted -= timedelta(days=1)
            left -= counted.weekday() < 5
        assume(amount)
        slot = around(Delay(amount, BUSINESS_DAY, BEFORE), day, working_time)
        wall = _wall(slot.moment, zone)
        # Zones have skipped whole dates when they moved across the date line.
        assume(_wall(next_slot(slot.moment, working_time).moment, zone) == wall)
        assert abs((wall.date() - counted).days) <= (1 if zone in {"Pacific/Apia", "Pacific/Fakaofo"} else 0)

    @given(st.lists(st.one_of(_DrawDates.delays, st.builds(Delay, st.integers(0, 40), st.just(DAY))), max_size=12))
    def test_day_numbers_never_decrease(self, delays):
        numbers = numbers_of_days(delays)
        assert len(numbers) == len(delays)
        assert numbers == sorted(numbers)
        assert all(number >= 1 for number in numbers)


class TestDayNumbers:
    def test_without_dates_they_are_as_ever(self):
        assert numbers_of_days([Delay(0, DAY), Delay(2, BUSINESS_DAY), Delay(36, HOUR)]) == [1, 3, 4]

    def test_invitations_reminder_and_follow_up(self):
        steps = [
            Delay(13, BUSINESS_DAY, BEFORE),
            Delay(10, BUSINESS_DAY, BEFORE),
            Delay(7, BUSINESS_DAY, BEFORE),
            Delay(1, BUSINESS_DAY, BEFORE),
            Delay(1, BUSINESS_DAY, AFTER),
            Delay(2, DAY, PREVIOUS),
        ]
        assert [calendar_days(delay) for delay in steps[:5]] == [-17, -14, -9, -1, 1]
        assert days_from_date(steps) == [-17, -14, -9, -1, 1, 3]
        assert numbers_of_days(steps) == [1, 4, 9, 17, 19, 21]
        assert [calendar_days(Delay(hours, HOUR, AFTER)) for hours in (23, 24, 36)] == [0, 1, 1]

    def test_after_a_first_step_at_once_the_trial_runs_to_its_end(self):
        steps = [Delay(0, DAY), Delay(12, DAY, BEFORE), Delay(0, DAY, BEFORE)]
        assert numbers_of_days(steps) == [1, 2, 14]
        assert days_from_date(steps) == [-13, -12, 0]


