"""The job on a real server with worker processes: under their time limit, and in several lanes."""

import contextlib
import time

import pytest

from .exactly_once import count_touches, find_flaws, mails_received, make_cadence
from .processes import Database, MailSink, Odoo, Server, send_mails, wait_until

BATCH = 20
# Odoo kills a job that takes longer, and looks at its limits every 4 seconds.
LIMIT = 3


@pytest.fixture
def sink():
    """A mail server for each test: the databases have the same addresses."""
    with MailSink() as sink:
        yield sink


@pytest.fixture
def database(sink):
    """A database for each test: each has jobs of its own."""
    with Database("workers", **sink.options) as database:
        yield database


def prepare(env, people, seconds, batch_size, lanes):
    """A sequence whose first step is an action that takes its time, and the jobs that are to work on it.

    The action counts on the lead how often it was executed, and notes by which job.

    :param float seconds: how long the action takes for one lead
    :param int lanes: number of jobs that run the runner
    :return: id of the sequence
    """
    sequence_id = make_cadence(env, people, "call", "email", "todo")
    code = f"""
time.sleep({seconds})
record.write({{"expected_revenue": record.expected_revenue + 1, "referred": env.context.get("cron_id")}})"""
    model_id = env["ir.model"]._get_id("crm.lead")
    action = env["ir.actions.server"].create({"name": "Work", "model_id": model_id, "state": "code", "code": code})
    step = env["sales.sequence"].browse(sequence_id).step_ids[0]
    step.write({"channel": "action", "server_action_id": action.id})
    # Jobs that have no part in this, the mail queue among them: killed while it sends, it would send a mail twice.
    env["ir.cron"].search([]).active = False
    job = env.ref("sales_sequence.ir_cron_runner")
    job.write({"active": True, "code": f"model._run({batch_size})"})
    for _lane in range(lanes - 1):
        job.copy({"cron_name": "Another lane"})
    return sequence_id


@contextlib.contextmanager
def woken(database):
    """Wake the server's jobs whenever the yielded function is called, as a trigger does.

    Odoo would look by itself about once a minute: too slow for a test that waits for many runs.
    """
    with contextlib.closing(database.connect("postgres")) as connection, connection.cursor() as cursor:

        def wake():
            cursor.execute("SELECT pg_notify('cron_trigger', %s)", [database.name])
            time.sleep(0.5)

        yield wake


def finish(database, odoo, sequence, timeout):
    """Wait until everybody has been at every step; then let the mails leave."""
    with woken(database) as wake:

        def is_done():
            wake()
            query = "SELECT count(*) FROM sales_sequence_enrollment WHERE sequence_id = %s AND state = 'running'"
            return database.value(query, sequence) == 0

        wait_until(is_done, "all the work to be done", timeout)
    odoo.call(send_mails)


def times_executed(database):
    """``{how often the action was executed on a lead: number of leads}``."""
    return dict(database.rows("SELECT expected_revenue::int, count(*) FROM crm_lead GROUP BY 1"))


def check(database, sink, sequence, people):
    """Everybody was at every step, once."""
    assert find_flaws(database, sequence, sink) == []
    assert times_executed(database) == {1: people}
    assert count_touches(database, sequence) == {"done": people, "sent": people, "todo": people}
    assert mails_received(sink, sequence).total() == people


class TestWorkers:
    @pytest.mark.parametrize(
        "people, seconds, batch_size",
        [
            pytest.param(120, 0.05, BATCH, id="many batches"),
            pytest.param(16, 0.5, 500, id="a batch that takes longer than the limit"),
        ],
    )
    def test_a_job_that_is_killed_by_its_time_limit_comes_to_its_end(self, database, sink, people, seconds, batch_size):
        with Odoo(database) as odoo:
            sequence = odoo.call(prepare, people, seconds, batch_size, 1)
            with Server(database, "--workers=2", "--max-cron-threads=2", f"--limit-time-real-cron={LIMIT}"):
                finish(database, odoo, sequence, timeout=240)
        killed = [line for line in database.complaints() if f"timeout after {LIMIT}s" in line]
        assert len(killed) >= 2, "The limit was hardly met: the test proves little"
        assert database.complaints(f"timeout after {LIMIT}s") == []
        check(database, sink, sequence, people)

    def test_two_jobs_share_the_work(self, database, sink):
        people = BATCH * 6
        with Odoo(database) as odoo:
            sequence = odoo.call(prepare, people, 0.05, BATCH, 2)
            with Server(database, "--workers=2", "--max-cron-threads=2"):
                finish(database, odoo, sequence, timeout=120)
        assert database.complaints() == []
        check(database, sink, sequence, people)
        shares = dict(database.rows("SELECT referred, count(*) FROM crm_lead GROUP BY referred"))
        assert len(shares) == 2, "Both had a part"
        assert min(shares.values()) >= 2 * BATCH, shares
