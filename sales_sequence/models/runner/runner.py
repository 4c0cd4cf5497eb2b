import logging
import time
from collections import Counter, defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import config

from ...tools.attempt import MAX_RETRIES, RETRY_ERRORS, isolate
from ..base.jobs import RUNNER, wake
from .batch import ACTIONS, ACTIVITIES, BATCH_SIZE, EMAILS, FAILED, OTHERS, RESUMED, SIGNALS, Batch, Run

_logger = logging.getLogger(__name__)

# A run begins with a small batch to learn how long one takes, and keeps each batch about this short. Odoo kills a job
# that exceeds its time limit: were a batch longer than that, the job would never commit anything.
FIRST_BATCH_SIZE = 100
BATCH_SECONDS = 10
# The interval of the job: what falls due sooner needs a trigger of its own.
AHEAD = timedelta(minutes=5)
# Longest delay of the digest while a run is busy.
DIGEST_PATIENCE = timedelta(hours=1)


class SalesSequenceRunner(models.AbstractModel):
    """Turns due enrollments into touches.

    One batch is one transaction: claim, settle, execute, advance, commit. A touch, its
    mail or activity and the enrollment's advance are one atomic change, so that a process
    killed at any instant leaves each (enrollment, step) done once, or due.

    Any number of processes may run `_run` at the same time: the claim skips rows that
    another process holds.

    Its parts: `pacing.py` (sending hours and limits) and `queue_job.py` (workers of OCA's queue_job). `batch.py` has
    the plain objects that say what a run knows, `channel.py` what a channel has to offer.
    """

    _name = "sales.sequence.runner"
    _inherit = ["sales.sequence.runner.pacing", "sales.sequence.runner.queue_job"]
    _description = "Sales Sequence Runner"

    # ------------------------------------------------------------------
    # The job
    # ------------------------------------------------------------------

    @api.model
    def _run(self, batch_size=BATCH_SIZE):
        """Execute everything that is due. Called by the scheduled job, commits after each batch.

        :param int batch_size: enrollments in one transaction, at most
        :return: number of enrollments that were due and handled; 0 where the workers of queue_job do it
        """
        # The job works on everybody's enrollments, whichever user an administrator lets it run as.
        runner = self.sudo()
        if "cron_id" in self.env.context and runner._enqueue_lanes(batch_size):
            return 0
        return runner._work(Run(), batch_size)

    def _work(self, run, batch_size):
        """Execute batch after batch until nothing is due or the time is over. :return: see `_run`"""
        retries, size = 0, self._first_batch_size(batch_size)
        # A fresh transaction: the claim must see what others have committed until now.
        proceed = run.seconds_left(self._commit(0, self._count_due(batch_size)))
        while proceed:
            begin = time.monotonic()
            try:
                done = self._run_batch(Batch(run, size))
                count = done.total()
                if not count:
                    # Other processes hold what is due: Odoo need neither call the job again for it, nor warn.
                    self._commit(0, 0)
                    break
                proceed = run.seconds_left(self._commit(count, self._count_due(batch_size)))
                run.done += done
                retries = 0
                size = self._next_batch_size(count, time.monotonic() - begin, batch_size)
            except RETRY_ERRORS as error:
                self.env.cr.rollback()
                retries += 1
                if retries > MAX_RETRIES:
                    raise
                _logger.info("Due steps: the batch is retried after a conflict: %s", error)
        self._send_digests()
        self._wake_for_next()
        if run.done:
            _logger.info("Due steps: %s", run)
        return run.done.total()

    def _first_batch_size(self, batch_size):
        """Smaller again for each run in a row that Odoo killed at its time limit (`ir.cron.progress`)."""
        progress = self.env["ir.cron.progress"].browse(self.env.context.get("ir_cron_progress_id"))
        # Odoo counts the present run as timed out until it ends.
        timeouts = max(progress.timed_out_counter - 1, 0)
        return max(min(batch_size, FIRST_BATCH_SIZE) // 10**timeouts, 1)

    def _next_batch_size(self, count, seconds, batch_size):
        """As many as should fit into the time for a batch, at the pace of the last one."""
        limit = config["limit_time_real_cron"]
        if limit < 0:
            limit = config["limit_time_real"]
        allowed = min(BATCH_SECONDS, limit / 4) if limit else BATCH_SECONDS
        return int(max(1, min(batch_size, count * allowed / max(seconds, 0.001))))

    def _run_batch(self, batch):
        """Settle, resume and execute one batch. :return: `Counter` of what there was to do"""
        inbox = self.env["sales.sequence.inbox"]
        # First: the claim fails on a row that others have changed since the transaction's first query.
        claimed = self._claim(batch.size, batch.run.busy_senders)
        batch.note(claimed, OTHERS)
        settled = inbox._settle_open(batch.size)
        self._resume_due(batch)
        if claimed:
            left_open = claimed.signal_ids.filtered(lambda signal: not signal.settled_at)
            inbox._settle_isolated(left_open, claimed)
            settled += len(left_open.filtered("settled_at"))
            running = claimed.filtered(lambda enrollment: enrollment.state == "running")
            isolate(
                running,
                lambda enrollments: self._process(batch, enrollments),
                lambda enrollment, error: self._note_unprocessable(batch, enrollment, error),
                lambda enrollment, note: enrollment._quarantine(note),
            )
        return batch.count() + Counter({SIGNALS: settled})

    def _note_unprocessable(self, batch, enrollment, error):
        """Not even its next step could be prepared: its goal, calendar or target no longer makes sense."""
        batch.note(enrollment, FAILED)
        note = self.env._("The next step could not be prepared. %s", error)
        enrollment._pause("failure", note=note)
        enrollment._ask_owner_for_help(note)

    def _commit(self, count, remaining):
        """:return: seconds that Odoo still gives the job"""
        self.env.flush_all()
        return self.env["ir.cron"]._commit_progress(count, remaining=remaining)

    def _count_due(self, limit):
        """How many are due, counted up to `limit`: enough to tell Odoo that there is more."""
        self.env.cr.execute(
            """SELECT count(*) FROM (
                   SELECT 1 FROM sales_sequence_enrollment
                    WHERE state = 'running' AND next_run_at <= %s LIMIT %s) due""",
            [self._now(), limit],
        )
        return self.env.cr.fetchone()[0]

    def _claim(self, limit, busy_senders=()):
        """Lock up to `limit` due enrollments, oldest first, skipping those that another process holds.

        NO KEY: an arriving signal references the row and must not wait.

        :param busy_senders: ids of users whose enrollments are left alone
        """
        self.env.cr.execute(
            """SELECT id FROM sales_sequence_enrollment
                WHERE state = 'running' AND next_run_at <= %s AND user_id != ALL(%s)
             ORDER BY next_run_at, id
                LIMIT %s
                  FOR NO KEY UPDATE SKIP LOCKED""",
            [self._now(), list(busy_senders), limit],
            log_exceptions=False,
        )
        return self.env["sales.sequence.enrollment"].browse([row[0] for row in self.env.cr.fetchall()])

    def _resume_due(self, batch):
        """Resume paused enrollments whose date has come."""
        due = self.env["sales.sequence.enrollment"].search(
            [("state", "=", "paused"), ("resume_at", "<=", self._now())], limit=batch.size, order="resume_at, id"
        )
        locked = due.try_lock_for_update(allow_referencing=True)
        batch.note(locked, RESUMED)
        isolate(
            locked,
            lambda enrollments: enrollments._resume(),
            lambda enrollment, error: self._note_unresumable(batch, enrollment, error),
            lambda enrollment, note: enrollment._quarantine(note),
        )

    def _note_unresumable(self, batch, enrollment, error):
        batch.note(enrollment, FAILED)
        enrollment.write({"resume_at": False, "pause_kind": "failure", "status_note": str(error)})
        enrollment._ask_owner_for_help(self.env._("It could not be resumed. %s", error))

    def _wake_for_next(self):
        """Call the job again for what falls due before its own interval is over."""
        self.env.cr.execute(
            "SELECT min(next_run_at) FROM sales_sequence_enrollment WHERE state = 'running' AND next_run_at > %s",
            [self._now()],
        )
        moment = self.env.cr.fetchone()[0]
        if moment and moment < self._now() + AHEAD:
            wake(self.env, RUNNER, [moment])

    def _now(self):
        # Not the transaction's start: a run of several minutes also takes what falls due meanwhile.
        return fields.Datetime.now()

    # ------------------------------------------------------------------
    # One batch
    # ------------------------------------------------------------------

    def _process(self, batch, enrollments):
        """Check each again, then execute group by group: same step, same language, and same sender where the channel
        needs that."""
        enrollments -= self.env["sales.sequence.inbox"]._stop_ineligible(enrollments)
        enrollments = self._keep_to_dates(enrollments)
        enrollments.filtered(lambda enrollment: not enrollment.next_step_id)._finish()
        enrollments = enrollments.filtered("next_step_id")
        batch.touches = {touch.enrollment_id: touch for touch in self._touches_at_next_step(enrollments)}
        ready = enrollments.browse(self._skip_waiting(batch, enrollments))
        held = ready._may_not_begin()
        held._wait_to_begin()
        ready = self._postpone_outside_hours(batch, ready - held)
        # A draft must not count against the limits: it would take the place of an email that leaves now, and take
        # another one when it is approved.
        emails = ready.filtered(
            lambda one: (
                one.next_channel == "email" and not one._email_awaits_review(one.next_step_id, batch.touches.get(one))
            )
        )
        mailing = self._pace(batch, emails)
        groups = defaultdict(list)
        for enrollment in mailing + (ready - emails):
            language = enrollment._language()
            step = enrollment.next_step_id
            groups[step, language, self._channel(step)._group_key(enrollment)].append(enrollment.id)
        for (step, language, _key), ids in groups.items():
            group = enrollments.browse(ids).with_context(lang=language)
            self._execute(batch, step.with_context(lang=language), group)

    def _keep_to_dates(self, enrollments):
        """Look up again what steps are counted from. :return: those whose next step is still due"""
        counting = enrollments.filtered(lambda one: one.sequence_id.date_source)
        if not counting:
            return enrollments
        counting._follow_dates()
        counting._skip_what_is_over()
        now = self._now()
        return enrollments.filtered(lambda one: one.state == "running" and one.next_run_at and one.next_run_at <= now)

    def _skip_waiting(self, batch, enrollments):
        """Handle those whose next step already has a touch. :return: ids of the others"""
        ready, known_times = [], batch.working_times
        for enrollment in enrollments:
            step, touch = enrollment.next_step_id, batch.touches.get(enrollment)
            if self._is_taken(touch):
                enrollment._leave_step(step, known_times)
            elif touch and touch.state == "todo":
                reason = self.env._("Nobody did it within %s business days.", step.max_wait_days)
                enrollment._skip(step, reason, known_times)
            elif touch and touch.state == "draft" and touch.draft_body and not touch.approved_by_id:
                enrollment.next_run_at = False
            else:
                ready.append(enrollment.id)
        return ready

    def _touches_at_next_step(self, enrollments):
        if not enrollments:
            return self.env["sales.sequence.touch"]
        found = self.env["sales.sequence.touch"].search(
            [("enrollment_id", "in", enrollments.ids), ("step_id", "in", enrollments.next_step_id.ids)]
        )
        return found.filtered(lambda touch: touch.step_id == touch.enrollment_id.next_step_id)

    def _is_taken(self, touch):
        return touch and touch.state not in ("todo", "draft", "failed")

    def _execute(self, batch, step, enrollments):
        """Execute one step for a group. If that fails, the culprits alone are noted as failed."""
        channel = self._channel(step)
        outcome = {"email": EMAILS, "action": ACTIONS}.get(step.channel, ACTIVITIES)
        # Computed in the contacts' language first, in which the step is cached already.
        problem = step._find_problem() and step.with_env(self.env)._find_problem()

        def execute(group):
            # An action or an automation rule may have stopped or moved some since the batch was divided.
            group = group.filtered(lambda one: one.state == "running" and one.next_step_id == step)
            if not group:
                return
            batch.note(group, outcome)
            refused = dict.fromkeys(group, problem) if problem else channel._execute(batch, step, group)
            for enrollment, reason in refused.items():
                self._note_failure(batch, step, enrollment, reason)
            # The same may have happened while the mail or the activity was made.
            stopped = group.filtered(lambda one: one.state == "stopped")
            stopped._withdraw(self.env._("The sequence was stopped while this step was taken."))

        def blame(enrollment, error):
            self._note_failure(batch, step, enrollment, str(error) or type(error).__name__)

        isolate(enrollments, execute, blame, lambda enrollment, note: enrollment._quarantine(note))

    def _channel(self, step):
        """The abstract model that executes this step's channel."""
        kind = "manual" if step._is_manual() else step.channel
        return self.env[f"sales.sequence.channel.{kind}"]

    def _note_failure(self, batch, step, enrollment, reason):
        """The touch says why it failed, the enrollment pauses, and its owner gets one activity."""
        batch.note(enrollment, FAILED)
        touch = batch.touches.get(enrollment)
        if touch:
            touch._settle_as("failed", reason=reason)
        else:
            self.env["sales.sequence.touch"].create(
                enrollment._touch_values(step, state="failed", reason=reason, done_at=enrollment._now())
            )
        note = self.env._("Step “%(step)s” could not be executed. %(reason)s", step=step.name, reason=reason)
        enrollment._pause("failure", note=note)
        enrollment._ask_owner_for_help(note)

    def _send_digests(self):
        """Tell the reps of their new activities once a working day, however many calls of the job it took to create
        them. A rep who cannot be told now is told after a later run."""
        digest = self.env["sales.sequence.digest"]
        try:
            untold = digest._find_due()
            if untold and (not self._count_due(1) or untold[0].create_date < self.env.cr.now() - DIGEST_PATIENCE):
                untold = untold.try_lock_for_update(allow_referencing=True)
                isolate(untold.user_id, lambda users: digest._tell(users, untold), self._log_digest_failure)
        except RETRY_ERRORS as error:
            self.env.cr.rollback()
            _logger.info("The digest of new activities waits for the next run: %s", error)

    def _log_digest_failure(self, user, error):
        _logger.error("%s could not be told of new activities: %r", user, error)
