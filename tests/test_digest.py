"""Each rep gets one notification of all new activities on a working day, however the runs of the job ended."""

from datetime import datetime, timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo.tools import mute_logger

from .common import MONDAY, SequenceCommon


class TestDigest(SequenceCommon):
    def digests(self, user=None):
        """Subjects of the digests sent to a user, by default the rep."""
        partner = (user or self.rep).partner_id
        domain = [("message_type", "=", "user_notification"), ("partner_ids", "in", partner.ids)]
        return self.env["mail.message"].search([*domain, ("subject", "like", "New activities")]).mapped("subject")

    def call_job(self, batch_size=None, at=MONDAY):
        """Call the job once, as Odoo does repeatedly while there is more to do.

        :param batch_size: process one batch of this size, after which the job's time is up
        """
        runner = type(self.env["sales.sequence.runner"])
        original = runner._commit

        def commit(runner, count, remaining):
            seconds = original(runner, count, remaining)
            return 0 if batch_size and count else seconds

        self.env.invalidate_all(flush=True)
        with (
            freeze_time(at),
            self.enter_registry_test_mode(),
            self.env.registry.cursor() as cr,
            patch.object(runner, "_commit", commit),
        ):
            env = self.env(cr=cr, user=self.user_root)
            handled = env["sales.sequence.runner"]._run(batch_size or 500)
            env.flush_all()
        self.env.invalidate_all()
        return handled

    def test_several_calls_of_the_job_send_one_digest(self):
        """After some seconds Odoo gives each call only the time for one batch, and calls again."""
        self.enroll(self.make_sequence("call"), self.make_leads(5))
        handled = [self.call_job(batch_size=2) for _call in range(2)]
        self.assertEqual((handled, self.digests()), ([2, 2], []))
        self.assertEqual(self.call_job(batch_size=2), 1)
        self.assertEqual(self.digests(), ["New activities from your sequences: 5"])
        self.call_job()
        self.assertEqual(len(self.digests()), 1, "Nobody is told twice")

    def test_a_rep_who_has_waited_long_gets_the_digest_during_a_busy_run(self):
        enrollments = self.enroll(self.make_sequence("call"), self.make_leads(4))
        self.call_job(batch_size=1)
        self.call_job(batch_size=1)
        self.assertEqual(self.digests(), [])
        first = min(enrollments.touch_ids.activity_id.ids)
        self.env.cr.execute(
            "UPDATE mail_activity SET create_date = create_date - interval '61 minutes' WHERE id = %s", [first]
        )
        self.call_job(batch_size=1)
        self.assertEqual(len(enrollments.touch_ids), 3)
        self.assertEqual(self.digests(), ["New activities from your sequences: 3"])

    def test_activities_done_meanwhile_are_not_in_the_digest(self):
        enrollments = self.enroll(self.make_sequence("call"), self.make_leads(3))
        self.call_job(batch_size=2)
        self.assertEqual(len(enrollments.touch_ids), 2)
        enrollments.touch_ids.activity_id[0].action_done()
        self.call_job()
        self.assertEqual(self.digests(), ["New activities from your sequences: 2"])

    def test_activities_reassigned_before_the_digest_are_announced_once(self):
        enrollments = self.enroll(self.make_sequence("call"), self.make_leads(2))
        self.call_job(batch_size=1)
        activity = enrollments.touch_ids.activity_id
        activity.user_id = self.manager
        enrollments._reassign_activities()
        self.assertEqual((activity.user_id, self.digests()), (self.rep, []))
        self.call_job()
        self.assertEqual(self.digests(), ["New activities from your sequences: 2"])

    def test_a_digest_that_fails_does_not_block_the_other_digests(self):
        """A message may fail because of a custom automation rule, for example; here PostgreSQL refuses the row."""
        self.enroll(self.make_sequence("call"), self.make_lead("Ada", user_id=self.manager.id) | self.make_lead("Bea"))
        self.env.flush_all()
        self.env.cr.execute(
            "ALTER TABLE mail_notification ADD CONSTRAINT no_news CHECK (res_partner_id <> %s) NOT VALID",
            [self.manager.partner_id.id],
        )
        with (
            mute_logger("odoo.sql_db"),
            self.assertLogs("odoo.addons.sales_sequence.models.runner.runner", "ERROR") as log,
        ):
            self.call_job()
        self.assertIn("could not be told of new activities", log.output[0])
        self.assertEqual(self.digests(), ["New activities from your sequences: 1"])
        self.env.cr.execute("ALTER TABLE mail_notification DROP CONSTRAINT no_news")
        self.call_job()
        self.assertEqual(self.digests(self.manager), ["New activities from your sequences: 1"])
        self.assertEqual(len(self.digests()), 1)

    def test_one_digest_a_working_day(self):
        sequence = self.make_sequence("call")
        self.enroll(sequence, self.make_lead("Ada"))
        self.call_job()
        self.assertEqual(self.digests(), ["New activities from your sequences: 1"])
        later = self.enroll(sequence, self.make_leads(3, "Bea"), at=MONDAY + timedelta(hours=2))
        for hours in (2, 5):
            self.call_job(at=MONDAY + timedelta(hours=hours))
        self.assertEqual(len(later.touch_ids.activity_id), 3)
        self.assertEqual(len(self.digests()), 1, "What comes later on the day is in My day only")
        later[0].touch_ids.activity_id.action_done()
        self.call_job(at=MONDAY + timedelta(days=1))
        self.assertEqual(self.digests()[0], "New activities from your sequences: 2", "Still open, and not told of")
        self.call_job(at=MONDAY + timedelta(days=2))
        self.assertEqual(len(self.digests()), 2)

    def test_no_digest_at_night_on_a_day_off_or_during_an_absence(self):
        self.enroll(
            self.make_sequence({"channel": "call", "max_wait_days": 0}, absence_policy="keep"), self.make_lead()
        )
        self.call_job(at=MONDAY)
        self.rep.sequence_digest_on = False
        self.env["mail.activity"].search([("is_sequence_activity", "=", True)]).sequence_digest_pending = True
        told = len(self.digests())
        night, early = datetime(2026, 1, 13, 2, 0), datetime(2026, 1, 13, 5, 59)
        saturday = datetime(2026, 1, 17, 9, 0)
        for moment in (night, early, saturday):
            self.call_job(at=moment)
            self.assertEqual(len(self.digests()), told, moment)
        self.rep.write({"out_of_office_from": datetime(2026, 1, 13), "out_of_office_to": datetime(2026, 1, 15)})
        self.call_job(at=datetime(2026, 1, 14, 9, 0))
        self.assertEqual(len(self.digests()), told, "Nobody reads it before the rep is back")
        self.call_job(at=datetime(2026, 1, 16, 6, 0))
        self.assertEqual(len(self.digests()), told + 1, "7:00 on the clock of the rep")

    def test_activities_that_are_handed_over_are_said_at_once_and_are_in_the_next_digest(self):
        enrollments = self.enroll(self.make_sequence("call"), self.make_leads(2))
        self.call_job()
        self.env["bus.bus"].search([]).unlink()
        enrollments._reassign_activities(to=self.manager)
        self.env.cr.precommit.run()
        told = self.env["bus.bus"].search([("message", "like", "sales_sequence/handed_over")])
        self.assertEqual(len(told), 1)
        self.assertIn("2 activities were handed over to you.", told.message)
        self.assertEqual(self.digests(self.manager), [])
        self.call_job(at=MONDAY + timedelta(hours=1))
        self.assertEqual(self.digests(self.manager), ["New activities from your sequences: 2"])

    def test_users_who_have_been_told_cost_nothing(self):
        """Their new activities wait for the next day, and the job comes every five minutes."""
        sequence = self.make_sequence("call")
        self.enroll(sequence, self.make_lead("Ada"))
        self.call_job()
        counts = []
        for number in (1, 20):
            self.enroll(sequence, self.make_leads(number, f"Lea {number}"), at=MONDAY)
            self.call_job()
            with freeze_time(MONDAY):
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                self.assertFalse(self.env["sales.sequence.digest"].sudo()._find_due())
                counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])

    def test_an_index_finds_the_activities_without_a_digest(self):
        self.env["mail.activity"].flush_model()
        query = self.env["mail.activity"]._search([("sequence_digest_pending", "=", True), ("user_id", "!=", False)])
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        self.env.cr.execute("EXPLAIN " + query.select().code, query.select().params)
        plan = "\n".join(row[0] for row in self.env.cr.fetchall())
        self.assertIn("sequence_digest_pending", plan.split("Filter")[0])
