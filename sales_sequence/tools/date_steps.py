# License LGPL-3.0 or later: see LICENSE.
"""When a step runs that is counted from a date: an event, a trial's end, a renewal. Pure.

A *reference* is what such steps are counted from: a `date`, which is the whole day on the contact's wall calendar, or a
naive UTC `datetime`. Moments that come in and go out are naive UTC datetimes of whole seconds, as in `schedule`.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from .schedule import (
    BUSINESS_DAY,
    DAY,
    HOUR,
    NoWorkingTime,
    add_business_days,
    after_delay,
    day_numbers,
    next_slot,
    previous_slot,
)
from .time_zones import ONE_SECOND, moment_showing, readings, wall_time
from .working_time import ONE_DAY, SEARCH_LIMIT, InvalidMoment, check_delay, is_working_day

PREVIOUS = "previous"
BEFORE = "before"
AFTER = "after"


@dataclass(frozen=True, slots=True)
class Delay:
    """What a step waits for.

    - `counted`: from the `PREVIOUS` step, or `BEFORE` or `AFTER` the reference
    - `amount`, `unit`: as in `schedule.after_delay`
    - `hour`: time of day in hours, for days that are counted from a reference; 0 is when the window opens
    """

    amount: int
    unit: str
    counted: str = PREVIOUS
    hour: float = 0

    @property
    def has_date(self):
        """Whether it is counted from the reference."""
        return self.counted != PREVIOUS


def slot_of(delay, moment, reference, working_time, strict=False, in_turn=False):
    """Return the slot of the step that comes after a step executed at `moment`; None if its own moment is over.

    A step that is counted from a reference is never taken before `moment`. If its moment was earlier, it is over,
    unless it can still be taken on the same day.

    :param Delay delay:
    :param datetime moment: when the previous step was executed, or the enrollment began
    :param reference: `date` or `datetime`; only asked for where `delay.has_date`
    :param bool strict: a time that was earlier on the same day is over, too; a day without a time of day is not
    :param bool in_turn: its turn had come, but it failed, or a limit held it: it can be taken on a later day
    :rtype: Slot or None
    :raises InvalidMoment, InvalidDelay, NoWorkingTime:
    """
    if not delay.has_date:
        return after_delay(moment, delay.amount, delay.unit, working_time)
    slot = around(delay, reference, working_time)
    if slot.moment >= moment:
        return slot
    if strict and (delay.hour or delay.unit == HOUR):
        return None
    late = next_slot(moment, working_time)
    is_same_day = _day_of(late.moment, working_time) == _day_of(slot.moment, working_time)
    return late if (is_same_day or in_turn) and not is_too_late(delay, late.moment, reference, working_time) else None


def around(delay, reference, working_time):
    """Return the slot of a step that is counted from a reference.

    Days are dates on the contact's wall calendar, at `delay.hour`; business days are those of the working time: one
    business day before a Sunday or a Monday is Friday. Hours are elapsed time, from the beginning of a whole day.

    A moment outside the working time moves forward, as any other. A step before the reference does not move past it,
    but back to the last working time.

    :param Delay delay:
    :rtype: Slot
    :raises InvalidMoment, InvalidDelay, NoWorkingTime:
    """
    check_delay(delay.amount, delay.unit)
    try:
        moment = _intended(delay, reference, working_time)
        slot = next_slot(moment, working_time)
        if is_too_late(delay, slot.moment, reference, working_time):
            slot = previous_slot(reference if isinstance(reference, datetime) else moment, working_time)
    except OverflowError:
        raise NoWorkingTime(f"There is no calendar {delay.amount} {delay.unit} around {reference}.") from None
    return slot


def is_too_late(delay, moment, reference, working_time):
    """Tell whether a step that comes before the reference would be taken after it.

    A whole day is over when it ends on the contact's wall clock.

    :rtype: bool
    """
    if delay.counted != BEFORE:
        return False
    if isinstance(reference, datetime):
        return moment > reference
    return _day_of(moment, working_time) > reference


def end_of(reference, working_time):
    """Return the first moment at which a step that comes before the reference `is_too_late`.

    :rtype: datetime
    """
    if isinstance(reference, datetime):
        return reference + ONE_SECOND
    return _moment_at(datetime.combine(reference + ONE_DAY, time()), working_time.tz)


def calendar_days(delay):
    """Return how many calendar days a step lies after the reference, negative before it; a week has five business days.

    >>> calendar_days(Delay(13, BUSINESS_DAY, BEFORE))
    -17

    :param Delay delay: one that `has_date`
    """
    check_delay(delay.amount, delay.unit)
    days = {
        HOUR: delay.amount // 24,
        DAY: delay.amount,
        BUSINESS_DAY: delay.amount // 5 * 7 + delay.amount % 5,
    }[delay.unit]
    return -days if delay.counted == BEFORE else days


def numbers_of_days(delays):
    """Return the day number of each step, as people count them; see `schedule.day_numbers`.

    The first step that is counted from a reference begins the sequence, or comes on the day after the step before it;
    those that follow are as many days later as they are from each other.

    :param delays: list of `Delay` in the order of the steps
    :rtype: list[int]
    :raises InvalidDelay:
    """
    numbers, plain, day_of_reference = [], [], None
    for delay in delays:
        if delay.has_date:
            days, last = calendar_days(delay), numbers[-1] if numbers else 0
            if day_of_reference is None:
                day_of_reference = last + 1 - days
            number = max(last, day_of_reference + days)
            plain = [(number - 1, DAY)]
        else:
            plain.append((delay.amount, delay.unit))
            number = day_numbers(plain)[-1]
        numbers.append(number)
    return numbers


def days_from_date(delays):
    """Return on which day each step falls, counted from the reference: 0 is the day itself, negative before it.

    :param delays: list of `Delay` in the order of the steps, at least one of which `has_date`
    :rtype: list[int]
    :raises InvalidDelay:
    """
    numbers = numbers_of_days(delays)
    number, first = next((number, delay) for number, delay in zip(numbers, delays, strict=True) if delay.has_date)
    return [one - number + calendar_days(first) for one in numbers]


def _intended(delay, reference, working_time):
    """Return the moment that is asked for, whether or not it is working time."""
    tz = working_time.tz
    if isinstance(reference, datetime):
        if reference.tzinfo:
            raise InvalidMoment(f"A moment is a naive UTC datetime, not {reference!r}.")
        day = wall_time(reference, tz).date()
    elif isinstance(reference, date):
        day = reference
    else:
        raise InvalidMoment(f"A step is counted from a date or a moment, not {reference!r}.")
    sign = -1 if delay.counted == BEFORE else 1
    if delay.unit == HOUR:
        begin = reference if isinstance(reference, datetime) else _moment_at(datetime.combine(day, time()), tz)
        return begin + sign * timedelta(hours=delay.amount)
    if delay.unit == DAY:
        day += sign * timedelta(days=delay.amount)
    elif delay.amount:
        count = add_business_days if sign > 0 else _subtract_business_days
        day = count(day, delay.amount, working_time)
    at = timedelta(minutes=round(delay.hour * 60)) if delay.hour else working_time.opening
    return _moment_at(datetime.combine(day, time()) + at, tz)


def _moment_at(wall, tz):
    """Return the first moment that shows a wall time, or the first after it where a clock change skips it."""
    return moment_showing(wall, min(readings(wall, tz)), tz)[0]


def _subtract_business_days(day, amount, working_time):
    for _count in range(amount):
        limit = day - SEARCH_LIMIT
        day -= ONE_DAY
        while not is_working_day(day, working_time):
            if day < limit:
                raise NoWorkingTime(f"There is no working day in the three years before {limit + SEARCH_LIMIT}.")
            day -= ONE_DAY
    return day


def _day_of(moment, working_time):
    """Return the date on the contact's wall calendar."""
    return wall_time(moment, working_time.tz).date()
