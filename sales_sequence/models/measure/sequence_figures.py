from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.misc import formatLang

from ..base.arguments import checked
from ..base.states import LIVE_STATES
from ..base.words import percent_in_words
from ..enrollment.comparison import NOT_CONTROL

# Of fewer closed people a rate says nothing: only the counts are shown.
FEWEST_PEOPLE = 20
WEEKS_OF_LINE = 12


class SalesSequenceFigures(models.AbstractModel):
    """What a sequence has earned: of the people whom the reader may see, in the companies that are switched on, so that
    each number opens exactly the records that it counts. `metrics.py` says what each is."""

    _name = "sales.sequence.figures"
    _description = "Figures of a Sequence"

    active_count = fields.Integer(
        string="People active",
        compute="_compute_active_count",
        help="People who run through this sequence or are paused in it.",
    )
    closed_count = fields.Integer(
        string="People behind the rate",
        compute="_compute_figures",
        help="People whose first email of this sequence left long enough ago, see Settings. The rate is of "
        "them.",
    )
    open_count = fields.Integer(
        string="Open",
        compute="_compute_figures",
        help="People who got their first email only lately. They are in no rate yet.",
    )
    replied_count = fields.Integer(
        string="Answers", compute="_compute_figures", help="How many of those behind the rate answered in time."
    )
    reply_rate = fields.Float(
        string="Answer rate", compute="_compute_figures", help="Answers, of those behind the rate."
    )
    rate_text = fields.Char(
        string="Share that answered",
        compute="_compute_figures_text",
        help="Empty where fewer than 20 people are behind it.",
    )
    figures_text = fields.Char(
        string="Answered",
        compute="_compute_figures_text",
        help="Share of those who answered in time, and of how many. Only the counts where these are under 20. "
        "Auto-replies do not count as answers; people who got their first email only lately are open, and not in it.",
    )
    answered_text = fields.Char(
        string="Answered, of how many",
        compute="_compute_figures_text",
        help="“68 of 1,192 (5.7%)”: those who answered in time, of those behind the rate.",
    )
    weekly_figures = fields.Json(
        string="Last 12 weeks",
        compute="_compute_figures",
        help="For each of the last twelve weeks of first emails that have closed, the oldest first: `people`, how many "
        "of them `answered`, and the `rate`, False where fewer than 20 people are behind it.",
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_active_count(self):
        active = Domain(self._figures_domain()) & Domain("state", "in", LIVE_STATES) & NOT_CONTROL
        counts = dict(self.env["sales.sequence.enrollment"]._read_group(active, ["sequence_id"], ["__count"]))
        for sequence in self:
            sequence.active_count = counts.get(sequence._origin, 0)

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_figures(self):
        """All of it, for all of them, by one look at the touches."""
        totals, weeks = self._count_people()
        for sequence in self:
            closed, is_open, replied = totals.get(sequence._origin.id, (0, 0, 0))
            sequence.closed_count, sequence.open_count, sequence.replied_count = closed, is_open, replied
            sequence.reply_rate = replied / closed if closed else 0.0
            of_sequence = weeks.get(sequence._origin.id, {})
            sequence.weekly_figures = [
                {"people": people, "answered": answered, "rate": people >= FEWEST_PEOPLE and answered / people}
                for people, answered in (of_sequence.get(ago, (0, 0)) for ago in reversed(range(WEEKS_OF_LINE)))
            ]

    def _count_people(self):
        """:return: ``({sequence id: (closed, open, answered)}, {sequence id: {weeks ago: (closed, answered)}})``; week
        0 is that whose people have closed last"""
        totals, weeks = {}, {}
        if not self.ids:
            return totals, weeks
        Report = self.env["sales.sequence.report"]
        rows = Report._fetch_counted(
            SQL(
                """SELECT people.g0, GROUPING(%(week)s), %(week)s, %(closed)s, %(open)s, %(replied)s
                     FROM (%(people)s) people
                    WHERE people.first_at IS NOT NULL
                 GROUP BY GROUPING SETS ((people.g0), (people.g0, %(week)s))""",
                week=self._week_of_people(),
                closed=Report._measure("closed"),
                open=Report._measure("open"),
                replied=Report._measure("replied_closed"),
                people=Report._people(self._figures_domain(), ["sequence_id"]),
            )
        )
        for sequence_id, is_total, ago, closed, is_open, replied in rows:
            if is_total:
                totals[sequence_id] = closed, is_open, replied
            else:
                weeks.setdefault(sequence_id, {})[ago] = closed, replied
        return totals, weeks

    def _figures_domain(self):
        return [("sequence_id", "in", self.ids), ("company_id", "in", self.env.companies.ids)]

    def _week_of_people(self):
        """`SQL` of how many weeks ago the people of a week closed; all before the line are one. Leave out whoever has
        no `first_at` yet: PostgreSQL's LEAST and GREATEST ignore NULL."""
        closed_before = fields.Datetime.now() - timedelta(days=self.env["sales.sequence.report"]._closed_days())
        weeks = SQL("floor(extract(epoch FROM (%s::timestamp - people.first_at)) / 604800)::integer", closed_before)
        return SQL("LEAST(%s, GREATEST(-1, %s))", WEEKS_OF_LINE, weeks)

    @api.depends("closed_count", "replied_count")
    @api.depends_context("lang")
    def _compute_figures_text(self):
        for sequence in self:
            replied, closed = sequence.replied_count, sequence.closed_count
            sequence.rate_text = rate_in_words(self.env, replied, closed)
            sequence.figures_text = figures_in_words(self.env, replied, closed)
            sequence.answered_text = sequence._answered_in_words()

    def _answered_in_words(self):
        if not self.closed_count:
            return False
        words = {
            "answers": formatLang(self.env, self.replied_count, digits=0),
            "people": formatLang(self.env, self.closed_count, digits=0),
            "rate": self.rate_text,
        }
        if not self.rate_text:
            return self.env._("%(answers)s of %(people)s", **words)
        return self.env._("%(answers)s of %(people)s (%(rate)s)", **words)

    # ------------------------------------------------------------------
    # What a number opens
    # ------------------------------------------------------------------

    @checked(one=True)
    def action_view_replies(self):
        """Open the people whose answers are in the rate."""
        return self.env["sales.sequence.report"].action_open("replied_closed", self._figures_domain())

    @checked(one=True)
    def action_view_closed(self):
        """Open the people behind the rate."""
        return self.env["sales.sequence.report"].action_open("closed", self._figures_domain())

    @checked(one=True)
    def action_view_open(self):
        """Open the people who are in no rate yet."""
        return self.env["sales.sequence.report"].action_open("open", self._figures_domain())


def rate_in_words(env, replied, closed):
    """“5.7%”; False where too few people are behind it."""
    if closed < FEWEST_PEOPLE:
        return False
    return percent_in_words(env, replied / closed)


def figures_in_words(env, replied, closed):
    """“5.7% of 1,192”, “3 of 12” where these are too few for a rate; False where there is nobody."""
    if not closed:
        return False
    people = formatLang(env, closed, digits=0)
    if closed < FEWEST_PEOPLE:
        return env._("%(answers)s of %(people)s", answers=replied, people=people)
    return env._("%(rate)s of %(people)s", rate=rate_in_words(env, replied, closed), people=people)
