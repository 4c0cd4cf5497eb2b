from odoo import api, models

from ..tools.mail_header import drop_unreadable

# The headers that Odoo's gateway reads first.
HEADERS = ("From", "To", "Cc", "Delivered-To", "Resent-To", "Resent-Cc", "Message-Id", "References", "In-Reply-To")


class MailThread(models.AbstractModel):
    """Tells the inbox of incoming messages, once Odoo has processed them."""

    _inherit = "mail.thread"

    @api.model
    def message_parse(self, message, save_original=False):
        """Drop headers that Python's parser cannot read: it raises, and a customer's answer would be lost."""
        try:
            return super().message_parse(message, save_original=save_original)
        except Exception:
            if not drop_unreadable(message, *HEADERS):
                raise
            return super().message_parse(message, save_original=save_original)

    @api.model
    def _message_route_process(self, message, message_dict, routes):
        tests = [route for route in routes if route[0] == "sales.sequence.round.trip"]
        if tests:
            # Ours to ourselves: no message, no signal, nobody's answer.
            self.env["sales.sequence.round.trip"].sudo()._receive(message, message_dict)
            routes = [route for route in routes if route not in tests]
            if not routes:
                return False
        if not self._is_from_colleague(routes):
            # Before the record is created: an automation rule may enroll it at once.
            routes = self.env["sales.sequence.inbox"]._mark_automatic(message, routes)
        thread_id = super()._message_route_process(message, message_dict, routes)
        if not message_dict.get("is_bounce") and not self._is_from_colleague(routes):
            self.env["sales.sequence.inbox"]._notice_inbound(message, message_dict)
        return thread_id

    def _is_from_colleague(self, routes):
        """Whether Odoo's gateway attributed the message to an internal user, as whom it then acts."""
        # Where it knows nobody, it acts as the user who fetches the mail.
        senders = {user_id for _model, _id, _values, user_id, _alias in routes} - {self.env.uid, False, None}
        return any(user._is_internal() for user in self.env["res.users"].browse(senders))

    @api.model
    def _routing_handle_bounce(self, email_message, message_dict):
        result = super()._routing_handle_bounce(email_message, message_dict)
        self.env["sales.sequence.inbox"]._notice_bounce(email_message, message_dict)
        return result

    def _clean_empty_message(self, message):
        """Withdraw the email of a message that the web client deletes: it empties the message."""
        self.env["sales.sequence.outbox"].sudo()._note_deleted(message._sequence_mails())
        return super()._clean_empty_message(message)

    def _message_post_after_hook(self, message, msg_values):
        """Tell the inbox of a customer's comment, through the portal or the website: it is an answer."""
        result = super()._message_post_after_hook(message, msg_values)
        if msg_values.get("message_type") == "comment" and not self.env.user._is_internal():
            self.env["sales.sequence.inbox"]._notice_comment(self, message)
        return result
