"""Installing is silent, upgrading changes nothing, and uninstalling leaves no trace and a working CRM."""

import os

import pytest

from .common import use_from_library
from .exactly_once import find_flaws, mails_received, make_cadence, make_leads
from .processes import Database, MailSink, Odoo, run_runner, send_mails

INSTALL = ("--stop-after-init", "--no-http", "-i", "sales_sequence")
UPGRADE = ("--stop-after-init", "--no-http", "-u", "sales_sequence")
# The structure of a database, and the records that configure Odoo. Excluded are Odoo's own list of modules and its
# # notes that other modules extend a model (`mail.thread`) that one of ours inherits.
STRUCTURE = {
    "relations": "SELECT relname, relkind FROM pg_class WHERE relnamespace = 'public'::regnamespace",
    "columns": """SELECT table_name, column_name, data_type, is_nullable, column_default
                    FROM information_schema.columns WHERE table_schema = 'public'""",
    "indexes": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "constraints": """SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
                       WHERE connamespace = 'public'::regnamespace""",
    "functions": "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
    "triggers": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    "models": "SELECT model FROM ir_model",
    "fields": "SELECT model, name FROM ir_model_fields",
    "selections": """SELECT field.model, field.name, value FROM ir_model_fields_selection selection
                       JOIN ir_model_fields field ON field.id = selection.field_id""",
    "external ids": """SELECT module, name FROM ir_model_data
                        WHERE name NOT LIKE 'model_inherit__%' AND name <> 'module_sales_sequence'""",
    "known constraints": "SELECT name FROM ir_model_constraint",
    "known relations": "SELECT name FROM ir_model_relation",
    "inheritance": """SELECT child.model, parent.model FROM ir_model_inherit
                        JOIN ir_model child ON child.id = model_id JOIN ir_model parent ON parent.id = parent_id""",
    "jobs": "SELECT id, cron_name FROM ir_cron",
    "actions": "SELECT id, type, name FROM ir_actions",
    "views": "SELECT id, name FROM ir_ui_view",
    "menus": "SELECT id, name FROM ir_ui_menu",
    "groups": "SELECT id, name FROM res_groups",
    "implied groups": "SELECT gid, hid FROM res_groups_implied_rel",
    "privileges": "SELECT id, name FROM res_groups_privilege",
    "access rights": "SELECT id, name FROM ir_model_access",
    "record rules": "SELECT id, name FROM ir_rule",
    "mail templates": "SELECT id, name FROM mail_template WHERE name->>'en_US' NOT LIKE 'Mail _'",
    "activity types": "SELECT id, name FROM mail_activity_type",
    "message subtypes": "SELECT id, name FROM mail_message_subtype",
    "parameters": "SELECT key FROM ir_config_parameter",
    "assets": "SELECT path FROM ir_asset",
    "tours": "SELECT name FROM web_tour_tour",
}


def structure_of(database):
    """``{kind: set of names}``."""
    return {kind: {str(row) for row in database.rows(query)} for kind, query in STRUCTURE.items()}


def differences(before, after):
    """Lines such as ``+ columns: …`` for additions and ``- columns: …`` for removals."""
    lines = []
    for kind in STRUCTURE:
        lines += [f"+ {kind}: {item}" for item in sorted(after[kind] - before[kind])]
        lines += [f"- {kind}: {item}" for item in sorted(before[kind] - after[kind])]
    return lines


@pytest.fixture(scope="module")
def sink():
    """One mail server for all tests of this module."""
    with MailSink() as sink:
        yield sink


@pytest.fixture
def bare(sink):
    """A database with CRM, without the addon."""
    with Database("install", os.environ["SALES_SEQUENCE_BASE_DB"], **sink.options) as database:
        yield database


def use(env):
    """Use all features as customers do. :return: id of a sequence that everybody has finished"""
    admin = env.ref("base.user_admin")
    admin.group_ids += env.ref("sales_sequence.group_sales_sequence_manager")
    finished = make_cadence(env, 5, "email", "call", "email")
    run_runner(env, 500)
    for key, targets in (
        ("five_touch", make_leads(env, 6, "five-touch.example.org")),
        ("partner_onboarding", make_partners(env, 3)),
    ):
        sequence = use_from_library(env, key, user_id=admin.id)
        sequence.write({"window_start": 0, "window_end": 24})
        sequence.action_publish()
        result = sequence.enroll(targets)
        enrollments = env["sales.sequence.enrollment"].browse([row["enrollment_id"] for row in result["enrolled"]])
        assert len(enrollments) == len(targets), result
        enrollments[0].pause()
        enrollments[1].stop()
        enrollments[2].skip_step()
    reviewed = env["sales.sequence"].browse(make_cadence(env, 2, "email", "call"))
    reviewed.step_ids[0].requires_review = True
    waiting = env["sales.sequence"].browse(make_cadence(env, 2, "call", "email"))
    waiting.step_ids[0].wait_for_completion = True
    run_runner(env, 500)
    return finished


def make_partners(env, count):
    """Create contacts. :return: their ids"""
    values = {"user_id": env.ref("base.user_admin").id, "country_id": env.ref("base.be").id}
    return (
        env["res.partner"]
        .create(
            [{**values, "name": f"Partner {n}", "email": f"partner-{n}@onboarding.example.org"} for n in range(count)]
        )
        .ids
    )


def work_in_crm(env):
    """Do the usual work in CRM on old and new leads. :return: address of the customer who was emailed"""
    old = env["crm.lead"].search([("email_from", "like", "%.example.org")], limit=1)
    new = env["crm.lead"].create({"name": "New", "email_from": "new@customer.example.org", "type": "opportunity"})
    for lead in old, new:
        lead.message_post(body="A note")
        activity = lead.activity_schedule("mail.mail_activity_data_call", user_id=env.ref("base.user_admin").id)
        activity.action_feedback(feedback="Reached")
        lead.activity_ids.unlink()
        lead.write({"expected_revenue": 7, "tag_ids": [(0, 0, {"name": f"Tag {lead.id}"})]})
        env["crm.lead"].get_views([(False, "form"), (False, "list"), (False, "kanban"), (False, "search")])
    new.action_set_won()
    old.action_set_lost()
    env["res.partner"].create({"name": "Contact", "email": "contact@customer.example.org"}).action_archive()
    env["mail.mail"].create(
        {
            "subject": "Plain",
            "body_html": "<p>Plain</p>",
            "email_to": new.email_from,
            "model": "crm.lead",
            "res_id": new.id,
        }
    )
    return new.email_from


class TestInstall:
    def test_installing_is_silent_and_uninstalling_after_real_use_leaves_no_trace(self, bare, sink):
        before = structure_of(bare)
        bare.odoo_bin(*INSTALL)
        assert bare.complaints() == []
        installed = structure_of(bare)
        assert any("sales_sequence_touch" in line for line in differences(before, installed)), "The comparison works"
        with Odoo(bare) as odoo:
            finished = odoo.call(use)
            odoo.call(send_mails)
            queued = odoo.call(make_cadence, 3, "email")
            odoo.call(run_runner, 500)
        assert find_flaws(bare, finished, sink) == []
        states = bare.rows("SELECT DISTINCT state FROM sales_sequence_enrollment")
        assert {state for (state,) in states} == {"running", "paused", "stopped", "finished"}
        states = bare.rows("SELECT DISTINCT state FROM sales_sequence_touch")
        assert {state for (state,) in states} >= {"draft", "sent", "todo", "skipped"}

        bare.odoo_bin("module", "uninstall", "sales_sequence")
        assert bare.complaints() == []
        assert differences(before, structure_of(bare)) == []
        mails = bare.value(
            "SELECT count(*) FROM mail_message WHERE message_type = 'email_outgoing' AND model = 'crm.lead'"
        )
        assert mails >= 10, "The chatter keeps what was sent"
        with Odoo(bare) as odoo:
            customer = odoo.call(work_in_crm)
            odoo.call(send_mails)
        assert [recipient for recipient, _message in sink.received][-1] == customer
        assert not mails_received(sink, queued), "No mail of ours is sent any more"
        assert bare.complaints() == []

        bare.odoo_bin(*INSTALL)
        assert bare.complaints() == []
        again = differences(installed, structure_of(bare))
        assert [line for line in again if "relations" in line or "columns" in line or "indexes" in line] == []

    def test_installing_with_demo_data_is_silent(self):
        with Database("demo", source="") as database:
            database.odoo_bin("--stop-after-init", "--no-http", "--with-demo", "-i", "crm,portal")
            others = database.complaints()
            database.odoo_bin("--with-demo", *INSTALL)
            assert [line for line in database.complaints() if line not in others] == []
            assert database.value("SELECT count(*) FROM sales_sequence_touch") == 0, "Installing sends nothing"
            assert database.value("SELECT demo FROM ir_module_module WHERE name = 'sales_sequence'")

    def test_upgrading_twice_changes_nothing(self, sink):
        with Database("upgrade", **sink.options) as database:
            with Odoo(database) as odoo:
                odoo.call(use)
                odoo.call(rewrite_templates)
            before, rows = structure_of(database), count_rows(database)
            for _time in range(2):
                database.odoo_bin(*UPGRADE)
                assert database.complaints() == []
                assert differences(before, structure_of(database)) == []
                assert count_rows(database) == rows
            copied, shipped = first_subjects(database)
            assert copied == "My own words", "Changes by users are kept"
            assert shipped != "Spoiled", "The library is as this version ships it"


def rewrite_templates(env):
    """Edit the first email of a copy as a user, and its original in the library as nobody can."""
    shipped = env.ref("sales_sequence.sequence_five_touch")
    copied = shipped.search([("gallery_origin_id", "=", shipped.id)])
    for sequence, subject in ((copied, "My own words"), (shipped, "Spoiled")):
        sequence.step_ids[0].mail_template_id.subject = subject


def first_subjects(database):
    """Subjects of the first email of the five-touch cadence: of its only copy, and of the one in the library."""
    return [
        database.value(
            f"""SELECT template.subject->>'en_US' FROM sales_sequence sequence
                  JOIN sales_sequence_step step ON step.sequence_id = sequence.id AND step.position = 10
                  JOIN mail_template template ON template.id = step.mail_template_id
                  JOIN ir_model_data data ON data.module = 'sales_sequence' AND data.name = 'sequence_five_touch'
                                         AND data.res_id = sequence.{column}"""
        )
        for column in ("gallery_origin_id", "id")
    ]


def count_rows(database):
    """Number of rows in each table of the addon."""
    tables = database.rows(
        "SELECT tablename FROM pg_tables WHERE tablename LIKE 'sales_sequence%' AND schemaname = 'public' ORDER BY 1"
    )
    return {table: database.value(f"SELECT count(*) FROM {table}") for (table,) in tables}
