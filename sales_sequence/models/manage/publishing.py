from odoo import models
from odoo.exceptions import UserError


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

    def _sequence_to_show(self, sequence_id):
        """:raises UserError: there is no such sequence
        :raises AccessError: the user may not read it"""
        sequence = self.env["sales.sequence"].browse(sequence_id or ()).exists()
        if not sequence:
            raise UserError(self.env._("This sequence does not exist anymore."))
        sequence.check_access("read")
        return sequence
