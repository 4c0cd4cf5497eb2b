from odoo import models

from .comparison import CONTROL

FIRST_STEPS = "advice"
# States of a touch that somebody knows of, or will: whoever has one is under way.
BEGUN = ("queued", "sent", "todo", "done", "bounced")
# What the next step waits for where more are late than a sender's emails of an hour.
BACKLOG = "backlog"


class SalesSequenceEnrollmentBeginning(models.AbstractModel):
    """Who has not begun yet. Where the first steps of a sequence are paused (`enroll/first_steps.py`), these wait, each
    from the moment when they would have begun; whoever is under way goes on."""

    _name = "sales.sequence.enrollment.beginning"
    _description = "Sales Sequence Enrollment: Beginning"

    def _may_not_begin(self, leaving=None):
        """Those to whom nothing has happened yet, in sequences whose first steps are paused.

        :param leaving: touches that are about to happen: they do not count
        """
        # Of the control arm nobody is written to: their to-do harms no one.
        held = self.filtered(lambda one: one.sequence_id.first_steps_paused_at and one.arm != CONTROL)
        if not held:
            return held
        begun = self.env["sales.sequence.touch"].search_fetch(
            [("enrollment_id", "in", held.ids), ("state", "in", BEGUN)], ["enrollment_id"]
        )
        return held - (begun - leaving if leaving else begun).enrollment_id

    def _wait_to_begin(self):
        """Pause these until somebody resumes the first steps of their sequence."""
        for sequence, enrollments in self.grouped("sequence_id").items():
            note = self.env._(
                "%(why)s They begin when somebody resumes the first steps, on the form of the sequence.",
                why=sequence.first_steps_pause_why,
            )
            enrollments._pause(FIRST_STEPS, note=note)

    def _join_backlog(self):
        """Those of these that have waited to begin are many at once: their emails leave at the pace of a backlog."""
        begins = self.filtered(lambda one: one.pause_kind == FIRST_STEPS)
        for codes, same in begins.grouped("next_run_moved_by").items():
            same.next_run_moved_by = ",".join(filter(None, (codes, BACKLOG)))

    def _when_it_begins_in_words(self):
        return self.env._("When somebody resumes the first steps of the sequence.")

    def _waiting_to_begin(self):
        """Those that wait for the first steps of their sequence, which nobody has resumed: nothing else lets them
        begin."""
        return self.filtered(lambda one: one.pause_kind == FIRST_STEPS and one.sequence_id.first_steps_paused_at)

    def _keep_from_beginning(self):
        """Let nothing resume those that wait to begin. :return: those"""
        held = self._waiting_to_begin()
        # Without a date, or the job would come back for them for ever.
        held.filtered("resume_at").resume_at = False
        return held
