"""Sentences that several models say, and the words for a place and a day in them."""

import babel.dates

from odoo import fields
from odoo.tools import babel_locale_parse
from odoo.tools.misc import format_time, get_lang

from ...tools.time_zones import wall_time, zone_info


def by_user(env):
    """Who is at work, as a note: in the language of `env`."""
    return env._("By %s", env.user.name)


def place_of(env, zone):
    """The city that a time zone is named after, in the language of `env`: "Kuala Lumpur" of Asia/Kuala_Lumpur.

    :param zone: IANA name
    """
    return babel.dates.get_timezone_location(zone, locale=_locale(env), return_city=True)


def day_in_words(env, day):
    """Weekday and date as the reader's language writes them; the year only where it is another one.

    :param day: `date`, or a `datetime` of the clocks that are meant
    """
    skeleton = "MMMEd" if day.year == fields.Date.today().year else "yMMMEd"
    return babel.dates.format_skeleton(skeleton, day, locale=_locale(env))


def moment_in_words(env, moment):
    """A moment on the reader's clock: today only the time, else the day, too.

    :param moment: naive UTC
    """
    local = wall_time(moment, zone_info(str(env.tz)))
    time = format_time(env, local.time(), time_format="short")
    if is_today(env, moment):
        return time
    return env._("%(day)s, %(time)s", day=day_in_words(env, local), time=time)


def is_today(env, moment):
    """Whether it is today on the reader's clock. :param moment: naive UTC"""
    zone = zone_info(str(env.tz))
    return wall_time(moment, zone).date() == wall_time(fields.Datetime.now(), zone).date()


def days_ahead(env, moment, zone):
    """How many days from today a moment is: 0 is today, 1 tomorrow. None where it is another day for the reader than
    for the person: then "today" could be misread.

    :param moment: naive UTC
    :param zone: IANA name of the person's zone
    """
    now, person = fields.Datetime.now(), zone_info(zone)
    reader = zone_info(env.user.tz or "UTC")
    today = wall_time(now, person).date()
    if today != wall_time(now, reader).date():
        return None
    return (wall_time(moment, person).date() - today).days


def _locale(env):
    return babel_locale_parse(get_lang(env).code)
