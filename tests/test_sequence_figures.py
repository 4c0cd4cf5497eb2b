# License LGPL-3.0 or later: see LICENSE.
"""The figures of a sequence and of its steps, in kanban, list and form: models/measure/sequence_figures.py."""

from ast import literal_eval
from datetime import timedelta

from freezegun import freeze_time
from lxml import etree

from odoo.fields import Domain

from odoo.addons.mail.tests.common import mail_new_test_user

from .common import BRUSSELS, MONDAY, SequenceCommon

CLOSED = MONDAY + timedelta(days=15)


class TestSequenceFigures(SequenceCommon):
    def figures(self, record, *names, user=None, at=CLOSED):
        """Some figures, as a user reads them at a moment."""
        self.env.flush_all()
        with freeze_time(at):
            record = record.with_user(user or self.manager)
            record.invalidate_recordset()
            (values,) = record.read(names)
        return tuple(values[name] for name in names)

    def opened(self, record, verb, user=None, at=CLOSED):
        with freeze_time(at):
            action = getattr(record.with_user(user or self.manager), verb)()
        Model = self.env[action["res_model"]].with_user(user or self.manager)
        view = etree.fromstring(Model.get_view(view_type="search")["arch"])
        names = [name.removeprefix("search_default_") for name in action.get("context") or {}]
        filters = [view.find(f".//filter[@name='{name}']").get("domain") for name in names]
        return Model.search(Domain.AND([action["domain"], *map(literal_eval, filters)]))

    def mailed(self, sequence, leads, at=MONDAY):
        """Enrollments whose first email has left."""
        enrollments = self.enroll(sequence, leads, at=at)
        self.run_at(at)
        self.send_mails(at)
        return enrollments

    def answered(self, *enrollments, at=MONDAY + timedelta(hours=5)):
        for enrollment in enrollments:
            touch = enrollment.touch_ids.filtered(lambda one: one.state == "sent").sorted("id")[-1:]
            self.answer(touch, email_from=enrollment.email_normalized, at=at)

    # ------------------------------------------------------------------

    def test_the_rate_is_of_people_who_had_time_to_answer(self):
        """Enrolled but never mailed, mailed lately, answered by a machine: the old rate divided by all of them."""
        sequence = self.make_sequence("email", {"channel": "email", "delay": 90})
        closed = self.mailed(sequence, self.make_leads(20))
        self.answered(*closed[:3])
        self.answer(
            closed[3].touch_ids,
            email_from=closed[3].email_normalized,
            at=MONDAY + timedelta(hours=1),
            subject="Automatic reply: away",
            headers="Auto-Submitted: auto-replied\n",
        )
        late = MONDAY + timedelta(days=10)
        fresh = self.mailed(sequence, self.make_leads(5, "Fresh"), at=late)
        self.answered(fresh[0], at=late + timedelta(hours=1))
        later = (CLOSED + timedelta(days=9)).date()
        unmailed = self.enroll(sequence, self.make_leads(4, "Later"), at=late, start_on=later)
        names = ("closed_count", "open_count", "replied_count", "reply_rate", "rate_text", "figures_text")
        self.assertEqual(self.figures(sequence, *names), (20, 5, 3, 0.15, "15.0%", "15.0% of 20"))
        at = MONDAY + timedelta(days=13)
        self.assertEqual(self.figures(sequence, *names, at=at), (0, 25, 0, 0.0, False, False))
        self.assertEqual(self.opened(sequence, "action_view_replies"), closed[2] + closed[1] + closed[0])
        self.assertEqual(self.opened(sequence, "action_view_closed"), closed.sorted("id", reverse=True))
        self.assertEqual(self.opened(sequence, "action_view_open"), fresh.sorted("id", reverse=True))
        active = (closed + fresh + unmailed).filtered(lambda one: one.state in ("running", "paused"))
        self.assertEqual(self.figures(sequence, "active_count"), (len(active),))
        self.assertEqual(self.opened(sequence, "action_view_enrollments"), active.sorted("id", reverse=True))
        self.assertLess(len(active), 29)

    def test_of_fewer_than_twenty_people_only_counts_are_shown(self):
        sequence = self.make_sequence("email")
        enrollments = self.mailed(sequence, self.make_leads(19))
        self.answered(enrollments[0])
        names = ("rate_text", "figures_text", "reply_rate")
        self.assertEqual(self.figures(sequence, *names), (False, "1 of 19", 1 / 19))
        self.mailed(sequence, self.make_lead("One"), at=MONDAY + timedelta(minutes=5))
        self.assertEqual(self.figures(sequence, *names), ("5.0%", "5.0% of 20", 0.05))
        self.assertEqual(self.figures(self.make_sequence("email", name="New"), *names), (False, False, 0.0))

    def test_steps_show_what_each_has_earned(self):
        sequence = self.make_sequence("email", {"channel": "email", "delay": 2})
        first, second = sequence.step_ids
        enrollments = self.mailed(sequence, self.make_leads(4))
        self.answered(enrollments[0])
        wednesday = MONDAY + timedelta(days=2)
        self.run_at(wednesday)
        self.send_mails(wednesday)
        self.answered(enrollments[1], at=wednesday + timedelta(hours=2))
        at = CLOSED + timedelta(days=5)
        names = ("closed_count", "replied_count", "figures_text")
        self.assertEqual(self.figures(first, *names, at=at), (4, 1, "1 of 4"))
        self.assertEqual(self.figures(second, *names, at=at), (3, 1, "1 of 3"))
        self.assertEqual(self.opened(first, "action_view_replies", at=at), enrollments[0])
        self.assertEqual(self.opened(second, "action_view_replies", at=at), enrollments[1])
        self.assertEqual(self.opened(second, "action_view_closed", at=at), (enrollments - enrollments[0])[::-1])
        # The clock of a step starts with its own email.
        at = MONDAY + timedelta(days=15)
        self.assertEqual(self.figures(first, "closed_count", at=at), (4,))
        self.assertEqual(self.figures(second, "closed_count", at=at), (0,))

    def test_the_line_has_the_weeks_that_have_closed(self):
        sequence = self.make_sequence("email")
        early = self.mailed(sequence, self.make_leads(20))
        self.answered(*early[:5])
        self.mailed(sequence, self.make_leads(3, "Week2"), at=MONDAY + timedelta(days=7))
        at = MONDAY + timedelta(days=14 + 7, hours=1)
        (weeks,) = self.figures(sequence, "weekly_figures", at=at)
        self.assertEqual(len(weeks), 12)
        self.assertEqual(weeks[-2], {"people": 20, "answered": 5, "rate": 0.25})
        self.assertEqual(weeks[-1], {"people": 3, "answered": 0, "rate": False})
        self.assertFalse(any(week["people"] for week in weeks[:-2]))
        (weeks,) = self.figures(sequence, "weekly_figures", at=at + timedelta(days=7 * 10))
        self.assertEqual([week["people"] for week in weeks], [20, 3, *[0] * 10])
        (weeks,) = self.figures(sequence, "weekly_figures", at=at + timedelta(days=7 * 12))
        self.assertFalse(any(week["people"] for week in weeks), "too long ago for the line")

    def test_whoever_was_only_called_yet_is_in_no_week(self):
        sequence = self.make_sequence("call", {"channel": "email", "delay": 2})
        enrollment = self.enroll(sequence, self.make_lead("Ada"))
        self.run_at(MONDAY)
        with freeze_time(MONDAY):
            enrollment.touch_ids.activity_id.with_user(self.rep).action_feedback()
        self.assertEqual(enrollment.touch_ids.filtered("done_at").mapped("channel"), ["call"])
        with freeze_time(CLOSED):
            self.assertEqual(sequence.with_user(self.manager)._count_people(), ({}, {}))

    def test_everybody_sees_the_figures_of_what_they_may_open(self):
        colleague = mail_new_test_user(
            self.env, login="colleague", groups="sales_sequence.group_sales_sequence_user", tz=BRUSSELS
        )
        sequence = self.make_sequence("email", {"channel": "email", "delay": 90})
        own = self.mailed(sequence, self.make_leads(3))
        theirs = self.mailed(
            sequence, self.make_leads(2, "Theirs", user_id=colleague.id), at=MONDAY + timedelta(minutes=5)
        )
        self.answered(theirs[0])
        names = ("active_count", "closed_count", "replied_count")
        for user, expected in ((self.rep, (3, 3, 0)), (colleague, (1, 2, 1)), (self.manager, (4, 5, 1))):
            self.assertEqual(self.figures(sequence, *names, user=user), expected, user.login)
            for verb, count in zip(("enrollments", "closed", "replies"), expected, strict=True):
                self.assertEqual(len(self.opened(sequence, f"action_view_{verb}", user=user)), count, verb)
        self.assertEqual(self.figures(sequence, "live_enrollment_count", user=colleague), (4,), "an edit reaches all")
        self.assertEqual(self.figures(sequence.step_ids[0], "closed_count", user=self.rep), (3,))
        self.assertEqual(self.opened(sequence, "action_view_closed", user=self.rep), own.sorted("id", reverse=True))

    def test_many_sequences_take_no_more_queries_than_one(self):
        sequences = self.env["sales.sequence"]
        for number in range(6):
            sequence = self.make_sequence("email", "call", name=f"Sequence {number}")
            sequences |= sequence
            self.mailed(sequence, self.make_leads(2, f"N{number}x"), at=MONDAY + timedelta(minutes=number))
        names = ["active_count", "figures_text", "open_count", "weekly_figures", "replied_count"]

        def count_queries(records):
            self.env.flush_all()
            self.env.invalidate_all()
            records = records.with_user(self.manager)
            before = self.cr.sql_log_count
            records.read(names)
            records.step_ids.mapped("figures_text")
            return self.cr.sql_log_count - before

        count_queries(sequences)
        self.assertEqual(count_queries(sequences), count_queries(sequences[0]))
