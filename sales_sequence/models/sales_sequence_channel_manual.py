from collections import defaultdict

from markupsafe import Markup

from odoo import models

from ..tools.time_zones import wall_time, zone_info


class SalesSequenceChannelManual(models.AbstractModel):
    """Puts calls, LinkedIn touches and to-dos into the rep's queue as activities."""

    _name = "sales.sequence.channel.manual"
    _inherit = "sales.sequence.channel"
    _description = "Sales Sequence Channel: Manual Steps"

    def _group_key(self, _enrollment):
        return False

    def _execute(self, step, enrollments, touches):
        scripts = self._render_scripts(step, enrollments)
        model_id = self.env["ir.model"]._get_id(step.target_model)
        values_list = []
        for enrollment in enrollments:
            target = enrollment._target()
            assignee = self._assignee(enrollment)
            values_list.append(
                {
                    "res_model_id": model_id,
                    "res_id": target.id,
                    "activity_type_id": step.activity_type_id.id,
                    "summary": step.summary or step.name,
                    "note": scripts.get(target.id) or False,
                    "date_deadline": self._today(assignee, enrollment),
                    "user_id": assignee.id,
                    "automated": True,
                    "is_sequence_activity": True,
                }
            )
        # Quick update: one digest to each assignee at the end of the run, not one mail each.
        activities = self.env["mail.activity"].sudo().with_context(mail_activity_quick_update=True).create(values_list)
        self._record(
            step,
            {
                enrollment: {"state": "todo", "activity_id": activity.id}
                for enrollment, activity in zip(enrollments, activities, strict=True)
            },
            touches,
        )
        digest = self.env.context.get("sales_sequence_digest")
        if digest is not None:
            for activity in activities:
                digest[activity.user_id.id].append(activity.id)
        if step.wait_for_completion:
            enrollments._plan_wait(step)
        else:
            enrollments._advance(step, enrollments._now())
        return {}

    def _assignee(self, enrollment):
        """Manual steps go to whoever looks after the target now; the sender stands in."""
        owner = enrollment._target()._sequence_owner()
        return owner if owner.active else enrollment.user_id

    def _today(self, assignee, enrollment):
        zone = zone_info(assignee.tz or enrollment.company_id.partner_id.tz or "UTC")
        return wall_time(enrollment._now(), zone).date()

    def _render_scripts(self, step, enrollments):
        """``{target id: script}``, each as its sender would see it."""
        if not step.note:
            return {}
        scripts = {}
        for user, of_user in enrollments.grouped("user_id").items():
            target_ids = [enrollment._target().id for enrollment in of_user]
            scripts.update(step.with_user(user).sudo()._render_field("note", target_ids))
        return scripts

    def _send_digests(self):
        """One notification to each rep for all the activities that this run gave them."""
        digest = self.env.context.get("sales_sequence_digest") or {}
        for user_id, activity_ids in digest.items():
            user = self.env["res.users"].browse(user_id)
            activities = self.env["mail.activity"].browse(activity_ids).exists()
            if not activities or user == self.env.user:
                continue
            user_lang = self.with_context(lang=user.lang)
            by_type = defaultdict(list)
            for activity in activities.with_context(lang=user.lang):
                by_type[activity.activity_type_id.name].append(activity)
            lines = Markup("").join(
                Markup("<li>%s: %s</li>")
                % (
                    name,
                    ", ".join(activity.res_name or "" for activity in of_type[:10])
                    + ("…" if len(of_type) > 10 else ""),
                )
                for name, of_type in by_type.items()
            )
            self.env["mail.thread"].message_notify(
                partner_ids=user.partner_id.ids,
                subject=user_lang.env._("%s new activities from your sequences", len(activities)),
                body=Markup("<p>%s</p><ul>%s</ul>") % (user_lang.env._("These are waiting in your queue:"), lines),
            )
        digest.clear()
