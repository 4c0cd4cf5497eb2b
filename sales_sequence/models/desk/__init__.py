"""What reps see and do in a day: their queue, and the answers. It calls every room to its left."""

from . import day_entry
from . import day_words
from . import day_queue
from . import day_task
from . import day_numbers
from . import day_absence
from . import day
from . import doubts
from . import drafts
from . import mark_done
from . import answer_rows
from . import answer_verbs
from . import answers
