# License LGPL-3.0 or later: see LICENSE.
"""The weeks up to now, each cut off where this one stands. Pure.

Moments are naive UTC datetimes, days those of a zone's wall clock.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from .time_zones import readings, wall_time, zone_info

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Week:
    """From `begins_at` (the midnight before `day`) to `ends_at`; until `cut_at` it is as far as the present week is
    now."""

    day: date
    begins_at: datetime
    cut_at: datetime
    ends_at: datetime


def weeks_until(now, zone, first_weekday, count):
    """Return the present week and those before it, the oldest first.

    :param now: naive UTC
    :param zone: IANA name
    :param first_weekday: on which day weeks begin, from 1 for Monday to 7 for Sunday
    :param count: how many weeks
    :return: list of `Week`
    """
    tz = zone_info(zone)
    today = wall_time(now, tz)
    first = today.date() - timedelta(days=(today.isoweekday() - first_weekday) % 7)
    weeks = []
    for ago in range(count - 1, -1, -1):
        day = first - ago * WEEK
        cut_at = readings(today - ago * WEEK, tz)[0] if ago else now
        weeks.append(Week(day, _midnight(day, tz), cut_at, _midnight(day + WEEK, tz)))
    return weeks


def _midnight(day, tz):
    return readings(datetime.combine(day, time()), tz)[0]
