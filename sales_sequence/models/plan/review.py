from odoo import fields, models

from ..base.arguments import checked


class SalesSequenceReview(models.AbstractModel):
    """When somebody last looked at a live sequence as a whole, so that none is set and forgotten."""

    _name = "sales.sequence.review"
    _description = "Review of a Sequence"

    reviewed_at = fields.Datetime(
        string="Reviewed",
        readonly=True,
        copy=False,
        help="When somebody last said that its texts and its timing are still right.",
    )
    review_activity_id = fields.Many2one(
        "mail.activity", ondelete="set null", readonly=True, copy=False, index="btree_not_null"
    )
    # Written past the ORM by the job that looks for advice: nobody has edited the sequence.
    advice_looked_at = fields.Datetime(readonly=True, copy=False)

    @checked()
    def action_mark_reviewed(self):
        """Note that these sequences were reviewed now, and remove the activity that asked for it.

        :raises AccessError: the user may not write one of them
        """
        self.check_access("write")
        # With all rights: the activity is its owner's.
        self.sudo().review_activity_id.unlink()
        self.reviewed_at = fields.Datetime.now()
        return True
