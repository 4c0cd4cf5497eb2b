"""Filters of records, stored as text: parsed, never evaluated.

A filter is what Odoo's domain editor writes: a list of conditions in prefix notation. It contains only literals; a
date may also be relative text (``"today -7d"``), which Odoo resolves when it searches. Older filters express this in
Python (``context_today() - relativedelta(days=7)``): these few forms are understood, too. Anything else that Python
could compute is refused: a job must not hang because of what someone wrote into a filter.
"""

import ast
import datetime
import math
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from .texts import is_storable, shortened
from .time_zones import zone_info

UTC = zone_info("UTC")

MAX_LENGTH = 10_000
# Conditions and the operators that join them.
MAX_ITEMS = 300
# Of nested conditions. Each step along a path (`partner_id.country_id.code`) counts as one, too: all of them become
# subqueries.
MAX_DEPTH = 10
MAX_NUMBER = 2**63 - 1

CONNECTORS = ("&", "|", "!")
SUBFILTER_OPERATORS = ("any", "not any")
OPERATORS = {
    *("=", "!=", "<>", "==", "=?", "<", "<=", ">", ">=", "in", "not in", "child_of", "parent_of"),
    *("like", "not like", "ilike", "not ilike", "=like", "not =like", "=ilike", "not =ilike"),
    *SUBFILTER_OPERATORS,
}
# Conditions without a field: match all, match none.
CONSTANTS = ((1, "=", 1), (0, "=", 1))

DATE_FORMATS = ("%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d 00:00:00", "%Y-%m-%d 23:59:59")
PARTS = ("years", "months", "weeks", "days", "hours", "minutes", "seconds")
SHIFTS = {
    "relativedelta": {*PARTS, "year", "month", "day", "hour", "minute", "second", "weekday"},
    "datetime.timedelta": {*PARTS[2:]},
}


class Moment(NamedTuple):
    """The moment and the user that a filter is read for."""

    now: datetime.datetime  # naive UTC
    zone: datetime.tzinfo
    uid: int

    @property
    def today(self):
        """The day in the user's time zone."""
        return self.now.replace(tzinfo=UTC).astimezone(self.zone).date()


class RefusedFilter(ValueError):
    """The text is not a filter.

    :ivar kind: ``too_long``, ``unreadable``, ``no_list``, ``expression``, ``number``, ``condition``, ``operator``,
        ``too_many`` or ``too_deep``
    :ivar piece: the part of the text that is wrong
    """

    def __init__(self, kind, piece=""):
        super().__init__(kind, piece)
        self.kind = kind
        self.piece = shortened(piece, 80)


def read(text, moment):
    """Parse a filter into a list.

    :param str text: a Python list; an empty text is an empty list
    :param Moment moment: what relative dates and `uid` stand for
    :raises RefusedFilter: the text is anything else
    """
    text = text.strip()
    if len(text) > MAX_LENGTH:
        raise RefusedFilter("too_long", str(len(text)))
    if not text:
        return []
    try:
        domain = _Reader(moment).domain(ast.parse(text, mode="eval").body)
    except RefusedFilter:
        raise
    # Python's parser raises these for text that is cut off, nested too deeply, or contains null characters.
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        raise RefusedFilter("unreadable", text) from None
    _check(domain)
    return domain


def _check(domain):
    """Check the limits and the form of every condition."""
    waiting, count = [(domain, 0)], 0
    while waiting:
        items, depth = waiting.pop()
        count += len(items)
        if count > MAX_ITEMS:
            raise RefusedFilter("too_many", str(MAX_ITEMS))
        for item in items:
            if item not in CONNECTORS and item not in CONSTANTS:
                waiting += _subfilters(item, depth)


def _subfilters(condition, depth):
    """The filter nested in a condition, with its depth: a list of one or none."""
    if not isinstance(condition, tuple) or len(condition) != 3 or not isinstance(condition[0], str):
        raise RefusedFilter("condition", repr(condition))
    path, operator, value = condition
    if not isinstance(operator, str) or operator not in OPERATORS:
        raise RefusedFilter("operator", repr(operator))
    depth += path.count(".")
    if depth > MAX_DEPTH:
        raise RefusedFilter("too_deep", path)
    if operator not in SUBFILTER_OPERATORS:
        return []
    if not isinstance(value, (list, tuple)):
        raise RefusedFilter("condition", repr(condition))
    return [(value, depth + 1)]


class _Reader:
    """Turns the syntax tree of a filter into values; each method handles one node."""

    def __init__(self, moment):
        self.moment = moment

    def domain(self, node):
        if not isinstance(node, (ast.List, ast.Tuple)):
            raise RefusedFilter("no_list", _text(node))
        return list(self.value(node))

    def value(self, node):
        match node:
            case ast.Constant(value=str() as text) if is_storable(text):
                return text
            case ast.Constant(value=bool() | None):
                return node.value
            case ast.Constant(value=int() | float()) | ast.UnaryOp(op=ast.USub()):
                return self.number(node)
            case ast.List():
                # A condition may be a list or a tuple; Odoo's editor writes tuples.
                items = [self.value(item) for item in node.elts]
                return tuple(items) if _is_condition(items) else items
            case ast.Tuple():
                return tuple(self.value(item) for item in node.elts)
            case ast.Name(id="uid"):
                return self.moment.uid
        return self.moment_of(node)

    def number(self, node):
        match node:
            case ast.UnaryOp(operand=ast.Constant() as positive):
                return -self.number(positive)
            case ast.Constant(value=bool()):
                pass
            case ast.Constant(value=int() | float()):
                if math.isfinite(node.value) and abs(node.value) <= MAX_NUMBER:
                    return node.value
                raise RefusedFilter("number", _text(node))
        raise RefusedFilter("expression", _text(node))

    def moment_of(self, node):
        """A date or time, also computed: the few forms that filters used before `"today -7d"`."""
        try:
            match node:
                case ast.BinOp(op=ast.Add() | ast.Sub()):
                    shift = self.shift(node.right)
                    start = self.moment_of(node.left)
                    return start + shift if isinstance(node.op, ast.Add) else start - shift
                case ast.Call(func=ast.Attribute(value=start, attr="strftime"), args=[ast.Constant(value=form)]):
                    if form in DATE_FORMATS:
                        return self.moment_of(start).strftime(form)
                case ast.Call(func=ast.Attribute(attr="to_utc"), args=[], keywords=[]):
                    local = self.moment_of(node.func.value).replace(tzinfo=self.moment.zone)
                    return local.astimezone(UTC).replace(tzinfo=None)
                case ast.Call(keywords=[]):
                    return self.start(node)
        # A date that does not exist, or a date used like a time.
        except (AttributeError, OverflowError, TypeError, ValueError) as error:
            if isinstance(error, RefusedFilter):
                raise
        raise RefusedFilter("expression", _text(node))

    def start(self, node):
        """The base that a moment is counted from."""
        match _text(node.func), node.args:
            case "context_today", []:
                return self.moment.today
            case "datetime.date.today", []:
                return self.moment.now.date()
            case "datetime.datetime.now" | "datetime.datetime.utcnow" | "datetime.datetime.today", []:
                return self.moment.now
            case "datetime.datetime.combine", [day, time]:
                return datetime.datetime.combine(self.moment_of(day), self.moment_of(time))
            case ("datetime.date" | "datetime.datetime" | "datetime.time") as name, numbers:
                return getattr(datetime, name.partition(".")[2])(*(self.number(number) for number in numbers))
        raise RefusedFilter("expression", _text(node))

    def shift(self, node):
        """The distance of a moment from its base."""
        match node:
            case ast.Call(args=[], keywords=keywords):
                name = _text(node.func)
                given = {keyword.arg: self.number(keyword.value) for keyword in keywords}
                if name in SHIFTS and given.keys() <= SHIFTS[name]:
                    return (relativedelta if name == "relativedelta" else datetime.timedelta)(**given)
            case ast.Call(args=[days], keywords=[]) if _text(node.func) == "datetime.timedelta":
                return datetime.timedelta(self.number(days))
        raise RefusedFilter("expression", _text(node))


def _is_condition(items):
    return len(items) == 3 and isinstance(items[1], str) and items[1] in OPERATORS


def _text(node):
    return ast.unparse(node)
