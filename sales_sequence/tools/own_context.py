"""What our own code passes on in Odoo's context.

A caller over RPC chooses the context, and `/mail/message/post` takes one from anybody. So what our code reads from it
counts only as an object of a class of ours: no JSON and no XML turns into one.
"""

import enum


class Flag(enum.Enum):
    """``with_context(sales_sequence_losing=Flag.ON)``; `is_on` asks for it."""

    ON = "on"


def is_on(env, name):
    """Whether our own code has put this flag into the context."""
    return env.context.get(name) is Flag.ON


def passed_on(env, name, kind):
    """The object of our class `kind` that our own code has put into the context, else None."""
    value = env.context.get(name)
    return value if isinstance(value, kind) else None
