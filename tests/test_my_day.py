"""My day: what a rep has to do, in which order, and what each row says."""

from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError

from odoo.addons.mail.tests.common import mail_new_test_user

from .common import MONDAY, SequenceCommon

SCRIPT = "<p>Ask what became of the proposal.</p>"


class DayCommon(SequenceCommon):
    """A rep with calls that are due: `make_calls`, `day`, `rows`, `task`."""

    def make_calls(self, count=1, at=MONDAY, sequence=None, name="Ada", **values):
        """Enroll leads in a sequence that begins with a call, and run it. :return: their touches"""
        sequence = sequence or self.make_sequence({"channel": "call", "note": SCRIPT, "name": "First call"}, "email")
        enrollments = self.enroll(sequence, self.make_leads(count, name=name, **values), at=at)
        self.run_at(at)
        return enrollments.touch_ids.sorted("id")

    def make_colleague(self, login="colleague", name="Carl Colleague", groups="", **values):
        return mail_new_test_user(
            self.env,
            login=login,
            name=name,
            email=f"{login}@test.mycompany.com",
            groups=f"sales_sequence.group_sales_sequence_user{groups}",
            tz=self.rep.tz,
            **values,
        )

    def day(self, at=MONDAY, user=None, filters=None):
        with freeze_time(at):
            return self.env["sales.sequence.day"].with_user(user or self.rep).get_day(filters)

    def rows(self, key=None, **options):
        """The rows of one group, or of all."""
        groups = self.day(**options)["groups"]
        return [row for group in groups if key in (None, group["key"]) for row in group["rows"]]

    def task(self, touch, at=MONDAY, user=None):
        with freeze_time(at):
            (task,) = self.env["sales.sequence.day"].with_user(user or self.rep).get_tasks(touch.ids)
        return task


class TestQueue(DayCommon):
    def test_a_call_that_is_due_is_shown_with_the_clock_of_the_person(self):
        touch = self.make_calls(partner_name="Customer", city="Ghent")
        (row,) = self.rows("calls_now")
        self.assertEqual(
            (row["id"], row["kind"], row["res_id"], row["activity_id"], row["channel"]),
            (f"touch-{touch.id}", "task", touch.id, touch.activity_id.id, "call"),
        )
        self.assertEqual(
            (row["name"], row["company"], row["zone"], row["place"]),
            ("Ada0", "Customer", "Europe/Brussels", "Ghent"),
        )
        self.assertEqual((row["why"], row["why_kind"]), ("Due today", "score"))

    def test_without_a_sure_city_the_place_is_that_of_the_zone(self):
        afternoon = MONDAY + timedelta(hours=6)
        self.make_calls(at=afternoon, country_id=self.env.ref("base.us").id, city="Los Angeles")
        (row,) = self.rows(at=afternoon)
        self.assertEqual((row["zone"], row["place"]), ("America/New_York", "New York"))

    def test_who_is_not_within_their_hours_is_called_later(self):
        evening = MONDAY + timedelta(hours=9)
        self.make_calls()
        self.make_calls(name="Zoe", at=evening, country_id=self.env.ref("base.us").id)
        day = self.day(at=evening)
        groups = {group["key"]: group for group in day["groups"]}
        self.assertEqual([row["name"] for row in groups["calls_now"]["rows"]], ["Zoe0"])
        (later,) = groups["calls_later"]["rows"]
        self.assertEqual((later["name"], later["why_kind"]), ("Ada0", "reachable"))
        self.assertEqual(later["moment"], "2026-01-13 08:00:00")
        self.assertIn("Tue, Jan 13", later["why"])
        self.assertIn("Tue, Jan 13", groups["calls_later"]["note"])
        self.assertEqual((day["next_due"]["name"], day["next_due"]["moment"]), ("Ada0", "2026-01-13 08:00:00"))

    def test_a_call_before_their_hours_opens_at_their_nine_and_the_note_is_on_the_viewers_clock(self):
        self.make_calls(1, country_id=self.env.ref("base.us").id, at=MONDAY + timedelta(hours=6))
        next_morning = MONDAY + timedelta(days=1)
        day = self.day(at=next_morning)
        group = next(group for group in day["groups"] if group["key"] == "calls_later")
        self.assertEqual(group["rows"][0]["why"].replace("\u202f", " "), "Opens at 9:00 AM there")
        self.assertEqual(group["note"].replace("\u202f", " "), "next at 3:00 PM")

    def test_a_promise_comes_first_counts_from_its_moment_and_outside_the_hours_too(self):
        usual, promised = self.make_calls(2)
        promised.sudo().write({"due_at": MONDAY + timedelta(hours=9), "due_kind": "promised"})
        (later,) = self.rows("calls_later")
        self.assertEqual((later["res_id"], later["why_kind"]), (promised.id, "promised"))
        self.assertEqual(later["why"].replace("\u202f", " "), "Promised: today at 7:00 PM")
        evening = MONDAY + timedelta(hours=9, minutes=1)
        self.assertEqual([row["res_id"] for row in self.rows("calls_now", at=evening)], promised.ids)
        self.assertEqual([row["res_id"] for row in self.rows("calls_later", at=evening)], usual.ids)

    def test_an_answer_of_lately_comes_before_a_promise_then_hours_score_and_lateness(self):
        late = self.make_calls(1, name="Late", at=MONDAY - timedelta(days=3), priority="1")
        contact = self.env["res.partner"].create({"name": "Ann", "email": "ann@customer.example.org"})
        usual, starred, promised, answered = self.make_calls(4)
        helsinki = self.make_calls(1, name="Far", country_id=self.env.ref("base.fi").id)
        starred.enrollment_id.lead_id.priority = "3"
        usual.enrollment_id.lead_id.priority = "1"
        promised.sudo().write({"due_at": MONDAY - timedelta(hours=1), "due_kind": "promised"})
        earlier = self.enroll(
            self.make_sequence("email", reenroll_policy="after"),
            self.make_lead("Other", partner_id=contact.id),
            at=MONDAY - timedelta(days=7),
        )
        earlier.sudo().stop("replied")
        earlier.sudo().replied_at = MONDAY - timedelta(days=2)
        answered.enrollment_id.lead_id.partner_id = contact
        rows = self.rows("calls_now")
        self.assertEqual(
            [row["res_id"] for row in rows],
            [answered.id, promised.id, helsinki.id, starred.id, late.id, usual.id],
        )
        self.assertEqual([row["why_kind"] for row in rows], ["answered", "promised", "score", "score", "late", "score"])
        self.assertEqual(rows[0]["why"], "Answered on Sat, Jan 10")
        self.assertEqual(rows[3]["why"], "Score 3 of 3")
        self.assertEqual(rows[4]["why"], "Score 1 of 3, 3 days late")

    def test_how_long_somebody_can_still_be_reached_is_said_where_it_is_short(self):
        self.make_calls()
        (row,) = self.rows("calls_now", at=datetime(2026, 1, 12, 14, 22))
        self.assertEqual((row["why"], row["why_kind"]), ("Reachable for 1 h 38 min", "reachable"))

    def test_nothing_is_to_do_for_who_is_paused(self):
        touch = self.make_calls()
        touch.enrollment_id.sudo().pause()
        self.assertFalse(self.rows())
        touch.enrollment_id.sudo().resume()
        self.assertEqual(len(self.rows()), 1)

    def test_other_channels_have_their_own_groups_without_hours(self):
        sequence = self.make_sequence({"channel": "linkedin"}, "email")
        todos = self.make_sequence({"channel": "todo"}, "email")
        self.make_calls(sequence=sequence, name="Lin")
        self.make_calls(sequence=todos, name="Todd")
        night = MONDAY + timedelta(hours=12)
        self.assertEqual([row["name"] for row in self.rows("linkedin", at=night)], ["Lin0"])
        self.assertEqual([row["name"] for row in self.rows("todos", at=night)], ["Todd0"])

    def test_drafts_are_reviewed_by_whoever_sends_them(self):
        sequence = self.make_sequence({"channel": "email", "requires_review": True}, user_id=self.manager.id)
        enrollment = self.enroll(sequence, self.make_lead(), user_id=self.manager.id)
        self.run_at(MONDAY)
        (row,) = self.rows("drafts", user=self.manager)
        self.assertEqual((row["id"], row["kind"]), (f"touch-{enrollment.touch_ids.id}", "draft"))
        self.assertIs(row["clean"], True)
        group = next(group for group in self.day(user=self.manager)["groups"] if group["key"] == "drafts")
        self.assertEqual(group["note"], "1 clean")
        self.assertFalse(self.rows("drafts"))
        with freeze_time(MONDAY):
            enrollment.touch_ids.with_user(self.manager).approve()
        day = self.day(user=self.manager)
        self.assertFalse([row for group in day["groups"] for row in group["rows"]])
        self.assertEqual((day["done"], day["due"], day["summary"]["drafts"]), (1, 1, 1))
        self.assertEqual(day["summary"]["outgoing"][0]["words"], "1 draft that you approved")

    def test_an_answer_waits_for_whoever_looks_after_the_person(self):
        enrollment = self.enroll(self.make_sequence("email", "email"), self.make_lead())
        self.run_at(MONDAY)
        self.answer(enrollment.touch_ids, body="Yes, tell me more.")
        (row,) = self.rows("answers")
        signal = enrollment.signal_ids.filtered(lambda one: one.kind == "reply")
        self.assertEqual((row["id"], row["kind"], row["channel"]), (f"signal-{signal.id}", "answer", "answer"))
        self.assertEqual(row["quote"], "Yes, tell me more.")
        self.assertEqual(row["moment"], fields.Datetime.to_string(signal.occurred_at))
        self.assertFalse(self.rows("answers", user=self.manager))
        with freeze_time(MONDAY):
            self.env["sales.sequence.answers"].with_user(self.rep).handled(signal.id)
        day = self.day()
        self.assertEqual((day["done"], day["due"], day["summary"]["answers"]), (1, 1, 1))

    # ------------------------------------------------------------------

    def test_filters_let_through_what_they_name_and_count_the_rest(self):
        belgian = self.make_calls(1, name="Bel")
        first = belgian.sequence_id
        finnish = self.make_calls(1, name="Fin", sequence=first, country_id=self.env.ref("base.fi").id)
        linkedin = self.make_calls(1, name="Lin", sequence=self.make_sequence({"channel": "linkedin"}, name="Second"))
        every = belgian | finnish | linkedin

        def shown(**filters):
            day = self.day(filters=filters)
            rows = [row["res_id"] for group in day["groups"] for row in group["rows"]]
            self.assertEqual((day["hidden_by_filter"], day["due"]), (len(every) - len(rows), len(every)))
            return self.env["sales.sequence.touch"].browse(rows)

        self.assertEqual(shown(), every)
        self.assertEqual(shown(channel="linkedin"), linkedin)
        self.assertEqual(shown(sequence_id=linkedin.sequence_id.id), linkedin)
        self.assertEqual(shown(country_id=self.env.ref("base.fi").id), finnish)
        self.assertEqual(shown(text="FIN"), finnish)
        self.assertEqual(shown(channel="call", text="bel"), belgian)
        choices = self.day()["filters"]
        self.assertEqual([one["name"] for one in choices["countries"]], ["Belgium", "Finland"])
        self.assertEqual([one["name"] for one in choices["sequences"]], ["Outreach", "Second"])

    def test_nonsense_for_a_filter_is_refused_in_a_sentence(self):
        for filters in ("call", ["call"], {"stage": 1}, {"channel": "fax"}, {"country_id": "BE"}, {"text": 3}):
            with self.subTest(filters), self.assertRaises(UserError):
                self.day(filters=filters)

    def test_the_first_day_has_nothing(self):
        day = self.day()
        self.assertFalse([row for group in day["groups"] for row in group["rows"]])
        self.assertEqual((day["done"], day["due"], day["has_ever_had_tasks"], day["undo"]), (0, 0, False, False))
        self.assertIs(day["next_due"], False)
        touch = self.make_calls()
        with freeze_time(MONDAY):
            touch.activity_id.with_user(self.rep).action_feedback()
        self.assertIs(self.day(at=MONDAY + timedelta(days=90))["has_ever_had_tasks"], True)


class TestNumbers(DayCommon):
    def record(self, touch, name, at=MONDAY, **values):
        outcome = self.env.ref(f"sales_sequence.outcome_{name}")
        with freeze_time(at):
            return touch.activity_id.with_user(self.rep).action_sequence_outcome(outcome.id, **values)

    def test_what_came_of_the_day(self):
        first, second, third, fourth = self.make_calls(4)
        self.record(first, "connected")
        self.record(second, "voicemail")
        self.record(third, "no_answer", at=MONDAY + timedelta(minutes=1))
        day = self.day(at=MONDAY + timedelta(hours=1))
        self.assertEqual((day["done"], day["due"]), (3, 4))
        self.assertEqual([row["res_id"] for row in self.rows("calls_now")], fourth.ids)
        summary = day["summary"]
        self.assertEqual((summary["calls"], summary["conversations"], summary["meetings"]), (3, 1, 0))
        self.assertEqual(
            {(row["name"], row["count"]) for row in summary["outcomes"]},
            {("Connected", 1), ("Voicemail", 1), ("No answer", 1)},
        )
        self.assertEqual(day["undo"]["words"], "Ada2: No answer")
        attempt = self.env["sales.sequence.attempt"].browse(day["undo"]["attempt_id"])
        with freeze_time(MONDAY + timedelta(minutes=2)):
            attempt.with_user(self.rep).action_undo()
        day = self.day(at=MONDAY + timedelta(hours=1))
        self.assertEqual((day["done"], day["due"]), (2, 4))
        self.assertNotEqual(day["undo"]["words"], "Ada2: No answer")

    def test_a_new_day_begins_at_midnight_of_the_user(self):
        (touch,) = self.make_calls(1)
        late = datetime(2026, 1, 12, 22, 30)
        self.record(touch, "voicemail", at=late)
        self.assertEqual(self.day(at=late)["done"], 1)
        self.assertEqual(self.day(at=late + timedelta(hours=1))["done"], 0)

    def test_tomorrow_has_what_is_due_and_what_sequences_plan_for_it(self):
        self.make_calls(2)
        planned = self.enroll(
            self.make_sequence({"channel": "call", "name": "Kick-off call"}),
            self.make_lead("Zoe"),
            at=MONDAY + timedelta(hours=10),
        )
        retried = self.make_calls(1, name="Ret")
        self.record(retried, "no_answer")
        tomorrow = self.day(at=MONDAY + timedelta(hours=10))["tomorrow"]
        self.assertEqual((tomorrow["date"], tomorrow["count"]), ("2026-01-13", 2))
        self.assertEqual(tomorrow["name"], "Tomorrow, Tue, Jan 13")
        rows = {row["name"]: row for row in tomorrow["rows"]}
        self.assertEqual(rows["Zoe"]["id"], f"enrollment-{planned.id}")
        self.assertEqual((rows["Zoe"]["why"], rows["Zoe"]["moment"]), ("Kick-off call", "2026-01-13 08:00:00"))
        self.assertEqual(rows["Ret0"]["kind"], "task")

    def test_on_a_friday_tomorrow_is_monday(self):
        tomorrow = self.day(at=MONDAY + timedelta(days=4))["tomorrow"]
        self.assertEqual((tomorrow["date"], tomorrow["name"]), ("2026-01-19", "Mon, Jan 19"))

    def test_emails_that_leave_without_the_user_are_counted(self):
        self.enroll(self.make_sequence("email"), self.make_leads(3), at=MONDAY + timedelta(hours=10))
        outgoing = self.day(at=MONDAY + timedelta(hours=10))["summary"]["outgoing"]
        self.assertEqual([row["when"] for row in outgoing], ["Tomorrow"])
        self.assertEqual(outgoing[0]["words"].replace("\u202f", " "), "3 emails, first at 9:00 AM")

    def test_meetings_booked_today_are_those_with_people_in_sequences(self):
        touch = self.make_calls()
        with freeze_time(MONDAY), self.mock_datetime_and_now(MONDAY):
            events = self.env["calendar.event"].with_user(self.rep)
            values = {"name": "Talk", "start": "2026-01-15 10:00:00", "stop": "2026-01-15 10:30:00"}
            events.create({**values, "opportunity_id": touch.enrollment_id.lead_id.id})
            events.create({**values, "name": "Lunch"})
        summary = self.day()["summary"]
        self.assertEqual(summary["meetings"], 1)
        (booked,) = summary["booked"]
        self.assertEqual((booked["name"], booked["moment"]), ("Ada0", "2026-01-15 10:00:00"))
        self.assertEqual((booked["res_model"], booked["res_id"]), ("crm.lead", touch.enrollment_id.lead_id.id))


class TestTask(DayCommon):
    def test_a_task_says_what_a_rep_needs(self):
        touch = self.make_calls(partner_name="Customer", phone="+32 2 290 34 90", function="Buyer", priority="2")
        touch.enrollment_id.lead_id.sequence_linkedin_url = "https://www.linkedin.com/in/ada"
        task = self.task(touch)
        self.assertIn("Ask what became of the proposal.", task["script"])
        self.assertEqual(
            (task["phone"], task["function"], task["score"], task["step_number"], task["step_count"]),
            ("+32 2 290 34 90", "Buyer", 2, 1, 2),
        )
        self.assertEqual((task["step_name"], task["sequence_name"]), ("First call", "Outreach"))
        self.assertEqual((task["res_model"], task["res_id"]), ("crm.lead", touch.enrollment_id.lead_id.id))
        self.assertEqual(task["linkedin_url"], "https://www.linkedin.com/in/ada")
        self.assertEqual(task["reachable_until"], "2026-01-12 16:00:00")
        self.assertIn("7 h 0 min left", task["reachable_words"])
        self.assertEqual(task["next"]["moment"], "2026-01-13 09:00:00")
        with freeze_time(MONDAY):
            offered = touch.activity_id.with_user(self.rep).get_sequence_outcomes()["outcomes"]
        self.assertTrue(offered)
        self.assertEqual(task["outcomes"], offered)

    def test_the_history_is_what_we_did_and_what_they_said(self):
        sequence = self.make_sequence("email", {"channel": "call", "name": "First call"}, "email")
        enrollment = self.enroll(sequence, self.make_lead())
        self.run_at(MONDAY)
        self.send_mails(MONDAY)
        self.run_at(MONDAY + timedelta(days=1))
        touch = enrollment.touch_ids.filtered("activity_id")
        with freeze_time(MONDAY + timedelta(days=1)):
            touch.activity_id.with_user(self.rep).action_sequence_outcome(
                self.env.ref("sales_sequence.outcome_no_answer").id, "She is back on Wednesday."
            )
        later = MONDAY + timedelta(days=2)
        self.assertEqual(
            [(row["title"], row["text"], row["quote"]) for row in self.task(touch, at=later)["history"]],
            [("Step 1", "no answer", False), ("First call", "No answer", "She is back on Wednesday.")],
        )

    def test_a_task_that_is_done_can_still_be_looked_at_but_nothing_comes_of_it(self):
        touch = self.make_calls()
        with freeze_time(MONDAY):
            touch.activity_id.with_user(self.rep).action_feedback()
        task = self.task(touch)
        self.assertEqual((task["touch_id"], task["activity_id"], task["outcomes"]), (touch.id, False, []))

    def test_tasks_come_in_the_order_asked_for_without_those_that_are_gone(self):
        touches = self.make_calls(3)
        gone = touches[1].id
        touches[1].sudo().enrollment_id.unlink()
        wanted = [touches[2].id, gone, touches[0].id, 2**31 - 2]
        with freeze_time(MONDAY):
            tasks = self.env["sales.sequence.day"].with_user(self.rep).get_tasks(wanted)
        self.assertEqual([task["touch_id"] for task in tasks], [touches[2].id, touches[0].id])

    def test_a_calendar_without_a_day_to_come_holds_up_no_other_task(self):
        bad = self.make_calls(1, name="Bad", sequence=self.make_sequence("call", "email"))
        good = self.make_calls(1, name="Good")
        endless = self.env["resource.calendar"].create(
            {"name": "Closed for good", "tz": "Europe/Brussels", "company_id": False}
        )
        self.env["resource.calendar.leaves"].create(
            {"calendar_id": endless.id, "date_from": "2026-01-13 00:00:00", "date_to": "2050-01-01 00:00:00"}
        )
        bad.sequence_id.calendar_id = endless
        with freeze_time(MONDAY):
            tasks = self.env["sales.sequence.day"].with_user(self.rep).get_tasks((bad + good).ids)
        self.assertEqual([task["touch_id"] for task in tasks], (bad + good).ids)
        self.assertTrue(tasks[1]["outcomes"])
        self.assertEqual(len(self.rows()), 2)


class TestRights(DayCommon):
    def setUp(self):
        super().setUp()
        self.colleague = self.make_colleague()

    def test_who_is_no_user_of_sales_sequences_is_refused(self):
        touch = self.make_calls()
        portal = mail_new_test_user(self.env, login="outside", groups="base.group_portal")
        for user in (self.user_employee, portal):
            day = self.env["sales.sequence.day"].with_user(user)
            for call in (day.get_day, lambda day=day: day.get_tasks(touch.ids)):
                with self.assertRaises(AccessError):
                    call()

    def test_nobody_sees_the_tasks_of_a_colleague(self):
        foreign = self.make_calls()
        own = self.make_calls(name="Own", user_id=self.colleague.id)
        self.assertEqual([row["res_id"] for row in self.rows(user=self.colleague)], own.ids)
        with freeze_time(MONDAY):
            tasks = self.env["sales.sequence.day"].with_user(self.colleague).get_tasks((foreign + own).ids)
        self.assertEqual([task["touch_id"] for task in tasks], own.ids)

    def test_a_manager_may_look_at_a_task_but_has_it_not_in_their_day(self):
        touch = self.make_calls()
        self.assertEqual(self.task(touch, user=self.manager)["name"], "Ada0")
        self.assertFalse(self.rows(user=self.manager))

    def test_whoever_has_the_activity_of_a_hidden_record_sees_the_task_without_a_name(self):
        touch = self.make_calls(partner_name="Secret & Sons", phone="+32 2 290 34 90", city="Ghent")
        touch.activity_id.sudo().user_id = self.colleague
        (row,) = self.rows(user=self.colleague)
        self.assertEqual((row["name"], row["company"], row["place"]), ("Hidden: ask a manager", False, False))
        task = self.task(touch, user=self.colleague)
        self.assertEqual(task["name"], "Hidden: ask a manager")
        told = str({name: value for name, value in task.items() if name != "script"})
        for secret in ("Ada", "Secret", "290", "Ghent", "customer.example.org"):
            self.assertNotIn(secret, told)

    def test_the_companies_that_are_switched_off_are_not_shown(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.rep.company_ids += other
        touch = self.make_calls()
        touch.sudo().enrollment_id.company_id = other
        self.env.flush_all()
        day = self.env["sales.sequence.day"].with_user(self.rep)
        for companies, expected in ((self.env.company, []), (other, touch.ids), (other + self.env.company, touch.ids)):
            with freeze_time(MONDAY), self.subTest(companies.mapped("name")):
                groups = day.with_context(allowed_company_ids=companies.ids).get_day()["groups"]
                self.assertEqual([row["res_id"] for group in groups for row in group["rows"]], expected)


class TestQueries(DayCommon):
    """The number of queries does not depend on how much there is to do."""

    def queries(self, work):
        with freeze_time(MONDAY + timedelta(minutes=1)):
            work()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            work()
            return self.env.cr.sql_log_count - before

    def fill(self, count, name):
        calls = self.make_calls(count, name=name, sequence=self.sequence)
        drafts = self.enroll(self.reviewed, self.make_leads(count, name=f"D{name}"))
        answered = self.enroll(self.mailed, self.make_leads(count, name=f"R{name}"))
        self.run_at(MONDAY)
        self.env["sales.sequence.signal"].create(
            [{"enrollment_id": one.id, "kind": "reply", "settled_at": MONDAY} for one in answered]
        )
        return calls, drafts

    def test_opening_the_day_and_its_tasks_costs_the_same_for_ten_and_for_forty(self):
        self.sequence = self.make_sequence({"channel": "call", "note": SCRIPT}, "email")
        self.reviewed = self.make_sequence({"channel": "email", "requires_review": True})
        self.mailed = self.make_sequence("email", "email")
        day = self.env["sales.sequence.day"].with_user(self.rep)
        calls, _drafts = self.fill(10, "Few")
        few = self.queries(day.get_day), self.queries(lambda: day.get_tasks(calls.ids))
        more, _drafts = self.fill(30, "Many")
        calls += more
        self.assertEqual(len(self.rows()), 120)
        many = self.queries(day.get_day), self.queries(lambda: day.get_tasks(calls.ids))
        self.assertEqual(many, few)
