"""What several links of the chain have to know, read once for a check. Plain objects."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

OK, UNKNOWN, WARNING, CRITICAL = "ok", "unknown", "warning", "critical"
# From harmless to bad. What is unknown does not make anything worse.
STATUSES = (OK, UNKNOWN, WARNING, CRITICAL)
PROBLEMS = (WARNING, CRITICAL)

# What is later than this does not keep up, or does not run.
LATE = timedelta(minutes=30)
# What stands for so long does not get through its work either: somebody has to look.
VERY_LATE = timedelta(hours=1)
WEEK = timedelta(days=7)


class Finding(NamedTuple):
    """What is wrong with a link, or what cannot be known about it."""

    status: str
    # What is wrong, what to do, and where: for monitoring, and behind *Details* on the screen.
    text: str
    # The same in one sentence, for the screen. Neither names a login or host, nor quotes what a server says.
    short: str = ""
    # Since when, if that is known. Naive UTC.
    since: datetime | None = None
    # Where it is mended: a name of `sales.sequence.status.places`, and the records that it is about.
    place: str = ""
    ids: tuple = ()


@dataclass
class Job:
    """A scheduled job (`ir.cron`), ours or one of Odoo's."""

    id: int
    name: str
    model: str
    code: str
    active: bool
    failure_count: int = 0
    failing_since: datetime | None = None
    # Since when it has been ready without running; None if it is not ready, or runs.
    idle_since: datetime | None = None
    # When it last began to run, as far as that is known.
    last_run: datetime | None = None


@dataclass
class Facts:
    """What is there at the moment of the check. Moments are naive UTC datetimes."""

    now: datetime
    # What `_numbers` counts.
    figures: dict
    jobs: list[Job]
    # When any job of this database last began to run, None if that is not known.
    last_run: datetime | None
    # Of the active companies: those with a live sequence or with people in one; if there are none, all.
    companies: object
    # `{res.users: their companies}` of those in whose name emails leave, or would leave.
    senders: dict
    # All `ir.mail_server`, archived ones included, in the order in which Odoo chooses. With all rights.
    mail_servers: object
    # `{ir.mail_server: sales.sequence.connection}`: what came of the last test of each. With all rights.
    connections: dict
    # How many emails of sequences left in the last seven days, and when the last of them did.
    sent_count: int = 0
    sent_at: datetime | None = None
    # When the last answer of a person was read.
    last_answer_at: datetime | None = None

    def severity(self, since):
        """How bad it is that something has waited since that moment."""
        late = self.now - since
        return CRITICAL if late > VERY_LATE else WARNING if late > LATE else OK
