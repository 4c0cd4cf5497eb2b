# License LGPL-3.0 or later: see LICENSE.
"""When the steps ahead come, worked out once for all who are at the same step at the same moment. Pure."""

from datetime import datetime, time

from .date_steps import slot_of
from .schedule import NoWorkingTime
from .time_zones import moment_showing, readings, wall_time


class Forecast:
    """Moments of the steps to come, until a horizon.

    Thousands of people stand at a few moments and wait for the same few delays: each is calculated once.

    :param datetime until: naive UTC; what comes later is left out
    """

    def __init__(self, until):
        self._until = until
        self._slots = {}

    def moments(self, delays, moment, reference, working_time):
        """Return when the steps come that follow one at `moment`.

        :param delays: list of `date_steps.Delay`, in the order of the steps
        :param datetime moment: naive UTC
        :param reference: `date` or naive UTC `datetime` that steps are counted from, or None
        :return: list of naive UTC moments, None for a step that is skipped; it ends before the first step beyond the
            horizon, or where the calendar has no more working time
        """
        moments = []
        for delay in delays:
            try:
                following = self._moment_after(delay, moment, reference, working_time)
            except NoWorkingTime:
                break
            if following and following > self._until:
                break
            moments.append(following)
            moment = following or moment
        return moments

    def _moment_after(self, delay, moment, reference, working_time):
        if delay.has_date and not reference:
            return None
        key = delay, moment, delay.has_date and reference, working_time
        if key not in self._slots:
            slot = slot_of(delay, moment, reference, working_time)
            self._slots[key] = slot.moment if slot else None
        return self._slots[key]


def within_hours(moment, working_time):
    """Return `moment`; where it is outside the hours, when they open on that date.

    :param datetime moment: naive UTC
    :rtype: datetime
    """
    wall = wall_time(moment, working_time.tz)
    if working_time.is_open(wall):
        return moment
    opens = datetime.combine(wall.date(), time()) + working_time.opening
    return moment_showing(opens, min(readings(opens, working_time.tz)), working_time.tz)[0]
