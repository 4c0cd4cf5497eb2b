"""What came of a task, and what the sequence does about it."""

import json
from datetime import date, datetime, timedelta

from freezegun import freeze_time
from hypothesis import given
from hypothesis import strategies as st

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form
from odoo.tools.json import json_default

from odoo.addons.mail.tests.common import mail_new_test_user
from odoo.addons.sales_sequence.tools.retry import STEP, another_hour
from odoo.addons.sales_sequence.tools.schedule import WorkingTime, add_business_days
from odoo.addons.sales_sequence.tools.time_zones import wall_time

from .common import BRUSSELS, MONDAY, SequenceCommon

DAY = timedelta(days=1)
NAMES = (
    "connected",
    "done",
    "voicemail",
    "no_answer",
    "wrong_number",
    "not_interested",
    "meeting_booked",
    "not_now",
    "not_recorded",
)


class OutcomeCommon(SequenceCommon):
    """`start` makes open calls, `act` says what came of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.outcomes = {name: cls.env.ref(f"sales_sequence.outcome_{name}") for name in NAMES}

    def start(self, *steps, count=1, at=MONDAY, lead=None, **values):
        """Enroll leads, and run the job. :return: their touches"""
        sequence = self.make_sequence(*(steps or ("call", "email")), **values)
        enrollments = self.enroll(sequence, self.make_leads(count, name=f"P{sequence.id}x", **(lead or {})), at=at)
        self.run_at(at)
        return enrollments.touch_ids.sorted("id")

    def act(self, touches, outcome, at=MONDAY, user=None, **arguments):
        with freeze_time(at):
            activities = touches.activity_id.with_user(user or self.rep)
            result = activities.action_sequence_outcome(self.outcomes[outcome].id, **arguments)
        self.env.invalidate_all()
        return result

    def offered(self, touches, at=MONDAY, user=None):
        with freeze_time(at):
            return touches.activity_id.with_user(user or self.rep).get_sequence_outcomes()

    def words(self, touches, outcome, **options):
        rows = {row["id"]: row["words"] for row in self.offered(touches, **options)["outcomes"]}
        return rows.get(self.outcomes[outcome].id)


class TestEffects(OutcomeCommon):
    def test_no_answer_is_tried_again_on_another_day_at_another_hour(self):
        touch = self.start()
        self.assertEqual(self.words(touch, "no_answer"), "Try again tomorrow at 4:30 PM (attempt 2 of 3)")
        result = self.act(touch, "no_answer")
        tomorrow = (MONDAY + DAY).date()
        self.assertEqual((touch.state, touch.due_kind, touch.due_at), ("todo", "retry", datetime(2026, 1, 13, 15, 30)))
        self.assertTrue(touch.activity_id.active)
        self.assertEqual(touch.activity_id.date_deadline, tomorrow)
        self.assertEqual(touch.outcome_id, self.outcomes["no_answer"])
        self.assertEqual(result["effect_words"], "Try again tomorrow at 4:30 PM (attempt 2 of 3)")
        self.assertEqual(result["words"], f"{touch.target_name}: No answer")

    def test_the_third_try_without_an_answer_is_the_last(self):
        touch = self.start()
        for day in range(2):
            self.act(touch, "no_answer", at=MONDAY + day * DAY)
            self.assertEqual(touch.state, "todo")
        self.assertIn("Next: Step 2", self.words(touch, "no_answer", at=MONDAY + 2 * DAY))
        self.act(touch, "no_answer", at=MONDAY + 2 * DAY, note="Gave up")
        self.assertEqual((touch.state, touch.outcome, len(touch.attempt_ids)), ("done", "Gave up", 3))
        self.assertEqual(touch.enrollment_id.next_channel, "email")
        self.assertFalse(touch.due_at or touch.due_kind)

    def test_a_step_is_not_skipped_before_its_next_try(self):
        """In a zone ahead of the rep's, the next day begins earlier than the next try."""
        for zone in ("Pacific/Auckland", "America/Los_Angeles", BRUSSELS):
            with self.subTest(zone):
                step = {"channel": "call", "max_wait_days": 1}
                touch = self.start(step, "email", lead={"sequence_tz": zone}, at=datetime(2026, 1, 12, 20, 30))
                if not touch:
                    # Outside their hours: the next opening.
                    continue
                self.act(touch, "no_answer", at=datetime(2026, 1, 12, 21, 0))
                self.assertLess(touch.due_at, touch.enrollment_id.next_run_at)

    def test_a_promised_moment_is_kept_however_often_it_was_tried(self):
        touch = self.start()
        for minute in range(4):
            self.act(touch, "no_answer", at=MONDAY + timedelta(minutes=minute), until="2026-01-20 10:15:00")
        self.assertEqual((touch.state, touch.due_kind), ("todo", "promised"))
        self.assertEqual(touch.due_at, datetime(2026, 1, 20, 10, 15))
        self.assertEqual(touch.activity_id.date_deadline, date(2026, 1, 20))
        self.assertGreater(touch.enrollment_id.next_run_at, touch.due_at)

    def test_next_goes_on_and_keeps_the_note(self):
        touch = self.start()
        result = self.act(touch, "voicemail", note="Left my number")
        self.assertEqual((touch.state, touch.outcome), ("done", "Left my number"))
        self.assertEqual(touch.outcome_id, self.outcomes["voicemail"])
        attempt = touch.attempt_ids
        self.assertEqual((attempt.note, attempt.user_id, attempt.occurred_at), ("Left my number", self.rep, MONDAY))
        self.assertEqual(result["attempt_ids"], attempt.ids)
        self.assertEqual(touch.enrollment_id.next_channel, "email")
        self.assertEqual(result["effect_words"], "Next: Step 2, tomorrow at 10:00 AM")
        message = touch.enrollment_id.lead_id.message_ids[0]
        self.assertIn("Voicemail", message.body)
        self.assertIn("Left my number", message.body)

    def test_who_was_spoken_to_and_stops_is_not_interested(self):
        touch = self.start()
        self.act(touch, "not_interested", note="Has a supplier")
        enrollment = touch.enrollment_id
        self.assertEqual((touch.state, enrollment.state, enrollment.exit_reason), ("done", "stopped", "not_interested"))
        self.assertIn("Not interested", enrollment.status_note)

    def test_a_stop_without_a_conversation_is_one_by_hand(self):
        self.outcomes["closed"] = self.env["sales.sequence.outcome"].create({"name": "Closed down", "effect": "stop"})
        touch = self.start()
        self.act(touch, "closed")
        self.assertEqual(touch.enrollment_id.exit_reason, "manual")
        self.assertIn("Closed down", touch.enrollment_id.status_note)

    def test_a_meeting_stops_at_once_and_its_form_comes_next(self):
        touch = self.start()
        result = self.act(touch, "meeting_booked")
        enrollment = touch.enrollment_id
        self.assertEqual((touch.state, enrollment.exit_reason), ("done", "meeting"))
        self.assertEqual(enrollment.signal_ids.mapped("kind"), ["meeting"])
        action = result["meeting"]
        json.dumps(result, default=json_default)
        form = Form(self.env["calendar.event"].with_user(self.rep).with_context(**action["context"]))
        event = form.save()
        self.assertEqual(event.opportunity_id, enrollment.lead_id)
        self.env.invalidate_all()
        self.assertEqual(enrollment.exit_reason, "meeting")
        event.unlink()
        self.assertIn("meeting_canceled", enrollment.signal_ids.mapped("kind"), "The meeting is known as theirs")

    def test_a_meeting_in_a_sequence_that_does_not_stop_on_meetings(self):
        """A kick-off is part of onboarding: the meeting is opened, and the next step comes."""
        touch = self.start(stop_on_meeting=False)
        self.assertEqual(self.words(touch, "meeting_booked"), "Opens the meeting; the sequence continues")
        result = self.act(touch, "meeting_booked")
        self.assertEqual(result["meeting"]["res_model"], "calendar.event")
        enrollment = touch.enrollment_id
        self.assertEqual((touch.state, enrollment.state, enrollment.next_channel), ("done", "running", "email"))

    def test_not_now_plans_the_next_step_and_pauses_until_the_day(self):
        touch = self.start()
        self.assertEqual(self.words(touch, "not_now"), "Pauses, then continues with Step 2")
        with self.assertRaisesRegex(UserError, "needs a date"):
            self.act(touch, "not_now")
        result = self.act(touch, "not_now", until="2026-02-02")
        self.assertEqual(result["effect_words"], "Pauses until Mon, Feb 2 at 9:00 AM, then continues with Step 2")
        enrollment = touch.enrollment_id
        self.assertEqual((touch.state, enrollment.state, enrollment.pause_kind), ("done", "paused", "not_now"))
        self.assertEqual(enrollment.resume_at, datetime(2026, 2, 2, 8, 0))
        self.assertEqual(enrollment.next_channel, "email")
        self.run_at(datetime(2026, 2, 2, 8, 0))
        self.assertEqual(enrollment.state, "running")

    def test_not_now_at_the_last_step_brings_that_step_back(self):
        """Nothing would remind anybody of the person otherwise."""
        touch = self.start("call")
        self.assertEqual(self.words(touch, "not_now"), "The last step: it is done again on that day")
        self.act(touch, "not_now", until="2026-02-02")
        self.assertEqual((touch.state, touch.enrollment_id.state), ("todo", "running"))
        self.assertEqual(touch.activity_id.date_deadline, date(2026, 2, 2))
        self.assertGreater(touch.enrollment_id.next_run_at, datetime(2026, 2, 2, 8, 0))

    def test_not_now_takes_the_place_of_another_pause(self):
        touch = self.start()
        touch.enrollment_id.pause()
        self.act(touch, "not_now", until="2026-02-02")
        self.assertEqual(touch.enrollment_id.pause_kind, "not_now")
        self.assertEqual(touch.enrollment_id.resume_at, datetime(2026, 2, 2, 8, 0))

    def test_while_it_is_unsure_whether_they_answered_only_a_verdict_resumes(self):
        touch = self.start()
        enrollment = touch.enrollment_id
        with freeze_time(MONDAY):
            self.env["sales.sequence.inbox"]._notice([{"enrollment_id": enrollment.id, "kind": "unsure"}])
        self.act(touch, "not_now", until="2026-02-02")
        self.assertEqual((enrollment.state, enrollment.pause_kind), ("paused", "unsure"))
        self.assertEqual(enrollment._underlying_pause(), ("not_now", datetime(2026, 2, 2, 8, 0)))

    def test_a_step_before_a_date_is_not_tried_after_it(self):
        step = {"channel": "call", "delay_from": "before", "delay": 1, "delay_unit": "day"}
        touch = self.start(step, "email", date_source="sequence", date_at="2026-01-13 11:00:00")
        if touch.state == "todo":
            self.act(touch, "no_answer")
            self.assertEqual(touch.state, "done", "At 16:30 tomorrow the event is over")


class TestOdoosOwnWays(OutcomeCommon):
    def test_completions_that_ask_nobody_record_so_and_complete_at_once(self):
        ways = {
            "done": lambda activity: activity.action_done(),
            "feedback": lambda activity: activity.action_feedback(feedback="Spoke"),
            "and schedule next": lambda activity: activity.action_feedback_schedule_next(feedback="Spoke"),
        }
        for name, complete in ways.items():
            with self.subTest(name):
                touch = self.start()
                with freeze_time(MONDAY):
                    complete(touch.activity_id.with_user(self.rep))
                self.env.invalidate_all()
                self.assertEqual((touch.state, touch.outcome_id), ("done", self.outcomes["not_recorded"]))
                self.assertEqual(touch.attempt_ids.outcome_id, self.outcomes["not_recorded"])
                self.assertEqual(touch.enrollment_id.next_channel, "email")

    def test_an_activity_completed_along_with_another_gets_no_outcome_of_it(self):
        first, second = self.start(count=2)
        Activity = self.registry["mail.activity"]
        original = Activity._action_done

        def complete_both(activities, **options):
            result = original(activities, **options)
            if activities == first.activity_id and second.activity_id.active:
                second.activity_id.with_context(**activities.env.context).action_feedback(feedback="Along")
            return result

        self.patch(Activity, "_action_done", complete_both)
        self.act(first, "voicemail")
        self.assertEqual(first.outcome_id, self.outcomes["voicemail"])
        self.assertEqual(second.outcome_id, self.outcomes["not_recorded"])

    def test_done_and_schedule_next_returns_odoos_action(self):
        touch = self.start()
        result = self.act(touch, "connected", schedule_next=True)
        self.assertEqual(result["next"]["res_model"], "mail.activity")
        json.dumps(result, default=json_default)
        self.assertEqual(touch.outcome_id, self.outcomes["connected"])

    def test_an_activity_that_is_moved_by_hand_is_due_no_more_at_the_promised_moment(self):
        touch = self.start()
        self.act(touch, "no_answer", until="2026-01-20 10:15:00")
        with freeze_time(MONDAY):
            touch.activity_id.with_user(self.rep).date_deadline = "2026-01-22"
        self.assertEqual((touch.due_at, touch.due_kind), (False, False))
        self.assertGreater(touch.enrollment_id.next_run_at.date(), date(2026, 1, 22))

    def test_snoozing_records_no_attempt(self):
        touch = self.start()
        with freeze_time(MONDAY):
            result = touch.activity_id.with_user(self.rep).action_sequence_snooze("2026-01-12 15:00:00")
        self.assertEqual(result["words"], "Due again today at 4:00 PM")
        self.assertEqual((touch.due_kind, touch.due_at), ("snoozed", datetime(2026, 1, 12, 15, 0)))
        with freeze_time(MONDAY):
            touch.activity_id.with_user(self.rep).action_sequence_snooze("2026-01-19")
        self.assertEqual(touch.activity_id.date_deadline, date(2026, 1, 19))
        self.assertGreater(touch.enrollment_id.next_run_at.date(), date(2026, 1, 19))
        self.assertFalse(touch.attempt_ids)
        with freeze_time(MONDAY), self.assertRaisesRegex(UserError, "is in the past"):
            touch.activity_id.with_user(self.rep).action_sequence_snooze("2026-01-11")


class TestWhichOutcomes(OutcomeCommon):
    def test_the_type_of_the_activity_decides_what_is_offered(self):
        call = self.start()
        todo = self.start({"channel": "todo", "activity_type_id": self.env.ref("mail.mail_activity_data_todo").id})
        self.assertTrue(self.words(call, "voicemail"))
        self.assertIsNone(self.words(call, "done"))
        self.assertTrue(self.words(todo, "done"))
        self.assertIsNone(self.words(todo, "voicemail"))
        self.assertIsNone(self.words(call, "not_recorded"))
        self.assertEqual(self.offered(call | todo), {"outcomes": [], "bulk": True})
        with self.assertRaisesRegex(UserError, "is not an outcome of “To-Do”"):
            self.act(todo, "voicemail")
        keys = [row["key"] for row in self.offered(call)["outcomes"]]
        self.assertEqual(keys, list(range(1, len(keys) + 1)))

    def test_an_activity_of_no_sequence_is_asked_nothing(self):
        lead = self.make_lead()
        activity = lead.activity_schedule("mail.mail_activity_data_call", user_id=self.rep.id).with_user(self.rep)
        self.assertEqual(activity.get_sequence_outcomes(), {"outcomes": [], "bulk": False})
        with self.assertRaisesRegex(UserError, "does not belong to a sequence"):
            activity.action_sequence_outcome(self.outcomes["connected"].id)

    def test_outcomes_of_another_company_archived_and_unknown_ones_are_refused(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        touch = self.start()
        Outcome = self.env["sales.sequence.outcome"]
        foreign = Outcome.create({"name": "Foreign", "company_id": other.id})
        archived = Outcome.create({"name": "Archived", "active": False})
        own = Outcome.create({"name": "Ours", "company_id": self.env.company.id})
        names = [row["name"] for row in self.offered(touch)["outcomes"]]
        self.assertIn("Ours", names)
        self.assertFalse({"Foreign", "Archived"} & set(names))
        activity = touch.activity_id.with_user(self.rep)
        for refused in (foreign.id, archived.id, self.outcomes["not_recorded"].id, own.id + 1000, None):
            with self.subTest(refused), self.assertRaisesRegex(UserError, "cannot be chosen here") as refusal:
                activity.action_sequence_outcome(refused)
            self.assertNotIn("Foreign", str(refusal.exception))
        self.assertEqual(touch.state, "todo")

    def test_dates_are_asked_for_and_accepted_only_where_they_mean_something(self):
        touch = self.start()
        with self.assertRaisesRegex(UserError, "takes no date"):
            self.act(touch, "connected", until="2026-02-02")
        for over in ("2026-01-11", "2026-01-12 08:59:00"):
            with self.subTest(over), self.assertRaisesRegex(UserError, "is in the past"):
                self.act(touch, "no_answer", until=over)

    def test_who_may_not_do_the_activity_says_nothing_of_it(self):
        touch = self.start()
        stranger = mail_new_test_user(self.env, login="stranger", groups="base.group_user")
        with self.assertRaises(AccessError):
            self.act(touch, "connected", user=stranger)
        with self.assertRaises(AccessError):
            self.offered(touch, user=stranger)

    def test_whoever_has_the_activity_does_it_without_rights_on_sequences(self):
        touch = self.start()
        helper = mail_new_test_user(self.env, login="helper", groups="base.group_user", tz=BRUSSELS)
        touch.activity_id.user_id = helper
        self.assertTrue(self.words(touch, "connected", user=helper))
        result = self.act(touch, "connected", user=helper)
        self.assertEqual((touch.state, touch.attempt_ids.user_id), ("done", helper))
        with freeze_time(MONDAY):
            self.env["sales.sequence.attempt"].with_user(helper).browse(result["attempt_ids"]).action_undo()
        self.env.invalidate_all()
        self.assertEqual(touch.state, "todo")

    def test_what_is_done_already_is_refused_with_a_sentence(self):
        touch = self.start()
        self.act(touch, "connected")
        with self.assertRaisesRegex(UserError, "already done"):
            self.act(touch, "connected")

    def test_a_recorded_outcome_is_archived_not_deleted(self):
        touch = self.start()
        own = self.env["sales.sequence.outcome"].with_user(self.manager).create({"name": "Reached the assistant"})
        self.outcomes["own"] = own
        unused = own.copy()
        self.act(touch, "own")
        with self.assertRaisesRegex(UserError, "Archive it instead"):
            own.unlink()
        own.active = False
        unused.unlink()
        with self.assertRaisesRegex(UserError, "cannot be deleted"):
            self.outcomes["not_recorded"].with_user(self.manager).unlink()
        with self.assertRaises(AccessError):
            own.with_user(self.rep).write({"name": "x"})

    def test_a_linkedin_profile_is_the_address_of_a_page(self):
        lead = self.make_lead()
        for wrong in ("javascript:alert(1)", "linkedin.com/in/ada", "https://", "https://x y"):
            with self.subTest(wrong), self.assertRaisesRegex(ValidationError, "not the address of a web page"):
                lead.sequence_linkedin_url = wrong
        lead.sequence_linkedin_url = "https://www.linkedin.com/in/ada"
        lead.sequence_linkedin_url = False


class TestSeveral(OutcomeCommon):
    def test_the_effects_are_counted(self):
        touches = self.start(count=3)
        self.act(touches[0], "no_answer")
        self.act(touches[0], "no_answer", at=MONDAY + DAY)
        at = MONDAY + 2 * DAY
        words = self.words(touches, "no_answer", at=at)
        self.assertEqual(
            words, "2 are tried again on their next working day, at another hour. 1 moves on to the next step."
        )
        offered = self.offered(touches, at=at)
        self.assertTrue(offered["bulk"])
        self.assertFalse({row["effect"] for row in offered["outcomes"]} & {"meeting", "pause"})
        result = self.act(touches, "no_answer", at=at)
        self.assertEqual(result["effect_words"], words)
        self.assertEqual(result["words"], "3 people: No answer")
        self.assertEqual(sorted(touches.mapped("state")), ["done", "todo", "todo"])
        self.assertEqual(len(result["attempt_ids"]), 3)

    def test_meetings_and_dates_need_one_person_at_a_time(self):
        touches = self.start(count=2)
        for outcome, until in (("meeting_booked", None), ("not_now", "2026-02-02")):
            with self.subTest(outcome), self.assertRaisesRegex(UserError, "one person at a time"):
                self.act(touches, outcome, until=until)

    def test_one_that_fails_does_not_hold_up_the_others(self):
        touches = self.start(count=4)
        bad, done = touches[1], touches[3]
        self.act(done, "connected")
        Touch = self.registry["sales.sequence.touch"]
        original = Touch._settle_as

        def fail_for_one(records, *arguments, **options):
            if bad in records:
                raise UserError(records.env._("No luck with this one"))
            return original(records, *arguments, **options)

        self.patch(Touch, "_settle_as", fail_for_one)
        result = self.act(touches, "voicemail")
        self.assertEqual((touches - bad).mapped("state"), ["done"] * 3)
        self.assertEqual(bad.state, "todo")
        self.assertTrue(bad.activity_id.active)
        self.assertEqual(len(result["attempt_ids"]), 2)
        self.assertEqual(len(result["problems"]), 2)
        self.assertIn("No luck with this one", " ".join(result["problems"]))

    def test_two_tasks_of_one_person_are_undone_one_by_one(self):
        aside = {"channel": "call", "wait_for_completion": False, "delay": 0}
        touches = self.start(aside, aside, "email")
        self.run_at(MONDAY)
        touches = touches.enrollment_id.touch_ids.filtered(lambda touch: touch.state == "todo").sorted("id")
        self.assertEqual(len(touches), 2)
        result = self.act(touches, "voicemail")
        first, second = self.env["sales.sequence.attempt"].browse(sorted(result["attempt_ids"]))
        with freeze_time(MONDAY):
            second.with_user(self.rep).action_undo()
        self.env.invalidate_all()
        self.assertEqual(first.touch_id.state, "done")
        self.assertEqual((touches - first.touch_id).state, "todo")

    def count_queries(self, act):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        with freeze_time(MONDAY):
            act()
            self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_the_queries_do_not_grow_with_the_number_of_tasks(self):
        zones = ("Asia/Tokyo", BRUSSELS, "America/Santiago")
        first, few, many = self.start(count=3), self.start(count=3), self.start(count=9)
        for touches in (first, few, many):
            for index, touch in enumerate(touches):
                touch.enrollment_id.lead_id.sequence_tz = zones[index % 3]

        def activities_of(touches):
            # As one call from a browser, which reads them together.
            return self.env["mail.activity"].with_user(self.rep).browse(touches.activity_id.ids)

        def ask(touches):
            return self.count_queries(activities_of(touches).get_sequence_outcomes)

        def try_again(touches):
            activities = activities_of(touches)
            return self.count_queries(lambda: activities.action_sequence_outcome(self.outcomes["no_answer"].id))

        def snooze(touches):
            activities = activities_of(touches)
            return self.count_queries(lambda: activities.action_sequence_snooze("2026-01-20"))

        for count in (ask, try_again, snooze):
            count(first)
            with self.subTest(count.__name__):
                self.assertEqual(count(few), count(many))


WINDOWS = st.tuples(st.integers(0, 23), st.integers(1, 24)).filter(lambda pair: pair[0] != pair[1])
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)).map(lambda moment: moment.replace(microsecond=0))


class TestAnotherHour:
    """Properties of `tools/retry.py`."""

    @given(
        MOMENTS,
        st.lists(st.timedeltas(timedelta(), timedelta(days=9)), max_size=5),
        WINDOWS,
        st.sampled_from([BRUSSELS, "Asia/Tokyo", "America/Santiago", "Pacific/Auckland", "UTC"]),
        st.sets(st.integers(0, 6), min_size=1),
    )
    def test_it_is_working_time_of_the_next_working_day(self, now, since, window, zone, weekdays):
        working_time = WorkingTime(zone, *window, frozenset(weekdays))
        slot = another_hour(now, [now, *(now - one for one in since)], working_time)
        wall = wall_time(slot.moment, working_time.tz)
        assert working_time.is_open(wall)
        assert slot.moment > now
        if window[0] < window[1]:
            expected = add_business_days(wall_time(now, working_time.tz).date(), 1, working_time)
            # A window that a clock change skips moves on to the next day.
            assert wall.date() >= expected

    @given(st.integers(9, 16), st.integers(0, 59))
    def test_after_one_try_it_is_hours_away(self, hour, minute):
        working_time = WorkingTime("UTC", 9, 17, frozenset(range(5)))
        tried = datetime(2026, 1, 12, hour, minute)
        moment = another_hour(tried, [tried], working_time).moment
        apart = abs((moment - tried) - DAY)
        assert apart >= timedelta(hours=3, minutes=30)

    @given(st.lists(st.integers(0, 8 * 60 - 1), min_size=1, max_size=4))
    def test_no_other_half_hour_is_further_from_all_tries(self, minutes):
        working_time = WorkingTime("UTC", 9, 17, frozenset(range(7)))
        opens = datetime(2026, 1, 12, 9)
        tried = [opens + timedelta(minutes=one) for one in minutes]
        moment = another_hour(tried[0], tried, working_time).moment

        def distance(candidate):
            return min(abs(candidate - one - DAY) for one in tried)

        others = [opens + DAY + index * STEP for index in range(16)]
        assert distance(moment) == max(map(distance, others))

    def test_three_tries_are_spread_over_the_day(self):
        working_time = WorkingTime("UTC", 9, 17, frozenset(range(5)))
        tries = [datetime(2026, 1, 12, 10)]
        while len(tries) < 4:
            tries.append(another_hour(tries[-1], tries, working_time).moment)
        assert [str(one) for one in tries] == [
            "2026-01-12 10:00:00",
            "2026-01-13 16:30:00",
            "2026-01-14 13:00:00",
            "2026-01-15 11:30:00",
        ]
