from bisect import bisect_left
from contextlib import suppress
from datetime import datetime, time, timedelta

from odoo.fields import Domain
from odoo.tools import SQL

from ...tools import schedule
from ...tools.forecast import Forecast, within_hours
from ...tools.time_zones import wall_time, zone_info
from ..plan.step import MANUAL_CHANNELS

WORKING_DAYS = 10
# What people do, and what leaves by itself; automatic actions are no work.
COUNTED = (*MANUAL_CHANNELS, "email")
# People are taken together by the quarter of an hour: hours begin and end at one, so that no day changes.
SECONDS = 15 * 60
EPOCH = datetime(1970, 1, 1)
# In the eastern-most zone a day begins this much before it does in the western-most.
ONE_DAY = timedelta(days=1)


class Ahead:
    """What is looked up once for one forecast of the work ahead.

    A plain object that lives for one call. Everything it reads is read with all rights: whose enrollments are counted
    is decided by the queries of `workload.py`.
    """

    def __init__(self, env, now, sequence=None):
        """:param sequence: only the people of this one; None for all"""
        self.env = env(su=True)
        self.now = now
        self.people = of_active_companies(env)
        if sequence is not None:
            self.people &= Domain("sequence_id", "=", sequence.id)
        self.days = self._working_days()
        self._forecast = Forecast(datetime.combine(self.days[-1], time.max) + ONE_DAY)
        self._known_times = {}
        self._chains, self._coming, self._zones, self._working_times = {}, {}, {}, {}
        self._indexes, self._assignees, self._has_absent = {}, {}, {}

    # ------------------------------------------------------------------
    # Days
    # ------------------------------------------------------------------

    def _working_days(self):
        """The next working days of the company, today among them."""
        company = self.env.company
        calendar = company.resource_calendar_id
        zone = company._sequence_time_zone()
        working_time = schedule.WorkingTime(
            zone=zone,
            window_start=0,
            window_end=24,
            weekdays=calendar._sales_sequence_weekdays(),
            leaves=calendar._sales_sequence_leaves(company),
        )
        day, days = wall_time(self.now, zone_info(zone)).date(), []
        for _count in range(WORKING_DAYS):
            with suppress(schedule.NoWorkingTime):
                day = schedule.add_business_days(day, 0, working_time)
            days.append(day)
            day += ONE_DAY
        return days

    def index_of(self, day):
        """Which of the days it is: the first for what was due before, the next one for a day off; None beyond them."""
        index = bisect_left(self.days, day)
        return index if index < len(self.days) else None

    def index_for(self, user, company, moment):
        """As `index_of`, on the clock of the `res.users` who works then."""
        key = user.id, company.id, moment
        if key not in self._indexes:
            zone = user.tz or company._sequence_time_zone()
            self._indexes[key] = self.index_of(wall_time(moment, zone_info(zone)).date())
        return self._indexes[key]

    # ------------------------------------------------------------------
    # Steps
    # ------------------------------------------------------------------

    def read_steps(self, sequence_ids):
        """Fetch the steps of these sequences, in one query."""
        steps = self.env["sales.sequence.step"].with_context(active_test=False)
        for of_sequence in (
            steps.search([("sequence_id", "in", list(sequence_ids))]).grouped("sequence_id").values()
        ):
            in_order = of_sequence._in_order()
            described = [(step.id, step.channel, step._delay(), step.active) for step in in_order]
            for place, (step_id, *first, _active) in enumerate(described):
                following = [(channel, delay) for _id, channel, delay, active in described[place + 1 :] if active]
                self._chains[step_id] = [tuple(first), *following]

    def coming(self, step_id, place, is_open=False):
        """What those have ahead who are at a step: pairs of channel and moment (naive UTC).

        :param place: `Place` where they are
        :param is_open: the task of this step is open: it is counted as such, and what follows is planned from `place`
        """
        key = step_id, place, is_open
        if key not in self._coming:
            self._coming[key] = self._work_out(self._chains[step_id], place, is_open)
        return self._coming[key]

    def _work_out(self, chain, place, is_open):
        working_time = self._working_time(place)
        (channel, delay), *later = chain
        first = place.planned
        try:
            if place.resumes and delay.has_date:
                first = (self._forecast.moments([delay], place.resumes, place.reference, working_time) or [None])[0]
            elif place.resumes:
                first = schedule.next_slot(place.planned, working_time).moment
        except schedule.NoWorkingTime:
            return ()
        coming = [(channel, first)] if first and not is_open else []
        begin = first or place.resumes
        if place.sequence.window_tz == "contact":
            begin = within_hours(begin, working_time)
        moments = self._forecast.moments([each for _channel, each in later], begin, place.reference, working_time)
        coming += [(channel, moment) for (channel, _delay), moment in zip(later, moments, strict=False) if moment]
        return tuple(step for step in coming if step[0] in COUNTED)

    def locate(self, sequence, company, sender, planned, resumes=None, reference=None):
        """The `Place` of people who have all of this in common."""
        key = sequence.id, company.id, sender.id
        if key not in self._zones:
            zone = sequence.window_tz != "company" and sender.tz
            self._zones[key] = zone or company._sequence_time_zone()
        return Place(sequence, company, self._zones[key], planned, resumes, reference)

    def _working_time(self, place):
        """The hours of the sequence, where each person's zone is not looked up: in the sender's, as for a person of
        whom nothing tells the zone."""
        key = place.sequence.id, place.company.id, place.zone
        if key not in self._working_times:
            found = place.sequence._get_working_times(place.company, (place.zone,), self._known_times)
            self._working_times[key] = found[place.zone]
        return self._working_times[key]

    # ------------------------------------------------------------------
    # People
    # ------------------------------------------------------------------

    def worker(self, channel, owner, sender, sequence, company, moment):
        """The `res.users` whose work it is: whoever will do the task, or the sender of an email."""
        if channel == "email":
            return sender
        ids = owner.id, sender.id, sequence.id, company.id
        if ids not in self._has_absent:
            users = owner, sender, sequence.user_id
            self._has_absent[ids] = any(user._sequence_absence()[0] for user in users if user)
        # Whoever is away now may be back by then.
        key = *ids, moment.date() if self._has_absent[ids] else None
        if key not in self._assignees:
            self._assignees[key] = self.env["sales.sequence.enrollment"]._choose_assignee(
                owner, sender, sequence, company, moment=moment
            )[0]
        return self._assignees[key]


class Place:
    """Where people stand in a sequence: what their dates depend on. Those with the same key have the same dates.

    `zone`: IANA name of that in which the hours count
    `planned`: when the next step comes, naive UTC; for a paused person, before the hours are looked at
    `resumes`: when the pause ends, None without one
    `reference`: what steps are counted from, None without one
    """

    def __init__(self, sequence, company, zone, planned, resumes=None, reference=None):
        self.sequence, self.company, self.zone = sequence, company, zone
        self.planned, self.resumes, self.reference = planned, resumes, reference
        self._key = sequence.id, company.id, zone, planned, resumes, reference

    def __eq__(self, other):
        return self._key == other._key

    def __hash__(self):
        return hash(self._key)


def to_quarter(moment):
    """The number of the quarter of an hour in which a moment lies, counted in SQL."""
    return SQL("floor(extract(epoch FROM %s) / %s)::integer", moment, SECONDS)


def from_quarter(number):
    """The moment (naive UTC) at which a quarter of an hour begins."""
    return EPOCH + timedelta(seconds=number * SECONDS)


def owner_column(env, query, enrollment):
    """Join the records behind enrollments. :return: `SQL` of the id of who looks after the record"""
    cases = []
    for target, (model_name, field_name) in env["sales.sequence"]._target_models().items():
        alias = query.make_alias(enrollment, f"{field_name}_behind")
        query.add_join(
            "LEFT JOIN",
            alias,
            env[model_name]._table,
            SQL(
                "%s = %s AND %s = %s",
                SQL.identifier(alias, "id"),
                SQL.identifier(enrollment, field_name),
                SQL.identifier(enrollment, "target"),
                target,
            ),
        )
        cases.append(SQL("WHEN %s THEN %s", target, SQL.identifier(alias, "user_id")))
    return SQL("CASE %s %s END", SQL.identifier(enrollment, "target"), SQL(" ").join(cases))


def of_active_companies(env):
    """The `Domain` of the enrollments in the companies that are switched on."""
    return Domain("company_id", "in", env.companies.ids)
