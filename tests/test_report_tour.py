"""The report in a real browser: pivot, graph, list, favorites, and the people behind a number."""

from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase

from .common import SequenceCommon


class TestReportTour(SequenceCommon, HttpCase):
    browser_size = "1400x900"

    def test_a_manager_looks_at_the_report(self):
        now = fields.Datetime.now()
        for name, people, days in (("Sooner", "Ada Bob", 20), ("Later", "Cem", 2)):
            sequence = self.make_sequence(name=name)
            leads = self.env["crm.lead"].union(*map(self.make_lead, people.split()))
            for enrollment in self.enroll(sequence, leads, at=now - timedelta(days=days)):
                self.env["sales.sequence.touch"].create(
                    enrollment._touch_values(
                        sequence.step_ids, state="sent", done_at=now - timedelta(days=days), reason=False
                    )
                )
        ada = self.env["sales.sequence.enrollment"].search([("lead_id.contact_name", "=", "Ada")], limit=1)
        self.env["sales.sequence.inbox"]._notice(
            [{"enrollment_id": ada.id, "kind": "reply", "occurred_at": now - timedelta(days=18)}]
        )
        self.start_tour(
            "/odoo/action-sales_sequence.sales_sequence_report_action", "sales_sequence_report", login="sequence_manager"
        )
