# License LGPL-3.0 or later: see LICENSE.
"""Finding the expressions that name a day, a week or a month in an absence note. Pure."""

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice

from .mail_text import flatten, fold
from .phrases import compiled
from .return_date_names import GLUED, LISTED, named, stands_before_month, vocabulary
from .return_date_phrases import CUES

# A note has a handful of dates. More are a timetable, not worth the time to read.
MAX_DATES = 24
# Separates paragraphs: words in one never belong to a date in the next.
PARAGRAPH = " ¦ "

_YEAR = compiled(
    r",?\s?(?:(?:de |del |di |do |of |năm |tahun |พ\.?ศ\.?\s?|ค\.?ศ\.?\s?)?(2[05]\d\d)|'?(\d\d)(?![:.,/%-]\d))"
    r"(?![\d:%])"
)
_JOINER = r"(?:of |de |d'|del |den |ngay |di |-)?"
_ISO = re.compile(r"(?<![\d/.])(?<!\d-)(2[05]\d\d)[-./年] ?(\d{1,2})[-./月] ?(\d{1,2})(?!\d)(?:日|号|號)?")
_DOTTED = re.compile(r"(?<![\d.,:/])(\d{1,2})\. ?(\d{1,2})(?:\. ?(2[05]\d\d|\d\d)(?!\d)|\.(?!\d))?(?![\d:%]|\.\d)")
_SLASHED = re.compile(r"(?<![\d/:.])(\d{1,2})/(\d{1,2})(?:/(2[05]\d\d|\d\d)(?!\d))?(?![\d/:%])")
_DASHED = re.compile(
    r"(?<![\d-])(\d{1,2})-(\d{1,2})-(2[05]\d\d|\d\d)(?![\d-])|(?<![\d./-])(\d\d)-(\d\d)(?![\d:/-]|\.\d)"
)
_CJK_DATE = re.compile(r"(?:(20\d\d)[年년]\s?)?(\d{1,2})[月월]\s?(\d{1,2})[日号號일]")
_CJK_MONTH = re.compile(r"(?:(20\d\d)[年년]\s?)?(\d{1,2})(?:月|월)(?!\s?\d)")
_CJK_DAY = re.compile(
    r"(本月|这个月|這個月|今月|当月|이번 ?달|下个?月|下個月|来月|翌月|다음 ?달)?の?\s?"
    r"(\d{1,2})[日号號일](?!間|间|동안|간)"
)
_NEXT_MONTH = re.compile(r"下|来|翌|다음")
_CJK_WEEKDAY = re.compile(r"\s?\(([月火水木金土日월화수목금토일一二三四五六])(?:曜日?|요일)?(?:[・·、,][^)]{1,6})?\)")
_CJK_WEEKDAYS = {
    name: index
    for names in ("月火水木金土日", "월화수목금토일", "一二三四五六日", "一二三四五六天")
    for index, name in enumerate(names)
}
_CJK_WEEK_DAY = re.compile(r"(本|这|這|下)(?:个|個)?(?:周|星期|礼拜|禮拜)([一二三四五六日天])")
_CJK_NUMBER = re.compile(r"[〇一二三四五六七八九十廿卅]{1,3}(?=[月日号號])")
_AFTER_BARE_DAY = re.compile(
    r"\s?(?:uhr|h\b|hrs?\b|am\b|pm\b|a\.m|p\.m|o'?clock|stunden|min|hours?|floor|half|people"
    r"|%|€|\$|times|час|saat|óra|時|点|點|시)"
)


@dataclass(frozen=True)
class Token:
    """An expression for a day or a period, from ``start`` to ``end`` in the text.

    ``kind``: ``date`` (``month``, ``day``), ``slashed`` (``first`` and ``second`` number, either of which
    may be the month), ``month``, ``part`` (of a ``month``: ``ends``, ``middle`` or ``begins``), ``day``
    (of a month that the text leaves out), ``weekday``, ``week`` (``number`` of the calendar week), ``ahead``
    (calendar ``unit``: the ``number``-th after the mail's), ``later`` (``number`` of ``unit`` after the mail's
    day), ``duration`` (``number`` of ``unit``). ``year`` is ``None`` if the text has none. ``needs_cue`` marks
    tokens that only count as dates if the words around them say so.
    """

    start: int
    end: int
    kind: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    first: int | None = None
    second: int | None = None
    weekday: int | None = None
    number: int | None = None
    unit: str = ""
    needs_cue: bool = False


def readable(text, limit):
    """Return ``text`` in the form in which tokens are found: folded, digits and Chinese numerals as ASCII, on one
    line, with paragraphs separated."""
    text = PARAGRAPH.join(filter(None, map(flatten, re.split(r"\n\s*\n", text[:limit]))))
    if not text.isascii():
        text = "".join(
            character if character.isascii() or not character.isdecimal() else str(unicodedata.decimal(character))
            for character in text
        ).replace("週", "周")
        text = _CJK_NUMBER.sub(lambda match: str(_chinese_number(match.group())), text)
    return text


def _chinese_number(characters):
    """Return a number up to 31: 十四, 二十, 廿三."""
    tens, __, ones = characters.replace("廿", "二十").replace("卅", "三十").rpartition("十")
    digits = "〇一二三四五六七八九"
    if "十" not in characters and "廿" not in characters and "卅" not in characters:
        return int("".join(str(digits.index(character)) for character in characters))
    return (digits.index(tens) if tens else 1) * 10 + (digits.index(ones) if ones else 0)


# ---------------------------------------------------------------------------------------- patterns
@cache
def _patterns(language):
    cues, words = CUES[language], vocabulary(language)
    if language in LISTED:
        month = _alternatives(words.months, dots=language == "th")
        weekday = _alternatives(words.weekdays)
    else:
        month, weekday = r"[^\W\d_]{3,}", r"[^\W\d_]{4,}(?:-feira)?"
    prefix = "[בלמהו]?-?" if language == "he" else ""
    begin, end = ("", "") if language in GLUED else (r"(?<![^\W_])", r"(?![^\W_])")
    ordinal = rf"(?:{cues['ordinal']})?" if cues.get("ordinal") else ""
    number = "|".join((r"\d{1,2}", *_numbers(language)))
    units = "|".join(f"(?P<{unit}>{cues[f'{unit}s']})" for unit in ("week", "day", "month") if cues.get(f"{unit}s"))
    week = cues.get("week") or "(?!)"
    return {
        "day_month": compiled(
            rf"(?<![\d:.,/])(\d{{1,2}}){ordinal}[.,]?\s?(?:(?:tou |lui |luna |mes de |den )|{_JOINER})"
            rf"{prefix}({month}){end}(\.?)"
        ),
        "month_day": compiled(rf"{begin}({month})\.?\s?(?:the )?(\d{{1,2}}){ordinal}(?![\d:%/]|[.]\d)"),
        "part": compiled(
            rf"{begin}(?:(?P<ends>{cues.get('ends') or '(?!)'})|(?P<middle>{cues.get('middle') or '(?!)'})"
            rf"|(?P<begins>{cues.get('begins') or '(?!)'}))[\s-]?{_JOINER}{prefix}(?P<month>{month}){end}"
        ),
        "month": compiled(rf"{begin}{prefix}({month}){end}"),
        "weekday": compiled(rf"{begin}{prefix}({weekday}){end}"),
        "ahead": compiled(rf"{begin}({_alternatives(words.ahead)}){end}"),
        "week": compiled(rf"{begin}(?:{week})\s?(\d{{1,2}})(?![\d:%]|[.,/]\d)|{begin}(\d{{1,2}})\.?\s?(?:{week}){end}"),
        "duration": compiled(
            rf"{begin}(?:(?P<for>{cues.get('for') or '(?!)'})\s)?(?P<number>{number})[\s-]?(?:{units or '(?!)'}){end}"
        ),
        "in": compiled(rf"{begin}(?:{cues.get('in') or '(?!)'})\s(?P<number>{number})[\s-](?:{units or '(?!)'}){end}"),
        "ago": compiled(rf"{begin}(?:{cues.get('ago') or '(?!)'}){end}"),
        "bare_day": compiled(rf"(?<![\d.,:/#+-])(\d{{1,2}})({cues.get('ordinal') or '(?!)'})?(?![\d:%/]|[,.-]\d)"),
    }


def _alternatives(names, dots=False):
    ordered = sorted(map(re.escape, names), key=len, reverse=True)
    return "|".join(r"\.?\s?".join(name) if dots and len(name) < 5 else name for name in ordered) or "(?!)"


@cache
def _numbers(language):
    """Return the number words of ``language`` with their values."""
    words = CUES[language].get("numbers", "").split()
    return {fold(form): number for number, forms in enumerate(words, 1) for form in forms.split("/")}


# ------------------------------------------------------------------------------------- finding dates
def find_tokens(text, language, year):
    """Return the tokens of ``text`` in order, without overlaps.

    :param str text: as returned by :func:`readable`
    :param str language: one of ``CUES``
    :param int year: the mail's: a two-digit year is this or the next
    :rtype: list[Token]
    """
    found = [*islice(_numeric(text, year), MAX_DATES), *islice(_cjk(text), MAX_DATES)]
    patterns = _patterns(language)
    for kind, read in _READERS.items():
        tokens = (read(match, language, year) for match in patterns[kind].finditer(text))
        found += islice(filter(None, tokens), MAX_DATES)
    tokens = _with_range_partners(text, _without_overlaps(found), language)
    tokens = _without_overlaps([*tokens, *islice(_bare_days(text, language), MAX_DATES)])
    return _with_weekdays(text, tokens, language)[:MAX_DATES]


def _numeric(text, year):
    for match in _ISO.finditer(text):
        written, month, day = map(int, match.groups())
        if 1 <= month <= 12 and 1 <= day <= 31:
            yield Token(*match.span(), "date", _four_digits(written, year), month, day)
    for pattern in (_DOTTED, _SLASHED, _DASHED):
        for match in pattern.finditer(text):
            first, second, written, *short = match.groups()
            first, second = (first, second) if first else short
            first, second = int(first), int(second)
            if not (1 <= min(first, second) <= 12 and max(first, second) <= 31):
                continue
            full = _four_digits(written, year)
            if written and not full:
                continue
            known = {"needs_cue": not full, "year": full}
            if pattern is _DOTTED and second <= 12:
                yield Token(*match.span(), "date", month=second, day=first, **known)
            elif pattern is not _DOTTED:
                yield Token(*match.span(), "slashed", first=first, second=second, **known)


def _cjk(text):
    for match in _CJK_DATE.finditer(text):
        year, month, day = (int(group) if group else None for group in match.groups())
        if 1 <= month <= 12 and 1 <= day <= 31:
            yield Token(*match.span(), "date", year, month, day)
    for match in _CJK_DAY.finditer(text):
        which, day = match.group(1), int(match.group(2))
        if 1 <= day <= 31:
            months = None if not which else 1 if _NEXT_MONTH.match(which) else 0
            yield Token(*match.span(), "day", day=day, number=months, needs_cue=True)
    for match in _CJK_WEEK_DAY.finditer(text):
        weekday, number = _CJK_WEEKDAYS[match.group(2)], int(match.group(1) == "下")
        yield Token(*match.span(), "weekday", weekday=weekday, number=number, needs_cue=True)
    for match in _CJK_MONTH.finditer(text):
        if 1 <= int(match.group(2)) <= 12:
            yield Token(
                *match.span(), "month", match.group(1) and int(match.group(1)), int(match.group(2)), needs_cue=True
            )


def _four_digits(written, year):
    """Return a written year with four digits, or ``None`` if it is not one. Thailand counts from 543 BC."""
    if not written:
        return None
    number = int(written)
    if number >= 100:
        return number - 543 if number >= 2500 else number
    return next((full for full in (2000 + number, 1957 + number) if year - 1 <= full <= year + 9), None)


def _end_and_year(match, year):
    """Return the end of a date, and its year if it has one. "3 August 10 Uhr": two digits only count as a near year."""
    found = _YEAR.match(match.string, match.end())
    full = found and _four_digits(found.group(1) or found.group(2), year)
    if not full or (found.group(2) and not year <= full <= year + 1):
        return match.end(), None
    return found.end(), full


def _read_day_month(match, language, year):
    month = named(match.group(2), vocabulary(language).months, language)
    day = int(match.group(1))
    if not month or not 1 <= day <= 31:
        return None
    end, full = _end_and_year(match, year)
    if not full and match.group(3) and len(match.group(2)) > 4:
        end = match.start(3)  # the full stop of the sentence
    return Token(match.start(), end, "date", full, month, day)


def _read_month_day(match, language, year):
    month = named(match.group(1), vocabulary(language).months, language)
    day = int(match.group(2))
    if not month or not 1 <= day <= 31:
        return None
    end, full = _end_and_year(match, year)
    return Token(match.start(), end, "date", full, month, day)


def _read_part(match, language, year):
    month = named(match.group("month"), vocabulary(language).months, language)
    if not month:
        return None
    end, full = _end_and_year(match, year)
    unit = next(name for name in ("ends", "middle", "begins") if match.group(name) is not None)
    return Token(match.start(), end, "part", full, month, unit=unit)


def _read_month(match, language, year):
    month = named(match.group(1), vocabulary(language).months, language)
    end, full = _end_and_year(match, year)
    if end - match.end() < 4:  # two digits after a month are a day
        end, full = match.end(), None
    # Short forms alone are ordinary words in other languages ("out" is October in Portuguese).
    if not month or (len(match.group(1)) <= 3 and not full):
        return None
    return Token(match.start(), end, "month", full, month, needs_cue=True)


def _read_weekday(match, language, __):
    number = named(match.group(1), vocabulary(language).weekdays, language)
    return None if number is None else Token(*match.span(), "weekday", weekday=number, needs_cue=True)


def _read_ahead(match, language, __):
    number, unit = vocabulary(language).ahead[match.group(1)]
    return Token(*match.span(), "ahead", number=number, unit=unit, needs_cue=True)


def _read_week(match, __, ___):
    number = int(match.group(1) or match.group(2))
    return Token(*match.span(), "week", number=number) if 1 <= number <= 53 else None


def _read_duration(match, language, __):
    text, (number, unit) = match.string, _amount(match, language)
    if not number or _patterns(language)["ago"].search(text[max(0, match.start() - 20) : match.end() + 12]):
        return None
    return Token(*match.span(), "duration", number=number, unit=unit, needs_cue=not match.group("for"))


def _read_in(match, language, __):
    number, unit = _amount(match, language)
    return Token(*match.span(), "later", number=number, unit=unit, needs_cue=True) if number else None


def _amount(match, language):
    words = match.group("number")
    number = int(words) if words.isdigit() else _numbers(language)[words]
    return number, next(unit for unit in ("week", "day", "month") if match.groupdict().get(unit))


_READERS = {
    "part": _read_part,
    "day_month": _read_day_month,
    "month_day": _read_month_day,
    "week": _read_week,
    "in": _read_in,
    "duration": _read_duration,
    "ahead": _read_ahead,
    "weekday": _read_weekday,
    "month": _read_month,
}


def _without_overlaps(tokens):
    """Keep the longer of overlapping tokens."""
    kept = []
    for token in sorted(tokens, key=lambda token: (token.start - token.end, token.start)):
        if all(token.end <= other.start or token.start >= other.end for other in kept):
            kept.append(token)
    return sorted(kept, key=lambda token: token.start)


# --------------------------------------------------------------------------- days that share a month
@cache
def _range_patterns(language):
    cues, letters = CUES[language], "" if language in GLUED else r"(?![^\W\d_])"
    ordinal = rf"(?:{cues['ordinal']})?" if cues.get("ordinal") else ""
    suffix = rf"(?:{'|'.join(filter(None, (cues.get('start_after'), cues.get('until_after')))) or '(?!)'})?"
    weekday = rf"(?:(?:{_alternatives(vocabulary(language).weekdays)}),? )?"
    article = rf"(?:(?:{cues.get('on') or '(?!)'}),? )?"
    join = rf"\s?(?:-|~|〜|(?:{cues['range']}){letters})\s?{article}{weekday}{article}"
    return {
        "before": compiled(rf"(?<![\d.,:/-])(\d{{1,2}}){ordinal}\.?{suffix}{join}$"),
        "after": compiled(rf"^{suffix}{join}(\d{{1,2}})(?![\d:%]|[./-]\d)"),
    }


def _with_range_partners(text, tokens, language):
    """Add the days of "3 to [14 August]", "3.-[14.8.]" and "[August 3] to 14"."""
    patterns, found = _range_patterns(language), []
    for index, token in enumerate(tokens):
        after = tokens[index - 1].end if index else 0
        before = tokens[index + 1].start if index + 1 < len(tokens) else len(text)
        if token.kind == "week":
            if match := re.search(
                r"(?<![\d.,/])(\d{1,2})\.?\s?(?:-|\+|&|[^\W\d_]{1,5})\s?$", text[after : token.start]
            ):
                found.append(
                    replace(token, start=after + match.start(1), end=after + match.end(1), number=int(match[1]))
                )
            if match := re.match(r"\s?(?:-|\+|&|[^\W\d_]{1,3})\s?(\d{1,2})(?![\d:%]|[./]\d)", text[token.end : before]):
                found.append(
                    replace(token, start=token.end + match.start(1), end=token.end + match.end(1), number=int(match[1]))
                )
        if token.kind not in ("date", "slashed"):
            found.append(token)
            continue
        month = {"month": token.month} if token.kind == "date" else {"kind": "day", "first": None, "second": None}
        match = patterns["before"].search(text[max(after, token.start - 40) : token.start])
        if match and 1 <= int(match.group(1)) <= 31:
            offset = max(after, token.start - 40)
            start, end = offset + match.start(1), offset + match.end(1)
            found.append(replace(token, start=start, end=end, day=int(match.group(1)), needs_cue=False, **month))
            token = replace(token, needs_cue=False)  # noqa: PLW2901
        found.append(token)
        match = patterns["after"].match(text[token.end : min(before, token.end + 40)])
        last = token.end + match.end(1) if match else 0
        if (
            last
            and token.kind == "date"
            and token.day < int(match.group(1)) <= 31
            and not stands_before_month(text, last)
        ):
            found.append(replace(token, start=token.end + match.start(1), end=last, day=int(match.group(1))))
    return (
        found
        if len(found) == len(tokens)
        else [item for item in found if not (item.kind == "week" and not 1 <= item.number <= 53)]
    )


def _bare_days(text, language):
    """Find days without a month: "on the 17th"."""
    on = CUES[language].get("on")
    article = compiled(rf"(?:^|[^\w])(?:{on})\s?$") if on else None
    for match in _patterns(language)["bare_day"].finditer(text):
        marked = bool(match.group(2))
        if not 1 <= int(match.group(1)) <= 31 or _AFTER_BARE_DAY.match(text, match.end()):
            continue
        if stands_before_month(text, match.end(1)):
            continue
        ends = re.match(r"\.?\s*(?:$|[.,;)!¦])", text[match.end() :])
        if not marked and not (ends and article and article.search(text[max(0, match.start() - 20) : match.start()])):
            continue
        yield Token(match.start(), match.end(), "day", day=int(match.group(1)), needs_cue=True)


# -------------------------------------------------------------------------- weekdays next to a date
def _with_weekdays(text, tokens, language):
    """Merge a weekday next to a date into the date, since it is not one of its own then; likewise "next week"."""
    article = rf"(?:(?:{CUES[language].get('on') or '(?!)'}|the|der)\s)?"
    between = compiled(rf"^[\s,.(]*{article}{article}$")
    dates = ("date", "slashed", "day")
    kept = []
    for token in tokens:
        last = kept[-1] if kept else None
        near = last and between.match(text[last.end : token.start])
        if near and last.kind == "weekday" and token.kind in dates:
            kept[-1] = replace(token, start=last.start, weekday=last.weekday)
        elif near and last.kind in dates and token.kind == "weekday" and last.weekday is None:
            kept[-1] = replace(last, end=token.end, weekday=token.weekday)
        elif near and {last.kind, token.kind} == {"weekday", "ahead"} and "week" in (last.unit, token.unit):
            day, week = (last, token) if last.kind == "weekday" else (token, last)
            kept[-1] = replace(day, start=last.start, end=token.end, number=week.number)
        elif match := _CJK_WEEKDAY.match(text, token.end):
            kept.append(replace(token, end=match.end(), weekday=_CJK_WEEKDAYS.get(match.group(1))))
        else:
            kept.append(token)
    return kept
