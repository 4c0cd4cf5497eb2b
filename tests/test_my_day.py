"""My day: what a rep has to do, in which order, and what each row says."""

from datetime import timedelta

from freezegun import freeze_time

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
            (row["name"], row["company"], row["zone"], row["place"]), ("Ada0", "Customer", "Europe/Brussels", "Ghent")
        )
        self.assertEqual((row["why"], row["why_kind"]), ("Due today", "score"))

    def test_without_a_sure_city_the_place_is_that_of_the_zone(self):
        afternoon = MONDAY + timedelta(hours=6)
        self.make_calls(at=afternoon, country_id=self.env.ref("base.us").id, city="Los Angeles")
        (row,) = self.rows(at=afternoon)
        self.assertEqual((row["zone"], row["place"]), ("America/New_York", "New York"))

    def test_a_task_says_what_a_rep_needs(self):
        touch = self.make_calls(partner_name="Customer", phone="+32 2 290 34 90", function="Buyer", priority="2")
        task = self.task(touch)
        self.assertIn("Ask what became of the proposal.", task["script"])
        self.assertEqual(
            (task["phone"], task["function"], task["score"], task["step_number"], task["step_count"]),
            ("+32 2 290 34 90", "Buyer", 2, 1, 2),
        )
        self.assertEqual(task["reachable_until"], "2026-01-12 16:00:00")
        self.assertEqual(task["next"]["moment"], "2026-01-13 09:00:00")
        self.assertTrue(task["outcomes"])
