"""Odoo's automation rules and webhooks: the examples in `docs/automation.md`, and that the engine triggers rules."""

import contextlib
import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import requests

from .common import BOUNCE
from .exactly_once import make_cadence, make_leads
from .processes import Database, MailSink, Odoo, Server, deliver, run_runner, send_mails

DOCUMENT = Path(__file__).resolve().parent.parent / "docs/automation.md"
PASSWORD = "a-long-password"
REPLY = """From: {sender}
To: someone@company.example.org
Subject: Re: A question
Message-ID: <reply-{sender}>
References: {reference}
In-Reply-To: {reference}
Content-Type: text/plain; charset=utf-8

Yes, tell me more.
"""


class Receiver:
    """The external system: a real web server that keeps the requests it gets and answers as told."""

    def __init__(self):
        self.received = []
        self.status = 200
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.received.append(json.loads(body))
                self.send_response(receiver.status)
                self.end_headers()

            def log_message(self, *_arguments):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/bounces"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


def prepare(env, address):
    """An administrator who may write rules, a rep and a live sequence. :return: their ids under the document's names"""
    env["ir.config_parameter"].set_param("web.base.url", address)
    values = {"password": PASSWORD, "email": "boss@company.example.org"}
    groups = [env.ref(name).id for name in ("base.group_system", "sales_sequence.group_sales_sequence_manager")]
    users = env["res.users"].with_context(no_reset_password=True)
    users.create({**values, "name": "Boss", "login": "boss", "group_ids": [(6, 0, groups)]})
    rep = users.create({"name": "Rita", "login": "rita", "email": "rita@company.example.org"})
    rep.group_ids += env.ref("sales_sequence.group_sales_sequence_user")
    sequence = env["sales.sequence"].browse(make_cadence(env, 0, "email", "call", ("email", 24)))
    sequence.write({"name": "Outreach", "user_id": False})
    sequence.step_ids[1].wait_for_completion = True
    return {"user_id": rep.id, "sequence_id": sequence.id}


def enroll(env, sequence_id, count, domain):
    """Create leads of the rep and enroll them. :return: their ids"""
    lead_ids = make_leads(env, count, domain)
    env["crm.lead"].browse(lead_ids).user_id = env["res.users"].search([("login", "=", "rita")])
    assert env["sales.sequence"].browse(sequence_id).enroll(lead_ids)["refused"] == []
    return lead_ids


def message_ids(env, lead_ids):
    """The Message-ID of the first email to each of these leads."""
    leads = env["crm.lead"].browse(lead_ids)
    emails = [lead.enrollment_ids.touch_ids.filtered(lambda touch: touch.channel == "email") for lead in leads]
    return [touch.mail_message_id.message_id for touch in emails]


def do_calls(env, lead_ids, note):
    """Mark all calls of these leads as done at once, as the rep."""
    rep = env["res.users"].search([("login", "=", "rita")])
    calls = env["crm.lead"].browse(lead_ids).activity_ids.filtered("is_sequence_activity")
    assert len(calls) == len(lead_ids)
    calls.with_user(rep).action_feedback(feedback=note)


def add_rule(env, model, trigger, domain, code):
    """Add an automation rule. :return: its id"""
    model_id = env["ir.model"]._get_id(model)
    action = {"name": "Test", "model_id": model_id, "state": "code", "code": code}
    values = {"name": "Test", "model_id": model_id, "trigger": trigger, "filter_domain": domain}
    return env["base.automation"].create({**values, "action_server_ids": [(0, 0, action)]}).id


def remove_rule(env, rule_id):
    """Delete an automation rule."""
    env["base.automation"].browse(rule_id).unlink()


def make_action_step(env, address):
    """Create a sequence whose step calls a webhook and then fails for one person. :return: its id"""
    values = {"model_id": env["ir.model"]._get_id("crm.lead")}
    webhook = {**values, "name": "Call", "state": "webhook", "webhook_url": address, "sequence": 1}
    code = "if record.contact_name == 'Person 1':\n    raise UserError('No such customer')"
    fail = {**values, "name": "Fail", "state": "code", "code": code, "sequence": 2}
    children = [(0, 0, webhook), (0, 0, fail)]
    action = env["ir.actions.server"].create({**values, "name": "Both", "state": "multi", "child_ids": children})
    sequence = env["sales.sequence"].browse(make_cadence(env, 0, "call"))
    sequence.step_ids.write({"channel": "action", "server_action_id": action.id})
    return sequence.id


@pytest.fixture(scope="module")
def world():
    """The database with the rules of the document, an Odoo server, a mail server and the external system."""
    receiver = Receiver()
    with contextlib.closing(receiver), MailSink() as sink, Database("automation", **sink.options) as database:
        database.odoo_bin("--stop-after-init", "--no-http", "-i", "base_automation")
        with Server(database, "--max-cron-threads=0") as server:
            address = f"http://127.0.0.1:{server.port}"
            names = {"HOST": "127.0.0.1", "PORT": server.port, "DATABASE": database.name, "LOGIN": "boss"}
            names.update(PASSWORD=PASSWORD, YOUR_SYSTEM=receiver.address)
            with Odoo(database) as odoo:
                names.update(odoo.call(prepare, address))
            server.wait()
            blocks = re.findall(r"```python\n(.*?)```", DOCUMENT.read_text(), re.DOTALL)
            assert len(blocks) == 6
            exec(compile("\n".join(blocks), str(DOCUMENT), "exec"), names)  # noqa: S102 (ours)
            # Processes loaded from here on know the rules.
            with Odoo(database) as odoo:
                yield {**names, "database": database, "odoo": odoo, "receiver": receiver}
        assert not database.complaints(
            r"odoo.addons.rpc.controllers",
            r"odoo.http: Uh-oh",
            r"Webhook #\d+ could not be triggered",
            r"Webhook call failed: 500",
            # Logged because of a broken rule.
            r"Signals could not be created as usual, and run no automation rules",
            r"Signal \d+ could not be settled",
            r"failed, and so did noting it",
            r"is paused by SQL alone",
        )


def mend_action_and_resume(env, lead_id):
    """Fix what made the step fail, and resume as the rep."""
    lead = env["crm.lead"].browse(lead_id)
    lead.contact_name = "Somebody else"
    lead.enrollment_ids.resume()
    run_runner(env, 100)


def pause_for_a_moment(env, lead_ids):
    """Pause these leads' enrollments; they are due to resume at once."""
    env["crm.lead"].browse(lead_ids).enrollment_ids.pause(until=env.cr.now())


def state_of(world, lead_id):
    """``(state, exit reason)`` of the lead's enrollment."""
    query = "SELECT state, exit_reason FROM sales_sequence_enrollment WHERE lead_id = %s"
    return world["database"].rows(query, lead_id)[0]


def written_to(world, count, domain):
    """Enroll new leads and send the first email. :return: their ids and the Message-IDs"""
    odoo = world["odoo"]
    lead_ids = odoo.call(enroll, world["sequence_id"], count, domain)
    odoo.call(run_runner, 100)
    odoo.call(send_mails)
    return lead_ids, odoo.call(message_ids, lead_ids)


class TestAutomation:
    def test_only_a_lead_that_replies_moves_to_another_stage(self, world):
        (replying, silent), (reference, _other) = written_to(world, 2, "replies.example.org")
        stages = """SELECT stage.name->>'en_US' FROM crm_lead lead JOIN crm_stage stage ON stage_id = stage.id
                     WHERE lead.id = %s"""
        assert world["database"].value(stages, replying) == "New"
        source = REPLY.format(sender="person-0@replies.example.org", reference=reference)
        world["odoo"].call(deliver, source)
        assert state_of(world, replying) == ("stopped", "replied")
        assert world["database"].value(stages, replying) == "Qualified"
        assert world["database"].value(stages, silent) == "New"
        assert world["receiver"].received == []

    def test_each_completed_call_plans_an_activity(self, world):
        lead_ids, _references = written_to(world, 3, "calls.example.org")
        world["odoo"].call(run_runner, 100)
        todo = """SELECT user_id, note FROM mail_activity
                   WHERE active AND summary = 'Write up the call' AND res_model = 'crm.lead' AND res_id = ANY(%s)"""
        assert world["database"].rows(todo, lead_ids) == []
        world["odoo"].call(do_calls, lead_ids, "Wants a quote")
        planned = world["database"].rows(todo, lead_ids)
        assert [user for user, _note in planned] == [world["user_id"]] * 3
        assert all("Wants a quote" in note for _user, note in planned)
        assert [state_of(world, lead_id)[0] for lead_id in lead_ids] == ["running"] * 3

    def test_a_bounce_calls_the_webhook_as_the_document_shows(self, world):
        (lead_id,), (reference,) = written_to(world, 1, "bounces.example.org")
        address = "person-0@bounces.example.org"
        source = BOUNCE.format(
            to="bounce@company.example.org", address=address, message_id="b@x", original_id=reference, date="Mon"
        )
        world["odoo"].call(deliver, source)
        assert state_of(world, lead_id) == ("stopped", "bounced")
        (payload,) = world["receiver"].received
        (shown,) = re.findall(r"```json\n(.*?)```", DOCUMENT.read_text(), re.DOTALL)
        assert payload.keys() == json.loads(shown).keys()
        assert (payload["kind"], payload["target_name"]) == ("bounce", "Deal 0")
        query = "SELECT lead_id FROM sales_sequence_enrollment WHERE id = %s"
        assert world["database"].value(query, payload["enrollment_id"]) == lead_id

    def test_a_failing_webhook_does_not_block_anything(self, world):
        (lead_id,), (reference,) = written_to(world, 1, "failing.example.org")
        source = BOUNCE.format(
            to="bounce@company.example.org",
            address="person-0@failing.example.org",
            message_id="c@x",
            original_id=reference,
            date="Mon",
        )
        world["receiver"].status = 500
        world["odoo"].call(deliver, source)
        world["receiver"].status = 200
        assert state_of(world, lead_id) == ("stopped", "bounced")

    def test_a_form_enrolls_once_and_a_refusal_is_logged_in_the_chatter(self, world):
        # The call in the document has enrolled Grace already.
        query = """SELECT lead.id, lead.name, enrollment.state, enrollment.user_id, enrollment.sequence_id
                     FROM crm_lead lead JOIN sales_sequence_enrollment enrollment ON lead_id = lead.id
                    WHERE lead.email_normalized = 'grace@customer.example.org'"""
        ((lead_id, *rest),) = world["database"].rows(query)
        assert rest == ["Request of Grace", "running", world["user_id"], world["sequence_id"]]
        again = requests.post(
            world["rule"]["url"], json={"name": "Grace", "email": " Grace@Customer.example.org"}, timeout=30
        )
        assert again.json() == {"status": "ok"}
        assert len(world["database"].rows(query)) == 1
        assert world["database"].value("SELECT count(*) FROM crm_lead WHERE contact_name = 'Grace'") == 1
        chatter = "SELECT count(*) FROM mail_message WHERE model = 'crm.lead' AND res_id = %s AND body LIKE %s"
        assert world["database"].value(chatter, lead_id, "%is already in “Outreach”%") == 1
        # The form's message in the chatter does not count as her reply.
        assert state_of(world, lead_id) == ("running", None)

    def test_a_form_without_an_address_is_refused_and_creates_nothing(self, world):
        before = world["database"].value("SELECT count(*) FROM crm_lead")
        answer = requests.post(world["rule"]["url"], json={"name": "Nobody"}, timeout=30)
        assert (answer.status_code, answer.json()) == (500, {"status": "error"})
        assert world["database"].value("SELECT count(*) FROM crm_lead") == before

    def test_an_action_that_fails_for_one_person_calls_the_webhook_once_for_each_other(self, world):
        odoo, called = world["odoo"], world["receiver"].received
        before = len(called)
        sequence_id = odoo.call(make_action_step, world["receiver"].address)
        lead_ids = odoo.call(enroll, sequence_id, 4, "actions.example.org")
        failing, fine = lead_ids[1], [*lead_ids[:1], *lead_ids[2:]]
        odoo.call(run_runner, 100)
        query = """SELECT lead_id, touch.state
                     FROM sales_sequence_touch touch
                     JOIN sales_sequence_enrollment enrollment ON enrollment_id = enrollment.id
                    WHERE lead_id = ANY(%s)"""
        touched = dict(world["database"].rows(query, lead_ids))
        assert touched == {failing: "failed", **dict.fromkeys(fine, "done")}
        assert sorted(call["_id"] for call in called[before:]) == fine

    def test_a_failing_rule_does_not_keep_a_reply_from_counting(self, world):
        odoo, database = world["odoo"], world["database"]
        (lead_id,), (reference,) = written_to(world, 1, "signals.example.org")
        rule = odoo.call(add_rule, "sales.sequence.signal", "on_create", '[("kind", "=", "reply")]', "no_such_name")
        odoo.call(deliver, REPLY.format(sender="person-0@signals.example.org", reference=reference))
        odoo.call(remove_rule, rule)
        assert state_of(world, lead_id) == ("stopped", "replied")
        message_id = "<reply-person-0@signals.example.org>"
        assert database.value("SELECT count(*) FROM mail_message WHERE message_id = %s", message_id) == 1

    def test_a_rule_that_fails_on_a_reply_pauses_the_enrollment(self, world):
        odoo, database = world["odoo"], world["database"]
        (lead_id,), (reference,) = written_to(world, 1, "stops.example.org")
        domain = '[("exit_reason", "=", "replied")]'
        rule = odoo.call(add_rule, "sales.sequence.enrollment", "on_create_or_write", domain, "no_such_name")
        odoo.call(deliver, REPLY.format(sender="person-0@stops.example.org", reference=reference))
        odoo.call(run_runner, 100)
        odoo.call(remove_rule, rule)
        assert state_of(world, lead_id) == ("paused", None)
        note = "SELECT status_note FROM sales_sequence_enrollment WHERE lead_id = %s"
        assert "“Answer” could not be processed" in database.value(note, lead_id)

    def test_a_rule_that_fails_on_a_pause_does_not_block_others(self, world):
        """The failed enrollment cannot be paused in the usual way, and would come first in every batch."""
        odoo, database = world["odoo"], world["database"]
        sequence_id = odoo.call(make_action_step, world["receiver"].address)
        lead_ids = odoo.call(enroll, sequence_id, 4, "paused.example.org")
        domain = '[("state", "=", "paused")]'
        rule = odoo.call(add_rule, "sales.sequence.enrollment", "on_create_or_write", domain, "no_such_name")
        odoo.call(run_runner, 2)
        odoo.call(remove_rule, rule)
        states = [state_of(world, lead_id)[0] for lead_id in lead_ids]
        assert states == ["finished", "paused", "finished", "finished"]
        note = "SELECT status_note FROM sales_sequence_enrollment WHERE lead_id = %s AND pause_kind = 'failure'"
        assert "No such customer" in database.value(note, lead_ids[1])
        assert "no_such_name" in database.value(note, lead_ids[1])
        asked = "SELECT count(*) FROM mail_activity WHERE res_model = 'crm.lead' AND res_id = %s AND summary LIKE %s"
        assert database.value(asked, lead_ids[1], "%needs you%") == 1
        # A pause like any other: it can be resumed.
        odoo.call(mend_action_and_resume, lead_ids[1])
        assert state_of(world, lead_ids[1])[0] == "finished"

    def test_a_rule_that_fails_on_resuming_does_not_block_others(self, world):
        odoo, database = world["odoo"], world["database"]
        lead_ids = odoo.call(enroll, world["sequence_id"], 2, "resumed.example.org")
        odoo.call(pause_for_a_moment, lead_ids)
        code = "if record.lead_id.contact_name == 'Person 0':\n    no_such_name"
        rule = odoo.call(add_rule, "sales.sequence.enrollment", "on_create_or_write", "[]", code)
        odoo.call(run_runner, 100)
        odoo.call(remove_rule, rule)
        assert [state_of(world, lead_id)[0] for lead_id in lead_ids] == ["paused", "running"]
        query = "SELECT pause_kind, resume_at, status_note FROM sales_sequence_enrollment WHERE lead_id = %s"
        ((kind, resume_at, note),) = database.rows(query, lead_ids[0])
        assert (kind, resume_at) == ("failure", None)
        assert "no_such_name" in note

    def test_an_enrollment_is_paused_even_if_every_rule_on_a_reply_fails(self, world):
        odoo, database = world["odoo"], world["database"]
        (lead_id, other), (reference, _other) = written_to(world, 2, "all.example.org")
        code = "if record.lead_id.contact_name == 'Person 0':\n    no_such_name"
        rules = [
            odoo.call(add_rule, "sales.sequence.enrollment", "on_create_or_write", "[]", code),
            odoo.call(
                add_rule,
                "sales.sequence.signal",
                "on_create_or_write",
                "[]",
                code.replace("record.", "record.enrollment_id."),
            ),
        ]
        odoo.call(deliver, REPLY.format(sender="person-0@all.example.org", reference=reference))
        assert state_of(world, lead_id) == ("running", None)
        odoo.call(run_runner, 100)
        for rule in rules:
            odoo.call(remove_rule, rule)
        assert [state_of(world, one)[0] for one in (lead_id, other)] == ["paused", "running"]
        query = """SELECT kind, effect FROM sales_sequence_signal signal
                     JOIN sales_sequence_enrollment enrollment ON enrollment_id = enrollment.id WHERE lead_id = %s"""
        assert database.rows(query, lead_id) == [("reply", "held")]

    def test_a_batch_of_the_runner_triggers_a_rule_for_each_record(self, world):
        odoo = world["odoo"]
        code = "record.enrollment_id.lead_id.write({'referred': record.step_id.name})"
        odoo.call(add_rule, "sales.sequence.touch", "on_create", '[("channel", "=", "email")]', code)
        code = "record.lead_id.write({'contact_name': record.state})"
        odoo.call(add_rule, "sales.sequence.enrollment", "on_create_or_write", '[("state", "=", "running")]', code)
        lead_ids, _references = written_to(world, 30, "batch.example.org")
        seen = world["database"].rows(
            "SELECT referred, contact_name, count(*) FROM crm_lead WHERE id = ANY(%s) GROUP BY 1, 2", lead_ids
        )
        assert seen == [("Step 1", "running", 30)]
