# License LGPL-3.0 or later: see LICENSE.
"""Reading an inbound mail without ever raising: headers, addresses and the text that its author
wrote, as opposed to what the mail program quoted below it.

Python's ``email`` package raises on some malformed headers and charsets (unknown codecs, broken
structured headers, undecodable base64). Everything here degrades to an empty string instead, because
an exception in the mail gateway loses a customer's mail.

The text above the quote is cut by structure (quote marks, attribution lines, header blocks,
dividers) rather than by a library: the ones that know several languages need seconds for a hostile
body of a few kilobytes, and know neither Russian nor Portuguese nor Outlook's header blocks.
"""

import re
import unicodedata
from datetime import datetime, timezone
from email.header import decode_header, make_header
from email.utils import getaddresses, parsedate_to_datetime
from functools import cached_property

# Nothing that decides a verdict stands further down; reading more would only cost time.
MAX_TEXT = 60_000
MAX_HTML = 400_000
MAX_PARTS = 200
MAX_DEPTH = 25

ADDRESS = re.compile(
    r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,22}[a-z0-9]",
    re.IGNORECASE,
)
MESSAGE_ID = re.compile(r"<[^<>]{1,990}>")

# What mail programs call a charset, and the larger one that they really use.
_CHARSET_IN_PRACTICE = {
    "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949", "shift_jis": "cp932", "x-sjis": "cp932", "iso-8859-1": "cp1252",
    "us-ascii": "utf-8", "ascii": "utf-8", "iso-2022-jp": "iso2022_jp_ext", "iso-8859-8-i": "iso-8859-8",
    "x-unknown": "utf-8", "unknown-8bit": "utf-8", "default": "utf-8", "utf8": "utf-8", "big5": "cp950",
}
_NOT_DECOMPOSED = str.maketrans({
    "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th",
    "’": "'", "‘": "'", "`": "'", "´": "'", "ʼ": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
    "–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-",
})
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
            except (LookupError, UnicodeError, ValueError):
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
        return tuple(dict.fromkeys(
            "".join(found.split())
            for name in ("in-reply-to", "references", "x-ms-exchange-parent-message-id")
            for value in self.headers(name)
            for found in MESSAGE_ID.findall(value)
        ))

    # -------------------------------------------------------------------- parts
    @cached_property
    def content_type(self):
        """Type of the whole message, in lower case."""
        return part_type(self.message)

    @cached_property
    def parts(self):
        """All parts in order, containers included. What hangs below an attached message is left
        out: it was written by somebody else."""
        found = []
        _collect_parts(self.message, found, 0)
        return found

    def parts_of_type(self, *content_types):
        """Return the parts of one of ``content_types``."""
        return [part for part in self.parts if part_type(part) in content_types]

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
    found.append(part)
    if part_type(part).startswith("multipart/") and isinstance(part.get_payload(), list):
        for child in part.get_payload():
            _collect_parts(child, found, depth + 1)


# ------------------------------------------------------------------------------------ HTML
_QUOTE_CLASSES = re.compile(
    r"gmail_quote|gmail_attr|yahoo_quoted|moz-cite-prefix|zmail_extra|protonmail_quote|tutanota_quote"
    r"|outlookmessageheader|front-blockquote|freshdesk_quote|hs_reply|qt-quoted|mail_quote"
)
_QUOTE_STARTS = re.compile(r"appendonsend|divrplyfwdmsg|x_divrplyfwdmsg|mail-editor-reference-message-container|reply-?intro")
_BLOCKS = frozenset((
    "p", "div", "br", "tr", "table", "li", "ul", "ol", "h1", "h2", "h3", "h4", "hr", "pre", "blockquote",
    "section", "article", "center", "td", "dt", "dd", "body",
))
_DROPPED = frozenset(("script", "style", "head", "title", "template", "noscript"))


def html_to_text(html):
    """Return the text of ``html``; quoted parts become lines that begin with ``>``.

    :param str html: a document or a fragment, possibly broken
    :rtype: str
    """
    from lxml import etree  # most mails have a plain text part

    # A declared encoding would make lxml refuse text, control characters make it raise.
    html = re.sub(r"^\s*<\?xml[^>]*\?>", "", html)
    html = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "", html)
    if not html.strip():
        return ""
    try:
        tree = etree.fromstring(html.encode("utf-8"), parser=etree.HTMLParser(encoding="utf-8", recover=True))
    except (etree.LxmlError, ValueError):
        return re.sub(r"<[^>]{0,2000}>", " ", html)
    if tree is None:
        return ""
    pieces, quoted, rest_is_quote = [], 0, False
    for event, element in etree.iterwalk(tree, events=("start", "end", "comment")):
        if event == "comment":
            pieces.append((rest_is_quote or quoted > 0, element.tail or ""))
            continue
        tag = element.tag if isinstance(element.tag, str) else ""
        names = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
        is_quote = tag == "blockquote" or bool(_QUOTE_CLASSES.search(names))
        if event == "start":
            rest_is_quote = rest_is_quote or bool(_QUOTE_STARTS.search(names))
            quoted += is_quote
            pieces.append((rest_is_quote or quoted > 0, "\n" if tag in _BLOCKS else ""))
            if tag not in _DROPPED:
                pieces.append((rest_is_quote or quoted > 0, _collapse(element.text, element)))
        else:
            quoted -= is_quote
            if tag in _BLOCKS:
                pieces.append((rest_is_quote or quoted > 0, "\n"))
            pieces.append((rest_is_quote or quoted > 0, _collapse(element.tail, element.getparent())))
    return _join_pieces(pieces)


def _collapse(text, parent):
    if not text or (parent is not None and parent.tag in _DROPPED):
        return ""
    return text if parent is not None and parent.tag == "pre" else re.sub(r"[ \t\r\n]+", " ", text)


def _join_pieces(pieces):
    lines, line, line_is_quote = [], [], False
    for is_quote, text in pieces:
        if "\n" in text or (is_quote != line_is_quote and line):
            joined = "".join(line).strip()
            lines.append(f"> {joined}" if line_is_quote and joined else joined)
            line = []
        line_is_quote = is_quote
        if text != "\n":
            line.append(text)
    joined = "".join(line).strip()
    lines.append(f"> {joined}" if line_is_quote and joined else joined)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


# ----------------------------------------------------------------------------------- quotes
_FROM_LABELS = (
    "from|von|de|da|van|fra|från|od|lähettäjä|feladó|kimden|gönderen|от|от кого|від|差出人|送信者|发件人|寄件者|寄件人"
    "|보낸 사람|보낸사람|expéditeur|remitente|mittente|avsändare|afsender|afzender|nadawca|odesílatel|отправитель|expeditor|de la"
)
_OTHER_LABELS = (
    "sent|date|to|subject|cc|gesendet|datum|an|betreff|envoyé|date|à|objet|enviado|enviado el|fecha|para|asunto"
    "|inviato|data|a|oggetto|enviada em|enviado em|assunto|verzonden|aan|onderwerp|skickat|till|ämne|sendt|til|emne"
    "|lähetetty|vastaanottaja|aihe|wysłano|do|temat|odesláno|komu|předmět|predmet|elküldve|címzett|tárgy"
    "|gönderildi|tarih|kime|konu|отправлено|дата|кому|тема|送信日時|宛先|件名|日時|发送时间|收件人|主题|日期|寄件日期|收件者|主旨"
    "|보낸 날짜|날짜|받는 사람|제목|trimis|către|subiect|надіслано|reply-to|message-id"
)
_WROTE = (
    "wrote|writes|schrieb|geschrieben|a écrit|écrit|escribió|ha scritto|scrive|escreveu|schreef|geschreven|napisał"
    "|napisała|pisze|skrev|följande|følgende|kirjoitti|napsal|napísal|írta|yazdı|yazmış|написал|написала|пишет"
    "|пише|написав|a scris|έγραψε|写道|寫道|のメール|書きました|wrote on|작성|작성하였습니다|viết|đã viết|kirjutas|rašė|rakstīja"
)
_DIVIDER_WORDS = (
    "original|ursprüngliche|message d'origine|message transf|mensaje|messaggio|mensagem|oorspronkelijk|doorgestuurd"
    "|opprinnelig|oprindelig|forwarded|weitergeleitet|reenviado|inoltrato|encaminhada|vidarebefordrat|videresendt"
    "|původní|wiadomość|přeposlaná|eredeti|továbbított|alkuperäinen|пересылаемое|исходное|оригинал|переслан"
    "|元のメッセージ|転送|原始邮件|原始郵件|转发|轉寄|원본|전달된|iletilen|özgün|reply message|antwort nachricht"
)
_FROM_LINE = re.compile(rf"^[*\s]*(?:{_FROM_LABELS})\s*[*\s]*[:：]", re.IGNORECASE)
_LABEL_LINE = re.compile(rf"^[*\s]*(?:{_OTHER_LABELS})\s*[*\s]*[:：]", re.IGNORECASE)
_DIVIDER = re.compile(rf"^\s*[-_=]{{2,}}\s*[^-]{{0,40}}(?:{_DIVIDER_WORDS})[^-]{{0,40}}[-_=]{{2,}}\s*$", re.IGNORECASE)
_FORWARD_INTRO = re.compile(
    r"^\s*(?:begin forwarded message|anfang der weitergeleiteten|début du message (?:réexpédié|transféré)"
    r"|inicio del mensaje reenviado|inizio messaggio inoltrato|begin doorgestuurd bericht|início da mensagem)",
    re.IGNORECASE,
)
_ATTRIBUTION_VERB = re.compile(rf"(?:{_WROTE})(?![^\W_])[^!?]{{0,200}}[:：]\s*$|(?:のメール|작성)\s*[:：]?\s*$", re.IGNORECASE)
_HAS_WHEN_OR_WHO = re.compile(r"\d{4}|\d{1,2}[:.h]\d{2}|<[^>]{3,200}>|\d{1,2}[./-]\d{1,2}|[年月日]")
_UNDERSCORES = re.compile(r"^\s*_{10,}\s*$")
_SIGNATURE_DELIMITER = re.compile(r"^(?:-- ?|--\xa0|__)$")
_QUOTE_MARK = re.compile(r"^\s{0,3}(?:[>＞|]|&gt;)")


def split_quote(text):
    """Split the author's own text from what the mail program quoted.

    Quoted lines are dropped and reading goes on below them (inline and bottom posting); a header
    block, a divider or an attribution without quote marks ends the author's text. A signature
    after its standard delimiter (RFC 3676, 4.3) is dropped too.

    :param str text: a mail's text
    :return: own text, whether something was quoted
    :rtype: tuple[str, bool]
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")[:2_000]
    own, has_quote, in_signature, index = [], False, False, 0
    while index < len(lines):
        line = lines[index]
        if _QUOTE_MARK.match(line):
            has_quote, in_signature = True, False
        elif _starts_quoted_rest(lines, index):
            return "\n".join(own).strip(), True
        elif length := _attribution_length(lines, index):
            has_quote = True
            index += length
            following = next((later for later in lines[index:index + 4] if later.strip()), "")
            if not _QUOTE_MARK.match(following):
                break
            continue
        elif _SIGNATURE_DELIMITER.match(line) and own:
            in_signature = True
        elif not in_signature:
            own.append(line)
        index += 1
    return "\n".join(own).strip(), has_quote


def _starts_quoted_rest(lines, index):
    line = lines[index]
    if len(line) > 400:
        return False
    if _DIVIDER.match(line) or _FORWARD_INTRO.match(line):
        return True
    following = [later for later in lines[index + 1:index + 8] if later.strip()][:4]
    if _UNDERSCORES.match(line):
        return bool(following) and bool(_FROM_LINE.match(following[0]))
    return bool(_FROM_LINE.match(line)) and sum(bool(_LABEL_LINE.match(later)) for later in following) >= 2


def _attribution_length(lines, index):
    """Return how many lines from ``index`` form an attribution ("On … wrote:"), or 0."""
    if not lines[index].strip() or len(lines[index]) > 300:
        return 0
    joined = ""
    for length in (1, 2, 3):
        if index + length > len(lines) or not lines[index + length - 1].strip():
            return 0
        joined = f"{joined} {lines[index + length - 1].strip()}".strip()
        if len(joined) > 400:
            return 0
        if not _HAS_WHEN_OR_WHO.search(joined):
            continue
        if _ATTRIBUTION_VERB.search(joined):
            return length
        following = next((later for later in lines[index + length:index + length + 3] if later.strip()), "")
        if joined.endswith((":", "：")) and _QUOTE_MARK.match(following):
            return length
    return 0
