# License LGPL-3.0 or later: see LICENSE.
"""Finding phrases of many languages in a folded text, and telling its languages. Pure."""

import re
from functools import cache

from .mail_text import fold

# Frequent words, folded. They only narrow down which phrase lists are worth trying.
_FREQUENT_WORDS = {
    "en": "the and you your for is are will with this of to be my not i am have please",
    "de": "ich und die der das ist nicht mit fur sie ihre bin wird von im bei bis ihr wir dem den",
    "fr": "je vous le la les et est pas pour votre suis nous du mon jusqu'au ce au serai merci",
    "es": "el la los que y en por para su estoy mi con una hasta del gracias no",
    "it": "il la di che per non sono con del mia una gli sara fino al grazie in",
    "pt": "o os que e em para nao com uma meu estou seu do ate obrigado sua da minha",
    "nl": "ik de het een en niet van met voor uw ben op zijn tot deze u je",
    "pl": "jestem i w na nie sie z do prosze bede moj dzien dziekuje od",
    "sv": "jag och ar inte det att pa for till med ditt som kontakta tack vi har",
    "da": "jeg og er ikke det at pa til med din den tak kontakt vi har",
    "no": "jeg og er ikke det at pa til med din den takk kontakt vi har",
    "fi": "olen ja on ei etta voit viesti kiitos ovat tai ole olemme poissa lomalla viestisi",
    "cs": "jsem a v na se je do prosim vas budu od dekuji dobry den jsme vam",
    "sk": "som a v na sa je do prosim vas budem od dakujem dobry den sme vam",
    "hu": "a az es nem vagyok hogy kerem egy van koszonom ig tisztelt",
    "tr": "ve bir bu icin ile ben olarak lutfen kadar tarihine merhaba",
    "ro": "sunt si in nu de la va pe cu pentru pana buna am",
}
_SCRIPTS = (
    (re.compile("[\u0400-\u04ff]"), ("ru", "uk")),
    (re.compile("[\u3040-\u30ff]"), ("ja",)),
    (re.compile("[\u4e00-\u9fff]"), ("zh", "ja")),
    (re.compile("[\uac00-\ud7af]"), ("ko",)),
)
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_ESCAPE = re.compile(r"(\\.)", re.DOTALL)


def languages_of(flat):
    """Return the languages (ISO 639-1) that ``flat`` may be written in, likeliest first.

    It errs on the generous side: a wrong extra language costs a little time, a missing one a phrase.

    :param str flat: text as of ``mail_text.flatten``
    :rtype: tuple[str, ...]
    """
    found = [language for script, languages in _SCRIPTS if script.search(flat) for language in languages]
    if "ja" in found and not _SCRIPTS[1][0].search(flat):
        found.remove("ja")  # Chinese characters without kana
    words = set(_WORD.findall(flat))
    counts = {language: len(words.intersection(frequent.split())) for language, frequent in _FREQUENT_WORDS.items()}
    enough = max(2, 0.35 * max(counts.values()))
    latin = sorted((language for language in counts if counts[language] >= enough), key=lambda name: -counts[name])
    if not latin and not found:
        latin = list(_FREQUENT_WORDS)
    return tuple(dict.fromkeys(found + latin))


def fold_pattern(pattern):
    """Return a regular expression folded like the texts that it is used on; escapes stay."""
    return "".join(piece if piece.startswith("\\") else fold(piece) for piece in _ESCAPE.split(pattern))


@cache
def compiled(pattern):
    """Return ``pattern``, folded and compiled, once per process."""
    return re.compile(fold_pattern(pattern))


def first_match(patterns, flat):
    """Return the first match of any of ``patterns`` (a sequence of strings) in ``flat``, or ``None``."""
    for pattern in patterns:
        if match := compiled(pattern).search(flat):
            return match
    return None


def find_statement(statements, flat, languages):
    """Look for a statement in the lists of several languages.

    :param dict statements: patterns by language
    :param str flat: text as of ``mail_text.flatten``
    :param languages: languages to try, in this order
    :return: the earliest match and its language, or ``(None, None)``
    :rtype: tuple[re.Match | None, str | None]
    """
    best = (None, None)
    for language in languages:
        for pattern in statements.get(language, ()):
            match = compiled(pattern).search(flat)
            if match and (best[0] is None or match.start() < best[0].start()):
                best = (match, language)
    return best


def count_statements(statements, flat, languages):
    """Return how many different forms of a statement occur, in the language that has most."""
    return max(
        (
            sum(bool(compiled(pattern).search(flat)) for pattern in statements.get(language, ()))
            for language in languages
        ),
        default=0,
    )
