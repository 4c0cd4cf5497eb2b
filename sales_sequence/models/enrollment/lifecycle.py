import logging
from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import models
from odoo.exceptions import UserError

from ...tools import schedule
from ...tools.attempt import attempt
from ...tools.texts import shortened, storable
from ..base.jobs import wake_runner
from ..base.states import CAME_THROUGH, LIVE_STATES
from .control import PAUSES_OF_CONTROL

_logger = logging.getLogger(__name__)

# Pauses because of the next step: where it is skipped, they are over.
PAUSES_OF_STEP = ("failure", "no_date")

class SalesSequenceEnrollmentLifecycle(models.AbstractModel):
    """What the verbs do: every change of `state` is written here, and nowhere else."""

    _name = "sales.sequence.enrollment.lifecycle"
    _description = "Sales Sequence Enrollment: Lifecycle"

    def _pause(self, kind, until=None, note=False, signals=None):
        pausing = self if kind in PAUSES_OF_CONTROL else self - self._control()
        running = pausing.filtered(lambda enrollment: enrollment.state == "running")
        beneath = (pausing - running)._pause_beneath_question(kind, until, note, signals)
        if not running:
            return beneath
        running.write(
            {"state": "paused", "pause_kind": kind, "status_note": note, "paused_at": self._now(), "resume_at": until}
        )
        running._note_origin(signals)
        running._lock_before_mails()
        running._queued_touches()._hold_mails()
        running._log_pause()
        return running | beneath

    def _log_pause(self):
        labels = dict(self._fields["pause_kind"]._description_selection(self.env))
        for kind, enrollments in self.grouped("pause_kind").items():
            enrollments._log_in_chatter(self.env._("paused: %s", labels[kind]))

    def _quarantine(self, note):
        """Pause by SQL alone, so that nothing else reacts: where an automation rule on pauses fails, the job must not
        meet these again."""
        self.env.cr.execute(
            """UPDATE sales_sequence_enrollment
                  SET paused_at = CASE state WHEN 'running' THEN %(now)s ELSE paused_at END,
                      state = 'paused', pause_kind = 'failure', status_note = %(note)s, resume_at = NULL
                WHERE id = ANY(%(ids)s) AND state IN ('running', 'paused')""",
            {"now": self._now(), "note": storable(shortened(note)), "ids": self.ids},
        )
        self.invalidate_recordset(flush=False)
        for act in (lambda: self._queued_touches()._hold_mails(), lambda: self._ask_owner_for_help(note)):
            try:
                with attempt(self.env.cr):
                    act()
            except Exception:
                _logger.exception("%s could only be paused", self)

    def _resume(self):
        paused = self.filtered(lambda enrollment: enrollment.state == "paused")
        # Only a verdict lets those go on that may have been answered. Without a date, or the job would come back for
        # them for ever.
        unsure = paused._open_questions().enrollment_id
        unsure.filtered("resume_at").resume_at = False
        paused -= unsure
        held = paused._keep_from_beginning()
        undated = (paused - held)._undated()
        undated._wait_for_date()
        paused -= undated | held
        if not paused:
            return paused
        paused._plan_after_pause()
        paused = paused._live()
        paused._join_backlog()
        paused.write(
            {
                "state": "running",
                "pause_kind": False,
                "status_note": False,
                "status_signal_id": False,
                "paused_at": False,
                "resume_at": False,
                "interrupted_pause": False,
            }
        )
        paused._lock_before_mails()
        paused._queued_touches()._release_mails()
        paused._touches_in("failed")._discard_refused_mails()
        paused._log_in_chatter(self.env._("resumed"))
        wake_runner(self.env, paused.mapped("next_run_at"))
        return paused

    def _stop(self, exit_reason, note=False, signals=None):
        label = dict(self._fields["exit_reason"]._description_selection(self.env))[exit_reason]
        live = self.filtered(lambda enrollment: enrollment.state in LIVE_STATES)
        if live:
            live._end("stopped", exit_reason, note)
            live._let_next_follow(exit_reason)
            live._note_origin(signals)
            live._lock_before_mails()
            live._withdraw_control_todos(exit_reason)
        # Also for those that have taken their last step: its email may not have left yet.
        self._withdraw(self.env._("Sequence stopped: %s", label))
        unsaid = live.filtered(lambda one: not one._has_origin_in_chatter())
        if unsaid:
            unsaid._log_in_chatter(self.env._("stopped: %s", label))
        return live

    def _has_origin_in_chatter(self):
        """Whether the message that brought it into its present state lies in the chatter of the record itself: whoever
        reads it there needs no note below it, unless it asks for something."""
        signal, target = self.status_signal_id, self._target()
        message = signal.mail_message_id
        return bool(message) and not signal.wish and (message.model, message.res_id) == (target._name, target.id)

    def _lock_before_mails(self):
        """Everybody changes an enrollment first and its mails afterwards: in different orders, two users who manage the
        same people at the same moment would deadlock."""
        self.flush_recordset()

    def _restart(self):
        for enrollment in self.filtered(lambda enrollment: enrollment.state not in LIVE_STATES):
            step = enrollment._check_can_restart()
            try:
                with attempt(self.env.cr):
                    enrollment.write(
                        {
                            "state": "running",
                            "exit_reason": False,
                            "ended_at": False,
                            "status_note": False,
                            "status_signal_id": False,
                            "chains_later": False,
                        }
                    )
                    self.env["sales.sequence.address"]._take_places(enrollment)
                    self.env.flush_all()
            except IntegrityError as error:
                raise UserError(self.env._("%s is now in another sequence.", enrollment.target_name)) from error
            # Dates are followed as long as somebody is in a sequence.
            enrollment._follow_dates()
            if step:
                enrollment._plan(step, enrollment._now())
            else:
                enrollment._hold_again()
            enrollment._log_in_chatter(self.env._("restarted"))
            enrollment._apply_open_questions()

    def _defer(self, until, signal):
        """They asked to be left alone until a day: pause until its first working hour, and then take the next step at
        once. Who has ended is live again; an answer that is on record does not stop them a second time.

        :param until: date
        :param signal: the answer in which they asked for it
        :raises UserError: see `_check_can_restart`
        """
        self.ensure_one()
        has_ended = self.state not in LIVE_STATES
        if has_ended:
            self._restart()
        opening = schedule.opening_after(until - timedelta(days=1), self._working_times()[self.id])
        if not self._pause("not_now", until=opening.moment, signals=signal):
            self._change_pause("not_now", opening.moment, signals=signal)
        if has_ended and self.next_run_at:
            # Nothing is left of the delay: the day is the one they named.
            self.next_run_at = self.paused_at

    def _check_can_restart(self):
        """:return: the step that comes next; empty where it is held back for a comparison
        :raises UserError: there is none, the record was deleted, the person is in another sequence, or the days are
            over for which it was held back
        """
        target, step = self._target(), self._first_step_ahead()
        if not target:
            raise UserError(self.env._("The record was deleted: there is nobody to write to."))
        if self._control():
            self._check_can_hold_again()
        elif not step:
            raise UserError(self.env._("%s has already been through every step.", self.target_name))
        sequence = self.sequence_id.with_company(self.company_id)
        present = self._find_live(sequence, target).get(target.id)
        if present:
            raise UserError(
                self.env._(
                    "%(target)s is now in “%(sequence)s”.",
                    target=self.target_name,
                    sequence=present[0].sequence_id.display_name,
                )
            )
        return step

    def _restart_after(self, signal):
        """Undo what `signal` has ended or holds, where it is still possible."""
        if self.state == "paused" and self._underlying_origin() == signal:
            self._lift_pause()
        if self.state in LIVE_STATES or self.status_signal_id != signal:
            return
        if self._control() and self._over_at() <= self._now():
            self.write({"exit_reason": "control", "status_note": False, "status_signal_id": False})
        elif self._first_step_ahead() or self._control():
            try:
                with attempt(self.env.cr):
                    self._restart()
            except UserError:
                # Not the words of the error: they are for the present user, and everybody reads the note.
                self.write(
                    {"exit_reason": "replaced", "status_note": self.env._("They are now in another sequence.")}
                    if self._target()
                    else {"exit_reason": "deleted", "status_note": self.env._("The record was deleted.")}
                )
        elif self.exit_reason == "replied":
            self.write({"exit_reason": "completed", "status_note": False, "status_signal_id": False})

    def _first_step_ahead(self):
        """The first active step after the last one taken; a canceled touch does not count. Empty for whoever is held
        back."""
        if self._control():
            return self.next_step_id.browse()
        canceled = self.touch_ids.filtered(lambda touch: touch.state == "canceled")
        taken = (self.touch_ids - canceled).step_id
        last = taken._in_order()[-1:]
        step = last._following() if last else self.sequence_id._first_step()
        while step and step in self.touch_ids.step_id:
            step = step._following()
        return step

    def _finish(self):
        """Nothing is left to do for these: every step was taken, or the days of the comparison are over."""
        control = self._control()
        for exit_reason, finishing in (("completed", self - control), ("control", control)):
            if finishing:
                finishing._end("finished", exit_reason)
                finishing._let_next_follow(exit_reason)

    def _end(self, state, exit_reason, note=False):
        """Write the end, and nothing else: what follows it is for the caller."""
        self.write(
            {
                "state": state,
                "exit_reason": exit_reason,
                "ended_at": self._now(),
                "status_note": note,
                "status_signal_id": False,
                "pause_kind": False,
                "next_step_id": False,
                "next_run_at": False,
                "next_run_moved_by": False,
                "paused_at": False,
                "resume_at": False,
                "interrupted_pause": False,
            }
        )
        self.env["sales.sequence.address"]._release_places(self)

    def _let_next_follow(self, exit_reason):
        """These have just ended: let what comes next begin, or drop their pending sequence."""
        if exit_reason in CAME_THROUGH:
            self._chain()
        elif exit_reason == "deleted":
            # There is no chatter left to say so in.
            self.filtered("pending_sequence_id")._clear_pending()
        else:
            self._drop_pending(self.env._("They did not complete this one."))

    def _chain(self):
        """Let what follows those who came through begin. Nothing does here: `enroll/chaining.py` enrolls them."""

    def _drop_pending(self, why):
        """Cancel the pending sequence of these, and say so in the chatter."""
        for sequence, enrollments in self.filtered("pending_sequence_id").grouped("pending_sequence_id").items():
            enrollments._log_in_chatter(
                self.env._("will no longer be followed by “%(next)s”. %(why)s", next=sequence._numbered_name(), why=why)
            )
            enrollments._clear_pending()

    def _clear_pending(self):
        self.write(
            {
                "pending_sequence_id": False,
                "pending_target_id": False,
                "pending_user_id": False,
                "pending_start_on": False,
                "pending_allow_recent": False,
                "pending_date": False,
            }
        )

    def _correct_exit_reason(self, exit_reason, signals):
        """An answer that comes after the last step is what this enrollment ended with."""
        completed = self.filtered(lambda enrollment: enrollment.exit_reason == "completed")
        completed.write({"exit_reason": exit_reason})
        completed._note_origin(signals)

    def _return_to(self, step):
        """The email of `step` did not leave after all: that step comes next, and the enrollment is live again if it was
        the last one.

        Nothing changes where the person has entered another sequence meanwhile, or an earlier step comes first.
        """
        ahead = self.next_step_id
        if self.exit_reason not in (False, "completed") or not step.active:
            return
        if ahead and ahead._place() < step._place():
            return
        values = {"next_step_id": step.id, "next_run_at": self.paused_at or self._now(), "next_run_moved_by": False}
        if self.state not in LIVE_STATES:
            values.update(state="running", ended_at=False, exit_reason=False)
        try:
            with attempt(self.env.cr):
                self.write(values)
                if "state" in values:
                    self.env["sales.sequence.address"]._take_places(self)
        except IntegrityError:
            return
        if "state" in values:
            self._apply_open_questions()

    def _note_origin(self, signals):
        """Keep which signal brought each of these into its present state, and what it said."""
        for signal in signals or ():
            if signal.enrollment_id in self:
                signal.enrollment_id.status_signal_id = signal
                signal.enrollment_id.status_note = signal._in_words()

    def _skip(self, step, reason, known_times=None):
        """Record `step` as skipped for these enrollments and plan the one after it."""
        self._record_skipped(step, dict.fromkeys(self.ids, reason))
        self._go_on_without(step, known_times)

    def _go_on_without(self, step, known_times=None):
        """Leave `step` out, and with it a pause because of it."""
        self._leave_step(step, known_times)
        held_by_step = self.filtered(lambda one: one.state == "paused" and one._underlying_pause()[0] in PAUSES_OF_STEP)
        held_by_step._lift_pause()

    def _record_skipped(self, step, reasons):
        """:param reasons: ``{enrollment id: text}``"""
        touches = self._touch_at(step)
        open_touches = touches.filtered(lambda touch: touch.state in ("draft", "todo", "failed"))
        for reason, same in open_touches.grouped(lambda touch: reasons[touch.enrollment_id.id]).items():
            same._withdraw("skipped", reason)
        missing = self - touches.enrollment_id
        self.env["sales.sequence.touch"].create(
            [
                missing_one._touch_values(step, state="skipped", reason=reasons[missing_one.id], done_at=self._now())
                for missing_one in missing
            ]
        )

    def _leave_step(self, step, known_times=None):
        """Go on to the step after `step`, its delay counted from now; finish after the last."""
        self._advance(step, self._now(), known_times)
