from odoo import models


class MailMessage(models.Model):
    """Tells the outbox of deleted messages: the database deletes their queued mails with them."""

    _inherit = "mail.message"

    def unlink(self):
        """Note of each sequence mail that has not left by whom it was deleted."""
        # With all rights: Odoo checks below who may delete these, and may let users who cannot read the touches.
        self.env["sales.sequence.outbox"].sudo()._note_deleted(self._sequence_mails())
        return super().unlink()

    def _sequence_mails(self):
        """Those that may be emails of sequences, by columns that Odoo reads anyway: other messages cost no query."""
        return self.sudo().filtered(
            lambda one: (
                one.message_type == "email_outgoing"
                and one.model in self.env
                and getattr(self.env[one.model], "_sequence_target", None)
            )
        )
