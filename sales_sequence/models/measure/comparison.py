import math
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.comparison import CONTROL, SEQUENCE
from ...tools.intervals import wilson
from ...tools.texts import quoted
from ..base.arguments import ID, TEXT, checked
from ..base.closed import LEAST_CONTROL_DAYS, MOST_CONTROL_DAYS, control_days
from ..enroll.comparing import LEAST_SHARE, MOST_SHARE, OFFERED_SHARE
from .comparison_shown import Compared
from .experiment_shown import FEWEST_PEOPLE

COUNTS = ("people", "open", "met")
# Each of them is counted anew.
MOST_EARLIER = 3
# A late correction may still prove something.
LOOKED_AT_LONGER = timedelta(days=30)


class SalesSequenceComparison(models.Model):
    """What a comparison with the old way says, counted whenever somebody looks: reading writes nothing.

    The counts are of everybody, whoever reads them: a verdict about a part of the people is none. The lists behind them
    open only for those who may see all of them. Kept is only when it was proved first: later corrections do not take
    that back.
    """

    _name = "sales.sequence.comparison"
    _inherit = [
        "sales.sequence.comparison",
        "sales.sequence.comparison.outcomes",
        "sales.sequence.comparison.words",
        "sales.sequence.comparison.plan",
    ]

    proved_at = fields.Datetime(readonly=True, help="When it was first seen that the evidence suffices.")

    # ------------------------------------------------------------------
    # What the screen asks for
    # ------------------------------------------------------------------

    @api.readonly
    @checked(sequence_id=ID)
    @api.model
    def get_card(self, sequence_id):
        """Everything that the card of a sequence shows: its last comparison, or why there is none.

        :return: dict, see `docs/api.md`
        :raises UserError: there is no such sequence
        :raises AccessError: the user may not read it
        """
        sequence = self._find_sequence(sequence_id)
        last, *earlier = self.sudo().search([("sequence_id", "=", sequence.id)]) or [self.sudo()]
        may_edit = sequence.has_access("write") and not sequence.in_gallery
        may_start = bool(may_edit and sequence.state != "closed" and sequence.active and (not last or last.ended_at))
        card = self._card(last._look()) if last else self._card_without()
        return {
            **card,
            "may_start": may_start,
            "may_end": bool(may_edit and last and not last.ended_at),
            # What the dialog offers.
            "usual_days": control_days(self.env),
            "may_open": bool(last) and sequence._may_see_everybody(),
            "plan": self.sudo()._offer(sequence.sudo(), last.days or control_days(self.env)) if may_start else False,
            "earlier": [one._earlier() for one in earlier[:MOST_EARLIER]],
        }

    @api.readonly
    @checked(sequence_id=ID, metric=TEXT)
    @api.model
    def get_plan(self, sequence_id, share=OFFERED_SHARE, days=60, metric="meeting"):
        """What it takes to compare a sequence like this: for the dialog, as its values change.

        :param share: how many of the people are held back, from 0.05 to 0.5
        :param days: after how many days a person counts, from 14 to 365
        :param metric: ``meeting`` or ``goal``
        :return: dict ``sentence``, ``explanation``, ``people`` in all, ``weeks`` (False if nobody comes), ``rate`` that
            the old way is taken to reach, ``rules`` (what is fixed before the start), ``neglected``
        :raises UserError: there is no such sequence, or a value is not possible
        :raises AccessError: the user may not read it
        """
        sequence = self._find_sequence(sequence_id)
        self._check_plan(share, days, metric)
        return self.sudo()._plan_of(sequence.sudo(), share, days, metric)

    @api.readonly
    @checked(comparison_id=ID, arm=TEXT, name=TEXT)
    @api.model
    def action_open(self, comparison_id, arm, name):
        """Open the people behind a number of the card: of a company, everybody who was drawn.

        :param arm: ``sequence`` or ``control``
        :param name: ``people`` whose days are over, those who are still ``open``, or those who ``met`` us
        :raises AccessError: the user does not see all of these people
        """
        comparison = self.browse(comparison_id or ()).exists()
        if not comparison:
            raise UserError(self.env._("This comparison does not exist anymore."))
        comparison.check_access("read")
        if arm not in (SEQUENCE, CONTROL) or name not in COUNTS:
            raise UserError(self.env._("“%(arm)s” and “%(name)s” are no number of a comparison.", arm=arm, name=name))
        if not comparison.sequence_id._may_see_everybody():
            raise AccessError(self.env._("Only those who see everybody's people can open this list."))
        titles = {
            (SEQUENCE, "people"): self.env._("Followed up by the sequence"),
            (SEQUENCE, "open"): self.env._("Followed up by the sequence, still open"),
            (SEQUENCE, "met"): self.env._("Met us, followed up by the sequence"),
            (CONTROL, "people"): self.env._("Followed up the old way"),
            (CONTROL, "open"): self.env._("Followed up the old way, still open"),
            (CONTROL, "met"): self.env._("Met us, followed up the old way"),
        }
        ids = [enrollment for unit in comparison.sudo()._look().of(arm, name) for enrollment in unit.enrollments]
        action = self.env["ir.actions.act_window"]._for_xml_id("sales_sequence.sales_sequence_enrollment_action")
        return dict(action, name=titles[arm, name], domain=[("id", "in", ids)], context={})

    # ------------------------------------------------------------------

    def _find_sequence(self, sequence_id):
        sequence = self.env["sales.sequence"].browse(sequence_id or ()).exists()
        if not sequence:
            raise UserError(self.env._("This sequence does not exist anymore."))
        sequence.check_access("read")
        return sequence

    def _check_plan(self, share, days, metric):
        is_share = type(share) in (int, float) and LEAST_SHARE <= share <= MOST_SHARE
        is_days = type(days) is int and LEAST_CONTROL_DAYS <= days <= MOST_CONTROL_DAYS
        if not is_share or not is_days or metric not in dict(self._fields["metric"].selection):
            raise UserError(
                self.env._(
                    "A comparison holds back 5%% to 50%% of the people (0.2 for one in five), for %(least)s to "
                    "%(most)s days, and is decided by “meeting” or “goal”: not %(given)s.",
                    least=LEAST_CONTROL_DAYS,
                    most=MOST_CONTROL_DAYS,
                    given=", ".join(map(quoted, (share, days, metric))),
                )
            )

    def _look(self):
        """:return: this comparison, as a `Compared`"""
        return Compared(self, self._units(), self._pace(self.sequence_id))

    # ------------------------------------------------------------------
    # The card
    # ------------------------------------------------------------------

    def _card(self, shown):
        comparison = shown.comparison
        low, high = shown.interval
        is_known = shown.ratio is not None
        return {
            "status": shown.status,
            "badge": self._badge(shown),
            "title": self._title(shown),
            "sentence": self._sentence(shown),
            "explanation": self._explanation(shown),
            "arms": [self._arm(shown, arm) for arm in (SEQUENCE, CONTROL)],
            # JSON knows no infinity, and XML-RPC no nothing.
            "ratio": {
                "ratio": shown.ratio if is_known and shown.ratio < math.inf else False,
                "low": low if is_known else False,
                "high": high if is_known and high < math.inf else False,
            },
            "ratio_title": self._ratio_title(shown),
            "metric_title": self._metric_title(comparison.metric, comparison.days),
            "rules": self._rules(comparison.metric, comparison.days),
            "neglected": self._neglected(comparison.days),
            "answers": self._answers_sentence(shown),
            "comparison_id": comparison.id,
        }

    def _card_without(self):
        days = control_days(self.env)
        return {
            "status": "none",
            "badge": self.env._("No comparison"),
            "title": self.env._("Against the old way"),
            "sentence": self._sentence_none(),
            "explanation": self._explanation_none(),
            "arms": [],
            "ratio": {"ratio": False, "low": False, "high": False},
            "ratio_title": "",
            "metric_title": self._metric_title("meeting", days),
            "rules": self._rules("meeting", days),
            "neglected": self._neglected(days),
            "answers": False,
            "comparison_id": False,
        }

    def _arm(self, shown, arm):
        people, met = shown.count(arm), shown.count(arm, "met")
        low, high = wilson(met, people)
        names = {
            SEQUENCE: self.env._("Followed up by the sequence"),
            CONTROL: self.env._("Followed up the old way"),
        }
        return {
            "arm": arm,
            "name": names[arm],
            "people": people,
            "open": shown.count(arm, "open"),
            "met": met,
            "rate": met / people if people >= FEWEST_PEOPLE else False,
            "low": low,
            "high": high,
        }

    def _earlier(self):
        shown = self._look()
        return {"comparison_id": self.id, "title": self._title(shown), "sentence": self._sentence(shown)}

    # ------------------------------------------------------------------
    # The job
    # ------------------------------------------------------------------

    @api.model
    def _undecided(self):
        """Those that may still be proved."""
        unproved = self.search([("proved_at", "=", False)])
        now = fields.Datetime.now()
        return unproved.filtered(lambda one: not one.ended_at or one._over_at(one.ended_at) + LOOKED_AT_LONGER > now)

    def _note_proof(self):
        """Keep that it is proved, for the first time. Called by the job."""
        for comparison in self:
            if comparison._look().is_proved:
                comparison.proved_at = fields.Datetime.now()
