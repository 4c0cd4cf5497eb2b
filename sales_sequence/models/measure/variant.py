from odoo import api, models

from ..base.arguments import VALUES, checked

# What makes an email another wording.
TEXTS = ("subject", "body_html", "attachment_ids", "report_template_ids", "email_layout_xmlid")


class SalesSequenceStepVariant(models.Model):
    """A changed text begins a new experiment."""

    _inherit = "sales.sequence.step.variant"

    @checked(vals=VALUES)
    def write(self, vals):
        """Begin a new experiment where people have had this variant with another text."""
        used = self._used() if "mail_template_id" in vals else self.browse()
        before = {variant: variant.mail_template_id._texts() for variant in used}
        result = super().write(vals)
        changed = used.filtered(lambda variant: variant.mail_template_id._texts() != before[variant])
        changed.step_id._begin_experiment()
        return result

    def _used(self):
        """Those that somebody was drawn for in the present experiment."""
        # With all rights: whoever may change a text need not be allowed to read the people who had it.
        drawn = self.env["sales.sequence.assignment"].sudo()._read_group(
            [("variant_id", "in", self.ids)], ["variant_id", "number"]
        )
        current = {(variant.id, number) for variant, number in drawn}
        return self.filtered(lambda variant: (variant.id, variant.step_id.experiment_number) in current)

    @api.model
    def _of_templates(self, templates):
        """The variants, archived ones too, that these templates are the text of and that people have had."""
        variants = self.sudo().with_context(active_test=False).search([("mail_template_id", "in", templates.ids)])
        return variants._used() if variants else variants
