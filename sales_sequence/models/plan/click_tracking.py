from odoo import fields, models


class SalesSequenceClickTracking(models.AbstractModel):
    """The part of `sales.sequence` that says whether the clicks on the links of its emails are counted."""

    _name = "sales.sequence.click.tracking"
    _description = "Sales Sequence: Clicks"

    click_tracking = fields.Selection(
        [("company", "As the company"), ("on", "On"), ("off", "Off")],
        string="Count clicks",
        default="company",
        required=True,
        help="Links then go through your own web address, which some people dislike and some mail servers distrust. "
        "Emails that have left keep their links.",
    )

    def _counts_clicks(self, company):
        """Whether the links of an email of this sequence are to be counted. :param company: that of the enrollment"""
        self.ensure_one()
        return self.click_tracking == "on" or (self.click_tracking == "company" and company.sequence_tracks_clicks)
