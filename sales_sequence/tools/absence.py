# License LGPL-3.0 or later: see LICENSE.
"""On which days somebody was away, by what is known and by what they did not do. Pure."""

from datetime import timedelta
from itertools import pairwise

ONE_DAY = timedelta(days=1)
# One working day without a task done is nothing unusual.
QUIET_DAYS = 2


def days_away(today, since, known, worked, is_working_day):
    """Return the days before `today` on which somebody was away.

    Known are the days of an absence that was entered, but for those on which they worked all the same. Otherwise, an
    absence is a run of days between two on which they did something, or since the last of them, that has at least
    `QUIET_DAYS` working days. What was before they first did anything is none: they may not have been there yet.

    :param date today:
    :param date since: the first day to look at
    :param known: pairs `(first date, last date)`
    :param worked: dates on which they did something
    :param is_working_day: function of a date
    :return: `(days that are known, days told by their silence)`, two sets without a common day
    """
    worked = {day for day in worked if since <= day < today}
    entered = {
        day
        for first, last in known
        for day in _days(max(first, since), min(last, today - ONE_DAY))
        if day not in worked
    }
    silent = set()
    ends = [*sorted(worked), today]
    for before, after in pairwise(ends):
        quiet = list(_days(before + ONE_DAY, after - ONE_DAY))
        if sum(map(is_working_day, quiet)) >= QUIET_DAYS:
            silent.update(quiet)
    return entered, silent - entered


def spread(count, days, at_most):
    """Return how many of `count` tasks to give each of some days: the first days get `at_most`, and where they are too
    few, all of them as many as it takes.

    :param int count: how many there are
    :param int days: how many days there are, at least 1
    :param int at_most: how many one day should get
    :return: list of numbers from 1 up, at most one for each day
    """
    per_day = max(at_most, -(-count // days))
    numbers = [per_day] * (count // per_day)
    return [*numbers, count % per_day] if count % per_day else numbers


def _days(first, last):
    while first <= last:
        yield first
        first += ONE_DAY
