import logging
import math
from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models

from ...tools import experiment as statistics
from ...tools.attempt import isolate
from ...tools.experiment_units import Mail, count_units

_logger = logging.getLogger(__name__)


class SalesSequenceExperiment(models.Model):
    """What was decided about one experiment: the variants of a step, as long as their texts stay the same.

    Who is in it, and who answered, is counted whenever somebody looks (`sales.sequence.step.experiment`): reading
    writes nothing. Kept is only what later corrections must not take back: which variant won, and when that was proved
    for the first time. A job looks once a day.

    All people count, whoever may read them: a verdict about a part is none. A sequence that companies share has one
    experiment.
    """

    _name = "sales.sequence.experiment"
    _inherit = ["sales.sequence.limits", "sales.sequence.references"]
    _description = "Experiment with the Variants of a Step"
    _order = "step_id, number"

    step_id = fields.Many2one("sales.sequence.step", required=True, ondelete="cascade", readonly=True)
    number = fields.Integer(required=True, readonly=True, aggregator=None)
    ended_at = fields.Datetime(readonly=True, help="When a changed text began another one.")
    winner_id = fields.Many2one(
        "sales.sequence.step.variant", ondelete="cascade", index="btree_not_null", readonly=True
    )
    proved_at = fields.Datetime(readonly=True, help="When it was first seen that the evidence suffices.")
    kept_at = fields.Datetime(readonly=True, help="When somebody decided to keep sending all variants.")

    _once = models.UniqueIndex("(step_id, number)")

    # ------------------------------------------------------------------
    # Counting
    # ------------------------------------------------------------------

    @api.model
    def _days(self):
        return timedelta(days=self.env["sales.sequence.report"]._closed_days())

    @api.model
    def _units(self, steps):
        """The `Unit` list of all people who had an email of these steps, of all experiments and of none."""
        mails = self._mails(steps)
        # Where a record was deleted, nothing else says whose answer it is.
        units = {mail.enrollment: mail.unit for mail in mails}
        return count_units(mails, self._replies(steps.sequence_id, units), fields.Datetime.now(), self._days())

    def _mails(self, steps):
        self.env["sales.sequence.touch"].flush_model()
        self.env["sales.sequence.enrollment"].flush_model(["partner_id", "email_normalized", "own_mails"])
        self.env["res.partner"].flush_model(["commercial_partner_id"])
        self.env.cr.execute(
            """SELECT partner.commercial_partner_id, enrollment.email_normalized, assignment.unit, touch.done_at,
                      assignment.number, assignment.id, assignment.variant_id, assignment.weights,
                      touch.variant_id, enrollment.own_mails -> touch.step_id::text IS NOT NULL, enrollment.id
                 FROM sales_sequence_touch touch
                 JOIN sales_sequence_enrollment enrollment ON enrollment.id = touch.enrollment_id
            LEFT JOIN sales_sequence_assignment assignment ON assignment.id = touch.assignment_id
            LEFT JOIN res_partner partner ON partner.id = enrollment.partner_id
                WHERE touch.step_id = ANY(%s) AND touch.channel = 'email' AND touch.state = 'sent'""",
            [steps.ids],
        )
        key = self.env["sales.sequence.assignment"]._unit_key
        mails = []
        for company, email, drawn_as, at, number, draw, drawn, stored, *sent in self.env.cr.fetchall():
            unit = key(company, email) or drawn_as or f"e{sent[-1]}"
            weights = stored and {int(variant_id): weight for variant_id, weight in stored.items()}
            mails.append(Mail(unit, at, number, draw, drawn, weights, *sent))
        return mails

    def _replies(self, sequences, units):
        """``[(unit, moment)]``: whichever step an answer is credited to. :param units: ``{enrollment id: unit}``, where
        it is known"""
        self.env["sales.sequence.signal"].flush_model(["kind", "occurred_at", "enrollment_id"])
        self.env["sales.sequence.enrollment"].flush_model(["replied_at"])
        self.env.cr.execute(
            """SELECT partner.commercial_partner_id, enrollment.email_normalized, enrollment.id, signal.occurred_at
                 FROM sales_sequence_enrollment enrollment
                 JOIN sales_sequence_signal signal ON signal.enrollment_id = enrollment.id AND signal.kind = 'reply'
            LEFT JOIN res_partner partner ON partner.id = enrollment.partner_id
                WHERE enrollment.sequence_id = ANY(%s) AND enrollment.replied_at IS NOT NULL""",
            [sequences.ids],
        )
        key = self.env["sales.sequence.assignment"]._unit_key
        return [
            (units.get(enrollment_id) or key(company, email), moment)
            for company, email, enrollment_id, moment in self.env.cr.fetchall()
        ]

    # ------------------------------------------------------------------
    # One experiment
    # ------------------------------------------------------------------

    @api.model
    def _result(self, step, units, number):
        """What an experiment says: dict ``variants``, ``comparisons``, ``winner_id``, ``verdict`` as `experiment` of
        the step has them, and ``K``, ``since``, ``until``, ``proved_at``, ``kept_at``, ``beaten``: ids of the variants
        that the winner was proved against. One that people got only afterwards is none of them.

        :param units: see `_units`
        """
        own = [unit for unit in units if unit.number == number]
        is_current = number == step.experiment_number
        stored = self.search([("step_id", "=", step.id), ("number", "=", number)])
        counts = defaultdict(lambda: [0, 0, 0])
        answers = []
        for unit in own:
            of_arm = counts[unit.arm]
            of_arm[0] += unit.is_closed
            of_arm[1] += unit.is_closed and bool(unit.answered_at)
            of_arm[2] += not unit.is_closed
            if unit.is_closed and unit.answered_at:
                answers.append((unit.arm, unit.weights))
        arms = sorted(counts)
        variants = step.with_context(active_test=False).variant_ids.sorted("id")
        comparisons = statistics.compare(answers, arms)
        winner_id = stored.winner_id.id or statistics.winner_of(comparisons, len(arms)) or False
        shown = variants.filtered(
            lambda one: one.id in counts or one.id == winner_id or (is_current and one.active and one.weight)
        )
        had_people = {unit.arm for unit in own if not stored.proved_at or unit.first_at <= stored.proved_at}
        return {
            "variants": [self._row(variant, *counts.get(variant.id, (0, 0, 0))) for variant in shown],
            "comparisons": [self._finite(comparison) for comparison in comparisons],
            "winner_id": winner_id,
            "verdict": "winner" if winner_id else statistics.verdict(answers, arms, len(arms)),
            "beaten": sorted(had_people - {winner_id}) if winner_id else [],
            "K": max(len(arms), 2),
            "since": min((unit.first_at for unit in own), default=False),
            "proved_at": stored.proved_at,
            "kept_at": stored.kept_at,
            "until": stored.ended_at,
        }

    @api.model
    def _ended_at(self, step, number):
        """When a changed text ended this experiment; False if none did."""
        return self.search([("step_id", "=", step.id), ("number", "=", number)]).ended_at

    def _row(self, variant, people, replies, still_open):
        return {
            "variant_id": variant.id,
            "name": variant.name,
            "people": people,
            "replies": replies,
            "rate": replies / people if people else False,
            "open": still_open,
        }

    def _finite(self, comparison):
        """JSON knows no infinity, and XML-RPC no nothing."""
        return {
            name: False if value is None or value == math.inf else value for name, value in comparison.items()
        }

    # ------------------------------------------------------------------
    # The job
    # ------------------------------------------------------------------

    @api.model
    def _look(self):
        """Keep what has been proved since the last time, of variants and of comparisons with the old way, and stop the
        variants that have lost where the step says so. Called by the scheduled job, commits after each."""
        comparisons = self.env["sales.sequence.comparison"]._undecided()
        undecided = [*self._undecided_steps(), *comparisons]
        for count, record in enumerate(undecided, start=1):
            isolate(record, lambda one: one._note_proof(), self._log_failure)
            if not self.env["ir.cron"]._commit_progress(1, remaining=len(undecided) - count):
                break

    def _log_failure(self, record, error):
        if record._name == "sales.sequence.comparison":
            _logger.error("Comparison %s could not be evaluated: %r", record.id, error)
        else:
            _logger.error("The experiment of step %s could not be evaluated: %r", record.id, error)

    def _undecided_steps(self):
        """Those of whose experiment no winner is known, and those that should stop the others of a known one."""
        self.env.flush_all()
        self.env.cr.execute(
            """SELECT step.id
                 FROM sales_sequence_step step
                 JOIN sales_sequence_assignment assignment
                   ON assignment.step_id = step.id AND assignment.number = step.experiment_number
            LEFT JOIN sales_sequence_experiment experiment
                   ON experiment.step_id = step.id AND experiment.number = step.experiment_number
                WHERE experiment.winner_id IS NULL
                   OR (step.stops_losers AND experiment.kept_at IS NULL
                       AND EXISTS (SELECT FROM sales_sequence_step_variant variant
                                    WHERE variant.step_id = step.id AND variant.id != experiment.winner_id
                                      AND variant.active AND variant.weight > 0))
             GROUP BY step.id
               HAVING count(DISTINCT assignment.variant_id) > 1
             ORDER BY step.id"""
        )
        return self.env["sales.sequence.step"].browse([step_id for (step_id,) in self.env.cr.fetchall()])
