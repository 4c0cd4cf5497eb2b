from odoo import fields, models

from ..tools.own_context import is_on


class MailActivity(models.Model):
    """What a rep does with an activity of a sequence is what becomes of its step."""

    _inherit = "mail.activity"

    # A column of the activity itself: everybody else's are told apart without a query.
    is_sequence_activity = fields.Boolean(readonly=True, copy=False)
    # A column too: whoever is to be told of it is told, even after a crash, and only once.
    sequence_digest_pending = fields.Boolean(readonly=True, copy=False)

    _sequence_digest_pending = models.Index("(id) WHERE sequence_digest_pending IS TRUE")

    def _action_done(self, feedback=False, attachment_ids=None):
        of_sequences = self.filtered("is_sequence_activity")
        result = super()._action_done(feedback=feedback, attachment_ids=attachment_ids)
        of_sequences.exists()._sequence_touches()._complete(feedback)
        return result

    def write(self, vals):
        """Whoever postpones a call wants the sequence to wait for it."""
        result = super().write(vals)
        if vals.get("date_deadline"):
            self.filtered("is_sequence_activity")._sequence_touches()._wait_for_new_deadline()
        return result

    def unlink(self):
        """An activity that somebody cancels is a step that is not going to be done."""
        touches = self.env["sales.sequence.touch"]
        if not is_on(self.env, "sales_sequence_withdraws"):
            touches = self.filtered(
                lambda activity: activity.is_sequence_activity and activity.active
            )._sequence_touches()
        result = super().unlink()
        if touches:
            touches._give_up()
        return result

    def _sequence_touches(self):
        if not self:
            return self.env["sales.sequence.touch"]
        return self.env["sales.sequence.touch"].sudo().search([("activity_id", "in", self.ids), ("state", "=", "todo")])
