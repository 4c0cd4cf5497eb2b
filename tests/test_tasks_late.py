# License LGPL-3.0 or later: see LICENSE.
"""Which tasks were done late: `late_at` of a touch, and the setting of how long an answer counts."""

from datetime import date, datetime, timedelta
from importlib import util
from pathlib import Path

from freezegun import freeze_time
from hypothesis import given
from hypothesis import strategies as st

from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools.safe_eval import safe_eval

from odoo.addons.mail.tests.common import mail_new_test_user
from odoo.addons.sales_sequence.tools import schedule

from .common import MONDAY, SequenceCommon

WEEK = schedule.WorkingTime("Europe/Brussels", 9, 17, frozenset(range(5)))


class TestLateFrom:
    """The rule itself: `schedule.late_from`."""

    @given(st.dates(date(2024, 1, 1), date(2030, 1, 1)))
    def test_it_is_late_once_a_working_day_has_passed_it(self, day):
        late = schedule.wall_time(schedule.late_from(day, WEEK), WEEK.tz)
        assert (late.hour, late.minute) == (0, 0)
        assert schedule.is_working_day(late.date(), WEEK)
        between = [day + timedelta(days=number) for number in range((late.date() - day).days)]
        assert sum(schedule.is_working_day(one, WEEK) for one in between) == 1, "the due day, or the one it is done on"

    def test_a_holiday_and_a_weekend_do_not_make_it_late(self):
        leaves = ((datetime(2026, 1, 19), datetime(2026, 1, 20)),)
        working_time = schedule.WorkingTime("Europe/Brussels", 9, 17, frozenset(range(5)), leaves)
        assert schedule.late_from(date(2026, 1, 16), working_time) == datetime(2026, 1, 19, 23), "Tuesday in Brussels"
        assert schedule.late_from(date(2026, 1, 17), working_time) == datetime(2026, 1, 20, 23), "due on Tuesday"


class TestTasksLate(SequenceCommon):
    def task(self, at=MONDAY, **values):
        enrollment = self.enroll(self.make_sequence("call"), self.make_lead(**values), at=at - timedelta(minutes=1))
        self.run_at(at)
        return enrollment.touch_ids

    def done_late(self, touch, at):
        """Whether it counts as late once it has been done."""
        with freeze_time(at):
            touch.activity_id.action_feedback()
        self.assertEqual(touch.state, "done")
        return touch.done_at >= touch.late_at

    def test_on_the_due_day_it_is_in_time_and_a_business_day_later_it_is_late(self):
        self.assertFalse(self.done_late(self.task(), MONDAY + timedelta(hours=13)))
        self.assertTrue(self.done_late(self.task(name="Bo"), MONDAY + timedelta(hours=15)), "Tuesday, 1:00 in Brussels")

    def test_over_the_weekend_it_is_late_on_monday(self):
        friday = MONDAY + timedelta(days=4)
        self.assertFalse(self.done_late(self.task(friday), friday + timedelta(days=2)))
        self.assertTrue(self.done_late(self.task(friday, name="Bo"), friday + timedelta(days=3)))

    def test_days_are_those_of_whoever_does_it(self):
        far = mail_new_test_user(
            self.env, login="far", groups="sales_sequence.group_sales_sequence_user", tz="Pacific/Auckland"
        )
        # 22:00 on Monday in Auckland.
        touch = self.task(user_id=far.id)
        self.assertEqual(touch.activity_id.date_deadline, date(2026, 1, 12))
        self.assertTrue(self.done_late(touch, MONDAY + timedelta(hours=3)), "Tuesday, 1:00 in Auckland")
        handed_over = self.task(name="Bo", user_id=far.id)
        handed_over.activity_id.user_id = self.rep
        self.assertFalse(self.done_late(handed_over, MONDAY + timedelta(hours=3)), "Monday, 13:00 in Brussels")

    def test_a_task_that_was_put_off_is_late_after_its_new_date(self):
        touch = self.task()
        with freeze_time(MONDAY):
            touch.activity_id.date_deadline = date(2026, 1, 14)
        self.assertFalse(self.done_late(touch, MONDAY + timedelta(days=2)))
        other = self.task(name="Bo")
        with freeze_time(MONDAY):
            other.activity_id.with_user(self.rep).action_sequence_snooze("2026-01-14")
        self.assertTrue(self.done_late(other, MONDAY + timedelta(days=3)))

    def test_tasks_of_before_know_it_from_their_activities(self):
        done, waiting, forgotten = self.task(), self.task(name="Bo"), self.task(name="Cy")
        self.done_late(done, MONDAY + timedelta(days=1))
        expected = (done + waiting).mapped("late_at")
        (done + waiting + forgotten).late_at = False
        forgotten.activity_id = False
        self.env.flush_all()
        path = Path(__file__).parents[1] / "sales_sequence/migrations/19.0.1.5.0/post-late_tasks.py"
        spec = util.spec_from_file_location("late_tasks", path)
        module = util.module_from_spec(spec)
        spec.loader.exec_module(module)
        module.migrate(self.cr, "19.0.1.4.0")
        self.env.invalidate_all()
        self.assertEqual((done + waiting).mapped("late_at"), expected)
        self.assertFalse(forgotten.late_at)

    def test_making_many_tasks_takes_no_query_for_each(self):
        sequence = self.make_sequence("call")
        leads = self.make_leads(30)
        counts = []
        for some in (leads[:2], leads[2:4], leads[4:]):
            self.enroll(sequence, some)
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.run_at(MONDAY)
            counts.append(self.cr.sql_log_count - before)
        self.assertTrue(all(leads.enrollment_ids.touch_ids.mapped("late_at")))
        self.assertLess(counts[2], counts[1] + 24, "thirteen times as many tasks")

    def test_the_favorite_about_late_queues_tells_what_nobody_has_done(self):
        overdue, paused, _in_time = self.task(), self.task(name="Bo"), self.task(MONDAY + timedelta(days=1), name="Cy")
        paused.enrollment_id.pause()
        report = self.env["sales.sequence.report"].with_user(self.manager)
        favorite = self.env.ref("sales_sequence.sales_sequence_report_filter_late")
        measures = safe_eval(favorite.context)["pivot_measures"]
        with freeze_time(MONDAY + timedelta(days=1, hours=2)):
            domain = Domain(safe_eval(favorite.domain)) & Domain("sequence_id.name", "=", overdue.sequence_id.name)
            (row,) = report._measures(domain, ["user_id"], measures)
            opened = report.action_open("tasks_overdue", list(domain))
        self.assertEqual((row["group"], row["tasks_overdue"], row["tasks_done"]), ((self.rep,), 1, 0))
        self.assertEqual(self.env[opened["res_model"]].search(opened["domain"]), overdue)


class TestClosedDays(SequenceCommon):
    def set_days(self, days):
        self.env["res.config.settings"].create({"sequence_closed_days": days}).execute()

    def test_the_days_in_which_an_answer_counts_are_a_setting(self):
        self.assertEqual(self.env["res.config.settings"].create({}).sequence_closed_days, 14)
        for days in (1, 30, 365):
            self.set_days(days)
            parameter = self.env["ir.config_parameter"].sudo().get_param("sales_sequence.closed_days")
            self.assertEqual(parameter, str(days))
            self.assertEqual(self.env["res.config.settings"].create({}).sequence_closed_days, days)

    def test_days_that_make_no_sense_are_refused_in_a_sentence(self):
        for days in (0, -1, 366):
            with self.assertRaisesRegex(ValidationError, f"from 1 to 365, not {days}"):
                self.set_days(days)
