"""What a run knows: plain objects that are passed on as arguments."""

import time
from collections import Counter

from ...tools.rendering import Rendering

BATCH_SIZE = 500
# What the log says about a run, in this order. An email may be a draft that waits for review.
EMAILS, ACTIVITIES, ACTIONS = "emails", "activities", "actions"
SIGNALS, RESUMED, FAILED, OTHERS = "signals settled", "resumed", "failed", "ended or put off"


class Run:
    """One call of the job: what its batches share.

    `busy_senders`: ids of users whose limits another process is counting at; this run leaves their emails to it.
    `rendering`: the templates compiled so far.
    `done`: `Counter` of outcomes.
    """

    def __init__(self, end=None):
        """:param end: `time.monotonic()` at which the run has to stop; None where only Odoo limits it"""
        self.busy_senders = set()
        self.rendering = Rendering()
        self.done = Counter()
        self._end = end

    def seconds_left(self, allowed):
        """:param allowed: seconds that Odoo still gives the job
        :return: seconds that the run may go on, 0 when it has to stop"""
        return allowed if self._end is None else max(self._end - time.monotonic(), 0)

    def __str__(self):
        kinds = (EMAILS, ACTIVITIES, ACTIONS, SIGNALS, RESUMED, FAILED, OTHERS)
        return ", ".join(f"{kind} {self.done[kind]}" for kind in kinds if self.done[kind])


class Batch:
    """One transaction of a run.

    `size`: how many enrollments at most.
    `working_times`: looked up so far, see `sales.sequence._get_working_times`.
    `touches`: ``{enrollment: touch}`` for those that already have a touch at their next step.
    `slots`: ``{enrollment id: moment}`` at which the email leaves; without one it leaves at once.
    `assignments`: ``{enrollment: id}`` of the draw that decided on its variant, where there were several.
    """

    def __init__(self, run, size=BATCH_SIZE):
        self.run = run
        self.size = size
        self.working_times = {}
        self.touches = {}
        self.slots = {}
        self.assignments = {}
        # By enrollment: what is tried again in a smaller group must not count twice.
        self._outcomes = {}

    def note(self, enrollments, outcome):
        """Note what became of these enrollments; a later note replaces an earlier one."""
        self._outcomes.update(dict.fromkeys(enrollments._ids, outcome))

    def count(self):
        """:return: `Counter` of outcomes"""
        return Counter(self._outcomes.values())
