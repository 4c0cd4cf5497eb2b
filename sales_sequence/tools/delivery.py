# License LGPL-3.0 or later: see LICENSE.
"""How mails are being handed to the mail server. Pure."""

from contextlib import contextmanager


class Delivery:
    """One call of Odoo's `mail.mail.send`, passed through it as the context key ``sales_sequence_delivery``.

    `by_queue`: the mail queue sends by itself. Otherwise a user has chosen the moment.

    `error`: what the last part of the work raised, if anything. Odoo catches it, and passes on only words of its own,
    but the answer of the mail server is in the exception.
    """

    def __init__(self, by_queue=False):
        self.by_queue = by_queue
        self.error = None

    @contextmanager
    def keeping_error(self):
        """A part of the work that may fail."""
        self.error = None
        try:
            yield
        except Exception as error:
            self.error = error
            raise
