from odoo import fields, models

DATE_SOURCES = [
    ("sequence", "A date of this sequence"),
    ("record", "A date of the record"),
    ("enrollment", "A date given at enrollment"),
]


class SalesSequenceReferenceDate(models.AbstractModel):
    """The date that steps of a sequence can be counted from or back from: an event, a trial's end, a renewal."""

    _name = "sales.sequence.reference.date"
    _description = "Reference Date of a Sequence"

    date_source = fields.Selection(
        DATE_SOURCES,
        string="Date",
        help="Which date the steps count from that come before or after a date.",
    )
    date_at = fields.Datetime(string="Date and time", help="When the event begins.")
    date_field_id = fields.Many2one(
        "ir.model.fields",
        string="Date field",
        ondelete="set null",
        help="The field of the record that holds the date.",
    )


class SalesSequenceStepReferenceDate(models.AbstractModel):
    """How a step counts from the reference date of its sequence."""

    _name = "sales.sequence.step.reference.date"
    _description = "Reference Date of a Step"

    delay_from = fields.Selection(
        [("previous", "After the previous step"), ("before", "Before the date"), ("after", "After the date")],
        string="Counted",
        default="previous",
        required=True,
    )
    at_hour = fields.Float(
        string="At",
        help="Time of day for a step counted in days from a date. 0:00: when the sending hours begin.",
    )
