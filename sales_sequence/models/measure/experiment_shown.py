"""An experiment as its card looks at it. Plain objects, read once for a card."""

from dataclasses import dataclass
from functools import cached_property
from string import ascii_uppercase

from ...tools.experiment import fewest_answers, needed_evidence

# With fewer people a rate says nothing: only the counts are shown.
FEWEST_PEOPLE = 20


@dataclass
class Rival:
    """Another variant, compared with the leader. `ratio` is the leader's rate divided by that of the other; what is
    unbounded is False."""

    variant: dict
    evidence: float
    ratio: float | bool
    low: float
    high: float | bool

    @property
    def is_known(self):
        """Whether there is anything to compare: without answers every ratio is possible."""
        return bool(self.low or self.high)


@dataclass
class Shown:
    """What `_experiment_facts` says of a step, and how the card names it."""

    # `sales.sequence.step`
    step: object
    facts: dict
    # Days after which a person counts.
    days: int

    @property
    def state(self):
        """See `_experiment_facts`."""
        return self.facts["state"]

    @property
    def variants(self):
        """A row of counts for each, in the order in which they were made."""
        return self.facts["variants"]

    @cached_property
    def letters(self):
        """``{id of a variant: "A"}``, in the order in which the variants were made."""
        return {variant["variant_id"]: letter_of(index) for index, variant in enumerate(self.variants)}

    def letter(self, variant):
        """What the card calls it."""
        return self.letters[variant["variant_id"]]

    def label(self, variant):
        """Its letter and name: not the letter twice, where people call it “A” or “A: a story” themselves."""
        letter, name = self.letter(variant), variant["name"]
        has_letter = name == letter or name.startswith((f"{letter}:", f"{letter} "))
        return name if has_letter else f"{letter}: {name}"

    def weight(self, variant):
        """How much of everybody it gets from now on, relative to the others. 0: nobody gets it."""
        return self.facts["weights"].get(variant["variant_id"], 0)

    def share_of(self, variant):
        """From 0 to 1."""
        total = sum(self.weight(one) for one in self.variants)
        return self.weight(variant) / total if total else 0

    @cached_property
    def sent(self):
        """The variants that somebody still gets."""
        return [variant for variant in self.variants if self.weight(variant)]

    @cached_property
    def answers(self):
        """Of all variants together."""
        return sum(variant["replies"] for variant in self.variants)

    @cached_property
    def leader(self):
        """The winner, else whoever has the highest rate, else the first."""

        def rank(variant):
            is_winner = variant["variant_id"] == self.facts["winner_id"]
            return is_winner, variant["replies"] / variant["people"] if variant["people"] else 0

        return max(self.variants, key=rank) if self.variants else None

    @cached_property
    def rivals(self):
        """The leader's comparisons with each of the others, in their order."""
        leader = self.leader and self.leader["variant_id"]
        found = {pair["b"]: pair for pair in self.facts["comparisons"] if pair["a"] == leader}
        return [
            Rival(variant, *(found[variant["variant_id"]][name] for name in ("evidence", "ratio", "low", "high")))
            for variant in self.variants
            if variant["variant_id"] in found
        ]

    @cached_property
    def beaten(self):
        """The rivals that the winner was proved against: not those that were added afterwards."""
        return [rival for rival in self.rivals if rival.variant["variant_id"] in self.facts["beaten"]]

    @property
    def threshold(self):
        """The evidence that a winner needs."""
        return needed_evidence(self.facts["K"])

    @cached_property
    def fewest_answers(self):
        """How many answers it takes at least: with fewer nothing is proved even if one variant earns all of them."""
        arms = self.sent or self.variants
        shares = [
            max(self._share_among(arm, other) for other in arms if other is not arm) for arm in arms if len(arms) > 1
        ]
        return fewest_answers(min(shares, default=0.5), self.threshold)

    def _share_among(self, arm, other):
        weights = self.weight(arm), self.weight(other)
        return weights[0] / sum(weights) if all(weights) else 0.5


def letter_of(index):
    """What a variant is called by its place among all of them, from 0."""
    return ascii_uppercase[index] if index < len(ascii_uppercase) else str(index + 1)
