"""A sequence compared with the old way: who is held back, and what becomes of them."""

import itertools
from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError

from odoo.addons.sales_sequence.tools.experiment import draw

from .common import MONDAY, SequenceCommon

OVER = MONDAY + timedelta(days=60)


class ComparisonCommon(SequenceCommon):
    """A sequence that is compared with the old way."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sequence = cls.make_sequence("email", "call", name="Cadence")
        cls.comparison = cls.start(cls.sequence)

    @classmethod
    def start(cls, sequence, at=MONDAY, **options):
        with freeze_time(at):
            return sequence.start_comparison(**{"share": 0.5, "days": 60, **options})

    def draw(self, count=12, at=MONDAY, sequence=None, name="Person", **options):
        """Enroll so many leads. :return: ``(those in the sequence, those held back)``"""
        enrollments = self.enroll(sequence or self.sequence, self.make_leads(count, name), at=at, **options)
        by_arm = enrollments.grouped("arm")
        return by_arm["sequence"], by_arm["control"]

    def make_people_of(self, arm, count, name="Person"):
        """Leads that the draw puts into this arm."""
        weights = self.comparison._weights()

        def drawn(name):
            return draw(f"c{self.comparison.id}:a{name.lower()}@customer.example.org", weights)

        names = (f"{name}{number}" for number in itertools.count())
        found = itertools.islice((name for name in names if drawn(name) == arm), count)
        return self.env["crm.lead"].union(*(self.make_lead(name) for name in found))

    def hold_back(self, count=1, at=MONDAY, name="Held", **options):
        """Enroll so many people whom the draw holds back. :return: their enrollments"""
        enrollments = self.enroll(self.sequence, self.make_people_of("control", count, name), at=at, **options)
        self.assertEqual(set(enrollments.mapped("arm")), {"control"})
        return enrollments

    def todos(self, enrollments):
        return self.env["mail.activity"].search(
            [("res_model", "=", "crm.lead"), ("res_id", "in", enrollments.lead_id.ids)]
        )


class TestStart(ComparisonCommon):
    def test_a_comparison_keeps_what_was_fixed_at_its_start(self):
        values = self.comparison.read(["share", "days", "metric", "started_at", "ended_at", "user_id"])[0]
        self.assertEqual((values["share"], values["days"], values["metric"]), (0.5, 60, "meeting"))
        self.assertEqual((values["started_at"], values["ended_at"]), (MONDAY, False))
        self.assertEqual(self.sequence.comparison_id, self.comparison)

    def test_it_cannot_be_started_with_what_makes_no_sense(self):
        sequence = self.make_sequence("email")
        wrong = [{"share": share} for share in (0, 0.04, 0.51, 1, -0.2, "0.2", None, True, float("nan"))]
        wrong += [{"days": days} for days in (13, 366, 0, 30.5, "60", True)]
        wrong += [{"metric": metric} for metric in ("reply", "", 3, None, "goal")]
        for options in wrong:
            with self.subTest(options), self.assertRaises(UserError):
                sequence.start_comparison(**options)
        self.assertFalse(sequence.comparison_ids)

    def test_it_cannot_be_started_twice(self):
        with self.assertRaisesRegex(UserError, "already compared"):
            self.sequence.start_comparison()
        self.comparison.action_end()
        self.assertTrue(self.sequence.start_comparison())

    def test_a_closed_sequence_has_nobody_to_compare(self):
        self.sequence.action_close()
        self.assertTrue(self.comparison.ended_at)
        with self.assertRaisesRegex(UserError, "takes no new people"):
            self.sequence.start_comparison()

    def test_a_draft_can_be_compared_from_its_first_day(self):
        sequence = self.make_sequence("email", publish=False)
        sequence.start_comparison()
        sequence.action_publish()
        self.assertTrue(sequence.comparison_id)

    def test_the_goal_decides_only_where_there_is_one(self):
        sequence = self.make_sequence("email", goal_domain="[('probability', '>', 90)]")
        self.assertEqual(sequence.start_comparison(metric="goal").metric, "goal")

    def test_a_goal_that_decides_stays_as_it_is_until_everybody_has_been_counted(self):
        sequence = self.make_sequence("email", goal_domain="[('probability', '>', 90)]")
        comparison = self.start(sequence, metric="goal")
        with freeze_time(MONDAY):
            for domain in ("[('probability', '>', 10)]", False):
                with self.assertRaisesRegex(UserError, "decides its comparison"):
                    sequence.goal_domain = domain
            sequence.write({"goal_domain": "[('probability', '>', 90)]", "goal": "Nearly there"})
            comparison.action_end()
            with self.assertRaisesRegex(UserError, "decides its comparison"):
                sequence.goal_domain = False
        with freeze_time(OVER):
            sequence.goal_domain = False
        self.sequence.goal_domain = "[('probability', '>', 10)]"

    def test_a_stage_to_which_the_sequence_moves_people_itself_decides_nothing(self):
        stage = self.env["crm.stage"].search([], limit=1)
        sequence = self.make_sequence("email", goal_domain=f"[('stage_id', '=', {stage.id})]", answer_stage_id=stage.id)
        with self.assertRaisesRegex(UserError, "would not be fair"):
            sequence.start_comparison(metric="goal")
        sequence.answer_stage_id = False
        comparison = self.start(sequence, metric="goal")
        with freeze_time(MONDAY):
            comparison.action_end()
            with self.assertRaisesRegex(UserError, "would not be fair"):
                sequence.answer_stage_id = stage
        with freeze_time(OVER):
            sequence.answer_stage_id = stage

    def test_the_days_are_those_of_the_settings(self):
        sequence = self.make_sequence("email")
        for text, days in (("90", 90), ("5", 14), ("9999", 365), ("nonsense", 60)):
            self.env["ir.config_parameter"].set_param("sales_sequence.control_days", text)
            comparison = sequence.start_comparison()
            self.assertEqual(comparison.days, days)
            comparison.action_end()

    def test_only_whoever_may_change_the_sequence_starts_and_ends_it(self):
        sequence = self.make_sequence("email")
        with self.assertRaises(AccessError):
            sequence.with_user(self.rep).start_comparison()
        comparison = sequence.with_user(self.manager).start_comparison()
        self.assertEqual(comparison.user_id, self.manager)
        with self.assertRaises(AccessError):
            comparison.with_user(self.rep).action_end()
        with self.assertRaises(AccessError):
            comparison.with_user(self.manager).write({"share": 0.1})
        comparison.with_user(self.manager).action_end()
        self.assertTrue(comparison.ended_at)

    def test_a_copy_is_not_compared_and_a_new_version_ends_the_comparison(self):
        self.assertFalse(self.sequence.copy().comparison_ids)
        _treated, control = self.draw()
        version = self.env["sales.sequence"].browse(self.sequence.action_new_version()["res_id"])
        self.assertFalse(version.comparison_ids)
        self.assertFalse(self.comparison.ended_at)
        version.action_publish()
        self.assertTrue(self.comparison.ended_at)
        self.assertEqual(set(control.mapped("state")), {"running"})
        self.assertFalse(any(self.enroll(version, self.make_leads(6, "New")).mapped("arm")))


class TestDraw(ComparisonCommon):
    def test_people_enrolled_before_the_start_have_no_arm(self):
        sequence = self.make_sequence("email")
        before = self.enroll(sequence, self.make_lead("Early"))
        self.start(sequence)
        self.assertFalse(before.arm)
        self.assertFalse(before.comparison_id)

    def test_the_draw_is_kept_with_its_weights(self):
        treated, control = self.draw(20)
        rows = self.env["sales.sequence.assignment"].search([("comparison_id", "=", self.comparison.id)])
        self.assertEqual(len(rows), 20)
        self.assertEqual(rows.mapped("weights"), [{"sequence": 0.5, "control": 0.5}] * 20)
        drawn = dict(rows.mapped(lambda row: (row.unit, row.arm)))
        for enrollment in treated + control:
            unit = self.env["sales.sequence.assignment"]._unit(enrollment)
            self.assertEqual((enrollment.arm, enrollment.comparison_id), (drawn[unit], self.comparison))

    def test_nobody_of_one_company_is_in_two_arms(self):
        people = self.make_companies(12, 3)
        half, rest = people[::2], people[1::2]
        self.enroll(self.sequence, half)
        self.enroll(self.sequence, rest, at=MONDAY + timedelta(days=20))
        arms = people.enrollment_ids.grouped("commercial_partner_id")
        self.assertEqual(len(arms), 12)
        for company, of_company in arms.items():
            self.assertEqual(len(set(of_company.mapped("arm"))), 1, company.name)
        self.assertEqual(set(people.enrollment_ids.mapped("arm")), {"sequence", "control"})

    def test_whoever_comes_when_a_company_has_been_counted_is_in_no_arm(self):
        people = self.make_companies(1, 2)
        self.enroll(self.sequence, people[0])
        later = self.enroll(self.sequence, people[1], at=OVER)
        self.assertFalse(later.arm)
        self.assertEqual(later.next_step_id, self.sequence.step_ids[0])

    def test_whoever_was_in_the_sequence_before_is_in_no_arm(self):
        sequence = self.make_sequence("email", reenroll_policy="after", reenroll_days=0)
        leads = self.make_leads(12, "Before")
        before = self.enroll(sequence, leads, at=MONDAY - timedelta(days=7))
        with freeze_time(MONDAY - timedelta(days=5)):
            before.stop()
        self.start(sequence)
        again = self.enroll(sequence, leads)
        self.assertEqual(len(again), 12)
        self.assertFalse(any(again.mapped("arm")))
        self.assertTrue(all(self.enroll(sequence, self.make_leads(3, "New")).mapped("arm")))

    def test_a_share_is_held_back(self):
        sequence = self.make_sequence("email")
        self.start(sequence, share=0.2)
        _treated, control = self.draw(300, sequence=sequence)
        self.assertTrue(35 < len(control) < 85, len(control))

    def test_nobody_is_drawn_for_once_it_has_ended(self):
        self.comparison.action_end()
        self.assertFalse(any(self.enroll(self.sequence, self.make_leads(6)).mapped("arm")))

    def test_two_queries_however_many_are_drawn_for(self):
        def count(sequence, leads):
            self.env.flush_all()
            self.env.invalidate_all()
            with freeze_time(MONDAY):
                before = self.env.cr.sql_log_count
                sequence.enroll(leads.ids)
                self.env.flush_all()
                return self.env.cr.sql_log_count - before

        plain = self.make_sequence("email")
        count(plain, self.make_leads(10, "Warm"))
        without = count(plain, self.make_leads(40, "Plain"))
        few = count(self.sequence, self.make_leads(40, "Few"))
        many = count(self.sequence, self.make_leads(160, "Many"))
        self.assertLess(few - without, 40)
        self.assertLess(many - few, 6, f"{without}, {few}, {many}")


class TestLife(ComparisonCommon):
    def test_whoever_is_held_back_gets_one_todo_and_nothing_else(self):
        treated, control = self.draw()
        self.run_days(MONDAY, 3, step=timedelta(hours=6), send=True)
        self.assertEqual(len(treated.touch_ids.step_id), 2)
        self.assertFalse(control.touch_ids)
        self.assertFalse(control.signal_ids)
        self.assertFalse(control.lead_id.message_ids.filtered(lambda one: one.message_type == "email_outgoing"))
        self.assertEqual(set(control.mapped("state")), {"running"})
        self.assertEqual(set(control.mapped("next_run_at")), {OVER})
        todos = self.todos(control)
        self.assertEqual(len(todos), len(control))
        self.assertEqual(todos, control.control_activity_id)
        for todo in todos:
            self.assertEqual(todo.summary, "Follow up in your own way")
            self.assertEqual((todo.user_id, todo.date_deadline), (self.rep, MONDAY.date()))
            self.assertIn("03/13/2026", todo.note)
            self.assertFalse(todo.is_sequence_activity)

    def test_it_is_over_after_its_days_and_nothing_follows(self):
        following = self.make_sequence("email", name="Next")
        self.sequence.next_sequence_id = following
        _treated, control = self.draw()
        self.run_at(OVER - timedelta(minutes=5))
        self.assertEqual(set(control.mapped("state")), {"running"})
        self.run_at(OVER)
        self.assertEqual(set(control.mapped("state")), {"finished"})
        self.assertEqual(set(control.mapped("exit_reason")), {"control"})
        self.assertFalse(control.lead_id.enrollment_ids - control)
        self.assertEqual(len(self.todos(control)), len(control))

    def test_whoever_was_held_back_may_enter_when_it_is_over(self):
        _treated, control = self.draw()
        lead = control[0].lead_id
        with freeze_time(OVER - timedelta(days=1)):
            refused = self.sequence.enroll(lead.ids)["refused"]
        self.assertEqual(refused[0]["code"], "already_live")
        self.run_at(OVER)
        again = self.enroll(self.sequence, lead, at=OVER)
        self.assertFalse(again.arm)
        self.assertEqual(again.next_step_id, self.sequence.step_ids[0])

    def test_a_todo_that_is_done_or_deleted_changes_nothing(self):
        _treated, control = self.draw()
        done, deleted = control[:2]
        done.control_activity_id.action_done()
        deleted.control_activity_id.unlink()
        self.run_at(MONDAY + timedelta(days=1))
        self.assertEqual((done.state, deleted.state), ("running", "running"))
        self.run_at(OVER)
        self.assertEqual((done.exit_reason, deleted.exit_reason), ("control", "control"))
