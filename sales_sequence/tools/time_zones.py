# License LGPL-3.0 or later: see LICENSE.
"""Time zones: by name, by country and state, and what their clocks show. Pure.

Names are those of the IANA time zone database, as Odoo offers them
(`pytz.all_timezones`), and the older names that Odoo still accepts. Moments are
naive UTC datetimes of whole seconds; wall times are naive local datetimes.
"""

import re
from datetime import timedelta
from functools import cache, lru_cache
from io import BytesIO
from zoneinfo import ZoneInfo

import pytz

ONE_SECOND = timedelta(seconds=1)

# The zone of the capital or of most people, where the IANA list (`zone.tab`)
# starts with another one, and for the codes that only Odoo has.
COUNTRY_ZONES = {
    "AU": "Australia/Sydney",
    "BR": "America/Sao_Paulo",
    "CA": "America/Toronto",
    "FM": "Pacific/Pohnpei",
    "PS": "Asia/Hebron",
    "RU": "Europe/Moscow",
    "UA": "Europe/Kyiv",
    "UZ": "Asia/Tashkent",
    # Uninhabited: the zone of its administration.
    "BV": "Europe/Oslo",
    "HM": "Australia/Hobart",
    # Northern Ireland, and Kosovo as in CLDR.
    "XI": "Europe/London",
    "XK": "Europe/Belgrade",
}

# States by ISO 3166-2 code as in Odoo's `res.country.state`, for countries with
# several zones today; a state that is not listed has its country's zone. A state
# with two zones gets the one where most of its people live. Source: IANA `zone1970.tab` and
# the comments of its region files.
STATE_ZONES = {
    "AU": {
        "Australia/Adelaide": "SA",
        "Australia/Brisbane": "QLD",
        "Australia/Darwin": "NT",
        "Australia/Hobart": "TAS",
        "Australia/Melbourne": "VIC",
        "Australia/Perth": "WA",
    },
    "BR": {
        "America/Araguaina": "TO",
        "America/Bahia": "BA",
        "America/Belem": "AP PA",
        "America/Boa_Vista": "RR",
        "America/Campo_Grande": "MS",
        "America/Cuiaba": "MT",
        "America/Fortaleza": "CE MA PB PI RN",
        "America/Maceio": "AL SE",
        "America/Manaus": "AM",
        "America/Porto_Velho": "RO",
        "America/Recife": "PE",
        "America/Rio_Branco": "AC",
    },
    "CA": {
        "America/Edmonton": "AB NT",
        "America/Halifax": "NS PE",
        "America/Iqaluit": "NU",
        "America/Moncton": "NB",
        "America/Regina": "SK",
        "America/St_Johns": "NL",
        "America/Vancouver": "BC",
        "America/Whitehorse": "YT",
        "America/Winnipeg": "MB",
    },
    "CL": {"America/Coyhaique": "AI", "America/Punta_Arenas": "MA"},
    "CN": {
        "Asia/Hong_Kong": "港",
        "Asia/Macau": "澳",
        "Asia/Taipei": "台",
        "Asia/Urumqi": "新",
    },
    "EC": {"Pacific/Galapagos": "20"},
    "ES": {"Africa/Ceuta": "CE ME", "Atlantic/Canary": "GC TF"},
    "ID": {
        "Asia/Jayapura": "MA MU PA PB PD PE PS PT",
        "Asia/Makassar": "BA GO KI KS KU NB NT SA SG SN SR ST",
        "Asia/Pontianak": "KB KT",
    },
    "MN": {"Asia/Hovd": "02 15 16"},
    "MX": {
        "America/Cancun": "ROO",
        "America/Chihuahua": "CHH",
        "America/Hermosillo": "SON",
        "America/Mazatlan": "BCS NAY SIN",
        "America/Merida": "CAM YUC",
        "America/Monterrey": "COA DUR NLE TAM",
        "America/Tijuana": "BCN",
    },
    "PT": {"Atlantic/Azores": "20", "Atlantic/Madeira": "30"},
    "RU": {
        "Asia/Anadyr": "CHU",
        "Asia/Barnaul": "AL ALT",
        "Asia/Chita": "ZAB",
        "Asia/Irkutsk": "BU IRK",
        "Asia/Kamchatka": "KAM",
        "Asia/Krasnoyarsk": "KK KYA TY",
        "Asia/Magadan": "MAG",
        "Asia/Novokuznetsk": "KEM",
        "Asia/Novosibirsk": "NVS",
        "Asia/Omsk": "OMS",
        "Asia/Sakhalin": "SAK",
        "Asia/Tomsk": "TOM",
        "Asia/Vladivostok": "KHA PRI YEV",
        "Asia/Yakutsk": "AMU SA",
        "Asia/Yekaterinburg": "BA CHE KGN KHM ORE PER SVE TYU YAN",
        "Europe/Astrakhan": "AST",
        "Europe/Kaliningrad": "KGD",
        "Europe/Kirov": "KIR",
        "Europe/Samara": "SAM UD",
        "Europe/Saratov": "SAR",
        "Europe/Ulyanovsk": "ULY",
        "Europe/Volgograd": "VGG",
    },
    "US": {
        "America/Anchorage": "AK",
        "America/Boise": "ID",
        "America/Chicago": "AL AR IA IL KS LA MN MO MS ND NE OK SD TN TX WI",
        "America/Denver": "CO MT NM UT WY",
        "America/Detroit": "MI",
        "America/Indiana/Indianapolis": "IN",
        "America/Kentucky/Louisville": "KY",
        "America/Los_Angeles": "CA NV OR WA",
        "America/Phoenix": "AZ",
        "America/Puerto_Rico": "PR",
        "America/St_Thomas": "VI",
        # Armed Forces addresses: where most of the post is delivered.
        "Asia/Tokyo": "AP",
        "Europe/Berlin": "AE",
        "Pacific/Guam": "GU",
        "Pacific/Honolulu": "HI",
        "Pacific/Majuro": "MH",
        "Pacific/Pago_Pago": "AS",
        "Pacific/Palau": "PW",
        "Pacific/Pohnpei": "FM",
        "Pacific/Saipan": "MP",
    },
}

# States of the United States for addresses of its armed forces anywhere in the world.
ARMED_FORCES = ("AE", "AP")


class UnknownTimeZone(ValueError):
    """The name is not in the IANA time zone database."""


@cache
def zone_info(name):
    """Return the `ZoneInfo` of a time zone name.

    Names and rules come from pytz: Odoo fills its `tz` fields from it, displays times
    by it, and adds the names to it that operating systems have dropped. The data of
    the operating system may be older, or missing.

    :param str name: an IANA name
    :raises UnknownTimeZone: for any other value
    """
    try:
        canonical = pytz.timezone(name).zone
        return ZoneInfo.from_file(BytesIO(_data(canonical)), key=canonical)
    except (KeyError, ValueError, OSError, AttributeError, TypeError):
        raise UnknownTimeZone(f"{name!r} is not an IANA time zone name.") from None


def valid_zone(name):
    """Tell whether `name` is a time zone that a schedule can use.

    :rtype: bool
    """
    try:
        zone_info(name)
    except (UnknownTimeZone, TypeError):
        # TypeError: the value is not even hashable.
        return False
    return True


@cache
def _data(name):
    with pytz.open_resource(name) as resource:
        return resource.read()


@cache
def clock_rules(name):
    """Return what two zones have in common whose clocks agree from now on: the rule at the end of the zone's data
    (RFC 8536, 3.3), without the abbreviations of the zone's names."""
    rule = _data(pytz.timezone(name).zone).rstrip().rpartition(b"\n")[2].decode()
    return re.sub(r"<.*?>|[A-Za-z]{3,}", "", rule)


@cache
def _zones_of_all_countries():
    return frozenset(zone for zones in pytz.country_timezones.values() for zone in zones)


@cache
def zones_of_country(country_code):
    """Return the zones that are in use in a country, with those of its territories.

    :param str country_code: ISO 3166-1 code, or one of Odoo's additions
    :return: tuple of IANA names, the one of most people first; empty for an unknown country
    """
    country = (country_code or "").upper()
    main = zone_of_country(country)
    of_states = [zone for zone, states in STATE_ZONES.get(country, {}).items() if states not in ARMED_FORCES]
    zones = [main, *pytz.country_timezones.get(country, ()), *of_states] if main else ()
    return tuple(dict.fromkeys(filter(valid_zone, zones)))


@cache
def has_one_clock(country_code):
    """Tell whether all clocks in a country show the same time from now on.

    :rtype: bool
    """
    return len(set(map(clock_rules, zones_of_country(country_code)))) == 1


@lru_cache(maxsize=4096)
def lies_in_country(zone, country_code):
    """Tell whether a zone is one of a country's, also under an older name, such as `US/Pacific`.

    :rtype: bool
    """
    zones = zones_of_country(country_code)
    if zone in zones:
        return True
    # Many countries' zones are equal to a neighbour's: Panama's is that of one town in Canada.
    if not valid_zone(zone) or zone in _zones_of_all_countries():
        return False
    return any(_data(pytz.timezone(zone).zone) == _data(one) for one in zones)


@lru_cache(maxsize=4096)
def zone_of_country(country_code, state_code=None):
    """Return the time zone in which most people of a country or state live.

    :param str country_code: ISO 3166-1 code, or one of Odoo's additions
    :param str state_code: ISO 3166-2 code, with or without its country prefix
    :return: IANA name; None for an unknown country
    """
    country = (country_code or "").upper()
    state = (state_code or "").upper().removeprefix(f"{country}-")
    for zone, states in STATE_ZONES.get(country, {}).items():
        # An old database may not know a recent zone.
        if state in states.split() and valid_zone(zone):
            return zone
    known = pytz.country_timezones.get(country) or (None,)
    return COUNTRY_ZONES.get(country, known[0])


def wall_time(moment, tz):
    """Return what the wall clock shows; `fold` is 1 when it shows it for the second time.

    :param datetime moment: naive UTC
    :param ZoneInfo tz:
    :return: naive local datetime
    """
    return tz.fromutc(moment.replace(tzinfo=tz)).replace(tzinfo=None)


def offset_at(moment, tz):
    """Return how far the wall clock is ahead of UTC at a moment (timedelta)."""
    return wall_time(moment, tz) - moment


def clock_change(before, after, tz):
    """Return the first moment with the new offset, given moments around one clock change."""
    offset = offset_at(before, tz)
    while after - before > ONE_SECOND:
        middle = before + (after - before) // (2 * ONE_SECOND) * ONE_SECOND
        if offset_at(middle, tz) == offset:
            before = middle
        else:
            after = middle
    return after


def readings(wall, tz):
    """Return the two moments that a wall time may mean, by PEP 495's `fold`.

    The two are equal unless a clock change repeats or skips the wall time.
    """
    return tuple(wall - wall.replace(tzinfo=tz, fold=fold).utcoffset() for fold in (0, 1))


def moment_showing(wall, earliest, tz):
    """Return the first moment from `earliest` on that shows a wall time.

    :return: `(moment, True)`, or `(first moment after the gap, False)` when a
        clock change skips that wall time
    """
    candidates = readings(wall, tz)
    for moment in candidates:
        if moment >= earliest and wall_time(moment, tz) == wall:
            return moment, True
    before, after = sorted(candidates)
    return clock_change(before, after, tz), False
