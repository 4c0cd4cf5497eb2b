from odoo import models


class SalesSequence(models.Model):
    """The figures and warnings of a sequence are fields of it, for its views and for programs."""

    _name = "sales.sequence"
    _inherit = ["sales.sequence", "sales.sequence.figures", "sales.sequence.warnings"]
