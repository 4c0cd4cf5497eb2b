# License LGPL-3.0 or later: see LICENSE.
"""Who may be mailed when, so that no sender and no day exceeds its limits. Pure.

A `Ledger` covers one sender: a number of mails in any 24 hours, and a gap between
two of them. A `DayCap` counts anything that is limited per local day: new
enrollments of a sequence, mails to one recipient domain. `spread` gives each of many
due sends its slot, the most urgent first; it turns the backlog after a downtime or an
import into a queue.

Sent and planned mails differ. A mail that goes now must respect every limit relative
to what was sent. A plan is a place in the queue: later mails line up behind it, but
it is placed again when it is due, which is always a few seconds after its moment. So
a plan never blocks an earlier mail; otherwise a queue that is filled up to its limits
would not move at all.

Moments are naive UTC datetimes of whole seconds. Nothing here reads a clock: the
caller passes in what was used and planned before, and stores what is reserved, under
a lock on the sender if several callers run at once.
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
# A mail counts for 24 hours: one that goes now may push a mail planned for later today to tomorrow, but a mail planned
# for tomorrow only to a later hour. Only the former is worth waiting for.
LATER_TODAY = timedelta(hours=12)


class InvalidCap(ScheduleError):
    """The cap is not a whole number of at least 1, or the gap not a number of at least 0."""


class NotFree(ScheduleError):
    """The moment or day to reserve has no room."""


class _Spans:
    """A growing set of moments: open intervals, merged and sorted."""

    def __init__(self):
        self.starts = []
        self.ends = []

    def add(self, start, end):
        """Add the moments strictly between `start` and `end`."""
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
        """Tell whether an interval contains a moment from `start` to before `end`."""
        return bisect_right(self.ends, start) < bisect_left(self.starts, end)


class Ledger:
    """The moments at which one sender mails, and those that are still free.

    What `reserve` adds always satisfies two rules: no window of 24 hours (half-open)
    around it has more than `cap` moments, and no moment lies within `gap` of it.
    Moments used before may break both, after the cap was lowered or a mail was sent
    by hand.

    Plans count only for later moments: see above.

    :param cap: mails in any 24 hours, at least 1; None: no cap
    :param int gap: seconds from one mail to the next, at least 0
    :param used_moments: moments of mails sent in the last 24 hours or waiting in the mail queue
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
        # Stretches without a free moment, by working time, so that a backlog of
        # thousands is not searched from its start for each mail.
        self._searched = {}
        for moment in self.moments:
            self._blocked.add(moment - self.gap, moment + self.gap)
        self._block_full_windows(self.moments, 0, len(self.moments), ONE_DAY)

    def fits(self, moment):
        """Tell whether the sender may mail at a moment, ignoring working time.

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
        """Add a moment that will be placed again when it comes."""
        self._block_after(_naive(moment))
        insort(self.plans, moment)
        self._insert(self._line, moment, ONE_SECOND)

    def plan_all(self, moments):
        """Add many moments as `plan` does."""
        moments = sorted(map(_naive, moments))
        for moment in moments:
            self._block_after(moment)
        self.plans = sorted([*self.plans, *moments])
        self._line = sorted([*self._line, *moments])
        self._block_full_windows(self._line, 0, len(self._line), ONE_SECOND)

    def gives_way_until(self, moment):
        """Return the last plan of the same day that a mail at `moment` would displace, or None."""
        if self.cap is None:
            return None
        end = bisect_right(self.plans, moment + LATER_TODAY)
        later_today = end - bisect_right(self.plans, moment)
        used = len(self.moments) - bisect_right(self.moments, moment - ONE_DAY)
        return self.plans[end - 1] if later_today and used + later_today >= self.cap else None

    def first_free(self, earliest, working_time, day_caps=()):
        """Return the first slot from `earliest` on that has room, without reserving it.

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
        # Every full window that contains the new moment begins here or earlier.
        self._block_full_windows(moments, index - (self.cap or 0) + 1, index + 1, before)

    def _block_after(self, moment):
        self._blocked.add(moment - min(self.gap, ONE_SECOND), moment + self.gap)

    def _block_full_windows(self, moments, first, last, before):
        """Block the moments that would exceed the cap, for windows beginning at these indexes.

        :param before: how long before the end of a full window the blocking begins: a day
            for moments that count in both directions, a second for plans
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
    """A limit of something per local day.

    :param int limit: at least 1
    :param used: existing counts by local date; copied
    :param str zone: IANA name of the zone whose days are counted
    :param str reason: the code of a `Slot` that this cap moved
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
        # From a full day to a later day, with only full days in between.
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
        """Count one more on the day of a moment, even beyond the limit."""
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
    - `follow_up`: the contact has been mailed in this sequence before
    - `day_caps`: `DayCap`s that count it; candidates under the same limit share the object
    - `waited`: a limit had it planned for `earliest`, so its turn has come
    - `key`: identifies it for the caller
    """

    earliest: datetime
    working_time: WorkingTime
    follow_up: bool = False
    day_caps: tuple = ()
    waited: bool = False
    key: object = None


@dataclass(frozen=True, slots=True)
class Placement:
    """The result of `spread` for a candidate: its slot, or the error that explains why there is none.

    `goes`: the slot is reserved, otherwise only planned.
    """

    candidate: Candidate
    slot: Slot | None = None
    goes: bool = False
    error: ScheduleError | None = None


def spread(candidates, ledger, now, until=None, plans=(), day_plans=()):
    """Find the first free slot for each candidate of a sender.

    Follow-ups come before first touches, and earlier plans before later ones; a
    candidate without any working time does not affect the others. Slots up to `until`
    are reserved, later ones only planned. A candidate that has waited for its turn
    gives way only to sent mails and to what the ledger and the day caps already
    contain; the others also line up behind the `plans`.

    :param candidates: `Candidate`s, in any order
    :param Ledger ledger: the sender's; it and the day caps are updated
    :param datetime now: naive UTC; no slot is earlier
    :param until: naive UTC, the last moment to reserve; None: reserve all
    :param plans: moments for which mails of this sender are planned
    :param day_plans: `(DayCap, moment)` for every plan that a cap counts
    :return: list of `Placement`: reserved slots, most urgent first, then planned ones
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
    """Reserve the candidate's slot, or note until when it gives way to plans (None: its slot is later)."""
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
