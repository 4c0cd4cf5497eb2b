"""Advice, the pause of the first steps and the comparison with the old way, in a real browser."""

from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase

from .common import SequenceCommon

LONG_SUBJECT = "A question about the plan that you make every week by hand, and how long it takes"


class AdviceScreen(SequenceCommon, HttpCase):
    def make_advised(self):
        """A sequence of which little is to be said, and one subject is too long."""
        body = "<p>Hello {{object.sequence_first_name}}.</p><p>Would ten minutes suit you?</p>"
        email = {"mail_template_id": False, "body_html": body, "cta": "Reply with a day"}
        self.sequence = self.make_sequence(
            {"name": "Intro", "subject": "A question", **email},
            {"name": "Call", "channel": "call", "note": "<p>Ask.</p>"},
            {"name": "Reminder", "subject": LONG_SUBJECT, "new_thread": True, "delay": 5, **email},
            name="Advised",
            user_id=self.manager.id,
        )
        self.sequence.published_at = fields.Datetime.now() - timedelta(days=100)

    def open(self, tour, path=None):
        self.start_tour(path or f"/odoo/sales.sequence/{self.sequence.id}", tour, login="sequence_manager")
        self.env.invalidate_all()


class TestAdviceScreen(AdviceScreen):
    browser_size = "1400x900"

    def test_advice_is_dismissed_with_a_note_and_shown_again_and_a_sequence_is_reviewed(self):
        self.make_advised()
        self.open("sales_sequence_advice")
        self.assertTrue(self.sequence.reviewed_at)
        self.assertFalse(self.env["sales.sequence.advice"].search([("dismissed_at", "!=", False)]))

    def test_advice_on_the_dashboard_leads_to_the_step(self):
        self.make_advised()
        self.env["sales.sequence.advice"]._refresh(self.sequence)
        self.open("sales_sequence_advice_on_dashboard", "/odoo/sequences-dashboard")

    def test_a_click_lets_people_begin_again(self):
        self.make_advised()
        self.sequence._pause_first_steps("bounces", {"count": 9, "sent": 80})
        self.open("sales_sequence_first_steps")
        self.assertFalse(self.sequence.first_steps_paused_at)

    def test_a_comparison_takes_four_clicks_and_says_first_what_it_takes(self):
        self.make_advised()
        self.open("sales_sequence_comparison")
        comparison = self.env["sales.sequence.comparison"].search([("sequence_id", "=", self.sequence.id)])
        self.assertEqual((comparison.share, comparison.days, comparison.metric), (0.2, 60, "meeting"))
        self.assertEqual(comparison.user_id, self.manager)
        self.assertTrue(comparison.ended_at)


class TestAdviceScreenOnPhone(AdviceScreen):
    browser_size = "390x844"
    touch_enabled = True

    def test_advice_on_the_dashboard_leads_to_the_step_on_a_phone(self):
        self.make_advised()
        self.env["sales.sequence.advice"]._refresh(self.sequence)
        self.open("sales_sequence_advice_on_dashboard", "/odoo/sequences-dashboard")

    def test_a_comparison_is_started_on_a_phone(self):
        self.make_advised()
        self.open("sales_sequence_comparison")
