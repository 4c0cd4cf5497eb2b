"""The job enrolls large selections: it shows progress, resumes after a crash, and notifies the user."""

from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import Form

from odoo.addons.mail.tests.common import mail_new_test_user
from odoo.addons.sales_sequence.models.enroll import enroll_run
from odoo.addons.sales_sequence.wizard import sales_sequence_enroll_wizard

from .common import MONDAY, SequenceCommon
from .exactly_once import make_cadence, make_leads
from .processes import Database, Odoo, gate, wait_until


class TestEnrollRun(SequenceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sequence = cls.make_sequence("email")
        cls.classPatch(enroll_run, "CHUNK", 2)
        cls.classPatch(sales_sequence_enroll_wizard, "MAX_AT_ONCE", 3)

    def start(self, leads, user=None, **values):
        context = {"active_model": "crm.lead", "active_ids": leads.ids}
        form = Form(self.env["sales.sequence.enroll.wizard"].with_user(user or self.rep).with_context(**context))
        for name, value in values.items():
            form[name] = value
        action = form.save().action_enroll()
        self.assertEqual(action["res_model"], "sales.sequence.enroll.run")
        return self.env["sales.sequence.enroll.run"].browse(action["res_id"])

    def work(self, at=MONDAY):
        with freeze_time(at), self.enter_registry_test_mode():
            self.env.ref("sales_sequence.ir_cron_enroll").with_user(self.user_root).method_direct_trigger()
        self.env.invalidate_all()

    def test_a_large_selection_is_enrolled_in_the_background(self):
        leads = self.make_leads(5) + self.make_lead("Silent", email_from=False)
        with freeze_time(MONDAY):
            run = self.start(leads)
        self.assertEqual((run.state, run.progress), ("waiting", 0))
        self.assertFalse(leads.enrollment_ids)
        self.work()
        self.assertEqual((run.state, run.progress), ("done", 100))
        self.assertEqual((run.enrolled_count, run.refused_count, run.handled_count), (5, 1, 6))
        self.assertEqual(leads.enrollment_ids.create_uid, self.rep, "With the rights of the user who started it")

    def test_each_chunk_is_committed_and_counted_in_the_progress(self):
        leads = self.make_leads(5)
        run = self.start(leads)
        run.sudo()._enroll_some()
        self.assertEqual((run.state, run.handled_count, run.progress), ("running", 2, 40))
        self.assertEqual(len(leads.enrollment_ids), 2)

    def test_a_background_run_keeps_the_options_of_the_dialog(self):
        other = self.make_sequence("email", "email", name="Other")
        leads = self.make_leads(5)
        busy = self.enroll(other, leads[0])
        with freeze_time(MONDAY):
            run = self.start(
                leads,
                self.manager,
                sequence_id=self.sequence,
                user_id=self.manager,
                conflicts="queue",
                start_on="2026-02-02",
            )
        self.work()
        self.assertEqual((run.enrolled_count, run.pending_count), (4, 1))
        self.assertEqual(busy.pending_sequence_id, self.sequence)
        entered = leads.enrollment_ids - busy
        self.assertEqual(entered.user_id, self.manager)
        self.assertEqual({str(moment) for moment in entered.mapped("next_run_at")}, {"2026-02-02 08:00:00"})

    def test_the_result_lists_who_was_refused_and_why(self):
        leads = self.make_leads(4) + self.make_lead("Silent", email_from=False)
        run = self.start(leads)
        self.work()
        action = run.with_user(self.rep).action_view_result()
        wizard = self.env["sales.sequence.enroll.wizard"].with_user(self.rep).browse(action["res_id"])
        self.assertEqual((wizard.state, wizard.enrolled_count, wizard.refused_count), ("done", 4, 1))
        self.assertEqual(wizard.line_ids.name, "Deal with Silent")
        self.assertIn("There is no email address.", wizard.line_ids.message)

    def test_old_runs_are_deleted_after_90_days(self):
        leads = self.make_leads(8)
        with freeze_time(MONDAY):
            ended, waiting = self.start(leads[:4]), self.start(leads[4:])
            waiting.sudo().state = "running"
        self.work()
        waiting.sudo().state = "waiting"
        enrollments = leads.enrollment_ids
        self.env.flush_all()
        self.env.cr.execute("UPDATE sales_sequence_enroll_run SET write_date = %s", [MONDAY])
        for days, left in ((89, ended + waiting), (91, waiting)):
            with freeze_time(MONDAY + timedelta(days=days)):
                self.env["sales.sequence.enroll.run"]._delete_old()
            self.assertEqual((ended + waiting).exists(), left)
        self.assertEqual(enrollments.exists(), leads.enrollment_ids)

    def test_only_the_user_who_started_a_run_can_see_and_cancel_it(self):
        leads = self.make_leads(5)
        run = self.start(leads)
        run.sudo()._enroll_some()
        stranger = mail_new_test_user(self.env, login="stranger", groups="sales_sequence.group_sales_sequence_manager")
        self.assertFalse(self.env["sales.sequence.enroll.run"].with_user(stranger).search([]))
        for verb in ("action_cancel", "action_view_result"):
            with self.assertRaises(AccessError):
                getattr(run.with_user(stranger), verb)()
        run.with_user(self.rep).action_cancel()
        self.work()
        self.assertEqual((run.state, len(leads.enrollment_ids)), ("canceled", 2))

    def test_a_run_whose_user_lost_access_ends_with_a_message_and_blocks_no_other(self):
        leads, more = self.make_leads(5), self.make_leads(4, "Bob")
        run = self.start(leads)
        other = self.start(more, self.manager)
        self.rep.group_ids -= self.env.ref("sales_sequence.group_sales_sequence_user")
        with self.assertLogs("odoo.addons.sales_sequence.models.enroll.enroll_run", "WARNING"):
            self.work()
        self.assertEqual(run.state, "failed")
        self.assertTrue(run.note)
        self.assertEqual((other.state, other.enrolled_count), ("done", 4))

    def test_a_run_of_a_deactivated_user_enrolls_nobody(self):
        leads = self.make_leads(5)
        run = self.start(leads)
        self.rep.active = False
        with self.assertLogs("odoo.addons.sales_sequence.models.enroll.enroll_run", "WARNING"):
            self.work()
        self.assertEqual(run.state, "failed")
        self.assertIn("no longer an active user", run.note)
        self.assertFalse(leads.enrollment_ids)

    def test_a_run_says_that_people_wait_where_the_first_steps_are_paused(self):
        run = self.start(self.make_leads(4))
        self.assertFalse(run.first_steps_pause_why)
        with freeze_time(MONDAY):
            self.sequence.sudo()._pause_first_steps("bounces", {"count": 5, "sent": 52})
        why = "The first steps have been paused since Mon, Jan 12: of 52 emails, 5 bounced."
        self.env.invalidate_all()
        with freeze_time(MONDAY):
            self.assertEqual(run.with_user(self.rep).first_steps_pause_why, why)
        self.work()
        notifications = self.env["bus.bus"].sudo().search([("message", "like", "simple_notification")])
        self.assertIn(f"4 enrolled, 0 not. {why}", "".join(notifications.mapped("message")))

    def test_the_user_is_notified_when_the_run_ends(self):
        self.start(self.make_leads(4))
        self.work()
        notifications = self.env["bus.bus"].sudo().search([("message", "like", "simple_notification")])
        self.assertIn("4 enrolled, 0 not.", "".join(notifications.mapped("message")))


# ----------------------------------------------------------------------------------------------------------------------
# Real processes, killed halfway
# ----------------------------------------------------------------------------------------------------------------------

PEOPLE = 3 * enroll_run.CHUNK - 100


def prepare(env):
    """Create leads and a sequence. :return: ``(sequence id, lead ids)``"""
    return make_cadence(env, 0, "call"), make_leads(env, PEOPLE, "people.example.org")


def enroll(env, sequence_id, lead_ids):
    """Enroll in one call, as over RPC."""
    env["sales.sequence"].browse(sequence_id).enroll(lead_ids)


def start_run(env, sequence_id, lead_ids):
    """Start a run as the dialog does. :return: its id"""
    return env["sales.sequence.enroll.run"]._start(env["sales.sequence"].browse(sequence_id), lead_ids).id


def work(env):
    """Run the job."""
    env["sales.sequence.enroll.run"]._work()


def count_whole(database, sequence_id):
    """Count ``(enrollments, incomplete enrollments)``."""
    query = """SELECT count(*), count(*) FILTER (WHERE next_step_id IS NULL OR next_run_at IS NULL OR lead_id IS NULL)
                 FROM sales_sequence_enrollment WHERE sequence_id = %s"""
    return database.rows(query, sequence_id)[0]


class TestKilledWhileEnrolling:
    def test_a_killed_run_leaves_only_complete_enrollments_and_is_resumed(self):
        with Database("enroll_run") as database, Odoo(database) as odoo:
            sequence_id, lead_ids = odoo.call(prepare)
            with gate(database, "sales_sequence_enrollment", "INSERT", "commit") as someone_at_the_gate:
                call = odoo.start(enroll, sequence_id, lead_ids)
                backend = someone_at_the_gate()
                call.kill()
                database.rows("SELECT pg_terminate_backend(%s, 10000)", backend)
            assert count_whole(database, sequence_id) == (0, 0), "A call is one transaction"

            run_id = odoo.call(start_run, sequence_id, lead_ids)
            handled = "SELECT handled_count FROM sales_sequence_enroll_run WHERE id = %s"
            job = odoo.start(work)
            wait_until(lambda: database.value(handled, run_id), "the first chunk to be committed")
            job.kill()
            wait_until(lambda: not job.is_running(), "the job to die")
            done = database.value(handled, run_id)
            assert 0 < done < PEOPLE, "Killed too late: the test proves little"
            assert count_whole(database, sequence_id) == (done, 0)
            odoo.call(work)
            assert database.value(handled, run_id) == PEOPLE
            assert count_whole(database, sequence_id) == (PEOPLE, 0)
            assert not database.complaints()
