# License LGPL-3.0 or later: see LICENSE.
"""Who counts in the comparison of a sequence with the old way, and in which arm. Pure.

People count by units, as in an experiment: a company with all its people, or a person without one. The clock of a unit
starts with its first enrollment of the comparison. It is *closed* so many days later, by the calendar alone; until then
it is *open*. What it earned is looked up for both arms alike, whatever has ended the enrollment.

Left out are units that are of two arms (records that were merged later), those with somebody who was enrolled before
their first draw, and those that had no choice. Where merged records were of one arm, the arm with the larger share is
the likelier one, so the weights of their draws are multiplied.
"""

from collections import defaultdict
from datetime import datetime
from math import prod
from typing import NamedTuple

SEQUENCE, CONTROL = "sequence", "control"


class Entry(NamedTuple):
    """An enrollment of the sequence.

    `unit`: the key of whose it is, as things are now; `drawn_as`: the key for which was drawn. `arm` and `weights`
    (``{arm: weight}``): what the draw gave and what it drew from, None for an enrollment outside the comparison.
    """

    unit: str
    at: datetime
    enrollment: int
    arm: str | None = None
    drawn_as: str | None = None
    weights: dict | None = None


class Unit(NamedTuple):
    """A unit that counts. `met_at` and `answered_at` are None where nothing came in time. `enrollments`: ids."""

    arm: str
    weights: dict
    first_at: datetime
    is_closed: bool
    met_at: datetime | None
    answered_at: datetime | None
    enrollments: tuple


def count_units(entries, outcomes, answers, now, days):
    """Return the list of `Unit` that count.

    :param entries: the `Entry` list of one sequence
    :param outcomes: pairs ``(unit, moment)`` of what decides, from anybody of the unit
    :param answers: such pairs of answers, which do not decide
    :param days: `timedelta` after which a unit is closed, and within which something counts
    """
    entries_of = defaultdict(list)
    for entry in entries:
        entries_of[entry.unit].append(entry)
    outcomes_of, answers_of = _by_unit(outcomes), _by_unit(answers)
    units = []
    for key, own in entries_of.items():
        drawn = [entry for entry in own if entry.arm]
        if not drawn:
            continue
        first_at = min(entry.at for entry in drawn)
        weights = _weights(drawn)
        if not _counts(own, first_at, weights):
            continue
        units.append(
            Unit(
                arm=drawn[0].arm,
                weights=weights,
                first_at=first_at,
                is_closed=first_at <= now - days,
                met_at=_first_in_time(outcomes_of[key], first_at, days),
                answered_at=_first_in_time(answers_of[key], first_at, days),
                enrollments=tuple(entry.enrollment for entry in drawn),
            )
        )
    return units


def strata_of(units):
    """Return the closed units that earned something, as the strata of `tools/experiment.py`: ``{share of the sequence:
    (of the sequence, of control)}``."""
    counts = defaultdict(lambda: [0, 0])
    for unit in units:
        if unit.is_closed and unit.met_at:
            share = unit.weights[SEQUENCE] / (unit.weights[SEQUENCE] + unit.weights[CONTROL])
            # A `float` cannot tell a share of nearly all from all.
            if 0 < share < 1:
                counts[share][unit.arm == CONTROL] += 1
    return {share: tuple(pair) for share, pair in counts.items()}


def _by_unit(pairs):
    moments = defaultdict(list)
    for unit, moment in pairs:
        moments[unit].append(moment)
    return moments


def _first_in_time(moments, first_at, days):
    return min((moment for moment in moments if first_at <= moment <= first_at + days), default=None)


def _weights(drawn):
    of_draws = {entry.drawn_as: entry.weights or {} for entry in drawn}.values()
    return {arm: prod(weights.get(arm, 0) for weights in of_draws) for arm in (SEQUENCE, CONTROL)}


def _counts(own, first_at, weights):
    is_one_arm = len({entry.arm for entry in own if entry.arm}) == 1
    was_enrolled_before = any(entry.at < first_at for entry in own if not entry.arm)
    return is_one_arm and not was_enrolled_before and all(weight > 0 for weight in weights.values())
