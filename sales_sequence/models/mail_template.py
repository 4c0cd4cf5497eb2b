from odoo import api, models


class MailTemplate(models.Model):
    """Templates that steps send are not deleted under them."""

    _inherit = "mail.template"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_in_sequence(self):
        self.env["sales.sequence.step"]._refuse_deletion(self, "mail_template_id", "variant_ids.mail_template_id")
