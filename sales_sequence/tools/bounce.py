# License LGPL-3.0 or later: see LICENSE.
"""Recognizing bounces, complaints and receipts. Pure.

Machine-readable reports come first (RFC 3464 delivery status, RFC 5965 complaints, RFC 8098 read
receipts), then ``flufl.bounce`` (imported on first use), then the notifications in prose that it
does not know: delayed ones, other languages, Asian providers.

Soft is what may pass: anything with a 4.x.x status (RFC 3463), full mailboxes (x.2.2), size and
content (5.6.x, 5.2.3, 5.3.4), expired retries (5.4.7), and blocks by policy or reputation (5.7.x):
those are about our mail or our server, not about the person's address. Hard is an address, a mailbox
or a domain that does not exist.

A person who writes about a bounce is not a bounce: prose only counts if the sender or the envelope
is a mail system's.
"""

import logging
import re
from dataclasses import dataclass
from email.message import Message
from email.parser import HeaderParser

from . import bounce_phrases as say
from .mail_header import find_addresses, part_encoding, part_parameter, part_type, raw_headers
from .mail_text import MAX_PARTS, MAX_TEXT, MESSAGE_ID, InboundMail, flatten, part_text
from .person import personal_signs
from .phrases import compiled, first_match

_SYSTEM_SENDER = re.compile(
    r"^(?:[\w.-]*(?:mailer-?daemon|postmaster|mdaemon|smtp|mail[._-]?(?:service|gateway|system"
    r"|server|delivery))[\w\\.+-]*|mailer-?daemon|mail-?daemon|mdaemon|maildelivery"
    r"|mail-?delivery(?:-?(?:sub)?system)?|postmaster|mail-?system|bounces?|bounce-?[\w.+=-]*|"
    r"microsoftexchange[0-9a-f]{16,}|postoffice|mailerdaemon|mailsystem|mail-?gateway"
    r"|mailadmin|smtp|exchange|listserv|delivery|ndr|returned-?mail)@",
    re.IGNORECASE,
)
_DAEMON = re.compile(
    r"^(?:mailer-?daemon|mail-?daemon|mailerdaemon|microsoftexchange[0-9a-f]{16,})(?:@|$)", re.IGNORECASE
)
_SYSTEM_NAME = re.compile(
    r"mail delivery (?:sub)?system|mail delivery|mailer.?daemon|postmaster|mail system"
    r"|system administrator|mail administrator|internet mail delivery|systemadministrator"
    r"|administrateur syst|administrador del sistema|amministratore di sistema|beheerder"
    r"|mail server|microsoft outlook$|mail ?gateway",
    re.IGNORECASE,
)
_STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d]|\.\d)")
_SMTP_CODE = re.compile(r"(?<![\d.,:/#-])([45]\d\d)(?=[ \-_#:;,)]|$)(?!\.\d)")
_DSN_TYPES = ("message/delivery-status", "message/global-delivery-status", "message/delivery-status-report")
_ORIGINAL_TYPES = (
    "message/rfc822",
    "text/rfc822-headers",
    "message/global",
    "message/global-headers",
    "message/rfc822-headers",
)
_FIELD = re.compile(
    r"^[ \t>]*(final-recipient|original-recipient|action|status|diagnostic-code"
    r"|x-actual-recipient)[ \t]*:[ \t]*(\S.*)$",
    re.IGNORECASE | re.MULTILINE,
)
_ANSWER_PREFIX = re.compile(
    r"^(?:re|aw|antw|sv|vs|odp|fw|fwd|wg|tr|rv|rif|res|enc|回复|答复|返信|回覆|转发|回信|отв)\s?[:：]", re.IGNORECASE
)


@dataclass(frozen=True)
class Report:
    """What a report says. ``kind`` is one of the kinds of ``inbound.Verdict``."""

    kind: str
    code: str
    detail: str
    addresses: tuple = ()
    status: str | None = None


def find_report(mail):
    """Return what a bounce, a complaint or a receipt says, or ``None`` for any other mail.

    :param mail_text.InboundMail mail: any inbound mail
    :rtype: Report | None
    """
    return _complaint(mail) or _delivery_status(mail) or _disposition(mail) or _prose(mail)


def original_message_ids(mail):
    """Return the Message-Ids that the returned mail has or references, wherever it is enclosed.

    :param mail_text.InboundMail mail: a bounce, complaint or receipt
    :rtype: tuple[str, ...]
    """
    found = []
    for part in mail.parts_of_type(*_ORIGINAL_TYPES):
        if original := _enclosed(part):
            found += ["".join(value.split()) for value in MESSAGE_ID.findall(original.header("message-id"))]
            found += original.thread_ids
    for part in mail.parts_of_type("message/disposition-notification", "message/feedback-report", *_DSN_TYPES):
        for block in _blocks(part):
            found += MESSAGE_ID.findall(block.header("original-message-id") or block.header("x-original-message-id"))
    for match in re.finditer(
        r"^[ \t>]*(?:message-id|references|in-reply-to|x-original-message-id)[ \t]*:((?:.*\n?)(?:[ \t]+<.*\n?)*)",
        mail.text,
        re.IGNORECASE | re.MULTILINE,
    ):
        found += ["".join(value.split()) for value in MESSAGE_ID.findall(match.group(1))]
    return tuple(dict.fromkeys(found))


# ------------------------------------------------------------------------------------- enclosures
def _enclosed(part):
    """Return the mail that a message/rfc822 or text/rfc822-headers part holds, or ``None``."""
    payload = part.get_payload()
    if isinstance(payload, list):
        return InboundMail(payload[0]) if payload else None
    text = part_text(part) or (payload if isinstance(payload, str) else "")
    return InboundMail(HeaderParser().parsestr(text.lstrip())) if text.strip() else None


def _blocks(part):
    """Return the header blocks of a report part, however it is encoded or broken."""
    payload = part.get_payload()
    if isinstance(payload, list):
        blocks = [block for block in payload if hasattr(block, "raw_items")]
        encoding = part_encoding(part)
        if encoding not in {"base64", "quoted-printable"}:
            return [InboundMail(block) for block in blocks]
        # The parser reads the fields before decoding them: put the part together again.
        text = "\n\n".join(_source(block) for block in blocks)
        part = HeaderParser().parsestr(
            f"Content-Type: text/plain\nContent-Transfer-Encoding: {encoding}\n\n{text.strip()}\n"
        )
    text = part_text(part).replace("\r\n", "\n")
    return [
        InboundMail(HeaderParser().parsestr(block.lstrip("\n")))
        for block in re.split(r"\n[ \t]*\n", text)
        if block.strip()
    ]


def _source(block):
    fields = [f"{name}: {value}" for name, value in block.raw_items()]
    payload = block.get_payload()
    return "\n".join(fields + ([payload] if isinstance(payload, str) else []))


def _address(value):
    """Return the address of a recipient field ("rfc822; pat@example.com"), or an empty string."""
    found = find_addresses(value.rpartition(";")[2]) or find_addresses(value)
    return found[0] if found else ""


# ------------------------------------------------------------------------------------ complaints
def _complaint(mail):
    reports = mail.parts_of_type("message/feedback-report")
    if reports:
        fields = {}
        for block in _blocks(reports[0]):
            for name in block.header_names:
                fields.setdefault(name, []).extend(block.headers(name))
        feedback = (fields.get("feedback-type") or ["abuse"])[0].lower()
        addresses = [
            _address(value) for name in ("original-rcpt-to", "removal-recipient") for value in fields.get(name, ())
        ]
        addresses = [address for address in addresses if address] or _original_recipients(mail)
        kind = "other" if feedback in {"not-spam", "auth-failure", "dmarc"} else "complaint"
        return Report(kind, "feedback_report", f"Feedback-Type: {feedback[:40]}", tuple(dict.fromkeys(addresses)))
    if compiled("|".join(say.COMPLAINT_SUBJECT)).search(flatten(mail.subject)) and mail.parts_of_type(*_ORIGINAL_TYPES):
        return Report("complaint", "complaint_subject", mail.subject[:120], tuple(_original_recipients(mail)))
    return None


def _original_recipients(mail):
    for part in mail.parts_of_type(*_ORIGINAL_TYPES):
        original = _enclosed(part)
        if original:
            found = [
                address
                for __, address in original.addresses("x-hmxmroriginalrecipient", "x-original-to", "delivered-to")
            ]
            found = found or [address for __, address in original.addresses("to")]
            if found:
                return list(dict.fromkeys(found))
    return []


# ------------------------------------------------------------------------------ delivery status
def _delivery_status(mail):
    parts = mail.parts_of_type(*_DSN_TYPES)
    if not parts or not (mail.content_type == "multipart/report" or _is_from_system(mail) or _has_bounce_subject(mail)):
        return None
    recipients, delivered, common_action = [], False, ""
    for part in parts:
        for block in _blocks(part):
            action = block.header("action").lower()
            address = _address(block.header("final-recipient")) or _address(block.header("original-recipient"))
            original = _address(block.header("original-recipient"))
            diagnostic, status = block.header("diagnostic-code"), block.header("status")
            if not (address or status):
                # The block about the whole message; some servers put the action there.
                common_action = action or common_action
                continue
            action = action or common_action
            if action.startswith(("delivered", "relayed", "expanded")):
                delivered = True
                continue
            code = _STATUS.search(status)
            recipients.append(
                (
                    _severity(code and code.group(), f"{diagnostic} {_notification(mail)}", action, diagnostic),
                    tuple(dict.fromkeys(filter(None, (original, address)))),
                    code and code.group(),
                    diagnostic or status,
                )
            )
    if not recipients:
        if delivered:
            return Report("other", "delivery_receipt", mail.subject[:120])
        return None
    hardest = "bounce_hard" if any(kind == "bounce_hard" for kind, *__ in recipients) else "bounce_soft"
    chosen = [recipient for recipient in recipients if recipient[0] == hardest]
    addresses = [address for recipient in chosen for address in recipient[1]] or _prose_addresses(mail)
    status, diagnostic = chosen[0][2], chosen[0][3]
    better = _best_status(status, diagnostic)
    return Report(
        hardest,
        "delivery_status",
        f"{better or status or ''} {diagnostic}".strip()[:200],
        tuple(dict.fromkeys(addresses)),
        better or status,
    )


def _best_status(status, diagnostic):
    """Prefer the remote server's own code to a generic one of the reporting server."""
    if status and not re.fullmatch(r"[45]\.0\.0", status):
        return status
    code = _STATUS.search(diagnostic or "")
    return code.group() if code else status


def _severity(status, text, action="", diagnostic=""):
    """Return ``bounce_hard`` or ``bounce_soft`` for a status code and what stands around it.

    :param str | None status: enhanced status code (RFC 3463)
    :param str text: diagnostic and notification, the words decide where the code does not
    :param str action: Action field (RFC 3464, 2.3.3)
    :param str diagnostic: the remote server's own words: they beat the notification's
    """
    if action.startswith("delayed"):
        return "bounce_soft"
    unknown = _says(say.UNKNOWN_USER, diagnostic, text)
    blocked = _says(say.BLOCKED, diagnostic, text)
    by_status = _severity_of_status(_best_status(status, diagnostic or text), unknown and not blocked)
    if by_status:
        return by_status
    if _says(say.MAILBOX_FULL, diagnostic, text):
        return "bounce_soft"
    if unknown:
        return "bounce_hard"
    code = _SMTP_CODE.search(diagnostic or text)
    if blocked or (code and (code.group(1).startswith("4") or code.group(1) == "552")):
        return "bounce_soft"
    if _says(say.TEMPORARY + say.TOO_BIG, diagnostic, text):
        return "bounce_soft"
    # Without a code or a single word of failure nothing says that writing again is useless.
    return "bounce_hard" if status or code or _says(say.TEXT, diagnostic, text) else "bounce_soft"


# Subject and detail of status codes of class 5 that say what it is about (RFC 3463, 3; 5.4.1,
# 5.4.310 and 5.4.312 as Exchange Online uses them: no such recipient, no such domain).
_SOFT_DETAILS = frozenset(("1.7", "1.8", "2.2", "2.3", "3.1", "3.4", "4.5", "4.7", "5.3"))
_HARD_DETAILS = frozenset(("2.1", "4.1", "4.4", "4.310", "4.312"))


def _severity_of_status(status, is_unknown):
    """Return what a status code says by itself, or ``None`` for the generic ones."""
    if not status:
        return None
    severity, __, details = status.partition(".")
    if severity == "4" or details in _SOFT_DETAILS or details.startswith("6."):
        return "bounce_soft"
    if details.startswith("7."):
        return "bounce_hard" if is_unknown else "bounce_soft"
    return "bounce_hard" if details.startswith("1.") or details in _HARD_DETAILS else None


def _says(words, diagnostic, text):
    """Whether the diagnostic says so, or, where there is none, the notification."""
    return bool(first_match(words, flatten((diagnostic if len(diagnostic) > 25 else text)[:3_000])))


# ------------------------------------------------------------------------------------- receipts
def _disposition(mail):
    parts = mail.parts_of_type("message/disposition-notification")
    if not parts and not (
        mail.content_type == "multipart/report"
        and part_parameter(mail.message, "report-type") == "disposition-notification"
    ):
        return None
    blocks = [block for part in parts for block in _blocks(part)]
    disposition = next((value for value in (block.header("disposition") for block in blocks) if value), "")
    text = flatten(mail.text[:3_000])
    # Dovecot and Sieve's "reject" (RFC 5429) refuse a mail with a read receipt.
    if "automatic-action" in disposition.lower() and re.search(r"\b(?:rejected|refused|quota)\b", text):
        address = next(
            (address for address in (_address(block.header("final-recipient")) for block in blocks) if address), ""
        )
        kind = (
            "bounce_soft"
            if first_match(say.MAILBOX_FULL + say.BLOCKED + say.TEMPORARY, text) or "rejected" in text
            else "bounce_hard"
        )
        return Report(kind, "rejected_by_recipient", disposition[:120], (address,) if address else ())
    return Report("other", "read_receipt", disposition[:120] or mail.subject[:120])


# ---------------------------------------------------------------------------------------- prose
def _is_from_system(mail):
    name, address = mail.sender
    return (
        bool(_SYSTEM_SENDER.match(address))
        or bool(_DAEMON.match(mail.header("from").strip(' "<')))
        or bool(_SYSTEM_NAME.search(name))
    )


def _has_bounce_subject(mail):
    subject = flatten(mail.subject[:300])
    return bool(
        compiled(r"^[\W_]{0,3}(?:\w+[|:] ?)?(?:" + "|".join(say.SUBJECT) + ")").search(subject)
    ) and not _ANSWER_PREFIX.match(subject)


def _notification(mail):
    """Return the text of a bounce above the returned mail."""
    lines = mail.text.split("\n")[:600]
    below = compiled("|".join(say.ORIGINAL_BELOW))
    for index, line in enumerate(lines):
        if index > 1 and 4 < len(line) < 160 and below.search(flatten(line)):
            return "\n".join(lines[:index])
    return "\n".join(lines)[:6_000]


def _prose(mail):
    from_system, subject = _is_from_system(mail), _has_bounce_subject(mail)
    failed_header = bool(mail.header("x-failed-recipients"))
    envelope = mail.has_null_sender or any("<mailer-daemon" in value.lower() for value in mail.headers("return-path"))
    is_report = mail.content_type == "multipart/report" and part_parameter(mail.message, "report-type") in (
        "",
        "delivery-status",
    )
    if not (from_system or failed_header or is_report or (subject and envelope) or subject):
        return None
    notification = _notification(mail)
    flat = flatten(notification[:4_000])
    words = first_match(say.TEXT, flat)
    is_daemon = bool(_DAEMON.match(mail.sender[1])) or bool(_DAEMON.match(mail.header("from").strip(' "<')))
    certain = failed_header or is_report or is_daemon or (subject and (envelope or from_system))
    # A person may head a mail "Undeliverable", and a person may be the postmaster: both only count
    # with a server's words, and the former with a diagnosis too.
    diagnosis = bool(_STATUS.search(flat)) or bool(first_match(say.UNKNOWN_USER + say.MAILBOX_FULL + say.DELAYED, flat))
    if not certain and (not words or personal_signs(mail, flat)):
        return None
    if not certain and not (diagnosis or any(_flufl(mail))):
        return None
    if (
        is_daemon
        and not (words or subject or diagnosis)
        and (mail.header("auto-submitted").lower().startswith("auto-replied (vacation") or not flat)
    ):
        return None
    return _prose_report(mail, notification, flat)


def _prose_report(mail, notification, flat):
    temporary, permanent = _flufl(mail)
    addresses = sorted(permanent or temporary) or _prose_addresses(mail, notification)
    code = _STATUS.search(_field_of_text(mail, "status")) or _STATUS.search(flat)
    status = code.group() if code else None
    action = _field_of_text(mail, "action").lower()
    subject = flatten(mail.subject)
    delayed = first_match(say.DELAYED, flat) or re.search(
        r"\bdelay|\bwarning\b|verzoger|retard|遅延|延迟|延遲|지연|задерж|отлож", subject
    )
    failed = status and status.startswith("5")
    if (temporary and not permanent) or (delayed and not failed and not _gave_up(flat)):
        kind = "bounce_soft"
    else:
        kind = _severity(status, notification, action)
    return Report(kind, "bounce_text", (first_line(notification) or mail.subject)[:200], tuple(addresses), status)


def _gave_up(flat):
    return bool(
        re.search(
            r"\bgiv(?:en|ing) up|\bgave up|\bpermanent (?:error|failure|fatal)|\bi've given up"
            r"|\bno further (?:attempts|delivery)",
            flat,
        )
    )


def first_line(notification):
    """Return the line of a notification that says most: with a status or reply code, else the first."""
    lines = [" ".join(line.split()) for line in notification.split("\n") if line.strip()]
    return next((line for line in lines if _STATUS.search(line) or _SMTP_CODE.search(line)), lines[0] if lines else "")


def _field_of_text(mail, name):
    """Return a delivery-status field that a gateway flattened into the text."""
    return next((match.group(2) for match in _FIELD.finditer(mail.text) if match.group(1).lower() == name), "")


# A detector that trips over a malformed mail is no error of Odoo's administrator: the others still follow.
logging.getLogger("flufl.bounce").setLevel(logging.CRITICAL)


def _flufl(mail):
    """Return the (temporary, permanent) failures that ``flufl.bounce`` finds, as sets of strings."""
    try:
        from flufl.bounce import all_failures  # only bounces need it

        found = all_failures(_short_copy(mail.message, [MAX_PARTS, MAX_TEXT]))
    except Exception:  # its detectors trip over malformed messages; ours still follow
        return set(), set()
    ours = {address for __, address in mail.addresses("to", "from")} | _ids_as_addresses(mail)
    return tuple(
        {address for raw in addresses for address in find_addresses(raw.decode("ascii", "replace"))} - ours
        for addresses in found
    )


def _short_copy(part, room):
    """Return ``part`` as ``flufl.bounce`` can read it in a moment: headers that nothing parses on the way, and no more
    parts and text than ``room`` has (a list of both numbers, which it counts down)."""
    copied = Message()
    for name, values in raw_headers(part).items():
        if name != "content-transfer-encoding":
            for value in values:
                copied[name] = value[:1_000]
    room[0] -= 1
    if not part.is_multipart():
        text = part_text(part, room[1]) if part_type(part).startswith(("text/", "message/")) else ""
        room[1] -= len(text)
        copied.set_payload(text)
        return copied
    copied.set_payload([])
    for child in part.get_payload():
        if room[0] <= 0:
            break
        copied.attach(_short_copy(child, room))
    return copied


def _ids_as_addresses(mail):
    """Message-Ids look like addresses."""
    return {message_id.strip("<>").lower() for message_id in original_message_ids(mail)}


def _prose_addresses(mail, notification=None):
    """Return the addresses that a notification in prose is about."""
    declared = [address for __, address in mail.addresses("x-failed-recipients")]
    fields = [
        _address(match.group(2)) for match in _FIELD.finditer(mail.text) if match.group(1).lower().endswith("recipient")
    ]
    if declared or any(fields):
        return list(dict.fromkeys(filter(None, declared or fields)))
    ours = {address for __, address in mail.addresses("to", "cc", "from")} | _ids_as_addresses(mail)
    text = _notification(mail) if notification is None else notification
    named = [address for address in find_addresses(text) if address not in ours and not _SYSTEM_SENDER.match(address)]
    if named or (originals := _original_recipients(mail)):
        return named or originals
    # The returned mail as text: with one recipient there is no doubt.
    recipients = {
        address
        for value in re.findall(r"^[ \t>]*to[ \t]*:(.*)$", mail.text, re.IGNORECASE | re.MULTILINE)
        for address in find_addresses(value)
        if address not in ours
    }
    return list(recipients) if len(recipients) == 1 else []
