# License LGPL-3.0 or later: see LICENSE.
"""When to try somebody again who was not reached: on another day, at another hour. Pure.

Moments that come in and go out are naive UTC datetimes of whole seconds, as in `schedule`.
"""

from datetime import timedelta

from .schedule import Slot, next_slot
from .time_zones import moment_showing, readings, wall_time
from .working_time import ONE_DAY, add_business_days

# Nobody is called at the last minute of their hours, and half hours are what people agree on.
STEP = timedelta(minutes=30)


def another_hour(now, tried, working_time):
    """Return the slot of the next try: on the next working day of the person, as far from the hours of the day of all
    tries so far as the window allows. Of hours that are equally far, the earliest.

    The day counts from `now` on the person's wall clock. An hour that a clock change skips becomes the first moment
    after the gap.

    :param datetime now: naive UTC
    :param tried: iterable of naive UTC datetimes; the try of `now` is one of them, or none counts
    :rtype: Slot
    :raises InvalidMoment, NoWorkingTime:
    """
    tz = working_time.tz
    wall = wall_time(now, tz)
    day = wall.date()
    if wall < working_time.window(day - ONE_DAY)[1]:
        # The part of a night's window that lies after midnight belongs to the day before.
        day -= ONE_DAY
    day = add_business_days(day, 1, working_time)
    hours = [_hour(wall_time(moment, tz)) for moment in tried]

    def distance(candidate):
        return min((_apart(_hour(candidate), hour) for hour in hours), default=ONE_DAY)

    chosen = max(_candidates(day, working_time), key=distance)
    moment, _exists = moment_showing(chosen, min(readings(chosen, tz)), tz)
    return Slot(next_slot(moment, working_time).moment)


def _candidates(day, working_time):
    """The wall times on a working day at which somebody can be tried, in their order."""
    found = []
    for opens, closes in working_time.open_spans(day):
        found.append(opens)
        while found[-1] + 2 * STEP <= closes:
            found.append(found[-1] + STEP)
    return found


def _hour(wall):
    """The time since midnight."""
    return timedelta(hours=wall.hour, minutes=wall.minute, seconds=wall.second)


def _apart(one, other):
    """How far two times of the day are from each other, the shorter way around the clock."""
    distance = abs(one - other)
    return min(distance, ONE_DAY - distance)
