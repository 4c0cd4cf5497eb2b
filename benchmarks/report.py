"""The bars, the tables, and what a reader needs to know about the machine."""

import os
import platform
from collections import namedtuple
from datetime import datetime, timezone
from pathlib import Path
from statistics import median

import odoo

# What is measured, the side of the bar ("at most" or "at least"), and the bar.
BARS = {
    "email_vs_send_mail_batch": ("email step, all included, against Odoo's `send_mail_batch`", "at most", 0.6),
    "call_vs_activity_create": ("call step, all included, against a batch `mail.activity.create`", "at most", 2.5),
    "touch_10k_vs_1k": ("cost of a touch with 10,000 due against 1,000", "at most", 1.15),
    "queries_per_email_touch": ("SQL queries per email touch, batches of 500", "at most", 0.6),
    "queries_per_call_touch": ("SQL queries per call touch, batches of 500", "at most", 0.6),
    "idle_1m_vs_1k": ("run with nothing due, 1,000,000 waiting against 1,000", "at most", 1.5),
    "claim_1m_vs_10k": ("claim of 500 due, of 1,000,000 against of 10,000", "at most", 2),
    "two_lanes_vs_one": ("throughput of two lanes on two cores against one", "at least", 1.6),
    "memory_10k_minus_1k_mb": ("peak memory of a run over 10,000 above one over 1,000, MB", "at most", 60),
    "enroll_vs_crm_tag": ("enrolling 10,000 against a batch `create` of as many `crm.tag`", "at most", 4),
    "enroll_10k_vs_1k": ("cost of an enrollment with 10,000 in one call against 1,000", "at most", 1.2),
    "classify_1mb_ms": ("recognizing the costliest mail of 1 MB, ms of computing", "at most", 300),
    "classify_30mb_ms": ("recognizing the costliest mail of 30 MB, ms of computing", "at most", 1000),
    "my_day_open_s": ("opening *My day*, 500 tasks among 300,000 enrollments, with the first task, s", "at most", 1),
    "my_day_next_s": ("the next task of *My day*, s", "at most", 0.2),
    "report_1m_s": ("the report as it opens, of 1,000,000 touches, s", "at most", 2),
    "results_1m_s": ("*Results* of the largest of 200 sequences, 100,000 touches of 1,000,000, s", "at most", 2),
    "dashboard_1m_s": ("the dashboard, of 1,000,000 touches, s", "at most", 2),
    "kanban_1m_s": ("the kanban of sequences, 40 of 200, 1,000,000 touches, s", "at most", 1),
    "form_1m_s": ("the form of a sequence with its timeline, 30 steps, 100,000 touches of 1,000,000, s", "at most", 2),
    "queries_per_enrollment": ("SQL queries per enrollment, 10,000 in one call", "at most", 0.1),
}


class Result(namedtuple("Result", "name rounds wall_rounds", defaults=[()])):
    """A measured figure: its value in each round, of which the median counts; for comparisons of CPU time, also the
    wall-clock values."""

    @property
    def value(self):
        """The median of the rounds."""
        return median(self.rounds)

    @property
    def passed(self):
        """Whether the figure keeps its bar."""
        _what, side, bar = BARS[self.name]
        return self.value <= bar if side == "at most" else self.value >= bar


def table(results):
    """The results as a Markdown table."""
    lines = ["| figure | what | result | bar | | least – greatest of n rounds | by the wall |"]
    lines.append("|---|---|---:|---:|---|---:|---:|")
    for result in results:
        what, side, bar = BARS[result.name]
        rounds = f"{min(result.rounds):.3g} – {max(result.rounds):.3g} of {len(result.rounds)}"
        wall = f"{median(result.wall_rounds):.3g}" if result.wall_rounds else ""
        verdict = "pass" if result.passed else "**FAIL**"
        cells = (f"`{result.name}`", what, f"{result.value:.3g}", f"{side} {bar}", verdict, rounds, wall)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def costs_table(costs):
    """The absolute figures as a Markdown table."""
    lines = ["| figure | on this machine |", "|---|---:|"]
    lines += [f"| {name.replace('_', ' ')} | {value:,.4g} |" for name, value in costs.items()]
    return "\n".join(lines)


def machine(env):
    """The environment of the measurement. :return: `{what: value}`"""
    env.cr.execute("SHOW server_version")
    (postgres,) = env.cr.fetchone()
    settings = []
    for name in ("shared_buffers", "fsync", "synchronous_commit"):
        env.cr.execute(f"SHOW {name}")
        settings.append(f"{name} {env.cr.fetchone()[0]}")
    return {
        "date": f"{datetime.now(timezone.utc):%Y-%m-%d %H:%M} UTC",
        "processor": f"{_processor()}, {os.cpu_count()} cores",
        "memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GB",
        "load": f"{os.getloadavg()[2]:.1f} processes wanted to run, on average of the last 15 minutes",
        "system": f"{platform.system()} {platform.machine()}, Python {platform.python_version()}",
        "Odoo": odoo.release.version,
        "PostgreSQL": f"{postgres.split()[0]} ({', '.join(settings)})",
        "sales_sequence": env["ir.module.module"].search([("name", "=", "sales_sequence")]).installed_version,
    }


def _processor():
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor() or "unknown"


def page(results, costs, about):
    """The content of `results.md`."""
    facts = "\n".join(f"- {what}: {value}" for what, value in about.items())
    return f"""# Results of the last full `./dev bench`

{table(results)}

A ratio is the median over rounds in which both sides took turns. It compares computing time, of Odoo's process and of
PostgreSQL's behind it; the last column has the same by the clock on the wall, which on a busy machine tells more of its
other programs. Two lanes can only be compared by the wall.

## Absolute costs
{costs_table(costs)}

`cpu` is computing time of Odoo's process, `database cpu` that of PostgreSQL behind its connection, `wal bytes` what
PostgreSQL writes ahead.

## Machine and versions
{facts}
"""
