# License LGPL-3.0 or later: see LICENSE.
"""Whether the rate of answers has changed between two groups of people, and by how much. Pure.

The interval of the ratio of two independent proportions is the asymptotic score interval of P. A. R. Koopman,
"Confidence intervals for the ratio of two binomial proportions", Biometrics 40 (1984), 513-517, which M. W. Fagerland,
S. Lydersen and P. Laake recommend in "Recommended confidence intervals for two independent binomial proportions",
Statistical Methods in Medical Research 24 (2015), 224-254: unlike the interval of the logarithm (Katz and others, 1978)
it also exists where nobody answered, and holds its level in small groups.
"""

import math
from dataclasses import dataclass
from statistics import NormalDist

# With fewer people in a group there is no rate, only a count.
FEWEST_PEOPLE = 20
# With fewer answers in both groups together, only a collapse could be proved: "no clear change" would promise too much.
FEWEST_ANSWERS = 20
# How often the intervals of a whole table are to be right, all at once.
CONFIDENCE = 0.95

NEW = "new"
TOO_FEW = "too_few"
FELL = "fell"
ROSE = "rose"
STEADY = "steady"

# More precise than anybody reads it.
STEPS = 60
WIDEST = 1e9


@dataclass(frozen=True, slots=True)
class Group:
    """So many `people`, of whom so many have `answered`."""

    answered: int
    people: int

    @property
    def rate(self):
        """None where there are too few people."""
        return self.answered / self.people if self.people >= FEWEST_PEOPLE else None


@dataclass(frozen=True, slots=True)
class Change:
    """What is said about two groups: a `kind`, and for `FELL`, `ROSE` and `STEADY` the ratio of the rates with its
    interval. `ratio` is None where nobody answered before, and `high` where the interval has no end."""

    kind: str
    ratio: float | None = None
    low: float | None = None
    high: float | None = None


def are_comparable(before, last):
    """Whether both groups are large enough for an interval.

    :rtype: bool
    """
    return before.people >= FEWEST_PEOPLE and last.people >= FEWEST_PEOPLE


def change(before, last, comparisons=1):
    """Say whether the rate of the `last` group differs from the one `before`.

    :param comparisons: how many pairs are looked at side by side. Of 200 sequences in which nothing has changed, five
        would seem to have fallen in intervals of 95 % each; therefore the level is shared by all (Bonferroni).
    :rtype: Change
    """
    if not before.people:
        return Change(NEW)
    if not are_comparable(before, last):
        return Change(TOO_FEW)
    low, high = ratio_of_rates(last, before, 1 - (1 - CONFIDENCE) / max(1, comparisons))
    ratio = last.rate / before.rate if before.answered else None
    if high is not None and high < 1:
        return Change(FELL, ratio, low, high)
    if low > 1:
        return Change(ROSE, ratio, low, high)
    if before.answered + last.answered < FEWEST_ANSWERS:
        return Change(TOO_FEW)
    return Change(STEADY, ratio, low, high)


def ratio_of_rates(one, other, confidence=CONFIDENCE):
    """Return the interval of the rate of `one` divided by that of `other`, two groups with people in them.

    :return: ``(low, high)``; `high` is None where no ratio would be too large, as nobody answered in `other`
    """
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    low = _where_score_is(z, one, other) if one.answered else 0.0
    high = _where_score_is(-z, one, other) if other.answered else None
    return low, high


def _where_score_is(value, one, other):
    """The ratio at which the score has a value: it falls as the ratio grows."""
    low, high = -math.log(WIDEST), math.log(WIDEST)
    for _step in range(STEPS):
        middle = (low + high) / 2
        if _score(math.exp(middle), one, other) > value:
            low = middle
        else:
            high = middle
    return math.exp((low + high) / 2)


def _score(ratio, one, other):
    """How many standard deviations ``rate - ratio * other rate`` lies from zero, if `ratio` were true."""
    # The most likely rate of `other` under that ratio (Koopman's equation, solved for its smaller root).
    total = (one.people + other.people) * ratio
    linear = ratio * (one.people + other.answered) + one.answered + other.people
    answered = one.answered + other.answered
    root = math.sqrt(max(0.0, linear * linear - 4 * total * answered))
    # The same as (linear - root) / (2 * total), which loses all digits where the ratio is small.
    rate = min(1.0, 2 * answered / (linear + root))
    of_one = min(1.0, rate * ratio)
    variance = of_one * (1 - of_one) / one.people + ratio * ratio * rate * (1 - rate) / other.people
    difference = one.answered / one.people - ratio * other.answered / other.people
    if variance <= 0:
        return math.copysign(math.inf, difference) if difference else 0.0
    return difference / math.sqrt(variance)
