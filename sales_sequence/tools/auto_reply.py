# License LGPL-3.0 or later: see LICENSE.
"""Telling automatic answers from people's answers. Pure.

Two ways lead to "automatic". A header or a subject that only software writes decides at once
(RFC 3834 and what vendors use instead). Without one, the text above the quote is weighed: what
sounds like a note to everybody speaks for an automatic answer, what sounds like a person who talks
to a person (a quote below, a greeting by name, a question, an offer) against it. In doubt it is a
person, because a person's answer must never be missed.

``X-Auto-Response-Suppress`` and ``Precedence: bulk`` or ``list`` are never looked at: people's own
mail carries them. ``X-MS-Exchange-Inbox-Rules-Loop`` is only a hint, for Exchange sets it on mail
that a rule redirected or forwarded too.
"""

import re
from dataclasses import dataclass

from . import auto_reply_phrases as say
from .mail_header import ADDRESS, find_addresses
from .mail_text import flatten
from .phrases import compiled, count_statements, find_statement, first_match, languages_of

# From here on a mail without telling headers counts as automatic.
ENOUGH = 3
# A statement further down is an aside of something else.
OPENING = 320

_NO = frozenset(("", "no", "false", "0", "none", "off", "n"))
_AUTO_HEADER = re.compile(
    r"^x-(?:[a-z0-9]+-){0,2}?(?:auto-?(?:repl(?:y|ied)|respon(?:d|der|se)|generated|submitted)"
    r"|vacation|out-?of-?office)(?:-[a-z-]+)?$"
)
_NOT_AUTO_HEADER = re.compile(r"suppress|-check|spam")
_REPLIED = re.compile(r"auto-?repl|vacation|out.of.office|autorespon", re.IGNORECASE)
_AUTO_MAILER = re.compile(r"auto-?repl|auto-?respon|vacation|out.?of.?office", re.IGNORECASE)
_REPLY_PREFIX = re.compile(
    r"^(?:(?:re|aw|antw|antwort|sv|vs|odp|rif|r|res|ynt|vá|ré|ref|回复|回覆|答复|返信|답장|回|fw|fwd|wg"
    r"|tr|rv|enc|i|doorst|vl|pd|转发|轉寄|転送|전달|отв|ответ|ha|ατ)"
    r"(?:\[\d+\])?\s?[:：]\s*)+",
    re.IGNORECASE,
)
_BRACKETED = re.compile(
    r"[\[(【<*]\s*(?:auto-?\s?(?:reply|response|matic reply|matische antwort)"
    r"|out of (?:the )?office|autoreply|abwesend|vacation|自動返信|自動応答|自动回复|자동회신)\s*[\])】>*]",
    re.IGNORECASE,
)
_TAIL = (
    r"(?:$|\s*[:(|!.,/;\[-].*$|\s+(?:until|till|from|through|bis|vom|von|ab|jusqu|du|hasta|del"
    r"|fino|dal|até|de \d|tot|van|do|od|till|från|til|fra|до|с |re:|fw:|aw:|returning|return"
    r"|back)\b.*$|\s*\d.*$|\s+(?:\w+ ){0,2}(?:re|aw|sv|fw):.*$)"
)
_NO_REPLY = re.compile(
    r"^(?:no-?_?reply|do-?_?not-?_?reply|donotreply|nicht-?antworten|ne-?pas-?repondre"
    r"|no-?responder|auto-?reply|autoresponder|auto|vacation|noreply[\w.+-]*"
    r"|[\w.+-]*-?no-?reply)@",
    re.IGNORECASE,
)
_PERSONS_CLIENT = re.compile(
    r"iphone mail|ipad mail|apple mail|microsoft outlook|outlook express|thunderbird|evolution"
    r"|mutt|alpine|k-?9 mail|spark|the bat|foxmail|roundcube|airmail|mailspring",
    re.IGNORECASE,
)
_SENT_FROM = re.compile(
    r"sent from my|sent from (?:outlook|yahoo|mail|samsung|gmail)|get outlook for|gesendet mit"
    r"|von meinem \w+ gesendet|von \w+ gesendet|gesendet von|envoye de(?:puis)? mon|inviato da"
    r"|enviado desde mi|enviado do meu|verzonden vanaf|skickat fran min|wyslane z|odeslano z"
    r"|отправлено с|iphoneから送信|发自我的|從我的|从我的|나의 \w+에서 보냄|iphone에서 보냄"
)
_QUESTION = re.compile(r"[?？](?!\w)")
_CALENDAR_DATE = re.compile(
    r"\d{1,2}[./-]\d{1,2}|\d{4}-\d{2}-\d{2}|\b\d{1,2}(?:st|nd|rd|th|\.|er)? (?:de "
    r"|of )?[^\W\d_]{3,}|[^\W\d_]{3,} \d{1,2}(?!\d|:)|\d{1,2} ?[月월]"
)
_HELPDESK_HEADERS = (
    "x-zendesk",
    "x-freshdesk",
    "x-fd-",
    "x-otrs",
    "x-znuny",
    "rt-ticket",
    "x-rt-",
    "x-jira",
    "x-atlassian",
    "x-sfdc",
    "x-servicenow",
    "x-helpscout",
    "x-intercom",
    "x-gorgias",
    "x-front-",
    "x-kayako",
    "x-osticket",
    "x-glpi",
    "x-redmine",
    "x-spiceworks",
    "x-desk-",
    "x-zammad",
    "x-uservoice",
    "x-hubspot-ticket",
    "x-helpspot",
    "x-deskpro",
    "x-trac-",
    "x-bugzilla",
)
_HELPDESK_MAILER = re.compile(
    r"zendesk|freshdesk|freshservice|otrs|znuny|jira|servicenow|help ?scout|intercom|gorgias"
    r"|kayako|osticket|glpi|zammad|deskpro|request tracker|zoho desk|hubspot|salesforce"
    r"|happyfox|teamwork desk|liveagent|kustomer|spiceworks|hesk",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Finding:
    """What an automatic mail is and why.

    ``kind`` is one of the kinds of ``inbound.Verdict``; ``code`` names the rule and ``detail`` the
    header or the words that it matched; ``languages`` are those of the text.
    """

    kind: str
    code: str
    detail: str
    languages: tuple = ()


def find_automatic(mail):
    """Tell whether ``mail`` was written by software.

    :param mail_text.InboundMail mail: the mail; bounces, reports and calendar mail are dealt with
        before
    :return: what it is, or ``None`` for a person's mail
    :rtype: Finding | None
    """
    flat = mail.own_flat
    certain = _telling_header(mail) or _telling_subject(mail)
    if certain:
        return _kind_of_automatic(mail, flat, *certain)
    if not flat and not _absence_subject(mail):
        return None
    return _weigh(mail, flatten(_before_closing(mail.own_text))[:2_500])


# --------------------------------------------------------------------------------- certain signs
def _telling_header(mail):
    """Return (code, detail) for a header that only automatic mail has, or ``None``."""
    for value in mail.headers("auto-submitted"):
        word = re.split(r"[;(\s]", value.strip().lower(), maxsplit=1)[0]
        if word and word not in _NO:
            return ("auto_submitted", f"Auto-Submitted: {value[:80]}")
    for name in mail.header_names:
        if name.startswith("x-") and _AUTO_HEADER.match(name) and not _NOT_AUTO_HEADER.search(name):
            value = mail.header(name).strip().lower()
            # CommuniGate Pro marks forwarded and redirected mail of people with X-Autogenerated too.
            if value not in _NO and value not in {"forward", "redirect", "mirror", "group", "letter"}:
                return ("auto_reply_header", f"{name}: {value[:80]}")
    for name in ("precedence", "x-precedence", "preference"):
        if re.match(r"auto[-_]?(?:reply|response)", mail.header(name).strip().lower()):
            return ("auto_reply_header", f"{name}: {mail.header(name)[:80]}")
    return _vendor_header(mail)


def _vendor_header(mail):
    if "autoresponder" in mail.header("x-post-messageclass").lower():  # Mailtraq
        return ("auto_reply_header", f"X-POST-MessageClass: {mail.header('x-post-messageclass')[:80]}")
    if mail.header("x-fc-machinegenerated").strip().lower() == "true":  # FirstClass
        return ("auto_reply_header", "X-FC-MachineGenerated: true")
    if any(value.strip().lower().startswith("autoresponder") for value in mail.headers("delivered-to")):  # qmail
        return ("auto_reply_header", "Delivered-To: Autoresponder")
    for name in ("x-mailer", "user-agent"):
        if _AUTO_MAILER.search(mail.header(name)):
            return ("auto_reply_header", f"{name}: {mail.header(name)[:80]}")
    return None


@dataclass(frozen=True)
class _SubjectPatterns:
    prefix: str = r"^[^\w]{0,3}(?:" + "|".join(say.SUBJECT_PREFIX) + ")"
    absence: str = r"^[^\w]{0,3}(?:" + "|".join(say.SUBJECT_ABSENCE) + ")" + _TAIL
    ticket: str = "|".join(f"(?:{pattern})" for pattern in say.TICKET_SUBJECT)


_SUBJECT = _SubjectPatterns()


def _telling_subject(mail):
    if match := compiled(_SUBJECT.prefix).search(flatten(mail.subject[:300])):
        return ("auto_reply_subject", match.group().strip()[:80])
    return None


def _absence_subject(mail):
    return compiled(_SUBJECT.absence).search(flatten(mail.subject[:300]))


def _helpdesk(mail):
    for name in mail.header_names:
        if name.startswith(_HELPDESK_HEADERS):
            return f"{name}: {mail.header(name)[:60]}"
    for name in ("x-mailer", "x-powered-by", "managed-by", "x-generated-by", "x-mailer-info"):
        if _HELPDESK_MAILER.search(mail.header(name)):
            return f"{name}: {mail.header(name)[:60]}"
    return ""


# ------------------------------------------------------------------------- which kind of automatic
def _kind_of_automatic(mail, flat, code, detail):
    languages = languages_of(flat)
    if first_match(say.CHALLENGE, flat):
        return Finding("other", "challenge", detail)
    absence, absence_language = find_statement(say.ABSENCE, flat, languages)
    if absence or _absence_subject(mail):
        languages = _with_first(absence_language, languages)
        gone, __ = find_statement(say.ADDRESS_GONE, flat, languages)
        # "On leave until …, my deputy's address is new" is still somebody who comes back.
        if not gone or (absence and absence.start() < gone.start()) or _absence_subject(mail):
            return Finding("auto_reply", code, detail, languages)
    gone, gone_language = find_statement(say.ADDRESS_GONE, flat, languages)
    if gone:
        return Finding(
            "address_changed", code, f"{detail} | {gone.group()[:120]}", _with_first(gone_language, languages)
        )
    received = _received_score(mail, flat, languages)
    if received >= 2:
        return Finding("acknowledgement", code, detail, languages)
    if code == "auto_submitted" and not _REPLIED.search(detail) and not mail.thread_ids:
        return Finding("other", "notification", detail, languages)
    return Finding("auto_reply", code, detail, languages)


def _with_first(language, languages):
    return tuple(dict.fromkeys(([language] if language else []) + list(languages)))


def _received_score(mail, flat, languages):
    """Weigh how much a mail looks like a ticket system's acknowledgement; 2 is a clear statement."""
    stated = any(first_match(say.RECEIVED.get(language, ())[:-1], flat) for language in languages)
    also_said = any(first_match(say.RECEIVED.get(language, ())[-1:], flat) for language in languages)
    score = 2 * stated + also_said
    subject = flatten(mail.subject[:300])
    score += 2 * bool(first_match(say.TICKET_MARK, f"{subject} . {flat}"))
    score += 2 * bool(compiled(_SUBJECT.ticket).search(subject))
    return score + 2 * bool(_helpdesk(mail))


# --------------------------------------------------------------------------------- weighing a text
def _weigh(mail, flat):
    languages = languages_of(flat)
    automatic, __ = find_statement(say.SAYS_AUTOMATIC, flat, languages)
    hints = _hints(mail)
    common = (
        4 * bool(automatic)
        + min(len(hints), 2)
        + 2 * bool(_BRACKETED.search(mail.subject))
        - personal_signs(mail, flat, languages)
    )
    if first_match(say.CHALLENGE, flat) and common + 3 >= ENOUGH:
        return Finding("other", "challenge", first_match(say.CHALLENGE, flat).group()[:120])

    absence, absence_score = _absence_score(mail, flat, languages)
    gone, gone_language = find_statement(say.ADDRESS_GONE, flat, languages)
    gone_score = _gone_score(flat, gone)
    received_score = _received_score(mail, flat, languages)
    best = max(absence_score, gone_score, received_score)
    if best + common < ENOUGH or not (best or automatic):
        return None
    if gone_score and not (absence and absence.start() < gone.start()):
        return Finding("address_changed", "text", gone.group()[:120], _with_first(gone_language, languages))
    if absence_score and absence_score >= received_score - 1:
        return Finding("auto_reply", "text", (absence.group() if absence else mail.subject)[:120], languages)
    if received_score:
        return Finding("acknowledgement", "text", mail.subject[:120], languages)
    return Finding("auto_reply", "text", automatic.group()[:120], languages)


def _gone_score(flat, gone):
    if not gone or gone.start() > OPENING:
        return 0
    of_oneself = first_match(say.FIRST_PERSON, flat[max(0, gone.start() - 12) : gone.end()])
    return 2 if of_oneself else 3


def _absence_score(mail, flat, languages):
    absence, language = find_statement(say.ABSENCE, flat, languages)
    score = 3 * bool(_absence_subject(mail))
    if absence:
        languages = _with_first(language, languages)
        score += 2 if absence.start() <= OPENING else 1
        # Only around the statement does a date say how long the absence is.
        score += bool(_CALENDAR_DATE.search(flat[absence.start() : absence.end() + 80]))
    if score:
        score += count_statements(say.ABSENCE_SETTING, flat, languages)
    return absence, score


def _hints(mail):
    """Return the names of headers that automatic mail often, but not only, has."""
    hints = [
        name
        for name in ("x-ms-exchange-inbox-rules-loop", "x-ms-exchange-generated-message-source")
        if mail.header(name)
    ]
    if mail.has_null_sender:
        hints.append("return-path")
    if _NO_REPLY.match(mail.sender[1]) and not mail.header("reply-to"):
        hints.append("from")
    return hints


def personal_signs(mail, flat, languages=None):
    """Weigh how much speaks for a person who answers by hand; 0 is nothing.

    :param mail_text.InboundMail mail: the mail
    :param str flat: its own text, folded
    :param languages: languages of ``flat``, if known
    :rtype: int
    """
    languages = languages or languages_of(flat)
    score = 2 * mail.has_quote
    score += 2 * bool(find_statement(say.ENGAGEMENT, flat, languages)[0])
    score += 2 * bool(compiled("|".join(say.GREETING)).match(flat))
    score += bool(_QUESTION.search(flat))
    score += bool(any(_PERSONS_CLIENT.search(mail.header(name)) for name in ("x-mailer", "user-agent")))
    return score + 2 * bool(_SENT_FROM.search(flatten(mail.text[:3_000])))


def _before_closing(text):
    """Return ``text`` up to its closing formula: what stands below belongs to the signature."""
    lines = text.split("\n")
    closing = compiled(rf"^\s*(?:{say.CLOSING})\s*[,.!;。-]*\s*$")
    for index, line in enumerate(lines):
        if index and len(line) < 60 and closing.match(flatten(line)):
            return "\n".join(lines[:index])
    return text


# ----------------------------------------------------------------------------------- new addresses
_NEW = re.compile(
    r"\b(?:new|neue|nouvel|nueva|nuevo|nuov|novo|nova|nieuw|nowy|nya|nytt|ny|nye|uusi|uuden"
    r"|nov[aouey]|uj|yeni|noua|нов)|新|새"
)
_NOT_FOR_PEOPLE = re.compile(r"^(?:no-?reply|do-?not-?reply|mailer-daemon|postmaster)@", re.IGNORECASE)


def find_new_address(mail):
    """Return the address that a mail names as the one to use from now on, or ``None``.

    :param mail_text.InboundMail mail: a mail that says that an address or its owner is gone
    :rtype: str | None
    """
    flat = flatten(mail.own_text)
    ours = {address for __, address in mail.addresses("to", "cc")}
    candidates = [
        match
        for match in ADDRESS.finditer(flat)
        if match.group() not in ours | {mail.sender[1]} and not _NOT_FOR_PEOPLE.match(match.group())
    ]
    remaining = [match for match in candidates if not _is_called_gone(flat, match)] or candidates
    for match in remaining:
        if _NEW.search(flat[max(0, match.start() - 70) : match.start()]):
            return match.group()
    if remaining:
        return remaining[0].group()
    hidden = [address for address in find_addresses(mail.text) if address not in ours | {mail.sender[1]}]
    return hidden[0] if len(hidden) == 1 and not mail.has_quote else None


def _is_called_gone(flat, match):
    """Whether the statement that an address is gone follows it: then it is the old one."""
    following = flat[match.end() : match.end() + 60].split(". ")[0]
    gone, __ = find_statement(say.ADDRESS_GONE, f"address{following}", ("en",))
    return bool(gone) or bool(
        re.match(
            r"[^@.]{0,20}\b(?:nicht mehr|no longer|n'est plus|ya no|non e piu|nao|niet (?:meer|langer)"
            r"|nie jest|inte langre|ikke l[ae]+nger|ei ole|uz ne|jiz ne|больше не|не использ|已停|不再"
            r"|は(?:使用|廃止|変更))",
            following,
        )
    )
