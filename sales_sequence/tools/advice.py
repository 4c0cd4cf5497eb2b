# License LGPL-3.0 or later: see LICENSE.
"""What a rule of the advice has found. Pure."""

from typing import NamedTuple

# From bad to harmless: somebody has to act, something is wrong, something could be better.
ACT, WARNING, HINT = "act", "warning", "hint"
SEVERITIES = (ACT, WARNING, HINT)
# Each person of these is a fault of its own: whoever has dismissed one has not seen the next.
COUNTED_ONE_BY_ONE = ("stuck",)


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


def has_become_worse(finding, severity, facts):
    """Whether there is more to a finding than when somebody dismissed it.

    :param severity, facts: what it was then
    """
    more = finding.code in COUNTED_ONE_BY_ONE and finding.facts.get("count", 0) > (facts or {}).get("count", 0)
    return more or is_worse(finding.severity, severity)
