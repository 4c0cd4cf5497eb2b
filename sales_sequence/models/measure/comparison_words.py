import math

from odoo import fields, models

from ...tools.comparison import CONTROL, SEQUENCE
from ...tools.experiment import PROOF
from .numbers import END, MOST_WEEKS, STRONG

# Bounds beyond these tell no more than that there is none.
LEAST_TIMES, MOST_TIMES = 0.05, 20


class SalesSequenceComparisonWords(models.AbstractModel):
    """What the card of a comparison with the old way says, in sentences.

    The sentence is the result, as a manager would repeat it: what was counted, what that can mean, and whether it is
    proved. Only one direction can be proved, that the sequence earns more: where the old way looks better, the sentence
    says that it does.
    """

    _name = "sales.sequence.comparison.words"
    _inherit = "sales.sequence.numbers"
    _description = "Words of a Comparison"

    # ------------------------------------------------------------------
    # The head
    # ------------------------------------------------------------------

    def _badge(self, shown):
        return {
            "running": self.env._("Running"),
            "proved": self.env._("Proved: clearly more"),
            "ended": self.env._("Ended, not proved"),
        }[shown.status]

    def _title(self, shown):
        comparison = shown.comparison
        values = {
            "sequence": self.env["sales.sequence"]._name_of(comparison.sequence_id),
            "share": self._percent(comparison.share, 0),
            "since": self._day(comparison.started_at),
        }
        if not comparison.ended_at:
            return self.env._("%(sequence)s: %(share)s held back by a draw since %(since)s", **values)
        return self.env._(
            "%(sequence)s: %(share)s held back by a draw from %(since)s to %(until)s",
            until=self._day(comparison.ended_at),
            **values,
        )

    def _metric_title(self, metric, days):
        if metric == "goal":
            return self.env._("The goal of the sequence within %s days", days)
        return self.env._("A meeting or a win within %s days", days)

    # ------------------------------------------------------------------
    # The sentence
    # ------------------------------------------------------------------

    def _sentence(self, shown):
        """:return: Markup, its main words strong"""
        sentence = getattr(self, f"_sentence_{shown.state}")(shown)
        return sentence if shown.state in ("nobody", "open") else self._counts(shown) + " " + sentence

    def _counts(self, shown):
        values = {
            "of_sequence": self._number(shown.count(SEQUENCE)),
            "of_control": self._number(shown.count(CONTROL)),
            "met_sequence": self._count_or_none(shown.count(SEQUENCE, "met")),
            "met_control": self._count_or_none(shown.count(CONTROL, "met")),
            "strong": STRONG,
            "end": END,
        }
        if shown.comparison.metric == "goal":
            return self.env._(
                "Of %(of_sequence)s followed up by the sequence %(strong)s%(met_sequence)s reached the goal%(end)s, of "
                "%(of_control)s followed up the old way %(strong)s%(met_control)s%(end)s.",
                **values,
            )
        return self.env._(
            "Of %(of_sequence)s followed up by the sequence %(strong)s%(met_sequence)s met us%(end)s, of "
            "%(of_control)s followed up the old way %(strong)s%(met_control)s%(end)s.",
            **values,
        )

    def _count_or_none(self, count):
        return self._number(count) if count else self.env._("none")

    def _sentence_nobody(self, shown):
        if shown.comparison.ended_at:
            return self.env._(
                "%(strong)sNobody was drawn%(end)s while the comparison ran, so there is nothing to compare.",
                strong=STRONG,
                end=END,
            )
        return self.env._(
            "%(strong)sNobody has been drawn yet%(end)s: the draw begins with the next enrollment.",
            strong=STRONG,
            end=END,
        )

    def _sentence_open(self, shown):
        first = min(unit.first_at for unit in shown.units)
        return self.env._(
            "%(strong)sNobody counts yet%(end)s: the %(days)s days of the first people are over on %(day)s.",
            strong=STRONG,
            end=END,
            days=shown.comparison.days,
            day=self._day(shown.comparison._over_at(first)),
        )

    def _sentence_empty(self, _shown):
        return self.env._(
            "%(strong)sNothing to compare yet%(end)s: in one of the two groups nobody's days are over.",
            strong=STRONG,
            end=END,
        )

    def _sentence_too_few(self, shown):
        if shown.comparison.metric == "goal":
            return self.env._(
                "%(strong)sToo few to say anything%(end)s: nothing can be proved before about %(fewest)s in all have "
                "reached the goal.",
                strong=STRONG,
                end=END,
                fewest=self._number(shown.fewest),
            )
        return self.env._(
            "%(strong)sToo few to say anything%(end)s: nothing can be proved before about %(fewest)s in all have "
            "met us.",
            strong=STRONG,
            end=END,
            fewest=self._number(shown.fewest),
        )

    def _sentence_ahead(self, shown):
        low, high = shown.interval
        values = {
            "strong": STRONG,
            "end": END,
            "ratio": self._times_as_many(shown.ratio),
            "low": self._times(low),
            "high": self._times(high),
            "more": self._about(shown.more),
        }
        if not shown.more:
            return self.env._(
                "That is %(ratio)s, but anything between %(low)s and %(high)s is still possible: "
                "%(strong)snot yet proved%(end)s, and if it stays so, more people than you are likely to have would be "
                "needed to settle it.",
                **values,
            )
        return self.env._(
            "That is %(ratio)s, but anything between %(low)s and %(high)s is still possible: "
            "%(strong)snot yet proved%(end)s; if it stays so, about %(more)s more people settle it in half of the "
            "cases.",
            **values,
        )

    def _sentence_alike(self, shown):
        low, high = shown.interval
        return self.env._(
            "That is %(strong)sas many%(end)s, and anything between %(low)s and %(high)s is still possible: nothing is "
            "proved.",
            strong=STRONG,
            end=END,
            low=self._times(low),
            high=self._times(high),
        )

    def _sentence_behind(self, shown):
        low, high = shown.interval
        values = {
            "strong": STRONG,
            "end": END,
            "ratio": self._times_as_many(shown.ratio),
            "low": self._times(low),
            "high": self._times(high),
        }
        if not shown.ratio:
            # Rounded up where it is less: "at most 0.0 times" would be nothing.
            values["high"] = self._number(max(high, 0.1), 1)
            return self.env._(
                "%(strong)sThe old way looks better%(end)s: the sequence earns at most %(high)s times what the old way "
                "earns.",
                **values,
            )
        if high < 1:
            return self.env._(
                "%(strong)sThe old way earns more%(end)s: the sequence earns %(ratio)s, and between %(low)s and "
                "%(high)s is possible.",
                **values,
            )
        return self.env._(
            "That is %(ratio)s: %(strong)sthe old way looks better%(end)s so far. Anything between %(low)s and "
            "%(high)s is still possible.",
            **values,
        )

    def _sentence_proved(self, shown):
        low, high = shown.interval
        values = {
            "strong": STRONG,
            "end": END,
            "ratio": self._times_as_many(0 if shown.ratio in (None, math.inf) else shown.ratio),
            "low": self._times(low),
            "high": self._times(high),
        }
        if not shown.ratio or shown.ratio <= 1:
            # Corrections came after the proof.
            return self.env._(
                "It was proved that the sequence earns %(strong)sclearly more%(end)s; what was corrected since does "
                "not take that back.",
                **values,
            )
        if shown.ratio == math.inf:
            return self.env._("That is %(strong)sclearly more%(end)s: proved.", **values)
        if low <= 1 or high == math.inf:
            return self.env._("That is %(ratio)s, and %(strong)sclearly more%(end)s: proved.", **values)
        return self.env._(
            "That is %(ratio)s, and %(strong)sclearly more%(end)s: proved, between %(low)s and %(high)s.", **values
        )

    # ------------------------------------------------------------------
    # What explains it
    # ------------------------------------------------------------------

    def _explanation(self, shown):
        comparison = shown.comparison
        if shown.status == "proved":
            return self._explanation_proved(shown)
        still_open = shown.count(SEQUENCE, "open") + shown.count(CONTROL, "open")
        if comparison.ended_at:
            return self._explanation_ended(shown, still_open)
        if shown.state == "nobody":
            return self.env._("Everybody who is enrolled from now on is drawn; those before are not compared.")
        if not shown.more or not still_open:
            return self._open_people(shown, still_open)
        return f"{self._open_people(shown, still_open)} {self._rest_in_weeks(shown, shown.more - still_open)}".strip()

    def _explanation_proved(self, shown):
        day = self._day(shown.comparison.proved_at or fields.Datetime.now())
        proved = self.env._("Proved on %s. A later correction does not take that back.", day)
        if shown.interval[0] > 1:
            return proved
        wider = self.env._("How many times as many is less certain than that it is more.")
        return f"{proved} {wider}"

    def _explanation_ended(self, shown, still_open):
        ended = self.env._(
            "It was ended on %s, before anything was proved: nobody is drawn anymore.",
            self._day(shown.comparison.ended_at),
        )
        return f"{ended} {self._open_people(shown, still_open)}" if still_open else ended

    def _open_people(self, shown, still_open):
        values = {"count": self._number(still_open), "days": shown.comparison.days}
        if not still_open:
            return ""
        if still_open == 1:
            return self.env._("1 person is drawn already, and counts once their %(days)s days are over.", **values)
        return self.env._("%(count)s people are drawn already, and count once their %(days)s days are over.", **values)

    def _rest_in_weeks(self, shown, people):
        weeks = self._weeks_to_enroll(people, shown.pace)
        if people <= 0 or not weeks:
            return ""
        if weeks > MOST_WEEKS:
            return self.env._("To enroll the others takes more than two years at your pace.")
        return self.env._("To enroll the others takes about %s at your pace.", self._weeks_in_words(weeks))

    # ------------------------------------------------------------------
    # Without a comparison
    # ------------------------------------------------------------------

    def _sentence_none(self):
        return self.env._(
            "%(strong)sNobody was drawn%(end)s into the old way, so there is nothing to compare with.",
            strong=STRONG,
            end=END,
        )

    def _explanation_none(self):
        return self.env._(
            "Last year's figures are no comparison: other people, another season, another product. Hold back a share "
            "of the new people by a draw, and you will know."
        )

    # ------------------------------------------------------------------
    # The numbers below
    # ------------------------------------------------------------------

    def _ratio_title(self, shown):
        low, high = shown.interval
        values = {
            "ratio": self._number(0 if shown.ratio in (None, math.inf) else shown.ratio, 1),
            "low": self._number(low, 1),
            "high": self._number(0 if high == math.inf else high, 1),
        }
        if shown.ratio is None or (not low and high == math.inf):
            return self.env._("The sequence against the old way: nothing to compare yet")
        if low < LEAST_TIMES and high > MOST_TIMES:
            return self.env._("The sequence against the old way: too few to say anything")
        if high > MOST_TIMES:
            return self.env._("The sequence earns at least %(low)s times what the old way earns", **values)
        if low < LEAST_TIMES:
            return self.env._("The sequence earns at most %(high)s times what the old way earns", **values)
        return self.env._(
            "The sequence earns %(ratio)s times what the old way earns, between %(low)s and %(high)s", **values
        )

    def _answers_sentence(self, shown):
        """The answers of both groups, and why they do not decide. False before anybody counts."""
        answered = [self._number(sum(bool(unit.answered_at) for unit in shown.of(arm))) for arm in (SEQUENCE, CONTROL)]
        if not shown.of(SEQUENCE) or not shown.of(CONTROL):
            return False
        return self.env._(
            "Answers: %(of_sequence)s of %(people_sequence)s followed up by the sequence, %(of_control)s of "
            "%(people_control)s followed up the old way. They do not decide: they favor whoever is emailed more.",
            of_sequence=answered[0],
            people_sequence=self._number(shown.count(SEQUENCE)),
            of_control=answered[1],
            people_control=self._number(shown.count(CONTROL)),
        )

    def _rules(self, metric, days):
        """What is fixed before the start."""
        what = (
            self.env._("whoever reaches the goal of the sequence within %s days", days)
            if metric == "goal"
            else self.env._("whoever agrees on a meeting with us, or whose lead is won, within %s days", days)
        )
        return [
            {"label": self.env._("What decides"), "text": what},
            {
                "label": self.env._("Counted"),
                "text": self.env._(
                    "one per company, %s days after it was drawn; in both groups the calendar and the leads are looked "
                    "up alike, whatever ended the enrollment",
                    days,
                ),
            },
            {
                "label": self.env._("Who is held back"),
                "text": self.env._("a draw at enrollment; everybody of a company is in the same group"),
            },
            {
                "label": self.env._("Proved when"),
                "text": self.env._(
                    "the evidence reaches %s; if the sequence earns no more, that happens in at most 1 of 20 "
                    "comparisons, however often you look",
                    self._number(PROOF),
                ),
            },
            {
                "label": self.env._("Answers"),
                "text": self.env._("can be looked at and do not decide: they favor whoever is emailed more"),
            },
        ]

    def _neglected(self, days):
        return self.env._(
            "Nobody is neglected: whoever is held back gets a salesperson's own follow-up, by a to-do, and can be "
            "enrolled after %s days.",
            days,
        )

    # ------------------------------------------------------------------
    # Numbers in words
    # ------------------------------------------------------------------

    def _times(self, ratio):
        """A bound, in a rough word: "half", "nine times"."""
        named = self._named_ratios()
        if ratio == math.inf:
            return self.env._("any number of times")
        if ratio > MOST_TIMES:
            return self.env._("more than %s times", MOST_TIMES)
        if ratio < min(named) / 1.5:
            return self.env._("next to nothing")
        nearest = min(named, key=lambda one: abs(math.log(one / ratio)))
        # Between twice and three times there is room.
        if abs(math.log(nearest / ratio)) < 0.12 or ratio < 1:
            return named[nearest]
        return self.env._("%s times", self._number(ratio, 1 if ratio < 10 else 0))

    def _times_as_many(self, ratio):
        return self.env._("%s times as many", self._number(ratio, 1))

    def _named_ratios(self):
        return {
            0.1: self.env._("a tenth"),
            0.2: self.env._("a fifth"),
            0.25: self.env._("a quarter"),
            1 / 3: self.env._("a third"),
            0.5: self.env._("half"),
            2 / 3: self.env._("two thirds"),
            0.75: self.env._("three quarters"),
            0.9: self.env._("nine tenths"),
            1: self.env._("as many"),
            2: self.env._("twice"),
            3: self.env._("three times"),
            4: self.env._("four times"),
            5: self.env._("five times"),
            6: self.env._("six times"),
            7: self.env._("seven times"),
            8: self.env._("eight times"),
            9: self.env._("nine times"),
            10: self.env._("ten times"),
        }

    def _about(self, people):
        """As precise as it is known: two digits."""
        return self._number(round(people, 1 - int(math.log10(people)))) if people else ""
