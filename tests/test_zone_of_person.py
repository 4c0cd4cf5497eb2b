# License LGPL-3.0 or later: see LICENSE.
"""In which zone a person lives, by what is known of them: tools/zone_of_person.py."""

import phonenumbers
import pytest
import pytz
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_sequence.tools.time_zones import (
    COUNTRY_ZONES,
    clock_rules,
    has_one_clock,
    lies_in_country,
    valid_zone,
    zone_of_country,
    zones_of_country,
)
from odoo.addons.sales_sequence.tools.zone_of_person import (
    COUNTRY,
    EMPLOYER,
    PHONE,
    SETTING,
    STATE,
    zone_of_person,
)

BRUSSELS = "Europe/Brussels"
SAN_FRANCISCO = "+1 415 555 0142"


@pytest.mark.parametrize(
    ("known", "zone", "told_by"),
    [
        # The address.
        ({"country_code": "JP", "setting": BRUSSELS}, "Asia/Tokyo", COUNTRY),
        ({"country_code": "JP", "phones": (SAN_FRANCISCO,)}, "Asia/Tokyo", COUNTRY),
        ({"country_code": "US", "state_code": "CA", "phones": ("+1 212 555 0142",)}, "America/Los_Angeles", STATE),
        ({"country_code": "US", "state_code": "NY", "setting": "America/Chicago"}, "America/New_York", STATE),
        # All its zones show the same time.
        ({"country_code": "AR", "setting": BRUSSELS}, "America/Argentina/Buenos_Aires", COUNTRY),
        ({"country_code": "DE", "setting": "Europe/Busingen"}, "Europe/Berlin", COUNTRY),
        # The phone, in a country with several clocks: abroad, and as people dial at home.
        ({"country_code": "US", "phones": (SAN_FRANCISCO,), "setting": BRUSSELS}, "America/Los_Angeles", PHONE),
        ({"country_code": "US", "phones": ("(415) 555-0142",)}, "America/Los_Angeles", PHONE),
        ({"country_code": "US", "phones": (False, SAN_FRANCISCO)}, "America/Los_Angeles", PHONE),
        ({"country_code": "US", "phones": (SAN_FRANCISCO,), "setting": "America/Denver"}, "America/Los_Angeles", PHONE),
        ({"country_code": "US", "phones": ("+1 787 234 5678",)}, "America/Puerto_Rico", PHONE),
        ({"country_code": "ES", "phones": ("928 123 456",)}, "Atlantic/Canary", PHONE),
        ({"country_code": "CN", "phones": ("+86 139 1234 5678",)}, "Asia/Shanghai", PHONE),
        # A number of another country, of anywhere in the country, or of two zones that differ.
        ({"country_code": "US", "phones": ("+81 3 5555 0142",)}, "America/New_York", COUNTRY),
        ({"country_code": "US", "phones": ("+1 604 555 0142",)}, "America/New_York", COUNTRY),
        ({"country_code": "US", "phones": ("+1 800 555 1234",)}, "America/New_York", COUNTRY),
        ({"country_code": "ES", "phones": ("612 345 678",)}, "Europe/Madrid", COUNTRY),
        ({"country_code": "AU", "phones": ("+61 8 9321 1234",)}, "Australia/Sydney", COUNTRY),
        # The zone that Odoo has, among those of the country, also by an older name.
        ({"country_code": "US", "setting": "America/Denver"}, "America/Denver", SETTING),
        ({"country_code": "US", "setting": "US/Pacific"}, "US/Pacific", SETTING),
        ({"country_code": "RU", "phones": ("+7 916 123 45 67",), "setting": "Asia/Omsk"}, "Asia/Omsk", SETTING),
        ({"country_code": "US", "setting": BRUSSELS}, "America/New_York", COUNTRY),
        ({"country_code": "US", "setting": "Asia/Tokyo"}, "America/New_York", COUNTRY),
        ({"country_code": "US", "setting": "America/Winnipeg"}, "America/New_York", COUNTRY),
        # The same data as one town's in Canada, and yet another country's.
        ({"country_code": "CA", "setting": "America/Panama"}, "America/Toronto", COUNTRY),
        # No address: the country of the phone.
        ({"phones": (SAN_FRANCISCO,), "setting": BRUSSELS}, "America/Los_Angeles", PHONE),
        ({"phones": ("+81 90 1234 5678",), "setting": BRUSSELS}, "Asia/Tokyo", PHONE),
        ({"phones": ("+81 3 555",), "setting": BRUSSELS}, "Asia/Tokyo", PHONE),
        ({"phones": ("+61 412 345 678",), "setting": "Australia/Perth"}, "Australia/Perth", SETTING),
        ({"phones": ("+61 412 345 678",), "setting": BRUSSELS}, "Australia/Sydney", PHONE),
        ({"phones": ("415 555 0142", "+32 2 555 01 44")}, BRUSSELS, PHONE),
        ({"phones": ("+81 90 1234 5678",), "employer": ("US", "CA")}, "Asia/Tokyo", PHONE),
        # Neither address nor phone.
        ({"employer": ("JP", None), "setting": BRUSSELS}, "Asia/Tokyo", EMPLOYER),
        ({"employer": ("US", "CA")}, "America/Los_Angeles", EMPLOYER),
        ({"employer": ("US", None), "setting": "America/Denver"}, "America/Denver", SETTING),
        ({"phones": ("415 555 0142",), "setting": BRUSSELS}, BRUSSELS, SETTING),
        ({"phones": ("+1 555 0143",), "setting": BRUSSELS}, BRUSSELS, SETTING),
        ({"phones": ("+870 773 111 632",), "setting": BRUSSELS}, BRUSSELS, SETTING),
        ({"country_code": "EU", "setting": BRUSSELS}, BRUSSELS, SETTING),
        ({"setting": "Mars/Olympus_Mons"}, None, None),
        ({}, None, None),
    ],
)
def test_what_says_more_about_where_they_are_counts_first(known, zone, told_by):
    """The order of the docstring of `zone_of_person`, each line against what comes after it."""
    assert zone_of_person(**{"country_code": None, **known}) == (zone, told_by)


COUNTRIES = sorted({*pytz.country_timezones, *COUNTRY_ZONES})
countries = st.none() | st.sampled_from(COUNTRIES)
numbers = st.sampled_from(
    [
        phonenumbers.format_number(example, form)
        for country in phonenumbers.SUPPORTED_REGIONS
        for kind in (phonenumbers.PhoneNumberType.FIXED_LINE, phonenumbers.PhoneNumberType.MOBILE)
        if (example := phonenumbers.example_number_for_type(country, kind))
        for form in (phonenumbers.PhoneNumberFormat.INTERNATIONAL, phonenumbers.PhoneNumberFormat.NATIONAL)
    ]
)
phones = st.lists(st.one_of(numbers, st.text(max_size=20), st.none()), max_size=3)
zones = st.none() | st.sampled_from(pytz.all_timezones)


class TestAnyPerson:
    @given(st.sampled_from(COUNTRIES), phones, zones)
    def test_no_phone_and_no_setting_takes_anybody_out_of_their_country(self, country, phones, setting):
        zone, _told_by = zone_of_person(country, None, phones, setting)
        assert lies_in_country(zone, country)

    @given(st.sampled_from(COUNTRIES), phones, zones)
    def test_in_a_country_with_one_clock_nothing_changes_it(self, country, phones, setting):
        zone, told_by = zone_of_person(country, None, phones, setting)
        if has_one_clock(country):
            assert (zone, told_by) == (zone_of_country(country), COUNTRY)

    @given(countries, phones, zones, st.tuples(countries, st.none()))
    def test_the_zone_is_one_that_a_schedule_can_use(self, country, phones, setting, employer):
        zone, told_by = zone_of_person(country, None, phones, setting, employer)
        assert (zone is None) == (told_by is None)
        assert zone is None or valid_zone(zone)
        if country or employer[0] or setting:
            assert zone

    @given(phones, zones)
    def test_a_setting_counts_only_where_nothing_contradicts_it(self, phones, setting):
        zone, told_by = zone_of_person(None, None, phones, setting)
        if told_by == PHONE:
            alone, _told_by = zone_of_person(None, None, phones)
            assert zone == alone


class TestCountries:
    def test_countries_with_several_clocks(self):
        several = {country for country in COUNTRIES if not has_one_clock(country)}
        assert {"US", "CA", "AU", "BR", "RU", "ES", "PT", "ID", "MX", "CN", "CL", "NZ"} <= several
        assert not {"JP", "DE", "AR", "IN", "KZ", "GB", "VN", "MY", "XK", "BE"} & several

    @pytest.mark.parametrize("country", COUNTRIES)
    def test_a_country_has_the_zones_of_the_iana_list(self, country):
        zones = zones_of_country(country)
        assert zones[0] == zone_of_country(country)
        assert set(pytz.country_timezones.get(country, [])) <= set(zones)
        assert all(lies_in_country(zone, country) for zone in zones)

    @pytest.mark.parametrize("country", [None, False, "", "ZZ", "EU"])
    def test_an_unknown_country_has_no_zones(self, country):
        assert zones_of_country(country) == ()
        assert not lies_in_country(BRUSSELS, country)

    def test_an_older_name_lies_in_the_country_of_the_newer(self):
        for older, country in (("US/Hawaii", "US"), ("Asia/Calcutta", "IN"), ("Europe/Kiev", "UA"), ("NZ", "NZ")):
            assert lies_in_country(older, country), older
            assert not lies_in_country(older, "BE"), older
        assert not lies_in_country("UTC", "US")
        assert not lies_in_country("Europe/Atlantis", "US")

    def test_clocks_are_the_same_if_their_rules_are(self):
        assert clock_rules("Europe/Paris") == clock_rules("Europe/Berlin")
        assert clock_rules("America/Bogota") == clock_rules("America/Panama")
        assert clock_rules("America/Denver") != clock_rules("America/Phoenix")
        assert clock_rules("Australia/Sydney") != clock_rules("Australia/Brisbane")
