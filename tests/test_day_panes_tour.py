"""Drafts, an absence, and the end of the day, in a real browser."""

from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase
from odoo.tools import file_open

from .common import SequenceCommon

TOURS = "sales_sequence/static/tests/tours/day_panes_tour.js"
FIRST_NAMES = ("Anna", "Boris", "Clara", "David", "Elena", "Felix", "Greta", "Hugo", "Irene", "Jonas")
BODY = '<p>Hi <t t-out="object.sequence_first_name">there</t>, a question.</p>'


class TestDayPanesTour(SequenceCommon, HttpCase):
    browser_size = "1400x900"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.now = fields.Datetime.now()
        cls.template.body_html = BODY
        # The browser's clock is the real one: every hour of every day is working time.
        cls.calendar = cls.env["resource.calendar"].create(
            {
                "name": "Every day",
                "company_id": False,
                "attendance_ids": [
                    (0, 0, {"name": str(day), "dayofweek": str(day), "hour_from": 8, "hour_to": 17}) for day in range(7)
                ],
            }
        )
        cls.at_any_time = {"window_start": 0.0, "window_end": 24.0, "calendar_id": cls.calendar.id}

    def tour(self, name, url="/odoo/my-day"):
        self.start_tour(url, name, login=self.rep.login)
        self.env.invalidate_all()

    def make_drafts(self, *leads):
        sequence = self.make_sequence({"requires_review": True}, name="Reviewed", **self.at_any_time)
        enrollments = self.enroll(sequence, self.env["crm.lead"].union(*leads), at=self.now)
        self.run_at(self.now)
        self.assertEqual(enrollments.touch_ids.mapped("state"), ["draft"] * len(leads))
        return enrollments.touch_ids.sorted("id")

    def clicks_in(self, tour):
        with file_open(TOURS) as source:
            return source.read().partition(f'"{tour}"')[2].partition("tours.add")[0].count('run: "click"')

    # ------------------------------------------------------------------

    def test_ten_drafts_are_approved_together_and_doubtful_ones_one_by_one(self):
        employer = self.env["res.partner"].create({"name": "Haddad Interiors", "is_company": True})
        omar, layla = self.env["res.partner"].create(
            [
                {"name": f"{name} Haddad", "email": f"{name.lower()}@haddad.example.org", "parent_id": employer.id}
                for name in ("Omar", "Layla")
            ]
        )
        colleague = self.make_lead("Omar", partner_id=omar.id, email_from=omar.email)
        self.enroll(self.make_sequence("email", name="Other", **self.at_any_time), colleague, at=self.now)
        self.run_at(self.now)
        drafts = self.make_drafts(
            self.make_lead("Layla", partner_id=layla.id, email_from=layla.email),
            self.make_lead("Nameless", contact_name=False),
            *map(self.make_lead, FIRST_NAMES),
        )
        self.tour("sales_sequence_drafts")
        self.assertEqual(drafts.approved_by_id, self.rep)
        self.assertEqual(drafts.mapped("draft_subject").count("A better question"), 1)
        self.run_at(fields.Datetime.now())
        self.assertEqual(set(drafts.mapped("state")), {"queued"})
        subjects = drafts.mail_message_id.mapped("subject")
        self.assertEqual(sorted(set(subjects)), ["A better question", "A question"])

    def test_approving_says_what_happens_in_form_and_list(self):
        drafts = self.make_drafts(*self.make_leads(3))
        self.tour("sales_sequence_approve_in_form", f"/odoo/sequence-touches/{drafts[0].id}")
        action = self.env["ir.actions.act_window"].create(
            {
                "name": "These",
                "res_model": "sales.sequence.touch",
                "view_mode": "list",
                "domain": [("id", "in", drafts[1:].ids)],
            }
        )
        self.tour("sales_sequence_approve_in_list", f"/odoo/action-{action.id}")
        self.assertEqual(drafts.approved_by_id, self.rep)

    def test_back_from_absence_within_three_clicks(self):
        sequence = self.make_sequence("call", "call", **self.at_any_time)
        enrollments = self.enroll(sequence, self.make_leads(6), at=self.now)
        self.run_at(self.now)
        activities = enrollments.touch_ids.activity_id.sorted("id")
        today = fields.Date.context_today(self.rep.with_user(self.rep))
        activities.date_deadline = today - timedelta(days=2)
        activities[0].date_deadline = today - timedelta(days=10)
        self.rep.write(
            {
                "out_of_office_from": self.now - timedelta(days=4),
                "out_of_office_to": self.now - timedelta(days=1),
            }
        )
        self.tour("sales_sequence_back_from_absence")
        self.assertLessEqual(self.clicks_in("sales_sequence_back_from_absence"), 3)
        later = activities.filtered(lambda activity: activity.date_deadline > today)
        self.assertEqual((len(later), later.user_id), (4, self.rep))
        (left,) = activities[1:] - later
        self.tour("sales_sequence_hand_over_absence")
        self.assertLessEqual(self.clicks_in("sales_sequence_hand_over_absence"), 3)
        self.assertEqual((left.user_id, left.date_deadline), (self.manager, today))

    def test_the_day_is_done_and_the_last_one_undone(self):
        lead = self.make_lead("Ada", phone="+32 470 12 34 56")
        self.enroll(self.make_sequence("call", "call", **self.at_any_time), lead, at=self.now)
        self.run_at(self.now)
        self.tour("sales_sequence_day_done")
        self.assertEqual(lead.enrollment_ids.touch_ids.mapped("state"), ["todo"])

    def test_on_the_first_day_there_is_one_button(self):
        self.make_lead()
        self.tour("sales_sequence_first_day")
