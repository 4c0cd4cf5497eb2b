"""States of an enrollment that have a name of their own; `enrollment/enrollment.py` says what each state means."""

# In the way of another enrollment of the same person.
LIVE_STATES = ("running", "paused")
# Exit reasons that nobody asked for: what comes next may follow.
CAME_THROUGH = ("completed", "goal")
