# License LGPL-3.0 or later: see LICENSE.
"""Why a mail did not leave: what the mail server answered, and whether the problem is temporary. Pure.

Odoo wraps the exceptions of `smtplib`, so only the exception chain still has the server's code and words.
"""

import smtplib
import traceback
from dataclasses import dataclass

# The connection broke, or was never made: no server refused.
_NO_CONNECTION = (smtplib.SMTPServerDisconnected, ConnectionError, TimeoutError)


@dataclass(frozen=True)
class Answer:
    """`words` are the server's own, code first. `passes`: the same mail may be accepted later. `may_have_arrived`: the
    connection broke between the mail and the server's answer (RFC 1047 describes the duplicates this causes)."""

    passes: bool
    words: str
    may_have_arrived: bool = False


def find_answer(error):
    """Return the mail server's answer behind `error`, or ``None`` if no mail server caused it.

    :param BaseException error: the exception, or None
    :rtype: Answer | None
    """
    while error:
        if isinstance(error, smtplib.SMTPRecipientsRefused):
            return _answer(list(error.recipients.values()))
        if isinstance(error, smtplib.SMTPResponseException):
            return _answer([(error.smtp_code, error.smtp_error)])
        if isinstance(error, _NO_CONNECTION):
            in_between = _was_sending_data(error)
            return Answer(not in_between, str(error), in_between)
        error = error.__cause__ or error.__context__
    return None


def _was_sending_data(error):
    frames = traceback.walk_tb(error.__traceback__)
    return any(frame.f_code is smtplib.SMTP.data.__code__ for frame, _line in frames)


def _answer(replies):
    words = dict.fromkeys(f"{code} {_text(said)}".strip() for code, said in replies)
    return Answer(bool(replies) and all(_passes(code, _text(said)) for code, said in replies), "; ".join(words))


def _passes(code, text):
    """RFC 5321, 4.2.1: a code from 400 to 499 asks to retry later. So does a status for congestion (RFC 3463, 3.5),
    whatever the code: Google answers 550 5.4.5 while a sender's daily limit is exceeded."""
    return 400 <= code < 500 or text.startswith("5.4.5 ")


def _text(said):
    text = said.decode(errors="replace") if isinstance(said, bytes) else str(said or "")
    return " ".join(text.split())
