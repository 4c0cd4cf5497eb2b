from odoo import api, fields, models

from ..base.arguments import checked
from .sequence_figures import figures_in_words


class SalesSequenceStepFigures(models.AbstractModel):
    """What a step has earned: people who got it long enough ago, and those of them whose answer it is credited with."""

    _name = "sales.sequence.step.figures"
    _description = "Figures of a Step"

    closed_count = fields.Integer(
        string="Got it",
        compute="_compute_figures",
        help="People who got this step long enough ago, see Settings. Here the clock starts with the step, "
        "on Results with the first email.",
    )
    replied_count = fields.Integer(
        string="Answers",
        compute="_compute_figures",
        help="How many of them answered in time, with this step as the last one before their answer.",
    )
    reply_rate = fields.Float(
        string="Answer rate", compute="_compute_figures", help="Answers, of those who got it."
    )
    figures_text = fields.Char(
        string="Earned",
        compute="_compute_figures",
        help="Share of those who got this step long enough ago that answered it in time, and of how many; only the "
        "counts where these are under 20. The clock starts with this step's own email; on Results it starts with the "
        "first email of the sequence, so that the rate there can differ.",
    )

    @api.depends_context("uid", "allowed_company_ids", "lang")
    def _compute_figures(self):
        rows = []
        if self.ids:
            rows = self.env["sales.sequence.report"]._measures(
                self._figures_domain(), ["step_id"], ["closed", "replied_closed"]
            )
        counts = {row["group"][0].id: (row["closed"], row["replied_closed"]) for row in rows}
        for step in self:
            closed, replied = counts.get(step._origin.id, (0, 0))
            step.closed_count, step.replied_count = closed, replied
            step.reply_rate = replied / closed if closed else 0.0
            step.figures_text = figures_in_words(self.env, replied, closed)

    def _figures_domain(self):
        return [
            ("step_id", "in", self.ids),
            # The same rows, of which PostgreSQL then looks at no others.
            ("sequence_id", "in", self.sequence_id.ids),
            ("company_id", "in", self.env.companies.ids),
        ]

    @checked(one=True)
    def action_view_replies(self):
        """Open the people whose answers this step is credited with."""
        return self.env["sales.sequence.report"].action_open("replied_closed", self._figures_domain())

    @checked(one=True)
    def action_view_closed(self):
        """Open the people who got this step long enough ago."""
        return self.env["sales.sequence.report"].action_open("closed", self._figures_domain())
