from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools.safe_eval import datetime as safe_datetime
from odoo.tools.safe_eval import safe_eval


class SalesSequence(models.Model):
    """The filters of a sequence, which are kept as text: who may enter, and what is its goal."""

    _inherit = "sales.sequence"

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
