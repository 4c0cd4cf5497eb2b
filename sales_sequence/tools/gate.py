# License LGPL-3.0 or later: see LICENSE.
"""Telling a spam filter's gate ("confirm that you are a person, then your mail is delivered") from a person who asks
the same. Pure.

A gate says what happened to our mail, gives a link or asks for an empty reply, and names itself. A person only asks.
"""

import re

from .gate_phrases import HELD, LET_IN, NAMED, ONCE
from .mail_header import ADDRESS
from .phrases import first_match

_LINK = re.compile(r"\b(?:https?://|www\.|mailto:)\S+")


def gate_signs(mail, flat):
    """Weigh how much a mail looks like a spam filter's gate; 4 is clear.

    :param mail_text.InboundMail mail: the mail
    :param str flat: its own text, folded
    :return: weight, the words that it is based on
    :rtype: tuple[int, str]
    """
    # The dots of a link or an address do not end a sentence.
    flat, links = _LINK.subn(" link ", flat)
    flat = ADDRESS.sub("address", flat)
    held, let_in = first_match(HELD, flat), first_match(LET_IN, flat)
    if not (held or let_in):
        return 0, ""
    named = first_match(NAMED, f"{flat} {mail.header('x-mailer')} {mail.sender[1]}".lower())
    weight = 2 * bool(held) + 2 * bool(let_in) + 2 * bool(named) + bool(first_match(ONCE, flat))
    # A gate offers a way to prove that one is a person.
    weight += bool(links) or (bool(let_in) and "captcha" in flat)
    if not held and weight < 4:
        # Newsletters and colleagues ask for clicks, too.
        weight = min(weight, 2)
    return weight, (let_in or held).group()[:120]
