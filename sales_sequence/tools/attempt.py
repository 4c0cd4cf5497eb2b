"""A part of a transaction that may fail without harm."""

from contextlib import contextmanager

import psycopg2.errors

# The transaction must be tried again; no record is to blame.
RETRY_ERRORS = (
    psycopg2.errors.SerializationFailure,
    psycopg2.errors.DeadlockDetected,
    psycopg2.errors.LockNotAvailable,
)
MAX_RETRIES = 5


@contextmanager
def attempt(cursor):
    """A savepoint that, where it fails, also takes back what was to be done after the commit.

    Odoo's savepoint (`odoo/sql_db.py`) takes back rows only: a webhook would be called for what was not done, and
    again when it is; a mail would be looked for that was never written.

    :param cursor: Odoo's cursor
    """
    # What runs before a commit runs now, as it would for the savepoint: what it wants done afterwards is not ours.
    cursor.flush()
    after_commit = cursor.postcommit
    count, keys = len(after_commit), set(after_commit.data)
    try:
        with cursor.savepoint():
            yield
    except Exception:
        while len(after_commit) > count:
            after_commit._funcs.pop()
        for key in after_commit.data.keys() - keys:
            del after_commit.data[key]
        raise
