# License LGPL-3.0 or later: see LICENSE.
"""The hours and days in which people may be contacted. Pure.

A *wall* time is what a clock on the contact's wall shows: a naive datetime in
the zone of the `WorkingTime`. Windows, weekdays and leaves are in wall time, so
nothing in this module knows about UTC or clock changes.
"""

from bisect import bisect_right
from dataclasses import dataclass, field, replace
from datetime import MAXYEAR, datetime, time, timedelta

from .time_zones import UnknownTimeZone, zone_info

OUTSIDE_WINDOW = "outside_window"
NOT_WORKING_DAY = "not_working_day"
LEAVE = "leave"
CLOCK_CHANGE = "clock_change"

HOUR = "hour"
DAY = "day"
BUSINESS_DAY = "business_day"
UNITS = (HOUR, DAY, BUSINESS_DAY)
LONGEST_DELAY = 100_000

ONE_MINUTE = timedelta(minutes=1)
ONE_DAY = timedelta(days=1)
# A calendar without a slot for this long has none: an endless leave must become
# a reason on the screen, not an endless loop.
SEARCH_LIMIT = timedelta(days=3 * 366)


class ScheduleError(ValueError):
    """Base of all errors of this module."""


class InvalidWorkingTime(ScheduleError):
    """The zone, window, weekdays or leaves are invalid."""


class InvalidMoment(ScheduleError):
    """The moment is not a naive UTC datetime."""


class InvalidDelay(ScheduleError):
    """The amount is not a whole number of at least 0, or its unit is unknown."""


class NoWorkingTime(ScheduleError):
    """There is no working time within `SEARCH_LIMIT` after the moment."""


def merge_intervals(intervals):
    """Sort intervals, join those that touch or overlap, and drop empty ones.

    :param intervals: pairs `(start, end)` of comparable values
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
    """The hours in which someone may be contacted.

    - `zone`: IANA name
    - `window_start`, `window_end`: hours of the local day, rounded to the minute
      as Odoo shows them; half-open. An end that is not after the start lies on the
      next day, and the whole window belongs to the day on which it starts.
    - `weekdays`: set of weekdays, 0 is Monday; or a pair of such sets for a
      two-week calendar, the first for week type 0
    - `leaves`: half-open pairs of naive *wall* times, widened to whole minutes and
      merged on creation: a public holiday is a date on the wall calendar, wherever
      the contact is

    Build it once per calendar and share it: `in_zone` adapts it to a zone.

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
        """Return the same working time in the wall time of another zone."""
        return self if zone == self.zone else replace(self, zone=zone)

    def window(self, day):
        """Return the wall times at which the window of a date opens and closes."""
        opens = datetime.combine(day, time()) + self.opening
        return opens, opens + self.duration

    def is_weekday(self, day):
        """Tell whether the calendar works on that weekday, ignoring leaves.

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

    def open_spans(self, day):
        """Return the half-open pairs of wall times of a date's window that are working time, in their order."""
        if not self.is_weekday(day):
            return []
        start, closes = self.window(day)
        spans = []
        for leave_start, leave_end in self.leaves:
            if leave_end > start and leave_start < closes:
                if leave_start > start:
                    spans.append((start, leave_start))
                start = leave_end
        return [*spans, (start, closes)] if start < closes else spans

    def is_open(self, wall):
        """Tell whether a wall time is working time."""
        day = (wall - self.opening).date()
        return wall < self.window(day)[1] and self.is_weekday(day) and self.end_of_leave(wall) is None

    def why_closed(self, day):
        """Return the reason why a date is not a working day, or None if it is one."""
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
                raise NoWorkingTime(f"There is no working time in the three years after {wall} ({self.zone}).")
            closed = self.why_closed(day)
            if closes <= wall:
                # Only the window of the same date can tell why `wall` is closed.
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


def is_working_day(day, working_time):
    """Tell whether a local date has working time, judged by weekday and leaves.

    :param date day: the date on which the window opens
    :rtype: bool
    """
    return working_time.why_closed(day) is None


def add_business_days(day, amount, working_time):
    """Return the date `amount` working days after `day`.

    :param date day: local date
    :param int amount: at least 0; 0 is the first working day from `day` on
    :rtype: date
    :raises InvalidDelay, NoWorkingTime:
    """
    check_delay(amount, BUSINESS_DAY)
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
                        f"There is no working day in the three years before {day} ({working_time.zone})."
                    )
                day += ONE_DAY
    except OverflowError:
        raise NoWorkingTime(f"There is no calendar {amount} business days after {day}.") from None
    return day


def check_delay(amount, unit):
    """Raise `InvalidDelay` unless the delay is a whole number of a known unit."""
    if unit not in UNITS:
        raise InvalidDelay(f"{unit!r} is not a unit of delay: use one of {', '.join(UNITS)}.")
    if not isinstance(amount, int) or not 0 <= amount <= LONGEST_DELAY:
        raise InvalidDelay(f"A delay is a whole number from 0 to {LONGEST_DELAY}, not {amount!r}.")


def _window(window_start, window_end):
    """Return a window as its start after midnight and its duration."""
    try:
        start, end = (round(hours * 60) for hours in (window_start, window_end))
    except (TypeError, ValueError, OverflowError):
        start = end = -1
    if not (0 <= start < 24 * 60 and 0 <= end <= 24 * 60):
        raise InvalidWorkingTime(f"The window from {window_start} to {window_end} is not within the 24 hours of a day.")
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
        raise InvalidWorkingTime(f"Weekdays are a set of numbers from 0 (Monday) to 6, or two such sets: {weekdays!r}")
    if not any(weeks):
        raise InvalidWorkingTime("The calendar has no working day.")
    return weeks


def _leaves(leaves):
    """Return the leaves merged, in whole minutes, after checking that they are wall times."""
    minutes = []
    for start, end in leaves:
        for wall in (start, end):
            if not isinstance(wall, datetime) or wall.tzinfo:
                raise InvalidWorkingTime(f"A leave needs naive local datetimes, not {wall!r}.")
        minutes.append((start.replace(second=0, microsecond=0), _end_of_minute(end)))
    return merge_intervals(minutes)


def _end_of_minute(wall):
    """Odoo's public holidays end at 23:59:59; nobody may be mailed in that last second."""
    minute = wall.replace(second=0, microsecond=0)
    return wall if wall == minute or wall.year == MAXYEAR else minute + ONE_MINUTE
