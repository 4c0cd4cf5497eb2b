# License LGPL-3.0 or later: see LICENSE.
"""Which meetings of a person count for a sequence. Pure: all moments are naive UTC."""

from collections.abc import Callable, Collection
from datetime import datetime, time, timedelta
from typing import NamedTuple

from .time_zones import readings, wall_time, zone_info

DAY = timedelta(days=1)


class Meeting(NamedTuple):
    """A meeting in the calendar.

    An all-day one lasts from 8:00 to 18:00 UTC as Odoo stores it, whatever the zone; what is meant is the whole day.
    `series_start` and `series_made`: when the first meeting of its series takes place, and when it was entered; None if
    it belongs to no series.
    """

    id: int
    start: datetime
    ends_at: datetime
    is_all_day: bool
    series_start: datetime | None
    series_made: datetime | None

    def last_day(self, zone):
        """The day on which it ends. One that ends at midnight ends on the day before."""
        if self.is_all_day:
            return self.ends_at.date()
        return wall_time(self.ends_at - timedelta(seconds=1), zone_info(zone)).date()

    def end(self, zone):
        """The moment at which it is over."""
        if not self.is_all_day:
            return self.ends_at
        midnight = datetime.combine(self.ends_at.date() + DAY, time())
        return min(readings(midnight, zone_info(zone)), default=midnight)


class Person(NamedTuple):
    """Somebody who may have a meeting.

    `records`: ``(model name, id)`` of what they are enrolled as. `partner_id`: their contact, or None. `addresses`:
    normalized. `zone_of`: tells the name of the zone of the person with this key, and is asked only where it matters.
    `enrolled_at`: None if they are not enrolled yet. `starts_at`: before this moment they hear nothing from us.
    `settled_at`: a meeting that was over by then is no news.
    """

    key: int
    records: Collection[tuple[str, int]]
    partner_id: int | None
    addresses: Collection[str]
    zone_of: Callable[[int], str]
    starts_at: datetime
    enrolled_at: datetime | None = None
    settled_at: datetime | None = None

    def has_ahead(self, meeting, is_named, now):
        """Whether the meeting is ahead of them, and a reason not to write to them.

        One that is over before we write to them at all is none. A series that has begun before the enrollment is none
        either, unless it names their record: people who are written to may have a weekly call with us.
        """
        if not is_named and self._knew_series(meeting):
            return False
        return meeting.end(self.zone_of(self.key)) > max(now, self.starts_at)

    def has_held(self, meeting, is_named, now):
        """Whether the meeting was held since they were enrolled: somebody has entered it afterwards."""
        if self.enrolled_at is None or (not is_named and self._knew_series(meeting)):
            return False
        return self.enrolled_at <= meeting.start and self.settled_at < meeting.end(self.zone_of(self.key)) <= now

    def has_had(self, meeting, is_named, now):
        """Whether the meeting is ahead, or was held since they were enrolled, whenever it was entered."""
        if not is_named and self._in_series_since(meeting, self.enrolled_at):
            return False
        return meeting.end(self.zone_of(self.key)) > now or self.enrolled_at <= meeting.start

    def _knew_series(self, meeting):
        # Moving “this and following” ones begins a series anew, whose first meeting is one of the old.
        return self._in_series_since(meeting, self.enrolled_at or self.starts_at) or (
            self.enrolled_at is not None
            and meeting.series_made is not None
            and meeting.series_made <= self.enrolled_at
        )

    @staticmethod
    def _in_series_since(meeting, moment):
        return meeting.series_start is not None and meeting.series_start < moment
