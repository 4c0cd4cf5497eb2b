"""An automatic step whose action ends, pauses or moves enrollments, its own one included."""

import itertools
from datetime import timedelta

from freezegun import freeze_time

from .common import MONDAY, SequenceCommon

DAY = timedelta(days=1)
# What an action may do to an enrollment, as Python of a server action: name, code, and how the enrollment ends.
ENDINGS = (
    ("stop", "enrollment.stop()", ("stopped", "manual")),
    ("stop with a reason", "enrollment.stop('They called.')", ("stopped", "manual")),
    ("win", "lead.action_set_won()", ("stopped", "won")),
    ("lose", "lead.action_set_lost()", ("stopped", "lost")),
    ("archive", "lead.action_archive()", ("stopped", "lost")),
    ("delete", "lead.unlink()", ("stopped", "deleted")),
    ("blacklist", "env['mail.blacklist']._add(lead.email_normalized)", ("stopped", "opted_out")),
)


class TestActionsFromTheSide(SequenceCommon):
    def make_action(self, code):
        return self.env["ir.actions.server"].create(
            {
                "name": "From the side",
                "model_id": self.env["ir.model"]._get_id("crm.lead"),
                "state": "code",
                "code": f"lead = record\nenrollment = lead.enrollment_ids.filtered(lambda e: not e.ended_at)\n{code}",
            }
        )

    def start(self, code, *following, leads=None):
        step = {"channel": "action", "server_action_id": self.make_action(code).id}
        enrollments = self.enroll(self.make_sequence(step, *following), leads or self.make_lead())
        self.run_at(MONDAY)
        return enrollments

    def assert_nothing_ahead(self, enrollment):
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT next_step_id, next_run_at FROM sales_sequence_enrollment WHERE id = %s", [enrollment.id]
        )
        self.assertEqual(self.env.cr.fetchone(), (None, None))

    def test_an_action_that_ends_its_own_enrollment_leaves_it_ended(self):
        for (name, code, end), following in itertools.product(ENDINGS, ((), ("email",), ("call", "email"))):
            with self.subTest(action=name, following=following), self.env.cr.savepoint() as savepoint:
                enrollment = self.start(code, *following)
                self.assertEqual((enrollment.state, enrollment.exit_reason), end)
                self.assert_nothing_ahead(enrollment)
                self.assertEqual(enrollment.touch_ids.mapped("state"), ["done"], "the action was executed, once")
                self.run_at(MONDAY + DAY)
                self.assertEqual(len(enrollment.touch_ids), 1)
                savepoint.rollback()

    def test_an_action_that_pauses_its_own_enrollment_lets_it_go_on_after_the_step(self):
        enrollment = self.start("enrollment.pause()", "email")
        self.assertEqual((enrollment.state, enrollment.touch_ids.state), ("paused", "done"))
        self.assertEqual(enrollment.next_step_id, enrollment.sequence_id.step_ids[1])
        with freeze_time(MONDAY):
            enrollment.resume()
        self.run_at(MONDAY + DAY)
        self.assertEqual(enrollment.touch_ids.sorted("id").mapped("state"), ["done", "queued"])

    def test_an_action_that_skips_its_own_step_takes_the_next_one(self):
        enrollment = self.start("enrollment.skip_step()", "email")
        self.assertEqual((enrollment.state, enrollment.touch_ids.state), ("running", "done"))
        self.assertEqual(enrollment.next_step_id, enrollment.sequence_id.step_ids[1])

    def test_an_action_that_restarts_its_own_enrollment_is_not_run_again(self):
        enrollment = self.start("enrollment.stop()\nenrollment.restart()", "email")
        self.assertEqual((enrollment.state, enrollment.touch_ids.state), ("running", "done"))
        self.assertEqual(enrollment.next_step_id, enrollment.sequence_id.step_ids[1])

    def test_an_action_that_moves_to_another_sequence(self):
        other = self.make_sequence("email", "email", name="Other")
        code = f"env['sales.sequence'].browse({other.id}).enroll(lead.ids, conflicts='replace')"
        first = self.start(code, "email")
        self.assertEqual((first.state, first.exit_reason), ("stopped", "replaced"))
        self.assert_nothing_ahead(first)
        self.assertEqual(first.lead_id.active_enrollment_id.sequence_id, other)

    def test_an_action_that_ends_others_of_the_same_batch(self):
        """Nothing of theirs is done any more, although they were due at the same moment."""
        leads = self.make_leads(3)
        sequence = self.make_sequence("email", "email", name="Mails")
        victims = self.enroll(sequence, leads[1:])
        code = f"env['sales.sequence.enrollment'].browse({victims.ids}).stop()"
        first = self.start(code, leads=leads[0])
        self.assertEqual(first.exit_reason, "completed")
        self.assertEqual(victims.mapped("exit_reason"), ["manual", "manual"])
        self.assertFalse(self.send_mails(MONDAY))
        self.assertNotIn("queued", victims.touch_ids.mapped("state"))

    def test_what_an_action_says_of_a_record_that_it_deletes_is_not_kept(self):
        code = "name = lead.name\nlead.unlink()\naction = {'tag': 'display_notification', 'params': {'message': name}}"
        enrollment = self.start(code)
        self.assertEqual((enrollment.exit_reason, enrollment.touch_ids.outcome), ("deleted", False))

    def test_a_call_that_wins_the_lead_when_it_is_done(self):
        """An automation rule would do the same between the feedback and the next step."""
        enrollment = self.enroll(self.make_sequence("call", "email"), self.make_lead())
        self.run_at(MONDAY)
        touch = enrollment.touch_ids
        lead = enrollment.lead_id
        lead.action_set_won()
        with freeze_time(MONDAY):
            touch.sudo()._settle_as("done", outcome="Connected")
            touch.sudo()._advance_enrollments()
            enrollment.sudo()._leave_step(touch.step_id)
            enrollment.sudo()._plan_wait(touch.step_id)
            enrollment.sudo()._plan_now(touch.step_id)
        self.assertEqual(enrollment.exit_reason, "won")
        self.assert_nothing_ahead(enrollment)

    def test_the_last_email_stays_queued(self):
        enrollment = self.enroll(self.make_sequence("email"), self.make_lead())
        self.run_at(MONDAY)
        self.assertEqual((enrollment.state, enrollment.touch_ids.state), ("finished", "queued"))
