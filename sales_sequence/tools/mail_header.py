# License LGPL-3.0 or later: see LICENSE.
"""Reading the raw headers of an inbound mail in bounded time, whatever their length. Pure.

A message parsed with ``email.policy.SMTP`` parses a structured header on access: that takes seconds for a header with
thousands of parameters or recipients, and raises on nested comments. This module reads headers as they stand in the
mail, up to a sensible length, and treats unreadable ones as absent.
"""

import re
from email.errors import MessageError
from email.header import decode_header, make_header
from email.utils import getaddresses
from itertools import islice

# Far more than mail programs and relays write.
MAX_HEADERS = 1_000
# Characters of all headers with the same name together. Nothing beyond this decides anything.
MAX_LENGTH = 20_000

_TYPE = re.compile(r"\s*([^\s;/()]+/[^\s;()]+)")
_TOKEN = re.compile(r"[\w.+-]+")

# Bounded and anchored, so that a long run of characters costs no more than its length.
_LOCAL = r"[a-z0-9!#$%&'*+/=?^_`{|}~-]"
ADDRESS = re.compile(
    rf"(?<!{_LOCAL}){_LOCAL}{{1,64}}(?:\.{_LOCAL}{{1,64}}){{0,8}}"
    r"@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,10}[a-z][a-z0-9-]{0,22}[a-z0-9]",
    re.IGNORECASE,
)
# The charset that mail programs declare, and the larger one that they really use.
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
    # Codecs for domain names: no mail is written in them, and their running time is quadratic.
    "punycode": "utf-8",
    "idna": "utf-8",
}


def decode_bytes(data, charset):
    """Return ``data`` as text, even if the declared charset is wrong.

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


def raw_headers(message):
    """Return the raw headers of ``message``: lists of strings by lower-case name."""
    headers, room = {}, {}
    for header, value in islice(message.raw_items(), MAX_HEADERS):
        name = str(header).strip().lower()
        left = room.get(name, MAX_LENGTH)
        if left > 0:
            headers.setdefault(name, []).append(str(value)[:left])
            room[name] = left - len(headers[name][-1]) - 1
    return headers


def raw_header(message, name):
    """Return the first raw header called ``name`` (lower case), or an empty string."""
    for header, value in islice(message.raw_items(), MAX_HEADERS):
        if str(header).strip().lower() == name:
            return str(value)[:MAX_LENGTH]
    return ""


def decode_value(value, charset=None):
    """Decode a raw header into one line of text.

    :param str value: a header as returned by ``raw_header``
    :param str | None charset: charset of non-ASCII bytes that are not valid UTF-8
    :rtype: str
    """
    if not value.isascii():
        # Raw 8-bit headers, common with Asian servers: the body's charset is the best guess.
        data = value.encode("utf-8", "surrogateescape")
        value = decode_bytes(data, None if _is_utf8(data) else charset)
    value = " ".join(value.split())
    if "=?" in value:
        try:
            value = str(make_header(decode_header(value)))
        except (MessageError, LookupError, UnicodeError, ValueError):
            return value
    return value


def _is_utf8(data):
    try:
        data.decode("utf-8")
    except UnicodeError:
        return False
    return True


def header_text(message, name):
    """Return the first header called ``name`` on one line, or an empty string. Never raises, whatever the message.

    :param email.message.Message message: any message or part
    :param str name: name of the header, in any case
    :rtype: str
    """
    return decode_value(raw_header(message, name.lower()), part_charset(message))


def header_addresses(message, *names):
    """Return the lower-case addresses in the headers called ``names``, each once. Never raises, whatever the message.

    :param email.message.Message message: any message
    :param str names: names of headers, in any case
    :rtype: list[str]
    """
    headers = raw_headers(message)
    values = [value for name in names for value in headers.get(name.lower(), ())]
    return list(dict.fromkeys(address for _name, address in address_pairs(values, part_charset(message))))


def address_pairs(values, charset=None):
    """Return the (display name, lower-case address) pairs of raw address headers.

    :param values: headers as returned by ``raw_headers``
    :param str | None charset: as for ``decode_value``
    """
    # A comma in an encoded name must not split the address, so names are decoded last. Some software encodes the
    # address as well: then only the decoded header shows it.
    decoded = [decode_value(value, charset) for value in values]
    for candidates in ([" ".join(value.split()) for value in values], decoded):
        try:
            pairs = getaddresses(candidates)
        except (ValueError, TypeError, IndexError, RecursionError):
            continue
        found = [(decode_value(name, charset), address.strip().lower()) for name, address in pairs if "@" in address]
        if found:
            return found
    return [("", address) for value in decoded for address in find_addresses(value)]


def as_utf8(text):
    """Return ``text`` with its raw bytes decoded as UTF-8 as far as possible, and without null characters: a text that
    PostgreSQL can store."""
    try:
        text = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    except UnicodeError:  # lone surrogates that do not stand for a byte
        text = text.encode("utf-8", "replace").decode("utf-8")
    return text.replace("\x00", "")


def drop_unreadable(message, *names):
    """Remove those of the headers called ``names`` that Python's header parsers or a database cannot handle.

    :param email.message.Message message: changed in place
    :return: whether a header was removed
    """
    unreadable = [name for name in names if not _is_readable(message, name)]
    for name in unreadable:
        del message[name]
    return bool(unreadable)


def _is_readable(message, name):
    try:
        values = [str(value) for value in message.get_all(name, ())]
        getaddresses(values)
    except Exception:  # IndexError, AttributeError, TypeError, RecursionError …
        return False
    return all(value == as_utf8(value) for value in values)


# ------------------------------------------------------------------------------------ message parts
def part_type(part):
    """Return the content type of ``part`` in lower case; ``text/plain`` where it is unreadable."""
    value = raw_header(part, "content-type")
    match = _TYPE.match(value)
    found = match.group(1).lower() if match else ("text/plain" if value else part.get_default_type())
    if part.is_multipart():
        return found if found.startswith(("multipart/", "message/")) else "multipart/mixed"
    # A multipart whose boundary never occurs is plain text.
    return "text/plain" if found.startswith("multipart/") else found


def part_parameter(part, name):
    """Return a parameter of the Content-Type of ``part`` in lower case, or an empty string."""
    # RFC 2231: after a star, the value begins with its charset and language, each followed by an apostrophe.
    match = re.search(
        rf";\s*{name}(\*?)(?:0\*?)?\s*=\s*(\"[^\"]*\"|[^\s;]*)", raw_header(part, "content-type"), re.IGNORECASE
    )
    if not match:
        return ""
    value = match.group(2).strip("\"' ").lower()
    return value.rpartition("'")[2] if match.group(1) else value


def part_charset(part):
    """Return the declared charset of ``part`` or ``None``."""
    return part_parameter(part, "charset") or None


def part_encoding(part):
    """Return the transfer encoding of ``part`` in lower case, or an empty string."""
    return _first_token(raw_header(part, "content-transfer-encoding"))


def is_attachment(part):
    """Whether ``part`` is meant to be saved rather than read."""
    return _first_token(raw_header(part, "content-disposition")) == "attachment"


def _first_token(value):
    match = _TOKEN.search(value)
    return match.group().lower() if match else ""
