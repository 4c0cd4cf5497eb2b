# License LGPL-3.0 or later: see LICENSE.
"""Recognizing in a person's mail that they do not want to be contacted again. Pure.

Only the person's own words count: what their mail program quotes from our mail, above all the text
of an unsubscribe link, says nothing about them. A sentence that denies the wish, makes it a
condition or asks how unsubscribing works does not count.
"""

import re

from . import wish_phrases as say
from .mail_text import flatten
from .phrases import compiled, first_match, languages_of

OPT_OUT = "opt_out"
# A wish further down is an aside.
MAX_TEXT = 3_000
MAX_LINE = 80
SHORT = 200
# After more lines than this, such a line belongs to a signature or a footer.
MAX_LINES_BEFORE = 6

_SENTENCE = re.compile(r"(?<=[.!?;:…])\s+|(?<=[。！？])|\s[¶]\s")
_POLITE = (
    r"(?:(?:hi|hello|hey|hallo|guten tag|bonjour|hola|ciao|dear|dzień dobry|добрый день|здравствуйте)\b"
    r"[^,.!]{0,30}[,.!]? )?"
    r"(?:(?:not interested|no thanks?|no thank you|nein danke|kein interesse|no gracias|non merci|no grazie)[,.!]? )?"
)
_THANKS = (
    r"(?:[,.!]? (?:please|pls|thanks?|thank you|thx|bitte|danke|merci|svp|gracias|por favor|grazie|obrigad[oa]|bedankt"
    r"|tack|tak|takk|kiitos|dziękuję|děkuji|ďakujem|спасибо|hvala|teşekkürler|mulțumesc)(?: \w+)?)*"
)
_OWN_FOOTER = re.compile("|".join(say.OWN_FOOTERS).replace(" ", r"\s+"), re.IGNORECASE)
_PREFIXED = re.compile(r"^\s*[^\s:：]{1,14}\s?(?:\[\d+\])?\s?[:：]")


def find_wish(mail):
    """Return ``"opt_out"`` if the person asks not to be contacted again, else ``None``.

    :param mail_text.InboundMail mail: a person's mail
    :rtype: str | None
    """
    text = _OWN_FOOTER.sub("", mail.own_text[:MAX_TEXT])
    # A subject with a prefix is that of the answered mail.
    lines = [line for line in text.split("\n") if line.strip()][:MAX_LINES_BEFORE]
    if not _PREFIXED.match(mail.subject):
        lines.append(mail.subject)
    if any(_is_word(line) for line in lines):
        return OPT_OUT
    flat = " ¶ ".join(filter(None, map(flatten, re.split(r"\n\s*\n", text))))
    # A few words do not reveal their language.
    languages = say.OPT_OUT if len(flat) < SHORT else dict.fromkeys((*languages_of(flat), "en"))
    statements = [pattern for language in languages for pattern in say.OPT_OUT.get(language, ())]
    sentences = [compiled(say.REFUSED).sub("", sentence) for sentence in _SENTENCE.split(flat)]
    is_meant = any(_is_word(sentence, say.WORDS) or _asks(sentence, statements) for sentence in sentences)
    return OPT_OUT if is_meant else None


def is_unsubscribe_mail(mail):
    """Whether a mail program wrote the mail because someone clicked "unsubscribe" in it.

    :param mail_text.InboundMail mail: any mail
    :rtype: bool
    """
    # "unsubscribe", possibly followed by what a List-Unsubscribe header asks for: an address, a number
    subject = re.sub(r"(?<=\w)[\s:=-]+[\w.+@=-]*[\d@][\w.+@=-]*$", "", mail.subject)
    if not _is_word(subject):
        return False
    flat = flatten(mail.own_text[:MAX_TEXT])
    return not flat or _is_word(flat) or bool(first_match(say.BY_PROGRAM, flat))


def _is_word(line, words=(*say.WORDS, *say.LINES)):
    """Whether ``line`` is nothing but the wish, in one of ``words``."""
    if len(line) > MAX_LINE:
        return False
    words = "|".join(words)
    return bool(compiled(rf"^[\W_]*{_POLITE}(?:{words}){_THANKS}[\W_]*$").match(flatten(line)))


def _asks(sentence, statements):
    """Whether one of ``statements`` is meant in ``sentence``."""
    for pattern in statements:
        for match in compiled(pattern).finditer(sentence):
            if first_match(say.NOT_MEANT, sentence[max(0, match.start() - 60) : match.start()]):
                continue
            if first_match(say.BY_PHONE, sentence[match.end() : match.end() + 40]):
                continue
            asked = sentence.rstrip().endswith(("?", "？")) and first_match(say.ASKS, sentence[: match.end()])
            if not asked or first_match(say.ASKS_US, sentence):
                return True
    return False
