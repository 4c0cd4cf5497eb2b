from datetime import timedelta

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools import schedule
from ..enrollment.comparison import NOT_CONTROL
from ..enrollment.signal import OPEN_QUESTION

# No company closes for longer: a question this old, in days, has waited too long whatever the calendar says.
LONGEST_HOLIDAY = 60
# An email address in a sentence, as PostgreSQL and Python look for it.
ADDRESS = r"""<?[^\s<>()"',:;]+@[^\s<>()"',:;]+>?"""


class SalesSequenceHealthFigures(models.AbstractModel):
    """How much there is of what: only of what the user may read, in the active companies."""

    _name = "sales.sequence.health.figures"
    _description = "Sales Sequences: Figures of the System Status"

    def _numbers(self):
        now = fields.Datetime.now()
        Enrollment = self.env["sales.sequence.enrollment"]
        Touch = self.env["sales.sequence.touch"]
        due = Domain("state", "=", "running") & Domain("next_run_at", "<=", now) & NOT_CONTROL
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
        of_paused = Domain("state", "=", "paused") & NOT_CONTROL
        paused = dict(Enrollment._read_group(of_paused, ["pause_kind"], ["__count"]))
        return {
            "due_count": due_count,
            "oldest_due_at": oldest or False,
            "open_signal_count": self.env["sales.sequence.signal"].search_count([("settled_at", "=", False)]),
            "touches_last_hour": Touch.search_count(done),
            "queued_mail_count": Touch.search_count(queued),
            "running_count": Enrollment.search_count(Domain("state", "=", "running") & NOT_CONTROL),
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
        waiting = Enrollment._search(
            Domain("state", "=", "paused") & Domain("pause_kind", "=", "failure") & NOT_CONTROL
        )
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
