# License LGPL-3.0 or later: see LICENSE.
"""The file in which a sequence is handed to somebody else: JSON that people can read. Pure.

`read` turns a file into plain data that is checked throughout, `write` turns such data into a file; `docs/api.md`
describes the format. The data is what the schema below says, with None for what the file does not say. Texts may have
translations, in ``translations`` beside them: ``{language code: {name of the text: text}}``.

Nothing of a file is passed over: what the schema does not know is refused, with its place.
"""

import json
import math
import re
from collections import Counter

from .shared_kinds import Check, Choice, Filter, Flag, Html, Items, Moment, Name, Number, Problem, Record, Step, Text
from .texts import quoted

FORMAT = "sales_sequence"
VERSION = 1

MAX_BYTES = 1_000_000
MAX_STEPS = 100
MAX_VARIANTS = 20
MAX_DAYS = 3_660
MAX_NAME = 1_000
# Enough for somebody to see what kind of file it is.
MAX_PROBLEMS = 20

EXTERNAL_ID = re.compile(r"[a-zA-Z0-9_]+\.[a-zA-Z0-9_.-]+")
FIELD_NAME = re.compile(r"[a-z_][a-z0-9_]*")

MANUAL_CHANNELS = ("call", "linkedin", "todo")


class RefusedFile(ValueError):
    """The file cannot be taken. :ivar problems: list of `Problem`"""

    def __init__(self, problems):
        super().__init__(problems)
        self.problems = problems[:MAX_PROBLEMS]


class Unusable(str):
    """A number in a file that no computer can calculate with; it is of none of the types that the schema accepts."""


class _Object(dict):
    """An object of a file, which remembers the keys that it has twice."""

    doubled = ()

    @classmethod
    def of(cls, pairs):
        found = cls(pairs)
        if len(found) < len(pairs):
            counts = Counter(key for key, _value in pairs)
            found.doubled = tuple(key for key, count in counts.items() if count > 1)
        return found


REFERENCE = Record(
    {"external_id": Name(EXTERNAL_ID), "name": Text(translated=False, required=True, limit=MAX_NAME)}, ("name",)
)
TEMPLATE = Record(
    {"name": Text(required=True), "description": Text(breaks=True), "subject": Text(inline=True), "body": Html()},
    ("name",),
)
VARIANT = Record({"name": Text(required=True), "weight": Number(0, 10_000), "template": TEMPLATE}, ("name", "template"))
MANUAL = {
    "activity_type": REFERENCE,
    "summary": Text(),
    "script": Html(),
    "wait_for_completion": Flag(),
    "max_wait_days": Number(0, MAX_DAYS),
}
STEP = Step(
    {
        "name": Text(required=True),
        "channel": Choice("channel"),
        "delay": Number(0, 24 * MAX_DAYS),
        "delay_unit": Choice("delay_unit"),
        "delay_from": Choice("delay_from"),
        "at_hour": Number(0, 24, whole=False),
        "cta": Text(),
    },
    {
        "email": {
            "new_thread": Flag(),
            "requires_review": Flag(),
            "template": TEMPLATE,
            "variants": Items(VARIANT, MAX_VARIANTS),
        },
        **dict.fromkeys(MANUAL_CHANNELS, MANUAL),
        "action": {"server_action": REFERENCE},
    },
    ("name", "channel"),
)
SEQUENCE = Record(
    {
        "name": Text(required=True),
        "target": Choice("target"),
        "purpose": Choice("purpose"),
        "lifecycle": Choice("lifecycle"),
        "summary": Text(),
        "goal": Text(),
        "rationale": Html(),
        "enroll_domain": Filter(),
        "goal_domain": Filter(),
        "date_source": Choice("date_source"),
        "date_at": Moment(),
        "date_field": Name(FIELD_NAME),
        "window_start": Number(0, 24, whole=False),
        "window_end": Number(0, 24, whole=False),
        "window_tz": Choice("window_tz"),
        "stop_on_meeting": Flag(),
        "stop_on_won_lost": Flag(),
        "account_policy": Choice("account_policy"),
        "auto_reply_hold_days": Number(0, MAX_DAYS),
        "click_tracking": Choice("click_tracking"),
        "owner_change_policy": Choice("owner_change_policy"),
        "absence_policy": Choice("absence_policy"),
        "reenroll_policy": Choice("reenroll_policy"),
        "reenroll_days": Number(0, MAX_DAYS),
        "max_new_per_day": Number(0, 1_000_000),
        "next_sequence": Text(translated=False),
        "steps": Items(STEP, MAX_STEPS),
    },
    ("name", "target"),
)
ROOT = Record(
    {"format": Text(translated=False), "version": Number(VERSION, VERSION), "sequence": SEQUENCE}, ("sequence",)
)


def read(content, choices, clean):
    """The sequence in a file.

    :param bytes content: the file
    :param dict choices: the values of each selection field, by its name
    :param clean: function that sanitizes HTML
    :return: dict as `SEQUENCE` says
    :raises RefusedFile: it is not such a file, or says something that it may not
    """
    check = Check(choices, clean)
    root = _parse(content)
    if not isinstance(root, dict) or root.get("format") != FORMAT:
        raise RefusedFile([Problem("format", limit=FORMAT)])
    version = root.get("version")
    if type(version) is not int or version != VERSION:
        raise RefusedFile([Problem("version", "version", quoted(version), str(VERSION))])
    data = ROOT.read_value(check, (), root)["sequence"]
    if data and None not in (data["window_start"], data["window_end"]) and data["window_start"] == data["window_end"]:
        check.refuse("window", ("sequence", "window_end"), data["window_end"])
    if check.problems:
        raise RefusedFile(check.problems)
    return data


def _parse(content):
    if len(content) > MAX_BYTES:
        raise RefusedFile([Problem("size", limit=str(MAX_BYTES // 1000))])
    try:
        # Some editors put a byte order mark in front, which is none of the text.
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RefusedFile([Problem("encoding")]) from None
    if not text.strip():
        raise RefusedFile([Problem("empty")])
    if "\0" in text:
        raise RefusedFile([Problem("encoding")])
    try:
        return json.loads(
            text, object_pairs_hook=_Object.of, parse_int=_whole, parse_float=_fraction, parse_constant=Unusable
        )
    except json.JSONDecodeError as error:
        raise RefusedFile([Problem("not_json", f"{error.lineno}:{error.colno}")]) from None
    except RecursionError:
        raise RefusedFile([Problem("nested")]) from None


def _whole(text):
    # Python refuses to read numbers of more than some thousand digits.
    return int(text) if len(text) <= 18 else Unusable(text)


def _fraction(text):
    number = float(text)
    return number if math.isfinite(number) else Unusable(text)


def write(data):
    """The file of a sequence, the same for the same data.

    :param dict data: as `SEQUENCE` says
    :return: bytes
    """
    root = {"format": FORMAT, "version": VERSION, "sequence": SEQUENCE.write_value(data)}
    return (json.dumps(root, ensure_ascii=False, indent=2) + "\n").encode()
