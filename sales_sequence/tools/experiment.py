# License LGPL-3.0 or later: see LICENSE.
"""Evidence that one variant earns more answers than another. Pure.

Every unit (a company, or a person without one) is given an arm by a draw, with weights that are stored. Where the
variants earn the same, the arm of a unit that answers is a coin that falls as the draw did. So only the units that
answer matter, and the bet against that coin is an e-process (Lindon and Malek, NeurIPS 2022, arXiv 2011.03567): its
chance ever to reach 20 is at most 1 in 20, however often somebody looks. Base rates that drift and weights that change
do no harm: each answer is compared with the weights of its own unit.

*Answers* are pairs ``(arm, {arm: weight})``: which arm the unit got, and the weights at its draw.
*Strata* are ``{q: (answers of a, answers of b)}``, with `q` the share of *a* among the two at the draw.
"""

import hashlib
import itertools
import math
from collections import Counter

# The effects that the evidence bets on: eight ratios of rates, log-spaced.
THETAS = tuple(1.2 * (4 / 1.2) ** (step / 7) for step in range(8))
# Evidence of 20 is wrong in at most 1 of 20 experiments without a difference; each variant asks for its share of that.
PROOF = 20
# Differences that are too small to matter.
SAME = (2 / 3, 3 / 2)
# Ratios for which it is said how many people it takes to find them.
RATIOS = (1.5, 2.0, 3.0)
# Beyond what a `float` holds, evidence is only "very much", and JSON knows no infinity.
MAX_LOG = 700.0
# A ratio of e**40 is out of every reach.
MAX_LOG_RATIO = 40.0
# As exact as a `float` gets.
BISECTIONS = 60
# A proof that takes more answers is out of every reach; courses of the answers that are rarer are not followed.
MOST_ANSWERS = 3000
NEGLIGIBLE = 1e-9


# ---------------------------------------------------------------------------------------------------------------------
# The draw
# ---------------------------------------------------------------------------------------------------------------------


def draw(key, weights):
    """Return the arm of a unit: the same for the same key and weights, in every process and version of Python.

    :param str key: what is drawn for, such as the step and the unit
    :param weights: ``{arm: weight}``, at least one of them positive; arms can be sorted
    """
    place = int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big") / 2**64 * sum(weights.values())
    arms = [arm for arm in sorted(weights) if weights[arm] > 0]
    for arm in arms[:-1]:
        place -= weights[arm]
        if place < 0:
            return arm
    return arms[-1]


# ---------------------------------------------------------------------------------------------------------------------
# Evidence
# ---------------------------------------------------------------------------------------------------------------------


def evidence(answers, a, b):
    """Return the evidence that *a* earns more answers than *b*: 1 says nothing, 20 times the number of variants
    proves it.

    The mean over eight ratios of what a bet on that ratio has won so far.

    :param answers: list of ``(arm, {arm: weight})``, one per unit that answered, in any order; those of other arms are
        left out
    :rtype: float
    """
    return evidence_in(strata(answers, a, b))


def strata(answers, a, b):
    """Return ``{q: (answers of a, answers of b)}``. An answer whose draw left no choice between the two says nothing
    and is left out."""
    counts = Counter()
    for arm, weights in answers:
        if arm in (a, b):
            in_a, in_b = weights.get(a, 0), weights.get(b, 0)
            q = in_a / (in_a + in_b) if in_a + in_b else 0
            # A `float` cannot tell a share of nearly all from all.
            if 0 < q < 1:
                counts[q, arm == a] += 1
    return {q: (counts[q, True], counts[q, False]) for q, _is_a in counts}


def evidence_in(of_strata):
    """Return the evidence in counts: see `evidence`, `strata`."""
    logs = [_log_bet(of_strata, theta) for theta in THETAS]
    top = max(logs)
    return math.exp(min(top + math.log(sum(math.exp(one - top) for one in logs) / len(logs)), MAX_LOG))


def _log_bet(of_strata, theta):
    """The logarithm of what a bet on this ratio has won."""
    return sum(x_a * math.log(theta) - (x_a + x_b) * math.log(q * theta + 1 - q) for q, (x_a, x_b) in of_strata.items())


def needed_evidence(variants):
    """Return the evidence that proves a winner. :param variants: how many ever had people"""
    return PROOF * max(variants, 2)


# ---------------------------------------------------------------------------------------------------------------------
# How many times as many
# ---------------------------------------------------------------------------------------------------------------------


def ratio_interval(x_a, x_b, q):
    """Return ``(low, high)``: between what the answers of *a* are times those of *b*, among as many people. The truth
    is outside at any moment of an experiment in at most 1 of 20 experiments.

    Without an answer of *b* there is no upper end: `high` is ``math.inf``. Without one of *a*, `low` is 0.

    :param x_a: units of *a* that answered; `x_b` likewise
    :param q: the share of *a* among the two, over 0 and under 1
    """
    return ratio_interval_in({q: (x_a, x_b)})


def ratio_interval_in(of_strata):
    """Return `ratio_interval` of one ratio that all strata share. ``(0, inf)`` where they contradict each other: then
    nothing can be said."""
    middle = _likeliest(of_strata)
    limit = math.log(PROOF)

    def is_possible(log_ratio):
        return _against(of_strata, log_ratio) < limit

    if not is_possible(middle):
        return 0.0, math.inf
    low, high = -MAX_LOG_RATIO, MAX_LOG_RATIO
    return (
        0.0 if is_possible(low) else math.exp(_boundary(is_possible, middle, low)),
        math.inf if is_possible(high) else math.exp(_boundary(is_possible, middle, high)),
    )


def ratio_in(of_strata):
    """Return how many times as many answers *a* earns as *b*, as far as is known: 0 to infinity, None without any."""
    x_a = sum(counts[0] for counts in of_strata.values())
    x_b = sum(counts[1] for counts in of_strata.values())
    if not x_a or not x_b:
        return (math.inf if x_a else 0.0) if x_a or x_b else None
    return math.exp(_likeliest(of_strata))


def _share(q, log_ratio):
    """The share of *a* among those who answer, and that of *b*."""
    odds = log_ratio + math.log(q) - math.log1p(-q)
    return 1 / (1 + math.exp(-odds)), 1 / (1 + math.exp(odds))


def _log_shares(q, log_ratio):
    odds = log_ratio + math.log(q) - math.log1p(-q)
    # log(1 + e**x) without overflow.
    return -_softplus(-odds), -_softplus(odds)


def _softplus(value):
    return max(value, 0.0) + math.log1p(math.exp(-abs(value)))


def _against(of_strata, log_ratio):
    """The logarithm of what a bet against this ratio has won: convex in `log_ratio`."""
    total = 0.0
    for q, (x_a, x_b) in of_strata.items():
        log_a, log_b = _log_shares(q, log_ratio)
        total += _log_beta(2 + x_a, 2 + x_b) - _log_beta(2, 2) - x_a * log_a - x_b * log_b
    return total


def _log_beta(a, b):
    return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)


def _likeliest(of_strata):
    """The logarithm of the ratio that is likeliest in all strata together."""
    total = sum(counts[0] for counts in of_strata.values())
    low, high = -MAX_LOG_RATIO, MAX_LOG_RATIO
    for _turn in range(BISECTIONS):
        middle = (low + high) / 2
        expected = sum((x_a + x_b) * _share(q, middle)[0] for q, (x_a, x_b) in of_strata.items())
        if expected < total:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _boundary(is_possible, inside, outside):
    for _turn in range(BISECTIONS):
        middle = (inside + outside) / 2
        if is_possible(middle):
            inside = middle
        else:
            outside = middle
    return inside


# ---------------------------------------------------------------------------------------------------------------------
# How many people it takes
# ---------------------------------------------------------------------------------------------------------------------


def base_rate(answers, people):
    """Return the rate to plan with: a little above what was seen where few were counted, and never 0."""
    return (answers + 2) / (people + 40)


def needed_people(rate, ratio, variants=2):
    """Return how many people each variant needs to prove in 8 experiments of 10 that one earns `ratio` times the
    answers of another, with equal weights.

    :param rate: what the weaker variant earns, over 0; see `base_rate`
    :param ratio: over 1
    :param variants: how many there are
    """
    share = ratio / (1 + ratio)
    gain = share * math.log(ratio) - math.log((1 + ratio) / 2)
    variance = share * (1 - share) * math.log(ratio) ** 2
    # 0.8416 is the normal quantile of 80 %, 0.7083 its square.
    root = math.sqrt(0.7083 * variance + 4 * gain * math.log(needed_evidence(variants)))
    answers = ((0.8416 * math.sqrt(variance) + root) / (2 * gain)) ** 2
    return math.ceil(answers / (rate * (1 + ratio)))


def fewest_answers(q, proof=PROOF):
    """Return how many answers it takes at least to prove that *a* earns more: all of them are of *a*.

    :param q: the share of *a*, over 0 and under 1
    """
    count = 1
    while evidence_in({q: (count, 0)}) < proof:
        count += 1
    return count


def needed_in_all(rate, ratio, q):
    """Return how many people *a* and *b* need together to prove in 8 comparisons of 10 that *a* earns `ratio` times the
    answers of *b*, where only that is to be proved, not the reverse. None where it is out of reach.

    Exact, as the approximation of `needed_people` is up to an eighth too high where the shares are far from equal.

    :param rate: what *b* earns, over 0
    :param ratio: over 1
    :param q: the share of *a*, over 0 and under 1
    """
    answers = answers_to_proof({}, q, ratio, 0.8)
    return answers and math.ceil(answers / (rate * (q * ratio + 1 - q)))


def answers_to_proof(of_strata, q, ratio, chance):
    """Return how many more answers it takes until it is proved that *a* earns more than *b*, with this chance, if
    somebody looks after each of them. None where it is more than `MOST_ANSWERS`.

    :param of_strata: the answers so far, see `strata`
    :param q: the share of *a* in the draws to come
    :param ratio: how many times the answers of *b* it really earns
    :param chance: over 0 and under 1
    """
    of_a = q * ratio / (q * ratio + 1 - q)
    bets = [
        (math.log(theta), math.log(q * theta + 1 - q), _log_bet(of_strata, theta) - math.log(len(THETAS)))
        for theta in THETAS
    ]

    def is_proved(count, in_b):
        logs = [start + (count - in_b) * gain - count * loss for gain, loss, start in bets]
        return math.exp(min(max(logs), MAX_LOG)) * sum(math.exp(log - max(logs)) for log in logs) >= PROOF

    # The chances of each number of answers of *b* without a proof so far, from `first` on, and up to which number it is
    # proved: at most as many of *b* prove no less among more answers.
    chances, first, proved_to, proved = [1.0], 0, -1, 0.0
    for count in range(MOST_ANSWERS + 1):
        while proved_to < count and is_proved(count, proved_to + 1):
            proved_to += 1
        passed = max(proved_to + 1 - first, 0)
        proved += sum(chances[:passed])
        if proved >= chance:
            return count
        chances, first = chances[passed:], first + passed
        while chances and chances[0] <= NEGLIGIBLE:
            chances, first = chances[1:], first + 1
        while chances and chances[-1] <= NEGLIGIBLE:
            chances.pop()
        chances = [
            same * of_a + one_less * (1 - of_a) for same, one_less in zip([*chances, 0.0], [0.0, *chances], strict=True)
        ]
    return None


# ---------------------------------------------------------------------------------------------------------------------
# The verdict
# ---------------------------------------------------------------------------------------------------------------------


def compare(answers, arms):
    """Return each variant against each other one: list of dicts ``a``, ``b``, ``evidence`` that *a* earns more,
    ``ratio`` (None where nobody answered, infinite without an answer of *b*), ``low``, ``high`` (as `ratio_interval`).
    """
    comparisons = []
    for a, b in itertools.permutations(arms, 2):
        counts = strata(answers, a, b)
        low, high = ratio_interval_in(counts)
        comparisons.append(
            {"a": a, "b": b, "evidence": evidence_in(counts), "ratio": ratio_in(counts), "low": low, "high": high}
        )
    return comparisons


def winner_of(comparisons, variants):
    """Return the arm that is proved to earn more than every rival, else None. :param variants: as `needed_evidence`"""
    proof = needed_evidence(variants)
    arms = {one["a"] for one in comparisons}
    for arm in sorted(arms):
        if all(one["evidence"] >= proof for one in comparisons if one["a"] == arm):
            return arm
    return None


def verdict(answers, arms, variants):
    """Return ``winner``, ``no_difference`` (whatever difference is still possible is too small to matter), ``too_few``
    (not even if one variant had earned all of these answers would that prove anything) or ``running``.

    :param answers: see `evidence`
    :param arms: those that ever had people; `variants` is how many the proof is divided by
    """
    comparisons = compare(answers, arms)
    if winner_of(comparisons, variants) is not None:
        return "winner"
    if comparisons and all(SAME[0] <= one["low"] and one["high"] <= SAME[1] for one in comparisons):
        return "no_difference"
    best = [compare([(arm, weights) for _arm, weights in answers], arms) for arm in arms]
    if not any(winner_of(comparisons, variants) is not None for comparisons in best):
        return "too_few"
    return "running"
