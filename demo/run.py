"""Two working weeks of sales in a separate database, through Odoo's real jobs, mail queue, SMTP and mail gateway.

Usage: run.py ODOO_CONF DATABASE OUTPUT_FOLDER [--season]

Prints who got what when and why it stopped, writes every mail into the folder, and exits with 0 only if every promise
was kept. It starts on a Monday so that the two weeks end just before the present day; from then until now only time
passes. The database must have the addon freshly installed. With `--season` the two weeks are the last ones of a season
(see `season.py`), and the promises, which are about a small world, are not checked.
"""
# pylint: disable=print-used

import logging
import shutil
import sys
import warnings
from datetime import datetime, timedelta, timezone
from pathlib import Path
from unittest.mock import patch

import people
import promises
import report
import today
from freezegun import freeze_time
from scenario import Scenario
from season import Season
from sink import Sink
from world import World, set_up_company

import odoo
from odoo import api, sql_db
from odoo.modules.registry import Registry

# These need real time: the mail server on its thread, and waiting for it.
KEEP_REAL_TIME = ["asyncio", "aiosmtpd", "selectors"]


def present():
    """The real present, to the minute."""
    return datetime.now(timezone.utc).replace(tzinfo=None, second=0, microsecond=0)


def first_monday(now):
    """The last Monday (midnight) whose second Friday is over everywhere."""
    monday = (now - timedelta(days=now.weekday())).replace(hour=0, minute=0, second=0, microsecond=0)
    while monday + timedelta(days=12, hours=2) > now:
        monday -= timedelta(weeks=1)
    return monday


class Complaints(logging.Handler):
    """Collects what Odoo logged as a warning or worse."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.lines = []

    def emit(self, record):
        """Keep one line; the log has the rest."""
        self.lines.append(f"{record.name}: {record.getMessage().splitlines()[0][:110]}")


def main(configuration, database, folder, option=None):
    """Run the scenario. Returns the exit code."""
    kind = Season if option == "--season" else Scenario
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("sent", "received"):
        shutil.rmtree(folder / name, ignore_errors=True)
    log = folder / "odoo.log"
    log.unlink(missing_ok=True)
    odoo.tools.config.parse_config(["-c", configuration, "-d", database, "--logfile", str(log)], setup_logging=True)
    # Odoo's own code triggers deprecation warnings of its dependencies.
    warnings.simplefilter("ignore", DeprecationWarning)
    complaints = Complaints()
    logging.getLogger().addHandler(complaints)
    registry = Registry(database)
    now = present()
    start = first_monday(now)
    begin = start - timedelta(weeks=kind.weeks_before)
    print(f"→ the weeks from {begin:%A, %d %B %Y} on, and the days since then (times in UTC)", flush=True)
    with (
        Sink() as sink,
        freeze_time(begin - timedelta(days=3, hours=-10), ignore=KEEP_REAL_TIME) as clock,
        # Odoo stamps records with the transaction time, which comes from PostgreSQL.
        patch.object(sql_db.BaseCursor, "now", lambda _cursor: datetime.now(timezone.utc).replace(tzinfo=None)),
        registry.cursor() as cr,
    ):
        env = api.Environment(cr, odoo.SUPERUSER_ID, {})
        set_up_company(env, sink.port)
        scenario = kind(World(env, clock, sink), start, now)
        scenario.prepare()
        scenario.play()
        report.write_mails(scenario, folder)
        kept = True
        if kind is Scenario:
            report.print_tables(scenario)
            kept = promises.check(scenario, complaints.lines)
        today.play(scenario)
    print(f"\nEvery mail as it went over the wire is in {folder / 'sent'}, every answer in {folder / 'received'}.")
    print(f"Besides admin, there are the logins {', '.join(people.REPS)}; each one's password is the login.")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
