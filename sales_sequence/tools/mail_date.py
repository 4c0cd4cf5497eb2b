"""When an inbound mail was written. Pure."""

from datetime import timezone
from email.utils import parsedate_to_datetime

from .mail_header import raw_header


def written_at(message):
    """The date of a mail, as the program of its author states it.

    :param email.message.Message message: a parsed mail
    :return: naive UTC without microseconds; None if there is none that can be read (RFC 5322, 3.3 and 4.3)
    :rtype: datetime.datetime | None
    """
    try:
        stated = parsedate_to_datetime(raw_header(message, "date"))
        # Without a zone it is UTC: "-0000".
        return stated.astimezone(timezone.utc).replace(tzinfo=None) if stated.tzinfo else stated
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
