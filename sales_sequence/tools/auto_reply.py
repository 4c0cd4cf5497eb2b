# License LGPL-3.0 or later: see LICENSE.
"""Telling automatic answers from people's answers. Pure.

A header that only software writes decides at once (RFC 3834 and what vendors use instead). Without one, what speaks for
software is weighed against what speaks for a person, general evidence before words: the form of the subject, headers
that automatic mail often has, how soon after ours the mail was written, against a quote below, a mail program that
people use, a text of its own. Then the words: what sounds like a note to everybody against what sounds like somebody
who talks to somebody (a greeting by name, a question, an offer).

Where both weigh, or where a mail has the build of a note to everybody in a language or in words that no list knows,
nothing is decided: it is unsure, and the rep is asked. A person's answer must never be missed.

``X-Auto-Response-Suppress`` and ``Precedence: bulk`` or ``list`` are never looked at: people's own
mail carries them. ``X-MS-Exchange-Inbox-Rules-Loop`` is only a hint, for Exchange sets it on mail
that a rule redirected or forwarded too.
"""

import re
from dataclasses import dataclass, replace

from . import auto_reply_phrases as say
from . import new_address_phrases
from .absence_phrases import ABSENCE, RETURN
from .absence_setting_phrases import ABSENCE_SETTING
from .gate import gate_signs
from .helpdesk import helpdesk_of, names_an_agent
from .mail_header import ADDRESS
from .mail_text import flatten
from .person import before_closing, greets_by_name, has_persons_client, personal_signs
from .phrases import compiled, count_statements, find_statement, first_match, is_known, languages_of
from .subject_form import form_of_subject

# From here on a mail without telling headers counts as automatic.
ENOUGH = 3
# Signs of a person from which on a header of software is doubted.
CLEARLY_PERSONAL = 4
# A statement further down is an aside of something else.
OPENING = 320
# Characters of a text that decide; no note to everybody is longer.
MAX_NOTE = 2_500

_NO = frozenset(("", "no", "false", "0", "none", "off", "n"))
_AUTO_HEADER = re.compile(
    r"^x-(?:[a-z0-9]+-){0,2}?(?:auto-?(?:repl(?:y|ied)|respon(?:d|der|se)|generated|submitted)"
    r"|vacation|out-?of-?office)(?:-[a-z-]+)?$"
)
_NOT_AUTO_HEADER = re.compile(r"suppress|-check|spam")
_REPLIED = re.compile(r"auto-?repl|vacation|out.of.office|autorespon", re.IGNORECASE)
_AUTO_MAILER = re.compile(r"auto-?repl|auto-?respon|vacation|out.?of.?office", re.IGNORECASE)
_NO_REPLY = re.compile(
    r"^(?:no-?_?reply|do-?_?not-?_?reply|donotreply|nicht-?antworten|ne-?pas-?repondre"
    r"|no-?responder|auto-?reply|autoresponder|auto|vacation|noreply[\w.+-]*"
    r"|[\w.+-]*-?no-?reply)@",
    re.IGNORECASE,
)
_CALENDAR_DATE = re.compile(
    r"\d{1,2}[./-]\d{1,2}|\d{4}-\d{2}-\d{2}|\b\d{1,2}(?:st|nd|rd|th|\.|er)? (?:de "
    r"|of )?[^\W\d_]{3,}|[^\W\d_]{3,} (?:\d{1,2}(?!\d|:)|20\d\d\b)|\d{1,2} ?[月월]"
)
# A date as such, in any language; the years keep prices and room numbers out.
_ANY_DATE = re.compile(
    r"\d{1,2}[./-]\d{1,2}[./-](?:20)?\d{2}\b|\b20\d\d[./-]\d{1,2}[./-]\d{1,2}|\b\d{1,2}[./]\d{1,2}\.?(?![\d.,%])"
    r"|\d{1,2} ?[月월日일]|\b\d{1,2}\.? (?:de |d'|ta' |ni )?[^\W\d_]{3,}|[^\W\d_]{4,} \d{1,2}(?![\d:.,%])"
)
_PHONE = re.compile(r"(?<![\d.,])(?:\+|00|\(?0)[\d()][\d ()./-]{5,16}\d(?!\d)")


@dataclass(frozen=True)
class Finding:
    """What an automatic mail is and why.

    ``kind`` is one of the kinds of ``inbound.Verdict``; ``code`` names the rule and ``detail`` the
    header or the words that it matched; ``languages`` are those of the text; ``leaning`` is what an unsure one rather is.
    """

    kind: str
    code: str
    detail: str
    languages: tuple = ()
    leaning: str | None = None


def find_automatic(mail, is_prompt=False):
    """Tell whether ``mail`` was written by software.

    :param mail_text.InboundMail mail: the mail; bounces, reports and calendar mail are dealt with
        before
    :param bool is_prompt: whether it was written within a minute of the mail that it answers
    :return: what it is, or ``None`` for a person's mail
    :rtype: Finding | None
    """
    flat = mail.own_flat
    subject = form_of_subject(mail.subject)
    header = _telling_header(mail)
    if header:
        return _doubted(mail, flat, header) or _kind_of_automatic(mail, flat, subject, *header)
    if subject.strength == 3:
        finding = _kind_of_automatic(mail, flat, subject, "auto_reply_subject", subject.words)
        if personal_signs(mail, flat) < CLEARLY_PERSONAL or _says_so(mail, flat):
            return finding
        return replace(finding, kind="unsure", code="subject_of_software", leaning="reply")
    if not flat and not subject.is_absence and not subject.strength:
        return None
    return _weigh(mail, flatten(before_closing(mail.own_text))[:MAX_NOTE], subject, is_prompt)


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


def _doubted(mail, flat, header):
    """Return a doubt about a mail that software sent with a person's words in it, or ``None``: helpdesks and customer
    databases mark what their users write as generated, too."""
    code, detail = header
    if _REPLIED.search(detail) or _says_so(mail, flat):
        return None
    helpdesk = helpdesk_of(mail)
    signs = personal_signs(mail, flat)
    if (helpdesk and (signs >= 2 or names_an_agent(mail))) or signs > CLEARLY_PERSONAL:
        return Finding("unsure", "persons_words", f"{detail} {helpdesk}".strip(), leaning="reply")
    return None


def _says_so(mail, flat):
    """Whether a text is itself an absence note, an acknowledgement or a gate, or says that it is automatic."""
    languages = languages_of(flat)
    return bool(
        find_statement(ABSENCE, flat, languages)[0]
        or find_statement(say.SAYS_AUTOMATIC, flat, languages)[0]
        or _is_received(flat, languages)
        or gate_signs(mail, flat)[0] >= 4
    )


# ------------------------------------------------------------------------- which kind of automatic
def _kind_of_automatic(mail, flat, subject, code, detail):
    languages = languages_of(flat)
    if gate_signs(mail, flat)[0] >= 2:
        return Finding("other", "challenge", detail)
    absence, absence_language = find_statement(ABSENCE, flat, languages)
    if absence or subject.is_absence:
        languages = _with_first(absence_language, languages)
        gone, __ = find_statement(new_address_phrases.ADDRESS_GONE, flat, languages)
        # "On leave until …, my deputy's address is new" is still somebody who comes back.
        if not gone or (absence and absence.start() < gone.start()) or subject.is_absence:
            return Finding("auto_reply", code, detail, languages)
    gone, gone_language = find_statement(new_address_phrases.ADDRESS_GONE, flat, languages)
    if gone:
        return Finding(
            "address_changed", code, f"{detail} | {gone.group()[:120]}", _with_first(gone_language, languages)
        )
    received = _received_score(mail, flat, subject, languages)
    if received >= 2:
        return Finding("acknowledgement", code, detail, languages)
    if code == "auto_submitted" and not _REPLIED.search(detail) and not mail.thread_ids:
        return Finding("other", "notification", detail, languages)
    return Finding("auto_reply", code, detail, languages)


def _with_first(language, languages):
    return tuple(dict.fromkeys(([language] if language else []) + list(languages)))


def _is_received(flat, languages):
    return any(first_match(say.RECEIVED.get(language, ())[:-1], flat) for language in languages)


def _received_score(mail, flat, subject, languages):
    """Weigh how much a mail looks like a ticket system's acknowledgement; 2 is a clear statement."""
    stated = _is_received(flat, languages)
    also_said = max(
        (len(_all_matches(say.RECEIVED.get(language, ())[-1:], flat)) for language in languages), default=0
    )
    score = 2 * stated + min(also_said, 1 if stated else 2)
    score += 2 * bool(first_match(say.TICKET_MARK, f"{flatten(mail.subject[:300])} . {flat}"))
    score += 2 * subject.is_ticket
    return score + 2 * bool(helpdesk_of(mail))


def _all_matches(patterns, flat):
    return {match.group() for pattern in patterns for match in compiled(pattern).finditer(flat)}


# --------------------------------------------------------------------------------- weighing a text
def _weigh(mail, flat, subject, is_prompt):
    languages = languages_of(flat)
    automatic, __ = find_statement(say.SAYS_AUTOMATIC, flat, languages)
    person = personal_signs(mail, flat, languages)
    others = _names_others(mail, flat)
    do_not_reply, __ = find_statement(say.DO_NOT_REPLY, flat, languages)
    # "Do not reply to this address, write to …" may be anybody's.
    common = 4 * bool(automatic) + (2 if others else 4) * bool(do_not_reply and not automatic) + min(len(_hints(mail)), 2) + 2 * max(0, subject.strength - 1) + is_prompt
    gate, gate_words = gate_signs(mail, flat)
    # Gates greet by name, too.
    if gate >= 4 and gate + common > person - 2 * greets_by_name(mail.own_text):
        return Finding("other", "challenge", gate_words)

    absence, absence_score = _absence_score(flat, subject, languages)
    absence_score += bool(absence_score) and others
    gone, gone_language = find_statement(new_address_phrases.ADDRESS_GONE, flat, languages)
    gone_score = _gone_score(flat, gone, others)
    received_score = _received_score(mail, flat, subject, languages)
    best = max(absence_score, gone_score, received_score)
    machine = best + common
    automatic = automatic or do_not_reply
    if not (best or automatic or subject.strength > 1 or gate):
        return _built_like_a_note(mail, flat, person, subject)
    finding = _finding(mail, flat, languages, automatic, absence, absence_score, gone_score, received_score)
    if gone and finding.kind == "address_changed":
        finding = replace(finding, detail=gone.group()[:120], languages=_with_first(gone_language, languages))
    if machine - person >= ENOUGH:
        return finding
    if _is_doubtful(machine, person) or (subject.is_absence and machine > person) or gate > max(person, 2):
        leaning = finding.kind if machine - person >= 2 else "reply"
        return replace(finding, kind="unsure", code="person_or_note", leaning=leaning)
    return None


def _is_doubtful(machine, person):
    """Whether both weigh, or little speaks for software and nothing for a person."""
    return (machine > ENOUGH and machine > person) or (machine >= 2 and not person)


def _finding(mail, flat, languages, automatic, absence, absence_score, gone_score, received_score):
    if gone_score and not absence_score > gone_score and not (absence and absence_score >= gone_score):
        return Finding("address_changed", "text", "", languages)
    if absence_score and absence_score >= received_score - 1:
        return Finding("auto_reply", "text", (absence.group() if absence else mail.subject)[:120], languages)
    if received_score:
        return Finding("acknowledgement", "text", mail.subject[:120], languages)
    detail = (automatic.group() if automatic else mail.subject)[:120]
    if automatic and not mail.thread_ids:
        return Finding("other", "notification", detail, languages)
    return Finding("auto_reply", "text", detail, languages)


def _gone_score(flat, gone, others):
    if not gone or gone.start() > OPENING:
        return 0
    of_oneself = first_match(new_address_phrases.FIRST_PERSON, flat[max(0, gone.start() - 12) : gone.end()])
    return (1 if of_oneself else 2) + others


def _absence_score(flat, subject, languages):
    """Weigh how much a text is an absence note: the statement that somebody is away or when they are back, a date
    beside it, and each thing that such notes say besides."""
    absence, language = find_statement(ABSENCE, flat, languages)
    back, back_language = find_statement(RETURN, flat, languages)
    weight = 2 if absence else 1
    score = 3 * subject.is_absence + bool(absence and back)
    if not absence:
        absence, language = back, back_language
    if absence:
        languages = _with_first(language, languages)
        score += weight if absence.start() <= OPENING else 1
        # Only around the statement does a date say how long the absence is.
        score += bool(_CALENDAR_DATE.search(flat[max(0, absence.start() - 40) : absence.end() + 80]))
    setting = count_statements(ABSENCE_SETTING, flat, languages)
    return absence, score + (setting if score or setting > 1 else 0)


def _built_like_a_note(mail, flat, person, subject):
    """Return a doubt about a mail in words that no list knows, but which is built like a note to everybody: short, with
    dates and with somebody else to turn to, and nothing of a person who answers."""
    if person or mail.has_quote or has_persons_client(mail) or not 15 < len(flat) < 1_200:
        return None
    languages = languages_of(flat)
    signs = bool(_ANY_DATE.search(flat)) + _names_others(mail, flat) + subject.strength
    signs += bool(count_statements(ABSENCE_SETTING, flat, languages))
    # Where the words are known, they have said nothing of an absence so far.
    if signs < (3 if is_known(flat) else 2):
        return None
    return Finding("unsure", "built_like_a_note", mail.subject[:120], languages, "auto_reply")


def _names_others(mail, flat):
    """Whether a sentence names an address or a telephone that is not the sender's own."""
    known = {address for __, address in mail.addresses("from", "sender", "reply-to", "to", "cc")}
    if any(match.group() not in known for match in ADDRESS.finditer(flat)):
        return True
    return any(
        _PHONE.search(line) and len(re.findall(r"[^\W\d_]{2,}", line)) > 3
        for line in before_closing(mail.own_text).split("\n")[:60]
    )


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
