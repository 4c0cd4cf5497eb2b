"""Parts of a transaction that may fail without harm to the rest.

Takes cursors, environments and recordsets of Odoo as arguments, but imports nothing from it.
"""

import logging
from contextlib import contextmanager

import psycopg2.errors

# The whole transaction has to be tried again; no record is to blame.
RETRY_ERRORS = (
    psycopg2.errors.SerializationFailure,
    psycopg2.errors.DeadlockDetected,
    psycopg2.errors.LockNotAvailable,
)
MAX_RETRIES = 5

_logger = logging.getLogger(__name__)


@contextmanager
def attempt(cursor):
    """A savepoint that, when it fails, also discards what was to run after the commit.

    Odoo's savepoint (`odoo/sql_db.py`) takes back rows only. A webhook would be called for what was not done, and
    again once it is done; a mail that was never written would be sent.

    :param cursor: Odoo's cursor
    """
    # Odoo's savepoint flushes as well. What that registers to run after the commit belongs to what came before us.
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


def find_error(env, act):
    """Call ``act()`` as an attempt.

    :param env: Odoo's environment
    :return: the exception that it raised, after the cache was emptied; None if all went well
    :raises RETRY_ERRORS: the whole transaction has to be tried again
    :raises Exception: the connection is closed, so no record is to blame
    """
    try:
        with attempt(env.cr):
            act()
            env.flush_all()
    except RETRY_ERRORS:
        raise
    except Exception as error:
        if env.cr.connection.closed:
            raise
        # What the failed attempt left in the cache must not be written later.
        env.invalidate_all(flush=False)
        return error
    return None


def isolate(records, act, blame):
    """Call ``act(records)`` as an attempt. If it fails, halve the records until only the culprits are left, and call
    ``blame(record, error)`` for each: one bad record harms only itself.

    :param records: recordset with a method `_quarantine(note)`, for a record whose failure cannot even be noted: it
        would be the first of every batch otherwise
    :raises RETRY_ERRORS: the whole transaction has to be tried again
    """
    if not records:
        return
    error = find_error(records.env, lambda: act(records))
    if not error:
        return
    if len(records) > 1:
        half = len(records) // 2
        isolate(records[:half], act, blame)
        isolate(records[half:], act, blame)
        return
    _logger.info("%s failed: %s", records, error, exc_info=error)
    second = find_error(records.env, lambda: blame(records, error))
    if second:
        # Most likely an automation rule of another module.
        _logger.error("%s failed, and so did noting it: %s", records, second, exc_info=second)
        records._quarantine(f"{error}\n{second}")
