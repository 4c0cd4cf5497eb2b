import logging
from datetime import timedelta

from odoo import api, fields, models, tools

from ..tools import inbound

_logger = logging.getLogger(__name__)

# An answer without references that comes so long after the last step is still an answer to it.
LATE_ANSWER = timedelta(days=30)
SIGNAL_OF_VERDICT = {
    "reply": "reply",
    "auto_reply": "auto_reply",
    "acknowledgement": "acknowledgement",
    "address_changed": "address_changed",
    "bounce_hard": "bounce",
    "bounce_soft": "bounce_soft",
    "complaint": "complaint",
    "unsure": "unsure",
}
# By reference to one of our touches, or by address; nobody where the sender is an internal user.
WHO_IS_CONCERNED = """
    WITH concerned AS (
      SELECT touch.enrollment_id, touch.id AS touch_id
        FROM mail_message message
        JOIN sales_sequence_touch touch ON touch.mail_message_id = message.id
       WHERE message.message_id = ANY(%(references)s)
       UNION ALL
      SELECT enrollment.id, NULL
        FROM sales_sequence_enrollment enrollment
       WHERE enrollment.email_normalized = ANY(%(addresses)s)
         AND (enrollment.state IN ('running', 'paused')
              OR enrollment.state = 'finished' AND enrollment.ended_at > %(long_ago)s)
    )
    SELECT enrollment_id, max(touch_id)
      FROM concerned
     WHERE NOT EXISTS (
               SELECT FROM res_users
                 JOIN res_partner ON res_partner.id = res_users.partner_id
                WHERE res_partner.email_normalized = %(sender)s
                  AND res_users.active AND NOT res_users.share)
    GROUP BY enrollment_id
    ORDER BY enrollment_id"""


class SalesSequenceInbox(models.AbstractModel):
    """What arrives through Odoo's mail gateway: whose is it, and what is it?"""

    _inherit = "sales.sequence.inbox"

    @api.model
    def _notice_inbound(self, message, message_dict):
        """Notice a message from outside that concerns enrolled people.

        :param message: the raw `email.message.EmailMessage`
        :param message_dict: what Odoo's gateway read from it
        Never raises: Odoo's fetcher marks a message as handled even when its processing failed.
        """
        try:
            values_list = self._recognize(message, message_dict)
        except Exception:
            _logger.exception("Message %s could not be examined", message_dict.get("message_id"))
            return
        self._notice(values_list)

    @api.model
    def _notice_bounce(self, message, message_dict):
        """Notice a bounce that Odoo recognized by itself and routes nowhere."""
        self._notice_inbound(message, message_dict)

    def _recognize(self, message, message_dict):
        verdict = inbound.classify(message)
        kind = SIGNAL_OF_VERDICT.get(verdict.kind)
        if not kind:
            return []
        references = set(verdict.references)
        references.update(tools.mail.mail_header_msgid_re.findall(message_dict.get("references") or ""))
        references.update(tools.mail.mail_header_msgid_re.findall(message_dict.get("in_reply_to") or ""))
        sender = tools.email_normalize(message_dict.get("email_from") or "") or ""
        addresses = set(verdict.bounced_addresses) | {
            tools.email_normalize(address) for address in (message_dict.get("bounced_email"),) if address
        }
        if kind not in ("bounce", "bounce_soft", "complaint"):
            # A web form writes in its own name and says in Reply-To whose words it carries.
            addresses |= {sender, *tools.mail.email_normalize_all(str(message.get("Reply-To") or ""))}
        found = self._find_concerned(sender, references, addresses - {""})
        if not found:
            return []
        with self.env.cr.savepoint():
            stored = self.env["mail.message"].sudo().search([("message_id", "=", message_dict["message_id"])], limit=1)
        return [
            {
                "enrollment_id": enrollment_id,
                "touch_id": touch_id,
                "kind": kind,
                "detail": self._evidence(verdict, message_dict),
                "resume_on": verdict.return_date,
                "wish": verdict.wish,
                "leaning": SIGNAL_OF_VERDICT.get(verdict.leaning),
                "mail_message_id": stored.id,
            }
            for enrollment_id, touch_id in found
        ]

    def _find_concerned(self, sender, references, addresses):
        """Whom a message concerns: by reference to one of our touches, whoever answers; or by
        address, whatever it answers to. Mail of internal users concerns nobody.

        :return: list of ``(enrollment id, touch id or None)``, one for each enrollment
        """
        self.env["sales.sequence.enrollment"].flush_model(["email_normalized", "state", "ended_at"])
        self.env["sales.sequence.touch"].flush_model(["enrollment_id", "mail_message_id"])
        # A failure here must not take the message with it. In one statement with its savepoint: every message from
        # outside pays for this, and most of them concern nobody.
        try:
            self.env.cr.execute(
                f"SAVEPOINT sales_sequence_inbound; {WHO_IS_CONCERNED}",
                {
                    "references": list(references),
                    "addresses": list(addresses),
                    "sender": sender,
                    "long_ago": fields.Datetime.now() - LATE_ANSWER,
                },
            )
            found = self.env.cr.fetchall()
        except Exception:
            self.env.cr.execute("ROLLBACK TO SAVEPOINT sales_sequence_inbound")
            raise
        self.env.cr.execute("RELEASE SAVEPOINT sales_sequence_inbound")
        return found

    def _evidence(self, verdict, message_dict):
        """Whose message it was and what told its kind, in words."""
        who = message_dict.get("email_from") or ""
        if verdict.new_address:
            return self.env._("From %(who)s: write to %(address)s instead.", who=who, address=verdict.new_address)
        if verdict.kind != "reply" and verdict.evidence_detail:
            return self.env._("From %(who)s (%(evidence)s)", who=who, evidence=verdict.evidence_detail)
        return self.env._("From %s", who)
