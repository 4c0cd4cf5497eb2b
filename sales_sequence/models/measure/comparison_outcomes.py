from collections import defaultdict
from datetime import timedelta

from odoo import fields, models

from ...tools.comparison import Entry, count_units
from ...tools.experiment_units import pace_per_week
from ..enrollment.address import OWN

# When people agreed on a meeting: those that are entered only afterwards took place before.
AGREED_AT = """
    SELECT event.id, LEAST(event.create_date, base.create_date, event.start)
      FROM calendar_event event
 LEFT JOIN calendar_recurrence series ON series.id = event.recurrence_id
 LEFT JOIN calendar_event base ON base.id = series.base_event_id
     WHERE event.id = ANY(%s)"""
# The lead that was enrolled, and the other ones of the same contact or address. By both: whether a lead has a contact
# depends on who wrote to it, and how.
LEADS = """
    SELECT id AS enrollment_id, lead_id
      FROM sales_sequence_enrollment
     WHERE comparison_id = %(id)s AND lead_id IS NOT NULL
     UNION
    SELECT enrollment.id, lead.id
      FROM sales_sequence_enrollment enrollment
      JOIN crm_lead lead ON lead.partner_id = enrollment.partner_id
     WHERE enrollment.comparison_id = %(id)s
     UNION
    SELECT enrollment.id, lead.id
      FROM sales_sequence_enrollment enrollment
      JOIN crm_lead lead ON lead.email_normalized = enrollment.email_normalized
     WHERE enrollment.comparison_id = %(id)s"""
WON_AT = """
    SELECT found.enrollment_id, lead.date_closed
      FROM ({leads}) found
      JOIN crm_lead lead ON lead.id = found.lead_id
     WHERE lead.won_status = 'won' AND lead.date_closed IS NOT NULL"""


class SalesSequenceComparisonOutcomes(models.AbstractModel):
    """What the people of a comparison did, looked up for both arms alike.

    The signals do not tell: the engine looks for a meeting before each step, and reps note one as the outcome of a
    call, which happens to those only whom the sequence follows up. So the calendar and the leads themselves are read,
    at the moment of looking: a meeting that was canceled since counts no more. Only goals are taken from the signals:
    nothing else says when one was reached, and the hourly job looks at both arms until their days are over.
    """

    _name = "sales.sequence.comparison.outcomes"
    _description = "Outcomes of a Comparison"

    def _units(self):
        """The `Unit` list of those who count in this comparison, of all people, whoever may read them. A fixed number
        of queries."""
        self.ensure_one()
        entries = self._entries()
        units = {entry.enrollment: entry.unit for entry in entries if entry.arm}
        outcomes = self._reached_goals() if self.metric == "goal" else [*self._agreed_meetings(), *self._wins()]
        return count_units(
            entries,
            [(units[enrollment_id], moment) for enrollment_id, moment in outcomes if enrollment_id in units],
            [(units[enrollment_id], moment) for enrollment_id, moment in self._answers() if enrollment_id in units],
            fields.Datetime.now(),
            timedelta(days=self.days),
        )

    def _entries(self):
        """The `Entry` of each enrollment of the sequence, also of those that are compared with nothing."""
        self.env["sales.sequence.enrollment"].flush_model()
        self.env["res.partner"].flush_model(["commercial_partner_id"])
        self.env.cr.execute(
            """SELECT partner.commercial_partner_id, enrollment.email_normalized, enrollment.drawn_as,
                      enrollment.enrolled_at, enrollment.id, draw.weights,
                      CASE WHEN enrollment.comparison_id = %s THEN enrollment.arm END
                 FROM sales_sequence_enrollment enrollment
            LEFT JOIN res_partner partner ON partner.id = enrollment.partner_id
            LEFT JOIN sales_sequence_assignment draw
                   ON draw.comparison_id = enrollment.comparison_id AND draw.unit = enrollment.drawn_as
                WHERE enrollment.sequence_id = %s""",
            [self.id, self.sequence_id.id],
        )
        key = self.env["sales.sequence.assignment"]._unit_key
        return [
            Entry(key(company, email) or drawn_as or f"e{enrollment_id}", at, enrollment_id, arm, drawn_as, weights)
            for company, email, drawn_as, at, enrollment_id, weights, arm in self.env.cr.fetchall()
        ]

    # ------------------------------------------------------------------
    # What decides
    # ------------------------------------------------------------------

    def _agreed_meetings(self):
        """``[(enrollment id, when they agreed on it)]``, of meetings that have not been canceled."""
        enrollments = self.env["sales.sequence.enrollment"].sudo().search([("comparison_id", "=", self.id)])
        begin = min(enrollments.mapped("enrolled_at"), default=None)
        links = self.env["sales.sequence.inbox"].sudo()._find_links(self._compared_people(enrollments), floor=begin)
        self.env.cr.execute(AGREED_AT, [list({event_id for of_one in links.values() for event_id in of_one})])
        agreed_at = dict(self.env.cr.fetchall())
        return [
            (enrollment_id, agreed_at[event_id])
            for enrollment_id, of_one in links.items()
            for event_id in of_one
            if event_id in agreed_at
        ]

    def _compared_people(self, enrollments):
        """The `Person` of each of these, known by the same in both groups: all of their leads, also those that could
        not be enrolled while somebody was held back, and no former address, as it is kept of those only to whom the
        sequence has written."""
        addresses = self.env["sales.sequence.address"].sudo()._by_enrollment(enrollments)
        leads = defaultdict(list)
        for enrollment_id, lead_id in self._leads():
            leads[enrollment_id].append(("crm.lead", lead_id))
        return [
            person._replace(
                records=[*dict.fromkeys([*person.records, *leads[person.key]])],
                addresses=[address for address, role in addresses.get(person.key, {}).items() if role == OWN],
            )
            for person in self.env["sales.sequence.inbox"].sudo()._people(enrollments)
        ]

    def _leads(self):
        """``[(enrollment id, id of a lead of this person)]``"""
        self._flush_leads()
        self.env.cr.execute(LEADS, {"id": self.id})
        return self.env.cr.fetchall()

    def _wins(self):
        """``[(enrollment id, when a lead of theirs was won)]``"""
        self._flush_leads()
        self.env.cr.execute(WON_AT.format(leads=LEADS), {"id": self.id})
        return self.env.cr.fetchall()

    def _flush_leads(self):
        self.env["crm.lead"].flush_model(["won_status", "date_closed", "partner_id", "email_normalized"])
        followed = ["comparison_id", "email_normalized", "lead_id", "partner_id"]
        self.env["sales.sequence.enrollment"].flush_model(followed)

    def _reached_goals(self):
        """``[(enrollment id, when they reached the goal)]``"""
        return self._signals("goal")

    # ------------------------------------------------------------------
    # What does not decide
    # ------------------------------------------------------------------

    def _answers(self):
        """``[(enrollment id, when they answered)]``"""
        return self._signals("reply")

    def _signals(self, kind):
        self.env["sales.sequence.signal"].flush_model(["kind", "occurred_at", "enrollment_id", "effect"])
        self.env.cr.execute(
            """SELECT enrollment.id, signal.occurred_at
                 FROM sales_sequence_enrollment enrollment
                 JOIN sales_sequence_signal signal ON signal.enrollment_id = enrollment.id AND signal.kind = %s
                WHERE enrollment.comparison_id = %s AND signal.effect IS DISTINCT FROM 'ignored'""",
            [kind, self.id],
        )
        return self.env.cr.fetchall()

    # ------------------------------------------------------------------
    # How fast new people come
    # ------------------------------------------------------------------

    def _pace(self, sequence):
        """New companies, or people without one, that were enrolled a week lately: in this sequence, or a version of it
        before or after."""
        self.env["sales.sequence.enrollment"].flush_model()
        self.env.cr.execute(
            """SELECT enrollment.id, partner.commercial_partner_id, enrollment.email_normalized, enrollment.enrolled_at
                 FROM sales_sequence_enrollment enrollment
                 JOIN sales_sequence sequence ON sequence.id = enrollment.sequence_id
            LEFT JOIN res_partner partner ON partner.id = enrollment.partner_id
                WHERE sequence.first_version_id = %s""",
            [sequence.first_version_id.id],
        )
        key = self.env["sales.sequence.assignment"]._unit_key
        moments = defaultdict(list)
        for enrollment_id, company, email, at in self.env.cr.fetchall():
            moments[key(company, email) or enrollment_id].append(at)
        return pace_per_week([min(of_unit) for of_unit in moments.values()], fields.Datetime.now())
