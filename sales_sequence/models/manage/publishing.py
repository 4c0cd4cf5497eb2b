from odoo import models


class SalesSequencePublishing(models.AbstractModel):
    """What publishing a sequence asks and says."""

    _name = "sales.sequence.publishing"
    _inherit = ["sales.sequence.publishing.checklist", "sales.sequence.publishing.difference"]
    _description = "Publishing"
