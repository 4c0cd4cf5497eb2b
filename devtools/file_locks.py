"""Locks between runs of `./dev`, released by the kernel even if a run is killed."""

import contextlib
import fcntl
import os

from .console import say

# The locks of this run. Children inherit them, so that a child that outlives us keeps what it uses locked.
HELD = []


def file_lock(path, mode):
    """Lock `path` with flock and return the open file. With LOCK_NB, return None if another run holds the lock."""
    while True:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = path.open("a+")
        try:
            fcntl.flock(handle, mode)
        except BlockingIOError:
            handle.close()
            return None
        # ./dev clean may have removed the file while we waited; a lock on it would then exclude nobody.
        if path.exists() and os.path.samestat(os.fstat(handle.fileno()), path.stat()):
            HELD.append(handle)
            return handle
        handle.close()


def release(handle):
    """Release a lock taken by `file_lock`."""
    HELD.remove(handle)
    handle.close()


@contextlib.contextmanager
def exclusive(path, waiting):
    """Hold the lock on `path`. If another run holds it, print `waiting` and wait."""
    handle = file_lock(path, fcntl.LOCK_EX | fcntl.LOCK_NB)
    if handle is None:
        say(waiting)
        handle = file_lock(path, fcntl.LOCK_EX)
    try:
        yield
    finally:
        release(handle)
