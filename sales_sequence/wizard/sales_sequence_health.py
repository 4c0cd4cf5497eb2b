import re
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..models.base.arguments import checked
from ..models.enrollment.signal import OPEN_QUESTION
from ..tools import schedule

# If steps are overdue by more than this, the job does not keep up, or does not run.
OVERDUE_WARNING = timedelta(minutes=30)
OVERDUE_CRITICAL = timedelta(hours=4)
SIGNAL_WARNING = timedelta(minutes=30)
# No company closes for longer: a question this old, in days, has waited too long whatever the calendar says.
LONGEST_HOLIDAY = 60
# An email address in a sentence, as PostgreSQL looks for it.
ADDRESS = r"""<?[^\s<>()"',:;]+@[^\s<>()"',:;]+>?"""


class SalesSequenceHealth(models.TransientModel):
    """How the engine is doing, on one screen and for monitoring systems: only of what the user may read."""

    _name = "sales.sequence.health"
    _inherit = ["sales.sequence.limits", "sales.sequence.references"]
    _description = "Sales Sequences: Engine"

    status = fields.Selection([("ok", "Running"), ("warning", "Needs attention"), ("critical", "Not running")])
    problems = fields.Text()
    due_count = fields.Integer(string="Due now", help="Steps that are due and not done yet.")
    oldest_due_at = fields.Datetime(string="Oldest due since")
    running_count = fields.Integer(string="Running")
    paused_count = fields.Integer(string="Paused")
    failed_count = fields.Integer(string="Failed", help="Enrollments that are paused because a step failed.")
    unsure_count = fields.Integer(
        string="May have answered",
        help="Messages that have waited for two business days for somebody to say whether a person wrote them.",
    )
    open_signal_count = fields.Integer(string="Unprocessed signals")
    touches_last_hour = fields.Integer(string="Touches in the last hour")
    queued_mail_count = fields.Integer(string="Queued emails")
    failure_reasons = fields.Text(string="Why they failed", help="The most frequent reasons.")

    def _compute_display_name(self):
        self.display_name = self.env._("Engine")

    @api.model
    def default_get(self, fields_list):
        """Show what `check` finds when the form is opened."""
        values = super().default_get(fields_list)
        health = self.check()
        health["problems"] = "\n".join(health["problems"])
        health["failure_reasons"] = "\n".join(f"{row['count']} × {row['reason']}" for row in health["failures"])
        values.update({name: value for name, value in health.items() if name in fields_list})
        return values

    @api.model
    @checked()
    def check(self):
        """The state of the engine, for monitoring: only of what the user may read, in the active companies.

        :return: dict with ``status`` (`ok`, `warning`, `critical`), ``problems`` (sentences),
            the numbers of this model's fields (moments are naive UTC datetimes) and
            ``failures`` (list of ``{"reason", "count"}``)
        :raises AccessError: the user is not a manager of Sales Sequences
        """
        self.check_access("create")
        health = {**self._numbers(), "failures": self._failures()}
        problems = self._problems(health)
        health["problems"] = [text for _severity, text in problems]
        severities = {severity for severity, _text in problems}
        health["status"] = "critical" if "critical" in severities else "warning" if severities else "ok"
        return health

    def _numbers(self):
        now = fields.Datetime.now()
        Enrollment = self.env["sales.sequence.enrollment"]
        Touch = self.env["sales.sequence.touch"]
        due = [("state", "=", "running"), ("next_run_at", "<=", now)]
        ((due_count, oldest),) = Enrollment._read_group(due, [], ["__count", "next_run_at:min"])
        done = [
            ("done_at", ">", now - timedelta(hours=1)),
            ("done_at", "<=", now),
            ("state", "in", ("sent", "bounced", "done")),
        ]
        # Only administrators read mails. They are counted by their touches, which the user reads.
        mails = self.env["mail.mail"].sudo()._search([("is_sequence_mail", "=", True), ("state", "=", "outgoing")])
        queued = [("mail_message_id", "in", mails.subselect(SQL.identifier(mails.table, "mail_message_id")))]
        # Two queries: running and paused enrollments have an index each; for both at once the table would be read.
        paused = dict(Enrollment._read_group([("state", "=", "paused")], ["pause_kind"], ["__count"]))
        return {
            "due_count": due_count,
            "oldest_due_at": oldest or False,
            "open_signal_count": self.env["sales.sequence.signal"].search_count([("settled_at", "=", False)]),
            "touches_last_hour": Touch.search_count(done),
            "queued_mail_count": Touch.search_count(queued),
            "running_count": Enrollment.search_count([("state", "=", "running")]),
            "paused_count": sum(paused.values()),
            "failed_count": paused.get("failure", 0),
            "unsure_count": self._count_unsure(now),
        }

    def _count_unsure(self, now):
        """Messages of which nobody has said for two business days whether a person wrote them. A mail about several
        enrollments counts once."""
        count = 0
        for company in self.env.companies:
            old = (
                OPEN_QUESTION
                & Domain("enrollment_id", "any", [("company_id", "=", company.id), ("replied_at", "=", False)])
                & Domain("occurred_at", "<=", self._two_business_days_before(now, company))
            )
            for message, signals in self.env["sales.sequence.signal"]._read_group(
                old, ["mail_message_id"], ["__count"]
            ):
                count += 1 if message else signals
        return count

    def _two_business_days_before(self, now, company):
        """The latest moment, at this time of the day, since which this company has had two business days.

        :return: naive UTC
        """
        calendar = company.resource_calendar_id
        working_time = schedule.WorkingTime(
            zone=company._sequence_time_zone(),
            window_start=0,
            window_end=24,
            weekdays=calendar._sales_sequence_weekdays(),
            leaves=calendar._sales_sequence_leaves(company),
        )
        for days in range(2, LONGEST_HOLIDAY):
            moment = now - timedelta(days=days)
            try:
                if schedule.after_delay(moment, 2, schedule.BUSINESS_DAY, working_time).moment <= now:
                    return moment
            except schedule.NoWorkingTime:
                break
        return now - timedelta(days=LONGEST_HOLIDAY)

    def _failures(self):
        """Why enrollments are paused because of a failure: list of ``{"reason", "count"}``, the most frequent first.

        By enrollment, not by failed touch: where resuming or preparing failed, there is no touch. Mail servers name the
        address in their answers; without it, answers of the same kind are one reason.
        """
        Enrollment = self.env["sales.sequence.enrollment"]
        Enrollment.flush_model(["status_note"])
        waiting = Enrollment._search([("state", "=", "paused"), ("pause_kind", "=", "failure")])
        self.env.cr.execute(
            SQL(
                """SELECT regexp_replace(%s, %s, '…', 'g') AS reason, count(*)
                     FROM %s
                    WHERE %s
                 GROUP BY reason
                 ORDER BY count(*) DESC, reason
                    LIMIT 10""",
                SQL.identifier(waiting.table, "status_note"),
                ADDRESS,
                waiting.from_clause,
                waiting.where_clause or SQL("TRUE"),
            )
        )
        return [{"reason": reason or "", "count": count} for reason, count in self.env.cr.fetchall()]

    def _problems(self, health):
        """List of ``(severity, sentence)``."""
        return [*self._job_problems(health), *self._waiting_problems(health), *self._refusals()]

    def _job_problems(self, health):
        problems = []
        cron = self.env.ref("sales_sequence.ir_cron_runner", raise_if_not_found=False)
        # Only administrators read scheduled jobs.
        if not cron or not cron.sudo().active:
            text = self.env._("The scheduled job is inactive. Activate it in Settings, Technical, Scheduled Actions.")
            problems.append(("critical", text))
        late = fields.Datetime.now() - health["oldest_due_at"] if health["oldest_due_at"] else timedelta()
        if late > OVERDUE_WARNING:
            text = self.env._(
                "%(count)s steps are due, the oldest for %(minutes)s minutes: the scheduled job does not keep up. "
                "Check the server's log, or add a lane.",
                count=health["due_count"],
                minutes=int(late.total_seconds() // 60),
            )
            problems.append(("critical" if late > OVERDUE_CRITICAL else "warning", text))
        return problems

    def _waiting_problems(self, health):
        texts = []
        stuck = self.env["sales.sequence.signal"].search_count(
            [("settled_at", "=", False), ("occurred_at", "<", fields.Datetime.now() - SIGNAL_WARNING)]
        )
        if stuck:
            texts.append(self.env._("%s signals have not been processed for half an hour.", stuck))
        if health["failed_count"]:
            text = self.env._(
                "Paused because a step failed: %s. See Enrollments, filter Needs attention.", health["failed_count"]
            )
            texts.append(text)
        if health["unsure_count"]:
            text = self.env._(
                "Messages that have waited for two business days for somebody to say whether a person wrote them: %s. "
                "Nothing is sent to these people. See Enrollments, filter Answer or automatic reply?",
                health["unsure_count"],
            )
            texts.append(text)
        return [("warning", text) for text in texts]

    def _refusals(self):
        """Why mail servers refuse the sender, as `_problems` returns it."""
        Signal = self.env["sales.sequence.signal"]
        refusals = self.env["sales.sequence.inbox"]._refusals(self.env.companies)
        last = Signal.search(refusals, limit=1)
        if not last:
            return []
        text = self.env._(
            "Mail servers refused %(count)s emails in the last 7 days because of the sender. Latest reason: %(why)s. "
            "Check SPF, DKIM and DMARC, and whether the mail server is on a blacklist.",
            count=Signal.search_count(refusals),
            why=re.sub(ADDRESS, "…", last.detail or ""),
        )
        return [("warning", text)]

    @checked()
    def action_refresh(self):
        """Check again."""
        return self.env["ir.actions.act_window"]._for_xml_id("sales_sequence.sales_sequence_health_action")
