from typing import NamedTuple

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools import schedule
from ...tools.date_steps import BEFORE, end_of
from ...tools.retry import another_hour
from ..base.states import LIVE_STATES
from ..base.words import days_ahead

# Outcomes that need something said about each person: not for several at once.
ONE_BY_ONE = ("meeting", "pause")


class Ahead(NamedTuple):
    """What lies before a touch: the working time of its person, the step that comes after it (empty if none does), and
    the moment of that step (naive UTC; None while it has none)."""

    working_time: schedule.WorkingTime
    following: object
    moment: object


class SalesSequenceTouchOutcomeWords(models.AbstractModel):
    """What the outcomes of a touch will do, with dates for its person: computed, and said in words."""

    _name = "sales.sequence.touch.outcome.words"
    _description = "Sales Sequence Activity Log: Outcomes in Words"

    # ------------------------------------------------------------------
    # Which outcomes
    # ------------------------------------------------------------------

    def _outcomes_offered(self):
        """``{touch: outcomes}`` that a rep can choose, in their order. One query, whatever the number of touches."""
        # With all rights: whoever may do the activity may say what came of it.
        Outcome = self.env["sales.sequence.outcome"].sudo()
        offered = Outcome.search(
            Domain("is_offered", "=", True) & Domain("company_id", "in", [False, *self.company_id.ids])
        )
        return {touch: offered.filtered(lambda one: one._fits(touch)) for touch in self}  # noqa: B023

    def _describe_outcomes(self):
        """What the screens offer for each of these, as of `get_sequence_outcomes` for one activity.

        :return: ``{touch id: list of dicts}``; the number of queries does not depend on the number of touches
        """
        ahead = self._look_ahead()
        return {
            touch.id: self._numbered(outcomes, lambda outcome: touch._effect_in_words(outcome, ahead[touch]))  # noqa: B023
            for touch, outcomes in self._outcomes_offered().items()
        }

    def _describe_outcomes_of_all(self):
        """What is offered for all of these together: the effects are counted."""
        offered = self.env["sales.sequence.outcome"].sudo().concat(*self._outcomes_offered().values())
        common = [one for one in dict.fromkeys(offered) if one.effect not in ONE_BY_ONE]
        ahead = self._look_ahead()
        return self._numbered(common, lambda outcome: self._effect_in_numbers(outcome, ahead))

    @api.model
    def _numbered(self, outcomes, words):
        return [
            {"id": one.id, "name": one.name, "effect": one.effect, "key": key, "words": words(one)}
            for key, one in enumerate(outcomes, 1)
        ]

    # ------------------------------------------------------------------
    # What comes next
    # ------------------------------------------------------------------

    def _look_ahead(self):
        """``{touch: Ahead}``"""
        now, working_times, found = fields.Datetime.now(), self.enrollment_id._working_times(), {}
        for step, touches in self.grouped("step_id").items():
            waiting = touches.filtered(lambda touch: touch.enrollment_id.next_step_id == step)  # noqa: B023
            after = waiting.enrollment_id._find_ahead(step)
            for touch in touches:
                enrollment = touch.enrollment_id
                working_time = working_times[enrollment.id]
                if touch not in waiting:
                    found[touch] = Ahead(working_time, enrollment.next_step_id, enrollment.next_run_at or None)
                    continue
                following, is_open = after.get(enrollment.id, (step.browse(), False))
                has_slot = following and not is_open
                slot = enrollment._slot_after(following, now, working_time) if has_slot else None
                found[touch] = Ahead(working_time, following, slot and slot.moment)
        return found

    def _next_try(self, outcome, until, ahead):
        """When the step is tried again if this is its outcome: naive UTC, or None where it is done.

        :param until: `date` or naive UTC `datetime` that was promised or asked for, or None
        :param ahead: an `Ahead`
        """
        if outcome.effect == "pause":
            # Nothing is ahead that could be paused: it is this step that waits for the date.
            return None if ahead.following else self.enrollment_id._opening_of(until, ahead.working_time)
        if outcome.effect != "retry":
            return None
        if until:
            return self.enrollment_id._opening_of(until, ahead.working_time)
        if len(self.attempt_ids) + 1 >= outcome.max_attempts:
            return None
        now = fields.Datetime.now()
        moment = another_hour(now, [*self.attempt_ids.mapped("occurred_at"), now], ahead.working_time).moment
        return None if self._is_over_by(moment, ahead.working_time) else moment

    def _is_over_by(self, moment, working_time):
        """Whether the step comes before the date that it is counted from, and it is too late for it at that moment."""
        reference = self.step_id.delay_from == BEFORE and self.enrollment_id._reference()
        return bool(reference) and moment >= end_of(reference, working_time)

    # ------------------------------------------------------------------
    # In words
    # ------------------------------------------------------------------

    def _effect_in_words(self, outcome, ahead, until=None):
        """One sentence, with dates on the person's clock."""
        effect = outcome.effect
        if effect == "stop":
            return self.env._("Stops the sequence")
        if effect == "meeting":
            if not self.sequence_id.stop_on_meeting:
                return self.env._("Opens the meeting; the sequence continues")
            return self.env._("Opens the meeting and stops the sequence")
        if effect == "pause" and not until:
            if ahead.following:
                return self.env._("Pauses, then continues with %s", ahead.following.display_name)
            return self.env._("The last step: it is done again on that day")
        moment = self._next_try(outcome, until, ahead)
        if moment:
            return self._try_in_words(outcome, moment, until, ahead)
        if effect == "pause":
            return self.env._(
                "Pauses until %(day)s, then continues with %(step)s",
                day=self._day_in_words(self.enrollment_id._opening_of(until, ahead.working_time), ahead),
                step=ahead.following.display_name,
            )
        return self._next_in_words(ahead)

    def _try_in_words(self, outcome, moment, until, ahead):
        when = self._day_in_words(moment, ahead)
        if until:
            return self.env._("Due again %s", when)
        return self.env._(
            "Try again %(when)s (attempt %(number)s of %(count)s)",
            when=when,
            number=len(self.attempt_ids) + 2,
            count=outcome.max_attempts,
        )

    def _next_in_words(self, ahead):
        enrollment = self.enrollment_id
        if enrollment.state not in LIVE_STATES:
            return self.env._("The sequence has already ended")
        if not ahead.following:
            return self.env._("The last step: the sequence ends")
        if enrollment.state == "paused":
            return self.env._("Next: %s, once it resumes", ahead.following.display_name)
        if not ahead.moment:
            return self.env._("Next: %s", ahead.following.display_name)
        return self.env._(
            "Next: %(step)s, %(when)s",
            step=ahead.following.display_name,
            when=self._day_in_words(ahead.moment, ahead),
        )

    def _day_in_words(self, moment, ahead):
        """The moment (naive UTC) on the person's clock."""
        zone = ahead.working_time.zone
        days = days_ahead(self.env, moment, zone)
        time = self.enrollment_id._time_in_words(moment, zone)
        if days == 0:
            return self.env._("today at %s", time)
        if days == 1:
            return self.env._("tomorrow at %s", time)
        return self.enrollment_id._in_words(moment, zone)

    def _effect_in_numbers(self, outcome, ahead):
        """The effect on all of these, counted in people: one sentence for each thing that happens."""
        again = self.filtered(lambda touch: touch._next_try(outcome, None, ahead[touch]))
        rest = self - again
        words = []
        if again:
            words.append(
                self.env._("%s are tried again on their next working day, at another hour.", len(again))
                if len(again) > 1
                else self.env._("1 is tried again on the next working day, at another hour.")
            )
        live = rest.filtered(lambda touch: touch.enrollment_id.state in LIVE_STATES)
        if outcome.effect == "stop":
            if live:
                words.append(
                    self.env._("The sequence stops for %s.", len(live))
                    if len(live) > 1
                    else self.env._("The sequence stops for 1.")
                )
        else:
            going_on = live.filtered(lambda touch: ahead[touch].following)
            ending = len(live - going_on)
            if going_on:
                words.append(
                    self.env._("%s move on to the next step.", len(going_on))
                    if len(going_on) > 1
                    else self.env._("1 moves on to the next step.")
                )
            if ending:
                words.append(
                    self.env._("%s have taken their last step.", ending)
                    if ending > 1
                    else self.env._("1 has taken the last step.")
                )
        ended = len(rest - live)
        if ended:
            words.append(
                self.env._("%s have already ended.", ended) if ended > 1 else self.env._("1 has already ended.")
            )
        return " ".join(words)
