from dataclasses import dataclass
from datetime import date, datetime

RECORDING = "sales_sequence_recording"


@dataclass(eq=False)
class Recording:
    """What a rep says came of some touches; passed on through Odoo's own completion of their activities.

    - `outcome`: `sales.sequence.outcome`; what nobody was asked about has the one that says so
    - `note`: text, or False
    - `until`: `date` or naive UTC `datetime` until which to pause, or for which another try is promised
    - `touch_ids`: the touches that it is said of: completing them may complete others, of which nobody said anything
    - `attempts`: what was recorded (filled in)
    """

    outcome: object
    note: str | bool = False
    until: date | datetime | None = None
    touch_ids: tuple = ()
    attempts: object = None
