from collections import defaultdict

from markupsafe import Markup

from odoo import models

from ...tools.time_zones import wall_time, zone_info
from ..base.jobs import wake_mail_queue


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
        values_list, reasons = [], {}
        for enrollment in enrollments:
            target = enrollment._target()
            assignee, reasons[enrollment] = enrollment._assignee()
            values_list.append(
                {
                    "res_model_id": model_id,
                    "res_id": target.id,
                    "activity_type_id": step.activity_type_id.id,
                    "summary": step.summary or step.name,
                    "note": self._with_reason(reasons[enrollment], scripts.get(target.id)),
                    "date_deadline": self._today(assignee, enrollment),
                    "user_id": assignee.id,
                    "automated": True,
                    "is_sequence_activity": True,
                    "sequence_digest_pending": True,
                }
            )
        # Quick update: one digest to each assignee when all is done, not one mail each.
        activities = self.env["mail.activity"].sudo().with_context(mail_activity_quick_update=True).create(values_list)
        self._record(
            step,
            {
                enrollment: {"state": "todo", "activity_id": activity.id, "reason": reasons[enrollment]}
                for enrollment, activity in zip(enrollments, activities, strict=True)
            },
            touches,
        )
        if step.wait_for_completion:
            enrollments._plan_wait(step)
        else:
            enrollments._advance(step, enrollments._now())
        return {}

    def _with_reason(self, reason, script):
        """The script, and why it is in this person's queue."""
        if not reason:
            return script or False
        return Markup("<p><em>%s</em></p>") % reason + Markup(script or "")

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

    def _find_pending_digests(self):
        """New activities of which their assignees have not been told, oldest first."""
        return (
            self.env["mail.activity"]
            .with_context(active_test=False)
            .search_fetch(
                [("sequence_digest_pending", "=", True), ("user_id", "!=", False)],
                ["active", "activity_type_id", "create_date", "res_id", "res_model", "res_name", "user_id"],
                order="id",
            )
        )

    def _tell(self, users, activities):
        """One notification to each of these users for all of theirs among the activities.

        They count as told in the same transaction: whoever is cut off before its commit has neither told nor noted it.
        """
        by_user = activities.grouped("user_id")
        for user in users:
            of_user = by_user[user]
            of_user.write({"sequence_digest_pending": False})
            self._notify(user, of_user.filtered("active"))
        wake_mail_queue(self.env)

    def _notify(self, user, activities):
        if not activities or user == self.env.user:
            return
        user_lang = self.with_context(lang=user.lang)
        by_type = defaultdict(list)
        for activity in activities.with_context(lang=user.lang):
            by_type[activity.activity_type_id.name].append(activity)
        names = self._names_for(user, activities)
        lines = Markup("").join(
            Markup("<li>%s: %s</li>")
            % (
                name,
                ", ".join(names[activity] for activity in of_type[:10]) + ("…" if len(of_type) > 10 else ""),
            )
            for name, of_type in by_type.items()
        )
        # Not sent here and now: the mail queue, which this run has just woken, would send the same mail meanwhile,
        # and stop over it.
        self.env["mail.thread"].with_context(mail_notify_force_send=False).message_notify(
            partner_ids=user.partner_id.ids,
            subject=user_lang.env._("%s new activities from your sequences", len(activities)),
            body=Markup("<p>%s</p><ul>%s</ul>") % (user_lang.env._("These are waiting in your queue:"), lines),
        )

    def _names_for(self, user, activities):
        """``{activity: name of its record}``, as far as this user may read that: somebody can stand in for a colleague
        without seeing all of their records."""
        reader = self.with_user(user).sudo(False).with_context(allowed_company_ids=user.company_ids.ids)
        hidden = self.env["sales.sequence.references"].with_context(lang=user.lang)._hidden_name()
        names = {}
        for model_name, of_model in activities.grouped("res_model").items():
            records = reader.env[model_name].browse(of_model.mapped("res_id"))
            readable = set(records.exists()._filtered_access("read")._ids)
            for activity in of_model:
                names[activity] = (activity.res_name if activity.res_id in readable else hidden) or ""
        return names
