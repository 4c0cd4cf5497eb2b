# License LGPL-3.0 or later: see LICENSE.
"""Limits per sender and per day: tools/pacing.py."""

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
import pytz
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_sequence.tools import pacing
from odoo.addons.sales_sequence.tools.pacing import (
    Candidate,
    DayCap,
    InvalidCap,
    Ledger,
    NotFree,
    spread,
)
from odoo.addons.sales_sequence.tools.schedule import InvalidMoment, NoWorkingTime, Slot, WorkingTime, next_slot
from odoo.addons.sales_sequence.tools.time_zones import UnknownTimeZone, wall_time, zone_info

WEEK = frozenset(range(5))
OFFICE = WorkingTime("UTC", 9, 17, WEEK)
ALWAYS = WorkingTime("UTC", 0, 24, frozenset(range(7)))
NEVER = WorkingTime("UTC", 9, 17, WEEK, ((datetime(2000, 1, 1), datetime(2100, 1, 1)),))
MONDAY = datetime(2026, 3, 2)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


def _at(*hours):
    return [MONDAY + hour * HOUR for hour in hours]


def _has_room(moments, moment, cap, gap):
    """Tell in the most obvious way whether one more mail breaks a cap or a gap."""
    if any(abs(other - moment) < gap for other in moments):
        return False
    together = [*moments, moment]
    windows = [start for start in together if start <= moment < start + DAY]
    return all(sum(start <= other < start + DAY for other in together) <= cap for start in windows)


def _most_in_a_day(moments):
    moments = sorted(moments)
    return max(sum(start <= other < start + DAY for other in moments) for start in moments)


class TestLedger:
    def test_a_full_day_moves_the_next_mail_to_tomorrow(self):
        ledger = Ledger(3, 0, _at(9, 10, 11))
        assert ledger.first_free(MONDAY + 12 * HOUR, OFFICE) == Slot(MONDAY + 33 * HOUR, ("sender_cap",))
        assert not ledger.fits(MONDAY + 33 * HOUR - timedelta(seconds=1))
        assert ledger.fits(MONDAY + 33 * HOUR)

    def test_the_cap_applies_to_any_24_hours_not_to_calendar_days(self):
        ledger = Ledger(2, 0, _at(22, 23))
        assert ledger.first_free(MONDAY + 24 * HOUR, ALWAYS).moment == MONDAY + 46 * HOUR

    def test_a_slot_reserved_for_tomorrow_counts_today(self):
        ledger = Ledger(2, 0, _at(24, 25))
        assert not ledger.fits(MONDAY + 23 * HOUR)
        assert ledger.fits(MONDAY + HOUR)
        assert not ledger.fits(MONDAY + HOUR + timedelta(seconds=1))

    def test_mails_keep_their_gap(self):
        ledger = Ledger(None, 90, _at(10))
        slot = ledger.first_free(MONDAY + 10 * HOUR - 89 * timedelta(seconds=1), OFFICE)
        assert slot == Slot(MONDAY + 10 * HOUR + 90 * timedelta(seconds=1), ("sender_gap",))
        assert ledger.fits(MONDAY + 10 * HOUR - 90 * timedelta(seconds=1))

    def test_a_mail_fits_exactly_between_two(self):
        ledger = Ledger(None, 3600, _at(9, 11))
        assert ledger.fits(MONDAY + 10 * HOUR)
        assert not ledger.fits(MONDAY + 10 * HOUR + MINUTE)
        assert not ledger.fits(MONDAY + 10 * HOUR - MINUTE)
        assert ledger.first_free(MONDAY + 9 * HOUR, OFFICE).moment == MONDAY + 10 * HOUR

    def test_a_cap_that_ends_or_begins_at_the_slot_is_not_a_reason(self):
        two = [MONDAY + 48 * HOUR] * 2
        after = Ledger(2, 1800, [*two, MONDAY + 72 * HOUR])
        assert after.first_free(MONDAY + 72 * HOUR, ALWAYS) == Slot(MONDAY + 72.5 * HOUR, ("sender_gap",))
        before = Ledger(2, 1800, [*two, MONDAY + 23.5 * HOUR])
        assert before.first_free(MONDAY + 23.5 * HOUR, ALWAYS) == Slot(MONDAY + 24 * HOUR, ("sender_gap",))

    def test_a_cap_and_the_end_of_the_day_are_both_reasons(self):
        ledger = Ledger(1, 0, [MONDAY + 33 * HOUR])
        slot = ledger.first_free(MONDAY + 20 * HOUR, OFFICE)
        assert slot == Slot(MONDAY + 57 * HOUR, ("outside_window", "sender_cap"))

    def test_looking_for_a_slot_reserves_nothing(self):
        ledger = Ledger(1, 0)
        assert ledger.first_free(MONDAY, OFFICE) == ledger.first_free(MONDAY, OFFICE)
        assert ledger.moments == []

    def test_a_slot_without_room_cannot_be_reserved(self):
        ledger = Ledger(1, 60, _at(9))
        for moment in _at(9, 20):
            with pytest.raises(NotFree):
                ledger.reserve(moment)
        assert ledger.moments == _at(9)

    def test_a_lowered_cap_applies_from_now_on(self):
        ledger = Ledger(2, 0, _at(9, 9, 10, 11, 12))
        assert ledger.first_free(MONDAY + 13 * HOUR, OFFICE).moment == MONDAY + 35 * HOUR

    @pytest.mark.parametrize(
        ("cap", "gap"), [(0, 0), (-1, 0), (1.5, 0), ("3", 0), (1, -1), (1, None), (1, float("nan")), (1, float("inf"))]
    )
    def test_an_invalid_cap_or_gap_is_refused(self, cap, gap):
        with pytest.raises(InvalidCap):
            Ledger(cap, gap)

    def test_moments_must_be_naive_utc(self):
        aware = pytz.utc.localize(MONDAY)
        for use in (lambda: Ledger(1, 0, [aware]), lambda: Ledger(1, 0).reserve(aware)):
            with pytest.raises(InvalidMoment):
                use()
        with pytest.raises(InvalidMoment):
            Ledger(1, 0).first_free(aware, OFFICE)

    def test_no_working_time_raises_a_named_error(self):
        with pytest.raises(NoWorkingTime):
            Ledger(1, 0).first_free(MONDAY, NEVER)

    @given(
        st.lists(st.integers(0, 50), max_size=14),
        st.lists(st.integers(0, 60), min_size=1, max_size=8),
        st.integers(1, 5),
        st.integers(0, 5),
    )
    def test_a_slot_is_free_exactly_if_it_breaks_no_limit(self, used, wanted, cap, gap):
        ledger = Ledger(cap, gap * 3600, _at(*used))
        moments = _at(*used)
        for moment in _at(*wanted):
            fits = _has_room(moments, moment, cap, gap * HOUR)
            assert ledger.fits(moment) == fits
            if fits:
                ledger.reserve(moment)
                moments.append(moment)
        assert ledger.moments == sorted(moments)

    @given(
        st.lists(st.integers(0, 100), max_size=8),
        st.lists(st.integers(0, 120), min_size=1, max_size=5),
        st.one_of(st.none(), st.integers(1, 4)),
        st.integers(0, 4),
        st.booleans(),
    )
    def test_no_earlier_slot_than_the_first_free_one_is_free(self, used, earliest, cap, gap, two_zones):
        ledger = Ledger(cap, gap * 3600, _at(*used))
        moments = _at(*used)
        for number, hour in enumerate(earliest):
            working_time = OFFICE.in_zone("Asia/Tokyo") if two_zones and number % 2 else OFFICE
            expected = MONDAY + hour * HOUR
            while not (
                working_time.is_open(wall_time(expected, working_time.tz))
                and _has_room(moments, expected, cap or 99, gap * HOUR)
            ):
                expected += HOUR
            assert ledger.first_free(MONDAY + hour * HOUR, working_time).moment == expected
            ledger.reserve(expected)
            moments.append(expected)


class TestPlans:
    def test_a_plan_delays_only_what_comes_after_it(self):
        ledger = Ledger(2, 3600, _at(9))
        ledger.plan_all(_at(20))
        assert ledger.fits(MONDAY + 19.5 * HOUR)
        assert not ledger.fits(MONDAY + 20 * HOUR)
        assert not ledger.fits(MONDAY + 32 * HOUR)
        assert ledger.first_free(MONDAY + 20 * HOUR, ALWAYS) == Slot(MONDAY + 33 * HOUR, ("sender_cap",))
        assert ledger.moments == _at(9)
        assert ledger.plans == _at(20)

    def test_a_mail_gives_way_to_a_plan_of_the_same_day_if_it_would_take_its_slot(self):
        ledger = Ledger(2, 0, _at(1))
        ledger.plan(MONDAY + 15 * HOUR)
        ledger.plan(MONDAY + 36 * HOUR)
        assert ledger.gives_way_until(MONDAY + 9 * HOUR) == MONDAY + 15 * HOUR
        assert ledger.gives_way_until(MONDAY + 2 * HOUR) is None, "Late enough to belong to tomorrow"
        assert ledger.gives_way_until(MONDAY + 16 * HOUR) is None
        assert Ledger(None, 60).gives_way_until(MONDAY) is None

    @given(
        st.lists(st.integers(0, 60), max_size=8),
        st.lists(st.integers(0, 60), max_size=8),
        st.lists(st.integers(0, 80), max_size=8),
        st.integers(1, 4),
        st.integers(0, 4),
    )
    def test_a_slot_free_despite_plans_breaks_no_limit(self, used, plans, wanted, cap, gap):
        ledger = Ledger(cap, gap * 3600, _at(*used))
        ledger.plan_all(_at(*plans[:4]))
        for moment in _at(*plans[4:]):
            ledger.plan(moment)
        for moment in _at(*wanted):
            before = [other for other in _at(*used, *plans) if other <= moment]
            behind = all(moment - other >= gap * HOUR for other in before)
            behind = behind and sum(moment - other < DAY for other in before) < cap
            assert ledger.fits(moment) == (behind and _has_room(_at(*used), moment, cap, gap * HOUR))


class TestDayCap:
    def test_a_full_day_gives_way_to_the_next(self):
        cap = DayCap(2, {date(2026, 3, 2): 2, date(2026, 3, 3): 1})
        assert cap.first_free_day(date(2026, 3, 2)) == date(2026, 3, 3)
        cap.take(date(2026, 3, 3))
        assert cap.first_free_day(date(2026, 3, 2)) == date(2026, 3, 4)
        with pytest.raises(NotFree):
            cap.take(date(2026, 3, 3))

    def test_full_days_are_not_searched_again_and_again(self):
        steps = []

        class CountedDate(date):
            def __add__(self, other):
                steps.append(other)
                return date.__add__(self, other)

        cap, first = DayCap(1), CountedDate(2026, 3, 2)
        for _number in range(1000):
            cap.take(cap.first_free_day(first))
        assert len(cap.used) == 1000
        assert len(steps) <= 2 * 1000

    def test_the_arguments_are_not_changed(self):
        used = {date(2026, 3, 2): 1}
        DayCap(2, used).take(date(2026, 3, 2))
        assert used == {date(2026, 3, 2): 1}

    def test_days_are_counted_in_the_given_zone(self):
        cap = DayCap(1, {date(2026, 3, 3): 1}, "Asia/Tokyo")
        assert cap.day_of(MONDAY + 15 * HOUR) == date(2026, 3, 3)
        assert cap.fits(MONDAY + 14 * HOUR)
        assert cap.first_free(MONDAY + 15 * HOUR) == MONDAY + 39 * HOUR

    def test_a_day_whose_midnight_does_not_exist(self):
        # In Beirut, March 29, 2026 begins at 1:00.
        cap = DayCap(1, {date(2026, 3, 28): 1}, "Asia/Beirut")
        assert cap.first_free(datetime(2026, 3, 28, 12)) == datetime(2026, 3, 28, 22)

    def test_a_day_cap_that_moves_a_slot_is_named_as_the_reason(self):
        domain = DayCap(1, {date(2026, 3, 2): 1}, reason="domain_cap")
        new = DayCap(5, {date(2026, 3, 3): 5}, reason="new_cap")
        slot = Ledger(None, 0).first_free(MONDAY + 10 * HOUR, OFFICE, (domain, new))
        assert slot == Slot(MONDAY + 57 * HOUR, ("domain_cap", "new_cap"))

    @pytest.mark.parametrize("limit", [0, -1, 1.5, None])
    def test_an_invalid_limit_is_refused(self, limit):
        with pytest.raises(InvalidCap):
            DayCap(limit)
        with pytest.raises(UnknownTimeZone):
            DayCap(1, zone="Nowhere")

    @given(st.lists(st.integers(0, 40), max_size=40), st.integers(1, 3))
    def test_no_earlier_day_than_the_first_free_one_is_free(self, days, limit):
        cap, used = DayCap(limit), {}
        for number in days:
            day = date(2026, 3, 2) + number * DAY
            expected = day
            while used.get(expected, 0) >= limit:
                expected += DAY
            assert cap.first_free_day(day) == expected
            cap.take(expected)
            used[expected] = used.get(expected, 0) + 1
        assert cap.used == used

    @given(st.sampled_from(pytz.all_timezones), st.integers(0, 10**9), st.integers(0, 6))
    def test_the_first_free_moment_is_on_a_free_day_in_every_zone(self, zone, seconds, full_days):
        moment = datetime(1990, 1, 1) + timedelta(seconds=seconds)
        today = wall_time(moment, zone_info(zone)).date()
        cap = DayCap(1, {today + number * DAY: 1 for number in range(full_days)}, zone)
        free = cap.first_free(moment)
        assert cap.fits(free)
        if full_days:
            assert moment < free <= moment + (full_days + 1) * DAY
            assert not cap.fits(free - timedelta(seconds=1))
        else:
            assert free == moment


class TestSpread:
    def test_after_a_downtime_ten_thousand_mails_are_spread(self):
        now = MONDAY + 10 * HOUR
        backlog = [Candidate(now - number * MINUTE, OFFICE, key=number) for number in range(10_000)]
        placements = spread(backlog, Ledger(200, 60), now)
        moments = [placement.slot.moment for placement in placements]
        assert moments == sorted(moments)
        assert moments[0] == now
        assert all(later - earlier >= MINUTE for earlier, later in pairwise(moments))
        assert all(later - earlier >= DAY for earlier, later in zip(moments, moments[200:], strict=False))
        assert all(OFFICE.is_open(moment) for moment in moments)
        # Two hundred on each working day: no mail waits longer than the cap requires.
        assert moments[-1].date() == date(2026, 3, 2) + 67 * DAY

    def test_follow_ups_come_before_first_touches_and_older_before_newer(self):
        now = MONDAY + 10 * HOUR
        backlog = [
            Candidate(now - 9 * HOUR, OFFICE, key="old first touch"),
            Candidate(now - 1 * HOUR, OFFICE, True, key="follow-up"),
            Candidate(now - 2 * HOUR, OFFICE, True, key="older follow-up"),
            Candidate(now - 1 * HOUR, OFFICE, key="first touch"),
        ]
        placements = spread(backlog, Ledger(2, 60), now)
        assert [(placement.candidate.key, placement.slot.moment) for placement in placements] == [
            ("older follow-up", now),
            ("follow-up", now + MINUTE),
            ("old first touch", now + DAY),
            ("first touch", now + DAY + MINUTE),
        ]
        assert placements[0].slot.reasons == ()
        assert placements[1].slot.reasons == ("sender_gap",)
        assert placements[2].slot.reasons == ("sender_cap",)

    def test_an_item_without_working_time_does_not_affect_others(self):
        backlog = [Candidate(MONDAY, NEVER, True), Candidate(MONDAY, OFFICE)]
        placements = spread(backlog, Ledger(5, 60), MONDAY)
        assert placements[0].slot is None
        assert isinstance(placements[0].error, NoWorkingTime)
        assert placements[1].slot.moment == MONDAY + 9 * HOUR
        assert placements[1].error is None

    def test_a_domains_daily_limit_does_not_delay_other_domains(self):
        domain = DayCap(2, reason="domain_cap")
        backlog = [Candidate(MONDAY + 9 * HOUR, OFFICE, day_caps=(domain,)) for _number in range(5)]
        backlog.append(Candidate(MONDAY + 10 * HOUR, OFFICE, key="another domain"))
        placements = spread(backlog, Ledger(50, 60), MONDAY)
        assert [placement.slot.moment - MONDAY for placement in placements] == [
            9 * HOUR,
            9 * HOUR + MINUTE,
            33 * HOUR,
            33 * HOUR + MINUTE,
            57 * HOUR,
            10 * HOUR,
        ]
        assert domain.used == {date(2026, 3, 2): 2, date(2026, 3, 3): 2, date(2026, 3, 4): 1}
        assert placements[2].slot.reasons == ("sender_gap", "domain_cap")

    def test_each_item_of_a_backlog_costs_the_same_however_long_it_is(self, monkeypatch):
        searches = []

        def counted(*arguments):
            searches.append(arguments)
            return next_slot(*arguments)

        monkeypatch.setattr(pacing, "next_slot", counted)
        zones = [OFFICE, OFFICE.in_zone("Asia/Tokyo")]
        # One a day: the last one waits eight years, over four hundred weekends.
        backlog = [Candidate(MONDAY + number * MINUTE, zones[number % 2]) for number in range(2000)]
        placements = spread(backlog, Ledger(1, 60), MONDAY)
        assert placements[-1].slot.moment > MONDAY + 2000 * DAY
        assert len(searches) < 5 * 2000

    def test_a_full_queue_keeps_moving_even_if_each_mail_is_late(self):
        now = MONDAY + 9 * HOUR
        waiting = dict.fromkeys(range(30), (now, False))
        sent, lag = [], timedelta(seconds=20)
        while waiting and len(sent) < 40:
            now += MINUTE
            due = {number for number, (moment, _waited) in waiting.items() if moment <= now + lag}
            candidates = [Candidate(waiting[n][0], OFFICE, True, waited=waiting[n][1], key=n) for n in sorted(due)]
            plans = [moment for number, (moment, _waited) in waiting.items() if number not in due]
            for each in spread(candidates, Ledger(None, 60, sent), now + lag, now + lag + 2 * MINUTE, plans):
                if each.goes:
                    sent.append(each.slot.moment)
                    del waiting[each.candidate.key]
                else:
                    waiting[each.candidate.key] = each.slot.moment, True
        assert len(sent) == 30
        assert {later - earlier for earlier, later in pairwise(sent)} == {MINUTE}

    @given(
        st.lists(st.integers(0, 2**10 - 1), min_size=1, max_size=9),
        st.lists(st.integers(0, 50), max_size=5),
        st.lists(st.integers(51, 110), max_size=6),
        st.integers(1, 4),
        st.integers(0, 3),
        st.integers(0, 4),
    )
    def test_sent_mails_keep_the_limits_and_only_limits_delay_others(self, numbers, used, plans, cap, gap, ahead):
        domain = DayCap(1, {date(2026, 3, 4): 1})
        now = MONDAY + 50 * HOUR
        candidates = [
            Candidate(
                MONDAY + (number >> 4) * HOUR,
                ALWAYS if number & 1 else OFFICE,
                day_caps=(domain,) if number & 2 else (),
                waited=bool(number & 4),
            )
            for number in numbers
        ]
        until = now + ahead * HOUR
        placements = spread(candidates, Ledger(cap, gap * 3600, _at(*used)), now, until, _at(*plans))
        assert sorted(map(id, candidates)) == sorted(id(placement.candidate) for placement in placements)
        sent = _at(*used)
        for placement in placements:
            moment = placement.slot.moment
            if placement.goes:
                assert now <= moment <= until
                assert _has_room(sent, moment, cap, gap * HOUR)
                assert not placement.candidate.day_caps or moment.date() != date(2026, 3, 4)
                sent.append(moment)
            else:
                assert moment > now, "Or it would be due again at once"
                if placement.candidate.working_time == ALWAYS and placement.candidate.earliest <= now:
                    assert {"sender_cap", "sender_gap", "day_cap"} & set(placement.slot.reasons), "It says why"
        exact = Ledger(cap, gap * 3600, sent)
        for placement in placements:
            candidate = placement.candidate
            if candidate.waited and not placement.goes:
                start = max(candidate.earliest, now)
                free = exact.first_free(start, candidate.working_time, candidate.day_caps).moment
                assert free > until, "It was their turn, and there was room"

    @given(
        st.lists(st.integers(0, 2**11 - 1), min_size=1, max_size=9),
        st.lists(st.integers(0, 60), max_size=3),
        st.integers(1, 3),
        st.integers(0, 3),
        st.integers(0, 72),
    )
    def test_caps_gaps_windows_and_priorities_hold_together(self, numbers, used, cap, gap, hour):
        zones = [OFFICE, OFFICE.in_zone("America/New_York"), OFFICE.in_zone("Asia/Kolkata"), ALWAYS]
        domain = DayCap(1, zone="Asia/Tokyo")
        now = MONDAY + hour * HOUR
        candidates = [
            Candidate(
                MONDAY + (number >> 4) * HOUR,
                zones[number & 3],
                bool(number & 4),
                (domain,) if number & 8 else (),
            )
            for number in numbers
        ]
        ledger = Ledger(cap, gap * 3600)
        for moment in _at(*used):
            if ledger.fits(moment):
                ledger.reserve(moment)
        placements = spread(candidates, ledger, now)
        assert sorted(map(id, candidates)) == sorted(id(placement.candidate) for placement in placements)
        moments = ledger.moments
        assert _most_in_a_day(moments) <= cap
        assert all(later - earlier >= gap * HOUR for earlier, later in pairwise(moments))
        assert set(domain.used.values()) <= {1}
        for index, placement in enumerate(placements):
            first, slot = placement.candidate, placement.slot.moment
            assert slot in moments
            assert slot >= max(first.earliest, now)
            assert first.working_time.is_open(wall_time(slot, first.working_time.tz))
            for later in placements[index + 1 :]:
                # A later item may get an earlier slot only if this one could not use it.
                assert (not first.follow_up, first.earliest) <= (
                    not later.candidate.follow_up,
                    later.candidate.earliest,
                )
                other = later.slot.moment
                if max(first.earliest, now) <= other < slot and not first.day_caps:
                    assert not first.working_time.is_open(wall_time(other, first.working_time.tz))
