from markupsafe import Markup

from odoo import models
from odoo.tools import html_sanitize

from ...tools.texts import as_html


class SalesSequenceEnrollmentNotes(models.AbstractModel):
    """What is said of an enrollment in the chatter of its target."""

    _name = "sales.sequence.enrollment.notes"
    _description = "Sales Sequence Enrollment: Notes"

    def _log_in_chatter(self, happening, detail=None):
        """Log one note on each target that is still there: «Sequence “Name” <happening>», and why.

        :param detail: text below it, in place of why the enrollment is in its present state
        """
        by_model = {}
        for enrollment in self:
            target = enrollment._target()
            if not target:
                continue
            body = Markup("<p>%s</p>") % self.env._(
                "Sequence “%(sequence)s” %(happening)s",
                sequence=enrollment.sequence_id._numbered_name(),
                happening=happening,
            )
            below = enrollment.status_note if detail is None else detail
            if below:
                body += as_html(below)
            by_model.setdefault(target._name, {})[target.id] = body
        for model_name, bodies in by_model.items():
            self.env[model_name].browse(bodies)._message_log_batch(bodies)

    def _replace_note(self, words, others):
        """Replace these words, which `status_note` has or had: there, in the pause to go back to, and in what
        `_log_in_chatter` has logged on the target.

        :param others: the new words, False for none
        """
        if self.status_note == words:
            self.status_note = others
        if self.interrupted_pause and self.interrupted_pause.get("status_note") == words:
            self.interrupted_pause = {**self.interrupted_pause, "status_note": others}
        target = self._target()
        notes = (
            self.env["mail.message"]
            .sudo()
            .search([("model", "=", target._name), ("res_id", "in", target.ids), ("message_type", "=", "notification")])
        )
        for note in notes:
            # Odoo's sanitizer writes some characters in another way than we did.
            body = str(note.body or "")
            for old in (as_html(words), html_sanitize(as_html(words))):
                body = body.replace(str(old), str(as_html(others)))
            if body != note.body:
                note.body = Markup(body)
