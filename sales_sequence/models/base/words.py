"""Sentences that several models say, and the words for a place, a day and a time in them.

A date in a sentence speaks the language of the sentence: `locale_of_words` is the one home of that.
"""

import babel
import babel.dates

from odoo import fields
from odoo.tools import babel_locale_parse
from odoo.tools.misc import formatLang, get_lang
from odoo.tools.translate import code_translations

from ...tools.time_zones import wall_time, zone_info

# Screens are translated as a whole, so one of their sentences tells for all.
SENTENCE_OF_SCREENS = "%(day)s at %(time)s"
# English as Europe writes it: whoever reads another language is used to the day before the month, and to 24 hours.
UNTRANSLATED = babel.Locale.parse("en_150")


def by_user(env):
    """Who is at work, as a note: in the language of `env`."""
    return env._("By %s", env.user.name)


def percent_in_words(env, share, digits=1):
    """A share from 0 to 1 as “5.7%”: in the form of `formatPercentage` of the web client, whose numbers stand beside
    those of ours, so it is not translated either."""
    return f"{formatLang(env, 100 * share, digits=digits)}%"


def place_of(env, zone):
    """The city that a time zone is named after, in the language of `env`: "Kuala Lumpur" of Asia/Kuala_Lumpur.

    :param zone: IANA name
    """
    return babel.dates.get_timezone_location(zone, locale=locale_of_words(env), return_city=True)


def is_translated(env, sentence):
    """Whether this sentence of ours is there in the language of `env`. :param sentence: its English source"""
    lang = get_lang(env).code
    return lang.startswith("en") or sentence in code_translations.get_python_translations("sales_sequence", lang)


def locale_of_words(env):
    """The locale of the sentences on our screens for the reader: English where they are not translated into the
    language of `env`. "Mi., 18. Nov. at 07:40" would speak two languages."""
    return babel_locale_parse(get_lang(env).code) if is_translated(env, SENTENCE_OF_SCREENS) else UNTRANSLATED


def day_in_words(env, day, always_year=False):
    """Weekday and date in the language of our sentences; the year only where it is another one.

    :param day: `date`, or a `datetime` of the clocks that are meant
    """
    skeleton = "yMMMEd" if always_year or day.year != fields.Date.today().year else "MMMEd"
    return babel.dates.format_skeleton(skeleton, day, locale=locale_of_words(env))


def date_in_words(env, moment):
    """The date of a moment, on the reader's clock and in the language of our sentences. :param moment: naive UTC"""
    day = wall_time(moment, zone_info(str(env.tz))).date()
    return babel.dates.format_date(day, "medium", locale=locale_of_words(env))


def time_in_words(env, time):
    """The time of day in the language of our sentences. :param time: of the clocks that are meant"""
    return babel.dates.format_time(time, "short", locale=locale_of_words(env))


def moment_in_words(env, moment):
    """A moment on the reader's clock: today only the time, else the day, too.

    :param moment: naive UTC
    """
    local = wall_time(moment, zone_info(str(env.tz)))
    time = time_in_words(env, local.time())
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
