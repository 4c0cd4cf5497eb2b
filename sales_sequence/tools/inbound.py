# License LGPL-3.0 or later: see LICENSE.
"""What an inbound mail is: a person's answer, an automatic one, a bounce, a complaint. Pure.

``classify`` is the entry point. It never raises, whatever the mail: an exception in the mail gateway
loses a customer's mail. It is cheap for a person's mail; the libraries for dates and bounces are
only loaded for the mails that need them.
"""

import logging
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta, timezone

from . import auto_reply, bounce
from . import auto_reply_phrases as say
from .bounce_report import original_message_ids
from .calendar_answer import find_calendar_answer
from .mail_text import InboundMail, flatten
from .new_address import find_new_address
from .person import personal_signs
from .phrases import first_match
from .return_date import find_return_date
from .wish import OPT_OUT, find_wish, is_unsubscribe_mail

_logger = logging.getLogger(__name__)

KINDS = (
    "reply",
    "auto_reply",
    "acknowledgement",
    "address_changed",
    "bounce_hard",
    "bounce_soft",
    "complaint",
    "unsure",
    "other",
)


@dataclass(frozen=True)
class Verdict:
    """What an inbound mail is, and why.

    ``kind``:

    - ``reply``: a person wrote this; also a meeting invitation, and a calendar response with a comment
    - ``auto_reply``: out of office; ``return_date`` is the first day back if the mail states it,
      else the last day away, else ``None``. Add one business day to either.
    - ``acknowledgement``: a ticket system or shared mailbox confirms receipt
    - ``address_changed``: the address or its owner is gone for good; ``new_address`` if named
    - ``bounce_hard``: the person, mailbox or domain does not exist; ``bounced_addresses``, and
      ``status`` (RFC 3463) if given
    - ``bounce_soft``: not delivered for another reason. The ``evidence_code`` ``policy`` means that the
      problem is the sender's, not the person's: the receiver refuses our server, our address or our mail
      (reputation, authentication, rate, content, size), and will refuse it for others, too.
    - ``complaint``: marked as spam; ``bounced_addresses`` are those who complained
    - ``unsure``: a person's answer or an automatic one, with no proof of either; ``leaning`` is the kind that
      the evidence suggests, ``return_date`` as for ``auto_reply``
    - ``other``: not written by a person to us: read and delivery receipts, calendar responses
      without a comment, challenges, newsletters, notifications

    ``evidence_code`` names the rule that decided (stable, for translation); ``evidence_detail`` quotes
    the header or words that it matched. ``references`` are the Message-Ids (with angle brackets)
    that the mail answers; for bounces, complaints and receipts also those of the enclosed mail.
    ``wish`` is what a ``reply`` explicitly asks of us: ``"opt_out"`` or ``None``.
    """

    kind: str
    evidence_code: str
    evidence_detail: str = ""
    return_date: date | None = None
    new_address: str | None = None
    bounced_addresses: tuple[str, ...] = ()
    status: str | None = None
    references: tuple[str, ...] = ()
    leaning: str | None = None
    wish: str | None = None

    @property
    def evidence(self):
        """Code and detail on one line, for logs."""
        return f"{self.evidence_code}: {self.evidence_detail}" if self.evidence_detail else self.evidence_code


def classify(message, sent_at=None):
    """Classify ``message``.

    :param email.message.EmailMessage message: an inbound mail, parsed with ``email.policy.SMTP``
    :param datetime.datetime sent_at: when our mail that it answers was sent by SMTP, if known: naive UTC,
        or aware
    :rtype: Verdict
    """
    try:
        return _classify(InboundMail(message), sent_at)
    except Exception:
        # A person must read a mail that we cannot: "reply" makes sure of that.
        _logger.exception("An inbound mail could not be classified and counts as a reply")
        return Verdict("reply", "unreadable")


def _classify(mail, sent_at):
    report = bounce.find_report(mail)
    if report:
        references = tuple(dict.fromkeys(original_message_ids(mail) + mail.thread_ids))
        return Verdict(
            report.kind,
            report.code,
            _printable(report.detail),
            bounced_addresses=report.addresses,
            status=report.status,
            references=references,
            new_address=None,
        )
    verdict = _calendar(mail) or _unsubscribed(mail) or _receipt(mail) or _automatic(mail) or _bulk(mail)
    verdict = verdict or _persons(mail, sent_at)
    wish = verdict.wish or (find_wish(mail) if verdict.kind in {"reply", "unsure"} else None)
    if wish and verdict.kind == "unsure":
        # No machine asks not to be contacted again: "baja" means leave in a note, and a wish on a line of its own.
        verdict = Verdict("reply", "wish", _printable(mail.sender[1]))
    return replace(verdict, references=mail.thread_ids, wish=wish)


def _printable(text):
    return "".join(character for character in " ".join(text.split()) if character.isprintable())


# ---------------------------------------------------------------------------------------- calendar
def _calendar(mail):
    """A response to an invitation is a click, not an answer, unless a person typed words into it. An
    invitation that a person sends is an answer; a mere cancellation or publication is not."""
    answer = find_calendar_answer(mail)
    return answer and Verdict(answer.kind, answer.code, _printable(answer.detail))


# ------------------------------------------------------------------------- wishes sent by a program
def _unsubscribed(mail):
    """A person clicked "unsubscribe" in a mail program, whatever the program's headers say."""
    if is_unsubscribe_mail(mail):
        return Verdict("reply", "unsubscribe_mail", _printable(mail.subject[:120]), wish=OPT_OUT)
    return None


# -------------------------------------------------------------------------- receipts without a report
def _receipt(mail):
    subject = first_match(say.READ_RECEIPT_SUBJECT, flatten(mail.subject[:300]))
    if subject and first_match(say.READ_RECEIPT_TEXT, mail.own_flat[:1_000]) and not mail.has_quote:
        return Verdict("other", "read_receipt", _printable(mail.subject[:120]))
    return None


# ----------------------------------------------------------------------------------- automatic answers
def _automatic(mail):
    finding = auto_reply.find_automatic(mail)
    if not finding:
        return None
    verdict = Verdict(finding.kind, finding.code, _printable(finding.detail), leaning=finding.leaning)
    if finding.kind in {"auto_reply", "unsure"}:
        return replace(verdict, return_date=find_return_date(mail, finding.languages))
    if finding.kind == "address_changed":
        return replace(verdict, new_address=find_new_address(mail))
    return verdict


# -------------------------------------------------------------------------------------- a person's answer
# A machine answers within a minute after the mail was sent.
_PROMPT = timedelta(seconds=60)


def _persons(mail, sent_at):
    # A person who is that quick still quotes us, asks something, or uses a mail program. Timing alone proves
    # nothing: the rep is asked.
    if _is_prompt(mail, sent_at) and personal_signs(mail, mail.own_flat) < 3:
        return Verdict("unsure", "prompt", _printable(mail.header("date")), leaning="reply")
    return Verdict("reply", "person", _printable(mail.sender[1]))


def _is_prompt(mail, sent_at):
    """Whether ``mail`` was written within a minute after ours. One dated before ours only shows that a clock is
    wrong."""
    if not sent_at or not mail.date:
        return False
    sent_at, written = (
        moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc) for moment in (sent_at, mail.date)
    )
    return timedelta() < written - sent_at <= _PROMPT


# ------------------------------------------------------------------------------------------ bulk mail
_ANSWER = re.compile(
    r"^\s*(?:re|aw|antw|sv|vs|odp|rif|res|ynt|vá|ref|fw|fwd|wg|tr|rv|enc|回复|回覆|答复|返信|답장|转发|отв|на)\s?(?:\[\d+\])?\s?[:：]",
    re.IGNORECASE,
)


def _bulk(mail):
    """A newsletter: it offers to unsubscribe, is not an answer, and does not come from a discussion list."""
    if mail.thread_ids or not mail.header("list-unsubscribe") or _ANSWER.match(mail.subject):
        return None
    post = mail.header("list-post").strip().lower()
    if post and not post.startswith("no"):
        return None
    return Verdict("other", "bulk_mail", "List-Unsubscribe")
