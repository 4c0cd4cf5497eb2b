# License LGPL-3.0 or later: see LICENSE.
"""Finding phrases of many languages in a folded text, and recognizing its languages. Pure."""

import re
from functools import cache, lru_cache

from .mail_text import fold

# Frequent words, folded. They only narrow down which phrase lists to try.
_FREQUENT_WORDS = {
    "en": "the and you your for is are will with this of to be my not i am have please",
    "de": "ich und die der das ist nicht mit fur sie ihre bin wird von im bei bis ihr wir dem den",
    "fr": "ne me plus je vous le la les et est pas pour votre suis nous du mon jusqu'au ce au serai merci",
    "es": "el la los que y en por para su estoy mi con una hasta del gracias no",
    "it": "il la di che per non sono con del mia una gli sara fino al grazie in",
    "pt": "o os que e em para nao com uma meu estou seu do ate obrigado sua da minha",
    "nl": "ik de het een en niet van met voor uw ben op zijn tot deze u je",
    "pl": "jestem i w na nie sie z do prosze bede moj dzien dziekuje od",
    "sv": "jag och ar inte det att pa for till med ditt som kontakta tack vi har",
    "da": "jeg i ved af for og er ikke det at pa til med din den tak kontakt vi har",
    "no": "jeg i ved av for ut og er ikke det at pa til med din den takk kontakt vi har",
    "fi": "olen ja on ei etta voit viesti kiitos ovat tai ole olemme poissa lomalla viestisi",
    "cs": "jsem a v na se je do prosim vas budu od dekuji dobry den jsme vam",
    "sk": "som a v na sa je do prosim vas budem od dakujem dobry den sme vam",
    "hu": "a az es nem vagyok hogy kerem egy van koszonom ig tisztelt",
    "tr": "ve bir bu icin ile ben olarak lutfen kadar tarihine merhaba",
    "ro": "sunt si in nu de la va pe cu pentru pana buna am",
    "hr": "sam je u na se nije do od za i vas molim postovani hvala ne",
    "sr": "sam je u na se nije do od za i vas molim postovani hvala ne",
    "sl": "sem je v na se ni do od za in vas prosim pozdravljeni hvala ne",
    "ca": "el la els que i en per no amb una meva del fins estic gracies em al",
    "gl": "o os que e en para non cunha meu estou ata do grazas na",
    "eu": "naiz eta da ez dut egun arte zure nire dago kaixo mesedez",
    "et": "olen ja on ei et kuni teie minu aitah palun tere oma",
    "lv": "esmu un no lidz ir nav ar par jusu ludzu paldies labdien es",
    "lt": "as ir nuo iki yra nera su jusu prasome aciu laba diena i esu",
    "vi": "toi va cua la trong khong den ngay tu vui long xin cam on",
    "id": "saya dan yang di tidak dari untuk anda akan dengan terima kasih mohon sampai kami",
    "is": "eg er og ad i a ekki til med vid fyrir takk thu ykkur verd vinsamlegast",
    "sq": "jam dhe ne per me nuk eshte do te deri une ju faleminderit",
    "af": "ek is en die nie met vir van jou my tot sal dankie asseblief",
    "sw": "na ya kwa ni niko hadi za wa wasiliana asante",
    "tl": "ang ng sa mga ako po ay na hanggang salamat para",
    "az": "və bu ucun ilə mən deyiləm xahis edirəm təsəkkur zəhmət olmasa qədər",
    "ms": "saya dan yang di tidak dari untuk anda akan dengan terima kasih sila sehingga",
}
_FREQUENT = {language: frozenset(words.split()) for language, words in _FREQUENT_WORDS.items()}
_KANA = re.compile("[\u3040-\u30ff]")
_SCRIPTS = (
    (re.compile("[\u0400-\u04ff]"), ("ru", "uk", "bg", "sr", "mk", "kk")),
    (re.compile("[\u0370-\u03ff]"), ("el",)),
    (re.compile("[\u0590-\u05ff]"), ("he",)),
    (re.compile("[\u0600-\u06ff]"), ("ar", "fa", "ur")),
    (re.compile("[\u0900-\u097f]"), ("hi",)),
    (re.compile("[\u0e00-\u0e7f]"), ("th",)),
    (re.compile("[\u10a0-\u10ff]"), ("ka",)),
    (re.compile("[\u0530-\u058f]"), ("hy",)),
    (re.compile("[\u0980-\u09ff]"), ("bn",)),
    (re.compile("[\u0b80-\u0bff]"), ("ta",)),
    (_KANA, ("ja",)),
    (re.compile("[\u4e00-\u9fff]"), ("zh", "ja")),
    (re.compile("[\uac00-\ud7af]"), ("ko",)),
)
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_ESCAPE = re.compile(r"(\\.|\(\?P<)", re.DOTALL)


def languages_of(flat):
    """Return the languages (ISO 639-1) that ``flat`` may be written in, most likely first.

    It errs on the generous side: a wrong extra language costs a little time, a missing one costs a phrase.

    :param str flat: text as of ``mail_text.flatten``
    :rtype: tuple[str, ...]
    """
    found, latin = _recognized(flat)
    if not latin and not found:
        latin = list(_FREQUENT_WORDS)
    return tuple(dict.fromkeys(found + latin))


def is_known(flat):
    """Whether ``flat`` is written in a language that we have phrases for.

    :param str flat: text as of ``mail_text.flatten``
    :rtype: bool
    """
    return any(_recognized(flat))


@lru_cache(maxsize=64)
def _recognized(flat):
    found = [language for script, languages in _SCRIPTS if script.search(flat) for language in languages]
    if "ja" in found and not _KANA.search(flat):
        found.remove("ja")  # Chinese characters without kana
    words = set(_WORD.findall(flat))
    counts = {language: len(words & frequent) for language, frequent in _FREQUENT.items()}
    most = max(counts.values())
    # A short line may have one frequent word of its own language and two of another.
    enough = 1 if 2 <= most <= 3 else max(2, 0.35 * most)
    latin = sorted((language for language in counts if counts[language] >= enough), key=lambda name: -counts[name])
    return found, latin


def fold_pattern(pattern):
    """Return a regular expression folded like the texts it is applied to; escapes are kept."""
    return "".join(piece if index % 2 else fold(piece) for index, piece in enumerate(_ESCAPE.split(pattern)))


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
    """Return how many different forms of a statement occur, in the language with the most."""
    return max(
        (
            sum(bool(compiled(pattern).search(flat)) for pattern in statements.get(language, ()))
            for language in languages
        ),
        default=0,
    )
