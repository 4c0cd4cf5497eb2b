# License LGPL-3.0 or later: see LICENSE.
"""When a step may run: windows, working days, leaves and delays. Pure.

Moments that come in and go out are naive UTC datetimes of whole seconds, as in
Odoo's `fields.Datetime`. Nothing here reads a clock, a database or `env`.

A *wall* time is what a clock on the contact's wall shows: a naive datetime in
the zone of the `WorkingTime`. Windows, weekdays and leaves are facts about the
wall; delays in hours are facts about elapsed time. A clock change makes the two
differ, and every rule below says which of them it follows.
"""

from bisect import bisect_right
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta, timezone
from itertools import accumulate

from .time_zones import UnknownTimeZone, zone_info

OUTSIDE_WINDOW = "outside_window"
NOT_WORKING_DAY = "not_working_day"
LEAVE = "leave"
CLOCK_CHANGE = "clock_change"

HOUR = "hour"
DAY = "day"
BUSINESS_DAY = "business_day"
UNITS = (HOUR, DAY, BUSINESS_DAY)

# A calendar that has no slot for this long has none: an endless leave must
# become a reason on screen, not an endless loop.
SEARCH_LIMIT = timedelta(days=3 * 366)
LONGEST_DELAY = 100_000

ONE_DAY = timedelta(days=1)
ONE_SECOND = timedelta(seconds=1)
# No zone has set its clocks back by more than three hours since 1970.
LONGEST_CLOCK_CHANGE = timedelta(hours=4)


class ScheduleError(ValueError):
    """Base of all errors of this module."""


class InvalidWorkingTime(ScheduleError):
    """The zone, window, weekdays or leaves make no sense."""


class InvalidMoment(ScheduleError):
    """A moment is not a naive UTC datetime."""


class InvalidDelay(ScheduleError):
    """An amount is not a whole number from 0 up, or its unit is unknown."""


class NoWorkingTime(ScheduleError):
    """There is no working time within `SEARCH_LIMIT` after the moment."""


def merge_intervals(intervals):
    """Sort intervals, join those that touch or overlap, drop the empty ones.

    :param intervals: pairs `(start, end)` of anything that can be compared
    :return: tuple of disjoint half-open pairs, sorted
    :raises InvalidWorkingTime: if an interval ends before it starts
    """
    merged = []
    for start, end in sorted(intervals):
        if end < start:
            raise InvalidWorkingTime(f"The interval from {start} ends earlier, on {end}.")
        if start == end:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return tuple(merged)


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """The hours in which a contact may be touched.

    - `zone`: IANA name
    - `window_start`, `window_end`: hours of the local day, rounded to the minute
      as Odoo shows them; half-open. An end up to the start lies on the next day,
      and the whole window belongs to the day on which it starts.
    - `weekdays`: set of weekdays, 0 is Monday; or a pair of such sets for a
      two-week calendar, the first for week type 0
    - `leaves`: half-open pairs of naive *wall* times, merged on creation: a
      public holiday is a date on the wall, wherever the contact is

    Build it once for a calendar and zone, and share it: `in_zone` moves it.

    :raises InvalidWorkingTime: says which value is wrong
    """

    zone: str
    window_start: float
    window_end: float
    weekdays: frozenset | tuple
    leaves: tuple = ()
    tz: object = field(init=False, repr=False, compare=False)
    opening: timedelta = field(init=False, repr=False, compare=False)
    duration: timedelta = field(init=False, repr=False, compare=False)
    weeks: tuple = field(init=False, repr=False, compare=False)
    leave_starts: tuple = field(init=False, repr=False, compare=False)

    def __post_init__(self):
        try:
            tz = zone_info(self.zone)
        except (UnknownTimeZone, TypeError) as error:
            raise InvalidWorkingTime(str(error)) from None
        opening, duration = _window(self.window_start, self.window_end)
        leaves = _leaves(self.leaves)
        for name, value in (
            ("tz", tz),
            ("opening", opening),
            ("duration", duration),
            ("weeks", _weeks(self.weekdays)),
            ("leaves", leaves),
            ("leave_starts", tuple(start for start, _end in leaves)),
        ):
            object.__setattr__(self, name, value)

    def in_zone(self, zone):
        """Return the same working time on the walls of another zone."""
        return self if zone == self.zone else replace(self, zone=zone)

    def window(self, day):
        """Return the wall times at which the window of a date opens and closes."""
        opens = datetime.combine(day, time()) + self.opening
        return opens, opens + self.duration

    def is_weekday(self, day):
        """Tell whether the calendar works on that weekday, leaves aside.

        Week types alternate from January 1 of year 1 on, as in
        `resource.calendar.attendance.get_week_type`.
        """
        return day.weekday() in self.weeks[(day.toordinal() - 1) // 7 % 2]

    def end_of_leave(self, wall):
        """Return the wall time at which the leave around `wall` ends, or None."""
        index = bisect_right(self.leave_starts, wall) - 1
        if index >= 0 and wall < self.leaves[index][1]:
            return self.leaves[index][1]
        return None

    def is_open(self, wall):
        """Tell whether a wall time is working time."""
        day = (wall - self.opening).date()
        return (
            wall < self.window(day)[1]
            and self.is_weekday(day)
            and self.end_of_leave(wall) is None
        )

    def why_closed(self, day):
        """Return the reason why a date is no working day, None if it is one."""
        if not self.is_weekday(day):
            return NOT_WORKING_DAY
        opens, closes = self.window(day)
        leave_end = self.end_of_leave(opens)
        return LEAVE if leave_end and leave_end >= closes else None

    def next_open(self, wall):
        """Return the first working wall time from `wall` on, and why it moved.

        :return: `(wall time, list of reasons in the order in which they held)`
        :raises NoWorkingTime: if there is none within `SEARCH_LIMIT`
        """
        reasons = []
        limit = wall + SEARCH_LIMIT
        day = (wall - self.opening).date()
        while True:
            opens, closes = self.window(day)
            if opens > limit:
                raise NoWorkingTime(
                    f"There is no working time in the three years after {wall} ({self.zone})."
                )
            closed = self.why_closed(day)
            if closes <= wall:
                # Only a window of the same date says something about `wall`.
                if day == wall.date():
                    reasons.append(closed or OUTSIDE_WINDOW)
                day += ONE_DAY
            elif closed == NOT_WORKING_DAY:
                reasons.append(closed)
                day += ONE_DAY
            else:
                if wall < opens and day == wall.date() and not closed:
                    reasons.append(OUTSIDE_WINDOW)
                first = max(wall, opens)
                leave_end = self.end_of_leave(first)
                if leave_end is None:
                    return first, reasons
                reasons.append(LEAVE)
                if leave_end < closes:
                    return leave_end, reasons
                day = max(day + ONE_DAY, (leave_end - self.opening).date())


@dataclass(frozen=True, slots=True)
class Slot:
    """A moment (naive UTC) and the codes of the reasons why it was moved there.

    Codes: `outside_window`, `not_working_day`, `leave`, `clock_change`; those of
    `pacing` may be added. No reasons: it was not moved.
    """

    moment: datetime
    reasons: tuple = ()


def next_slot(moment, working_time):
    """Return the first moment from `moment` on that is working time.

    It exists on the wall: at a clock change the answer is exact, also in an hour
    that comes twice or not at all. A fraction of a second is rounded up.

    :param datetime moment: naive UTC
    :rtype: Slot
    :raises InvalidMoment, NoWorkingTime:
    """
    moment = _checked(moment)
    try:
        return _next_slot(moment, working_time, [])
    except OverflowError:
        raise NoWorkingTime(f"There is no calendar around {moment}.") from None


def after_delay(moment, amount, unit, working_time):
    """Return the slot of a step that comes `amount` units after `moment`.

    - `hour`: elapsed time
    - `day`: that many dates later, at the same wall time
    - `business_day`: that many working days later, at the same wall time. From a
      day off, counting starts with the next working day: one business day after
      a Saturday is Monday. A moment in the part of a window that lies after
      midnight belongs to the day on which the window opened.

    A wall time that a clock change skips becomes the first moment after it; one
    that comes twice means its first time. From an hour that repeats, the second
    round counts as its end, so that a later start never gets an earlier slot.
    The result is then moved on by `next_slot`.

    :param datetime moment: naive UTC, when the previous step was executed
    :param int amount: from 0 up; 0 is `next_slot` in every unit
    :param str unit: one of `UNITS`
    :rtype: Slot
    :raises InvalidMoment, InvalidDelay, NoWorkingTime:
    """
    moment = _checked(moment)
    _check_delay(amount, unit)
    if not amount:
        return next_slot(moment, working_time)
    try:
        if unit == HOUR:
            return _next_slot(moment + timedelta(hours=amount), working_time, [])
        wall = _departure(moment, working_time.tz)
        day = wall.date()
        if unit == DAY:
            target = wall + timedelta(days=amount)
        else:
            if wall < working_time.window(day - ONE_DAY)[1]:
                day -= ONE_DAY
            target = wall + (add_business_days(day, amount, working_time) - day)
        arrival, exists = _arrival(target, moment, working_time.tz)
        return _next_slot(arrival, working_time, [] if exists else [CLOCK_CHANGE])
    except OverflowError:
        raise NoWorkingTime(f"There is no calendar {amount} {unit} after {moment}.") from None


def is_working_day(day, working_time):
    """Tell whether a local date has working time, going by weekday and leaves.

    :param date day: the date on which the window opens
    :rtype: bool
    """
    return working_time.why_closed(day) is None


def add_business_days(day, amount, working_time):
    """Return the date `amount` working days after `day`.

    :param date day: local date
    :param int amount: from 0 up; 0 is the first working day from `day` on
    :rtype: date
    :raises InvalidDelay, NoWorkingTime:
    """
    _check_delay(amount, BUSINESS_DAY)
    try:
        if not amount:
            day -= ONE_DAY
            amount = 1
        for _count in range(amount):
            limit = day + SEARCH_LIMIT
            day += ONE_DAY
            while working_time.why_closed(day):
                if day > limit:
                    raise NoWorkingTime(
                        f"There is no working day in the three years before {day}"
                        f" ({working_time.zone})."
                    )
                day += ONE_DAY
    except OverflowError:
        raise NoWorkingTime(f"There is no calendar {amount} business days after {day}.") from None
    return day


def remaining_delay(paused_at, next_run_at):
    """Return what a pause keeps: the time that was left, never negative.

    :param datetime paused_at: naive UTC
    :param datetime next_run_at: naive UTC
    :rtype: timedelta
    """
    return max(next_run_at - paused_at, timedelta())


def after_pause(now, remaining, working_time):
    """Return the slot after a pause: the remaining time counts from `now` on.

    :param datetime now: naive UTC, when it resumes
    :param timedelta remaining: as `remaining_delay` gave it; negative counts as 0
    :rtype: Slot
    :raises InvalidMoment, NoWorkingTime:
    """
    try:
        return next_slot(_checked(now) + max(remaining, timedelta()), working_time)
    except OverflowError:
        raise NoWorkingTime(f"There is no calendar {remaining} after {now}.") from None


def day_numbers(delays):
    """Return the Day N that people speak of for each step.

    Day 1 is the Monday on which the sequence starts. Days are calendar days; a
    business day skips the weekend; hours add up to days.

    >>> day_numbers([(0, DAY), (2, BUSINESS_DAY), (36, HOUR), (1, BUSINESS_DAY)])
    [1, 3, 4, 5]

    :param delays: pairs `(amount, unit)` in the order of the steps
    :rtype: list[int]
    :raises InvalidDelay:
    """

    def hours_after(hours, delay):
        amount, unit = delay
        _check_delay(amount, unit)
        if unit == HOUR:
            return hours + amount
        if unit == DAY or not amount:
            return hours + 24 * amount
        weekday = hours // 24 % 7
        if weekday > 4:
            # From a weekend, counting goes on from its Friday.
            hours -= 24 * (weekday - 4)
            weekday = 4
        weekends = (weekday + amount) // 5
        return hours + 24 * (amount + 2 * weekends)

    return [hours // 24 + 1 for hours in accumulate(delays, hours_after, initial=0)][1:]


def _window(window_start, window_end):
    """Return a window as its opening after midnight and its duration."""
    try:
        start, end = (round(hours * 60) for hours in (window_start, window_end))
    except (TypeError, ValueError, OverflowError):
        start = end = -1
    if not (0 <= start < 24 * 60 and 0 <= end <= 24 * 60):
        raise InvalidWorkingTime(
            f"The window from {window_start} to {window_end} is not within the 24 hours of a day."
        )
    if end <= start:
        end += 24 * 60
    return timedelta(minutes=start), timedelta(minutes=end - start)


def _weeks(weekdays):
    """Return the weekdays as a pair of sets, by week type."""
    pair = weekdays if isinstance(weekdays, (tuple, list)) else (weekdays, weekdays)
    try:
        weeks = tuple(frozenset(week) for week in pair)
        valid = len(weeks) == 2 and (weeks[0] | weeks[1]) <= frozenset(range(7))
    except TypeError:
        valid = False
    if not valid:
        raise InvalidWorkingTime(
            f"Weekdays are a set of numbers from 0 (Monday) to 6, or two such sets: {weekdays!r}"
        )
    if not any(weeks):
        raise InvalidWorkingTime("The calendar has no working day.")
    return weeks


def _leaves(leaves):
    """Return the leaves merged, after checking that they are wall times."""
    leaves = tuple((start, end) for start, end in leaves)
    for start, end in leaves:
        for wall in (start, end):
            if not isinstance(wall, datetime) or wall.tzinfo:
                raise InvalidWorkingTime(f"A leave needs naive local datetimes, not {wall!r}.")
    return merge_intervals(leaves)


def _checked(moment):
    """Return a moment in whole seconds, rounded up: never before the delay is over."""
    if not isinstance(moment, datetime) or moment.tzinfo:
        raise InvalidMoment(f"A moment is a naive UTC datetime, not {moment!r}.")
    if moment.microsecond:
        return moment.replace(microsecond=0) + ONE_SECOND
    return moment


def _check_delay(amount, unit):
    if unit not in UNITS:
        raise InvalidDelay(f"{unit!r} is not a unit of delay: use one of {', '.join(UNITS)}.")
    if not isinstance(amount, int) or not 0 <= amount <= LONGEST_DELAY:
        raise InvalidDelay(
            f"A delay is a whole number from 0 to {LONGEST_DELAY}, not {amount!r}."
        )


def _wall(moment, tz):
    """Return what the wall clock shows; `fold` is 1 when it shows it again."""
    return tz.fromutc(moment.replace(tzinfo=tz)).replace(tzinfo=None)


def _offset(moment, tz):
    return _wall(moment, tz) - moment


def _clock_change(before, after, tz):
    """Return the first moment of the new offset between two moments that differ."""
    offset = _offset(before, tz)
    while after - before > ONE_SECOND:
        middle = before + (after - before) // (2 * ONE_SECOND) * ONE_SECOND
        if _offset(middle, tz) == offset:
            before = middle
        else:
            after = middle
    return after


def _readings(wall, tz):
    """Return both moments that a wall time may mean, by PEP 495's `fold`."""
    return tuple(
        wall.replace(tzinfo=tz, fold=fold).astimezone(timezone.utc).replace(tzinfo=None)
        for fold in (0, 1)
    )


def _arrival(wall, earliest, tz):
    """Return the first moment from `earliest` on that shows a wall time.

    :return: `(moment, True)`, or `(first moment after the gap, False)` when a
        clock change skips that wall time
    """
    readings = _readings(wall, tz)
    for moment in readings:
        if moment >= earliest and _wall(moment, tz) == wall:
            return moment, True
    before, after = sorted(readings)
    return _clock_change(before, after, tz), False


def _departure(moment, tz):
    """Return the wall time from which days are counted."""
    wall = _wall(moment, tz)
    if not wall.fold:
        return wall
    first, second = _readings(wall, tz)
    change = _clock_change(first, second, tz)
    return change + _offset(first, tz)


def _next_slot(moment, working_time, reasons):
    """Move on from one candidate to the next until the wall shows working time."""
    tz = working_time.tz
    reasons = list(reasons)
    wall = _wall(moment, tz)
    while not working_time.is_open(wall):
        opens, why = working_time.next_open(wall)
        reasons += why
        moment, exists = _reach(opens, wall, moment, working_time)
        if not exists:
            reasons.append(CLOCK_CHANGE)
        wall = _wall(moment, tz)
    return Slot(moment, tuple(dict.fromkeys(reasons)))


def _reach(opens, wall, moment, working_time):
    """Return the first moment after `moment` that shows working time, as `_arrival`.

    `opens` is the first working wall time after `wall`, which `moment` shows. If
    clocks go back in between, working time of before `wall` comes once more.
    """
    tz = working_time.tz
    direct = moment + (opens - wall)
    soon = min(direct, moment + LONGEST_CLOCK_CHANGE)
    offset = wall - moment
    if _offset(soon, tz) == offset and _offset(direct, tz) == offset:
        return direct, True
    if _offset(soon, tz) < offset:
        moment = _clock_change(moment, soon, tz)
        opens = working_time.next_open(_wall(moment, tz))[0]
    return _arrival(opens, moment, tz)
