"""A model of a day at a large installation: what becomes due when, how much the processes get done, who waits."""

import math

DAY = 24 * 60
WINDOW = (9 * 60, 17 * 60)  # minutes of the contact's day in which anything may happen
# Offset from UTC in hours, and the share of contacts there: a company that sells worldwide.
ZONES = {-8: 0.08, -6: 0.10, -5: 0.17, -3: 0.05, 0: 0.10, 1: 0.25, 2: 0.05, 5.5: 0.06, 8: 0.08, 9: 0.03, 10: 0.03}
# What would have been due at night or at the weekend is due in the first minute of the window; the rest at any time.
AT_OPENING = 0.2
# Minutes. No due step and no queued mail should wait longer.
PATIENCE = 15
CORE_USE = 0.7  # of a core of Odoo's hosts
DATABASE_CORE_USE = 0.5  # of PostgreSQL's hosts, which others use too


class Refused(Exception):
    """The input figures are missing: one sentence, and what to do."""


# ----------------------------------------------------------------------------------------------------------------------
# What is measured, and what is assumed
# ----------------------------------------------------------------------------------------------------------------------


class Costs:
    """The cost of one piece of work: `email`, `call`, `sent_mail`, `reply` or `enrollment`."""

    NAMES = {
        "email": ("email_touch_many_senders", "queries_per_email_touch_many_senders"),
        "call": ("call_touch", "queries_per_call_touch"),
        "sent_mail": ("sent_mail", "queries_per_sent_mail"),
        "reply": ("reply", "queries_per_reply"),
        "enrollment": ("enrollment", "queries_per_enrollment"),
    }

    def __init__(self, results, options):
        self.results = results
        self.raw = {**results.get("costs", {}), **{k: v for k, v in results.items() if isinstance(v, int | float)}}
        self.options = options

    def get(self, name):
        """A measured figure. :raises Refused: the file's benchmark did not measure it"""
        if name not in self.raw:
            raise Refused(f"{self.options.results} has no {name}: run a full ./dev bench first (without --quick).")
        return self.raw[name]

    def of(self, work, what):
        """`cpu_ms` of Odoo, `database_cpu_ms`, `wal_bytes` or `queries` of one piece of work."""
        prefix, queries = self.NAMES[work]
        return self.get(queries) if what == "queries" else self.get(f"{prefix}_{what}")

    def seconds(self, work):
        """How long a process is busy with one: CPU time here and in PostgreSQL, and the round trips."""
        computing = self.of(work, "cpu_ms") + self.of(work, "database_cpu_ms")
        waiting = self.of(work, "queries") * self.options.round_trip_ms
        if work == "sent_mail":
            waiting += self.options.smtp_ms
        if work in ("sent_mail", "reply"):  # these commit one by one
            waiting += self.options.commit_ms
        return (computing + waiting) / 1000

    def per_touch(self, field):
        """The cost named `of`, summed over everything that belongs to an average touch of the plan."""
        return sum(number * self.of(work, field) for work, number in self.work_of_a_touch().items())

    def work_of_a_touch(self):
        """`{piece of work: how many of it belong to one touch of the plan}`."""
        emails = self.options.email_share
        return {
            "email": emails,
            "call": 1 - emails,
            "sent_mail": emails,
            "reply": emails * self.options.answer_share,
            "enrollment": 1 / self.options.steps,
        }


# ----------------------------------------------------------------------------------------------------------------------
# A day
# ----------------------------------------------------------------------------------------------------------------------


def load_curve():
    """The share of a day's touches that becomes due in each minute of the UTC day."""
    curve = [0.0] * DAY
    begin, end = WINDOW
    for offset, share in ZONES.items():
        first = int(begin - offset * 60) % DAY
        curve[first] += share * AT_OPENING
        for minute in range(end - begin):
            curve[(first + minute) % DAY] += share * (1 - AT_OPENING) / (end - begin)
    return curve


def play(due, a_minute):
    """Simulate a day of work that arrives as `due` (one number per minute) and is done at a rate of at most `a_minute`.

    :return: `(done in each minute, longest wait in minutes)`; the wait is infinite if the day is too short
    """
    done, waiting, longest = [], 0.0, 0.0
    # Two days in a row: what is left in the evening burdens the next morning.
    for minute in range(2 * DAY):
        waiting += due[minute % DAY]
        now = min(waiting, a_minute)
        waiting -= now
        done.append(now)
        longest = max(longest, waiting / a_minute)
    if sum(due) > a_minute * DAY:
        longest = math.inf
    return done[DAY:], longest


def processes_needed(due, one, more):
    """The smallest number of processes for which nobody waits longer than `PATIENCE`.

    :param one: pieces of work per minute of one process
    :param more: the share of that which each of several processes achieves
    """
    return next(n for n in range(1, 10_000) if play(due, capacity(n, one, more))[1] <= PATIENCE)


def capacity(number, one, more):
    """Pieces of work per minute of that many processes."""
    return one if number == 1 else number * one * more


def greatest_day(share, a_minute):
    """The number of touches per day from which someone waits too long for the work that a `share` of them causes."""
    low, high = 0, 10**10
    while high - low > 1000:
        touches = (low + high) // 2
        _done, wait = play([touches * share * part for part in load_curve()], a_minute)
        low, high = (touches, high) if wait <= PATIENCE else (low, touches)
    return low
