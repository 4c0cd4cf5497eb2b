import logging
from datetime import timedelta

import psycopg2.errors

from odoo import fields, models, tools

from ...tools import schedule, smtp_answer
from ...tools.attempt import attempt
from ..base.jobs import MAIL_QUEUE, wake

_logger = logging.getLogger(__name__)

# A mail that the mail server did not take for now waits this long before each new attempt, and then for the contact's
# sending hours: greylisting lets it pass by then, and a server that is down for a night delays it by just that night.
RETRY_DELAYS = (timedelta(minutes=15), timedelta(hours=1), timedelta(hours=4), timedelta(hours=16))
# A mail whose touch is locked waits this long. Odoo's queue alone would come back for it after an hour.
TRY_AGAIN = timedelta(minutes=1)
# A mail to which the queue comes later than this is checked against the sending hours again: they may be over.
LATE = timedelta(minutes=15)


class SalesSequenceOutbox(models.AbstractModel):
    """The last check of a sequence mail before SMTP, and the note of what became of it. `mail.mail` calls it, with all
    rights.

    Odoo's queue commits after each mail, so each check sees what others have committed until then.
    """

    _name = "sales.sequence.outbox"
    _description = "Sales Sequence Outbox"

    def _may_leave(self, mail, by_queue=False):
        """Tell whether `mail` may leave now. If not, it is canceled or held, and its touch says why.

        :param by_queue: the queue sends it by itself, so it keeps to the contact's hours

        The touch stays locked until Odoo commits: whatever could fail when the result is noted
        must fail before the mail is handed over, or the mail would go out twice.
        """
        touch, sender_address = self._lock_touch(mail)
        if touch is None:
            return self._retry_soon()
        if not touch:
            # Sent again by hand after the history was deleted: that is for the user to decide.
            return True
        enrollment = touch.enrollment_id
        inbox = self.env["sales.sequence.inbox"]
        inbox._try_to_settle(enrollment.signal_ids.filtered(lambda signal: not signal.settled_at))
        unsettled = enrollment.signal_ids.filtered(lambda signal: not signal.settled_at)
        # Also a failed one: a user who retries all failed mails has not looked who has answered meanwhile.
        if touch.state in ("queued", "failed") and (enrollment.state == "stopped" or self._has_ended(enrollment)):
            touch._settle_as("canceled", reason=self.env._("The sequence was stopped before the email left."))
        if touch.state not in ("queued", "failed"):
            mail.write({"state": "cancel", "failure_reason": touch.reason})
            return False
        if unsettled:
            # Before the pause is checked: a mail canceled for what is not settled yet would never come back.
            return self._retry_soon()
        if (enrollment.state == "paused" and enrollment.pause_kind != "failure") or enrollment._open_questions():
            mail.write({"state": "cancel"})
            return False
        if enrollment._may_not_begin(leaving=touch):
            return self._keep_back(mail, touch)
        if not (sender_address and tools.email_normalize(mail.email_from or "")):
            return self._refuse_without_sender(mail, touch)
        if not by_queue or touch.state != "queued":
            return True
        return not (self._skip_what_is_over(mail, touch) or self._wait_for_hours(mail, touch))

    def _keep_back(self, mail, touch):
        """The first steps of the sequence were paused after this first email was written: hold it until they are
        resumed. An enrollment that it was the last step of has ended, and only its email waits."""
        try:
            with attempt(self.env.cr):
                enrollment = touch.enrollment_id.try_lock_for_update(allow_referencing=True)
                if not enrollment:
                    return self._retry_soon()
                mail.write({"state": "cancel"})
                touch.reason = enrollment.sequence_id.first_steps_pause_why
                enrollment._wait_to_begin()
        except Exception as error:
            _logger.info("Mail %s waits for the first steps of its sequence: %s", mail.id, error)
            return self._retry_soon()
        return False

    def _refuse_without_sender(self, mail, touch):
        """The sender's address was removed after the mail was written: Odoo would send it in the name of the system."""
        reason = touch.user_id.with_env(self.env)._sequence_without_address()
        mail.write({"state": "exception", "failure_type": "mail_from_missing", "failure_reason": reason})
        self.env["sales.sequence.inbox"]._notice_failed_mail(touch.id, touch.enrollment_id.id, reason)
        return False

    def _skip_what_is_over(self, mail, touch):
        """Skip an invitation to which the queue, or the mail server, comes when the event has begun. An error in here
        must not reach the queue: the mail leaves then.

        :return: whether it is skipped
        """
        try:
            with attempt(self.env.cr):
                if not touch.enrollment_id._over(touch.step_id):
                    return False
                reason = touch.enrollment_id._reasons_of_over(touch.step_id)[touch.enrollment_id.id]
                touch._settle_as("skipped", reason=reason)
                mail.write({"state": "cancel", "failure_reason": reason})
        except Exception as error:
            _logger.info("Mail %s leaves without regard to its date: %s", mail.id, error)
            return False
        return True

    def _wait_for_hours(self, mail, touch):
        """Let a mail to which the queue comes late wait for the next sending hours, if the contact's are over by now.
        The queue is late after a downtime, or behind many other mails. An error in here must not reach it: the mail
        leaves then.

        :return: whether it waits
        """
        now, enrollment = fields.Datetime.now(), touch.enrollment_id
        if not touch.done_at or touch.done_at > now - LATE:
            return False
        try:
            with attempt(self.env.cr):
                if schedule.next_slot(now, enrollment._working_times()[enrollment.id]).moment <= now:
                    return False
                moments = touch._send_later(mail)
        except Exception as error:
            _logger.info("Mail %s leaves without regard to its sending hours: %s", mail.id, error)
            return False
        self._note_delay(moments, self.env._("The mail queue came late: it waits for the next sending hours."))
        return True

    def _retry_soon(self):
        """Another process works on this mail's enrollment: it has to wait for the next round of the queue."""
        wake(self.env, MAIL_QUEUE, [fields.Datetime.now() + TRY_AGAIN])
        return False

    def _has_ended(self, enrollment):
        """Whether the enrollment has ended by more than its last step, or would end now, before that email has left."""
        inbox = self.env["sales.sequence.inbox"]
        return (
            enrollment.exit_reason not in (False, "completed")
            or inbox._find_end(enrollment)
            or inbox._blacklisted(enrollment._own_addresses())
        )

    def _lock_touch(self, mail):
        """Lock the touch of `mail`.

        :return: ``(touch, the sender's normalized address)``. The touch is empty when the mail has none, and None when
            another process holds either.

        The locked mail also tells those who stop or pause meanwhile that it is on its way. They would
        otherwise wait for the mail server, or change the mail while the queue sends it: Odoo then
        fails after the mail has left, and sends it again.
        """
        self.env["res.partner"].flush_model(["email_normalized"])
        try:
            with self.env.cr.savepoint():
                self.env.cr.execute(
                    "SELECT FROM mail_mail WHERE id = %s FOR NO KEY UPDATE NOWAIT", [mail.id], log_exceptions=False
                )
                if not self.env.cr.rowcount:
                    return None, None
                self.env.cr.execute(
                    """SELECT touch.id, sender.email_normalized
                         FROM sales_sequence_touch touch
                    LEFT JOIN res_users ON res_users.id = touch.user_id
                    LEFT JOIN res_partner sender ON sender.id = res_users.partner_id
                        WHERE touch.mail_message_id = %s
                          FOR NO KEY UPDATE OF touch NOWAIT""",
                    [mail.mail_message_id.id],
                    log_exceptions=False,
                )
                touch_id, sender_address = self.env.cr.fetchone() or (None, None)
        except (psycopg2.errors.LockNotAvailable, psycopg2.errors.SerializationFailure):
            return None, None
        touch = self.env["sales.sequence.touch"].browse(touch_id)
        touch.invalidate_recordset()
        touch.enrollment_id.invalidate_recordset()
        return touch, sender_address

    # ------------------------------------------------------------------
    # What became of it
    # ------------------------------------------------------------------

    def _note_canceled(self, mails):
        """A user has canceled these in Odoo's list of emails."""
        if mails:
            queued = self._touches_of(mails).filtered(lambda touch: touch.state == "queued")
            queued._settle_as("canceled", reason=self.env._("The email was canceled by %s.", self.env.user.name))

    def _note_deleted(self, messages):
        """A user deletes these messages, or their mails, before they have left."""
        if not messages:
            return
        queued = self.env["sales.sequence.touch"].search(
            [("mail_message_id", "in", messages.ids), ("state", "=", "queued")]
        )
        # Odoo deletes a mail without a valid recipient, too. Its touch fails when that signal is settled.
        failing = queued.enrollment_id.signal_ids.filtered(lambda one: one.kind == "send_failed" and not one.settled_at)
        deleted = queued - failing.touch_id
        deleted._mails(("outgoing",)).write({"state": "cancel"})
        deleted._settle_as("canceled", reason=self.env._("The email was deleted by %s.", self.env.user.name))

    def _note_sent(self, mails):
        """The mail server has accepted these."""
        touches = self._touches_of(mails)
        of_message = {mail.mail_message_id: mail for mail in mails}
        for touch in touches:
            touch.sent_to = ",".join(self._recipients(of_message[touch.mail_message_id]))
        touches.filtered(lambda touch: touch.state in ("queued", "failed"))._settle_as("sent")

    def _note_failure(self, mails, failure_type, failure_reason=False, error=None):
        """The mail server has refused these for good; or for now, then they are tried again.

        :param failure_type, failure_reason: how Odoo puts it, see `mail.mail`
        :param error: what was raised, if anything: only this has the mail server's own answer
        """
        touches = self._touches_of(mails)
        of_message = {mail.mail_message_id: mail for mail in mails}
        answer = smtp_answer.find_answer(error)
        words = (answer and answer.words) or failure_reason or mails[:1].failure_reason or failure_type
        passes = failure_type == "mail_smtp" or (answer and answer.passes)
        if answer and answer.may_have_arrived:
            passes = False
            words = self.env._(
                "The connection broke while the mail server was accepting it, so it may have arrived. Resume sends it "
                "again: look, or "
                "ask, before you do. %s",
                words,
            )
        if passes:
            touches -= self._postpone(touches.filtered(lambda touch: touch.state == "queued"), of_message, words)
        for touch in touches:
            attempts = of_message[touch.mail_message_id].sequence_attempts + 1
            reason = self.env._("Tried %(count)s times. %(words)s", count=attempts, words=words)
            self.env["sales.sequence.inbox"]._notice_failed_mail(
                touch.id, touch.enrollment_id.id, reason if attempts > 1 else words
            )

    def _touches_of(self, mails):
        return self.env["sales.sequence.touch"].search([("mail_message_id", "in", mails.mail_message_id.ids)])

    def _recipients(self, mail):
        """Normalized addresses that `mail` goes to, copies included. Read when it leaves: until then users may edit it.
        """
        texts = [mail.email_to, mail.email_cc, *mail.recipient_ids.mapped("email")]
        return dict.fromkeys(address for text in texts if text for address in tools.email_normalize_all(text))

    def _postpone(self, touches, of_message, words):
        """Try their mails again later. An error in here must not reach Odoo's queue.

        :param of_message: ``{mail.message: mail.mail}``
        :return: the touches that wait now; not those that have had their last attempt
        """
        waiting, known_times = touches.browse(), {}
        for attempts, group in touches.grouped(lambda t: of_message[t.mail_message_id].sequence_attempts).items():
            if attempts >= len(RETRY_DELAYS):
                continue
            mails = self.env["mail.mail"].browse([of_message[touch.mail_message_id].id for touch in group])
            try:
                with attempt(self.env.cr):
                    moments = group._send_later(mails, RETRY_DELAYS[attempts], known_times)
                    mails.write({"sequence_attempts": attempts + 1})
            except Exception:
                _logger.exception("Mails %s could not be scheduled for another attempt", mails.ids)
                continue
            waiting |= group
            note = self.env._(
                "Attempt %(attempts)s of %(all)s: the mail server did not take it, it is tried again automatically. "
                "%(words)s",
                attempts=attempts + 1,
                all=len(RETRY_DELAYS) + 1,
                words=words,
            )
            self._note_delay(moments, note, known_times)
        return waiting

    def _note_delay(self, moments, note, known_times=None):
        """Note on the touches why their mails wait, and plan the next steps anew: their delays count from the moment
        when the mail leaves. Rows that another process has locked are left as they are; the mails wait all the same.

        :param moments: ``{touch: when its mail leaves}``
        """
        touches = self.env["sales.sequence.touch"].browse([touch.id for touch in moments])
        try:
            with attempt(self.env.cr):
                enrollments = touches.enrollment_id.try_lock_for_update(allow_referencing=True)
                locked = touches.try_lock_for_update(allow_referencing=True)
                for touch in locked:
                    touch.write({"reason": note, "done_at": moments[touch]})
                for step, at_step in locked.grouped("step_id").items():
                    leave_at = {touch.enrollment_id: moments[touch] for touch in at_step}
                    (at_step.enrollment_id & enrollments)._wait_for_mail(step, leave_at, known_times)
        except Exception as error:
            _logger.info("Could not store on touches %s when their emails leave: %s", touches.ids, error)
