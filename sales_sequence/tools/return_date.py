# License LGPL-3.0 or later: see LICENSE.
"""Finding out from an absence note when its author returns. Pure.

``return_date_tokens`` finds the expressions that name a day; this module reads from the words around
them what they stand for: the first day of an absence, its last day, or the first day back. Without such
words, the order decides: an absence ends after it starts, so a start is never taken for a return.

``find_return_date`` returns the first day back if the note states it ("back on 17 August"), else the
last day of the absence ("until 14 August"). The caller adds one business day to either.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from .mail_text import fold
from .phrases import compiled, languages_of
from .return_date_days import resolve
from .return_date_names import GLUED, is_month_first, names_dates, vocabulary
from .return_date_phrases import CUES
from .return_date_tokens import find_tokens, readable

# For a longer absence the rep is asked, instead of waiting.
MAX_DAYS_AHEAD = 366
# A reading of 08/10 based on the sender's time zone alone is dropped beyond this if the other one is nearer.
NEAR = 61
FAR = 183
MAX_TEXT = 3_000
MAX_LANGUAGES = 5
MANY_LANGUAGES = 8

# Country domains that are registered worldwide, or whose people write the month first.
_NOT_A_DAY_FIRST_COUNTRY = frozenset(
    ("us", "ca", "ph", "io", "ai", "co", "tv", "me", "cc", "ws", "fm", "gg", "to", "ly", "sh", "vc", "eu")
)
_LOCALE = re.compile(r"en-([a-z]{2})", re.IGNORECASE)
_MONTH_FIRST_COUNTRIES = frozenset(("us", "ph"))
# A full stop ends a clause unless it belongs to a number or an abbreviation.
_SENTENCE = re.compile(
    r"(?<=[^\W\d_]{3})(?:\.(?=\s(?![\d-])|$)|[!?]+(?=\s|$))|(?<=[\d)])[.!?]+\s(?=[^\W\d_]{2,})|[。！？!?।¦]"
)
_CONTEXT = 160
_FILL = (
    r"(?:(?:[^\W\d_]{1,3}|incl\w*|inkl\w*|einschl\w*|least|approx\w*|about|roughly|around|circa|date|early|next|this"
    r"|coming|probably|expected|voraussichtlich|mindestens|nachsten|kommenden|prochain\w?|proximo|prossimo"
    r"|volgende|komende|nasta|noon|close|business|evening|morning)[.,]?[\s-]|[\s:,(*\"'-]){0,5}"
)


@dataclass(frozen=True)
class _Found:
    """A return date and its certainty: 3 if the note names a return, 2 an end, 1 only a date."""

    day: date | None = None
    certainty: int = 0


def find_return_date(mail, languages=()):
    """Return when the author of an absence note is back, or ``None`` if it does not say.

    :param mail_text.InboundMail mail: the note
    :param languages: ISO 639-1 codes of its text, most likely first
    :return: first day back, else last day away; not before the mail's day, at most a year ahead
    :rtype: datetime.date | None
    """
    # A subject may name the return ("… (returning 08/17/2026)"), but may also quote dates of the thread:
    # the body comes first.
    for text in (readable(mail.own_text, MAX_TEXT), readable(mail.subject, 300)):
        if not re.search(r"\w", text):
            continue
        # The language that explains more of the text reads it better; in a tie, the most likely one.
        best = max(
            (_find_in(text, language, mail) for language in _languages(text, languages)), key=lambda it: it.certainty
        )
        if best.certainty:
            return best.day
    return None


def _languages(text, given):
    """Return the languages to read ``text`` in: those of its words, and those whose months and weekdays it contains."""
    given = [language for language in dict.fromkeys((*given, *languages_of(text))) if language in CUES]
    words = set(re.findall(r"[^\W\d_]{2,}", text))
    named = [language for language in CUES if names_dates(words, language)]
    if len(given) > MANY_LANGUAGES:  # nothing told them apart
        words |= {word[:length] for word in words for length in (4, 5, 6)}  # the cues are stems
        given = sorted(CUES, key=lambda language: -len(words & _words_of(language)))
    both = [language for language in given if language in named]
    likely = dict.fromkeys((*both, *given[:MAX_LANGUAGES], *named))
    return (*list(likely)[:MANY_LANGUAGES], "en")


@cache
def _words_of(language):
    words = re.findall(r"[^\W\d_]{2,}", fold(" ".join(CUES[language].values())))
    return frozenset((*words, *vocabulary(language).months, *vocabulary(language).weekdays))


def _find_in(text, language, mail):
    today = mail.day()
    tokens = find_tokens(text, language, today.year)
    if not tokens:
        return _Found()
    roles = _roles(text, tokens, language)
    slashed = [token for token in tokens if token.kind == "slashed"]
    if not slashed:
        return _choose(text, tokens, roles, today)
    orders = [month_first for month_first in (False, True) if all(map(_reader(month_first), slashed))]
    found = {
        month_first: _choose(text, list(map(_reader(month_first), tokens)), roles, today) for month_first in orders
    }
    found = {month_first: reading for month_first, reading in found.items() if reading.day}
    if len(found) < 2 or found[True] == found[False]:
        return next(iter(found.values()), _Found())
    return found[_is_month_first(mail, language, tokens, found, today)]


# ---------------------------------------------------------------------------- the meaning of a date
@cache
def _cue_patterns(language):
    cues, begin, end = CUES[language], r"(?<![^\W\d_])", r"(?![^\W\d_])"
    if language in GLUED:
        begin = end = ""
    words = {name: f"(?:{cues[name]})" if cues.get(name) else "(?!)" for name in _CUE_NAMES}
    joint = rf"(?:-|~|〜|{words['range']}{end})"
    conjunction = r"|".join(rf"\s{word}\s" for word in filter(None, cues.get("conjunction", "").split("|")))
    return {
        "until": compiled(rf"{begin}{words['until']}{end}\s?{_FILL}$"),
        "start": compiled(rf"{begin}{words['start']}{end}\s?{_FILL}$"),
        "until_after": compiled(rf"^[\s.]?\s?{words['until_after']}"),
        "start_after": compiled(rf"^[\s.]?\s?{words['start_after']}"),
        "range": compiled(rf"^[\s.,)]{{0,3}}(?:{words['start_after']}\s?)?(?:-\s?)?{joint}\s?{_FILL}$"),
        "back": compiled(rf"{begin}{words['back']}{end}"),
        "not": compiled(rf"(?:(?:^|[^\w']){words['not']}|n't)\s?(?:\S+\s){{0,2}}$"),
        "separator": compiled("|".join(filter(None, (r"[,;:()、]|\s-\s", conjunction)))),
    }


_CUE_NAMES = ("until", "start", "until_after", "start_after", "range", "back", "not")
# States that someone returns from: "back … as I am on leave from 3 August" names a start.
_AWAY = compiled(
    r"out of (?:the )?office|leave|vacation|holiday|away|absent|absence|urlaub|ferien|abwesend|congé|vacance"
    r"|vacaciones|ausente|ferie|férias"
    r"|vakantie|verlof|urlop|semester|ledig|loma|poissa|dovolen|szabads|izin|concedi|отпуск|відпуст|отсутств|άδεια|odmor|puhkus"
    r"|atostog|atvaļin|cuti|nghỉ|vacances|休|휴가|إجازة|חופש|ลา"
)


@dataclass
class _Gap:
    """The text between two dates, and which part of it is about which date.

    ``right`` belongs to the date before the gap, ``clause`` is its first clause; ``left`` belongs to the
    date after it, ``near`` is the gap's last sentence, ``last`` its last clause.
    """

    whole: str
    right: str
    clause: str
    left: str
    near: str
    last: str
    is_one_sentence: bool


def _gap(text, start, end, patterns, *, comma_inside=False):
    whole = text[start:end]
    # A little beyond the gap, to see what follows the last full stop.
    ends = [match for match in _SENTENCE.finditer(text, start, end + 2) if match.end() <= end]
    # Nothing joins dates that are far apart.
    is_one_sentence = not ends and start > 0 and end < len(text) and len(whole) <= _CONTEXT
    right = (text[start : ends[0].start()] if ends else whole)[:_CONTEXT]
    near = (text[ends[-1].end() : end] if ends else whole)[-_CONTEXT:]
    clauses = list(patterns["separator"].finditer(right))
    # "Ab Montag, den 17. August, bin ich …": the comma after the date only closes the one inside it.
    rest = right[1:] if comma_inside and right.startswith(",") else right
    clause = patterns["separator"].split(rest, maxsplit=1)[0]
    left = near
    if is_one_sentence:
        left = right[clauses[0].end() :] if clauses else near
        right = clause = right[: clauses[0].start()] if clauses else ""
    last = list(patterns["separator"].finditer(near))
    return _Gap(whole, right, clause, left, near, near[last[-1].end() :] if last else near, is_one_sentence)


def _roles(text, tokens, language):
    """Return the role of each token: ``back``, ``until``, ``start``, or ``alone`` if nothing tells."""
    patterns = _cue_patterns(language)
    starts, ends = [*(token.start for token in tokens), len(text)], [0, *(token.end for token in tokens)]
    has_comma = [False, *("," in text[token.start : token.end] for token in tokens)]
    gaps = [
        _gap(text, start, end, patterns, comma_inside=comma)
        for start, end, comma in zip(ends, starts, has_comma, strict=True)
    ]
    roles = []
    for index, token in enumerate(tokens):
        before, after = gaps[index], gaps[index + 1]
        previous = roles[-1] if roles and before.is_one_sentence else None
        if token.kind == "duration":
            is_absence = not token.needs_cue or _AWAY.search(f"{before.near} {after.right}")
            roles.append("duration" if is_absence else "alone")
        elif patterns["until_after"].search(after.whole[:40]) or patterns["until"].search(before.near):
            roles.append("until")
        elif previous in ("start", "alone") and _joins(before, patterns):
            roles[-1] = "start"
            roles.append("until")
        else:
            roles.append(_role(before, after, patterns, index + 1 < len(tokens) and _joins(after, patterns)))
    return roles


def _joins(gap, patterns):
    """Whether the gap joins the dates around it into a range."""
    return gap.is_one_sentence and len(gap.whole) <= 40 and bool(patterns["range"].search(gap.whole))


def _role(before, after, patterns, opens_range):
    starts = bool(patterns["start"].search(before.near) or patterns["start_after"].search(after.whole[:40]))
    if opens_range:
        return "back" if not starts and _mentions_return(before.last, patterns) else "start"
    if _mentions_return(before.left, patterns, is_start=starts):
        return "back"
    if starts:
        return "back" if _mentions_return(after.clause, patterns) else "start"
    return "back" if _mentions_return(after.right, patterns) else "alone"


def _mentions_return(text, patterns, *, is_start=False):
    for match in patterns["back"].finditer(text):
        if patterns["not"].search(text[max(0, match.start() - 40) : match.start()]):
            continue
        if not (is_start and _AWAY.search(text, match.end())):
            return True
    return False


# -------------------------------------------------------------------------------------- resolving
def _choose(text, tokens, roles, today):
    """Return the return date that results from tokens with these roles."""
    days, anchor, until = [], None, None
    starts = [
        resolve(token, role, today, None, today) for token, role in zip(tokens, roles, strict=True) if role == "start"
    ]
    start = max(filter(None, starts), default=today)
    for token, role in zip(tokens, roles, strict=True):
        day = resolve(token, role, today, anchor, max(filter(None, (today, start, until))))
        if role == "until" and day and today <= day and not until:
            until = day
        if token.kind in ("date", "day") and day:
            anchor = day
        days.append(day)
    for certainty, role in ((3, "back"), (2, "until"), (2, "duration")):
        for its_role, day in zip(roles, days, strict=True):
            if its_role == role and day and day >= max(today, start):
                return _Found(day if (day - today).days <= MAX_DAYS_AHEAD else None, certainty)
    return _of_dates_alone(text, tokens, roles, days, today)


def _of_dates_alone(text, tokens, roles, days, today):
    """A single unexplained date counts as the last day away; of several in a sentence, the last one does."""
    alone = [
        (token, day)
        for token, role, day in zip(tokens, roles, days, strict=True)
        if role == "alone" and day and day >= today
    ]
    starts = [token for token, role in zip(tokens, roles, strict=True) if role == "start"]
    sure = [
        (token, day)
        for token, day in alone
        if not token.needs_cue
        or (starts and token.kind in ("date", "slashed"))
        # "I am on leave next week"
        or (token.unit == "week" and _AWAY.search(_SENTENCE.split(text[: token.start])[-1]))
    ]
    if not sure:
        return _Found(None, int(bool(starts)))
    involved = [token for token, __ in sure] + starts
    first, last = min(token.end for token in involved), max(token.start for token in involved)
    if len(sure) > 1 and (last - first > _CONTEXT or _SENTENCE.search(text, first, last)):
        return _Found()
    day = max(day for __, day in sure)
    return _Found(day, 1) if (day - today).days <= MAX_DAYS_AHEAD else _Found(None, 1)


# --------------------------------------------------------------------------------- 08/07 or 07/08
def _reader(month_first):
    """Return a function that turns a slashed token into a date, or into ``None`` if this order is impossible."""

    def read(token):
        if token.kind != "slashed":
            return token
        month, day = (token.first, token.second) if month_first else (token.second, token.first)
        return replace(token, kind="date", month=month, day=day) if month <= 12 and day <= 31 else None

    return read


def _is_month_first(mail, language, tokens, found, today):
    """Choose between two possible readings: by the weekdays next to the dates, the language, the sender's country
    and zone; if these do not tell or suggest a distant day, the nearer one wins.

    :param dict found: the results, by whether the month is first
    """
    by_weekday = {order: _weekdays_that_fit(tokens, order, today) for order in found}
    if by_weekday[True] != by_weekday[False]:
        return by_weekday[True] > by_weekday[False]
    if language != "en":
        return is_month_first(language)
    nearer = min(found, key=lambda order: found[order].day)
    likely, is_sure = _usual_order(mail)
    if likely is None:
        return nearer
    ahead = {order: (reading.day - today).days for order, reading in found.items()}
    if ahead[nearer] <= NEAR and ahead[likely] > (FAR if is_sure else NEAR):
        return nearer
    return likely


def _weekdays_that_fit(tokens, month_first, today):
    read = _reader(month_first)
    dates = [read(token) for token in tokens if token.kind == "slashed" and token.weekday is not None]
    days = [(token.weekday, resolve(token, "start", today, None, today)) for token in dates if token]
    return sum(day.weekday() == weekday for weekday, day in days if day)


def _usual_order(mail):
    """Return whether the month usually comes first where an English mail comes from (``None``: unknown), and whether
    that is more than a guess."""
    for name in ("content-language", "accept-language"):
        if match := _LOCALE.match(mail.header(name).strip()):
            return match.group(1).lower() in _MONTH_FIRST_COUNTRIES, True
    country = mail.sender[1].rpartition(".")[2]
    if len(country) == 2 and country not in _NOT_A_DAY_FIRST_COUNTRY:
        return False, True
    offset = mail.date and mail.date.utcoffset()
    # East of Greenwich, nobody writes the month first.
    return (offset < timedelta() if offset else None), False
