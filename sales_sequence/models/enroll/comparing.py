from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...tools.texts import quoted
from ..base.arguments import TEXT, checked
from ..base.closed import LEAST_CONTROL_DAYS, MOST_CONTROL_DAYS, control_days
from ..enrollment.comparison import CONTROL

# What a comparison may hold back. Of fewer it would never end; more than a half would say no more.
LEAST_SHARE, MOST_SHARE = 0.05, 0.5
OFFERED_SHARE = 0.2


class SalesSequenceComparing(models.AbstractModel):
    """The draw for the comparison of a sequence with the old way: who is held back, of those who are enrolled.

    Every door enrolls by `sales.sequence.enroll`, so every door draws. Without a comparison, none of this costs a
    query.
    """

    _name = "sales.sequence.comparing"
    _description = "Comparison of a Sequence: Start and Draw"

    comparison_ids = fields.One2many("sales.sequence.comparison", "sequence_id", string="Comparisons", readonly=True)
    # Stored: every enrollment asks for it.
    comparison_id = fields.Many2one(
        "sales.sequence.comparison",
        string="Comparison with the old way",
        compute="_compute_comparison_id",
        store=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
        help="The one that is running: it draws for everybody who is enrolled.",
    )

    @api.depends("comparison_ids.ended_at")
    def _compute_comparison_id(self):
        for sequence in self:
            sequence.comparison_id = sequence.comparison_ids.filtered(lambda one: not one.ended_at)[:1]

    # ------------------------------------------------------------------
    # Starting and ending
    # ------------------------------------------------------------------

    @checked(one=True, metric=TEXT)
    def start_comparison(self, share=OFFERED_SHARE, days=None, metric="meeting"):
        """Hold back a share of the people who are enrolled from now on, to compare the sequence with the old way of
        following up. Those who are in it already are not compared.

        :param share: how many of the people are held back, from 0.05 to 0.5
        :param days: for how many days, from 14 to 365; an outcome counts for as long. By default as many as the
            settings say (60)
        :param metric: what decides: ``"meeting"`` (a meeting or a win), or ``"goal"``
        :return: the `sales.sequence.comparison`
        :raises AccessError: the user may not change the sequence
        :raises UserError: the share, the days or the metric is not valid, the sequence has ended, has no goal to count
            or one that it reaches itself, or is compared already
        """
        self.check_access("write")
        days = control_days(self.env) if days is None or days is False else days
        self._check_comparison(share, days, metric)
        # Nobody writes a comparison by hand: what was fixed at its start stays so.
        comparison = (
            self.env["sales.sequence.comparison"]
            .sudo()
            .create(
                {
                    "sequence_id": self.id,
                    "share": share,
                    "days": days,
                    "metric": metric,
                    "started_at": fields.Datetime.now(),
                    "user_id": self.env.uid,
                }
            )
        )
        return comparison.with_env(self.env)

    def _check_comparison(self, share, days, metric):
        is_number = isinstance(share, (int, float)) and not isinstance(share, bool)
        if not (is_number and LEAST_SHARE <= share <= MOST_SHARE):
            raise UserError(
                self.env._(
                    "Hold back from 5%% to 50%% of the people, as a number from 0.05 to 0.5, not %s.", quoted(share)
                )
            )
        if type(days) is not int or not LEAST_CONTROL_DAYS <= days <= MOST_CONTROL_DAYS:
            raise UserError(
                self.env._(
                    "Hold people back for %(least)s to %(most)s days, not %(days)s.",
                    least=LEAST_CONTROL_DAYS,
                    most=MOST_CONTROL_DAYS,
                    days=quoted(days),
                )
            )
        metrics = dict(self.env["sales.sequence.comparison"]._fields["metric"].selection)
        if metric not in metrics:
            raise UserError(
                self.env._(
                    "“%(metric)s” cannot decide a comparison. Use one of: %(metrics)s.",
                    metric=quoted(metric),
                    metrics=", ".join(metrics),
                )
            )
        name = self._numbered_name()
        if self.state == "closed" or not self.active:
            raise UserError(self.env._("“%s” takes no new people, so there is nobody to compare.", name))
        if self.in_gallery:
            raise UserError(self.env._("“%s” is in the library: use it first, and compare your own copy.", name))
        if metric == "goal" and not self.goal_domain:
            raise UserError(
                self.env._("“%s” has no goal that can be looked up. Define one, or let meetings decide.", name)
            )
        if metric == "goal" and self.answer_stage_id and "stage_id" in self.goal_domain:
            raise UserError(
                self.env._(
                    "“%s” itself moves whoever answers to a stage, and its goal asks for the stage. Nobody who is held "
                    "back is moved, so the comparison would not be fair: let meetings decide, or move nobody.",
                    name,
                )
            )
        if self.comparison_id:
            raise UserError(self.env._("“%s” is already compared with the old way.", name))

    def _check_keeps_comparison(self, vals):
        """Refuse values that would change a comparison after its start.

        :raises AccessError: they say which comparison runs: that is for `start_comparison` and `action_end`
        :raises UserError: they change the goal that decides a comparison whose people are still counted, or bring it
            about themselves
        """
        if "comparison_id" in vals and not self.env.su:
            raise AccessError(self.env._("Start and end a comparison with the old way by its own buttons."))
        if "goal_domain" in vals:
            self._check_keeps_goal(vals["goal_domain"])
        if vals.get("answer_stage_id"):
            self._check_keeps_from_goal(vals["answer_stage_id"])

    def _check_keeps_goal(self, goal_domain):
        changing = self.filtered(lambda one: (one.goal_domain or "") != (goal_domain or ""))
        decided = changing._decided_by_goal()
        if decided:
            raise UserError(
                self.env._(
                    "The goal of “%s” decides its comparison with the old way, and stays as it was at the start "
                    "until everybody has been counted. Make a new version to pursue another goal.",
                    decided[0]._numbered_name(),
                )
            )

    def _check_keeps_from_goal(self, stage_id):
        """As `_check_comparison` does at the start."""
        changing = self.filtered(lambda one: one.answer_stage_id.id != stage_id)
        changing = changing.filtered(lambda one: "stage_id" in (one.goal_domain or ""))
        decided = changing._decided_by_goal()
        if decided:
            raise UserError(
                self.env._(
                    "The goal of “%s” asks for the stage and decides its comparison with the old way. Nobody who is "
                    "held back is moved, so the comparison would not be fair: move nobody until everybody has been "
                    "counted.",
                    decided[0]._numbered_name(),
                )
            )

    def _decided_by_goal(self):
        """Those of these whose goal decides a comparison that still draws or counts."""
        if not self:
            return self
        decided = Domain("sequence_id", "in", self.ids) & Domain("metric", "=", "goal")
        # With all rights: whoever may change a sequence may not always read its comparison.
        comparisons = self.env["sales.sequence.comparison"].sudo().search(decided)
        return comparisons.filtered(lambda one: one._is_open()).sequence_id

    def _end_comparisons(self):
        """These take no new people any more: nobody is drawn for, and whoever was drawn goes on."""
        self.sudo().comparison_id._end()

    # ------------------------------------------------------------------
    # The draw
    # ------------------------------------------------------------------

    def _draw_arms(self, candidates, values_list):
        """Draw for these people, where the sequence is compared, and let those who are held back wait until the days
        are over. Four queries, or one where all were drawn for before.

        Whoever is held back keeps the day on which the first step would have come, as everybody does: were they to
        begin at once where the sequence begins with so many a day, the comparison would not be fair.

        :param values_list: dicts of the enrollments to create, in the order of the candidates; it is changed
        """
        comparison = self.comparison_id
        if not comparison:
            return
        Assignment = self.env["sales.sequence.assignment"]
        units = [
            Assignment._unit_of_target(candidates.contacts[target.id], candidates.addresses[target.id], target)
            for target in candidates.targets.sudo()
        ]
        arms = Assignment._assign_arms(comparison, units)
        for unit, values in zip(units, values_list, strict=True):
            arm, drawn_as = arms[unit]
            values.update(arm=arm, comparison_id=arm and comparison.id, drawn_as=arm and drawn_as)
            values.setdefault("next_run_moved_by", False)
            if arm == CONTROL:
                over_at = comparison._over_at(values["enrolled_at"])
                values.update(next_step_id=False, next_run_at=over_at, next_run_moved_by=False)
