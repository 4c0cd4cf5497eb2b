from odoo import fields, models

from .facts import CRITICAL, OK, UNKNOWN, WARNING

LINK_STATUSES = [(OK, "OK"), (UNKNOWN, "Unknown"), (WARNING, "Needs attention"), (CRITICAL, "Broken")]


class SalesSequenceHealthLink(models.TransientModel):
    """One link of the chain on the Engine screen. See `sales.sequence.health.chain`."""

    _name = "sales.sequence.health.link"
    _inherit = ["sales.sequence.limits", "sales.sequence.references"]
    _description = "Sales Sequences: Link of the System Status"

    health_id = fields.Many2one("sales.sequence.health", required=True, ondelete="cascade", index=True)
    link = fields.Char(string="Code", readonly=True, help="What programs call it.")
    name = fields.Char(string="Link", readonly=True)
    status = fields.Selection(LINK_STATUSES, readonly=True)
    message = fields.Text(string="What to do", readonly=True)
