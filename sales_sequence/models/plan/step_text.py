from odoo import models


class SalesSequenceStepText(models.AbstractModel):
    """The email that a step or a variant sends, written where the step is."""

    _name = "sales.sequence.step.text"
    _description = "Text of a Step"
