import logging
import time
from collections import Counter, defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import config

from ...tools.attempt import MAX_RETRIES, RETRY_ERRORS, isolate
from ...tools.own_context import Memo
from ..base.jobs import RUNNER, wake

_logger = logging.getLogger(__name__)

BATCH_SIZE = 500
# A run begins with a small batch to learn how long one takes, and keeps each batch about this short: Odoo kills a job
# that is over its time limit, and what it killed must not be all that the job ever does.
FIRST_BATCH_SIZE = 100
BATCH_SECONDS = 10
# The interval of the job: what falls due sooner needs a trigger of its own.
AHEAD = timedelta(minutes=5)
# So long may reps wait to be told of new activities while there is always more to do.
DIGEST_PATIENCE = timedelta(hours=1)
# What the log says of a run, in this order. An email may be a draft that waits for its review.
EMAILS, ACTIVITIES, ACTIONS = "emails", "activities", "actions"
SIGNALS, RESUMED, FAILED, OTHERS = "signals settled", "resumed", "failed", "ended or put off"


class SalesSequenceRunner(models.AbstractModel):
    """Turns due enrollments into touches.

    One batch is one transaction: claim, settle, execute, advance, commit. A touch, its
    mail or activity and the enrollment's advance are one atomic change, so that a process
    killed at any instant leaves each (enrollment, step) done once, or due.

    Any number of processes may run `_run` at the same time: the claim skips rows that
    another one holds.
    """

    _name = "sales.sequence.runner"
    _description = "Sales Sequence Runner"

    # ------------------------------------------------------------------
    # The job
    # ------------------------------------------------------------------

    @api.model
    def _run(self, batch_size=BATCH_SIZE):
        """Execute everything that is due. Called by the scheduled job, commits after each batch.

        :param int batch_size: enrollments in one transaction, at most
        :return: number of enrollments that were due and handled
        """
        self = self.with_context(sales_sequence_qweb={}, sales_sequence_busy_senders=set())  # noqa: PLW0642
        done, retries, size = Counter(), 0, self._first_batch_size(batch_size)
        # A fresh transaction: the claim must see what others committed until now.
        proceed = self._commit(0, self._count_due(batch_size))
        while proceed:
            begin = time.monotonic()
            try:
                of_batch = self._run_batch(size)
                count = of_batch.total()
                if not count:
                    # What is due is in the hands of other lanes: nothing that Odoo should come back for, or warn of.
                    self._commit(0, 0)
                    break
                proceed = self._commit(count, self._count_due(batch_size))
                done += of_batch
                retries = 0
                size = self._next_batch_size(count, time.monotonic() - begin, batch_size)
            except RETRY_ERRORS as error:
                self.env.cr.rollback()
                retries += 1
                if retries > MAX_RETRIES:
                    raise
                _logger.info("Batch is tried again: %s", error)
        self._send_digests()
        self._wake_for_next()
        self._log_run(done)
        return done.total()

    def _log_run(self, done):
        kinds = (EMAILS, ACTIVITIES, ACTIONS, SIGNALS, RESUMED, FAILED, OTHERS)
        if done:
            _logger.info("Run: %s", ", ".join(f"{kind} {done[kind]}" for kind in kinds if done[kind]))

    def _first_batch_size(self, batch_size):
        """Smaller again for each run in a row that Odoo killed at its time limit (`ir.cron.progress`)."""
        progress = self.env["ir.cron.progress"].sudo().browse(self.env.context.get("ir_cron_progress_id"))
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

    def _run_batch(self, batch_size):
        """Settle, resume and execute one batch. :return: `Counter` of what there was to do"""
        # By enrollment: what is tried again in smaller groups must not count twice.
        self = self.with_context(sales_sequence_outcomes={})  # noqa: PLW0642
        # Of an environment with an equal context, where Odoo has one.
        outcomes = self.env.context["sales_sequence_outcomes"]
        inbox = self.env["sales.sequence.inbox"]
        # First: it fails where a row changed after the transaction's first look, as others' work does all the time.
        claimed = self._claim(batch_size)
        self._note_outcome(claimed, OTHERS)
        settled = inbox._settle_open(batch_size)
        self._resume_due(batch_size)
        if claimed:
            left_open = claimed.signal_ids.filtered(lambda signal: not signal.settled_at)
            inbox._settle_isolated(left_open, claimed)
            settled += len(left_open.filtered("settled_at"))
            running = claimed.filtered(lambda enrollment: enrollment.state == "running")
            isolate(running, self._process, self._note_unprocessable)
        return Counter(outcomes.values()) + Counter({SIGNALS: settled})

    def _note_outcome(self, enrollments, outcome):
        """What the log is to say of these."""
        self.env.context.get("sales_sequence_outcomes", {}).update(dict.fromkeys(enrollments._ids, outcome))

    def _note_unprocessable(self, enrollment, error):
        """It cannot even be looked at: its goal, calendar or target makes no sense any more."""
        self._note_outcome(enrollment, FAILED)
        note = self.env._("The next step could not be prepared. %s", error)
        enrollment._pause("failure", note=note)
        enrollment._ask_owner_for_help(note)

    def _commit(self, count, remaining):
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

    def _claim(self, limit):
        """Lock and return up to `limit` due enrollments, oldest first; none that another
        process holds. NO KEY: an arriving signal references the row and must not wait."""
        self.env.cr.execute(
            """SELECT id FROM sales_sequence_enrollment
                WHERE state = 'running' AND next_run_at <= %s AND user_id != ALL(%s)
             ORDER BY next_run_at, id
                LIMIT %s
                  FOR NO KEY UPDATE SKIP LOCKED""",
            [self._now(), list(self.env.context.get("sales_sequence_busy_senders", ())), limit],
            log_exceptions=False,
        )
        return self.env["sales.sequence.enrollment"].sudo().browse([row[0] for row in self.env.cr.fetchall()])

    def _resume_due(self, limit):
        """Let paused enrollments go on whose date has come."""
        due = self.env["sales.sequence.enrollment"].sudo().search(
            [("state", "=", "paused"), ("resume_at", "<=", self._now())], limit=limit, order="resume_at, id"
        )
        locked = due.try_lock_for_update(allow_referencing=True)
        self._note_outcome(locked, RESUMED)
        isolate(locked, lambda enrollments: enrollments._resume(), self._note_unresumable)

    def _note_unresumable(self, enrollment, error):
        self._note_outcome(enrollment, FAILED)
        enrollment.write({"resume_at": False, "pause_kind": "failure", "status_note": str(error)})
        enrollment._ask_owner_for_help(self.env._("It could not go on. %s", error))

    def _wake_for_next(self):
        """Come back for what falls due before the job's own interval is over."""
        self.env.cr.execute(
            "SELECT min(next_run_at) FROM sales_sequence_enrollment WHERE state = 'running' AND next_run_at > %s",
            [self._now()],
        )
        moment = self.env.cr.fetchone()[0]
        if moment and moment < self._now() + AHEAD:
            wake(self.env, RUNNER, [moment])

    def _now(self):
        # Not the transaction's start: a job that runs for minutes takes what falls due meanwhile.
        return fields.Datetime.now()

    # ------------------------------------------------------------------
    # One batch
    # ------------------------------------------------------------------

    def _process(self, enrollments):
        """Re-check each, then execute group by group: same step and language, and sender where that matters."""
        self = self.with_context(sales_sequence_working_times=Memo())  # noqa: PLW0642
        enrollments = enrollments.with_env(self.env)
        enrollments -= self.env["sales.sequence.inbox"]._stop_ineligible(enrollments)
        enrollments.filtered(lambda enrollment: not enrollment.next_step_id)._finish()
        enrollments = enrollments.filtered("next_step_id")
        touches = {touch.enrollment_id: touch for touch in self._touches_at_next_step(enrollments)}
        ready = self._postpone_outside_hours(enrollments.browse(self._skip_waiting(enrollments, touches)))
        # A draft is no mail yet: it would take the room of those that leave, and need it again when it is approved.
        emails = ready.filtered(
            lambda one: one.next_channel == "email" and not one.next_step_id._awaits_review(touches.get(one))
        )
        mailing, slots = self._pace(emails)
        self = self.with_context(sales_sequence_slots=slots)  # noqa: PLW0642
        groups = defaultdict(list)
        for enrollment in mailing + (ready - emails):
            language = enrollment._target()._sequence_language() or enrollment.user_id.lang
            step = enrollment.next_step_id
            groups[step, language, self._channel(step)._group_key(enrollment)].append(enrollment.id)
        for (step, language, _key), ids in groups.items():
            group = self.env["sales.sequence.enrollment"].with_context(lang=language).browse(ids)
            self._execute(step.with_context(**group.env.context), group, touches)

    def _skip_waiting(self, enrollments, touches):
        """Deal with those whose next step has a touch already. :return: ids of the others"""
        ready = []
        for enrollment in enrollments:
            step, touch = enrollment.next_step_id, touches.get(enrollment)
            if self._is_taken(touch):
                enrollment._leave_step(step)
            elif touch and touch.state == "todo":
                enrollment._skip(step, self.env._("Nobody did it within %s business days.", step.max_wait_days))
            elif touch and touch.state == "draft" and touch.draft_body and not touch.approved_by_id:
                enrollment.next_run_at = False
            else:
                ready.append(enrollment.id)
        return ready

    def _touches_at_next_step(self, enrollments):
        if not enrollments:
            return self.env["sales.sequence.touch"]
        found = self.env["sales.sequence.touch"].sudo().search(
            [("enrollment_id", "in", enrollments.ids), ("step_id", "in", enrollments.next_step_id.ids)]
        )
        return found.filtered(lambda touch: touch.step_id == touch.enrollment_id.next_step_id)

    def _is_taken(self, touch):
        return touch and touch.state not in ("todo", "draft", "failed")

    def _execute(self, step, enrollments, touches):
        """Execute one step for a group; whoever makes it fail is noted and left behind."""
        channel = self._channel(step)
        outcome = {"email": EMAILS, "action": ACTIONS}.get(step.channel, ACTIVITIES)
        # Looked for in the contacts' language, which is in the cache anyway; told in ours.
        problem = step._find_problem() and step.with_env(self.env)._find_problem()

        def execute(group):
            self._note_outcome(group, outcome)
            refused = dict.fromkeys(group, problem) if problem else channel._execute(step, group, touches)
            for enrollment, reason in refused.items():
                self._note_failure(step, enrollment, reason, touches)

        def blame(enrollment, error):
            self._note_failure(step, enrollment, str(error) or type(error).__name__, touches)

        isolate(enrollments, execute, blame)

    def _channel(self, step):
        """The abstract model that executes this step's channel."""
        kind = "manual" if step._is_manual() else step.channel
        return self.env[f"sales.sequence.channel.{kind}"].sudo()

    def _note_failure(self, step, enrollment, reason, touches):
        """Only this one: its touch says why, it pauses, its owner gets one activity."""
        self._note_outcome(enrollment, FAILED)
        touch = touches.get(enrollment)
        if touch:
            touch._settle_as("failed", reason=reason)
        else:
            touch = self.env["sales.sequence.touch"].sudo().create(
                enrollment._touch_values(step, state="failed", reason=reason, done_at=enrollment._now())
            )
        note = self.env._("Step “%(step)s” could not be executed. %(reason)s", step=step.name, reason=reason)
        enrollment._pause("failure", note=note)
        enrollment._ask_owner_for_help(note)

    def _send_digests(self):
        """Tell the reps of their new activities: once for all, however many calls of the job that took. Whoever cannot
        be told now is told after another run."""
        channel = self.env["sales.sequence.channel.manual"].sudo()
        try:
            untold = channel._find_pending_digests()
            if untold and (not self._count_due(1) or untold[0].create_date < self.env.cr.now() - DIGEST_PATIENCE):
                untold = untold.try_lock_for_update(allow_referencing=True)
                isolate(untold.user_id, lambda users: channel._tell(users, untold), self._log_digest_failure)
        except RETRY_ERRORS as error:
            self.env.cr.rollback()
            _logger.info("Nobody is told of new activities yet: %s", error)

    def _log_digest_failure(self, user, error):
        _logger.error("%s could not be told of new activities: %s", user, error)
