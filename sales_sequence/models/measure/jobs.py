import re

from odoo import models
from odoo.tools import config

from ..base.jobs import AUDIENCE, ENROLL_RUNS, GOALS, INCOMING_MAIL, MAIL_QUEUE, RUNNER
from .facts import CRITICAL, LATE, UNKNOWN, WARNING, Finding, Job

# Failures in a row after which a job that everything depends on counts as broken.
MANY_FAILURES = 3
# A copy of Odoo's mail queue that leaves the mails of sequences to others, see docs/scaling.md.
WITHOUT_SEQUENCE_MAILS = re.compile(r"is_sequence_mail\W+=\W+False")
MODELS = ("mail.mail", "fetchmail.server")


class SalesSequenceHealthJobs(models.AbstractModel):
    """The links that Odoo's scheduler drives. Only administrators read scheduled jobs: these are read with all rights,
    and nothing but their name and how they run is told."""

    _name = "sales.sequence.health.jobs"
    _description = "Sales Sequences: System Status of Scheduled Jobs"

    def _read_jobs(self, now):
        """Return a list of `Job`: every job of ours, copies included, those of Odoo's mail queue, and the one that
        fetches mail."""
        crons = (
            self.env["ir.cron"]
            .sudo()
            .with_context(active_test=False)
            .search(["|", ("model_name", "=like", "sales.sequence%"), ("model_name", "in", MODELS)], order="id")
        )
        begun = self._last_runs([("cron_id", "in", crons.ids)], now)
        woken = dict(
            self.env["ir.cron.trigger"]
            .sudo()
            ._read_group([("cron_id", "in", crons.ids), ("call_at", "<=", now)], ["cron_id"], ["call_at:min"])
        )
        return [
            Job(
                id=cron.id,
                name=cron.name,
                model=cron.model_name,
                code=cron.code or "",
                active=cron.active,
                failure_count=cron.failure_count,
                failing_since=cron.first_failure_date or None,
                idle_since=self._idle_since(now, cron.nextcall, woken.get(cron), cron.lastcall, begun.get(cron)),
                last_run=max((run for run in (cron.lastcall, begun.get(cron)) if run), default=None),
            )
            for cron in crons
        ]

    def _last_runs(self, domain, now):
        """``{ir.cron: when it last began}``. Of a long run that has not ended, the job itself does not know."""
        Progress = self.env["ir.cron.progress"].sudo()
        return dict(Progress._read_group([*domain, ("create_date", "<=", now)], ["cron_id"], ["create_date:max"]))

    def _idle_since(self, now, nextcall, trigger, *runs):
        ready = [moment for moment in (nextcall, trigger) if moment and moment <= now]
        if not ready:
            return None
        return max([min(ready), *(run for run in runs if run and run <= now)])

    def _last_run_of_any_job(self, now):
        """When Odoo last began to run any job of this database, or None."""
        progress = self.env["ir.cron.progress"].sudo().search([("create_date", "<=", now)], order="id desc", limit=1)
        return progress.create_date or None

    # ------------------------------------------------------------------
    # Links
    # ------------------------------------------------------------------

    def _check_scheduler(self, facts):
        # With all rights: parameters and apps are for administrators.
        if self.env["ir.config_parameter"].sudo().get_param("database.is_neutralized"):
            text = self.env._(
                "This database is a neutralized copy: its scheduled jobs and mail servers are switched off, and "
                "nothing leaves. Work in the original database, or activate what you need one by one."
            )
            short = self.env._("This database is a neutralized copy: nothing leaves it.")
            return [Finding(CRITICAL, text, short, place="parameters")]
        pending = (
            self.env["ir.module.module"]
            .sudo()
            .search_count([("state", "in", ("to install", "to upgrade", "to remove"))])
        )
        if pending:
            text = self.env._(
                "Apps are waiting to be installed, upgraded or removed (%s), and Odoo runs no scheduled jobs until "
                "then. Apply or cancel these changes in Apps.",
                pending,
            )
            short = self.env._("Apps are waiting to be installed, upgraded or removed: until then no job runs.")
            return [Finding(CRITICAL, text, short, place="apps")]
        if self._scheduler_stands(facts):
            since = min(job.idle_since for job in facts.jobs if job.active and job.idle_since)
            text = self.env._(
                "Odoo has run no scheduled jobs since %s. Start a server of this database with at least one cron "
                "worker (max_cron_threads), and check its log.",
                self._in_words(since),
            )
            short = self.env._("Odoo runs no scheduled jobs.")
            return [Finding(CRITICAL, text, short, since, "scheduled_jobs")]
        if not facts.last_run and not config["max_cron_threads"]:
            text = self.env._("This server runs no scheduled jobs (max_cron_threads is 0). Does another one?")
            return [Finding(UNKNOWN, text, place="scheduled_jobs")]
        return []

    def _scheduler_stands(self, facts):
        """Whether no job runs that should: rather Odoo's scheduler than all of them."""
        watched = [job for job in facts.jobs if job.active and job.idle_since]
        runs = facts.last_run and facts.now - facts.last_run <= LATE
        return not runs and any(facts.now - job.idle_since > LATE for job in watched)

    def _check_runner(self, facts):
        lanes = [job for job in facts.jobs if job.model == "sales.sequence.runner"]
        original = self._find_job(facts, RUNNER)
        if not any(job.active for job in lanes):
            return self._judge(facts, original, self._cron_name(RUNNER), vital=True)
        found = []
        if not (original and original.active):
            text = self.env._(
                "Of the jobs that run due steps, only copies are active, and nothing wakes those when a step falls "
                "due. Activate “%s” in Settings, Technical, Scheduled Actions.",
                original.name if original else self._cron_name(RUNNER),
            )
            short = self.env._("Only copies of the job that runs due steps are active.")
            found.append(Finding(WARNING, text, short, place="scheduled_jobs"))
        # Somebody may have switched off a copy that is not needed for now.
        for job in lanes:
            found += self._judge(facts, job, vital=True) if job.active else []
        return found

    def _check_other_jobs(self, facts):
        found = []
        for xmlid in (AUDIENCE, GOALS, ENROLL_RUNS):
            found += self._judge(facts, self._find_job(facts, xmlid), self._cron_name(xmlid))
        known = {self._cron_id(xmlid) for xmlid in (AUDIENCE, GOALS, ENROLL_RUNS)}
        for job in facts.jobs:
            if job.active and job.id not in known and job.model not in (*MODELS, "sales.sequence.runner"):
                found += self._judge(facts, job)
        return found

    def _check_mail_queue(self, facts):
        queues = [job for job in facts.jobs if job.model == "mail.mail" and "process_email_queue" in job.code]
        sending = [job for job in queues if job.active and not WITHOUT_SEQUENCE_MAILS.search(job.code)]
        if sending:
            return [finding for job in sending for finding in self._judge(facts, job, vital=True)]
        original = self._find_job(facts, MAIL_QUEUE)
        if original and original.active:
            text = self.env._(
                "Odoo's mail queue leaves out the emails of sequences, and no copy of it that sends them is active. "
                "Activate one in Settings, Technical, Scheduled Actions."
            )
            short = self.env._("No active mail queue sends the emails of sequences.")
            return [Finding(CRITICAL, text, short, place="scheduled_jobs")]
        return self._judge(facts, original, self._cron_name(MAIL_QUEUE), vital=True)

    def _check_fetching(self, facts):
        """The job that fetches mail from incoming mail servers."""
        return self._judge(facts, self._find_job(facts, INCOMING_MAIL), self._cron_name(INCOMING_MAIL), vital=True)

    # ------------------------------------------------------------------

    def _judge(self, facts, job, name="", vital=False):
        """What is wrong with a job.

        :param job: `Job`, None if somebody has deleted it
        :param name: what it is called if it does not exist
        :param vital: whether nothing goes on without it
        """
        severity = CRITICAL if vital else WARNING
        place = "scheduled_jobs"
        if not job:
            text = self.env._(
                "The scheduled job “%s” has been deleted. Upgrade the app that it belongs to: that creates it again.",
                name,
            )
            return [Finding(severity, text, self.env._("The job “%s” has been deleted.", name), place="apps")]
        if not job.active:
            text = self.env._(
                "The scheduled job “%s” is inactive. Activate it in Settings, Technical, Scheduled Actions. Odoo "
                "deactivates a job that has failed for a week: the server's log says why.",
                job.name,
            )
            short = self.env._("The job “%s” is switched off.", job.name)
            return [Finding(severity, text, short, job.last_run, place, (job.id,))]
        if job.failure_count:
            text = self.env._(
                "The scheduled job “%(job)s” has failed since %(since)s, attempts: %(count)s. The server's log says "
                "why.",
                job=job.name,
                count=job.failure_count,
                since=self._in_words(job.failing_since or facts.now),
            )
            short = self.env._("The job “%s” fails.", job.name)
            status = severity if job.failure_count >= MANY_FAILURES else WARNING
            return [Finding(status, text, short, job.failing_since, place, (job.id,))]
        if job.idle_since and facts.now - job.idle_since > LATE and not self._scheduler_stands(facts):
            text = self.env._(
                "The scheduled job “%(job)s” has been due since %(since)s, but does not run, although others do. "
                "Check the server's log, or raise max_cron_threads.",
                job=job.name,
                since=self._in_words(job.idle_since),
            )
            short = self.env._("The job “%s” is due, but does not run.", job.name)
            status = facts.severity(job.idle_since) if vital else WARNING
            return [Finding(status, text, short, job.idle_since, place, (job.id,))]
        return []

    def _find_job(self, facts, xmlid):
        cron_id = self._cron_id(xmlid)
        return next((job for job in facts.jobs if job.id == cron_id), None)

    def _cron_id(self, xmlid):
        return self.env["ir.model.data"]._xmlid_to_res_id(xmlid)

    def _cron_name(self, xmlid):
        """What a job was called, to name one that is gone."""
        return {
            RUNNER: self.env._("Sales Sequences: run due steps"),
            AUDIENCE: self.env._("Sales Sequences: enroll new matches"),
            GOALS: self.env._("Sales Sequences: check goals"),
            ENROLL_RUNS: self.env._("Sales Sequences: enroll large selections"),
            MAIL_QUEUE: self.env._("Mail: Email Queue Manager"),
            INCOMING_MAIL: self.env._("Mail: Fetchmail Service"),
        }[xmlid]
