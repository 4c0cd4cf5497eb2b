from datetime import timedelta
from math import ceil

from odoo import fields, models
from odoo.tools import SQL

from ...tools.experiment import base_rate, needed_in_all
from ..enroll.comparing import OFFERED_SHARE
from .numbers import END, MOST_WEEKS, STRONG

# The first is the one that is offered.
SHARES = (OFFERED_SHARE, 0.1, 0.5)
# What a plan shows where the sequence has no past of its own.
USUAL_RATES = (0.05, 0.1)
# The effect that a plan is made for.
RATIO = 2
# With fewer new people a week, it takes decades.
FEWEST_A_WEEK = 1
# Nobody knows it better before the start; rather too many than too few.
ROUNDED_UP_TO = 50


class SalesSequenceComparisonPlan(models.AbstractModel):
    """What a comparison with the old way takes, said before it starts: people, and weeks.

    How much the old way earns, nobody knows before: that is why it is compared. What the sequence itself has earned so
    far tells: if that is twice as much as the old way earns, the old way earns half of it.
    """

    _name = "sales.sequence.comparison.plan"
    _description = "Plan of a Comparison"

    def _plan_of(self, sequence, share, days, metric):
        """What holding back this share takes: see `get_plan`."""
        past = self._past_of(sequence, days, metric)
        pace = self._pace(sequence)
        people = self._people_needed(past["rate"], share)
        weeks = self._weeks_to_enroll(people, pace)
        return {
            "sentence": self._plan_sentence(people, weeks, days),
            "explanation": f"{self._plan_rate(past)} {self._plan_pace(pace)}",
            "people": people,
            "weeks": weeks,
            "rate": past["rate"],
            "rules": self._rules(metric, days),
            "neglected": self._neglected(days),
        }

    def _offer(self, sequence, days, metric="meeting"):
        """What the card shows where nothing runs: a sentence, and rows by share and rate of the old way."""
        past = self._past_of(sequence, days, metric)
        pace = self._pace(sequence)
        rates = (past["rate"],) if past["people"] else USUAL_RATES
        rows = []
        for rate in rates:
            for share in SHARES:
                people = self._people_needed(rate, share)
                rows.append(
                    {
                        "share": share,
                        "rate": rate,
                        "people": people,
                        "weeks": self._weeks_to_enroll(people, pace),
                        "is_main": (share, rate) == (SHARES[0], rates[0]),
                    }
                )
        main = next(row for row in rows if row["is_main"])
        return {"sentence": self._plan_sentence(main["people"], main["weeks"], days), "rows": rows}

    def _people_needed(self, rate, share):
        """In all, to find twice as many in 8 comparisons of 10. :param rate: of the old way"""
        return ceil(needed_in_all(rate, RATIO, 1 - share) / ROUNDED_UP_TO) * ROUNDED_UP_TO

    def _weeks_to_enroll(self, people, pace):
        """:return: whole weeks; False if nobody comes"""
        return ceil(people / pace) if pace >= FEWEST_A_WEEK and people > 0 else False

    # ------------------------------------------------------------------
    # The past
    # ------------------------------------------------------------------

    def _past_of(self, sequence, days, metric):
        """What the sequence and its other versions have earned, as the report counts it.

        :return: dict ``people`` that are closed, ``met`` of them, ``rate`` to plan with of the old way
        """
        after = timedelta(days=days)
        Report = self.env["sales.sequence.report"].sudo()
        people = Report._people([("first_version_id", "=", sequence.first_version_id.id)])
        moment = SQL("people.goal_at") if metric == "goal" else SQL("LEAST(people.meeting_at, people.won_at)")
        ((closed, met),) = Report._fetch_counted(
            SQL(
                "SELECT count(*), count(*) FILTER (WHERE %(moment)s <= people.reached_at + %(after)s)"
                " FROM (%(people)s) people WHERE people.reached_at <= %(closed_before)s",
                moment=moment,
                after=after,
                people=people,
                closed_before=fields.Datetime.now() - after,
            )
        )
        rate = base_rate(met, closed)
        return {"people": closed, "met": met, "rate": rate / RATIO if closed else rate}

    # ------------------------------------------------------------------
    # In words
    # ------------------------------------------------------------------

    def _plan_sentence(self, people, weeks, days):
        values = {"people": self._number(people), "days": days, "strong": STRONG, "end": END}
        if not weeks:
            return self.env._(
                "It takes about %(strong)s%(people)s people in all%(end)s, and %(days)s days until the last of them "
                "counts.",
                **values,
            )
        if weeks > MOST_WEEKS:
            return self.env._(
                "It takes about %(strong)s%(people)s people in all%(end)s: %(strong)smore than two years%(end)s at "
                "your pace, and %(days)s days more until the last of them counts.",
                **values,
            )
        return self.env._(
            "It takes about %(strong)s%(people)s people in all%(end)s: %(strong)s%(weeks)s%(end)s at your pace, and "
            "%(days)s days more until the last of them counts.",
            weeks=self._weeks_in_words(weeks),
            **values,
        )

    def _plan_rate(self, past):
        values = {
            "rate": self._percent(past["rate"]),
            "met": self._number(past["met"]),
            "people": self._number(past["people"]),
        }
        if not past["people"]:
            return self.env._(
                "To find that the sequence earns twice as many as the old way, 8 times in 10, if the old way reaches "
                "%(rate)s: the sequence has no figures of its own yet.",
                **values,
            )
        return self.env._(
            "To find that the sequence earns twice as many as the old way, 8 times in 10, if the old way reaches "
            "%(rate)s: half of what the sequence has reached so far (%(met)s of %(people)s people).",
            **values,
        )

    def _plan_pace(self, pace):
        if pace >= FEWEST_A_WEEK:
            return self.env._("Each week about %s new people are enrolled.", self._number(pace))
        return self.env._("Hardly anybody has been enrolled lately, so it cannot be said how long that takes.")
