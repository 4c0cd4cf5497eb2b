"""Screens of ours, as somebody without eyes or without a mouse meets them, on a desk and on a phone."""

from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase

from .accessibility import assert_accessible
from .test_dashboard import LATER, DashboardCommon


class Accessible(DashboardCommon):
    def setUp(self):
        super().setUp()
        now = fields.Datetime.now()
        self.sequence = self.make_sequence("email", LATER, name="Accessible sequence")
        calls = self.make_sequence({"channel": "call", "name": "First call"}, LATER, name="Calls")
        people = self.write_to(self.sequence, 3, now - timedelta(hours=2), "Ada")
        self.answer_of(people[0], at=now)
        self.make_tasks(3, "Bea", now, calls)

    def look(self, url, root, *, user=None, **options):
        with self.subTest(url=url):
            assert_accessible(self, url, root, (user or self.manager).login, **options)

    def look_at_managers_pages(self):
        self.look("/odoo/sequences-dashboard", ".o_sales_sequence_dashboard")
        self.look(f"/odoo/sequence-results?active_id={self.sequence.id}", ".o_sales_sequence_results")

    def look_at_reps_pages(self):
        self.look("/odoo/my-day", ".o_sales_sequence_day", user=self.rep)
        self.look("/odoo/answers", ".o_sales_sequence_answers", user=self.rep, exclude=[".o-mail-Composer"])


class TestAccessibleOnDesk(Accessible, HttpCase):
    browser_size = "1400x900"

    def test_what_managers_look_at(self):
        self.look_at_managers_pages()

    def test_what_reps_look_at(self):
        self.look_at_reps_pages()


class TestAccessibleOnPhone(Accessible, HttpCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_what_managers_look_at(self):
        self.look_at_managers_pages()

    def test_what_reps_look_at(self):
        self.look_at_reps_pages()
