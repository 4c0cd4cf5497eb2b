# License LGPL-3.0 or later: see LICENSE.
"""How far a rate that was observed may be from the true one. Standard library only."""

from math import sqrt
from statistics import NormalDist

# Two-sided, 95 %.
Z = NormalDist().inv_cdf(0.975)


def wilson(successes, count, z=Z):
    """Return the 95 % interval of a rate, by Wilson's score method without correction for continuity.

    It never leaves 0 to 1, and says something where nobody, or everybody, succeeded. E. B. Wilson, "Probable inference,
    the law of succession, and statistical inference", JASA 22 (1927), pages 209 to 212; recommended for small counts by
    L. D. Brown, T. T. Cai and A. DasGupta, "Interval estimation for a binomial proportion", Statistical Science 16
    (2001), pages 101 to 133.

    :param successes: a number from 0 to `count`; need not be whole
    :param count: how many could have succeeded, likewise
    :return: ``(low, high)``, from 0 to 1; ``(0.0, 1.0)`` where nobody could
    :raises ValueError: more successes than people, or a negative number
    """
    if not 0 <= successes <= count:
        raise ValueError(f"{successes} of {count} is not a rate")
    if not count:
        return 0.0, 1.0
    rate, square = successes / count, z * z / count
    center = rate + square / 2
    margin = z * sqrt((rate * (1 - rate) + square / 4) / count)
    # Rounding must not exclude what was observed, nor leave the scale.
    low = 0.0 if successes == 0 else min(rate, (center - margin) / (1 + square))
    high = 1.0 if successes == count else max(rate, (center + margin) / (1 + square))
    return max(0.0, low), min(1.0, high)
