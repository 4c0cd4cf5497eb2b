from itertools import combinations

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import is_html_empty

from ...tools.text_facts import as_read
from ..base.arguments import VALUES, VALUES_LIST, checked
from .blanks import STEP_TEXTS, TEMPLATE_TEXTS

CHANNELS = [
    ("email", "Email"),
    ("call", "Call"),
    ("linkedin", "LinkedIn"),
    ("todo", "To-do"),
    ("action", "Automatic action"),
]
MANUAL_CHANNELS = ("call", "linkedin", "todo")
# Fields by which a step can become one that cannot be executed.
NEEDED_TO_EXECUTE = {
    "channel",
    "mail_template_id",
    "activity_type_id",
    "server_action_id",
    "active",
    "delay_from",
    *STEP_TEXTS,
}


class SalesSequenceStep(models.Model):
    """One touchpoint of the plan: a channel, a delay, a content.

    Its parts are the files beside this one: `step_rights` (who may write code into a script, and choose a server
    action), `share` (as part of a file) and `step_screen` (what only the screens ask for); an email step can have
    several wordings, see `variant`.
    Who still has a step ahead of them, and what becomes of them when it goes, is added in `enroll/`.

    Steps run in the order of `position`. The delay counts from the actual execution of the previous step; for a manual
    step that waits, from its completion. Or it counts from a date (`reference_date`): then the step is skipped where
    its moment is over.

    Invariant: a step that has reached somebody is never deleted, only archived, so that every touch keeps its origin.
    """

    _name = "sales.sequence.step"
    _inherit = [
        "sales.sequence.step.rights",
        "sales.sequence.step.text",
        "sales.sequence.step.share",
        "sales.sequence.step.screen",
        "sales.sequence.step.reference.date",
        "sales.sequence.step.versions",
        "sales.sequence.gallery.part",
        "sales.sequence.blanks",
        "sales.sequence.limits",
        "sales.sequence.references",
        "mail.render.mixin",
    ]
    _description = "Sales Sequence Step"
    _order = "sequence_id, position, id"

    sequence_id = fields.Many2one("sales.sequence", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="sequence_id.company_id")
    target = fields.Selection(related="sequence_id.target")
    sequence_state = fields.Selection(related="sequence_id.state")
    may_edit = fields.Boolean(related="sequence_id.may_edit")
    active = fields.Boolean(default=True)
    position = fields.Integer(default=10, required=True, help="Steps run in ascending order.")
    name = fields.Char(required=True, translate=True)
    channel = fields.Selection(CHANNELS, default="email", required=True)
    delay = fields.Integer(string="Wait", default=0, required=True, help="Counted from the previous step.")
    delay_unit = fields.Selection(
        [("hour", "Hours"), ("day", "Days"), ("business_day", "Business days")],
        string="Unit",
        default="business_day",
        required=True,
    )
    day_number = fields.Integer(
        string="Day",
        compute="_compute_day_number",
        help="The day on which this step falls if the sequence starts on a Monday and everything runs as planned.",
    )
    cta = fields.Char(string="Call to action", translate=True, help="What the reader is asked to do.")

    # Email
    mail_template_id = fields.Many2one(
        "mail.template",
        string="Email template",
        ondelete="restrict",
        domain="[('model', '=', target_model), ('is_written_in_step', '=', False)]",
        index="btree_not_null",
    )
    variant_ids = fields.One2many("sales.sequence.step.variant", "step_id", string="Variants", copy=True)
    experiment_number = fields.Integer(
        default=1,
        required=True,
        readonly=True,
        copy=False,
        aggregator=None,
        help="Counts the experiments with the variants of this step: a changed text begins a new one.",
    )
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
        help="Business days after which an undone step is skipped. 0: no limit.",
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
    touch_ids = fields.One2many("sales.sequence.touch", "step_id", string="Activity log")

    _check_delay = models.Constraint("CHECK(delay >= 0)", "The delay of a step cannot be negative.")
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
        "sequence_id.step_ids.delay_from",
    )
    def _compute_day_number(self):
        self.day_number = 0
        for sequence in self.sequence_id:
            steps = sequence.step_ids.filtered("active")._in_order()
            for step, number in steps._numbers_of_days().items():
                # Assigning to the other steps would be a write, which a mere reader may not do.
                if step in self:
                    step.day_number = number

    @api.depends(
        "name",
        "channel",
        "subject",
        "body_html",
        "mail_template_id.model",
        "mail_template_id.active",
        "variant_ids.active",
        "variant_ids.weight",
        "variant_ids.subject",
        "variant_ids.body_html",
        "variant_ids.mail_template_id.active",
        "summary",
        "cta",
        "note",
        "activity_type_id.active",
        "server_action_id",
        "target_model",
    )
    def _compute_problem(self):
        templates = self._templates()._origin
        # All at once, as each step looks at its own only.
        templates.fetch(["name", "model", "active", "subject", "body_html", "is_written_in_step"])
        left = self._blanks_left(self, STEP_TEXTS)
        left_in_templates = self._blanks_left(templates, TEMPLATE_TEXTS)
        for step in self:
            problem = step._find_problem()
            problems = [problem] if problem else step._blanks_in_words(step, left.get(step.id, ()))
            if not problem and step.channel == "email":
                for wording in step._wordings():
                    template = wording.mail_template_id._origin
                    problems += step._blanks_in_words(template, left_in_templates.get(template.id, ()))
            name = step.name or step.position
            lines = [self.env._("Step “%(step)s”: %(problem)s", step=name, problem=one) for one in problems]
            step.problem = "\n".join(lines) or False

    def _text_step(self):
        return self

    def _templates(self):
        """All wordings of these steps."""
        return self.mail_template_id | self.variant_ids.mail_template_id

    def _find_problem(self):
        self.ensure_one()
        if self.channel == "email":
            return self._find_problem_of_texts()
        if self.channel in MANUAL_CHANNELS:
            if not self.activity_type_id:
                return self.env._("choose the type of activity to schedule.")
            if not self.activity_type_id.active:
                return self.env._("the activity type “%s” is archived.", self.activity_type_id.name)
        elif self.channel == "action":
            if not self.server_action_id:
                return self.env._("choose the server action to run.")
            # Only administrators may read server actions.
            if self.server_action_id.sudo().model_name != self.target_model:
                return self.env._("its server action is made for another kind of record.")
        return False

    def _wordings(self):
        """What people can get of this email step: its variants, and the step itself where none of them is sent. Each is
        a record with a subject, a text and a template."""
        self.ensure_one()
        variants = self.variant_ids.filtered("active")
        return [*([] if any(variants.mapped("weight")) else [self]), *variants]

    def _find_problem_of_texts(self):
        for wording in self._wordings():
            template = wording.mail_template_id
            # A form may have texts whose template is made while it is saved.
            if not (template or wording.subject or wording.body_html):
                return self.env._("write its subject and its text.")
            if template and template.model != self.target_model:
                return self.env._("the template “%s” is made for another kind of record.", template.name)
            if template and not template.active:
                return self.env._(
                    "the template “%s” is archived: restore it, choose another one, or write the text in the step.",
                    template.name,
                )
            if problem := self._find_empty_text(wording, template):
                return problem
        return False

    def _find_empty_text(self, wording, template):
        has_subject = bool((wording.subject or "").strip())
        if has_subject and not is_html_empty(wording.body_html):
            return False
        if template and not template.is_written_in_step:
            if has_subject:
                return self.env._("the template “%s” has no text.", template.name)
            return self.env._("the template “%s” has no subject.", template.name)
        if wording == self:
            return self.env._("write its text.") if has_subject else self.env._("write its subject.")
        if has_subject:
            return self.env._("write the text of the variant “%s”.", wording.name)
        return self.env._("write the subject of the variant “%s”.", wording.name)

    def _find_same_variants(self):
        """Pairs of variants that say the same to people: a comparison of them means nothing.

        :return: list of ``(variant, variant, code of the language, None where it is so in all of them)``
        """
        self.ensure_one()
        variants = self.variant_ids.filtered(lambda variant: variant.active and variant.weight)
        if self.channel != "email" or len(variants) < 2:
            return []
        languages = [code for code, _name in self.env["res.lang"].get_installed()]
        said = {
            variant: [as_read(*(text or "" for text in variant._texts_in(code))) for code in languages]
            for variant in variants
        }
        pairs = []
        for one, other in combinations(variants, 2):
            same = [code for code, a, b in zip(languages, said[one], said[other], strict=True) if a == b]
            if same:
                pairs.append((one, other, None if len(same) == len(languages) else same[0]))
        return pairs

    def _refusals_to_publish(self):
        """Why these steps, which could be executed, are not published: ``{step: [sentence, …]}``."""
        languages = dict(self.env["res.lang"].get_installed())
        refusals = {}
        for step in self:
            for one, other, code in step._find_same_variants():
                words = {"step": step.name, "one": one.name, "other": other.name, "language": languages.get(code)}
                refusals.setdefault(step, []).append(
                    self.env._(
                        "Step “%(step)s”: the variants “%(one)s” and “%(other)s” say the same in %(language)s. Change "
                        "one of them, or archive it.",
                        **words,
                    )
                    if code
                    else self.env._(
                        "Step “%(step)s”: the variants “%(one)s” and “%(other)s” say the same. Change one of them, or "
                        "archive it.",
                        **words,
                    )
                )
        return refusals

    def _hints_to_publish(self):
        """What these steps would be better with: ``{step: sentence}``."""
        hints = {}
        for step in self.filtered(lambda step: step._is_manual() and is_html_empty(step.note)):
            if step.channel == "call":
                hints[step] = self.env._("The call “%s” has no script.", step.name)
            elif step.channel == "linkedin":
                hints[step] = self.env._("The LinkedIn step “%s” has no text.", step.name)
            elif not step.summary:
                hints[step] = self.env._("The to-do “%s” does not say what to do.", step.name)
        return hints

    # ------------------------------------------------------------------
    # Editing
    # ------------------------------------------------------------------

    @api.onchange("channel")
    def _onchange_channel(self):
        """Suggest the activity type that Odoo ships for this channel."""
        xmlids = {
            "call": "mail.mail_activity_data_call",
            "todo": "mail.mail_activity_data_todo",
            "linkedin": "mail.mail_activity_data_todo",
        }
        if self.channel in xmlids and not self.activity_type_id:
            self.activity_type_id = self.env.ref(xmlids[self.channel], raise_if_not_found=False)

    @api.model_create_multi
    @checked(vals_list=VALUES_LIST)
    def create(self, vals_list):
        """Refuse code that the user may not bring in."""
        steps = super().create(vals_list)
        steps._check_access_right_dynamic_template()
        return steps

    @checked(vals=VALUES)
    def write(self, vals):
        """Refuse code that the user may not bring in, and what a live sequence could not execute."""
        result = super().write(vals)
        if "note" in vals:
            self._check_access_right_dynamic_template()
        if vals.keys() & NEEDED_TO_EXECUTE:
            self.sequence_id._check_live_is_executable()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_reached(self):
        # Also people whom the user may not see: they have a history, too.
        everything = self.sudo().with_context(active_test=False)
        reached = self & everything.search([("id", "in", self.ids), ("touch_ids", "!=", False)])
        if reached:
            raise UserError(
                self.env._(
                    "%s cannot be deleted: somebody has been at this step and the history would be lost. "
                    "Archive it instead: those who have not been there will skip it.",
                    ", ".join(reached.mapped("name")),
                )
            )

    @api.model
    def _refuse_deletion(self, records, *field_names):
        """Raise `UserError` where steps or variants, archived ones too, use these records: the user is told which step
        of which sequence it is.

        :param field_names: paths on the step that lead to them
        """
        domain = Domain.OR([Domain(field_name, "in", records.ids) for field_name in field_names])
        # Also steps that the user may not read: they would lose what they send all the same.
        steps = self.sudo().with_context(active_test=False).search(domain)
        # By display name, which hides the names of what the user may not read.
        lines = [
            self.env._(
                "“%(record)s” is used by step “%(step)s” of the sequence “%(sequence)s”.",
                record=record.display_name,
                step=step.display_name,
                sequence=step.sequence_id.display_name,
            )
            for step in steps
            for field_name in field_names
            for record in step.mapped(field_name) & records
        ]
        if lines:
            advice = self.env._("Choose another one there first, or archive this one.")
            raise UserError("\n".join([*dict.fromkeys(lines), advice]))

    # ------------------------------------------------------------------
    # What the engine asks
    # ------------------------------------------------------------------

    def _is_manual(self):
        return self.channel in MANUAL_CHANNELS

    def _weights_of_variants(self):
        """``{variant id: weight}`` of those that are sent, by id: the order of the draw."""
        sent = self.variant_ids.filtered(lambda variant: variant.active and variant.weight)
        return {variant.id: variant.weight for variant in sent.sorted("id")}

    def _awaits_review(self, touch):
        """Whether its email still has to be approved.

        :param touch: that of this step, or nothing
        """
        return self.requires_review and not (touch and touch.approved_by_id)

    def _in_order(self):
        """These steps in the order in which people get them."""
        return self.sorted(lambda step: step._place())

    def _place(self):
        """What the order of steps compares. A step that a form is about to create has no id yet."""
        return self.position, self._origin.id

    def _following(self):
        """The active step after this one; empty after the last. An archived step has a place in the order too."""
        self.ensure_one()
        place = self._place()
        return self.sequence_id.step_ids.filtered(lambda step: step.active and step._place() > place)._in_order()[:1]
