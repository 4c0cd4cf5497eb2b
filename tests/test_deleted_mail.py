"""A queued email, or its message, that somebody deletes: it never leaves, and the sequence knows."""

from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import mail_new_test_user

from demo.sink import Sink

from .common import MONDAY, SequenceCommon, SmtpCommon

DAY = timedelta(days=1)


class TestDeletedMail(SequenceCommon):
    def setUp(self):
        super().setUp()
        self.admin = mail_new_test_user(
            self.env, login="andy", name="Andy Admin", groups="base.group_system,sales_team.group_sale_manager"
        )
        self.enrollment = self.enroll(self.make_sequence("email", "email", "email"), self.make_lead())
        self.run_at(MONDAY)
        self.touch = self.enrollment.touch_ids

    def delete_mail(self):
        self.touch._mails(("outgoing", "exception", "cancel")).with_user(self.admin).unlink()

    def delete_message(self):
        self.touch.mail_message_id.with_user(self.admin).unlink()

    def empty_message(self):
        message = self.touch.mail_message_id
        self.enrollment.lead_id.with_user(self.admin)._message_update_content(
            message.with_user(self.admin), body="", strict=False
        )

    def assert_canceled(self):
        self.env.invalidate_all()
        self.assertEqual(self.touch.state, "canceled")
        self.assertIn("deleted by Andy Admin", self.touch.reason)

    def test_it_never_leaves_and_the_follow_up_starts_its_own_thread(self):
        for delete in (self.delete_mail, self.delete_message, self.empty_message):
            with self.subTest(delete=delete.__name__), self.env.cr.savepoint() as savepoint:
                planned = self.enrollment.next_run_at
                delete()
                self.assert_canceled()
                self.assertFalse(self.send_mails(MONDAY))
                self.assertEqual((self.enrollment.state, self.enrollment.next_run_at), ("running", planned))
                self.run_at(MONDAY + DAY)
                (follow_up,) = self.send_mails(MONDAY + DAY)
                self.assertEqual(follow_up["subject"], "A question")
                self.run_at(MONDAY + 2 * DAY)
                (third,) = self.send_mails(MONDAY + 2 * DAY)
                self.assertEqual(third["subject"], "Re: A question")
                follow_up, third = self.enrollment.touch_ids.sorted("id")[1:].mail_message_id
                self.assertEqual(third.parent_id, follow_up)
                savepoint.rollback()

    def test_also_while_the_enrollment_is_paused(self):
        for delete in (self.delete_mail, self.delete_message, self.empty_message):
            with self.subTest(delete=delete.__name__), self.env.cr.savepoint() as savepoint:
                with freeze_time(MONDAY):
                    self.enrollment.pause()
                delete()
                self.assert_canceled()
                with freeze_time(MONDAY + DAY):
                    self.enrollment.resume()
                self.assertFalse(self.send_mails(MONDAY + DAY))
                self.assertEqual(self.enrollment.next_run_at, MONDAY + 2 * DAY)
                savepoint.rollback()

    def test_a_message_of_a_sent_mail_leaves_the_touch_sent(self):
        self.send_mails(MONDAY)
        self.assertEqual((self.touch.state, self.touch.reason), ("sent", False))
        self.delete_message()
        self.assertEqual((self.touch.state, self.touch.reason), ("sent", False))
        self.run_at(MONDAY + DAY)
        (follow_up,) = self.send_mails(MONDAY + DAY)
        self.assertEqual(follow_up["subject"], "A question", "There is no message left to refer to")

    def test_a_users_web_client_cannot_empty_it(self):
        """Odoo lets nobody edit the message of an email."""
        with self.assertRaises(UserError):
            self.enrollment.lead_id.with_user(self.rep)._message_update_content(
                self.touch.mail_message_id.with_user(self.rep), body=""
            )
        self.assertEqual(self.touch.state, "queued")

    def test_deleting_the_only_email_ends_nothing_that_has_ended(self):
        enrollment = self.enroll(self.make_sequence("email", name="Short"), self.make_lead("Bea"))
        self.run_at(MONDAY)
        self.assertEqual(enrollment.state, "finished")
        enrollment.touch_ids._mails(("outgoing",)).unlink()
        self.assertEqual((enrollment.state, enrollment.touch_ids.state), ("finished", "canceled"))

    def test_a_deleted_record_is_no_deleted_mail(self):
        self.enrollment.lead_id.unlink()
        self.assertEqual(self.touch.state, "canceled")
        self.assertNotIn("The email was deleted", self.touch.reason)

    def test_other_messages_cost_no_query(self):
        lead = self.make_lead("Bea")
        for message_type in ("comment", "email_outgoing"):
            messages = self.env["mail.message"].create(
                [
                    {
                        "model": "crm.lead" if message_type == "comment" else "crm.team",
                        "res_id": lead.id if message_type == "comment" else self.env["crm.team"].search([], limit=1).id,
                        "message_type": message_type,
                        "body": "Hello",
                    }
                    for _index in range(3)
                ]
            )
            messages.mapped("message_type")
            with self.assertQueryCount(0):
                self.assertFalse(messages._sequence_mails())
                self.env["sales.sequence.outbox"].sudo()._note_deleted(messages._sequence_mails())


class TestDeletedRefusedMail(SmtpCommon):
    def setUp(self):
        super().setUp()
        for name in ("base.models.ir_mail_server", "mail.models.mail_mail"):
            self.enterContext(mute_logger(f"odoo.addons.{name}"))

    def test_a_failed_step_stays_failed_and_is_taken_again(self):
        """Whoever tidies up the failed emails decides nothing about the step: that waits for whoever resumes."""

        class RefusingSink(Sink):
            refuses = True

            async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802 (aiosmtpd's name)
                if self.refuses:
                    return "554 5.7.1 Not today"
                envelope.rcpt_tos.append(address)
                return "250 OK"

        for what in ("mail", "message"):
            with self.subTest(what=what), self.env.cr.savepoint() as savepoint:
                sink = self.listen(RefusingSink())
                enrollment = self.enroll(self.make_sequence("email", "email"), self.make_lead())
                self.run_all(MONDAY)
                touch = enrollment.touch_ids
                self.assertEqual((touch.state, enrollment.state), ("failed", "paused"))
                reason = touch.reason
                (touch._mails(("exception",)) if what == "mail" else touch.mail_message_id).unlink()
                self.assertEqual((touch.state, touch.reason), ("failed", reason))
                sink.refuses = False
                with freeze_time(MONDAY):
                    enrollment.resume()
                self.run_all(MONDAY)
                self.assertEqual((touch.state, len(sink.take(MONDAY))), ("sent", 1))
                savepoint.rollback()

    def test_a_mail_that_odoo_deletes_for_its_address_has_failed(self):
        self.listen(Sink())
        contact = self.env["res.partner"].create({"name": "Ada", "email": "ada@customer.example.org"})
        enrollment = self.enroll(self.make_sequence("email"), self.make_lead(partner_id=contact.id))
        self.run_at(MONDAY)
        enrollment.touch_ids._mails(("outgoing",)).recipient_ids = False
        self.run_mail_queue(MONDAY)
        self.assertEqual(enrollment.touch_ids.state, "failed")
        self.assertNotIn("deleted", enrollment.touch_ids.reason)
