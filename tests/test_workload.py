# License LGPL-3.0 or later: see LICENSE.
"""The work ahead of each rep: models/measure/workload.py."""

import random
from datetime import date, timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import Form

from odoo.addons.mail.tests.common import mail_new_test_user

from .common import BRUSSELS, MONDAY, SequenceCommon

# Monday to Friday of two weeks.
DAYS = [date(2026, 1, 12) + timedelta(days=days) for days in (0, 1, 2, 3, 4, 7, 8, 9, 10, 11)]


class TestWorkload(SequenceCommon):
    def workload(self, user=None, at=MONDAY, user_ids=None):
        with freeze_time(at):
            return self.env["sales.sequence.workload"].with_user(user or self.manager).get_workload(user_ids)

    def counts(self, user, channel, **options):
        """How many a user has on each day."""
        people = {person["user_id"]: person for person in self.workload(**options)["people"]}
        return [day[channel] for day in people[user.id]["days"]]

    def by_preview(self, enrollments, at=MONDAY):
        """The same, told by the preview of each single person: ``{(user id, day, channel): count}``."""
        found = {}
        with freeze_time(at):
            for enrollment in enrollments:
                for row in enrollment.preview():
                    if not row["planned_at"] or row["channel"] == "action":
                        continue
                    user = enrollment.user_id
                    day = self.local(row["planned_at"], user).date()
                    if row["channel"] != "email":
                        user = enrollment._assignee()[0]
                        day = self.local(row["planned_at"], user).date()
                    if row["open"] == "todo":
                        day = enrollment._open_touches()[enrollment.id].activity_id.date_deadline
                    day = next((one for one in self.days if one >= day), None)
                    if day:
                        key = user.id, day, row["channel"]
                        found[key] = found.get(key, 0) + 1
        return found

    def local(self, moment, user):
        return fields.Datetime.context_timestamp(
            self.env["res.users"].with_context(tz=user.tz or BRUSSELS), fields.Datetime.to_datetime(moment)
        )

    def by_workload(self, at=MONDAY):
        workload = self.workload(at=at)
        return {
            (person["user_id"], day, channel): count
            for person in workload["people"]
            for day, counts in zip(self.days, person["days"], strict=True)
            for channel, count in counts.items()
            if count
        }

    # ------------------------------------------------------------------

    def test_the_days_are_the_next_ten_working_days_from_today_on(self):
        self.assertEqual(self.workload()["days"], [fields.Date.to_string(day) for day in DAYS])
        saturday = self.workload(at=MONDAY - timedelta(days=2))["days"]
        self.assertEqual(saturday[0], "2026-01-12")
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": self.env.company.resource_calendar_id.id,
                "date_from": "2026-01-12 23:00:00",
                "date_to": "2026-01-13 22:59:59",
            }
        )
        self.assertEqual(self.workload()["days"][:2], ["2026-01-12", "2026-01-14"])

    def test_the_steps_ahead_are_counted_on_their_days(self):
        sequence = self.make_sequence(
            "email", "call", {"channel": "linkedin", "delay": 3}, {"channel": "todo", "delay": 20}
        )
        self.enroll(sequence, self.make_leads(3))
        self.assertEqual(self.counts(self.rep, "email"), [3] + [0] * 9)
        self.assertEqual(self.counts(self.rep, "call"), [0, 3] + [0] * 8)
        self.assertEqual(self.counts(self.rep, "linkedin"), [0] * 4 + [3] + [0] * 5)
        self.assertEqual(self.counts(self.rep, "todo"), [0] * 10)
        (person,) = self.workload()["people"]
        self.assertEqual((person["tasks"], person["emails"], person["open"], person["name"]), (6, 3, 0, "Rita Rep"))

    def test_what_waits_already_counts_on_the_first_day(self):
        sequence = self.make_sequence("call", "call")
        enrollments = self.enroll(sequence, self.make_leads(2))
        self.run_at(MONDAY)
        wednesday = MONDAY + timedelta(days=2)
        (person,) = self.workload(at=wednesday)["people"]
        self.assertEqual(person["days"][0]["call"], 2)
        self.assertEqual(person["open"], 2)
        with freeze_time(MONDAY):
            enrollments[0].touch_ids.activity_id.date_deadline = date(2026, 1, 16)
        # Nobody knows when they will be done: what follows is planned from when they are given up, as in the preview.
        self.assertEqual(self.counts(self.rep, "call", at=MONDAY)[:5], [1, 0, 0, 0, 2])
        enrollments[1].pause()
        self.assertEqual(sum(self.counts(self.rep, "call", at=MONDAY)[:1]), 0, "nothing is to be done while paused")

    def test_a_task_belongs_to_whoever_will_do_it_and_an_email_to_its_sender(self):
        colleague = mail_new_test_user(
            self.env, login="colleague", groups="sales_sequence.group_sales_sequence_user", tz=BRUSSELS
        )
        lead = self.make_lead(user_id=colleague.id)
        self.enroll(self.make_sequence("email", "call"), lead, user_id=self.rep.id)
        self.assertEqual(self.counts(self.rep, "email")[0], 1)
        self.assertEqual(self.counts(colleague, "call")[1], 1)
        colleague.active = False
        self.assertEqual(self.counts(self.rep, "call")[1], 1, "the sender stands in")

    def test_a_rep_sees_the_own_work_and_nobody_elses(self):
        colleague = mail_new_test_user(
            self.env, login="colleague", groups="sales_sequence.group_sales_sequence_user", tz=BRUSSELS
        )
        sequence = self.make_sequence("email", "call")
        self.enroll(sequence, self.make_leads(2))
        self.enroll(sequence, self.make_leads(3, "Bo", user_id=colleague.id))
        for user, count in ((self.rep, 2), (colleague, 3)):
            (person,) = self.workload(user, user_ids=[self.rep.id, colleague.id])["people"]
            self.assertEqual((person["user_id"], person["tasks"]), (user.id, count))
        everybody = {person["user_id"]: person["tasks"] for person in self.workload()["people"]}
        self.assertEqual(everybody, {self.rep.id: 2, colleague.id: 3})
        odd = ["x", True, 1.5, None, 2**40, self.rep.id]
        self.assertEqual([one["user_id"] for one in self.workload(user_ids=odd)["people"]], [self.rep.id])
        nobody = mail_new_test_user(self.env, login="nobody", groups="base.group_user")
        with self.assertRaises(AccessError):
            self.workload(nobody)
        with self.assertRaises(AccessError):
            self.env["sales.sequence.workload"].with_user(nobody).action_open_workload(self.rep.id)

    def test_a_number_opens_the_enrollments_that_it_counts(self):
        sequence = self.make_sequence("email", "call", "call")
        first = self.enroll(sequence, self.make_leads(2))
        second = self.enroll(sequence, self.make_leads(1, "Bo"), start_on=date(2026, 1, 13))
        self.assertEqual(self.counts(self.rep, "call")[:4], [0, 2, 3, 1])
        Workload = self.env["sales.sequence.workload"].with_user(self.manager)
        for day, expected in (("2026-01-13", first), ("2026-01-14", first + second), ("2026-01-15", second)):
            with freeze_time(MONDAY):
                action = Workload.action_open_workload(self.rep.id, day, "call")
            opened = self.env[action["res_model"]].search(action["domain"])
            self.assertEqual(opened, expected.sorted("id", reverse=True))
        with freeze_time(MONDAY):
            hidden = Workload.with_user(self.rep).action_open_workload(self.manager.id)
        self.assertEqual(hidden["domain"], [("id", "in", [])])
        self.assertEqual(action["name"], "People behind the tasks of Rita Rep")

    def test_an_open_task_about_somebody_elses_person_is_own_work(self):
        colleague = mail_new_test_user(
            self.env, login="colleague", groups="sales_sequence.group_sales_sequence_user", tz=BRUSSELS
        )
        self.enroll(self.make_sequence("call", "call"), self.make_leads(2))
        self.run_at(MONDAY)
        touch = self.env["sales.sequence.touch"].search([], limit=1)
        touch.activity_id.user_id = colleague
        (person,) = self.workload(colleague)["people"]
        self.assertEqual((person["tasks"], person["open"], person["days"][0]["call"]), (1, 1, 1))
        (others,) = self.workload(self.rep)["people"]
        self.assertEqual(others["open"], 1)
        with freeze_time(MONDAY):
            Workload = self.env["sales.sequence.workload"].with_user(colleague)
            action = Workload.action_open_workload(colleague.id)
        self.assertEqual(action["tag"], "sales_sequence_day", "where their names are hidden")

    def test_nobody_learns_the_names_of_customers_of_another_company(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        stranger = mail_new_test_user(
            self.env,
            login="stranger",
            name="Sam Stranger",
            groups="base.group_portal",
            company_id=company.id,
            company_ids=company.ids,
        )
        self.assertEqual(self.workload(user_ids=[stranger.id])["people"], [])
        for user in (self.manager, self.rep):
            with freeze_time(MONDAY):
                action = self.env["sales.sequence.workload"].with_user(user).action_open_workload(stranger.id)
            self.assertNotIn("Stranger", action["name"])

    def test_a_pause_that_ends_moves_the_work_and_one_that_does_not_removes_it(self):
        sequence = self.make_sequence({"channel": "call", "delay": 1}, "call")
        enrollments = self.enroll(sequence, self.make_leads(2))
        with freeze_time(MONDAY):
            enrollments[0].pause(until=MONDAY + timedelta(days=2))
            enrollments[1].pause()
        self.assertEqual(self.counts(self.rep, "call")[:5], [0, 0, 0, 1, 1])

    def test_queries_do_not_grow_with_people_and_sequences(self):
        def count_queries():
            self.env.flush_all()
            self.env.invalidate_all()
            with freeze_time(MONDAY):
                workload = self.env["sales.sequence.workload"].with_user(self.manager)
                before = self.cr.sql_log_count
                workload.get_workload()
                return self.cr.sql_log_count - before

        self.enroll(self.make_sequence("email", "call"), self.make_leads(2))
        count_queries()
        few = count_queries()
        for number in range(5):
            sequence = self.make_sequence("call", "email", "call", name=f"Sequence {number}")
            self.enroll(sequence, self.make_leads(6, f"Cy{number}x"))
        self.run_at(MONDAY)
        # Publishing has cleared the caches of rights.
        count_queries()
        self.assertLessEqual(count_queries(), few)

    def test_it_is_what_the_preview_of_each_person_says(self):
        """Two hundred people at random places of sequences at random, hours in the sender's or the company's zone."""
        rng = random.Random(16)
        far = mail_new_test_user(
            self.env, login="far", groups="sales_sequence.group_sales_sequence_user", tz="Asia/Tokyo"
        )
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": self.env.company.resource_calendar_id.id,
                "date_from": "2026-01-14 23:00:00",
                "date_to": "2026-01-15 22:59:59",
            }
        )
        units = ["hour", "day", "business_day"]
        enrollments = self.env["sales.sequence.enrollment"]
        for number in range(14):
            steps = [
                {
                    "channel": rng.choice(["email", "call", "linkedin", "todo"]),
                    "delay": rng.randrange(5) * (7 if (unit := rng.choice(units)) == "hour" else 1),
                    "delay_unit": unit,
                    "wait_for_completion": rng.random() < 0.7,
                    "max_wait_days": rng.choice([0, 2]),
                }
                for _step in range(rng.randint(1, 5))
            ]
            sequence = self.make_sequence(
                *steps,
                window_tz=rng.choice(["owner", "company"]),
                window_start=rng.choice([7.25, 9, 12]),
                window_end=rng.choice([13, 17.75]),
                name=f"Sequence {number}",
            )
            for owner in (self.rep, far):
                leads = self.make_leads(4, f"P{number}{owner.login}", user_id=owner.id)
                at = MONDAY - timedelta(hours=rng.randrange(1, 150))
                enrollments |= self.enroll(sequence, leads, at=at)
        self.run_at(MONDAY - timedelta(hours=40))
        self.run_at(MONDAY - timedelta(minutes=7))
        for enrollment in rng.sample(enrollments.filtered(lambda one: one.state == "running"), 12):
            with freeze_time(MONDAY - timedelta(minutes=5)):
                enrollment.pause(until=MONDAY + timedelta(hours=rng.randrange(1, 90)))
        self.days = [fields.Date.to_date(day) for day in self.workload()["days"]]
        live = enrollments.filtered(lambda one: one.state in ("running", "paused"))
        expected = self.by_preview(live)
        for touch in enrollments.touch_ids.filtered(lambda touch: touch.state == "todo"):
            enrollment = touch.enrollment_id
            if enrollment.state == "paused":
                if touch.step_id == enrollment.next_step_id:
                    self.take(expected, touch, -1)
            elif touch.step_id != enrollment.next_step_id:
                self.take(expected, touch, 1)
        found = self.by_workload()
        differing = {
            key: (expected.get(key, 0), found.get(key, 0))
            for key in expected.keys() | found.keys()
            if expected.get(key, 0) != found.get(key, 0)
        }
        self.assertFalse(differing)
        self.assertGreater(sum(found.values()), 200)
        self.assertGreater(len(found), 40)

    def test_the_dialog_shows_what_it_adds_to_whose_days(self):
        colleague = mail_new_test_user(
            self.env,
            login="colleague",
            name="Cleo Colleague",
            groups="sales_sequence.group_sales_sequence_user",
            tz=BRUSSELS,
        )
        sequence = self.make_sequence(
            "email", "call", {"channel": "call", "delay": 3}, {"channel": "todo", "delay": 30}
        )
        self.enroll(sequence, self.make_leads(2))
        leads = self.make_leads(3, "New") + self.make_leads(1, "Other", user_id=colleague.id)
        with freeze_time(MONDAY):
            form = self.dialog(leads, self.manager)
            self.assertEqual(
                form.added_work,
                [
                    {
                        "user_id": colleague.id,
                        "name": "Cleo Colleague",
                        "days": [
                            {"day": "2026-01-13", "call": 1, "linkedin": 0, "todo": 0, "there": 0},
                            {"day": "2026-01-16", "call": 1, "linkedin": 0, "todo": 0, "there": 0},
                        ],
                    },
                    {
                        "user_id": self.rep.id,
                        "name": "Rita Rep",
                        "days": [
                            {"day": "2026-01-13", "call": 3, "linkedin": 0, "todo": 0, "there": 2},
                            {"day": "2026-01-16", "call": 3, "linkedin": 0, "todo": 0, "there": 2},
                        ],
                    },
                ],
            )
            self.assertIn("3 calls", form.work_html)
            self.assertIn("Tue, Jan 13", form.work_html)
            form.save().action_enroll()
        self.assertEqual(self.counts(self.rep, "call")[:5], [0, 5, 0, 0, 5], "as the dialog has said")
        self.assertEqual(self.counts(colleague, "call")[:5], [0, 1, 0, 0, 1])

    def test_the_dialog_tells_a_rep_nothing_of_the_work_of_others(self):
        colleague = mail_new_test_user(
            self.env, login="colleague", groups="sales_sequence.group_sales_sequence_user", tz=BRUSSELS
        )
        sequence = self.make_sequence("call", user_id=colleague.id)
        self.enroll(sequence, self.make_leads(2, "There", user_id=colleague.id))
        self.enroll(sequence, self.make_leads(3, "Own"))
        leads = self.make_lead("Mine") + self.make_lead("Free", user_id=False)
        with freeze_time(MONDAY):
            rows = {row["user_id"]: row["days"][0]["there"] for row in self.dialog(leads, self.rep).added_work}
        self.assertEqual(rows, {self.rep.id: 3, colleague.id: False})

    def test_the_dialog_heeds_the_daily_limit_and_the_day_to_start_on(self):
        self.make_sequence("call", max_new_per_day=2)
        leads = self.make_leads(5)
        with freeze_time(MONDAY):
            form = self.dialog(leads, self.manager)
            days = {day["day"]: day["call"] for day in form.added_work[0]["days"]}
            self.assertEqual(days, {"2026-01-12": 2, "2026-01-13": 2, "2026-01-14": 1})
            form.start_on = date(2026, 1, 20)
            days = {day["day"]: day["call"] for day in form.added_work[0]["days"]}
            self.assertEqual(days, {"2026-01-20": 2, "2026-01-21": 2, "2026-01-22": 1})

    def test_the_dialog_says_nothing_of_work_where_there_is_none(self):
        self.make_sequence("email", "email")
        form = self.dialog(self.make_leads(2), self.manager)
        self.assertFalse(form.added_work)
        self.assertFalse(form.work_html)

    def test_the_dialog_takes_no_more_queries_for_more_people(self):
        self.make_sequence("email", "call")
        leads = self.make_leads(40)

        def count_queries(targets):
            self.env.flush_all()
            self.env.invalidate_all()
            sequence = self.env["sales.sequence"].search([("state", "=", "live")])
            candidates, _refusals = self.env["sales.sequence.eligibility"]._check(sequence, targets.ids)
            before = self.cr.sql_log_count
            self.assertEqual(
                sum(
                    day["call"]
                    for row in self.env["sales.sequence.workload"]._added_by(sequence, candidates)
                    for day in row["days"]
                ),
                len(targets),
            )
            return self.cr.sql_log_count - before

        with freeze_time(MONDAY):
            count_queries(leads[:1])
            few = count_queries(leads[:1])
            self.assertEqual(count_queries(leads), few)

    def dialog(self, leads, user):
        context = {"active_model": "crm.lead", "active_ids": leads.ids}
        return Form(self.env["sales.sequence.enroll.wizard"].with_user(user).with_context(**context))

    def take(self, counts, touch, by):
        """Count the open task of a step that its sequence does not wait at; or, of somebody paused, do not."""
        day = next(one for one in self.days if one >= touch.activity_id.date_deadline)
        key = touch.activity_id.user_id.id, day, touch.channel
        counts[key] = counts.get(key, 0) + by
