from odoo import fields, models


class ResUsers(models.Model):
    """A sender's own limit."""

    _inherit = "res.users"

    sequence_daily_cap = fields.Integer(
        string="Sequence emails in 24 hours",
        groups="sales_sequence.group_sales_sequence_manager",
        help="Most emails that sequences send in this user's name in any 24 hours. 0: as the company's settings say.",
    )

    _check_sequence_daily_cap = models.Constraint(
        "CHECK(sequence_daily_cap >= 0)", "The limit of sequence emails cannot be negative."
    )
