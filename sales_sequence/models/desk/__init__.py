"""What reps see and do in a day: their queue, and the answers. It calls every room to its left."""
from . import mark_done
