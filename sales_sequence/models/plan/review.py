from odoo import api, fields, models

from ...tools.texts import one_line
from ..base.arguments import checked
from ..base.languages import active_language


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
    review_asked_at = fields.Datetime(readonly=True, copy=False)
    # Written past the ORM by the job that looks for advice: nobody has edited the sequence.
    advice_looked_at = fields.Datetime(readonly=True, copy=False)

    @checked()
    def action_mark_reviewed(self):
        """Note that these sequences were reviewed now, and remove the activity that asked for it.

        :raises AccessError: the user may not write one of them
        """
        self.check_access("write")
        self.reviewed_at = fields.Datetime.now()
        # With all rights: the activity is its owner's.
        self.sudo().review_activity_id.filtered("active").action_feedback()
        return True

    def _reviewed_since(self):
        """When this sequence was last right as a whole, as far as anybody has said; False for a draft."""
        self.ensure_one()
        return max((at for at in (self.published_at, self.reviewed_at) if at), default=False)

    def _ask_for_review(self):
        """Schedule an activity for the owner of each of these sequences, unless that was done since the last review.
        Whoever owns it by now gets the activity of whoever owned it then."""
        for sequence in self:
            owner, asked = sequence.user_id, sequence.review_asked_at
            if not owner._can_have_sequence_work():
                continue
            if asked and asked >= sequence._reviewed_since():
                open_one = sequence.review_activity_id.filtered("active")
                open_one.filtered_domain([("user_id", "!=", owner.id)]).user_id = owner
                continue
            asking = sequence.with_context(lang=active_language(self.env, owner.lang), mail_activity_quick_update=True)
            sequence.review_asked_at = fields.Datetime.now()
            sequence.review_activity_id = asking.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=one_line(asking.env._("Review the sequence: %s", asking._numbered_name())),
                note=asking.env._(
                    "Nobody has reviewed it for 90 days. Read its texts once more, then press “Reviewed”, or mark this "
                    "as done."
                ),
                user_id=owner.id,
            )

    @api.model
    def _withdraw_reviews(self):
        """Remove the activities of sequences that take nobody any more: nothing is left to review."""
        asked = self.with_context(active_test=False).search(
            [("state", "!=", "live"), ("review_activity_id", "!=", False)]
        )
        asked.review_activity_id.filtered("active").unlink()
        # Whoever takes people in again is to be asked again.
        asked.review_asked_at = False
