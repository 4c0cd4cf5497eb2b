from dataclasses import replace
from datetime import datetime

from odoo import fields, models
from odoo.exceptions import UserError

from ...tools.attempt import isolate
from ...tools.own_context import passed_on
from .outcome_words import ONE_BY_ONE
from .recording import RECORDING, Recording


class SalesSequenceTouchOutcomes(models.AbstractModel):
    """The part of `sales.sequence.touch` about what came of a call, a LinkedIn touch or a to-do, and what the sequence
    does about it.

    Each completion of its activity is an attempt (`sales.sequence.attempt`); so is a try after which the step is tried
    again. What a rep says comes by `_give_outcome`; whatever completes an activity without asking anybody (Odoo's own
    completion, an upload, a program, an automation rule) is recorded as "not recorded", and goes on to the next step.

    The effects of the outcomes are `_apply_<effect>`. What they will be, in words, is in `outcome_words`; how an
    attempt is undone, in `undo`.
    """

    _name = "sales.sequence.touch.outcomes"
    _inherit = "sales.sequence.touch.outcome.words"
    _description = "Sales Sequence Activity Log: Outcomes"

    # ------------------------------------------------------------------
    # What a rep says
    # ------------------------------------------------------------------

    def _act_on_outcome(self, activities, outcome_id, note, until, schedule_next):
        """As `action_sequence_outcome` of these activities, whose open touches these are."""
        touches, problems = self._open_ones(activities)
        outcome = touches._find_outcome(outcome_id)
        touches._check_until(outcome, until)
        effect_words = touches._effect_of_all(outcome, until)
        recording = Recording(outcome, note or False, until)
        attempts, failed, action = touches._give_outcome(activities, recording, schedule_next and len(touches) == 1)
        problems += failed
        if not attempts:
            raise UserError("\n".join(problems))
        done = attempts.touch_id
        is_meeting = outcome.effect == "meeting"
        return {
            "attempt_ids": attempts.ids,
            "words": self._outcome_in_words(done, outcome),
            "effect_words": effect_words,
            "problems": problems,
            "meeting": is_meeting and done.enrollment_id._target()._sequence_book_meeting(),
            "next": action,
        }

    def _act_on_snooze(self, activities, until):
        """As `action_sequence_snooze` of these activities, whose open touches these are."""
        touches, problems = self._open_ones(activities)
        if not until:
            raise UserError(self.env._("Choose a date."))
        self._check_ahead(until)
        touches._snooze(activities, until)
        if len(touches) > 1:
            words = self.env._("%s snoozed.", len(touches))
        else:
            words = self.env._("Due again %s", touches._day_in_words(touches.due_at, touches._look_ahead()[touches]))
        return {"words": words, "problems": problems}

    def _open_ones(self, activities):
        """Those of these touches whose activity the user may do.

        :return: ``(touches, sentences about the other activities)``
        :raises UserError: there is none
        """
        allowed = activities._filtered_access("write")
        if len(activities) == 1:
            activities.check_access("write")
        touches = self.filtered(lambda touch: touch.activity_id.id in allowed._ids)
        if not touches:
            raise UserError(self.env._("This task is already done, or does not belong to a sequence. Reload the page."))
        left = len(activities) - len(touches)
        note = self.env._("Left out (already done, not in a sequence, or not yours to change): %s.", left)
        return touches, [note] if left else []

    def _find_outcome(self, outcome_id):
        """The outcome with this id, with all rights: whoever may do the activity may say what came of it."""
        outcome = self.env["sales.sequence.outcome"].sudo().browse(outcome_id or []).exists()
        # Those of other companies are not told apart from those that do not exist.
        if not outcome.filtered(lambda one: one.active and one.is_offered) or not (
            outcome.company_id <= self.company_id
        ):
            raise UserError(self.env._("This outcome cannot be chosen here. Reload the page, and choose another one."))
        return outcome

    def _check_until(self, outcome, until):
        if len(self) > 1 and outcome.effect in ONE_BY_ONE:
            raise UserError(self.env._("“%s” can only be recorded for one person at a time.", outcome.name))
        if outcome.effect == "pause" and not until:
            raise UserError(self.env._("“%s” needs a date: until when?", outcome.name))
        if until and outcome.effect not in ("pause", "retry"):
            raise UserError(self.env._("“%s” takes no date.", outcome.name))
        if until:
            self._check_ahead(until)

    def _check_ahead(self, until):
        is_moment = isinstance(until, datetime)
        if until < (fields.Datetime.now() if is_moment else fields.Date.context_today(self)):
            raise UserError(self.env._("This date is in the past. Choose a later one."))

    def _effect_of_all(self, outcome, until):
        ahead = self._look_ahead()
        if len(self) > 1:
            return self._effect_in_numbers(outcome, ahead)
        return self._effect_in_words(outcome, ahead[self], until)

    def _outcome_in_words(self, done, outcome):
        if len(done) > 1:
            return self.env._("%(count)s people: %(outcome)s", count=len(done), outcome=outcome.name)
        return self.env._("%(name)s: %(outcome)s", name=done.target_name, outcome=outcome.name)

    def _give_outcome(self, activities, recording, schedule_next=False):
        """Record one outcome for all of these, each as an attempt of its own: one that fails does not hold up the
        others.

        :param activities: theirs, with the rights of whoever says so
        :param recording: a `Recording`
        :param schedule_next: let Odoo ask what to schedule next
        :return: ``(attempts, problems, action)``: those recorded; a sentence for each of the others; Odoo's action or
            False
        :raises UserError: there is only one, and its outcome cannot be recorded
        """
        attempts, problems, actions = self.env["sales.sequence.attempt"], [], []

        def record(touches):
            nonlocal attempts
            of_these = activities.filtered(lambda activity: activity.id in touches.activity_id._ids)
            recorded, action = touches._record_for(of_these, recording, schedule_next)
            self.env.flush_all()
            attempts |= recorded
            actions.append(action)

        def blame(touch, error):
            problems.append(self.env._("%(name)s: %(why)s", name=touch.target_name, why=self._why_failed(error)))

        fitting = self.browse()
        for touch in self:
            why = recording.outcome._why_not(touch)
            if why:
                problems.append(why)
            else:
                fitting |= touch
        if len(self) == 1 and problems:
            raise UserError(problems[0])
        if len(fitting) == 1:
            record(fitting)
        else:
            for touches in fitting._one_by_target():
                isolate(touches, record, blame)
        return attempts, problems, next(filter(None, actions), False)

    def _why_failed(self, error):
        if isinstance(error, UserError):
            return error
        return self.env._("It failed. An administrator can find the reason in the server's log.")

    def _one_by_target(self):
        """These in as few rounds as it takes for each to have one touch of a record at most: what an attempt has
        changed can only be told apart, and undone, where the others of that record come later."""
        rounds = []
        for touches in self.grouped(lambda touch: touch.enrollment_id._target()).values():
            for index, touch in enumerate(touches):
                if index == len(rounds):
                    rounds.append(self.browse())
                rounds[index] |= touch
        return rounds

    def _record_for(self, activities, recording, schedule_next):
        attempts, action = self.env["sales.sequence.attempt"], False
        ahead = self._look_ahead()
        tries = {touch: touch._next_try(recording.outcome, recording.until, ahead[touch]) for touch in self}
        again = self.filtered(tries.get)
        if again:
            attempts = again._try_again(tries, activities, recording)
        completed = activities.filtered(lambda one: one.id not in again.activity_id._ids)
        if not completed:
            return attempts, action
        recording = replace(recording, touch_ids=(self - again)._ids)
        completing = completed.with_context(**{RECORDING: recording})
        feedback = "\n".join(filter(None, [recording.outcome.name, recording.note]))
        if schedule_next:
            action = completing.action_feedback_schedule_next(feedback=feedback)
            if action:
                # It goes to the browser.
                action["context"].pop(RECORDING, None)
        else:
            completing.action_feedback(feedback=feedback)
        return attempts | recording.attempts, action

    # ------------------------------------------------------------------
    # What is completed
    # ------------------------------------------------------------------

    def _begin_recording(self, feedback):
        """Remember how things stand, before Odoo completes the activities of these.

        :return: ``(recording, memory)`` for `_end_recording`
        """
        if not self:
            return None, None
        recording = passed_on(self.env, RECORDING, Recording)
        if recording is None or not set(self._ids) <= set(recording.touch_ids):
            recording = Recording(self.env["sales.sequence.outcome"].sudo()._not_recorded(), feedback)
        return recording, self.env["sales.sequence.undo"]._remember(self.enrollment_id)

    def _end_recording(self, recording, memory, next_activities):
        """Odoo has completed the activities: record the attempts, and do what their outcome does."""
        # A rule of somebody else may have stopped the enrollment meanwhile.
        done = self.exists().filtered(lambda touch: touch.state == "todo")
        if not done:
            return
        done._settle_as("done", outcome=recording.note)
        done.write({"outcome_id": recording.outcome.id, "due_at": False, "due_kind": False})
        getattr(done, f"_apply_{recording.outcome.effect}")(recording)
        recording.attempts = done._add_attempts(recording, memory, next_activities)

    def _add_attempts(self, recording, memory, next_activities=()):
        attempts = self.env["sales.sequence.attempt"].create(
            [
                {
                    "touch_id": touch.id,
                    "outcome_id": recording.outcome.id,
                    "user_id": self.env.uid,
                    "note": recording.note,
                }
                for touch in self
            ]
        )
        self.env["sales.sequence.undo"]._keep(attempts, memory, next_activities)
        return attempts

    def _apply_next(self, _recording):
        self._advance_enrollments()

    def _apply_retry(self, _recording):
        """That was the last try."""
        self._advance_enrollments()

    def _apply_stop(self, recording):
        outcome = recording.outcome
        # Only who was spoken to can have said no.
        reason = "not_interested" if outcome.is_conversation else "manual"
        note = self.env._("%(outcome)s. Entered by %(user)s", outcome=outcome.name, user=self.env.user.name)
        self.enrollment_id.stop(reason, note)

    def _apply_meeting(self, recording):
        """As the calendar does it: a sequence that does not stop on meetings goes on."""
        stopping = self.filtered(lambda touch: touch.sequence_id.stop_on_meeting)
        if stopping:
            stopping.enrollment_id.stop("meeting", recording.outcome.name)
        going_on = self - stopping
        self.env["sales.sequence.inbox"]._note_entered_meetings(going_on.enrollment_id, recording.outcome.name)
        going_on._advance_enrollments()

    def _apply_pause(self, recording):
        self._advance_enrollments()
        note = self.env._("%(outcome)s Entered by %(user)s", outcome=recording.outcome.name, user=self.env.user.name)
        for enrollment in self.enrollment_id:
            until = enrollment._opening_of(recording.until, enrollment._working_times()[enrollment.id])
            if not enrollment._pause("not_now", until=until, note=note) and enrollment.state == "paused":
                enrollment._change_pause("not_now", until, note=note)

    # ------------------------------------------------------------------
    # What is tried again
    # ------------------------------------------------------------------

    def _try_again(self, moments, activities, recording):
        """Leave these open until the moment of their next try.

        :param moments: ``{touch: naive UTC}``
        :param activities: with the rights of whoever says so
        """
        memory = self.env["sales.sequence.undo"]._remember(self.enrollment_id)
        kind = "promised" if recording.until else "retry"
        self._move_to(moments, kind, activities)
        self.write({"outcome_id": recording.outcome.id, "outcome": recording.note})
        for name, touches in self.grouped(lambda touch: touch.step_id.name).items():
            touches.enrollment_id._log_in_chatter(
                self.env._("tries “%(step)s” again: %(outcome)s", step=name, outcome=recording.outcome.name),
                recording.note,
            )
        return self._add_attempts(recording, memory)

    def _move_to(self, moments, kind, activities):
        """Let these be due at the given moments, and their activities on that day.

        :param moments: ``{touch: naive UTC}``
        :param kind: value of `due_kind`
        :param activities: with the rights of whoever says so
        """
        for moment, touches in self.grouped(moments.get).items():
            touches.write({"due_at": moment, "due_kind": kind})
        for day, touches in self.grouped(lambda touch: touch._day_of(moments[touch])).items():
            ids = touches.activity_id._ids
            # This also plans until when the sequence waits.
            activities.filtered(lambda one: one.id in ids).date_deadline = day  # noqa: B023

    def _snooze(self, activities, until):
        """Put these off.

        :param activities: theirs, with the rights of whoever does it
        :param until: `date` or naive UTC `datetime`
        """
        working_times = self.enrollment_id._working_times()
        moments = {
            touch: touch.enrollment_id._opening_of(until, working_times[touch.enrollment_id.id]) for touch in self
        }
        self._move_to(moments, "snoozed", activities)
        return moments
