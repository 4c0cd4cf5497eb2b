"""Counting by hand what *Results*, the dashboard, the digest and an experiment show.

In plain Python over the same script as `counting.py`, which counts for the report. Written from docs/metrics.md and
docs/api.md, without the database.
"""

import statistics
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from .counting import MANUAL, Touch, Walk, credit

WEEK = timedelta(days=7)
TAKEN = ("sent", "bounced", "done", "skipped")
# With fewer closed people there is neither a rate nor a curve.
FEWEST = 20


@dataclass(eq=False)
class Person:
    """Somebody, and what they did, on the clock that starts with their first email of what is counted.

    `walk`: the enrollment that stands for them; `answer`: the touch to which the first answer is credited.
    """

    walk: Walk
    touches: list
    first_at: datetime | None
    is_reached: bool
    is_closed: bool
    is_emailed: bool
    has_bounced: bool
    replied_at: datetime | None
    answer: Touch | None
    has_met: bool
    has_opted_out: bool
    has_answered: bool  # in time, as one of the closed people

    @property
    def is_open(self):
        return self.is_reached and not self.is_closed

    @property
    def replied(self):
        """Whenever, also as one of the open people."""
        return self.is_reached and self.replied_at is not None


def people_of(walks, now, days, since=None):
    """:param since: only those whose first email left from then on. :return: list of `Person`"""
    credited, _deals = credit(walks)
    by_person = {}
    for walk in walks:
        by_person.setdefault(walk.person, []).append(walk)
    found = [_person(own, credited, now, timedelta(days=days)) for own in by_person.values()]
    return [person for person in found if since is None or (person.first_at and person.first_at >= since)]


def _person(walks, credited, now, period):
    touches = [touch for walk in walks for touch in walk.touches]
    mails = [touch for touch in touches if touch.channel == "email" and touch.state in ("sent", "bounced")]
    alone = [
        touch
        for walk in walks
        for touch in walk.touches
        if not walk.has_emails and touch.channel in MANUAL and touch.state == "done"
    ]
    first = min((touch.at for touch in mails + alone), default=None)
    is_reached = bool(alone) or any(touch.state == "sent" for touch in mails)
    is_closed = is_reached and first <= now - period
    answers = sorted(
        ((moment, touch) for touch in touches for moment in credited.get((touch, "reply"), ())),
        key=lambda one: one[0],
    )
    replied_at, answer = answers[0] if answers else (None, None)

    def in_time(kind):
        moments = [moment for touch in touches for moment in credited.get((touch, kind), ())]
        return is_closed and any(moment <= first + period for moment in moments)

    return Person(
        walk=_standing_for(walks),
        touches=touches,
        first_at=first,
        is_reached=is_reached,
        is_closed=is_closed,
        is_emailed=bool(mails),
        has_bounced=any(touch.state == "bounced" for touch in mails),
        replied_at=replied_at,
        answer=answer,
        has_met=in_time("meeting"),
        has_opted_out=in_time("opt_out"),
        has_answered=in_time("reply"),
    )


def _standing_for(walks):
    """The enrollment that was answered, else the latest."""
    answered = [(min(moments), walk) for walk in walks if (moments := _replies(walk))]
    return min(answered, key=lambda one: one[0])[1] if answered else walks[-1]


def _replies(walk):
    return [one.at for one in walk.happened if one.kind == "reply" and one.is_true]


def three(people):
    """``(closed, open, answered)``"""
    return (
        sum(person.is_closed for person in people),
        sum(person.is_open for person in people),
        sum(person.has_answered for person in people),
    )


def _grouped(people, keys_of):
    groups = {}
    for person in people:
        for key in keys_of(person):
            groups.setdefault(key, []).append(person)
    return groups


# ---------------------------------------------------------------------------------------------------------------------
# Results
# ---------------------------------------------------------------------------------------------------------------------


def local_day(moment, zone) -> date:
    """:param moment: naive UTC"""
    return moment.replace(tzinfo=ZoneInfo("UTC")).astimezone(ZoneInfo(zone)).date()


def rank_of(touch):
    """1 for the first step, 2 for the second."""
    return touch.labels["position"] // 10


def count_total(people):
    """The figures of the whole page."""
    answered_after = [
        max((person.replied_at - person.first_at).total_seconds(), 0) / 86400
        for person in people
        if person.has_answered
    ]
    closed, is_open, answered = three(people)
    return {
        "closed": closed,
        "open": is_open,
        "answered": answered,
        "open_answered": sum(person.is_open and person.replied for person in people),
        "meetings": sum(person.has_met for person in people),
        "meetings_unanswered": sum(person.has_met and not person.has_answered for person in people),
        "opted_out": sum(person.has_opted_out for person in people),
        "bounced": sum(person.has_bounced for person in people),
        "emailed": sum(person.is_emailed for person in people),
        "median_days": statistics.median(answered_after) if answered_after else False,
    }


def count_reps(people):
    """By who sends to them."""
    groups = _grouped(people, lambda person: [person.walk.owner])
    return {owner: three(of_rep) for owner, of_rep in groups.items() if any(three(of_rep)[:2])}


def count_weeks(people, zone):
    """By the Monday before the first email."""

    def monday(person):
        day = person.first_at and local_day(person.first_at, zone)
        return [day - timedelta(days=day.weekday())] if day else []

    return {day: three(of_week) for day, of_week in _grouped(people, monday).items()}


def count_variants(people):
    """Each person in the variants of which an email reached them."""

    def variants(person):
        got = [touch for touch in person.touches if touch.labels["variant_id"] and touch.state == "sent"]
        return {touch.labels["variant_id"] for touch in got}

    return {variant: three(got) for variant, got in _grouped(people, variants).items()}


def count_steps(people):
    """``{rank: (closed people who got it, those of them whose answer is credited to it)}``"""

    def ranks(person):
        got = [touch for touch in person.touches if touch.state in ("sent", "done") and person.is_closed]
        return {rank_of(touch) for touch in got}

    return {
        rank: (len(got), sum(person.has_answered and rank_of(person.answer) == rank for person in got))
        for rank, got in _grouped(people, ranks).items()
    }


def count_funnel(people, steps):
    """Each person has one place. :return: list of dicts, one for each step"""
    places = [(_place(person, steps), _fate(person), person) for person in people]
    funnel = []
    for rank in range(1, steps + 1):
        fates = Counter(fate for place, fate, _person in places if place == rank)
        entered = sum(place >= rank for place, _fate, _person in places)
        done = [
            person
            for place, _fate, person in places
            if place >= rank
            and any(rank_of(one) == rank and one.state in TAKEN[:3] for one in person.walk.touches)
        ]
        funnel.append(
            {
                "entered": entered,
                "done": len(done),
                **{fate: fates[fate] for fate in ("answered", "ended", "waiting")},
                "went_on": entered - sum(fates.values()),
            }
        )
    return funnel


def _fate(person):
    return "answered" if person.replied else "waiting" if person.walk.is_live else "ended"


def _place(person, steps):
    """Who has answered stays at the step that is credited, who is active waits for the next one, who has ended
    otherwise stays at the last one that was taken."""
    taken = max((rank_of(touch) for touch in person.walk.touches if touch.state in TAKEN), default=0)
    if person.replied:
        return rank_of(person.answer)
    return min(taken + 1, steps) if person.walk.is_live else max(taken, 1)


def curve_end(people, now, days, zone):
    """The share answered on the last day of the curve, None without one. Each day, of all who were still without an
    answer and observed on it, some answer: the shares of the others are multiplied."""
    reached = [person for person in people if person.is_reached]
    if sum(person.is_closed for person in reached) < FEWEST:
        return None
    answered_on, seen_until = [], []
    for person in reached:
        first = local_day(person.first_at, zone)
        if person.has_answered or (person.is_open and person.replied):
            answered_on.append(max((local_day(person.replied_at, zone) - first).days, 0))
        elif person.is_open:
            seen_until.append((local_day(now, zone) - first).days)
        else:
            seen_until.append(days)
    without = 1.0
    for day in range(days + 1):
        at_risk = sum(one >= day for one in answered_on + seen_until)
        if not at_risk:
            break
        without *= 1 - answered_on.count(day) / at_risk
    return 1 - without


# ---------------------------------------------------------------------------------------------------------------------
# Sequences, dashboard and digest
# ---------------------------------------------------------------------------------------------------------------------


def weeks_ago(person, now, days):
    """How many whole weeks ago a person closed."""
    return (now - timedelta(days=days) - person.first_at) // WEEK


def closed_between(people, now, days, first, last):
    """``(people, answered)`` of those who closed `first` to `last` weeks ago."""
    chosen = [
        person for person in people if person.is_closed and first <= weeks_ago(person, now, days) <= last
    ]
    return len(chosen), sum(person.has_answered for person in chosen)


def weeks_until(now, zone, count):
    """This week and those before it, the oldest first, from Sunday to Saturday as in English.

    :return: list of ``(its begin, where it was as far as this week is now, its end)``
    """
    wall = now.replace(tzinfo=ZoneInfo("UTC")).astimezone(ZoneInfo(zone))
    midnight = wall.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=wall.isoweekday() % 7)
    # Adding days to a moment with a zone keeps its wall time.
    return [
        tuple(_utc(moment - ago * WEEK) for moment in (midnight, wall, midnight + WEEK))
        for ago in reversed(range(count))
    ]


def _utc(moment):
    return moment.astimezone(ZoneInfo("UTC")).replace(tzinfo=None)


def answers_between(walks, begins_at, ends_at, days):
    """How many people answered in a period, each once; the end does not belong to it."""
    answered = set()
    for walk in walks:
        (person,) = people_of([walk], ends_at, days)
        if person.replied and begins_at <= person.replied_at < ends_at:
            answered.add(walk.person)
    return len(answered)


# ---------------------------------------------------------------------------------------------------------------------
# Experiments
# ---------------------------------------------------------------------------------------------------------------------


def count_experiment(walks, step_id, now, days):
    """Companies, and people without one. :return: ``{variant id: (closed, answered, open)}``"""
    period = timedelta(days=days)
    mails, replies = {}, {}
    for walk in walks:
        unit = walk.unit or walk.person
        for touch in walk.touches:
            if touch.labels["step_id"] == step_id and touch.state == "sent":
                mails.setdefault(unit, []).append(touch)
    sequence_ids = {touch.labels["sequence_id"] for own in mails.values() for touch in own}
    for walk in walks:
        if any(touch.labels["sequence_id"] in sequence_ids for touch in walk.touches):
            replies.setdefault(walk.unit or walk.person, []).extend(_replies(walk))
    counts = {}
    for unit, own in mails.items():
        arm, *others = {touch.labels["variant_id"] for touch in own}
        if others:
            continue
        first = min(touch.at for touch in own)
        is_closed = first <= now - period
        answered = is_closed and any(first <= moment <= first + period for moment in replies.get(unit, ()))
        closed, answers, is_open = counts.get(arm, (0, 0, 0))
        counts[arm] = closed + is_closed, answers + answered, is_open + (not is_closed)
    return counts


def evidence(answers_of_a, answers_of_b):
    """That *a* earns more than *b*, both drawn with the same weight: the mean of eight bets."""
    bets = [1.2 * (4 / 1.2) ** (step / 7) for step in range(8)]
    won = [theta**answers_of_a / (theta / 2 + 1 / 2) ** (answers_of_a + answers_of_b) for theta in bets]
    return sum(won) / len(won)
