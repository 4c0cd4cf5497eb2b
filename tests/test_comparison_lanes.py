# ruff: noqa: D103 (a test's name is its promise)
"""Two users enroll colleagues of the same companies at the same moment, in a sequence that is compared."""

import pytest

from .exactly_once import make_cadence, make_leads
from .processes import Database, Odoo, gate, wait_until
from .test_experiment_lanes import count_waiting

COMPANIES = 12


@pytest.fixture(scope="module")
def database():
    """A database of its own."""
    with Database("comparison") as database:
        yield database
        # Odoo logs each failing statement, even if it is retried.
        assert not database.complaints("could not serialize access")


@pytest.fixture(scope="module")
def odoo(database):
    """Processes that work on this database."""
    with Odoo(database) as odoo:
        yield odoo


def make_comparison(env):
    """Make a sequence that is compared, and two people of each company.

    :return: the ids of the sequence, of one person of each company, and of the others
    """
    sequence = env["sales.sequence"].browse(make_cadence(env, 0, "call"))
    sequence.start_comparison(share=0.5)
    leads = env["crm.lead"].browse(make_leads(env, 2 * COMPANIES, f"sequence-{sequence.id}.example.org"))
    for number in range(COMPANIES):
        company = env["res.partner"].create({"name": f"Company {number}", "is_company": True})
        for lead in (leads[number], leads[COMPANIES + number]):
            values = {"name": lead.contact_name, "email": lead.email_from, "parent_id": company.id}
            lead.partner_id = env["res.partner"].create(values)
    return sequence.id, leads[:COMPANIES].ids, leads[COMPANIES:].ids


def enroll(env, sequence_id, lead_ids):
    """Enroll as a click on the button does."""
    return env["sales.sequence"].browse(sequence_id).enroll(lead_ids)


def test_two_users_who_enroll_colleagues_at_once_get_one_arm_a_company_and_no_error(database, odoo):
    sequence, some, others = odoo.call(make_comparison)
    with gate(database, "sales_sequence_assignment", "INSERT", "statement") as someone_at_the_gate:
        # One has drawn and waits before it commits; the other waits for the rows of the first.
        first = odoo.start(enroll, sequence, some, user="admin")
        someone_at_the_gate()
        second = odoo.start(enroll, sequence, others, user="admin")
        wait_until(lambda: count_waiting(database) == 2, "both users to wait")
    for result in (first.result(timeout=120), second.result(timeout=120)):
        assert (len(result["enrolled"]), result["refused"]) == (COMPANIES, [])
    query = """SELECT partner.commercial_partner_id, array_agg(DISTINCT enrollment.arm), count(*)
                 FROM sales_sequence_enrollment enrollment
                 JOIN res_partner partner ON partner.id = enrollment.partner_id
                WHERE enrollment.sequence_id = %s
             GROUP BY partner.commercial_partner_id"""
    companies = database.rows(query, sequence)
    assert [(len(arms), people) for _company, arms, people in companies] == [(1, 2)] * COMPANIES
    rows = database.rows("SELECT unit FROM sales_sequence_assignment WHERE comparison_id IS NOT NULL")
    assert len(rows) == len(set(rows)) == COMPANIES
