"""External programs: every call in `docs/api.md`, made by real clients of a real server."""

import re
import xmlrpc.client
from datetime import timedelta
from pathlib import Path

import pytest

from .exactly_once import make_cadence, make_leads
from .processes import Database, MailSink, Odoo, Server

DOCUMENT = Path(__file__).resolve().parent.parent / "docs/api.md"
PASSWORD = "a-long-password"

# Names of the leads in the document and the tests.
LEADS = ("lead_id", "lead_without_address_id", "another_lead_id", "xml_id", "admins_id", "busy_lead_id")


def prepare(env):
    """A manager, a rep, a sequence and leads. :return: their ids under the document's names, and an API key"""
    users = {}
    for login, group in (("mona", "manager"), ("rita", "user")):
        values = {
            "name": login,
            "login": login,
            "password": PASSWORD,
            "email": f"{login}@company.example.org",
            "group_ids": [(4, env.ref(f"sales_sequence.group_sales_sequence_{group}").id)],
        }
        users[login] = env["res.users"].with_context(no_reset_password=True).create(values)
    env.company.alias_domain_id = env["mail.alias.domain"].create({"name": "company.example.org"})
    sequence = env["sales.sequence"].browse(make_cadence(env, 0, "email", "call", ("email", 24)))
    sequence.name = "Outreach"
    for template in sequence.step_ids.mail_template_id:
        # What can be handed on contains merge fields only.
        template.body_html = template.body_html.replace("object.contact_name", "object.sequence_first_name")
    lead_ids = make_leads(env, len(LEADS), "customer.example.org")
    env["crm.lead"].browse(lead_ids[1]).email_from = False
    env["sales.sequence"].browse(make_cadence(env, 0, "call")).enroll(lead_ids[-1:])
    expires = env.cr.now() + timedelta(hours=1)
    return {
        "API_KEY": env["res.users.apikeys"].with_user(users["mona"])._generate("rpc", "test", expires),
        "LOGIN": "mona",
        "manager_id": users["mona"].id,
        "user_id": users["rita"].id,
        "rep_id": users["rita"].id,
        "sequence_id": sequence.id,
        "step_id": sequence._first_step().id,
        "team_id": env["crm.team"].search([], limit=1).id,
        **dict(zip(LEADS, lead_ids, strict=True)),
    }


@pytest.fixture(scope="module")
def names():
    """Variables that the document takes as given: the server's address, the caller and ids."""
    with MailSink() as sink, Database("api", **sink.options) as database, Odoo(database) as odoo:
        names = odoo.call(prepare)
        with Server(database, "--max-cron-threads=0") as server:
            address = server.wait()
            yield {
                **names,
                "HOST": "127.0.0.1",
                "PORT": server.port,
                "DATABASE": database.name,
                "PASSWORD": PASSWORD,
                "address": address,
                "database": database,
            }
        # Odoo logs at each call that newer clients should use plain HTTP, and logs refused calls.
        in_words = ("is not a valid date and time", "must be in the future", "Only the sequence itself stops as")
        assert not database.complaints(r"odoo.addons.rpc.controllers", r"odoo.http: Uh-oh", *in_words)


def rows(names, enrollment_id):
    """``(state, exit_reason, user_id)`` of an enrollment."""
    query = "SELECT state, exit_reason, user_id FROM sales_sequence_enrollment WHERE id = %s"
    return names["database"].rows(query, enrollment_id)[0]


class TestApi:
    def test_every_call_in_the_document_does_what_the_document_says(self, names):
        blocks = re.findall(r"```python\n(.*?)```", DOCUMENT.read_text(), re.DOTALL)
        assert len(blocks) > 4
        seen = dict(names)
        exec(compile("\n".join(blocks), str(DOCUMENT), "exec"), seen)  # noqa: S102 (ours)
        (enrolled,), (refused,) = seen["answer"]["enrolled"], seen["answer"]["refused"]
        assert enrolled["target_id"] == names["lead_id"]
        assert (refused["target_id"], refused["code"]) == (names["lead_without_address_id"], "no_address")
        assert [step["channel"] for step in seen["steps"]] == ["email", "call", "email"]
        assert [row["target_id"] for row in seen["pending"]["queued"]] == [names["busy_lead_id"]]
        # Stopped and restarted.
        assert rows(names, enrolled["enrollment_id"]) == ("running", None, names["user_id"])
        assert [touch["state"] for touch in seen["touches"]] == ["skipped"]
        assert [signal["kind"] for signal in seen["signals"]] == ["sender_changed"]
        query = "SELECT name->>'en_US', in_gallery FROM sales_sequence WHERE id = %s"
        assert names["database"].rows(query, seen["imported_id"]) == [("Outreach", True)]
        assert rows(names, seen["enrollment_id"]) == ("stopped", "won", names["user_id"])
        (copied,) = names["database"].rows(
            "SELECT state, gallery_origin_id FROM sales_sequence WHERE id = %s", seen["copy_ids"][0]
        )
        assert copied == ("draft", seen["library_id"])
        assert seen["health"]["status"] in ("ok", "warning", "critical")

    def test_the_document_lists_every_verb_and_refusal_code(self):
        text = DOCUMENT.read_text()
        models = DOCUMENT.parent.parent / "sales_sequence/models"
        (codes,) = re.findall(r"Codes: (.*?)\.\n", (models / "enroll/enroll.py").read_text(), re.DOTALL)
        codes = re.findall(r"`(\w+)`", codes)
        assert len(codes) > 10
        assert [code for code in codes if f"`{code}`" not in text] == []
        steering = ("pause", "resume", "stop", "skip_step", "take_next_step", "restart", "change_sender", "leave_line")
        for verb in (*steering, "preview", "enroll", "use"):
            assert f'"{verb}"' in text or f"/{verb}" in text

    def test_every_verb_works_over_xml_rpc(self, names):
        """XML-RPC has neither `None` nor integer keys."""
        server = xmlrpc.client.ServerProxy(f"{names['address']}/xmlrpc/2/object")

        def call(model, method, *arguments):
            return server.execute_kw(names["DATABASE"], names["manager_id"], PASSWORD, model, method, list(arguments))

        answer = call("sales.sequence", "enroll", [names["sequence_id"]], [names["xml_id"]])
        enrollment_id = answer["enrolled"][0]["enrollment_id"]
        assert len(call("sales.sequence.enrollment", "preview", [enrollment_id])) == 3
        for verb in ("pause", "resume", "skip_step", "stop", "restart"):
            assert call("sales.sequence.enrollment", verb, [enrollment_id]) is True
        assert "status" in call("sales.sequence.health", "check")
        assert call("sales.sequence.step", "experiment", [names["step_id"]])["winner_id"] is False
        assert call("sales.sequence.results", "get_results", names["sequence_id"])["funnel"]["entered"] >= 1
        assert len(call("sales.sequence.workload", "get_workload")["days"]) == 10
        assert call("sales.sequence.dashboard", "get_dashboard")["active"]["count"] >= 1
        assert call("sales.sequence.publishing", "get_checklist", names["sequence_id"])["items"]
        assert call("sales.sequence.publishing", "get_history", names["sequence_id"])[0]["version"] == "v1"
        assert len(call("sales.sequence.status", "get_status")["stations"]) == 8
        assert call("sales.sequence.setup", "get_checklist")["total"] == 10
        assert call("sales.sequence.round.trip", "get_state").keys() == {"id", "status", "started_at", "stations"}
        timeline = call("sales.sequence.editor", "get_timeline", names["sequence_id"])
        assert [step["channel"] for step in timeline["steps"]] == ["email", "call", "email"]
        for which in ("before", "at", "past", "answered", "closed"):
            assert call("sales.sequence.editor", "open_people", names["step_id"], which)["res_model"]
        for describe, argument in (("describe_move", False), ("describe_change", {"delay": 3})):
            effect = call("sales.sequence.editor", describe, names["step_id"], argument)
            assert effect.keys() == {"sentences", "days", "people"}
        measures = ["reached:sum", "closed:sum"]
        groups = call("sales.sequence.report", "formatted_read_group", [], ["sequence_id"], measures)
        assert names["sequence_id"] in [group["sequence_id"][0] for group in groups]

    def test_a_forbidden_call_is_answered_with_a_sentence(self, names):
        """The author of the calling program reads what is wrong, not a traceback."""
        server = xmlrpc.client.ServerProxy(f"{names['address']}/xmlrpc/2/object")

        def call(user_id, *arguments):
            return server.execute_kw(names["DATABASE"], user_id, PASSWORD, *arguments)

        answer = call(names["manager_id"], "sales.sequence", "enroll", [[names["sequence_id"]], [names["admins_id"]]])
        enrollment_id = answer["enrolled"][0]["enrollment_id"]
        with pytest.raises(xmlrpc.client.Fault) as caught:
            call(names["user_id"], "sales.sequence.enrollment", "stop", [[enrollment_id]])
        assert "Traceback" not in caught.value.faultString
        for verb, argument in (("pause", "tomorrow"), ("pause", "2020-01-01 09:00:00"), ("stop", "completed")):
            with pytest.raises(xmlrpc.client.Fault) as caught:
                call(names["manager_id"], "sales.sequence.enrollment", verb, [[enrollment_id], argument])
            assert "Traceback" not in caught.value.faultString
        assert rows(names, enrollment_id)[0] == "running"
