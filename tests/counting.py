"""Counting by hand: every metric of `docs/metrics.md`, in plain Python over a script of what was done and happened.

Written from that page, without the database: what the report says is compared with it.
"""

import statistics
from dataclasses import dataclass, field
from datetime import datetime, timedelta

MANUAL = ("call", "linkedin", "todo")
COUNTS = (
    "people",
    "emailed",
    "reached",
    "closed",
    "open",
    "replied",
    "replied_closed",
    "meetings",
    "goals",
    "won",
    "revenue",
    "opted_out",
    "bounced",
    "complaints",
    "auto_replied",
    "clicked",
    "touches",
    "tasks_done",
    "tasks_late",
    "tasks_skipped",
)
RATES = {
    "reply_rate": ("replied_closed", "closed"),
    "meeting_rate": ("meetings", "closed"),
    "opt_out_rate": ("opted_out", "closed"),
    "bounce_rate": ("bounced", "emailed"),
}
NAMES = (*COUNTS, *RATES, "median_days")


@dataclass(eq=False)
class Touch:
    """What was done. `labels`: what the report can be grouped by."""

    channel: str
    state: str
    at: datetime | None
    labels: dict = field(default_factory=dict)
    is_late: bool = False
    clicked_at: datetime | None = None
    id: int = 0


@dataclass(eq=False)
class Happened:
    """What happened. `touch`: the email that a machine's report is about, or that a reply quotes."""

    kind: str
    at: datetime
    touch: Touch | None = None
    is_true: bool = True


@dataclass(eq=False)
class Walk:
    """One enrollment. `deal`: what several enrollments of one lead share; `unit`: the company of several people;
    `owner`: the id of the sender."""

    person: object
    touches: list = field(default_factory=list)
    happened: list = field(default_factory=list)
    has_emails: bool = True
    deal: object = None
    unit: object = None
    owner: int = 0
    entered_at: datetime | None = None
    is_live: bool = False


@dataclass(eq=False)
class Deal:
    """A lead that was won."""

    won_at: datetime
    revenue: float


def last_touch(touches, moment):
    """The touch to which something of this moment is credited, or None."""
    before = [
        touch
        for touch in touches
        if touch.state in ("sent", "done") and touch.channel != "action" and touch.at and touch.at <= moment
    ]
    return max(before, key=lambda touch: (touch.at, touch.id), default=None)


def credit(walks):
    """``{(touch, kind): moments}``, and ``{touch: deals}``."""
    credited, deals = {}, {}
    for walk in walks:
        for one in walk.happened:
            if not one.is_true:
                continue
            touch = last_touch(walk.touches, one.at)
            if one.kind in ("complaint", "auto_reply", "acknowledgement"):
                touch = one.touch or touch
            if one.kind == "reply":
                touch = touch or one.touch
            kind = "auto_reply" if one.kind == "acknowledgement" else one.kind
            credited.setdefault((touch, kind), []).append(one.at)
    for deal in {walk.deal for walk in walks if walk.deal}:
        of_deal = [touch for walk in walks if walk.deal is deal for touch in walk.touches]
        touch = last_touch(of_deal, deal.won_at)
        if touch:
            deals.setdefault(touch, []).append(deal)
    return credited, deals


def count(walks, now, days, group_of=lambda _touch: (), tells_steps_apart=False):
    """:return: ``{group: {metric: value}}``, rates and the median None where there is nobody"""
    credited, deals = credit(walks)
    groups = {}
    for walk in walks:
        for touch in walk.touches:
            members = groups.setdefault(group_of(touch), {})
            members.setdefault(walk.person, []).append((walk, touch))
    return {
        group: count_group(members, credited, deals, now, timedelta(days=days), tells_steps_apart)
        for group, members in groups.items()
    }


def count_group(members, credited, deals, now, period, tells_steps_apart):
    """The metrics of one group. :param members: ``{person: [(walk, touch)]}``"""
    numbers = dict.fromkeys(COUNTS, 0)
    days_to_answer = []
    for pairs in members.values():
        touches = [touch for _walk, touch in pairs]
        mails = [touch for touch in touches if touch.channel == "email" and touch.state in ("sent", "bounced")]
        calls = [pair for pair in pairs if pair[1].channel in MANUAL and pair[1].state == "done"]
        # Of a sequence without emails, or where steps are told apart and nobody mailed them there.
        counted_calls = [
            touch for walk, touch in calls if not walk.has_emails or (tells_steps_apart and not mails)
        ]

        def moments(kind, touches=touches):
            return [moment for touch in touches for moment in credited.get((touch, kind), ())]

        numbers["people"] += 1
        numbers["touches"] += sum(touch.state in ("sent", "bounced", "done") for touch in touches)
        numbers["tasks_done"] += len(calls)
        numbers["tasks_late"] += sum(touch.is_late for _walk, touch in calls)
        numbers["tasks_skipped"] += sum(touch.channel in MANUAL and touch.state == "skipped" for touch in touches)
        if mails:
            numbers["emailed"] += 1
            numbers["bounced"] += any(touch.state == "bounced" for touch in mails)
            numbers["complaints"] += bool(moments("complaint"))
        if not counted_calls and all(touch.state == "bounced" for touch in mails):
            continue
        numbers["reached"] += 1
        numbers["replied"] += bool(moments("reply"))
        numbers["auto_replied"] += bool(moments("auto_reply"))
        numbers["clicked"] += any(touch.clicked_at for touch in touches)
        first = min(touch.at for touch in mails + counted_calls)
        if first > now - period:
            numbers["open"] += 1
            continue
        numbers["closed"] += 1
        for name, kind in (
            ("replied_closed", "reply"),
            ("meetings", "meeting"),
            ("goals", "goal"),
            ("opted_out", "opt_out"),
        ):
            numbers[name] += any(moment <= first + period for moment in moments(kind))
        won = [deal for touch in touches for deal in deals.get(touch, ())]
        numbers["won"] += bool(won)
        numbers["revenue"] += sum(deal.revenue for deal in won)
        if moments("reply") and min(moments("reply")) <= first + period:
            days_to_answer.append(max((min(moments("reply")) - first).total_seconds(), 0) / 86400)
    for name, (part, whole) in RATES.items():
        numbers[name] = numbers[part] / numbers[whole] if numbers[whole] else None
    numbers["median_days"] = statistics.median(days_to_answer) if days_to_answer else None
    return numbers


def contradictions(numbers):
    """What can never be, in a group's numbers."""
    rules = {
        "reached is closed and open": numbers["reached"] == numbers["closed"] + numbers["open"],
        "emailed are people": numbers["emailed"] <= numbers["people"],
        "reached are people": numbers["reached"] <= numbers["people"],
        "answered are reached": numbers["replied"] <= numbers["reached"],
        "answered in time are answered": numbers["replied_closed"] <= numbers["replied"],
    }
    for name in ("replied_closed", "meetings", "goals", "won", "opted_out"):
        rules[f"{name} are closed"] = numbers[name] <= numbers["closed"]
    for name in ("bounced", "complaints"):
        rules[f"{name} are emailed"] = numbers[name] <= numbers["emailed"]
    for name in RATES:
        rules[f"{name} is a share"] = numbers[name] is None or 0 <= numbers[name] <= 1
    return [rule for rule, holds in rules.items() if not holds]
