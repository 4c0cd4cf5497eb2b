# License LGPL-3.0 or later: see LICENSE.
"""Who may be mailed when, so that no sender and no day gets too much. Pure.

A `Ledger` is one sender: so many mails in any 24 hours, and a gap between two of
them. A `DayCap` counts whatever has a limit per local day: new enrollments of a
sequence, mails to one recipient domain. `spread` gives each of many due sends its
slot, the most urgent first; after a downtime or an import this is what turns a
backlog into a queue.

What was sent and what is only planned are two things. What goes now must keep every
limit towards what was sent. A plan is a place in the queue: whoever comes later
stands behind it, but it is placed again when it falls due, which is always some
seconds after its moment. So it holds up nothing that comes before it: a queue that
is packed up to its limits would not move at all otherwise.

Moments are naive UTC datetimes of whole seconds. Nothing here reads a clock: what
was used and planned before comes in, and what is reserved is for the caller to
store, under a lock on the sender if several of them run at once.
"""

from bisect import bisect_left, bisect_right, insort
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from .schedule import InvalidMoment, NoWorkingTime, ScheduleError, Slot, next_slot
from .time_zones import moment_showing, wall_time, zone_info
from .working_time import ONE_DAY, WorkingTime

SENDER_CAP = "sender_cap"
SENDER_GAP = "sender_gap"
DAY_CAP = "day_cap"

ONE_SECOND = timedelta(seconds=1)
# A mail counts for 24 hours: one that goes now may push another one that is planned for later today to tomorrow, but
# one of tomorrow at most to a later hour. Only the former is worth to be held back for.
LATER_TODAY = timedelta(hours=12)


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

    Plans count only for what comes after them: see above.

    :param cap: mails in any 24 hours, from 1 up; None: no cap
    :param int gap: seconds from one mail to the next, from 0 up
    :param used_moments: what was sent in the last 24 hours, and what is in the mail queue
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
        self.plans = []
        self._line = list(self.moments)  # used, reserved and planned
        self._capped = _Spans()
        self._blocked = _Spans()
        # By working time: from where to where nothing is free, so that a backlog of
        # thousands is not searched from its beginning for each of them.
        self._searched = {}
        for moment in self.moments:
            self._blocked.add(moment - self.gap, moment + self.gap)
        self._block_full_windows(self.moments, 0, len(self.moments), ONE_DAY)

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
        self._blocked.add(moment - self.gap, moment + self.gap)
        self._insert(self.moments, moment, ONE_DAY)
        self._insert(self._line, moment, ONE_SECOND)

    def plan(self, moment):
        """Add a moment that will be looked at again when it comes."""
        self._block_behind(_naive(moment))
        insort(self.plans, moment)
        self._insert(self._line, moment, ONE_SECOND)

    def plan_all(self, moments):
        """`plan` each of many moments."""
        moments = sorted(map(_naive, moments))
        for moment in moments:
            self._block_behind(moment)
        self.plans = sorted([*self.plans, *moments])
        self._line = sorted([*self._line, *moments])
        self._block_full_windows(self._line, 0, len(self._line), ONE_SECOND)

    def gives_way_until(self, moment):
        """Return the last plan of the same day that a mail at `moment` would take the room of, or None."""
        if self.cap is None:
            return None
        end = bisect_right(self.plans, moment + LATER_TODAY)
        later_today = end - bisect_right(self.plans, moment)
        used = len(self.moments) - bisect_right(self.moments, moment - ONE_DAY)
        return self.plans[end - 1] if later_today and used + later_today >= self.cap else None

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

    def _insert(self, moments, moment, before):
        insort(moments, moment)
        index = bisect_left(moments, moment)
        # Every full window that has the new moment in it begins here or before.
        self._block_full_windows(moments, index - (self.cap or 0) + 1, index + 1, before)

    def _block_behind(self, moment):
        self._blocked.add(moment - min(self.gap, ONE_SECOND), moment + self.gap)

    def _block_full_windows(self, moments, first, last, before):
        """Block what would be one too many, for windows beginning at these indexes.

        :param before: how long before a full window's end its blocking begins: a day for
            what counts in both directions, a second for what counts only for those behind it
        """
        if self.cap is None:
            return
        last = min(last, len(moments) - self.cap + 1)
        for index in range(max(first, 0), last):
            opening, closing = moments[index], moments[index + self.cap - 1]
            if closing - opening < ONE_DAY:
                self._capped.add(closing - before, opening + ONE_DAY)
                self._blocked.add(closing - before, opening + ONE_DAY)


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

    def count(self, moment):
        """Count one more on the day of a moment, also where it is one too many."""
        day = self.day_of(moment)
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
    - `waited`: it was planned for `earliest` because of a limit: its turn has come
    - `key`: whatever tells the caller which one it is
    """

    earliest: datetime
    working_time: WorkingTime
    follow_up: bool = False
    day_caps: tuple = ()
    waited: bool = False
    key: object = None


@dataclass(frozen=True, slots=True)
class Placement:
    """What `spread` found for a candidate: its slot, or the error why there is none.

    `goes`: the slot is reserved. Otherwise it is a plan.
    """

    candidate: Candidate
    slot: Slot | None = None
    goes: bool = False
    error: ScheduleError | None = None


def spread(candidates, ledger, now, until=None, plans=(), day_plans=()):
    """Find for each candidate of a sender the first slot that is left.

    Follow-ups come before first touches, and what was planned first comes first; a
    candidate without any working time is no reason to leave the others out. Whose
    slot is not after `until` goes; for the others it is planned. Whoever has waited
    for their turn gives way only to what was sent, and to what the ledger and the day
    caps know already; the others stand behind the `plans` too.

    :param candidates: `Candidate`s, in any order
    :param Ledger ledger: the sender's; it and the day caps are updated
    :param datetime now: naive UTC; no slot is earlier
    :param until: naive UTC, the last moment of what goes; None: all go
    :param plans: moments for which mails of this sender are planned
    :param day_plans: `(DayCap, moment)` for all that is planned and counted by one
    :return: list of `Placement`: what goes, most urgent first, then what is planned
    """
    candidates = sorted(candidates, key=lambda each: (not each.follow_up, each.earliest))
    placements, waiting = [], []
    for their_turn in (True, False):
        if not their_turn:
            ledger.plan_all(plans)
            for day_cap, moment in day_plans:
                day_cap.count(moment)
        for candidate in candidates:
            if candidate.waited == their_turn:
                _send_or_wait(candidate, ledger, now, until, placements, waiting)
    for candidate, give_way_until in waiting:
        placement = _find(candidate, give_way_until or max(candidate.earliest, now), ledger)
        if placement.slot:
            moment, reasons = placement.slot.moment, placement.slot.reasons
            ledger.plan(moment)
            for day_cap in candidate.day_caps:
                day_cap.count(moment)
            if give_way_until and SENDER_CAP not in reasons:
                placement = replace(placement, slot=Slot(moment, (SENDER_CAP, *reasons)))
        placements.append(placement)
    return placements


def _send_or_wait(candidate, ledger, now, until, placements, waiting):
    """Reserve the slot of one that may go, or note until when it gives way to plans (None: its slot is later)."""
    placement = _find(candidate, max(candidate.earliest, now), ledger)
    if not placement.slot:
        placements.append(placement)
        return
    moment = placement.slot.moment
    give_way_until = ledger.gives_way_until(moment)
    if (until and moment > until) or give_way_until:
        waiting.append((candidate, give_way_until))
        return
    ledger.reserve(moment)
    for day_cap in candidate.day_caps:
        day_cap.take(day_cap.day_of(moment))
    placements.append(replace(placement, goes=True))


def _find(candidate, start, ledger):
    try:
        return Placement(candidate, ledger.first_free(start, candidate.working_time, candidate.day_caps))
    except (NoWorkingTime, InvalidMoment) as error:
        return Placement(candidate, error=error)


def _naive(moment):
    """Return a moment in naive UTC, or raise."""
    if not isinstance(moment, datetime) or moment.tzinfo:
        raise InvalidMoment(f"A moment is a naive UTC datetime, not {moment!r}.")
    return moment
