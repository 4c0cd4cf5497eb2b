from odoo import api, models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Tells the inbox of merges, before and after Odoo makes one record of several."""

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
