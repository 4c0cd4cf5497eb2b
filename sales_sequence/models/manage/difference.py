from odoo import models


class SalesSequencePublishingDifference(models.AbstractModel):
    """What changed from one version of a sequence to another, in sentences."""

    _name = "sales.sequence.publishing.difference"
    _description = "Difference between Versions"
