# License LGPL-3.0 or later: see LICENSE.
"""Recognizing bounces written for people: those that ``flufl.bounce`` knows (imported on first use), delay notices,
other languages, Asian providers. Pure.

A person's mail about a bounce is not a bounce: prose only counts if the sender or the envelope is a mail system's.
"""

import logging
import re
from email.message import Message

from . import bounce_phrases as say
from .bounce_reason import REPLY_CODE, STATUS, best_status, find_reason, kind_and_code
from .bounce_reason_phrases import DEAD_DOMAIN, FULL, UNAVAILABLE, UNKNOWN_USER
from .bounce_report import ORIGINAL_TYPES, Report, address_of_field, original_message_ids, original_recipients
from .mail_header import find_addresses, part_parameter, part_type, raw_headers
from .mail_text import MAX_PARTS, flatten, part_text
from .person import personal_signs
from .phrases import compiled, first_match

_SYSTEM_SENDER = re.compile(
    r"^(?:[\w.-]*(?:mailer-?daemon|post[._-]?master|mdaemon|smtp|mail[._-]?(?:service|gateway|system"
    r"|server|delivery))[\w\\.+-]*|mailer-?daemon|mail-?daemon|mdaemon|maildelivery"
    r"|mail-?delivery(?:-?(?:sub)?system)?|postmaster|mail-?system|bounces?|bounce-?[\w.+=-]*|"
    r"microsoftexchange[0-9a-f]{16,}|postoffice|mailerdaemon|mailsystem|mail-?gateway"
    r"|mailadmin|smtp|exchange|listserv|delivery|ndr|returned-?mail)@",
    re.IGNORECASE,
)
_DAEMON = re.compile(
    r"^(?:mailer-?daemon|mail-?daemon|mailerdaemon|post_master|microsoftexchange[0-9a-f]{16,})(?:@|$)", re.IGNORECASE
)
_SYSTEM_NAME = re.compile(
    r"mail delivery (?:sub)?system|mail delivery|mailer.?daemon|postmaster|mail system"
    r"|system administrator|mail administrator|internet mail delivery|systemadministrator"
    r"|administrateur syst|administrador del sistema|amministratore di sistema|beheerder"
    r"|mail server|microsoft outlook$|mail ?gateway",
    re.IGNORECASE,
)
_FIELD = re.compile(
    r"^[ \t>]*(final-recipient|original-recipient|action|status|diagnostic-code"
    r"|x-actual-recipient)[ \t]*:[ \t]*(\S.*)$",
    re.IGNORECASE | re.MULTILINE,
)
_ANSWER_PREFIX = re.compile(
    r"^(?:re|aw|antw|sv|vs|odp|fw|fwd|wg|tr|rv|rif|res|enc|回复|答复|返信|回覆|转发|回信|отв)\s?[:：]", re.IGNORECASE
)
# Servers start a statement about an address with the address.
_ADDRESS_LINE = re.compile(r"^[\s*|-]{0,12}<?[^\s<>@]{1,64}@[^\s<>@]{1,255}>?:?(?:\s|$)")
_GAVE_UP = re.compile(
    r"\bgiv(?:en|ing) up|\bgave up|\bpermanent (?:error|failure|fatal)|\bno further (?:attempts|delivery)"
)


# ------------------------------------------------------------------------------- signs of a server
def is_from_system(mail):
    """Whether the sender's name or address is a mail system's."""
    name, address = mail.sender
    return bool(_SYSTEM_SENDER.match(address)) or _is_daemon(mail) or bool(_SYSTEM_NAME.search(name[:200]))


def _is_daemon(mail):
    return bool(_DAEMON.match(mail.sender[1])) or bool(_DAEMON.match(mail.header("from").strip(' "<')))


def is_written_by_server(mail):
    """Whether subject and text are a bounce's, and nothing in the text suggests a person."""
    flat = flatten(notification_of(mail)[:4_000])
    return _has_bounce_subject(mail) and bool(first_match(say.TEXT, flat)) and not personal_signs(mail, flat)


def _has_bounce_subject(mail):
    subject = flatten(mail.subject[:300])
    return bool(
        compiled(r"^[\W_]{0,3}(?:\w+[|:] ?)?(?:" + "|".join(say.SUBJECT) + ")").search(subject)
    ) and not _ANSWER_PREFIX.match(subject)


def notification_of(mail):
    """Return the text of a bounce above the returned mail."""
    lines = mail.text.split("\n")[:600]
    below = compiled("|".join(say.ORIGINAL_BELOW))
    for index, line in enumerate(lines):
        if index > 1 and 4 < len(line) < 160 and below.search(flatten(line)):
            return "\n".join(lines[:index])[:6_000]
    return "\n".join(lines)[:6_000]


# ------------------------------------------------------------------------------------------ the verdict
def find_prose(mail):
    """Return what a bounce without a machine-readable report says, or ``None`` for any other mail.

    :param mail_text.InboundMail mail: any inbound mail
    :rtype: bounce_report.Report | None
    """
    from_system, subject = is_from_system(mail), _has_bounce_subject(mail)
    failed_header = bool(mail.header("x-failed-recipients"))
    envelope = mail.has_null_sender or any("<mailer-daemon" in value.lower() for value in mail.headers("return-path"))
    is_report = mail.content_type == "multipart/report" and part_parameter(mail.message, "report-type") in (
        "",
        "delivery-status",
    )
    encloses = bool(mail.parts_of_type(*ORIGINAL_TYPES))
    if not (from_system or failed_header or is_report or subject or (envelope and encloses)):
        return None
    notification = notification_of(mail)
    flat = flatten(notification[:4_000])
    words = first_match(say.TEXT, flat)
    is_daemon = _is_daemon(mail)
    certain = failed_header or is_report or is_daemon or (subject and (envelope or from_system))
    # A person may write the subject "Undeliverable", and a person may be the postmaster: both only count
    # together with a server's words, and the former also needs a diagnosis.
    diagnosis = bool(STATUS.search(flat)) or bool(
        first_match(UNKNOWN_USER + DEAD_DOMAIN + UNAVAILABLE + FULL + say.DELAYED, flat)
    )
    if not certain and (not words or personal_signs(mail, flat)):
        return None
    if not certain and not (diagnosis or encloses or any(_flufl(mail))):
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
    code = STATUS.search(_field_of_text(mail, "status"))
    action = _field_of_text(mail, "action").lower()
    found = refusals(mail, notification)
    reasons = [find_reason(code and code.group(), answer, notification, action) for __, answer in found]
    chosen = [refusal for refusal, reason in zip(found, reasons, strict=True) if reason == "unknown"] or found
    answer = chosen[0][1]
    status = best_status(code and code.group(), answer)
    named = {address for addresses, __ in chosen for address in addresses} if len(set(reasons)) > 1 else set()
    addresses = sorted(named or permanent or temporary) or prose_addresses(mail, notification)
    reason = reasons[found.index(chosen[0])]
    delayed = first_match(say.DELAYED, flat) or (
        reason != "unknown" and first_match(say.DELAYED_SUBJECT, flatten(mail.subject[:300]))
    )
    reply = REPLY_CODE.search(answer)
    failed = (status or (reply and reply.group()) or "").startswith("5") or _GAVE_UP.search(flat)
    if (temporary and not permanent) or (delayed and not failed):
        reason = "policy" if reason == "policy" else "passing"
    elif not reason and first_match(say.TEXT, flat):
        reason = "unknown"  # a server that only says that delivery failed
    kind, code = kind_and_code(reason, "bounce_text")
    return Report(kind, code, (first_line(answer or notification) or mail.subject)[:200], tuple(addresses), status)


def refusals(mail, notification):
    """Return pairs of the addresses that a notification names and the answer to each; at least one pair."""
    ours = {address for __, address in mail.addresses("to", "cc", "from")}
    found, named = [], []
    for paragraph in _paragraphs(notification):
        named = [address for address in find_addresses(paragraph) if address not in ours] or named
        said = _ADDRESS_LINE.sub("", paragraph.lstrip()) if _ADDRESS_LINE.match(paragraph) else ""
        if len(said.strip()) > 10 or REPLY_CODE.search(paragraph) or STATUS.search(paragraph):
            found.append((tuple(named), paragraph.strip()))
    # Paragraphs without an address are the introduction.
    return [refusal for refusal in found if refusal[0]][:20] or found[:20] or [((), "")]


def _paragraphs(text):
    paragraphs = [[]]
    for line in text.split("\n"):
        if not line.strip() or _ADDRESS_LINE.match(line):
            paragraphs.append([])
        paragraphs[-1].append(line)
    return ["\n".join(lines) for lines in paragraphs]


def first_line(notification):
    """Return the most telling line of a notification: one with a status or reply code, else the first."""
    lines = [" ".join(line.split()) for line in notification.split("\n") if line.strip()]
    return next((line for line in lines if STATUS.search(line) or REPLY_CODE.search(line)), lines[0] if lines else "")


def _field_of_text(mail, name):
    """Return a delivery-status field that a gateway flattened into the text."""
    return next((match.group(2) for match in _FIELD.finditer(mail.text) if match.group(1).lower() == name), "")


# A detector that fails on a malformed mail is nothing to log for administrators: the others still run.
logging.getLogger("flufl.bounce").setLevel(logging.CRITICAL)


def _flufl(mail):
    """Return the (temporary, permanent) failures that ``flufl.bounce`` finds, as sets of strings."""
    try:
        from flufl.bounce import all_failures  # only bounces need it

        found = all_failures(_short_copy(mail.message, [MAX_PARTS, 16_000]))
    except Exception:  # its detectors fail on malformed messages; ours still run
        return set(), set()
    ours = {address for __, address in mail.addresses("to", "from")} | _ids_as_addresses(mail)
    return tuple(
        {address for raw in addresses for address in find_addresses(raw.decode("ascii", "replace"))} - ours
        for addresses in found
    )


def _short_copy(part, room):
    """Return a copy of ``part`` that ``flufl.bounce`` reads quickly: with headers that nothing parses on access, and no
    more parts and text than ``room`` allows (a list of both numbers, which it counts down)."""
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


def prose_addresses(mail, notification=None):
    """Return the addresses that a notification in prose is about."""
    declared = [address for __, address in mail.addresses("x-failed-recipients")]
    fields = [
        address_of_field(match.group(2))
        for match in _FIELD.finditer(mail.text)
        if match.group(1).lower().endswith("recipient")
    ]
    if declared or any(fields):
        return list(dict.fromkeys(filter(None, declared or fields)))
    ours = {address for __, address in mail.addresses("to", "cc", "from")} | _ids_as_addresses(mail)
    text = notification_of(mail) if notification is None else notification
    named = [address for address in find_addresses(text) if address not in ours and not _SYSTEM_SENDER.match(address)]
    if named or (originals := original_recipients(mail)):
        return named or originals
    # The returned mail as text: a single recipient leaves no doubt.
    recipients = {
        address
        for value in re.findall(r"^[ \t>]*to[ \t]*:(.*)$", mail.text, re.IGNORECASE | re.MULTILINE)
        for address in find_addresses(value)
        if address not in ours
    }
    return list(recipients) if len(recipients) == 1 else []
