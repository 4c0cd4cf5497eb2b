from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

from ..base.states import LIVE_STATES
from ..enrollment.comparison import NOT_CONTROL


class SalesSequenceDashboardPeople(models.AbstractModel):
    """Dashboard: who is in sequences now, and who has answered this week."""

    _name = "sales.sequence.dashboard.people"
    _description = "Sequences Dashboard: People"

    def _of_team(self, filters, path=""):
        """The `Domain` of the enrollments of a sales team, as the report has it: the team of the lead, else that of the
        sequence.

        :param path: what leads from the records searched to the enrollment, with a dot at its end
        """
        team_id = filters.get("team_id")
        if not team_id:
            return Domain.TRUE
        of_lead, of_sequence = f"{path}lead_id.team_id", f"{path}sequence_id.team_id"
        return Domain(of_lead, "=", team_id) | Domain(of_lead, "=", False) & Domain(of_sequence, "=", team_id)

    def _of_team_in_report(self, filters):
        return Domain("team_id", "=", filters["team_id"]) if filters.get("team_id") else Domain.TRUE

    # ------------------------------------------------------------------
    # Active now
    # ------------------------------------------------------------------

    def _active(self, filters, week):
        """:return: ``{"count", "sequences", "by_rep": [{"user_id", "name", "count"}], "by_sequence": {id as text:
        count}, "came_in", "left"}``; the last two since the week began"""
        is_active, came_in, left = self._active_domain(), self._came_in_domain(week), self._left_domain(week)
        # One look at the table for all of them.
        rows = self._count_enrollments(
            (is_active | came_in | left) & self._of_team(filters),
            SQL("count(*) FILTER (WHERE state IN %s)", LIVE_STATES),
            SQL("count(*) FILTER (WHERE enrolled_at >= %s)", week.begins_at),
            SQL("count(*) FILTER (WHERE ended_at >= %s)", week.begins_at),
        )
        by_rep, by_sequence = {}, {}
        for user_id, sequence_id, count, _came_in, _left in rows:
            if count:
                by_rep[user_id] = by_rep.get(user_id, 0) + count
                by_sequence[sequence_id] = by_sequence.get(sequence_id, 0) + count
        names = self._names_of_users(by_rep)
        reps = [{"user_id": id_, "name": names[id_], "count": count} for id_, count in by_rep.items()]
        return {
            "count": sum(by_rep.values()),
            "sequences": len(by_sequence),
            "by_rep": sorted(reps, key=lambda rep: (rep["name"], rep["user_id"])),
            # XML-RPC knows no other keys than texts.
            "by_sequence": {str(id_): count for id_, count in by_sequence.items()},
            "came_in": sum(row[3] for row in rows),
            "left": sum(row[4] for row in rows),
        }

    def _active_domain(self):
        return Domain("state", "in", LIVE_STATES) & NOT_CONTROL

    def _came_in_domain(self, week):
        return Domain("enrolled_at", ">=", week.begins_at) & NOT_CONTROL

    def _left_domain(self, week):
        return Domain("ended_at", ">=", week.begins_at) & NOT_CONTROL

    def _count_enrollments(self, domain, *aggregates):
        """:return: rows ``(user id, sequence id, *aggregates)`` of the enrollments that the user may read"""
        Enrollment = self.env["sales.sequence.enrollment"]
        Enrollment.flush_model(["enrolled_at", "ended_at", "sequence_id", "state", "user_id"])
        query = Enrollment._search(domain)
        of_table = SQL.identifier(query.table)
        # The columns are named without their table above: rules may join others that have columns of these names.
        inner = query.select(SQL("%s.*", of_table))
        return self.env.execute_query(
            SQL("SELECT user_id, sequence_id, %s FROM (%s) AS found GROUP BY 1, 2", SQL(", ").join(aggregates), inner)
        )

    def _names_of_users(self, ids):
        """``{id: name}``, also of those who have left."""
        users = self.env["res.users"].sudo().with_context(active_test=False).browse(ids)
        users.fetch(["name"])
        return {user.id: user.name for user in users}

    # ------------------------------------------------------------------
    # Answered this week
    # ------------------------------------------------------------------

    def _answered(self, filters, weeks):
        """People whose answer came in each of the weeks: until the point where this week is now, and in all of it.

        :return: ``{"count", "average", "weeks": [{"day", "until_now", "whole"}]}``, the oldest week first; `average`
            of the weeks before this one, until that point
        """
        counts = self._answers_by_week(filters, weeks)
        rows = [
            {"day": week.day.isoformat(), "until_now": until_now, "whole": whole}
            for week, (until_now, whole) in zip(weeks, counts, strict=True)
        ]
        before = rows[:-1]
        return {
            "count": rows[-1]["until_now"],
            "average": sum(row["until_now"] for row in before) / len(before),
            "weeks": rows,
        }

    def _answers_by_week(self, filters, weeks):
        """:return: list of ``(until now, in all)`` for each week"""
        found = self.env["sales.sequence.report"]._fetch_counted(
            SQL(
                """SELECT weeks.place,
                          count(DISTINCT answers.person) FILTER (WHERE answers.replied_at < weeks.cut_at),
                          count(DISTINCT answers.person)
                     FROM (%(answers)s) AS answers
                     JOIN (VALUES %(weeks)s) AS weeks (place, begins_at, cut_at, ends_at)
                       ON answers.replied_at >= weeks.begins_at AND answers.replied_at < weeks.ends_at
                 GROUP BY weeks.place""",
                answers=self._answers_between(weeks[0].begins_at, weeks[-1].ends_at, self._of_team_in_report(filters)),
                weeks=SQL(", ").join(
                    SQL(
                        "(%s, %s::timestamp, %s::timestamp, %s::timestamp)",
                        place,
                        week.begins_at,
                        week.cut_at,
                        week.ends_at,
                    )
                    for place, week in enumerate(weeks)
                ),
            )
        )
        counts = {place: (until_now, whole) for place, until_now, whole in found}
        return [counts.get(place, (0, 0)) for place in range(len(weeks))]

    def _answers_between(self, begins_at, ends_at, domain):
        """What counts as an answer is what the report says (`replied`); in a period counts when it came.

        :return: `SQL` of rows ``enrollment_id, person, replied_at``, of the enrollments that the user may read
        """
        Enrollment, Report = self.env["sales.sequence.enrollment"], self.env["sales.sequence.report"]
        # Few of all people have answered lately, and there is an index of those: nobody else needs to be looked at. As
        # ids, since PostgreSQL would join a subquery last. With all rights: the report has those of the reader.
        lately = Enrollment.sudo()._search([("replied_at", ">=", begins_at), ("replied_at", "<", ends_at)])
        return SQL(
            """SELECT people.g0 AS enrollment_id, people.person, min(people.replied_at) AS replied_at
                 FROM (%(people)s) AS people
                WHERE people.replied_at >= %(begins_at)s AND people.replied_at < %(ends_at)s
             GROUP BY people.g0, people.person
               HAVING %(replied)s > 0""",
            people=Report._people(Domain("enrollment_id", "in", lately.get_result_ids()) & domain, ["enrollment_id"]),
            begins_at=begins_at,
            ends_at=ends_at,
            replied=Report._measure("replied"),
        )

    def _count_answers(self, begins_at, ends_at, domain=Domain.TRUE):
        """How many people's answers came in a period, each person once.

        :param begins_at, ends_at: naive UTC; the end does not belong to it
        :param domain: of the report
        """
        answers = self._answers_between(begins_at, ends_at, domain)
        counted = SQL("SELECT count(DISTINCT person) FROM (%s) AS answers", answers)
        ((count,),) = self.env["sales.sequence.report"]._fetch_counted(counted)
        return count

    def _find_answers(self, begins_at, ends_at, domain):
        """The enrollments behind `_count_answers`, one for each person: the one that was answered first.

        :return: list of ids
        """
        answers = self._answers_between(begins_at, ends_at, domain)
        rows = self.env["sales.sequence.report"]._fetch_counted(
            SQL(
                """SELECT DISTINCT ON (person) enrollment_id
                     FROM (%s) AS answers
                 ORDER BY person, replied_at, enrollment_id""",
                answers,
            )
        )
        return [id_ for (id_,) in rows]
