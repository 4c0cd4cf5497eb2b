from odoo import api, fields, models

NOT_RECORDED = "sales_sequence.outcome_not_recorded"
EFFECTS = [
    ("next", "Move on to the next step"),
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
    position = fields.Integer(string="Order", default=100, aggregator=None)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", index="btree_not_null", help="Empty: offered in all companies.")
    activity_type_ids = fields.Many2many(
        "mail.activity.type", string="Activity types", help="What it can come of. Empty: of all activities."
    )
    effect = fields.Selection(
        EFFECTS,
        required=True,
        default="next",
        help="Where the sequence stops, it ends as “Not interested” if the person was spoken to, otherwise as “Stopped "
        "by hand” with this outcome as the reason.",
    )
    max_attempts = fields.Integer(
        string="Attempts at most",
        default=3,
        aggregator=None,
        help="How many times a step is tried, the first time included. After the last attempt, the sequence moves on "
        "to the next step.",
    )
    is_conversation = fields.Boolean(string="Spoken to", help="The person was spoken to.")
    is_offered = fields.Boolean(default=True, readonly=True)

    _check_max_attempts = models.Constraint(
        "CHECK(max_attempts >= 1)", "A step is tried at least once: enter 1 or more."
    )

    _check_not_offered = models.Constraint(
        "CHECK(is_offered OR effect = 'next')", "“Not recorded” moves on to the next step."
    )

    @api.model
    def _not_recorded(self):
        """The outcome of what was completed without asking anybody."""
        return self.browse(self.env["ir.model.data"]._xmlid_to_res_id(NOT_RECORDED, raise_if_not_found=True))

    def _fits(self, touch):
        """Whether it can come of this touch: its activity type and company."""
        return not self._why_not(touch)

    def _why_not(self, touch):
        """Why it cannot come of this touch, as a sentence; False if it can."""
        if self.company_id and self.company_id != touch.company_id:
            return self.env._("“%s” is an outcome of another company.", self.name)
        kind = touch.activity_id.activity_type_id
        if self.activity_type_ids and kind not in self.activity_type_ids:
            return self.env._("“%(outcome)s” is not an outcome of “%(type)s”.", outcome=self.name, type=kind.name)
        return False
