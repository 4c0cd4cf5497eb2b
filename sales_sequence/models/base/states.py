"""States of an enrollment that several models know; `enrollment/enrollment.py` says what each of them means."""

STATES = [("running", "Running"), ("paused", "Paused"), ("finished", "Finished"), ("stopped", "Stopped")]
# In the way of another enrollment of the same person.
LIVE_STATES = ("running", "paused")
# Exit reasons that nobody asked for: what comes next may follow.
CAME_THROUGH = ("completed", "goal", "control")
