from odoo import api, fields, models
from odoo.fields import Domain

from ..base.states import LIVE_STATES
from ..enrollment.comparison import NOT_CONTROL


class SalesSequenceCounts(models.AbstractModel):
    """How many are, and were, in a sequence. What it has earned is in `measure/sequence_figures.py`."""

    _name = "sales.sequence.counts"
    _description = "Numbers of a Sequence"

    enrollment_count = fields.Integer(compute="_compute_enrollment_counts", compute_sudo=True)
    live_enrollment_count = fields.Integer(
        string="Active enrollments",
        compute="_compute_enrollment_counts",
        compute_sudo=True,
        help="People who run through this sequence or are paused in it: "
        "an edit reaches those who have not been at the edited step.",
    )

    @api.depends_context("allowed_company_ids", "uid")
    def _compute_enrollment_counts(self):
        """Of all of the user's companies, colleagues' people too: an edit reaches all of them. A sequence that
        companies share tells none of them about the others. Whoever is held back for a comparison has no steps that an
        edit could reach."""
        groups = self.env["sales.sequence.enrollment"]._read_group(
            Domain("sequence_id", "in", self.ids) & Domain("company_id", "in", self.env.companies.ids) & NOT_CONTROL,
            ["sequence_id", "state"],
            ["__count"],
        )
        rows = {sequence: [0, 0] for sequence in self}
        for sequence, state, count in groups:
            row = rows[sequence]
            row[0] += count
            row[1] += count if state in LIVE_STATES else 0
        for sequence in self:
            total, live = rows.get(sequence) or rows.get(sequence._origin) or (0, 0)
            sequence.enrollment_count = total
            sequence.live_enrollment_count = live
