from odoo import api, models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Calls `sales.sequence.merge` before and after Odoo merges partners."""

    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        self.env["sales.sequence.merge"]._take_over_partners(dst_partner, src_partners)
        return super()._update_foreign_keys(src_partners, dst_partner)

    @api.model
    def _update_values(self, src_partners, dst_partner):
        result = super()._update_values(src_partners, dst_partner)
        self.env["sales.sequence.merge"]._follow_survivor(dst_partner)
        return result
