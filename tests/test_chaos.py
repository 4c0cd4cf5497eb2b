"""Everything at once: processes killed at random, PostgreSQL restarts, jumping clocks, duplicate jobs, active users.

In the end each (enrollment, step) has exactly the one touch, message, activity and mail that it must have.
"""

import random
import re
import time
from collections import Counter
from datetime import datetime, timedelta, timezone

from psycopg2.extensions import TransactionRollbackError

from .exactly_once import count_touches, find_flaws, make_cadence
from .processes import Cluster, Database, Killed, MailSink, Odoo, ProcessFailed, run_runner

PEOPLE = 1000
# The mail is not the first step: lanes are killed before, during and after the creation of mails.
CADENCE = ("call", "email", ("todo", 24), ("call", 24))
KILLS = 60
RESTARTS = {15: "fast", 30: "immediate", 45: "immediate"}  # number of kills: mode
LANES = 3
BATCH = 20
MAIL_LANES = 2
# Errors of a process that lost its database connection.
LOST = r"terminating connection|already closed|server closed|database system is|OperationalError|InterfaceError"
# What Odoo logs about transactions that it retries.
REPEATED = "could not serialize|deadlock detected"
# Odoo treats a killed job as one that timed out.
TIMED_OUT = r"Job .* timed out\s*$"
# Odoo tries a user's request five times. Then nothing has changed, and the user is told so.
GIVEN_UP = r"SerializationFailure: could not serialize access"


def prepare(env):
    """Enroll everybody in one sequence, and create a user who may manage them. :return: id of the sequence"""
    admin = env.ref("base.user_admin")
    admin.group_ids += env.ref("sales_sequence.group_sales_sequence_manager")
    return make_cadence(env, PEOPLE, *CADENCE)


def steer(env, enrollment_ids, verb):
    """Change some enrollments as a user. :return: addresses of the stopped ones"""
    enrollments = env["sales.sequence.enrollment"].browse(enrollment_ids)
    live = enrollments.filtered(lambda enrollment: enrollment.state in ("running", "paused"))
    getattr(enrollments, verb)()
    return live.mapped("email_normalized") if verb == "stop" else []


def run_job(env):
    """Run the scheduled job as a worker does. :return: whether Odoo started it"""
    cron, job_id = env["ir.cron"], env.ref("sales_sequence.ir_cron_runner").id
    try:
        job = cron._acquire_one_job(env.cr, job_id, include_not_ready=True)
    except TransactionRollbackError:
        # Another run has just ended: Odoo's workers then skip the job until next time.
        env.cr.rollback()
        return False
    if job:
        cron._process_job(env.cr, job)
    return bool(job)


def resume_all(env):
    """Resume all paused enrollments."""
    env["sales.sequence.enrollment"].search([("state", "=", "paused")]).resume()


def send_share(env, share):
    """Send the share of the queued mails that belongs to one of `MAIL_LANES` processes."""
    waiting = env["mail.mail"].search([("state", "=", "outgoing")])
    of_share = [mail.id for mail in waiting if mail.id % MAIL_LANES == share]
    # Odoo sends everything for an empty list: two processes would then send the same mail.
    if of_share:
        env["mail.mail"].process_email_queue(of_share)


class Chaos:
    """Runs everything at the same time and collects the outcome."""

    def __init__(self, cluster, database, odoo, sink, chance):
        self.cluster, self.database, self.odoo, self.sink, self.chance = cluster, database, odoo, sink, chance
        self.sequence = odoo.call(prepare)
        query = "SELECT id FROM sales_sequence_enrollment WHERE sequence_id = %s"
        self.enrollment_ids = [enrollment_id for (enrollment_id,) in database.rows(query, self.sequence)]
        self.begin = datetime.now(timezone.utc).replace(tzinfo=None)
        self.lanes, self.users, self.mail_lanes = [], [], []
        self.restarts, self.seen = 0, Counter()
        self.stopped = {}  # address: number of mails received when it was stopped

    @property
    def kills(self):
        """Number of processes killed before they had finished."""
        return self.seen["killed"]

    def clock(self):
        """A time that advances with the test and jumps by up to a day in either direction."""
        days = 5 * self.kills / KILLS + self.chance.uniform(-1, 1)
        return self.begin + timedelta(days=max(days, 0))

    # ------------------------------------------------------------------

    def rage(self):
        """Go on until `KILLS` lanes were killed at work."""
        while self.kills < KILLS:
            self.start_lanes()
            if self.chance.random() < 0.5:
                self.start_user(self.chance.choices(("pause", "resume", "stop"), (3, 4, 2))[0])
            if not self.mail_lanes and self.chance.random() < 0.2:
                self.mail_lanes = [
                    self.odoo.start(send_share, share, at=self.clock()) for share in range(MAIL_LANES)
                ]
            time.sleep(self.chance.uniform(0, 0.5))
            self.kill_a_lane()
            self.collect()
            if self.restarts < len(RESTARTS) and self.kills >= list(RESTARTS)[self.restarts]:
                self.restart_postgresql(list(RESTARTS.values())[self.restarts])
        for job in self.lanes:
            job.kill()
        self.collect(wait=True)

    def start_lanes(self):
        while len(self.lanes) < LANES:
            if self.chance.random() < 0.2:
                # The same job twice at once: Odoo starts only one of them.
                at = self.clock()
                self.lanes += [self.odoo.start(run_job, at=at) for _twice in range(2)]
            else:
                self.lanes.append(self.odoo.start(run_runner, BATCH, at=self.clock()))

    def start_user(self, verb):
        some = self.chance.sample(self.enrollment_ids, 20)
        job = self.odoo.start(steer, some, verb, user="admin", at=self.clock())
        self.users.append((job, bool(self.mail_lanes)))

    def kill_a_lane(self):
        victim = self.chance.choice(self.lanes)
        if victim.is_running():
            victim.kill()

    def restart_postgresql(self, mode):
        # A mail queue that loses its database between the mail server's acceptance and its own commit sends that
        #         # mail again. That gap is Odoo's own and is not tested here.
        self.collect(self.mail_lanes, wait=True)
        self.cluster.restart(mode)
        self.restarts += 1
        self.collect(wait=True, lost=True)
        # Lanes are certainly at work now and no mail is being sent: enrollments stopped now must get no mail.
        self.start_lanes()
        self.start_user("stop")
        self.collect_users(wait=True, lost=False)

    # ------------------------------------------------------------------

    def collect(self, jobs=None, wait=False, lost=False):
        """Collect the processes that ended. :param lost: whether PostgreSQL was restarted meanwhile"""
        for job in list(jobs if jobs is not None else self.lanes + self.mail_lanes):
            if wait or not job.is_running():
                self.outcome(job, lost)
        self.lanes = [job for job in self.lanes if not job.connection.closed]
        self.mail_lanes = [job for job in self.mail_lanes if not job.connection.closed]
        if jobs is None:
            self.collect_users(wait, lost)

    def collect_users(self, wait, lost):
        for user in list(self.users):
            job, mails_were_leaving = user
            if wait or not job.is_running():
                self.users.remove(user)
                addresses = self.outcome(job, lost, GIVEN_UP) or []
                if not (mails_were_leaving or self.mail_lanes):
                    self.stopped.update(dict.fromkeys(addresses, len(self.sink.received)))

    def outcome(self, job, lost, expected=None):
        """The result of a process; being killed or cut off is an expected outcome.

        :param expected: regular expression of an error that is one as well
        """
        try:
            value = job.result()
        except Killed:
            self.seen["killed"] += 1
        except ProcessFailed as error:
            if lost and re.search(LOST, str(error)):
                self.seen["cut off"] += 1
            elif expected and re.search(expected, str(error)):
                self.seen["given up"] += 1
            else:
                print(*self.database.complaints(), sep="\n")  # noqa: T201 (shown when the test fails)
                raise
        else:
            self.seen["refused" if value is False else "done"] += 1
            return value
        return None

    # ------------------------------------------------------------------

    def come_to_an_end(self):
        """Afterwards, undisturbed: resume everybody and send everything that is queued."""
        query = "SELECT count(*) FROM sales_sequence_enrollment WHERE state IN ('running', 'paused')"
        for day in range(10, 20):
            at = self.begin + timedelta(days=day)
            self.odoo.call(resume_all, at=at)
            self.odoo.call(run_runner, 100, at=at)
            if not self.database.value(query):
                break
        jobs = [self.odoo.start(send_share, share, at=at) for share in range(MAIL_LANES)]
        for job in jobs:
            job.result()

    def mails_after_a_stop(self):
        """Addresses that got a mail although they were stopped while no mail was being sent."""
        return [
            recipient
            for number, (recipient, _message) in enumerate(self.sink.received)
            if number >= self.stopped.get(recipient, number + 1)
        ]


class TestChaos:
    def test_in_any_chaos_everybody_takes_every_step_exactly_once(self):
        seed = random.randrange(10**6)
        print(f"seed {seed}")  # noqa: T201 (pytest shows it when the test fails)
        with (
            Cluster() as cluster,
            MailSink() as sink,
            Database("chaos", cluster=cluster, **sink.options) as database,
            Odoo(database) as odoo,
        ):
            chaos = Chaos(cluster, database, odoo, sink, random.Random(seed))
            chaos.rage()
            done_in_chaos = sum(count_touches(database, chaos.sequence).values())
            chaos.come_to_an_end()
            states = count_touches(database, chaos.sequence)
            print(chaos.seen, f"{done_in_chaos} touches in the chaos, afterwards {states}")  # noqa: T201
            share = done_in_chaos / (PEOPLE * len(CADENCE))
            assert 0.1 < share < 0.95, "Hardly anything was done or left to do in the chaos: it proved little"
            assert chaos.kills >= KILLS
            assert chaos.restarts == len(RESTARTS)
            assert chaos.stopped, "Nobody was stopped while no mail was being sent: the test proves less"
            assert find_flaws(database, chaos.sequence, sink) == []
            assert chaos.mails_after_a_stop() == []
            assert states["sent"] > PEOPLE / 2
            assert database.complaints(LOST, REPEATED, TIMED_OUT) == []
