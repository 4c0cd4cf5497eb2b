from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools import experiment as statistics
from ...tools.experiment_units import pace_per_week
from ..base.arguments import ID, checked


class SalesSequenceStep(models.Model):
    """The experiment with the variants of a step: what it says, and what somebody decides about it."""

    _name = "sales.sequence.step"
    _inherit = ["sales.sequence.step", "sales.sequence.step.figures"]

    stops_losers = fields.Boolean(
        string="Stop the others once one has won",
        help="Once it is proved which variant earns the most answers, the others are sent to nobody anymore.",
    )

    # ------------------------------------------------------------------
    # What it says
    # ------------------------------------------------------------------

    @api.readonly
    @checked(one=True)
    def experiment(self):
        """Compare the variants of this email step by the answers that they earn, one for each company, or person
        without one. Looking costs nothing: the evidence stays true however often somebody looks.

        All people of the sequence count, whoever may read them.

        :return: dict

            ``variants``: list of dicts ``variant_id``, ``name``, ``people`` (whose email left long enough ago, see
            *Settings*), ``replies`` (of these, who answered in time), ``rate`` (False without people), ``open``
            ``comparisons``: for each variant and each other one: dicts ``a``, ``b``, ``evidence`` that *a* earns more,
            ``ratio``, ``low``, ``high``: how many times as many, and its interval; False where it has no end
            ``winner_id``: False, or the variant that is proved to earn more than every other one
            ``verdict``: ``running``, ``too_few`` (nothing could be proved yet), ``winner``, ``no_difference``
            ``needed_per_variant``: ``{"1.5": n, "2": n}``: people it takes to find such a difference
        """
        facts = self._experiment_facts()
        answer = {name: facts[name] for name in ("variants", "comparisons", "winner_id", "verdict")}
        return {**answer, "needed_per_variant": {ratio: facts["needed"][ratio] for ratio in ("1.5", "2")}}

    def _experiment_facts(self):
        """What the card of an experiment is made from: the answer of `experiment`, and

        ``state``: ``not_started``, ``stopped`` (fewer than two are still sent), or the verdict
        ``since``: when its first email left; ``number``; ``weights``: ``{variant id: weight}`` of now
        ``K``: how many variants the proof is divided by; ``needed``: people for each variant by ratio
        ``base_rate``: dict ``answers``, ``people``, ``rate`` (to plan with) from which `needed` follows
        ``pace_per_week``: new people; ``more``: how many more each variant needs, False where that is not known
        ``proved_at``, ``kept_at``, ``auto_stop``; ``beaten``: ids of those that the winner was proved against
        ``restarted_at``: when a changed text began it, False for the first one
        ``past``: the experiments with earlier texts whose emails left, newest first

        Moments are naive UTC.

        :raises AccessError: the user may not read the step
        """
        self.ensure_one()
        self.check_access("read")
        # With all rights: a verdict about the people of one rep is none.
        step = self.sudo()
        Experiment = self.env["sales.sequence.experiment"].sudo()
        units, number = Experiment._units(step), step.experiment_number
        result = Experiment._result(step, units, number)
        weights = step._weights_of_variants()
        planned = max(result["K"], len(weights))
        planned_from = units if result["since"] else step._units_before(units)
        base = step._base_rate(planned_from, result, weights)
        needed = {f"{ratio:g}": statistics.needed_people(base["rate"], ratio, planned) for ratio in statistics.RATIOS}
        is_stopped = len(weights) < 2
        state = result["verdict"] if result["since"] else "not_started"
        return {
            **result,
            "number": number,
            "weights": weights,
            "K": result["K"] if result["since"] else planned,
            "state": "stopped" if result["since"] and is_stopped else state,
            "base_rate": base,
            "pace_per_week": step._pace(planned_from),
            "needed": needed,
            "more": False if is_stopped else self._more(result, needed, weights),
            "auto_stop": step.stops_losers,
            "restarted_at": Experiment._ended_at(step, number - 1),
            "past": [
                {"number": earlier, **Experiment._result(step, units, earlier)}
                for earlier in sorted({unit.number for unit in units if unit.number} - {number}, reverse=True)
            ],
        }

    def _more(self, result, needed, weights):
        """How many more people each variant that is sent needs to find a text that earns twice as many answers; once
        they are there in vain, half as many again."""
        if result["verdict"] not in ("running", "too_few"):
            return False
        people = min((row["people"] for row in result["variants"] if row["variant_id"] in weights), default=0)
        return next((needed[ratio] - people for ratio in ("2", "1.5") if needed[ratio] > people), False)

    def _base_rate(self, units, result, weights):
        """What to plan with: while the experiment runs, the weaker variant of those that are still sent, or of all
        where none of these has closed people; before it starts, what `units` earned."""
        if result["since"]:
            known = [row for row in result["variants"] if row["people"]]
            rows = [row for row in known if row["variant_id"] in weights] or known
            counts = [(row["replies"], row["people"]) for row in rows]
            # Nobody is closed yet: there is no rate of their own.
            answers, people = min(counts, key=lambda count: statistics.base_rate(*count), default=(0, 0))
        else:
            closed = [unit for unit in units if unit.is_closed]
            answers, people = sum(bool(unit.answered_at) for unit in closed), len(closed)
        return {"answers": answers, "people": people, "rate": statistics.base_rate(answers, people)}

    def _units_before(self, units):
        """The units to plan with before an experiment starts: those of this step, else, until some of them are closed,
        those of the step in this place of earlier versions."""
        step, of_step = self, units
        while step:
            if any(unit.is_closed for unit in of_step):
                return of_step
            step = step._in_previous_version()
            of_step = self.env["sales.sequence.experiment"]._units(step) if step else ()
        return units

    def _in_previous_version(self):
        """The step that this one is a copy of, as far as its place and channel tell."""
        previous = self.sequence_id.previous_version_id.with_context(active_test=False).step_ids
        same = previous.filtered(lambda step: (step.position, step.channel) == (self.position, self.channel))
        return same.sorted("id")[:1]

    def _pace(self, units):
        """New units a week, in the weeks just past."""
        return pace_per_week([unit.first_at for unit in units], fields.Datetime.now())

    # ------------------------------------------------------------------
    # What is decided
    # ------------------------------------------------------------------

    @checked(one=True, variant_id=ID)
    def action_stop_variant(self, variant_id):
        """Send this variant to nobody anymore: it is archived, and its numbers stay.

        :raises UserError: it is not a variant of this step, or the last one that is sent
        """
        self.check_access("write")
        variant = self.variant_ids.filtered(lambda one: one.id == variant_id)
        if not variant:
            raise UserError(self.env._("“%s” has no such variant that is sent.", self.display_name))
        if not self._weights_of_variants().keys() - {variant.id}:
            raise UserError(
                self.env._("“%s” is the only variant that is still sent: stop the step instead.", variant.name)
            )
        note = self.env._(
            "The variant “%(variant)s” of “%(step)s” is sent to nobody anymore.", variant=variant.name, step=self.name
        )
        self._stop_variants(variant, note)
        return True

    @checked(one=True)
    def action_keep_all(self):
        """Go on sending all variants, although one has won."""
        self.check_access("write")
        self._stored_experiment().kept_at = fields.Datetime.now()
        return True

    def _stored_experiment(self):
        """The record of the present experiment, made where there is none yet."""
        # With all rights: only the engine writes it. Rights on the step were checked.
        Experiment = self.env["sales.sequence.experiment"].sudo()
        values = {"step_id": self.id, "number": self.experiment_number}
        domain = Domain.AND([Domain(name, "=", value) for name, value in values.items()])
        return Experiment.search(domain) or Experiment.create(values)

    def _stop_variants(self, variants, note):
        variants.active = False
        self.sequence_id.message_post(body=note)

    def _note_proof(self):
        """Keep who has won, for the first time; stop the others, if that is wanted and the winner is still sent: of a
        winner that somebody stopped, nothing would be left to send. Called by the job."""
        facts = self._experiment_facts()
        if not facts["winner_id"]:
            return
        stored = self._stored_experiment()
        if not stored.winner_id:
            stored.write({"winner_id": facts["winner_id"], "proved_at": fields.Datetime.now()})
        losers = self.variant_ids.filtered(lambda one: one.weight and one.id in facts["beaten"])
        if self.stops_losers and not stored.kept_at and losers and stored.winner_id.id in facts["weights"]:
            note = self.env._(
                "It is proved that the variant “%(winner)s” of “%(step)s” earns the most answers. Sent to nobody "
                "anymore: %(others)s.",
                winner=stored.winner_id.name,
                step=self.name,
                others=", ".join(losers.mapped("name")),
            )
            self._stop_variants(losers, note)

    # ------------------------------------------------------------------
    # A changed text
    # ------------------------------------------------------------------

    def _begin_experiment(self):
        """A text that people have had was changed: the experiment ends with its numbers, and the next one begins."""
        for step in self.sudo():
            step._stored_experiment().ended_at = fields.Datetime.now()
            step.experiment_number += 1
            step.sequence_id.message_post(
                body=self.env._(
                    "The text of “%s” was changed: a new experiment began. The earlier one is kept with its numbers.",
                    step.name,
                )
            )
