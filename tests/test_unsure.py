"""“Answer or auto-reply?”: people who may have answered get no email until someone decides."""

from datetime import datetime, timedelta

from freezegun import freeze_time
from markupsafe import Markup

from odoo.exceptions import AccessError

from .common import MONDAY, SequenceCommon

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


class UnsureCommon(SequenceCommon):
    """People who may have answered."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sequence = cls.make_sequence("email", {"channel": "email", "delay": 2}, "email")
        cls.lead = cls.make_lead()

    def start(self, lead=None, sequence=None):
        """Enroll a lead and send the first email. :return: the enrollment"""
        enrollment = self.enroll(sequence or self.sequence, lead or self.lead)
        self.run_at(MONDAY)
        self.send_mails(MONDAY)
        return enrollment

    def notice(self, enrollment, at=MONDAY + HOUR, kind="unsure", **values):
        """Record a signal as the gateway does, without a mail."""
        with freeze_time(at):
            return self.env["sales.sequence.inbox"]._notice(
                [{"enrollment_id": enrollment.id, "kind": kind, "detail": "From Ada", **values}]
            )

    def say(self, records, verdict, at, user=None):
        """Click one of the two answers: ``person`` or ``machine``."""
        records = records.with_user(user or self.rep)
        with freeze_time(at):
            (records.action_is_reply if verdict == "person" else records.action_is_auto_reply)()
        self.env.invalidate_all()

    def asked(self, lead):
        return lead.activity_ids.filtered(lambda activity: activity.summary == "Answer or auto-reply?")

    def assert_waits(self, enrollment):
        self.assertEqual((enrollment.state, enrollment.pause_kind, enrollment.resume_at), ("paused", "unsure", False))


class TestUnsure(UnsureCommon):
    def setUp(self):
        super().setUp()
        self.enrollment = self.start()

    def test_an_unsure_message_pauses_indefinitely_asks_once_and_counts_as_nothing(self):
        (signal,) = self.notice(self.enrollment)
        self.notice(self.enrollment, MONDAY + 2 * HOUR)
        self.assert_waits(self.enrollment)
        self.assertEqual(signal.effect, "held")
        self.assertEqual(self.enrollment.status_signal_id, signal)
        self.assertEqual(self.asked(self.lead).user_id, self.rep)
        self.assertFalse(self.enrollment.replied_at or self.enrollment.touch_ids.replied_at)
        self.run_days(MONDAY + 200 * DAY, 1, step=12 * HOUR, send=True)
        self.assert_waits(self.enrollment)
        self.assertEqual(len(self.enrollment.touch_ids), 1)
        self.enrollment.resume_at = MONDAY + DAY
        self.run_at(MONDAY + 2 * DAY)
        self.assertEqual(self.enrollment.state, "paused", "Not even if a date was set by mistake")

    def test_an_unsure_message_from_the_gateway_shows_the_rep_what_they_need(self):
        self.answer(
            self.enrollment.touch_ids,
            email_from="robot@elsewhere.example.net",
            subject="Automatic reply: A question",
            headers="Auto-Submitted: auto-replied\n",
            body="I am out of the office and will be back on Friday, 23 January 2026.",
        )
        self.assert_waits(self.enrollment)
        signal = self.enrollment.signal_ids
        self.assertEqual((signal.kind, signal.occurred_at), ("unsure", MONDAY))
        self.assertIn("back on Friday", self.enrollment.with_user(self.rep).question_text)
        self.say(self.enrollment, "machine", MONDAY + DAY)
        self.assertEqual(self.enrollment.resume_at, datetime(2026, 1, 26, 8, 0))

    def test_the_verdict_person_has_all_effects_of_a_reply_at_the_time_of_the_mail(self):
        (signal,) = self.notice(self.enrollment)
        self.say(self.enrollment, "person", MONDAY + 3 * DAY)
        self.assertEqual((self.enrollment.state, self.enrollment.exit_reason), ("stopped", "replied"))
        self.assertEqual((signal.kind, signal.effect, signal.occurred_at), ("reply", "stopped", MONDAY + HOUR))
        self.assertEqual(self.enrollment.replied_at, MONDAY + HOUR)
        self.assertEqual(self.enrollment.touch_ids.replied_at, MONDAY + HOUR)
        self.assertFalse(self.asked(self.lead))

    def test_the_verdict_machine_pauses_from_the_date_of_the_mail(self):
        self.notice(self.enrollment)
        self.say(self.enrollment, "machine", MONDAY + 3 * DAY)
        self.assertEqual((self.enrollment.state, self.enrollment.pause_kind), ("paused", "auto_reply"))
        self.assertEqual(self.enrollment.resume_at, MONDAY + 7 * DAY + HOUR, "Five business days after the mail")
        self.assertFalse(self.asked(self.lead))

    def test_the_verdict_machine_with_a_return_date_pauses_until_the_day_after(self):
        self.notice(self.enrollment, resume_on="2026-01-23")
        self.say(self.enrollment, "machine", MONDAY + 3 * DAY)
        self.assertEqual(self.enrollment.resume_at, datetime(2026, 1, 26, 8, 0))

    def test_the_verdict_machine_resumes_at_once_if_the_absence_is_over(self):
        self.notice(self.enrollment)
        later = MONDAY + 14 * DAY
        self.say(self.enrollment, "machine", later)
        self.assertEqual(self.enrollment.state, "running")
        self.assertEqual(self.enrollment.next_run_at, later + 2 * DAY - HOUR, "The remaining delay")
        self.assertEqual(self.enrollment.signal_ids.mapped("kind"), ["auto_reply"])

    def test_the_verdict_machine_restores_the_earlier_pause(self):
        tuesday, friday = MONDAY + DAY, MONDAY + 4 * DAY
        month_later, away = MONDAY + 30 * DAY, MONDAY + 7 * DAY + HOUR
        cases = (
            ("manual", None, "manual", False),
            ("failure", None, "failure", False),
            ("account", None, "account", False),
            ("manual", month_later, "manual", month_later),
            # The week of the automatic reply's own pause is longer.
            ("manual", tuesday + HOUR, "auto_reply", away),
        )
        for number, (kind, until, kind_after, until_after) in enumerate(cases):
            for day in (tuesday, friday):
                with self.subTest(kind=kind, until=until, day=day):
                    enrollment = self.start(self.make_lead(f"Case{number}x{day.day}"))
                    with freeze_time(MONDAY + HOUR / 2):
                        enrollment._pause(kind, until=until, note="Because")
                    self.notice(enrollment)
                    self.assert_waits(enrollment)
                    self.say(enrollment, "machine", day)
                    self.assertEqual(
                        (enrollment.state, enrollment.pause_kind, enrollment.resume_at),
                        ("paused", kind_after, until_after),
                    )
                    self.assertFalse(enrollment.interrupted_pause)
                    if kind_after == kind:
                        self.assertEqual(enrollment.status_note, "Because")

    def test_an_earlier_pause_that_is_over_by_then_is_not_restored(self):
        with freeze_time(MONDAY):
            self.enrollment.pause(until=MONDAY + DAY)
        self.notice(self.enrollment)
        self.run_at(MONDAY + 2 * DAY)
        self.assert_waits(self.enrollment)
        self.say(self.enrollment, "machine", MONDAY + 20 * DAY)
        self.assertEqual((self.enrollment.state, self.enrollment.pause_kind), ("running", False))

    def test_each_question_is_settled_separately_and_the_last_one_removes_the_activity(self):
        first, second = self.notice(self.enrollment), self.notice(self.enrollment, MONDAY + 2 * HOUR)
        self.say(self.enrollment, "machine", MONDAY + DAY)
        self.assertEqual((first.kind, second.kind), ("auto_reply", "unsure"))
        self.assert_waits(self.enrollment)
        self.assertEqual(self.enrollment.status_signal_id, second)
        self.assertEqual(len(self.asked(self.lead)), 1)
        self.say(self.enrollment, "machine", MONDAY + DAY)
        self.assertEqual(self.enrollment.pause_kind, "auto_reply")
        self.assertFalse(self.asked(self.lead))

    def test_the_earliest_reply_counts_in_whatever_order_questions_are_settled(self):
        (early,) = self.notice(self.enrollment)
        (late,) = self.notice(self.enrollment, MONDAY + DAY, kind="reply")
        self.assertEqual(self.enrollment.replied_at, MONDAY + DAY)
        self.assertFalse(self.asked(self.lead), "A certain reply leaves no question to ask")
        self.say(early, "person", MONDAY + 2 * DAY)
        self.assertEqual(self.enrollment.replied_at, MONDAY + HOUR)
        self.say(early, "machine", MONDAY + 3 * DAY)
        self.assertEqual(self.enrollment.replied_at, MONDAY + DAY)
        self.say(late, "machine", MONDAY + 3 * DAY)
        self.assertFalse(self.enrollment.replied_at or self.enrollment.touch_ids.replied_at)
        self.assertEqual(self.enrollment.state, "paused")

    def test_undoing_a_reply_reopens_the_question(self):
        (question,) = self.notice(self.enrollment)
        (reply,) = self.notice(self.enrollment, MONDAY + DAY, kind="reply")
        self.assertEqual(self.enrollment.exit_reason, "replied")
        self.say(reply, "machine", MONDAY + 2 * DAY)
        self.assert_waits(self.enrollment)
        self.assertEqual(self.enrollment.status_signal_id, question)
        self.assertEqual(len(self.asked(self.lead)), 1)

    def test_all_statistics_follow_a_verdict_however_often_it_changes(self):
        (signal,) = self.notice(self.enrollment)
        for verdict in ("person", "machine", "person", "machine"):
            self.say(signal, verdict, MONDAY + DAY)
            replied = verdict == "person"
            self.assertEqual(bool(self.enrollment.replied_at), replied)
            self.assertEqual(bool(self.enrollment.touch_ids.replied_at), replied)
            self.assertEqual(self.count_answers(self.sequence), replied)
            self.assertEqual(self.enrollment.exit_reason, "replied" if replied else False)
        with freeze_time(MONDAY + DAY):
            signal._reclassify("unsure")
        self.assert_waits(self.enrollment)
        self.assertEqual(self.count_answers(self.sequence), 0)

    def test_a_correction_reaches_the_colleagues_that_the_reply_paused_or_stopped(self):
        company = self.env["res.partner"].create({"name": "ACME", "is_company": True})
        for policy in ("pause", "stop"):
            with self.subTest(policy):
                sequence = self.make_sequence("email", "email", name=policy, account_policy=policy)
                answering, other = (
                    self.start(self.make_lead(name, partner_id=person.id, email_from=person.email), sequence)
                    for name in (f"Fay{policy}", f"Gus{policy}")
                    for person in self.env["res.partner"].create(
                        {"name": name, "email": f"{name}@acme.example.org", "parent_id": company.id}
                    )
                )
                (signal,) = self.notice(answering)
                self.assertEqual(other.state, "running", "A possible answer does not affect colleagues")
                self.say(signal, "person", MONDAY + DAY)
                self.assertEqual(other.state, "paused" if policy == "pause" else "stopped")
                self.say(signal, "machine", MONDAY + DAY)
                self.assertEqual(other.state, "running")
                for one in (answering, other):
                    one.stop()

    def test_a_correction_too_late_to_resume_still_corrects_the_statistics(self):
        (signal,) = self.notice(self.enrollment)
        self.say(signal, "person", MONDAY + DAY)
        self.enroll(self.make_sequence(name="Next"), self.lead, at=MONDAY + DAY, allow_recent=True)
        self.say(signal, "machine", MONDAY + 2 * DAY)
        self.assertEqual((self.enrollment.state, self.enrollment.exit_reason), ("stopped", "replaced"))
        self.assertEqual(self.count_answers(self.sequence), 0)
        self.assertEqual(self.enrollment.status_note, "They are now in another sequence.")

    # ------------------------------------------------------------------
    # Other events meanwhile
    # ------------------------------------------------------------------

    def test_an_open_question_keeps_the_enrollment_paused_whatever_happens(self):
        """Only a verdict resumes it, and then as if the question had never been asked."""

        def send_failed(enrollment):
            self.notice(enrollment, MONDAY + DAY, "send_failed", touch_id=enrollment.touch_ids.id)

        def account(enrollment):
            enrollment._pause("account")

        def absent(enrollment):
            enrollment._pause("absent", until=MONDAY + 60 * DAY)

        events = {
            "an automatic reply": (lambda one: self.notice(one, MONDAY + DAY, "auto_reply"), "auto_reply"),
            "a long absence": (
                lambda one: self.notice(one, MONDAY + DAY, "auto_reply", resume_on="2026-03-02"),
                "auto_reply",
            ),
            "a delay": (lambda one: self.notice(one, MONDAY + DAY, "bounce_soft"), "auto_reply"),
            "a receipt": (lambda one: self.notice(one, MONDAY + DAY, "acknowledgement"), "auto_reply"),
            "a refused mail": (send_failed, "failure"),
            "a colleague of theirs": (account, "account"),
            "a sender who is away and comes back": (absent, "auto_reply"),
            "a pause by hand": (lambda one: one.pause(), "manual"),
            "another sender": (lambda one: one.change_sender(self.manager.id, new_thread=True), "auto_reply"),
            "a step that is skipped": (lambda one: one.skip_step(), "auto_reply"),
            "another question": (lambda one: self.notice(one, MONDAY + DAY), "unsure"),
        }
        for number, (name, (happens, expected)) in enumerate(events.items()):
            with self.subTest(name):
                enrollment = self.start(self.make_lead(f"Event{number}"))
                self.notice(enrollment)
                with freeze_time(MONDAY + DAY):
                    happens(enrollment)
                self.run_days(MONDAY + 90 * DAY, 1, step=12 * HOUR)
                self.assert_waits(enrollment)
                self.assertEqual(len(self.asked(enrollment.lead_id)), 1)
                self.assertEqual(self.asked(enrollment.lead_id).user_id, self.rep)
                self.say(enrollment, "machine", MONDAY + 2 * DAY, self.manager)
                self.assertEqual((enrollment.state, enrollment.pause_kind), ("paused", expected))

    def test_an_open_question_survives_a_stop_unless_by_a_reply_or_a_user(self):
        events = {
            "bounce": (lambda one: self.notice(one, MONDAY + DAY, "bounce"), "bounced", True),
            "opt-out": (lambda one: self.notice(one, MONDAY + DAY, "opt_out"), "opted_out", True),
            "meeting": (lambda one: self.notice(one, MONDAY + DAY, "meeting"), "meeting", True),
            "goal": (lambda one: self.notice(one, MONDAY + DAY, "goal"), "goal", True),
            "address": (lambda one: self.notice(one, MONDAY + DAY, "address_changed"), "address_changed", True),
            "account": (lambda one: one._stop("account"), "account", True),
            "reply": (lambda one: self.notice(one, MONDAY + DAY, "reply"), "replied", False),
            "hand": (lambda one: one.stop(), "manual", False),
            "dialog": (self.stop_in_dialog, "manual", False),
            "hand, for a reply": (lambda one: one.stop("replied"), "replied", False),
        }
        for number, (name, (happens, reason, asked)) in enumerate(events.items()):
            with self.subTest(name):
                enrollment = self.start(self.make_lead(f"Ending{number}"))
                self.notice(enrollment)
                with freeze_time(MONDAY + DAY):
                    happens(enrollment)
                self.assertEqual((enrollment.state, enrollment.exit_reason), ("stopped", reason))
                self.assertEqual((enrollment.is_unsure, bool(self.asked(enrollment.lead_id))), (asked, asked))
                self.assertFalse(enrollment.interrupted_pause)
                if asked:
                    self.say(enrollment, "person", MONDAY + 2 * DAY)
                    self.assertEqual((enrollment.exit_reason, enrollment.replied_at), (reason, MONDAY + HOUR))
                    self.assertFalse(self.asked(enrollment.lead_id))

    def stop_in_dialog(self, enrollment):
        dialog = self.env["sales.sequence.steer.wizard"].with_context(
            active_model=enrollment._name, active_ids=enrollment.ids, default_verb="stop"
        )
        dialog.create({"reason": "Called us"}).action_confirm()

    def test_a_stop_for_a_reply_counts_what_they_wrote_from_when_it_came(self):
        self.notice(self.enrollment)
        with freeze_time(MONDAY + DAY):
            self.enrollment.with_user(self.rep).stop("replied")
        self.assertEqual(self.enrollment.replied_at, MONDAY + HOUR)

    def test_resuming_settles_the_question_as_machine(self):
        for verb in ("resume", "take_next_step"):
            with self.subTest(verb):
                enrollment = self.start(self.make_lead(verb.replace("_", "").capitalize()))
                with freeze_time(MONDAY):
                    enrollment.pause()
                (signal,) = self.notice(enrollment, resume_on="2026-03-02")
                with freeze_time(MONDAY + DAY):
                    getattr(enrollment.with_user(self.rep), verb)()
                self.assertEqual((enrollment.state, signal.kind), ("running", "auto_reply"))
                self.assertFalse(self.asked(enrollment.lead_id) or enrollment.interrupted_pause)

    def test_resuming_a_selection_skips_people_who_may_have_answered(self):
        clear = self.start(self.make_lead("Clara"))
        with freeze_time(MONDAY):
            clear.pause()
        self.notice(self.enrollment)
        both = (clear | self.enrollment).with_user(self.rep)
        for verb in ("action_resume", "action_take_next_step"):
            told = getattr(both, verb)()
            self.assertIn(self.enrollment.target_name, told["params"]["message"])
            self.assert_waits(self.enrollment)
            self.assertEqual(clear.state, "running")
        told = (clear.lead_id | self.lead).with_user(self.rep).action_resume_sequence()
        self.assertIn(self.enrollment.target_name, told["params"]["message"])
        self.assert_waits(self.enrollment)

    def test_restarting_with_an_open_question_waits_for_the_verdict(self):
        self.notice(self.enrollment)
        self.enrollment._stop("account")
        with freeze_time(MONDAY + DAY):
            self.enrollment.with_user(self.rep).restart()
        self.assert_waits(self.enrollment)

    def test_the_question_moves_to_the_new_salesperson(self):
        ended = self.start(self.make_lead("Eda"))
        ended._stop("account")
        for policy in ("keep", "hand_over", "pause"):
            self.sequence.owner_change_policy = policy
            enrollment = self.start(self.make_lead(policy.capitalize()))
            for one in (enrollment, ended):
                with self.subTest(policy=policy, state=one.state):
                    one.lead_id.user_id = self.rep
                    self.notice(one)
                    self.assertEqual(self.asked(one.lead_id).user_id, self.rep)
                    one.lead_id.user_id = self.manager
                    self.assertEqual(self.asked(one.lead_id).user_id, self.manager)
                    self.say(one, "machine", MONDAY + 2 * HOUR, self.manager)
                    if policy == "pause" and one == enrollment:
                        self.assertEqual(one.pause_kind, "owner")

    def test_the_question_of_a_deactivated_user_moves_to_another_user(self):
        self.sequence.user_id = self.manager
        for deactivate in (lambda: self.rep.write({"active": False}), self.rep.action_archive):
            self.notice(self.enrollment)
            self.assertEqual(self.asked(self.lead).user_id, self.rep)
            deactivate()
            self.assertEqual(self.asked(self.lead).user_id, self.manager)
            self.rep.active = True
            self.asked(self.lead).unlink()

    def test_a_merge_keeps_the_question_and_one_click_settles_it_everywhere(self):
        other = self.start(self.make_lead("Eva"), self.make_sequence("email", "email", "email", name="Further"))
        message = self.lead._message_log(body="<p>Back soon</p>")
        self.notice(self.enrollment, mail_message_id=message.id)
        self.run_at(MONDAY + 2 * DAY)
        self.send_mails(MONDAY + 2 * DAY)
        merged = (self.lead | other.lead_id).with_user(self.manager).merge_opportunity()
        self.assertEqual(self.enrollment.exit_reason, "merged")
        self.assert_waits(other)
        self.assertEqual(len(self.asked(merged)), 1)
        self.assertEqual(other.signal_ids.filtered(lambda s: s.kind == "unsure").occurred_at, MONDAY + HOUR)
        self.say(other, "person", MONDAY + 3 * DAY, self.manager)
        self.assertEqual((other.exit_reason, other.replied_at), ("replied", MONDAY + HOUR))
        self.assertEqual(self.enrollment.replied_at, MONDAY + HOUR, "The sequence that was answered has the reply")

    def test_deleting_the_record_removes_the_question(self):
        (signal,) = self.notice(self.enrollment)
        self.lead.unlink()
        self.assertEqual((self.enrollment.exit_reason, signal.effect), ("deleted", "ignored"))
        (late,) = self.notice(self.enrollment, MONDAY + DAY)
        self.assertEqual(late.effect, "ignored")
        self.assertFalse(self.enrollment.is_unsure)

    def test_only_users_who_manage_the_enrollment_can_settle_the_question(self):
        (signal,) = self.notice(self.enrollment)
        self.lead.user_id = self.manager
        for records in (signal, self.enrollment):
            for verdict in ("person", "machine"):
                with self.assertRaises(AccessError):
                    self.say(records, verdict, MONDAY + DAY, self.rep)
        self.assertEqual(signal.kind, "unsure")

    def test_a_handover_does_not_end_an_absence(self):
        """An automatic reply pauses even an enrollment that waits for a new sender."""
        with freeze_time(MONDAY):
            self.enrollment._pause("owner")
        self.notice(self.enrollment, kind="auto_reply")
        with freeze_time(MONDAY + DAY):
            self.enrollment.change_sender(self.manager.id, new_thread=True)
        self.assertEqual((self.enrollment.state, self.enrollment.pause_kind), ("paused", "auto_reply"))
        self.assertEqual(self.enrollment.resume_at, MONDAY + 7 * DAY + HOUR)


class TestUnsureMail(UnsureCommon):
    """Queued mails while a question is open."""

    def mail_of(self, touch):
        return self.env["mail.mail"].search([("mail_message_id", "=", touch.mail_message_id.id)])

    def test_a_queued_email_of_a_running_enrollment_is_sent_after_the_pause(self):
        enrollment = self.enroll(self.sequence, self.lead)
        self.run_at(MONDAY)
        self.notice(enrollment)
        self.assertFalse(self.send_mails(MONDAY + 2 * HOUR))
        touch = enrollment.touch_ids
        self.assertEqual((touch.state, self.mail_of(touch).state), ("queued", "cancel"))
        self.say(enrollment, "machine", MONDAY + DAY)
        self.assertFalse(self.send_mails(MONDAY + DAY + HOUR))
        back = enrollment.resume_at + HOUR
        self.run_at(back)
        self.assertEqual(len(self.send_mails(back)), 1)
        self.assertEqual(touch.state, "sent")

    def test_the_last_email_of_a_completed_enrollment_waits_for_the_verdict_machine(self):
        for verdict, state, count in (("machine", "sent", 1), ("person", "canceled", 0)):
            with self.subTest(verdict):
                enrollment = self.enroll(self.make_sequence("email"), self.make_lead(verdict.capitalize()))
                self.run_at(MONDAY)
                self.assertEqual((enrollment.state, enrollment.touch_ids.state), ("finished", "queued"))
                self.notice(enrollment)
                self.assertFalse(self.send_mails(MONDAY + 2 * HOUR))
                touch = enrollment.touch_ids
                self.assertEqual((touch.state, self.mail_of(touch).state), ("queued", "cancel"))
                self.assertEqual(enrollment.state, "finished")
                self.assertEqual(len(self.asked(enrollment.lead_id)), 1)
                self.say(enrollment, verdict, MONDAY + 3 * HOUR)
                self.assertEqual(len(self.send_mails(MONDAY + 4 * HOUR)), count)
                self.assertEqual(touch.state, state)
                self.assertEqual(enrollment.exit_reason, "completed" if count else "replied")
                self.assertFalse(self.asked(enrollment.lead_id))

    def test_the_last_check_before_smtp_cancels_an_email_with_an_open_question(self):
        """Even if the mail could not be held when the signal arrived."""
        for name, steps in (("Running", ("email", "email")), ("Completed", ("email",))):
            with self.subTest(name):
                enrollment = self.enroll(self.make_sequence(*steps, name=name), self.make_lead(name))
                self.run_at(MONDAY)
                touch = enrollment.touch_ids
                with freeze_time(MONDAY):
                    self.env["sales.sequence.signal"].create({"enrollment_id": enrollment.id, "kind": "unsure"})
                self.assertFalse(self.send_mails(MONDAY + HOUR))
                self.assertEqual((touch.state, self.mail_of(touch).state), ("queued", "cancel"))
                self.mail_of(touch).state = "outgoing"
                self.assertFalse(self.send_mails(MONDAY + HOUR))
                self.assertEqual((touch.state, self.mail_of(touch).state), ("queued", "cancel"))

    def test_a_last_email_refused_meanwhile_waits_for_both_verdict_and_retry(self):
        enrollment = self.enroll(self.make_sequence("email"), self.lead)
        self.run_at(MONDAY)
        self.notice(enrollment)
        self.notice(enrollment, MONDAY + 2 * HOUR, "send_failed", touch_id=enrollment.touch_ids.id)
        self.assert_waits(enrollment)
        self.say(enrollment, "machine", MONDAY + DAY)
        self.assertEqual((enrollment.state, enrollment.pause_kind), ("paused", "failure"))

    def test_a_signal_that_fails_to_be_processed_still_holds_the_mail(self):
        enrollment = self.start()
        self.patch(type(self.env["sales.sequence.inbox"]), "_on_unsure", lambda *_args: 1 / 0)
        with self.assertLogs("odoo.addons.sales_sequence", "ERROR"):
            self.notice(enrollment)
            self.run_at(MONDAY + 2 * HOUR)
        self.assertEqual((enrollment.state, enrollment.pause_kind), ("paused", "failure"))
        self.assertTrue(enrollment.is_unsure)
        self.run_days(MONDAY + 30 * DAY, 1, step=12 * HOUR)
        self.assertEqual(enrollment.state, "paused")


class TestUnsureElsewhere(UnsureCommon):
    """People who may have answered one sequence are not enrolled in another one automatically."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.next = cls.make_sequence("email", name="Next")
        cls.single = cls.make_sequence("email", name="Single")

    def complete(self, lead=None, sequence=None):
        enrollment = self.start(lead, sequence or self.single)
        self.assertEqual(enrollment.exit_reason, "completed")
        return enrollment

    def enroll_in_next(self, lead, user=None, **options):
        with freeze_time(MONDAY + DAY):
            return self.next.with_user(user or self.env.user).enroll(lead.ids, **options)

    def look_for_audience(self, at):
        with freeze_time(at), self.enter_registry_test_mode():
            self.env.ref("sales_sequence.ir_cron_audience").with_user(self.user_root).method_direct_trigger()
        self.env.invalidate_all()

    def test_automatic_enrollment_is_refused_until_the_question_is_settled(self):
        enrollment = self.complete()
        self.notice(enrollment)
        (refusal,) = self.enroll_in_next(self.lead)["refused"]
        self.assertEqual((refusal["code"], refusal["enrollment_id"]), ("unsure", enrollment.id))
        self.assertIn("Single", refusal["message"])
        self.say(enrollment, "machine", MONDAY + DAY)
        self.assertFalse(self.enroll_in_next(self.lead)["refused"])

    def test_an_audience_does_not_enroll_people_who_may_have_answered(self):
        enrollment = self.complete()
        self.notice(enrollment)
        twin = self.make_lead("Twin", email_from="Ada <ADA@customer.example.org>")
        ids = [self.lead.id, twin.id]
        self.next.write({"enroll_domain": f"[('id', 'in', {ids})]", "auto_enroll": True})
        self.look_for_audience(MONDAY + DAY)
        self.assertFalse(self.next.enrollment_ids, "Not by another record with the same address either")
        self.assertIn("May have answered: 2", self.next.audience_note)
        self.say(enrollment, "machine", MONDAY + DAY)
        self.look_for_audience(MONDAY + DAY + 2 * HOUR)
        self.assertEqual(len(self.next.enrollment_ids), 1)

    def test_another_person_of_the_company_can_be_enrolled(self):
        self.notice(self.complete())
        self.assertTrue(self.enroll_in_next(self.make_lead("Bea"))["enrolled"])

    def test_only_a_user_who_can_settle_the_question_is_refused_because_of_it(self):
        enrollment = self.complete()
        self.notice(enrollment)
        (refusal,) = self.enroll_in_next(self.lead, self.rep)["refused"]
        self.assertEqual(refusal["code"], "unsure")
        self.lead.user_id = self.manager
        own = self.make_lead("Own", email_from=self.lead.email_from)
        self.assertTrue(self.enroll_in_next(own, self.rep)["enrolled"])

    def test_an_enrollment_with_an_open_question_is_not_replaced(self):
        enrollment = self.start()
        self.notice(enrollment)
        (refusal,) = self.enroll_in_next(self.lead, self.rep, conflicts="replace")["refused"]
        self.assertEqual((refusal["code"], refusal["enrollment_id"]), ("already_live", enrollment.id))
        self.assertIn("may have answered", refusal["message"])
        self.assert_waits(enrollment)
        self.assertTrue(self.enroll_in_next(self.lead, self.rep, conflicts="queue")["queued"])

    def test_chaining_waits_until_the_question_is_settled(self):
        """It completes while the question is open: by its goal, or because the rep skips the last step."""
        self.single.next_sequence_id = self.next
        ways = {
            "goal": lambda one: self.notice(one, MONDAY + 2 * HOUR, "goal"),
            "skip": lambda one: one.skip_step(),
        }
        for way, comes_through in ways.items():
            for verdict, follows in (("machine", 1), ("person", 0), (None, 0)):
                with self.subTest(way=way, verdict=verdict):
                    lead = self.make_lead(f"{way}{verdict}".capitalize())
                    two = self.make_sequence("email", "email", name="Two", next_sequence_id=self.next.id)
                    enrollment = self.start(lead, two)
                    self.notice(enrollment)
                    with freeze_time(MONDAY + DAY):
                        comes_through(enrollment)
                    self.assertIn(enrollment.exit_reason, ("goal", "completed"))
                    self.assertFalse(lead.enrollment_ids - enrollment)
                    if verdict:
                        self.say(enrollment, verdict, MONDAY + 2 * DAY)
                    else:
                        enrollment.stop()
                    self.assertEqual(len(lead.enrollment_ids - enrollment), follows)
                    self.assertFalse(enrollment.chains_later)


class TestUnsureIsVisible(UnsureCommon):
    """To managers on System status, to reps on the enrollment."""

    def check(self, at):
        with freeze_time(at):
            return self.env["sales.sequence.health"].with_user(self.manager).check()

    def test_the_health_check_counts_questions_open_for_two_business_days(self):
        friday = MONDAY + 4 * DAY
        enrollment = self.start()
        other = self.start(self.make_lead("Bea"))
        for one in (enrollment, other):
            self.notice(one, friday, mail_message_id=self.lead._message_log(body="Hm").id)
        for moment, count in ((friday + DAY, 0), (friday + 3 * DAY, 0), (friday + 4 * DAY + HOUR, 2)):
            self.assertEqual(self.check(moment)["unsure_count"], count, moment)
        health = self.check(friday + 5 * DAY)
        self.assertIn(("questions", "warning"), [(row["link"], row["status"]) for row in health["links"]])
        self.assertIn("filter Answer or auto-reply?", " ".join(health["problems"]))
        self.say(enrollment, "machine", friday + 5 * DAY)
        self.notice(other, friday + 5 * DAY, "reply")
        self.assertEqual(self.check(friday + 5 * DAY)["unsure_count"], 0)

    def test_one_mail_about_several_enrollments_counts_once(self):
        message = self.lead._message_log(body="Hm")
        for lead in (self.lead, self.make_lead("Bea")):
            self.notice(self.start(lead), mail_message_id=message.id)
        self.assertEqual(self.check(MONDAY + 10 * DAY)["unsure_count"], 1)

    def test_a_calendar_without_working_days_does_not_break_the_health_check(self):
        self.notice(self.start())
        self.env["resource.calendar.leaves"].create(
            {
                "name": "For ever",
                "calendar_id": self.env.company.resource_calendar_id.id,
                "date_from": MONDAY - 400 * DAY,
                "date_to": MONDAY + 4000 * DAY,
            }
        )
        self.assertEqual(self.check(MONDAY + 30 * DAY)["unsure_count"], 0)
        self.assertEqual(self.check(MONDAY + 90 * DAY)["unsure_count"], 1)

    def test_the_form_shows_the_message_without_its_quotes(self):
        enrollment = self.start()
        body = Markup("<p>I am <b>back</b> soon &lt;3</p><blockquote data-o-mail-quote='1'>A question</blockquote>")
        message = self.lead._message_log(body=body)
        self.notice(enrollment, mail_message_id=message.id)
        shown = enrollment.with_user(self.rep)
        self.assertIn("soon <3", shown.question_text)
        self.assertNotIn("A question", shown.question_text)
        self.assertEqual(shown.action_open_question()["res_id"], self.lead.id)
        elsewhere = self.make_lead("Eve", user_id=self.manager.id)._message_log(body="Secret")
        enrollment.signal_ids.mail_message_id = elsewhere
        self.env.invalidate_all()
        self.assertFalse(shown.question_text, "It is on a record that this user may not read")

    def test_the_filter_finds_only_enrollments_with_an_open_question(self):
        Enrollment = self.env["sales.sequence.enrollment"]
        running, ended, answered = (self.start(self.make_lead(name)) for name in ("Rae", "Eda", "Ann"))
        clear = self.start(self.make_lead("Cle"))
        for one in (running, ended, answered):
            self.notice(one)
        ended._stop("account")
        self.notice(answered, kind="reply")
        everybody = running | ended | answered | clear
        found = Enrollment.search([("is_unsure", "=", True), ("id", "in", everybody.ids)])
        self.assertEqual(found, running | ended)
        self.assertEqual(everybody.filtered("is_unsure"), found)
        others = Enrollment.search([("is_unsure", "=", False), ("id", "in", everybody.ids)])
        self.assertEqual(others, answered | clear)

    def test_the_activity_shows_an_outsiders_text_as_text(self):
        self.notice(self.start(), detail="From <a href='https://evil.example.com'>Ada</a>")
        self.assertNotIn("<a href='https://evil", self.asked(self.lead).note)
        self.assertIn("&lt;a href", self.asked(self.lead).note)

    def test_many_questions_cost_as_many_queries_as_few_except_for_activities(self):
        counts = {}
        for size in (4, 24):
            sequence = self.make_sequence("email", "email", name=str(size))
            enrollments = self.enroll(sequence, self.make_leads(size, f"Q{size}x"))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            Enrollment = self.env["sales.sequence.enrollment"]
            Enrollment.search([("id", "in", enrollments.ids)]).filtered("is_unsure")
            Enrollment.search([("id", "in", enrollments.ids)])._resume()
            counts[size] = self.env.cr.sql_log_count - before
        self.assertEqual(counts[4], counts[24])
