from odoo import api, models
from odoo.fields import Domain

# Model: the field or path that leads to the enrollment, empty for the enrollment itself.
PATHS_TO_ENROLLMENT = {
    "sales.sequence.enrollment": "",
    # A row has the target of its enrollment.
    "sales.sequence.report": "",
    "sales.sequence.touch": "enrollment_id",
    "sales.sequence.attempt": "touch_id.enrollment_id",
    "sales.sequence.click": "touch_id.enrollment_id",
    "sales.sequence.signal": "enrollment_id",
    "sales.sequence.dead.address": "enrollment_id",
}


class IrRule(models.Model):
    """Enrollments, and what is recorded of them, obey the rules of the lead or partner behind them."""

    _inherit = "ir.rule"

    @api.model
    def _compute_domain(self, model_name, mode="read"):
        """Whoever may not read a lead or partner may not read what a sequence did to it either; the same for writing.

        The rules that a company has given to its leads and partners hold here too: a copy of crm's rules would not know
        them. Odoo does the same for the parents of a model (`_inherits`).
        """
        domain = super()._compute_domain(model_name, mode)
        path = PATHS_TO_ENROLLMENT.get(model_name)
        if path is None or self.env.su:
            return domain
        allowed = self._enrollments_of_allowed_targets("read" if mode == "read" else "write")
        if path and not allowed.is_true():
            allowed = Domain(path, "any", allowed)
            if not self.env[model_name]._fields[path.partition(".")[0]].required:
                # Without an enrollment there is no record whose rules it could obey.
                allowed |= Domain(path, "=", False)
        return (domain & allowed).optimize(self.env[model_name])

    def _enrollments_of_allowed_targets(self, mode):
        """The `Domain` of the enrollments whose target the rules let the current user read, or write.

        :param mode: ``"read"`` or ``"write"``
        """
        rules_by_target = {
            target: (field_name, self._compute_domain(model_name, mode))
            for target, (model_name, field_name) in self.env["sales.sequence"]._target_models().items()
        }
        if all(rules.is_true() for _field_name, rules in rules_by_target.values()):
            return Domain.TRUE
        return Domain.OR(
            # After the record was deleted nothing says who it was.
            Domain("target", "=", target)
            & (Domain.TRUE if rules.is_true() else Domain(field_name, "any", rules) | Domain(field_name, "=", False))
            for target, (field_name, rules) in rules_by_target.items()
        )
