"""A mail server on loopback that accepts and keeps every mail."""

import email
import email.policy
import queue
from collections import namedtuple

from aiosmtpd.controller import Controller

# `sender` and `recipients` are those of the envelope; `moment` (naive UTC) is when it arrived.
Letter = namedtuple("Letter", "moment sender recipients source message")


class Sink(Controller):
    """An SMTP server on its own thread. Use it as a context manager; `port` is where it listens."""

    def __init__(self):
        super().__init__(self, hostname="127.0.0.1", port=0)
        self._arrived = queue.Queue()

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_error):
        self.stop()

    def _trigger_server(self):
        # The kernel chose the port; aiosmtpd would try to connect to the requested one.
        self.port = self.server.sockets[0].getsockname()[1]
        return super()._trigger_server()

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 (the name is aiosmtpd's)
        """Take one mail."""
        self._arrived.put((envelope.mail_from, list(envelope.rcpt_tos), envelope.original_content))
        return "250 Accepted"

    def take(self, moment):
        """Return the letters that arrived since the last call, stamped with `moment`."""
        letters = []
        while not self._arrived.empty():
            sender, recipients, source = self._arrived.get()
            message = email.message_from_bytes(source, policy=email.policy.SMTP)
            letters.append(Letter(moment, sender, recipients, source, message))
        return letters
