from odoo import api, models
from odoo.fields import Domain

# Model: the field that leads to the enrollment, empty for the enrollment itself.
PATHS_TO_ENROLLMENT = {
    "sales.sequence.enrollment": "",
    "sales.sequence.touch": "enrollment_id",
    "sales.sequence.signal": "enrollment_id",
}


class IrRule(models.Model):
    _inherit = "ir.rule"

    @api.model
    def _compute_domain(self, model_name, mode="read"):
        """Whoever may not read a lead or partner may not read what a sequence did to it, either.

        Whatever rules a company has given to its leads and partners hold here too: a copy of crm's rules in
        our own would be silent about theirs. Odoo does the same for the parents of a model (`_inherits`).
        """
        domain = super()._compute_domain(model_name, mode)
        path = PATHS_TO_ENROLLMENT.get(model_name)
        if path is None or self.env.su:
            return domain
        readable = self._readable_targets()
        if not readable.is_true() and path:
            readable = Domain(path, "any", readable)
        return (domain & readable).optimize(self.env[model_name])

    def _readable_targets(self):
        """The `Domain` on enrollments of those whose target the current user may read."""
        readable = Domain.FALSE
        others = Domain.TRUE
        targets = self.env["sales.sequence"]._target_models().values()
        # A lead's enrollment also carries its contact, which is not what decides: `partner_id` comes last.
        for target_model, field_name in sorted(targets, key=lambda item: item[1] == "partner_id"):
            rules = self._compute_domain(target_model, "read")
            if field_name == "partner_id":
                readable |= others & (Domain(field_name, "any", rules) if not rules.is_true() else Domain.TRUE)
            else:
                readable |= Domain(field_name, "any", rules) if not rules.is_true() else Domain(field_name, "!=", False)
                others &= Domain(field_name, "=", False)
        return readable
