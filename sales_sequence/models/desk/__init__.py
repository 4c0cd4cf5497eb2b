"""What reps see and do in a day: their queue, and the answers. It calls every room to its left."""

from . import answer_rows
from . import answer_verbs
from . import answers
