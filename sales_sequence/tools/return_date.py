# License LGPL-3.0 or later: see LICENSE.
"""Reading from an absence note when its author is back. Pure.

Dates are found by their form, understood by ``dateparser`` (imported on first use: only automatic
answers need it) relative to the mail's own date, and told apart by the words around them: the start
of an absence, its last day, or the first day at work.

``find_return_date`` returns the first day at work where the note states it ("back on 17 August"),
else the last day of the absence ("until 14 August"). The caller adds one business day to either.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from .mail_text import flatten, fold
from .phrases import compiled, languages_of
from .return_date_phrases import CUES

MAX_DAYS_AHEAD = 400
# A date without a year lies ahead by less than this; beyond, the note is last year's, left on.
MAX_DAYS_AHEAD_WITHOUT_YEAR = 300
MAX_TEXT = 3_000
MANY_LANGUAGES = 8

_LOCALES = {"no": "nb"}
# Country domains that people register everywhere, or whose people write the month first.
_NOT_A_DAY_FIRST_COUNTRY = frozenset(
    ("us", "ca", "ph", "io", "ai", "co", "tv", "me", "cc", "ws", "fm", "gg", "to", "ly", "sh", "vc", "eu")
)
_DAY_FIRST_LOCALE = re.compile(r"en-(?!us|ph)[a-z]{2}", re.IGNORECASE)
_NUMERIC = (
    re.compile(r"(?<![\d.,:])(\d{1,2})\. ?(\d{1,2})(?:\. ?(\d{4}|\d{2})(?!\d))?(?![\d:%])"),
    re.compile(r"(?<![\d/:.])(\d{1,2})/(\d{1,2})(?:/(\d{4}|\d{2})(?!\d))?(?![\d/:%])"),
    re.compile(r"(?<![\d-])(\d{1,2})-(\d{1,2})-(\d{4}|\d{2})(?![\d-])"),
)
_ISO = re.compile(r"(?<!\d)(20\d\d)[-./年] ?(\d{1,2})[-./月] ?(\d{1,2})(?!\d)")
_CJK_DAY = re.compile(r"(?:(20\d\d)[年년] ?)?(\d{1,2})[月월] ?(\d{1,2})[日号號일]")
_CJK_LAST_DAY = re.compile(r"(?:から|~|-|至|到|〜|부터)\s?(\d{1,2})[日号號일]")
_RANGE_START = re.compile(r"\d{1,2}(?:st|nd|rd|th|er|\.|º|ª|/\d{1,2}|\.? ?\d{1,2}\.)?\s*$")


@dataclass(frozen=True)
class _Token:
    """A date in the text. ``month`` and ``day`` are ambiguous in ``numeric`` ones."""

    start: int
    end: int
    text: str
    has_year: bool
    numeric: bool = False
    dotted: bool = False
    needs_cue: bool = False


def find_return_date(mail, languages=()):
    """Return when the author of an absence note is back, or ``None`` where it does not say.

    :param mail_text.InboundMail mail: the note
    :param languages: ISO 639-1 codes of its text, likeliest first
    :return: first day back, else last day away; from the mail's day on, at most 400 days ahead
    :rtype: datetime.date | None
    """
    languages = tuple(languages)
    subject, body = flatten(mail.subject[:300]), flatten(mail.own_text)[:MAX_TEXT]
    languages = [language for language in languages or languages_of(body or subject) if language in CUES]
    if len(languages) <= MANY_LANGUAGES:  # more means that nothing told them apart
        languages = languages[:4]
    languages = tuple(dict.fromkeys((*languages, "en")))
    # A subject names the return ("… (returning 08/17/2026)") but also quotes dates of the thread:
    # the body goes first.
    for text in (body, subject):
        if found := _find_in(text, languages, mail):
            return found
    return None


def _find_in(text, languages, mail):
    tokens = _tokens(text, languages)
    roles = {"back": [], "until": [], "alone": []}
    today = mail.day()
    month_first = _is_month_first(mail, text, languages)
    for index, token in enumerate(tokens):
        after = tokens[index - 1].end if index else 0
        before = tokens[index + 1].start if index + 1 < len(tokens) else len(text)
        role = _role(text, token, after, before, languages)
        if not role or role == "start" or (token.needs_cue and role == "alone"):
            continue
        day = _resolve(token, languages, today, month_first, role)
        if day:
            roles[role].append(day)
    found = roles["back"] or roles["until"] or (roles["alone"] if len(tokens) == 1 else [])
    return found[0] if found else None


# ------------------------------------------------------------------------------------- finding dates
@cache
def _vocabulary(languages):
    """Return (months, weekdays, tomorrows) of ``languages`` as regular expressions, from the locale
    data of ``dateparser``."""
    months, weekdays, tomorrows = set(), set(), set()
    for language in languages:
        info = _locale(language)
        for month in _MONTHS:
            months.update(fold(name) for name in info.get(month, ()))
        for weekday in _WEEKDAYS:
            # Two-letter short forms are ordinary words elsewhere.
            weekdays.update(fold(name) for name in info.get(weekday, ()) if len(name) > 3 or not name.isascii())
        tomorrows.update(fold(name) for name in info.get("relative-type", {}).get("in 1 day", ()) if len(name) > 2)
    months = {name for name in months if re.fullmatch(r"[^\W\d_]{3,}", name)} - {"mar."}
    weekdays = {name for name in weekdays if re.fullmatch(r"[^\W\d_]{2,}(?:-?[^\W\d_]+)?", name)}
    tomorrows -= {"in 1 day"}
    return tuple(
        "|".join(sorted(map(re.escape, names), key=len, reverse=True)) or "(?!)"
        for names in (months, weekdays, tomorrows)
    )


_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@cache
def _locale(language):
    from importlib import import_module  # dateparser loads slowly, and few mails need it

    return import_module(f"dateparser.data.date_translation_data.{_LOCALES.get(language, language)}").info


@cache
def _token_patterns(languages):
    months, weekdays, tomorrows = _vocabulary(languages)
    ends = "|".join(filter(None, (CUES[language]["end_of"] for language in languages)))
    end_of = (
        compiled(rf"(?<!\w)(?:{ends}) (?:de |of |d'|of the month of )?({months})(?!\w)(?: (?:de |del )?(\d{{4}}))?")
        if ends
        else None
    )
    ordinal = r"(?:st|:e|:a|nd|rd|th|er|e|\.|º|ª|o|a)?"
    return {
        "end_of": end_of,
        "day_month": re.compile(
            rf"(?<![\d:.,])(\d{{1,2}}){ordinal},?\s?(?:of |de |d'|den |-)?({months})\b\.?"
            r"(?:,? ?(?:de |del |of |-)?((?:20)\d\d)\b)?"
        ),
        "month_day": re.compile(
            rf"\b({months})\.? (?:the )?(\d{{1,2}})"
            r"(?:st|nd|rd|th|\.|-?(?:ig|ei|an|en|jan|jen|ai|i|e|a))?(?![\d:%])(?:,? ((?:20)\d\d)\b)?"
        ),
        "second_day": re.compile(
            r"^ ?(?:-|to|through|thru|until|till|and) ?(?:the )?(\d{1,2})(?:st|nd|rd|th)?"
            r"(?![\d:/.%]\d|\d)(?:,? (20\d\d)\b)?"
        ),
        "month_year": re.compile(rf"\b({months})\.?,? (?:de |del )?(20\d\d)\b"),
        # Short forms alone are ordinary words of other languages ("out" is October in Portuguese).
        "month": re.compile(
            rf"(?<![^\W\d_])({'|'.join(name for name in months.split('|') if len(name) > 3) or '(?!)'})(?![^\W_])"
        ),
        "weekday": re.compile(rf"(?<![^\W_])({weekdays})(?![^\W_])"),
        "tomorrow": re.compile(rf"(?<![^\W_])({tomorrows})(?![^\W_])"),
    }


def _tokens(text, languages):
    patterns = _token_patterns(languages)
    found = [_Token(*match.span(), "-".join(match.groups()), True) for match in _ISO.finditer(text)]
    found += _cjk_tokens(text)
    found += _named_tokens(text, patterns)
    for match in _numeric_dates(text):
        first, second, year = match.groups()
        if 1 <= min(int(first), int(second)) <= 12 and max(int(first), int(second)) <= 31:
            words, dotted = f"{first}/{second}/{year or ''}", "." in match.group()
            found.append(_Token(*match.span(), words, bool(year), numeric=True, dotted=dotted, needs_cue=not year))
    for kind in ("month", "weekday", "tomorrow"):
        first_day = "1 " if kind == "month" else ""
        found += [
            _Token(*match.span(), first_day + match.group(1), False, needs_cue=True)
            for match in patterns[kind].finditer(text)
        ]
    return _without_overlaps(found)


def _cjk_tokens(text):
    found = []
    for match in _CJK_DAY.finditer(text):
        year, month, day = match.groups()
        found.append(_Token(*match.span(), _named(day, _month_name(month), year), bool(year)))
        if last := _CJK_LAST_DAY.match(text, match.end()):
            found.append(_Token(last.start(1), last.end(), _named(last.group(1), _month_name(month), year), bool(year)))
    return found


def _named_tokens(text, patterns):
    ends = patterns["end_of"].finditer(text) if patterns["end_of"] else ()
    found = [_Token(*match.span(), f"end {match[1]} {match[2] or ''}", bool(match[2])) for match in ends]
    found += [
        _Token(*match.span(), _named(*match.groups()), bool(match[3])) for match in patterns["day_month"].finditer(text)
    ]
    found += [
        _Token(*match.span(), _named("1", *match.groups()), True) for match in patterns["month_year"].finditer(text)
    ]
    for match in patterns["month_day"].finditer(text):
        month, day, year = match.groups()
        found.append(_Token(*match.span(), _named(day, month, year), bool(year)))
        if second := patterns["second_day"].match(text[match.end() : match.end() + 60]):
            year = second.group(2) or year
            start, end = match.end() + second.start(1), match.end() + second.end()
            found.append(_Token(start, end, _named(second.group(1), month, year), bool(year)))
    return found


def _month_name(number):
    return _MONTHS[int(number) - 1] if 1 <= int(number) <= 12 else "?"


def _numeric_dates(text):
    return [match for pattern in _NUMERIC for match in pattern.finditer(text)]


def _named(day, month, year):
    return f"{day} {month} {year or ''}".strip()


def _without_overlaps(tokens):
    """Keep the fuller of overlapping tokens; drop a weekday that stands before its own date."""
    kept = []
    for token in sorted(tokens, key=lambda token: (token.start - token.end, token.start)):
        if all(token.end <= other.start or token.start >= other.end for other in kept):
            kept.append(token)
    kept.sort(key=lambda token: token.start)
    return [
        token
        for index, token in enumerate(kept)
        if not (
            token.needs_cue
            and not token.numeric
            and index + 1 < len(kept)
            and kept[index + 1].start - token.end <= 12
            and not (kept[index + 1].needs_cue and not kept[index + 1].numeric)
        )
    ]


# ------------------------------------------------------------------------------ what a date stands for
@cache
def _cue_patterns(languages):
    def alternatives(name):
        return "|".join(filter(None, (CUES[language].get(name, "") for language in languages))) or "(?!)"

    return {
        "until": compiled(rf"(?<![^\W_])(?:{alternatives('until')})\s?{_short_gap()}$"),
        "back": compiled(rf"(?<![^\W_])(?:{alternatives('back')}){_short_gap()}$"),
        "start": compiled(rf"(?<![^\W_])(?:{alternatives('start')})\s?{_short_gap()}$"),
        "mixed": compiled(rf"(?<![^\W_])(?:{alternatives('mixed')})\s?{_short_gap()}$"),
        "range": compiled(rf"(?:^|[\s\d.)])(?:{alternatives('range')})\s?{_short_gap()}$"),
        "range_ahead": compiled(rf"^[\s.]?(?:\d{{4}})?\s?(?:{alternatives('range')})(?![^\W\d_])"),
        "until_after": compiled(rf"^\.?\s?(?:{alternatives('until_after')})"),
        "back_after": compiled(rf"^(?:{alternatives('back_after')})"),
        "back_clause": compiled(alternatives("back_clause")),
    }


def _short_gap():
    """What may stand between a cue and its date: an article, a weekday, punctuation."""
    word = (
        r"[^\W\d_]{1,3}|[^\W\d_]{2,11}(?:day|tag|di|dag|feira|taina|kona|stai)|lunes|martes|miercoles|jueves|viernes|sroda|srode|sobota|streda|ctvrtek"
        r"|patek|pondeli|utery|next|coming|this|about|nachsten|kommenden|einschliesslich|voraussichtlich|prochain|proximo|prossimo|volgende|komende|nasta"
    )
    return rf"(?:(?:{word})[.,]?\s|[\s:,(*\"']){{0,5}}"


def _role(text, token, after, before, languages):
    """Return ``back``, ``until``, ``start``, ``alone``, or ``None`` for a date that says nothing."""
    cues = _cue_patterns(languages)
    left = text[max(after, token.start - 90) : token.start]
    # A full stop ends a clause, unless it belongs to a number or to an abbreviation.
    clause_left = re.split(r"(?<=[^\W\d_]{3})[.!?]\s|。", left)[-1]
    right = text[token.end : min(before, token.end + 60)]
    clause_right = re.split(r"(?<=[^\W\d_]{3})[.!?](?:\s|$)|。", right)[0]
    if cues["until_after"].search(right) and cues["until_after"].search(right).group().strip(" ."):
        return "until"
    if cues["back_after"].search(right) and cues["back_after"].search(right).group():
        return "back"
    if cues["back"].search(clause_left):
        return "back"
    is_range_end = after and token.start - after <= 16 and cues["range"].search(text[max(0, after - 1) : token.start])
    if is_range_end or (_range_of_days(clause_left, cues)):
        return "until"
    if cues["range_ahead"].search(right) and re.match(r"\D{0,14}\d", right + text[before : before + 6]):
        return "start"
    if cues["until"].search(clause_left):
        return "until"
    if cues["mixed"].search(clause_left) and (
        cues["back_clause"].search(clause_left) or cues["back_clause"].search(clause_right)
    ):
        return "back"
    if cues["start"].search(clause_left) or cues["mixed"].search(clause_left):
        return "alone" if _is_single_day(clause_left) else "start"
    return "alone"


def _is_single_day(clause_left):
    return bool(
        re.search(
            r"(?:\bon|\bam|\ble|\bel|\bil|\bden|\bdnia|\bdne|\bop|\bno dia|\bem)(?: [^\W\d_]+,?)? ?$", clause_left
        )
    )


def _range_of_days(clause_left, cues):
    """Whether a bare day and "to" stand before the date: "from 3 to [14 August]", "3.-[14.8.]"."""
    match = cues["range"].search(clause_left)
    return bool(match) and bool(_RANGE_START.search(clause_left[: match.start() + 1]))


# -------------------------------------------------------------------------------------- resolving
def _is_month_first(mail, text, languages):
    """Whether 08/07 is 7 August: told by other dates of the text, the language, the sender's country."""
    for match in _numeric_dates(text):
        first, second = int(match.group(1)), int(match.group(2))
        if "/" in match.group() and first > 12 >= second:
            return False
        if "/" in match.group() and second > 12 >= first:
            return True
    language = languages[0] if languages else "en"
    if language != "en":
        return _locale(language).get("date_order", "DMY").startswith(("M", "Y"))
    country = mail.sender[1].rpartition(".")[2]
    if len(country) == 2 and country not in _NOT_A_DAY_FIRST_COUNTRY:
        return False
    if _DAY_FIRST_LOCALE.search(f"{mail.header('content-language')} {mail.header('accept-language').split(',')[0]}"):
        return False
    moment = mail.date
    # Nobody who writes the month first lives east of Greenwich.
    return not (moment and moment.tzinfo and (moment.utcoffset() or timedelta()) > timedelta())


def _resolve(token, languages, today, month_first, role):
    """Return the token's day, or ``None`` where it is no plausible return date."""
    # dateparser takes "future" as after the base, and the day itself is a fine return date.
    yesterday = today - timedelta(days=1)
    before_this_month = today.replace(day=1) - timedelta(days=1)
    if token.text.startswith("end "):
        first = _parse(f"1 {token.text[4:].strip()}", languages, before_this_month, False)
        day = first and _last_of_month(first)
    elif token.numeric:
        dotted = token.dotted
        orders = (month_first and not dotted, not month_first)
        days = [_parse(token.text.strip("/"), languages, yesterday, order) for order in dict.fromkeys(orders)]
        day = next((day for day in days if _is_plausible(day, token, today)), None)
    elif token.text.startswith("1 ") and token.needs_cue:
        day = _parse(token.text, languages, before_this_month, False)
        if day and day < today and role == "until":
            day = None
    else:
        # Weekdays and "tomorrow" have no digits and count from the day itself.
        day = _parse(token.text, languages, yesterday if re.search(r"\d", token.text) else today, False)
    return day if _is_plausible(day, token, today) else None


def _is_plausible(day, token, today):
    if not day or day < today:
        return False
    return (day - today).days <= (MAX_DAYS_AHEAD if token.has_year else MAX_DAYS_AHEAD_WITHOUT_YEAR)


def _last_of_month(first):
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _parse(words, languages, today, month_first):
    import dateparser  # loads slowly, and few mails need it

    settings = {
        "RELATIVE_BASE": datetime(today.year, today.month, today.day),
        "PREFER_DATES_FROM": "future",
        "DATE_ORDER": "MDY" if month_first else "DMY",
        "RETURN_AS_TIMEZONE_AWARE": False,
    }
    locales = [_LOCALES.get(language, language) for language in dict.fromkeys((*languages, "en"))]
    if re.fullmatch(r"20\d\d-\d{1,2}-\d{1,2}", words):
        settings["DATE_ORDER"] = "YMD"
    try:
        moment = dateparser.parse(words, languages=locales, settings=settings)
    except (ValueError, OverflowError, TypeError):
        return None
    return moment.date() if isinstance(moment, datetime) else None
