"""The job on a real server with worker processes, with their time limit and in several lanes."""

import contextlib
import time

import pytest

from .exactly_once import count_touches, find_flaws, mails_received, make_cadence
from .processes import Database, MailSink, Odoo, Server, send_mails, wait_until

BATCH = 20
# Odoo kills a job that takes longer, and checks its limits every 4 seconds.
LIMIT = 3


@pytest.fixture
def sink():
    """One mail server for each test: the databases use the same addresses."""
    with MailSink() as sink:
        yield sink


@pytest.fixture
def database(sink):
    """One database for each test, with its own jobs."""
    with Database("workers", **sink.options) as database:
        yield database


def prepare(env, people, seconds, batch_size, lanes):
    """Create a sequence whose first step is a slow action, and the jobs to run it.

    The action counts its executions on the lead and notes the job.

    :param float seconds: duration of the action for one lead
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
    # Switch unrelated jobs off, such as the mail queue: killed while sending, it would send a mail twice.
    env["ir.cron"].search([]).active = False
    job = env.ref("sales_sequence.ir_cron_runner")
    job.write({"active": True, "code": f"model._run({batch_size})"})
    for _lane in range(lanes - 1):
        job.copy({"cron_name": "Another lane"})
    return sequence_id


@contextlib.contextmanager
def woken(database):
    """Yield a function that wakes the server's jobs, as a trigger does.

    Odoo itself polls about once a minute, which is too slow for a test that waits for many runs.
    """
    with contextlib.closing(database.connect("postgres")) as connection, connection.cursor() as cursor:

        def wake():
            cursor.execute("SELECT pg_notify('cron_trigger', %s)", [database.name])
            time.sleep(0.5)

        yield wake


def finish(database, odoo, sequence, timeout):
    """Wait until everybody has finished the sequence, then send the mails."""
    with woken(database) as wake:

        def is_done():
            wake()
            query = "SELECT count(*) FROM sales_sequence_enrollment WHERE sequence_id = %s AND state = 'running'"
            return database.value(query, sequence) == 0

        wait_until(is_done, "all the work to be done", timeout)
    odoo.call(send_mails)


def times_executed(database):
    """``{number of executions of the action on a lead: number of leads}``."""
    return dict(database.rows("SELECT expected_revenue::int, count(*) FROM crm_lead GROUP BY 1"))


def check(database, sink, sequence, people):
    """Assert that everybody took every step exactly once."""
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
    def test_a_job_killed_by_its_time_limit_still_finishes_its_work(self, database, sink, people, seconds, batch_size):
        with Odoo(database) as odoo:
            sequence = odoo.call(prepare, people, seconds, batch_size, 1)
            with Server(database, "--workers=2", "--max-cron-threads=2", f"--limit-time-real-cron={LIMIT}"):
                finish(database, odoo, sequence, timeout=240)
        killed = [line for line in database.complaints() if f"timeout after {LIMIT}s" in line]
        assert len(killed) >= 2, "The limit was hardly reached: the test proves little"
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
        assert len(shares) == 2, "Both did part of the work"
        assert min(shares.values()) >= 2 * BATCH, shares
