from odoo import api, models


class SalesSequenceInbox(models.AbstractModel):
    """What replies ask for."""

    _inherit = "sales.sequence.inbox"

    @api.model
    def _apply_wishes(self, signals):
        """Opt out whoever asks for it, where the company wants that; else ask whoever looks after them to do so."""
        wishes = signals._wishes()
        at_once = wishes.filtered(lambda signal: signal.enrollment_id.company_id.sequence_opt_out_on_wish)
        at_once._opt_out()
        (wishes - at_once).enrollment_id._ask_about_wish()
