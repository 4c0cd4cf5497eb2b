from contextlib import contextmanager, nullcontext

from odoo import api, models
from odoo.exceptions import UserError

from ..tools.delivery import Delivery
from ..tools.own_context import passed_on


class IrMailServer(models.Model):
    """Keeps what a mail server answers, for `sales.sequence.outbox`. See `tools/delivery.py`."""

    _inherit = "ir.mail_server"

    def _connect__(self, *args, **kwargs):
        with self._keeping_error(), self._noting_failure(kwargs):
            return super()._connect__(*args, **kwargs)

    def test_smtp_connection(self, *args, **kwargs):
        """As Odoo's. What was broken is known to be mended."""
        result = super().test_smtp_connection(*args, **kwargs)
        for server in self:
            self.env["sales.sequence.connection"].sudo()._note(server)
        return result

    @api.model
    def send_email(self, *args, **kwargs):
        """As Odoo's."""
        with self._keeping_error():
            return super().send_email(*args, **kwargs)

    @contextmanager
    def _noting_failure(self, options):
        """Note for *System status* that the server which these options of `_connect__` choose is not there."""
        try:
            yield
        except UserError:
            # Odoo's own objection to this use of the server: nothing was asked of it.
            raise
        except Exception as error:
            if not options.get("host"):
                chosen = self.sudo().browse(options.get("mail_server_id") or [])
                chosen = chosen or self.sudo()._find_mail_server(options.get("smtp_from"))[0] or chosen
                self.env["sales.sequence.connection"].sudo()._note(chosen, error)
            raise

    def _keeping_error(self):
        delivery = passed_on(self.env, "sales_sequence_delivery", Delivery)
        return delivery.keeping_error() if delivery else nullcontext()
