"""An answer came when it was written, not when Odoo fetched it."""

from datetime import timedelta

from .common import MONDAY, REPLY, SequenceCommon

HOUR = timedelta(hours=1)


class TestTimeOfAnswers(SequenceCommon):
    def setUp(self):
        super().setUp()
        self.enrollment = self.enroll(self.make_sequence("email", "email", auto_reply_hold_days=2), self.make_lead())
        self.run_at(MONDAY)
        self.send_mails(MONDAY)

    def fetch(self, date, after=5 * HOUR, headers="", body="Yes, tell me more."):
        """Fetch a mail with this date. :return: the time of its signal"""
        reference = self.enrollment.touch_ids.mail_message_id.message_id
        source = REPLY.format(
            email_from=self.enrollment.email_normalized,
            to=f"catchall.test@{self.alias_domain}",
            subject="Re: A question",
            message_id=f"{self.enrollment.id}-{len(self.enrollment.signal_ids)}@customer.example.org",
            date=date,
            references=f"References: {reference}\nIn-Reply-To: {reference}\n",
            headers=headers,
            body=body,
        )
        if not date:
            source = source.replace("Date: \n", "")
        before = self.enrollment.signal_ids
        self.deliver(source, MONDAY + after)
        return (self.enrollment.signal_ids - before).occurred_at

    def test_the_time_is_that_of_the_mail_in_whatever_zone(self):
        for date, hours in (
            ("Mon, 12 Jan 2026 11:19:00 +0100", 10 + 19 / 60),
            ("Mon, 12 Jan 2026 19:19:00 +0900 (JST)", 10 + 19 / 60),
            ("Mon, 12 Jan 2026 05:19:00 EST", 10 + 19 / 60),
            ("Mon, 12 Jan 2026 10:19:00 -0000", 10 + 19 / 60),
        ):
            with self.subTest(date):
                self.assertEqual(self.fetch(date), MONDAY + (hours - 9) * HOUR)
        self.assertEqual(self.enrollment.replied_at, MONDAY + timedelta(minutes=79))
        self.assertEqual(self.enrollment.touch_ids.replied_at, self.enrollment.replied_at)

    def test_an_impossible_date_counts_as_now(self):
        for date in ("", "tomorrow", "Mon, 12 Jan 2026 25:00:00 +0100", "Mon, 12 Jan 2027 10:00:00 +0000", "x" * 900):
            with self.subTest(date[:40]):
                self.assertEqual(self.fetch(date), MONDAY + 5 * HOUR)

    def test_nobody_answers_before_our_email_left(self):
        self.assertEqual(self.fetch("Mon, 12 Jan 2026 08:57:00 +0000"), MONDAY, "a clock that is slow")
        self.assertEqual(self.fetch("Thu, 08 Jan 2026 10:00:00 +0000"), MONDAY)

    def test_an_answer_from_a_clock_that_is_fast_has_the_time_that_the_chatter_shows(self):
        for seconds in (1, 7, 599):
            moment = MONDAY + 5 * HOUR + timedelta(seconds=seconds)
            self.assertEqual(self.fetch(moment.strftime("%a, %d %b %Y %H:%M:%S +0000")), moment)
        first = MONDAY + 5 * HOUR + timedelta(seconds=1)
        self.assertEqual(self.enrollment.replied_at, first)
        self.assertEqual(self.enrollment.signal_ids[-1:].mail_message_id.date, first)

    def test_the_end_comes_after_the_answer_that_caused_it(self):
        moment = MONDAY + 5 * HOUR + timedelta(seconds=45)
        self.fetch(moment.strftime("%a, %d %b %Y %H:%M:%S +0000"))
        rows = self.enrollment._past_rows()
        self.assertEqual([row["title"] for row in rows[-2:]], ["Answer", "Stopped"])

    def test_a_date_that_is_far_off_counts_as_now(self):
        for date in (
            "Mon, 01 Jan 2001 10:00:00 +0000",
            "Thu, 01 Jan 1970 00:00:00 +0000",
            "Fri, 12 Dec 2025 08:59:59 +0000",
            "Mon, 12 Jan 2026 14:10:01 +0000",
            "Fri, 31 Dec 9999 23:59:59 -1200",
            "Mon, 01 Jan 0001 00:00:00 +1400",
        ):
            with self.subTest(date):
                self.assertEqual(self.fetch(date), MONDAY + 5 * HOUR)

    def test_nobody_answers_before_being_enrolled(self):
        lead = self.make_lead("Bob")
        self.enrollment = self.enroll(self.make_sequence("email"), lead)
        source = REPLY.format(
            email_from="bob@customer.example.org",
            to=f"info@{self.alias_domain}",
            subject="Hello",
            message_id="late@customer.example.org",
            date="Thu, 08 Jan 2026 09:00:00 +0000",
            references="",
            headers="",
            body="I wrote this last week.",
        )
        self.deliver(source, MONDAY + HOUR)
        self.assertEqual(self.enrollment.replied_at, MONDAY)

    def test_an_absence_holds_from_when_it_was_written(self):
        self.fetch("Mon, 12 Jan 2026 11:19:00 +0100", headers="Auto-Submitted: auto-replied\n", body="I am away.")
        at_once = self.enrollment.resume_at
        self.assertTrue(at_once)
        other = self.make_lead("Bob", email_from="bob@customer.example.org")
        self.enrollment = self.enroll(self.enrollment.sequence_id, other)
        self.run_at(MONDAY)
        self.send_mails(MONDAY)
        self.fetch(
            "Mon, 12 Jan 2026 11:19:00 +0100",
            after=timedelta(days=1),
            headers="Auto-Submitted: auto-replied\n",
            body="I am away.",
        )
        self.assertEqual(self.enrollment.resume_at, at_once)

    def test_a_correction_finds_the_colleagues_of_an_answer_that_was_fetched_late(self):
        company = self.env["res.partner"].create({"name": "ACME", "is_company": True})
        leads = self.env["crm.lead"]
        for name in ("Fay", "Gus"):
            email = f"{name.lower()}@acme.example.org"
            person = self.env["res.partner"].create({"name": name, "email": email, "parent_id": company.id})
            leads |= self.make_lead(name, partner_id=person.id, email_from=email)
        self.enrollment, colleague = self.enroll(self.make_sequence("email", "email", account_policy="stop"), leads)
        self.run_at(MONDAY)
        self.send_mails(MONDAY)
        self.fetch("Mon, 12 Jan 2026 11:19:00 +0100")
        self.assertEqual(colleague.exit_reason, "account")
        self.assertEqual(colleague.signal_ids.occurred_at, MONDAY + timedelta(minutes=79))
        self.enrollment.signal_ids.action_is_auto_reply()
        self.assertEqual(colleague.state, "running")
