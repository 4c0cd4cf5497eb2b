"""The screen of an experiment, from the first variant to the last, in a real browser."""

from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase

from .test_experiment import ExperimentCommon


class ScreenCommon(ExperimentCommon, HttpCase):
    """Real people by the engine, and so many more like them that something can be said, by SQL."""

    def copy_rows(self, record, count, **values):
        """Rows like that of `record`. :param values: SQL by column; `n` counts from 1. :return: their ids"""
        record.flush_recordset()
        self.env.cr.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND column_name != 'id'",
            [record._table],
        )
        columns = [name for (name,) in self.env.cr.fetchall()]
        chosen = ", ".join(values.get(name, f'model."{name}"') for name in columns)
        names = ", ".join(f'"{name}"' for name in columns)
        self.env.cr.execute(
            f"""INSERT INTO {record._table} ({names})
                SELECT {chosen} FROM {record._table} model, generate_series(1, %s) n WHERE model.id = %s
             RETURNING id""",
            [count, record.id],
        )
        ids = [id_ for (id_,) in self.env.cr.fetchall()]
        self.env.invalidate_all()
        return record.browse(ids)

    def fill(self, variant, closed, answered, still_open=0):
        """Let so many people have had this variant."""
        now = fields.Datetime.now()
        (like,) = self.mailed.filtered(lambda touch: touch.variant_id == variant)[:1]
        for count, days in ((closed, 30), (still_open, 3)):
            tag = f"{variant.id}-{days}"
            at = f"timestamp '{now - timedelta(days=days)}'"
            people = self.copy_rows(
                like.enrollment_id, count, email_normalized=f"'{tag}-' || n || '@many.example.org'", enrolled_at=at
            )
            draws = self.copy_rows(like.assignment_id, count, unit=f"'a{tag}-' || n || '@many.example.org'")
            self.copy_rows(
                like,
                count,
                enrollment_id=f"({people[:1].id} + n - 1)",
                assignment_id=f"({draws[:1].id} + n - 1)",
                done_at=at,
            )
            if days == 30:
                self.answer_of(people[:answered], now - timedelta(days=28))

    def answer_of(self, people, at):
        for enrollment in people[:1]:
            signal = self.env["sales.sequence.signal"].create(
                {"enrollment_id": enrollment.id, "kind": "reply", "occurred_at": at, "settled_at": at}
            )
            self.copy_rows(signal, len(people) - 1, enrollment_id=f"({enrollment.id} + n)")
        self.env.cr.execute("UPDATE sales_sequence_enrollment SET replied_at = %s WHERE id = ANY(%s)", [at, people.ids])
        self.env.invalidate_all()

    def start_from(self, name):
        self.start_tour(f"/odoo/sequence-experiment/{self.step.id}", name, login="sequence_manager")

    def monday(self, weeks):
        """Inside working hours, so many weeks before this one."""
        today = fields.Datetime.now().replace(hour=9, minute=0, second=0, microsecond=0)
        return today - timedelta(days=today.weekday(), weeks=weeks)

    def make_world(self):
        self.step.name = "Introduction email"
        self.a.name, self.b.name = "a customer story", "a question"
        self.mailed = self.mail_some(8, self.monday(6))
        # A lead is in one live enrollment: its copies must not be live.
        self.mailed.enrollment_id.stop()

    def run_through(self):
        self.make_world()
        self.fill(self.a, 594, 40, 143)
        self.fill(self.b, 598, 28, 139)
        self.start_from("sales_sequence_experiment_running")
        self.fill_up()
        self.look(fields.Datetime.now())
        self.start_from("sales_sequence_experiment_winner")
        self.assertFalse(self.b.with_context(active_test=False).active)
        touches = self.mail(self.make_leads(6, "Later"), self.monday(1))
        self.assertEqual(touches.variant_id, self.a)

    def fill_up(self):
        now = fields.Datetime.now()
        touches = self.env["sales.sequence.touch"].search(
            [("step_id", "=", self.step.id), ("variant_id", "=", self.a.id), ("enrollment_id.replied_at", "=", False)]
        )
        closed = touches.filtered(lambda touch: touch.done_at < now - timedelta(days=20))
        people = closed.enrollment_id.filtered(lambda one: "many.example" in one.email_normalized).sorted("id")
        self.answer_of(people[:60], now - timedelta(days=28))


class TestExperimentScreen(ScreenCommon):
    browser_size = "1400x900"

    def test_two_variants_become_an_experiment(self):
        sequence = self.make_sequence("email", name="Fresh", publish=False)
        sequence.step_ids.name = "Introduction email"
        url = f"/odoo/sales.sequence/{sequence.id}"
        self.start_tour(url, "sales_sequence_experiment_begins", login="sequence_manager")
        self.assertEqual(sequence.step_ids.variant_ids.mapped("name"), ["A", "a question"])
        self.assertEqual(sequence.step_ids.variant_ids.mapped("weight"), [3, 1])
        self.assertTrue(sequence.step_ids.stops_losers)

    def test_from_no_winner_to_everybody_gets_a(self):
        self.run_through()


class TestExperimentScreenOnPhone(ScreenCommon):
    browser_size = "390x844"
    touch_enabled = True

    def test_from_no_winner_to_everybody_gets_a_on_a_phone(self):
        self.run_through()
