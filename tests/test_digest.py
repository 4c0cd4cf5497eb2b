"""Each rep gets one notification of all new activities from a run of the job, however the run ended."""

from unittest.mock import patch

from freezegun import freeze_time

from odoo.tools import mute_logger

from .common import MONDAY, SequenceCommon


class TestDigest(SequenceCommon):
    def digests(self, user=None):
        """Subjects of the digests sent to a user, by default the rep."""
        partner = (user or self.rep).partner_id
        domain = [("message_type", "=", "user_notification"), ("partner_ids", "in", partner.ids)]
        return self.env["mail.message"].search([*domain, ("subject", "like", "new activities")]).mapped("subject")

    def call_job(self, batch_size=None):
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
            freeze_time(MONDAY),
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
        self.assertEqual(self.digests(), ["5 new activities from your sequences"])
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
        self.assertEqual(self.digests(), ["3 new activities from your sequences"])

    def test_activities_done_meanwhile_are_not_in_the_digest(self):
        enrollments = self.enroll(self.make_sequence("call"), self.make_leads(3))
        self.call_job(batch_size=2)
        self.assertEqual(len(enrollments.touch_ids), 2)
        enrollments.touch_ids.activity_id[0].action_done()
        self.call_job()
        self.assertEqual(self.digests(), ["2 new activities from your sequences"])

    def test_activities_reassigned_before_the_digest_are_announced_once(self):
        enrollments = self.enroll(self.make_sequence("call"), self.make_leads(2))
        self.call_job(batch_size=1)
        activity = enrollments.touch_ids.activity_id
        activity.user_id = self.manager
        enrollments._reassign_activities()
        self.assertEqual((activity.user_id, self.digests()), (self.rep, ["1 new activities from your sequences"]))
        self.call_job()
        self.assertEqual(self.digests(), ["1 new activities from your sequences"] * 2, "Only the other activity is new")

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
        self.assertEqual(self.digests(), ["1 new activities from your sequences"])
        self.env.cr.execute("ALTER TABLE mail_notification DROP CONSTRAINT no_news")
        self.call_job()
        self.assertEqual(self.digests(self.manager), ["1 new activities from your sequences"])
        self.assertEqual(len(self.digests()), 1)

    def test_an_index_finds_the_activities_without_a_digest(self):
        self.env["mail.activity"].flush_model()
        query = self.env["mail.activity"]._search([("sequence_digest_pending", "=", True), ("user_id", "!=", False)])
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        self.env.cr.execute("EXPLAIN " + query.select().code, query.select().params)
        plan = "\n".join(row[0] for row in self.env.cr.fetchall())
        self.assertIn("sequence_digest_pending", plan.split("Filter")[0])
