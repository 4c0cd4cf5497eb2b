# License LGPL-3.0 or later: see LICENSE.
"""Telling a mere click on an invitation from words that a person typed into the answer. Pure.

Calendars write into an answer who accepts what, when and where, in their users' languages, and often repeat the whole
event. What remains without all that was typed by a person. A mail that merely has an event attached is judged by its
text like any other.
"""

import re
from dataclasses import dataclass

from .calendar_phrases import GENERATED, LABELS, RULES
from .mail_header import part_parameter, part_type
from .mail_text import flatten, part_text
from .person_phrases import ENGAGEMENT
from .phrases import compiled, find_statement, first_match, languages_of

_METHOD = re.compile(r"^METHOD\s*[:;]\s*([A-Z]+)", re.IGNORECASE | re.MULTILINE)
_COMMENT = re.compile(
    r"^(?:X-RESPONSE-)?COMMENT(?:;[^:\n]*)?:[ \t]*(\S.*)$|X-RESPONSE-COMMENT=\"?([^\";:\n]*\S)",
    re.IGNORECASE | re.MULTILINE,
)
_FIELD = re.compile(r"^(SUMMARY|LOCATION|DESCRIPTION)(?:;[^:\n]*)?:(.*)$", re.IGNORECASE | re.MULTILINE)
_ANSWERS = frozenset(("REPLY", "COUNTER", "DECLINECOUNTER", "REFRESH"))
_NOTICES = frozenset(("CANCEL", "PUBLISH", "ADD"))
_URL = re.compile(r"<?\b(?:https?://|www\.|mailto:|tel:)\S+>?", re.IGNORECASE)
# "9:00 - 10:00", "9am – 10am", "14.30 bis 15.00": when the event is.
_SPAN = re.compile(
    r"\d{1,2}(?:[:.h]\d{2})?\s*(?:[ap]\.?m\.?|uhr)?\s*(?:[-–—~〜]|bis|to|à|a|tot|do|до)\s*\d{1,2}(?:[:.h]\d{2}|\s*[ap]\.?m|\s*uhr)",
    re.IGNORECASE,
)
_CLOCK_AND_YEAR = re.compile(r"\b20\d\d\b.{0,40}\d{1,2}[:.]\d{2}|\d{1,2}[:.]\d{2}.{0,40}\b20\d\d\b")
# A word, or a symbol or emoji that stands for one.
_WORD = re.compile(
    r"[^\W\d_]{2,}|[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af\u0e00-\u0e7f\u2600-\u27bf\U0001f300-\U0001faff]|^\+1$"
)


@dataclass(frozen=True)
class CalendarAnswer:
    """What the calendar part of a mail says: ``kind`` of ``inbound.Verdict``, ``code`` and ``detail`` of evidence."""

    kind: str
    code: str
    detail: str


def find_calendar_answer(mail):
    """Return what a calendar says in ``mail``, or ``None`` if there is no calendar or a person's words decide.

    :param mail_text.InboundMail mail: any inbound mail
    :rtype: CalendarAnswer | None
    """
    for part in mail.parts_of_type("text/calendar", "application/ics"):
        # RFC 5545 folds long lines with a line break and a space.
        text = re.sub(r"\r?\n[ \t]", "", part_text(part))
        declared = _METHOD.search(text)
        if part_type(part) == "application/ics" and not declared:
            continue
        method = (part_parameter(part, "method") or (declared.group(1) if declared else "")).upper()
        if method not in _ANSWERS | _NOTICES:
            continue
        typed = typed_text(mail, text)
        if method in _ANSWERS:
            if comment := _COMMENT.search(text):
                return CalendarAnswer("reply", "calendar_comment", next(filter(None, comment.groups()))[:120])
            if not typed:
                return CalendarAnswer("other", "calendar_response", f"METHOD:{method}")
        elif not typed:
            return CalendarAnswer("other", "calendar_notice", f"METHOD:{method}")
        return None
    return None


def typed_text(mail, event):
    """Return the own text of ``mail`` without what calendars write.

    :param mail_text.InboundMail mail: the mail
    :param str event: its calendar part, unfolded
    :rtype: str
    """
    known = {flatten(line) for __, value in _FIELD.findall(event) for line in _plain(value).split("\n")}
    names = set()
    for name, address in mail.addresses("from", "sender", "to", "cc")[:50]:
        names.update({address} | ({flatten(name)} if " " in name.strip() else set()))
    kept = []
    for line in mail.own_text.split("\n")[:200]:
        flat = flatten(_URL.sub(" ", line[:1_000])).strip(" *_-=~|•·⋅.")
        if compiled("|".join(RULES)).match(flatten(line)):
            break
        if not _WORD.search(flat) or _is_generated(flat, known, names):
            continue
        kept.append(flat)
    return " ".join(kept)


def _plain(value):
    return value.replace("\\n", "\n").replace("\\N", "\n").replace("\\,", ",").replace("\\;", ";").strip()


def _is_generated(flat, known, names):
    if flat in known or any(len(field) > 12 and flat in field for field in known):
        return True
    without_fields = flat
    for field in sorted(known, key=len, reverse=True):
        if len(field) > 2:
            without_fields = without_fields.replace(field, " ")
    if first_match(LABELS, flat) or _SPAN.search(flat) or _CLOCK_AND_YEAR.search(flat):
        return True
    generated = first_match(GENERATED, flat.rstrip(": "))
    if generated:
        # "I have accepted the invitation, see you there" continues in the person's own words.
        engaged, __ = find_statement(ENGAGEMENT, flat[generated.end() :], languages_of(flat))
        return not engaged
    # Calendars refer to the person who answers by name; people do not refer to themselves that way.
    named = any(len(name) > 2 and name in flat for name in names)
    return named and not flat.endswith("?") and len(_WORD.findall(without_fields)) < 14
