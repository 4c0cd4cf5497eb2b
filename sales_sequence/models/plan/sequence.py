from odoo import api, fields, models, tools
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..base.arguments import VALUES, VALUES_LIST, checked
from .blanks import SEQUENCE_TEXTS

PURPOSES = [
    ("outbound", "Outbound"),
    ("inbound", "Inbound"),
    ("onboarding", "Onboarding"),
    ("re_engagement", "Re-engagement"),
    ("product_launch", "Product launch"),
    ("event", "Event"),
    ("upsell", "Upsell"),
    ("enablement", "Enablement"),
    ("trade_show", "Trade show"),
    ("trial", "Trial"),
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

    Its parts are the files beside this one:

    `filters`
        who may enter and what is its goal, as far as whoever wrote the filter may see
    `timing`
        working days, hours and time zones
    `versions`
        a copy that takes over new enrollments
    `gallery`, `gallery_use`, `gallery_screen`
        the library of sequences to copy from, how that is done, and how it is shown
    `blanks`
        what a text from the library has left to fill in
    `reference_date`
        the date that steps can be counted from
    `review`
        when somebody last looked at it as a whole
    `share`, `share_import`
        a sequence as a file, to hand it to somebody else
    `click_tracking`
        whether the clicks on the links of its emails are counted
    `rights`
        who may let whom send
    `sequence_screen`
        what only the screens ask for

    `step` and `variant` are what it consists of. The ways in (`enroll`, the audience) and the numbers of its
    enrollments are added in `enroll/`.

    States, and who moves them:

    ``draft``
        Being written. Nobody can be enrolled. `action_publish` checks every step and moves it on.
    ``live``
        Takes enrollments. Editing it in place reaches exactly the people who have not yet been at the edited step.
    ``closed``
        Takes no new enrollments; its active people finish. `action_close` closes, `action_publish` opens it again.

    Invariant: a live sequence has no `problem`, that is, every step can be executed.
    """

    _name = "sales.sequence"
    _inherit = [
        "sales.sequence.filters",
        "sales.sequence.timing",
        "sales.sequence.gallery",
        "sales.sequence.gallery.use",
        "sales.sequence.gallery.screen",
        "sales.sequence.blanks",
        "sales.sequence.reference.date",
        "sales.sequence.review",
        "sales.sequence.share",
        "sales.sequence.share.import",
        "sales.sequence.click.tracking",
        "sales.sequence.rights",
        "sales.sequence.screen",
        "sales.sequence.limits",
        "sales.sequence.references",
        # After the references, which hide the name that this one gives.
        "sales.sequence.versions",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _description = "Sales Sequence"
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True, tracking=True)
    active = fields.Boolean(default=True)
    state = fields.Selection(
        [("draft", "Draft"), ("live", "Live"), ("closed", "Closed")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        help="Draft: being written. Live: takes enrollments. Closed: no new enrollments, active people finish.",
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
    goal = fields.Char(translate=True, help="What this sequence is meant to achieve, in words.")
    tag_ids = fields.Many2many("sales.sequence.tag", string="Tags")
    user_id = fields.Many2one(
        "res.users",
        string="Owner",
        default=lambda self: self.env.user,
        tracking=True,
        index=True,
        help="Sends for leads and partners without a salesperson, and is told of problems.",
    )
    team_id = fields.Many2one("crm.team", string="Sales team", check_company=True, index="btree_not_null")
    company_id = fields.Many2one(
        "res.company",
        index="btree_not_null",
        help="Only records of this company can be enrolled. Empty: any company.",
    )
    step_ids = fields.One2many("sales.sequence.step", "sequence_id", string="Steps", copy=True)

    # What stops it. Reply, bounce and opt-out always do.
    stop_on_meeting = fields.Boolean(string="Stop on a meeting", default=True)
    stop_on_won_lost = fields.Boolean(string="Stop on won or lost", default=True)
    account_policy = fields.Selection(
        [
            ("none", "Continue with the others"),
            ("pause", "Pause the others"),
            ("stop", "Stop the others"),
        ],
        string="When one person of a company answers",
        default="none",
        required=True,
    )
    auto_reply_hold_days = fields.Integer(
        string="Pause after an auto-reply",
        default=5,
        required=True,
        aggregator=None,
        help="Business days to wait if the auto-reply does not say when the person is back.",
    )

    # What follows an answer: done by `inbox/follow_up.py`, after the transaction of the mail
    answer_todo = fields.Boolean(
        string="To-do for each answer",
        default=True,
        help="The salesperson gets a to-do, so that nobody who answers is forgotten.",
    )
    answer_stage_id = fields.Many2one(
        "crm.stage",
        string="When somebody answers, move to",
        ondelete="set null",
        help="The stage to which a lead or opportunity moves, unless it is there or further already.",
    )

    # What happens to its people when their salesperson changes or is away: done by `inbox/staff.py`
    owner_change_policy = fields.Selection(
        [
            ("keep", "Keep the sender"),
            ("hand_over", "Hand over if not emailed yet"),
            ("pause", "Pause"),
        ],
        string="When the salesperson changes",
        default="keep",
        required=True,
        help="People who have had an email keep their sender: a thread has one. Open calls and to-dos go to the new "
        "salesperson, unless the enrollment pauses. Also applies when the sender is deactivated: then those who are "
        "not handed over are paused.",
    )
    absence_policy = fields.Selection(
        [
            ("hand_over", "Calls go to a colleague"),
            ("keep", "Calls wait for them"),
            ("pause", "Pause until they are back"),
        ],
        string="When the salesperson is away",
        default="hand_over",
        required=True,
        help="Away: out of office, or on time off. The colleague is the sender if that is somebody else, else the "
        "owner of the sequence. Emails continue, unless the enrollment pauses.",
    )

    # Who gets in
    auto_enroll = fields.Boolean(string="Enroll matches automatically")
    reenroll_policy = fields.Selection(
        [("never", "Never"), ("after", "After some days")],
        string="Re-enrollment",
        default="never",
        required=True,
    )
    reenroll_days = fields.Integer(string="Days until re-enrollment", default=90, aggregator=None)
    max_new_per_day = fields.Integer(
        string="New enrollments per day",
        default=0,
        aggregator=None,
        help="More people than this start on the following working days. 0: no limit.",
    )

    # What comes next
    next_sequence_id = fields.Many2one(
        "sales.sequence",
        string="Next sequence",
        check_company=True,
        ondelete="set null",
        index="btree_not_null",
        domain="[('target', '=', target), ('id', '!=', id), ('in_gallery', '=', in_gallery)]",
        help="Whoever completes all steps, or reaches the goal, enters this sequence a business day later, with the "
        "same sender.",
    )

    problem = fields.Text(
        compute="_compute_problem",
        help="Why this sequence cannot be published. Empty when it can.",
    )
    enrollment_ids = fields.One2many("sales.sequence.enrollment", "sequence_id", string="Enrollments")
    step_count = fields.Integer(compute="_compute_step_count")
    duration_days = fields.Integer(string="Days", compute="_compute_step_count", help="Day number of the last step.")

    _check_hold_days = models.Constraint(
        "CHECK(auto_reply_hold_days >= 0)", "The days to pause after an auto-reply cannot be negative."
    )
    _check_limits = models.Constraint(
        "CHECK(max_new_per_day >= 0 AND reenroll_days >= 0)", "Limits and days cannot be negative."
    )

    # ------------------------------------------------------------------
    # Computed fields
    # ------------------------------------------------------------------

    @api.depends(
        "step_ids.active",
        "step_ids.problem",
        "step_ids.delay_from",
        "date_source",
        "date_at",
        "date_field_id",
        "auto_enroll",
        "target",
        "name",
        "goal",
    )
    def _compute_problem(self):
        left = self._blanks_left(self, SEQUENCE_TEXTS)
        # Of all steps at once: each looks up its texts.
        self.step_ids.filtered("active").mapped("problem")
        for sequence in self:
            steps = sequence.step_ids.filtered("active")
            problems = [
                self.env._("The sequence itself: %s", sentence)
                for sentence in sequence._blanks_in_words(sequence, left.get(sequence.id, ()))
            ]
            problems += [problem for problem in steps.mapped("problem") if problem]
            if not steps:
                problems = [self.env._("It has no steps. Add at least one.")]
            problem_of_dates = sequence._find_problem_of_dates()
            if problem_of_dates:
                problems.append(problem_of_dates)
            sequence.problem = "\n".join(problems) or False

    @api.depends("step_ids.active", "step_ids.day_number")
    def _compute_step_count(self):
        for sequence in self:
            steps = sequence.step_ids.filtered("active")
            sequence.step_count = len(steps)
            sequence.duration_days = max(steps.mapped("day_number"), default=0)

    @api.constrains("state", "step_ids", "date_source", "date_at", "date_field_id", "auto_enroll", *SEQUENCE_TEXTS)
    def _check_live_is_executable(self):
        for sequence in self:
            if sequence.state == "live" and sequence.problem:
                raise ValidationError(sequence._problem_message())

    @api.constrains("next_sequence_id", "target")
    def _check_next_sequence(self):
        for sequence in self.filtered("next_sequence_id"):
            if sequence.next_sequence_id == sequence:
                raise ValidationError(self.env._("“%s” cannot be followed by itself.", sequence._numbered_name()))
            if sequence.next_sequence_id.target != sequence.target:
                raise ValidationError(
                    self.env._(
                        "“%(next)s” is for another kind of record than “%(sequence)s”.",
                        next=sequence.next_sequence_id._numbered_name(),
                        sequence=sequence._numbered_name(),
                    )
                )
            if sequence.next_sequence_id._asks_for_date():
                raise ValidationError(
                    self.env._(
                        "“%(next)s” cannot follow “%(sequence)s” automatically: its steps are counted from a date "
                        "given at "
                        "enrollment, and nobody would give it.",
                        next=sequence.next_sequence_id._numbered_name(),
                        sequence=sequence._numbered_name(),
                    )
                )

    @api.constrains("target")
    def _check_target_of_enrolled(self):
        for sequence in self:
            if sequence._filter_enrolled(Domain(sequence._enrollment_field_name(), "=", False)):
                raise ValidationError(
                    self.env._(
                        "“%s” has already been used: make a new version to enroll another kind of record.",
                        sequence._numbered_name(),
                    )
                )

    # ------------------------------------------------------------------
    # Verbs
    # ------------------------------------------------------------------

    @checked()
    def action_publish(self):
        """Open for enrollments.

        :raises UserError: some steps cannot be executed, have blanks left, or compare variants that say the same; it
            names each of them
        """
        self.filtered("in_gallery")._refuse_to_run()
        for sequence in self:
            if sequence.problem:
                raise UserError(sequence._problem_message())
            sequence._refuse_same_variants()
        self.state = "live"
        return True

    @checked()
    def action_close(self):
        """Take no new enrollments; its active people finish."""
        self.state = "closed"
        return True

    @checked(one=True)
    def action_view_enrollments(self):
        """Open the enrollments of this sequence."""
        action = self.env["ir.actions.act_window"]._for_xml_id("sales_sequence.sales_sequence_enrollment_action")
        context = {"search_default_live": 1, "search_default_in_sequence": 1}
        return dict(action, domain=[("sequence_id", "=", self.id)], context=context)

    @checked(one=True)
    def action_choose_people(self):
        """Open the list of those who match, to select some and enroll them; the dialog then has this sequence."""
        names = {"lead": self.env._("Leads and opportunities"), "partner": self.env._("Contacts")}
        return {
            "type": "ir.actions.act_window",
            "name": names[self.target],
            "res_model": self._target_model_name(),
            "views": [(False, "list"), (False, "form")],
            "domain": self.enroll_domain or [],
            "context": {"default_sequence_id": self.id},
        }

    # ------------------------------------------------------------------
    # Creating, writing, deleting, copying
    # ------------------------------------------------------------------

    @api.model_create_multi
    @checked(vals_list=VALUES_LIST)
    def create(self, vals_list):
        """Refuse a new version of what the user may not write: it will close the one before it."""
        sequences = super().create([self._with_author(vals) for vals in vals_list])
        sequences.previous_version_id.check_access("write")
        return sequences

    @checked(vals=VALUES)
    def write(self, vals):
        """Refuse to move a sequence to where the user may not write, and close the version before one that goes live.

        For what a record refers to, see `sales.sequence.references`.
        """
        with self.with_context(active_test=False).step_ids._describing_own_templates(vals):
            result = super().write(self._with_author(vals))
        if "target" in vals:
            # Odoo checks a write by the rules as they stood before it. Whoever may write sequences for partners must
            # not turn one into a sequence for leads.
            self.check_access("write")
        if "previous_version_id" in vals:
            self.previous_version_id.check_access("write")
        if vals.get("state") == "live":
            self._close_previous_versions()
        return result

    def unlink(self):
        """Delete the email templates that are written in its steps, or that came with an import of the library."""
        steps = self.with_context(active_test=False).step_ids
        templates = self._templates_of_imports().sudo() | steps._own_templates(with_variants=True)
        result = super().unlink()
        self._delete_unused(templates)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        used = self._filter_enrolled()
        if used:
            raise UserError(
                self.env._(
                    "%s cannot be deleted: people have been enrolled and their history would be lost. "
                    "Close or archive it instead.",
                    ", ".join(one._numbered_name() for one in used),
                )
            )

    def _filter_enrolled(self, domain=Domain.TRUE):
        """Those of these sequences with an enrollment that matches."""
        # Also those that the user may not read: of another company, of a colleague.
        found = self.sudo().with_context(active_test=False)
        return self & found.search(Domain("id", "in", self.ids) & Domain("enrollment_ids", "any", domain))

    def copy_data(self, default=None):
        """Name the copy as Odoo does, unless a name is given: a new version keeps its name."""
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
        return self.env._(
            "“%(sequence)s” cannot be published:\n%(problem)s", sequence=self._numbered_name(), problem=self.problem
        )

    def _refuse_same_variants(self):
        refusals = self.step_ids.filtered("active")._in_order()._refusals_to_publish()
        if refusals:
            problem = "\n".join(sentence for sentences in refusals.values() for sentence in sentences)
            raise UserError(
                self.env._(
                    "“%(sequence)s” cannot be published:\n%(problem)s", sequence=self._numbered_name(), problem=problem
                )
            )

    def _first_step(self):
        self.ensure_one()
        return self.step_ids.filtered("active")._in_order()[:1]

    def _sends_emails(self):
        return "email" in self.step_ids.filtered("active").mapped("channel")

    def _first_email_steps(self):
        """The first email step of each of these sequences."""
        steps = self.step_ids.filtered(lambda step: step.active and step.channel == "email")._in_order()
        return steps.browse(of_sequence[0].id for of_sequence in steps.grouped("sequence_id").values())
