"""Optional Odoo apps that the addon works with.

Filters on fields of the partner apps, while they are installed and afterwards; and time off, which counts as absence.
"""

from datetime import datetime, timedelta, timezone

import pytest

from .exactly_once import make_cadence
from .processes import Database, Odoo, run_cron, run_runner

APPS = ("website_crm_partner_assign", "partnership", "event")
TIME_OFF = "hr_holidays"
AUDIENCES = "sales_sequence.ir_cron_audience"
GOALS = "sales_sequence.ir_cron_goals"
# Logged for an audience or goal that can no longer be read.
GONE = r"(New matches of|The goal of sequence) "


@pytest.fixture(scope="module")
def database():
    """A database with these apps installed beside the addon."""
    with Database("partner_apps") as database:
        database.odoo_bin("--stop-after-init", "--no-http", "-i", ",".join((*APPS, TIME_OFF)))
        complaints = database.complaints()
        assert complaints == [], "\n".join(complaints)
        yield database


def prepare(env):
    """Create sequences whose audiences and goals use fields of the apps, and records that are not enrolled.

    :return: their ids
    """
    admin = env.ref("base.user_admin")
    admin.tz = "UTC"
    gold, silver = env["res.partner.grade"].create([{"name": "Gold medal"}, {"name": "Silver medal"}])
    values = {"user_id": admin.id, "tz": "UTC"}
    Partner = env["res.partner"]
    firm, person, plain, guest, invited = Partner.create(
        [
            {**values, "name": "Firm", "email": "firm@partner.example.org", "is_company": True},
            {**values, "name": "Person", "email": "person@partner.example.org"},
            {**values, "name": "Plain", "email": "plain@partner.example.org"},
            {**values, "name": "Guest", "email": "guest@partner.example.org"},
            {**values, "name": "Invited", "email": "invited@partner.example.org"},
        ]
    )
    return {
        "gold": gold.id,
        "silver": silver.id,
        "firm": firm.id,
        "person": person.id,
        "plain": plain.id,
        "guest": guest.id,
        "invited": invited.id,
        "lead": env["crm.lead"].create({"name": "Deal", "email_from": "deal@x.example.org", "user_id": admin.id}).id,
        "by_grade": make_sequence(
            env,
            "partner",
            enroll_domain=f"[('grade_id', '=', {gold.id})]",
            goal_domain="[('activation.name', 'ilike', 'fully')]",
        ),
        "by_registration": make_sequence(env, "partner", goal_domain="[('has_event_registration', '=', True)]"),
        "by_partner": make_sequence(
            env,
            "lead",
            enroll_domain="[('partner_assigned_id.grade_id', '!=', False)]",
            goal_domain="[('partner_assigned_id.grade_sequence', '>', 100)]",
        ),
    }


def make_sequence(env, target, **values):
    """A live sequence of two to-dos at any hour, which enrolls its audience automatically, if any. :return: its id"""
    sequence = env["sales.sequence"].browse(make_cadence(env, 0, "todo", ("todo", 24)))
    sequence.write({"name": f"For {target}s", "target": target, **values})
    sequence.auto_enroll = bool(sequence.enroll_domain)
    return sequence.id


def write(env, model, record_id, values):
    """Change a record."""
    env[model].browse(record_id).write(values)


def states(database, sequence):
    """``{id of the target: (state, exit reason, note)}`` of everybody in a sequence."""
    query = """SELECT COALESCE(lead_id, partner_id), state, exit_reason, status_note
                 FROM sales_sequence_enrollment WHERE sequence_id = %s"""
    return {target: tuple(row) for target, *row in database.rows(query, sequence)}


def wake_ups(database):
    """Number of pending triggers of the audience job."""
    query = """SELECT count(*) FROM ir_cron_trigger
                 JOIN ir_model_data data ON data.model = 'ir.cron' AND data.res_id = cron_id
                WHERE data.module || '.' || data.name = %s"""
    return database.value(query, AUDIENCES)


def look(odoo, database):
    """Run the audience job, and remove its pending triggers."""
    odoo.call(run_cron, AUDIENCES)
    database.rows("DELETE FROM ir_cron_trigger")


@pytest.fixture(scope="module")
def ids(database):
    """The records of `prepare`, with everybody enrolled who matched from the start."""
    with Odoo(database) as odoo:
        return odoo.call(prepare)


def register_in_portal(env, partner_id):
    """Create an opportunity on Odoo's own page as a portal user of the partner."""
    partner = env["res.partner"].browse(partner_id)
    portal = {"name": partner.name, "login": partner.email, "partner_id": partner_id}
    portal["group_ids"] = [(6, 0, env.ref("base.group_portal").ids)]
    user = env["res.users"].with_context(no_reset_password=True).create(portal)
    values = {"contact_name": "Customer", "description": "Needs ten", "title": "Ten of them"}
    env["crm.lead"].with_user(user).create_opp_portal(values)
    return partner.with_user(env.ref("base.user_admin")).has_registered_opportunity


def registered(env):
    """Create people, companies and their registrations for events.

    :return: ``{what the registration is: names of those who count as registered by it}``
    """
    now = datetime.now(timezone.utc).replace(tzinfo=None, microsecond=0)
    hour, Partner = timedelta(hours=1), env["res.partner"].with_context(active_test=False)
    Event = env["event.event"]
    coming, running, over = Event.create(
        [
            {"name": name, "date_begin": now + begin * hour, "date_end": now + end * hour}
            for name, begin, end in (("Coming", 24, 48), ("Running", -1, 1), ("Over", -48, -1))
        ]
    )
    cases = {
        "coming": {"event_id": coming.id},
        "running": {"event_id": running.id},
        "unconfirmed": {"event_id": coming.id, "state": "draft"},
        "attended": {"event_id": running.id, "state": "done"},
        "by address": {"event_id": coming.id, "partner_id": False},
        "over": {"event_id": over.id},
        "canceled": {"event_id": coming.id, "state": "cancel"},
        "archived": {"event_id": coming.id, "active": False},
    }
    found = {}
    for index, (case, values) in enumerate(cases.items()):
        firm = Partner.create({"name": "the company", "is_company": True, "email": f"firm{index}@guest.example.org"})
        person, colleague = Partner.create(
            [
                {"name": name, "parent_id": firm.id, "email": f"{name}{index}@guest.example.org"}
                for name in ("person", "colleague")
            ]
        )
        guest = {"partner_id": person.id, "name": "Guest", "email": "somebody@else.example.org"}
        if case == "by address":
            guest["email"] = f" Person{index}@Guest.example.org "
        env["event.registration"].create({**guest, **values})
        everybody = firm | person | colleague
        reached = everybody.search([("id", "in", everybody.ids), ("has_event_registration", "=", True)])
        assert everybody.filtered("has_event_registration") == reached
        others = everybody.search([("id", "in", everybody.ids), ("has_event_registration", "=", False)])
        assert others == everybody - reached
        found[case] = sorted(reached.mapped("name"))
    return found


def register_for_event(env, partner_id):
    """Register the partner for an event next week."""
    begin = datetime.now(timezone.utc).replace(tzinfo=None, microsecond=0) + timedelta(days=7)
    event = env["event.event"].create({"name": "Fair", "date_begin": begin, "date_end": begin + timedelta(days=1)})
    env["event.registration"].create({"event_id": event.id, "partner_id": partner_id})


def forget_events(env):
    """Delete all events: Odoo cannot remove their stages while there are any, and says so in the log."""
    env["event.registration"].with_context(active_test=False).search([]).unlink()
    env["event.event"].with_context(active_test=False).search([]).unlink()


class TestPartnerApps:
    def test_a_registration_for_an_event_that_is_not_over_counts_for_the_person_and_their_company(self, database):
        with Odoo(database) as odoo:
            found = odoo.call(registered)
            both = ["person", "the company"]
            counted = dict.fromkeys(("coming", "running", "unconfirmed", "attended", "by address"), both)
            assert found == {**counted, "over": [], "canceled": [], "archived": []}

    def test_a_registration_for_an_event_as_a_goal_stops_the_sequence(self, database, ids):
        with Odoo(database) as odoo:
            odoo.call(enroll, ids["by_registration"], [ids["guest"], ids["invited"]])
            odoo.call(run_cron, GOALS)
            assert {state for state, *_why in states(database, ids["by_registration"]).values()} == {"running"}
            odoo.call(register_for_event, ids["guest"])
            odoo.call(run_cron, GOALS)
            reached = states(database, ids["by_registration"])
            assert reached[ids["guest"]][:2] == ("stopped", "goal")
            assert reached[ids["invited"]][0] == "running"

    def test_a_new_grade_or_assignment_enrolls_and_a_goal_on_them_stops(self, database, ids):
        with Odoo(database) as odoo:
            look(odoo, database)
            assert states(database, ids["by_grade"]) == states(database, ids["by_partner"]) == {}
            odoo.call(write, "res.partner", ids["firm"], {"grade_id": ids["silver"]})
            assert wake_ups(database) == 1, "A field of the audience was changed"
            look(odoo, database)
            assert states(database, ids["by_grade"]) == {}, "The wrong grade"
            odoo.call(write, "res.partner", ids["plain"], {"function": "Head of sales"})
            assert wake_ups(database) == 0, "No audience is about this field"
            for partner in ("firm", "person"):
                odoo.call(write, "res.partner", ids[partner], {"grade_id": ids["gold"]})
            odoo.call(write, "crm.lead", ids["lead"], {"partner_assigned_id": ids["firm"]})
            assert wake_ups(database) == 3
            look(odoo, database)
            running = ("running", None, None)
            assert states(database, ids["by_grade"]) == {ids["firm"]: running, ids["person"]: running}
            assert states(database, ids["by_partner"]) == {ids["lead"]: running}
            odoo.call(activate, ids["firm"])
            odoo.call(run_cron, GOALS)
            assert states(database, ids["by_grade"])[ids["firm"]][:2] == ("stopped", "goal")
            assert states(database, ids["by_grade"])[ids["person"]] == running
            assert database.complaints() == []

    def test_an_opportunity_entered_in_the_portal_counts_as_registered(self, database, ids):
        with Odoo(database) as odoo:
            odoo.call(write, "res.partner", ids["person"], {"grade_id": ids["gold"]})
            assert odoo.call(register_in_portal, ids["person"])

    def test_uninstalling_the_apps_is_reported_and_blocks_no_other_sequence(self, database, ids):
        with Odoo(database) as odoo:
            others = odoo.call(make_sequence, "partner")
            odoo.call(enroll, others, [ids["plain"]])
            assert states(database, ids["by_grade"])[ids["person"]][0] == "running"
            odoo.call(forget_events)
        database.odoo_bin("module", "uninstall", *APPS)
        assert database.complaints() == []
        with Odoo(database) as odoo:
            odoo.call(write, "res.partner", ids["firm"], {"function": "Nobody must meet our error"})
            for job in (AUDIENCES, GOALS):
                odoo.call(run_cron, job)
            odoo.call(run_runner, 10)
        # Nobody is registered for anything without the Events app.
        assert states(database, ids["by_registration"])[ids["invited"]] == ("running", None, None)
        # Other sequences are not blocked, and no job fails.
        assert states(database, others)[ids["plain"]][0] == "running"
        assert database.value("SELECT count(*) FROM sales_sequence_touch WHERE sequence_id = %s", others) == 1
        assert database.value("SELECT max(failure_count) FROM ir_cron") == 0
        assert database.complaints(GONE) == []
        # The person responsible reads what is wrong, where, and what to do.
        state, _reason, note = states(database, ids["by_grade"])[ids["person"]]
        assert state == "paused"
        note_of_audience = database.value("SELECT audience_note FROM sales_sequence WHERE id = %s", ids["by_grade"])
        for text, field, label in ((note, "activation", "Goal"), (note_of_audience, "grade_id", "Audience")):
            assert label in text
            assert "“For partners” is not a valid filter on Contact" in text
            assert field in text
            assert "uninstalled" in text


def activate(env, partner_id):
    """Mark the partner as fully operational."""
    env["res.partner"].browse(partner_id).activation = env["res.partner.activation"].create({"name": "Fully there"})


def enroll(env, sequence_id, target_ids):
    """Enroll manually; nobody may be refused."""
    assert env["sales.sequence"].browse(sequence_id).enroll(target_ids)["refused"] == []


def take_time_off(env, days):
    """Put the administrator on leave from yesterday for this many days. :return: the day they are back"""
    admin = env.ref("base.user_admin")
    admin.tz = "UTC"
    employee = admin.employee_id or env["hr.employee"].create({"name": "Administrator", "user_id": admin.id})
    kind = env["hr.leave.type"].create(
        {"name": "Holidays", "requires_allocation": False, "leave_validation_type": "no_validation"}
    )
    yesterday = datetime.now(timezone.utc).date() - timedelta(days=1)
    env["hr.leave"].create(
        {
            "employee_id": employee.id,
            "holiday_status_id": kind.id,
            "request_date_from": yesterday,
            "request_date_to": yesterday + timedelta(days=days),
        }
    )
    return employee.leave_date_to


def enroll_where_absence_pauses(env):
    """Enroll for a call by the administrator, in a sequence that waits for absent reps. :return: id of the sequence"""
    sequence = env["sales.sequence"].browse(make_cadence(env, 1, "call"))
    sequence.absence_policy = "pause"
    return sequence.id


class TestTimeOff:
    def test_a_call_waits_for_a_rep_on_time_off_until_they_are_back(self, database):
        with Odoo(database) as odoo:
            back_on = odoo.call(take_time_off, 10)
            sequence = odoo.call(enroll_where_absence_pauses)
            odoo.call(run_runner, 10)
        query = "SELECT state, pause_kind, resume_at, status_note FROM sales_sequence_enrollment WHERE sequence_id = %s"
        ((state, kind, resume_at, note),) = database.rows(query, sequence)
        assert back_on > datetime.now(timezone.utc).date() + timedelta(days=7)
        assert (state, kind, resume_at.date()) == ("paused", "absent", back_on)
        assert "is away until" in note
