"""The main workflow in a real browser."""

from odoo.tests import HttpCase
from odoo.tools import file_open

from odoo.addons.sales_sequence.wizard import sales_sequence_enroll_wizard

from .test_library import LibraryCommon

LIBRARY_TOUR = "sales_sequence/static/tests/tours/use_library_tour.js"


class TestTour(LibraryCommon, HttpCase):
    # Wide enough to show the chatter beside the form: below it, it loads only when scrolled to.
    browser_size = "1920x1080"

    def test_a_salesperson_enrolls_a_lead_sees_the_email_and_stops(self):
        template = self.make_template(body_html='<p>Hello <t t-out="object.contact_name"/>.</p>')
        sequence = self.make_sequence(
            {"name": "First email", "mail_template_id": template.id},
            {"name": "Second call", "channel": "call", "delay": 2},
        )
        # A second sequence gives the salesperson a choice.
        self.make_sequence("call", name="Something else")
        lead = self.make_lead()

        self.start_tour(f"/odoo/crm/{lead.id}", "sales_sequence_enroll_lead", login=self.rep.login)
        enrollment = lead.enrollment_ids
        self.assertEqual(
            (enrollment.sequence_id, enrollment.user_id, enrollment.state), (sequence, self.rep, "running")
        )

        self.run_at(enrollment.next_run_at)
        self.send_mails(enrollment.touch_ids.done_at)
        self.assertEqual(enrollment.touch_ids.state, "sent")

        self.start_tour(f"/odoo/crm/{lead.id}", "sales_sequence_see_touch", login=self.rep.login)
        enrollment.invalidate_recordset()
        self.assertEqual((enrollment.state, enrollment.exit_reason), ("stopped", "manual"))
        self.assertEqual(enrollment.status_note, "They asked to be left alone")

    def test_enrolling_a_large_selection_shows_its_progress(self):
        self.make_sequence("call")
        leads = self.make_leads(5)
        self.patch(sales_sequence_enroll_wizard, "MAX_AT_ONCE", 3)
        self.env.ref("base.user_admin").group_ids += self.env.ref("sales_sequence.group_sales_sequence_manager")
        action = self.env["ir.actions.act_window"].create(
            {"name": "These", "res_model": "crm.lead", "view_mode": "list", "domain": [("id", "in", leads.ids)]}
        )
        self.start_tour(f"/odoo/action-{action.id}", "sales_sequence_enroll_many", login="admin")
        self.assertEqual(leads.enrollment_ids.mapped("state"), ["running"] * 5)

    def test_a_manager_takes_a_sequence_from_the_library_and_has_it_live_in_six_clicks(self):
        gallery = self.make_gallery("Unmistakable")
        self.start_tour("/odoo/crm", "sales_sequence_use_library", login=self.manager.login)
        copy = self.env["sales.sequence"].search([("gallery_origin_id", "=", gallery.id)])
        self.assertEqual((copy.state, copy.user_id), ("live", self.manager))
        self.assertIn("We offer software that plans shifts", copy.step_ids[0].mail_template_id.body_html)
        with file_open(LIBRARY_TOUR) as source:
            tour = source.read().partition("sales_sequence_look_inside")[0]
        self.assertLessEqual(tour.count('run: "click"'), 6)
        self.assertEqual(tour.count("run: "), tour.count('run: "click"') + 3, "only the three answers are no clicks")

    def test_a_rep_reads_a_sequence_of_the_library(self):
        self.make_gallery("Unmistakable")
        self.start_tour("/odoo/sequence-library", "sales_sequence_look_inside", login=self.rep.login)

    def test_whoever_may_not_write_code_picks_a_field_and_sees_what_it_says(self):
        self.env["res.config.settings"].create({"restrict_template_rendering": True}).execute()
        self.assertFalse(self.rep.has_group("mail.group_mail_template_editor"))
        template = self.make_template().with_user(self.rep).copy({"subject": "Hello"})
        self.make_lead(partner_name="Acme")
        self.make_lead("Newest")
        self.start_tour(f"/odoo/mail.template/{template.id}", "sales_sequence_merge_field", login=self.rep.login)
        self.assertEqual(template.subject, "For {{object.sequence_company_name|||you}}")
