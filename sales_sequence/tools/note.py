# License LGPL-3.0 or later: see LICENSE.
"""Weighing how much a mail reads like a note to everyone: an absence, a receipt, a farewell. Pure."""

import re
from functools import cached_property

from .absence_phrases import ABSENCE, RETURN, TOPIC
from .absence_setting_phrases import ABSENCE_SETTING
from .auto_reply_phrases import ANSWER_TIME, DO_NOT_REPLY, RECEIVED, SAYS_AUTOMATIC, TICKET_MARK
from .gate import gate_signs
from .helpdesk import helpdesk_of, names_an_agent
from .mail_header import ADDRESS
from .mail_text import flatten
from .new_address_phrases import ADDRESS_GONE, FIRST_PERSON
from .person import before_closing
from .phrases import compiled, count_statements, find_statement, first_match, is_known, languages_of
from .return_date import find_return_date

# A statement further down is an aside.
OPENING = 320

# Shorter sentences are greetings and say nothing.
SHORT_SENTENCE = 15
_SENTENCE = re.compile(r"[.!?;。！？।]+(?:\s|$)")

# Beginnings of month names in Latin letters; words in other scripts next to a number count as they are.
_MONTH = (
    "(?:ja[nr]|gen|ene|xan|fe[bv]|mar|maar|mrt|ap[rv]|abr|avr|ma[ijy]|mag|mei|ju[nlij]|giu|xun|xul|lug"
    "|au[gk]|aou|ago|agu|avg|ogo|sep|set|o[kc]t|ott|out|nov|de[czs]|dic|dit|tammi|helmi|maalis|huhti"
    "|touko|kesa|heina|elok|syys|loka|marras|joulu|stycz|lut|kwie|czerw|lip|sierp|wrze|pazd|list|grud|led"
    "|unor|brez|dub|kvet|cerv|srp|zari|rij|pros|sijec|velj|ozuj|trav|svib|kolov|ruj|stud|saus|vas|kov|bal"
    "|geg|birz|liep|rugp|rugs|spal|lapk|gruod|oca|sub|nis|haz|tem|agus|eyl|eki|kas|ara|urtar|otsai|apiri"
    "|maia|ekai|uzta|abuz|irai|urri|azar|aben|thang|thg|shku|pril|qers|korr|gush|shta|tet|nent|dhje|hun"
    "|des)[a-z]*"
)
_CALENDAR_DATE = re.compile(
    r"\d{1,2}[./-]\d{1,2}(?!\d)|\d{4}-\d{2}-\d{2}|\d{1,2} ?[月월]"
    r"|\b(?:the|am|le|el|il|dia|den) \d{1,2}(?:st|nd|rd|th|\.)?(?![\d:])"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th|\.|er|eme)?(?:-[a-z]{{1,4}})? (?:de |d'|of |tot |i )?(?:{_MONTH}|[^\W\d_a-z]{{3,}})"
    rf"|\b(?:{_MONTH}|[^\W\d_a-z]{{3,}})\.? (?:\d{{1,2}}(?!\d|:)|20\d\d\b)"
)
# Any date, in any language.
_ANY_DATE = re.compile(
    r"\d{1,2}[./-]\d{1,2}[./-](?:20)?\d{2}\b|\b20\d\d[./-]\d{1,2}[./-]\d{1,2}|\b\d{1,2}[./]\d{1,2}\.?(?![\d.,%])"
    r"|\d{1,2} ?[月월日일]|\b\d{1,2}\.? (?:de |d'|ta' |ni )?[^\W\d_]{3,}|[^\W\d_]{4,} \d{1,2}(?![\d:.,%])"
)
_PHONE = re.compile(r"(?<![\d.,])(?:\+|00|\(?0)[\d()][\d ()./-]{5,16}\d(?!\d)")


class Note:
    """The statements in a mail. Each is searched for on first access.

    :param mail_text.InboundMail mail: the mail
    :param str flat: the relevant part of its own text, folded
    :param subject_form.SubjectForm subject: the form of its subject
    """

    def __init__(self, mail, flat, subject):
        self.mail = mail
        self.flat = flat
        self.subject = subject
        self.languages = languages_of(flat)

    def _find(self, statements):
        return find_statement(statements, self.flat, self.languages)

    # ------------------------------------------------------------------------------------ statements
    @cached_property
    def _absence(self):
        return self._find(ABSENCE)

    @property
    def absence(self):
        """Match of the statement that somebody is away, or ``None``."""
        return self._absence[0]

    @cached_property
    def _gone(self):
        return self._find(ADDRESS_GONE)

    @property
    def gone(self):
        """Match of the statement that an address or its owner is gone, or ``None``."""
        return self._gone[0]

    @cached_property
    def automatic(self):
        """Match of the statement that the mail is automatic, or ``None``."""
        return self._find(SAYS_AUTOMATIC)[0]

    @cached_property
    def do_not_reply(self):
        """Match of the request not to reply, or ``None``."""
        return self._find(DO_NOT_REPLY)[0]

    @cached_property
    def is_received(self):
        """Whether the mail confirms that ours was received."""
        return any(first_match(RECEIVED.get(language, ())[:-1], self.flat) for language in self.languages)

    @cached_property
    def gate(self):
        """Weight and words of a spam filter's gate, as returned by ``gate.gate_signs``."""
        return gate_signs(self.mail, self.flat)

    @cached_property
    def setting(self):
        """How many typical accompaniments of an absence note there are."""
        return count_statements(ABSENCE_SETTING, self.flat, self.languages)

    @cached_property
    def names_others(self):
        """Whether a sentence names an address or phone number that is not the sender's own."""
        known = {address for __, address in self.mail.addresses("from", "sender", "reply-to", "to", "cc")}
        if any(match.group() not in known for match in ADDRESS.finditer(self.flat)):
            return True
        return any(
            _PHONE.search(line) and len(re.findall(r"[^\W\d_]{2,}", line)) > 3
            for line in before_closing(self.mail.own_text).split("\n")[:60]
        )

    @property
    def is_explicit(self):
        """Whether the mail says explicitly that it is an absence note, an acknowledgement, a gate, or automatic."""
        return bool(self.absence or self.automatic or self.is_received or self.gate[0] >= 4)

    @property
    def is_gone_for_good(self):
        """Whether it says that someone is gone, without saying before that they are away: the author of "on leave
        until …, my deputy's address is new" comes back."""
        if not self.gone or self.subject.is_absence:
            return False
        return not (self.absence and self.absence.start() < self.gone.start())

    def languages_from(self, statement):
        """Return the languages of the text, starting with that of the statement ("absence" or "gone")."""
        __, language = self._gone if statement == "gone" else self._absence
        return tuple(dict.fromkeys(([language] if language else []) + list(self.languages)))

    # --------------------------------------------------------------------------------------- weights
    @cached_property
    def absence_score(self):
        """How much the text reads like an absence note: a statement that someone is away or when they return, a date
        next to it, whom to contact instead, and everything else that such notes say."""
        back, __ = self._find(RETURN)
        statement = self.absence or back or self.topic
        score = 3 * self.subject.is_absence + bool(self.absence and back)
        dated = False
        if statement:
            # Only a date near the statement tells how long the absence lasts.
            dated = bool(_CALENDAR_DATE.search(self.flat[max(0, statement.start() - 40) : statement.end() + 80]))
            score += (2 if self.absence and statement.start() <= OPENING else 1) + dated
        if score or self.setting > 1:
            score += self.setting
        score += bool(score) and self.names_others
        # Without the statement, or an end, nothing proves an absence.
        return (
            score if self.absence or self.subject.is_absence or (back and dated) or self.setting > 2 else min(score, 2)
        )

    @cached_property
    def is_nothing_but_an_absence(self):
        """Whether every sentence is about an absence, and one says until when or what happens to our mail."""
        # "I'm on the beach till Monday" may be written by hand.
        in_plain_words = self.absence and find_statement(TOPIC, self.absence.group(), self.languages)[0]
        if not (in_plain_words or (self.topic and self.setting)):
            return False
        if not (self.setting or find_return_date(self.mail, self.languages)):
            return False
        for index, sentence in enumerate(filter(None, _SENTENCE.split(self.flat[:600]))):
            if (index or len(sentence) > SHORT_SENTENCE) and not (
                any(find_statement(said, sentence, self.languages)[0] for said in (ABSENCE, RETURN, TOPIC))
                or count_statements(ABSENCE_SETTING, sentence, self.languages)
            ):
                return False
        return len(self.flat) <= 600

    @cached_property
    def gone_score(self):
        """How much the text reads like a notice that someone is gone; people write that about themselves, too."""
        if not self.gone or self.gone.start() > OPENING:
            return 0
        of_oneself = first_match(FIRST_PERSON, self.flat[max(0, self.gone.start() - 12) : self.gone.end()])
        return (1 if of_oneself else 2) + self.names_others

    @cached_property
    def received_score(self):
        """How much the mail reads like a ticket system's acknowledgement; 2 is a clear statement."""
        if names_an_agent(self.mail) and not self.is_received:
            return 0
        also_said = max(
            (len(_all_matches(RECEIVED.get(language, ())[-1:], self.flat)) for language in self.languages), default=0
        )
        # Many mails promise an answer within some time; that only counts next to other signs of a receipt.
        also_said += bool((self.is_received or also_said) and first_match(ANSWER_TIME, self.flat))
        score = 2 * self.is_received + min(also_said, 1 if self.is_received else 2)
        score += 2 * bool(first_match(TICKET_MARK, f"{flatten(self.mail.subject[:300])} . {self.flat}"))
        return score + 2 * self.subject.is_ticket + 2 * bool(helpdesk_of(self.mail))

    @cached_property
    def topic(self):
        """Match of a typical topic of absences, or ``None``."""
        return self._find(TOPIC)[0]

    @property
    def is_nothing_but_a_receipt(self):
        """Whether the mail says nothing but that ours was received or is being handled."""
        also_said = self.received_score > 2 * (self.is_received + self.subject.is_ticket)
        return also_said or (self.is_received and not re.search(r"[.!?。！？] \w", self.flat))

    @property
    def build(self):
        """How many signs of a note to everyone the mail has, whatever its words; one less in a language that we know:
        there, the words would have told."""
        dated = bool(_ANY_DATE.search(self.flat))
        # Without a date it only refers us to someone else, as people do when they are the wrong contact.
        if not (dated or self.subject.strength):
            return 0
        signs = dated + self.names_others + self.subject.strength + bool(self.setting)
        return signs - is_known(self.flat)


def _all_matches(patterns, flat):
    return {match.group() for pattern in patterns for match in compiled(pattern).finditer(flat)}
