"""An outcome that is taken back leaves nothing behind, as long as nothing has come of it."""

from datetime import timedelta

from freezegun import freeze_time
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from odoo.exceptions import AccessError, UserError

from odoo.addons.mail.tests.common import mail_new_test_user

from .common import BRUSSELS, MONDAY
from .test_outcomes import OutcomeCommon

LATER = MONDAY + timedelta(hours=1)
# What time leaves, and the ids of records that were deleted and created again.
UNCOMPARED = {"write_date", "write_uid", "create_date", "create_uid"}
EFFECTS = ("connected", "no_answer", "promised", "not_interested", "closed", "meeting_booked", "not_now")


class UndoCommon(OutcomeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.outcomes["closed"] = cls.env["sales.sequence.outcome"].create({"name": "Closed down", "effect": "stop"})
        cls.outcomes["promised"] = cls.outcomes["no_answer"]

    def give(self, touch, effect, at=LATER, user=None):
        until = {"promised": "2026-01-14 14:00:00", "not_now": "2026-02-02"}.get(effect)
        return self.attempts_of(self.act(touch, effect, at=at, user=user, until=until))

    def attempts_of(self, result):
        return self.env["sales.sequence.attempt"].browse(result["attempt_ids"])

    def undo(self, attempts, at=LATER, user=None):
        with freeze_time(at):
            attempts.with_user(user or self.rep).action_undo()
        self.env.invalidate_all()

    def state_of(self, enrollment):
        """All columns of all that belongs to the person, with texts in place of ids that may change."""
        self.env.flush_all()
        self.env.invalidate_all()
        lead = enrollment.lead_id
        touches, signals = enrollment.touch_ids, enrollment.signal_ids
        activities = (
            self.env["mail.activity"]
            .with_context(active_test=False)
            .search([("res_model", "=", "crm.lead"), ("res_id", "=", lead.id)])
        )
        mails = self.env["mail.mail"].search([("mail_message_id", "in", touches.mail_message_id.ids)])
        followers = self.env["sales.sequence.enrollment"].search([("lead_id", "=", lead.id)])
        self.env.cr.execute(
            """SELECT email_normalized, role, holds_place
                 FROM sales_sequence_address WHERE enrollment_id = %s ORDER BY 1""",
            enrollment.ids,
        )
        return {
            "addresses": self.env.cr.fetchall(),
            "enrollments": followers.ids,
            "notes": sorted(lead.message_ids.ids),
            "activities": sorted((self.columns(one, without={"id"}) for one in activities), key=str),
            "records": [
                self.columns(one, without={"activity_id", "question_activity_id"})
                for records in (enrollment, touches.sorted("id"), signals.sorted("id"), mails)
                for one in records
            ],
            "links": [touch.activity_id.summary for touch in touches.sorted("id")],
            "question": enrollment.question_activity_id.active,
        }

    def columns(self, record, without=()):
        names = [
            name
            for name, field in record._fields.items()
            if field.store and field.column_type and name not in UNCOMPARED and name not in without
        ]
        values = record.sudo().read(names, load=None)[0]
        return {name: values[name] for name in values if name not in without}


class TestUndo(UndoCommon):
    def check_undone(self, touch, effect):
        enrollment = touch.enrollment_id
        before = self.state_of(enrollment)
        attempts = self.give(touch, effect)
        self.assertNotEqual(self.state_of(enrollment), before, "The outcome has changed something")
        self.undo(attempts)
        self.maxDiff = None
        self.assertEqual(self.state_of(enrollment), before)
        self.assertFalse(attempts.exists())

    def test_every_effect_is_undone(self):
        for effect in EFFECTS:
            with self.subTest(effect):
                self.check_undone(self.start("call", "email"), effect)

    def test_what_a_plain_completion_did_is_undone(self):
        touch = self.start()
        before = self.state_of(touch.enrollment_id)
        with freeze_time(LATER):
            touch.activity_id.with_user(self.rep).action_feedback(feedback="Done")
        self.undo(touch.attempt_ids)
        self.assertEqual(self.state_of(touch.enrollment_id), before)

    # ------------------------------------------------------------------
    # What cannot be undone any more
    # ------------------------------------------------------------------

    def test_once_the_next_touch_exists_it_is_too_late(self):
        touch = self.start()
        attempts = self.give(touch, "connected")
        self.run_at(MONDAY + timedelta(days=1, hours=2))
        self.assertEqual(len(touch.enrollment_id.touch_ids), 2)
        with self.assertRaisesRegex(UserError, "The next step of .* has already been taken"):
            self.undo(attempts)
        self.assertEqual(touch.state, "done")

    def test_who_is_in_another_sequence_by_now_stays_there(self):
        touch = self.start()
        attempts = self.give(touch, "not_interested")
        other = self.enroll(self.make_sequence("email"), touch.enrollment_id.lead_id, at=LATER)
        with self.assertRaisesRegex(UserError, "another sequence"):
            self.undo(attempts)
        self.assertEqual((other.state, touch.enrollment_id.state), ("running", "stopped"))

    def test_the_sequence_that_followed_goes_as_long_as_nothing_was_done_in_it(self):
        following = self.make_sequence("call", name="Afterwards")
        touch = self.start("call", next_sequence_id=following.id)
        attempts = self.give(touch, "connected")
        lead = touch.enrollment_id.lead_id
        chained = lead.enrollment_ids - touch.enrollment_id
        self.assertEqual(chained.sequence_id, following)
        self.undo(attempts)
        self.assertFalse(chained.exists())
        attempts = self.give(touch, "connected")
        self.run_at(MONDAY + timedelta(days=1, hours=2))
        self.assertTrue((lead.enrollment_ids - touch.enrollment_id).touch_ids)
        with self.assertRaisesRegex(UserError, "now in “Afterwards”"):
            self.undo(attempts)

    def test_what_has_happened_since_is_not_overwritten(self):
        happenings = {
            "answered": lambda enrollment: enrollment.stop("replied"),
            "paused": lambda enrollment: enrollment.pause(),
            "skipped": lambda enrollment: enrollment.skip_step(),
        }
        for name, happen in happenings.items():
            with self.subTest(name):
                touch = self.start("call", "email", "email")
                attempts = self.give(touch, "connected")
                with freeze_time(LATER):
                    happen(touch.enrollment_id.with_user(self.rep))
                before = self.state_of(touch.enrollment_id)
                with self.assertRaises(UserError):
                    self.undo(attempts)
                self.assertEqual(self.state_of(touch.enrollment_id), before)

    def test_only_the_last_try_is_undone(self):
        touch = self.start()
        first = self.give(touch, "no_answer")
        second = self.give(touch, "no_answer", at=LATER + timedelta(days=1))
        with self.assertRaisesRegex(UserError, "undo that first"):
            self.undo(first)
        self.undo(second)
        self.undo(first)
        self.assertEqual((touch.state, touch.attempt_ids.ids, touch.due_at), ("todo", [], False))

    def test_undoing_twice_is_refused_with_a_sentence(self):
        touch = self.start()
        attempts = self.give(touch, "connected")
        self.undo(attempts)
        with self.assertRaisesRegex(UserError, "already been undone"):
            self.undo(attempts)

    def test_colleagues_do_not_undo_what_they_may_not_see(self):
        touch = self.start()
        attempts = self.give(touch, "connected")
        colleague = mail_new_test_user(
            self.env, login="colleague", groups="sales_sequence.group_sales_sequence_user", tz=BRUSSELS
        )
        employee = mail_new_test_user(self.env, login="bystander", groups="base.group_user")
        for user in (colleague, employee):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.undo(attempts, user=user)
        self.undo(attempts, user=self.manager)
        self.assertEqual(touch.state, "todo")

    def test_files_of_the_activity_survive(self):
        touch = self.start()
        file = self.env["ir.attachment"].create(
            {"name": "notes.txt", "raw": b"x", "res_model": "mail.activity", "res_id": touch.activity_id.id}
        )
        attempts = self.give(touch, "connected")
        self.undo(attempts)
        self.assertEqual((file.exists().res_model, file.res_id), ("mail.activity", touch.activity_id.id))

    def test_a_withheld_email_leaves_after_all(self):
        aside = {"channel": "call", "wait_for_completion": False}
        touch = self.start(aside, {"channel": "email", "delay": 0}, "email")[:1]
        self.run_at(MONDAY)
        mailed = touch.enrollment_id.touch_ids - touch
        self.assertEqual(mailed.state, "queued")
        attempts = self.give(touch, "not_interested")
        self.assertEqual(mailed.state, "canceled")
        self.undo(attempts)
        self.assertEqual(mailed.state, "queued")
        mail = self.env["mail.mail"].search([("mail_message_id", "=", mailed.mail_message_id.id)])
        self.assertEqual(mail.state, "outgoing")

    @settings(
        max_examples=40,
        deadline=None,
        derandomize=True,
        # Shrinking takes minutes, and the cases are small.
        phases=[Phase.generate],
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(
        effect=st.sampled_from(EFFECTS),
        waits=st.booleans(),
        following=st.lists(st.sampled_from(["call", "email", "call aside"]), max_size=2),
        situation=st.sampled_from(["running", "paused", "paused until", "unsure", "paused and unsure", "failed"]),
        pending=st.booleans(),
        tries=st.integers(0, 2),
    )
    def test_whatever_the_situation_an_undone_outcome_leaves_nothing(
        self, effect, waits, following, situation, pending, tries
    ):
        with self.env.cr.savepoint() as savepoint:
            self.check_in(effect, waits, following, situation, pending, tries)
            savepoint.rollback()
        self.env.invalidate_all(flush=False)

    def check_in(self, effect, waits, following, situation, pending, tries):
        aside = {"channel": "call", "wait_for_completion": False, "delay": 0}
        steps = [aside if one == "call aside" else one for one in following]
        touch = self.start({"channel": "call", "wait_for_completion": waits}, *steps)[:1]
        enrollment = touch.enrollment_id
        if pending:
            after = self.make_sequence("call", name="Afterwards")
            enrollment.write({"pending_sequence_id": after.id, "pending_target_id": enrollment.lead_id.id})
        with freeze_time(MONDAY):
            if "paused" in situation:
                enrollment.pause("2026-03-02 09:00:00" if "until" in situation else None)
            if situation == "failed":
                enrollment._pause("failure", note="It failed")
            if "unsure" in situation:
                self.env["sales.sequence.inbox"]._notice([{"enrollment_id": enrollment.id, "kind": "unsure"}])
        for number in range(tries):
            self.give(touch, "promised", at=MONDAY + timedelta(minutes=number + 1))
        self.check_undone(touch, effect)
