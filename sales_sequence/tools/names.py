# License LGPL-3.0 or later: see LICENSE.
"""What to call somebody, from a name as people enter it. Pure.

A wrong name is worse than none: whatever is doubtful is left out, and the greeting does without.
"""

import re
import unicodedata

from .name_words import COMPANY_WORDS, PARTICLES, PLACEHOLDERS, SUFFIXES, TITLES

# Longer ones are no first names, but sentences.
MAX_FIRST_NAME = 30
# Nobody's name is longer; what is pasted into the field may be.
MAX_NAME = 200

_AROUND = " \t.,;:?!*_/|\\–—-\"'“”„‟‘’‚«»‹›()[]{}<>#=+~^`´"
_AROUND_COMPANY = "".join(set(_AROUND) - set("!()<>+"))
_IN_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|<[^<>]*>|\{[^{}]*\}")
# What separates a name from something else: "Anna Weber – Acme", "Anna Weber | Sales".
_DIVIDER = re.compile(r"\s+[-–—/·•]+\s+|\s*[|;]\s*|\s+[-–—]|[-–—]\s+")
# Two people, or a company that is called after two.
_AND = re.compile(r"[&+/]|\b(?i:and|und|et|en|og|och)\s|^\S+ [yeiu] ")
_ADDRESS = re.compile(r"@|://|\bwww\.|\w\.(?:com|org|net|de|fr|es|it|nl|pt|eu|io|be|at|ch|uk)\b", re.IGNORECASE)
# Invisible characters, and symbols such as emoji, which also come with a selector of their looks.
_UNSEEN = frozenset(("Cf", "Cs", "Co", "Cn", "So", "Sk"))
_VARIANTS = frozenset(map(chr, range(0xFE00, 0xFE10)))
_JOINERS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
_APOSTROPHES = "'’ʼ`´"
# Written without spaces, the family name first.
_EAST_ASIAN = re.compile("[\u1100-\u11ff\u3040-\u318f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7ff]")
# O'Brien, D'Amico, McDonald, MacLeod, MCDONALD.
_FAMILY = re.compile(rf"[odlODL][{_APOSTROPHES}]\w|Ma?c[A-Z]|MA?C[A-Z]{{4}}")


def first_name(name, company=None, email=None):
    """Return the first name in the full name of a person, written as names are, or an empty text if it is doubtful.

    :param name: as somebody entered it, or None or False
    :param company: the name of the person's company: people also enter it as the person's
    :param email: the person's address, which may tell that the first word is a family name
    """
    text = _person(name)
    if not text or _same(text, company):
        return ""
    parts = [words for words in (_words(part) for part in text.split(",")) if words]
    if not parts or len(parts) > 2:
        return ""
    if len(parts) == 2:
        # "Weber, Anna". Of several words before the comma, nobody knows whether the first is a given name.
        family, words = parts
        if len([word for word in family if _fold(word) not in PARTICLES]) > 1:
            return ""
        return _given(words[0]) if _fold(words[0]) not in PARTICLES else ""
    words, had_title = parts[0], _has_title(text)
    if len(words) == 1:
        return "" if had_title or _is_family(words[0], email) else _given(words[0])
    first = words[0]
    if _fold(first) in PARTICLES or _FAMILY.match(first):
        return ""
    if first.isupper() and not " ".join(words).isupper():
        # "WEBER Anna", as the French and many forms have it.
        return ""
    if len(words) == 2 and _is_family_first(words, email):
        return ""
    return _given(first)


def company_name(name, person=None):
    """Return the name of a company without what people enter around it, or an empty text where there is none.

    :param name: as somebody entered it, or None or False
    :param person: the name of the person: with people who have no company some enter it as the company's
    """
    text = _cleaned(name)
    if "@" in text or "://" in text:
        return ""
    whole = text.strip(_AROUND_COMPANY)
    # "S.A." and the like keep their last point.
    if text.endswith(f"{whole}.") and "." in whole.rpartition(" ")[2]:
        whole += "."
    if not any(character.isalnum() for character in whole) or _fold(whole) in PLACEHOLDERS or _same(whole, person):
        return ""
    return whole


def _person(name):
    """The name of a person without what stands around it, or an empty text if this is no person's."""
    text = _cleaned(name)
    # 'Anna Weber <anna@example.com>', "Anna Weber (Sales)".
    if _IN_BRACKETS.match(text):
        return ""
    text = _cleaned(_IN_BRACKETS.sub(" ", text)).strip(_AROUND)
    if not text or _ADDRESS.search(text) or any(map(str.isdigit, text)) or _EAST_ASIAN.search(text):
        return ""
    if _fold(text) in PLACEHOLDERS:
        return ""
    text, *others = [part for part in (part.strip(_AROUND) for part in _DIVIDER.split(text)) if part]
    if others and len(_words(text)) < 2:
        return ""
    folded = {_fold(word) for word in re.split(r"[\s,]+", text)}
    if folded & COMPANY_WORDS or folded & PLACEHOLDERS or _AND.search(text):
        return ""
    return text


def _cleaned(text):
    """On one line, composed, without emoji and what cannot be seen."""
    if not text:
        return ""
    text = str(text)[:MAX_NAME]
    if text.isascii() and text.isprintable():
        # As most are.
        return " ".join(text.split())
    text = unicodedata.normalize("NFC", text)
    kept = [
        " " if character.isspace() or unicodedata.category(character) == "Cc" else character
        for index, character in enumerate(text)
        if not _is_unseen(text, index)
    ]
    return " ".join("".join(kept).split())


def _is_unseen(text, index):
    character = text[index]
    if character.isalnum() or character.isspace():
        return False
    if character in _JOINERS:
        # In Persian and in Indian scripts they are part of the spelling.
        around = text[index - 1 : index] + text[index + 1 : index + 2]
        return len(around) < 2 or not all(map(_joins, around))
    if character in _AROUND:
        return False
    return unicodedata.category(character) in _UNSEEN or character in _VARIANTS


def _joins(character):
    return ord(character) >= 0x0590 and unicodedata.category(character)[0] in "LM"


def _words(text):
    """The words of a person's name without titles before and degrees behind it."""
    words = [word.strip(_AROUND.replace(".", "")) for word in text.split()]
    words = [word for word in words if any(map(str.isalpha, word))]
    while words and _is_title(words[0]):
        del words[0]
    while words and _fold(words[-1]) in SUFFIXES:
        del words[-1]
    return words


def _has_title(text):
    words = [word for word in text.split() if any(map(str.isalpha, word))]
    return bool(words) and _is_title(words[0])


def _is_title(word):
    # "Dr.-Ing.", "Dipl.-Kfm.", "Dott.ssa"
    folded = _fold(word)
    return folded in TITLES or ("." in word and _fold(re.split(r"[.\-]", word)[0]) in TITLES and len(folded) > 2)


def _is_family(word, email):
    """Whether a name of one word is a family name, as far as that can be told."""
    if _FAMILY.match(word):
        return True
    local = [part for part in re.split(r"[._\-]+", str(email or "").partition("@")[0]) if part]
    return len(local) > 1 and _plain(local[-1]) == _plain(word) != _plain(local[0])


def _is_family_first(words, email):
    """Whether the address has the two words the other way round, or only the initial of the second one: "Weber Anna"
    with anna.weber@ or aweber@. Which of them is right, nobody knows."""
    first, second = map(_plain, words)
    local = _plain(str(email or "").partition("@")[0])
    return first != second and local in (second + first, second[:1] + first)


def _given(word):
    """The word as a first name is written, or an empty text if it is none."""
    word = word.strip(_AROUND.replace(".", ""))
    letters = [character for character in word if character.isalpha()]
    joints = [c for c in word if not c.isalpha() and unicodedata.category(c)[0] != "M"]
    if len(letters) < 2 or len(word) > MAX_FIRST_NAME or len(set(map(str.casefold, letters))) < 2:
        return ""
    # A point is left of an abbreviation, "Chr." or "J.P.".
    if any(joint not in f"-‐‑{_APOSTROPHES}{_JOINERS}" for joint in joints):
        return ""
    return _capitalized(word) if word.isupper() or word.islower() or word[1:].isupper() else word


def _capitalized(word):
    """`word` with capitals where names have them: "JEAN-PIERRE" becomes "Jean-Pierre"."""
    parts = re.split(rf"([-‐‑{_APOSTROPHES}])", word)
    # Python keeps the dot of the Turkish capital İ as a character of its own.
    return unicodedata.normalize("NFC", "".join(part.capitalize().replace("i\u0307", "i") for part in parts))


def _same(text, other):
    return bool(other) and _plain(text) == _plain(_cleaned(other))


def _fold(word):
    return word.casefold().strip(_AROUND)


def _plain(text):
    """For comparison: letters only, without accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue"))
    return "".join(character for character in decomposed if character.isalnum())
