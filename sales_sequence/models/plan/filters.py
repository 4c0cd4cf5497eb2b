import psycopg2

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL, mute_logger

from ...tools import filters
from ...tools.time_zones import zone_info

# What decides whom the filters find.
FILTER_FIELDS = {"enroll_domain", "goal_domain", "auto_enroll", "company_id", "target"}


class SalesSequenceFilters(models.AbstractModel):
    """The filters of a sequence, which are kept as text: who may enter, and what is its goal.

    Jobs search with all rights. What they find counts only as far as the author of the filters would find it too:
    nobody learns from a filter, nor enrolls by it, what they may not read.
    """

    _name = "sales.sequence.filters"
    _description = "Filters of a Sequence"
    _whole_texts = ("enroll_domain", "goal_domain")

    enroll_domain = fields.Char(string="Audience", help="Only matching records can be enrolled. Empty: everybody.")
    goal_domain = fields.Char(help="A record that matches has reached the goal: its enrollment stops.")
    filters_user_id = fields.Many2one(
        "res.users",
        string="Filters set by",
        ondelete="restrict",
        readonly=True,
        copy=False,
        help="The audience enrolls, and the goal stops, only records that this user may see. Empty: all records.",
    )

    def _with_author(self, vals):
        """The values to write. Whoever sets a filter lends it their rights, and nobody lends it somebody else's."""
        if self.env.su:
            return vals
        vals = {name: value for name, value in vals.items() if name != "filters_user_id"}
        if vals.keys() & FILTER_FIELDS:
            vals["filters_user_id"] = self.env.uid
        return vals

    def _filter_visible_to_author(self, targets, domain):
        """Of targets that match a filter of this sequence, those that its author would find by it."""
        author = self.filters_user_id
        if not author or not targets:
            return targets
        companies = author.company_ids
        theirs = targets.with_user(author).with_context(allowed_company_ids=companies.ids, active_test=False)
        found = set(theirs.search(Domain("id", "in", targets.ids) & domain)._ids)
        return targets.filtered(lambda target: target.id in found)

    @api.constrains("enroll_domain", "goal_domain", "target", "auto_enroll")
    def _check_domains(self):
        for sequence in self:
            for field_name in ("enroll_domain", "goal_domain"):
                sequence._check_domain(field_name, sequence._get_domain(field_name))

    def _check_domain(self, field_name, domain):
        """Have PostgreSQL plan the search by this filter, without running it: what it refuses would stop every job that
        searches."""
        if self.auto_enroll and field_name == "enroll_domain" and self.enroll_domain and domain.is_true():
            raise ValidationError(self.env._("Automatic enrollment needs a filter that does not match every record."))
        Target = self.env[self._target_model_name()]
        try:
            with self.env.cr.savepoint(flush=False), mute_logger("odoo.sql_db", "odoo.domains", "odoo.fields"):
                self.env.cr.execute(SQL("EXPLAIN %s", Target._search(domain).select()))
        except (psycopg2.Error, ValueError, TypeError, NotImplementedError) as error:
            raise self._domain_error(field_name, error) from error

    def _get_domain(self, field_name):
        """The `Domain` that the text field holds.

        :raises ValidationError: it is not, or no longer, valid on the target: the app that brought a field may be gone
        """
        try:
            domain = self._parse_domain(field_name)
            domain.validate(self.env[self._target_model_name()])
        except filters.RefusedFilter as error:
            raise self._domain_error(field_name, self._refusal_in_words(error)) from None
        except Exception as error:
            raise self._domain_error(field_name, error) from error
        return domain

    def _parse_domain(self, field_name):
        """The `Domain` that the text field holds; everything when it is empty.

        :raises filters.RefusedFilter: the text is not a filter
        """
        self.ensure_one()
        moment = filters.Moment(
            now=fields.Datetime.now(),
            zone=zone_info(self.env.tz.zone),
            uid=self.filters_user_id.id or self.env.uid,
        )
        return Domain(filters.read(self[field_name] or "", moment))

    def _domain_error(self, field_name, reason):
        return ValidationError(
            self.env._(
                "%(field)s of “%(sequence)s” is not a valid filter on %(model)s: %(error)s\n"
                "Correct it on the sequence. A field disappears when the app that brought it is uninstalled.",
                field=self._fields[field_name].get_description(self.env)["string"],
                sequence=self.name,
                model=self.env[self._target_model_name()]._description,
                error=reason,
            )
        )

    def _refusal_in_words(self, refused):
        """:param filters.RefusedFilter refused:"""
        words = {
            "too_long": self.env._(
                "It has %(count)s characters. The limit is %(limit)s: filter by a tag or a stage, not by a long list.",
                count=refused.piece,
                limit=filters.MAX_LENGTH,
            ),
            "too_many": self.env._(
                "It has more than %s conditions. Filter by a tag or a stage instead.", filters.MAX_ITEMS
            ),
            "too_deep": self.env._(
                "“%(piece)s” follows more than %(limit)s relations. Use a field that is closer.",
                piece=refused.piece,
                limit=filters.MAX_DEPTH,
            ),
            "unreadable": self.env._("“%s” is incomplete, or contains a wrong character.", refused.piece),
            "no_list": self.env._(
                "“%s” is not a list of conditions, such as [('country_id.code', '=', 'BE')].", refused.piece
            ),
            "expression": self.env._(
                "“%s” would have to be computed. Write the value itself. For a date that moves, write a text such as "
                "'today -7d'.",
                refused.piece,
            ),
            "number": self.env._("“%s” is too large for a number.", refused.piece),
            "condition": self.env._(
                "“%s” is not a condition: a field, an operator and a value, such as ('country_id.code', '=', 'BE').",
                refused.piece,
            ),
            "operator": self.env._("Unknown operator: %s.", refused.piece),
        }
        return words[refused.kind]
