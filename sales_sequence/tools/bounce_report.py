# License LGPL-3.0 or later: see LICENSE.
"""What a bounce, a complaint or a receipt encloses: machine-readable fields, and the mail it is about. Pure."""

import re
from dataclasses import dataclass
from email.parser import HeaderParser
from itertools import islice

from .mail_header import MAX_LENGTH, find_addresses, part_encoding
from .mail_text import MESSAGE_ID, InboundMail, part_text

DSN_TYPES = ("message/delivery-status", "message/global-delivery-status", "message/delivery-status-report")
ORIGINAL_TYPES = (
    "message/rfc822",
    "text/rfc822-headers",
    "message/global",
    "message/global-headers",
    "message/rfc822-headers",
)
# Our mails have few recipients, and a report encloses the mail once.
MAX_RECIPIENTS = 50
MAX_ENCLOSED = 2


@dataclass(frozen=True)
class Report:
    """What a report says. ``kind`` is one of the kinds of ``inbound.Verdict``."""

    kind: str
    code: str
    detail: str
    addresses: tuple = ()
    status: str | None = None


def original_message_ids(mail):
    """Return the Message-Ids of the returned mail and its references, wherever it is enclosed.

    :param mail_text.InboundMail mail: a bounce, complaint or receipt
    :rtype: tuple[str, ...]
    """
    found = []
    for original in originals(mail):
        found += ["".join(value.split()) for value in MESSAGE_ID.findall(original.header("message-id"))]
        found += original.thread_ids
    types = ("message/disposition-notification", "message/feedback-report", *DSN_TYPES)
    for part in mail.parts_of_type(*types)[:MAX_ENCLOSED]:
        for block in blocks(part):
            found += MESSAGE_ID.findall(block.header("original-message-id") or block.header("x-original-message-id"))
    for match in re.finditer(
        r"^[ \t>]*(?:message-id|references|in-reply-to|x-original-message-id)[ \t]*:((?:.*\n?)(?:[ \t]+<.*\n?)*)",
        mail.text,
        re.IGNORECASE | re.MULTILINE,
    ):
        found += ["".join(value.split()) for value in MESSAGE_ID.findall(match.group(1))]
    return tuple(dict.fromkeys(found))


def originals(mail):
    """Return the mails that ``mail`` encloses, complete or not, as ``InboundMail``."""
    found = (_enclosed(part) for part in mail.parts_of_type(*ORIGINAL_TYPES)[:MAX_ENCLOSED])
    return [original for original in found if original]


def original_recipients(mail):
    """Return the recipients of the first enclosed mail."""
    for original in originals(mail):
        found = original.addresses("x-hmxmroriginalrecipient", "x-original-to", "delivered-to")
        found = found or original.addresses("to")
        if found:
            return list(dict.fromkeys(address for __, address in found))
    return []


def _enclosed(part):
    """Return the mail that a message/rfc822 or text/rfc822-headers part holds, or ``None``."""
    if part.is_multipart():
        payload = part.get_payload()
        return InboundMail(payload[0]) if payload else None
    text = part_text(part, MAX_LENGTH)
    return InboundMail(HeaderParser().parsestr(text.lstrip())) if text.strip() else None


def blocks(part):
    """Return the header blocks of a report part as ``InboundMail``, whatever its encoding or defects."""
    if part.is_multipart():
        found = [block for block in islice(part.get_payload(), MAX_RECIPIENTS) if hasattr(block, "raw_items")]
        encoding = part_encoding(part)
        if encoding not in {"base64", "quoted-printable"}:
            return [InboundMail(block) for block in found]
        # The parser reads the fields without decoding them: put the part together again.
        text = "\n\n".join(_source(block) for block in found)
        part = HeaderParser().parsestr(
            f"Content-Type: text/plain\nContent-Transfer-Encoding: {encoding}\n\n{text.strip()}\n"
        )
    text = part_text(part).replace("\r\n", "\n")
    return [
        InboundMail(HeaderParser().parsestr(block.lstrip("\n")))
        for block in re.split(r"\n[ \t]*\n", text)[:MAX_RECIPIENTS]
        if block.strip()
    ]


def _source(block):
    fields = [f"{name}: {value}" for name, value in block.raw_items()]
    payload = block.get_payload()
    return "\n".join(fields + ([payload] if isinstance(payload, str) else []))


def address_of_field(value):
    """Return the address of a recipient field ("rfc822; pat@example.com"), or an empty string."""
    found = find_addresses(value.rpartition(";")[2]) or find_addresses(value)
    return found[0] if found else ""
