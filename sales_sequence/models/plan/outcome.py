from odoo import fields, models

EFFECTS = [
    ("next", "Go on to the next step"),
    ("retry", "Try again on the next working day, at another hour"),
    ("stop", "Stop the sequence"),
    ("meeting", "Plan the meeting, and stop the sequence"),
    ("pause", "Pause until a date"),
]


class SalesSequenceOutcome(models.Model):
    """What can come of a call, a LinkedIn touch or a to-do, and what the sequence does about it.

    Offered for the activity types it names, in their order; an outcome without any is offered for all. One is not
    offered at all: "not recorded", the value of what was completed without asking anybody (`_not_recorded`).
    """

    _name = "sales.sequence.outcome"
    _inherit = ["sales.sequence.limits", "sales.sequence.references"]
    _description = "Sales Sequence Outcome"
    _order = "position, id"

    name = fields.Char(required=True, translate=True)
    position = fields.Integer(string="Order", default=100)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", index="btree_not_null", help="Empty: offered in all companies.")
    activity_type_ids = fields.Many2many(
        "mail.activity.type", string="Activity types", help="What it can come of. Empty: of all activities."
    )
    effect = fields.Selection(EFFECTS, required=True, default="next")
    max_attempts = fields.Integer(
        string="At most",
        default=3,
        help="How many times a step is tried, this one included. After the last time the sequence goes on to the next "
        "step.",
    )
    is_conversation = fields.Boolean(string="Spoken to", help="The person was spoken to.")
    is_offered = fields.Boolean(default=True, readonly=True)

    _check_max_attempts = models.Constraint(
        "CHECK(max_attempts >= 1)", "A step is tried at least once: enter 1 or more."
    )
