from odoo import api, fields, models
from odoo.exceptions import UserError


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

    touch_id = fields.Many2one(
        "sales.sequence.touch", string="Step taken", required=True, ondelete="cascade", index=True, readonly=True
    )
    enrollment_id = fields.Many2one(related="touch_id.enrollment_id")
    company_id = fields.Many2one(related="touch_id.company_id")
    outcome_id = fields.Many2one("sales.sequence.outcome", required=True, ondelete="restrict", readonly=True)
    occurred_at = fields.Datetime(string="Date", required=True, readonly=True, default=fields.Datetime.now)
    user_id = fields.Many2one("res.users", string="By", ondelete="restrict", readonly=True)
    note = fields.Text(readonly=True, help="What the rep wrote.")
    before = fields.Json(readonly=True, copy=False, help="What to restore when it is undone.")

    _recent_by_user = models.Index("(user_id, occurred_at)")


class SalesSequenceOutcome(models.Model):
    """An outcome that was recorded is history: it can be archived, not deleted."""

    _inherit = "sales.sequence.outcome"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_recorded(self):
        if not all(self.mapped("is_offered")):
            raise UserError(self.env._("“Not recorded” stands for tasks without an outcome: it cannot be deleted."))
        used = set()
        for name in ("sales.sequence.attempt", "sales.sequence.touch"):
            # With all rights: it may be of people whom the user may not see.
            recorded = self.env[name].sudo()._read_group([("outcome_id", "in", self.ids)], ["outcome_id"])
            used.update(outcome.id for (outcome,) in recorded)
        if used:
            raise UserError(
                self.env._(
                    "%s cannot be deleted, since something was recorded as such. Archive it instead: it is then no "
                    "longer offered.",
                    ", ".join(f"“{outcome.name}”" for outcome in self if outcome.id in used),
                )
            )
