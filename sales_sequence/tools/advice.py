# License LGPL-3.0 or later: see LICENSE.
"""What a rule of the advice has found. Pure."""

from typing import NamedTuple

# From bad to harmless: somebody has to act, something is wrong, something could be better.
ACT, WARNING, HINT = "act", "warning", "hint"
SEVERITIES = (ACT, WARNING, HINT)


class Finding(NamedTuple):
    """One thing to say about a sequence.

    `code` is the rule; `sequence_id` and `step_id` (False: the whole sequence) what it is about; `facts` what its
    sentence says, a dict that JSON can hold.
    """

    code: str
    severity: str
    sequence_id: int
    step_id: int | bool = False
    facts: dict = {}

    @property
    def key(self):
        """What it is recognized by the next time."""
        return self.sequence_id, self.code, self.step_id


def is_worse(severity, other):
    """Whether one severity is worse than the other."""
    return SEVERITIES.index(severity) < SEVERITIES.index(other)
