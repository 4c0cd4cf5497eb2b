from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

# What the dialog lists by name; the counts are always complete.
MAX_LINES = 200
# Contacts to choose the preview from.
MAX_CANDIDATES = 1000


class SalesSequenceEnrollWizard(models.TransientModel):
    """Says before who will be enrolled, who will not and why, when each step comes and what the first email says;
    says afterwards what was done.

    Opened with ``active_model`` and ``active_ids`` in the context. It decides nothing: `sales.sequence.enroll` does,
    and checks everything again.
    """

    _name = "sales.sequence.enroll.wizard"
    _description = "Enroll in a Sequence"

    state = fields.Selection([("choose", "Choose"), ("done", "Done")], default="choose", required=True)
    target_model = fields.Char(required=True, readonly=True)
    target = fields.Char(string="Kind of record", compute="_compute_target")
    target_ids = fields.Json(required=True, readonly=True, help="Ids of the records that were selected.")
    target_count = fields.Integer(string="Selected", compute="_compute_target_count")
    target_name = fields.Char(compute="_compute_target_count", help="Where just one is selected.")
    sequence_id = fields.Many2one(
        "sales.sequence",
        compute="_compute_sequence_id",
        compute_sudo=False,
        store=True,
        readonly=False,
        domain="[('state', '=', 'live'), ('target', '=', target)]",
    )
    sequence_name = fields.Char(related="sequence_id.name")
    sequence_summary = fields.Char(compute="_compute_sequence_summary")
    sequence_count = fields.Integer(compute="_compute_sequence_count", help="Live sequences to choose from.")
    may_publish = fields.Boolean(compute="_compute_sequence_count")
    user_id = fields.Many2one(
        "res.users",
        string="Sender",
        domain="[('share', '=', False)]",
        help="Everything of the sequence comes from this user. Empty: from each one's salesperson, else from the owner "
        "of the sequence.",
    )

    admitted_count = fields.Integer(
        string="Will be enrolled", compute="_compute_admission", compute_sudo=False, store=True
    )
    refused_count = fields.Integer(
        string="Cannot be enrolled", compute="_compute_admission", compute_sudo=False, store=True
    )
    refused_by_reason = fields.Json(
        compute="_compute_admission", compute_sudo=False, store=True, help="[[reason in words, count], …]"
    )
    candidate_ids = fields.Json(
        compute="_compute_admission", compute_sudo=False, store=True, help="Ids to choose the preview from."
    )
    line_ids = fields.One2many(
        "sales.sequence.enroll.wizard.line",
        "wizard_id",
        string="Refused",
        compute="_compute_admission",
        compute_sudo=False,
        store=True,
    )
    refusal = fields.Text(compute="_compute_refusal", help="Why, where just one is selected and that one is refused.")
    unlisted_count = fields.Integer(compute="_compute_unlisted_count")
    reasons_html = fields.Html(compute="_compute_reasons_html", sanitize=False)

    # Whom the lists and previews may name is asked of the user: stored fields would be computed without rights.
    # The contact whose dates and first email are shown; a model of other modules shows its first one.
    preview_lead_id = fields.Many2one(
        "crm.lead",
        string="As seen by the lead",
        compute="_compute_preview_target",
        compute_sudo=False,
        store=True,
        readonly=False,
        domain="[('id', 'in', candidate_ids)]",
    )
    preview_partner_id = fields.Many2one(
        "res.partner",
        string="As seen by the contact",
        compute="_compute_preview_target",
        compute_sudo=False,
        store=True,
        readonly=False,
        domain="[('id', 'in', candidate_ids)]",
    )
    steps_html = fields.Html(compute="_compute_preview", sanitize=False)
    email_html = fields.Html(compute="_compute_preview", sanitize=False)

    enrollment_ids = fields.Json(readonly=True, help="Ids of the enrollments that were made.")
    enrolled_count = fields.Integer(compute="_compute_enrolled_count")

    @api.model
    def default_get(self, fields_list):
        """Take the selected records from the context, as every action of a list or form passes them."""
        values = super().default_get(fields_list)
        context = self.env.context
        target_ids = context.get("active_ids") or ([context["active_id"]] if context.get("active_id") else [])
        models_of_targets = {model_name for model_name, _field in self.env["sales.sequence"]._target_models().values()}
        if not target_ids or context.get("active_model") not in models_of_targets:
            raise UserError(self.env._("Select the leads or contacts to enroll first, in their list or form."))
        values.update(target_model=context["active_model"], target_ids=target_ids)
        return values

    # ------------------------------------------------------------------
    # Whom, and in what
    # ------------------------------------------------------------------

    @api.depends("target_model")
    def _compute_target(self):
        by_model = {model: target for target, (model, _field) in self.env["sales.sequence"]._target_models().items()}
        for wizard in self:
            wizard.target = by_model.get(wizard.target_model)

    @api.depends("target_ids", "target_model")
    def _compute_target_count(self):
        for wizard in self:
            target_ids = wizard.target_ids or []
            wizard.target_count = len(target_ids)
            wizard.target_name = False
            if len(target_ids) == 1:
                target = wizard._targets().exists()._filtered_access("read")
                wizard.target_name = target.display_name if target else False

    @api.depends("target")
    def _compute_sequence_count(self):
        Sequence = self.env["sales.sequence"]
        for wizard in self:
            wizard.sequence_count = Sequence.search_count(wizard._available_domain())
            wizard.may_publish = Sequence.has_access("write")

    @api.depends("target")
    def _compute_sequence_id(self):
        """Where there is only one to choose, it is chosen."""
        for wizard in self:
            available = self.env["sales.sequence"].search(wizard._available_domain(), limit=2)
            wizard.sequence_id = available if len(available) == 1 else False

    @api.depends("sequence_id")
    def _compute_sequence_summary(self):
        for wizard in self:
            sequence = wizard.sequence_id
            wizard.sequence_summary = (
                self.env._("%(steps)s steps in %(days)s days", steps=sequence.step_count, days=sequence.duration_days)
                if sequence
                else False
            )

    def _available_domain(self):
        self.ensure_one()
        return [("state", "=", "live"), ("target", "=", self.target)]

    def _targets(self):
        self.ensure_one()
        return self.env[self.target_model].with_context(active_test=False).browse(self.target_ids or [])

    # ------------------------------------------------------------------
    # Who may enter
    # ------------------------------------------------------------------

    @api.depends("sequence_id", "target_ids")
    def _compute_admission(self):
        for wizard in self:
            admitted, refusals = [], {}
            if wizard.sequence_id:
                targets, refusals = wizard.sequence_id._admit(wizard.target_ids or [])
                admitted = targets.ids
            wizard.admitted_count = len(admitted)
            wizard.candidate_ids = admitted[:MAX_CANDIDATES]
            wizard._note_refused(
                [
                    {"target_id": target_id, "code": code, "message": message}
                    for target_id, (code, message) in refusals.items()
                ]
            )

    def _note_refused(self, refused):
        """Keep counts by reason, and a line for each of the first.

        :param refused: as `sales.sequence.enroll` returns it
        """
        self.ensure_one()
        Line = self.env["sales.sequence.enroll.wizard.line"]
        counts = Counter(refusal["code"] for refusal in refused)
        self.refused_count = len(refused)
        self.refused_by_reason = [[Line._reason_in_words(code), count] for code, count in counts.most_common()]
        listed = refused[:MAX_LINES]
        targets = self.env[self.target_model].browse([refusal["target_id"] for refusal in listed]).exists()
        # The name of a record that one may not read is not told here, either.
        readable = targets._filtered_access("read")
        names = {target.id: target.display_name for target in readable}
        enrollments = self._find_live_enrollments(
            readable.browse(refusal["target_id"] for refusal in listed if refusal["code"] == "already_live") & readable
        )
        self.line_ids = [
            fields.Command.clear(),
            *(
                fields.Command.create(
                    {
                        "target_id": refusal["target_id"],
                        "name": names.get(refusal["target_id"]) or self.env._("Record %s", refusal["target_id"]),
                        "may_open": refusal["target_id"] in names,
                        "enrollment_id": enrollments.get(refusal["target_id"]),
                        "code": refusal["code"],
                        "message": refusal["message"],
                    }
                )
                for refusal in listed
            ),
        ]

    def _find_live_enrollments(self, targets):
        """``{target id: id of the enrollment that keeps it out}``, as far as the user may see it."""
        if not targets:
            return {}
        field_name = self.sequence_id._enrollment_field_name()
        addresses = {target.id: target.sudo()._sequence_email() for target in targets}
        live = self.env["sales.sequence.enrollment"].search_fetch(
            Domain("state", "in", ("running", "paused"))
            & (
                Domain(field_name, "in", targets.ids)
                | Domain("email_normalized", "in", [address for address in addresses.values() if address])
            ),
            [field_name, "email_normalized"],
        )
        by_target = {enrollment[field_name].id: enrollment.id for enrollment in live}
        by_address = {enrollment.email_normalized: enrollment.id for enrollment in live if enrollment.email_normalized}
        return {
            target_id: by_target.get(target_id) or by_address.get(address) for target_id, address in addresses.items()
        }

    @api.depends("target_name", "line_ids.message")
    def _compute_refusal(self):
        for wizard in self:
            wizard.refusal = wizard.target_name and wizard.line_ids[:1].message

    @api.depends("refused_count", "line_ids")
    def _compute_unlisted_count(self):
        for wizard in self:
            wizard.unlisted_count = wizard.refused_count - len(wizard.line_ids)

    @api.depends("refused_by_reason")
    def _compute_reasons_html(self):
        for wizard in self:
            wizard.reasons_html = self.env["ir.qweb"]._render(
                "sales_sequence.enroll_wizard_reasons", {"reasons": wizard.refused_by_reason or []}
            )

    # ------------------------------------------------------------------
    # What will happen
    # ------------------------------------------------------------------

    @api.depends("candidate_ids")
    def _compute_preview_target(self):
        for wizard in self:
            candidates = wizard.candidate_ids or []
            for field_name in ("preview_lead_id", "preview_partner_id"):
                if wizard._fields[field_name].comodel_name != wizard.target_model:
                    wizard[field_name] = False
                elif wizard[field_name].id not in candidates:
                    wizard[field_name] = candidates[0] if candidates else False

    @api.depends("sequence_id", "candidate_ids", "preview_lead_id", "preview_partner_id", "user_id")
    def _compute_preview(self):
        for wizard in self:
            wizard.steps_html = wizard.email_html = False
            enrollment = wizard._draft_enrollment()
            if not enrollment:
                continue
            qweb = self.env["ir.qweb"]
            wizard.steps_html = qweb._render(
                "sales_sequence.enrollment_planned_steps", {"planned": enrollment._preview_rows()}
            )
            email = wizard._render_first_email(enrollment)
            wizard.email_html = email and qweb._render("sales_sequence.enroll_wizard_email", email)

    def _draft_enrollment(self):
        """The enrollment that the chosen contact would get, not saved; empty when there is none to show."""
        self.ensure_one()
        Enrollment = self.env["sales.sequence.enrollment"].sudo()
        candidates = self.candidate_ids or []
        if not self.sequence_id or not candidates:
            return Enrollment
        chosen = (self.preview_lead_id or self.preview_partner_id).id
        target_id = chosen if chosen in candidates else candidates[0]
        target = self.env[self.target_model].browse(target_id)._filtered_access("read").sudo()
        if not target:
            return Enrollment
        (values,) = self.sequence_id.sudo()._enrollment_values(target, self.user_id.sudo())
        return Enrollment.new({**values, "state": "running"})

    def _render_first_email(self, enrollment):
        """What the template `sales_sequence.enroll_wizard_email` shows, or False where no email is sent.

        :return: dict ``step``, ``variant``, ``sender``, ``recipient``, ``subject``, ``body``, ``problem``
        """
        self.ensure_one()
        steps = self.sequence_id.sudo().step_ids.sorted(lambda step: (step.position, step.id))
        step = steps.filtered(lambda step: step.channel == "email")[:1]
        if not step:
            return False
        variant = step.variant_ids.filtered("weight")[:1]
        target, sender = enrollment._target(), enrollment.user_id
        language = target._sequence_language() or sender.lang
        enrollment = enrollment.with_context(lang=language)
        channel = self.env["sales.sequence.channel.email"].sudo().with_context(lang=language)
        template = (variant.mail_template_id or step.mail_template_id).with_context(lang=language)
        email = {
            "step": step.name,
            "variant": variant.name,
            "sender": sender.email_formatted or sender.name,
            "recipient": enrollment.email_normalized,
            "subject": False,
            "body": False,
            "problem": False,
        }
        try:
            # Without flush: a rollback would also take what this form has computed so far.
            with self.env.cr.savepoint(flush=False):
                contents, holes = channel._render(template, enrollment, sender)
        except UserError as error:
            # Odoo reports a template that cannot be rendered as a UserError, with a traceback in its text.
            return {**email, "problem": self._root_cause(error)}
        content = contents[target.id]
        return {
            **email,
            "subject": content.get("subject"),
            "body": content.get("body_html"),
            "problem": channel._find_hole(template, enrollment, contents, holes),
        }

    @api.model
    def _root_cause(self, error):
        """In one line, what went wrong in the first place."""
        while error.__cause__:
            error = error.__cause__
        return str(error) or type(error).__name__

    # ------------------------------------------------------------------
    # Doing it
    # ------------------------------------------------------------------

    def action_enroll(self):
        """Enroll, and say in the same dialog who was and who was not."""
        self.ensure_one()
        if not self.sequence_id:
            raise UserError(self.env._("Choose a sequence first."))
        result = self.sequence_id.enroll(self.target_ids, user_id=self.user_id.id or None)
        self.enrollment_ids = [enrolled["enrollment_id"] for enrolled in result["enrolled"]]
        self._note_refused(result["refused"])
        self.state = "done"
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Enroll in a sequence"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }

    @api.depends("enrollment_ids")
    def _compute_enrolled_count(self):
        for wizard in self:
            wizard.enrolled_count = len(wizard.enrollment_ids or [])

    def action_view_enrollments(self):
        """Open the enrollments that were made."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("sales_sequence.sales_sequence_enrollment_action")
        action.update(domain=[("id", "in", self.enrollment_ids or [])], context={})
        if self.enrolled_count == 1:
            action.update(views=[(False, "form")], res_id=self.enrollment_ids[0])
        return action

    def action_open_sequences(self):
        """Go where a sequence can be published."""
        action = self.env["ir.actions.act_window"]._for_xml_id("sales_sequence.sales_sequence_action")
        return dict(action, context={"search_default_draft": 1, f"search_default_{self.target}": 1})
