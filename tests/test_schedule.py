# License LGPL-3.0 or later: see LICENSE.
"""Times that a considerate person would choose: tools/schedule.py."""

from datetime import date, datetime, timedelta

import pytest

from odoo.addons.sales_sequence.tools import schedule
from odoo.addons.sales_sequence.tools.schedule import (
    Slot,
    WorkingTime,
    add_business_days,
    after_delay,
    after_pause,
    day_numbers,
    is_working_day,
    next_slot,
    remaining_delay,
)

WEEK = frozenset(range(5))
UTC = WorkingTime("UTC", 9, 17, WEEK)

MONDAY = datetime(2026, 3, 2)
FRIDAY = datetime(2026, 3, 6)
SATURDAY = datetime(2026, 3, 7)


def hours(number):
    return timedelta(hours=number)


@pytest.mark.parametrize(
    ("moment", "expected", "reasons"),
    [
        (MONDAY + hours(9), MONDAY + hours(9), ()),
        (MONDAY + hours(16.99), MONDAY + hours(16.99), ()),
        (MONDAY + hours(7), MONDAY + hours(9), ("outside_window",)),
        (MONDAY + hours(17), MONDAY + hours(33), ("outside_window",)),
        (SATURDAY + hours(11), SATURDAY + hours(57), ("not_working_day",)),
        (SATURDAY + hours(20), SATURDAY + hours(57), ("not_working_day",)),
        (FRIDAY + hours(20), SATURDAY + hours(57), ("outside_window", "not_working_day")),
    ],
)
def test_a_moment_outside_moves_to_the_next_slot_and_says_why(moment, expected, reasons):
    assert next_slot(moment, UTC) == Slot(expected, reasons)


def test_day_one_three_five_eight_twelve():
    assert day_numbers([(n, "business_day") for n in (0, 2, 2, 1, 4)]) == [1, 3, 5, 8, 12]


def test_business_days_from_a_day_off():
    assert add_business_days(SATURDAY.date(), 1, UTC) == date(2026, 3, 9)
    assert add_business_days(FRIDAY.date(), 1, UTC) == date(2026, 3, 9)
    assert not is_working_day(SATURDAY.date(), UTC)
    assert after_delay(SATURDAY + hours(10), 1, "business_day", UTC) == Slot(
        datetime(2026, 3, 9, 10)
    )


def test_a_pause_keeps_the_remaining_delay():
    left = remaining_delay(MONDAY, MONDAY + hours(10))
    assert after_pause(FRIDAY, left, UTC) == Slot(FRIDAY + hours(10))
    assert remaining_delay(FRIDAY, MONDAY) == timedelta()


def test_errors_have_names():
    with pytest.raises(schedule.InvalidWorkingTime):
        WorkingTime("Europe/Atlantis", 9, 17, WEEK)
    with pytest.raises(schedule.InvalidDelay):
        after_delay(MONDAY, -1, "day", UTC)
