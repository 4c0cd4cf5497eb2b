# License LGPL-3.0 or later: see LICENSE.
"""Who counts in an experiment, and in which arm. Pure.

People and answers both count units: a company with all its people, or a person without one. A unit is in the experiment
in which it got its first email of the step. It is *closed* so many days after that email, by the calendar alone: units
that counted as soon as they answer would let a wording win that is only answered faster. Until then it is *open*.

Left out are units that are of two arms (records that were merged later; where all got the same, what was sent more is
the likelier, so the weights of the draws are multiplied), that had no choice (only one variant was
sent), and those with an email that somebody has rewritten for one person alone: it is nobody's wording.
"""

from collections import defaultdict
from datetime import datetime, timedelta
from math import prod
from typing import NamedTuple

# The pace of new people is that of these weeks.
PACE_WEEKS = 8


class Mail(NamedTuple):
    """An email of the step that left and did not come back.

    `unit`: the key of whom it went to, as things are now.
    `number`: the experiment, None for an email of none; `draw` is the id of the draw, `drawn` the arm that it gave,
    and `weights` ``{arm: weight}`` what it drew from.
    `arm`: the variant that was sent; `is_own`: it was rewritten for this person; `enrollment`: the id of whose it is.
    """

    unit: str
    at: datetime
    number: int | None = None
    draw: int | None = None
    drawn: int | None = None
    weights: dict | None = None
    arm: int | None = None
    is_own: bool = False
    enrollment: int | None = None


class Unit(NamedTuple):
    """A unit that counts. `arm` is None where it was in no experiment, `answered_at` where no answer came in time.
    `enrollments`: the ids of those who had the email."""

    number: int | None
    arm: int | None
    weights: dict | None
    first_at: datetime
    is_closed: bool
    answered_at: datetime | None
    enrollments: tuple = ()


def count_units(mails, replies, now, days):
    """Return the list of `Unit` that count.

    :param mails: the `Mail` of one step
    :param replies: pairs ``(unit, moment)``, from anybody of the unit
    :param days: `timedelta` after which a unit is closed, and within which an answer counts
    """
    mails_of, replies_of = defaultdict(list), defaultdict(list)
    for mail in mails:
        mails_of[mail.unit].append(mail)
    for unit, moment in replies:
        replies_of[unit].append(moment)
    units = []
    for key, own in mails_of.items():
        first = min(own, key=lambda mail: mail.at)
        weights = _weights(first, own)
        if not _counts(first, own, weights):
            continue
        in_time = [moment for moment in replies_of.get(key, ()) if first.at <= moment <= first.at + days]
        is_closed = first.at <= now - days
        answered_at = min(in_time, default=None)
        enrollments = tuple(mail.enrollment for mail in own if mail.number == first.number)
        units.append(
            Unit(first.number, first.drawn, weights, first.at, is_closed, answered_at, enrollments)
        )
    return units


def _weights(first, mails):
    """Of all draws of the unit in one experiment: its arm is known to be the same in each of them."""
    of_draws = {mail.draw: mail.weights for mail in mails if mail.number == first.number}.values()
    return first.weights and {arm: prod(weights.get(arm, 0) for weights in of_draws) for arm in first.weights}


def _counts(first, mails, weights):
    if first.number is None:
        return True
    same = [mail for mail in mails if mail.number == first.number]
    has_choice = sum(weight > 0 for weight in weights.values()) > 1
    # Of several draws, merged records got; of one draw, a colleague may have got another variant once it was stopped.
    is_one_arm = len({mail.drawn for mail in same}) == 1 and first.arm == first.drawn
    return has_choice and is_one_arm and not any(mail.is_own for mail in same)


def pace_per_week(moments, now):
    """Return how many new units there were a week lately. :param moments: when each of them began"""
    recent = [moment for moment in moments if moment > now - timedelta(weeks=PACE_WEEKS)]
    if not recent:
        return 0
    return len(recent) / max((now - min(recent)) / timedelta(weeks=1), 1)
