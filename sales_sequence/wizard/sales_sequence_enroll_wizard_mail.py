from lxml import html

from odoo import fields, models


class SalesSequenceEnrollWizardMail(models.TransientModel):
    """One email of the person who is about to be enrolled, as it would leave; the user may write it anew."""

    _name = "sales.sequence.enroll.wizard.mail"
    _inherit = ["sales.sequence.limits", "sales.sequence.references"]
    _description = "Enroll in a Sequence: Email"

    wizard_id = fields.Many2one("sales.sequence.enroll.wizard", required=True, ondelete="cascade", index=True)
    step_id = fields.Many2one("sales.sequence.step", required=True, ondelete="cascade")
    name = fields.Char(string="Email", readonly=True)
    subject = fields.Char()
    is_in_thread = fields.Boolean(
        readonly=True, help="It follows up in the thread of an earlier email, and has its subject."
    )
    body = fields.Html(string="Text", sanitize="email_outgoing")

    def _is_changed(self, email):
        """Whether it says something else than what would leave.

        :param email: of `_render_emails`, without the layout; None: the sequence sends no such email
        """
        self.ensure_one()
        if not email:
            return bool(self.subject or self.body)
        is_subject_own = not email["is_in_thread"] and (self.subject or "").strip() != (email["subject"] or "").strip()
        return is_subject_own or self._as_read(self.body) != self._as_read(email["body"])

    def _as_read(self, body):
        """What makes two emails differ for whoever reads them: words, elements, and where they lead. Each time HTML is
        sanitized, or comes back from the browser, its attributes and spaces are written another way."""
        text = self._fields["body"].convert_to_column(body or "", self)
        tree = html.fromstring(f"<div>{text or ''}</div>")
        return [
            (
                element.tag,
                element.get("href"),
                element.get("src"),
                (element.text or "").split(),
                (element.tail or "").split(),
            )
            for element in tree.iter()
            if isinstance(element.tag, str)
        ]

    def _text(self, email):
        """:return: ``(subject, HTML)`` as they would leave; :param email: as in `_is_changed`"""
        return email["subject"] if email and email["is_in_thread"] else self.subject, self.body
