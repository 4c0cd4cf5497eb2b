from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import is_html_empty

from ..plan.blanks import TEMPLATE_TEXTS


class SalesSequenceEnrollmentOwnMails(models.AbstractModel):
    """Emails that somebody has written for one person, in the place of what the templates say.

    They are text as it leaves: nothing in them is evaluated, and a later change of the template does not reach them.
    Thread, sender, layout, attachments, tracking and the unsubscribe link are as for everybody.

    Unlike a template, such a text cannot follow a change: once somebody else sends it, or it goes to another address,
    it becomes a draft that somebody has to review.
    """

    _name = "sales.sequence.enrollment.own.mails"
    _description = "Sales Sequence Enrollment: Emails Written for One Person"

    # On the row that is read anyway: nobody asks for the texts of those who have none.
    own_mails = fields.Json(
        string="Emails written for this person",
        readonly=True,
        copy=False,
        help="``{step id: {subject, body, email, user_id}}``: HTML that was sanitized, to whom and by whom.",
    )

    def _own_mail(self, step):
        """The email of `step` that was written for this person: dict ``subject``, ``body``; None if none was."""
        return (self.own_mails or {}).get(str(step.id))

    def _own_mail_is_outdated(self, step):
        """Whether the email of `step` was written to another address, or in somebody else's name."""
        mail = self._own_mail(step)
        return bool(mail) and (mail["email"], mail["user_id"]) != (self.email_normalized, self.user_id.id)

    def _email_awaits_review(self, step, touch):
        """Whether the email of `step` still has to be approved. :param touch: that of this step, or nothing"""
        is_approved = touch and touch.approved_by_id
        return step._awaits_review(touch) or (self._own_mail_is_outdated(step) and not is_approved)

    def _keep_own_mails(self, mails):
        """Let these emails leave instead of what the templates say.

        :param mails: ``{step: (subject, HTML)}``
        :raises UserError: one of them is empty, has a blank left, or is no email of the sequence
        """
        self.ensure_one()
        kept = dict(self.own_mails or {})
        for step, (subject, body) in mails.items():
            if step.channel != "email" or step.sequence_id != self.sequence_id:
                raise UserError(self.env._("“%s” is not an email of this sequence.", step.display_name))
            problem = self._find_problem_of_own_mail(subject, body)
            if problem:
                raise UserError(self.env._("“%(step)s”: %(problem)s", step=step.display_name, problem=problem))
            kept[str(step.id)] = {
                "subject": subject,
                "body": self._sanitized(body),
                "email": self.email_normalized,
                "user_id": self.user_id.id,
            }
        self.own_mails = kept or False

    def _sanitized(self, body):
        # As drafts are: by the rules for mail that goes out.
        field = self.env["sales.sequence.touch"]._fields["draft_body"]
        return str(field.convert_to_column(body, self.env["sales.sequence.touch"]))

    def _find_problem_of_own_mail(self, subject, body):
        """Why such an email would not be sent; False if it would."""
        if not (subject or "").strip():
            return self.env._("the subject is empty.")
        if is_html_empty(body):
            return self.env._("the text is empty.")
        texts = {"subject": subject, "body_html": body}
        blanks = [blank for name, find in TEMPLATE_TEXTS.items() for blank in find(texts[name])]
        if blanks:
            names = ", ".join(f"[[{blank}]]" for blank in dict.fromkeys(blanks))
            return self.env._("fill in %s.", names)
        return False
