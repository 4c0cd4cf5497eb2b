from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools import schedule
from ..base.arguments import VALUES, checked
from ..base.states import LIVE_STATES

MANUAL_CHANNELS = ("call", "linkedin", "todo")


class SalesSequenceStep(models.Model):
    """One touchpoint of the plan: a channel, a delay, a content.

    Steps run in the order of `position`. The delay counts from the actual execution of
    the step before; for a manual step that waits, from its completion.

    Invariant: a step that has reached somebody is never deleted, only archived, so that
    every touch keeps its origin.
    """

    _name = "sales.sequence.step"
    _inherit = ["sales.sequence.limits", "sales.sequence.references", "mail.render.mixin"]
    _description = "Sales Sequence Step"
    _order = "sequence_id, position, id"

    sequence_id = fields.Many2one("sales.sequence", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="sequence_id.company_id")
    target = fields.Selection(related="sequence_id.target")
    sequence_state = fields.Selection(related="sequence_id.state")
    active = fields.Boolean(default=True)
    position = fields.Integer(default=10, required=True, help="Steps run in ascending order.")
    name = fields.Char(required=True, translate=True)
    channel = fields.Selection(
        [
            ("email", "Email"),
            ("call", "Call"),
            ("linkedin", "LinkedIn"),
            ("todo", "To-do"),
            ("action", "Automatic action"),
        ],
        default="email",
        required=True,
    )
    delay = fields.Integer(string="Wait", default=0, required=True, help="After the step before was done.")
    delay_unit = fields.Selection(
        [("hour", "Hours"), ("day", "Days"), ("business_day", "Business days")],
        string="Unit",
        default="business_day",
        required=True,
    )
    day_number = fields.Integer(
        string="Day",
        compute="_compute_day_number",
        help="The day on which this step falls when everything runs as planned from a Monday on.",
    )
    cta = fields.Char(string="Call to action", translate=True, help="What the reader is asked to do.")

    # Email
    mail_template_id = fields.Many2one(
        "mail.template",
        string="Email template",
        ondelete="restrict",
        domain="[('model', '=', target_model)]",
        index="btree_not_null",
    )
    variant_ids = fields.One2many("sales.sequence.step.variant", "step_id", string="Variants", copy=True)
    new_thread = fields.Boolean(
        string="Start a new thread", help="Otherwise the email follows up in the thread of the first one."
    )
    requires_review = fields.Boolean(
        string="Review before sending", help="The email waits as a draft until somebody approves it."
    )

    # Manual
    activity_type_id = fields.Many2one("mail.activity.type", ondelete="restrict", index="btree_not_null")
    summary = fields.Char(translate=True)
    note = fields.Html(
        string="Script",
        translate=True,
        sanitize="email_outgoing",
        render_engine="qweb",
        render_options={"post_process": True},
    )
    wait_for_completion = fields.Boolean(default=True, help="The next step is planned when this one is marked done.")
    max_wait_days = fields.Integer(
        string="Wait at most",
        default=3,
        help="Business days after which an undone step is skipped. 0: wait for ever.",
    )

    # Automatic action
    server_action_id = fields.Many2one(
        "ir.actions.server",
        ondelete="restrict",
        domain="[('model_name', '=', target_model)]",
        index="btree_not_null",
    )

    target_model = fields.Char(compute="_compute_target_model")
    problem = fields.Char(compute="_compute_problem", help="Why this step cannot be executed. Empty when it can.")
    touch_ids = fields.One2many("sales.sequence.touch", "step_id", string="Touches")
    ahead_count = fields.Integer(
        string="Still ahead of",
        compute="_compute_ahead_count",
        compute_sudo=True,
        help="People in flight who have not been at this step: an edit reaches exactly them.",
    )

    _check_delay = models.Constraint("CHECK(delay >= 0)", "A step cannot wait for a negative time.")
    _check_max_wait = models.Constraint("CHECK(max_wait_days >= 0)", "The longest wait cannot be negative.")

    # ------------------------------------------------------------------
    # Computed fields
    # ------------------------------------------------------------------

    @api.depends("sequence_id.target")
    def _compute_target_model(self):
        models_by_target = self.env["sales.sequence"]._target_models()
        for step in self:
            step.target_model = models_by_target.get(step.sequence_id.target, (False, False))[0]

    @api.depends("sequence_id.target")
    def _compute_render_model(self):
        """Scripts are rendered on the target (`mail.render.mixin` asks)."""
        models_by_target = self.env["sales.sequence"]._target_models()
        for step in self:
            step.render_model = models_by_target.get(step.sequence_id.target, (False, False))[0]

    @api.depends(
        "sequence_id.step_ids.position",
        "sequence_id.step_ids.active",
        "sequence_id.step_ids.delay",
        "sequence_id.step_ids.delay_unit",
    )
    def _compute_day_number(self):
        self.day_number = 0
        for sequence in self.sequence_id:
            steps = sequence.step_ids.filtered("active").sorted(lambda step: (step.position, step._origin.id))
            numbers = schedule.day_numbers([(step.delay, step.delay_unit) for step in steps])
            for step, number in zip(steps, numbers, strict=True):
                # A step that was not asked for would be written to, which a mere reader may not do.
                if step in self:
                    step.day_number = number

    @api.depends(
        "name",
        "channel",
        "mail_template_id.model",
        "mail_template_id.subject",
        "mail_template_id.active",
        "variant_ids.mail_template_id.active",
        "activity_type_id.active",
        "server_action_id",
        "target_model",
    )
    def _compute_problem(self):
        for step in self:
            problem = step._find_problem()
            step.problem = (
                self.env._("Step “%(step)s”: %(problem)s", step=step.name or step.position, problem=problem)
                if problem
                else False
            )

    def _find_problem(self):
        self.ensure_one()
        if self.channel == "email":
            return self._find_problem_of_templates()
        if self.channel in MANUAL_CHANNELS:
            if not self.activity_type_id:
                return self.env._("choose the activity type to put into the queue.")
            if not self.activity_type_id.active:
                return self.env._("the activity type “%s” is archived.", self.activity_type_id.name)
        elif self.channel == "action":
            if not self.server_action_id:
                return self.env._("choose the server action to run.")
            if self.server_action_id.sudo().model_name != self.target_model:
                return self.env._("its server action is made for another kind of record.")
        return False

    def _find_problem_of_templates(self):
        templates = self.mail_template_id | self.variant_ids.mail_template_id
        if not templates:
            return self.env._("choose the email template to send.")
        for template in templates:
            if template.model != self.target_model:
                return self.env._("the template “%s” is made for another kind of record.", template.name)
            if not template.active:
                return self.env._("the template “%s” is archived.", template.name)
            if not template.subject:
                return self.env._("the template “%s” has no subject.", template.name)
        return False

    @api.depends_context("allowed_company_ids", "uid")
    def _compute_ahead_count(self):
        """As the numbers of the sequence: of all of the user's companies, and of no other."""
        companies = self.env.companies.ids
        live = self.env["sales.sequence.enrollment"]._read_group(
            [
                ("sequence_id", "in", self.sequence_id.ids),
                ("company_id", "in", companies),
                ("state", "in", LIVE_STATES),
            ],
            ["sequence_id"],
            ["__count"],
        )
        reached = self.env["sales.sequence.touch"]._read_group(
            [
                ("step_id", "in", self.ids),
                ("enrollment_id.company_id", "in", companies),
                ("enrollment_id.state", "in", LIVE_STATES),
            ],
            ["step_id"],
            ["__count"],
        )
        live_counts, reached_counts = dict(live), dict(reached)
        for step in self:
            step.ahead_count = live_counts.get(step.sequence_id, 0) - reached_counts.get(step, 0)

    # ------------------------------------------------------------------
    # Editing
    # ------------------------------------------------------------------

    @api.onchange("channel")
    def _onchange_channel(self):
        """Propose the activity type that Odoo ships for this channel."""
        xmlids = {
            "call": "mail.mail_activity_data_call",
            "todo": "mail.mail_activity_data_todo",
            "linkedin": "mail.mail_activity_data_todo",
        }
        if self.channel in xmlids and not self.activity_type_id:
            self.activity_type_id = self.env.ref(xmlids[self.channel], raise_if_not_found=False)

    @checked(vals=VALUES)
    def write(self, vals):
        """An archived step is behind nobody: those who were about to get it move on."""
        result = super().write(vals)
        if "active" in vals and not vals["active"]:
            self._advance_waiting()
        if vals.keys() & {"channel", "mail_template_id", "activity_type_id", "server_action_id", "active"}:
            self.sequence_id._check_live_is_executable()
        return result

    def unlink(self):
        """Those who were about to get a deleted step move on."""
        self._advance_waiting()
        return super().unlink()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_reached(self):
        reached = self.filtered("touch_ids")
        if reached:
            raise UserError(
                self.env._(
                    "%s cannot be deleted: somebody has been at this step and the history would be lost. "
                    "Archive it instead: those who have not been there will skip it.",
                    ", ".join(reached.mapped("name")),
                )
            )

    def _advance_waiting(self):
        waiting = self.env["sales.sequence.enrollment"].sudo().search([("next_step_id", "in", self.ids)])
        for step, enrollments in waiting.grouped("next_step_id").items():
            enrollments._leave_step(step)

    # ------------------------------------------------------------------
    # What the engine asks
    # ------------------------------------------------------------------

    def _is_manual(self):
        return self.channel in MANUAL_CHANNELS

    def _awaits_review(self, touch):
        """Whether its email is only a draft for now. :param touch: of this step, or nothing"""
        return self.requires_review and not (touch and touch.approved_by_id)

    def _following(self):
        """The active step after this one; empty after the last. An archived step has a
        place in the order too."""
        self.ensure_one()
        return self.sequence_id.step_ids.filtered(
            lambda step: step.active and (step.position, step.id) > (self.position, self.id)
        ).sorted(lambda step: (step.position, step.id))[:1]
