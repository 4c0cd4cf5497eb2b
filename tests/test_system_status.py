"""*System status*: each part of the mail chain switched off in turn makes it red, with the sentence that says so."""

from unittest.mock import patch

from aiosmtpd.smtp import AuthResult
from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tools import config, mute_logger

from demo.sink import Sink

from .common import SmtpCommon
from .test_health import DAY, HOUR, MINUTE, NOW, HealthCommon
from .test_round_trip import ClosedSink

STATIONS = ["due", "job", "render", "queue", "server", "inbox", "fetched", "settled"]


class LoginSink(Sink):
    """A mail server that refuses every password."""

    def __init__(self):
        super().__init__()
        self.SMTP_kwargs.update(authenticator=self.refuse, auth_require_tls=False)

    def refuse(self, _server, _session, _envelope, _mechanism, _auth_data):
        return AuthResult(success=False, handled=False)


class ClosedToSenders(Sink):
    """A mail server that is there, and takes no email of anybody."""

    def __init__(self, answer):
        super().__init__()
        self.answer = answer

    async def handle_MAIL(self, _server, _session, _envelope, _address, _options):  # noqa: N802 (aiosmtpd's name)
        return self.answer


class StatusCommon(HealthCommon):
    def status(self, at=NOW, user=None):
        self.env.flush_all()
        with freeze_time(at):
            return self.env["sales.sequence.status"].with_user(user or self.manager).get_status()

    def station(self, code, status=None):
        (row,) = [row for row in (status or self.status())["stations"] if row["code"] == code]
        return row

    def assert_red(self, code, headline, sentence, at=NOW, place=None):
        """This station, and it alone, is broken; the page says so on top."""
        status = self.status(at)
        self.assertEqual(status["status"], "critical", status["headline"])
        broken = [row["code"] for row in status["stations"] if row["status"] == "critical"]
        self.assertEqual(broken, [code])
        row = self.station(code, status)
        self.assertIn(sentence, row["sentence"])
        self.assertEqual(status["sentence"], row["sentence"])
        self.assertIn(headline, status["headline"])
        self.assertTrue(status["consequence"])
        if place:
            self.assertEqual(row["place"]["code"], place)
        self.assertEqual(self.check(at)["status"], "critical", "monitoring says the same")
        return status


class TestAllWell(StatusCommon):
    def test_everything_in_order_is_green(self):
        status = self.status()
        self.assertEqual([row["code"] for row in status["stations"]], STATIONS)
        self.assertEqual({row["status"] for row in status["stations"]}, {"ok"})
        self.assertEqual((status["status"], status["consequence"], status["counts"]), ("ok", "", []))
        self.assertEqual(status["headline"], "All well. No answer has been read yet.")
        self.assertTrue(all(row["sentence"] and not row["since"] for row in status["stations"]))

    def test_green_says_when_the_last_answer_was_read(self):
        self.answer(self.touch, at=NOW)
        self.assertIn("Last answer read at 11:00", self.status(NOW + MINUTE)["headline"])
        self.scheduler_ran(NOW + DAY)
        self.assertIn("Last answer read on Mon, Jan 12", self.status(NOW + DAY + MINUTE)["headline"])

    def test_each_link_of_the_check_is_behind_one_station(self):
        behind = [one["code"] for row in self.status()["stations"] for one in row["details"]]
        self.assertEqual(sorted(behind), sorted(row["link"] for row in self.check()["links"]))

    def test_the_page_is_for_managers(self):
        for user in (self.rep, self.user_employee):
            with self.assertRaises(AccessError):
                self.status(user=user)
            with self.assertRaises(AccessError):
                self.env["sales.sequence.status"].with_user(user).test_servers()
            with self.assertRaises(AccessError):
                self.env["sales.sequence.setup"].with_user(user).get_checklist()

    def test_who_may_not_repair_is_told_whom_to_ask(self):
        self.fetched.active = False
        status = self.status()
        place = self.station("fetched", status)["place"]
        self.assertEqual((place["code"], place["action"]), ("incoming_servers", False))
        self.assertIn(self.env.ref("base.user_admin").name, status["administrators"])
        status = self.status(user=self.env.ref("base.user_admin"))
        self.assertEqual(self.station("fetched", status)["place"]["action"]["res_model"], "fetchmail.server")

    def test_neither_logins_nor_hosts_nor_words_of_servers_are_told(self):
        self.fetched.write({"error_date": NOW - DAY, "error_message": "LOGIN sales:hunter2 failed", "user": "s-login"})
        self.mail_servers.write({"smtp_user": "smtp-login", "smtp_host": "secret-host", "active": False})
        self.assertNotRegex(str(self.status()), "hunter2|s-login|smtp-login|secret-host|imap.test")

    def test_every_place_opens_for_an_administrator(self):
        Places = self.env["sales.sequence.status.places"].with_user(self.env.ref("base.user_admin"))
        for code in Places._places():
            action = Places._place(code)["action"]
            if code == "round_trip":
                self.assertFalse(action)
                continue
            Places.env[action["res_model"]].search_count(action["domain"])
            Places.env[action["res_model"]].get_views(action["views"])

    def test_queries_do_not_grow_with_enrollments_and_senders(self):
        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.status()
            return self.env.cr.sql_log_count - before

        count()
        few = count()
        for number in range(4):
            user = self.rep.copy({"login": f"rep{number}", "email": f"rep{number}@test.mycompany.com"})
            self.enroll(self.sequence, self.make_leads(3, f"Of{number}", user_id=user.id), at=NOW + DAY)
        count()
        self.assertLessEqual(count(), few)


class TestStepsStandStill(StatusCommon):
    """Due, Job."""

    def test_the_scheduler_is_off(self):
        self.all_jobs.write({"nextcall": NOW - 31 * MINUTE, "lastcall": NOW - 40 * MINUTE})
        self.assert_red("job", "Due steps have not been done since 10:29 AM", "Odoo runs no scheduled jobs")

    def test_the_database_is_a_neutralized_copy(self):
        self.env["ir.config_parameter"].set_param("database.is_neutralized", True)
        self.assert_red("job", "Due steps are not being done", "neutralized copy")

    def test_apps_wait_to_be_upgraded(self):
        self.env.ref("base.module_crm").state = "to upgrade"
        self.assert_red("job", "Due steps are not being done", "until then no job runs")

    def test_the_job_of_due_steps_is_off(self):
        self.jobs["runner"].active = False
        self.assert_red("job", "Due steps have not been done since 10:59 AM", "is switched off", place="scheduled_jobs")

    def test_the_job_of_due_steps_is_deleted(self):
        self.jobs["runner"].unlink()
        self.assert_red("job", "Due steps are not being done", "has been deleted")

    def test_the_job_of_due_steps_fails(self):
        self.jobs["runner"].write({"failure_count": 3, "first_failure_date": NOW - HOUR})
        self.assert_red("job", "since 10:00 AM", "fails")

    def test_due_steps_are_not_done_although_the_job_runs(self):
        self.enroll(self.sequence, self.make_lead("Bob"), at=NOW)
        late = NOW + 61 * MINUTE
        self.scheduler_ran(late)
        self.assert_red("due", "Due steps have not been done since", "1 steps are due", at=late)


class TestEmailsStay(StatusCommon):
    """Render, Queue, Server."""

    def test_no_sender_has_an_address(self):
        self.rep.email = False
        self.assert_red("render", "Emails are not leaving. Answers arrive.", "Rita Rep", place="users")

    def test_the_mail_queue_is_off(self):
        self.jobs["mail queue"].active = False
        self.assert_red("queue", "Emails have not left since 10:59 AM. Answers arrive.", "is switched off")

    def test_the_mail_queue_fails(self):
        self.jobs["mail queue"].write({"failure_count": 3, "first_failure_date": NOW - HOUR})
        self.assert_red("queue", "Emails have not left since 10:00 AM", "fails")

    def test_the_mail_queue_leaves_out_the_emails_of_sequences(self):
        self.jobs[
            "mail queue"
        ].code = "model.with_context(filters=[('is_sequence_mail', '=', False)]).process_email_queue()"
        self.assert_red("queue", "Emails are not leaving", "sends the emails of sequences")

    def test_the_mail_queue_is_stuck(self):
        self.mail_now()
        late = NOW + 61 * MINUTE
        self.scheduler_ran(late)
        self.assert_red("queue", "Emails have not left since 11:00 AM", "should have left by now: 1", at=late)

    def test_all_outgoing_servers_are_archived(self):
        self.mail_servers.active = False
        self.assert_red("server", "Emails are not leaving", "are archived", place="mail_servers")

    def test_no_outgoing_server_is_meant_for_the_sender(self):
        self.mail_servers.active = False
        self.mail_servers[0].write({"active": True, "from_filter": "elsewhere.example.com"})
        self.assert_red("server", "Emails are not leaving", "is meant for", place="mail_servers")


class TestServerGone(StatusCommon, SmtpCommon):
    """A real outgoing mail server on loopback."""

    def run_tests_of_servers(self, at=NOW):
        # Odoo's own job, as it runs every quarter of an hour.
        with freeze_time(at), self.enter_registry_test_mode(), mute_logger("odoo.addons.base.models.ir_mail_server"):
            self.env.ref("sales_sequence.ir_cron_connections").with_user(self.user_root).method_direct_trigger()
        self.env.invalidate_all()
        self.scheduler_ran(at - MINUTE)

    def test_a_server_that_answers_is_green(self):
        self.listen(Sink())
        self.run_tests_of_servers()
        self.assertEqual(self.status()["status"], "ok")

    def test_the_server_is_switched_off_while_nobody_sends(self):
        self.listen(ClosedSink())
        self.run_tests_of_servers()
        self.assert_red("server", "Emails have not left since 11:00 AM. Answers arrive.", "cannot be reached")
        self.run_tests_of_servers(NOW + HOUR)
        self.assert_red("server", "since 11:00 AM", "cannot be reached", at=NOW + HOUR)

    def test_it_is_green_again_as_soon_as_the_server_is_back(self):
        self.listen(ClosedSink())
        self.run_tests_of_servers()
        self.listen(Sink())
        self.run_tests_of_servers(NOW + HOUR)
        self.assertEqual(self.status(NOW + HOUR)["status"], "ok")

    def test_one_attempt_to_send_that_finds_no_server_is_enough(self):
        self.listen(ClosedSink())
        self.mail_now()
        with mute_logger("odoo.addons.base.models.ir_mail_server"):
            self.run_mail_queue(NOW)
        self.scheduler_ran(NOW)
        self.assert_red("server", "Emails have not left since 11:00 AM", "cannot be reached", at=NOW + MINUTE)

    def test_an_email_that_leaves_afterwards_makes_it_green_before_the_next_test(self):
        self.listen(ClosedSink())
        self.run_tests_of_servers()
        self.touch.done_at = NOW + MINUTE
        self.scheduler_ran(NOW + MINUTE)
        self.assertEqual(self.status(NOW + 2 * MINUTE)["status"], "ok")

    def test_the_server_refuses_the_password(self):
        self.listen(LoginSink())
        self.env["ir.mail_server"].search([("name", "=", "Loopback")]).write({"smtp_user": "us", "smtp_pass": "wrong"})
        self.run_tests_of_servers()
        self.assert_red("server", "Emails have not left since", "refuses the login", place="smtp_password")

    def mail_to_three(self):
        self.enroll(self.sequence, self.make_leads(3, "Cleo"), at=NOW)
        self.run_at(NOW)

    def test_a_server_that_answers_but_refuses_every_email_is_red(self):
        self.listen(ClosedToSenders("553 5.7.1 Sender address rejected"))
        self.mail_to_three()
        with mute_logger("odoo.addons.mail.models.mail_mail"):
            self.run_mail_queue(NOW)
        self.scheduler_ran(NOW)
        self.assert_red("server", "Emails are not leaving", "the last 3 were not taken", at=NOW + MINUTE)
        self.listen(Sink())
        self.mail_now("Dora")
        self.run_mail_queue(NOW + MINUTE)
        self.scheduler_ran(NOW + MINUTE)
        self.assertEqual(self.station("server", self.status(NOW + 2 * MINUTE))["status"], "ok")

    def test_a_server_that_puts_off_every_email_is_red_although_each_has_another_attempt_ahead(self):
        self.listen(ClosedToSenders("451 4.7.1 Quota exceeded, try again later"))
        self.mail_to_three()
        with mute_logger("odoo.addons.mail.models.mail_mail"):
            for late in (0 * MINUTE, 20 * MINUTE):
                self.run_mail_queue(NOW + late)
        self.scheduler_ran(NOW + 20 * MINUTE)
        self.assert_red("server", "Emails are not leaving", "the last 3 were not taken", at=NOW + 21 * MINUTE)

    def test_no_server_is_set_up_and_there_is_none_on_this_machine(self):
        self.listen(ClosedSink())
        server = self.env["ir.mail_server"].search([("name", "=", "Loopback")])
        with patch.dict(config.options, {"smtp_server": server.smtp_host, "smtp_port": server.smtp_port}):
            self.env["ir.mail_server"].with_context(active_test=False).search([]).unlink()
            self.run_tests_of_servers()
            self.assert_red("server", "Emails have not left since", "No outgoing mail server is set up")

    def test_a_personal_server_that_is_gone_is_red_for_its_owner(self):
        self.listen(Sink())
        closed = self.enterContext(ClosedSink())
        personal = self.env["ir.mail_server"].create(
            {
                "name": "Rita's",
                "smtp_host": "127.0.0.1",
                "smtp_port": closed.port,
                "smtp_user": self.rep.email,
                "from_filter": self.rep.email,
                "owner_user_id": self.rep.id,
            }
        )
        self.assertEqual(self.rep.outgoing_mail_server_id, personal)
        self.run_tests_of_servers()
        self.assert_red("server", "Emails have not left since", "“Rita's” cannot be reached")

    def test_a_server_that_nobody_uses_needs_only_a_look(self):
        self.listen(Sink())
        closed = self.enterContext(ClosedSink())
        self.env["ir.mail_server"].create(
            {"name": "Spare", "smtp_host": "127.0.0.1", "smtp_port": closed.port, "sequence": 99}
        )
        self.run_tests_of_servers()
        self.assertEqual(self.status()["status"], "warning")

    def test_what_a_test_by_hand_finds_counts_at_once(self):
        self.listen(ClosedSink())
        self.run_tests_of_servers()
        self.listen(Sink())
        server = self.env["ir.mail_server"].search([("name", "=", "Loopback")])
        with freeze_time(NOW):
            server.test_smtp_connection()
        self.assertEqual(self.status()["status"], "ok")

    def test_check_now_connects_to_the_servers(self):
        self.listen(ClosedSink())
        with freeze_time(NOW), mute_logger("odoo.addons.base.models.ir_mail_server"):
            self.env["sales.sequence.status"].with_user(self.manager).test_servers()
        self.assertEqual(self.status()["status"], "critical")


class TestAnswersStayAway(StatusCommon):
    """Inbox, Fetched, Settled."""

    def test_a_company_has_no_alias_domain(self):
        self.env.company.alias_domain_id = False
        status = self.assert_red("inbox", "Answers are not arriving. Emails leave.", "alias domain")
        self.assertEqual(self.station("settled", status)["status"], "unknown")

    def test_the_alias_domain_is_deleted(self):
        self.env["res.company"].search([]).alias_domain_id = False
        self.env["mail.alias"].search([]).alias_domain_id = False
        self.env["mail.alias.domain"].search([]).unlink()
        self.assert_red("inbox", "Answers are not arriving", "alias domain", place="alias_domains")

    def test_the_catchall_alias_is_empty(self):
        self.env.company.alias_domain_id.catchall_alias = ""
        self.assert_red("inbox", "Answers are not arriving", "no catchall alias")

    def test_the_bounce_alias_is_empty(self):
        self.env.company.alias_domain_id.bounce_alias = ""
        self.assert_red("inbox", "Answers are not arriving", "no bounce alias")

    def test_the_incoming_server_is_archived(self):
        self.fetched.active = False
        self.assert_red("fetched", "Answers have not arrived since 10:59 AM. Emails leave.", "nothing fetches answers")

    def test_the_incoming_server_is_not_confirmed(self):
        self.fetched.set_draft()
        self.assert_red("fetched", "Answers have not arrived since", "nothing fetches answers")

    def test_one_of_two_mailboxes_has_been_given_up(self):
        self.fetched.copy({"state": "draft", "name": "Sales", "error_date": NOW - 5 * DAY}).error_date = NOW - 5 * DAY
        self.assert_red("fetched", "Answers have not arrived since", "no longer fetches from the mailbox “Sales")

    def test_the_mailbox_refuses_the_password(self):
        self.fetched.write({"error_date": NOW - 20 * MINUTE, "error_message": "[AUTHENTICATIONFAILED] Invalid"})
        status = self.assert_red(
            "fetched", "Answers have not arrived since 10:40 AM", "refuses the login", place="password"
        )
        texts = [count["text"] for count in status["counts"]]
        self.assertEqual(texts, ["People who are active: 1", "Emails that have left since then: 0"])
        self.assertEqual(
            self.station("settled", status)["sentence"], "Not known: answers cannot be read while none arrive."
        )

    def test_the_mailbox_cannot_be_reached(self):
        self.fetched.write({"error_date": NOW - 20 * MINUTE, "error_message": "[Errno 111] Connection refused"})
        self.assert_red("fetched", "Answers have not arrived since 10:40 AM", "cannot be read")

    def test_the_job_that_fetches_is_off(self):
        self.jobs["fetching"].active = False
        self.assert_red("fetched", "Answers have not arrived since", "is switched off")

    def test_nothing_has_been_fetched_for_an_hour(self):
        self.fetched.date = NOW - 61 * MINUTE
        self.assert_red("fetched", "Answers have not arrived since 9:59 AM", "Nothing has been fetched")

    def test_a_job_that_fetches_every_three_hours_is_not_late_in_between(self):
        self.jobs["fetching"].write({"interval_number": 3, "interval_type": "hours", "nextcall": NOW + HOUR})
        (self.jobs["fetching"].lastcall, self.fetched.date) = (NOW - 2 * HOUR, NOW - 2 * HOUR)
        self.assertEqual(self.status()["status"], "ok")

    def test_a_gateway_of_which_nothing_is_known_is_unknown_not_red(self):
        self.fetched.unlink()
        status = self.status()
        self.assertEqual(self.station("fetched", status)["status"], "unknown")
        self.assertEqual(status["status"], "ok")

    def test_answers_are_not_settled(self):
        self.env["sales.sequence.signal"].create(
            {"enrollment_id": self.enrollment.id, "kind": "acknowledgement", "occurred_at": NOW - 61 * MINUTE}
        )
        self.assert_red("settled", "Answers have not taken effect since 9:59 AM", "not taken effect: 1")


class TestToday(StatusCommon):
    def test_emails_are_counted_by_hour_of_the_reader(self):
        self.answer(self.touch, at=NOW)
        self.env.flush_all()
        self.env.cr.execute("UPDATE mail_message SET create_date = %s WHERE message_type = 'email'", [NOW])
        hours = {row["hour"]: (row["sent"], row["fetched"]) for row in self.status(NOW + MINUTE)["today"]}
        # 9:00 and 10:00 UTC are 10:00 and 11:00 in Brussels.
        self.assertEqual(hours, {7: (0, 0), 8: (0, 0), 9: (0, 0), 10: (1, 0), 11: (0, 1)})
        self.assertEqual({row["hour"]: row["sent"] for row in self.today("Asia/Kolkata", NOW + MINUTE)}[14], 1)
        self.assertEqual(self.today("Asia/Tokyo", NOW + 5 * HOUR), [{"hour": 0, "sent": 0, "fetched": 0}])

    def today(self, zone, at):
        with freeze_time(at):
            return self.env["sales.sequence.status"].with_user(self.manager).with_context(tz=zone).get_status()["today"]


class TestSetup(StatusCommon):
    def setUp(self):
        super().setUp()
        self.env["res.users"].search([("tz", "=", False)]).tz = "Europe/Brussels"

    def checklist(self, at=NOW, user=None):
        self.env.flush_all()
        with freeze_time(at):
            return self.env["sales.sequence.setup"].with_user(user or self.manager).get_checklist()

    def item(self, code, **options):
        (row,) = [row for row in self.checklist(**options)["items"] if row["code"] == code]
        return row

    def test_what_is_all_set_up_is_all_done(self):
        checklist = self.checklist()
        self.assertEqual([item["code"] for item in checklist["items"] if item["status"] != "ok"], [])
        self.assertEqual((checklist["done"], checklist["total"]), (10, 10))
        self.assertTrue(all(item["text"] for item in checklist["items"]))

    def test_each_missing_part_is_an_item_with_a_link(self):
        admin = self.env.ref("base.user_admin")
        self.rep.tz = False
        item = self.item("time_zones", user=admin)
        self.assertEqual((item["status"], item["place"]["action"]["res_id"]), ("warning", self.rep.id))
        self.assertIn("Europe/Brussels", item["text"])
        other = self.env["res.company"].create({"name": "Elsewhere"})
        other.resource_calendar_id.tz = "America/New_York"
        self.manager.write({"company_ids": [(4, other.id)], "company_id": other.id, "tz": False})
        self.assertIn("2 of 3 have none: that of their company counts.", self.item("time_zones", user=admin)["text"])
        self.mail_servers.active = False
        self.assertEqual(self.item("outgoing_server", user=admin)["status"], "critical")
        self.env.company.alias_domain_id.catchall_alias = ""
        item = self.item("catchall_bounce", user=admin)
        self.assertEqual((item["status"], item["place"]["action"]["res_model"]), ("critical", "mail.alias.domain"))
        self.assertEqual(self.item("alias_domain")["status"], "ok")
        self.env.company.alias_domain_id = False
        self.assertEqual(self.item("alias_domain")["status"], "critical")
        self.assertEqual(self.item("catchall_bounce")["status"], "unknown")
        self.fetched.active = False
        self.assertEqual(self.item("incoming")["status"], "critical")
        self.jobs["runner"].active = False
        self.assertEqual(self.item("jobs")["status"], "critical")

    def test_groups_are_counted_by_the_highest_of_each_user(self):
        self.assertEqual(self.item("groups")["text"], "Users: 1, channel managers: 0, managers: 1.")
        (self.rep | self.manager).active = False
        self.assertEqual(self.item("groups", user=self.env.ref("base.user_admin"))["status"], "warning")

    def test_a_gateway_is_unknown_until_a_round_trip_has_arrived(self):
        self.assertIn("Not needed", self.item("gateway")["text"])
        self.fetched.unlink()
        self.assertEqual(self.item("gateway")["status"], "unknown")
        self.assertEqual(self.item("gateway")["place"]["code"], "round_trip")
        self.env["ir.config_parameter"].set_param("sales_sequence.gateway_proved_at", "2026-01-12 09:30:00")
        self.assertEqual((self.item("gateway")["status"], self.item("incoming")["status"]), ("ok", "ok"))

    def test_after_the_installation_odoo_opens_the_page(self):
        todo = self.env.ref("sales_sequence.sales_sequence_setup_todo")
        todo.state = "open"
        action = self.env["ir.module.module"].next()
        self.assertEqual((action["tag"], todo.state), ("sales_sequence_status", "done"))
