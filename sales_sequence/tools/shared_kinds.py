# License LGPL-3.0 or later: see LICENSE.
"""What a value in the file of a sequence may be: text, HTML, number, record … Pure.

Nothing of a file is passed over: what is wrong is noted, with its place.
"""

import re
from datetime import datetime
from typing import NamedTuple

from . import filters, shared_html
from .texts import MAX_TEXT, has_breaks, is_storable, quoted

MAX_LANGUAGES = 40
MAX_HTML = 50_000

LANGUAGE = re.compile(r"[a-z]{2,3}([_@][A-Za-z0-9]{2,10}){0,2}")
MOMENT = "%Y-%m-%d %H:%M:%S"


class Problem(NamedTuple):
    """One thing that is wrong with a file.

    `kind` is what the sentence about it depends on, `place` leads there (``steps › 2 › name``, counted from 1), `piece`
    is what stands there, `limit` what would be right.
    """

    kind: str
    place: str = ""
    piece: str = ""
    limit: str = ""


class Check:
    """What a file is checked against, and the problems found."""

    def __init__(self, choices, clean):
        self.choices = choices
        self.clean = clean
        self.problems = []

    def refuse(self, kind, place=(), piece="", limit=""):
        """Note a `Problem`."""
        # The keys of the file are foreign texts, too.
        words = " › ".join(quoted(key) for key in place)
        self.problems.append(Problem(kind, words, quoted(piece), str(limit)))


class Kind:
    """What a value of a file may be."""

    is_translated = False
    # What stands for a value that a file does not have.
    nothing = None

    def read_value(self, check, place, value):
        """The value as data, or None after having noted in `check` what is wrong with it.

        :param Check check: what the file is checked against
        :param place: tuple of the keys that lead to the value
        """
        return self._read(check, place, value)

    def write_value(self, value):
        """The data as a value of a file, None if there is nothing to write."""
        return self._write(value)

    def _read(self, check, place, value):
        raise NotImplementedError

    def _write(self, value):
        return value


class Text(Kind):
    """A text in one line, which may be translated."""

    def __init__(self, translated=True, required=False, breaks=False, inline=False, limit=MAX_TEXT):
        self.is_translated = translated
        self.is_required = required
        self.breaks = breaks
        self.inline = inline
        self.limit = limit

    def _read(self, check, place, value):
        if type(value) is not str:
            return check.refuse("not_text", place, value)
        if len(value) > self.limit:
            return check.refuse("too_long", place, len(value), self.limit)
        if not is_storable(value):
            return check.refuse("storable", place, value)
        if has_breaks(value) and not self.breaks:
            return check.refuse("one_line", place, value)
        if self.is_required and not value.strip():
            return check.refuse("missing", place)
        return self._check_content(check, place, value) or None

    def _check_content(self, check, place, value):
        found = shared_html.find_in_inline(value) if self.inline else shared_html.find_in_text(value)
        for kind, piece in found:
            check.refuse(kind, place, piece)
        return value


class Html(Text):
    """HTML, which a file has line by line."""

    def __init__(self):
        super().__init__(breaks=True, limit=MAX_HTML)

    def _read(self, check, place, value):
        if isinstance(value, list):
            if not all(type(line) is str for line in value):
                return check.refuse("not_lines", place, value)
            value = "\n".join(value)
        return super()._read(check, place, value)

    def _check_content(self, check, place, value):
        if not value.strip():
            return None
        if shared_html.is_endless(value):
            return check.refuse("html", place, value)
        cleaned = check.clean(value)
        # What somebody has written is refused in their words; cleaning can bring out what nobody could see in them.
        found = [*shared_html.find_in_html(value)]
        found = found or [*shared_html.find_in_html(cleaned)]
        for kind, piece in dict.fromkeys(found):
            check.refuse(kind, place, piece)
        return cleaned

    def _write(self, value):
        return value.split("\n") if value else None


class Filter(Text):
    """A filter. Whether it is valid depends on the database: `plan/filters.py` says so."""

    def __init__(self):
        super().__init__(translated=False, breaks=True, limit=filters.MAX_LENGTH)

    def _check_content(self, _check, _place, value):
        return value


class Name(Text):
    """A name in the code: of a field, of a record that an app brings."""

    def __init__(self, form):
        super().__init__(translated=False, limit=128)
        self.form = form

    def _check_content(self, check, place, value):
        return value if self.form.fullmatch(value) else check.refuse("name", place, value)


class Choice(Kind):
    """One of the values of the selection field `name`."""

    def __init__(self, name):
        self.name = name

    def _read(self, check, place, value):
        values = check.choices[self.name]
        if type(value) is not str or value not in values:
            return check.refuse("choice", place, value, ", ".join(values))
        return value


class Flag(Kind):
    """True or false."""

    def _read(self, check, place, value):
        return value if type(value) is bool else check.refuse("not_flag", place, value)


class Number(Kind):
    """A number from `low` to `high`, both included."""

    def __init__(self, low, high, whole=True):
        self.low = low
        self.high = high
        self.whole = whole

    def _read(self, check, place, value):
        if type(value) is not int and (self.whole or type(value) is not float):
            return check.refuse("not_whole" if self.whole else "not_number", place, value)
        if not self.low <= value <= self.high:
            return check.refuse("range", place, value, f"{self.low}–{self.high}")
        return value if self.whole else float(value)

    def _write(self, value):
        # 9, not 9.0: hours are whole most of the time.
        return int(value) if value is not None and value == int(value) else value


class Moment(Kind):
    """A moment in UTC, as a `datetime` without a zone."""

    def _read(self, check, place, value):
        try:
            moment = datetime.fromisoformat(value)
        except (TypeError, ValueError):
            return check.refuse("not_moment", place, value)
        # Python also reads other forms, which differ between its versions.
        if moment.year < 1900 or moment.strftime(MOMENT) != value:
            return check.refuse("not_moment", place, value)
        return moment

    def _write(self, value):
        return value and value.strftime(MOMENT)


class Items(Kind):
    """A list, at most `limit` long."""

    nothing = ()

    def __init__(self, kind, limit):
        self.kind = kind
        self.limit = limit

    def _read(self, check, place, value):
        if not isinstance(value, list):
            return check.refuse("not_list", place, value)
        if len(value) > self.limit:
            return check.refuse("too_many", place, len(value), self.limit)
        return tuple(self.kind.read_value(check, (*place, str(number)), item) for number, item in enumerate(value, 1))

    def _write(self, value):
        return [self.kind.write_value(item) for item in value]


class Record(Kind):
    """An object with the keys of `kinds`, in their order. ``required`` names those that it must have."""

    def __init__(self, kinds, required=()):
        self.kinds = self.all_kinds = kinds
        self.required = required

    def _kinds_for(self, _check, _value):
        """``{key: Kind}`` for this object."""
        return self.kinds

    def _read(self, check, place, value):
        if not isinstance(value, dict):
            return check.refuse("not_object", place, value)
        for key in value.doubled:
            check.refuse("double_key", place, key)
        kinds = self._kinds_for(check, value)
        known = [*kinds, "translations"] if _translated(kinds) else [*kinds]
        for key in value:
            if key not in known:
                check.refuse("unknown_key", place, key, ", ".join(known))
        for key in self.required:
            if value.get(key) is None:
                check.refuse("missing", (*place, key))
        data = {
            key: kind.read_value(check, (*place, key), value[key]) if value.get(key) is not None else kind.nothing
            for key, kind in kinds.items()
        }
        if _translated(kinds):
            data["translations"] = self._read_translations(check, place, kinds, value)
        return data

    def _read_translations(self, check, place, kinds, source):
        place = (*place, "translations")
        given = source.get("translations")
        if given is None:
            return {}
        if not isinstance(given, dict):
            check.refuse("not_object", place, given)
            return {}
        if len(given) > MAX_LANGUAGES:
            check.refuse("too_many", place, len(given), MAX_LANGUAGES)
            return {}
        for code in given.doubled:
            check.refuse("double_key", place, code)
        found = {}
        for code, texts in given.items():
            if not LANGUAGE.fullmatch(code) or code == "en_US":
                check.refuse("language", place, code)
                continue
            found[code] = self._read_texts(check, (*place, code), kinds, texts, source)
        return {code: texts for code, texts in sorted(found.items()) if texts}

    def _read_texts(self, check, place, kinds, texts, source):
        if not isinstance(texts, dict):
            check.refuse("not_object", place, texts)
            return {}
        for key in texts.doubled:
            check.refuse("double_key", place, key)
        translated = _translated(kinds)
        for key in texts:
            if key not in translated:
                check.refuse("unknown_key", place, key, ", ".join(translated))
        found = {}
        for key, kind in translated.items():
            if texts.get(key) is None:
                continue
            if not source.get(key) and key not in self.required:
                check.refuse("nothing_translated", (*place, key))
            found[key] = kind.read_value(check, (*place, key), texts[key])
        return {key: text for key, text in found.items() if text}

    def _write(self, value):
        kinds = self.all_kinds
        found = {key: kind.write_value(value[key]) for key, kind in kinds.items() if value.get(key) is not None}
        found["translations"] = {
            code: {key: kind.write_value(texts[key]) for key, kind in kinds.items() if texts.get(key)}
            for code, texts in sorted((value.get("translations") or {}).items())
        }
        return {key: item for key, item in found.items() if item not in (None, "", [], {})}


class Step(Record):
    """A step has the keys of its channel."""

    def __init__(self, kinds, kinds_by_channel, required):
        super().__init__(kinds, required)
        self.kinds_by_channel = kinds_by_channel
        self.all_kinds = dict(kinds)
        for kinds_of_one in kinds_by_channel.values():
            self.all_kinds.update(kinds_of_one)

    def _kinds_for(self, check, value):
        channel = value.get("channel")
        if type(channel) is not str or channel not in check.choices["channel"]:
            # The channel is what is wrong, not all that stands beside it.
            return self.all_kinds
        return self.kinds_of_channel(channel)

    def kinds_of_channel(self, channel):
        """``{key: Kind}`` for steps of a channel."""
        return {**self.kinds, **self.kinds_by_channel.get(channel, {})}


def _translated(kinds):
    return {key: kind for key, kind in kinds.items() if kind.is_translated}
