# License LGPL-3.0 or later: see LICENSE.
"""Weighing the signs of a person who answers by hand. Pure.

General signs come first: a quote of the answered mail, the name of a mail program, a phone's signature, a text longer
than any note. Then the words of someone who talks to someone: a greeting by name, a question, an offer.
"""

import re

from .mail_text import flatten
from .person_phrases import CLOSING, ENGAGEMENT, GREETING
from .phrases import compiled, languages_of

# In characters above the closing formula; notes to everyone are shorter.
LONG = 1_500

_PERSONS_CLIENT = re.compile(
    r"iphone mail|ipad mail|apple mail|microsoft outlook|outlook express|thunderbird|evolution"
    r"|mutt|alpine|k-?9 mail|spark|the bat|foxmail|roundcube|airmail|mailspring|gnus|kmail|claws|sylpheed|eudora"
    r"|emclient|em client|lotus notes|mew version|wanderlust|becky!",
    re.IGNORECASE,
)
_SENT_FROM = re.compile(
    r"sent from my|sent from (?:outlook|yahoo|mail|samsung|gmail)|get outlook for|gesendet mit"
    r"|von meinem \w+ gesendet|von \w+ gesendet|gesendet von|envoye de(?:puis)? mon|inviato da"
    r"|enviado desde mi|enviado do meu|verzonden vanaf|skickat fran min|wyslane z|odeslano z"
    r"|отправлено с|iphoneから送信|发自我的|從我的|从我的|나의 \w+에서 보냄|iphone에서 보냄"
)
# "Urgent? Call the office" is not a question.
_QUESTION = re.compile(r"(?<!urgent)(?<!urgente)(?<!dringend)[?？؟](?!\w)")
# A greeting further down opens a letter only if its line has nothing but a name, or ends with a comma.
_GREETING_ENDS = re.compile(r"(?: [\w'.-]{1,30}){0,2}\s*(?:[,;!:.،，-]|$)")


def personal_signs(mail, flat, languages=None):
    """Weigh how much suggests a person who answers by hand; 0 is nothing.

    :param mail_text.InboundMail mail: the mail
    :param str flat: its own text, folded
    :param languages: languages of ``flat``, if known
    :rtype: int
    """
    languages = languages or languages_of(flat)
    score = 2 * mail.has_quote
    score += _engagement(flat, languages)
    score += 2 * is_greeted(mail)
    score += bool(_QUESTION.search(flat))
    score += has_persons_client(mail)
    score += len(flat) > LONG
    return score + 2 * bool(_SENT_FROM.search(flatten(mail.text[:3_000])))


def _engagement(flat, languages):
    """Return 2 for the first phrase addressed to us, and 1 more for each further one, up to 4."""
    found = max(
        (
            {match.group() for pattern in ENGAGEMENT.get(language, ()) for match in compiled(pattern).finditer(flat)}
            for language in languages
        ),
        key=len,
        default=(),
    )
    return min(len(found) + 1, 4) if found else 0


def has_persons_client(mail):
    """Whether ``mail`` names a mail program for people as its author."""
    return any(_PERSONS_CLIENT.search(mail.header(name)) for name in ("x-mailer", "user-agent"))


def is_greeted(mail):
    """Whether ``mail`` greets its recipient by name."""
    first_names = {flatten(name).split()[0] for name, __ in mail.addresses("to") if name.strip()}
    return greets_by_name(mail.own_text, first_names)


def greets_by_name(text, names=()):
    """Whether ``text``, or a letter below a notice in it, starts with a greeting by name.

    :param str text: a mail's own text
    :param names: folded first names of the recipients: each counts as a greeting on its own
    """
    greeting = compiled(GREETING)
    opens = True
    for line in text[:4_000].split("\n")[:60]:
        words = flatten(line[:200])
        if opens and len(words) > 1:
            match = greeting.match(words)
            if match and _GREETING_ENDS.match(words, match.end()):
                return True
            if any(re.match(rf"{re.escape(name)} ?(?:[,:;!-]|$)", words) for name in names if len(name) > 1):
                return True
        # A letter may begin below an empty line or a divider.
        opens = not re.search(r"\w", words)
    return False


def before_closing(text):
    """Return ``text`` up to its closing formula: everything below is the signature."""
    lines = text.split("\n")
    closing = compiled(rf"^\s*(?:{CLOSING})\s*[,.!;。-]*\s*$")
    for index, line in enumerate(lines):
        if index and len(line) < 60 and closing.match(flatten(line)):
            return "\n".join(lines[:index])
    return text
