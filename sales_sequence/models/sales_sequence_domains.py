from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools.safe_eval import datetime as safe_datetime
from odoo.tools.safe_eval import safe_eval

# What decides whom the filters reach.
FILTER_FIELDS = {"enroll_domain", "goal_domain", "auto_enroll", "company_id", "target"}


class SalesSequence(models.Model):
    """The filters of a sequence, which are kept as text: who may enter, and what is its goal.

    Jobs search with all rights. What they find counts only as far as whoever has set the filters would find it too:
    nobody learns from a filter, nor enrolls by it, what they may not read.
    """

    _inherit = "sales.sequence"

    filters_user_id = fields.Many2one(
        "res.users",
        string="Filters set by",
        ondelete="restrict",
        readonly=True,
        copy=False,
        help="The audience enrolls, and the goal stops, only whom this user may see. Nobody: everyone.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Whoever sets a filter lends it their rights."""
        return super().create([self._with_author(vals) for vals in vals_list])

    def write(self, vals):
        """See `create`."""
        return super().write(self._with_author(vals))

    def _with_author(self, vals):
        if self.env.su:
            return vals
        vals = {name: value for name, value in vals.items() if name != "filters_user_id"}
        if vals.keys() & FILTER_FIELDS:
            vals["filters_user_id"] = self.env.uid
        return vals

    def _those_the_author_finds(self, targets, domain):
        """Of targets that match a filter of this sequence, those that match it for whoever has set it."""
        author = self.filters_user_id
        if not author or not targets:
            return targets
        companies = author.company_ids
        theirs = targets.with_user(author).with_context(allowed_company_ids=companies.ids, active_test=False)
        found = set(theirs.search(Domain("id", "in", targets.ids) & domain)._ids)
        return targets.filtered(lambda target: target.id in found)

    @api.constrains("enroll_domain", "goal_domain", "target")
    def _check_domains(self):
        for sequence in self:
            for field_name in ("enroll_domain", "goal_domain"):
                sequence._get_domain(field_name)

    def _get_domain(self, field_name):
        """The `Domain` that the text field holds.

        :raises ValidationError: it makes no sense on the target, or no more: the app that brought a field is gone
        """
        Target = self.env[self._target_model_name()]
        try:
            domain = self._parse_domain(field_name)
            domain.validate(Target)
        except Exception as error:
            raise ValidationError(
                self.env._(
                    "%(field)s of “%(sequence)s” is not a valid filter on %(model)s: %(error)s\n"
                    "Correct it on the sequence. A field disappears when the app that brought it is uninstalled.",
                    field=self._fields[field_name].get_description(self.env)["string"],
                    sequence=self.name,
                    model=Target._description,
                    error=error,
                )
            ) from error
        return domain

    def _parse_domain(self, field_name):
        """The `Domain` that the text field holds; everything when it is empty."""
        self.ensure_one()
        text = self[field_name]
        if not text:
            return Domain.TRUE
        return Domain(
            safe_eval(
                text,
                {
                    "uid": self.env.uid,
                    "datetime": safe_datetime,
                    "context_today": lambda: fields.Date.context_today(self),
                },
            )
        )
