from collections import defaultdict

from odoo import models
from odoo.fields import Domain

from ...tools import text_facts
from ..measure.experiment_shown import letter_of
from ..measure.results_funnel import SENT_OR_DONE
from ..measure.sequence_figures import FEWEST_PEOPLE, rate_in_words


class SalesSequenceEditorCards(models.AbstractModel):
    """What the card of each step shows. All that is counted is counted for all steps at once."""

    _name = "sales.sequence.editor.cards"
    _inherit = "sales.sequence.editor.people"
    _description = "Sequence Editor: Cards"

    def _cards(self, sequence, steps, labels):
        """:param steps: all steps of the sequence in their order
        :param labels: ``{name of a merge field: what people call it}``
        :return: ``{step id: dict}``, see `docs/api.md`
        """
        active = steps.filtered("active")
        places, order = self._places(sequence), active.ids
        touches = self._count_touches(steps)
        earned = self._earned(steps)
        used = self._used(steps)
        chips = self._chips(steps, touches)
        days, texts = self._days(sequence), self._texts(steps, labels)
        cards = {}
        for step in steps:
            subject, first_line = texts[step.id]
            day, day_text = days.get(step, (0, False))
            cards[step.id] = {
                "id": step.id,
                "name": step.name,
                "channel": step.channel,
                "position": step.position,
                "active": step.active,
                "day": day,
                "day_text": day_text,
                "wait_text": self._wait_text(step, is_first=step == active[:1]),
                "subject": subject,
                "first_line": first_line,
                "problem": step.active and step.problem,
                "chips": chips[step.id],
                "before": places.before(step.id, order),
                "at": places.at(step.id),
                "past": sum(touches.get((step.id, state), 0) for state in SENT_OR_DONE),
                "past_text": self.env._("sent") if step.channel == "email" else self.env._("done"),
                "earned": earned.get(step.id, False),
                "can_delete": step.id not in used,
            }
        return cards

    def _days(self, sequence):
        """``{active step: (day number, the same in words)}``"""
        steps, days, dated = sequence._days_of_touches()
        return {
            step: (step.day_number, sequence._day_in_words(day, dated)) for step, day in zip(steps, days, strict=True)
        }

    def _wait_text(self, step, is_first):
        if is_first and not step.delay and not step._delay().has_date:
            return self.env._("At once, within sending hours")
        return step.delay_text

    def _texts(self, steps, labels):
        """``{step id: (segments of the subject, first line)}`` of what people get or do.

        :param labels: ``{name of a merge field: what people call it}``
        """
        templates = {step: self._template_of(step) for step in steps if step.channel == "email"}
        self.env["mail.template"].sudo().union(*templates.values()).fetch(["subject", "body_html"])
        texts, start = {}, False
        for step in steps:
            if step.channel == "email":
                subject = text_facts.segments(templates[step].subject, labels)
                text = templates[step].body_html
                if step.new_thread or not start or not step.active:
                    start = subject if step.active else start
                else:
                    # As people read it: a follow-up has the subject of its thread.
                    subject = [{"text": "Re: "}, *start]
            elif step.channel == "action":
                # Only administrators may read server actions; others know them by name.
                subject, text = self._plain(step.server_action_id.sudo().name), False
            else:
                subject, text = self._plain(step.summary), step.note
            texts[step.id] = subject, text_facts.first_line(text, labels)
        return texts

    def _template_of(self, step):
        """The email template of a step; of several variants, the first that is sent. With all rights: whoever may read
        the step may read its text."""
        sent = self.env["sales.sequence.step.variant"].browse(step._weights_of_variants())[:1]
        return (sent.mail_template_id or step.mail_template_id).sudo()

    def _plain(self, text):
        return [{"text": text}] if text else []

    # ------------------------------------------------------------------
    # What is counted
    # ------------------------------------------------------------------

    def _count_touches(self, steps):
        """``{(step id, state): how many}`` of what has happened, and of the drafts."""
        domain = Domain("step_id", "in", steps.ids) & Domain("state", "in", (*SENT_OR_DONE, "draft"))
        rows = self.env["sales.sequence.touch"]._read_group(
            domain & self._of_active_companies("enrollment_id."), ["step_id", "state"], ["__count"]
        )
        return {(step.id, state): count for step, state, count in rows}

    def _earned(self, steps):
        """``{step id: what it has earned}``, of the steps that some closed people have had; `share` is the length of
        the bar, as the highest rate of all of these steps is 1. Of too few people there is none."""
        rates = {step: step.reply_rate for step in steps if step.closed_count >= FEWEST_PEOPLE}
        highest = max(rates.values(), default=0)
        return {
            step.id: {
                "answered": step.replied_count,
                "closed": step.closed_count,
                "rate_text": rate_in_words(self.env, step.replied_count, step.closed_count),
                "share": rates.get(step, 0) / highest if highest else 0,
            }
            for step in steps
            if step.closed_count
        }

    # ------------------------------------------------------------------
    # Chips
    # ------------------------------------------------------------------

    def _chips(self, steps, touches):
        """``{step id: [chip]}``: what somebody should know of a step without opening it, the most urgent first."""
        overdue = self._count_overdue(steps)
        experiments = self._experiments(steps)
        chips = {}
        for step in steps:
            found = chips[step.id] = []
            if step.active and step.problem:
                found.append(self._chip("problem", self.env._("Needs attention")))
            if overdue.get(step.id):
                found.append(self._chip("overdue", self.env._("%s overdue", overdue[step.id]), "overdue"))
            if step in experiments:
                found.append(self._chip("experiment", experiments[step], "experiment"))
            drafts = touches.get((step.id, "draft"), 0)
            if drafts:
                words = self.env._("1 to review") if drafts == 1 else self.env._("%s to review", drafts)
                found.append(self._chip("review", words, "drafts"))
            elif step.channel == "email" and step.requires_review:
                found.append(self._chip("review", self.env._("Reviewed before sending")))
            if step._delay().has_date:
                found.append(self._chip("date", self.env._("Counted from the date")))
        return chips

    def _chip(self, kind, text, action=False):
        return {"kind": kind, "text": text, "action": action}

    def _count_overdue(self, steps):
        rows = self.env["sales.sequence.touch"]._read_group(
            self._overdue_domain() & Domain("step_id", "in", steps.ids) & self._of_active_companies("enrollment_id."),
            ["step_id"],
            ["__count"],
        )
        return {step.id: count for step, count in rows}

    def _experiments(self, steps):
        """``{step: how its experiment stands}``: as far as it is known without counting answers, which takes longer
        the more people there are. Once a day a job notes who has won."""
        candidates = steps.filtered(lambda step: step.channel == "email" and len(step._weights_of_variants()) > 1)
        if not candidates:
            return {}
        drawn = defaultdict(set)
        # With all rights: an experiment is about everybody.
        for step, number, variant in self.env["sales.sequence.assignment"].sudo()._read_group(
            [("step_id", "in", candidates.ids)], ["step_id", "number", "variant_id"]
        ):
            drawn[step.id, number].add(variant.id)
        stored = self.env["sales.sequence.experiment"].sudo().search([("step_id", "in", candidates.ids)])
        winners = {(one.step_id.id, one.number): one.winner_id.id for one in stored}
        words = {}
        for step in candidates:
            key = step.id, step.experiment_number
            sent, of_now = step._weights_of_variants(), drawn[key]
            shown = [one.id for one in step.variant_ids.sorted("id") if one.id in of_now or one.id in sent]
            letters = {id_: letter_of(index) for index, id_ in enumerate(shown)}
            words[step] = self._experiment_in_words(list(letters.values()), letters.get(winners.get(key)), of_now)
        return words

    def _experiment_in_words(self, letters, winner, has_begun):
        variants = " | ".join(letters)
        if winner:
            return self.env._("%(variants)s: %(winner)s has won", variants=variants, winner=winner)
        if has_begun:
            return self.env._("%s running: no winner yet", variants)
        return self.env._("%s: not started", variants)
