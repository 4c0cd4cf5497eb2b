# License LGPL-3.0 or later: see LICENSE.
"""What is said about the results of a sequence: models/advice/results_advice.py."""

from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError

from .common import MONDAY, SequenceCommon

# The moment at which everything is looked at.
NOW = MONDAY + timedelta(weeks=30)
DAY = timedelta(days=1)
WEEK = timedelta(days=7)
# People whose first email left then have just closed.
CLOSED = 14 * DAY + timedelta(hours=1)


class ResultsAdviceCommon(SequenceCommon):
    """`mail` puts emails on record that have left long ago; `find` says what the rules find."""

    def mail(self, sequence, people, at=NOW - DAY, bounced=0, steps=1, leads=None):
        """Put on record that so many people have had the first emails of the sequence. :return: the touches

        :param leads: who they are; nobody knows by default, as if their leads had been deleted
        """
        self.named = getattr(self, "named", 0) + 1
        if leads:
            enrollments = self.enroll(sequence, leads, at=at)
        else:
            enrollments = self.env["sales.sequence.enrollment"].create(
                [
                    {
                        "sequence_id": sequence.id,
                        "target": "lead",
                        "user_id": self.rep.id,
                        "company_id": self.env.company.id,
                        "email_normalized": f"person{self.named}.{index}@customer.example.org",
                        "enrolled_at": at,
                    }
                    for index in range(people)
                ]
            )
        return self.env["sales.sequence.touch"].create(
            [
                enrollment._touch_values(
                    step, state="bounced" if number < bounced and not index else "sent", done_at=at
                )
                for index, step in enumerate(sequence.step_ids[:steps])
                for number, enrollment in enumerate(enrollments)
            ]
        )

    def complain(self, touches, at=NOW):
        for touch in touches:
            self.env["sales.sequence.signal"].create(
                {
                    "enrollment_id": touch.enrollment_id.id,
                    "touch_id": touch.id,
                    "kind": "complaint",
                    "occurred_at": at,
                    "settled_at": at,
                    "effect": "stopped",
                }
            )

    def find(self, sequences, at=NOW):
        """``{(sequence, code, step): Finding}``"""
        self.env.flush_all()
        self.env.invalidate_all()
        with freeze_time(at):
            found = self.env["sales.sequence.advice"]._find_in_results(sequences.sudo())
        Sequence, Step = self.env["sales.sequence"], self.env["sales.sequence.step"]
        return {
            (Sequence.browse(one.sequence_id), one.code, Step.browse(one.step_id or ())): one
            for one in found
        }

    def severities(self, sequence, at=NOW):
        """``{code: severity}``"""
        return {code: one.severity for (_sequence, code, _step), one in self.find(sequence, at).items()}

    def words(self, sequence, code, user=None, at=NOW):
        """What the screens show of a finding."""
        finding = next(one for one in self.find(sequence, at).values() if one.code == code)
        with freeze_time(at):
            advice = self.env["sales.sequence.advice"].with_user(user or self.manager)
            return advice._words_in_results()[code](finding)

    def opened(self, sequence, code, user=None, at=NOW):
        """The records behind it, as a user sees them."""
        words = self.words(sequence, code, user, at)
        with freeze_time(at):
            action = words["action"]()
            return self.env[action["res_model"]].with_user(user or self.manager).search(action["domain"]).sudo()


class TestBounces(ResultsAdviceCommon):
    def test_a_sequence_warns_over_five_percent_of_fifty_emails(self):
        sequence = self.make_sequence("email")
        touches = self.mail(sequence, 49, bounced=3)
        self.assertEqual(self.severities(sequence), {}, "49 emails")
        self.mail(sequence, 1)
        self.assertEqual(self.severities(sequence), {"bounces": "warning"}, "3 of 50")
        self.assertEqual(self.opened(sequence, "bounces"), touches[:3].sorted("id", reverse=True))
        words = self.words(sequence, "bounces")
        self.assertEqual(words["text"], "Too many emails bounce: 3 of 50, 6.0%.")
        self.assertIn("over 8%, the first steps pause", words["detail"])
        self.assertNotIn("verb", words)

    def test_exactly_five_percent_is_not_over_it(self):
        sequence = self.make_sequence("email")
        self.mail(sequence, 60, bounced=3)
        self.assertEqual(self.severities(sequence), {})

    def test_over_eight_percent_asks_for_a_pause(self):
        sequence = self.make_sequence("email")
        self.mail(sequence, 50, bounced=4)
        self.assertEqual(self.severities(sequence), {"bounces": "warning"}, "exactly 8 %")
        self.mail(sequence, 1, bounced=1)
        self.assertEqual(self.severities(sequence), {"bounces": "act"})
        self.assertIn("within the hour", self.words(sequence, "bounces")["detail"])

    def test_emails_of_more_than_thirty_days_ago_do_not_count(self):
        sequence = self.make_sequence("email")
        self.mail(sequence, 50, at=NOW - 31 * DAY, bounced=20)
        self.mail(sequence, 50, bounced=2)
        self.assertEqual(self.severities(sequence), {})
        self.assertEqual(self.severities(sequence, at=NOW - 5 * DAY), {"bounces": "act"})

    def test_follow_ups_that_arrived_count_as_emails(self):
        sequence = self.make_sequence("email", "email")
        self.mail(sequence, 30, bounced=3, steps=2)
        self.assertEqual(self.severities(sequence), {}, "3 of 60 emails, though 3 of 30 people")

    def test_calls_and_queued_emails_are_no_emails_that_left(self):
        sequence = self.make_sequence("email", "call")
        touches = self.mail(sequence, 50, bounced=4, steps=2)
        touches[49].state = "queued"
        self.assertEqual(self.severities(sequence), {})

    def test_each_sequence_counts_by_itself_and_drafts_not_at_all(self):
        good, bad, closed = (self.make_sequence("email", name=name) for name in ("Good", "Bad", "Closed"))
        draft = self.make_sequence("email", publish=False)
        self.mail(good, 60)
        self.mail(bad, 60, bounced=4)
        self.mail(closed, 60, bounced=4)
        closed.action_close()
        found = self.find(good | bad | closed | draft)
        self.assertEqual([(sequence.name, code) for sequence, code, _step in found], [("Bad", "bounces")])


class TestComplaints(ResultsAdviceCommon):
    def setUp(self):
        super().setUp()
        self.sequence = self.make_sequence(*["email"] * 10)
        self.touches = self.mail(self.sequence, 100, steps=10)

    def test_two_in_a_thousand_are_too_few_and_three_warn(self):
        self.complain(self.touches[:2])
        self.assertEqual(self.severities(self.sequence), {})
        self.complain(self.touches[2])
        self.assertEqual(self.severities(self.sequence), {"complaints": "warning"}, "3 of 1,000: not over 0.3 %")
        self.assertEqual(self.opened(self.sequence, "complaints"), self.touches[:3].sorted("id", reverse=True))
        words = self.words(self.sequence, "complaints")
        self.assertEqual(words["text"], "Too many emails are marked as spam: 3 of 1,000, 0.30%.")
        self.complain(self.touches[3])
        self.assertEqual(self.severities(self.sequence), {"complaints": "act"})

    def test_999_emails_say_nothing_yet(self):
        self.complain(self.touches[:10])
        self.touches[-1].state = "failed"
        self.assertEqual(self.severities(self.sequence), {})

    def test_a_second_complaint_about_one_email_counts_once(self):
        self.complain(self.touches[:2] + self.touches[:2])
        self.assertEqual(self.severities(self.sequence), {})

    def test_a_complaint_that_proves_nothing_does_not_count(self):
        self.complain(self.touches[:3])
        self.touches[0].enrollment_id.signal_ids.effect = "ignored"
        self.assertEqual(self.severities(self.sequence), {})

    def test_a_complaint_that_a_rep_enters_is_about_the_last_email(self):
        enrollments = self.mail(self.sequence, 3, leads=self.make_leads(3)).enrollment_id
        with freeze_time(NOW):
            enrollments.with_user(self.rep).stop("complaint")
        self.assertEqual(self.severities(self.sequence, at=NOW + DAY), {"complaints": "warning"})
        self.assertEqual(self.opened(self.sequence, "complaints", at=NOW + DAY).enrollment_id, enrollments)


class TestClosedPeople(ResultsAdviceCommon):
    def halves(self, sequence, before, now):
        """People who closed in the eight weeks before, and in the last eight, and how many of each answered."""
        for at, (answered, people) in ((NOW - CLOSED - 9 * WEEK, before), (NOW - CLOSED - WEEK, now)):
            for touch in self.mail(sequence, people, at=at)[:answered]:
                touch.replied_at = at + DAY

    def test_a_rate_that_has_clearly_fallen_is_said_with_its_numbers(self):
        sequence = self.make_sequence("email")
        self.halves(sequence, (25, 100), (2, 100))
        self.assertEqual(self.severities(sequence), {"rate_fell": "warning"})
        words = self.words(sequence, "rate_fell")
        self.assertEqual(words["text"], "Fewer people answer than before: 2.0%, after 25.0%.")
        self.assertEqual(
            words["detail"],
            "In the last 8 weeks 2 of 100 answered, in the 8 weeks before 25 of 100.",
        )
        opened = self.opened(sequence, "rate_fell")
        self.assertEqual(len(opened), 2)
        self.assertEqual(opened.touch_ids.mapped("replied_at"), [NOW - CLOSED - WEEK + DAY] * 2)

    def test_a_hundred_people_are_needed_in_each_half(self):
        sequence = self.make_sequence("email")
        self.halves(sequence, (25, 99), (2, 100))
        self.assertEqual(self.severities(sequence), {})
        other = self.make_sequence("email")
        self.halves(other, (25, 100), (2, 99))
        self.assertEqual(self.severities(other), {})

    def test_open_people_and_those_of_long_ago_are_in_neither_half(self):
        sequence = self.make_sequence("email")
        self.halves(sequence, (25, 100), (2, 99))
        self.mail(sequence, 5, at=NOW - 13 * DAY)
        self.mail(sequence, 5, at=NOW - CLOSED - 17 * WEEK)
        self.assertEqual(self.severities(sequence), {})

    def test_a_late_answer_does_not_count(self):
        sequence = self.make_sequence("email")
        self.halves(sequence, (25, 100), (2, 100))
        late = self.env["sales.sequence.touch"].search([("sequence_id", "=", sequence.id), ("replied_at", "!=", False)])
        for touch in late:
            touch.replied_at = touch.done_at + 15 * DAY
        self.assertEqual(self.severities(sequence), {})

    def opt_out(self, touches):
        self.env["sales.sequence.signal"].create(
            [
                {
                    "enrollment_id": touch.enrollment_id.id,
                    "kind": "opt_out",
                    "occurred_at": touch.done_at + DAY,
                    "settled_at": NOW,
                    "effect": "stopped",
                }
                for touch in touches
            ]
        )

    def test_opt_outs_over_two_percent_of_a_hundred_are_said(self):
        sequence = self.make_sequence("email")
        touches = self.mail(sequence, 99, at=NOW - CLOSED)
        self.opt_out(touches[:3])
        self.assertEqual(self.severities(sequence), {}, "99 people")
        self.mail(sequence, 1, at=NOW - CLOSED)
        self.assertEqual(self.severities(sequence), {"opt_outs": "warning"})
        self.assertEqual(self.words(sequence, "opt_outs")["text"], "Too many people opt out: 3 of 100, 3.0%.")
        self.assertEqual(self.opened(sequence, "opt_outs"), touches[:3].enrollment_id.sorted("id", reverse=True))

    def test_exactly_two_percent_is_not_over_it(self):
        sequence = self.make_sequence("email")
        self.opt_out(self.mail(sequence, 100, at=NOW - CLOSED)[:2])
        self.assertEqual(self.severities(sequence), {})


class TestStuck(ResultsAdviceCommon):
    def test_people_stuck_in_a_failed_step_are_counted_by_step_and_opened(self):
        sequence = self.make_sequence("email", "email")
        first, second = sequence.step_ids
        enrollments = self.enroll(sequence, self.make_leads(4))
        self.assertEqual(self.severities(sequence), {})
        enrollments[0]._pause("failure")
        self.assertEqual(self.words(sequence, "stuck")["text"], "1 person is stuck in a failed step.")
        enrollments[1]._pause("failure")
        enrollments[2].next_step_id = second
        enrollments[2]._pause("failure")
        enrollments[3]._pause("manual")
        found = self.find(sequence)
        self.assertEqual(
            {step: (one.severity, one.facts["count"]) for (_sequence, _code, step), one in found.items()},
            {first: ("act", 2), second: ("act", 1)},
        )
        words = self.words(sequence, "stuck")
        self.assertEqual(words["text"], "2 people are stuck in a failed step.")
        self.assertEqual(words["place"]["label"], "Show the 2 people")
        self.assertEqual(self.opened(sequence, "stuck"), enrollments[:2].sorted("id", reverse=True))

    def test_who_has_dismissed_one_stuck_person_is_told_of_the_next(self):
        sequence, Advice = self.make_sequence("email"), self.env["sales.sequence.advice"]
        first = sequence.step_ids
        enrollments = self.enroll(sequence, self.make_leads(3))

        def shown():
            self.env.flush_all()
            self.env.invalidate_all()
            lists = Advice.get_advice(sequence.id)
            return [[one["code"] for one in lists[name]].count("stuck") for name in ("items", "dismissed")]

        enrollments[0]._pause("failure")
        Advice.dismiss(sequence.id, "stuck", first.id, "We know him")
        Advice._refresh(sequence)
        self.assertEqual(shown(), [0, 1])
        enrollments[1]._pause("failure")
        self.assertEqual(shown(), [1, 0], "at once")
        Advice._refresh(sequence)
        self.assertEqual(shown(), [1, 0])
        Advice.dismiss(sequence.id, "stuck", first.id, "We know both")
        enrollments[0].stop()
        Advice._refresh(sequence)
        self.assertEqual(shown(), [0, 1], "fewer")

    def test_a_reader_opens_only_the_people_whom_they_may_see(self):
        sequence = self.make_sequence("email")
        theirs = self.enroll(sequence, self.make_lead("Bob", user_id=self.manager.id))
        own = self.enroll(sequence, self.make_lead())
        (theirs | own)._pause("failure")
        with self.assertRaises(AccessError):
            theirs.with_user(self.rep).check_access("read")
        self.assertEqual(self.opened(sequence, "stuck", user=self.rep), own)

    def test_a_closed_sequence_still_has_people_who_are_stuck(self):
        sequence = self.make_sequence("email")
        self.enroll(sequence, self.make_lead())._pause("failure")
        sequence.action_close()
        self.assertEqual(self.severities(sequence), {"stuck": "act"})


class TestUnreachedStep(ResultsAdviceCommon):
    """The second step comes a business day after the first: on day 2, and nobody should need more than 18 days."""

    def setUp(self):
        super().setUp()
        with freeze_time(NOW - 400 * DAY):
            self.sequence = self.make_sequence("email", "email", "email")
            self.env.flush_all()
        # `create_date` is the database's clock.
        self.set_age(self.sequence.step_ids, NOW - 400 * DAY)

    def set_age(self, steps, moment):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE sales_sequence_step SET create_date = %s WHERE id = ANY(%s)", [moment, steps.ids]
        )
        self.env.invalidate_all()

    def test_a_step_that_fifty_people_should_have_come_to_is_named_and_those_behind_it_are_not(self):
        self.mail(self.sequence, 49, at=NOW - 18 * DAY)
        self.assertEqual(self.severities(self.sequence), {}, "49 people")
        self.mail(self.sequence, 1, at=NOW - 17 * DAY)
        self.assertEqual(self.severities(self.sequence), {}, "the fiftieth has not had the time")
        self.mail(self.sequence, 1, at=NOW - 18 * DAY)
        ((sequence, code, step),) = self.find(self.sequence)
        self.assertEqual((sequence, code, step), (self.sequence, "unreached_step", self.sequence.step_ids[1]))
        words = self.words(self.sequence, "unreached_step")
        self.assertEqual(
            words["detail"], "It is planned for day 2, and 50 people entered more than 18 days ago."
        )
        self.assertEqual(words["place"]["step_id"], self.sequence.step_ids[1].id)

    def test_a_step_that_one_person_came_to_is_reached(self):
        touches = self.mail(self.sequence, 60, at=NOW - 18 * DAY)
        second = self.sequence.step_ids[1]
        self.env["sales.sequence.touch"].create(touches[0].enrollment_id._touch_values(second, state="skipped"))
        self.assertEqual(self.severities(self.sequence), {})

    def test_a_step_that_was_added_lately_is_left_in_peace(self):
        self.mail(self.sequence, 60, at=NOW - 18 * DAY)
        self.set_age(self.sequence.step_ids[1:], NOW - 10 * DAY)
        self.assertEqual(self.severities(self.sequence), {})

    def test_who_was_taken_out_had_no_time(self):
        self.mail(self.sequence, 47, at=NOW - 18 * DAY)
        taken_out, left = (self.mail(self.sequence, 2, at=NOW - 18 * DAY, leads=self.make_leads(2, n)) for n in "AB")
        with freeze_time(NOW - 17 * DAY):
            taken_out.enrollment_id.stop("manual")
            left.enrollment_id.stop("not_interested")
        self.assertEqual(self.severities(self.sequence), {})
        self.mail(self.sequence, 1, at=NOW - 18 * DAY)
        self.assertEqual(self.severities(self.sequence), {"unreached_step": "warning"}, "who left by themselves had it")

    def test_who_starts_later_had_no_time(self):
        enrollments = self.mail(self.sequence, 60, at=NOW - 18 * DAY).enrollment_id
        enrollments[:11].starts_on = NOW.date()
        self.assertEqual(self.severities(self.sequence), {})

    def test_a_call_that_is_waited_for_gives_the_step_behind_it_more_time(self):
        call = {"channel": "call", "max_wait_days": 10}
        sequence = self.make_sequence(call, "email")
        self.set_age(sequence.step_ids, NOW - 400 * DAY)
        self.mail(sequence, 60, at=NOW - 37 * DAY)
        self.assertEqual(self.severities(sequence), {})
        self.assertEqual(self.severities(sequence, at=NOW + 3 * DAY), {"unreached_step": "warning"})

    def test_steps_counted_from_a_date_may_be_far_away(self):
        with freeze_time(NOW):
            self.sequence.write({"date_source": "sequence", "date_at": NOW + 90 * DAY})
            self.sequence.step_ids[1].write({"delay_from": "before", "delay": 3, "delay_unit": "day"})
        self.mail(self.sequence, 60, at=NOW - 60 * DAY)
        self.assertEqual(self.severities(self.sequence), {})

    def test_while_nobody_may_begin_nobody_is_expected(self):
        self.mail(self.sequence, 60, at=NOW - 18 * DAY)
        with freeze_time(NOW - DAY):
            self.sequence.sudo()._pause_first_steps("bounces", {"count": 5, "sent": 50})
        self.assertEqual(self.severities(self.sequence), {"bounces": "act"})


class TestQueries(ResultsAdviceCommon):
    def test_queries_do_not_grow_with_sequences_or_people(self):
        counts = {}
        for size in (1, 6):
            sequences = self.env["sales.sequence"].union(
                *(self.make_sequence("email", "email", "call", name=f"{size}-{index}") for index in range(size))
            )
            for sequence in sequences:
                self.mail(sequence, 10 * size, bounced=3, at=NOW - CLOSED)
                self.enroll(sequence, self.make_leads(2, f"Stuck{sequence.id}x"))._pause("failure")
            for _time in range(2):
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                with freeze_time(NOW):
                    self.env["sales.sequence.advice"].sudo()._find_in_results(sequences.sudo())
                counts[size] = self.env.cr.sql_log_count - before
        self.assertEqual(counts[1], counts[6], counts)
        self.assertLessEqual(counts[6], 25)
