"""How close two emails can come, checked against the engine's own planning; what a text asks for and how it reads."""

import unittest
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_sequence.tools.advice_text import has_merge_field, is_shouted, requests, subject_length
from odoo.addons.sales_sequence.tools.advice_timing import Gap, gaps
from odoo.addons.sales_sequence.tools.date_steps import AFTER, BEFORE, Delay
from odoo.addons.sales_sequence.tools.schedule import after_delay
from odoo.addons.sales_sequence.tools.working_time import WorkingTime

from .common import OdooTags

WINDOW = (9, 17)
WORKING_TIME = WorkingTime("UTC", *WINDOW, frozenset(range(5)))
DELAYS = st.builds(Delay, st.integers(0, 9), st.sampled_from(["hour", "day", "business_day"]))


class TestGaps(OdooTags, unittest.TestCase):
    @given(
        between=st.lists(DELAYS, min_size=1, max_size=4),
        day=st.integers(0, 6),
        minute=st.integers(9 * 60, 17 * 60 - 1),
    )
    def test_no_start_brings_two_emails_closer_than_it_says(self, between, day, minute):
        gap = gaps([Delay(0, "day"), *between], [0, len(between)], WINDOW)[0]
        first = after_delay(datetime(2026, 3, 2) + timedelta(days=day, minutes=minute), 0, "hour", WORKING_TIME).moment
        second = first
        for delay in between:
            second = after_delay(second, delay.amount, delay.unit, WORKING_TIME).moment
        if first.date() == second.date():
            self.assertTrue(gap.same_day)
        self.assertGreaterEqual(self.whole_business_days(first, second), min(gap.business_days, 20))

    def whole_business_days(self, first, second):
        numbers = range(1, (second.date() - first.date()).days + 1)
        days = sum((first + timedelta(days=number)).weekday() < 5 for number in numbers)
        return max(0, days - (second.time() < first.time()))

    def test_a_gap_is_what_is_left_of_it_over_a_weekend(self):
        for amount, unit, same_day, days in (
            (0, "business_day", True, 0),
            (7, "hour", True, 0),
            (8, "hour", False, 0),
            (1, "business_day", False, 1),
            (2, "business_day", False, 2),
            (95, "hour", False, 1),
            (96, "hour", False, 2),
            (3, "day", False, 1),
            (4, "day", False, 2),
        ):
            found = gaps([Delay(0, "day"), Delay(amount, unit)], [0, 1], WINDOW)
            self.assertEqual(found, [Gap(0, 1, same_day, days)], f"{amount} {unit}")

    def test_sending_hours_over_midnight_are_hours_like_others(self):
        night = (22, 4)
        self.assertTrue(gaps([Delay(0, "day"), Delay(1, "hour")], [0, 1], night)[0].same_day)
        self.assertEqual(gaps([Delay(0, "day"), Delay(2, "business_day")], [0, 1], night)[0].business_days, 2)

    def test_around_a_date_only_what_is_known_is_said(self):
        plain, before, after = Delay(3, "day"), Delay(2, "business_day", BEFORE), Delay(1, "business_day", AFTER)
        self.assertEqual(gaps([plain, before], [0, 1], WINDOW), [])
        self.assertEqual(gaps([plain, before, after], [0, 1, 2], WINDOW), [Gap(1, 2, False, 3)])
        # A call whose moment is over by then is skipped, and keeps nothing apart.
        over = Delay(5, "business_day", BEFORE)
        self.assertEqual(gaps([before, over, after], [0, 2], WINDOW), [Gap(0, 2, False, 3)])

    def test_delays_beyond_any_calendar_are_no_error(self):
        endless = Delay(100_000, "business_day")
        self.assertEqual(gaps([Delay(0, "day"), endless, Delay(0, "day")], [0, 2], WINDOW)[0].same_day, False)
        self.assertLessEqual(len(gaps([Delay(100_000, "day", BEFORE), endless], [0, 1], WINDOW)), 1)


class TestTexts(OdooTags, unittest.TestCase):
    @given(st.text(max_size=80))
    def test_whatever_somebody_writes_is_no_error(self, text):
        for subject, body in ((text, text), (f"{{{{ {text} }}}}", f'<a href="{text}">{text}</a>')):
            self.assertIn(has_merge_field(subject, body), (True, False))
            self.assertGreaterEqual(subject_length(subject), 0)
            self.assertIn(is_shouted(subject), (True, False))
            self.assertIsInstance(requests(body), set)

    @given(st.text(st.characters(categories=["Lo"]), min_size=1, max_size=60))
    def test_a_script_without_small_letters_is_never_in_capitals(self, text):
        self.assertFalse(is_shouted(f"{text} {text}"))

    @given(st.integers(1, 80))
    def test_a_subject_is_as_long_as_it_reads(self, count):
        self.assertEqual(subject_length("x" * count), count)
        self.assertEqual(subject_length("x" * count + "{{ object.name ||| you }}"), count + 3)
        self.assertEqual(subject_length("x" * count + "{{ object.name }}"), count + 10)

    @given(st.sampled_from(["https://a.example/x", "http://A.example/x/", "https://www.a.example/x#part"]))
    def test_one_target_is_one_request_however_it_is_written(self, other):
        self.assertEqual(len(requests(f'<a href="https://a.example/x">a</a> <a href="{other}">b</a>')), 1)
