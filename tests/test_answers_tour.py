"""Answers handled in a real browser, each in its way, and what has become of the person afterwards."""

from datetime import datetime, time, timedelta
from unittest.mock import patch

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.tests import HttpCase

from .common import SequenceCommon


def working_day(day, step):
    """:return: the day, or the nearest one from Monday to Friday, `step` days after the other"""
    while day.weekday() > 4:
        day += timedelta(days=step)
    return day


def last_working_morning():
    """Nine o'clock UTC of a working day before today: the browser's clock is the real one."""
    return datetime.combine(working_day(fields.Date.today() - timedelta(days=1), -1), time(9))


class TestAnswersTour(SequenceCommon, HttpCase):
    browser_size = "1400x900"

    def setUp(self):
        super().setUp()
        self.morning = last_working_morning()
        self.sequence = self.make_sequence(
            {"name": "Introduction email"}, {"name": "Follow-up email"}, {"name": "Break-up email"}
        )
        self.answers = 0

    def answered(self, name, body, target=None, **options):
        """Write to somebody, who answers `body`. :return: the signal"""
        target = target or self.make_lead(name, partner_name=f"{name} Industries")
        enrollment = self.enroll(self.sequence, target, at=self.morning)
        self.run_at(enrollment.next_run_at)
        self.send_mails(self.morning + timedelta(minutes=5))
        self.answers += 1
        moment = self.morning + timedelta(hours=1, minutes=self.answers)
        self.answer(
            enrollment.touch_ids, email_from=enrollment.email_normalized, at=moment, body=body, **options
        )
        return enrollment.signal_ids.filtered(lambda signal: signal.kind in ("reply", "unsure"))

    def tour(self, name):
        with self.enter_registry_test_mode():
            self.env.ref("sales_sequence.ir_cron_follow_up").with_user(self.user_root).method_direct_trigger()
        self.start_tour("/odoo/answers", name, login=self.rep.login)
        self.env.invalidate_all()

    # ------------------------------------------------------------------
    # By keyboard alone
    # ------------------------------------------------------------------

    def test_seven_answers_are_handled_by_keyboard_alone_each_in_its_way(self):
        self.env["crm.lost.reason"].search([]).active = False
        reason = self.env["crm.lost.reason"].create({"name": "Chose a competitor"})
        self.env["mail.canned.response"].with_user(self.rep).create(
            {"source": "thanks", "substitution": "Thank you for your answer."}
        )
        reply = self.answered("Rosa", "Could you tell me what it costs?")
        machine = self.answered("Marek", "I am at my desk and machine-like.")
        opted_out = self.answered("Olga", "Fine for now, thank you.")
        lost = self.answered("Nils", "We have just signed with somebody else.")
        wrong = self.answered("Wanda", "My colleague decides that.")
        not_now = self.answered("Lena", "Rather in spring.")
        meeting = self.answered("Mira", "Let us talk.")

        self.tour("sales_sequence_answers_by_keyboard")

        self.assertEqual(reply.label or False, reply.suggested_label == "interested" and "interested")
        self.assertTrue(reply.handled_at)
        sent = reply.enrollment_id.lead_id.message_ids.filtered(lambda message: message.message_type == "comment")
        self.assertEqual(sent.author_id, self.rep.partner_id)
        self.assertIn("Thank you for your answer.", sent.body)
        self.assertIn("rosa@customer.example.org", sent.notified_partner_ids.mapped("email_normalized"))

        self.assertEqual(meeting.label, "interested")
        event = self.env["calendar.event"].search([("opportunity_id", "=", meeting.enrollment_id.lead_id.id)])
        self.assertEqual((len(event), event.user_id), (1, self.rep))

        enrollment = not_now.enrollment_id
        self.assertEqual((not_now.label, enrollment.state, enrollment.pause_kind), ("not_now", "paused", "not_now"))
        self.assertGreater(enrollment.resume_at, fields.Datetime.now() + timedelta(days=27))

        self.assertEqual(wrong.label, "wrong_person")
        right = self.env["crm.lead"].search([("contact_name", "=", "Petr Svoboda")])
        self.assertEqual(right.email_from, "petr.svoboda@customer.example.org")
        self.assertEqual(right.enrollment_ids.sequence_id, self.sequence)

        lead = lost.enrollment_id.lead_id
        self.assertEqual((lost.label, lead.won_status, lead.lost_reason_id), ("not_interested", "lost", reason))

        self.assertEqual(opted_out.label, "unsubscribe")
        self.assertTrue(
            self.env["sales.sequence.opt.out"].search([("email_normalized", "=", "olga@customer.example.org")])
        )

        self.assertEqual((machine.kind, machine.enrollment_id.state), ("auto_reply", "paused"))

        for signal in (reply, meeting, not_now, wrong, lost, opted_out):
            self.assertEqual(signal.handled_by_id, self.rep, signal.target_name)
            self.assertFalse(signal.answer_activity_id.active, signal.target_name)

    # ------------------------------------------------------------------
    # The suggestion
    # ------------------------------------------------------------------

    def test_enter_takes_what_is_suggested_and_opening_an_answer_handles_nothing(self):
        began = fields.Date.today()
        later = self.answered("Lena", "Please get back to me in three months.")
        wrong = self.answered("Tomas", "Planning is with my colleague Petr Svoboda, petr.svoboda@customer.example.org.")
        no_more = self.answered("Pia", "Please take me off your list.")
        untouched = self.answered("Zoe", "Hello.")
        self.tour("sales_sequence_answers_suggestion")
        self.assertEqual((later.label, later.enrollment_id.pause_kind), ("not_now", "not_now"))
        # The browser may have been at it while midnight passed.
        self.assertIn(later.suggested_date, {day + relativedelta(months=3) for day in (began, fields.Date.today())})
        self.assertEqual(later.enrollment_id.resume_at.date(), working_day(later.suggested_date, 1))
        self.assertEqual(wrong.label, "wrong_person")
        right = self.env["crm.lead"].search([("contact_name", "=", "Petr Svoboda")])
        self.assertEqual(
            (right.email_from, right.enrollment_ids.state), ("petr.svoboda@customer.example.org", "running")
        )
        self.assertEqual(no_more.label, "unsubscribe")
        self.assertTrue(
            self.env["sales.sequence.opt.out"].search([("email_normalized", "=", "pia@customer.example.org")])
        )
        self.assertFalse(untouched.handled_at, "it was opened, and nothing else")

    # ------------------------------------------------------------------
    # Unsure
    # ------------------------------------------------------------------

    def test_an_open_question_is_settled_as_a_person_or_as_a_machine(self):
        words = "Emma is travelling until Monday. I look after her mail: is it urgent? Joan"
        person = self.answered("Emma", words, headers="Precedence: bulk\n")
        machine = self.answered("Fritz", words, headers="Precedence: bulk\n")
        for signal in person + machine:
            self.assertEqual(signal.kind, "unsure")
        self.tour("sales_sequence_answers_unsure")
        self.assertEqual((person.kind, person.enrollment_id.state), ("reply", "stopped"))
        self.assertFalse(person.handled_at, "what they wrote still waits for an answer")
        self.assertEqual((machine.kind, machine.enrollment_id.state), ("auto_reply", "paused"))

    # ------------------------------------------------------------------
    # Undo
    # ------------------------------------------------------------------

    def test_what_was_done_is_taken_back_with_u(self):
        opted_out = self.answered("Olga", "Fine for now, thank you.")
        lost = self.answered("Nils", "We have just signed with somebody else.")
        wrong = self.answered("Wanda", "My colleague decides that.")
        not_now = self.answered("Lena", "Rather in spring.")
        meeting = self.answered("Mira", "Let us talk.")
        machine = self.answered("Marek", "I am at my desk.")
        self.tour("sales_sequence_answers_undo")
        for signal in (opted_out, lost, wrong, not_now, meeting, machine):
            self.assertEqual(
                (signal.kind, signal.handled_at, signal.label, signal.enrollment_id.state),
                ("reply", False, False, "stopped"),
                signal.target_name,
            )
        self.assertFalse(
            self.env["sales.sequence.opt.out"].search([("email_normalized", "=", "olga@customer.example.org")])
        )
        self.assertEqual(lost.enrollment_id.lead_id.won_status, "pending")
        self.assertFalse(self.env["crm.lead"].search([("contact_name", "=", "Petr Svoboda")]))
        self.assertFalse(self.env["calendar.event"].search([("opportunity_id", "=", meeting.enrollment_id.lead_id.id)]))

    # ------------------------------------------------------------------
    # On a phone, and from elsewhere
    # ------------------------------------------------------------------

    def test_a_phone_shows_the_list_then_the_answer(self):
        signal = self.answered("Olga", "Fine for now, thank you.")
        with patch.object(type(self), "browser_size", "390x844"), patch.object(type(self), "touch_enabled", True):
            self.tour("sales_sequence_answers_phone")
        self.assertEqual(signal.label, "unsubscribe")

    def test_a_contact_who_answered_is_handled_as_a_lead_is(self):
        company = self.env["res.partner"].create({"name": "Acme", "is_company": True})
        partner = self.env["res.partner"].create(
            {"name": "Paula", "email": "paula@customer.example.org", "parent_id": company.id, "user_id": self.rep.id}
        )
        self.sequence = self.make_sequence(
            {"mail_template_id": self.make_template("res.partner").id}, {"channel": "call"}, target="partner"
        )
        signal = self.answered("Paula", "We do not need that.", target=partner)
        self.tour("sales_sequence_answers_contact")
        self.assertEqual((signal.label, signal.handled_by_id), ("not_interested", self.rep))
        self.assertIn("They build it themselves", signal.handled_note)

    # ------------------------------------------------------------------
    # They answered elsewhere
    # ------------------------------------------------------------------

    def written_to(self, target):
        """Enroll somebody, and send the first email. :return: the enrollment"""
        enrollment = self.enroll(self.sequence, target, at=self.morning)
        self.run_at(enrollment.next_run_at)
        self.send_mails(self.morning + timedelta(minutes=5))
        return enrollment

    def assert_answered_elsewhere(self, enrollment, how):
        """All that a reply does has been done, credited to the email, with who said so and how."""
        self.env.invalidate_all()
        signal = enrollment.signal_ids.filtered(lambda one: one.kind == "reply")
        self.assertEqual((enrollment.state, enrollment.exit_reason), ("stopped", "replied"))
        self.assertEqual(signal.touch_id, enrollment.touch_ids.filtered(lambda touch: touch.state == "sent"))
        self.assertTrue(signal.touch_id.replied_at)
        self.assertIn(how, signal.detail)
        self.assertIn(self.rep.name, signal.detail)
        self.assertEqual(signal.handled_by_id, self.rep, "whoever says so knows of it")

    def elsewhere(self, url):
        self.start_tour(url, "sales_sequence_answered_elsewhere", login=self.rep.login)

    def test_an_answer_elsewhere_is_recorded_on_the_lead(self):
        enrollment = self.written_to(self.make_lead())
        self.elsewhere(f"/odoo/crm/{enrollment.lead_id.id}")
        self.assert_answered_elsewhere(enrollment, "In my own mailbox: Call me in May")

    def test_an_answer_elsewhere_is_recorded_on_the_contact(self):
        self.sequence = self.make_sequence(
            {"mail_template_id": self.make_template("res.partner").id}, {"channel": "call"}, target="partner"
        )
        partner = self.env["res.partner"].create(
            {"name": "Paula", "email": "paula@customer.example.org", "user_id": self.rep.id}
        )
        enrollment = self.written_to(partner)
        self.elsewhere(f"/odoo/res.partner/{partner.id}")
        self.assert_answered_elsewhere(enrollment, "In my own mailbox: Call me in May")

    def test_an_answer_elsewhere_is_recorded_on_the_enrollment(self):
        enrollment = self.written_to(self.make_lead())
        self.elsewhere(f"/odoo/sequence-enrollments/{enrollment.id}")
        self.assert_answered_elsewhere(enrollment, "In my own mailbox: Call me in May")

    def test_answers_elsewhere_of_several_leads_are_recorded_from_their_list(self):
        enrollments = self.written_to(self.make_lead("Ada")) + self.written_to(self.make_lead("Eve"))
        leads = enrollments.lead_id
        action = self.env["ir.actions.act_window"].create(
            {"name": "These", "res_model": "crm.lead", "view_mode": "list", "domain": [("id", "in", leads.ids)]}
        )
        self.start_tour(f"/odoo/action-{action.id}", "sales_sequence_answered_elsewhere_list", login=self.rep.login)
        for enrollment in enrollments:
            self.assert_answered_elsewhere(enrollment, "By phone")
