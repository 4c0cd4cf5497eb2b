from odoo import models


class SalesSequenceChannelAction(models.AbstractModel):
    """Runs a server action on the target."""

    _name = "sales.sequence.channel.action"
    _inherit = "sales.sequence.channel"
    _description = "Sales Sequence Channel: Automatic Action"

    def _group_key(self, _enrollment):
        return False

    def _execute(self, step, enrollments, touches):
        moment = enrollments._now()
        for enrollment in enrollments:
            target = enrollment._target()
            step.server_action_id.with_user(enrollment.user_id).sudo().with_context(
                active_model=target._name, active_id=target.id, active_ids=target.ids
            ).run()
        self._record(
            step, {enrollment: {"state": "done", "done_at": moment} for enrollment in enrollments}, touches
        )
        enrollments._log_in_chatter(self.env._("ran “%s”", step.name))
        enrollments._advance(step, moment)
        return {}
