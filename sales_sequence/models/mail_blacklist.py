from odoo import api, models

from ..tools.own_context import is_on


class MailBlacklist(models.Model):
    """Tells the inbox of blacklisted addresses: to be blacklisted is to opt out."""

    _inherit = "mail.blacklist"

    @api.model_create_multi
    def create(self, vals_list):
        """Tell the inbox of the new addresses."""
        records = super().create(vals_list)
        records._tell_sequences()
        return records

    def write(self, vals):
        """Tell the inbox of addresses that are blacklisted again or corrected."""
        result = super().write(vals)
        if vals.get("active") or vals.get("email"):
            self._tell_sequences()
        return result

    def _tell_sequences(self):
        if is_on(self.env, "sales_sequence_noticed"):
            return
        listed = self.filtered("active").mapped("email")
        if listed:
            self.env["sales.sequence.inbox"]._notice_opt_out(
                listed, self.env._("Added to the blacklist by %s", self.env.user.name)
            )
