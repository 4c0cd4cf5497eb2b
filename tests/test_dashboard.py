"""The dashboard: what it counts, for whom, and that each number opens the records that it counts."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import warmup

from odoo.addons.mail.tests.common import mail_new_test_user

from .common import BRUSSELS, MONDAY, SequenceCommon

# A Wednesday, 15:30 in Brussels, with history of 30 weeks behind it.
NOW = MONDAY + timedelta(weeks=30, days=2, hours=5, minutes=30)
DAY = timedelta(days=1)
WEEK = timedelta(days=7)
# People whose first email left then have just closed.
CLOSED = timedelta(days=14, hours=1)
# A second step that nobody reaches here.
LATER = {"channel": "email", "delay": 300, "delay_unit": "day"}


class DashboardCommon(SequenceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        groups = "sales_sequence.group_sales_sequence_user,base.group_partner_manager"
        cls.colleague = mail_new_test_user(
            cls.env, login="colleague", name="Colin Colleague", groups=groups, tz=BRUSSELS, email="colin@test.example"
        )

        # Odoo's American weeks begin on Sunday.
        cls.env["res.lang"].search([("code", "=", "en_US")]).week_start = "1"
        # Any hour of any day is a working hour: what is due is done at once.
        days = [str(day) for day in range(7)]
        cls.always = cls.env["resource.calendar"].create(
            {
                "name": "Always",
                "tz": "UTC",
                "company_id": False,
                "attendance_ids": [
                    Command.create({"name": day, "dayofweek": day, "hour_from": 0, "hour_to": 24}) for day in days
                ],
            }
        )

    @classmethod
    def make_sequence(cls, *steps, **values):
        hours = {"calendar_id": cls.always.id, "window_start": 0, "window_end": 24}
        return super().make_sequence(*steps, **{**hours, **values})

    def dashboard(self, user=None, at=NOW, **filters):
        self.env.invalidate_all()
        with freeze_time(at):
            return self.model(user).get_dashboard(filters)

    def model(self, user=None):
        return self.env["sales.sequence.dashboard"].with_user(user or self.manager)

    def opened(self, name, user=None, at=NOW, filters=None, **of):
        """The records that a number opens, as its reader sees them."""
        with freeze_time(at):
            action = self.model(user).action_open(name, filters, of)
            found = self.env[action["res_model"]].with_user(user or self.manager)
            return found.with_context(**action["context"]).search(action["domain"]).sudo()

    def write_to(self, sequence, count, at, name, **values):
        """Enroll leads and send their first email. :return: their enrollments"""
        enrollments = self.enroll(sequence, self.make_leads(count, name, **values), at=at)
        # The clock of the person decides when it leaves; here it has left at that moment.
        enrollments.next_run_at = at
        self.run_at(at)
        self.send_mails(at)
        touches = enrollments.touch_ids
        self.assertEqual(set(touches.mapped("state")), {"sent"})
        touches.done_at = at
        return enrollments

    def answer_of(self, enrollment, at, **options):
        touch = enrollment.touch_ids.sorted("id")[-1]
        self.answer(touch, email_from=enrollment.email_normalized, at=at, **options)

    def make_tasks(self, count, name, at, sequence, user=None, deadline=None):
        """Enroll leads whose first step is a task. :return: the touches"""
        leads = self.make_leads(count, name, user_id=(user or self.rep).id)
        enrollments = self.enroll(sequence, leads, at=at)
        enrollments.next_run_at = at
        self.run_at(at)
        touches = enrollments.touch_ids
        self.assertEqual(touches.mapped("state"), ["todo"] * count)
        touches.activity_id.date_deadline = (deadline or at).date()
        return touches


class TestActive(DashboardCommon):
    def test_who_is_in_came_in_and_left(self):
        sequence = self.make_sequence("email", LATER, user_id=False)
        early = self.write_to(sequence, 3, NOW - 10 * DAY, "Early")
        late = self.write_to(sequence, 2, NOW - DAY, "Late")
        with freeze_time(NOW - 9 * DAY):
            early[0].stop("manual")
        with freeze_time(NOW - timedelta(hours=2)):
            early[1].stop("manual")
            late[0].pause()
        active = self.dashboard()["active"]
        self.assertEqual((active["count"], active["came_in"], active["left"], active["sequences"]), (3, 2, 1, 1))
        self.assertEqual(active["by_sequence"], {str(sequence.id): 3})
        self.assertEqual([(rep["name"], rep["count"]) for rep in active["by_rep"]], [("Rita Rep", 3)])
        self.assertEqual(self.opened("active"), early[2] | late)
        self.assertEqual(self.opened("came_in"), late)
        self.assertEqual(self.opened("left"), early[1])

    def test_nobody_is_in_what_nobody_started(self):
        data = self.dashboard()
        self.assertEqual(data["active"]["count"], 0)
        self.assertEqual(data["sequences"], [])
        self.assertEqual((data["waiting"]["count"], data["waiting"]["sentence"]), (0, False))
        self.assertEqual(data["answered"]["count"], 0)
        self.assertEqual(data["answered"]["average"], 0)


class TestAnswered(DashboardCommon):
    def setUp(self):
        super().setUp()
        self.sequence = self.make_sequence("email", LATER)

    def counts(self, **options):
        return [(week["until_now"], week["whole"]) for week in self.dashboard(**options)["answered"]["weeks"]]

    def test_weeks_are_compared_until_the_same_moment(self):
        people = self.write_to(self.sequence, 5, NOW - 3 * WEEK, "Ada")
        self.answer_of(people[0], at=NOW - timedelta(hours=1))
        self.answer_of(people[1], at=NOW - WEEK - timedelta(minutes=1))
        self.answer_of(people[2], at=NOW - WEEK + timedelta(minutes=1))
        # Sunday evening, the one before midnight in Brussels, the other after it.
        self.answer_of(people[3], at=NOW - 2 * DAY - timedelta(hours=17))
        self.answer_of(people[4], at=NOW - 2 * DAY - timedelta(hours=16))
        answered = self.dashboard()["answered"]
        self.assertEqual(self.counts()[-2:], [(1, 3), (2, 2)])
        self.assertEqual(answered["count"], 2)
        self.assertEqual(answered["average"], 1 / 8)
        self.assertEqual(answered["weeks"][-1]["day"], fields.Date.to_string((NOW - 2 * DAY).date()))
        self.assertEqual(self.opened("answered"), people[0] | people[4])
        before = fields.Date.to_string((NOW - 9 * DAY).date())
        self.assertEqual(self.opened("answered", week=before), people[1] | people[2] | people[3])
        self.assertEqual(self.opened("answered", week=before, until_now=True), people[1])
        with self.assertRaises(UserError):
            self.opened("answered", week="2020-01-06")
        self.env["res.lang"].search([("code", "=", "en_US")]).week_start = "7"
        self.assertEqual(self.counts()[-2:], [(1, 2), (3, 3)], "where weeks begin on Sunday")

    def test_whoever_answers_in_two_sequences_is_one_person(self):
        contact = self.env["res.partner"].create({"name": "Eve", "email": "eve@customer.example.org"})
        lead = {"partner_id": contact.id, "email_from": contact.email}
        (first,) = self.write_to(self.make_sequence("email", name="First"), 1, NOW - 10 * DAY, "Eve", **lead)
        (second,) = self.write_to(self.make_sequence("email", name="Second"), 1, NOW - 5 * DAY, "Eva", **lead)
        self.answer_of(first, at=NOW - timedelta(hours=3))
        self.answer_of(second, at=NOW - timedelta(hours=2))
        self.assertTrue(first.replied_at and second.replied_at)
        self.assertEqual(self.counts()[-1], (1, 1))
        self.assertEqual(self.opened("answered"), first, "one for each person: the one answered first")

    def test_machines_and_corrected_verdicts_do_not_count(self):
        machine, person = self.write_to(self.sequence, 2, NOW - DAY, "Ada")
        self.answer_of(machine, at=NOW - timedelta(hours=2), headers="Auto-Submitted: auto-replied\n")
        self.answer_of(person, at=NOW - timedelta(hours=1))
        self.assertEqual(self.counts()[-1], (1, 1))
        signal = person.signal_ids.filtered(lambda one: one.kind == "reply")
        with freeze_time(NOW):
            self.env["sales.sequence.answers"].with_user(self.rep).machine(signal.id)
        self.assertEqual(self.counts()[-1], (0, 0))
        self.assertFalse(self.opened("answered"))


class TestWaiting(DashboardCommon):
    def setUp(self):
        super().setUp()
        self.calls = self.make_sequence({"channel": "call", "name": "First call"}, LATER, name="Cadence")
        self.todos = self.make_sequence({"channel": "todo", "name": "Gift"}, LATER, name="Gifts")

    def waiting(self, user=None, **filters):
        return self.dashboard(user, **filters)["waiting"]

    def test_reps_by_steps(self):
        late = self.make_tasks(2, "Late", NOW, self.calls, deadline=NOW - DAY)
        today = self.make_tasks(1, "Today", NOW, self.calls)
        self.make_tasks(1, "Later", NOW, self.calls, deadline=NOW + DAY)
        gifts = self.make_tasks(1, "Gift", NOW, self.todos, self.colleague)
        paused = self.make_tasks(1, "Paused", NOW, self.calls)
        paused.enrollment_id.pause()
        waiting = self.waiting()
        self.assertEqual((waiting["count"], waiting["overdue"]), (4, 2))
        self.assertEqual([step["name"] for step in waiting["steps"]], ["First call", "Gift"])
        self.assertEqual(waiting["other_steps"], 0)
        colin, rita = waiting["reps"]
        self.assertEqual((colin["name"], colin["count"], colin["overdue"]), ("Colin Colleague", 1, 0))
        step = self.calls.step_ids[0]
        self.assertEqual(rita["cells"], [{"step_id": step.id, "count": 3, "overdue": 2}])
        self.assertEqual(waiting["sentence"]["words"], "Rita Rep has 3 calls to make.")
        self.assertEqual(self.opened("waiting"), late | today | gifts)
        self.assertEqual(self.opened("overdue"), late)
        self.assertEqual(self.opened("waiting", user_id=self.colleague.id), gifts)
        self.assertEqual(self.opened("waiting", user_id=self.rep.id, step_id=step.id), late | today)
        self.assertFalse(self.opened("waiting", user_id=self.colleague.id, step_id=step.id))

    def test_a_task_is_that_of_whoever_has_it_now(self):
        touch = self.make_tasks(1, "Ada", NOW, self.calls)
        touch.activity_id.user_id = self.colleague
        self.assertEqual([rep["user_id"] for rep in self.waiting()["reps"]], self.colleague.ids)
        self.assertEqual(self.waiting(self.rep)["count"], 0, "Rita sends, but Colin calls")

    def test_a_task_that_nobody_is_to_do_is_shown_as_such(self):
        nobodys = self.make_tasks(2, "Nobodys", NOW, self.calls, deadline=NOW - DAY)
        self.make_tasks(1, "Mine", NOW, self.calls)
        nobodys.activity_id.user_id = False
        waiting = self.waiting()
        self.assertEqual([(rep["name"], rep["count"]) for rep in waiting["reps"]], [("Nobody", 2), ("Rita Rep", 1)])
        words = "2 tasks are due, and nobody is assigned."
        self.assertEqual(waiting["sentence"], {"words": words, "user_id": False})
        self.assertEqual(self.opened("overdue", user_id=False), nobodys)
        self.assertEqual(self.waiting(self.rep)["count"], 1)
        self.assertFalse(self.opened("waiting", self.rep, user_id=False))

    def test_a_rep_sees_the_own_row_only(self):
        mine = self.make_tasks(1, "Mine", NOW, self.calls)
        self.make_tasks(2, "Other", NOW, self.calls, self.colleague)
        waiting = self.waiting(self.rep)
        self.assertEqual([rep["user_id"] for rep in waiting["reps"]], self.rep.ids)
        self.assertEqual(waiting["sentence"]["words"], "You have 1 call to make.")
        self.assertEqual(self.opened("waiting", self.rep), mine)
        self.assertFalse(self.opened("waiting", self.rep, user_id=self.colleague.id))

    def test_a_task_about_somebody_elses_person_is_in_the_own_row(self):
        mine = self.make_tasks(1, "Mine", NOW, self.calls, self.colleague)
        handed_over = self.make_tasks(1, "Ritas", NOW, self.calls, deadline=NOW - DAY)
        handed_over.activity_id.user_id = self.colleague
        self.assertFalse(handed_over.with_user(self.colleague)._filtered_access("read"))
        waiting = self.waiting(self.colleague)
        self.assertEqual([(rep["count"], rep["overdue"]) for rep in waiting["reps"]], [(2, 1)])
        self.assertEqual(self.waiting(self.rep)["count"], 0)
        with freeze_time(NOW):
            day = self.env["sales.sequence.day"].with_user(self.colleague)._tasks(NOW)
            opened = self.model(self.colleague).action_open("overdue")
        self.assertEqual({entry.record for entry in day}, {mine, handed_over})
        self.assertEqual(opened["tag"], "sales_sequence_day", "where their names are hidden")
        handed_over.enrollment_id.pause()
        self.assertEqual(self.opened("waiting", self.colleague), mine)
        self.assertEqual(self.waiting(self.colleague)["count"], 1)

    def test_the_sentence_names_whoever_is_most_behind(self):
        self.make_tasks(3, "Many", NOW, self.calls)
        self.make_tasks(1, "Late", NOW, self.calls, self.colleague, deadline=NOW - DAY)
        self.make_tasks(1, "Gift", NOW, self.todos, self.colleague)
        self.assertEqual(self.waiting()["sentence"]["words"], "Colin Colleague has 2 tasks to do.")

    def test_steps_beyond_the_first_five_are_one_column(self):
        many = self.env["sales.sequence"]
        for index in range(7):
            sequence = self.make_sequence({"channel": "call", "name": f"Call {index}"}, name=f"Sequence {index}")
            self.make_tasks(1 + (index < 5), f"Person{index}x", NOW, sequence)
            many |= sequence
        waiting = self.waiting()
        self.assertEqual([step["name"] for step in waiting["steps"]], [f"Call {index}" for index in range(5)])
        self.assertEqual(waiting["other_steps"], 2)
        self.assertIn({"step_id": False, "count": 2, "overdue": 0}, waiting["reps"][0]["cells"])
        self.assertEqual(waiting["count"], 12)
        others = {"other_than_step_ids": [step["step_id"] for step in waiting["steps"]]}
        smallest = many[5:].step_ids
        self.assertEqual(self.opened("waiting", **others).step_id, smallest)
        self.assertEqual(self.opened("waiting", user_id=self.rep.id, **others).step_id, smallest)
        self.assertFalse(self.opened("overdue", **others))


class TestLiveSequences(DashboardCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sequence = cls.make_sequence("email", name="Cadence", lifecycle=False)

    def row(self, user=None, at=NOW, **filters):
        (row,) = self.dashboard(user, at, **filters)["sequences"]
        return row

    def make_weeks(self, before, last):
        """Two groups of ``(people, answers)``, eight weeks apart. :return: the enrollments of both"""
        both = []
        for name, moment, (count, answers) in (
            ("Before", NOW - CLOSED - 9 * WEEK, before),
            ("Last", NOW - CLOSED - WEEK, last),
        ):
            enrollments = self.write_to(self.sequence, count, moment, name)
            for enrollment in enrollments[:answers]:
                self.answer_of(enrollment, at=moment + DAY)
            both.append(enrollments)
        return both

    def test_a_rate_that_fell_is_said_to_have_fallen(self):
        before, last = self.make_weeks((30, 15), (30, 1))
        row = self.row()
        self.assertEqual(row["before"], {"answered": 15, "people": 30, "rate": 0.5})
        self.assertEqual((row["last"]["answered"], row["last"]["people"]), (1, 30))
        self.assertEqual(row["change"]["kind"], "fell")
        self.assertLess(row["change"]["high"], 1)
        of = {"sequence_id": self.sequence.id}
        self.assertEqual(self.opened("closed_before", **of), before)
        self.assertEqual(self.opened("replied_before", **of), before[:15])
        self.assertEqual(self.opened("closed", **of), last)
        self.assertEqual(self.opened("replied", **of), last[:1])

    def test_open_people_and_late_answers_are_in_no_rate(self):
        closed = self.write_to(self.sequence, 3, NOW - CLOSED, "Closed")
        still_open = self.write_to(self.sequence, 3, NOW - CLOSED + timedelta(hours=2), "Open")
        self.answer_of(still_open[0], at=NOW - DAY)
        self.answer_of(closed[0], at=NOW - timedelta(minutes=30))  # more than 14 days later
        row = self.row()
        self.assertEqual(row["last"], {"answered": 0, "people": 3, "rate": False})
        self.assertEqual(row["before"]["people"], 0)
        self.assertEqual(row["change"]["kind"], "new")
        self.assertEqual(self.opened("closed", sequence_id=self.sequence.id), closed)
        later = self.row(at=NOW + timedelta(hours=3))
        self.assertEqual((later["last"]["answered"], later["last"]["people"]), (1, 6))

    def test_the_setting_says_how_long_people_are_open(self):
        people = self.write_to(self.sequence, 2, NOW - 5 * DAY, "Ada")
        self.answer_of(people[0], at=NOW - 4 * DAY)
        self.assertEqual(self.row()["last"]["people"], 0)
        self.env["ir.config_parameter"].set_param("sales_sequence.closed_days", "3")
        self.assertEqual((self.row()["last"]["answered"], self.row()["last"]["people"]), (1, 2))
        self.assertEqual(self.dashboard()["closed_days"], 3)

    def test_whoever_was_only_called_yet_is_in_no_week(self):
        """Of a sequence with emails, the clock starts with the first one."""
        sequence = self.make_sequence("call", {"channel": "email", "delay": 2}, LATER, name="Call first")
        old, new = self.enroll(sequence, self.make_leads(2, "Ada"), at=NOW - 17 * WEEK)
        (old | new).next_run_at = NOW - 17 * WEEK
        self.run_at(NOW - 17 * WEEK)
        for enrollment, at in ((old, NOW - 17 * WEEK), (new, NOW - DAY)):
            with freeze_time(at):
                enrollment.touch_ids.activity_id.with_user(self.rep).action_feedback()
        self.run_at(NOW - 16 * WEEK)
        self.send_mails(NOW - 16 * WEEK)
        mailed = self.touches(old, channel="email")
        self.assertEqual(mailed.state, "sent")
        self.assertFalse(self.touches(new, channel="email").filtered(lambda touch: touch.state == "sent"))
        (row,) = [row for row in self.dashboard()["sequences"] if row["id"] == sequence.id]
        self.assertEqual((row["before"]["people"], row["began_at"]), (1, fields.Datetime.to_string(mailed.done_at)))

    def test_who_comes_a_second_time_is_not_new(self):
        """The first email of a person in a sequence is the one that counts, however long ago it left."""
        self.sequence.write({"reenroll_policy": "after", "reenroll_days": 30})
        contact = self.env["res.partner"].create({"name": "Eve", "email": "eve@customer.example.org"})
        for index, values in enumerate(({"partner_id": contact.id, "email_from": contact.email}, {})):
            for at in (NOW - 28 * WEEK, NOW - CLOSED - WEEK):
                (one,) = self.write_to(self.sequence, 1, at, f"Eve{index}x", **values)
                with freeze_time(at + DAY):
                    one.stop("manual")
        row = self.row()
        self.assertEqual((row["last"]["people"], row["before"]["people"]), (0, 0))
        self.assertFalse(self.opened("closed", sequence_id=self.sequence.id))

    def test_what_began_long_ago_says_so(self):
        first = self.write_to(self.sequence, 1, NOW - 29 * WEEK, "Old")
        self.write_to(self.sequence, 2, NOW - CLOSED - WEEK, "New")
        row = self.row()
        self.assertEqual((row["change"]["kind"], row["last"]["people"]), ("new", 2))
        self.assertEqual(row["began_at"], fields.Datetime.to_string(first.enrolled_at))

    def test_a_sequence_without_people_has_nothing_to_say(self):
        row = self.row()
        self.assertEqual((row["began_at"], row["line"], row["change"]["kind"]), (False, False, "new"))

    def test_drafts_closed_ones_and_the_library_are_not_live(self):
        self.make_sequence("email", name="Draft", publish=False)
        self.make_sequence("email", name="Closed").action_close()
        self.assertEqual([row["name"] for row in self.dashboard()["sequences"]], ["Cadence"])

    def test_the_line_has_a_point_for_each_week_with_enough_people(self):
        for ago in (0, 1, 2, 3):
            enrollments = self.write_to(self.sequence, 20, NOW - CLOSED - ago * WEEK, f"Week{ago}x")
            self.answer_of(enrollments[0], at=NOW - CLOSED - ago * WEEK + DAY)
        self.write_to(self.sequence, 19, NOW - CLOSED - 4 * WEEK, "Fewx")
        self.assertEqual(self.row()["line"], [False] * 8 + [0.05] * 4)


class TestRights(DashboardCommon):
    def setUp(self):
        super().setUp()
        self.mails = self.make_sequence("email", LATER, name="Mails")
        self.calls = self.make_sequence({"channel": "call"}, LATER, name="Calls")
        for user in (self.rep, self.colleague):
            old = self.write_to(self.mails, 3, NOW - CLOSED - WEEK, f"Old{user.id}x", user_id=user.id)
            new = self.write_to(self.mails, 2, NOW - DAY, f"New{user.id}x", user_id=user.id)
            self.answer_of(old[0], at=NOW - CLOSED)
            self.answer_of(new[0], at=NOW - timedelta(hours=1))
            self.make_tasks(2, f"Late{user.id}x", NOW - DAY, self.calls, user)
            self.make_tasks(1, f"Today{user.id}x", NOW, self.calls, user)

    def assert_every_number_opens_its_records(self, user, filters=None):
        """Walk through all numbers of the page. :return: how many there were that are not zero"""
        data = self.dashboard(user, **(filters or {}))
        numbers = [
            (data["active"]["count"], "active", {}),
            (data["active"]["came_in"], "came_in", {}),
            (data["active"]["left"], "left", {}),
            (data["answered"]["count"], "answered", {}),
            (data["waiting"]["count"], "waiting", {}),
            (data["waiting"]["overdue"], "overdue", {}),
        ]
        numbers += [(rep["count"], "active", {"user_id": rep["user_id"]}) for rep in data["active"]["by_rep"]]
        numbers += [(step["count"], "waiting", {"step_id": step["step_id"]}) for step in data["waiting"]["steps"]]
        for rep in data["waiting"]["reps"]:
            of = {"user_id": rep["user_id"]}
            numbers += [(rep["count"], "waiting", of), (rep["overdue"], "overdue", of)]
            numbers += [
                (cell["count"], "waiting", {**of, "step_id": cell["step_id"]})
                for cell in rep["cells"]
                if cell["step_id"]
            ]
        for week in data["answered"]["weeks"]:
            of = {"week": week["day"]}
            numbers += [(week["whole"], "answered", of), (week["until_now"], "answered", {**of, "until_now": True})]
        for row in data["sequences"]:
            of = {"sequence_id": row["id"]}
            numbers += [
                (data["active"]["by_sequence"].get(str(row["id"]), 0), "active", of),
                (row["last"]["people"], "closed", of),
                (row["last"]["answered"], "replied", of),
                (row["before"]["people"], "closed_before", of),
                (row["before"]["answered"], "replied_before", of),
            ]
        for count, name, of in numbers:
            with self.subTest(user=user.login, name=name, of=of):
                self.assertEqual(len(self.opened(name, user, filters=filters, **of)), count)
        return sum(bool(count) for count, _name, _of in numbers)

    def test_every_number_opens_exactly_its_records(self):
        counted = {user: self.assert_every_number_opens_its_records(user) for user in (self.manager, self.rep)}
        self.assertGreater(counted[self.manager], 18)
        self.assertGreater(counted[self.rep], 12)

    def test_a_rep_counts_only_what_the_rep_may_read(self):
        whole, own = self.dashboard(), self.dashboard(self.rep)
        self.assertEqual((whole["active"]["count"], own["active"]["count"]), (12, 6))
        self.assertEqual((whole["answered"]["count"], own["answered"]["count"]), (2, 1))
        self.assertEqual((whole["waiting"]["overdue"], own["waiting"]["overdue"]), (4, 2))
        rates = {row["name"]: row["last"] for row in own["sequences"]}
        self.assertEqual((rates["Mails"]["answered"], rates["Mails"]["people"]), (1, 3))
        self.assertEqual([one["user_id"] for one in own["workload"]["people"]], self.rep.ids)
        self.assertEqual((whole["sees_all"], own["sees_all"]), (True, False))

    def test_a_sales_team_has_the_leads_of_the_team(self):
        team = self.env["crm.team"].create({"name": "North"})
        leads = self.env["sales.sequence.enrollment"].search([("user_id", "=", self.rep.id)]).lead_id
        leads.team_id = team
        (self.env["crm.lead"].search([]) - leads).team_id = False
        filters = {"team_id": team.id}
        data = self.dashboard(**filters)
        self.assertEqual((data["active"]["count"], data["answered"]["count"]), (6, 1))
        self.assertEqual(data["waiting"]["count"], 3)
        self.assertGreater(self.assert_every_number_opens_its_records(self.manager, filters), 12)
        self.mails.team_id = team
        # Leads without a team are those of the sequence's team.
        self.assertEqual(self.dashboard(**filters)["answered"]["count"], 2)
        self.assert_every_number_opens_its_records(self.manager, filters)

    def test_another_company_is_none_of_it(self):
        other = self.env["res.company"].create({"name": "Other company"})
        self.manager.company_ids += other
        with freeze_time(NOW):
            data = self.model().with_context(allowed_company_ids=other.ids).get_dashboard()
        self.assertEqual((data["active"]["count"], data["waiting"]["count"], data["answered"]["count"]), (0, 0, 0))

    def test_who_works_without_sequences_is_refused(self):
        salesperson = mail_new_test_user(self.env, login="seller", groups="sales_team.group_sale_salesman")
        for call in (
            lambda model: model.get_dashboard(),
            lambda model: model.get_status(),
            lambda model: model.action_open("active"),
        ):
            with self.assertRaises(AccessError):
                call(self.model(salesperson))

    def test_only_a_manager_learns_how_the_engine_does(self):
        with freeze_time(NOW):
            status = self.model().get_status()
            self.assertIs(self.model(self.rep).get_status(), False)
        health = self.env["sales.sequence.health"].with_user(self.manager)
        with freeze_time(NOW):
            checked = health.check()
        self.assertEqual(status["status"], checked["status"])
        self.assertNotEqual(status["status"], "ok", "nothing is set up in a test database")
        worst = [row["message"] for row in checked["links"] if row["status"] == checked["status"]]
        self.assertTrue(worst[0].startswith(status["words"]))
        self.assertEqual(status["more"], len(checked["problems"]) - 1)

    def test_nonsense_is_refused_in_a_sentence(self):
        model = self.model()
        for filters in ("north", ["team_id"], {"team": 1}, {"team_id": "North"}, {"team_id": -1}):
            with self.subTest(filters), self.assertRaises(UserError):
                model.get_dashboard(filters)
        for name, of in (
            ("deals", {}),
            (None, {}),
            (["active"], {}),
            ("closed", {}),
            ("active", {"user_id": "Rita"}),
            ("active", "Rita"),
        ):
            with self.subTest(name=name, of=of), self.assertRaises(UserError):
                model.action_open(name, {}, of)

    @warmup
    def test_the_number_of_queries_does_not_grow_with_people(self):
        self.dashboard()
        with self.subTest("few"):
            before = self.count_queries()
        for index in range(3):
            sequence = self.make_sequence({"channel": "call"}, LATER, name=f"More {index}")
            self.make_tasks(4, f"More{index}x", NOW - DAY, sequence, self.colleague if index % 2 else self.rep)
        self.write_to(self.mails, 6, NOW - CLOSED, "Morex")
        self.dashboard()
        self.assertLessEqual(self.count_queries(), before)

    def count_queries(self):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        with freeze_time(NOW):
            self.model().get_dashboard()
        return self.cr.sql_log_count - before


class TestDigest(DashboardCommon):
    """The figure in Odoo's own digest mail, as its recipients get it."""

    def setUp(self):
        super().setUp()
        self.digest = self.env.ref("digest.digest_digest_default")
        sequence = self.make_sequence("email", LATER)
        yesterday = NOW - DAY
        for user in (self.rep, self.colleague):
            people = self.write_to(sequence, 3, NOW - 3 * DAY, f"Person{user.id}x", user_id=user.id)
            self.answer_of(people[0], at=yesterday + timedelta(hours=2))
            self.answer_of(people[1], at=NOW - 2 * DAY)

    def kpi(self, user):
        with freeze_time(NOW):
            kpis = self.digest._compute_kpis(self.env.company, user)
        return next((kpi for kpi in kpis if kpi["kpi_name"] == "kpi_sequence_replied"), None)

    def columns(self, user):
        kpi = self.kpi(user)
        return [kpi[f"kpi_col{index}"]["value"] for index in (1, 2, 3)]

    def test_it_is_on_in_the_digest_that_everybody_gets(self):
        self.assertTrue(self.digest.kpi_sequence_replied)

    def test_each_recipient_reads_the_figure_of_their_own_people(self):
        self.assertEqual(self.columns(self.manager), [2, 4, 4])
        self.assertEqual(self.columns(self.rep), [1, 2, 2])

    def test_who_works_without_sequences_has_no_such_figure(self):
        seller = mail_new_test_user(self.env, login="seller", groups="sales_team.group_sale_salesman")
        self.assertIsNone(self.kpi(seller))

    def test_another_company_has_its_own(self):
        other = self.env["res.company"].create({"name": "Other company"})
        self.manager.company_ids += other
        digest = self.digest.copy({"company_id": other.id})
        with freeze_time(NOW):
            kpis = digest._compute_kpis(other, self.manager)
        (kpi,) = (one for one in kpis if one["kpi_name"] == "kpi_sequence_replied")
        self.assertEqual(kpi["kpi_col3"]["value"], 0)

    def test_the_mail_says_it_and_leads_to_the_dashboard(self):
        self.digest.user_ids = self.manager
        with freeze_time(NOW):
            self.digest.action_send_manual()
        mail = self.env["mail.mail"].search([("email_to", "=", self.manager.email_formatted)], order="id desc", limit=1)
        self.assertIn("People who answered a sequence", mail.body_html)
        self.assertIn("/odoo/action-sales_sequence.sales_sequence_dashboard_action", mail.body_html)
