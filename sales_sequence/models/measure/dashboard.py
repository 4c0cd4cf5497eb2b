from collections.abc import Mapping

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.texts import quoted
from ...tools.weeks import weeks_until
from ..base.arguments import ID, TEXT, VALUES, checked
from .facts import OK

# This week, and those that it is compared with.
WEEKS = 9


def FILTERS(env, name, value):  # noqa: N802 (read as a kind, as those of `arguments`)
    """What the dashboard is narrowed down by: a dict that may have ``team_id``."""
    if value is None or value is False:
        return {}
    if not isinstance(value, Mapping) or value.keys() - {"team_id"}:
        raise UserError(
            env._(
                "“%(name)s” must be a dictionary that has nothing but team_id, not %(value)s.",
                name=name,
                value=quoted(value),
            )
        )
    team_id = ID(env, "team_id", value.get("team_id"))
    return {"team_id": team_id} if team_id else {}


class SalesSequenceDashboard(models.AbstractModel):
    """What a manager looks at once a day: how many people are in sequences, how many answer, who waits for whom, what
    is ahead, and which sequence answers less than it did.

    Everything is counted under the reader's own rights, in the active companies, so that each number opens exactly the
    records that it counts (`action_open`). Whoever is no manager sees of tasks and workload only their own.

    Its parts, each in a file of this folder:

    ``dashboard_people``   who is in sequences, and who has answered
    ``dashboard_rates``    what the live sequences have earned, and whether that has changed
    ``dashboard_waiting``  who waits for whom, for which step
    ``dashboard_lists``    the records behind each number
    """

    _name = "sales.sequence.dashboard"
    _inherit = [
        "sales.sequence.dashboard.people",
        "sales.sequence.dashboard.rates",
        "sales.sequence.dashboard.waiting",
        "sales.sequence.dashboard.lists",
    ]
    _description = "Sequences Dashboard"

    @api.readonly
    @checked(filters=FILTERS)
    @api.model
    def get_dashboard(self, filters=None):
        """Everything that the dashboard shows, but for the status of the system (`get_status`).

        :param filters: dict that may have ``team_id``: the id of a sales team
        :return: dict, see `docs/api.md`
        :raises AccessError: the user is none of Sales Sequences
        """
        self._check_reads_here()
        filters = filters or {}
        now = fields.Datetime.now()
        weeks = self._weeks(now)
        waiting = self._waiting(filters)
        return {
            "today": fields.Date.to_string(fields.Date.context_today(self)),
            "now": fields.Datetime.to_string(now),
            "closed_days": self.env["sales.sequence.report"]._closed_days(),
            "sees_all": self._sees_all(),
            "teams": self._teams(),
            "active": self._active(filters, weeks[-1]),
            "answered": self._answered(filters, weeks),
            "waiting": waiting,
            "workload": self._workload(filters),
            "sequences": self._live_sequences(filters, now),
        }

    @api.readonly
    @checked()
    @api.model
    def get_status(self):
        """How the engine is doing, in a line. Apart from the rest, as it takes longer and not everybody may know.

        :return: ``{"status": "ok" | "warning" | "critical", "words", "more"}``: the first thing that is wrong, empty
            if nothing is, and how many others there are; False where the user is no manager of Sales Sequences
        :raises AccessError: the user is none of Sales Sequences
        """
        self._check_reads_here()
        Health = self.env["sales.sequence.health"]
        if not Health._may_read():
            return False
        health = Health.check()
        # The worst first, though a link of the chain before it may need attention, too.
        broken = [row for row in health["links"] if row["status"] == health["status"] != OK]
        words = broken[0]["message"].partition("\n")[0] if broken else ""
        return {"status": health["status"], "words": words, "more": max(0, len(health["problems"]) - 1)}

    @api.readonly
    @checked(name=TEXT, filters=FILTERS, of=VALUES)
    @api.model
    def action_open(self, name, filters=None, of=None):
        """The list of exactly the records that a number of the dashboard counts.

        :param name: which number, see `docs/api.md`
        :param filters: as for `get_dashboard`
        :param of: whose number: a dict with some of ``sequence_id``, ``step_id``, ``user_id`` (False: tasks of nobody),
            ``other_than_step_ids`` (the steps that have a column of their own), ``week`` (the day on which it begins)
            and ``until_now`` (only as far into it as the present week is)
        :return: an action
        :raises UserError: there is no such number
        :raises AccessError: the user is none of Sales Sequences
        """
        self._check_reads_here()
        return self._action_of(name, filters or {}, of or {})

    # ------------------------------------------------------------------

    def _check_reads_here(self):
        if not self.env.user.has_group("sales_sequence.group_sales_sequence_user"):
            raise AccessError(self.env._("Only users of Sales Sequences have this dashboard."))

    def _sees_all(self):
        """Whether the user looks after what others do. Channel managers do, for partners."""
        return self.env.user.has_group("sales_sequence.group_sales_sequence_channel_manager")

    def _weeks(self, now):
        """This week and those before it, in the zone and with the first weekday of the reader."""
        lang = self.env["res.lang"]._get_data(code=self.env.user.lang or "en_US")
        return weeks_until(now, str(self.env.tz), int(lang.week_start), WEEKS)

    def _teams(self):
        teams = self.env["crm.team"].search_fetch([("company_id", "in", [*self.env.companies.ids, False])], ["name"])
        return [{"id": team.id, "name": team.name} for team in teams]

    def _workload(self, filters):
        """Tasks and emails of the next working days; of whoever is no manager only their own."""
        Workload = self.env["sales.sequence.workload"]
        if not self._sees_all():
            return Workload.get_workload([self.env.uid])
        members = self.env["crm.team"].browse(filters.get("team_id")).sudo().member_ids
        return Workload.get_workload(members.ids if filters else None)
