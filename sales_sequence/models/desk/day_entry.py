"""What one thing to do is while a rep's day is put together."""

from dataclasses import dataclass, field
from datetime import datetime

from ...tools.queue_order import Place


@dataclass(slots=True)
class Entry:
    """A task, a draft or an answer that waits for the user, or a task that a sequence plans.

    - `kind`: ``task``, ``draft``, ``answer`` or ``planned``
    - `record`: the touch, the signal or the enrollment; with all rights, as `enrollment` and `target`
    - `is_told`: whether the user may read whose it is
    - `zone`, `place_name`: where the person lives; the viewer's zone and False where nothing tells
    - `begins_at`: naive UTC, where it cannot be done yet; None where it can
    - `opens_at`: naive UTC, when the person's next hours begin, where that is what it waits for
    - `deadline`: the date on which it is or was due
    - `is_clean`: of a draft, that nothing speaks against it; None for everything else
    - `quote`: what they wrote
    - `row`: what the screen gets of it
    """

    kind: str
    record: object
    enrollment: object
    target: object
    is_told: bool
    zone: str = "UTC"
    place_name: object = False
    place: Place = field(default_factory=lambda: Place(0))
    begins_at: datetime | None = None
    opens_at: datetime | None = None
    deadline: object = None
    is_clean: bool | None = None
    quote: object = False
    row: dict = field(default_factory=dict)

    @property
    def todo_step(self):
        """The step that is taken, reviewed or planned."""
        return self.enrollment.next_step_id if self.kind == "planned" else self.record.step_id

    @property
    def channel(self):
        """What a filter asks for: the channel of the step, ``answer`` for answers."""
        return "answer" if self.kind == "answer" else self.todo_step.channel
