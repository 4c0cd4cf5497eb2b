from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date

from ...tools.texts import quoted
from ..base.arguments import DAY, ID, ids_in
from .dashboard_rates import COMPARED_WEEKS

OF = ("sequence_id", "step_id", "user_id")


class SalesSequenceDashboardLists(models.AbstractModel):
    """Dashboard: the records behind each number, found as they were counted."""

    _name = "sales.sequence.dashboard.lists"
    _description = "Sequences Dashboard: Lists"

    def _action_of(self, name, filters, of):
        others = ids_in(of.get("other_than_step_ids"))
        is_nobodys = of.get("user_id") is False
        week = DAY(self.env, "week", of.get("week"))
        is_until_now = bool(of.get("until_now"))
        of = {key: ID(self.env, key, of.get(key)) for key in OF}
        kind = name if isinstance(name, str) else ""
        if kind in ("waiting", "overdue"):
            return self._touch_action(kind, filters, of, others, is_nobodys)
        if kind == "answered":
            found = self._answered_list(filters, week, is_until_now)
        else:
            found = self._find_enrollments(kind, filters, of)
        if found is None:
            raise UserError(self.env._("The dashboard has no number %s.", quoted(name)))
        title, domain = found
        action = self.env["ir.actions.act_window"]._for_xml_id("sales_sequence.sales_sequence_enrollment_action")
        return dict(action, name=title, domain=list(domain), context={})

    def _find_enrollments(self, kind, filters, of):
        """:return: ``(title, domain of enrollments)``; None if the dashboard has no such number"""
        now = fields.Datetime.now()
        week = self._weeks(now)[-1]
        of_whom = self._of_team(filters) & self._exactly(of, "sequence_id", "user_id")
        match kind:
            case "active":
                return self.env._("Active now"), self._active_domain() & of_whom
            case "came_in":
                return self.env._("Entered this week"), self._came_in_domain(week) & of_whom
            case "left":
                return self.env._("Left this week"), self._left_domain(week) & of_whom
            case "closed" | "replied" | "closed_before" | "replied_before" if of["sequence_id"]:
                return self._closed_list(kind, of["sequence_id"], filters, now)
        return None

    def _exactly(self, of, *names):
        return Domain.AND(Domain(name, "=", of[name]) for name in names if of[name])

    def _answered_list(self, filters, day, is_until_now):
        """:param day: on which day the week begins, None for this week"""
        weeks = self._weeks(fields.Datetime.now())
        week = next((week for week in weeks if week.day == day), None) if day else weeks[-1]
        if not week:
            words = self.env._("None of the weeks on the dashboard begins on %s.", format_date(self.env, day))
            raise UserError(words)
        ends_at = week.cut_at if is_until_now else week.ends_at
        ids = self._find_answers(week.begins_at, ends_at, self._of_team_in_report(filters))
        if week == weeks[-1]:
            title = self.env._("Answered this week")
        else:
            title = self.env._("Answered in the week of %s", format_date(self.env, week.day))
        return title, Domain("id", "in", ids)

    def _closed_list(self, kind, sequence_id, filters, now):
        is_before, is_replied = kind.endswith("_before"), kind.startswith("replied")
        weeks = range(COMPARED_WEEKS, 2 * COMPARED_WEEKS) if is_before else range(COMPARED_WEEKS)
        domain = Domain("sequence_id", "=", sequence_id) & self._of_team_in_report(filters)
        ids = self._closed_people(domain, weeks, "replied_closed" if is_replied else "closed", now)
        title = self.env._("Answered, of closed people") if is_replied else self.env._("Closed people")
        return title, Domain("id", "in", ids)

    def _touch_action(self, kind, filters, of, other_than_step_ids, is_nobodys):
        domain = self._waiting_domain(filters)
        if kind == "overdue":
            domain &= self._overdue_domain()
        if of["user_id"] or is_nobodys:
            domain &= Domain("activity_user_id", "=", of["user_id"] or False)
        if of["step_id"]:
            domain &= Domain("step_id", "=", of["step_id"])
        if other_than_step_ids:
            domain &= Domain("step_id", "not in", other_than_step_ids)
        if self._has_unseen(domain, of["user_id"]):
            # Of these people a list would tell the names; *My day* does not.
            return self.env["ir.actions.actions"]._for_xml_id("sales_sequence.sales_sequence_day_action")
        action = self.env["ir.actions.act_window"]._for_xml_id("sales_sequence.sales_sequence_touch_action")
        title = self.env._("Tasks overdue") if kind == "overdue" else self.env._("Tasks due")
        return dict(action, name=title, domain=list(domain), context={})

    def _has_unseen(self, domain, user_id):
        """Whether it is about the user's own tasks, and some of them are about people whom the user may not see."""
        is_own = user_id == self.env.uid or not self._sees_all()
        return is_own and bool(self.env["sales.sequence.day.queue"]._unseen_touches().filtered_domain(domain))
