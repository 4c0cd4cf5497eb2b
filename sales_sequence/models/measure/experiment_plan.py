from math import ceil

from odoo import models

from ...tools import experiment
from .numbers import END, MOST_WEEKS, STRONG

# How large the effects are for which the card says what finding them takes.
RATIOS = ("3", "2", "1.5")
# The one that the sentence is about.
MAIN_RATIO = "2"
# With fewer new people a week, it takes decades.
FEWEST_A_WEEK = 1


class SalesSequenceExperimentPlan(models.AbstractModel):
    """What an experiment takes, said before it starts: people, weeks, and what is counted."""

    _name = "sales.sequence.experiment.plan"
    _description = "Plan of an Experiment"

    def _sentence_not_started(self, shown):
        if len(shown.sent) < 2:
            return self.env._("%(strong)sNothing is compared%(end)s: only one variant is sent.", strong=STRONG, end=END)
        people = shown.facts["needed"][MAIN_RATIO]
        weeks = self._weeks_to_send(shown, people)
        values = {"strong": STRONG, "end": END, "people": self._number(people)}
        if not weeks:
            return self.env._("It takes about %(strong)s%(people)s people per variant%(end)s.", **values)
        if weeks > MOST_WEEKS:
            return self.env._(
                "It takes about %(strong)s%(people)s people per variant%(end)s: %(strong)smore than two "
                "years%(end)s at your pace.",
                **values,
            )
        return self.env._(
            "It takes about %(strong)s%(people)s people per variant%(end)s: %(strong)s%(weeks)s%(end)s at your pace.",
            weeks=self._weeks_in_words(weeks),
            **values,
        )

    def _explanation_not_started(self, shown):
        if len(shown.sent) < 2:
            return self.env._("An experiment begins with another variant of this step.")
        base, pace = shown.facts["base_rate"], shown.facts["pace_per_week"]
        values = {
            "rate": self._percent(base["rate"]),
            "answers": self._number(base["answers"]),
            "people": self._number(base["people"]),
            "pace": self._number(pace),
        }
        if not base["people"]:
            rate = self.env._(
                "To find a text that earns twice as many answers, 8 times in 10, at a rate of %(rate)s: this sequence "
                "has none of its own yet.",
                **values,
            )
        else:
            rate = self.env._(
                "To find a text that earns twice as many answers, 8 times in 10, at this sequence's own rate of "
                "%(rate)s (%(answers)s of %(people)s).",
                **values,
            )
        if pace >= FEWEST_A_WEEK:
            reached = self.env._("Each week about %(pace)s new people reach this step.", **values)
        else:
            reached = self.env._(
                "Hardly anybody has reached this step lately, so it cannot be said how long that takes."
            )
        return f"{rate} {reached}"

    def _plan(self, shown):
        """:return: ``{"rows": …, "pace", "starts", "third"}``; `weeks` is False where nobody arrives"""
        labels = {
            "3": self.env._("three times as many"),
            "2": self.env._("twice as many"),
            "1.5": self.env._("half as many again"),
        }
        rows = []
        for ratio in RATIOS:
            people = shown.facts["needed"][ratio]
            weeks = self._weeks_to_send(shown, people)
            rows.append(
                {
                    "ratio": ratio,
                    "label": labels[ratio],
                    "people": people,
                    "weeks": weeks,
                    "weeks_in_words": self._weeks_in_words(weeks) if weeks else False,
                    "is_main": ratio == MAIN_RATIO,
                }
            )
        pace = shown.facts["pace_per_week"]
        return {
            "rows": rows,
            "weeks_title": self.env._("weeks at %s a week", self._number(pace)) if pace >= FEWEST_A_WEEK else False,
            "starts": self._starts(shown),
            "third": self._third(shown),
        }

    def _starts(self, shown):
        """When it starts: nobody has to start it."""
        if shown.step.sequence_id.state == "live":
            return self.env._("It starts automatically, with the next email of this step.")
        return self.env._("It starts automatically, with the first email after the sequence is published.")

    def _third(self, shown):
        """What one more variant costs."""
        count = len(shown.sent) + 1
        people = experiment.needed_people(shown.facts["base_rate"]["rate"], float(MAIN_RATIO), count)
        # Each of them gets an equal part of everybody.
        pace = shown.facts["pace_per_week"] / count
        values = {"count": count, "people": self._number(people)}
        if pace * count < FEWEST_A_WEEK or people / pace > MOST_WEEKS:
            return self.env._(
                "One more variant divides the people by %(count)s and asks for more proof: about %(people)s each. Look "
                "as often as you like: looking costs nothing.",
                **values,
            )
        return self.env._(
            "One more variant divides the people by %(count)s and asks for more proof: about %(people)s each, "
            "%(weeks)s instead of %(before)s. Look as often as you like: looking costs nothing.",
            weeks=self._weeks_in_words(ceil(people / pace)),
            before=self._weeks_in_words(self._weeks_to_send(shown, shown.facts["needed"][MAIN_RATIO])),
            **values,
        )

    def _rules(self, shown):
        return [
            {
                "label": self.env._("Counted"),
                "text": self.env._("answers within %s days, one per company", shown.days),
            },
            {
                "label": self.env._("Who gets which"),
                "text": self.env._("a draw at the first email; everybody of a company gets the same"),
            },
            {
                "label": self.env._("Wins when"),
                "text": self.env._(
                    "the evidence reaches %s; without a difference that happens in at most 1 of 20 experiments",
                    self._number(shown.threshold),
                ),
            },
        ]

    def _weeks_to_send(self, shown, people):
        """How many whole weeks it takes until so many people got each variant, the least sent one too.

        :return: int, False if nobody arrives
        """
        pace = shown.facts["pace_per_week"] * min((shown.share_of(variant) for variant in shown.sent), default=0)
        return ceil(people / pace) if shown.facts["pace_per_week"] >= FEWEST_A_WEEK and pace else False
