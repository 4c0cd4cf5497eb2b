"""A comparison with the old way as its card looks at it. Plain objects, read once for a card."""

import math
from dataclasses import dataclass
from functools import cached_property

from ...tools.comparison import CONTROL, SEQUENCE, strata_of
from ...tools.experiment import (
    PROOF,
    answers_to_proof,
    evidence_in,
    fewest_answers,
    ratio_interval_in,
)

# Beyond it, "if it stays so" is no plan.
MOST_PEOPLE = 20_000
# A ratio that is written as 1.0.
ALIKE = (0.95, 1.05)


@dataclass
class Compared:
    """Who counts in a comparison, and what that says."""

    # `sales.sequence.comparison`
    comparison: object
    units: list
    # New people a week.
    pace: float = 0

    def of(self, arm, name="people"):
        """The `Unit` list behind a number.

        :param name: ``people`` whose days are over, those of them who ``met`` us, or those who are still ``open``
        """
        own = [unit for unit in self.units if unit.arm == arm]
        if name == "open":
            return [unit for unit in own if not unit.is_closed]
        return [unit for unit in own if unit.is_closed and (name == "people" or unit.met_at)]

    def count(self, arm, name="people"):
        """How many there are: see `of`."""
        return len(self.of(arm, name))

    @cached_property
    def strata(self):
        """What was earned, as `tools/experiment.py` weighs it."""
        return strata_of(self.units)

    @cached_property
    def share(self):
        """How many of all the sequence follows up, from 0 to 1."""
        return 1 - self.comparison.share

    @cached_property
    def evidence(self):
        """That the sequence earns more."""
        return evidence_in(self.strata)

    @property
    def is_proved(self):
        """Whether it is, or has been."""
        return bool(self.comparison.proved_at) or self.evidence >= PROOF

    @cached_property
    def ratio(self):
        """How many times as much the sequence earns: 0 to infinity, None where neither arm earned anything.

        That of the rates that the card shows, so that everybody can work it out. The interval is about the shares of
        the draw, from which the groups differ by chance.
        """
        (people, met), (people_control, met_control) = (
            (self.count(arm), self.count(arm, "met")) for arm in (SEQUENCE, CONTROL)
        )
        if not met and not met_control:
            return None
        low, high = self.interval
        rate = met / people if met else 0.0
        return min(max(rate / (met_control / people_control), low), high) if met_control else math.inf

    @cached_property
    def interval(self):
        """What the ratio can be: ``(low, high)``, high up to infinity."""
        return ratio_interval_in(self.strata)

    @property
    def earned(self):
        """In both arms."""
        return sum(sum(pair) for pair in self.strata.values())

    @cached_property
    def fewest(self):
        """How many have to meet us at least: of fewer nothing is proved even if the sequence earned all of them."""
        return fewest_answers(self.share)

    @property
    def status(self):
        """``running``, ``proved`` or ``ended``."""
        if self.is_proved:
            return "proved"
        return "ended" if self.comparison.ended_at else "running"

    @property
    def state(self):
        """What can be said: ``nobody`` was drawn, all are ``open``, one arm is ``empty``, ``too_few``, ``behind``,
        ``alike``, ``ahead`` or ``proved``."""
        if self.is_proved:
            return "proved"
        if not self.units:
            return "nobody"
        closed = [bool(self.of(arm)) for arm in (SEQUENCE, CONTROL)]
        if not all(closed):
            return "empty" if any(closed) else "open"
        # As long as nobody of the old way has met us, a proof is a question of how many have.
        if self.earned < self.fewest or self.ratio == math.inf:
            return "too_few"
        if self.ratio < ALIKE[0]:
            return "behind"
        return "ahead" if self.ratio > ALIKE[1] else "alike"

    @cached_property
    def more(self):
        """How many more people it takes to prove it in half of the cases, if the rates stay as they are. False where
        that is out of reach, or the sequence is not ahead."""
        if self.state != "ahead":
            return False
        people = self.count(SEQUENCE) + self.count(CONTROL)
        answers = answers_to_proof(self.strata, self.share, self.ratio, 0.5)
        more = answers and round(answers * people / self.earned)
        return more if more and more <= MOST_PEOPLE else False
