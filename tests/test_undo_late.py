"""What has happened since an outcome is never overwritten by undoing it."""

from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError

from .common import MONDAY
from .test_undo import LATER, UndoCommon


class TestUndoLate(UndoCommon):
    def check_refused(self, attempts, regex=""):
        touch = attempts.touch_id
        before = self.state_of(touch.enrollment_id)
        with self.assertRaisesRegex(UserError, regex):
            self.undo(attempts)
        self.assertEqual(self.state_of(touch.enrollment_id), before)

    def book(self, lead):
        with freeze_time(LATER):
            return self.env["calendar.event"].create(
                {
                    "name": "Demo",
                    "start": LATER + timedelta(days=2),
                    "stop": LATER + timedelta(days=2, hours=1),
                    "opportunity_id": lead.id,
                    "res_model_id": self.env["ir.model"]._get_id("crm.lead"),
                    "res_id": lead.id,
                    "partner_ids": [(6, 0, lead.partner_id.ids)],
                }
            )

    def test_a_meeting_that_was_booked_keeps_the_sequence_stopped(self):
        touch = self.start("call", "email")
        attempts = self.give(touch, "meeting_booked")
        self.book(touch.enrollment_id.lead_id)
        self.check_refused(attempts, "now has a meeting")

    def test_whoever_answers_after_the_end_is_not_written_to_again(self):
        for kind in ("reply", "opt_out", "bounce", "complaint", "won"):
            with self.subTest(kind):
                touch = self.start("call", "email")
                attempts = self.give(touch, "not_interested")
                with freeze_time(LATER):
                    self.env["sales.sequence.inbox"]._notice([{"enrollment_id": touch.enrollment_id.id, "kind": kind}])
                self.check_refused(attempts)

    def test_clicks_do_not_keep_from_undoing(self):
        touch = self.start("call", "email")
        attempts = self.give(touch, "not_interested")
        with freeze_time(LATER):
            self.env["sales.sequence.click"].create({"touch_id": touch.id, "click_count": 1, "clicked_at": LATER})
        self.undo(attempts)
        self.assertEqual(touch.state, "todo")

    def withheld(self):
        aside = {"channel": "call", "wait_for_completion": False}
        touch = self.start(aside, {"channel": "email", "delay": 0}, "email")[:1]
        self.run_at(MONDAY)
        mailed = touch.enrollment_id.touch_ids - touch
        attempts = self.give(touch, "not_interested")
        self.assertEqual(mailed.state, "canceled")
        mail = self.env["mail.mail"].search([("mail_message_id", "=", mailed.mail_message_id.id)])
        return attempts, mailed, mail

    def test_a_withheld_email_that_somebody_has_sent_is_not_sent_twice(self):
        attempts, _mailed, mail = self.withheld()
        mail.write({"state": "sent"})
        self.env.flush_all()
        self.check_refused(attempts)

    def test_a_withheld_email_that_was_deleted_is_not_waited_for(self):
        attempts, _mailed, mail = self.withheld()
        mail.unlink()
        self.check_refused(attempts)

    def test_a_touch_that_was_settled_otherwise_stays_so(self):
        attempts, mailed, _mail = self.withheld()
        mailed.write({"state": "sent"})
        self.env.flush_all()
        self.check_refused(attempts)

    def test_what_the_engine_remembers_is_not_written_over_rpc(self):
        touch = self.start("call", "email")
        attempts = self.give(touch, "not_interested")
        before = {"changed": {"sales.sequence.enrollment": {}}, "created": {"mail.message": [1]}, "deleted": {}}
        for user in (self.rep, self.manager, self.env.ref("base.user_admin")):
            mine = attempts.with_user(user)
            with self.subTest(user.login):
                with self.assertRaises(AccessError):
                    mine.write({"before": before})
                with self.assertRaises(AccessError):
                    mine.touch_id.write({"attempt_ids": [(1, attempts.id, {"before": before})]})
                with self.assertRaises(AccessError):
                    mine.create({"touch_id": touch.id, "outcome_id": attempts.outcome_id.id, "before": before})
                with self.assertRaises(AccessError):
                    mine.unlink()
