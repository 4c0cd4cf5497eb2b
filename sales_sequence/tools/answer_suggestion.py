# License LGPL-3.0 or later: see LICENSE.
"""What an answer seems to say, by plain rules: interested, not now, wrong person, not interested, no more emails. Pure.

Only what the author wrote counts. A phrase that is denied, supposed, asked or said of somebody else is not meant; where
what is left contradicts itself, nothing is suggested. A person decides in any case: nothing acts on a suggestion.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from functools import cache

from . import answer_phrases as say
from .answer_text import above_closing
from .mail_header import find_addresses
from .mail_quote import split_quote
from .mail_text import flatten, fold
from .phrases import compiled, first_match, languages_of
from .return_date_days import resolve
from .return_date_phrases import CUES
from .return_date_tokens import find_tokens, readable
from .wish import OPT_OUT, find_wish
from .wish_phrases import ASKS_US

# Whoever writes more than this says what they want at the beginning.
MAX_TEXT = 3_000
MAX_SENTENCES = 60
# A few words do not reveal their language.
SHORT = 200
BEFORE, AFTER = 70, 40
MAX_AHEAD = timedelta(days=730)
# A date is read in so many languages: those that explain the text best.
MANY_LANGUAGES = 3
# Before this hour nobody meets.
EARLIEST = 7
# Whoever names a day that is no further away wants to talk.
SOON = timedelta(days=10)
LABELS = ("interested", "not_now", "wrong_person", "not_interested")
_END = re.compile(r"(?<=[.!?…])\s+|(?<=[。！？])|\n[ \t]*\n|(?<=,)[ \t]*\n|\n(?=[ \t]*[-•*–])")
_ABBREVIATED = re.compile(
    r"(?:\b[A-ZÀ-Þ]|\b(?:Mr|Mrs|Ms|Dr|Hr|Fr|Sr|Sra|Mme|St|z\.B|e\.g|i\.e|approx|ca|bzw|ggf|Nr|No))\.$"
)
_ASKS = ("?", "？", ";?", "؟")
_NAME = r"[A-ZÀ-ÖØ-ÞĀ-ŽА-ЯЁІЇЄΑ-Ω][\w'’-]*"
_NAMES = re.compile(
    rf"{_NAME}(?:[ \t]+(?:(?:van|von|de|der|den|da|di|del|du|la|le|dos|zu)[ \t]+){{0,2}}{_NAME}){{1,2}}|{_NAME}"
)
_ORDINALS = {
    word: number
    for number, words in enumerate(
        (
            "first ersten premier primer primo",
            "second zweiten deuxieme segundo secondo",
            "third dritten troisieme tercer terzo",
            "fourth vierten quatrieme cuarto quarto",
        ),
        1,
    )
    for word in words.split()
}


@dataclass(frozen=True)
class _Sentence:
    text: str
    flat: str

    @property
    def asks(self):
        return self.text.rstrip().endswith(_ASKS)


@dataclass(frozen=True)
class _Found:
    sentence: _Sentence
    language: str
    end: int


class _Words:
    """What the recognition of wishes reads of a mail."""

    subject = ""

    def __init__(self, text):
        self.own_text = text


def suggest(text, language, today):
    """Return what an answer seems to say, or ``None`` if that is not sure.

    :param str text: the author's own words; what is recognized as a quote is left out
    :param language: ISO 639-1 code of the language in which the author was written to, or ``None``
    :param date today: the day of the answer
    :return: ``{"label", "confidence", "date", "quote", "name", "email"}``; the last four may be ``None``. ``date`` is
        that until which they want to be left alone, or the day on which they want to talk
    :rtype: dict | None
    """
    own = above_closing(split_quote(text)[0])[:MAX_TEXT]
    if not re.search(r"\w", own):
        return None
    if find_wish(_Words(own)) == OPT_OUT:
        return _suggestion("unsubscribe", 0.95)
    sentences = _sentences(own)
    languages = _languages(flatten(own), language)
    found = {label: _find(label, sentences, languages) for label in LABELS}
    found = {label: one for label, one in found.items() if one}
    meeting, day = _find_meeting(sentences, languages, today)
    if meeting and not found.keys() & {"not_now", "not_interested", "wrong_person"}:
        return _suggestion("interested", 0.8, meeting.text, date=day)
    return _decide(found, sentences, languages, today)


def _decide(found, sentences, languages, today):
    """Return the suggestion for the labels that were found, or ``None`` where they contradict one another."""
    if "wrong_person" in found:
        sentence = found["wrong_person"].sentence
        name, email = _find_person(sentence, sentences)
        if len(found) > 1 and not (name or email):
            return None
        return _suggestion("wrong_person", 0.85, sentence.text, name=name, email=email)
    until = _find_until(found["not_now"], sentences, languages, today) if "not_now" in found else None
    refused = found.get("not_interested")
    if refused and _is_for_now(refused):
        # Not for the moment: perhaps later. Only a date says that they mean it.
        until = until or _find_until(refused, sentences, languages, today)
        return _suggestion("not_now", 0.7, refused.sentence.text, date=until) if until else None
    if "not_now" in found:
        if until and until <= today + SOON:
            return _suggestion("interested", 0.75, found["not_now"].sentence.text, date=until)
        if refused and not until:
            return None
        return _suggestion("not_now", 0.85 if until else 0.7, found["not_now"].sentence.text, date=until)
    if len(found) != 1:
        return None
    ((label, one),) = found.items()
    return _suggestion(label, 0.8, one.sentence.text)


def _suggestion(label, confidence, quote=None, **more):
    return {"label": label, "confidence": confidence, "quote": quote, "date": None, "name": None, "email": None, **more}


# --------------------------------------------------------------------------------------- sentences
def _sentences(text):
    pieces = []
    for piece in _END.split(text):
        if pieces and _ABBREVIATED.search(pieces[-1]):
            pieces[-1] = f"{pieces[-1]} {piece}"
        else:
            pieces.append(piece)
    texts = (" ".join(piece.split()) for piece in pieces)
    return [_Sentence(one, flatten(one)) for one in texts if re.search(r"\w", one)][:MAX_SENTENCES]


def _languages(flat, given):
    if len(flat) < SHORT:
        return tuple(dict.fromkeys((*filter(None, (given,)), *languages_of(flat), *say.STATEMENTS)))
    return tuple(dict.fromkeys((*languages_of(flat), *filter(None, (given,)), "en")))


# -------------------------------------------------------------------------------------- statements
def _find(label, sentences, languages):
    """Return the first sentence in which ``label`` is meant, as `_Found`, or ``None``."""
    for sentence in sentences:
        if sentence.asks and label != "interested" and not (label == "not_now" and first_match(ASKS_US, sentence.flat)):
            continue
        for language in languages:
            for pattern in say.STATEMENTS.get(language, {}).get(label, ()):
                for match in compiled(pattern).finditer(sentence.flat):
                    if _is_meant(label, sentence, match, language):
                        return _Found(sentence, language, match.end())
    return None


def _is_meant(label, sentence, match, language):
    flat, start, end = sentence.flat, match.start(), match.end()
    if _is_supposed(flat, start, language):
        return False
    if label == "interested":
        return not (_is_negated(flat, start, language) or first_match(say.NOT_IN_THIS, flat[end : end + AFTER]))
    if label == "wrong_person":
        return not first_match(say.FOR_NOW, flat)
    condition = say.CONDITIONAL.get(language)
    if label == "not_interested" and condition:
        return not compiled(rf"^[^.!?]{{0,12}}{_word(condition, language)}").search(flat[end : end + AFTER])
    return True


def _is_supposed(flat, start, language):
    words = say.SUPPOSED.get(language)
    before = flat[max(0, start - BEFORE) : start]
    return bool(words and compiled(rf"{_word(words, language)}[^.;:]{{0,40}}$").search(before))


def _is_negated(flat, start, language):
    words = say.NEGATIONS.get(language)
    before = flat[max(0, start - BEFORE) : start]
    return bool(words and compiled(rf"{_word(words, language)}(?: [^\s,.;:!?]+){{0,2}} $").search(before))


def _is_for_now(found):
    now = say.STATEMENTS[found.language].get("now")
    return bool(now and compiled(_word(now, found.language)).search(found.sentence.flat))


@cache
def _word(words, language):
    return f"(?:{words})" if language in ("ja", "zh", "ko", "th", "hi", "ar", "fa", "he") else rf"\b(?:{words})\b"


# ------------------------------------------------------------------------------------------- dates
def _find_meeting(sentences, languages, today):
    """Return the sentence that proposes a day to talk on, and that day; twice ``None`` if there is none."""
    for sentence in sentences:
        for language in languages:
            words = say.STATEMENTS.get(language, {}).get("meet")
            if not words or language not in CUES:
                continue
            match = compiled(_word(words, language)).search(sentence.flat)
            if not match or _is_supposed(sentence.flat, match.start(), language):
                continue
            if _is_negated(sentence.flat, match.start(), language):
                continue
            day = _find_day(sentence, language, today, ("weekday", "date", "slashed", "ahead", "day"))
            if day:
                return sentence, day
    return None, None


def find_time(text):
    """Return the time of day that ``text`` names, or ``None``. Nobody meets at night: 3 is in the afternoon.

    :param str text: the sentence that names a day, too
    :rtype: datetime.time | None
    """
    match = first_match(say.TIMES, flatten(text or ""))
    if not match:
        return None
    found = match.groupdict()
    hour, minute, half = int(found["hour"]), int(found["minute"] or 0), found.get("half") or ""
    if hour <= 12 and (half.startswith("p") or (not half and hour < EARLIEST)):
        hour = hour % 12 + 12
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _find_until(found, sentences, languages, today):
    """Return the day that a sentence names, or the sentence behind it, or ``None``."""
    index = sentences.index(found.sentence)
    languages = dict.fromkeys((found.language, *languages[:MANY_LANGUAGES]))
    for one in sentences[index : index + 2]:
        named = _named_period(one.flat, today)
        if named:
            return named
        for language in languages:
            if language in CUES:
                day = _find_day(one, language, today)
                if day:
                    return day
    return None


def _find_day(sentence, language, today, kinds=None):
    """Return the first day named in a sentence that lies ahead, or ``None``."""
    text = readable(sentence.text, MAX_TEXT)
    for token in find_tokens(text, language, today.year):
        if (kinds and token.kind not in kinds) or not _is_date(token, text):
            continue
        day = resolve(_as_date(token), "duration" if token.kind == "duration" else "back", today, None, today)
        if day and today < day <= today + MAX_AHEAD:
            return day
    return None


def _is_date(token, text):
    """Whether it is sure that a token is a date: a number may be anything."""
    if not token.needs_cue or token.kind in ("weekday", "later", "ahead"):
        return True
    led = compiled(rf"(?:^|[^\w]){say.BEFORE_DATE}\s(?:the |dem |den |el |le |il |o |de )?$")
    return bool(led.search(text[: token.start]))


def _as_date(token):
    """Return a token such as 03/04 as a date: the day comes first, where it can."""
    if token.kind != "slashed":
        return token
    day, month = (token.first, token.second) if token.second <= 12 else (token.second, token.first)
    return replace(token, kind="date", month=month, day=day)


def _named_period(flat, today):
    """Return the first day of the quarter, the year or the May that a sentence names, or ``None``."""
    if compiled(say.NEXT_QUARTER).search(flat):
        return _first_of_quarter((today.month - 1) // 3 + 2, today.year)
    if match := compiled(say.QUARTER).search(flat):
        said = next(filter(None, match.groups()))
        number = _ORDINALS.get(said) or int(said)
        first = _first_of_quarter(number, today.year)
        return first if first > today else _first_of_quarter(number, today.year + 1)
    if compiled(say.IN_MAY).search(flat):
        first = date(today.year, 5, 1)
        return first if first > today else date(today.year + 1, 5, 1)
    if compiled(say.NEXT_YEAR).search(flat):
        return None if _names_a_month(flat) else date(today.year + 1, 1, 1)
    return None


def _first_of_quarter(number, year):
    return date(year + (number - 1) // 4, 3 * ((number - 1) % 4) + 1, 1)


def _names_a_month(flat):
    return any(
        token.kind in ("month", "part", "date")
        for language in languages_of(flat)
        if language in CUES
        for token in find_tokens(flat, language, 2000)
    )


# ------------------------------------------------------------------------------------------- names
def _find_person(sentence, sentences):
    """Return the name and the address of whom a sentence, or the one behind it, names; ``None`` for what is missing."""
    index = sentences.index(sentence)
    near = sentences[index : index + 2]
    emails = [email for one in near for email in find_addresses(one.text)]
    email = emails[0] if len(set(emails)) == 1 else None
    for one in near:
        name = _name_in(one.text, email)
        if name:
            return name, email
    return _name_of_address(email), email


def _name_in(text, email):
    before = compiled(rf"(?:^|[^\w])(?:{say.BEFORE_NAME})[\s,:(]{{1,3}}$")
    for match in _NAMES.finditer(text):
        words = [word for word in match.group().split() if fold(word) not in say.NO_NAME]
        if not words or "@" in text[match.end() : match.end() + 1]:
            continue
        is_full = len(words) > 1
        start = match.start() + match.group().find(words[0])
        led = before.search(fold(text[max(0, start - 30) : start]))
        with_address = email and text[match.end() : match.end() + 40].strip(" ,:;(<[-–").lower().startswith(email)
        if with_address or (led and (is_full or "colle" in led.group() or "kolleg" in led.group())):
            return " ".join(words)
    return None


def _name_of_address(email):
    """Return the name that an address of the form first.last@ tells, or ``None``."""
    local = (email or "").partition("@")[0]
    parts = local.split(".")
    if len(parts) == 2 and all(re.fullmatch(r"[^\W\d_]{2,}(?:-[^\W\d_]+)?", part) for part in parts):
        return " ".join(part.title() for part in parts)
    return None
