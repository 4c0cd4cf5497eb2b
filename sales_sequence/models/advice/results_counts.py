from datetime import timedelta

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.results_rules import days_to_reach
from ..enrollment.comparison import CONTROL, NOT_CONTROL
from ..measure.dashboard_rates import COMPARED_WEEKS
from ..measure.ledger import LAST_TOUCH
from ..plan.step import MANUAL_CHANNELS

# Emails that left in so many days count against a sequence.
DAYS_OF_EMAILS = 30
# People who entered earlier say little of the sequence as it is now, and of a history of years there are many.
DAYS_OF_PEOPLE = 365
# Who ended so has not had the time to come to a later step, or it did not exist then.
TAKEN_OUT = ("completed", "manual", "replaced", "merged", "deleted", "archived", "sequence_archived")

# The emails of the last weeks that are complained about. A complaint by hand names no email: it is about the last one.
COMPLAINED = f"""
    SELECT COALESCE(told.touch_id, {LAST_TOUCH.format(enrollment_id="told.enrollment_id", moment="told.occurred_at")})
      FROM sales_sequence_signal told
     WHERE told.kind = 'complaint'
       AND told.effect IS DISTINCT FROM 'ignored'
       AND told.occurred_at >= %(since)s"""  # noqa: S608 (constants of this file)

EMAILS = f"""
    SELECT sequence_id,
           count(*),
           count(*) FILTER (WHERE state = 'bounced'),
           count(*) FILTER (WHERE id IN ({COMPLAINED}))
      FROM (SELECT touch.id, touch.sequence_id, touch.state
              FROM sales_sequence_touch touch
              JOIN sales_sequence sequence ON sequence.id = touch.sequence_id
             WHERE touch.sequence_id IN %(sequence_ids)s
               AND touch.channel = 'email'
               AND touch.state IN ('sent', 'bounced')
               AND touch.done_at >= %(since)s
               AND (sequence.first_steps_lifted_at IS NULL OR touch.done_at > sequence.first_steps_lifted_at)) emails
  GROUP BY sequence_id"""  # noqa: S608 (constants of this file)

UNTOUCHED = """
    SELECT step.id
      FROM sales_sequence_step step
     WHERE step.sequence_id IN %(sequence_ids)s
       AND step.active
       AND NOT EXISTS (SELECT FROM sales_sequence_touch touch WHERE touch.step_id = step.id)"""

IN_TIME = """
    SELECT asked.step_id, count(*)
      FROM (VALUES %(asked)s) asked (step_id, sequence_id, since, until)
      JOIN sales_sequence_enrollment enrollment ON enrollment.sequence_id = asked.sequence_id
     WHERE COALESCE(enrollment.starts_on::timestamp, enrollment.enrolled_at) BETWEEN asked.since AND asked.until
       AND (enrollment.exit_reason IS NULL OR enrollment.exit_reason NOT IN %(taken_out)s)
       AND enrollment.arm IS DISTINCT FROM %(control)s
  GROUP BY asked.step_id"""


class SalesSequenceAdviceResultsCounts(models.AbstractModel):
    """What the rules about results look at. Each is one query for all sequences, bounded by a window of time.

    Mailbox providers judge the emails of a sender, so bounces and complaints are counted in emails here; the report
    counts people.
    """

    _name = "sales.sequence.advice.results.counts"
    _description = "Counts for Advice about Results"

    def _emails_since(self):
        return fields.Datetime.now() - timedelta(days=DAYS_OF_EMAILS)

    def _count_emails(self, sequences):
        """:return: ``{sequence id: (sent, bounced, complained about)}`` of the emails that left in the last weeks, and
        after the first steps were last resumed"""
        self._flush_emails()
        query = SQL(EMAILS, sequence_ids=tuple(sequences.ids), since=self._emails_since())
        return {sequence_id: tuple(counts) for sequence_id, *counts in self.env.execute_query(query)}

    def _flush_emails(self):
        self.env["sales.sequence"].flush_model(["first_steps_lifted_at"])
        self.env["sales.sequence.touch"].flush_model(["channel", "done_at", "enrollment_id", "sequence_id", "state"])
        self.env["sales.sequence.signal"].flush_model(["effect", "enrollment_id", "kind", "occurred_at", "touch_id"])

    def _emails_of(self, sequence_id, condition):
        """A domain of the touches that `_count_emails` counts and that meet a condition.

        :param condition: domain of `sales.sequence.touch`
        """
        lifted_at = self.env["sales.sequence"].browse(sequence_id).sudo().first_steps_lifted_at
        return (
            Domain("sequence_id", "=", sequence_id)
            & Domain("channel", "=", "email")
            & Domain("state", "in", ("sent", "bounced"))
            & Domain("done_at", ">=", self._emails_since())
            & (Domain("done_at", ">", lifted_at) if lifted_at else Domain.TRUE)
            & Domain(condition)
        )

    def _complained_ids(self):
        """Ids of the touches that are complained about, in all sequences: there are few."""
        self._flush_emails()
        rows = self.env.execute_query(SQL(COMPLAINED, since=self._emails_since()))
        return [touch_id for (touch_id,) in rows if touch_id]

    def _count_closed(self, sequences):
        """:return: ``{sequence id: {is_before: (closed, answered, opted out)}}``: the people who closed in the last
        weeks, and in as many weeks before"""
        Report, Dashboard = self.env["sales.sequence.report"], self.env["sales.sequence.dashboard"]
        now = fields.Datetime.now()
        week = Dashboard._week_of_people(now)
        domain = Domain("sequence_id", "in", sequences.ids) & Dashboard._touched_lately(sequences, now)
        rows = Report._fetch_counted(
            SQL(
                """SELECT people.g0, %(week)s >= %(weeks)s AS is_before, %(closed)s, %(answered)s, %(opted_out)s
                     FROM (%(people)s) AS people
                    WHERE %(week)s BETWEEN 0 AND %(last)s
                 GROUP BY people.g0, is_before""",
                week=week,
                weeks=COMPARED_WEEKS,
                last=2 * COMPARED_WEEKS - 1,
                closed=Report._measure("closed"),
                answered=Report._measure("replied_closed"),
                opted_out=Report._measure("opted_out"),
                people=Report._people(domain, ["sequence_id"]),
            )
        )
        found = {}
        for sequence_id, is_before, *counts in rows:
            found.setdefault(sequence_id, {})[is_before] = tuple(counts)
        return found

    def _count_stuck(self, sequences):
        """:return: list of ``(sequence, step or an empty record, people)``: paused because the step failed"""
        return self.env["sales.sequence.enrollment"]._read_group(
            self._stuck_domain(sequences.ids), ["sequence_id", "next_step_id"], ["__count"]
        )

    def _stuck_domain(self, sequence_ids):
        return (
            Domain("sequence_id", "in", sequence_ids)
            & Domain("state", "=", "paused")
            & Domain("pause_kind", "=", "failure")
            & NOT_CONTROL
        )

    def _count_in_time(self, sequences):
        """:return: ``{step: (people who had the time to come to it, after how many days)}`` of the active steps that
        nobody has ever come to"""
        self.env["sales.sequence.step"].flush_model(["active", "sequence_id"])
        self.env["sales.sequence.touch"].flush_model(["step_id"])
        query = SQL(UNTOUCHED, sequence_ids=tuple(sequences.ids))
        steps = self.env["sales.sequence.step"].browse(step_id for (step_id,) in self.env.execute_query(query))
        days = self._days_of_steps(steps)
        if not days:
            return {}
        now = fields.Datetime.now()
        asked = [
            SQL(
                "(%s, %s, %s::timestamp, %s::timestamp)",
                step.id,
                step.sequence_id.id,
                # Whoever entered before the step was there may have passed its place.
                max(step.create_date, now - timedelta(days=DAYS_OF_PEOPLE)),
                now - timedelta(days=days_of_step),
            )
            for step, days_of_step in days.items()
        ]
        self.env["sales.sequence.enrollment"].flush_model(
            ["arm", "enrolled_at", "exit_reason", "sequence_id", "starts_on"]
        )
        rows = self.env.execute_query(
            SQL(IN_TIME, asked=SQL(", ").join(asked), taken_out=TAKEN_OUT, control=CONTROL)
        )
        counts = dict(rows)
        return {step: (counts.get(step.id, 0), days_of_step) for step, days_of_step in days.items()}

    def _days_of_steps(self, steps):
        """``{step: after how many days from their start everybody should have come to it}``, without those that come
        after one that is counted from a date: that date may be far away."""
        days = {}
        # All at once: each sequence would look up its own.
        others = steps.search([("sequence_id", "in", steps.sequence_id.ids), ("active", "=", True)])
        for of_sequence in others.grouped("sequence_id").values():
            waits = 0
            for step in of_sequence._in_order():
                if step._delay().has_date:
                    break
                if step in steps:
                    days[step] = days_to_reach(step.day_number, waits)
                if step.channel in MANUAL_CHANNELS and step.wait_for_completion:
                    waits += step.max_wait_days
        return days
