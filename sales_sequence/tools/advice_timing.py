# License LGPL-3.0 or later: see LICENSE.
"""How close two emails of a sequence can come, whenever somebody begins it. Pure.

It is tried out with the functions of the engine: for each weekday, in a week without holidays.
"""

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from .date_steps import slot_of
from .schedule import HOUR, NoWorkingTime
from .working_time import InvalidDelay, WorkingTime

WEEKDAYS = frozenset(range(5))
MONDAY = date(2024, 1, 1)
ONE_DAY = timedelta(days=1)
ONE_HOUR = timedelta(hours=1)
ONE_MINUTE = timedelta(minutes=1)
FAR = timedelta(days=30)
# An event that hours are counted from is in the middle of the day.
TIME_OF_EVENT = time(14)


class Gap(NamedTuple):
    """Two emails that follow each other.

    `before`, `after`: their places among the steps
    `same_day`: whether both can leave on one day
    `business_days`: how many whole business days lie between them at least
    """

    before: int
    after: int
    same_day: bool
    business_days: int


def gaps(delays, emails, window):
    """Return the `Gap` of each two emails that follow each other.

    One that is counted from a date, after one that is not, has none: how far the date is away is not known.

    :param delays: list of `date_steps.Delay` of all steps in their order
    :param emails: places of the emails in it, ascending
    :param window: pair of hours between which emails leave
    :rtype: list[Gap]
    """
    found = []
    for before, after in pairwise(emails):
        between = tuple(delays[before + 1 : after + 1])
        anchor = ()
        if any(delay.has_date for delay in between):
            dated = [place for place in range(before + 1) if delays[place].has_date]
            if not dated:
                continue
            anchor = tuple(delays[dated[-1] : before + 1])
        apart = _least(anchor, between, tuple(window))
        if apart:
            found.append(Gap(before, after, *apart))
    return found


@lru_cache(maxsize=4096)
def _least(anchor, between, window):
    """:return: ``(same day, business days)`` of the closest that two emails can come; None if the second never follows

    :param anchor: delays from the date to the first email; empty where the date does not matter
    :param between: delays from the first email to the second
    """
    times = WorkingTime("UTC", *window, WEEKDAYS)
    try:
        # Counted from the opening, so that sending hours over midnight are one day.
        pairs = [
            (first - times.opening, second - times.opening)
            for first, reference in (_dated(anchor, between, times) if anchor else _starts(between, times))
            if (second := _follow(between, first, reference, times))
        ]
    except (InvalidDelay, NoWorkingTime, OverflowError):
        return None
    if not pairs:
        return None
    same_day = any(first.date() == second.date() for first, second in pairs)
    return same_day, min(_business_days(first, second) for first, second in pairs)


def _starts(between, times):
    """Moments of each working day at which another start would come out differently."""
    hours = range(1, int(times.duration / ONE_HOUR) + 1) if any(delay.unit == HOUR for delay in between) else ()
    places = {timedelta(), ONE_MINUTE, times.duration - ONE_MINUTE}
    for hour in hours:
        places |= {hour * ONE_HOUR - ONE_MINUTE, hour * ONE_HOUR, hour * ONE_HOUR + ONE_MINUTE}
        places |= {times.duration - hour * ONE_HOUR, times.duration - hour * ONE_HOUR - ONE_MINUTE}
    for number in WEEKDAYS:
        opens = datetime.combine(MONDAY + number * ONE_DAY, time()) + times.opening
        for place in sorted(places):
            if timedelta() <= place < times.duration:
                yield opens + place, None


def _dated(anchor, between, times):
    """When the first email leaves, for a date on each working day of a week, with that date."""
    long_before = datetime.combine(MONDAY, time())
    has_hours = any(delay.has_date and delay.unit == HOUR for delay in anchor + between)
    # Far enough ahead that nothing before the date is over.
    first = MONDAY + 7 * ONE_DAY * (2 + max(delay.amount for delay in anchor + between))
    for number in WEEKDAYS:
        day = first + number * ONE_DAY
        reference = datetime.combine(day, TIME_OF_EVENT) if has_hours else day
        moment = _follow(anchor, long_before, reference, times)
        if moment:
            yield moment, reference


def _follow(delays, moment, reference, times):
    """When the last of these steps is taken; None if it is skipped."""
    taken = None
    for delay in delays:
        slot = slot_of(delay, moment, reference, times)
        taken = slot and slot.moment
        moment = taken or moment
    return taken


def _business_days(first, second):
    """How many whole business days pass from one moment to another, or many."""
    if second - first > FAR:
        return FAR.days
    day, passed = first.date(), 0
    while day < second.date():
        day += ONE_DAY
        passed += day.weekday() in WEEKDAYS
    return max(0, passed - (second.time() < first.time()))
