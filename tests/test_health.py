"""*System status*: each link between a due step and an answer that comes back, broken in turn, says what to do."""

from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tools import config

from .common import MONDAY, SequenceCommon

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
NOW = MONDAY + HOUR
PROBLEMS = ("warning", "critical")
JOBS = {
    "runner": "sales_sequence.ir_cron_runner",
    "audience": "sales_sequence.ir_cron_audience",
    "goals": "sales_sequence.ir_cron_goals",
    "enroll": "sales_sequence.ir_cron_enroll",
    "mail queue": "mail.ir_cron_mail_scheduler_action",
    "fetching": "mail.ir_cron_mail_gateway_action",
}


class HealthCommon(SequenceCommon):
    """The rep's first email has left, and everything around the sequence is set up as the README says."""

    def setUp(self):
        super().setUp()
        self.env["ir.config_parameter"].set_param("web.base.url", "https://odoo.test.mycompany.com")
        self.fetched = self.env["fetchmail.server"].create(
            {"name": "Our mailbox", "server_type": "imap", "server": "imap.test.mycompany.com", "state": "done"}
        )
        self.sequence = self.make_sequence("email", "email")
        self.enrollment = self.enroll(self.sequence, self.make_lead())
        self.run_at(MONDAY)
        self.send_mails(MONDAY)
        self.touch = self.enrollment.touch_ids
        self.jobs = {name: self.env.ref(xmlid) for name, xmlid in JOBS.items()}
        self.all_jobs = self.env["ir.cron"].with_context(active_test=False).search([("id", "!=", False)])
        self.scheduler_ran(NOW - MINUTE)

    def scheduler_ran(self, moment):
        """What a running scheduler leaves behind: all jobs have run at `moment`."""
        self.all_jobs.write({"nextcall": moment + 5 * MINUTE, "lastcall": moment, "failure_count": 0})
        self.env["ir.cron.trigger"].search([("id", "!=", False)]).unlink()
        self.fetched.exists().date = moment

    def check(self, at=NOW, user=None):
        self.env.flush_all()
        with freeze_time(at):
            return self.env["sales.sequence.health"].with_user(user or self.manager).check()

    def link(self, code, health=None):
        (row,) = [row for row in (health or self.check())["links"] if row["link"] == code]
        return row

    def assert_link(self, code, status, *words, at=NOW):
        """This link has this status and says these words. No other link is broken, so it alone decides."""
        health = self.check(at)
        row = self.link(code, health)
        self.assertEqual(row["status"], status, row)
        for word in words:
            self.assertIn(word, row["message"])
        self.assertEqual([one for one in health["links"] if one["status"] in PROBLEMS and one != row], [])
        self.assertEqual(health["status"], status if status in PROBLEMS else "ok")
        self.assertEqual("\n".join(health["problems"]), row["message"] if status in PROBLEMS else "")

    def mail_now(self, name="Bob"):
        """Somebody else's first email is in the queue. :return: its touch"""
        enrollment = self.enroll(self.sequence, self.make_lead(name), at=NOW)
        self.run_at(NOW)
        self.scheduler_ran(NOW - MINUTE)
        return enrollment.touch_ids


class TestInOrder(HealthCommon):
    def test_nothing_is_said_if_every_link_is_in_order(self):
        health = self.check()
        self.assertEqual([row for row in health["links"] if row["status"] != "ok" or row["message"]], [])
        self.assertEqual((health["status"], health["problems"]), ("ok", []))

    def test_the_links_are_listed_in_the_order_in_which_a_step_passes_them(self):
        codes = [row["link"] for row in self.check()["links"]]
        passed = ["scheduler", "runner", "steps", "mail_queue", "mail_server", "reply_address", "incoming", "signals"]
        self.assertEqual([code for code in codes if code in passed], passed)
        self.assertEqual(len(codes), len(set(codes)))

    def test_the_documents_name_every_link(self):
        links = self.check()["links"]
        documents = Path(__file__).resolve().parent.parent / "docs"
        api, guide = ((documents / name).read_text().casefold() for name in ("api.md", "guide.md"))
        self.assertEqual([row["link"] for row in links if f"`{row['link']}`" not in api], [])
        self.assertEqual([row["name"] for row in links if row["name"].casefold() not in guide], [])

    def test_only_managers_may_check(self):
        for user in (self.rep, self.user_employee):
            with self.assertRaises(AccessError):
                self.check(user=user)

    def test_a_manager_without_administration_rights_sees_no_secrets(self):
        self.assertFalse(self.manager.has_group("base.group_system"))
        self.fetched.write(
            {"error_date": NOW - DAY, "error_message": "LOGIN sales:hunter2 failed", "user": "sales-login"}
        )
        self.mail_servers.write({"smtp_user": "smtp-login", "smtp_host": "secret-host", "active": False})
        self.assertNotRegex(str(self.check()), "hunter2|sales-login|smtp-login|secret-host")

    def test_queries_do_not_grow_with_enrollments_and_senders(self):
        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.check()
            return self.env.cr.sql_log_count - before

        count()  # fills Odoo's caches
        few = count()
        for number in range(4):
            user = self.rep.copy({"login": f"rep{number}", "email": f"rep{number}@elsewhere.example.com"})
            self.enroll(self.sequence, self.make_leads(3, f"Of{number}", user_id=user.id), at=NOW + DAY)
        count()
        self.assertLessEqual(count(), few)


class TestJobs(HealthCommon):
    """Scheduled jobs."""

    def test_each_inactive_job_is_named(self):
        links = {"runner": "runner", "mail queue": "mail_queue", "fetching": "incoming"}
        for name, job in self.jobs.items():
            with self.subTest(job=name):
                job.active = False
                link = links.get(name, "jobs")
                status = "warning" if link == "jobs" else "critical"
                self.assert_link(link, status, job.name, "inactive", "Scheduled Actions")
                job.active = True

    def test_each_deleted_job_is_named(self):
        links = {"runner": "runner", "mail queue": "mail_queue", "fetching": "incoming"}
        for name, job in self.jobs.items():
            with self.subTest(job=name):
                title = job.name
                job.unlink()
                row = self.link(links.get(name, "jobs"))
                self.assertIn(row["status"], PROBLEMS)
                self.assertIn(title, row["message"])
                self.assertIn("deleted", row["message"])

    def test_each_failing_job_is_named_and_worse_the_longer_it_fails(self):
        job = self.jobs["runner"]
        job.write({"failure_count": 1, "first_failure_date": NOW - HOUR})
        self.assert_link("runner", "warning", job.name, "attempts: 1")
        job.failure_count = 3
        self.assert_link("runner", "critical", "attempts: 3")
        job.failure_count = 0
        self.jobs["goals"].write({"failure_count": 9, "first_failure_date": NOW - DAY})
        self.assert_link("jobs", "warning", self.jobs["goals"].name, "attempts: 9")

    def test_a_job_that_does_not_run_although_others_do_is_named(self):
        self.env["ir.cron.progress"].create({"cron_id": self.jobs["goals"].id})
        self.env.flush_all()
        self.env.cr.execute("UPDATE ir_cron_progress SET create_date = %s", [NOW - MINUTE])
        self.env.invalidate_all()
        self.jobs["mail queue"].write({"nextcall": NOW - 45 * MINUTE, "lastcall": NOW - 3 * HOUR})
        self.assert_link("mail_queue", "warning", self.jobs["mail queue"].name, "max_cron_threads")
        self.jobs["mail queue"].nextcall = NOW - 61 * MINUTE
        self.assert_link("mail_queue", "critical")

    def test_a_job_that_was_woken_but_does_not_run_is_late(self):
        self.env["ir.cron.trigger"].create({"cron_id": self.jobs["runner"].id, "call_at": NOW - 2 * HOUR})
        self.jobs["runner"].lastcall = NOW - 3 * HOUR
        self.assert_link("scheduler", "critical", "no scheduled jobs since")

    def test_a_long_run_is_not_late(self):
        job = self.jobs["mail queue"]
        job.write({"nextcall": NOW - 6 * HOUR, "lastcall": NOW - 7 * HOUR})
        self.env["ir.cron.progress"].create({"cron_id": job.id})
        self.env.flush_all()
        self.env.cr.execute("UPDATE ir_cron_progress SET create_date = %s", [NOW - 5 * MINUTE])
        self.env.invalidate_all()
        self.assert_link("mail_queue", "ok")

    def test_a_stopped_scheduler_is_said_once_not_for_each_job(self):
        self.all_jobs.write({"nextcall": NOW - 5 * HOUR, "lastcall": NOW - 6 * HOUR})
        self.assert_link("scheduler", "critical", "max_cron_threads")

    def test_a_job_that_never_ran_counts_from_when_it_was_due(self):
        self.all_jobs.write({"nextcall": NOW - 29 * MINUTE, "lastcall": False})
        self.assert_link("scheduler", "ok")
        self.all_jobs.write({"nextcall": NOW - 31 * MINUTE})
        self.assert_link("scheduler", "critical")

    def test_apps_that_wait_to_be_upgraded_stop_the_scheduler(self):
        self.env.ref("base.module_crm").state = "to upgrade"
        self.assert_link("scheduler", "critical", "Apps")

    def test_a_neutralized_copy_says_that_it_is_one(self):
        self.env["ir.config_parameter"].set_param("database.is_neutralized", True)
        self.assert_link("scheduler", "critical", "neutralized")

    def test_an_idle_copy_of_the_runner_is_no_problem_but_copies_alone_are(self):
        lane = self.jobs["runner"].copy({"active": False})
        self.assert_link("runner", "ok")
        lane.write({"active": True, "nextcall": NOW + MINUTE})
        self.jobs["runner"].active = False
        self.assert_link("runner", "warning", "only copies")
        lane.write({"failure_count": 5, "first_failure_date": NOW - DAY})
        self.assertEqual(self.link("runner")["status"], "critical")

    def test_a_mail_queue_that_leaves_sequences_to_an_inactive_copy_is_said(self):
        """As docs/scaling.md divides it."""
        queue = self.jobs["mail queue"]
        copy = queue.copy({"active": True, "nextcall": NOW + MINUTE})
        code = "model.with_context(filters=[('is_sequence_mail', '=', %s)]).process_email_queue()"
        queue.code = code % False
        copy.code = code % True
        self.assert_link("mail_queue", "ok")
        copy.active = False
        self.assert_link("mail_queue", "critical", "leaves out")


class TestOutgoing(HealthCommon):
    """Senders, the queue and the mail server."""

    def test_archived_outgoing_servers_are_said(self):
        self.mail_servers.active = False
        self.assert_link("mail_server", "critical", "archived", "Outgoing Mail Servers")

    def test_without_any_outgoing_server_it_is_unknown_until_an_email_has_left(self):
        self.mail_servers.unlink()
        self.assert_link("mail_server", "ok", "last email left")
        self.touch.state = "skipped"
        self.assert_link("mail_server", "unknown", "No outgoing mail server", "Outgoing Mail Servers")

    def test_a_server_of_the_configuration_file_is_unknown(self):
        self.mail_servers.active = False
        self.touch.state = "skipped"
        with patch.dict(config.options, {"smtp_server": "smtp.provider.example"}):
            self.assert_link("mail_server", "unknown", "configuration file")

    def test_personal_servers_serve_their_owners_only(self):
        self.mail_servers.unlink()
        self.touch.state = "skipped"
        self.env["ir.mail_server"].create(
            {
                "name": "Rita's",
                "smtp_host": "smtp_host",
                "smtp_user": self.rep.email,
                "from_filter": self.rep.email,
                "owner_user_id": self.rep.id,
            }
        )
        self.assert_link("mail_server", "unknown", "has not been tested")
        self.touch.state = "sent"
        self.assert_link("mail_server", "ok")
        self.touch.state = "skipped"
        colleague = self.rep.copy({"login": "colleague", "email": "colleague@test.mycompany.com"})
        self.make_sequence("call", user_id=colleague.id)
        self.assert_link("mail_server", "unknown")

    def test_emails_that_would_leave_under_another_address_are_said(self):
        self.mail_servers[0].active = False
        self.assert_link(
            "own_address",
            "warning",
            self.rep.name,
            f"notifications.test@{self.alias_domain}",
            self.alias_domain,
            "FROM",
        )

    def test_a_personal_server_keeps_the_address_of_its_owner_unless_it_is_disabled(self):
        self.mail_servers[0].active = False
        self.env["ir.mail_server"].create(
            {
                "name": "Rita's",
                "smtp_host": "smtp_host",
                "from_filter": self.rep.email,
                "owner_user_id": self.rep.id,
            }
        )
        self.assert_link("own_address", "ok")
        self.env["ir.config_parameter"].set_param("mail.disable_personal_mail_servers", True)
        self.assert_link("own_address", "warning", self.rep.name)

    def test_an_archived_personal_server_is_said(self):
        self.env["ir.mail_server"].create(
            {
                "name": "Rita's",
                "smtp_host": "smtp_host",
                "from_filter": self.rep.email,
                "owner_user_id": self.rep.id,
                "active": False,
            }
        )
        self.assert_link("senders", "warning", self.rep.name, "archived", "preferences")

    def test_a_mail_server_that_does_not_take_emails_is_said(self):
        mail = self.mail_now()._mails(("outgoing",))
        mail.sequence_attempts = 1
        self.assert_link("mail_server", "ok")
        mail.sequence_attempts = 2
        self.assert_link("mail_server", "warning", ": 1", "Outgoing Mail Servers")

    def test_a_sender_without_an_address_is_named(self):
        colleague = self.rep.copy({"login": "colleague", "name": "Carl Colleague", "email": False})
        self.make_sequence("call", user_id=colleague.id)
        self.assert_link("senders", "warning", "Carl Colleague", "Settings, Users")
        self.rep.email = False
        self.assert_link("senders", "critical", self.rep.name)

    def test_the_owner_of_a_live_sequence_counts_as_a_sender(self):
        owner = self.rep.copy({"login": "owner", "name": "Olga Owner", "email": False})
        sequence = self.make_sequence("email", user_id=owner.id)
        self.assert_link("senders", "warning", "Olga Owner")
        sequence.action_close()
        self.assert_link("senders", "ok")

    def test_emails_that_should_have_left_are_said(self):
        self.mail_now()
        for late, status in ((29 * MINUTE, "ok"), (31 * MINUTE, "warning"), (5 * HOUR, "critical")):
            self.scheduler_ran(NOW + late)
            self.assert_link("queued", status, *(["now: 1"] if status != "ok" else []), at=NOW + late)

    def test_emails_that_leave_later_are_not_late(self):
        touch = self.mail_now()
        touch.done_at = NOW + 2 * HOUR
        self.scheduler_ran(NOW + HOUR)
        self.assert_link("queued", "ok", at=NOW + HOUR)

    def test_emails_that_odoo_has_given_up_are_said(self):
        self.mail_now()._mails(("outgoing",)).state = "exception"
        self.assert_link("given_up", "warning", ": 1", "Technical, Emails")

    def test_links_that_only_work_on_this_machine_are_said_once_emails_leave(self):
        Parameter = self.env["ir.config_parameter"]
        for url in (
            "http://localhost:8069",
            "http://127.0.0.1:8069",
            "http://[::1]",
            "",
            "http://crm.test.mycompany.com",
        ):
            with self.subTest(url=url):
                Parameter.set_param("web.base.url", url)
                self.assert_link("opt_out_link", "warning", "web.base.url")
        self.touch.state = "skipped"
        self.assert_link("opt_out_link", "unknown")


class TestIncoming(HealthCommon):
    """Answers."""

    def test_a_company_without_alias_domain_is_named(self):
        self.env.company.alias_domain_id = False
        self.assert_link("reply_address", "critical", self.env.company.name, "Alias Domain", "Settings")

    def test_a_company_that_uses_no_sequences_needs_no_alias_domain(self):
        other = self.env["res.company"].create({"name": "Elsewhere", "alias_domain_id": False})
        self.manager.company_ids |= other
        with freeze_time(NOW):
            both = (self.env.company + other).ids
            Health = self.env["sales.sequence.health"].with_user(self.manager).with_context(allowed_company_ids=both)
            self.assertEqual(self.link("reply_address", Health.check())["status"], "ok")
            Health = Health.with_context(allowed_company_ids=other.ids)
            self.assertEqual(self.link("reply_address", Health.check())["status"], "critical")

    def test_incoming_servers_that_are_off_are_said(self):
        self.fetched.active = False
        self.assert_link("incoming", "critical", "Incoming Mail Servers")
        self.fetched.write({"active": True, "state": "draft"})
        self.assert_link("incoming", "critical", "Test & Confirm")

    def test_without_an_incoming_server_it_is_unknown_until_something_arrives(self):
        self.fetched.unlink()
        self.assert_link("incoming", "unknown", "No incoming mail server")
        self.answer(self.touch, at=NOW)
        self.env.cr.execute("UPDATE mail_message SET create_date = %s WHERE message_type = 'email'", [NOW - MINUTE])
        self.assert_link("incoming", "ok", "Last email arrived")

    def test_silence_after_many_emails_is_said(self):
        self.fetched.unlink()
        for count, status in ((48, "unknown"), (1, "warning")):
            self.enroll(self.sequence, self.make_leads(count, f"Of{count}"), at=NOW)
            self.run_at(NOW)
            self.send_mails(NOW)
            self.scheduler_ran(NOW)
            self.assert_link("incoming", status, at=NOW + MINUTE)
        self.assertIn("50 emails left", self.link("incoming", self.check(NOW + MINUTE))["message"])

    def test_a_server_that_fails_is_named(self):
        # Odoo notes the first error and keeps it until it succeeds: ten minutes later it has failed again.
        self.fetched.error_date = NOW - MINUTE
        self.assert_link("incoming", "warning", "Our mailbox", "Incoming Mail Servers")
        self.fetched.error_date = NOW - 10 * MINUTE
        self.assert_link("incoming", "critical")

    def test_a_server_that_is_no_longer_fetched_from_is_named(self):
        self.fetched.date = NOW - 29 * MINUTE
        self.assert_link("incoming", "ok")
        self.fetched.date = NOW - 45 * MINUTE
        self.assert_link("incoming", "warning", "Our mailbox", "Fetch Now")
        self.fetched.date = NOW - 2 * HOUR
        self.assert_link("incoming", "critical", "Our mailbox", "Fetch Now")

    def test_signals_that_nobody_processes_are_said(self):
        self.env["sales.sequence.signal"].create(
            {"enrollment_id": self.enrollment.id, "kind": "acknowledgement", "occurred_at": NOW - HOUR}
        )
        self.assert_link("signals", "warning", "1 responses")
        self.assert_link("signals", "critical", at=NOW + MINUTE)


class TestBeforeTheFirstEnrollment(HealthCommon):
    """An administrator has installed the addon and looks whether it could run."""

    def setUp(self):
        super().setUp()
        self.enrollment.stop()
        self.sequence.action_close()
        self.touch.state = "skipped"

    def test_nothing_is_said_if_every_link_is_in_order(self):
        self.assertEqual(self.check()["problems"], [])

    def test_what_is_broken_is_said(self):
        self.env.company.alias_domain_id = False
        self.assert_link("reply_address", "critical")
