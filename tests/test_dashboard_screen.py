"""The dashboard in a real browser, on a desk and on a phone."""

from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase

from .test_dashboard import LATER, DashboardCommon


class DashboardScreen(DashboardCommon, HttpCase):
    def make_world(self):
        """Four active people, of whom three wait, and one who has just answered."""
        now = fields.Datetime.now()
        sequence = self.make_sequence("email", LATER, name="Dashboard sequence")
        calls = self.make_sequence({"channel": "call", "name": "First call"}, LATER, name="Calls")
        people = self.write_to(sequence, 2, now - timedelta(hours=2), "Ada")
        # Not some minutes ago: just after the midnight with which a week begins, that would be last week.
        self.answer_of(people[0], at=now)
        self.make_tasks(3, "Bea", now, calls)

    def tour(self, name, **options):
        self.start_tour("/odoo/sequences-dashboard", name, login=self.manager.login, **options)


class TestDashboardOnDesk(DashboardScreen):
    browser_size = "1400x900"

    def test_every_number_leads_to_its_records_and_back(self):
        self.make_world()
        self.tour("sales_sequence_dashboard", timeout=180)


class TestDashboardOnPhone(DashboardScreen):
    browser_size = "390x844"
    touch_enabled = True

    def test_everything_fits_and_opens(self):
        self.make_world()
        self.tour("sales_sequence_dashboard_on_phone", timeout=180)
