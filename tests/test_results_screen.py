"""*Results* in a real browser: opened from its sequence, and each number opens its people."""

from datetime import timedelta

from odoo.tests import HttpCase

from .common import MONDAY, SequenceCommon
from .test_answers_tour import last_working_morning


class ResultsScreen(SequenceCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self.sequence = self.make_sequence({"name": "Introduction email"})
        leads = self.make_leads(21)
        self.write_to(leads, MONDAY)
        for lead in leads[:2]:
            touch = lead.enrollment_ids.touch_ids
            self.answer(touch, email_from=lead.email_from, at=MONDAY + timedelta(days=2))
        self.write_to(self.make_lead("Fresh"), last_working_morning())

    def write_to(self, leads, moment):
        self.enroll(self.sequence, leads, at=moment)
        self.run_at(moment)
        self.send_mails(moment)


class TestResultsScreen(ResultsScreen):
    browser_size = "1400x900"

    def test_a_manager_opens_the_results_and_the_people_behind_the_numbers(self):
        self.start_tour(f"/odoo/sequences/{self.sequence.id}", "sales_sequence_results", login=self.manager.login)


class TestResultsOnPhone(ResultsScreen):
    browser_size = "390x844"
    touch_enabled = True

    def test_a_rep_reads_the_results_on_a_phone(self):
        self.start_tour(
            f"/odoo/sequence-results/{self.sequence.id}", "sales_sequence_results_on_a_phone", login=self.rep.login
        )
