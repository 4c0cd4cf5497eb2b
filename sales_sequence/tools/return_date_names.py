# License LGPL-3.0 or later: see LICENSE.
"""The names of months and weekdays, and words such as "tomorrow", by language. Pure.

They come from the locale data of ``dateparser`` (imported on first use, since only automatic answers need it).
"""

import re
from dataclasses import dataclass
from functools import cache

from .mail_text import fold
from .return_date_phrases import CUES, MORE_MONTHS

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
_LOCALES = {"no": ("nb",), "hr": ("hr", "bs"), "sr": ("sr", "sr-Latn"), "zh": ("zh", "zh-Hant")}
# Written without spaces, or with vowel signs that regular expressions take for the end of a word.
GLUED = frozenset(("th", "hi", "ja", "zh", "ko"))
LISTED = GLUED | {"ar", "fa", "vi", "he"}
# Languages with case endings on months and weekdays: "augusztusig", "elokuun", "ponedjeljka".
_INFLECTED = frozenset(
    ("bg", "cs", "el", "et", "eu", "fi", "hr", "hu", "lt", "lv", "mk", "pl", "ro", "ru", "sk", "sl", "sr", "tr", "uk")
)
_WORD_BEHIND = re.compile(
    r"(?:st|nd|rd|th|er|[.ºª°])?,?\s?(?:of |de |d'|del |di |do |den |mes de )?([^\W\d_]{2,}(?: \d{1,2}(?!\d))?)"
)


@dataclass(frozen=True)
class Vocabulary:
    """Folded names of a language: ``months`` and ``weekdays`` with their numbers (from 1 and from 0),
    ``ahead`` with (number, unit)."""

    months: dict
    weekdays: dict
    ahead: dict


@cache
def vocabulary(language):
    """Return the :class:`Vocabulary` of ``language`` (ISO 639-1)."""
    months, weekdays, ahead = {}, {}, {}
    for info in map(_locale, _LOCALES.get(language, (language,))):
        for number, name in enumerate(_MONTHS, 1):
            months.update((fold(word).strip(" .").removeprefix("d'"), number) for word in info.get(name, ()))
        for number, name in enumerate(_WEEKDAYS):
            weekdays.update((fold(word).replace("週", "周"), number) for word in info.get(name, ()))
        for key, found in (
            ("0 day ago", (0, "day")),
            ("in 1 day", (1, "day")),
            ("in 2 day", (2, "day")),
            ("0 week ago", (0, "week")),
            ("in 1 week", (1, "week")),
            ("in 1 month", (1, "month")),
        ):
            ahead.update((fold(word).replace("週", "周"), found) for word in info.get("relative-type", {}).get(key, ()))
    months.update((fold(name), number) for name, number in MORE_MONTHS.get(language, {}).items())
    # Shorter forms are ordinary words in other contexts.
    shortest = 2 if language in LISTED else 3
    months = {name: number for name, number in months.items() if len(name) >= shortest and not name.isdecimal()}
    weekdays = {
        name: number
        for name, number in weekdays.items()
        if len(name) > (1 if language in GLUED else 3) and "(" not in name
    }
    if language == "th":
        # Single letters stand for weekdays, and "อาทิตย์" means both Sunday and week.
        weekdays = {name: number for name, number in weekdays.items() if name.startswith("วัน")}
    return Vocabulary(months, weekdays, {word: found for word, found in ahead.items() if len(word) > 1})


@cache
def _locale(language):
    from importlib import import_module  # dateparser loads slowly, and few mails need it

    return import_module(f"dateparser.data.date_translation_data.{language}").info


@cache
def _names_of(language):
    """Return the month and weekday names of ``language``, or their stems, without short ordinary words."""
    words = vocabulary(language)
    length = 5 if language in _INFLECTED else None
    return frozenset(name[:length] for name in (*words.months, *words.weekdays) if len(name) > 3)


def names_dates(words, language):
    """Whether any of ``words`` is a month or weekday in ``language``, in any grammatical case.

    :param set[str] words: folded
    """
    if language in _INFLECTED:
        words = {word[:5] for word in words}
    return not words.isdisjoint(_names_of(language))


@cache
def _all_months():
    months = {}
    for language in CUES:
        for name, number in vocabulary(language).months.items():
            if len(name) > 2:
                months.setdefault(name, set()).add(number)
    return months


@cache
def _all_stems():
    return frozenset(name[:5] for name in _all_months() if len(name) > 4)


def stands_before_month(text, end):
    """Whether the number that ends at ``end`` is followed by a month name of any language ("8. mars")."""
    match = _WORD_BEHIND.match(text, end)
    return bool(match) and (match.group(1) in _all_months() or match.group(1)[:5] in _all_stems())


def is_month_first(language):
    """Whether dates with slashes have the month before the day in ``language``."""
    # Swedish dates start with the year, but without one the day comes before the month.
    order = _locale(_LOCALES.get(language, (language,))[0]).get("date_order", "DMY")
    return language != "sv" and order.startswith(("M", "Y"))


def named(word, names, language):
    """Return the number of a month or weekday in any grammatical case, or ``None``."""
    word = word.replace(".", "")
    if word in names:
        return names[word]
    if language not in _INFLECTED or len(word) < 4:
        return None
    close = {}
    for name, number in names.items():
        stem = name[: max(4, len(name) - 2)]
        if len(name) >= 4 and word.startswith(stem) and len(word) - len(name) <= 6:
            close[number] = max(close.get(number, 0), len(stem))
    best = [number for number, length in close.items() if length == max(close.values())]
    # "srpnja" is July in Croatian, although it looks like Czech.
    elsewhere = _all_months().get(word, best)
    return best[0] if len(best) == 1 and best[0] in elsewhere else None
