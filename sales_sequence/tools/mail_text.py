# License LGPL-3.0 or later: see LICENSE.
"""Reading an inbound mail without ever raising: headers, addresses and the text that its author
wrote, as opposed to what the mail program quoted below it.

Python's ``email`` package raises on some malformed headers and charsets (unknown codecs, broken
structured headers, undecodable base64). Everything here degrades to an empty string instead, because
an exception in the mail gateway loses a customer's mail.
"""

import re
import unicodedata
from datetime import datetime, timezone
from email.errors import MessageError
from email.header import decode_header, make_header
from email.utils import getaddresses, parsedate_to_datetime
from functools import cached_property

from .mail_html import html_to_text
from .mail_quote import split_quote

# Nothing that decides a verdict stands further down; reading more would only cost time.
MAX_TEXT = 60_000
MAX_HTML = 400_000
MAX_PARTS = 200
MAX_DEPTH = 25

# Bounded and anchored, so that a long run of characters costs no more than its length.
_LOCAL = r"[a-z0-9!#$%&'*+/=?^_`{|}~-]"
ADDRESS = re.compile(
    rf"(?<!{_LOCAL}){_LOCAL}{{1,64}}(?:\.{_LOCAL}{{1,64}}){{0,8}}"
    r"@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,10}[a-z][a-z0-9-]{0,22}[a-z0-9]",
    re.IGNORECASE,
)
MESSAGE_ID = re.compile(r"<[^<>]{1,990}>")

# What mail programs call a charset, and the larger one that they really use.
_CHARSET_IN_PRACTICE = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "x-sjis": "cp932",
    "iso-8859-1": "cp1252",
    "us-ascii": "utf-8",
    "ascii": "utf-8",
    "iso-2022-jp": "iso2022_jp_ext",
    "iso-8859-8-i": "iso-8859-8",
    "x-unknown": "utf-8",
    "unknown-8bit": "utf-8",
    "default": "utf-8",
    "utf8": "utf-8",
    "big5": "cp950",
}
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
    typographic quotes and invisible characters. People leave accents out of their absence notes,
    and mail programs exchange apostrophes.

    :param str text: any text
    :rtype: str
    """
    # Latin, Greek and Cyrillic accents go; the marks of Japanese kana lie outside the removed range.
    text = unicodedata.normalize("NFKD", text.translate(_NOT_DECOMPOSED).casefold())
    text = _INVISIBLE.sub("", text).translate(_NOT_DECOMPOSED)
    return unicodedata.normalize("NFKC", text)


def flatten(text):
    """Return folded ``text`` as one line: phrases may be wrapped anywhere.

    :param str text: text of several lines
    :rtype: str
    """
    return _SPACE_IN_CJK.sub("", " ".join(fold(text).split()))


def decode_bytes(data, charset):
    """Return ``data`` as text, whatever the charset claims.

    :param bytes data: undecoded text
    :param str | None charset: the declared charset, possibly unknown to Python
    :rtype: str
    """
    charset = (charset or "utf-8").strip().strip("\"'").lower()
    for candidate in (_CHARSET_IN_PRACTICE.get(charset, charset), "utf-8"):
        try:
            return data.decode(candidate)
        except (LookupError, UnicodeError, ValueError):
            continue
    try:
        return data.decode(_CHARSET_IN_PRACTICE.get(charset, charset), "replace")
    except (LookupError, UnicodeError, ValueError):
        return data.decode("cp1252", "replace")


def find_addresses(text):
    """Return the mail addresses in ``text``: lower case, each once, in order of appearance."""
    return list(dict.fromkeys(match.lower() for match in ADDRESS.findall(text)))


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
        headers = {}
        for name, value in self.message.raw_items():
            headers.setdefault(str(name).strip().lower(), []).append(value)
        return headers

    @property
    def header_names(self):
        """Names of all headers, in lower case."""
        return self._raw_headers.keys()

    def header(self, name):
        """Return the first header called ``name``, decoded, or an empty string."""
        values = self._raw_headers.get(name)
        return self._decode_header(values[0]) if values else ""

    def headers(self, name):
        """Return all headers called ``name``, decoded."""
        return [self._decode_header(value) for value in self._raw_headers.get(name, ())]

    def _decode_header(self, value):
        value = str(value)[:20_000]
        if not value.isascii():
            # Raw 8-bit headers, common with Asian servers: the body's charset is the best guess.
            data = value.encode("utf-8", "surrogateescape")
            value = decode_bytes(data, None if _is_utf8(data) else part_charset(self.message))
        value = " ".join(value.split())
        if "=?" in value:
            try:
                value = str(make_header(decode_header(value)))
            except (MessageError, LookupError, UnicodeError, ValueError):
                return value
        return value

    @cached_property
    def subject(self):
        """Subject, decoded, on one line."""
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
        values = [value for name in names for value in self.headers(name)]
        try:
            pairs = getaddresses(values)
        except (ValueError, TypeError, IndexError):
            pairs = []
        found = [(name, address.strip().lower()) for name, address in pairs if "@" in address]
        return found or [("", address) for value in values for address in find_addresses(value)]

    @cached_property
    def has_null_sender(self):
        """Whether the envelope sender is empty, as of notifications (RFC 5321, 4.5.5)."""
        return any(value.replace(" ", "") == "<>" for value in self.headers("return-path"))

    @cached_property
    def date(self):
        """Moment of the Date header (aware or naive), else of the youngest Received header, else
        ``None``."""
        candidates = [self.header("date")]
        candidates += [value.rpartition(";")[2] for value in self.headers("received")[:1]]
        for value in candidates:
            try:
                moment = parsedate_to_datetime(value.strip())
                moment.utctimetuple()
            except (TypeError, ValueError, IndexError, OverflowError, AttributeError):
                continue
            if moment.year >= 1990:
                return moment
        return None

    def day(self):
        """Return the sender's calendar day of the mail; today (UTC) where the mail has no date."""
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
        # The email package parses a header each time that it is asked for.
        found = []
        _collect_parts(self.message, found, 0)
        return found

    @property
    def content_type(self):
        """Type of the whole message, in lower case."""
        return self._typed_parts[0][1]

    def parts_of_type(self, *content_types):
        """Return the parts of one of ``content_types``, in order. What hangs below an attached
        message is left out: it was written by somebody else."""
        return [part for part, content_type in self._typed_parts if content_type in content_types]

    # --------------------------------------------------------------------- text
    @cached_property
    def text(self):
        """The readable text, quotes included. Plain text is preferred to HTML."""
        plain = [part_text(part) for part in self.parts_of_type("text/plain") if not _is_attachment(part)]
        plain = "\n".join(text for text in plain if text.strip())
        if plain:
            return plain[:MAX_TEXT]
        for part in self.parts_of_type("text/html"):
            if not _is_attachment(part):
                text = html_to_text(part_text(part, MAX_HTML))
                if text.strip():
                    return text[:MAX_TEXT]
        return ""

    @cached_property
    def _own_and_quote(self):
        return split_quote(self.text)

    @property
    def own_text(self):
        """What the author wrote: no quotes, no signature."""
        return self._own_and_quote[0]

    @property
    def has_quote(self):
        """Whether the mail quotes an earlier one."""
        return self._own_and_quote[1]

    @cached_property
    def own_flat(self):
        """The beginning of ``own_text``, as one folded line for phrase matching."""
        return flatten(self.own_text[:4_000])


def _is_utf8(data):
    try:
        data.decode("utf-8")
    except UnicodeError:
        return False
    return True


def part_type(part):
    """Return the content type of ``part`` in lower case; ``text/plain`` where it is unreadable."""
    try:
        return part.get_content_type().lower()
    except Exception:  # the header parser raises whatever it trips over
        return "text/plain"


def part_parameter(part, name):
    """Return a parameter of the Content-Type of ``part`` in lower case, or an empty string."""
    try:
        return str(part.get_param(name) or "").strip().lower()
    except Exception:  # the header parser raises whatever it trips over
        return ""


def part_charset(part):
    """Return the declared charset of ``part`` or ``None``."""
    try:
        return part.get_content_charset()
    except Exception:  # the header parser raises whatever it trips over
        return None


def part_text(part, limit=MAX_TEXT):
    """Return the decoded text of a leaf part, at most about ``limit`` characters of it."""
    try:
        data = part.get_payload(decode=True)
    except Exception:  # undecodable transfer encodings raise various errors
        data = None
    if not isinstance(data, bytes):
        return ""
    # A character has at most four bytes; cutting one in half costs that one only.
    return decode_bytes(data[: limit * 4], part_charset(part))[:limit].replace("\x00", "")


def _is_attachment(part):
    try:
        return part.get_content_disposition() == "attachment"
    except Exception:  # the header parser raises whatever it trips over
        return False


def _collect_parts(part, found, depth):
    if len(found) >= MAX_PARTS or depth > MAX_DEPTH:
        return
    content_type = part_type(part)
    found.append((part, content_type))
    if content_type.startswith("multipart/") and isinstance(part.get_payload(), list):
        for child in part.get_payload():
            _collect_parts(child, found, depth + 1)
