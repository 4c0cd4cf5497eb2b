"""New versions and publishing in a real browser."""

from odoo import fields
from odoo.tests import HttpCase

from .common import SequenceCommon


class TestPublishTour(SequenceCommon, HttpCase):
    browser_size = "1400x900"

    def open(self, sequence, tour):
        path = f"/odoo/action-sales_sequence.sales_sequence_action/{sequence.id}"
        self.start_tour(path, tour, login="sequence_manager", timeout=120)
        self.env.invalidate_all()

    def test_a_new_version_takes_over_and_leaves_people_where_they_are(self):
        sequence = self.make_sequence(
            {"name": "Intro", "mail_template_id": False, "subject": "A question for you", "body_html": "<p>Hello.</p>"},
            name="Outreach",
        )
        enrollment = self.enroll(sequence, self.make_lead(), at=fields.Datetime.now())
        self.open(sequence, "sales_sequence_new_version")
        second = self.env["sales.sequence"].search([("previous_version_id", "=", sequence.id)])
        self.assertEqual((sequence.state, second.state), ("closed", "live"))
        self.assertEqual(
            (sequence.step_ids.subject, second.step_ids.subject), ("A question for you", "A better question")
        )
        self.assertEqual((enrollment.sequence_id, enrollment.state), (sequence, "running"))
        self.assertTrue(second.published_at)

    def test_publish_leads_to_what_is_missing(self):
        sequence = self.make_sequence(
            {"name": "Intro"}, {"name": "Reminder", "mail_template_id": False}, publish=False, name="Outreach"
        )
        self.open(sequence, "sales_sequence_publish_missing")
        self.assertEqual(sequence.state, "draft")
