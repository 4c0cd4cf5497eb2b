# License LGPL-3.0 or later: see LICENSE.
"""Why a mail was refused: because its recipient does not exist, or for a reason unrelated to the recipient. Pure.

A server's words beat its codes, most of which are used for anything; among the words, those of the receiving server
beat those of the reporting server. The status (RFC 3463) decides if the words say nothing.
"""

import re

from .bounce_reason_phrases import REASONS, WEAK_REASONS
from .mail_header import ADDRESS
from .mail_text import flatten
from .phrases import first_match

STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d]|\.\d)")
REPLY_CODE = re.compile(r"(?<![\d.,:/#-])([45]\d\d)(?=[ \-_#:;,)]|$)(?!\.\d)")

# No refusal needs more words.
MAX_WORDS = 2_000
# IronPort, which Amazon uses, puts the receiving server's answer in quotation marks after its own guess.
_QUOTED_ANSWER = re.compile(r"[45]\d\d-?\s?['\"](.{8,})['\"]", re.DOTALL)
# Sendmail shows what the other server said, and summarizes it loosely.
_TRANSCRIPT = re.compile(r"^\s*<<<[ \t]*([45]\d\d.*(?:\n\s*<<<[ \t]*[45]\d\d.*){0,9})", re.MULTILINE)
_REPORTING_HOST = re.compile(r"\bhost \S+(?: ?(?:\[[^\]\s]{2,60}\]|\([^)\s]{2,60}\))(?: said)?| said):?")
# Commands refused before the server knew the recipient.
_BEFORE_RECIPIENT = re.compile(
    r"in reply to (?:mail from|ehlo|helo|initial|starttls|auth)"
    r"|after (?:mail from|ehlo|helo|initial connection|starttls)"
    r"|refused to talk to me|while (?:performing|receiving) the (?:initial|ehlo|helo)"
)
_NEUTRAL = re.compile(
    r"\(?in reply to (?:end of )?(?:\S+ ){1,3}command\)?|smtp error from remote (?:mail )?server after [^:]+:"
    r"|remote (?:host|server) (?:said|returned)|giving up on \S+|\S+ does not like recipient"
)

# By subject and detail of a status of class 5, where servers agree on what they mean. 5.4.1, 5.4.310, 5.4.316 and the
# like are Exchange Online's: no such recipient, no such domain, gave up.
_UNKNOWN = frozenset(
    ("1.1", "1.2", "1.3", "1.4", "1.6", "1.9", "1.10", "2.1", "4.1", "4.4", "4.310", "7.17", "7.18", "7.27")
)
_FULL = frozenset(("2.2", "3.1"))
_POLICY = frozenset(("1.90", "2.3", "2.121", "2.122", "3.4", "5.3"))


def find_reason(status, answer, notification="", action=""):
    """Return why the server refused a recipient.

    :param str | None status: enhanced status code (RFC 3463) of the report
    :param str answer: what the receiving server said (Diagnostic-Code of RFC 3464)
    :param str notification: what the reporting server wrote for people
    :param str action: Action of RFC 3464, 2.3.3
    :return: ``unknown`` (no such person, mailbox or domain), ``full``, ``policy`` (the receiver does not want our mail:
        its sender, its content or its volume), ``passing``, or ``None``
    """
    reason = _reason_of_words(answer)
    status = best_status(status, answer)
    code = REPLY_CODE.search(answer)
    if action.startswith("delayed") or (status or (code.group() if code else "")).startswith("4"):
        return reason if reason in {"policy", "full"} else "passing"
    if status and status.endswith((".1.7", ".1.8")):
        return "policy"  # no such sender
    return (
        reason
        or _reason_of_status(status)
        or _reason_of_words(answer, WEAK_REASONS)
        or _reason_of_words(notification)
        or _reason_of_words(notification, WEAK_REASONS)
        or _reason_of_code(code and code.group(), status)
    )


def kind_and_code(reason, code):
    """Return the kind of ``inbound.Verdict`` that a reason makes, and its evidence code: ``policy``, else ``code``."""
    return "bounce_hard" if reason == "unknown" else "bounce_soft", "policy" if reason == "policy" else code


def best_status(status, answer):
    """Return the receiving server's own status: it knows better than the reporting server."""
    found = STATUS.search(_last_answer(answer)) or STATUS.search(answer)
    if not found or found.group(1) == "2" or (_is_generic(found.group()) and status):
        return status
    return found.group()


def _is_generic(status):
    return status.endswith((".0", ".5.0", ".3.0")) and not status.endswith((".10", ".20", ".30"))


def _last_answer(answer):
    answer = answer[:MAX_WORDS]
    found = _TRANSCRIPT.search(answer) or _QUOTED_ANSWER.search(answer)
    return found.group(1) if found else answer


def _reason_of_words(words, reasons=REASONS):
    flat = flatten(ADDRESS.sub("@", _last_answer(words)))
    if not flat:
        return None
    is_early = bool(_BEFORE_RECIPIENT.search(flat))
    flat = _NEUTRAL.sub(" ", _REPORTING_HOST.sub(" ", flat))
    for reason, patterns in reasons:
        if first_match(patterns, flat):
            return "policy" if is_early and reason == "unknown" else reason
    return "policy" if is_early else None


def _reason_of_status(status):
    if not status:
        return None
    details = status.partition(".")[2]
    if details in _UNKNOWN:
        return "unknown"
    if details in _FULL:
        return "full"
    if details in _POLICY or details.startswith(("6.", "7.")):
        return "policy"
    # Problems between the servers.
    return "passing" if details.startswith(("3.", "4.", "5.")) and not details.endswith(".0") else None


def _reason_of_code(code, status):
    """Return what a bare reply code (RFC 5321, 4.2.3) says: 550, 551 and 553 are for mailboxes, 552 for their size."""
    if code == "552":
        return "full"
    if code in {"550", "551", "553"}:
        return "unknown"
    if code:
        return "passing"
    return "unknown" if status else None
