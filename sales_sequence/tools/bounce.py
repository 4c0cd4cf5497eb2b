# License LGPL-3.0 or later: see LICENSE.
"""Recognizing bounces, complaints and receipts. Pure.

Machine-readable reports come first (RFC 3464 delivery status, RFC 5965 complaints, RFC 8098 read receipts), then
notifications in prose (``bounce_prose``).

A bounce is hard if the person, mailbox or domain does not exist. Everything else is soft: full mailboxes, temporary
problems, and problems with our mail or our server (``bounce_reason``).
"""

import re
from dataclasses import dataclass

from . import bounce_phrases as say
from .bounce_prose import (
    find_prose,
    is_from_system,
    is_written_by_server,
    notification_of,
    prose_addresses,
    refusals,
)
from .bounce_reason import STATUS, best_status, find_reason, kind_and_code
from .bounce_reason_phrases import BLOCKED, FULL, PASSING
from .bounce_report import (
    DSN_TYPES,
    ORIGINAL_TYPES,
    Report,
    address_of_field,
    blocks,
    original_recipients,
)
from .mail_header import part_parameter
from .mail_text import flatten
from .phrases import compiled, first_match


def find_report(mail):
    """Return what a bounce, a complaint or a receipt says, or ``None`` for any other mail.

    :param mail_text.InboundMail mail: any inbound mail
    :rtype: bounce_report.Report | None
    """
    return _complaint(mail) or _delivery_status(mail) or _disposition(mail) or find_prose(mail)


# ------------------------------------------------------------------------------------ complaints
def _complaint(mail):
    reports = mail.parts_of_type("message/feedback-report")
    if reports:
        fields = {}
        for block in blocks(reports[0]):
            for name in block.header_names:
                fields.setdefault(name, []).extend(block.headers(name))
        feedback = (fields.get("feedback-type") or ["abuse"])[0].lower()
        addresses = [
            address_of_field(value)
            for name in ("original-rcpt-to", "removal-recipient")
            for value in fields.get(name, ())
        ]
        addresses = [address for address in addresses if address] or original_recipients(mail)
        kind = "other" if feedback in {"not-spam", "auth-failure", "dmarc"} else "complaint"
        return Report(kind, "feedback_report", f"Feedback-Type: {feedback[:40]}", tuple(dict.fromkeys(addresses)))
    if compiled("|".join(say.COMPLAINT_SUBJECT)).search(flatten(mail.subject[:300])) and mail.parts_of_type(
        *ORIGINAL_TYPES
    ):
        return Report("complaint", "complaint_subject", mail.subject[:120], tuple(original_recipients(mail)))
    return None


# ------------------------------------------------------------------------------ delivery status
@dataclass(frozen=True)
class _Recipient:
    reason: str | None
    addresses: tuple
    status: str | None
    answer: str


def _delivery_status(mail):
    parts = mail.parts_of_type(*DSN_TYPES)
    # A person may attach a report that they received, and use its subject.
    if not parts or not (mail.content_type == "multipart/report" or is_from_system(mail) or is_written_by_server(mail)):
        return None
    recipients, delivered, common_action = [], False, ""
    for block in (block for part in parts for block in blocks(part)):
        action, status = block.header("action").lower(), block.header("status")
        original = address_of_field(block.header("original-recipient"))
        address = address_of_field(block.header("final-recipient")) or original
        if not (address or status):
            # The block about the whole message; some servers put the action there.
            common_action = action or common_action
            continue
        action = action or common_action
        if action.startswith(("deliver", "relayed", "expanded")) or status.lstrip().startswith("2."):
            delivered = True
            continue
        code = STATUS.search(status)
        code = code and code.group()
        addresses = tuple(dict.fromkeys(filter(None, (original, address))))
        answer = block.header("diagnostic-code") or _answer_in_prose(mail, addresses)
        reason = find_reason(code, answer, notification_of(mail), action)
        recipients.append(_Recipient(reason, addresses, best_status(code, answer), answer or status))
    if recipients:
        return _report_of(mail, recipients)
    return Report("other", "delivery_receipt", mail.subject[:120]) if delivered else None


def _answer_in_prose(mail, addresses):
    """Return what the notification says about one of ``addresses``, for a report without a diagnosis."""
    answers = refusals(mail, notification_of(mail))
    return next((answer for named, answer in answers if set(named) & set(addresses)), "")


def _report_of(mail, recipients):
    """Return the report on the recipients with the most informative bounce."""
    by_reason = {recipient.reason: [] for recipient in recipients}
    for recipient in recipients:
        by_reason[recipient.reason].append(recipient)
    chosen = by_reason.get("unknown") or by_reason.get("policy") or recipients
    kind, code = kind_and_code(chosen[0].reason, "delivery_status")
    addresses = [address for recipient in chosen for address in recipient.addresses] or prose_addresses(mail)
    status, answer = chosen[0].status, chosen[0].answer
    return Report(kind, code, f"{status or ''} {answer}".strip()[:200], tuple(dict.fromkeys(addresses)), status)


# ------------------------------------------------------------------------------------- receipts
def _disposition(mail):
    parts = mail.parts_of_type("message/disposition-notification")
    if not parts and not (
        mail.content_type == "multipart/report"
        and part_parameter(mail.message, "report-type") == "disposition-notification"
    ):
        return None
    fields = [block for part in parts[:1] for block in blocks(part)]
    disposition = next((value for value in (block.header("disposition") for block in fields) if value), "")
    text = flatten(mail.text[:3_000])
    # Dovecot and Sieve's "reject" (RFC 5429) refuse a mail with a read receipt.
    if "automatic-action" in disposition.lower() and re.search(r"\b(?:rejected|refused|quota)\b", text):
        address = next(filter(None, (address_of_field(block.header("final-recipient")) for block in fields)), "")
        is_soft = first_match(FULL + BLOCKED + PASSING, text) or "rejected" in text
        kind = "bounce_soft" if is_soft else "bounce_hard"
        return Report(kind, "rejected_by_recipient", disposition[:120], (address,) if address else ())
    return Report("other", "read_receipt", disposition[:120] or mail.subject[:120])
