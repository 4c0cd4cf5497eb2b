from odoo import models


class SalesSequenceSetup(models.AbstractModel):
    """What an administrator has to set up before sequences can run."""

    _name = "sales.sequence.setup"
    _description = "Setup Checklist"
