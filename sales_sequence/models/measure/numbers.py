from datetime import timedelta

import babel.dates
from markupsafe import Markup

from odoo import fields, models
from odoo.tools.misc import formatLang

from ..base.words import locale_of_words, percent_in_words

STRONG, END = Markup("<strong>"), Markup("</strong>")
# Beyond, a number of weeks is no plan: two years.
MOST_WEEKS = 104


class SalesSequenceNumbers(models.AbstractModel):
    """Numbers, dates and evidence as the cards of experiments and comparisons write them, in the user's language."""

    _name = "sales.sequence.numbers"
    _description = "Numbers and Dates in Words"

    def _evidence(self, value):
        """As precise as it matters: 1.1, 14.7, 421. Rounded down: 39.96 is not yet 40."""
        return formatLang(self.env, value, digits=1 if value < 100 else 0, rounding_method="DOWN")

    def _number(self, value, digits=0):
        return formatLang(self.env, value or 0, digits=digits)

    def _percent(self, rate, digits=1):
        return percent_in_words(self.env, rate, digits)

    def _weeks_in_words(self, weeks):
        return babel.dates.format_timedelta(
            timedelta(weeks=weeks),
            granularity="week",
            # Babel would make months of many weeks.
            threshold=100_000,
            locale=locale_of_words(self.env),
        )

    def _as_day(self, moment):
        """The day of a naive UTC moment in the user's time zone; a date as it is."""
        if hasattr(moment, "hour"):
            return fields.Datetime.context_timestamp(self, moment).date()
        return moment

    def _day(self, moment):
        return babel.dates.format_date(self._as_day(moment), "medium", locale=locale_of_words(self.env))
