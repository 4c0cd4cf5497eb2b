# License LGPL-3.0 or later: see LICENSE.
"""Reading an inbound mail without ever raising: headers, addresses and the text that its author wrote,
without what the mail program quoted below it.

Python's ``email`` package raises on some malformed headers and charsets (unknown codecs, broken
structured headers, undecodable base64). This module falls back to an empty string instead, because
an exception in the mail gateway loses a customer's mail.
"""

import re
import unicodedata
from datetime import datetime, timezone
from email.message import Message
from email.utils import parsedate_to_datetime
from functools import cached_property

from .mail_header import (
    address_pairs,
    decode_bytes,
    decode_value,
    is_attachment,
    part_charset,
    part_encoding,
    part_type,
    raw_headers,
)
from .mail_html import html_to_text
from .mail_quote import split_quote

# Nothing further down decides a verdict; reading more would only cost time.
MAX_TEXT = 60_000
MAX_HTML = 400_000
# A plain text up to this length may be a placeholder for the HTML text rather than a copy of it.
MAX_STUB = 400
MAX_PARTS = 200
MAX_DEPTH = 25

MESSAGE_ID = re.compile(r"<[^<>]{1,990}>")

_NOT_DECOMPOSED = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ı": "i",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "’": "'",
        "‘": "'",
        "`": "'",
        "´": "'",
        "ʼ": "'",
        "“": '"',
        "”": '"',
        "„": '"',
        "«": '"',
        "»": '"',
        "–": "-",
        "—": "-",
        "−": "-",
        "‐": "-",
        "‑": "-",
    }
)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff\u0300-\u036f]")
_CJK = "\u3000-\u30ff\u3400-\u9fff\uff00-\uffef"
_SPACE_IN_CJK = re.compile(f"(?<=[{_CJK}])[ \n]+(?=[{_CJK}0-9])|(?<=[0-9])[ \n]+(?=[年月日號号至到])")


def fold(text):
    """Return ``text`` in the form in which phrases are compared: lower case, without accents,
    typographic quotes and invisible characters. People omit accents in their absence notes, and
    mail programs replace apostrophes.

    :param str text: any text
    :rtype: str
    """
    # Removes Latin, Greek and Cyrillic accents; the marks of Japanese kana are outside this range.
    text = unicodedata.normalize("NFKD", text.translate(_NOT_DECOMPOSED).casefold())
    text = _INVISIBLE.sub("", text).translate(_NOT_DECOMPOSED)
    return unicodedata.normalize("NFKC", text)


def flatten(text):
    """Return folded ``text`` on one line: phrases may wrap anywhere.

    :param str text: text of several lines
    :rtype: str
    """
    return _SPACE_IN_CJK.sub("", " ".join(fold(text).split()))


class InboundMail:
    """One inbound message, read lazily and safely.

    :param email.message.Message message: a message parsed with ``email.policy.SMTP`` (Odoo's mail
        gateway does), or with any other policy
    """

    def __init__(self, message):
        self.message = message

    # ------------------------------------------------------------------ headers
    @cached_property
    def _raw_headers(self):
        return raw_headers(self.message)

    @cached_property
    def _charset(self):
        return part_charset(self.message)

    @property
    def header_names(self):
        """Names of all headers, in lower case."""
        return self._raw_headers.keys()

    def header(self, name):
        """Return the first header called ``name``, decoded, or an empty string."""
        values = self._raw_headers.get(name)
        return decode_value(values[0], self._charset) if values else ""

    def headers(self, name):
        """Return all headers called ``name``, decoded."""
        return [decode_value(value, self._charset) for value in self._raw_headers.get(name, ())]

    @cached_property
    def subject(self):
        """The decoded subject on one line."""
        return " ".join(self.header("subject").split())

    @cached_property
    def sender(self):
        """Pair of display name and lower-case address of the From header (or Sender)."""
        for name in ("from", "sender"):
            for display_name, address in self.addresses(name):
                return display_name or self.header("from").partition("<")[0].strip(' "'), address
        return self.header("from"), ""

    def addresses(self, *names):
        """Return (display name, lower-case address) pairs of the headers called ``names``."""
        values = [value for name in names for value in self._raw_headers.get(name, ())]
        return address_pairs(values, self._charset)

    @cached_property
    def has_null_sender(self):
        """Whether the envelope sender is empty, as in notifications (RFC 5321, 4.5.5)."""
        return any(value.replace(" ", "") == "<>" for value in self.headers("return-path"))

    @cached_property
    def date(self):
        """The moment of the Date header (aware or naive), else of the latest Received header, else
        ``None``."""
        candidates = [self.header("date")]
        candidates += [value.rpartition(";")[2] for value in self.headers("received")[:1]]
        for value in candidates:
            try:
                moment = parsedate_to_datetime(value.strip()[:200])
                moment.utctimetuple()
            except (TypeError, ValueError, IndexError, OverflowError, AttributeError):
                continue
            if moment.year >= 1990:
                return moment
        return None

    def day(self):
        """Return the mail's date in the sender's zone; today (UTC) if the mail has none."""
        return (self.date or datetime.now(timezone.utc)).date()

    @cached_property
    def thread_ids(self):
        """Message-Ids that the mail answers: In-Reply-To, References and Exchange's parent id."""
        return tuple(
            dict.fromkeys(
                "".join(found.split())
                for name in ("in-reply-to", "references", "x-ms-exchange-parent-message-id")
                for value in self.headers(name)
                for found in MESSAGE_ID.findall(value)
            )
        )

    # -------------------------------------------------------------------- parts
    @cached_property
    def _typed_parts(self):
        # The email package parses a header on every access.
        found = []
        _collect_parts(self.message, found, 0)
        return found

    @property
    def content_type(self):
        """Type of the whole message, in lower case."""
        return self._typed_parts[0][1]

    def parts_of_type(self, *content_types):
        """Return the parts of one of ``content_types``, in order. Parts of an attached message are
        left out: someone else wrote them."""
        return [part for part, content_type in self._typed_parts if content_type in content_types]

    # --------------------------------------------------------------------- text
    @cached_property
    def text(self):
        """The readable text, including quotes. Plain text is preferred to HTML, unless it is only a placeholder ("This
        message needs an HTML viewer", a heading, a list's footer): then both count."""
        plain = "\n".join(self._readable("text/plain", MAX_TEXT))[:MAX_TEXT]
        if len(plain) > MAX_STUB:
            return plain
        html = next((text for text in map(html_to_text, self._readable("text/html", MAX_HTML)) if text.strip()), "")
        if not html or not plain:
            return (plain or html)[:MAX_TEXT]
        said, more = _words(split_quote(plain)[0]), _words(split_quote(html)[0])
        if len(said & more) * 2 < len(said):
            return f"{plain}\n\n{html}"[:MAX_TEXT]
        return (html if len(more) > 3 * len(said) + 3 else plain)[:MAX_TEXT]

    def _readable(self, content_type, limit):
        """Yield the texts of the readable parts of a type, at most ``limit`` characters in total."""
        for part in self.parts_of_type(content_type):
            if limit > 0 and not is_attachment(part):
                text = part_text(part, limit)
                limit -= len(text)
                if text.strip():
                    yield text

    @cached_property
    def _own_and_quote(self):
        return split_quote(self.text)

    @property
    def own_text(self):
        """The author's own text, without quotes and signature."""
        return self._own_and_quote[0]

    @property
    def has_quote(self):
        """Whether the mail quotes an earlier one."""
        return self._own_and_quote[1]

    @cached_property
    def own_flat(self):
        """The beginning of ``own_text``, as one folded line for phrase matching."""
        return flatten(self.own_text[:4_000])


def _words(text):
    return set(re.findall(r"\w{2,}", text.casefold()))


def part_text(part, limit=MAX_TEXT):
    """Return the decoded text of a leaf part, at most about ``limit`` characters."""
    # The message's own method would parse its headers and decode a whole attachment.
    payload = part._payload  # pylint: disable=protected-access
    if not isinstance(payload, str):
        return ""
    encoding = part_encoding(part)
    # If a character takes more than four bytes, slightly less is read.
    payload = payload[: limit * 4]
    if encoding == "base64":
        payload = "".join(payload.split())
        payload = payload[: len(payload) // 4 * 4 or None]  # base64 that is cut off is not decoded at all
    leaf = Message()
    leaf["Content-Transfer-Encoding"] = encoding
    leaf.set_payload(payload)
    try:
        data = leaf.get_payload(decode=True)
    except Exception:  # undecodable transfer encodings raise various errors
        return ""
    return decode_bytes(data, part_charset(part))[:limit].replace("\x00", "")


def _collect_parts(part, found, depth):
    if len(found) >= MAX_PARTS or depth > MAX_DEPTH:
        return
    content_type = part_type(part)
    found.append((part, content_type))
    if content_type.startswith("multipart/") and isinstance(part.get_payload(), list):
        for child in part.get_payload()[:MAX_PARTS]:
            _collect_parts(child, found, depth + 1)
