from odoo import models


class SalesSequence(models.Model):
    """Odoo holds a write against the rules as they stood before it. Whoever may write partner sequences must not
    turn one into a lead sequence, or carry a step into one: these look again afterwards."""

    _inherit = "sales.sequence"

    def write(self, vals):
        """Refuse to move a sequence to where one may not write."""
        result = super().write(vals)
        if vals.keys() & {"target", "company_id"}:
            self.check_access("write")
        return result


class SalesSequenceStep(models.Model):
    """See `SalesSequence` above."""

    _inherit = "sales.sequence.step"

    def write(self, vals):
        """Refuse to move a step to where one may not write."""
        result = super().write(vals)
        if "sequence_id" in vals:
            self.check_access("write")
        return result


class SalesSequenceStepVariant(models.Model):
    """See `SalesSequence` above."""

    _inherit = "sales.sequence.step.variant"

    def write(self, vals):
        """Refuse to move a variant to where one may not write."""
        result = super().write(vals)
        if "step_id" in vals:
            self.check_access("write")
        return result
