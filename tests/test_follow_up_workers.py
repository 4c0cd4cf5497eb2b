"""What follows an answer happens exactly once, whatever is killed and however many processes work on it."""

import pytest

from .exactly_once import make_cadence
from .processes import Database, Killed, MailSink, Odoo, gate, open_gate

PEOPLE = 9
BATCH = 3


@pytest.fixture(scope="module")
def database():
    """One database for all tests of this module."""
    with MailSink() as sink, Database("follow_up", **sink.options) as database:
        yield database
        assert not database.complaints("could not serialize access")


@pytest.fixture(scope="module")
def odoo(database):
    """Processes that work on this database."""
    with Odoo(database) as odoo:
        yield odoo


def let_everybody_answer(env):
    """Enroll people, and record an answer of each. :return: id of their sequence"""
    sequence_id = make_cadence(env, PEOPLE, "email", "email")
    enrollments = env["sales.sequence.enrollment"].search([("sequence_id", "=", sequence_id)])
    env["sales.sequence.inbox"]._notice([{"enrollment_id": one.id, "kind": "reply"} for one in enrollments])
    return sequence_id


def follow_up(env):
    """Run the job in small batches."""
    env["sales.sequence.inbox"]._follow_up_answers(BATCH)


def count_pending(database, sequence):
    """Number of answers that something is still to follow."""
    return database.value(
        """SELECT count(*) FROM sales_sequence_signal signal
             JOIN sales_sequence_enrollment enrollment ON enrollment.id = signal.enrollment_id
            WHERE enrollment.sequence_id = %s AND signal.follow_up_pending""",
        sequence,
    )


def count_todos(database, sequence):
    """Sorted numbers of to-dos of each person who has any."""
    rows = database.rows(
        """SELECT count(*) FROM mail_activity activity
             JOIN sales_sequence_enrollment enrollment
               ON enrollment.lead_id = activity.res_id AND activity.res_model = 'crm.lead'
            WHERE enrollment.sequence_id = %s AND activity.is_sequence_answer GROUP BY enrollment.id""",
        sequence,
    )
    return sorted(count for (count,) in rows)


class TestFollowUpWorkers:
    @pytest.mark.parametrize(
        ("table", "event", "when"),
        [
            ("mail_activity", "INSERT", "statement"),
            ("sales_sequence_signal", "UPDATE", "statement"),
            ("mail_activity", "INSERT", "commit"),
        ],
    )
    def test_a_job_killed_at_any_point_repeats_nothing_and_forgets_nobody(self, database, odoo, table, event, when):
        sequence = odoo.call(let_everybody_answer)
        with gate(database, table, event, when) as someone_at_the_gate:
            job = odoo.start(follow_up)
            backend = someone_at_the_gate()
            job.kill()
            with pytest.raises(Killed):
                job.result()
            database.rows("SELECT pg_terminate_backend(%s, 10000)", backend)
            assert count_pending(database, sequence) == PEOPLE
            assert count_todos(database, sequence) == []
        odoo.call(follow_up)
        assert count_pending(database, sequence) == 0
        assert count_todos(database, sequence) == [1] * PEOPLE

    def test_two_jobs_share_the_work_and_do_nothing_twice(self, database, odoo):
        sequence = odoo.call(let_everybody_answer)
        with gate(database, "mail_activity", "INSERT", "statement") as someone_at_the_gate:
            first = odoo.start(follow_up)
            someone_at_the_gate()
            open_gate(database)
            odoo.start(follow_up).result(timeout=120)
            assert count_pending(database, sequence) == BATCH, "those that the first one holds"
        first.result(timeout=120)
        assert count_pending(database, sequence) == 0
        assert count_todos(database, sequence) == [1] * PEOPLE
