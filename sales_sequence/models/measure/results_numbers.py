from datetime import datetime

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..base.arguments import MAX_ID
from .metrics import COUNTED

# What is counted of each group, and of the whole page: names of metrics.
MEASURES = ("closed", "open", "replied_closed", "meetings", "median_days")
MEASURES_OF_STEPS = ("closed", "replied_closed")
MEASURES_OF_PAGE = (*MEASURES, "opted_out", "bounced", "emailed")
# Numbers that combine two metrics.
COMBINED = {
    "open_answered": f"({COUNTED['open']}) AND ({COUNTED['replied']})",
    "meetings_unanswered": f"({COUNTED['meetings']}) AND ({COUNTED['replied_closed']}) IS NOT TRUE",
}
# Who has answered in time, closed or open: what the curve steps by.
ANSWERED = f"({COUNTED['replied_closed']}) OR ({COMBINED['open_answered']})"
# Which people a number of the page counts, by its name there.
NUMBERS = {
    **{name: COUNTED[name] for name in ("closed", "open", "meetings", "opted_out", "bounced", "emailed")},
    **COMBINED,
    "answered": COUNTED["replied_closed"],
}
# The tables of `_relations` in which the parts of the page are counted.
TABLES = {"total": "page", "weeks": "weeks", "reps": "reps", "variants": "variants", "steps": "steps"}


class SalesSequenceResultsNumbers(models.AbstractModel):
    """How many the page counts, and who they are: both from the same rows, by the same conditions."""

    _name = "sales.sequence.results.numbers"
    _inherit = "sales.sequence.results.funnel"
    _description = "Numbers of the Results of a Sequence"

    def _count(self, scope):
        """All numbers of the page, in one query.

        :return: ``{part: {key: {name: value}}}``; keys are texts, and None for the whole page. Of the parts `days` and
            `funnel` a list of them
        """
        parts = [
            self._measured_page(),
            *(self._measured(part, TABLES[part], MEASURES) for part in ("weeks", "reps", "variants")),
            self._measured("steps", "ranked", MEASURES_OF_STEPS),
            self._days(scope, SQL("NULL"), SQL("page")),
            self._days_of_steps(scope),
            *self._parts_of_funnel(),
        ]
        if len(scope.sequences) > 1:
            parts.append(self._days(scope, SQL("people.g0"), SQL("versions")))
        query = SQL("%s %s", self._relations(scope), SQL(" UNION ALL ").join(parts))
        rows = self.env["sales.sequence.report"]._fetch_counted(query)
        found = {part: {} for part in (*TABLES, "days", "days_of_steps", "funnel")}
        for part, key, values in rows:
            if part in ("days", "funnel"):
                found[part].setdefault(key, []).append(values)
            else:
                found[part][key] = values
        first = found["total"][None]["first_open_at"]
        found["total"][None]["first_open_at"] = first and datetime.fromisoformat(first)
        return found

    def _measured_page(self):
        values = [
            *self._metrics(MEASURES_OF_PAGE),
            *(SQL("%s, count(*) FILTER (WHERE %s)", name, self._condition(COMBINED[name])) for name in COMBINED),
            SQL("'first_open_at', min(people.first_at) FILTER (WHERE %s)", self._condition(COUNTED["open"])),
        ]
        return SQL(
            "SELECT 'total' AS part, NULL::text AS key, jsonb_build_object(%s) AS numbers FROM page people",
            SQL(", ").join(values),
        )

    def _measured(self, part, table, names):
        return SQL(
            "SELECT %s, people.g0::text, jsonb_build_object(%s) FROM %s people GROUP BY people.g0",
            part,
            SQL(", ").join(self._metrics(names)),
            SQL.identifier(table),
        )

    def _metrics(self, names):
        """Names and values for `jsonb_build_object`."""
        return [SQL("%s, %s", name, self.env["sales.sequence.report"]._measure(name)) for name in names]

    def _days(self, scope, key, table):
        """How many answered in time, were last seen without an answer, or were observed to the end without one; on
        which day after their first email."""
        return SQL(
            """SELECT 'days', key::text, jsonb_build_object(
                      'has_answered', has_answered, 'is_open', is_open, 'day', day, 'people', count(*))
                 FROM (SELECT %(key)s AS key,
                              (%(answered)s) IS TRUE AS has_answered,
                              (%(open)s) IS TRUE AS is_open,
                              CASE WHEN %(answered)s THEN GREATEST(%(replied_on)s - %(first_on)s, 0)
                                   WHEN %(open)s THEN %(today)s - %(first_on)s
                              END AS day
                         FROM %(table)s people
                        WHERE people.reached_at IS NOT NULL) observed
             GROUP BY key, has_answered, is_open, day""",
            key=key,
            answered=self._condition(ANSWERED),
            open=self._condition(COUNTED["open"]),
            replied_on=scope.date_of(SQL("people.replied_at")),
            first_on=scope.date_of(SQL("people.first_at")),
            today=SQL("%s::date", scope.day_of(fields.Datetime.now())),
            table=table,
        )

    def _days_of_steps(self, scope):
        """On which day after the first email a step is usually taken."""
        return SQL(
            """SELECT 'days_of_steps', people.g0::text, jsonb_build_object(
                      'day', percentile_disc(0.5) WITHIN GROUP (ORDER BY %(taken_on)s - %(first_on)s))
                 FROM steps people
                WHERE people.reached_at IS NOT NULL
             GROUP BY people.g0""",
            taken_on=scope.date_of(SQL("people.taken_at")),
            first_on=scope.date_of(SQL("people.first_at")),
        )

    # ------------------------------------------------------------------
    # Who they are
    # ------------------------------------------------------------------

    def _enrollments_counted(self, scope, part, key, name):
        """The ids of the enrollments that stand for the people whom a number counts, one for each of them.

        :raises UserError: the page has no such number
        """
        if part == "funnel":
            people = self._people_of_funnel(scope, key, name)
        elif part in TABLES and name in NUMBERS:
            people = SQL(
                "SELECT people.person FROM %s people WHERE %s AND (%s)",
                SQL.identifier(TABLES[part]),
                self._has_key(scope, part, key),
                self._condition(NUMBERS[name]),
            )
        else:
            raise UserError(self.env._("This page has no such number."))
        rows = self.env["sales.sequence.report"]._fetch_counted(
            SQL(
                "%s SELECT walk.id FROM walk WHERE walk.person IN (%s) ORDER BY walk.id",
                self._relations(scope),
                people,
            )
        )
        return [id_ for (id_,) in rows]

    def _enrollments_of_page(self, scope):
        """The ids of all enrollments of the people of the page that have a row in the report."""
        Report = self.env["sales.sequence.report"]
        rows = Report._fetch_counted(
            SQL(
                "%s SELECT DISTINCT part.g0 FROM (%s) part JOIN page ON page.person = part.person ORDER BY part.g0",
                self._relations(scope),
                Report._people(scope.domain, ["enrollment_id"]),
            )
        )
        return [id_ for (id_,) in rows]

    def _has_key(self, scope, part, key):
        """The `SQL` condition of the rows of one group."""
        if key is False or part == "total":
            # Of all reps, of all steps.
            return SQL("TRUE")
        if part == "steps":
            return SQL("people.g0 = ANY(%s)", self._step_ids(scope, key))
        if part == "weeks":
            day = fields.Date.to_date(key) if isinstance(key, str) and len(key) == len("2026-01-31") else None
            return SQL("people.g0 = %s", day)
        return SQL("people.g0 = %s", key if isinstance(key, int) and 0 < key <= MAX_ID else None)

    def _step_ids(self, scope, key):
        """:param key: the rank of a step, from 1, or ``"email"`` for all emails"""
        if key == "email":
            return [step.id for steps in scope.steps for step in steps if step.channel == "email"]
        is_rank = isinstance(key, int) and 1 <= key <= len(scope.steps)
        return scope.steps[key - 1].ids if is_rank else []
