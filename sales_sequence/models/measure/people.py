from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.orm.domains import DomainAnd, DomainCondition
from odoo.tools import SQL

from ..base.closed import closed_days
from .ledger import Asked
from .metrics import METRICS

# Where steps are told apart, each stands for itself: somebody was called or not, whatever was mailed to them.
TELLS_STEPS_APART = {"touch_id", "id", "step_id", "position", "variant_id", "channel", "outcome_id"}

# First moments and sums of the touches of one person in one group. Columns are those of `ledger.py`.
MOMENTS = {
    "replied_at": "min(%(touch)s.replied_at)",
    "meeting_at": "min(%(touch)s.meeting_at)",
    "goal_at": "min(%(touch)s.goal_at)",
    "opted_out_at": "min(%(touch)s.opted_out_at)",
    "bounced_at": "min(%(touch)s.sent_at) FILTER (WHERE %(touch)s.state = 'bounced')",
    "complaint_at": "min(%(touch)s.complaint_at)",
    "auto_replied_at": "min(%(touch)s.auto_replied_at)",
    "clicked_at": "min(%(touch)s.clicked_at)",
    "won_at": "min(%(touch)s.won_at)",
    "revenue": "sum(%(touch)s.revenue)",
    "touches": "sum(%(touch)s.touches)",
    "tasks_done": "sum(%(touch)s.tasks_done)",
    "tasks_late": "sum(%(touch)s.tasks_late)",
    "tasks_overdue": "sum(%(touch)s.tasks_overdue)",
    "tasks_skipped": "sum(%(touch)s.tasks_skipped)",
    "row_count": "count(*)",
}


class SalesSequenceReportPeople(models.AbstractModel):
    """The two levels in which everything is counted: people first, and then the metrics over people.

    Nobody counts twice in a group, however many touches, enrollments or leads they have there; and whoever reads sees
    the people of the enrollments that they may read.
    """

    _name = "sales.sequence.report.people"
    _description = "Counting of People"

    @api.model
    def _closed_days(self):
        """For how many days after the first email an answer counts, and people are open. :return: from 1 to 365"""
        return closed_days(self.env)

    @api.model
    def _people(self, domain, groupby=()):
        """The query of the first level: one row for each person in each group, in the domain and in what the user may
        read.

        Its columns are `g0`, `g1` … (the groups, as in `groupby`), `person`, `first_at` (the first email of the group
        that left, and the first task done where there is no email), `emailed_at`, `reached_at` (`first_at`, of those
        who were reached) and those of `MOMENTS`. Moments are naive UTC; what did not happen is NULL.

        :param domain: in terms of the report's fields
        :param groupby: as of `_read_group`
        :return: `SQL` of a subquery without its parentheses; `_measure` expects it under the alias `people`
        """
        return self._people_in_sets(domain, groupby, [groupby], self._tells_steps_apart(domain, groupby))

    @api.model
    def _people_in_sets(self, domain, groupby, grouping_sets, is_apart):
        """As `_people`, for several groupings at once: the rows are read only once. A column `level` tells them apart,
        as PostgreSQL's `GROUPING` does.

        :param groupby: what the sets consist of
        :param is_apart: see `_tells_steps_apart`: a bool, or `SQL` about `touched.level` where the sets differ in it
        """
        asked = self._sequences_asked(domain)
        query = self.with_context(sales_sequence_asked=asked)._search(domain)
        touch = SQL.identifier(self._table)
        terms = {spec: self._read_group_groupby(self._table, spec, query) for spec in groupby}
        names = [SQL.identifier(f"g{index}") for index in range(len(terms))]
        comma = SQL(", ")
        columns = [SQL("%s AS %s", *pair) for pair in zip(terms.values(), names, strict=True)]
        columns += [
            SQL("GROUPING(%s) AS level", comma.join(terms.values())) if terms else SQL("0 AS level"),
            SQL("%s.person AS person", touch),
            SQL("min(%s.sent_at) AS emailed_at", touch),
            SQL("bool_or(%s.is_delivered) AS is_delivered", touch),
            SQL("min(%(touch)s.worked_at) FILTER (WHERE %(touch)s.has_no_emails) AS worked_alone_at", touch=touch),
            SQL("min(%s.worked_at) AS worked_at", touch),
            *(SQL(f"{text} AS {name}", touch=touch) for name, text in MOMENTS.items()),
        ]
        sets = [comma.join([*(terms[spec] for spec in one), SQL("%s.person", touch)]) for one in grouping_sets]
        query.groupby = SQL("GROUPING SETS (%s)", comma.join(SQL("(%s)", one) for one in sets))
        # Who was mailed in a group of certain steps is measured by the emails alone.
        first = SQL(
            "CASE WHEN %s THEN COALESCE(LEAST(touched.emailed_at, touched.worked_alone_at), touched.worked_at)"
            " ELSE LEAST(touched.emailed_at, touched.worked_alone_at) END",
            is_apart,
        )
        is_reached = SQL(
            "touched.is_delivered OR touched.worked_alone_at IS NOT NULL"
            " OR (%s AND touched.emailed_at IS NULL AND touched.worked_at IS NOT NULL)",
            is_apart,
        )
        return SQL(
            "SELECT %(kept)s, %(first)s AS first_at, CASE WHEN %(is_reached)s THEN %(first)s END AS reached_at"
            " FROM (%(touched)s) touched",
            kept=comma.join([*names, *map(SQL.identifier, ["level", "person", "emailed_at", *MOMENTS])]),
            first=first,
            is_reached=is_reached,
            touched=query.select(*columns),
        )

    @api.model
    def _sequences_asked(self, domain):
        """The sequences that a domain is about, as `Asked`; None if it names none."""
        domain = Domain(domain).optimize(self)
        conditions = domain.children if isinstance(domain, DomainAnd) else [domain]
        found = [
            set(condition.value)
            for condition in conditions
            if isinstance(condition, DomainCondition)
            and (condition.field_expr, condition.operator) == ("sequence_id", "in")
        ]
        ids = set.intersection(*found) - {False} if found else ()
        return Asked(tuple(sorted(ids))) if ids else None

    @api.model
    def _tells_steps_apart(self, domain, groupby):
        """Whether the touches of a group are of certain steps or channels only."""
        specs = {spec.partition(":")[0].partition(".")[0] for spec in groupby}
        asked = {condition.field_expr.partition(".")[0] for condition in Domain(domain).iter_conditions()}
        return not TELLS_STEPS_APART.isdisjoint(specs | asked)

    @api.model
    def _measure(self, name):
        """The `SQL` of a metric, an aggregate over rows of `_people` under the alias `people`.

        :param name: a key of `METRICS`
        """
        return SQL(METRICS[name], **self._clock())

    @api.model
    def _clock(self):
        """What the conditions of `metrics.py` are about: until when a first email is long ago, and for how long after
        it something counts."""
        days = timedelta(days=self._closed_days())
        return {"closed_before": fields.Datetime.now() - days, "closed_after": days}

    @api.model
    def _count_groups(self, domain, grouping_sets, names):
        """The raw values of these groupings, each with a list of its groups in no order.

        :return: for each set a list of rows ``(*values of the groups, *values of the metrics)``
        """
        results = [[] for _set in grouping_sets]
        by_kind = {}
        for index, groupby in enumerate(grouping_sets):
            by_kind.setdefault(self._tells_steps_apart(domain, groupby), []).append(index)
        for is_apart, indexes in by_kind.items():
            groupby = list(dict.fromkeys(spec for index in indexes for spec in grouping_sets[index]))
            people = self._people_in_sets(domain, groupby, [grouping_sets[index] for index in indexes], is_apart)
            columns = [SQL("people.level"), *(SQL.identifier("people", f"g{place}") for place in range(len(groupby)))]
            rows = self._fetch_counted(
                SQL(
                    "SELECT %s FROM (%s) people GROUP BY %s",
                    SQL(", ").join([*columns, *map(self._measure, names)]),
                    people,
                    SQL(", ").join(columns),
                ),
                of_any_domain=True,
            )
            for index in indexes:
                places = [groupby.index(spec) for spec in grouping_sets[index]]
                level = sum(1 << len(groupby) - 1 - place for place in range(len(groupby)) if place not in places)
                results[index] = [
                    (*(row[1 + place] for place in places), *row[1 + len(groupby) :]) for row in rows if row[0] == level
                ]
        return results

    @api.model
    def _fetch_counted(self, query, of_any_domain=False):
        """Execute a query about people.

        PostgreSQL's estimates for them are so high that it would compile each of these queries, which takes longer than
        most of them.

        :param query: `SQL`
        :param of_any_domain: whether its domain is somebody's own: of many filters PostgreSQL expects a handful of
            touches, and would walk through all that came back for each of the thousands that there are. Without nested
            loops it looks them up.
        :return: list of rows
        """
        names = ["jit", "enable_nestloop"] if of_any_domain else ["jit"]
        self.env.cr.execute("; ".join(f"SET LOCAL {name} = off" for name in names))
        rows = self.env.execute_query(query)
        self.env.cr.execute("; ".join(f"SET LOCAL {name} TO DEFAULT" for name in names))
        return rows

    @api.model
    def _measures(self, domain, groupby=(), names=("reached",)):
        """The metrics of each group.

        :param domain: in terms of the report's fields
        :param groupby: as of `_read_group`
        :param names: keys of `METRICS`
        :return: list of ``{"group": tuple, name: value …}``, groups as `_read_group` gives them and in its order;
            counts are 0 where there is nobody, rates are None
        """
        specs = [f"{name}:sum" for name in names]
        results = []
        for row in self._read_group(domain, groupby, specs):
            values = (None if value is False else value for value in row[len(groupby) :])
            results.append({"group": row[: len(groupby)], **dict(zip(names, values, strict=True))})
        return results
