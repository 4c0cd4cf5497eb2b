#!/usr/bin/env python3
"""`python3 benchmarks/simulate.py`: project the measured costs onto a large installation.

Reads `results.json`, which a full `./dev bench` writes, and needs only Python. Simulates a day minute by minute: what
becomes due in the contacts' hours all over the world, how much of it lanes and mail queue get done, who waits how long.
With `--write` the tables replace the block between the two marks in `docs/scaling.md`.
"""

import argparse
import json
import math
import sys
from pathlib import Path

from simulation import (
    AT_OPENING,
    CORE_USE,
    DATABASE_CORE_USE,
    PATIENCE,
    WINDOW,
    ZONES,
    Costs,
    Refused,
    capacity,
    greatest_day,
    load_curve,
    play,
    processes_needed,
)

FOLDER = Path(__file__).resolve().parent
PAGE = FOLDER.parent / "docs/scaling.md"
BEGIN, END = "<!-- simulation: begin -->", "<!-- simulation: end -->"
BUSINESS_DAYS = 260
LEDGERS = {
    "sales_sequence_enrollment": "enrollments",
    "sales_sequence_touch": "touches",
    "sales_sequence_signal": "signals",
    "mail_message": "messages in the chatter",
    "mail_activity": "activities (done ones stay)",
}


# ----------------------------------------------------------------------------------------------------------------------
# The page
# ----------------------------------------------------------------------------------------------------------------------


def page(costs, options):
    """The tables as Markdown."""
    curve = [options.touches * part for part in load_curve()]
    parts = [assumptions(costs, options), day(costs, options, curve), limits(costs, options), growth(costs, options)]
    return "\n\n".join([*parts, vacuum(costs, options)])


def table(head, rows):
    """A Markdown table; all but the first column are numbers."""
    lines = [head, ("---", *["---:"] * (len(head) - 1)), *rows]
    return "\n".join(f"| {' | '.join(str(cell) for cell in line)} |" for line in lines)


def assumptions(costs, options):
    """What was measured where, and the assumptions."""
    machine = costs.results.get("machine", {})
    measured = [
        (
            name,
            f"{costs.of(work, 'cpu_ms'):.1f}",
            f"{costs.of(work, 'database_cpu_ms'):.1f}",
            f"{costs.of(work, 'queries'):.2g}",
            f"{costs.of(work, 'wal_bytes') / 1000:.1f}",
        )
        for name, work in (
            ("email touch, many senders with limits", "email"),
            ("call touch", "call"),
            ("sending a queued email", "sent_mail"),
            ("a reply that comes in", "reply"),
            ("enrolling", "enrollment"),
        )
    ]
    head = ("measured, for one", "ms in Odoo", "ms in PostgreSQL", "queries", "kB written ahead")
    where = ", ".join(
        f"{name}{machine[key]}"
        for key, name in (("processor", ""), ("memory", ""), ("PostgreSQL", "PostgreSQL "), ("date", ""), ("load", ""))
        if key in machine
    )
    sentences = (
        f"Assumed: {options.enrollments:,.0f} live enrollments and {options.touches:,.0f} touches in a business day,",
        f"{options.email_share:.0%} of them emails, {options.steps:g} touches to an enrollment;",
        f"{options.answer_share:.0%} of the emails are answered in some way.",
        f"Contacts in {len(ZONES)} time zones, each with a window from {WINDOW[0] // 60} to {WINDOW[1] // 60};",
        f"{AT_OPENING:.0%} of a zone's touches are due the minute it opens.",
        f"{options.round_trip_ms:g} ms from Odoo to PostgreSQL and back, {options.smtp_ms:g} ms for the mail server to",
        f"take a mail, {options.commit_ms:g} ms for the disk to take a commit.",
        f"A core is used to {CORE_USE:.0%} by Odoo, to {DATABASE_CORE_USE:.0%} by PostgreSQL.",
        f"Nobody waits longer than {PATIENCE} minutes.",
    )
    where = f"Measured on: {where or '(the results do not say)'}."
    return "\n\n".join([where, table(head, measured), " ".join(sentences)])


def day(costs, options, curve):
    """Processes, cores, and the load on PostgreSQL."""
    emails = [due * options.email_share for due in curve]
    more = lane_efficiency(costs)
    lanes = processes_needed(curve, lane_rate(costs, options), more)
    done, wait = play(curve, capacity(lanes, lane_rate(costs, options), more))
    queued = [touches * options.email_share for touches in done]
    queues = processes_needed(queued, 60 / costs.seconds("sent_mail"), queue_efficiency(costs))
    _sent, mail_wait = play(queued, capacity(queues, 60 / costs.seconds("sent_mail"), queue_efficiency(costs)))
    peak = max(done) / 60
    cores = peak * costs.per_touch("cpu_ms") / 1000 / CORE_USE
    database = peak * costs.per_touch("database_cpu_ms") / 1000 / DATABASE_CORE_USE
    wal = costs.per_touch("wal_bytes")
    rows = [
        ("touches due in the busiest minute", f"{max(curve):,.0f} ({max(emails):,.0f} emails)"),
        ("lanes", f"{lanes}; the longest wait is {wait:.0f} minutes"),
        ("processes that send the emails of these lanes", f"{queues}; the longest wait is {mail_wait:.0f} minutes"),
        ("fetching of replies", f"busy for {reply_hours(costs, options):.1f} hours a day, one process"),
        ("touches a second at the peak", f"{peak:,.0f}"),
        ("cores of Odoo's hosts for that", f"{math.ceil(cores)}"),
        ("cores of PostgreSQL for that", f"{math.ceil(database)}"),
        ("queries a second at the peak", f"{peak * costs.per_touch('queries'):,.0f}"),
        ("written ahead at the peak", f"{peak * wal / 1e6:.1f} MB a second"),
        ("written ahead in a day", f"{options.touches * wal / 1e9:.0f} GB"),
    ]
    return f"### A day\n\n{table(('what', 'needed'), rows)}"


def lane_rate(costs, options):
    """Touches per minute of one lane."""
    return 60 / (options.email_share * costs.seconds("email") + (1 - options.email_share) * costs.seconds("call"))


def lane_efficiency(costs):
    """The throughput of each of several lanes, relative to a single one."""
    return min(1, costs.get("two_lanes_vs_one") / 2)


def queue_efficiency(costs):
    """The same for processes that send emails."""
    return min(1, costs.get("mails_a_second_two_queues") / costs.get("mails_a_second_one_queue") / 2)


def reply_hours(costs, options):
    """Hours per day that one process is busy with incoming mail."""
    return options.touches * options.email_share * options.answer_share * costs.seconds("reply") / 3600


def limits(costs, options):
    """What breaks first as the number of touches grows."""
    emails = options.email_share
    sending = 60 / costs.seconds("sent_mail")
    found = [("the mail queue as Odoo ships it: one process", greatest_day(emails, sending))]
    for number in (2, 4, 8):
        a_minute = capacity(number, sending, queue_efficiency(costs))
        found.append((f"{number} processes that send emails", greatest_day(emails, a_minute)))
    for number in (1, 2, 4, 8):
        a_minute = capacity(number, lane_rate(costs, options), lane_efficiency(costs))
        found.append((f"{number} lane{'s' if number > 1 else ' (as shipped)'}", greatest_day(1, a_minute)))
    for cores in (4, 16):
        a_minute = 60_000 * cores * DATABASE_CORE_USE / costs.per_touch("database_cpu_ms")
        found.append((f"PostgreSQL with {cores} cores", greatest_day(1, a_minute)))
    replies = greatest_day(emails * options.answer_share, 60 / costs.seconds("reply"))
    found.append(("one process that fetches replies", replies))
    rows = [(what, f"{round(touches, -3):,}") for what, touches in sorted(found, key=lambda each: each[1])]
    return f"### What is enough for how much\n\n{table(('enough until', 'touches a day'), rows)}"


def rows_a_day(options):
    """`{table: new rows per business day that stay}`."""
    emails = options.touches * options.email_share
    return {
        "sales_sequence_enrollment": options.touches / options.steps,
        "sales_sequence_touch": options.touches,
        "sales_sequence_signal": emails * options.answer_share,
        # Our emails, their answers, and Odoo's note for each completed activity.
        "mail_message": emails * (1 + options.answer_share) + options.touches - emails,
        "mail_activity": options.touches - emails,
    }


def growth(costs, options):
    """Disk space of the tables and their indexes."""
    rows, total, indexes = [], 0, 0
    for name, new in rows_a_day(options).items():
        row, index = costs.get(f"{name}_row_bytes"), costs.get(f"{name}_index_bytes")
        year = new * BUSINESS_DAYS
        total, indexes = total + year * (row + index), indexes + year * index
        cells = (f"{new:,.0f}", f"{row:.0f} + {index:.0f}", f"{new * (row + index) / 1e9:.2f}")
        rows.append((f"{LEDGERS[name]} (`{name}`)", *cells, f"{year * (row + index) / 1e9:,.0f}"))
    rows.append(("together", "", "", "", f"{total / 1e9:,.0f}, of which indexes {indexes / 1e9:,.0f}"))
    head = ("table", "new rows a day", "bytes of a row + indexes", "GB a day", f"GB in {BUSINESS_DAYS} days")
    live = options.enrollments * sum(costs.get(f"sales_sequence_enrollment_{part}_bytes") for part in ("row", "index"))
    queue = costs.get("mail_mail_row_bytes") + costs.get("mail_mail_index_bytes")
    sentences = (
        f"The {options.enrollments:,.0f} live enrollments alone take {live / 1e9:.1f} GB.",
        f"A queued email takes {queue:,.0f} bytes until it is sent.",
        "Messages are as long as those of the benchmark; long ones, and attachments, come on top.",
    )
    return f"### Growth\n\n{table(head, rows)}\n\n{' '.join(sentences)}"


def vacuum(costs, options):
    """Dead rows, and how often PostgreSQL vacuums them."""
    emails = options.touches * options.email_share
    sizes = {
        "sales_sequence_enrollment": options.enrollments + options.touches / options.steps * BUSINESS_DAYS,
        "sales_sequence_touch": options.touches * BUSINESS_DAYS,
        "mail_message": rows_a_day(options)["mail_message"] * BUSINESS_DAYS,
    }
    rows = []
    for name, size in sizes.items():
        dead = emails * costs.get(f"{name}_rows_updated") + options.touches - emails
        often = [f"every {days:.3g} days" for days in (share * size / dead for share in (0.2, 0.01))]
        rows.append((f"`{name}` of {size / 1e6:,.0f} million rows", f"{dead:,.0f}", *often))
    dead = emails * (costs.get("mail_mail_rows_updated") + costs.get("mail_mail_rows_deleted"))
    rows.append(("`mail_mail`, empty in the evening", f"{dead:,.0f}", "every few minutes", "every few minutes"))
    head = ("table after a year", "dead rows a day", "vacuumed at 20 % (default)", "at 1 %")
    return f"### Vacuum\n\n{table(head, rows)}"


# ----------------------------------------------------------------------------------------------------------------------
# Command
# ----------------------------------------------------------------------------------------------------------------------


def parse(arguments):
    """Parse the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0].split(": ", 1)[1])
    number = {"type": float, "metavar": "N"}
    parser.add_argument("--results", type=Path, default=FOLDER / "results.json", help="figures of ./dev bench")
    parser.add_argument("--write", action="store_true", help=f"write the tables into {PAGE.name}")
    parser.add_argument("--enrollments", **number, default=10_000_000, help="live at a time (10 million)")
    parser.add_argument("--touches", **number, default=1_000_000, help="in a business day (1 million)")
    parser.add_argument("--email-share", **number, default=0.6, help="of the touches (0.6); the others are activities")
    parser.add_argument("--answer-share", **number, default=0.08, help="of the emails: replies, bounces … (0.08)")
    parser.add_argument("--steps", **number, default=4, help="that an enrollment comes to, on average (4)")
    parser.add_argument("--round-trip-ms", **number, default=0.3, help="from Odoo's host to PostgreSQL and back (0.3)")
    parser.add_argument("--smtp-ms", **number, default=15, help="that the mail server takes for a mail (15)")
    parser.add_argument("--commit-ms", **number, default=1, help="that the database's disk takes for a commit (1)")
    return parser.parse_args(arguments)


def read(path):
    """Read `results.json`. :raises Refused: there is none"""
    try:
        return json.loads(path.read_text())
    except FileNotFoundError:
        raise Refused(f"There is no {path}: run a full ./dev bench first, or name a file with --results.") from None
    except ValueError as error:
        raise Refused(f"{path} is not what ./dev bench writes ({error}): run it again.") from None


def replace_block(text):
    """Put `text` between the marks on the page. :raises Refused: the marks are missing"""
    content = PAGE.read_text() if PAGE.exists() else ""
    before, begin, rest = content.partition(BEGIN)
    _old, end, after = rest.partition(END)
    if not begin or not end:
        raise Refused(f"{PAGE} has no block between {BEGIN} and {END}: put both marks where the tables belong.")
    PAGE.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}")


def main(arguments):
    """Simulate, print, and write if asked to. :return: exit code"""
    options = parse(arguments)
    try:
        text = page(Costs(read(options.results), options), options)
        print(text)
        if options.write:
            replace_block(text)
    except Refused as error:
        print(f"simulate.py: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
