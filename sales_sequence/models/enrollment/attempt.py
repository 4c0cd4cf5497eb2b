from odoo import fields, models


class SalesSequenceAttempt(models.Model):
    """One attempt at a step that a rep does by hand: what came of it, when, and who said so.

    A touch has as many as there were tries; its `outcome_id` is that of the last one. Rows are only added, and taken
    back by whoever undoes one before the sequence has gone on.
    """

    _name = "sales.sequence.attempt"
    _inherit = ["sales.sequence.limits", "sales.sequence.references", "sales.sequence.attempt.timeline"]
    _description = "Sales Sequence Attempt"
    _order = "occurred_at desc, id desc"
    _rec_name = "outcome_id"

    touch_id = fields.Many2one("sales.sequence.touch", required=True, ondelete="cascade", index=True, readonly=True)
    enrollment_id = fields.Many2one(related="touch_id.enrollment_id")
    company_id = fields.Many2one(related="touch_id.company_id")
    outcome_id = fields.Many2one("sales.sequence.outcome", required=True, ondelete="restrict", readonly=True)
    occurred_at = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    user_id = fields.Many2one("res.users", string="By", ondelete="restrict", readonly=True)
    note = fields.Text(readonly=True, help="What the rep wrote.")
    before = fields.Json(readonly=True, copy=False, help="What to restore when it is undone.")

    _recent_by_user = models.Index("(user_id, occurred_at)")
