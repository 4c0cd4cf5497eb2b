"""The pause of first steps while other processes are at work, or are killed.

Real processes, real commits, real SIGKILL, and a real mail server that counts mails.
"""

import pytest

from .exactly_once import begin_the_day, count_touches, mails_received, make_cadence
from .processes import Database, Killed, MailSink, Odoo, gate, open_gate, run_cron, run_runner, send_mails

PEOPLE, BATCH = 6, 3
ADVICE = "sales_sequence.ir_cron_advice"


@pytest.fixture(scope="module")
def sink():
    """One mail server for all tests of this module."""
    with MailSink() as sink:
        yield sink


@pytest.fixture(scope="module")
def database(sink):
    """One database for all tests of this module."""
    with Database("pause", **sink.options) as database:
        yield database
        # Two jobs that find the same at once: Odoo logs it, and the transaction is tried again.
        assert not database.complaints("could not serialize access")


@pytest.fixture(scope="module")
def odoo(database):
    """Processes that work on this database."""
    with Odoo(database) as odoo:
        odoo.call(begin_the_day)
        yield odoo


def let_bounce(env, sequence_id):
    """Put on record that 10 of 60 emails of this sequence have bounced, of people whose leads were deleted since."""
    sequence = env["sales.sequence"].browse(sequence_id)
    env.cr.execute("SELECT now() AT TIME ZONE 'utc' - interval '1 day'")
    (moment,) = env.cr.fetchone()
    people = env["sales.sequence.enrollment"].create(
        [
            {
                "sequence_id": sequence_id,
                "target": "lead",
                "user_id": sequence.user_id.id,
                "company_id": env.company.id,
                "email_normalized": f"gone-{number}@gone-{sequence_id}.example.org",
                "state": "stopped",
                "exit_reason": "deleted",
                "enrolled_at": moment,
                "ended_at": moment,
            }
            for number in range(60)
        ]
    )
    env["sales.sequence.touch"].create(
        [
            one._touch_values(sequence.step_ids[0], state="bounced" if number < 10 else "sent", done_at=moment)
            for number, one in enumerate(people)
        ]
    )


def lift(env, sequence_id):
    """Somebody resumes the first steps."""
    env["sales.sequence"].browse(sequence_id).action_lift_pause()


def look(env, sequence_id):
    """What the job does about one sequence, as two hosts could do it at once."""
    env["sales.sequence.advice"]._look_at(env["sales.sequence"].browse(sequence_id).sudo())


def waiting(database, sequence):
    """``{state of the enrollment, why it waits: number}`` of the people who have not ended otherwise."""
    return {
        (state, kind): count
        for state, kind, count in database.rows(
            """SELECT state, pause_kind, count(*) FROM sales_sequence_enrollment
                WHERE sequence_id = %s AND exit_reason IS DISTINCT FROM 'deleted' GROUP BY 1, 2""",
            sequence,
        )
    }


def told(database, sequence):
    """How often the owner was told."""
    return database.value(
        """SELECT count(*) FROM mail_notification notification
             JOIN mail_message message ON message.id = notification.mail_message_id
            WHERE message.model = 'sales.sequence' AND message.res_id = %s
              AND message.subject LIKE 'The first steps%%'""",
        sequence,
    )


def finish(odoo):
    """Let everything happen that is due: people begin, their emails leave, and so do the following ones."""
    for _round in range(3):
        odoo.call(run_runner, BATCH)
        odoo.call(send_mails)


class TestPauseAtTheSameMoment:
    def test_what_a_batch_writes_while_the_first_steps_are_paused_does_not_leave(self, database, odoo, sink):
        """The batch began before, so it does not see the pause."""
        sequence = odoo.call(make_cadence, PEOPLE, "email", ("email", 1))
        odoo.call(let_bounce, sequence)
        with gate(database, "sales_sequence_touch", "INSERT", "commit") as someone_at_the_gate:
            job = odoo.start(run_runner, BATCH)
            someone_at_the_gate()
            odoo.call(run_cron, ADVICE)
            assert database.value("SELECT first_steps_pause_code FROM sales_sequence WHERE id = %s", sequence)
        job.result()
        odoo.call(send_mails)
        assert not mails_received(sink, sequence)
        assert waiting(database, sequence) == {("paused", "advice"): PEOPLE}
        odoo.call(lift, sequence, user="admin")
        finish(odoo)
        received = mails_received(sink, sequence)
        assert (received.total(), set(received.values())) == (PEOPLE, {1})
        assert waiting(database, sequence) == {("running", None): PEOPLE}

    def test_two_jobs_at_once_tell_the_owner_once(self, database, odoo):
        sequence = odoo.call(make_cadence, PEOPLE, "email")
        odoo.call(let_bounce, sequence)
        jobs = [odoo.start(look, sequence, user="admin") for _job in range(4)]
        for job in jobs:
            job.result()
        assert told(database, sequence) == 1

    def test_who_is_kept_back_while_somebody_resumes_begins_all_the_same(self, database, odoo, sink):
        """The queue has not seen yet that the pause is over; the one who resumes does not see whom it pauses."""
        two, one = odoo.call(make_cadence, PEOPLE, "email", ("call", 1)), odoo.call(make_cadence, PEOPLE, "email")
        odoo.call(run_runner, 100)
        for sequence in (two, one):
            odoo.call(let_bounce, sequence)
        odoo.call(run_cron, ADVICE)
        with gate(database, "mail_mail", "UPDATE", "commit") as someone_at_the_gate:
            queue = odoo.start(send_mails)
            someone_at_the_gate()
            for sequence in (two, one):
                odoo.call(lift, sequence, user="admin")
        queue.result()
        for _hour in range(2):
            odoo.call(run_cron, ADVICE)
            finish(odoo)
        for sequence in (two, one):
            assert mails_received(sink, sequence).total() == PEOPLE
        assert not [key for key in waiting(database, two) | waiting(database, one) if key[1] == "advice"]


class TestKilled:
    @pytest.mark.parametrize("table", ["mail_notification", "sales_sequence"])
    def test_a_job_killed_while_it_pauses_tells_the_owner_once(self, database, odoo, table):
        sequence = odoo.call(make_cadence, PEOPLE, "email")
        odoo.call(let_bounce, sequence)
        event = "INSERT" if table == "mail_notification" else "UPDATE"
        with gate(database, table, event, "statement") as someone_at_the_gate:
            job = odoo.start(run_cron, ADVICE)
            backend = someone_at_the_gate()
            job.kill()
            with pytest.raises(Killed):
                job.result()
            database.rows("SELECT pg_terminate_backend(%s, 10000)", backend)
        assert not told(database, sequence)
        assert not database.value("SELECT first_steps_paused_at FROM sales_sequence WHERE id = %s", sequence)
        odoo.call(run_cron, ADVICE)
        assert told(database, sequence) == 1
        odoo.call(lift, sequence, user="admin")
        finish(odoo)

    @pytest.mark.parametrize("steps", [("email",), ("email", ("call", 1))])
    def test_a_queue_killed_while_it_keeps_emails_back_loses_none(self, database, odoo, sink, steps):
        sequence = odoo.call(make_cadence, PEOPLE, *steps)
        odoo.call(run_runner, 100)
        odoo.call(let_bounce, sequence)
        odoo.call(run_cron, ADVICE)
        with gate(database, "mail_mail", "UPDATE", "commit") as someone_at_the_gate:
            queue = odoo.start(send_mails)
            backend = someone_at_the_gate()
            queue.kill()
            with pytest.raises(Killed):
                queue.result()
            open_gate(database)
            database.rows("SELECT pg_terminate_backend(%s, 10000)", backend)
        odoo.call(send_mails)
        assert not mails_received(sink, sequence)
        assert count_touches(database, sequence)["queued"] == PEOPLE
        odoo.call(lift, sequence, user="admin")
        finish(odoo)
        assert mails_received(sink, sequence).total() == PEOPLE
        assert set(mails_received(sink, sequence).values()) == {1}
