from datetime import timedelta

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.rate_change import NEW, Group, are_comparable, change
from ..enrollment.comparison import NOT_CONTROL

# The people whose time to answer was over in the last weeks, and in as many weeks before.
COMPARED_WEEKS = 8
WEEKS_OF_LINE = 12
# With more enrollments than this, reading all of them is quicker than naming them.
MOST_NAMED = 100_000
# Two points are no line.
FEWEST_POINTS = 4

TOUCHED_LATELY = """
    WITH lately AS MATERIALIZED (
        SELECT enrollment.id, enrollment.sequence_id, enrollment.partner_id
          FROM sales_sequence_enrollment enrollment
         WHERE enrollment.id IN (
                SELECT touch.enrollment_id
                  FROM sales_sequence_touch touch
                 WHERE touch.done_at >= %(since)s AND touch.sequence_id IN %(sequence_ids)s))
    SELECT lately.id FROM lately
     UNION
    SELECT same.id
      FROM lately
      JOIN sales_sequence_enrollment same
        ON same.partner_id = lately.partner_id AND same.sequence_id = lately.sequence_id
     UNION
    SELECT same.enrollment_id
      FROM lately
      JOIN sales_sequence_address address ON address.enrollment_id = lately.id AND lately.partner_id IS NULL
      JOIN sales_sequence_address same ON same.person_key = address.person_key"""


class SalesSequenceDashboardRates(models.AbstractModel):
    """Dashboard: what the live sequences have earned of closed people, and whether that has changed.

    A week of people are those whose first email left in it; the last week is that whose people have just closed.
    """

    _name = "sales.sequence.dashboard.rates"
    _description = "Sequences Dashboard: Rates"

    def _live_sequences(self, filters, now):
        """:return: list of dicts, see `docs/api.md`; those whose rate fell first, then by name"""
        sequences = self.env["sales.sequence"].search_fetch(
            [("state", "=", "live"), ("in_gallery", "=", False)], ["lifecycle", "name", "purpose", "version_number"]
        )
        weeks = self._closed_by_week(sequences, filters, now)
        compared = sum(are_comparable(*self._groups(weeks[sequence.id])) for sequence in sequences)
        rows = [self._sequence_row(sequence, weeks[sequence.id], compared) for sequence in sequences]
        self._tell_start(rows)
        return sorted(rows, key=lambda row: row["change"]["kind"] != "fell")

    def _sequence_row(self, sequence, by_week, compared):
        before, last = self._groups(by_week)
        found = change(before, last, compared)
        began_at = min((row["began_at"] for row in by_week.values()), default=None)
        return {
            "id": sequence.id,
            "name": sequence.name,
            "version": sequence.version_number,
            "kind": self._label(sequence, "lifecycle") or self._label(sequence, "purpose"),
            "before": self._as_dict(before),
            "last": self._as_dict(last),
            "line": self._rates_of_weeks(by_week),
            "began_at": fields.Datetime.to_string(began_at) if began_at else False,
            "change": {
                "kind": found.kind,
                "ratio": found.ratio if found.ratio is not None else False,
                "low": found.low if found.low is not None else False,
                "high": found.high if found.high is not None else False,
            },
        }

    def _tell_start(self, rows):
        """Of what is new and has figures already: when it began, however long ago that was."""
        ids = [row["id"] for row in rows if row["change"]["kind"] == NEW and row["last"]["people"]]
        began = dict(
            self.env["sales.sequence.enrollment"]._read_group(
                Domain("sequence_id", "in", ids) & NOT_CONTROL, ["sequence_id"], ["enrolled_at:min"]
            )
        )
        for row in rows:
            if row["id"] in ids:
                row["began_at"] = fields.Datetime.to_string(began[self.env["sales.sequence"].browse(row["id"])])

    def _label(self, sequence, name):
        return dict(sequence._fields[name]._description_selection(self.env)).get(sequence[name])

    def _as_dict(self, group):
        rate = group.rate
        return {"answered": group.answered, "people": group.people, "rate": False if rate is None else rate}

    def _groups(self, by_week):
        """:return: `Group` of the weeks before, and of the last weeks"""
        return (
            self._group(by_week, range(COMPARED_WEEKS, 2 * COMPARED_WEEKS)),
            self._group(by_week, range(COMPARED_WEEKS)),
        )

    def _group(self, by_week, weeks):
        rows = [by_week[week] for week in weeks if week in by_week]
        return Group(sum(row["answered"] for row in rows), sum(row["people"] for row in rows))

    def _rates_of_weeks(self, by_week):
        """The rate of each of the last weeks, the oldest first; False where too few people are behind it, which XML-RPC
        knows, unlike None. False if that makes no line."""
        rates = [self._group(by_week, [week]).rate for week in reversed(range(WEEKS_OF_LINE))]
        known = [rate for rate in rates if rate is not None]
        return [False if rate is None else rate for rate in rates] if len(known) >= FEWEST_POINTS else False

    def _closed_by_week(self, sequences, filters, now):
        """``{sequence id: {week: {"answered", "people", "began_at"}}}``; week 0 has just closed, 1 was before it."""
        by_sequence = {sequence.id: {} for sequence in sequences}
        if not sequences:
            return by_sequence
        Report = self.env["sales.sequence.report"]
        rows = Report._fetch_counted(
            SQL(
                """SELECT people.g0, %(week)s AS week, %(answered)s, %(people_closed)s, min(people.first_at)
                     FROM (%(people)s) AS people
                    WHERE people.first_at IS NOT NULL
                 GROUP BY people.g0, week""",
                week=self._week_of_people(now),
                answered=Report._measure("replied_closed"),
                people_closed=Report._measure("closed"),
                people=Report._people(
                    Domain("sequence_id", "in", sequences.ids)
                    & self._touched_lately(sequences, now)
                    & self._of_team_in_report(filters),
                    ["sequence_id"],
                ),
            )
        )
        for sequence_id, week, answered, people, began_at in rows:
            by_sequence[sequence_id][week] = {"answered": answered, "people": people, "began_at": began_at}
        return by_sequence

    def _touched_lately(self, sequences, now):
        """A `Domain` of the report with everybody whose first email may lie in the weeks shown: of a history of years,
        most people need not be looked at.

        Whoever was in the same sequence before belongs to it, or their second first email would seem to be the first.
        With all rights: the report has the people of the reader.
        """
        since = self._closed_until(now) - timedelta(weeks=2 * COMPARED_WEEKS)
        for model_name, names in (
            ("sales.sequence.touch", ["done_at", "enrollment_id", "sequence_id"]),
            ("sales.sequence.enrollment", ["partner_id", "sequence_id"]),
            ("sales.sequence.address", ["enrollment_id", "person_key"]),
        ):
            self.env[model_name].flush_model(names)
        rows = self.env.execute_query(SQL(TOUCHED_LATELY, since=since, sequence_ids=tuple(sequences.ids)))
        return Domain.TRUE if len(rows) > MOST_NAMED else Domain("enrollment_id", "in", [id_ for (id_,) in rows])

    def _closed_until(self, now):
        return now - timedelta(days=self.env["sales.sequence.report"]._closed_days())

    def _week_of_people(self, now):
        """`SQL` of how many weeks ago a person of the report closed; negative for who is open, and all that are too old
        for the page together. Leave out whoever has no `first_at` yet: PostgreSQL's LEAST ignores NULL, so they would
        be among the oldest."""
        return SQL(
            "LEAST(%s, floor(extract(epoch FROM (%s::timestamp - people.first_at)) / 604800))::integer",
            2 * COMPARED_WEEKS,
            self._closed_until(now),
        )

    def _closed_people(self, domain, weeks, measure, now):
        """The enrollments behind a number of the table, one for each person.

        :param domain: of the report, of one sequence
        :param weeks: ``range`` of weeks, as in `_closed_by_week`
        :param measure: of the report: ``closed`` or ``replied_closed``
        :return: list of ids
        """
        Report = self.env["sales.sequence.report"]
        rows = Report._fetch_counted(
            SQL(
                """SELECT DISTINCT ON (chosen.person) enrollments.g0
                     FROM (
                              SELECT people.person
                                FROM (%(people)s) AS people
                               WHERE %(week)s BETWEEN %(first)s AND %(last)s
                            GROUP BY people.person
                              HAVING %(measure)s > 0
                          ) AS chosen
                     JOIN (%(enrollments)s) AS enrollments ON enrollments.person = chosen.person
                 ORDER BY chosen.person, enrollments.replied_at, enrollments.first_at, enrollments.g0""",
                people=Report._people(domain, ["sequence_id"]),
                week=self._week_of_people(now),
                first=weeks[0],
                last=weeks[-1],
                measure=Report._measure(measure),
                enrollments=Report._people(domain, ["enrollment_id"]),
            )
        )
        return [id_ for (id_,) in rows]
