from odoo import api, models


class MailActivityType(models.Model):
    """Activity types that steps schedule are not deleted under them."""

    _inherit = "mail.activity.type"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_in_sequence(self):
        self.env["sales.sequence.step"]._refuse_deletion(self, "activity_type_id")
