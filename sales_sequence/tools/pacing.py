# License LGPL-3.0 or later: see LICENSE.
"""Who may be mailed when, so that no sender and no day gets too much. Pure.

A `Ledger` is one sender: so many mails in any 24 hours, and a gap between two of
them. A `DayCap` counts whatever has a limit per local day: new enrollments of a
sequence, mails to one recipient domain. `spread` gives each of many due sends its
slot, the most urgent first; after a downtime or an import this is what turns a
backlog into a queue.

Moments are naive UTC datetimes of whole seconds. Nothing here reads a clock: what
was used and reserved before comes in, and what is reserved is for the caller to
store, under a lock on the sender if several of them run at once.
"""

from bisect import bisect_left, bisect_right, insort
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from .schedule import InvalidMoment, NoWorkingTime, ScheduleError, Slot, next_slot
from .time_zones import moment_showing, wall_time, zone_info
from .working_time import ONE_DAY, WorkingTime

SENDER_CAP = "sender_cap"
SENDER_GAP = "sender_gap"
DAY_CAP = "day_cap"


class InvalidCap(ScheduleError):
    """A cap is not a whole number from 1 up, or a gap not a number from 0 up."""


class NotFree(ScheduleError):
    """The moment or day that should be reserved has no room."""


class _Spans:
    """A growing set of moments: open intervals, merged and sorted."""

    def __init__(self):
        self.starts = []
        self.ends = []

    def add(self, start, end):
        """Add the moments between `start` and `end`, without these two."""
        if start >= end:
            return
        first = bisect_right(self.ends, start)
        last = bisect_left(self.starts, end)
        if first < last:
            start = min(start, self.starts[first])
            end = max(end, self.ends[last - 1])
        self.starts[first:last] = [start]
        self.ends[first:last] = [end]

    def end_around(self, moment):
        """Return the end of the interval that contains a moment, or None."""
        index = bisect_left(self.starts, moment) - 1
        if index >= 0 and moment < self.ends[index]:
            return self.ends[index]
        return None

    def meets(self, start, end):
        """Tell whether an interval has a moment from `start` to before `end`."""
        return bisect_right(self.ends, start) < bisect_left(self.starts, end)


class Ledger:
    """The moments at which one sender mails, and which are left.

    Always true of what `reserve` adds: no window of 24 hours (half-open) around it
    has more than `cap` moments, and none lies within `gap` of it. Moments that were
    used before may break both, after a cap was lowered or a mail sent by hand.

    :param cap: mails in any 24 hours, from 1 up; None: no cap
    :param int gap: seconds from one mail to the next, from 0 up
    :param used_moments: what was sent in the last 24 hours, and all that is reserved
    :raises InvalidCap, InvalidMoment:
    """

    def __init__(self, cap, gap, used_moments=()):
        if cap is not None and (not isinstance(cap, int) or cap < 1):
            raise InvalidCap(f"A cap is a whole number from 1 up, or None, not {cap!r}.")
        if not isinstance(gap, (int, float)) or not 0 <= gap < float("inf"):
            raise InvalidCap(f"A gap is a number of seconds from 0 up, not {gap!r}.")
        self.cap = cap
        self.gap = timedelta(seconds=gap)
        self.moments = sorted(map(_naive, used_moments))
        self._capped = _Spans()
        self._blocked = _Spans()
        # By working time: from where to where nothing is free, so that a backlog of
        # thousands is not searched from its beginning for each of them.
        self._searched = {}
        for moment in self.moments:
            self._blocked.add(moment - self.gap, moment + self.gap)
        self._block_full_windows(0, len(self.moments))

    def fits(self, moment):
        """Tell whether the sender may mail at a moment (working time aside).

        :rtype: bool
        """
        return self._blocked.end_around(moment) is None

    def reserve(self, moment):
        """Add a moment.

        :raises NotFree: if it does not fit
        """
        if not self.fits(_naive(moment)):
            raise NotFree(f"The sender has no room at {moment}.")
        insort(self.moments, moment)
        self._blocked.add(moment - self.gap, moment + self.gap)
        index = bisect_left(self.moments, moment)
        # Every full window that has the new moment in it begins here or before.
        self._block_full_windows(index - (self.cap or 0) + 1, index + 1)

    def first_free(self, earliest, working_time, day_caps=()):
        """Return the first slot from `earliest` on that has room. It reserves nothing.

        :param datetime earliest: naive UTC
        :param day_caps: `DayCap`s that must have room as well
        :return: `Slot` with the reasons of `next_slot`, and `sender_cap`,
            `sender_gap` or those of the day caps if they moved it
        :raises InvalidMoment, NoWorkingTime:
        """
        slot = next_slot(earliest, working_time)
        moment, reasons = slot.moment, list(slot.reasons)
        while True:
            free = self._next_free(moment, working_time)
            if free > moment:
                reasons.append(SENDER_CAP if self._capped.meets(moment, free) else SENDER_GAP)
            full = [day_cap for day_cap in day_caps if not day_cap.fits(free)]
            if not full:
                return Slot(free, tuple(dict.fromkeys(reasons)))
            reasons += [day_cap.reason for day_cap in full]
            later = max(day_cap.first_free(free) for day_cap in full)
            moment = next_slot(later, working_time).moment

    def _next_free(self, moment, working_time):
        """Return the first working moment from a working `moment` on that fits."""
        start = moment
        searched_from, searched_to = self._searched.get(working_time, (moment, moment))
        if searched_from <= moment <= searched_to:
            start, moment = searched_from, searched_to
        while end := self._blocked.end_around(moment):
            moment = next_slot(end, working_time).moment
        self._searched[working_time] = start, moment
        return moment

    def _block_full_windows(self, first, last):
        """Block what would be one too many, for windows beginning at these indexes."""
        if self.cap is None:
            return
        last = min(last, len(self.moments) - self.cap + 1)
        for index in range(max(first, 0), last):
            opening, closing = self.moments[index], self.moments[index + self.cap - 1]
            if closing - opening < ONE_DAY:
                self._capped.add(closing - ONE_DAY, opening + ONE_DAY)
                self._blocked.add(closing - ONE_DAY, opening + ONE_DAY)


class DayCap:
    """So many of something on each local day.

    :param int limit: from 1 up
    :param used: how many there are already, by local date; copied
    :param str zone: IANA name of the zone whose days are counted
    :param str reason: the code that a `Slot` gets if this cap moved it
    :raises InvalidCap, UnknownTimeZone:
    """

    def __init__(self, limit, used=None, zone="UTC", reason=DAY_CAP):
        if not isinstance(limit, int) or limit < 1:
            raise InvalidCap(f"A limit per day is a whole number from 1 up, not {limit!r}.")
        self.limit = limit
        self.used = dict(used or {})
        self.reason = reason
        self.zone = zone
        self._tz = zone_info(zone)
        # From a full day to a later one, all full in between.
        self._later = {}

    def day_of(self, moment):
        """Return the local date of a moment (naive UTC)."""
        return wall_time(moment, self._tz).date()

    def fits(self, moment):
        """Tell whether the day of a moment has room."""
        return self.used.get(self.day_of(moment), 0) < self.limit

    def take(self, day):
        """Count one more on a local date.

        :raises NotFree: if the day is full
        """
        if self.used.get(day, 0) >= self.limit:
            raise NotFree(f"{day} is full.")
        self.used[day] = self.used.get(day, 0) + 1

    def first_free_day(self, day):
        """Return the first local date from `day` on that has room."""
        full = []
        while self.used.get(day, 0) >= self.limit:
            full.append(day)
            day = self._later.get(day, day + ONE_DAY)
        for full_day in full:
            self._later[full_day] = day
        return day

    def first_free(self, moment):
        """Return the first moment from `moment` on whose day has room (naive UTC)."""
        while not self.fits(moment):
            midnight = datetime.combine(self.first_free_day(self.day_of(moment)), time())
            moment = moment_showing(midnight, moment, self._tz)[0]
        return moment


@dataclass(frozen=True, slots=True)
class Candidate:
    """A send that wants a slot.

    - `earliest`: naive UTC, the end of its delay
    - `working_time`: when the contact may be mailed
    - `follow_up`: the contact was mailed in this sequence before
    - `day_caps`: `DayCap`s that count it; the same objects for all whom they limit
    - `key`: whatever tells the caller which one it is
    """

    earliest: datetime
    working_time: WorkingTime
    follow_up: bool = False
    day_caps: tuple = ()
    key: object = None


@dataclass(frozen=True, slots=True)
class Placement:
    """What `spread` found for a candidate: its slot, or the error why there is none."""

    candidate: Candidate
    slot: Slot | None = None
    error: ScheduleError | None = None


def spread(candidates, ledger, now):
    """Reserve for each candidate of a sender the first slot that is left.

    Follow-ups come before first touches, and what was planned first comes first; a
    candidate without any working time is no reason to leave the others out.

    :param candidates: `Candidate`s, in any order
    :param Ledger ledger: the sender's; it and the day caps are updated
    :param datetime now: naive UTC; no slot is earlier
    :return: list of `Placement`, most urgent first
    """
    placements = []
    for candidate in sorted(candidates, key=lambda each: (not each.follow_up, each.earliest)):
        try:
            slot = ledger.first_free(max(candidate.earliest, now), candidate.working_time, candidate.day_caps)
        except (NoWorkingTime, InvalidMoment) as error:
            placements.append(Placement(candidate, error=error))
            continue
        ledger.reserve(slot.moment)
        for day_cap in candidate.day_caps:
            day_cap.take(day_cap.day_of(slot.moment))
        placements.append(Placement(candidate, slot))
    return placements


def _naive(moment):
    """Return a moment in naive UTC, or raise."""
    if not isinstance(moment, datetime) or moment.tzinfo:
        raise InvalidMoment(f"A moment is a naive UTC datetime, not {moment!r}.")
    return moment
