"""Checks of what callers from outside pass to a public method, in one place, before anything is done.

    @checked(target_ids=IDS, user_id=ID)
    def enroll(self, target_ids, user_id=None):

Programs call over RPC with whatever JSON can hold. A wrong argument is refused in a sentence that says what would be
right, as a person would be told: Python's or PostgreSQL's own errors help nobody.
"""

import datetime
import functools
import inspect
from collections.abc import Iterable, Mapping
from types import NoneType

from odoo import fields
from odoo.api import NewId
from odoo.exceptions import UserError

from ...tools.texts import MAX_TEXT, is_storable, quoted

# PostgreSQL's own limit for the ids of Odoo.
MAX_ID = 2**31 - 1
# Nobody plans further ahead, and a calendar has to be searched day by day.
HORIZON = datetime.timedelta(days=3660)


def checked(one=False, **checks):
    """Decorate a public method: refuse invalid records and arguments in a sentence. It goes above `@api.model`.

    :param one: the method takes exactly one record
    :param checks: by argument name, functions ``(env, name, value)`` that return the value to pass on, or raise
        `UserError`
    """

    def decorate(method):
        signature = inspect.signature(method)

        @functools.wraps(method)
        def wrapper(self, *args, **kwargs):
            _check_records(self, one, getattr(method, "_api_model", False))
            if len(set(self._ids)) < len(self._ids):
                # A record that is passed twice is meant once.
                self = self.browse(dict.fromkeys(self._ids))
            try:
                given = signature.bind(self, *args, **kwargs)
            except TypeError:
                raise UserError(
                    self.env._(
                        "“%(method)s” does not take these arguments. It takes: %(names)s.",
                        method=method.__name__,
                        names=", ".join(list(signature.parameters)[1:]) or "–",
                    )
                ) from None
            for name in checks.keys() & given.arguments.keys():
                given.arguments[name] = checks[name](self.env, name, given.arguments[name])
            return method(*given.args, **given.kwargs)

        return wrapper

    return decorate


def _check_records(records, one, of_model):
    env = records.env
    if records._abstract and not of_model:
        # Programs can call a part of a model as if it were a model.
        raise UserError(env._("“%s” has no records of its own.", records._name))
    for id_ in records._ids:
        if not (isinstance(id_, NewId) or _is_id(id_)):
            raise UserError(env._("%(id)s is not the id of a record: ids are whole numbers from 1 on.", id=quoted(id_)))
    if one and len(records) != 1:
        raise UserError(
            env._(
                "This works on one record at a time, and %(count)s were given (%(model)s).",
                count=len(records),
                model=records._description,
            )
        )


def _is_id(value):
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value <= MAX_ID


def ids_in(value):
    """The ids in a list that comes from the browser, in its order; everything else in it is left out."""
    return [id_ for id_ in value if _is_id(id_)] if isinstance(value, (list, tuple)) else []


class IdList(fields.Json):
    """Ids that a dialog keeps between two clicks. It reads the records with the rights of its user."""

    def convert_to_cache(self, value, record, validate=True):
        """Keep nothing but ids."""
        return super().convert_to_cache(ids_in(value), record, validate)


# ---------------------------------------------------------------------------------------------------------------------
# Checks
# ---------------------------------------------------------------------------------------------------------------------


def IDS(env, name, value):  # noqa: N802 (read as a kind, like a field type)
    """A list of ids. The method itself refuses the items that are not ids, one by one, so that they do not block the
    others."""
    if isinstance(value, Iterable) and not isinstance(value, (str, bytes, Mapping)):
        value = list(value)
        if all(isinstance(one, (int, float, NoneType)) or (isinstance(one, str) and len(one) < 100) for one in value):
            return value
    raise UserError(
        env._("“%(name)s” must be a list of ids such as [3, 5], not %(value)s.", name=name, value=quoted(value))
    )


def ID(env, name, value):  # noqa: N802
    """An id or None."""
    if value is None or value is False or _is_id(value):
        return value or None
    raise UserError(env._("“%(name)s” must be the id of a record, not %(value)s.", name=name, value=quoted(value)))


def FLAG(env, name, value):  # noqa: N802
    """True or False."""
    if value is None or (isinstance(value, int) and value in (0, 1)):
        return bool(value)
    raise UserError(env._("“%(name)s” must be true or false, not %(value)s.", name=name, value=quoted(value)))


def TEXT(env, name, value):  # noqa: N802
    """A text that is not too long, or None."""
    if value is None or value is False:
        return None
    if not isinstance(value, str):
        raise UserError(env._("“%(name)s” must be a text, not %(value)s.", name=name, value=quoted(value)))
    if not is_storable(value):
        raise UserError(env._("“%s” contains a character that cannot be stored.", name))
    if len(value) > MAX_TEXT:
        raise UserError(
            env._(
                "“%(name)s” has %(count)s characters. The limit is %(limit)s: shorten it.",
                name=name,
                count=len(value),
                limit=MAX_TEXT,
            )
        )
    return value


def DAY(env, _name, value):  # noqa: N802
    """A `date` that is not too far ahead, or None."""
    return _before_horizon(
        env,
        value,
        _read(value, fields.Date.to_date),
        env._("“%s” is not a valid date. Use year, month and day, such as 2026-01-31.", quoted(value)),
    )


def DATE(env, name, value):  # noqa: N802
    """A `date`, or a naive UTC `datetime` where a time is given, not too far ahead; or None."""
    has_time = isinstance(value, datetime.datetime) or (isinstance(value, str) and len(value) > len("2026-01-31"))
    return MOMENT(env, name, value) if has_time else DAY(env, name, value)


def MOMENT(env, _name, value):  # noqa: N802
    """A naive UTC `datetime` that is not too far ahead, or None."""
    return _before_horizon(
        env,
        value,
        _read(value, fields.Datetime.to_datetime),
        env._("“%s” is not a valid date and time. Use UTC, such as 2031-01-31 09:00:00.", quoted(value)),
    )


def VALUES(env, name, value):  # noqa: N802
    """The values of a record."""
    if isinstance(value, Mapping) and all(isinstance(key, str) for key in value):
        return value
    raise UserError(
        env._(
            "“%(name)s” must be a dictionary of field names and values, not %(value)s.",
            name=name,
            value=quoted(value),
        )
    )


def VALUES_LIST(env, name, value):  # noqa: N802
    """The values of several records."""
    if isinstance(value, (list, tuple)):
        return [VALUES(env, name, vals) for vals in value]
    return [VALUES(env, name, value)]


def _read(value, convert):
    """:return: the date or moment, None if there is none, False if the value is invalid"""
    if value is None or value is False or value == "":
        return None
    if not isinstance(value, (str, datetime.date)):
        return False
    try:
        return convert(value) or False
    except (TypeError, ValueError, OverflowError):
        return False


def _before_horizon(env, given, value, refusal):
    if value is False:
        raise UserError(refusal)
    if value and fields.Date.to_date(value) > fields.Date.today() + HORIZON:
        raise UserError(env._("%s is too far ahead. Choose a day within the next ten years.", quoted(str(given))))
    return value
