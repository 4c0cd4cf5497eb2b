from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """The company's limits, in the settings of CRM."""

    _inherit = "res.config.settings"

    sequence_sender_cap = fields.Integer(related="company_id.sequence_sender_cap", readonly=False)
    sequence_sender_gap = fields.Integer(related="company_id.sequence_sender_gap", readonly=False)
    sequence_domain_cap = fields.Integer(related="company_id.sequence_domain_cap", readonly=False)
    sequence_backlog_per_hour = fields.Integer(related="company_id.sequence_backlog_per_hour", readonly=False)
    sequence_answer_days = fields.Integer(related="company_id.sequence_answer_days", readonly=False)
    sequence_opt_out_on_wish = fields.Boolean(related="company_id.sequence_opt_out_on_wish", readonly=False)
