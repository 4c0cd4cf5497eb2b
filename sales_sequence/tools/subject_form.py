# License LGPL-3.0 or later: see LICENSE.
"""Recognizing by its form a subject that software wrote. Pure.

Mail servers put fixed words before the subject that they answer ("Automatic reply: A quicker close"). People use the
same words in their own subjects ("Autoreply feature", "AUTO: leasing offer"), so the form counts: the words, a colon
and more text; or the words alone.
"""

import re
from dataclasses import dataclass

from .mail_text import flatten
from .phrases import compiled
from .subject_phrases import SUBJECT_ABSENCE, SUBJECT_PREFIX, TICKET_SUBJECT

_TAIL = (
    r"(?:$|\s*[:：(|!.,/;\[-].*$|\s+(?:until|till|from|through|bis|vom|von|ab|jusqu|du|hasta|del"
    r"|fino|dal|até|de \d|tot|van|do|od|till|från|til|fra|до|с |re:|fw:|aw:|returning|return"
    r"|back)\b.*$|\s*\d.*$|\s+(?:\w+ ){0,2}(?:re|aw|sv|fw):.*$)"
)
# What may directly follow the words in a subject written by software: its own marks, a name, a date.
_EXACT = (
    r"(?:メール|邮件|郵件|메일)?\s*[)\]】>]?\s?"
    r"(?:[:：]\s*\S|[-|]\s+\S|(?<=[)\]】])\s*\w|[\s(]\s?(?:re|aw|sv|fw|fwd|wg|antw|rv|vs|odp)\s?[:：])"
)
_WHOLE = (
    r"\s*[.!)\]】>:：-]*\s*(?:$|\(|\d"
    r"|\b(?:from|von|de|of|by|van|från|fra|da|od|от|until|till|bis|vom|jusqu|hasta|fino)\b)"
)
# "Mail" in the languages that write it without a space.
_MAIL = r"^(?:メール|邮件|郵件|메일)"
_BRACKETED = (
    r"[\[(【<*]\s*(?:auto-?\s?(?:reply|response|matic reply|matische antwort)"
    r"|out of (?:the )?office|autoreply|abwesend|vacation|自動返信|自動応答|自動回复|자동회신)\s*[\])】>*]"
)


@dataclass(frozen=True)
class _Patterns:
    prefix: str = r"^[^\w]{0,3}(?:" + "|".join(SUBJECT_PREFIX) + ")(?![a-z\u0370-\u04ff])"
    lotus: str = r"^auto\s?[:：]\s.*\b(?:is out of|out of the office|\(returning|re:|abwesend|absent)"
    auto: str = r"^auto\s?[:：]\s"
    absence: str = r"^[^\w]{0,3}(?:" + "|".join(SUBJECT_ABSENCE) + ")" + _TAIL
    ticket: str = "|".join(f"(?:{pattern})" for pattern in TICKET_SUBJECT)
    bracketed: str = _BRACKETED


_SUBJECT = _Patterns()


@dataclass(frozen=True)
class SubjectForm:
    """The form of a subject.

    ``strength``: 3 for the words of an automatic answer before a colon and more text, or alone; 2 for a weaker
    form; 1 for the words inside other text; 0 for any other subject. ``words`` are the ones found.
    ``is_absence``: the subject is about an absence, ``is_ticket``: about a received request.
    """

    strength: int = 0
    words: str = ""
    is_absence: bool = False
    is_ticket: bool = False


def form_of_subject(subject):
    """Return the form of a subject.

    :param str subject: decoded
    :rtype: SubjectForm
    """
    flat = flatten(subject[:300])
    is_absence = bool(compiled(_SUBJECT.absence).search(flat))
    is_ticket = bool(compiled(_SUBJECT.ticket).search(flat))
    strength, words = _strength(flat)
    return SubjectForm(strength, words[:80], is_absence, is_ticket)


def _strength(flat):
    if match := compiled(_SUBJECT.lotus).match(flat):
        return 3, match.group()
    if match := compiled(_SUBJECT.prefix).search(flat):
        words, rest = match.group().strip(), flat[match.end() :]
        if re.match(_EXACT, rest):
            return 3, words
        return (3 if not re.sub(_MAIL, "", rest).strip(" .!)]】>:：") else 2 if re.match(_WHOLE, rest) else 1), words
    if match := compiled(_SUBJECT.bracketed).search(flat):
        return 2, match.group()
    if match := compiled(_SUBJECT.auto).match(flat):
        return 1, match.group()
    return 0, ""
