import json

import pytz

from odoo import api, fields, models
from odoo.tools import SQL

from ...tools.own_context import passed_on
from ..enrollment.enrollment import EXIT_REASONS
from ..enrollment.touch import TOUCH_STATES
from ..plan.sequence import LIFECYCLES, PURPOSES
from ..plan.step import CHANNELS
from .ledger import LEDGER, Asked
from .metrics import METRICS

WEEKDAYS = [
    ("1", "Monday"),
    ("2", "Tuesday"),
    ("3", "Wednesday"),
    ("4", "Thursday"),
    ("5", "Friday"),
    ("6", "Saturday"),
    ("7", "Sunday"),
]


class SalesSequenceReport(models.Model):
    """One row per touch, and what the person did after it: what every figure is counted from.

    Its measures count people, not rows, as docs/metrics.md says: they have one aggregate each, whichever function is
    asked for, and are counted anew in each group. A row by itself has the values of a group of its own.

    The clock of each group starts with the first email of that group. Weekdays, hours and weeks are on the reader's
    clock, money in the currency of the reader's company.

    Its parts, each in a file of this folder:

    ``ledger``    the rows, in SQL
    ``metrics``   what each measure is: its one home
    ``people``    the two levels of counting, for everybody in this room
    ``grouping``  pivots, graphs and grouped lists
    ``opening``   the records behind a number
    """

    _name = "sales.sequence.report"
    _inherit = ["sales.sequence.report.grouping", "sales.sequence.report.opening", "sales.sequence.references"]
    _description = "Sequence Analysis"
    _auto = False
    _order = "done_at desc, id desc"
    _rec_name = "touch_id"

    touch_id = fields.Many2one("sales.sequence.touch", string="Step taken", readonly=True)
    enrollment_id = fields.Many2one("sales.sequence.enrollment", readonly=True)
    sequence_id = fields.Many2one("sales.sequence", readonly=True)
    first_version_id = fields.Many2one("sales.sequence", string="Sequence, all versions", readonly=True)
    version_number = fields.Integer(string="Version", aggregator=None, readonly=True)
    purpose = fields.Selection(PURPOSES, readonly=True)
    lifecycle = fields.Selection(LIFECYCLES, string="Partner lifecycle", readonly=True)
    step_id = fields.Many2one("sales.sequence.step", readonly=True)
    position = fields.Integer(string="Position of the step", aggregator=None, readonly=True)
    variant_id = fields.Many2one("sales.sequence.step.variant", readonly=True)
    channel = fields.Selection(CHANNELS, readonly=True)
    state = fields.Selection(TOUCH_STATES, readonly=True)
    outcome_id = fields.Many2one("sales.sequence.outcome", readonly=True)
    user_id = fields.Many2one("res.users", string="Sender", readonly=True)
    # The rules of the report ask for it.
    enrollment_user_id = fields.Many2one("res.users", string="Sender now", readonly=True)
    team_id = fields.Many2one("crm.team", string="Sales team", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    country_id = fields.Many2one("res.country", readonly=True)
    lang = fields.Selection(lambda self: self.env["res.lang"].get_installed(), string="Language", readonly=True)
    exit_reason = fields.Selection(EXIT_REASONS, string="Ended because", readonly=True)
    target = fields.Selection(
        selection=lambda self: self.env["sales.sequence"]._fields["target"]._description_selection(self.env),
        string="Kind of record",
        readonly=True,
    )
    lead_id = fields.Many2one("crm.lead", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Contact", readonly=True)
    done_at = fields.Datetime(string="Sent or done", readonly=True)
    sent_at = fields.Datetime(string="Email left", readonly=True)
    weekday = fields.Selection(WEEKDAYS, readonly=True, help="When it was sent, in your time zone.")
    hour = fields.Integer(aggregator=None, readonly=True, help="When it was sent, in your time zone.")
    late = fields.Boolean(
        string="Done late", readonly=True, help="A task that was done at least one business day after it was due."
    )
    currency_id = fields.Many2one("res.currency", readonly=True)

    people = fields.Integer(compute="_compute_measures", aggregator="sum")
    emailed = fields.Integer(
        compute="_compute_measures", aggregator="sum", help="People to whom at least one email left."
    )
    reached = fields.Integer(
        compute="_compute_measures",
        aggregator="sum",
        help="Emailed people of whose emails at least one did not bounce.",
    )
    closed = fields.Integer(
        compute="_compute_measures",
        aggregator="sum",
        help="Reached people whose first email left long enough ago (see Settings). Rates are about them.",
    )
    open = fields.Integer(
        compute="_compute_measures",
        aggregator="sum",
        help="Reached people whose first email left only lately. They are in no rate yet.",
    )
    replied = fields.Integer(
        string="Answered, open included",
        compute="_compute_measures",
        aggregator="sum",
        help="Reached people who have answered. Answers by machines do not count.",
    )
    replied_closed = fields.Integer(
        string="Answered",
        compute="_compute_measures",
        aggregator="sum",
        help="Closed people who answered in time (so many days after the first email, see Settings).",
    )
    reply_rate = fields.Float(
        string="Answer rate",
        compute="_compute_measures",
        aggregator="avg",
        digits=(16, 4),
        help="Answered, of the closed people.",
    )
    meetings = fields.Integer(
        compute="_compute_measures", aggregator="sum", help="Closed people who agreed on a meeting in time."
    )
    meeting_rate = fields.Float(
        compute="_compute_measures", aggregator="avg", digits=(16, 4), help="Meetings, of the closed people."
    )
    goals = fields.Integer(
        string="Goals reached",
        compute="_compute_measures",
        aggregator="sum",
        help="Closed people who reached the goal of the sequence in time.",
    )
    won = fields.Integer(
        compute="_compute_measures",
        aggregator="sum",
        help="Closed people whose lead is won by now, however long it took.",
    )
    revenue = fields.Monetary(
        string="Revenue won",
        compute="_compute_measures",
        aggregator="sum",
        help="Expected revenue of the won leads of closed people, each counted once, for the last step before it.",
    )
    opted_out = fields.Integer(
        compute="_compute_measures", aggregator="sum", help="Closed people who opted out in time."
    )
    opt_out_rate = fields.Float(
        string="Opt-out rate",
        compute="_compute_measures",
        aggregator="avg",
        digits=(16, 4),
        help="Opted out, of the closed people.",
    )
    bounced = fields.Integer(
        compute="_compute_measures", aggregator="sum", help="Emailed people of whose emails at least one bounced."
    )
    bounce_rate = fields.Float(
        compute="_compute_measures", aggregator="avg", digits=(16, 4), help="Bounced, of the emailed people."
    )
    complaints = fields.Integer(
        compute="_compute_measures", aggregator="sum", help="Emailed people who marked an email as spam."
    )
    auto_replied = fields.Integer(
        string="Auto-replies",
        compute="_compute_measures",
        aggregator="sum",
        help="Reached people whose machine answered. They count as reached, and not as answered.",
    )
    clicked = fields.Integer(compute="_compute_measures", aggregator="sum", help="Reached people who opened a link.")
    median_days = fields.Float(
        string="Median days to answer",
        compute="_compute_measures",
        aggregator="avg",
        digits=(16, 1),
        help="From the first email to the answer, of the closed people who answered in time.",
    )
    touches = fields.Integer(
        string="Steps done",
        compute="_compute_measures",
        aggregator="sum",
        help="Emails that left, and tasks and actions that were done.",
    )
    tasks_done = fields.Integer(
        compute="_compute_measures", aggregator="sum", help="Calls, LinkedIn tasks and to-dos that were done."
    )
    tasks_late = fields.Integer(
        string="Tasks done late",
        compute="_compute_measures",
        aggregator="sum",
        help="Of the tasks done, those that were done at least one business day after they were due.",
    )
    tasks_overdue = fields.Integer(
        compute="_compute_measures",
        aggregator="sum",
        help="Calls, LinkedIn tasks and to-dos that are still open at least one business day after they were due.",
    )
    tasks_skipped = fields.Integer(compute="_compute_measures", aggregator="sum", help="Tasks that nobody did.")

    @property
    def _table_query(self):
        zone = self.env.context.get("tz") or self.env.user.tz
        asked = passed_on(self.env, "sales_sequence_asked", Asked)
        return SQL(
            LEDGER,
            of_sequences=SQL(
                "told.enrollment_id IN (SELECT id FROM sales_sequence_enrollment WHERE sequence_id IN %s)",
                asked.sequence_ids,
            )
            if asked
            else SQL("TRUE"),
            now=fields.Datetime.now(),
            zone=zone if zone in pytz.all_timezones_set else "UTC",
            currency_id=self.env.company.currency_id.id,
            rates=json.dumps(self._currency_rates()),
        )

    @api.model
    def _currency_rates(self):
        """``{company id: factor}`` from the currencies of the active companies to the one of the reader's."""
        ours, today = self.env.company, fields.Date.context_today(self)
        return {
            company.id: company.currency_id._get_conversion_rate(company.currency_id, ours.currency_id, ours, today)
            for company in self.env.companies
            if company.currency_id != ours.currency_id
        }

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_measures(self):
        """Each row as a group of its own."""
        names = [name for name in METRICS if name in self._fields]
        found = {row["group"][0]: row for row in self._measures([("id", "in", self.ids)], ["touch_id"], names)}
        for row in self:
            values = found.get(row.touch_id, {})
            for name in names:
                row[name] = values.get(name) or 0
