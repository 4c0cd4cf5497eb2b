from odoo import models

from ...tools.advice import ACT, WARNING, Finding
from ...tools.results_rules import (
    FEWEST_IN_TIME,
    are_too_many_opt_outs,
    has_fallen,
    judge_bounces,
    judge_complaints,
)

# The rules that pause first steps, the more serious one first.
PAUSING = ("complaints", "bounces")


class SalesSequenceAdviceResults(models.AbstractModel):
    """Advice about what has come of it: answers, bounces, complaints, opt-outs, and the people in it. All people count,
    whoever may read them.

    ``results_counts``  what is counted
    ``results_words``   what is said about it
    """

    _name = "sales.sequence.advice.results"
    _inherit = ["sales.sequence.advice.results.counts", "sales.sequence.advice.results.words"]
    _description = "Advice about Results"

    def _find_in_results(self, sequences):
        """:return: list of `Finding`; a fixed number of queries"""
        # Nobody is in a draft. A closed sequence still has its people, but nobody begins it any more.
        used = sequences.filtered(lambda one: one.state != "draft")
        live = used.filtered(lambda one: one.state == "live")
        found = [*self._find_paused(used), *self._find_stuck(used)] if used else []
        if live:
            found += [
                *self._find_in_emails(live),
                *self._find_in_closed_people(live),
                *self._find_unreached(live),
            ]
        return found

    def _find_paused(self, sequences):
        """While the first steps are paused, that stands as it was seen then, whatever has left since."""
        return [
            Finding(
                sequence.first_steps_pause_code,
                ACT,
                sequence.id,
                facts={**(sequence.first_steps_pause_facts or {}), "paused": True},
            )
            for sequence in sequences.filtered("first_steps_paused_at")
        ]

    def _find_in_emails(self, sequences):
        counts = self._count_emails(sequences)
        found = []
        for sequence in sequences:
            sent, bounced, complaints = counts.get(sequence.id, (0, 0, 0))
            judged = {
                "bounces": (judge_bounces(bounced, sent), bounced),
                "complaints": (judge_complaints(complaints, sent), complaints),
            }
            for code, (severity, count) in judged.items():
                if severity and code != sequence.first_steps_pause_code:
                    facts = {"count": count, "sent": sent, "paused": bool(sequence.first_steps_paused_at)}
                    found.append(Finding(code, severity, sequence.id, facts=facts))
        return found

    def _find_in_closed_people(self, sequences):
        found = []
        for sequence_id, halves in self._count_closed(sequences).items():
            now, answered, opted_out = halves.get(False, (0, 0, 0))
            before, answered_before, _opted_out = halves.get(True, (0, 0, 0))
            if has_fallen((answered_before, before), (answered, now)):
                facts = {
                    "answered": answered,
                    "people": now,
                    "answered_before": answered_before,
                    "people_before": before,
                }
                found.append(Finding("rate_fell", WARNING, sequence_id, facts=facts))
            if are_too_many_opt_outs(opted_out, now):
                facts = {"count": opted_out, "people": now}
                found.append(Finding("opt_outs", WARNING, sequence_id, facts=facts))
        return found

    def _find_stuck(self, sequences):
        return [
            Finding("stuck", ACT, sequence.id, step.id, {"count": count})
            for sequence, step, count in self._count_stuck(sequences)
        ]

    def _find_unreached(self, sequences):
        """The first step of each that nobody comes to: nobody comes to those behind it, either."""
        begun = sequences.filtered(lambda one: not one.first_steps_paused_at)
        counts = self._count_in_time(begun) if begun else {}
        found = {}
        for step in self.env["sales.sequence.step"].union(*counts)._in_order():
            people, days = counts[step]
            if people >= FEWEST_IN_TIME:
                facts = {"people": people, "days": days, "day": step.day_number}
                found.setdefault(
                    step.sequence_id, Finding("unreached_step", WARNING, step.sequence_id.id, step.id, facts)
                )
        return list(found.values())

    # ------------------------------------------------------------------
    # What the job does about it
    # ------------------------------------------------------------------

    def _act_on_results(self, sequences, found):
        """Pause the first steps where a rule asks for it.

        :param found: list of `Finding` about these sequences
        """
        severe = {(one.sequence_id, one.code): one for one in found if one.severity == ACT and one.code in PAUSING}
        for sequence in sequences.filtered(lambda one: one.state == "live" and not one.first_steps_paused_at):
            code = next((code for code in PAUSING if (sequence.id, code) in severe), None)
            if code:
                facts = severe[sequence.id, code].facts
                sequence._pause_first_steps(code, {"count": facts["count"], "sent": facts["sent"]})
