"""Variants of a step: who gets which, who counts, and what is decided about them."""

from datetime import timedelta

from freezegun import freeze_time

from .common import MONDAY, SequenceCommon

CLOSED = timedelta(days=14)
LATER = MONDAY + timedelta(days=40)


class ExperimentCommon(SequenceCommon):
    """A sequence whose first email has the variants A and B."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.templates = [
            cls.make_template(name=f"Wording {name}", subject=f"{name}: a question", auto_delete=False)
            for name in "ABC"
        ]
        cls.sequence = cls.make_sequence("email", "email", name="Cadence")
        cls.step = cls.sequence.step_ids[0]
        cls.a, cls.b = cls.make_variants(cls.step, 2)

    @classmethod
    def make_variants(cls, step, count, **values):
        return [
            cls.env["sales.sequence.step.variant"].create(
                {"step_id": step.id, "name": name, "mail_template_id": template.id, **values}
            )
            for name, template in zip("ABC"[:count], cls.templates, strict=False)
        ]

    def mail(self, targets, at=MONDAY, sequence=None):
        """Enroll, run and send the first email. :return: the touches"""
        enrollments = self.enroll(sequence or self.sequence, targets, at=at)
        self.run_at(at)
        self.send_mails(at)
        touches = enrollments.touch_ids
        self.assertEqual(set(touches.mapped("state")), {"sent"})
        return touches

    def mail_some(self, count=20, at=MONDAY):
        return self.mail(self.make_leads(count, "Person"), at)

    def answer_to(self, touch, days=1):
        self.answer(touch, touch.enrollment_id.email_normalized, touch.done_at + timedelta(days=days))

    def facts(self, at=LATER, step=None):
        with freeze_time(at):
            return (step or self.step)._experiment_facts()

    def row(self, variant, at=LATER):
        rows = {row["variant_id"]: row for row in self.facts(at)["variants"]}
        return rows.get(variant.id)

    def people(self, at=LATER):
        """``{name: (people, replies, open)}``"""
        rows = self.facts(at)["variants"]
        return {row["name"]: (row["people"], row["replies"], row["open"]) for row in rows}

    def look(self, at=LATER):
        """Run the daily job."""
        with freeze_time(at), self.enter_registry_test_mode():
            self.env.ref("sales_sequence.ir_cron_experiments").with_user(self.user_root).method_direct_trigger()
        self.env.invalidate_all()


class TestDraw(ExperimentCommon):
    def test_what_is_drawn_is_sent_and_counted(self):
        touches = self.mail_some()
        self.assertEqual(touches.variant_id, self.a | self.b)
        for touch in touches:
            self.assertEqual(touch.mail_message_id.subject[0], touch.variant_id.name)
            self.assertEqual(touch.assignment_id.variant_id, touch.variant_id)
            self.assertEqual(touch.assignment_id.weights, {str(self.a.id): 1, str(self.b.id): 1})
        of_a = touches.filtered(lambda touch: touch.variant_id == self.a)
        self.answer_to(of_a[0])
        counts = {"A": (len(of_a), 1, 0), "B": (20 - len(of_a), 0, 0)}
        self.assertEqual(self.people(), counts)
        still_open = {"A": (0, 0, len(of_a)), "B": (0, 0, 20 - len(of_a))}
        self.assertEqual(self.people(MONDAY + timedelta(days=13)), still_open)
