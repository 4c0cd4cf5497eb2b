from odoo import api, fields, models
from odoo.fields import Domain

from ..base.arguments import VALUES, checked
from ..base.states import LIVE_STATES
from ..enrollment.comparison import NOT_CONTROL
from ..enrollment.dates import NO_DATE

# What decides when a step comes.
COUNTING_FIELDS = {"delay", "delay_unit", "delay_from", "at_hour"}


class SalesSequenceStep(models.Model):
    """The people who still have a step ahead of them: how many, and where they go when it is archived or deleted."""

    _inherit = "sales.sequence.step"

    ahead_count = fields.Integer(
        string="Still to come for",
        compute="_compute_ahead_count",
        compute_sudo=True,
        help="Active people who have not been at this step: an edit reaches exactly them.",
    )

    @api.depends_context("allowed_company_ids", "uid")
    def _compute_ahead_count(self):
        """Like the numbers of the sequence, of all of the user's companies and of no other."""
        companies = self.env.companies.ids
        live = self.env["sales.sequence.enrollment"]._read_group(
            Domain("sequence_id", "in", self.sequence_id.ids)
            & Domain("company_id", "in", companies)
            & Domain("state", "in", LIVE_STATES)
            & NOT_CONTROL,
            ["sequence_id"],
            ["__count"],
        )
        reached = self.env["sales.sequence.touch"]._read_group(
            [
                ("step_id", "in", self.ids),
                ("enrollment_id.company_id", "in", companies),
                ("enrollment_id.state", "in", LIVE_STATES),
            ],
            ["step_id"],
            ["__count"],
        )
        live_counts, reached_counts = dict(live), dict(reached)
        for step in self:
            step.ahead_count = live_counts.get(step.sequence_id, 0) - reached_counts.get(step, 0)

    @checked(vals=VALUES)
    def write(self, vals):
        """Move on those who were about to get a step that is archived, and plan it anew where it is counted otherwise
        from a date."""
        result = super().write(vals)
        if vals.keys() & COUNTING_FIELDS:
            self._replan_waiting()
        if "active" in vals and not vals["active"]:
            self._withdraw_open()
            self._advance_waiting()
        return result

    def unlink(self):
        """Move on those who were about to get a deleted step."""
        self._advance_waiting()
        return super().unlink()

    def _replan_waiting(self):
        """A thank-you must not come before the event because the reminder was turned into one. Delays from the previous
        step stay as they have been planned."""
        waiting = self.env["sales.sequence.enrollment"].sudo().search([("next_step_id", "in", self.ids)])
        by_date = waiting.filtered(lambda one: one.next_step_id._delay().has_date)
        by_date._plan_anew()
        freed = (waiting - by_date).filtered(lambda one: one._underlying_pause()[0] == NO_DATE)
        for step, enrollments in freed.grouped("next_step_id").items():
            enrollments._plan(step, enrollments._now())
        freed._lift_pause()

    def _withdraw_open(self):
        """Nobody is called, or approves an email, for a step that was archived. What is queued leaves."""
        touches = self.env["sales.sequence.touch"].sudo()
        is_open = touches.search([("step_id", "in", self.ids), ("state", "in", ("draft", "todo", "failed"))])
        is_open._withdraw("skipped", self.env._("The step was archived."))

    def _advance_waiting(self):
        # Nobody may be left waiting for it, also not the people of a colleague.
        waiting = self.env["sales.sequence.enrollment"].sudo().search([("next_step_id", "in", self.ids)])
        for step, enrollments in waiting.grouped("next_step_id").items():
            enrollments._go_on_without(step)
