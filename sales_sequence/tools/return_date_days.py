# License LGPL-3.0 or later: see LICENSE.
"""Which day the words and numbers of a date mean, relative to the day of the mail. Pure."""

from datetime import date, timedelta

# A date without a year is less than this ahead; otherwise the note is last year's, still switched on.
MAX_DAYS_AHEAD_WITHOUT_YEAR = 300


def resolve(token, role, today, anchor, after):
    """Return the token's day, or ``None`` if it has none or cannot be meant.

    :param return_date_tokens.Token token: any but a ``slashed`` one
    :param str role: ``back``, ``until``, ``start``, ``duration`` or ``alone``
    :param date today: day of the mail
    :param date anchor: the previous date, whose month applies to a day without a month
    :param date after: the date that a weekday follows and a duration starts on
    :rtype: date | None
    """
    try:
        if token.kind in ("date", "month", "part"):
            return _dated(token, role, today)
        if token.kind == "day":
            return _of_month(token, anchor or today, today)
        if token.kind == "weekday" and token.number is not None:
            return today + timedelta(days=token.weekday - today.weekday(), weeks=token.number)
        if token.kind == "weekday":
            return after + timedelta(days=(token.weekday - after.weekday() - 1) % 7 + 1)
        if token.kind == "week":
            return _of_week(token, role, today)
        if token.kind == "duration":
            return _later(after, token.number, token.unit) - timedelta(days=1)
        if token.kind == "later":
            return _later(today, token.number, token.unit)
        return _ahead(token, role, today)
    except (ValueError, OverflowError):
        return None


def _dated(token, role, today):
    """A day of a month. Without a year, the next one; for the start of an absence, the nearest one."""
    if token.year:
        return _day_in(token, token.year)
    days = []
    for year in (today.year - 1, today.year, today.year + 1):
        try:
            days.append(_day_in(token, year))
        except ValueError:  # 29 February
            continue
    if role == "start":
        return min(days, key=lambda day: abs(day - today))
    if token.kind == "month" and role != "until":
        # "Back in August" may be written in August.
        days = [max(day, today) if (day.year, day.month) == (today.year, today.month) else day for day in days]
    day = next((day for day in days if day >= today), None)
    return day if day and (day - today).days <= MAX_DAYS_AHEAD_WITHOUT_YEAR else None


def _day_in(token, year):
    first = date(year, token.month, 1)
    if token.unit == "ends":
        return _later(first, 1, "month") - timedelta(days=1)
    return first.replace(day=15 if token.unit == "middle" else token.day or 1)


def _of_month(token, anchor, today):
    if token.number is not None:
        return _later(today.replace(day=1), token.number, "month").replace(day=token.day)
    first = anchor.replace(day=1)
    return (first if token.day >= anchor.day else _later(first, 1, "month")).replace(day=token.day)


def _of_week(token, role, today):
    """The Monday of a calendar week for someone back in it, else its Sunday."""
    weekday = 1 if role in ("back", "start") else 7
    day = date.fromisocalendar(today.year, token.number, weekday)
    if day < today and role != "start":
        day = date.fromisocalendar(today.year + 1, token.number, weekday)
    return day if (day - today).days <= MAX_DAYS_AHEAD_WITHOUT_YEAR else None


def _ahead(token, role, today):
    if token.unit == "week":
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=token.number)
        return monday if role in ("back", "start") else monday + timedelta(days=6)
    return _later(today.replace(day=1) if token.unit == "month" else today, token.number, token.unit)


def _later(day, number, unit):
    if unit == "month":
        months = day.month - 1 + number
        year, month = day.year + months // 12, months % 12 + 1
        last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
        return date(year, month, min(day.day, last))
    return day + timedelta(**{f"{unit}s": number})
