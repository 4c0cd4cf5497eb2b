# License LGPL-3.0 or later: see LICENSE.
"""Finding the new address in a mail that says that an address or its owner is gone. Pure.

Such a mail names several: the old one, the one to use instead, a deputy's. The words before and
after each tell them apart; if it only names the old one, there is no new one.
"""

import re
from dataclasses import dataclass

from . import new_address_phrases as say
from .mail_header import ADDRESS, find_addresses
from .mail_text import flatten, part_text
from .mailbox import domain_of
from .phrases import compiled, find_statement, first_match, languages_of

MAX_TEXT = 4_000
MAX_ADDRESSES = 12
_AROUND = 80

_NOT_FOR_PEOPLE = re.compile(
    r"^(?:[\w.+-]*no-?_?reply[\w.+-]*|do-?not-?reply|donotreply|mailer-daemon|postmaster|bounces?)@", re.IGNORECASE
)
_MAIL_LINK = re.compile(r"href\s*=\s*[\"']?mailto:([^\"'?>\s]{3,254})", re.IGNORECASE)
# Hungarian adds its endings with a hyphen ("jo@example.hu-ra"); no top-level domain ends like that.
_ENDING = re.compile(r"(?<=\.)(?!xn--)([a-z]{2,})-[a-z]+$")
# An address spelled out, "at" and "dot" in brackets or as words.
_HIDDEN_AT = compiled(r"\s?[\[({<]\s?(?:at|ät|@|arroba|kukac|zavinac|zavináč|małpa|chiocciola|et)\s?[\])}>]\s?")
_HIDDEN_DOT = compiled(r"\s?[\[({<]\s?(?:dot|punkt|point|punto|ponto|kropka|tecka|\.)\s?[\])}>]\s?")
_SPELLED = re.compile(r"\b([\w.+-]{1,64}) (?:at|@) ([\w-]{1,63}(?: (?:dot|punkt|punto) [\w-]{1,63}){1,4})\b")
_SPACED = re.compile(r"(?<=[\w]) ?@ ?(?=[\w-]{1,63}\.[\w])")


@dataclass
class _Candidate:
    address: str
    before: str
    after: str


def find_new_address(mail):
    """Return the address that a mail names as the one to use from now on, or ``None``.

    It is only a suggestion: nothing is sent there unless someone decides to.

    :param mail_text.InboundMail mail: a mail that says that an address or its owner is gone
    :return: lower case; never an address of ours, the sender's own or one that is said to be gone
    :rtype: str | None
    """
    flat = _plain(flatten(mail.own_text[:MAX_TEXT]))
    languages = languages_of(flat)
    candidates = [candidate for candidate in _candidates(flat) if _is_other_persons(mail, candidate.address)]
    # The first of two that are equally likely.
    best = max(candidates, key=lambda candidate: _likeness(candidate, languages), default=None)
    if best:
        return best.address if _likeness(best, languages) >= 0 else None
    return _linked_address(mail)


def _plain(flat):
    """Return ``flat`` with spelled-out addresses ("jo at example dot com") as addresses."""
    flat = _HIDDEN_DOT.sub(".", _HIDDEN_AT.sub("@", flat))
    flat = _SPELLED.sub(lambda match: f"{match[1]}@{re.sub(' (?:dot|punkt|punto) ', '.', match[2])}", flat)
    return _SPACED.sub("@", flat)


def _candidates(flat):
    matches = [match for match, __ in zip(ADDRESS.finditer(flat), range(MAX_ADDRESSES), strict=False)]
    ends = [0, *(match.end() for match in matches)]
    starts = [*(match.start() for match in matches[1:]), len(flat)]
    for match, previous_end, next_start in zip(matches, ends, starts, strict=False):
        yield _Candidate(
            _ENDING.sub(r"\1", match.group()),
            flat[max(previous_end, match.start() - _AROUND) : match.start()],
            flat[match.end() : min(next_start, match.end() + _AROUND)],
        )


def _is_other_persons(mail, address):
    """Whether ``address`` is neither ours nor the sender's nor a machine's."""
    ours = {ours for __, ours in mail.addresses("to", "cc")}
    our_domains = {domain_of(ours) for ours in ours} - {domain_of(mail.sender[1])}
    return not (
        address in ours
        or address == mail.sender[1]
        or domain_of(address) in our_domains
        or _NOT_FOR_PEOPLE.match(address)
    )


def _likeness(candidate, languages):
    """Weigh how likely an address is the new one; below 0 it is the one that is gone."""
    before = re.split(r"[.!?;]\s", candidate.before)[-1]
    after = re.split(r"[.!?;,]\s", candidate.after)[0]
    weight = 2 * bool(first_match(say.NEW, before) or first_match(say.NEW, after[:40]))
    weight -= 3 * bool(first_match(say.OLD, before[-40:]))
    weight -= 3 * bool(compiled(say.FROM).search(before) and compiled(say.TO).search(after))
    return weight - 5 * _is_called_gone(after, languages)


def _is_called_gone(after, languages):
    """Whether the words after an address say that it is gone."""
    gone, __ = find_statement(say.ADDRESS_GONE, f"address{after[:60]}", dict.fromkeys(("en", *languages)))
    return bool(gone and gone.start() < 30) or bool(first_match(say.GONE_AFTER, after))


def _linked_address(mail):
    """Return the only address below the text, or in a link ("write to my colleague")."""
    if mail.has_quote:
        return None
    addresses = find_addresses(mail.text[:MAX_TEXT])
    for part in mail.parts_of_type("text/html"):
        addresses += [link.lower() for link in _MAIL_LINK.findall(part_text(part))]
    others = {address for address in addresses if ADDRESS.fullmatch(address) and _is_other_persons(mail, address)}
    return others.pop() if len(others) == 1 else None
