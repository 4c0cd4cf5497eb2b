"""A mail server refuses a mail because of its sender: that stops nobody, and managers are notified once."""

from datetime import timedelta

from freezegun import freeze_time

from odoo.addons.sales_sequence.models.enrollment.signal import POLICY_REFUSAL

from .common import BOUNCE, MONDAY
from .reports import ADA, BOUNCE_SOFT, COPY, ReportCommon

REFUSAL = BOUNCE.replace("Status: 5.1.1", "Status: 5.7.1").replace(
    "550 5.1.1 User unknown", "550 5.7.1 Message rejected due to the sender's SPF policy"
)


class TestRefusedByPolicy(ReportCommon):
    def setUp(self):
        super().setUp()
        self.touch = self.mail_to(self.make_lead())

    def refuse(self, touch=None, at=MONDAY, **values):
        touch = touch or self.touch
        address = touch.enrollment_id.email_normalized
        self.report(REFUSAL, address, **{"original_id": self.id_of(touch), "at": at, **values})

    def told(self, user=None):
        partner = (user or self.manager).partner_id
        domain = [("message_type", "=", "user_notification"), ("partner_ids", "in", partner.ids)]
        return self.env["mail.message"].search([*domain, ("subject", "like", "refuses emails")])

    def problems(self):
        with freeze_time(MONDAY):
            problems = self.env["sales.sequence.health"].with_user(self.manager).check()["problems"]
        return [text for text in problems if "refused" in text]

    def test_a_policy_refusal_stops_nobody_however_often_it_comes(self):
        for number in range(5):
            self.refuse(at=MONDAY + timedelta(hours=number))
        self.assert_untouched(self.touch)
        signals = self.touch.enrollment_id.signal_ids
        self.assertEqual(set(signals.mapped("evidence_code")), {POLICY_REFUSAL})
        self.assertEqual(set(signals.mapped("effect")), {"noted"})

    def test_after_a_policy_refusal_the_next_step_runs_and_the_mail_is_not_sent_twice(self):
        self.refuse()
        later = MONDAY + timedelta(days=14)
        self.run_at(later)
        self.assertEqual(len(self.touch.enrollment_id.touch_ids), 2)
        self.assertEqual(len(self.send_mails(later)), 1)

    def test_policy_refusals_do_not_count_as_soft_bounces(self):
        for number, source in enumerate((REFUSAL, REFUSAL, BOUNCE_SOFT, BOUNCE_SOFT)):
            self.report(source, ADA, self.id_of(self.touch), at=MONDAY + timedelta(hours=number))
        self.assertEqual(self.touch.enrollment_id.state, "running")
        self.report(BOUNCE_SOFT, ADA, self.id_of(self.touch), at=MONDAY + timedelta(hours=9))
        self.assert_stopped(self.touch, "bounced")

    def test_each_manager_of_the_company_is_notified_of_a_policy_refusal_once(self):
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        stranger = self.manager.copy({"login": "stranger", "email": "stranger@test.mycompany.com"})
        stranger.write({"company_ids": [(6, 0, elsewhere.ids)], "company_id": elsewhere.id})
        others = self.mail_to(self.make_leads(2, name="Person"), name="Other")
        self.refuse()
        for touch in others:
            self.refuse(touch, at=MONDAY + timedelta(hours=1))
        self.assertEqual(len(self.told()), 1)
        self.assertIn("5.7.1", self.told().body)
        self.assertFalse(self.told(stranger) | self.told(self.rep))
        self.refuse(at=MONDAY + timedelta(days=30))
        self.assertEqual(len(self.told()), 2, "The problem was over and has started again")

    def test_the_mail_servers_response_is_shown_as_text(self):
        self.refuse()
        self.env["sales.sequence.signal"].search([]).unlink()
        source = REFUSAL.replace("Message rejected", "<a href='https://evil.example.com'>Message rejected</a>")
        self.report(source, ADA, self.id_of(self.touch), at=MONDAY + timedelta(hours=1))
        self.assertNotIn("<a href", self.told()[0].body)

    def test_the_engine_screen_shows_a_policy_refusal_without_naming_anyone(self):
        self.assertEqual(self.problems(), [])
        self.refuse()
        (problem,) = self.problems()
        self.assertIn("5.7.1", problem)
        self.assertNotIn(ADA, problem)

    def test_a_forged_refusal_or_one_of_a_copy_notifies_nobody(self):
        self.refuse(original_id="<nobody.knows@elsewhere.example.org>")
        self.template.email_cc = COPY
        touch = self.mail_to(self.make_lead("Bea"), name="Other")
        self.report(REFUSAL, COPY, self.id_of(touch))
        self.assertFalse(self.told() or self.problems())
