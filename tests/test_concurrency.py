"""Concurrent transactions: nothing is lost, nothing happens twice, and nobody sees a traceback."""

import contextlib
from datetime import datetime, timedelta, timezone

import pytest

from .exactly_once import count_touches, find_flaws, mails_received, make_cadence, make_leads
from .processes import Database, MailSink, Odoo, ProcessFailed, deliver, gate, run_runner, send_mails, wait_until

GATE = 4712
REPLY = """From: Person 0 <{address}>
To: someone@test.mycompany.com
Subject: Re: A question
Message-ID: <{message_id}>
Date: {date}
In-Reply-To: {reference}
References: {reference}
MIME-Version: 1.0
Content-Type: text/plain; charset="utf-8"

Yes, tell me more about {message_id}.

On Monday at 9:00, Rita wrote:
> A question
"""


@pytest.fixture(scope="module")
def sink():
    """One mail server for all tests of this module."""
    with MailSink() as sink:
        yield sink


@pytest.fixture(scope="module")
def database(sink):
    """One database for all tests of this module."""
    with Database("concurrency", **sink.options) as database:
        yield database
        # Odoo logs each failing statement, even if it is retried or turned into a refusal.
        assert not database.complaints("could not serialize access", "one_live_per_(lead|person)")


@pytest.fixture(scope="module")
def odoo(database):
    """Processes that work on this database."""
    with Odoo(database) as odoo:
        odoo.call(make_reps)
        yield odoo


def make_reps(env):
    """Create two users of Sales Sequences."""
    env["mail.alias.domain"].create({"name": "test.mycompany.com"})
    group = env.ref("sales_sequence.group_sales_sequence_manager")
    for login in ("rita", "rob"):
        values = {"name": login, "login": login, "email": f"{login}@test.mycompany.com", "group_ids": [(4, group.id)]}
        env["res.users"].with_context(no_reset_password=True).create(values)


@contextlib.contextmanager
def other_transaction(database):
    """Another transaction, open while the block runs. Yields its cursor; the block may commit with it."""
    with contextlib.closing(database.connect(autocommit=False)) as connection, connection.cursor() as cursor:
        yield cursor
        connection.rollback()


def count_waiting(database):
    """Number of transactions that wait for another one."""
    query = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    return database.value(query)


def wait_at_gate(env):
    """Take the transaction's snapshot, then wait until the test opens the gate."""
    env.cr.execute("SELECT pg_advisory_xact_lock_shared(%s)", [GATE])


def deliver_after_gate(env, source):
    """Deliver the message in a transaction that began before the gate opened."""
    wait_at_gate(env)
    deliver(env, source)


def send_first_mail(env, sequence_id):
    """Send only the mail of the first step."""
    touch = env["sales.sequence.touch"].search([("sequence_id", "=", sequence_id), ("step_id.position", "=", 1)])
    env["mail.mail"].search([("mail_message_id", "=", touch.mail_message_id.id)]).send()


def notice_unsure(env, enrollment_id):
    """Record an incoming message that may be an answer."""
    env["sales.sequence.inbox"]._notice([{"enrollment_id": enrollment_id, "kind": "unsure"}])


class Conversation:
    """A person with one sent mail, a second one queued and a third one planned for tomorrow; and their reply."""

    def __init__(self, database, odoo, sink):
        self.database, self.odoo, self.sink = database, odoo, sink
        self.sequence = odoo.call(make_cadence, 1, "email", "email", ("email", 24))
        odoo.call(run_runner, 10)
        odoo.call(send_first_mail, self.sequence)
        ((self.enrollment, self.lead, address, reference),) = database.rows(
            """SELECT enrollment.id, enrollment.lead_id, enrollment.email_normalized, message.message_id
                 FROM sales_sequence_enrollment enrollment
                 JOIN sales_sequence_touch touch ON touch.enrollment_id = enrollment.id AND touch.state = 'sent'
                 JOIN mail_message message ON message.id = touch.mail_message_id
                WHERE enrollment.sequence_id = %s""",
            self.sequence,
        )
        self.message_id = f"reply-{self.sequence}@customer.example.org"
        date = datetime.now(timezone.utc).strftime("%a, %d %b %Y %H:%M:%S +0000")
        self.reply = REPLY.format(address=address, message_id=self.message_id, date=date, reference=reference)
        assert (self.state(), self.signals()) == (("running", None), [])
        assert count_touches(database, self.sequence) == {"sent": 1, "queued": 1}

    def state(self):
        query = "SELECT state, exit_reason FROM sales_sequence_enrollment WHERE id = %s"
        (state,) = self.database.rows(query, self.enrollment)
        return state

    def signals(self):
        query = "SELECT kind, settled_at IS NOT NULL FROM sales_sequence_signal WHERE enrollment_id = %s"
        return self.database.rows(query, self.enrollment)

    def assert_message_is_stored(self):
        query = "SELECT body FROM mail_message WHERE model = 'crm.lead' AND res_id = %s AND message_id = %s"
        assert self.message_id in self.database.value(query, self.lead, f"<{self.message_id}>")

    def assert_stopped_without_another_mail(self):
        assert self.state() == ("stopped", "replied")
        assert self.signals() == [("reply", True)]
        self.odoo.call(send_mails)
        assert count_touches(self.database, self.sequence) == {"sent": 1, "canceled": 1}
        assert mails_received(self.sink, self.sequence).total() == 1
        assert find_flaws(self.database, self.sequence, self.sink) == []


@pytest.fixture
def conversation(database, odoo, sink):
    """A person who is about to reply."""
    return Conversation(database, odoo, sink)


class TestReplyMeetsRunner:
    """A reply arrives while another transaction has locked the enrollment, or the mail queue a mail."""

    def test_a_reply_stops_an_enrollment_that_is_locked_while_it_arrives(self, conversation):
        database, odoo = conversation.database, conversation.odoo
        with other_transaction(database) as cursor:
            # The lock that the runner takes.
            cursor.execute(
                "SELECT id FROM sales_sequence_enrollment WHERE id = %s FOR NO KEY UPDATE", [conversation.enrollment]
            )
            odoo.start(deliver, conversation.reply).result(timeout=60)
            conversation.assert_message_is_stored()
            assert conversation.signals() == [("reply", False)]
            assert conversation.state() == ("running", None)
            odoo.call(send_mails)
            assert mails_received(conversation.sink, conversation.sequence).total() == 1, "A waiting mail is not sent"
            assert self.minutes_until_queue(database) == [1], "The queue runs again for it"
        odoo.call(run_runner, 10)
        conversation.assert_stopped_without_another_mail()

    def minutes_until_queue(self, database):
        """Minutes until Odoo's mail queue runs again."""
        query = """SELECT round(extract(epoch FROM trigger.call_at - now() AT TIME ZONE 'utc') / 60)
                     FROM ir_cron_trigger trigger JOIN ir_model_data data ON data.res_id = trigger.cron_id
                    WHERE data.model = 'ir.cron' AND data.name = 'ir_cron_mail_scheduler_action'
                      AND trigger.call_at > now() AT TIME ZONE 'utc' + interval '30 seconds'"""
        return [minutes for (minutes,) in database.rows(query)]

    def test_a_reply_arrives_while_the_runner_writes_the_next_mail(self, conversation):
        """Neither waits for the other; what one batch cannot see yet, the next one finds."""
        database, odoo = conversation.database, conversation.odoo
        with gate(database, "sales_sequence_touch", "INSERT", "statement") as someone_at_the_gate:
            tomorrow = datetime.now(timezone.utc).replace(tzinfo=None) + timedelta(hours=25)
            job = odoo.start(run_runner, 10, at=tomorrow)
            someone_at_the_gate()
            odoo.start(deliver, conversation.reply).result(timeout=60)
            conversation.assert_message_is_stored()
            assert conversation.signals() == [("reply", False)]
        job.result()
        assert conversation.signals() == [("reply", True)]
        odoo.call(send_mails)
        assert count_touches(database, conversation.sequence) == {"sent": 1, "canceled": 2}
        assert mails_received(conversation.sink, conversation.sequence).total() == 1
        assert find_flaws(database, conversation.sequence, conversation.sink) == []

    def test_a_reply_stops_an_enrollment_whose_batch_commits_while_it_arrives(self, conversation):
        """The runner advances the enrollment and commits after the gateway's transaction took its snapshot."""
        database, odoo = conversation.database, conversation.odoo
        with other_transaction(database) as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [GATE])
            job = odoo.start(deliver_after_gate, conversation.reply)
            wait_until(lambda: count_waiting(database), "the message to reach the gate")
            cursor.execute(
                """UPDATE sales_sequence_enrollment SET next_run_at = next_run_at + interval '1 minute'
                    WHERE id = %s""",
                [conversation.enrollment],
            )
            cursor.connection.commit()
        job.result(timeout=60)
        conversation.assert_message_is_stored()
        assert conversation.signals() == [("reply", False)]
        odoo.call(run_runner, 10)
        conversation.assert_stopped_without_another_mail()

    def test_a_possible_answer_holds_the_queued_mail_of_a_locked_enrollment(
        self, conversation
    ):
        database, odoo = conversation.database, conversation.odoo
        with other_transaction(database) as cursor:
            cursor.execute(
                "SELECT id FROM sales_sequence_enrollment WHERE id = %s FOR NO KEY UPDATE", [conversation.enrollment]
            )
            odoo.start(notice_unsure, conversation.enrollment).result(timeout=60)
            assert conversation.signals() == [("unsure", False)]
            odoo.call(send_mails)
            assert mails_received(conversation.sink, conversation.sequence).total() == 1, "A waiting mail is not sent"
        odoo.call(run_runner, 10)
        assert conversation.signals() == [("unsure", True)]
        odoo.call(send_mails)
        assert conversation.state() == ("paused", None)
        assert count_touches(database, conversation.sequence) == {"sent": 1, "queued": 1}
        assert mails_received(conversation.sink, conversation.sequence).total() == 1
        odoo.call(click, conversation.sequence, "action_is_auto_reply")
        odoo.call(click, conversation.sequence, "resume")
        odoo.call(send_mails)
        assert count_touches(database, conversation.sequence) == {"sent": 2}

    def test_a_reply_does_not_wait_for_a_mail_that_is_being_sent(self, conversation):
        """A mail server may take a minute to respond; the gateway must store other messages meanwhile."""
        database, odoo, sink = conversation.database, conversation.odoo, conversation.sink
        with sink.held():
            queue = odoo.start(send_mails)
            wait_until(lambda: sink.waiting, "the second mail to be handed over")
            odoo.start(deliver, conversation.reply).result(timeout=30)
            conversation.assert_message_is_stored()
        queue.result()
        odoo.call(run_runner, 10)
        assert conversation.state() == ("stopped", "replied")
        assert count_touches(database, conversation.sequence) == {"sent": 2}, "A mail being sent cannot be canceled"
        assert find_flaws(database, conversation.sequence, sink) == []


def run_runner_after_gate(env):
    """Run the runner in small batches. :return: number of enrollments handled"""
    wait_at_gate(env)
    return run_runner(env, 5)


class TestTwoRunners:
    """The same job twice at the same time."""

    def test_two_runners_at_the_same_time_execute_each_step_once(self, database, odoo, sink):
        sequence = odoo.call(make_cadence, 60, "call", "email", "todo")
        # Both start at the same time for certain: their processes wait at the gate.
        with other_transaction(database) as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [GATE])
            jobs = [odoo.start(run_runner_after_gate) for _lane in range(2)]
            wait_until(lambda: count_waiting(database) == 2, "both to reach the gate")
        handled = [job.result() for job in jobs]
        assert min(handled) > 0, "Both did part of the work"
        assert sum(handled) == 3 * 60
        odoo.call(send_mails)
        assert find_flaws(database, sequence, sink) == []
        assert count_touches(database, sequence) == {"todo": 120, "sent": 60}


CAP = 20


def limit_sender(env, cap):
    """Limit the emails that each sender of the company may send in 24 hours."""
    env.company.sequence_sender_cap = cap


def claim_and_wait_at_gate(env):
    """Run a lane that claims enrollments, and checks their sender only after the gate has opened."""
    from odoo.addons.sales_sequence.models.runner.batch import Batch, Run

    runner = env["sales.sequence.runner"]
    claimed = runner._claim(CAP)
    wait_at_gate(env)
    runner._process(Batch(Run()), claimed)


class TestTwoRunnersMeetOneSender:
    """Each lane has claimed different enrollments of the same sender, who has one limit."""

    @pytest.fixture
    def sequence(self, database, odoo):
        """Enrollments due for twice the emails that their sender's limit allows; the sender has sent none today."""
        database.rows("UPDATE sales_sequence_touch SET done_at = done_at - interval '2 days' RETURNING id")
        sequence = odoo.call(make_cadence, 2 * CAP, "email")
        odoo.call(limit_sender, CAP)
        yield sequence
        odoo.call(limit_sender, 0)
        odoo.call(click, sequence, "stop")

    def test_the_second_lane_leaves_the_sender_to_the_first(self, database, odoo, sequence):
        with gate(database, "sales_sequence_touch", "INSERT", "statement") as someone_at_the_gate:
            first = odoo.start(run_runner, CAP)
            someone_at_the_gate()
            # It would stop at the gate too if it sent anything, and wait forever if it waited for the sender.
            assert odoo.start(run_runner, CAP).result(timeout=60) == CAP
        first.result()
        assert count_touches(database, sequence) == {"queued": CAP}
        self.assert_all_are_planned(database, sequence)

    def test_a_lane_that_missed_another_lanes_emails_counts_again(self, database, odoo, sequence):
        with other_transaction(database) as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [GATE])
            stale = odoo.start(claim_and_wait_at_gate)
            wait_until(lambda: count_waiting(database), "the lane to reach the gate")
            odoo.call(run_runner, CAP)
            assert count_touches(database, sequence) == {"queued": CAP}
        with pytest.raises(ProcessFailed, match="could not serialize"):
            stale.result()
        odoo.call(run_runner, CAP)
        assert count_touches(database, sequence) == {"queued": CAP}
        self.assert_all_are_planned(database, sequence)

    def test_concurrent_lanes_stay_within_the_limit_together(self, database, odoo, sequence):
        with other_transaction(database) as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [GATE])
            jobs = [odoo.start(run_runner_after_gate) for _lane in range(3)]
            wait_until(lambda: count_waiting(database) == 3, "all lanes to reach the gate")
        for job in jobs:
            job.result()
        odoo.call(run_runner, CAP)
        assert count_touches(database, sequence) == {"queued": CAP}
        self.assert_all_are_planned(database, sequence)

    def assert_all_are_planned(self, database, sequence):
        query = """SELECT count(*) FROM sales_sequence_enrollment
                    WHERE sequence_id = %s AND state = 'running' AND next_run_moved_by = 'sender_cap'
                      AND next_run_at > now() AT TIME ZONE 'utc' + interval '23 hours'"""
        assert database.value(query, sequence) == CAP, "The others have a planned date"


def enroll(env, sequence_id, lead_ids):
    """Enroll as a click on the button does."""
    return env["sales.sequence"].browse(sequence_id).enroll(lead_ids)


def enroll_and_wait_at_gate(env, sequence_id, lead_ids):
    """Enroll without committing before the gate opens."""
    result = enroll(env, sequence_id, lead_ids)
    env.cr.flush()
    wait_at_gate(env)
    return result


def steer(env, enrollment_id, verb):
    """Change one enrollment as a click on a button does."""
    getattr(env["sales.sequence.enrollment"].browse(enrollment_id), verb)()


class TestTwoUsersManageTheSameEnrollment:
    """All lock the enrollment first and its mails second: different orders would deadlock."""

    @pytest.mark.parametrize("verb", ["stop", "pause", "resume"])
    def test_nobody_locks_a_mail_while_waiting_for_its_enrollment(self, database, odoo, conversation, verb):
        if verb == "resume":
            odoo.call(steer, conversation.enrollment, "pause")
        with other_transaction(database) as somebody:
            somebody.execute(
                "SELECT FROM sales_sequence_enrollment WHERE id = %s FOR NO KEY UPDATE", [conversation.enrollment]
            )
            job = odoo.start(steer, conversation.enrollment, verb)
            wait_until(lambda: count_waiting(database), f"{verb} to wait for the enrollment")
            # Fails if the mail is locked.
            somebody.execute(
                """SELECT mail.id FROM mail_mail mail JOIN sales_sequence_touch USING (mail_message_id)
                    WHERE enrollment_id = %s FOR UPDATE OF mail NOWAIT""",
                [conversation.enrollment],
            )
            assert somebody.rowcount == 1
        job.result()
        states = {"stop": "stopped", "pause": "paused", "resume": "running"}
        assert conversation.state()[0] == states[verb]
        # Leave nothing in the queue for the tests that count mails.
        odoo.call(steer, conversation.enrollment, "stop")


class TestTwoUsers:
    """Two users enroll the same person."""

    @pytest.mark.parametrize("same", ["lead", "address"])
    def test_if_two_users_enroll_a_person_at_the_same_time_one_is_refused(self, database, odoo, same):
        sequences = [odoo.call(make_cadence, 0, "call") for _user in range(2)]
        domain = f"{same}-{sequences[0]}.example.org"
        first, second = odoo.call(make_leads, 2, domain), odoo.call(make_leads, 2, domain)
        contested, free = (first[0], first[1]) if same == "lead" else (second[0], odoo.call(make_leads, 3, domain)[2])
        with other_transaction(database) as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [GATE])
            winner = odoo.start(enroll_and_wait_at_gate, sequences[0], first[:1], user="rita")
            wait_until(lambda: count_waiting(database) == 1, "Rita to have enrolled")
            loser = odoo.start(enroll, sequences[1], [contested, free], user="rob")
            wait_until(lambda: count_waiting(database) == 2, "Rob to meet Rita")
        assert [row["target_id"] for row in winner.result()["enrolled"]] == first[:1]
        result = loser.result()
        assert [row["target_id"] for row in result["enrolled"]] == [free], "The other one is not blocked"
        (refusal,) = result["refused"]
        assert (refusal["target_id"], refusal["code"]) == (contested, "already_live")
        assert refusal["message"] == "This person is already in “Cadence”."


def click(env, sequence_id, verb):
    """Change everybody in the sequence as a click on a button does."""
    getattr(env["sales.sequence.enrollment"].search([("sequence_id", "=", sequence_id)]), verb)()


class TestUserMeetsMailQueue:
    """A user clicks while the mail queue waits for the mail server."""

    def test_a_stop_while_the_queue_sends_cancels_the_unsent_mails(self, database, odoo, sink):
        sequence = odoo.call(make_cadence, 8, "email", ("email", 24))
        odoo.call(run_runner, 10)
        with sink.held(after=3):
            queue = odoo.start(send_mails)
            wait_until(lambda: sink.waiting, "the fourth mail to be handed over")
            # The mail server has not responded yet: the user must not wait for it.
            odoo.start(click, sequence, "stop", user="rita").result(timeout=60)
        queue.result()
        odoo.call(send_mails)
        assert count_touches(database, sequence) == {"sent": 4, "canceled": 4}
        assert mails_received(sink, sequence).total() == 4
        assert find_flaws(database, sequence, sink) == []

    def test_a_pause_while_the_queue_sends_sends_no_mail_twice(self, database, odoo, sink):
        sequence = odoo.call(make_cadence, 8, "email", ("email", 24))
        odoo.call(run_runner, 10)
        with sink.held(after=3):
            queue = odoo.start(send_mails)
            wait_until(lambda: sink.waiting, "the fourth mail to be handed over")
            odoo.start(click, sequence, "pause", user="rita").result(timeout=60)
        queue.result()
        odoo.call(send_mails)
        assert mails_received(sink, sequence).total() == 4, "The other mails wait because of the pause"
        odoo.call(click, sequence, "resume", user="rob")
        odoo.call(send_mails)
        assert mails_received(sink, sequence).total() == 8
        odoo.call(click, sequence, "stop", user="rita")
        assert count_touches(database, sequence) == {"sent": 8}
        assert find_flaws(database, sequence, sink) == []


def edit_steps(env, verb, *arguments):
    """Call these verbs of the editor, one after the other, in a transaction that began before the gate opened."""
    wait_at_gate(env)
    for each in (arguments,) if isinstance(arguments[0], int) else arguments:
        getattr(env["sales.sequence.editor"], verb)(*each)


def delete_step(env, step_id):
    """Delete a step as a manager does."""
    env["sales.sequence.editor"].delete_step(step_id)


class TestManagersMeet:
    """Two managers edit the steps of one sequence at the same moment."""

    def steps(self, database, sequence):
        query = "SELECT id, name->>'en_US' FROM sales_sequence_step WHERE sequence_id = %s ORDER BY position, id"
        return database.rows(query, sequence)

    def at_once(self, database, odoo, *edits):
        """Begin all of these before any of them acts. :return: their jobs"""
        with other_transaction(database) as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [GATE])
            jobs = [odoo.start(edit_steps, *edit, user=user) for user, edit in zip(("rita", "rob"), edits, strict=True)]
            wait_until(lambda: count_waiting(database) == len(jobs), "the managers to reach the gate")
        return jobs

    def test_each_copy_comes_right_behind_its_original(self, database, odoo):
        sequence = odoo.call(make_cadence, 1, "call", "call", "call", "call")
        (first, one), *others, (last, four) = self.steps(database, sequence)
        twice = ("duplicate_step", (first,), (first,))
        for job in self.at_once(database, odoo, twice, ("duplicate_step", last)):
            job.result()
        found = self.steps(database, sequence)
        copies = [f"{one} (copy)"] * 2
        assert [name for _id, name in found] == [one, *copies, *(name for _id, name in others), four, f"{four} (copy)"]

    def test_a_step_that_was_deleted_meanwhile_is_refused_in_words(self, database, odoo):
        sequence = odoo.call(make_cadence, 1, "call", "call", "call")
        _first, (second, _name), (third, _other_name) = self.steps(database, sequence)
        with other_transaction(database) as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [GATE])
            jobs = [
                odoo.start(edit_steps, "move_step", third, second, user="rita"),
                odoo.start(edit_steps, "move_step", second, user="rita"),
            ]
            wait_until(lambda: count_waiting(database) == len(jobs), "the moves to reach the gate")
            odoo.call(delete_step, second, user="rob")
        refusals = ("behind the new place does not exist anymore", "does not exist anymore")
        for job, words in zip(jobs, refusals, strict=True):
            with pytest.raises(ProcessFailed, match=words):
                job.result()
        assert len(self.steps(database, sequence)) == 2
