from markupsafe import Markup

from odoo import models

from ...tools.texts import one_line
from ...tools.time_zones import wall_time, zone_info


class SalesSequenceChannelManual(models.AbstractModel):
    """Puts calls, LinkedIn touches and to-dos into the rep's queue as activities."""

    _name = "sales.sequence.channel.manual"
    _inherit = "sales.sequence.channel"
    _description = "Sales Sequence Channel: Manual Steps"

    def _group_key(self, _enrollment):
        return False

    def _execute(self, batch, step, enrollments):
        scripts = self._render_scripts(step, enrollments, batch.run.rendering)
        model_id = self.env["ir.model"]._get_id(step.target_model)
        values_list, touches, late_from = [], {}, {}
        for enrollment in enrollments:
            target = enrollment._target()
            assignee, reason = enrollment._assignee()
            due = enrollment.company_id, assignee, self._today(assignee, enrollment)
            if due not in late_from:
                late_from[due] = enrollment._late_from(due[2], assignee, batch.working_times)
            touches[enrollment] = {"state": "todo", "reason": reason, "late_at": late_from[due]}
            values_list.append(
                {
                    "res_model_id": model_id,
                    "res_id": target.id,
                    "activity_type_id": step.activity_type_id.id,
                    "summary": one_line(step.summary or step.name),
                    "note": self._with_reason(reason, scripts.get(target.id)),
                    "date_deadline": due[2],
                    "user_id": assignee.id,
                    "automated": True,
                    "is_sequence_activity": True,
                    "sequence_digest_pending": True,
                }
            )
        # Quick update: one digest to each assignee at the end, not one mail for each activity.
        activities = self.env["mail.activity"].with_context(mail_activity_quick_update=True).create(values_list)
        for values, activity in zip(touches.values(), activities, strict=True):
            values["activity_id"] = activity.id
        self._record(batch, step, touches)
        if step.wait_for_completion:
            enrollments._plan_wait(step, known_times=batch.working_times)
        else:
            enrollments._advance(step, enrollments._now(), batch.working_times)
        return {}

    def _with_reason(self, reason, script):
        """The script, after the reason why the activity is in this person's queue."""
        if not reason:
            return script or False
        return Markup("<p><em>%s</em></p>") % reason + Markup(script or "")

    def _today(self, assignee, enrollment):
        zone = zone_info(assignee.tz or enrollment.company_id._sequence_time_zone())
        return wall_time(enrollment._now(), zone).date()

    def _render_scripts(self, step, enrollments, rendering=None):
        """``{target id: script}``, each as its sender would see it.

        :param rendering: `Rendering` of the run, which keeps what was compiled
        """
        if not step.note:
            return {}
        scripts = {}
        for user, of_user in enrollments.grouped("user_id").items():
            target_ids = [enrollment._target().id for enrollment in of_user]
            # As the sender, for `user` in the script; with all rights, which salespeople need not have on the step.
            of_sender = step.with_user(user).sudo()
            of_sender = of_sender.with_context(
                sales_sequence_rendering=rendering, sales_sequence_writing=self._writing(user, of_user)
            )
            scripts.update(of_sender._render_field("note", target_ids))
        return scripts
