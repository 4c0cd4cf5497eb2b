from odoo import models

from ...tools.own_context import Flag


class SalesSequenceChannelAction(models.AbstractModel):
    """Runs a server action on the target, in the name of the sender and with all rights."""

    _name = "sales.sequence.channel.action"
    _inherit = "sales.sequence.channel"
    _description = "Sales Sequence Channel: Automatic Action"

    def _group_key(self, enrollment):
        # Each in a savepoint of its own: a group that fails is tried again in halves, and what an action does outside
        # the database (a webhook, a text message) would happen again for all the others.
        return enrollment.id

    def _execute(self, batch, step, enrollments):
        moment = enrollments._now()
        values = {}
        for enrollment in enrollments:
            outcome = self._in_words(self._run(step, enrollment))
            # Of a record that the action has deleted, no word is kept.
            told = outcome if enrollment._target() else False
            values[enrollment] = {"state": "done", "done_at": moment, "outcome": told}
        self._note_skipped(batch, step, enrollments)
        self._record(batch, step, values)
        enrollments._log_in_chatter(self.env._("ran “%s”", step.name))
        # The action may have ended the enrollment, or gone on to another step.
        enrollments.filtered(lambda one: one.next_step_id == step)._advance(step, moment, batch.working_times)
        return {}

    def _note_skipped(self, batch, step, enrollments):
        """An action that skips its own step has left a touch there already."""
        moved = enrollments.filtered(lambda one: one.next_step_id != step)
        batch.touches.update({touch.enrollment_id: touch for touch in moved and moved._touch_at(step)})

    def _run(self, step, enrollment):
        """:return: what the server action returns: a client action, or False"""
        target = enrollment._target()
        # In the sender's name, with all rights: the manager who wrote the action decides what it may do.
        action = step.server_action_id.with_user(enrollment.user_id).sudo().with_company(enrollment.company_id)
        return action.with_context(
            active_model=target._name,
            active_id=target.id,
            active_ids=target.ids,
            # A mail that has left cannot be taken back when a later record makes the batch fail.
            sales_sequence_queues_mail=Flag.ON,
        ).run()

    def _in_words(self, answer):
        """What the action would show to a user who runs it by hand, or False."""
        if isinstance(answer, dict) and answer.get("tag") == "display_notification":
            return answer.get("params", {}).get("message") or False
        return False
