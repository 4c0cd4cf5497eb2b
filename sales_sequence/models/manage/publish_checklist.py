from odoo import models


class SalesSequencePublishingChecklist(models.AbstractModel):
    """What a sequence still needs before it can be published."""

    _name = "sales.sequence.publishing.checklist"
    _description = "Publish Checklist"
