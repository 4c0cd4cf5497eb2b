"""The panel, and what goes with it, in a real browser."""

from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase

from .common import SequenceCommon


class TestPanelTour(SequenceCommon, HttpCase):
    # Wide enough to show the chatter beside the form: below it, it loads only when scrolled to.
    browser_size = "1920x1080"

    def sequence_of_four(self, target):
        template = self.make_template("crm.lead" if target == "lead" else "res.partner")
        email = {"mail_template_id": template.id, "delay": 5}
        return self.make_sequence("call", email, "call", email, target=target)

    def check_stopped(self, enrollment):
        enrollment.invalidate_recordset()
        self.assertEqual((enrollment.state, enrollment.exit_reason), ("stopped", "manual"))
        self.assertEqual(self.touches(enrollment).mapped("state"), ["done", "skipped"])

    def test_each_thing_that_a_lead_offers(self):
        lead = self.make_lead()
        enrollment = self.enroll(self.sequence_of_four("lead"), lead, at=fields.Datetime.now())
        self.run_at(enrollment.next_run_at)
        self.start_tour(f"/odoo/crm/{lead.id}", "sales_sequence_panel_of_lead", login=self.rep.login)
        self.check_stopped(enrollment)

    def test_each_thing_that_a_contact_offers(self):
        partner = self.env["res.partner"].create(
            {"name": "Bob", "email": "bob@customer.example.org", "user_id": self.rep.id}
        )
        enrollment = self.enroll(self.sequence_of_four("partner"), partner, at=fields.Datetime.now())
        self.run_at(enrollment.next_run_at)
        self.start_tour(f"/odoo/res.partner/{partner.id}", "sales_sequence_panel_of_contact", login=self.rep.login)
        self.check_stopped(enrollment)

    def test_an_answer_is_handled_in_answers_or_put_off_in_the_panel(self):
        lead = self.make_lead()
        # Nobody answers within a second.
        before = fields.Datetime.now() - timedelta(days=5)
        enrollment = self.enroll(self.make_sequence("email", "call"), lead, at=before)
        self.run_at(enrollment.next_run_at)
        self.send_mails(enrollment.touch_ids.done_at)
        self.answer(enrollment.touch_ids, at=fields.Datetime.now())
        self.start_tour(f"/odoo/crm/{lead.id}", "sales_sequence_panel_handle_answer", login=self.rep.login)
        enrollment.invalidate_recordset()
        self.assertEqual((enrollment.state, enrollment.pause_kind), ("paused", "not_now"))

    def test_an_answer_elsewhere_is_recorded(self):
        lead = self.make_lead()
        enrollment = self.enroll(self.make_sequence("email", "call"), lead, at=fields.Datetime.now())
        self.run_at(enrollment.next_run_at)
        self.start_tour(f"/odoo/crm/{lead.id}", "sales_sequence_panel_answered_elsewhere", login=self.rep.login)
        enrollment.invalidate_recordset()
        self.assertEqual(enrollment.exit_reason, "replied")

    def test_a_contact_is_enrolled_from_the_list(self):
        self.make_sequence("call", target="partner")
        partner = self.env["res.partner"].create({"name": "Bob Contact", "email": "bob@customer.example.org"})
        action = self.env["ir.actions.act_window"].create(
            {"name": "Contacts", "res_model": "res.partner", "view_mode": "list", "domain": [("id", "=", partner.id)]}
        )
        self.start_tour(f"/odoo/action-{action.id}", "sales_sequence_enroll_from_contacts", login=self.rep.login)
        self.assertEqual(partner.enrollment_ids.state, "running")

    def test_exactly_what_was_written_for_one_person_leaves(self):
        first = self.make_template(
            body_html='<div style="width:9em"><p style="margin:0">Hello <t t-out="object.contact_name"/>.<br>&amp; more'
            "</p></div>"
        )
        last = self.make_template(subject="Again", body_html="<p>Still there?</p>")
        self.make_sequence(
            {"name": "First email", "mail_template_id": first.id},
            {"name": "Last email", "mail_template_id": last.id},
        )
        lead, other = self.make_lead(), self.make_lead("Grace")
        self.start_tour(f"/odoo/crm/{lead.id}", "sales_sequence_write_one_email", login=self.rep.login)
        enrollment = lead.enrollment_ids
        self.assertEqual(list(enrollment.own_mails), [str(enrollment.sequence_id.step_ids[1].id)], "not the first one")
        others = self.enroll(enrollment.sequence_id, other, at=fields.Datetime.now())
        last.body_html = "<p>The template has changed.</p>"
        for _step in enrollment.sequence_id.step_ids:
            moment = max(enrollment.next_run_at, others.next_run_at)
            self.run_at(moment)
            self.send_mails(max((enrollment | others).touch_ids.mapped("done_at")))
        self.assertEqual((enrollment.state, others.state), ("finished", "finished"))
        texts = [str(self.touches(one)[-1].mail_message_id.body) for one in (enrollment, others)]
        self.assertIn("Dear Ada, one more thing: {{ 6 * 7 }}", texts[0])
        self.assertNotIn("Still there", texts[0])
        self.assertEqual(texts[1], "<p>The template has changed.</p>")
