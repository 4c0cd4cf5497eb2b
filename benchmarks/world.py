"""What the benchmarks work on: databases, a company without limits, thousands of leads, millions of enrollments.

Data that is not measured is written by SQL, as copies of a record that Odoo created, so that every row is one that Odoo
could have written.
"""

import contextlib
import os

import psycopg2
from psycopg2.extensions import ISOLATION_LEVEL_AUTOCOMMIT

from odoo import SUPERUSER_ID, api, sql_db
from odoo.modules.registry import Registry
from odoo.tools import SQL

SUBJECT = "A question about {{ object.name }}"
BODY = """<div>
<p>Hello <t t-out="object.contact_name"/>,</p>
<p>I have read about <t t-out="object.partner_name"/> and what you do in <t t-out="object.city or 'your city'"/>.</p>
<t t-if="object.website"><p><a t-att-href="object.website" t-out="object.website">Your site</a> says much.</p></t>
<p>Would ten minutes this week be of use to you?</p>
<p>Best regards, <t t-out="object.user_id.name"/></p>
</div>"""
SCRIPT = """<p>Ask <t t-out="object.contact_name"/> what became of the proposal.</p>"""

# Written while measuring: outdated statistics turn foreign-key checks into scans.
TABLES = (
    "crm_lead",
    "crm_tag",
    "ir_cron_trigger",
    "mail_activity",
    "mail_mail",
    "mail_mail_res_partner_rel",
    "mail_message",
    "mail_notification",
    "res_partner",
    "sales_sequence_enrollment",
    "sales_sequence_signal",
    "sales_sequence_touch",
)
SENDERS = 8


# ----------------------------------------------------------------------------------------------------------------------
# Databases
# ----------------------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def environment(database):
    """The superuser's `Environment` on `database`, in a transaction that is committed at the end."""
    with Registry(database).cursor() as cursor:
        yield api.Environment(cursor, SUPERUSER_ID, {})


@contextlib.contextmanager
def database_copy(name):
    """A copy of the database with the addon freshly installed; dropped at the end."""
    source = os.environ["SALES_SEQUENCE_TEMPLATE_DB"]
    statements = (f'DROP DATABASE IF EXISTS "{name}"', f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
    run_outside_transaction("postgres", *statements)
    try:
        yield name
    finally:
        Registry.delete(name)
        sql_db.close_db(name)
        run_outside_transaction("postgres", f'DROP DATABASE "{name}" WITH (FORCE)')


def vacuum(database, tables=TABLES):
    """Remove dead rows and update the planner's statistics."""
    run_outside_transaction(database, *(f"VACUUM ANALYZE {table}" for table in tables))


def run_outside_transaction(database, *statements):
    """Execute statements that PostgreSQL refuses inside a transaction."""
    connection = psycopg2.connect(**sql_db.connection_info_for(database)[1])
    connection.set_isolation_level(ISOLATION_LEVEL_AUTOCOMMIT)
    with contextlib.closing(connection), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def insert_copies(prototype, count, **expressions):
    """Insert `count` copies of the row of the record `prototype`.

    :param expressions: SQL by column, where the copies differ; `fresh.id` is the new row's id, `fresh.n` counts from 1
    :return: the range of the new rows' ids, in the order of `fresh.n`
    """
    prototype.env.flush_all()
    cursor = prototype.env.cr
    cursor.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND column_name != 'id'",
        [prototype._table],
    )
    columns = [row[0] for row in cursor.fetchall()]
    values = [SQL(expressions[name]) if name in expressions else SQL.identifier("prototype", name) for name in columns]
    cursor.execute(
        SQL(
            """WITH inserted AS (
                   INSERT INTO %(table)s (id, %(columns)s)
                   SELECT fresh.id, %(values)s
                     FROM (SELECT n, nextval(%(sequence)s) AS id FROM generate_series(1, %(count)s) n) fresh,
                          %(table)s prototype
                    WHERE prototype.id = %(prototype)s
                RETURNING id)
               SELECT min(id), max(id), count(*) FROM inserted""",
            table=SQL.identifier(prototype._table),
            columns=SQL(", ").join(SQL.identifier(name) for name in columns),
            values=SQL(", ").join(values),
            sequence=f"{prototype._table}_id_seq",
            count=count,
            prototype=prototype.id,
        )
    )
    first, last, inserted = cursor.fetchone()
    if inserted != count or last - first + 1 != count:
        raise RuntimeError(f"{prototype._table}: {inserted} rows with ids {first} to {last}, not {count} in a row")
    return range(first, last + 1)


# ----------------------------------------------------------------------------------------------------------------------
# People and plans
# ----------------------------------------------------------------------------------------------------------------------


class World:
    """A company with several senders that may send at any hour, without limits.

    Created once in a database by `World.build`, found again by `World(env)`, also from other processes.
    """

    def __init__(self, env):
        self.env = env
        self.senders = env["res.users"].search([("login", "like", "bench-sender-")], order="id")
        self.template = env["mail.template"].search([("name", "=", "Benchmark")])
        self.email_sequence = env["sales.sequence"].search([("name", "=", "Benchmark: email")])
        self.call_sequence = env["sales.sequence"].search([("name", "=", "Benchmark: call")])
        self.prototype = env["crm.lead"].search([("name", "=", "Prototype")])

    @classmethod
    def build(cls, env):
        """Write the company's settings, senders, template and sequences."""
        limits = ("backlog_per_hour", "sender_cap", "sender_gap", "domain_cap")
        env.company.write({f"sequence_{limit}": 0 for limit in limits})
        env["ir.config_parameter"].set_param("mail.batch_size", 500)  # the best case for `send_mail_batch`
        # Notified in Odoo: the digest of a run needs no mail server.
        cls._create_senders(env, "bench-sender", SENDERS)
        template = env["mail.template"].create(
            {
                "name": "Benchmark",
                "model_id": env["ir.model"]._get_id("crm.lead"),
                "subject": SUBJECT,
                "body_html": BODY,
                "email_from": "{{ object.user_id.email_formatted }}",
                "use_default_to": True,
            }
        )
        calendar = env["resource.calendar"].create(
            {"name": "Every day", "company_id": False, "attendance_ids": cls._every_day()}
        )
        email = {"channel": "email", "mail_template_id": template.id}
        call = {"channel": "call", "activity_type_id": env.ref("mail.mail_activity_data_call").id, "note": SCRIPT}
        for channel, step in (("email", email), ("call", call)):
            sequence = env["sales.sequence"].create(
                {
                    "name": f"Benchmark: {channel}",
                    "calendar_id": calendar.id,
                    "window_start": 0,
                    "window_end": 24,
                    "step_ids": [
                        (0, 0, {**step, "name": "First", "position": 1, "delay": 0}),
                        (0, 0, {**step, "name": "Second", "position": 2, "delay": 2, "delay_unit": "business_day"}),
                    ],
                }
            )
            sequence.action_publish()
        cls._create_prototype(env)
        env.cr.commit()
        return cls(env)

    @staticmethod
    def _create_senders(env, login, count):
        return env["res.users"].with_context(no_reset_password=True).create(
            [
                {
                    "name": f"Sender {number}",
                    "login": f"{login}-{number}",
                    "email": f"{login}-{number}@company.example",
                    "notification_type": "inbox",
                    "tz": "Europe/Brussels",
                }
                for number in range(count)
            ]
        )

    @contextlib.contextmanager
    def many_senders(self, count):
        """Distribute what is created meanwhile among `count` senders, with the limits that careful companies set."""
        few, company = self.senders, self.env.company
        self.senders = self._create_senders(self.env, "careful", count)
        company.write({"sequence_sender_cap": 200, "sequence_sender_gap": 5})
        try:
            yield
        finally:
            company.write({"sequence_sender_cap": 0, "sequence_sender_gap": 0})
            self.senders = few

    @staticmethod
    def _every_day():
        return [
            (0, 0, {"name": "Day", "dayofweek": str(day), "hour_from": 0, "hour_to": 24, "day_period": "morning"})
            for day in range(7)
        ]

    @staticmethod
    def _create_prototype(env):
        partner = env["res.partner"].create(
            {"name": "Prototype", "email": "prototype@people.example", "country_id": env.ref("base.be").id}
        )
        env["crm.lead"].create(
            {
                "name": "Prototype",
                "partner_id": partner.id,
                "contact_name": "Prototype",
                "partner_name": "Prototype & Sons",
                "city": "Ghent",
                "website": "https://prototype.example",
                "user_id": env.ref("base.user_admin").id,
            }
        )

    def create_leads(self, count):
        """Create leads with a contact and an address each, evenly among all senders. :return: their ids, shuffled"""
        address = "'person-' || fresh.id || '@people.example'"
        partners = insert_copies(
            self.prototype.partner_id,
            count,
            name="'Person ' || fresh.id",
            complete_name="'Person ' || fresh.id",
            email=address,
            email_normalized=address,
            commercial_partner_id="fresh.id",
        )
        partner = f"({partners[0] - 1} + fresh.n)"
        address = f"'person-' || {partner} || '@people.example'"
        leads = insert_copies(
            self.prototype,
            count,
            name="'Offer ' || fresh.id",
            contact_name="'Person ' || fresh.id",
            partner_name="'Company & Sons ' || fresh.id",
            partner_id=partner,
            email_from=address,
            email_normalized=address,
            user_id=f"(ARRAY{self.senders.ids})[1 + mod(fresh.n, {len(self.senders)})]",
        )
        return list(leads)


def create_waiting(env, count):
    """Fill the database with `count` enrollments that wait for their next step, one due every five seconds."""
    world = World.build(env)
    world.email_sequence.enroll(world.prototype.ids)
    prototype = env["sales.sequence.enrollment"].search([("lead_id", "=", world.prototype.id)])
    prototype._stop("manual")
    address = "'waiting-' || fresh.n || '@people.example'"
    leads = insert_copies(world.prototype, count, email_from=address, email_normalized=address)
    insert_copies(
        prototype,
        count,
        lead_id=f"{leads[0] - 1} + fresh.n",
        email_normalized=address,
        state="'running'",
        exit_reason="NULL",
        ended_at="NULL",
        next_step_id=str(world.email_sequence._first_step().id),
        next_run_at="now() AT TIME ZONE 'utc' + interval '1 day' + fresh.n * interval '5 seconds'",
    )
    env.cr.execute(
        """INSERT INTO sales_sequence_address
                       (enrollment_id, company_id, email_normalized, person_key, role, holds_place)
                SELECT id, company_id, email_normalized, email_normalized, 'own', TRUE
                  FROM sales_sequence_enrollment WHERE state = 'running'"""
    )
    env.cr.commit()
    env.invalidate_all()
