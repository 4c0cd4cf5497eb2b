"""What the page *Results* of a sequence shows."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date

from ...tools.intervals import wilson
from ...tools.survival import still_without_answer
from ..base.arguments import FLAG, ID, checked
from ..enrollment.comparison import NOT_CONTROL
from .metrics import RATES

# Fewer closed people say nothing: counts are shown, but no rates.
FEWEST = 20
WEEKS = 12
# A group without anybody.
NOBODY = {"closed": 0, "open": 0, "replied_closed": 0, "meetings": 0, "median_days": None}
# The rates of the page, by their names there.
RATES_OF_PAGE = {
    "answered": "reply_rate",
    "meetings": "meeting_rate",
    "opted_out": "opt_out_rate",
    "bounced": "bounce_rate",
}


class SalesSequenceResults(models.AbstractModel):
    """The page *Results* of a sequence: figures, funnel, curve, steps, weeks, reps and variants, in one answer.

    One set of people serves the whole page: the clock of each starts with their first email of the sequence (of all
    versions, where all are in view). What each figure counts is said in `metrics.py`; whom, in `results_people.py`;
    where everybody has come to, in `results_funnel.py`; how many, and who they are, in `results_numbers.py`. All is
    counted under the rights of whoever looks.
    """

    _name = "sales.sequence.results"
    _inherit = "sales.sequence.results.numbers"
    _description = "Results of a Sequence"

    @checked(sequence_id=ID, all_versions=FLAG)
    @api.model
    def get_results(self, sequence_id, all_versions=False, filters=None):
        """The whole page as one value.

        :param sequence_id: which version
        :param all_versions: all of its versions that the user may read, instead
        :param filters: ``{"user_id": the sender, "weeks": first email in so many last weeks}``, both optional
        :return: see `docs/api.md`; shares are from 0 to 1, dates are days of the user
        :raises UserError: there is no such sequence, or the filters are not valid
        :raises AccessError: the user may not read it
        """
        scope = self._scope(sequence_id, all_versions, filters)
        rows = self._count(scope)
        total = rows["total"][None]
        funnel = self._funnel(scope, rows["funnel"])
        return {
            "sequence": {"id": scope.sequence.id, "name": self._name_in_view(scope)},
            "versions": self._versions_to_choose(scope),
            "choices": {"reps": self._reps_to_choose(scope)},
            "closed_days": scope.closed_days,
            "state": "full" if funnel["entered"] else "filtered" if any((filters or {}).values()) else "empty",
            "first_figures_on": self._first_figures_on(scope, total),
            "hint": self._hint(scope, total, funnel),
            "total": self._figures_of_page(total),
            "all_reps": {"id": False, **self._figures(total)},
            "funnel": funnel,
            "curve": self._curve(scope, rows),
            "steps": self._steps_earning(scope, rows["steps"]),
            "weeks": self._weeks(scope, rows["weeks"]),
            "reps": self._reps(rows["reps"]),
            "variants": self._variants(rows["variants"]),
        }

    @checked(sequence_id=ID, all_versions=FLAG)
    @api.model
    def open_figure(self, sequence_id, figure, all_versions=False, filters=None):
        """Open exactly the people that a number of the page counts, an enrollment for each.

        :param figure: ``[part, key, name]``, such as ``["reps", 7, "open"]``
        :raises UserError: the page has no such number
        """
        scope = self._scope(sequence_id, all_versions, filters)
        is_named = isinstance(figure, (list, tuple)) and len(figure) == 3
        if not is_named or not isinstance(figure[0], str) or not isinstance(figure[2], str):
            raise UserError(self.env._('A number of this page is named by a list such as ["reps", 7, "open"].'))
        enrollment_ids = self._enrollments_counted(scope, *figure)
        action = self.env["ir.actions.act_window"]._for_xml_id("sales_sequence.sales_sequence_enrollment_action")
        return dict(
            action,
            display_name=self._title_of(scope, figure[2]),
            name=self._title_of(scope, figure[2]),
            domain=[("id", "in", enrollment_ids)],
            context={},
        )

    @checked(sequence_id=ID, all_versions=FLAG)
    @api.model
    def open_report(self, sequence_id, all_versions=False, filters=None):
        """Open the report on the touches of the same people."""
        scope = self._scope(sequence_id, all_versions, filters)
        domain = scope.domain
        if scope.since:
            domain &= Domain("enrollment_id", "in", self._enrollments_of_page(scope))
        action = self.env["ir.actions.act_window"]._for_xml_id("sales_sequence.sales_sequence_report_action")
        return dict(action, domain=list(domain), context={"search_default_group_by_step": 1})

    # ------------------------------------------------------------------
    # Figures
    # ------------------------------------------------------------------

    def _rate(self, count, people):
        """A rate with its interval, or False where too few people are closed for one."""
        low, high = wilson(count, people)
        return {
            "count": count,
            "of": people,
            "rate": count / people if people >= FEWEST else False,
            "low": low,
            "high": high,
        }

    def _figures(self, row):
        """The figures of a group: a rep, a week, a variant, a step."""
        answered = self._rate(row["replied_closed"], row["closed"])
        return {
            "closed": row["closed"],
            "open": row["open"],
            "answered": row["replied_closed"],
            "meetings": row["meetings"],
            "median_days": False if row["median_days"] is None else row["median_days"],
            **{name: answered[name] for name in ("rate", "low", "high")},
        }

    def _figures_of_page(self, row):
        figures = {
            name: self._rate(*(row[counted] for counted in RATES[metric])) for name, metric in RATES_OF_PAGE.items()
        }
        figures["meetings"]["unanswered"] = row["meetings_unanswered"]
        return {
            **figures,
            "closed": row["closed"],
            "open": row["open"],
            "open_answered": row["open_answered"],
            "median_days": False if row["median_days"] is None else row["median_days"],
        }

    def _first_figures_on(self, scope, total):
        """The day on which the first of the open people will be closed, while nobody is."""
        if total["closed"] or not total["first_open_at"]:
            return False
        return scope.day_of(total["first_open_at"] + timedelta(days=scope.closed_days))

    def _hint(self, scope, total, funnel):
        """What to know before reading a page that has little to show."""
        if not funnel["entered"] or total["closed"] >= FEWEST:
            return False
        if not total["closed"] and not total["open"]:
            return self.env._("Nobody has been reached yet: figures begin with the first email that leaves.")
        if not total["closed"]:
            return self.env._(
                "All who were reached are still open: an answer counts for %(days)s days after the first email. First "
                "figures on %(date)s.",
                days=scope.closed_days,
                date=self._date_in_words(self._first_figures_on(scope, total)),
            )
        if total["closed"] == 1:
            return self.env._(
                "1 person is closed: too few for rates and the curve, which begin with %(fewest)s.", fewest=FEWEST
            )
        return self.env._(
            "%(count)s people are closed: too few for rates and the curve, which begin with %(fewest)s.",
            count=total["closed"],
            fewest=FEWEST,
        )

    def _date_in_words(self, day):
        return format_date(self.env, day)

    # ------------------------------------------------------------------
    # The parts of the page
    # ------------------------------------------------------------------

    def _curve(self, scope, rows):
        """The share answered after each day: one line for all in view, and one for each version where there are
        several; and on which day each step is usually taken."""
        names = {None: self.env._("All versions") if len(scope.sequences) > 1 else False}
        names |= {str(version.id): version._version_in_words() for version in scope.sequences}
        lines = [
            {"name": names[key], "days": self._curve_of(scope, rows["days"][key])}
            for key in names
            if self._closed_among(rows["days"].get(key, ())) >= FEWEST
        ]
        steps = []
        for ranked in scope.steps:
            found = [rows["days_of_steps"].get(str(step.id)) for step in ranked]
            steps += [{"day": one["day"], "channel": ranked[-1:].channel} for one in found if one]
        return {"lines": lines, "steps": steps if len(scope.sequences) == 1 else []}

    def _closed_among(self, observed):
        return sum(row["people"] for row in observed if not row["is_open"])

    def _curve_of(self, scope, observed):
        """The curve of these people.

        :param observed: rows of the part `days`, see `_days`
        """
        answers, last_seen = {}, {}
        for row in observed:
            counts = answers if row["has_answered"] else last_seen if row["is_open"] else None
            if counts is not None:
                counts[row["day"]] = counts.get(row["day"], 0) + row["people"]
        people = sum(row["people"] for row in observed)
        return [
            {
                "day": day.day,
                "at_risk": day.at_risk,
                "answered": 1 - day.without,
                "low": 1 - day.high,
                "high": 1 - day.low,
            }
            for day in still_without_answer(people, answers, last_seen, scope.closed_days)
        ]

    def _steps_earning(self, scope, rows):
        """Which step earns the answers: closed people who got it, and those of them whose answer is credited to it."""
        steps = []
        for rank, ranked in enumerate(scope.steps, 1):
            row = rows.get(str(rank), NOBODY)
            closed, answered = row["closed"], row["replied_closed"]
            figures = self._rate(answered, closed)
            steps.append(
                {
                    **self._step(scope, rank, ranked),
                    "closed": closed,
                    "answered": answered,
                    **{name: figures[name] for name in ("rate", "low", "high")},
                }
            )
        return steps

    def _weeks(self, scope, rows):
        """The last weeks, by the Monday before the first email."""
        today = scope.day_of(fields.Datetime.now())
        this_week = today - timedelta(days=today.weekday())
        weeks = [this_week - timedelta(weeks=ago) for ago in reversed(range(WEEKS))]
        return [{"start": day, **self._figures(rows.get(str(day), NOBODY))} for day in weeks]

    def _reps(self, rows):
        """By sender, sorted by name."""
        # With all rights: the name of a colleague is no secret, and those who have left are counted too.
        users = self.env["res.users"].sudo().browse(int(key) for key in rows if key)
        names = {str(user.id): user.display_name for user in users}
        reps = [
            {"id": int(key), "name": names[key], **self._figures(row)}
            for key, row in rows.items()
            if key and (row["closed"] or row["open"])
        ]
        return sorted(reps, key=lambda rep: (rep["name"].casefold(), rep["id"]))

    def _variants(self, rows):
        """By variant of each step that has more than one."""
        variants = self.env["sales.sequence.step.variant"].with_context(active_test=False)
        variants = variants.search([("id", "in", [int(key) for key in rows])])
        return [
            {
                "step_id": step.id,
                "name": step.name,
                "rows": [
                    {"id": variant.id, "name": variant.name, **self._figures(rows[str(variant.id)])}
                    for variant in of_step
                ],
            }
            for step, of_step in variants.grouped("step_id").items()
            if len(of_step) > 1
        ]

    # ------------------------------------------------------------------
    # What can be chosen
    # ------------------------------------------------------------------

    def _name_in_view(self, scope):
        """What the page is about: one version, or all of them."""
        return scope.sequence.name if len(scope.sequences) > 1 else scope.sequence._numbered_name()

    def _versions_to_choose(self, scope):
        return [{"id": version.id, "name": version._version_in_words()} for version in self._versions(scope.sequence)]

    def _reps_to_choose(self, scope):
        """Whoever has sent in these versions, whatever the filters."""
        groups = self.env["sales.sequence.enrollment"]._read_group(
            Domain("sequence_id", "in", scope.sequences.ids) & NOT_CONTROL, ["user_id"]
        )
        reps = [{"id": user.id, "name": user.sudo().display_name} for (user,) in groups]
        return sorted(reps, key=lambda rep: rep["name"].casefold())

    def _title_of(self, scope, name):
        """The name of the list behind a number."""
        words = {
            "entered": self.env._("%s: came to this step", self._name_in_view(scope)),
            "done": self.env._("%s: sent or done", self._name_in_view(scope)),
            "answered": self.env._("%s: answered", self._name_in_view(scope)),
            "answered_open": self.env._("%s: answered, still open", self._name_in_view(scope)),
            "ended": self.env._("%s: ended otherwise", self._name_in_view(scope)),
            "waiting": self.env._("%s: still there", self._name_in_view(scope)),
            "closed": self.env._("%s: reached, closed", self._name_in_view(scope)),
            "open": self.env._("%s: reached, still open", self._name_in_view(scope)),
            "open_answered": self.env._("%s: open, and answered already", self._name_in_view(scope)),
            "meetings": self.env._("%s: meetings", self._name_in_view(scope)),
            "meetings_unanswered": self.env._("%s: meetings without a reply", self._name_in_view(scope)),
            "opted_out": self.env._("%s: opted out", self._name_in_view(scope)),
            "bounced": self.env._("%s: bounced", self._name_in_view(scope)),
            "emailed": self.env._("%s: emailed", self._name_in_view(scope)),
        }
        return words[name]
