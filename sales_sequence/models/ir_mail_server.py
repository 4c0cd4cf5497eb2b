from contextlib import nullcontext

from odoo import api, models

from ..tools.delivery import Delivery
from ..tools.own_context import passed_on


class IrMailServer(models.Model):
    """Keeps what a mail server answers, for `sales.sequence.outbox`. See `tools/delivery.py`."""

    _inherit = "ir.mail_server"

    def _connect__(self, *args, **kwargs):
        with self._keeping_error():
            return super()._connect__(*args, **kwargs)

    @api.model
    def send_email(self, *args, **kwargs):
        """As Odoo's."""
        with self._keeping_error():
            return super().send_email(*args, **kwargs)

    def _keeping_error(self):
        delivery = passed_on(self.env, "sales_sequence_delivery", Delivery)
        return delivery.keeping_error() if delivery else nullcontext()
