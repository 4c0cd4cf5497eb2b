from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..base.arguments import TEXT, checked
from .metrics import COUNTED, RATES, SUMS

# Which of several enrollments of a person a number is about: the one to which it happened first.
TOLD_BY = {
    "replied": "replied_at",
    "replied_closed": "replied_at",
    "meetings": "meeting_at",
    "goals": "goal_at",
    "won": "won_at",
    "opted_out": "opted_out_at",
    "complaints": "complaint_at",
    "auto_replied": "auto_replied_at",
    "clicked": "clicked_at",
}
# Whose records a click on these opens.
OPENED = {**{name: part for name, (part, _whole) in RATES.items()}, "revenue": "won", "median_days": "replied_closed"}


class SalesSequenceReportOpening(models.AbstractModel):
    """Which records a number counts."""

    _name = "sales.sequence.report.opening"
    _description = "Records Behind a Number"

    @api.model
    def _counted_enrollments(self, name, domain, groupby=()):
        """The query of the enrollments that a measure counts: one for each person.

        :param name: a key of `COUNTED`
        :param domain: in terms of the report's fields
        :param groupby: what the number is grouped by, where that tells steps apart
        :return: `SQL` of a subquery of ids
        """
        touch = SQL.identifier(self._table)
        counted = SQL(
            "SELECT people.person FROM (%s) people WHERE %s",
            self._people(domain, groupby),
            SQL(COUNTED[name], **self._clock()),
        )
        query = self._search(domain)
        query.add_where(SQL("%s.person IN (%s)", touch, counted))
        told_by = SQL("%s.%s", touch, SQL.identifier(TOLD_BY.get(name, "done_at")))
        if name == "bounced":
            told_by = SQL("%s.state != 'bounced', %s", touch, told_by)
        query.order = SQL("%(touch)s.person, %(told_by)s, %(touch)s.id", touch=touch, told_by=told_by)
        columns = SQL("DISTINCT ON (%(touch)s.person) %(touch)s.enrollment_id", touch=touch)
        return SQL("SELECT enrollment_id FROM (%s) counted", query.select(columns))

    @api.model
    def _counted_touches(self, name, domain):
        """The query of the touches that a sum counts. :param name: one of `SUMS`"""
        query = self._search(domain)
        query.add_where(SQL("%s = 1", SQL.identifier(self._table, name)))
        return query.select()

    @checked(name=TEXT)
    @api.model
    def action_open(self, name, domain, groupby=()):
        """Open exactly the records that a measure counts: for each person one enrollment, or the touches.

        :param name: a measure of the report; a rate opens its numerator, revenue who was won, a median who answered
        :param domain: in terms of the report's fields
        :param groupby: what the number is grouped by, where that tells steps apart
        :return: an `ir.actions.act_window`
        """
        name = OPENED.get(name, name)
        if name not in (*COUNTED, *SUMS):
            raise UserError(self.env._("There are no records behind “%s”.", name))
        try:
            if name in SUMS:
                query = self._counted_touches(name, domain)
            else:
                query = self._counted_enrollments(name, domain, groupby)
        except (AssertionError, AttributeError, KeyError, TypeError, ValueError) as error:
            raise UserError(self.env._("The report cannot answer this: %s", error)) from error
        ids = [id_ for (id_,) in self._fetch_counted(query, of_any_domain=True)]
        return {
            "type": "ir.actions.act_window",
            "name": self._fields[name].get_description(self.env, ["string"])["string"],
            "res_model": "sales.sequence.touch" if name in SUMS else "sales.sequence.enrollment",
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", ids)],
        }
