"""Mails that the mail server does not accept: postponed and retried automatically, or refused, fixed and retried."""

from datetime import timedelta

from freezegun import freeze_time

from odoo.tools import mute_logger

from demo.sink import Sink

from .common import MONDAY, SmtpCommon
from .processes import free_port

HOUR = timedelta(hours=1)
NIGHT = MONDAY + 12 * HOUR  # 22:00 in Brussels
NEXT_OPENING = MONDAY + 23 * HOUR  # 9:00 on Tuesday
QUEUE = "mail.ir_cron_mail_scheduler_action"


class AnsweringSink(Sink):
    """A mail server that gives each address the responses listed in `answers`, one at a time; otherwise it accepts."""

    def __init__(self, **answers):
        super().__init__()
        self.answers = answers
        self.asked = []

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802 (aiosmtpd's name)
        self.asked.append(address)
        answers = self.answers.get(address.partition("@")[0])
        if answers:
            return answers.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"


class BreakingSink(Sink):
    """A mail server that takes a mail and hangs up before it confirms it."""

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 (aiosmtpd's name)
        answer = await super().handle_DATA(server, session, envelope)
        server.transport.abort()
        return answer


class TestRefusedMail(SmtpCommon):
    def setUp(self):
        super().setUp()
        for name in ("base.models.ir_mail_server", "mail.models.mail_mail"):
            self.enterContext(mute_logger(f"odoo.addons.{name}"))

    def tear_down_server(self):
        """Stop the mail server; nothing listens on its port any more."""
        self.env["ir.mail_server"].search([]).smtp_port = free_port()

    def mails(self, enrollments):
        return self.env["mail.mail"].search([("mail_message_id", "in", enrollments.touch_ids.mail_message_id.ids)])

    def recipients(self, sink, moment=MONDAY):
        return sorted(address for letter in sink.take(moment) for address in letter.recipients)

    # ------------------------------------------------------------------
    # Temporary failures
    # ------------------------------------------------------------------

    def test_an_outage_delays_mails_and_each_is_then_sent_once(self):
        sink = self.listen(Sink())
        leads = self.make_leads(3)
        enrollments = self.enroll(self.make_sequence("email", "email"), leads)
        self.tear_down_server()
        with self.capture_triggers(QUEUE) as queue:
            self.run_all(MONDAY)

        touches = enrollments.touch_ids
        self.assertEqual(touches.mapped("state"), ["queued"] * 3)
        self.assertEqual(enrollments.mapped("state"), ["running"] * 3)
        self.assertFalse(leads.activity_ids, "nobody is asked for help")
        for touch in touches:
            self.assertIn("refused", touch.reason, "the touch says what happened")
            self.assertIn("1 of 5", touch.reason)
        later = MONDAY + timedelta(minutes=15)
        self.assertEqual(set(self.mails(enrollments).mapped("scheduled_date")), {later})
        self.assertIn(later, queue.records.mapped("call_at"), "the queue is woken for the retry")
        self.assertEqual(set(enrollments.mapped("next_run_at")), {later + timedelta(days=1)}, "counted from the mail")

        self.env["ir.mail_server"].search([]).smtp_port = sink.port
        self.run_mail_queue(later - timedelta(minutes=1))
        self.assertFalse(sink.take(later))
        self.run_all(later)
        self.run_all(later + HOUR)
        self.assertEqual(self.recipients(sink), sorted(leads.mapped("email_from")))
        self.assertEqual(set(touches.mapped("state")), {"sent"})
        self.assertEqual(set(touches.mapped("reason")), {False})
        self.assertEqual(set(enrollments.mapped("state")), {"running"})

    def test_a_greylisted_mail_is_retried_and_the_others_are_sent_at_once(self):
        sink = self.listen(AnsweringSink(ada0=["450 4.7.1 Greylisted, come back later"]))
        leads = self.make_leads(2)
        enrollments = self.enroll(self.make_sequence("email"), leads)
        self.run_all(MONDAY)
        self.assertEqual(self.recipients(sink), ["ada1@customer.example.org"])
        touch = enrollments[0].touch_ids
        self.assertEqual(touch.state, "queued")
        self.assertIn("450 4.7.1 Greylisted, come back later", touch.reason)
        self.assertNotIn("b'", touch.reason)

        self.run_all(MONDAY + timedelta(minutes=20))
        self.assertEqual(self.recipients(sink), ["ada0@customer.example.org"])
        self.assertEqual((touch.state, touch.reason), ("sent", False))
        self.assertEqual(enrollments.mapped("state"), ["finished"] * 2)

    def test_if_the_connection_breaks_in_a_session_everybody_gets_the_mail_once(self):
        sink = self.listen(AnsweringSink(ada0=["421 4.3.2 Going down"]))
        leads = self.make_leads(3)
        enrollments = self.enroll(self.make_sequence("email"), leads)
        self.run_all(MONDAY)
        self.assertFalse(sink.take(MONDAY))
        self.assertEqual(enrollments.touch_ids.mapped("state"), ["queued"] * 3)
        self.assertEqual(set(self.mails(enrollments).mapped("state")), {"outgoing"})
        for minutes in (2, 20):
            self.run_all(MONDAY + timedelta(minutes=minutes))
        self.assertEqual(self.recipients(sink), sorted(leads.mapped("email_from")))
        self.assertEqual(set(enrollments.touch_ids.mapped("state")), {"sent"})

    def test_a_mail_that_may_have_arrived_is_not_resent_automatically(self):
        sink = self.listen(BreakingSink())
        enrollment = self.enroll(self.make_sequence("email", "email"), self.make_lead())
        for hours in (0, 1, 5, 24):
            self.run_all(MONDAY + hours * HOUR)
        self.assertEqual(len(sink.take(MONDAY)), 1)
        self.assertEqual((enrollment.state, enrollment.pause_kind), ("paused", "failure"))
        self.assertIn("it may have arrived", enrollment.status_note)

    def test_a_sender_whose_daily_limit_is_used_up_continues_the_next_day(self):
        sink = self.listen(AnsweringSink(ada=["550 5.4.5 Daily user sending limit exceeded"] * 4))
        enrollment = self.enroll(self.make_sequence("email"), self.make_lead())
        for hours in (0, 1, 2, 6):
            self.run_all(MONDAY + hours * HOUR)
        self.assertEqual((enrollment.touch_ids.state, enrollment.lead_id.activity_ids.ids), ("queued", []))
        self.run_all(MONDAY + 24 * HOUR)
        self.assertEqual(self.recipients(sink), ["ada@customer.example.org"])
        self.assertEqual(enrollment.touch_ids.state, "sent")

    def test_a_mail_sent_by_hand_that_may_have_arrived_is_not_resent_by_the_queue(self):
        sink = self.listen(BreakingSink())
        enrollment = self.enroll(self.make_sequence("email", "email"), self.make_lead())
        self.run_at(MONDAY)
        with freeze_time(MONDAY), self.enter_registry_test_mode():
            self.mails(enrollment).send()
        self.assertEqual((enrollment.state, enrollment.pause_kind), ("paused", "failure"))
        self.run_all(MONDAY + HOUR)
        self.assertEqual(len(sink.take(MONDAY)), 1)
        self.assertIn("it may have arrived", enrollment.status_note)

    def test_retries_end_with_the_servers_response(self):
        sink = self.listen(AnsweringSink(ada=["451 4.7.1 Not today"] * 5))
        enrollment = self.enroll(self.make_sequence("email", "email"), self.make_lead())
        self.run_at(MONDAY)
        tried = []
        for minutes in range(0, 48 * 60, 15):
            moment = MONDAY + timedelta(minutes=minutes)
            self.run_mail_queue(moment)
            if len(sink.asked) > len(tried):
                tried.append(moment)
            if enrollment.state == "paused":
                break
        # 10:00, 10:15, 11:15, 15:15 and 9:00, as 7:15 is outside the hours.
        self.assertEqual(
            [moment - MONDAY for moment in tried], [0 * HOUR, HOUR / 4, HOUR * 5 / 4, HOUR * 21 / 4, 23 * HOUR]
        )
        self.assertEqual(enrollment.pause_kind, "failure")
        self.assertEqual(enrollment.touch_ids.state, "failed")
        self.assertEqual(enrollment.touch_ids.reason, "Tried 5 times. 451 4.7.1 Not today")
        self.assertEqual(len(enrollment.lead_id.activity_ids), 1)

        with freeze_time(tried[-1]):
            enrollment.resume()
        self.run_all(tried[-1])
        self.assertEqual(len(sink.take(MONDAY)), 1)
        self.assertEqual(enrollment.touch_ids.state, "sent")

    def test_an_outage_costs_no_query_per_mail(self):
        self.env.company.sequence_backlog_per_hour = 2
        sequence = self.make_sequence("email", "email")

        def count_queries(number):
            leads = self.make_leads(number, name=f"Person{number}x")
            enrollments = self.enroll(sequence, leads)
            self.run_at(MONDAY)
            mails = self.mails(enrollments)
            mails.write({"state": "exception", "failure_reason": "[Errno 111] Connection refused"})
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            with freeze_time(MONDAY):
                self.env["sales.sequence.outbox"]._note_failure(mails, "mail_smtp", False)
                self.env.flush_all()
            used = self.env.cr.sql_log_count - before
            self.assertEqual(len(set(enrollments.touch_ids.mapped("done_at"))), number, "spread as a backlog")
            self.assertEqual(set(mails.mapped("state")), {"outgoing"})
            return used

        count_queries(4)
        self.assertLessEqual(count_queries(24), count_queries(3) + 3)

    def test_greylisted_mails_of_a_sender_are_retried_with_a_gap(self):
        sink = self.listen(AnsweringSink(ada0=["450 Later"], ada1=["450 Later"], ada2=["450 Later"]))
        enrollments = self.enroll(self.make_sequence("email"), self.make_leads(3))
        self.run_at(MONDAY)
        self.env.company.sequence_sender_gap = 90
        self.run_mail_queue(MONDAY)
        self.assertEqual(len(sink.asked), 3)
        first = MONDAY + timedelta(minutes=15)
        expected = [first + timedelta(seconds=seconds) for seconds in (0, 90, 180)]
        self.assertEqual(sorted(self.mails(enrollments).mapped("scheduled_date")), expected)

    def test_a_reply_cancels_a_mail_waiting_for_a_retry(self):
        sink = self.listen(AnsweringSink(ada=["450 4.7.1 Greylisted"]))
        enrollment = self.enroll(self.make_sequence("email", "email"), self.make_lead())
        self.run_all(MONDAY)
        self.answer(at=MONDAY + timedelta(minutes=5))
        self.run_all(MONDAY + HOUR)
        self.assertFalse(sink.take(MONDAY))
        self.assertEqual((enrollment.exit_reason, enrollment.touch_ids.state), ("replied", "canceled"))

    # ------------------------------------------------------------------
    # Refused, and retried
    # ------------------------------------------------------------------

    def test_a_refusal_pauses_at_that_step_with_the_servers_response(self):
        self.listen(AnsweringSink(ada=["550 5.1.1 User unknown"]))
        sequence = self.make_sequence("email", "email")
        enrollment = self.enroll(sequence, self.make_lead())
        self.run_all(MONDAY)
        self.assertEqual((enrollment.state, enrollment.pause_kind), ("paused", "failure"))
        self.assertEqual(
            (enrollment.touch_ids.state, enrollment.touch_ids.reason), ("failed", "550 5.1.1 User unknown")
        )
        self.assertEqual(enrollment.next_step_id, sequence.step_ids[0])

    def test_skipping_a_refused_mail_skips_only_that_step(self):
        self.listen(AnsweringSink(ada=["550 5.1.1 User unknown"]))
        sequence = self.make_sequence("email", "email")
        enrollment = self.enroll(sequence, self.make_lead())
        self.run_all(MONDAY)
        with freeze_time(MONDAY):
            enrollment.skip_step()
        self.assertEqual(enrollment.touch_ids.state, "skipped")
        self.assertEqual((enrollment.state, enrollment.next_step_id), ("running", sequence.step_ids[1]))

    def test_a_retried_last_step_finishes_the_enrollment(self):
        sink = self.listen(AnsweringSink(ada=["550 5.1.1 User unknown"]))
        lead = self.make_lead()
        enrollment = self.enroll(self.make_sequence("email", reenroll_policy="after", reenroll_days=0), lead)
        self.run_all(MONDAY)
        self.assertEqual(enrollment.state, "paused")
        with freeze_time(MONDAY + HOUR):
            enrollment.resume()
        self.run_all(MONDAY + HOUR)
        self.assertEqual(len(sink.take(MONDAY)), 1)
        self.assertEqual(enrollment.touch_ids.state, "sent")
        self.assertEqual((enrollment.state, enrollment.exit_reason), ("finished", "completed"))
        self.enroll(self.make_sequence("email"), lead, at=MONDAY + 2 * HOUR)

    def test_a_corrected_address_gets_the_retried_mail(self):
        sink = self.listen(AnsweringSink(ada=["550 5.1.1 User unknown"]))
        lead = self.make_lead()
        enrollment = self.enroll(self.make_sequence("email", "email"), lead)
        self.run_all(MONDAY)
        lead.email_from = "right@customer.example.org"
        with freeze_time(MONDAY + HOUR):
            enrollment.resume()
        self.run_all(MONDAY + HOUR)
        self.assertEqual(self.recipients(sink), ["right@customer.example.org"])
        self.assertEqual(enrollment.touch_ids.state, "sent")
        own = self.env["mail.message"].search([("model", "=", "crm.lead"), ("res_id", "=", lead.id)])
        own = own.filtered(lambda message: message.message_type == "email_outgoing")
        self.assertEqual(own, enrollment.touch_ids.mail_message_id, "the chatter has only the mail that was sent")

    def test_a_mail_that_odoo_deleted_for_its_address_is_created_again(self):
        sink = self.listen(Sink())
        lead = self.make_lead()
        enrollment = self.enroll(self.make_sequence("email", "email"), lead)
        self.run_at(MONDAY)
        mail = self.mails(enrollment)
        mail.email_to = "no address"
        self.run_mail_queue(MONDAY)
        self.assertFalse(mail.exists())
        self.assertEqual((enrollment.state, enrollment.touch_ids.state), ("paused", "failed"))
        with freeze_time(MONDAY + HOUR):
            enrollment.resume()
        self.run_all(MONDAY + HOUR)
        self.assertEqual(self.recipients(sink), ["ada@customer.example.org"])
        self.assertEqual(enrollment.touch_ids.state, "sent")

    def test_a_mail_resent_by_hand_is_not_created_a_second_time(self):
        sink = self.listen(AnsweringSink(ada=["550 5.1.1 User unknown"]))
        enrollment = self.enroll(self.make_sequence("email", "email"), self.make_lead())
        self.run_all(MONDAY)
        self.mails(enrollment).action_retry()
        with freeze_time(MONDAY + HOUR):
            enrollment.resume()
        self.run_all(MONDAY + HOUR)
        self.run_all(MONDAY + 2 * HOUR)
        self.assertEqual(len(sink.take(MONDAY)), 1)
        self.assertEqual(enrollment.touch_ids.state, "sent")
        self.assertEqual(enrollment.next_step_id, enrollment.sequence_id.step_ids[1])

    def test_retries_start_over_for_a_mail_resent_by_hand(self):
        self.listen(AnsweringSink(ada=["451 4.7.1 Not today"] * 2 + ["550 5.7.1 Never"] + ["451 4.7.1 Not today"]))
        enrollment = self.enroll(self.make_sequence("email", "email"), self.make_lead())
        for hours in (0, 1, 3):
            self.run_all(MONDAY + hours * HOUR)
        self.assertEqual(enrollment.touch_ids.reason, "Tried 3 times. 550 5.7.1 Never")
        with freeze_time(MONDAY + 3 * HOUR):
            self.mails(enrollment).action_retry()
            enrollment.resume()
        self.run_all(MONDAY + 3 * HOUR)
        self.assertIn("Attempt 1 of 5", enrollment.touch_ids.reason)

    def test_an_open_call_is_still_waited_for_after_a_retried_mail(self):
        sink = self.listen(AnsweringSink(ada=["550 5.1.1 User unknown"]))
        sequence = self.make_sequence("email", {"channel": "call", "delay": 0}, "email")
        lead = self.make_lead()
        enrollment = self.enroll(sequence, lead)
        self.run_at(MONDAY)
        self.run_at(MONDAY)
        call = lead.activity_ids
        self.assertEqual(enrollment.touch_ids.mapped("channel"), ["call", "email"])
        self.run_mail_queue(MONDAY)
        with freeze_time(MONDAY + HOUR):
            enrollment.resume()
        self.run_all(MONDAY + HOUR)
        self.assertEqual(len(sink.take(MONDAY)), 1)
        self.assertEqual(enrollment.next_step_id, sequence.step_ids[1])
        with freeze_time(MONDAY + 2 * HOUR):
            call.action_feedback("Done")
        self.assertEqual(enrollment.next_step_id, sequence.step_ids[2])

    # ------------------------------------------------------------------
    # Sending hours
    # ------------------------------------------------------------------

    def test_a_mail_retried_at_night_is_sent_in_the_morning(self):
        sink = self.listen(AnsweringSink(ada0=["550 No"], ada1=["550 No"]))
        enrollments = self.enroll(self.make_sequence("email", "email"), self.make_leads(2))
        self.run_all(MONDAY)
        with self.capture_triggers("sales_sequence.ir_cron_runner") as runner, freeze_time(NIGHT):
            enrollments.touch_ids.with_user(self.manager).action_retry()
        self.assertIn(NEXT_OPENING, runner.records.mapped("call_at"))
        self.run_all(NIGHT)
        self.assertFalse(sink.take(NIGHT))
        with self.capture_triggers(QUEUE) as queue:
            self.run_at(NEXT_OPENING)
        self.assertTrue(queue.records, "the mail queue is woken")
        self.run_mail_queue(NEXT_OPENING)
        self.assertEqual(len(sink.take(NEXT_OPENING)), 2)

    def test_mails_held_by_a_pause_are_sent_during_the_hours_with_a_gap(self):
        sink = self.listen(Sink())
        self.env.company.sequence_sender_gap = 60
        enrollments = self.enroll(self.make_sequence("email", "email"), self.make_leads(3))
        self.run_at(MONDAY)
        self.assertEqual(enrollments.touch_ids.mapped("state"), ["queued"] * 3)
        with freeze_time(MONDAY):
            enrollments.pause(until=NIGHT)
        with self.capture_triggers(QUEUE) as queue:
            self.run_at(NIGHT)
        self.assertEqual(enrollments.mapped("state"), ["running"] * 3)
        moments = [NEXT_OPENING + timedelta(minutes=minutes) for minutes in range(3)]
        self.assertEqual(sorted(self.mails(enrollments).mapped("scheduled_date")), moments)
        self.assertEqual(sorted(enrollments.touch_ids.mapped("done_at")), moments, "what the limits count")
        self.assertLessEqual(set(moments), set(queue.records.mapped("call_at")))
        self.run_mail_queue(NIGHT)
        self.assertFalse(sink.take(NIGHT))
        self.run_mail_queue(moments[-1])
        self.assertEqual(len(sink.take(MONDAY)), 3)

    def test_a_mail_that_a_late_queue_finds_after_hours_waits_for_the_morning(self):
        sink = self.listen(Sink())
        self.env.company.sequence_sender_gap = 60
        sequence = self.make_sequence("email", {"channel": "call", "delay": 1, "delay_unit": "hour"})
        enrollments = self.enroll(sequence, self.make_leads(3))
        self.run_at(MONDAY)
        self.run_mail_queue(NIGHT)
        self.assertFalse(sink.take(NIGHT))
        moments = [NEXT_OPENING + timedelta(minutes=minutes) for minutes in range(3)]
        self.assertEqual(sorted(enrollments.touch_ids.mapped("done_at")), moments)
        self.assertIn("next sending hours", enrollments.touch_ids[0].reason)
        self.assertEqual(sorted(enrollments.mapped("next_run_at")), [moment + HOUR for moment in moments])
        self.run_mail_queue(moments[-1])
        self.assertEqual(len(sink.take(NIGHT)), 3)
        self.assertEqual([(touch.state, touch.reason) for touch in enrollments.touch_ids], [("sent", False)] * 3)

    def test_a_slightly_late_queue_still_sends_planned_mails(self):
        sink = self.listen(Sink())
        closing = MONDAY + 7 * HOUR
        self.enroll(self.make_sequence("email"), self.make_lead())
        self.run_at(closing - timedelta(minutes=1))
        self.run_mail_queue(closing + timedelta(minutes=5))
        self.assertEqual(len(sink.take(MONDAY)), 1)

    def test_a_mail_sent_by_hand_ignores_the_hours(self):
        sink = self.listen(Sink())
        enrollment = self.enroll(self.make_sequence("email"), self.make_lead())
        self.run_at(MONDAY)
        with freeze_time(NIGHT):
            self.mails(enrollment).send()
        self.assertEqual(len(sink.take(NIGHT)), 1)

    # ------------------------------------------------------------------
    # Events while a mail waits
    # ------------------------------------------------------------------

    def test_a_mail_canceled_by_hand_does_not_come_back_after_a_pause(self):
        sink = self.listen(Sink())
        enrollment = self.enroll(self.make_sequence("email", "email"), self.make_lead())
        self.run_at(MONDAY)
        with freeze_time(MONDAY):
            self.mails(enrollment).with_user(self.user_admin).cancel()
            self.assertEqual(enrollment.touch_ids.state, "canceled")
            self.assertIn(self.user_admin.name, enrollment.touch_ids.reason)
            enrollment.pause()
            enrollment.resume()
        self.run_mail_queue(MONDAY)
        self.assertFalse(sink.take(MONDAY))
        self.assertEqual(enrollment.next_step_id, enrollment.sequence_id.step_ids[1])

    def test_a_meeting_keeps_the_last_mail_from_being_sent_later(self):
        sink = self.listen(AnsweringSink(ada=["450 4.7.1 Greylisted"]))
        lead = self.make_lead()
        enrollment = self.enroll(self.make_sequence("email"), lead)
        self.run_all(MONDAY)
        self.assertEqual((enrollment.state, enrollment.touch_ids.state), ("finished", "queued"))
        start = MONDAY + 48 * HOUR
        with freeze_time(MONDAY):
            self.env["calendar.event"].create(
                {"name": "Demo", "start": start, "stop": start + HOUR, "opportunity_id": lead.id}
            )
        self.assertEqual((enrollment.exit_reason, enrollment.touch_ids.state), ("meeting", "canceled"))
        self.run_all(MONDAY + HOUR)
        self.assertFalse(sink.take(MONDAY))

    def test_a_failed_mail_resent_by_hand_is_not_sent_after_a_reply(self):
        sink = self.listen(AnsweringSink(ada=["550 5.7.1 Blocked"]))
        enrollment = self.enroll(self.make_sequence("email", "email"), self.make_lead())
        self.run_all(MONDAY)
        self.answer(at=MONDAY + HOUR)
        self.assertEqual((enrollment.exit_reason, enrollment.touch_ids.state), ("replied", "failed"))
        self.mails(enrollment).action_retry()
        self.run_mail_queue(MONDAY + 2 * HOUR)
        self.assertFalse(sink.take(MONDAY))
        self.assertEqual(enrollment.touch_ids.state, "canceled")
