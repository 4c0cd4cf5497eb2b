# License LGPL-3.0 or later: see LICENSE.
"""In which time zone a person lives, by what is known of them. Pure.

Nothing here trusts a zone that nobody may have entered: Odoo fills `res.partner.tz` with the zone of whoever creates
the contact. It only chooses among the zones of the person's country, or counts where nothing else tells.
"""

from functools import lru_cache

import phonenumbers
from phonenumbers.timezone import time_zones_for_number

from .time_zones import clock_rules, has_one_clock, lies_in_country, valid_zone, zone_of_country, zones_of_country

# What told the zone.
STATE = "state"
COUNTRY = "country"
PHONE = "phone"
EMPLOYER = "employer"
SETTING = "setting"


def zone_of_person(country_code, state_code=None, phones=(), setting=None, employer=(None, None)):
    """Return the zone that a person lives in, and what told it: what says more about where they are counts first.

    The country is that of their address, else of their phone number, else of their employer. If it has several clocks,
    the state tells, else the phone number, if all zones that it may belong to agree; else the zone that Odoo has
    for the contact, if it lies in the country; else most people's. A phone number of another country tells nothing:
    people take their numbers with them.

    :param str country_code: ISO 3166-1 code of their address
    :param str state_code: ISO 3166-2 code of their address
    :param phones: phone numbers, in international form or as they are dialed in the country
    :param str setting: `res.partner.tz`
    :param employer: country and state code of the company's address
    :return: `(IANA name, STATE or COUNTRY or …)`, or `(None, None)`
    """
    told_by = COUNTRY
    if not zones_of_country(country_code):
        country_code, state_code, told_by = _country_of_phones(phones), None, PHONE
        if not country_code:
            (country_code, state_code), told_by = employer, EMPLOYER
            if not zones_of_country(country_code):
                return (setting, SETTING) if valid_zone(setting) else (None, None)
    if has_one_clock(country_code):
        return zone_of_country(country_code), told_by
    if state_code:
        return zone_of_country(country_code, state_code), STATE if told_by == COUNTRY else told_by
    for number in phones:
        zone = _area(number, country_code) if number else None
        if zone:
            return zone, PHONE
    if setting and lies_in_country(setting, country_code):
        return setting, SETTING
    return zone_of_country(country_code), told_by


def _country_of_phones(phones):
    countries = (_read(number)[0] for number in phones if number)
    return next((country for country in countries if country), None)


@lru_cache(maxsize=4096)
def _area(number, country_code):
    """Return the zone in a country on which all zones of a number in that country agree, or None."""
    zones = [zone for zone in _read(number, country_code)[1] if lies_in_country(zone, country_code)]
    return zones[0] if len(set(map(clock_rules, zones))) == 1 else None


@lru_cache(maxsize=4096)
def _read(number, country_code=None):
    """Return the country of a phone number (None if unknown), and the zones that it may belong to.

    :param str country_code: the country whose people dial the number without a country calling code
    """
    try:
        parsed = phonenumbers.parse(number, country_code)
    except phonenumbers.NumberParseException:
        return None, ()
    if phonenumbers.is_valid_number(parsed):
        country, zones = phonenumbers.region_code_for_number(parsed), time_zones_for_number(parsed)
    else:
        # A digit is missing, or there is one too many: what comes first may still be right.
        sharing = phonenumbers.COUNTRY_CODE_TO_REGION_CODE.get(parsed.country_code, ())
        country, zones = (sharing[0] if len(sharing) == 1 else None), ()
    return (country if zones_of_country(country) else None), zones
