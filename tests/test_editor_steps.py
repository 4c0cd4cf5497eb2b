# License LGPL-3.0 or later: see LICENSE.
"""What can be done with a step in the timeline, what is said before, and what then really becomes of its people."""

from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError

from .common import MONDAY
from .test_editor import EditorCommon

TUESDAY = MONDAY + timedelta(days=1)


class StepsCommon(EditorCommon):
    def do(self, verb, *args, user=None, at=TUESDAY):
        with freeze_time(at):
            result = getattr(self.editor(user), verb)(*args)
        self.env.flush_all()
        self.env.invalidate_all()
        return result

    def describe(self, verb, *args, **options):
        """What is said, after a look at whether saying it has changed anything."""
        self.env.flush_all()
        before = self.state_of_everything()
        described = self.do(verb, *args, **options)
        self.assertEqual(self.state_of_everything(), before)
        return described

    def state_of_everything(self):
        """What could change in the database, as far as it is about sequences or goes out."""
        found = []
        for table in ("sales_sequence_step", "sales_sequence_enrollment", "sales_sequence_touch", "mail_activity"):
            self.env.cr.execute(f"SELECT md5(string_agg(t::text, '|' ORDER BY id)) FROM {table} t")
            found += self.env.cr.fetchone()
        for table in ("mail_mail", "mail_message", "bus_bus", "ir_cron_trigger"):
            self.env.cr.execute(f"SELECT count(*) FROM {table}")
            found += self.env.cr.fetchone()
        return found

    def names(self, sequence):
        return [step["name"] for step in self.timeline(sequence)["steps"]]

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Else it would be said of each shared sequence that others are not counted.
        cls.manager.company_ids = cls.env["res.company"].search([])

    def editor(self, user=None):
        editor = super().editor(user)
        return editor.with_context(allowed_company_ids=editor.env.user.company_ids.ids)

    def live_world(self):
        """Email, call, email, call; two people at the first call, two more at the first email, which is planned."""
        sequence = self.make_sequence(
            {"channel": "email", "name": "E1"},
            {"channel": "call", "name": "C2", "delay": 2},
            {"channel": "email", "name": "E3", "delay": 2},
            {"channel": "call", "name": "C4", "delay": 1},
        )
        early = self.enroll(sequence, self.make_leads(2))
        self.run_at(MONDAY)
        self.send_mails(MONDAY)
        self.run_at(MONDAY + timedelta(days=2))
        next_week = (MONDAY + timedelta(days=7)).date()
        late = self.enroll(sequence, self.make_leads(2, "Late"), at=TUESDAY, start_on=next_week)
        return sequence, sequence.step_ids.sorted("position"), early, late


class TestVerbs(StepsCommon):
    def test_a_moved_step_stands_where_it_was_put(self):
        sequence = self.make_sequence("email", "call", "email", publish=False)
        first, second, third = sequence.step_ids
        self.do("move_step", third.id, first.id)
        self.assertEqual(self.names(sequence), ["Step 3", "Step 1", "Step 2"])
        self.do("move_step", third.id)
        self.assertEqual(self.names(sequence), ["Step 1", "Step 2", "Step 3"])
        self.do("move_step", second.id, second.id)
        self.assertEqual(self.names(sequence), ["Step 1", "Step 2", "Step 3"])

    def test_a_move_among_equal_positions_and_archived_steps(self):
        sequence = self.make_sequence(*["email"] * 4, publish=False)
        sequence.step_ids.position = 7
        steps = sequence.step_ids.sorted("id")
        steps[1].active = False
        self.do("move_step", steps[3].id, steps[2].id)
        self.assertEqual(self.names(sequence), ["Step 1", "Step 4", "Step 3"])
        self.do("restore_step", steps[1].id)
        self.assertEqual(self.names(sequence), ["Step 1", "Step 2", "Step 4", "Step 3"])

    def test_a_copy_comes_right_behind_and_later(self):
        sequence = self.make_sequence(
            {"channel": "email", "name": "Intro"}, {"channel": "call", "name": "Call"}, publish=False
        )
        copy = self.env["sales.sequence.step"].browse(self.do("duplicate_step", sequence.step_ids[0].id))
        self.assertEqual(self.names(sequence), ["Intro", "Intro (copy)", "Call"])
        self.assertEqual((copy.delay, copy.delay_unit, copy.delay_from), (1, "business_day", "previous"))
        self.assertEqual(copy._templates()[:1].body_html, self.template.body_html)

    def test_a_copy_has_texts_of_its_own(self):
        sequence = self.make_sequence(publish=False)
        step = sequence.step_ids.create(
            {"sequence_id": sequence.id, "name": "Own", "subject": "Hello", "body_html": "<p>Text</p>"}
        )
        for name in ("A", "B"):
            step.variant_ids.create({"step_id": step.id, "name": name, "subject": name, "body_html": f"<p>{name}</p>"})
        copy = step.browse(self.do("duplicate_step", step.id))
        copy.with_user(self.manager).write({"subject": "Another", "body_html": "<p>Another</p>"})
        copy.variant_ids[0].with_user(self.manager).subject = "C"
        self.assertEqual((step.subject, step.variant_ids.mapped("subject")), ("Hello", ["A", "B"]))
        self.assertEqual((copy.subject, copy.variant_ids.mapped("subject")), ("Another", ["C", "B"]))

    def test_a_used_step_is_archived_and_not_deleted(self):
        sequence, (e1, c2, e3, c4), early, _late = self.live_world()
        timeline = self.timeline(sequence)
        self.assertEqual([step["can_delete"] for step in timeline["steps"]], [False, False, True, True])
        with (
            self.assertRaisesRegex(UserError, "cannot be deleted: somebody has been at this step"),
            self.env.cr.savepoint(),
        ):
            self.do("delete_step", c2.id)
        self.do("delete_step", c4.id)
        self.assertEqual(self.names(sequence), ["E1", "C2", "E3"])
        self.assertFalse(c4.exists())
        self.assertEqual(early.next_step_id, c2)
        self.assertTrue(e1.exists() and e3.exists())

    def test_the_only_step_of_a_live_sequence_stays(self):
        sequence = self.make_sequence("email")
        step = sequence.step_ids
        for verb in ("archive_step", "delete_step"):
            with self.assertRaisesRegex(ValidationError, "no steps"), self.env.cr.savepoint():
                self.do(verb, step.id)
        with self.assertRaisesRegex(UserError, "only step"):
            self.do("describe_archive", step.id)
        self.assertTrue(step.active)


class TestArchive(StepsCommon):
    def test_what_is_said_is_what_happens(self):
        sequence, (e1, c2, e3, _c4), early, late = self.live_world()
        wednesday = MONDAY + timedelta(days=2, hours=2)
        self.assertEqual(self.counts(sequence), [(0, 2, 2), (2, 2, 0), (4, 0, 0), (4, 0, 0)])
        described = self.describe("describe_archive", c2.id, at=wednesday)
        self.assertEqual(
            described["sentences"],
            [
                "4 people skip this.",
                "2 of them are at it now and move on to the next step.",
                "2 open calls are removed.",
                "Day 5 becomes Day 3 for “E3”.",
                "Day 8 becomes Day 4 for “C4”.",
                "What it has earned stays in Results.",
            ],
        )
        self.assertEqual(described["people"], 4)
        self.assertEqual(described["days"][0], {"id": e3.id, "name": "E3", "from": 5, "to": 3})
        calls = early.touch_ids.activity_id
        self.assertEqual(len(calls), 2)
        self.do("archive_step", c2.id, at=wednesday)
        self.assertFalse(calls.exists().filtered("active"))
        self.assertEqual(early.next_step_id, e3)
        touches = early.touch_ids.filtered(lambda touch: touch.step_id == c2)
        self.assertEqual(touches.mapped("state"), ["skipped"] * 2)
        self.assertEqual(set(touches.mapped("reason")), {"The step was archived."})
        self.assertEqual(late.next_step_id, e1)
        timeline = self.timeline(sequence)
        self.assertEqual(self.counts(sequence), [(0, 2, 2), (2, 2, 0), (4, 0, 0)])
        self.assertEqual([step["name"] for step in timeline["archived"]], ["C2"])
        self.assertEqual([step["day"] for step in timeline["steps"]], [1, 3, 4])
        self.do("restore_step", c2.id, at=wednesday)
        self.assertEqual(self.counts(sequence), [(0, 2, 2), (2, 0, 0), (2, 2, 0), (4, 0, 0)])


    def test_who_has_nothing_else_ahead_finishes_and_enters_what_comes_next(self):
        following = self.make_sequence("call", name="Later")
        sequence = self.make_sequence({"channel": "email", "name": "E1"}, {"channel": "call", "name": "C2"})
        sequence.next_sequence_id = following
        people = self.enroll(sequence, self.make_leads(3))
        self.run_at(MONDAY)
        self.send_mails(MONDAY)
        self.run_at(TUESDAY)
        call = sequence.step_ids[1]
        self.assertEqual(
            self.describe("describe_archive", call.id)["sentences"][:3],
            [
                "3 people skip this.",
                "3 open calls are removed.",
                "3 people have no other step ahead: they finish now, and enter “Later” next.",
            ],
        )
        self.do("archive_step", call.id)
        self.assertEqual(people.mapped("state"), ["finished"] * 3)
        self.assertEqual(following.active_count, 3)

    def test_drafts_are_discarded_and_queued_emails_leave(self):
        sequence = self.make_sequence({"channel": "email", "requires_review": True, "name": "E1"}, "email", "call")
        first, second, call = sequence.step_ids
        people = self.enroll(sequence, self.make_leads(2))
        self.run_at(MONDAY)
        self.assertIn("2 drafts are discarded.", self.describe("describe_archive", first.id, at=MONDAY)["sentences"])
        self.do("archive_step", first.id, at=MONDAY)
        self.assertEqual(people.touch_ids.mapped("state"), ["skipped"] * 2)
        self.run_at(TUESDAY)
        sentences = self.describe("describe_archive", second.id)["sentences"]
        self.assertIn("2 emails are already queued and still go out.", sentences)
        self.assertNotIn("finish", " ".join(sentences))
        self.do("archive_step", second.id)
        self.send_mails(TUESDAY)
        sent = people.touch_ids.filtered(lambda touch: touch.step_id == second)
        self.assertEqual(sent.mapped("state"), ["sent"] * 2)
        self.assertEqual(people.next_step_id, call)

    def test_a_pause_because_of_the_step_ends_with_it(self):
        sequence = self.make_sequence({"channel": "email", "name": "Broken"}, "call")
        broken, call = sequence.step_ids
        people = self.enroll(sequence, self.make_leads(2))
        people[1].with_user(self.rep).pause()
        broken.mail_template_id = self.make_template(name="Gone")
        broken.mail_template_id.active = False
        self.run_at(MONDAY)
        self.assertEqual(people.mapped("pause_kind"), ["failure", "manual"])
        self.do("archive_step", broken.id)
        self.assertEqual(people.mapped("state"), ["running", "paused"])
        self.assertEqual(people.next_step_id, call)

    def test_people_of_other_companies_are_not_counted_and_that_is_said(self):
        other = self.env["res.company"].create({"name": "Other"})
        words = "people of companies that are not switched on are not counted"
        shared, own = self.make_sequence("email", "call"), self.make_sequence("email", company_id=self.env.company.id)
        self.assertNotIn(self.manager.company_ids, other)
        self.assertIn(words, " ".join(self.describe("describe_archive", shared.step_ids[1].id)["sentences"]))
        self.make_step(own, 1, "call")
        self.assertNotIn(words, " ".join(self.describe("describe_archive", own.step_ids[1].id)["sentences"]))


class TestMove(StepsCommon):
    def test_who_is_beyond_the_new_place_does_not_get_it(self):
        sequence, (e1, c2, _e3, c4), early, late = self.live_world()
        described = self.describe("describe_move", c4.id, c2.id)
        self.assertEqual(
            described["sentences"],
            [
                "2 people are already past its new place and will not get it.",
                "Day 8 becomes Day 2 for “C4”.",
                "Day 3 becomes Day 4 for “C2”.",
                "Day 5 becomes Day 8 for “E3”.",
            ],
        )
        self.assertEqual(described["people"], 2)
        self.do("move_step", c4.id, c2.id)
        self.assertEqual(self.names(sequence), ["E1", "C4", "C2", "E3"])
        self.assertEqual((early.next_step_id, late.next_step_id), (c2, e1))
        self.assertEqual(self.counts(sequence), [(0, 2, 2), (2, 0, 0), (2, 2, 0), (4, 0, 0)])
        # Whose next step is planned already keeps to it.
        described = self.describe("describe_move", c4.id, e1.id)
        self.assertEqual(described["sentences"][0], "2 people are already past its new place and will not get it.")

    def test_who_is_at_a_step_goes_on_from_its_new_place(self):
        sequence, (_e1, c2, e3, c4), early, _late = self.live_world()
        described = self.describe("describe_move", c2.id)
        self.assertIn(
            "2 people are at it now and continue from its new place, without “E3” and “C4”.", described["sentences"]
        )
        self.assertIn("Nobody gets a step twice.", described["sentences"])
        self.do("move_step", c2.id)
        self.assertEqual(self.counts(sequence)[1:], [(2, 0, 0), (2, 0, 0), (2, 2, 0)])
        with freeze_time(MONDAY + timedelta(days=3)):
            early[0].touch_ids.activity_id.with_user(self.rep).action_feedback("Done")
        self.assertEqual(early[0].state, "finished")
        self.assertFalse(early[0].touch_ids.filtered(lambda touch: touch.step_id in (e3, c4)))


class TestChange(StepsCommon):
    def dated_world(self):
        """A reminder ten days before an event, and a thank-you after it; three people wait for the reminder."""
        event = MONDAY + timedelta(days=21)
        sequence = self.make_sequence(
            {"channel": "email", "name": "Invite"},
            {"channel": "email", "name": "Reminder", "delay": 10, "delay_unit": "day", "delay_from": "before"},
            publish=False,
            date_source="sequence",
            date_at=event,
        )
        sequence.action_publish()
        enrollments = self.enroll(sequence, self.make_leads(3))
        self.run_at(MONDAY)
        self.send_mails(MONDAY)
        return sequence, sequence.step_ids.sorted("position"), enrollments

    def test_a_date_that_is_over_ends_people_and_says_so_before(self):
        _sequence, (_invite, reminder), enrollments = self.dated_world()
        self.assertEqual(enrollments.next_step_id, reminder)
        described = self.describe("describe_change", reminder.id, {"delay": 30})
        self.assertEqual(
            described["sentences"][:2],
            [
                "3 people skip it at once, as its time has passed.",
                "3 people have no other step ahead and finish now.",
            ],
        )
        self.assertEqual(described["people"], 3)
        with freeze_time(TUESDAY):
            reminder.with_user(self.manager).delay = 30
        self.assertEqual(enrollments.mapped("state"), ["finished"] * 3)

    def test_another_date_moves_people_and_says_so_before(self):
        _sequence, (_invite, reminder), enrollments = self.dated_world()
        planned = enrollments.mapped("next_run_at")
        described = self.describe("describe_change", reminder.id, {"delay": 5})
        self.assertEqual(described["sentences"][0], "3 people get it on other dates than planned.")
        with freeze_time(TUESDAY):
            reminder.with_user(self.manager).delay = 5
        self.assertFalse(set(planned) & set(enrollments.mapped("next_run_at")))
        described = self.describe("describe_change", reminder.id, {"delay": 20})
        self.assertIn("3 people get it today.", described["sentences"])

    def test_a_wait_from_the_previous_step_moves_nobody_who_waits_already(self):
        sequence, (_e1, c2, _e3, _c4), _early, late = self.live_world()
        planned = late.mapped("next_run_at")
        described = self.describe("describe_change", c2.id, {"delay": 5})
        self.assertEqual(
            described["sentences"],
            [
                "2 people wait for it already: their dates stay.",
                "For 2 people who come to it later, it is then: 5 business days later.",
                "Day 3 becomes Day 8 for “C2”.",
                "Day 5 becomes Day 10 for “E3”.",
                "Day 8 becomes Day 11 for “C4”.",
            ],
        )
        self.assertEqual(described["people"], 0)
        with freeze_time(TUESDAY):
            c2.with_user(self.manager).delay = 5
        self.assertEqual(late.mapped("next_run_at"), planned)
        self.assertEqual(self.describe("describe_change", c2.id, {"delay": 5, "name": "Other"})["sentences"], [])
        for values in ({"delay": -1}, {"delay": "x"}, {"delay_unit": "year"}, {"delay": 10**9}, {"at_hour": 30}):
            with self.assertRaisesRegex(UserError, "cannot be counted"):
                self.do("describe_change", c2.id, values)
        self.assertEqual(sequence.step_ids.mapped("delay"), [0, 5, 2, 1])
