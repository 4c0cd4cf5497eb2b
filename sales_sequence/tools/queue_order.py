# License LGPL-3.0 or later: see LICENSE.
"""In which order a rep's tasks come, and which of the reasons to say. Pure.

The rule, from the first to the last that counts:

1. who has answered lately, the latest answer first;
2. what was promised for a moment, or put off until one, the earliest first;
3. who can be reached for the shortest time from now on;
4. the higher score;
5. what has been due for longer;
6. the id, so that two readers of the same queue see the same order.

Moments are naive UTC datetimes.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

# From here on, how long somebody can still be reached is the reason to call now.
CLOSES_SOON = timedelta(hours=2)

ANSWERED = "answered"
PROMISED = "promised"
RETRY = "retry"
REACHABLE = "reachable"
LATE = "late"
SCORE = "score"


@dataclass(frozen=True, slots=True)
class Place:
    """What decides where a task stands.

    - `answered_at`: when the person last answered, if that was lately
    - `promised_at`: the moment agreed on, or until which the rep put it off
    - `closes_at`: when the person can no longer be reached today; None where hours do not matter or are over
    - `score`: from 0 up
    - `days_late`: whole days since it was due, 0 for today
    - `is_retry`: it was tried before
    """

    id: int
    answered_at: datetime | None = None
    promised_at: datetime | None = None
    closes_at: datetime | None = None
    score: int = 0
    days_late: int = 0
    is_retry: bool = False


def rank(place):
    """The key by which tasks are sorted: no two places with different ids have the same.

    :rtype: tuple
    """
    answered = _or_last(place.answered_at)
    return (
        (answered[0], -answered[1]),
        _or_last(place.promised_at),
        _or_last(place.closes_at),
        -place.score,
        -place.days_late,
        place.id,
    )


def _or_last(moment):
    return (False, moment.replace(tzinfo=timezone.utc).timestamp()) if moment else (True, 0)


def rank_of_later(place, begins_at):
    """The key of those that cannot be done yet: first what can be begun first, then as the rule says.

    :param datetime begins_at: when it can be begun
    :rtype: tuple
    """
    return (begins_at, rank(place))


def reason(place, now):
    """Which reason to say: the first of the rule that sets this task apart.

    :param datetime now: naive UTC
    :return: one of the codes of this module; `SCORE` where nothing does
    """
    if place.answered_at:
        return ANSWERED
    if place.promised_at:
        return PROMISED
    if place.closes_at and place.closes_at - now <= CLOSES_SOON:
        return REACHABLE
    if place.is_retry:
        return RETRY
    return LATE if place.days_late else SCORE
