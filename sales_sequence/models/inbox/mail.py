import logging
from datetime import timedelta

import psycopg2

from odoo import api, fields, models, tools
from odoo.fields import Domain

from ...tools import inbound
from ...tools.addresses import person_key
from ...tools.bounce_report import original_message_ids
from ...tools.mail_date import written_at
from ...tools.mail_header import as_utf8, header_addresses
from ...tools.mail_text import InboundMail
from ..base.states import LIVE_STATES
from .concerned import COLLEAGUE, LATE_ANSWER, Concerned, who_is_concerned
from .records import all_enrollments

_logger = logging.getLogger(__name__)

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
# Kinds of `inbound.Verdict` in which a mail server or a provider reports on an address.
REPORTS = ("bounce_hard", "bounce_soft", "complaint")
# No honest mail names more. A forged one with thousands of addresses would put a note on thousands of enrollments. Of
# the references the last ones count: newer mails are added at the end (RFC 5322, 3.6.4).
MAX_ADDRESSES = 20
MAX_REFERENCES = 200
# As far as clocks of mail programs are fast, and as long before our last mail as somebody may have written and been
# offline. What is further off is no date at all.
FAST_CLOCK = timedelta(minutes=10)
LONG_BEFORE = timedelta(days=30)


def is_automatic(verdict):
    """Whether a machine wrote it, beyond doubt. A newsletter is no sign of one: forms of websites send such mail."""
    return verdict.kind not in ("reply", "unsure") and verdict.evidence_code != "bulk_mail"


class SalesSequenceInboxMail(models.AbstractModel):
    """Mail that arrives through Odoo's gateway: whose is it, and what is it?"""

    _name = "sales.sequence.inbox.mail"
    _description = "Sales Sequence Inbox: Mail Gateway"

    @api.model
    def _notice_inbound(self, message, message_dict):
        """Record what a message from outside says about enrolled people.

        Never raises: Odoo's fetcher marks a message as handled even if processing it failed.

        :param message: the raw `email.message.EmailMessage`
        :param message_dict: what Odoo's gateway read from it
        """
        try:
            values_list = self._recognize(message, message_dict)
        except Exception:
            _logger.exception("Message %s could not be examined", message_dict.get("message_id"))
            return
        self._notice(values_list)

    @api.model
    def _mark_automatic(self, message, routes):
        """Let the targets that this message is about to create say that no person wrote it. Never raises.

        :param routes: of Odoo's gateway: ``(model, id of the record or False, values, user id, alias)``
        :return: the same, with the mark among the values
        """

        def creates_target(model, thread_id):
            return not thread_id and model in self.env and getattr(self.env[model], "_sequence_target", None)

        try:
            creating = [route for route in routes or () if creates_target(route[0], route[1])]
            if not creating or not is_automatic(inbound.classify(message)):
                return routes
        except Exception:
            _logger.exception("A message that creates a record could not be examined")
            return routes
        return [
            (model, thread_id, {**(values or {}), "is_from_automatic_mail": True}, *others)
            if creates_target(model, thread_id)
            else (model, thread_id, values, *others)
            for model, thread_id, values, *others in routes
        ]

    @api.model
    def _notice_bounce(self, message, message_dict):
        """Record a bounce that Odoo has recognized, and does not route."""
        self._notice_inbound(message, message_dict)

    def _recognize(self, message, message_dict):
        """:return: list of `sales.sequence.signal` values"""
        verdict, concerned = self._read_and_find(message, message_dict)
        if not concerned:
            return []
        if verdict.kind in REPORTS:
            found = self._read_report(verdict, concerned)
        elif concerned[0].route == COLLEAGUE:
            found = self._read_mail_of_colleague(verdict, concerned)
        else:
            found = self._read_answer(verdict, concerned, self._authors(message))
        # With all rights, whichever user fetches the mail. In a savepoint: if this fails, the message stays.
        with self.env.cr.savepoint():
            stored = self.env["mail.message"].sudo().search([("message_id", "=", message_dict["message_id"])], limit=1)
        evidence = self._describe_evidence(verdict, message_dict)
        shared = {
            "kind": SIGNAL_OF_VERDICT[verdict.kind],
            "evidence_code": verdict.evidence_code,
            "resume_on": verdict.return_date,
            "leaning": SIGNAL_OF_VERDICT.get(verdict.leaning),
            "wish": verdict.wish,
            "mail_message_id": stored.id,
        }
        written, sent_at = written_at(message), {one.enrollment_id: one.sent_at for one in concerned}
        return [
            {
                **shared,
                "occurred_at": self._moment_of(written, values["enrollment_id"], sent_at),
                **values,
                # Whoever wrote is not named on the enrollments of colleagues.
                "detail": "\n".join(why if values.get("kind") == "colleague" else [evidence, *why]),
            }
            for values, *why in found
        ]

    def _moment_of(self, written, enrollment_id, sent_at):
        """When a message was written: what it states itself, as Odoo shows it in the chatter, where that can be true.
        Clocks differ: a little in the future it stands, and a little before the mail of ours that it answers it came
        right after that. A date that is far off, by mistake or by intent, says nothing: then it is when it arrived.

        :param written: the date that it states, naive UTC, or None
        :param sent_at: ``{enrollment id: when that mail left}``, of those that have had one
        """
        now = fields.Datetime.now()
        if not written or written > now + FAST_CLOCK:
            return now
        earliest = sent_at.get(enrollment_id) or all_enrollments(self.env).browse(enrollment_id).enrolled_at
        return now if written < earliest - LONG_BEFORE else max(written, earliest)

    def _read_and_find(self, message, message_dict):
        """:return: ``(inbound.Verdict, list of Concerned)``; the list is empty for kinds that become no signal"""
        mail, verdict, concerned = InboundMail(message), None, []
        authors = self._authors(message)
        if message_dict.get("is_bounce"):
            # The mail that it is about is enclosed: its own headers need not be looked up first.
            verdict = inbound.classify(message)
        if not verdict or verdict.kind not in REPORTS:
            message_id = message_dict.get("message_id")
            concerned = self._find_concerned(authors, mail.thread_ids, authors, message_id)
            sent_at = max((one.sent_at for one in concerned if one.sent_at), default=None)
            if sent_at or not verdict:
                verdict = inbound.classify(message, sent_at)
        if verdict.kind in REPORTS:
            concerned = self._find_concerned(authors, verdict.references, verdict.bounced_addresses, exactly=True)
        elif verdict.kind == "address_changed" and concerned and not any(one.touch_id for one in concerned):
            # The proof may be in a mail of ours that is enclosed.
            concerned = self._find_concerned(authors, original_message_ids(mail), authors, message_id)
        return verdict, concerned if verdict.kind in SIGNAL_OF_VERDICT else []

    def _authors(self, message):
        """The normalized addresses of the person who wrote it. A web form writes in its own name, and names the person
        in Reply-To. One address of each header: nobody answers for a list of people."""
        found = [address for name in ("From", "Reply-To") for address in header_addresses(message, name)[:1]]
        return tuple(filter(None, (tools.email_normalize(as_utf8(address)) for address in found)))

    def _find_concerned(self, authors, references, addresses, message_id=None, exactly=False):
        """Find the enrollments that a message may be about: by reference to one of our touches, from whatever address;
        by address, whatever it refers to; or by where it lies, whoever wrote it. See `who_is_concerned`.

        :param message_id: of the message itself; None for a report, which is about nothing but what it names
        :param exactly: other forms of an address are other addresses
        :return: list of `Concerned`, one for each enrollment
        """
        self.env["sales.sequence.enrollment"].flush_model(
            ["email_normalized", "ended_at", "partner_id", "state"]
        )
        addresses, targets = addresses[:MAX_ADDRESSES], self.env["sales.sequence"]._target_models()
        self.env["sales.sequence.touch"].flush_model(
            ["enrollment_id", "mail_message_id", "channel", "state", "done_at", "sent_to"]
        )
        # A failure here must not roll back the message. Query and savepoint in one statement, which every message from
        # outside costs, and most of them concern nobody.
        try:
            self.env.cr.execute(
                f"SAVEPOINT sales_sequence_inbound; {who_is_concerned(targets)}",
                {
                    "references": [as_utf8(reference) for reference in references[-MAX_REFERENCES:]],
                    "addresses": [as_utf8(address) for address in addresses],
                    "keys": [person_key(as_utf8(address)) for address in addresses],
                    "exactly": exactly,
                    "message_id": message_id,
                    "senders": list(authors[:1]),
                    # Also another form of a user's address.
                    "forms": [form for author in authors[:1] for form in (author, person_key(author))],
                    "live": LIVE_STATES,
                    "long_ago": fields.Datetime.now() - LATE_ANSWER,
                },
            )
            found = [
                Concerned(enrollment_id, touch_id, route, tuple(recipients or ()), sent_at)
                for enrollment_id, touch_id, route, recipients, sent_at in self.env.cr.fetchall()
            ]
        except psycopg2.Error:
            # After any other error there is no savepoint: to roll back to it would fail, and lose the message.
            self.env.cr.execute("ROLLBACK TO SAVEPOINT sales_sequence_inbound")
            raise
        self.env.cr.execute("RELEASE SAVEPOINT sales_sequence_inbound")
        return found

    @api.model
    def _find_internal(self, addresses):
        """The subset of these normalized addresses that internal users have: their mail concerns nobody."""
        if not addresses:
            return set()
        # With all rights: not everybody may read users.
        users = self.env["res.users"].sudo()._search([("share", "=", False), ("active", "=", True)])
        partners = (
            self.env["res.partner"]
            .sudo()
            .with_context(active_test=False)
            .search_fetch(
                # Also whoever is written to by a form of the user's address.
                Domain("email_normalized", "in", list({*addresses, *map(person_key, addresses)}))
                & Domain("user_ids", "in", users),
                ["email_normalized"],
            )
        )
        internal = {person_key(address) for address in partners.mapped("email_normalized")}
        return {address for address in addresses if person_key(address) in internal} if internal else internal

    def _describe_evidence(self, verdict, message_dict):
        """Say who sent the message and how its kind was recognized."""
        who = as_utf8(message_dict.get("email_from") or "")[:320]
        if verdict.new_address:
            return self.env._("From %(who)s: write to %(address)s instead.", who=who, address=verdict.new_address)
        if verdict.kind != "reply" and verdict.evidence_detail:
            return self.env._("From %(who)s (%(evidence)s)", who=who, evidence=verdict.evidence_detail)
        return self.env._("From %s", who)
