"""What a run knows, passed on as an argument: plain objects, no records of their own."""

import time
from collections import Counter

from ...tools.rendering import Rendering

BATCH_SIZE = 500
# What the log says of a run, in this order. An email may be a draft that waits for its review.
EMAILS, ACTIVITIES, ACTIONS = "emails", "activities", "actions"
SIGNALS, RESUMED, FAILED, OTHERS = "signals settled", "resumed", "failed", "ended or put off"


class Run:
    """One call of the job: what its batches have in common.

    `busy_senders`: ids of users for whom another process is counting emails; this run leaves them alone.
    `rendering`: the templates compiled so far.
    """

    def __init__(self, end=None):
        """:param end: `time.monotonic()` at which the run makes way; None to go on as long as Odoo allows"""
        self.busy_senders = set()
        self.rendering = Rendering()
        self.done = Counter()
        self._end = end

    def seconds_left(self, allowed):
        """:param allowed: seconds that Odoo still gives the job"""
        return allowed if self._end is None else max(self._end - time.monotonic(), 0)

    def __str__(self):
        kinds = (EMAILS, ACTIVITIES, ACTIONS, SIGNALS, RESUMED, FAILED, OTHERS)
        return ", ".join(f"{kind} {self.done[kind]}" for kind in kinds if self.done[kind])


class Batch:
    """One transaction of a run.

    `size`: how many enrollments at most.
    `working_times`: those looked up so far, see `sales.sequence._get_working_times`.
    `touches`: ``{enrollment: touch}`` that exist already at its next step.
    `slots`: ``{enrollment id: moment}`` at which its email may leave; without one it leaves at once.
    """

    def __init__(self, run, size=BATCH_SIZE):
        self.run = run
        self.size = size
        self.working_times = {}
        self.touches = {}
        self.slots = {}
        # By enrollment: what is tried again in smaller groups must not count twice.
        self._outcomes = {}

    def note(self, enrollments, outcome):
        """Note what the log is to say of these; the last word counts."""
        self._outcomes.update(dict.fromkeys(enrollments._ids, outcome))

    def count(self):
        """:return: `Counter` of outcomes"""
        return Counter(self._outcomes.values())
