"""Back from absence: which tasks came due meanwhile, and what each decision does to them."""

from datetime import date, datetime, timedelta

from freezegun import freeze_time
from hypothesis import given
from hypothesis import strategies as st

from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from odoo.addons.sales_sequence.tools.absence import days_away, spread

from .common import MONDAY
from .test_my_day import DayCommon

DAY = timedelta(days=1)
# The Monday of the picture.
TODAY = date(2026, 1, 12)
dates = st.dates(TODAY - 80 * DAY, TODAY + 5 * DAY)


def _is_weekday(day):
    return day.weekday() < 5


# ----------------------------------------------------------------------------------------------------------------------
# The days
# ----------------------------------------------------------------------------------------------------------------------


def _away(known=(), worked=(), today=TODAY):
    entered, silent = days_away(today, today - 60 * DAY, known, worked, _is_weekday)
    return sorted(entered), sorted(silent)


class TestDaysAway:
    def test_the_days_of_an_absence_that_was_entered_are_those_before_today(self):
        thursday = TODAY - 4 * DAY
        assert _away([(thursday, TODAY + DAY)]) == ([thursday + number * DAY for number in range(4)], [])

    def test_a_day_on_which_they_worked_all_the_same_is_none_of_an_absence(self):
        thursday, friday = TODAY - 4 * DAY, TODAY - 3 * DAY
        assert _away([(thursday, friday)], [friday]) == ([thursday], [])

    def test_two_working_days_of_silence_are_an_absence_and_one_is_not(self):
        wednesday, thursday, friday = (TODAY - number * DAY for number in (5, 4, 3))
        assert _away(worked=[thursday]) == ([], [])
        assert _away(worked=[wednesday])[1] == [thursday, friday, friday + DAY, friday + 2 * DAY]

    def test_what_was_before_their_first_day_is_no_absence(self):
        assert _away() == ([], [])
        assert _away(worked=[TODAY - DAY]) == ([], [])

    @given(st.lists(st.tuples(dates, dates).map(sorted), max_size=3), st.sets(dates, max_size=10))
    def test_nobody_is_away_today_nor_on_a_day_on_which_they_worked(self, known, worked):
        entered, silent = days_away(TODAY, TODAY - 60 * DAY, known, worked, _is_weekday)
        assert not entered & silent
        assert not (entered | silent) & (worked | {TODAY})
        assert all(TODAY - 60 * DAY <= day < TODAY for day in entered | silent)

    @given(st.integers(0, 300), st.integers(1, 7), st.integers(1, 20))
    def test_spreading_loses_nothing_and_keeps_to_the_limit_where_it_can(self, count, days, at_most):
        numbers = spread(count, days, at_most)
        assert sum(numbers) == count
        assert len(numbers) <= days
        assert all(number > 0 for number in numbers)
        if count <= days * at_most:
            assert max(numbers, default=0) <= at_most

    def test_seventeen_are_six_a_day(self):
        assert spread(17, 5, 6) == [6, 6, 5]
        assert spread(40, 5, 6) == [8, 8, 8, 8, 8]


# ----------------------------------------------------------------------------------------------------------------------
# The tasks
# ----------------------------------------------------------------------------------------------------------------------

BACK = MONDAY + 7 * DAY


class TestBackFromAbsence(DayCommon):
    """Calls came due on Monday and Tuesday, while the rep was away; on the next Monday the rep is back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sequence = cls.make_sequence(
            {"channel": "call", "name": "First call", "max_wait_days": 0}, {"channel": "email"}
        )

    def setUp(self):
        super().setUp()
        self.colleague = self.make_colleague(groups=",sales_team.group_sale_salesman_all_leads")
        self.rep.write({"out_of_office_from": MONDAY - 6 * timedelta(hours=1), "out_of_office_to": BACK - DAY})
        self.monday = self.make_calls(2, name="Mon", sequence=self.sequence)
        self.tuesday = self.make_calls(1, at=MONDAY + DAY, name="Tue", sequence=self.sequence)

    def absence(self, *touch_ids):
        with freeze_time(BACK):
            return self.env["sales.sequence.day"].with_user(self.rep).get_absence(*touch_ids)

    def decide(self, touches, choice, at=BACK, user_id=None, user=None):
        with freeze_time(at):
            day = self.env["sales.sequence.day"].with_user(user or self.rep)
            words = day.decide_absence(touches.ids, choice, user_id)["words"]
        self.env.flush_all()
        self.env.invalidate_all()
        return words

    def deadlines(self, touches):
        return touches.activity_id.mapped("date_deadline")

    # ------------------------------------------------------------------

    def test_what_came_due_meanwhile_is_no_part_of_the_day_until_it_is_decided(self):
        mine = self.make_calls(1, at=BACK, name="Own", sequence=self.sequence)
        day = self.day(at=BACK)
        self.assertEqual([row["res_id"] for group in day["groups"] for row in group["rows"]], mine.ids)
        self.assertEqual((day["done"], day["due"]), (0, 1))
        told = day["absence"]
        self.assertEqual((told["mine"], told["away"]), (0, 3))
        self.assertEqual(told["touch_ids"], (self.monday + self.tuesday).ids)
        self.assertEqual(told["words"], "Mon, Jan 12 to Tue, Jan 13")
        self.assertIn("out of office", told["why"])

    def test_what_was_due_before_the_absence_is_the_reps_own(self):
        friday = MONDAY - 3 * DAY
        own = self.make_calls(1, at=friday, name="Fri", sequence=self.sequence)
        day = self.day(at=BACK)
        self.assertEqual((day["absence"]["mine"], day["absence"]["away"]), (1, 3))
        (row,) = self.rows("calls_now", at=BACK)
        self.assertEqual((row["res_id"], row["why"], row["why_kind"]), (own.id, "10 days late", "late"))

    def test_nothing_is_said_where_nothing_came_due_meanwhile(self):
        self.rep.write({"out_of_office_from": False, "out_of_office_to": False})
        self.assertFalse(self.day(at=BACK)["absence"])
        self.assertEqual(len(self.rows("calls_now", at=BACK)), 3)

    def test_time_off_is_an_absence_too(self):
        self.rep.write({"out_of_office_from": False, "out_of_office_to": False})
        resource = self.env["resource.resource"].create({"name": "Rita", "user_id": self.rep.id})
        self.env["resource.calendar.leaves"].create(
            {"resource_id": resource.id, "date_from": MONDAY, "date_to": MONDAY + timedelta(hours=8)}
        )
        self.assertEqual(self.day(at=BACK)["absence"]["touch_ids"], self.monday.ids)

    def test_days_without_any_outcome_are_an_absence_and_the_screen_says_so(self):
        self.rep.write({"out_of_office_from": False, "out_of_office_to": False})
        friday = MONDAY - 3 * DAY
        before = self.make_calls(1, at=friday, name="Fri", sequence=self.sequence)
        self.env["sales.sequence.attempt"].sudo().create(
            {
                "touch_id": before.id,
                "outcome_id": self.env.ref("sales_sequence.outcome_voicemail").id,
                "user_id": self.rep.id,
                "occurred_at": friday,
            }
        )
        told = self.day(at=BACK)["absence"]
        self.assertEqual(told["touch_ids"], (self.monday + self.tuesday).ids)
        self.assertEqual(told["why"], "You recorded nothing on these days.")

    def test_the_days_are_those_of_the_users_own_clock(self):
        """Before midnight in UTC it can be the next day for the user."""
        self.rep.write({"out_of_office_from": False, "out_of_office_to": False, "tz": "Asia/Tokyo"})
        before = self.make_calls(1, at=MONDAY - 4 * DAY, name="Thu", sequence=self.sequence)
        self.env["sales.sequence.attempt"].sudo().create(
            {
                "touch_id": before.id,
                "outcome_id": self.env.ref("sales_sequence.outcome_voicemail").id,
                "user_id": self.rep.id,
                # Tuesday in Tokyo: the calls of Tuesday are not those of an absence.
                "occurred_at": datetime(2026, 1, 12, 22),
            }
        )
        touch_ids = self.day(at=BACK)["absence"]
        self.assertFalse(touch_ids and set(touch_ids["touch_ids"]) & set(self.tuesday.ids))

    def test_the_choices_are_counted_first(self):
        told = self.absence()
        self.assertEqual(
            told["words"],
            "3 calls. Nobody else has done them; nothing was sent in their place. "
            "Your out of office or time off says that you were away.",
        )
        self.assertEqual([row["touch_id"] for row in told["rows"]], (self.monday + self.tuesday).ids)
        self.assertEqual(told["rows"][0]["was_due"], "2026-01-12")
        self.assertEqual(told["rows"][0]["task"], "First call")
        words = {choice["key"]: choice["words"] for choice in told["choices"]}
        self.assertEqual(list(words), ["today", "skip", "next_week", "hand_over"])
        self.assertEqual(words["skip"], "To their next step: 3. Ending: 0.")
        self.assertEqual(words["next_week"], "Mon, Jan 26, at most 3 a day")
        self.assertEqual(words["today"], "Then there are 3 tasks for today.")
        one = {choice["key"]: choice["words"] for choice in self.absence(self.tuesday.ids)["choices"]}
        self.assertEqual(one["skip"], "To their next step: 1. Ending: 0.")

    # ------------------------------------------------------------------

    def test_do_today_makes_them_due_today_for_good(self):
        words = self.decide(self.monday, "today")
        self.assertEqual(words, "2 moved to today.")
        self.assertEqual(set(self.deadlines(self.monday)), {BACK.date()})
        day = self.day(at=BACK)
        self.assertEqual(day["absence"]["touch_ids"], self.tuesday.ids)
        self.assertEqual({row["res_id"] for row in self.rows("calls_now", at=BACK)}, set(self.monday.ids))
        # The day after, they are late, and the rep's own.
        self.assertEqual(self.day(at=BACK + DAY)["absence"]["mine"], 2)

    def test_skip_lets_their_sequences_go_on(self):
        words = self.decide(self.monday + self.tuesday, "skip")
        self.assertEqual(words, "3 skipped.")
        touches = self.monday + self.tuesday
        self.assertEqual(set(touches.mapped("state")), {"skipped"})
        self.assertEqual(touches.enrollment_id.next_step_id, self.sequence.step_ids[1])
        self.assertFalse(self.day(at=BACK)["absence"])

    def test_a_step_that_its_sequence_does_not_wait_for_is_skipped_alone(self):
        sequence = self.make_sequence(
            {"channel": "call", "wait_for_completion": False}, {"channel": "call", "delay": 20}, "email"
        )
        touch = self.make_calls(1, sequence=sequence, name="Una")
        second = sequence.step_ids[1]
        self.assertEqual(touch.enrollment_id.next_step_id, second)
        planned = touch.enrollment_id.next_run_at
        self.decide(touch, "skip")
        self.assertEqual((touch.state, touch.enrollment_id.next_step_id), ("skipped", second))
        self.assertEqual(touch.enrollment_id.next_run_at, planned)

    def test_next_week_spreads_them_over_its_days(self):
        more = self.make_calls(14, name="More", sequence=self.sequence)
        words = self.decide(self.monday + self.tuesday + more, "next_week")
        self.assertEqual(words, "17 moved to next week: Mon, Jan 26 to Wed, Jan 28.")
        deadlines = self.deadlines(self.monday + self.tuesday + more)
        self.assertEqual([deadlines.count(date(2026, 1, day)) for day in (26, 27, 28)], [6, 6, 5])

    def test_next_week_leaves_out_a_public_holiday(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": self.env.company.resource_calendar_id.id,
                "date_from": datetime(2026, 1, 25, 23),
                "date_to": datetime(2026, 1, 26, 22, 59, 59),
            }
        )
        self.decide(self.monday, "next_week")
        self.assertEqual(set(self.deadlines(self.monday)), {date(2026, 1, 27)})

    def test_handing_over_gives_them_to_a_colleague_as_due_today(self):
        words = self.decide(self.monday, "hand_over", user_id=self.colleague.id)
        self.assertEqual(words, "2 handed over to Carl Colleague.")
        self.assertEqual(self.monday.activity_id.user_id, self.colleague)
        self.assertEqual(set(self.deadlines(self.monday)), {BACK.date()})
        rows = self.rows("calls_now", at=BACK, user=self.colleague)
        self.assertEqual({row["res_id"] for row in rows}, set(self.monday.ids))

    def test_what_a_colleague_may_not_see_is_not_handed_over_and_holds_up_nothing(self):
        other = self.make_colleague("own_only", "Olga Own")
        seen, hidden = self.monday
        # Odoo shows salespeople their own leads, and those of nobody.
        seen.enrollment_id.lead_id.user_id = False
        self.run_at(MONDAY + 2 * DAY)
        seen.activity_id.user_id = self.rep
        with mute_logger("odoo.addons.sales_sequence.tools.attempt"):
            words = self.decide(seen + hidden, "hand_over", user_id=other.id)
        self.assertEqual(seen.activity_id.user_id, other)
        self.assertEqual(hidden.activity_id.user_id, self.rep)
        self.assertIn("1 handed over to Olga Own.", words)
        self.assertIn("Olga Own may not see this record.", words)

    def test_nobody_can_be_given_work_who_cannot_have_it(self):
        for user in (self.env["res.users"], self.rep, self.user_public):
            with self.assertRaises(UserError):
                self.decide(self.monday, "hand_over", user_id=user.id)
        self.assertEqual(self.monday.activity_id.user_id, self.rep)

    def test_one_that_fails_does_not_hold_up_the_others(self):
        bad, good = self.monday
        Activity = type(self.env["mail.activity"])
        write = Activity.write

        def refuse(activities, vals):
            if "date_deadline" in vals and bad.activity_id in activities.sudo():
                raise ValueError("Not this one.")
            return write(activities, vals)

        self.patch(Activity, "write", refuse)
        with mute_logger("odoo.addons.sales_sequence.tools.attempt"):
            words = self.decide(self.monday, "today")
        self.assertEqual(self.deadlines(good), [BACK.date()])
        self.assertEqual(self.deadlines(bad), [MONDAY.date()])
        self.assertIn("1 moved to today.", words)
        self.assertIn("Not this one.", words)

    def test_a_task_of_somebody_else_stays_as_it_is(self):
        foreign = self.make_calls(1, name="Foreign", sequence=self.sequence, user_id=self.colleague.id)
        self.colleague.out_of_office_from = MONDAY - DAY
        for choice in ("today", "skip", "next_week"):
            words = self.decide(foreign, choice)
            self.assertEqual(words, "Nothing has changed. 1 are no longer in this list.")
        self.assertEqual((foreign.state, self.deadlines(foreign)), ("todo", [MONDAY.date()]))

    def test_who_is_no_user_of_sales_sequences_has_no_absence_here(self):
        day = self.env["sales.sequence.day"].with_user(self.user_employee)
        for call in (day.get_absence, lambda: day.decide_absence(self.monday.ids, "skip")):
            with self.assertRaises(AccessError):
                call()
        self.assertEqual(set(self.monday.mapped("state")), {"todo"})

    def test_an_unknown_choice_is_refused_in_a_sentence(self):
        with self.assertRaises(UserError) as refusal:
            self.decide(self.monday, "forget")
        self.assertIn("today, skip, next_week, hand_over", str(refusal.exception))
