from datetime import timedelta

import psycopg2.errors

from odoo import fields, models

# A mail that could not be looked at waits this long. Odoo's queue alone would come back for it after an hour.
TRY_AGAIN = timedelta(minutes=1)


class SalesSequenceDoor(models.AbstractModel):
    """The last look at a sequence mail before SMTP, and the note of what became of it.

    Odoo's queue commits after each mail, so each look sees what others committed until then.
    """

    _name = "sales.sequence.door"
    _description = "Sales Sequence Door"

    def _let_through(self, mail):
        """Tell whether `mail` may leave now. If not, it is canceled or held, and its touch says why.

        The touch stays locked until Odoo commits: whatever could fail in noting the result
        must fail before the mail is handed over, or it would go out twice.
        """
        touch = self._lock_touch(mail)
        if touch is None:
            return self._keep_waiting()
        if not touch:
            # Somebody sends it again by hand after the history was removed: theirs to decide.
            return True
        enrollment = touch.enrollment_id
        inbox = self.env["sales.sequence.inbox"]
        inbox._try_to_settle(enrollment.signal_ids.filtered(lambda signal: not signal.settled_at))
        unsettled = enrollment.signal_ids.filtered(lambda signal: not signal.settled_at)
        if touch.state == "queued" and (enrollment.state == "stopped" or self._has_ended(enrollment)):
            touch._settle_as("canceled", reason=self.env._("The sequence was stopped before the email left."))
        if touch.state not in ("queued", "failed"):
            mail.write({"state": "cancel", "failure_reason": touch.reason})
            return False
        if enrollment.state == "paused" and enrollment.pause_kind != "failure":
            mail.write({"state": "cancel"})
            return False
        return self._keep_waiting() if unsettled else True

    def _keep_waiting(self):
        """Somebody else works on this mail's enrollment: it may not leave in this round of the queue."""
        queue = self.env.ref("mail.ir_cron_mail_scheduler_action", raise_if_not_found=False)
        if queue:
            queue.sudo()._trigger(fields.Datetime.now() + TRY_AGAIN)
        return False

    def _has_ended(self, enrollment):
        """The last step was taken, and something happened before it left."""
        inbox = self.env["sales.sequence.inbox"]
        return (
            enrollment.exit_reason not in (False, "completed")
            or inbox._find_end(enrollment)
            or inbox._blacklisted([enrollment.email_normalized])
        )

    def _lock_touch(self, mail):
        """The locked touch of `mail`; empty when it has none; None when another process holds either.

        Holding the mail, too, tells whoever stops or pauses meanwhile that it is on its way. They
        would otherwise wait for the mail server, or change the mail under the queue's hands: Odoo
        then fails after the mail has left, and sends it again.
        """
        Touch = self.env["sales.sequence.touch"].sudo()
        try:
            with self.env.cr.savepoint():
                self.env.cr.execute(
                    "SELECT FROM mail_mail WHERE id = %s FOR NO KEY UPDATE NOWAIT", [mail.id], log_exceptions=False
                )
                if not self.env.cr.rowcount:
                    return None
                self.env.cr.execute(
                    "SELECT id FROM sales_sequence_touch WHERE mail_message_id = %s FOR NO KEY UPDATE NOWAIT",
                    [mail.mail_message_id.id],
                    log_exceptions=False,
                )
                row = self.env.cr.fetchone()
        except (psycopg2.errors.LockNotAvailable, psycopg2.errors.SerializationFailure):
            return None
        touch = Touch.browse(row[0] if row else None)
        touch.invalidate_recordset()
        touch.enrollment_id.invalidate_recordset()
        return touch

    def _note_result(self, mails, failure_type, failure_reason):
        """Odoo has tried to send: sent, or refused with a reason."""
        touches = self.env["sales.sequence.touch"].sudo().search([("mail_message_id", "in", mails.mail_message_id.ids)])
        if not failure_type:
            touches.filtered(lambda touch: touch.state in ("queued", "failed"))._settle_as("sent")
            return
        for touch in touches:
            self.env["sales.sequence.inbox"]._notice_failed_mail(
                touch.id, touch.enrollment_id.id, failure_reason or failure_type
            )
