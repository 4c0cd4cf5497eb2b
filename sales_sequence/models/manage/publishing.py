from odoo import models


class SalesSequencePublishing(models.AbstractModel):
    """What publishing a sequence asks and says, and what its versions were.

    Its parts are the files beside this one:

    `publish_checklist`
        what is missing, done, or worth a look before a sequence goes live
    `publish_forecast`
        what happens next, in a sentence
    `difference`
        what changed from one version to another
    `history`
        all versions, and who is in which
    """

    _name = "sales.sequence.publishing"
    _inherit = [
        "sales.sequence.publishing.checklist",
        "sales.sequence.publishing.forecast",
        "sales.sequence.publishing.difference",
        "sales.sequence.publishing.history",
    ]
    _description = "Publishing"
