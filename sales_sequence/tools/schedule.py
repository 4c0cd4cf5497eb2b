# License LGPL-3.0 or later: see LICENSE.
"""When a step runs: its delay, moved to the next slot of a working time. Pure.

Moments that come in and go out are naive UTC datetimes of whole seconds, as in
Odoo's `fields.Datetime`. Nothing here reads a clock, a database or `env`.

Windows, weekdays, leaves and delays in days are measured in the contact's wall
time (see `working_time`), delays in hours in elapsed time. The two differ at a
clock change, and every rule below says which one it follows.

Import from this module: it re-exports the names of `working_time`.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import accumulate

from .time_zones import (
    ONE_SECOND,
    clock_change,
    moment_showing,
    offset_at,
    readings,
    wall_time,
)
from .working_time import (
    BUSINESS_DAY,
    CLOCK_CHANGE,
    DAY,
    HOUR,
    LEAVE,
    NOT_WORKING_DAY,
    ONE_DAY,
    ONE_MINUTE,
    OUTSIDE_WINDOW,
    SEARCH_LIMIT,
    UNITS,
    InvalidDelay,
    InvalidMoment,
    InvalidWorkingTime,
    NoWorkingTime,
    ScheduleError,
    WorkingTime,
    add_business_days,
    check_delay,
    is_working_day,
    merge_intervals,
)

__all__ = [
    "BUSINESS_DAY",
    "CLOCK_CHANGE",
    "DAY",
    "HOUR",
    "LEAVE",
    "NOT_WORKING_DAY",
    "OUTSIDE_WINDOW",
    "UNITS",
    "InvalidDelay",
    "InvalidMoment",
    "InvalidWorkingTime",
    "NoWorkingTime",
    "ScheduleError",
    "Slot",
    "WorkingTime",
    "add_business_days",
    "after_delay",
    "after_pause",
    "closing_of",
    "day_numbers",
    "is_working_day",
    "late_from",
    "merge_intervals",
    "next_slot",
    "previous_slot",
    "remaining_delay",
]

# Since 1970, no zone has set its clocks back by more than three hours.
LONGEST_CLOCK_CHANGE = timedelta(hours=4)


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

    The moment exists in wall time: the answer is exact across a clock change, even
    in an hour that occurs twice or not at all. Fractions of a second are rounded up.

    :param datetime moment: naive UTC
    :rtype: Slot
    :raises InvalidMoment, NoWorkingTime:
    """
    moment = _checked(moment)
    try:
        return _next_slot(moment, working_time, [])
    except OverflowError:
        raise NoWorkingTime(f"There is no calendar around {moment}.") from None


def previous_slot(moment, working_time):
    """Return the last whole minute of working time that begins at `moment` or before.

    For what must not come later: an invitation on the morning of a Sunday's event goes out on Friday.

    :param datetime moment: naive UTC
    :rtype: Slot
    :raises InvalidMoment, NoWorkingTime:
    """
    moment = _checked(moment)
    tz = working_time.tz
    try:
        if working_time.is_open(wall_time(moment, tz)):
            return Slot(moment)
        moment = moment.replace(second=0)
        while offset_at(moment - LONGEST_CLOCK_CHANGE, tz) != offset_at(moment, tz):
            # Around a clock change an earlier moment may show a later time.
            if working_time.is_open(wall_time(moment, tz)):
                return Slot(moment, (CLOCK_CHANGE,))
            moment -= ONE_MINUTE
        wall = wall_time(moment, tz)
        reasons = []
        limit = wall.date() - SEARCH_LIMIT
        day = wall.date()
        while day >= limit:
            for opens, closes in reversed(working_time.open_spans(day)):
                last = _last_showing(opens, min(wall, closes - ONE_MINUTE), moment, tz)
                if last:
                    return Slot(last, tuple(dict.fromkeys(reasons or [OUTSIDE_WINDOW])))
            reasons.append(working_time.why_closed(day) or OUTSIDE_WINDOW)
            day -= ONE_DAY
    except OverflowError:
        raise NoWorkingTime(f"There is no calendar before {moment}.") from None
    raise NoWorkingTime(f"There is no working time in the three years before {moment} ({working_time.zone}).")


def _last_showing(opens, wall, limit, tz):
    """Return the last moment until `limit` that shows `wall` or an earlier time from `opens` on; None if a clock change
    skips it."""
    while wall >= opens:
        for last in sorted(readings(wall, tz), reverse=True):
            if last <= limit and wall_time(last, tz).replace(fold=0) == wall.replace(fold=0):
                return last
        wall -= ONE_MINUTE
    return None


def closing_of(moment, working_time):
    """Return the moment at which the working time around `moment` ends; None if `moment` is outside it.

    :param datetime moment: naive UTC
    :rtype: datetime
    :raises InvalidMoment:
    """
    moment = _checked(moment)
    tz = working_time.tz
    wall = wall_time(moment, tz).replace(fold=0)
    if not working_time.is_open(wall):
        return None
    day = (wall - working_time.opening).date()
    closes = next(closes for opens, closes in working_time.open_spans(day) if opens <= wall < closes)
    return moment_showing(closes, moment, tz)[0]


def after_delay(moment, amount, unit, working_time):
    """Return the slot of a step that comes `amount` units after `moment`.

    - `hour`: elapsed time
    - `day`: that many dates later, at the same wall time
    - `business_day`: that many working days later, at the same wall time. From a
      day off, counting starts with the next working day: one business day after
      a Saturday is Monday. A moment in the part of a window that lies after
      midnight belongs to the day on which the window opened.

    A wall time that a clock change skips becomes the first moment after the gap;
    one that occurs twice means the first occurrence. When counting starts in a
    repeated hour, its second occurrence counts as the end of the hour, so that a
    later start never gets an earlier slot; if working time has ended by then,
    business days are counted from the next working time. `next_slot` then moves
    the result on.

    :param datetime moment: naive UTC, when the previous step was executed
    :param int amount: from 0 up; 0 is `next_slot` in every unit
    :param str unit: one of `UNITS`
    :rtype: Slot
    :raises InvalidMoment, InvalidDelay, NoWorkingTime:
    """
    moment = _checked(moment)
    check_delay(amount, unit)
    if not amount:
        return next_slot(moment, working_time)
    try:
        if unit == HOUR:
            return _next_slot(moment + timedelta(hours=amount), working_time, [])
        reasons = []
        if unit == DAY:
            target = _departure(moment, working_time.tz) + timedelta(days=amount)
        else:
            wall, reasons = _working_departure(moment, working_time)
            day = wall.date()
            if wall < working_time.window(day - ONE_DAY)[1]:
                day -= ONE_DAY
            target = wall + (add_business_days(day, amount, working_time) - day)
        arrival, exists = moment_showing(target, moment, working_time.tz)
        if not exists:
            reasons.append(CLOCK_CHANGE)
        return _next_slot(arrival, working_time, reasons)
    except OverflowError:
        raise NoWorkingTime(f"There is no calendar {amount} {unit} after {moment}.") from None


def remaining_delay(paused_at, next_run_at):
    """Return the time that was left when the pause began, never negative.

    :param datetime paused_at: naive UTC
    :param datetime next_run_at: naive UTC
    :rtype: timedelta
    """
    return max(next_run_at - paused_at, timedelta())


def after_pause(now, remaining, working_time):
    """Return the slot after a pause, counting the remaining time from `now`.

    :param datetime now: naive UTC, when the enrollment resumes
    :param timedelta remaining: as returned by `remaining_delay`; negative counts as 0
    :rtype: Slot
    :raises InvalidMoment, NoWorkingTime:
    """
    try:
        return next_slot(_checked(now) + max(remaining, timedelta()), working_time)
    except OverflowError:
        raise NoWorkingTime(f"There is no calendar {remaining} after {now}.") from None


def opening_after(day, working_time):
    """Return the slot at which the first working day after a local date begins.

    :param date day: local date, such as the last day of somebody's absence
    :rtype: Slot
    :raises NoWorkingTime:
    """
    opens, _closes = working_time.window(add_business_days(day, 1, working_time))
    return next_slot(readings(opens, working_time.tz)[0], working_time)


def late_from(day, working_time):
    """Return the moment (naive UTC) from which what was due on a local date is late: when the working day after it
    begins, at midnight. What is due on a day off is due on the next working day.

    :param date day: local date
    :rtype: datetime
    :raises NoWorkingTime:
    """
    due = add_business_days(day, 0, working_time)
    late = add_business_days(due, 1, working_time)
    return min(readings(datetime.combine(late, time()), working_time.tz))


def day_numbers(delays):
    """Return the day number of each step, as people count them ("Day 3").

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
        check_delay(amount, unit)
        if unit == HOUR:
            return hours + amount
        if unit == DAY or not amount:
            return hours + 24 * amount
        weekday = hours // 24 % 7
        if weekday > 4:
            # On a weekend, counting continues from Friday.
            hours -= 24 * (weekday - 4)
            weekday = 4
        weekends = (weekday + amount) // 5
        return hours + 24 * (amount + 2 * weekends)

    return [hours // 24 + 1 for hours in accumulate(delays, hours_after, initial=0)][1:]


def _checked(moment):
    """Return a moment in whole seconds, rounded up so that it never falls before the end of the delay."""
    if not isinstance(moment, datetime) or moment.tzinfo:
        raise InvalidMoment(f"A moment is a naive UTC datetime, not {moment!r}.")
    if moment.microsecond:
        return moment.replace(microsecond=0) + ONE_SECOND
    return moment


def _departure(moment, tz):
    """Return the wall time from which days are counted."""
    wall = wall_time(moment, tz)
    if not wall.fold:
        return wall
    first, second = readings(wall, tz)
    return clock_change(first, second, tz) + offset_at(first, tz)


def _working_departure(moment, working_time):
    """Return the wall time from which business days are counted, and why it was moved.

    Working time may end within a repeated hour. If the next day were a day off,
    counting from the end of that hour could give the second occurrence an earlier
    slot than the first.
    """
    tz = working_time.tz
    wall = _departure(moment, tz)
    if working_time.is_open(wall) or not working_time.is_open(wall_time(moment, tz)):
        return wall, []
    return working_time.next_open(wall)


def _next_slot(moment, working_time, reasons):
    """Move from one candidate to the next until the wall clock shows working time."""
    tz = working_time.tz
    reasons = list(reasons)
    wall = wall_time(moment, tz)
    while not working_time.is_open(wall):
        opens, why = working_time.next_open(wall)
        reasons += why
        moment, exists = _reach(opens, wall, moment, working_time)
        if not exists:
            reasons.append(CLOCK_CHANGE)
        wall = wall_time(moment, tz)
    return Slot(moment, tuple(dict.fromkeys(reasons)))


def _reach(opens, wall, moment, working_time):
    """Return the first moment after `moment` that shows working time, like `moment_showing`.

    `opens` is the first working wall time after `wall`, which `moment` shows. If
    clocks go back in between, working time before `wall` occurs a second time.
    """
    tz = working_time.tz
    direct = moment + (opens - wall)
    soon = min(direct, moment + LONGEST_CLOCK_CHANGE)
    offset = wall - moment
    if offset_at(soon, tz) == offset and offset_at(direct, tz) == offset:
        return direct, True
    if offset_at(soon, tz) < offset:
        moment = clock_change(moment, soon, tz)
        opens = working_time.next_open(wall_time(moment, tz))[0]
    return moment_showing(opens, moment, tz)
