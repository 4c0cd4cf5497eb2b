"""The one home of each metric: an aggregate over rows of one person each, see `people.py`. Plain SQL texts.

docs/metrics.md says each in a sentence. The numerator of a rate is always part of its denominator.
"""

EMAILED = "people.emailed_at IS NOT NULL"
REACHED = "people.reached_at IS NOT NULL"
# Whose first email of what is measured left long enough ago: by the calendar alone, whatever they have done since.
CLOSED = f"{REACHED} AND people.first_at <= %(closed_before)s"
OPEN = f"{REACHED} AND people.first_at > %(closed_before)s"


def _closed_within(column):
    """Closed people to whom this happened within so many days of their first email."""
    return f"{CLOSED} AND people.{column} <= people.first_at + %(closed_after)s"


# `{name of a measure of the report: which people it counts}`; `people` is the alias of the rows.
COUNTED = {
    "people": "TRUE",
    "emailed": EMAILED,
    "reached": REACHED,
    "closed": CLOSED,
    "open": OPEN,
    "replied": f"{REACHED} AND people.replied_at IS NOT NULL",
    "replied_closed": _closed_within("replied_at"),
    "meetings": _closed_within("meeting_at"),
    "goals": _closed_within("goal_at"),
    "won": f"{CLOSED} AND people.won_at IS NOT NULL",
    "opted_out": _closed_within("opted_out_at"),
    "bounced": f"{EMAILED} AND people.bounced_at IS NOT NULL",
    "complaints": f"{EMAILED} AND people.complaint_at IS NOT NULL",
    "auto_replied": f"{REACHED} AND people.auto_replied_at IS NOT NULL",
    "clicked": f"{REACHED} AND people.clicked_at IS NOT NULL",
}
# `{name: (numerator, denominator)}`
RATES = {
    "reply_rate": ("replied_closed", "closed"),
    "meeting_rate": ("meetings", "closed"),
    "opt_out_rate": ("opted_out", "closed"),
    "bounce_rate": ("bounced", "emailed"),
}
# What is added up over touches.
SUMS = ("touches", "tasks_done", "tasks_late", "tasks_overdue", "tasks_skipped")


def _count(name):
    return f"count(*) FILTER (WHERE {COUNTED[name]})"


# `{name: SQL}`
METRICS = {
    **{name: _count(name) for name in COUNTED},
    **{name: f"{_count(part)}::float / NULLIF({_count(whole)}, 0)" for name, (part, whole) in RATES.items()},
    **{name: f"COALESCE(sum(people.{name}), 0)::bigint" for name in SUMS},
    "revenue": f"COALESCE(sum(people.revenue) FILTER (WHERE {CLOSED}), 0)",
    # An answer before the first email, of somebody who was called first, took no time.
    "median_days": (
        "percentile_cont(0.5) WITHIN GROUP ("
        "ORDER BY GREATEST(extract(epoch FROM people.replied_at - people.first_at), 0) / 86400)"
        f" FILTER (WHERE {COUNTED['replied_closed']})"
    ),
    # Not a measure of ours, but what Odoo counts: rows.
    "__count": "COALESCE(sum(people.row_count), 0)::bigint",
}
