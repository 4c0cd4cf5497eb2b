from odoo import models


class SalesSequenceStatus(models.AbstractModel):
    """What the screen *System status* shows."""

    _name = "sales.sequence.status"
    _description = "System Status"
