import logging
from datetime import datetime, timedelta
from typing import NamedTuple

import psycopg2

from odoo import api, fields, models, tools

from ...tools import inbound
from ...tools.bounce_report import original_message_ids
from ...tools.mail_header import as_utf8, header_addresses
from ...tools.mail_text import InboundMail

_logger = logging.getLogger(__name__)

# An answer without references that comes so long after the last step is still an answer to it.
LATE_ANSWER = timedelta(days=30)
SIGNAL_OF_VERDICT = {
    "reply": "reply",
    "auto_reply": "auto_reply",
    "unsure": "unsure",
    "acknowledgement": "acknowledgement",
    "address_changed": "address_changed",
    "bounce_hard": "bounce",
    "bounce_soft": "bounce_soft",
    "complaint": "complaint",
}
# Kinds of `inbound.Verdict` that a mail server or a provider reports of an address.
REPORTS = ("bounce_hard", "bounce_soft", "complaint")
# A mail names no more than so many in earnest. With thousands of addresses it would else put a note on thousands of
# enrollments. References keep the last ones: newer mails are added at the end (RFC 5322, 3.6.4).
MAX_ADDRESSES = 20
MAX_REFERENCES = 200
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
    ), latest AS (
      SELECT enrollment_id, max(touch_id) AS touch_id
        FROM concerned
       WHERE NOT EXISTS (
                 SELECT FROM res_users
                   JOIN res_partner ON res_partner.id = res_users.partner_id
                  WHERE res_partner.email_normalized = ANY(%(senders)s)
                    AND res_users.active AND NOT res_users.share)
    GROUP BY enrollment_id
    )
    SELECT latest.enrollment_id, latest.touch_id,
           string_to_array(coalesce(touch.sent_to, enrollment.email_normalized), ','),
           CASE WHEN latest.touch_id IS NULL
                THEN (SELECT max(done_at) FROM sales_sequence_touch mailed
                       WHERE mailed.enrollment_id = latest.enrollment_id
                         AND mailed.channel = 'email' AND mailed.state IN ('sent', 'bounced'))
                WHEN touch.state IN ('sent', 'bounced') THEN touch.done_at
           END
      FROM latest
      JOIN sales_sequence_enrollment enrollment ON enrollment.id = latest.enrollment_id
 LEFT JOIN sales_sequence_touch touch ON touch.id = latest.touch_id
  ORDER BY latest.enrollment_id"""


class Concerned(NamedTuple):
    """An enrollment that an inbound mail has to do with.

    `touch_id`: the last of our mails that it refers to, None where only an address leads here. `recipients`: normalized
    addresses that this mail of ours went to. `sent_at`: when it, or else the last one, was handed over by SMTP, naive
    UTC; None where that is not known.
    """

    enrollment_id: int
    touch_id: int | None
    recipients: tuple[str, ...]
    sent_at: datetime | None


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
        verdict, concerned = self._read_and_find(message, message_dict)
        if not concerned:
            return []
        if verdict.kind in REPORTS:
            values_list = self._weigh_report(verdict, concerned)
        else:
            values_list = self._weigh_answer(verdict, concerned, self._authors(message))
        with self.env.cr.savepoint():
            stored = self.env["mail.message"].sudo().search([("message_id", "=", message_dict["message_id"])], limit=1)
        said = self._evidence(verdict, message_dict)
        shared = {
            "kind": SIGNAL_OF_VERDICT[verdict.kind],
            "evidence_code": verdict.evidence_code,
            "resume_on": verdict.return_date,
            "leaning": SIGNAL_OF_VERDICT.get(verdict.leaning),
            "wish": verdict.wish,
            "mail_message_id": stored.id,
        }
        return [{**shared, **values, "detail": "\n".join([said, *why])} for values, *why in values_list]

    def _read_and_find(self, message, message_dict):
        """:return: ``(verdict, list of Concerned)``; nobody is concerned by mail that tells nothing"""
        mail, verdict, concerned = InboundMail(message), None, []
        authors = self._authors(message)
        if message_dict.get("is_bounce"):
            # What it is about is inside it, so that the headers need not be looked up first.
            verdict = inbound.classify(message)
        if not verdict or verdict.kind not in REPORTS:
            concerned = self._find_concerned(authors, mail.thread_ids, authors)
            sent_at = max((one.sent_at for one in concerned if one.sent_at), default=None)
            if sent_at or not verdict:
                verdict = inbound.classify(message, sent_at)
        if verdict.kind in REPORTS:
            concerned = self._find_concerned(authors, verdict.references, verdict.bounced_addresses)
        elif verdict.kind == "address_changed" and concerned and not any(one.touch_id for one in concerned):
            # Its proof may be in our mail, enclosed.
            concerned = self._find_concerned(authors, original_message_ids(mail), authors)
        return verdict, concerned if verdict.kind in SIGNAL_OF_VERDICT else []

    def _authors(self, message):
        """Normalized addresses of whose words it may be: a web form writes in its own name and names the person in
        Reply-To. One of each header: nobody answers for a list of people."""
        found = [address for name in ("From", "Reply-To") for address in header_addresses(message, name)[:1]]
        return tuple(filter(None, (tools.email_normalize(as_utf8(address)) for address in found)))

    def _find_concerned(self, authors, references, addresses):
        """Whom a message concerns: by reference to one of our touches, whoever answers; or by
        address, whatever it answers to. Mail of internal users concerns nobody.

        :return: list of `Concerned`, one for each enrollment
        """
        self.env["sales.sequence.enrollment"].flush_model(["email_normalized", "state", "ended_at"])
        self.env["sales.sequence.touch"].flush_model(
            ["enrollment_id", "mail_message_id", "channel", "state", "done_at", "sent_to"]
        )
        # A failure here must not take the message with it. In one statement with its savepoint: every message from
        # outside pays for this, and most of them concern nobody.
        try:
            self.env.cr.execute(
                f"SAVEPOINT sales_sequence_inbound; {WHO_IS_CONCERNED}",
                {
                    "references": [as_utf8(reference) for reference in references[-MAX_REFERENCES:]],
                    "addresses": [as_utf8(address) for address in addresses[:MAX_ADDRESSES]],
                    "senders": list(authors[:1]),
                    "long_ago": fields.Datetime.now() - LATE_ANSWER,
                },
            )
            found = [
                Concerned(enrollment_id, touch_id, tuple(recipients or ()), sent_at)
                for enrollment_id, touch_id, recipients, sent_at in self.env.cr.fetchall()
            ]
        except psycopg2.Error:
            # Of any other error the database knows nothing: there is no savepoint, and to ask for it loses the message.
            self.env.cr.execute("ROLLBACK TO SAVEPOINT sales_sequence_inbound")
            raise
        self.env.cr.execute("RELEASE SAVEPOINT sales_sequence_inbound")
        return found

    def _evidence(self, verdict, message_dict):
        """Whose message it was and what told its kind, in words."""
        who = as_utf8(message_dict.get("email_from") or "")[:320]
        if verdict.new_address:
            return self.env._("From %(who)s: write to %(address)s instead.", who=who, address=verdict.new_address)
        if verdict.kind != "reply" and verdict.evidence_detail:
            return self.env._("From %(who)s (%(evidence)s)", who=who, evidence=verdict.evidence_detail)
        return self.env._("From %s", who)
