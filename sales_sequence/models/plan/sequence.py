from odoo import api, fields, models, tools
from odoo.exceptions import UserError, ValidationError

from ...tools import schedule
from ..base.arguments import VALUES, checked
from ..base.states import LIVE_STATES

PURPOSES = [
    ("outbound", "Outbound"),
    ("inbound", "Inbound"),
    ("onboarding", "Onboarding"),
    ("re_engagement", "Re-engagement"),
    ("product_launch", "Product launch"),
    ("event", "Event"),
    ("upsell", "Upsell"),
    ("enablement", "Enablement"),
]
LIFECYCLES = [
    ("recruit", "Recruit"),
    ("onboard", "Onboard"),
    ("enable", "Enable"),
    ("sell", "Sell"),
    ("accelerate", "Accelerate"),
]


class SalesSequence(models.Model):
    """The plan: for whom, why, when it may run, what stops it.

    States, and who moves them:

    ``draft``
        Being written. Nobody can be enrolled. `action_publish` checks every step and
        moves it on.
    ``live``
        Takes enrollments. Editing it in place reaches exactly the people who have not
        yet been at the edited step.
    ``closed``
        Takes no new enrollments; those in flight finish. `action_close` closes,
        `action_publish` opens it again.

    Invariant: a live sequence has no `problem`, that is, every step can be executed.
    """

    _name = "sales.sequence"
    _inherit = ["sales.sequence.limits", "sales.sequence.references", "mail.thread"]
    _description = "Sales Sequence"
    _order = "name, id"
    _check_company_auto = True
    _whole_texts = ("enroll_domain", "goal_domain")

    name = fields.Char(required=True, translate=True, tracking=True)
    active = fields.Boolean(default=True)
    state = fields.Selection(
        [("draft", "Draft"), ("live", "Live"), ("closed", "Closed")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        help="Draft: being written. Live: takes enrollments. Closed: no new enrollments, those in flight finish.",
    )
    target = fields.Selection(
        [("lead", "Leads and opportunities"), ("partner", "Partners")],
        string="For",
        default="lead",
        required=True,
    )
    purpose = fields.Selection(PURPOSES, default="outbound", required=True)
    lifecycle = fields.Selection(
        LIFECYCLES,
        string="Partner lifecycle",
        help="The stage of the partner relationship that this sequence serves.",
    )
    goal = fields.Char(translate=True, help="What this sequence wants to reach, in words.")
    goal_domain = fields.Char(
        help="A target that matches has reached the goal: its enrollment stops.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Owner",
        default=lambda self: self.env.user,
        tracking=True,
        index=True,
        help="Sends for targets that have no salesperson, and hears of problems.",
    )
    team_id = fields.Many2one("crm.team", string="Sales team", check_company=True, index="btree_not_null")
    company_id = fields.Many2one(
        "res.company",
        index="btree_not_null",
        help="Only targets of this company can be enrolled. Empty: any company.",
    )
    step_ids = fields.One2many("sales.sequence.step", "sequence_id", string="Steps", copy=True)

    # When it may run
    calendar_id = fields.Many2one(
        "resource.calendar",
        string="Working days",
        check_company=True,
        help="Its weekdays and its public holidays. Empty: the company's calendar.",
    )
    window_start = fields.Float(string="From", default=9.0, required=True)
    window_end = fields.Float(string="To", default=17.0, required=True)
    window_tz = fields.Selection(
        [
            ("contact", "The contact's time zone"),
            ("owner", "The sender's time zone"),
            ("company", "The company's time zone"),
        ],
        string="Hours are in",
        default="contact",
        required=True,
    )

    # What stops it. Reply, bounce and opt-out always do.
    stop_on_meeting = fields.Boolean(string="Stop on a meeting", default=True)
    stop_on_won_lost = fields.Boolean(string="Stop on won or lost", default=True)
    account_policy = fields.Selection(
        [
            ("none", "Go on with the others"),
            ("pause", "Pause the others"),
            ("stop", "Stop the others"),
        ],
        string="When one person of a company answers",
        default="none",
        required=True,
    )
    auto_reply_hold_days = fields.Integer(
        string="Hold after an automatic reply",
        default=5,
        required=True,
        help="Business days to wait when an out-of-office does not say when the person is back.",
    )

    # Who gets in
    enroll_domain = fields.Char(string="Audience", help="Only matching targets can be enrolled. Empty: everybody.")
    auto_enroll = fields.Boolean(string="Enroll new matches by itself")
    reenroll_policy = fields.Selection(
        [("never", "Never again"), ("after", "Again after some days")],
        string="Somebody who was in it before",
        default="never",
        required=True,
    )
    reenroll_days = fields.Integer(string="Days before enrolling again", default=90)
    max_new_per_day = fields.Integer(
        string="New enrollments a day",
        default=0,
        help="More people than this start on the following working days. 0: no limit.",
    )

    previous_version_id = fields.Many2one(
        "sales.sequence", check_company=True, readonly=True, copy=False, index="btree_not_null"
    )
    problem = fields.Text(
        compute="_compute_problem",
        help="Why this sequence cannot be published. Empty when it can.",
    )
    enrollment_ids = fields.One2many("sales.sequence.enrollment", "sequence_id", string="Enrollments")
    enrollment_count = fields.Integer(compute="_compute_enrollment_counts", compute_sudo=True)
    live_enrollment_count = fields.Integer(
        string="In flight",
        compute="_compute_enrollment_counts",
        compute_sudo=True,
        help="People who run through this sequence or are paused in it: "
        "an edit reaches those who have not been at the edited step.",
    )
    replied_count = fields.Integer(string="Replies", compute="_compute_enrollment_counts", compute_sudo=True)
    reply_rate = fields.Float(
        compute="_compute_enrollment_counts", compute_sudo=True, help="Enrollments that brought a reply, of all."
    )
    step_count = fields.Integer(compute="_compute_step_count")
    duration_days = fields.Integer(string="Days", compute="_compute_step_count", help="Day number of the last step.")

    _check_window = models.Constraint(
        "CHECK(window_start >= 0 AND window_start < 24 AND window_end > 0 AND window_end <= 24 "
        "AND window_start <> window_end)",
        "The hours must lie between 0:00 and 24:00, and the window must not be empty.",
    )
    _check_hold_days = models.Constraint(
        "CHECK(auto_reply_hold_days >= 0)", "The days to hold after an automatic reply cannot be negative."
    )
    _check_limits = models.Constraint(
        "CHECK(max_new_per_day >= 0 AND reenroll_days >= 0)", "Limits and days cannot be negative."
    )

    # ------------------------------------------------------------------
    # Computed fields
    # ------------------------------------------------------------------

    @api.depends("step_ids.active", "step_ids.problem")
    def _compute_problem(self):
        for sequence in self:
            steps = sequence.step_ids.filtered("active")
            problems = [problem for problem in steps.mapped("problem") if problem]
            if not steps:
                problems = [self.env._("It has no steps. Add at least one.")]
            sequence.problem = "\n".join(problems) or False

    @api.depends_context("allowed_company_ids", "uid")
    def _compute_enrollment_counts(self):
        """All of the user's companies, colleagues' too: a rate of one's own few says nothing of a wording. A sequence
        that companies share tells none of them of the others."""
        groups = self.env["sales.sequence.enrollment"]._read_group(
            [("sequence_id", "in", self.ids), ("company_id", "in", self.env.companies.ids)],
            ["sequence_id", "state"],
            ["__count", "replied_at:count"],
        )
        rows = {sequence: [0, 0, 0] for sequence in self}
        for sequence, state, count, replied in groups:
            row = rows[sequence]
            row[0] += count
            row[1] += count if state in LIVE_STATES else 0
            row[2] += replied
        for sequence in self:
            total, live, replied = rows.get(sequence) or rows.get(sequence._origin) or (0, 0, 0)
            sequence.enrollment_count = total
            sequence.live_enrollment_count = live
            sequence.replied_count = replied
            sequence.reply_rate = replied / total if total else 0.0

    @api.depends("step_ids.active", "step_ids.day_number")
    def _compute_step_count(self):
        for sequence in self:
            steps = sequence.step_ids.filtered("active")
            sequence.step_count = len(steps)
            sequence.duration_days = max(steps.mapped("day_number"), default=0)

    @api.constrains("state", "step_ids")
    def _check_live_is_executable(self):
        for sequence in self:
            if sequence.state == "live" and sequence.problem:
                raise ValidationError(sequence._problem_message())

    @api.constrains("target")
    def _check_target_of_enrolled(self):
        for sequence in self:
            field_name = sequence._enrollment_field_name()
            if (
                self.env["sales.sequence.enrollment"]
                .sudo()
                .search_count([("sequence_id", "=", sequence.id), (field_name, "=", False)], limit=1)
            ):
                raise ValidationError(
                    self.env._(
                        "“%s” has been used already: make a new version to enroll another kind of record.",
                        sequence.name,
                    )
                )

    # ------------------------------------------------------------------
    # Verbs
    # ------------------------------------------------------------------

    @checked()
    def action_publish(self):
        """Open for enrollments. `UserError` names each step that cannot be executed."""
        for sequence in self:
            if sequence.problem:
                raise UserError(sequence._problem_message())
        self.state = "live"
        return True

    @checked()
    def action_close(self):
        """Take no new enrollments; those in flight finish."""
        self.state = "closed"
        return True

    @checked(one=True)
    def action_new_version(self):
        """Copy this sequence as a draft to edit; publishing the copy closes this one.

        Those in flight finish on the old version. Returns the action that opens the copy.
        """
        version = self.copy({"name": self.name, "previous_version_id": self.id})
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": version.id,
            "views": [(False, "form")],
        }

    @checked(one=True)
    def action_view_enrollments(self):
        """Open the enrollments of this sequence."""
        action = self.env["ir.actions.act_window"]._for_xml_id("sales_sequence.sales_sequence_enrollment_action")
        return dict(action, domain=[("sequence_id", "=", self.id)], context={"search_default_live": 1})

    @checked(vals=VALUES)
    def write(self, vals):
        """A version that goes live takes over: the one before it takes no new enrollments."""
        result = super().write(vals)
        if vals.get("state") == "live":
            self.previous_version_id.filtered(lambda sequence: sequence.state == "live").action_close()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        # Of any company: what `enrollment_count` does not tell counts here.
        Enrollment = self.env["sales.sequence.enrollment"].sudo()
        used = self.filtered(lambda sequence: Enrollment.search_count([("sequence_id", "=", sequence.id)], limit=1))
        if used:
            raise UserError(
                self.env._(
                    "%s cannot be deleted: people have been enrolled and their history would be lost. "
                    "Close or archive it instead.",
                    ", ".join(used.mapped("name")),
                )
            )

    def copy_data(self, default=None):
        """Name the copy as Odoo does, unless a name is given (a new version keeps its name)."""
        values_list = super().copy_data(default)
        if "name" not in (default or {}):
            for sequence, values in zip(self, values_list, strict=True):
                values["name"] = self.env._("%s (copy)", sequence.name)
        return values_list

    # ------------------------------------------------------------------
    # What the engine asks
    # ------------------------------------------------------------------

    @api.model
    @tools.ormcache()
    def _target_models(self):
        """``{value of the field target: (model name, enrollment's field name)}``.

        Every model that inherits `sales.sequence.target` is in it.
        """
        return {
            model._sequence_target: (name, model._sequence_enrollment_field)
            for name, model in self.env.items()
            if getattr(model, "_sequence_target", None)
        }

    def _target_model_name(self):
        self.ensure_one()
        return self._target_models()[self.target][0]

    def _enrollment_field_name(self):
        self.ensure_one()
        return self._target_models()[self.target][1]

    def _problem_message(self):
        self.ensure_one()
        return self.env._("“%(sequence)s” cannot be published:\n%(problem)s", sequence=self.name, problem=self.problem)

    def _first_step(self):
        self.ensure_one()
        return self.step_ids.filtered("active").sorted(lambda step: (step.position, step.id))[:1]

    def _first_email_steps(self):
        """The first email step of each of these sequences."""
        steps = self.step_ids.filtered(lambda step: step.active and step.channel == "email")
        first = {}
        for step in steps.sorted(lambda step: (step.position, step.id), reverse=True):
            first[step.sequence_id] = step.id
        return steps.browse(first.values())

    def _get_calendar(self, company):
        self.ensure_one()
        return self.calendar_id or self.company_id.resource_calendar_id or company.resource_calendar_id

    def _get_zone(self, target, user, company):
        """IANA name of the zone in which this sequence's hours count for a target: by choice
        the contact's, else the sender's, else the company's, else UTC."""
        self.ensure_one()
        zone = None
        if self.window_tz == "contact":
            zone = target._sequence_time_zone()
        if not zone and self.window_tz != "company":
            zone = user.tz
        return zone or company.resource_calendar_id.tz or company.partner_id.tz or "UTC"

    def _get_working_times(self, company, zones, known_times=None):
        """``{zone name: schedule.WorkingTime}``: this sequence's window on its calendar's days.

        :param company: the enrollments' company, whose calendar and public holidays count
        :param zones: iterable of IANA zone names
        :param known_times: dict that keeps what was looked up, for a caller that asks again; its own keys are ours
        Three queries whatever the number of zones.
        """
        self.ensure_one()
        known_times = {} if known_times is None else known_times
        working_time = known_times.get((self.id, company.id))
        if not working_time:
            # The calendar may be one that the user cannot read.
            calendar = self._get_calendar(company).sudo()
            working_time = known_times[self.id, company.id] = schedule.WorkingTime(
                zone="UTC",
                window_start=self.window_start,
                window_end=self.window_end,
                weekdays=calendar._sales_sequence_weekdays(),
                leaves=calendar._sales_sequence_leaves(company),
            )
        return {zone: working_time.in_zone(zone) for zone in set(zones)}
