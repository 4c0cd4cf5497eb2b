"""“Answer or automatic reply?”: nobody is written to who may have answered, until somebody says whether they have."""

from datetime import datetime, timedelta

from freezegun import freeze_time

from .common import MONDAY, SequenceCommon

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


class UnsureCommon(SequenceCommon):
    """People of whom it is not sure whether they have answered."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sequence = cls.make_sequence("email", {"channel": "email", "delay": 2}, "email")
        cls.lead = cls.make_lead()

    def start(self, lead=None, sequence=None):
        """Enrolled, with the first email sent."""
        enrollment = self.enroll(sequence or self.sequence, lead or self.lead)
        self.run_at(MONDAY)
        self.send_mails(MONDAY)
        return enrollment

    def notice(self, enrollment, at=MONDAY + HOUR, kind="unsure", **values):
        """What comes in through the gateway, without the mail."""
        with freeze_time(at):
            return self.env["sales.sequence.inbox"]._notice(
                [{"enrollment_id": enrollment.id, "kind": kind, "detail": "From Ada", **values}]
            )

    def say(self, records, verdict, at, user=None):
        """Somebody clicks: ``person`` or ``machine``."""
        records = records.with_user(user or self.rep)
        with freeze_time(at):
            (records.action_is_reply if verdict == "person" else records.action_is_auto_reply)()
        self.env.invalidate_all()

    def asked(self, lead):
        return lead.activity_ids.filtered(lambda activity: activity.summary == "Answer or automatic reply?")

    def assert_waits(self, enrollment):
        self.assertEqual((enrollment.state, enrollment.pause_kind, enrollment.resume_at), ("paused", "unsure", False))


class TestUnsure(UnsureCommon):
    def setUp(self):
        super().setUp()
        self.enrollment = self.start()

    def test_it_pauses_for_ever_asks_once_and_counts_as_nothing(self):
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

    def test_a_person_does_all_that_a_reply_does_at_the_time_of_the_mail(self):
        (signal,) = self.notice(self.enrollment)
        self.say(self.enrollment, "person", MONDAY + 3 * DAY)
        self.assertEqual((self.enrollment.state, self.enrollment.exit_reason), ("stopped", "replied"))
        self.assertEqual((signal.kind, signal.effect, signal.occurred_at), ("reply", "stopped", MONDAY + HOUR))
        self.assertEqual(self.enrollment.replied_at, MONDAY + HOUR)
        self.assertEqual(self.enrollment.touch_ids.replied_at, MONDAY + HOUR)
        self.assertFalse(self.asked(self.lead))

    def test_a_machine_holds_from_the_date_of_the_mail(self):
        self.notice(self.enrollment)
        self.say(self.enrollment, "machine", MONDAY + 3 * DAY)
        self.assertEqual((self.enrollment.state, self.enrollment.pause_kind), ("paused", "auto_reply"))
        self.assertEqual(self.enrollment.resume_at, MONDAY + 7 * DAY + HOUR, "Five business days after the mail")
        self.assertFalse(self.asked(self.lead))

    def test_a_machine_with_a_return_date_holds_until_the_day_after(self):
        self.notice(self.enrollment, resume_on="2026-01-23")
        self.say(self.enrollment, "machine", MONDAY + 3 * DAY)
        self.assertEqual(self.enrollment.resume_at, datetime(2026, 1, 26, 8, 0))

    def test_a_machine_that_is_over_lets_it_go_on_at_once(self):
        self.notice(self.enrollment)
        later = MONDAY + 14 * DAY
        self.say(self.enrollment, "machine", later)
        self.assertEqual(self.enrollment.state, "running")
        self.assertEqual(self.enrollment.next_run_at, later + 2 * DAY - HOUR, "What was left of the delay")
        self.assertEqual(self.enrollment.signal_ids.mapped("kind"), ["auto_reply"])
