from odoo import api, fields, models

from ..tools.own_context import is_on
from .base.arguments import DATE, FLAG, ID, TEXT, checked

# Set by the buttons in `views/mail_activity_views.xml`.
ASKS = "asks_for_outcome"


class MailActivity(models.Model):
    """Activities of sequences: what a rep does with the activity happens to its step."""

    _inherit = "mail.activity"

    # A column of the activity itself, so that all other activities cost no query.
    is_sequence_activity = fields.Boolean(readonly=True, copy=False)
    # A column too, so that the user is told of it even after a crash, and only once.
    sequence_digest_pending = fields.Boolean(readonly=True, copy=False)

    # As above: the to-do of an answer.
    is_sequence_answer = fields.Boolean(readonly=True, copy=False)

    sequence_digest_id = fields.Many2one(
        "mail.message", ondelete="set null", index="btree_not_null", readonly=True, copy=False
    )

    _sequence_digest_pending = models.Index("(id) WHERE sequence_digest_pending IS TRUE")

    def action_done(self):
        """Ask what came of it first, where a button of the web client says so. Code completes at once, as in Odoo."""
        return self._ask_for_outcome() or super(MailActivity, self._without_question()).action_done()

    def action_done_redirect_to_other(self):
        """As `action_done`; the list of what is left follows."""
        asked = self._ask_for_outcome("action_done_redirect_to_other")
        return asked or super(MailActivity, self._without_question()).action_done_redirect_to_other()

    def _ask_for_outcome(self, next_method=False):
        asks = self.env.context.get(ASKS)
        return asks and self.env["sales.sequence.mark.done"]._ask(self._without_question(), next_method)

    def _without_question(self):
        # What follows from completing these may complete others.
        return self.with_context(**{ASKS: False}) if self.env.context.get(ASKS) else self

    def _action_done(self, feedback=False, attachment_ids=None):
        touches = self.filtered("is_sequence_activity")._sequence_touches()
        recording, memory = touches._begin_recording(feedback)
        messages, next_activities = super()._action_done(feedback=feedback, attachment_ids=attachment_ids)
        touches._end_recording(recording, memory, next_activities)
        self.filtered("is_sequence_answer").exists()._sequence_answers()._handle_completed(feedback)
        reviews = self.filtered(lambda activity: activity.res_model == "sales.sequence")
        reviews._reviewed_sequences().reviewed_at = fields.Datetime.now()
        return messages, next_activities

    def write(self, vals):
        """Let the sequence wait for an activity that is postponed. Who gets it has days of their own to be late by."""
        result = super().write(vals)
        if vals.get("date_deadline"):
            self.filtered("is_sequence_activity")._sequence_touches()._wait_for_new_deadline()
        elif vals.get("user_id"):
            self.filtered("is_sequence_activity")._sequence_touches()._note_late_from()
        return result

    def unlink(self):
        """Skip the step of an activity that a rep cancels."""
        told = self.filtered("sequence_digest_id")
        if told:
            # Whoever may delete the activity need not see the touch.
            self.env["sales.sequence.digest"].sudo()._keep(told.sudo())
        touches = self.env["sales.sequence.touch"]
        if not is_on(self.env, "sales_sequence_withdraws"):
            touches = self.filtered(
                lambda activity: activity.is_sequence_activity and activity.active
            )._sequence_touches()
        result = super().unlink()
        if touches:
            touches._give_up()
        return result

    def _sequence_answers(self):
        Signal = self.env["sales.sequence.signal"]
        # Whoever does the to-do handles the answer.
        return Signal.sudo().search([("answer_activity_id", "in", self.ids)]) if self else Signal

    def _reviewed_sequences(self):
        Sequence = self.env["sales.sequence"]
        # Whoever was asked to review it has done so, also without the right to change it.
        return Sequence.sudo().search([("review_activity_id", "in", self.ids)]) if self else Sequence

    # ------------------------------------------------------------------
    # Outcomes
    # ------------------------------------------------------------------

    @api.readonly
    @checked()
    def get_sequence_outcomes(self):
        """What can come of these activities, for the dialogs that ask it.

        :return: dict ``outcomes``: list of dicts ``id``, ``name``, ``effect`` (code), ``key`` (its place in the list,
            from 1), ``words``: the effect, with dates for the person; of several activities, counted in people, and
            without the outcomes that need one person at a time. Empty where an activity is of no sequence, or where
            they are of different types. ``bulk``: whether there are several activities
        """
        self.check_access("read")
        touches = self.filtered("is_sequence_activity")._sequence_touches()
        is_bulk, outcomes = len(self) > 1, []
        if self and len(touches) == len(self) and len(self.activity_type_id) == 1:
            outcomes = touches._describe_outcomes_of_all() if is_bulk else touches._describe_outcomes()[touches.id]
        return {"outcomes": outcomes, "bulk": is_bulk}

    @checked(outcome_id=ID, note=TEXT, until=DATE, schedule_next=FLAG)
    def action_sequence_outcome(self, outcome_id, note=None, until=None, schedule_next=False):
        """Record what came of these activities, and do what the outcome does. An activity for which that fails does not
        hold up the others.

        :param outcome_id: id of a `sales.sequence.outcome`
        :param note: what else there is to say
        :param until: a date (of the person's calendar), or a date and time in UTC: until when to pause; with an outcome
            that tries again, the promised moment
        :param schedule_next: have Odoo ask what to schedule next, as its own *Done & Schedule Next*
        :return: dict ``attempt_ids``; ``words``: what was recorded; ``effect_words``: what happens now; ``problems``:
            a sentence for each activity for which it failed; ``meeting``: action that opens the meeting to book, or
            False; ``next``: Odoo's action, or False
        :raises UserError: the outcome does not exist or is not one of these activities, it needs a date or one person
            at a time, or it failed for all
        """
        return self._sequence_touches()._act_on_outcome(self, outcome_id, note, until, schedule_next)

    @checked(until=DATE)
    def action_sequence_snooze(self, until):
        """Put these activities off: they are due again then, and nothing is recorded of them.

        :param until: a date (of the person's calendar), or a date and time in UTC
        :return: dict ``words``: when it is due again
        :raises UserError: there is no such date, it is over, or an activity is of no sequence
        """
        return self._sequence_touches()._act_on_snooze(self, until)

    def _sequence_touches(self):
        if not self:
            return self.env["sales.sequence.touch"]
        # Whoever does the activity, user of Sales Sequences or not, does the step.
        Touch = self.env["sales.sequence.touch"].sudo()
        return Touch.search([("activity_id", "in", self.ids), ("state", "=", "todo")])

    def _to_store_defaults(self, target):
        return [*super()._to_store_defaults(target), "is_sequence_activity"]
