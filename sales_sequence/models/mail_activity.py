from odoo import fields, models

from ..tools.own_context import is_on


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
        of_sequences = self.filtered("is_sequence_activity")
        result = super()._action_done(feedback=feedback, attachment_ids=attachment_ids)
        of_sequences.exists()._sequence_touches()._complete(feedback)
        self.filtered("is_sequence_answer").exists()._sequence_answers()._handle_completed(feedback)
        return result

    def write(self, vals):
        """Let the sequence wait for an activity that is postponed."""
        result = super().write(vals)
        if vals.get("date_deadline"):
            self.filtered("is_sequence_activity")._sequence_touches()._wait_for_new_deadline()
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

    def _sequence_touches(self):
        if not self:
            return self.env["sales.sequence.touch"]
        # Whoever does the activity, user of Sales Sequences or not, does the step.
        Touch = self.env["sales.sequence.touch"].sudo()
        return Touch.search([("activity_id", "in", self.ids), ("state", "=", "todo")])

    def _to_store_defaults(self, target):
        return [*super()._to_store_defaults(target), "is_sequence_activity"]
