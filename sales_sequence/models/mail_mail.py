import smtplib
from functools import partial

from odoo import api, fields, models
from odoo.exceptions import MissingError

from ..tools.delivery import Delivery
from ..tools.own_context import is_on, passed_on
from ..tools.plain_text import plain_text
from ..tools.texts import one_line
from .base.jobs import wake_mail_queue


class MailMail(models.Model):
    """Sequence mails pass `sales.sequence.outbox` on their way out."""

    _inherit = "mail.mail"

    # A column of the mail itself: all other mails are told apart without a query.
    is_sequence_mail = fields.Boolean(readonly=True, copy=False)
    sequence_attempts = fields.Integer(
        readonly=True, copy=False, help="How often the mail server was not there or put this mail of a sequence off."
    )

    @api.model
    def process_email_queue(self, email_ids=(), batch_size=1000):
        """As Odoo's. Without chosen mails, it is the queue that sends, which keeps to the contacts' sending hours."""
        queue = self.with_context(sales_sequence_delivery=Delivery(by_queue=not email_ids))
        return super(MailMail, queue).process_email_queue(email_ids, batch_size)

    def send(self, *args, **kwargs):
        """As Odoo's. What an automatic step wants to send at once leaves with the mail queue, after the commit."""
        if not is_on(self.env, "sales_sequence_queues_mail"):
            return super(MailMail, self._with_delivery()).send(*args, **kwargs)
        precommit = self.env.cr.precommit
        if not precommit.data.get("sales_sequence_queues_mail"):
            precommit.data["sales_sequence_queues_mail"] = True
            precommit.add(partial(wake_mail_queue, self.env))
        return True

    def mark_outgoing(self):
        """Sent again by hand: its attempts are counted anew."""
        self.filtered("is_sequence_mail").write({"sequence_attempts": 0})
        return super().mark_outgoing()

    def cancel(self):
        """Canceled by hand: it must not leave when a pause of its enrollment is over."""
        result = super().cancel()
        self._outbox()._note_canceled(self.filtered("is_sequence_mail"))
        return result

    def unlink(self):
        """Note of each sequence mail that has not left by whom it was deleted. Odoo also deletes what it has sent."""
        waiting = self.filtered(lambda mail: mail.is_sequence_mail and mail.state != "sent")
        self._outbox()._note_deleted(waiting.mail_message_id)
        return super().unlink()

    def _send(
        self,
        auto_commit=False,
        raise_exception=False,
        smtp_session=None,
        alias_domain_id=False,
        mail_server=False,
        post_send_callback=None,
    ):
        """Check each sequence mail once more right before it is handed to the mail server."""
        options = {
            "auto_commit": auto_commit,
            "raise_exception": raise_exception,
            "smtp_session": smtp_session,
            "alias_domain_id": alias_domain_id,
            "mail_server": mail_server,
            "post_send_callback": post_send_callback,
        }
        try:
            sequence_mails = self._with_delivery().filtered("is_sequence_mail")
        except MissingError:
            # Another process that works on the queue has sent and deleted some of them meanwhile.
            return self.exists()._send(**options)
        result = True
        if self - sequence_mails or not self:
            result = super(MailMail, self - sequence_mails)._send(**options)
        for mail in sequence_mails:
            if self._outbox()._may_leave(mail, by_queue=mail._delivery().by_queue):
                result = mail._hand_over(super(MailMail, mail)._send, options)
            elif auto_commit:
                self.env.cr.commit()  # pylint: disable=invalid-commit
        return result

    def _hand_over(self, send, options):
        """Send this sequence mail by `send`, which is Odoo's `_send`.

        Where the connection breaks, Odoo gives up the whole session, and only marks this mail as failed. It is tried
        again like any other that the mail server did not take, and so are those behind it.
        """
        try:
            return send(**options)
        except smtplib.SMTPServerDisconnected as error:
            self._outbox()._note_failure(self, "mail_smtp", str(error), error)
            self._outbox()._retry_soon()
            if options["auto_commit"]:
                self.env.cr.commit()  # pylint: disable=invalid-commit
            if self._delivery().by_queue or options["raise_exception"]:
                raise
            # By hand: the error would roll back the request, and with it what is noted of this mail and of those that
            # have left before it. All of them would leave again.
            return True

    def _outbox(self):
        # With all rights: those who may send these mails need not see the enrollments.
        return self.env["sales.sequence.outbox"].sudo()

    def _with_delivery(self):
        """The same mails, with a `Delivery` in the context."""
        known = passed_on(self.env, "sales_sequence_delivery", Delivery)
        return self if known else self.with_context(sales_sequence_delivery=Delivery())

    def _delivery(self):
        """How these mails are being sent. See `tools/delivery.py`."""
        return passed_on(self.env, "sales_sequence_delivery", Delivery) or Delivery()

    def _prepare_outgoing_body(self):
        body = super()._prepare_outgoing_body()
        if self.is_sequence_mail:
            body = self.env["sales.sequence.opt.out.link"]._add_to_body(self, body)
        return body

    def _prepare_outgoing_list(self, mail_server=False, doc_to_followers=None):
        # Attachments may be stored on a server that cannot be reached for now.
        with self._delivery().keeping_error():
            email_list = super()._prepare_outgoing_list(mail_server=mail_server, doc_to_followers=doc_to_followers)
        if self.is_sequence_mail:
            email_list = self.env["sales.sequence.opt.out.link"]._address_each(self, email_list)
            email_list = [
                {**self._without_line_breaks(email_values), "body_alternative": plain_text(email_values["body"])}
                for email_values in email_list
            ]
            # Last: the text part keeps the links as they are.
            email_list = self.env["sales.sequence.click.link"]._seal_each(self, email_list)
        return email_list

    def _without_line_breaks(self, email_values):
        """The same values, of Odoo's `_prepare_outgoing_list`. Names and subjects may have changed since the mail was
        written."""
        return {
            **email_values,
            "subject": one_line(email_values["subject"]),
            "reply_to": one_line(email_values["reply_to"]),
            "email_to": [one_line(address) for address in email_values["email_to"]],
            "email_cc": [one_line(address) for address in email_values["email_cc"]],
            "attachments": [(one_line(name), *rest) for name, *rest in email_values["attachments"]],
        }

    def _postprocess_sent_message(self, success_pids, success_emails, failure_reason=False, failure_type=None):
        sequence_mails = self.filtered("is_sequence_mail")
        sent = sequence_mails.filtered(lambda mail: not failure_type and mail.state == "sent")
        refused = sequence_mails - sent
        if refused:
            # Of a mail that has lost all its recipients, Odoo says only on the mail that it did not leave.
            why = failure_type or refused[0].failure_type
            self._outbox()._note_failure(refused, why, failure_reason, self._delivery().error)
        if sent:
            self._outbox()._note_sent(sent)
        return super()._postprocess_sent_message(
            success_pids, success_emails, failure_reason=failure_reason, failure_type=failure_type
        )
