from datetime import timedelta

from odoo import fields, models
from odoo.fields import Domain

from ...tools.comparison import CONTROL, SEQUENCE
from ..base.arguments import checked

ARMS = [(SEQUENCE, "Followed up by the sequence"), (CONTROL, "Followed up the old way")]

# Whoever is held back enters no figure but those of the comparison: this is the way to say so.
NOT_CONTROL = Domain("arm", "!=", CONTROL)


class SalesSequenceComparison(models.Model):
    """Whether a sequence earns more than following people up the old way, by a draw.

    A share of the people who are enrolled while it runs is held back: of these, the rep gets one to-do, and nothing
    else happens until the days of the comparison are over. What decides, the share and the days are fixed when it
    starts.

    States:

    ``running``  draws for whoever is enrolled; `ended_at` is empty
    ``ended``    draws for nobody any more; whoever was drawn goes on, and is counted

    Invariant, held by the database: a sequence has at most one that runs. Rows are written by `start_comparison` of the
    sequence and `action_end` only.
    """

    _name = "sales.sequence.comparison"
    _inherit = ["sales.sequence.limits", "sales.sequence.references"]
    _description = "Comparison of a Sequence with the Old Way"
    _order = "id desc"
    _rec_name = "sequence_id"

    sequence_id = fields.Many2one("sales.sequence", required=True, ondelete="cascade", index=True, readonly=True)
    share = fields.Float(
        string="Share held back", required=True, readonly=True, aggregator=None, help="Over 0, and at most a half."
    )
    days = fields.Integer(required=True, readonly=True, aggregator=None, help="After which an outcome does not count.")
    metric = fields.Selection(
        [("meeting", "A meeting or a win"), ("goal", "The goal of the sequence")],
        string="What decides",
        default="meeting",
        required=True,
        readonly=True,
    )
    started_at = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    ended_at = fields.Datetime(readonly=True)
    user_id = fields.Many2one("res.users", string="Started by", ondelete="set null", readonly=True)

    _one_running = models.UniqueIndex(
        "(sequence_id) WHERE ended_at IS NULL", "This sequence is already compared with the old way."
    )
    _check_share = models.Constraint(
        "CHECK (share > 0 AND share <= 0.5 AND days > 0)",
        "Hold back more than nobody and at most half of the people, for at least one day.",
    )

    # ------------------------------------------------------------------
    # Verbs
    # ------------------------------------------------------------------

    @checked()
    def action_end(self):
        """Draw for nobody any more. Whoever was drawn goes on, and is counted.

        :raises AccessError: the user may not change the sequence
        """
        self.sequence_id.check_access("write")
        # With all rights: nobody writes a comparison by hand.
        self.sudo()._end()
        return True

    def _end(self):
        self.filtered(lambda one: not one.ended_at).ended_at = fields.Datetime.now()
        # In the database before another one is started.
        self.flush_recordset()

    # ------------------------------------------------------------------
    # What the draw asks
    # ------------------------------------------------------------------

    def _weights(self):
        """``{arm: weight}`` of the draw."""
        return {SEQUENCE: 1 - self.share, CONTROL: self.share}

    def _is_open(self):
        """Whether somebody may still be drawn, or wait to be counted."""
        return not self.ended_at or self._over_at(self.ended_at) > fields.Datetime.now()

    def _over_at(self, begin):
        """When the days are over for somebody who was enrolled then. :param begin: naive UTC"""
        return begin + timedelta(days=self.days)
