"""OCA's queue_job, if installed, can run the lanes: a real server, its jobrunner and two lanes."""

import os

import pytest

from .exactly_once import count_touches, find_flaws, mails_received, make_cadence
from .processes import Database, MailSink, Odoo, Server, run_cron, send_mails, wait_until

BATCH = 20
# A batch takes about this long: each lane has twice as much work as fits into its time, which is half the limit.
SECONDS_A_BATCH = 1.0
BATCHES = 16
LIMIT = 10
WORKERS = ("--load=base,web,queue_job", "--workers=2", f"--limit-time-real={LIMIT}", "--max-cron-threads=0")
CHANNELS = "root:2,root.sales_sequence:2"
JOBS = """SELECT identity_key, state, result FROM queue_job
           WHERE model_name = 'sales.sequence.runner' AND state <> 'cancelled' ORDER BY id"""


@pytest.fixture(scope="module")
def sink():
    """One mail server for all tests of this module."""
    with MailSink() as sink:
        yield sink


@pytest.fixture(scope="module")
def installed(sink):
    """A database with the addon and queue_job installed, to be copied."""
    with Database("queue_job", **sink.options) as database:
        show_others_addons(database)
        database.odoo_bin("--stop-after-init", "--no-http", "-i", "queue_job")
        assert database.complaints() == []
        yield database


@pytest.fixture
def database(installed, sink):
    """A copy of the installed database for each test."""
    with Database("queue_job_copy", source=installed.name, **sink.options) as database:
        show_others_addons(database)
        yield database


def show_others_addons(database):
    """Let processes on this database import queue_job."""
    paths = (os.environ["SALES_SEQUENCE_OTHERS_ADDONS"], os.environ.get("PYTHONPATH"))
    database.environment["PYTHONPATH"] = os.pathsep.join(filter(None, paths))
    database.environment["ODOO_QUEUE_JOB_CHANNELS"] = CHANNELS


def prepare(env, people):
    """Create a sequence whose first step is a slow action that counts its executions on the lead and notes the job.

    :return: id of the sequence
    """
    sequence_id = make_cadence(env, people, "call", "email", "todo")
    code = f"""
time.sleep({SECONDS_A_BATCH / BATCH})
record.write({{"expected_revenue": record.expected_revenue + 1, "referred": env.context.get("job_uuid")}})"""
    model_id = env["ir.model"]._get_id("crm.lead")
    action = env["ir.actions.server"].create({"name": "Work", "model_id": model_id, "state": "code", "code": code})
    step = env["sales.sequence"].browse(sequence_id).step_ids[0]
    step.write({"channel": "action", "server_action_id": action.id})
    env["ir.cron"].search([]).active = False
    env.ref("sales_sequence.ir_cron_runner").write({"active": True, "code": f"model._run({BATCH})"})
    return sequence_id


def set_lanes(env, value):
    """Set the number of lanes in the system parameter."""
    env["ir.config_parameter"].set_param("sales_sequence.queue_job_lanes", value)


def is_done(database, sequence):
    """Whether everybody has finished the sequence."""
    query = "SELECT count(*) FROM sales_sequence_enrollment WHERE sequence_id = %s AND state = 'running'"
    return database.value(query, sequence) == 0


class TestQueueJob:
    def test_two_lanes_of_queue_job_do_all_the_work_in_several_jobs_each(self, database, sink):
        people = BATCH * BATCHES
        with Odoo(database) as odoo:
            sequence = odoo.call(prepare, people)
            odoo.call(set_lanes, "2")
            odoo.call(run_cron)
            assert len(database.rows(JOBS)) == 2
            with Server(database, *WORKERS):
                wait_until(lambda: is_done(database, sequence), "all the work to be done", timeout=120)
                wait_until(lambda: all(job[1] == "done" for job in database.rows(JOBS)), "the lanes to end")
            odoo.call(send_mails)
        assert database.complaints() == []
        assert find_flaws(database, sequence, sink) == []
        executed = database.rows("SELECT expected_revenue::int, count(*) FROM crm_lead GROUP BY 1")
        assert executed == [(1, people)]
        assert count_touches(database, sequence) == {"done": people, "sent": people, "todo": people}
        assert mails_received(sink, sequence).total() == people
        shares = database.rows(
            """SELECT identity_key, count(DISTINCT uuid), count(lead.id)
                 FROM queue_job JOIN crm_lead lead ON lead.referred = uuid GROUP BY 1 ORDER BY 1"""
        )
        assert [lane for lane, _jobs, _leads in shares] == ["sales_sequence lane 1", "sales_sequence lane 2"]
        assert all(jobs >= 2 for _lane, jobs, _leads in shares), f"No lane made way for its next job: {shares}"
        assert sum(leads for _lane, _jobs, leads in shares) == people

    def test_the_scheduled_job_enqueues_each_lane_once_and_only_if_there_is_work(self, database):
        with Odoo(database) as odoo:
            odoo.call(set_lanes, "3")
            odoo.call(run_cron)
            odoo.call(run_cron)
            assert database.rows(JOBS) == [("sales_sequence lane 1", "pending", None)], "Signals wait for a lane too"
            odoo.call(prepare, BATCH + 1)
            odoo.call(run_cron)
            lanes = [lane for lane, _state, _result in database.rows(JOBS)]
            assert lanes == ["sales_sequence lane 1", "sales_sequence lane 2"]
            assert database.value("SELECT count(*) FROM sales_sequence_touch") == 0

    def test_without_configured_lanes_the_scheduled_job_does_the_work_itself(self, database):
        with Odoo(database) as odoo:
            for value in ("", "0", "two", "-1"):
                sequence = odoo.call(prepare, 3)
                odoo.call(set_lanes, value)
                odoo.call(run_cron)
                assert is_done(database, sequence), value
        assert database.rows(JOBS) == []
        complaints = database.complaints()
        assert [value for value in ("'two'", "'-1'") if any(value in each for each in complaints)] == ["'two'", "'-1'"]
        assert all("not a number" in each for each in complaints)

    def test_uninstalling_removes_the_lanes(self, database):
        with Odoo(database) as odoo:
            odoo.call(set_lanes, "1")
            odoo.call(run_cron)
        assert database.rows(JOBS)
        database.odoo_bin("module", "uninstall", "sales_sequence")
        assert database.complaints() == []
        assert database.rows(JOBS) == []
        channels = "SELECT complete_name FROM queue_job_channel"
        assert database.rows(channels) == [("root",)]
        functions = "SELECT count(*) FROM queue_job_function WHERE method = '_run_lane'"
        assert database.value(functions) == 0
