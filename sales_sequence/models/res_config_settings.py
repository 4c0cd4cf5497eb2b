from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .base.closed import CONTROL_DAYS, LEAST_CONTROL_DAYS, MOST_CONTROL_DAYS

# A rate that waits longer than a year for its people to be counted would say nothing about today.
LONGEST_CLOSING = 365


class ResConfigSettings(models.TransientModel):
    """The company's limits, how long an answer counts, and how long a comparison lasts, in the settings of CRM."""

    _inherit = "res.config.settings"

    sequence_sender_cap = fields.Integer(related="company_id.sequence_sender_cap", readonly=False)
    sequence_sender_gap = fields.Integer(related="company_id.sequence_sender_gap", readonly=False)
    sequence_domain_cap = fields.Integer(related="company_id.sequence_domain_cap", readonly=False)
    sequence_backlog_per_hour = fields.Integer(related="company_id.sequence_backlog_per_hour", readonly=False)
    sequence_answer_days = fields.Integer(related="company_id.sequence_answer_days", readonly=False)
    sequence_opt_out_on_wish = fields.Boolean(related="company_id.sequence_opt_out_on_wish", readonly=False)
    sequence_tracks_clicks = fields.Boolean(related="company_id.sequence_tracks_clicks", readonly=False)
    sequence_closed_days = fields.Integer(
        string="Days in which an answer counts",
        config_parameter="sales_sequence.closed_days",
        default=14,
        help="An answer counts in rates for this many days after the first email. People emailed more recently are "
        "open: they are shown beside the rate, and are not in it. For all companies.",
    )

    sequence_control_days = fields.Integer(
        string="Days of a comparison with the old way",
        config_parameter="sales_sequence.control_days",
        default=CONTROL_DAYS,
        help="For how long people are held back where a sequence is compared with the old way, unless whoever starts "
        "it says otherwise. For all companies.",
    )

    @api.constrains("sequence_control_days")
    def _check_sequence_control_days(self):
        for settings in self:
            if not LEAST_CONTROL_DAYS <= settings.sequence_control_days <= MOST_CONTROL_DAYS:
                raise ValidationError(
                    self.env._(
                        "The days of a comparison must be from %(least)s to %(most)s, not %(days)s.",
                        least=LEAST_CONTROL_DAYS,
                        most=MOST_CONTROL_DAYS,
                        days=settings.sequence_control_days,
                    )
                )

    @api.constrains("sequence_closed_days")
    def _check_sequence_closed_days(self):
        for settings in self:
            if not 1 <= settings.sequence_closed_days <= LONGEST_CLOSING:
                raise ValidationError(
                    self.env._(
                        "The days in which an answer counts must be from 1 to %(most)s, not %(days)s.",
                        most=LONGEST_CLOSING,
                        days=settings.sequence_closed_days,
                    )
                )
