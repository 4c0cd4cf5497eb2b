from odoo import api, models


class SalesSequenceInboxWish(models.AbstractModel):
    """What replies ask for."""

    _name = "sales.sequence.inbox.wish"
    _description = "Sales Sequence Inbox: Wishes"

    @api.model
    def _apply_wishes(self, signals):
        """Opt out the authors who ask for it, where the company wants that; else ask whoever looks after them to do
        so."""
        wishes = signals._wishes()
        at_once = wishes.filtered(lambda signal: signal.enrollment_id.company_id.sequence_opt_out_on_wish)
        at_once._opt_out()
        at_once._handle_by_setting("unsubscribe", "opt_out", had_wish=True)
        (wishes - at_once).enrollment_id._ask_about_wish()
