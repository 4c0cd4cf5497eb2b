# License LGPL-3.0 or later: see LICENSE.
"""What could be better about the text of an email, as far as a machine can tell. Pure."""

import re
from urllib.parse import urlsplit, urlunsplit

from lxml import etree

from .blanks import INLINE
from .merge_fields import OF_SENDER
from .text_facts import parse
from .web_links import addresses_in

# What a merge field without a text to use instead is taken to print in a subject.
TYPICAL_LENGTH = 10
# Source: Mail::SpamAssassin::Plugin::HeaderEval, `subject_is_all_caps`: no single word, no short subject.
LEAST_CAPITALS = 10

_FIELD = re.compile(r"\bobject\.(\w+)")
# They say who writes, or leave the list: neither asks for anything.
_PROFILES = (
    "facebook.com",
    "github.com",
    "instagram.com",
    "linkedin.com",
    "tiktok.com",
    "twitter.com",
    "x.com",
    "xing.com",
    "youtube.com",
)
_OPT_OUT = re.compile(r"/sales_sequence/opt_out|unsubscribe|opt[-_]?out", re.IGNORECASE)
_NO_PAGE = ("#", "mailto:", "tel:", "sms:", "data:", "cid:", "javascript:")


def has_merge_field(subject, body):
    """Whether anything in an email depends on whom it is written to. Who sends it says the same to everybody."""
    code = [match[1] for match in INLINE.finditer(subject or "")]
    code += [value for node in _elements(body) for name, value in node.attrib.items() if name.startswith("t-")]
    return any(name not in OF_SENDER for text in code for name in _FIELD.findall(text))


def requests(body):
    """The targets of the links that ask the reader for something, each once.

    These ask for nothing: opt-out links, addresses to write to and to call, places in the same text, and profiles.

    :return: set of addresses, or of the expressions that print them
    """
    targets = set()
    for node in _elements(body):
        dynamic = node.get("t-att-href") or node.get("t-attf-href")
        if node.tag == "a" and (dynamic or node.get("href")):
            targets.add(dynamic or node.get("href"))
        if node.get("t-out") == "object.sequence_meeting_link" or node.get("t-esc") == "object.sequence_meeting_link":
            targets.add("object.sequence_meeting_link")
    # A reader's program makes links of them.
    targets |= addresses_in(" ".join(_texts(body)))
    return {_same(target) for target in targets if _asks(target)}


def _asks(target):
    target = target.strip()
    if not target or target.lower().startswith(_NO_PAGE) or _OPT_OUT.search(target):
        return False
    host = (_split(target).hostname or "").lower()
    return not any(host == profile or host.endswith("." + profile) for profile in _PROFILES)


def _same(target):
    """The same for two ways to write one target."""
    parts = _split(target.strip())
    if not parts.netloc:
        return target.strip()
    host = parts.netloc.lower().removeprefix("www.")
    return urlunsplit(("https", host, parts.path.rstrip("/"), parts.query, ""))


def _split(target):
    try:
        return urlsplit(target)
    except ValueError:
        return urlsplit("")


def subject_length(subject):
    """How many characters a subject usually has: a merge field counts as its text to use instead, else as ten."""
    return len(INLINE.sub(_usually, subject or "").strip())


def _usually(match):
    default = (match[2] or "").removeprefix("|||").strip()
    return default or "x" * TYPICAL_LENGTH


def is_shouted(subject):
    """Whether a subject is in capitals. A single word may be a name or an abbreviation, and so may few letters."""
    words = INLINE.sub(" 1 ", subject or "").split()
    letters = [letter for word in words for letter in word if letter.lower() != letter.upper()]
    return len(words) > 1 and len(letters) >= LEAST_CAPITALS and all(letter == letter.upper() for letter in letters)


def _elements(body):
    tree = parse(body)
    return tree.iter(etree.Element) if tree is not None else ()


def _texts(body):
    """What is written in it, without comments, and without what merge fields print instead of nothing."""
    for node in _elements(body):
        if not (node.get("t-out") or node.get("t-esc")):
            yield node.text or ""
        yield node.tail or ""
