"""The unit tests of the client, in a real browser."""

import logging
import re

from odoo.tests import HttpCase

from .common import OdooTags

SUITE = "@sales_sequence"
# Tests of a phone are tagged: those of the desktop do not run there.
PHONE_SUITE = "@sales_sequence/my_day/my_day_phone"


class HootCase(OdooTags, HttpCase):
    def run_suite(self, suite, preset):
        said = []
        listener = logging.Handler()
        listener.emit = lambda record: said.append(record.getMessage())
        console = self._logger.getChild("browser")
        console.addHandler(listener)
        self.addCleanup(console.removeHandler, listener)
        self.browser_js(
            f"/web/tests?headless&loglevel=2&preset={preset}&timeout=15000&id={hoot_id(suite)}",
            "",
            login="admin",
            timeout=600,
            success_signal="[HOOT] Test suite succeeded",
            # The details of a failed test come first: stop at the summary, so that all of them are in the log.
            error_checker=lambda message: "[HOOT]" not in message,
        )
        # Hoot says "succeeded", too, when it found no test.
        passed = re.search(r"\[HOOT\] Passed (\d+) tests", "\n".join(said))
        self.assertTrue(passed and int(passed[1]), "no unit test of ours was run")


class TestHoot(HootCase):
    def test_the_unit_tests_of_the_client_pass(self):
        self.run_suite(SUITE, "desktop")


class TestHootOnPhone(HootCase):
    browser_size = "375x667"
    touch_enabled = True

    def test_the_unit_tests_of_the_client_pass_on_a_phone(self):
        self.run_suite(PHONE_SUITE, "mobile")


def hoot_id(path):
    """Return the id by which hoot selects the suite, or test, with this path."""
    value = 0
    for character in path:
        value = ((value << 5) - value + ord(character)) & 0xFFFFFFFF
    return f"{value:08x}"
