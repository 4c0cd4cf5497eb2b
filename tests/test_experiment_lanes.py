# ruff: noqa: D103 (a test's name is its promise)
"""Two lanes draw for the people of one company at the same moment."""


import pytest

from .exactly_once import begin_the_day, make_cadence, make_leads
from .processes import Database, MailSink, Odoo, gate, run_runner, wait_until

COMPANIES = 12


@pytest.fixture(scope="module")
def sink():
    """One mail server for all tests of this module."""
    with MailSink() as sink:
        yield sink


@pytest.fixture(scope="module")
def database(sink):
    """A database of its own."""
    with Database("experiment", **sink.options) as database:
        yield database
        # Odoo logs each failing statement, even if it is retried.
        assert not database.complaints("could not serialize access")


@pytest.fixture(scope="module")
def odoo(database):
    """Processes that work on this database."""
    with Odoo(database) as odoo:
        odoo.call(begin_the_day)
        yield odoo


def make_experiment(env):
    """Enroll two people of each company in a sequence with two variants: first one of each, then the others.

    :return: the ids of the sequence and of its step
    """
    sequence = env["sales.sequence"].browse(make_cadence(env, 0, "email"))
    step = sequence.step_ids
    env["sales.sequence.step.variant"].create(
        [{"step_id": step.id, "name": name, "subject": name, "body_html": f"<p>{name}</p>"} for name in "AB"]
    )
    leads = env["crm.lead"].browse(make_leads(env, 2 * COMPANIES, f"sequence-{sequence.id}.example.org"))
    for number in range(COMPANIES):
        company = env["res.partner"].create({"name": f"Company {number}", "is_company": True})
        for lead in (leads[number], leads[COMPANIES + number]):
            values = {"name": lead.contact_name, "email": lead.email_from, "parent_id": company.id}
            lead.partner_id = env["res.partner"].create(values)
    result = sequence.enroll(leads.ids)
    if result["refused"]:
        raise ValueError(result["refused"])
    return sequence.id, step.id


def count_waiting(database):
    """Number of transactions that wait for another one."""
    query = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    return database.value(query)


def test_two_lanes_that_draw_for_the_same_companies_agree(database, odoo):
    sequence, step = odoo.call(make_experiment)
    with gate(database, "sales_sequence_assignment", "INSERT", "statement") as someone_at_the_gate:
        # One has drawn and waits before it commits; the other waits for the rows of the first.
        lanes = [odoo.start(run_runner, COMPANIES)]
        someone_at_the_gate()
        lanes.append(odoo.start(run_runner, COMPANIES))
        wait_until(lambda: count_waiting(database) == 2, "both lanes to wait")
    done = [lane.result(timeout=120) for lane in lanes]
    assert sum(done) == 2 * COMPANIES
    assert min(done) > 0
    rows = database.rows("SELECT unit, variant_id FROM sales_sequence_assignment WHERE step_id = %s", step)
    assert len(rows) == len({unit for unit, _variant in rows}) == COMPANIES
    assert len({variant for _unit, variant in rows}) == 2
    query = """SELECT partner.commercial_partner_id, array_agg(DISTINCT touch.variant_id), count(*),
                      bool_and(touch.variant_id = assignment.variant_id)
                 FROM sales_sequence_touch touch
                 JOIN sales_sequence_enrollment enrollment ON enrollment.id = touch.enrollment_id
                 JOIN sales_sequence_assignment assignment ON assignment.id = touch.assignment_id
                 JOIN res_partner partner ON partner.id = enrollment.partner_id
                WHERE touch.sequence_id = %s AND touch.state = 'queued'
             GROUP BY partner.commercial_partner_id"""
    companies = database.rows(query, sequence)
    assert len(companies) == COMPANIES
    for _company, variants, people, is_as_drawn in companies:
        assert (len(variants), people, is_as_drawn) == (1, 2, True)
