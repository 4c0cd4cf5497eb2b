from odoo import models

from ..enrollment.comparison import NOT_CONTROL

# Most names in "Ask an administrator".
MAX_ADMINISTRATORS = 5


class SalesSequenceStatusPlaces(models.AbstractModel):
    """Where each problem of the chain is mended: the screen in Odoo, and who may open it."""

    _name = "sales.sequence.status.places"
    _description = "System Status: Places"

    def _place(self, code, ids=()):
        """The link to a place.

        :param code: a key of `_places`
        :param ids: the records that it is about, if not all of them
        :return: ``{"code", "label", "action"}``; the action is False where the user may not repair it; False if there
            is no such place
        """
        known = self._places().get(code)
        if not known:
            return False
        label, model, domain, right = known
        place = {"code": code, "label": label, "action": False}
        if model and self.env[model].has_access(right):
            place["action"] = self._open(label, model, [("id", "in", list(ids))] if ids else domain, ids)
        return place

    def _open(self, name, model, domain, ids=()):
        """An action that shows these records: one of them in its form."""
        views = [[False, "form"]] if len(ids) == 1 else [[False, "list"], [False, "form"]]
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "views": views,
            "view_mode": ",".join(view for _id, view in views),
            "domain": domain,
            "res_id": ids[0] if len(ids) == 1 else False,
            "context": {"active_test": False},
            "target": "current",
        }

    def _places(self):
        """:return: ``{code: (label, model, domain, the right that mending takes)}``"""
        failed = [("state", "=", "paused"), ("pause_kind", "=", "failure")]
        return {
            "scheduled_jobs": (self.env._("Scheduled jobs"), "ir.cron", self._domain_of_jobs(), "write"),
            "apps": (
                self.env._("Apps"),
                "ir.module.module",
                [("state", "in", ("to install", "to upgrade", "to remove"))],
                "write",
            ),
            "parameters": (
                self.env._("System parameters"),
                "ir.config_parameter",
                [("key", "in", ("web.base.url", "database.is_neutralized"))],
                "write",
            ),
            "mail_servers": (self.env._("Outgoing servers"), "ir.mail_server", [], "write"),
            "smtp_password": (self.env._("Enter the password"), "ir.mail_server", [], "write"),
            "incoming_servers": (self.env._("Incoming servers"), "fetchmail.server", [], "write"),
            "password": (self.env._("Enter the password"), "fetchmail.server", [], "write"),
            "alias_domains": (self.env._("Alias domains"), "mail.alias.domain", [], "write"),
            "users": (self.env._("Users"), "res.users", [("share", "=", False)], "write"),
            "time_zones": (self.env._("Set their time zones"), "res.users", [], "write"),
            "emails": (
                self.env._("Emails"),
                "mail.mail",
                [("is_sequence_mail", "=", True), ("state", "=", "outgoing")],
                "write",
            ),
            "failed_emails": (
                self.env._("Failed emails"),
                "mail.mail",
                [("is_sequence_mail", "=", True), ("state", "=", "exception")],
                "write",
            ),
            "late_people": (
                self.env._("Show these people"),
                "sales.sequence.enrollment",
                [("state", "=", "running"), ("next_run_at", "<=", "now"), *NOT_CONTROL],
                "read",
            ),
            "failed_people": (self.env._("Show these people"), "sales.sequence.enrollment", failed, "read"),
            "questions": (
                self.env._("Decide on them"),
                "sales.sequence.enrollment",
                [("is_unsure", "=", True)],
                "read",
            ),
            "signals": (
                self.env._("Show what waits"),
                "sales.sequence.signal",
                [("settled_at", "=", False)],
                "read",
            ),
            "refusals": (
                self.env._("Show the refusals"),
                "sales.sequence.signal",
                list(self.env["sales.sequence.inbox"]._refusals(self.env.companies)),
                "read",
            ),
            "round_trip": (self.env._("Test it with a round trip"), False, [], ""),
        }

    def _domain_of_jobs(self):
        """Ours, Odoo's mail queue, and the job that fetches mail."""
        theirs = ["mail.mail", "fetchmail.server"]
        return ["|", ("model_id.model", "=like", "sales.sequence%"), ("model_id.model", "in", theirs)]

    def _administrators(self):
        """The names of those who may repair what this user may not."""
        group = self.env.ref("base.group_system")
        users = (
            self.env["res.users"]
            .sudo()
            .search([("all_group_ids", "in", group.ids), ("share", "=", False)], limit=MAX_ADMINISTRATORS, order="id")
        )
        return users.mapped("name")
