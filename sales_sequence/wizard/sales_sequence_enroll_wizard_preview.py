from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.base.arguments import DAY
from ..models.enroll.candidates import Candidates
from ..models.inbox.opt_out_link import OWN_LINK
from ..tools.rendering import root_cause


class SalesSequenceEnrollWizardPreview(models.AbstractModel):
    """What the chosen contact would get: the date of each step, and every email. Where one person is enrolled, the
    emails can be written anew for them."""

    _name = "sales.sequence.enroll.wizard.preview"
    _description = "Enroll in a Sequence: Preview"

    # The contact whose dates and first email are shown; for targets of other modules it is always the first one.
    # With the user's rights (`compute_sudo`): Odoo computes stored fields with all rights, and these name contacts.
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
    email_html = fields.Html(string="Emails", compute="_compute_preview", sanitize=False)
    mail_ids = fields.One2many(
        "sales.sequence.enroll.wizard.mail",
        "wizard_id",
        string="Email to this person",
        compute="_compute_mail_ids",
        compute_sudo=False,
        store=True,
        readonly=False,
        help="What each email says, where only one person is enrolled.",
    )

    @api.depends("candidate_ids")
    def _compute_preview_target(self):
        for wizard in self:
            for field_name in ("preview_lead_id", "preview_partner_id"):
                if wizard._fields[field_name].comodel_name != wizard.target_model:
                    wizard[field_name] = False
                elif wizard[field_name].id not in (wizard.candidate_ids or []):
                    wizard[field_name] = wizard._candidates()[:1]

    def _candidates(self):
        """The contacts to choose the preview from. The ids that the dialog keeps may be forged, or outdated."""
        self.ensure_one()
        return self.env[self.target_model].browse(self.candidate_ids or []).exists()._filtered_access("read")

    @api.depends(
        "sequence_id",
        "candidate_ids",
        "preview_lead_id",
        "preview_partner_id",
        "user_id",
        "start_on",
        "meetings",
        "date",
        "mail_ids.subject",
        "mail_ids.body",
    )
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
            emails = wizard._with_own_texts(wizard._render_emails(enrollment))
            wizard.email_html = emails and qweb._render("sales_sequence.enroll_wizard_emails", {"emails": emails})

    def _draft_enrollment(self):
        """The enrollment that the chosen contact would get, not saved; empty if there is none to show."""
        self.ensure_one()
        # With all rights, here and below, as it will be made: its dates depend on calendars that the user may not read.
        Enrollment = self.env["sales.sequence.enrollment"].sudo()
        if not self._readable(self.sequence_id) or not self.candidate_ids:
            return Enrollment
        candidates = self._candidates()
        chosen = (self.preview_lead_id or self.preview_partner_id).id
        target = (candidates.filtered(lambda candidate: candidate.id == chosen) or candidates[:1]).sudo()
        if not target:
            return Enrollment
        sequence = self.sequence_id.sudo()
        start_on = DAY(self.env, "start_on", self.start_on)
        candidates = Candidates(sequence, target, self.user_id, start_on, self._date())
        # They are admitted: what remains to be found is whether they begin after a meeting.
        self.env["sales.sequence.eligibility"]._refuse_with_meeting(candidates, after_meeting=True)
        (values,) = sequence._enrollment_values(candidates, is_preview=True)
        return Enrollment.new({**values, "state": "running"})

    # ------------------------------------------------------------------
    # Emails
    # ------------------------------------------------------------------

    @api.depends("sequence_id", "candidate_ids", "user_id")
    def _compute_mail_ids(self):
        """Those of the one person who is enrolled; none for several, whose emails differ."""
        for wizard in self:
            is_one = len(wizard.target_ids or []) == 1
            enrollment = wizard._draft_enrollment() if is_one else None
            emails = wizard._render_emails(enrollment, in_layout=False) if enrollment else []
            wizard.mail_ids = [
                fields.Command.clear(),
                *(
                    fields.Command.create(
                        {key: email[key] for key in ("step_id", "subject", "body", "is_in_thread")}
                        | {"name": email["step"]}
                    )
                    for email in emails
                ),
            ]

    def _with_own_texts(self, emails):
        """The same emails, with what the user has written instead."""
        written = {mail.step_id.id: mail for mail in self.mail_ids}
        Enrollment = self.env["sales.sequence.enrollment"]
        for email in emails:
            mail = written.get(email["step_id"])
            if mail and mail._is_changed(email):
                subject, body = mail._text(email)
                problem = Enrollment._find_problem_of_own_mail(subject, body)
                email.update(subject=subject, body=body, problem=problem, is_own=True)
        return emails

    def _keep_changed_mails(self, enrollment):
        """Let what the user has written leave instead of what the templates say. :param enrollment: just made"""
        if enrollment.sudo()._control():
            # None of them leaves.
            return
        emails = {email["step_id"]: email for email in self._render_emails(enrollment.sudo(), in_layout=False)}
        changed = self.mail_ids.filtered(lambda mail: mail._is_changed(emails.get(mail.step_id.id)))
        texts = {mail.step_id.sudo(): mail._text(emails.get(mail.step_id.id)) for mail in changed}
        enrollment.sudo()._keep_own_mails(texts)

    def _render_emails(self, enrollment, in_layout=True):
        """What each email of the sequence says to this person, in their order.

        :param in_layout: with the layout around the text, as it leaves
        :return: list of dicts, which the template `sales_sequence.enroll_wizard_emails` shows: ``step_id``, ``step``,
            ``variant``, ``sender``, ``recipient``, ``subject``, ``is_in_thread`` (it has the subject of an earlier
            one), ``body``, ``footer``, ``problem``, ``is_own``
        """
        self.ensure_one()
        # With all rights, here and below, as the runner renders it.
        steps = self.sequence_id.sudo().step_ids._in_order().filtered(lambda step: step.channel == "email")
        emails, thread = [], False
        for step in steps:
            email = self._render_email(step, enrollment, in_layout)
            if thread and not step.new_thread:
                email.update(is_in_thread=True, subject=thread if thread.lower().startswith("re:") else f"Re: {thread}")
            thread = email["subject"] or thread
            emails.append(email)
        return emails

    def _render_email(self, step, enrollment, in_layout):
        variant = self.env["sales.sequence.assignment"]._foresee(step, enrollment)
        target, sender = enrollment._target(), enrollment.user_id
        language = enrollment._language()
        enrollment = enrollment.with_context(lang=language)
        channel = self.env["sales.sequence.channel.email"].sudo().with_context(lang=language)
        template = (variant.mail_template_id or step.mail_template_id).with_context(lang=language)
        email = {
            **dict.fromkeys(("subject", "body", "footer", "problem", "is_in_thread", "is_own"), False),
            "step_id": step.id,
            "step": step.display_name,
            "variant": variant.name,
            "sender": sender._sequence_from() or sender.name,
            "recipient": enrollment.email_normalized,
        }
        try:
            # Without flush: a rollback would also undo what this form has computed so far.
            with self.env.cr.savepoint(flush=False):
                contents, holes = channel._render(template, enrollment, sender, in_layout=in_layout)
        except UserError as error:
            # For a template that cannot be rendered, Odoo raises a UserError with a traceback in its text.
            return {**email, "problem": root_cause(error)}
        content = contents[target.id]
        links = self.env["sales.sequence.opt.out.link"].with_context(lang=language)
        return {
            **email,
            "subject": content.get("subject"),
            "body": content.get("body_html"),
            # The real link is made for the mail that leaves.
            "footer": not OWN_LINK.search(content.get("body_html") or "") and links._footer("#"),
            "problem": channel._find_hole(template, enrollment, contents, holes)
            or (not sender._sequence_from() and sender.with_env(self.env)._sequence_without_address()),
        }
