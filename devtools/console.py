"""What the user sees: progress, and errors as one sentence."""

import contextlib
import threading
import time


class Refused(Exception):
    """Something is missing or impossible: one sentence that says what, and what to do about it."""


def say(text):
    """Print one line of progress, unbuffered even if the output is a file."""
    print(text, flush=True)


@contextlib.contextmanager
def stage(title):
    """Announce a stage, show every 15 seconds that it is still running, then how long it took."""
    begin = time.monotonic()
    finished = threading.Event()

    def heartbeat():
        while not finished.wait(15):
            say(f"  … {title}: {time.monotonic() - begin:.0f} s")

    say(f"→ {title}")
    threading.Thread(target=heartbeat, daemon=True).start()
    try:
        yield
    finally:
        finished.set()
    say(f"  done in {time.monotonic() - begin:.1f} s")
