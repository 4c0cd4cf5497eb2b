# License LGPL-3.0 or later: see LICENSE.
"""Reading the new address from a mail that says that an address or its owner is gone. Pure."""

import re

from .mail_header import ADDRESS, find_addresses
from .mail_text import flatten
from .new_address_phrases import ADDRESS_GONE
from .phrases import find_statement

_NEW = re.compile(
    r"\b(?:new|neue|nouvel|nueva|nuevo|nuov|novo|nova|nieuw|nowy|nya|nytt|ny|nye|uusi|uuden"
    r"|nov[aouey]|uj|yeni|noua|нов)|新|새"
)
_NOT_FOR_PEOPLE = re.compile(r"^(?:no-?reply|do-?not-?reply|mailer-daemon|postmaster)@", re.IGNORECASE)


def find_new_address(mail):
    """Return the address that a mail names as the one to use from now on, or ``None``.

    :param mail_text.InboundMail mail: a mail that says that an address or its owner is gone
    :rtype: str | None
    """
    flat = flatten(mail.own_text)
    ours = {address for __, address in mail.addresses("to", "cc")}
    candidates = [
        match
        for match in ADDRESS.finditer(flat)
        if match.group() not in ours | {mail.sender[1]} and not _NOT_FOR_PEOPLE.match(match.group())
    ]
    remaining = [match for match in candidates if not _is_called_gone(flat, match)] or candidates
    for match in remaining:
        if _NEW.search(flat[max(0, match.start() - 70) : match.start()]):
            return match.group()
    if remaining:
        return remaining[0].group()
    hidden = [address for address in find_addresses(mail.text) if address not in ours | {mail.sender[1]}]
    return hidden[0] if len(hidden) == 1 and not mail.has_quote else None


def _is_called_gone(flat, match):
    """Whether the statement that an address is gone follows it: then it is the old one."""
    following = flat[match.end() : match.end() + 60].split(". ")[0]
    gone, __ = find_statement(ADDRESS_GONE, f"address{following}", ("en",))
    return bool(gone) or bool(
        re.match(
            r"[^@.]{0,20}\b(?:nicht mehr|no longer|n'est plus|ya no|non e piu|nao|niet (?:meer|langer)"
            r"|nie jest|inte langre|ikke l[ae]+nger|ei ole|uz ne|jiz ne|больше не|не использ|已停|不再"
            r"|は(?:使用|廃止|変更))",
            following,
        )
    )
