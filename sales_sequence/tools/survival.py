# License LGPL-3.0 or later: see LICENSE.
"""How many are still without an answer after each day, though some have not been waited for long enough. Pure."""

from typing import NamedTuple

from .intervals import wilson


class Day(NamedTuple):
    """One step of the curve, at the end of a day."""

    day: int
    at_risk: int  # without an answer until then, and observed on this day
    answers: int  # on this day
    without: float  # estimated share still without an answer, from 0 to 1
    low: float  # of `without`, 95 %
    high: float


def still_without_answer(people, answers, last_seen, days):
    """Estimate the share of people without an answer at the end of each day: Kaplan and Meier's product of the daily
    shares. Who is only observed until some day counts until then, and says nothing about what comes later.

    E. L. Kaplan and P. Meier, "Nonparametric estimation from incomplete observations", JASA 53 (1958), pages 457 to
    481; answers of a day come before those last seen on it. The band puts Greenwood's variance into Wilson's interval
    by way of the effective number of people, after K. J. Rothman, "Estimation of confidence limits for the cumulative
    probability of survival in life table analysis", Journal of Chronic Diseases 31 (1978), pages 557 to 560: where
    everybody was observed to the end, it is exactly Wilson's interval of the share.

    :param people: how many there are
    :param answers: ``{day: how many answered on it}``; days count from 0
    :param last_seen: ``{day: how many were last observed on it, without an answer}``; all others were observed to the
        end
    :param days: the last day of the curve
    :return: a `Day` for each day from 0 on, as long as anybody is observed
    """
    curve, at_risk, without, hazard = [], people, 1.0, 0.0
    for day in range(days + 1):
        if at_risk <= 0:
            break
        answered = answers.get(day, 0)
        without *= 1 - answered / at_risk
        if answered < at_risk:
            hazard += answered / (at_risk * (at_risk - answered))
        curve.append(Day(day, at_risk, answered, without, *_band(without, hazard, at_risk)))
        at_risk -= answered + last_seen.get(day, 0)
    return curve


def _band(without, hazard, at_risk):
    """:param hazard: Greenwood's sum; the variance is ``without² · hazard``"""
    # Where nobody, or everybody, has answered, there is no variance to compare with.
    count = (1 - without) / (without * hazard) if 0 < without < 1 and hazard else at_risk
    return wilson(without * count, count)
