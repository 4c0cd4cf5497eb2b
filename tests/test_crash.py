"""Any process is killed at any time: nothing happens twice, and nobody is forgotten.

Real processes, real commits, real SIGKILL, and a real mail server that counts mails.
"""

import random
import time

import pytest

from .exactly_once import begin_the_day, count_touches, find_flaws, mails_received, make_cadence
from .processes import Database, Killed, MailSink, Odoo, gate, open_gate, run_runner, send_mails, wait_until

PEOPLE = 12
BATCH = 4
# Where PostgreSQL stops the job: table, event, and its timing in the batch's transaction.
INSTANTS = {
    "the mails are written, their touches are not": ("mail_mail", "INSERT", "statement"),
    "the touches are written, nobody has advanced": ("sales_sequence_touch", "INSERT", "statement"),
    "the activities are written, their touches are not": ("mail_activity", "INSERT", "statement"),
    "everybody has advanced, nothing is committed": ("sales_sequence_enrollment", "UPDATE", "statement"),
    "the commit has begun": ("sales_sequence_touch", "INSERT", "commit"),
}


@pytest.fixture(scope="module")
def sink():
    """One mail server for all tests of this module."""
    with MailSink() as sink:
        yield sink


@pytest.fixture(scope="module")
def database(sink):
    """One database for all tests of this module."""
    with Database("crash", **sink.options) as database:
        yield database
        assert not database.complaints()


@pytest.fixture(scope="module")
def odoo(database):
    """Processes that work on this database."""
    with Odoo(database) as odoo:
        yield odoo


def finish(odoo):
    """Run the job again until nothing is due any more."""
    odoo.call(run_runner, BATCH)
    odoo.call(send_mails)


class TestCrash:
    @pytest.mark.parametrize("instant", INSTANTS)
    def test_a_job_killed_at_any_point_repeats_nothing_and_forgets_nobody(self, database, odoo, sink, instant):
        sequence = odoo.call(make_cadence, PEOPLE, "email", "call", "email")
        with gate(database, *INSTANTS[instant]) as someone_at_the_gate:
            job = odoo.start(run_runner, BATCH)
            backend = someone_at_the_gate()
            job.kill()
            with pytest.raises(Killed):
                job.result()
            before = count_touches(database, sequence)
            # As PostgreSQL does when it notices that its client has died.
            database.rows("SELECT pg_terminate_backend(%s, 10000)", backend)
            assert count_touches(database, sequence) == before, "A killed batch leaves no trace"
        finish(odoo)
        assert find_flaws(database, sequence, sink) == []
        assert mails_received(sink, sequence).total() == 2 * PEOPLE

    def test_a_batch_whose_commit_outlives_the_killed_process_is_not_repeated(self, database, odoo, sink):
        """The job dies while PostgreSQL commits, so it never learns that its batch is done."""
        sequence = odoo.call(make_cadence, PEOPLE, "email", "call", "email")
        with gate(database, *INSTANTS["the commit has begun"]) as someone_at_the_gate:
            job = odoo.start(run_runner, BATCH)
            someone_at_the_gate()
            job.kill()
            with pytest.raises(Killed):
                job.result()
        wait_until(lambda: count_touches(database, sequence).get("queued") == BATCH, "the commit to complete")
        finish(odoo)
        assert find_flaws(database, sequence, sink) == []
        assert mails_received(sink, sequence).total() == 2 * PEOPLE

    def test_a_new_job_skips_the_rows_that_a_killed_one_still_locks(self, database, odoo, sink):
        """PostgreSQL may notice late that a client has died; its locks stay until then."""
        sequence = odoo.call(make_cadence, PEOPLE, "email", "call", "email")
        with gate(database, *INSTANTS["the commit has begun"]) as someone_at_the_gate:
            job = odoo.start(run_runner, BATCH)
            backend = someone_at_the_gate()
            job.kill()
            with pytest.raises(Killed):
                job.result()
            open_gate(database)
            odoo.call(run_runner, BATCH)
            assert count_touches(database, sequence) == {"queued": 2 * (PEOPLE - BATCH), "todo": PEOPLE - BATCH}
            database.rows("SELECT pg_terminate_backend(%s, 10000)", backend)
        finish(odoo)
        assert find_flaws(database, sequence, sink) == []
        assert mails_received(sink, sequence).total() == 2 * PEOPLE

    def test_a_job_killed_before_its_digest_sends_it_next_time(self, database, odoo):
        odoo.call(run_runner, BATCH)
        odoo.call(begin_the_day)
        query = "SELECT subject FROM mail_message WHERE subject LIKE 'New activities from your sequences:%' ORDER BY id"
        told = database.rows(query)
        sequence = odoo.call(make_cadence, PEOPLE, "call")
        with gate(database, "mail_notification", "INSERT", "statement") as someone_at_the_gate:
            job = odoo.start(run_runner, BATCH)
            backend = someone_at_the_gate()
            job.kill()
            with pytest.raises(Killed):
                job.result()
            database.rows("SELECT pg_terminate_backend(%s, 10000)", backend)
        assert count_touches(database, sequence) == {"todo": PEOPLE}
        assert database.rows(query) == told
        for _run in range(2):
            odoo.call(run_runner, BATCH)
            assert database.rows(query)[len(told) :] == [(f"New activities from your sequences: {PEOPLE}",)]

    def test_jobs_killed_at_random_repeat_nothing_and_forget_nobody(self, database, odoo, sink):
        seed = random.randrange(10**6)
        print(f"seed {seed}")  # noqa: T201 (pytest shows it when the test fails)
        chance = random.Random(seed)
        sequence = odoo.call(make_cadence, 80, "call", "email", "todo", "call")
        kills = 0
        for _attempt in range(40):
            job = odoo.start(run_runner, BATCH)
            time.sleep(chance.uniform(0, 0.4))
            killed_in_time = job.is_running()
            job.kill()
            kills += killed_in_time
            if not killed_in_time:
                break
        assert kills >= 10, "The work was done before enough kills: the test proves little"
        finish(odoo)
        assert find_flaws(database, sequence, sink) == []
        assert mails_received(sink, sequence).total() == 80

    def test_a_mail_queue_killed_before_the_server_accepts_sends_each_mail_once(self, database, odoo, sink):
        """Only a crash between the server's acceptance and Odoo's commit sends a mail twice, a gap in Odoo itself."""
        sequence = odoo.call(make_cadence, PEOPLE, "email")
        odoo.call(run_runner, BATCH)
        for accepted in (0, 3):
            with sink.held(after=accepted):
                job = odoo.start(send_mails)
                wait_until(lambda: sink.waiting, "a mail to be handed over")
                job.kill()
                with pytest.raises(Killed):
                    job.result()
                wait_until(lambda: not sink.waiting, "the mail server to notice")
        finish(odoo)
        assert find_flaws(database, sequence, sink) == []
        assert mails_received(sink, sequence).total() == PEOPLE
