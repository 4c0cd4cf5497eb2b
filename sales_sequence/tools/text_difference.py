# License LGPL-3.0 or later: see LICENSE.
"""Which words of a text changed. Pure."""

import re
from difflib import SequenceMatcher

from .texts import shortened

_WORDS = re.compile(r"\w+|\s+|[^\w\s]")
# The time to compare grows with the square of the number of words: of longer texts, what differs is one change.
_MAX_WORDS = 3_000
# How much is shown before and after a change, and of a change.
_AROUND = 80
_MAX_CHANGE = 2_000


def compare(before, after):
    """Compare two texts word by word.

    :return: a pair of lists of ``(text, is_changed)``, one for each text, whose pieces make up the whole text
    """
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    start, end = _common(old, new), 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    middle_old, middle_new = old[start : len(old) - end], new[start : len(new) - end]
    pairs = [("equal", old[:start], new[:start])]
    if max(len(middle_old), len(middle_new)) > _MAX_WORDS:
        pairs.append(("replace", middle_old, middle_new))
    else:
        matcher = SequenceMatcher(None, middle_old, middle_new, autojunk=False)
        found = [(tag, middle_old[i:j], middle_new[k:m]) for tag, i, j, k, m in matcher.get_opcodes()]
        # The space between two changed words is no word that stayed.
        pairs += [("replace" if "".join(one).isspace() else tag, one, other) for tag, one, other in found]
    pairs.append(("equal", old[len(old) - end :], new[len(new) - end :]))
    return _pieces((tag, one) for tag, one, _other in pairs), _pieces((tag, other) for tag, _one, other in pairs)


def cut(pieces):
    """Shorten what did not change to what stands around the changes, and changes that nobody would read to the end.

    :param pieces: one of the lists that `compare` returns
    """
    last = len(pieces) - 1
    return [
        (shortened(text, _MAX_CHANGE) if is_changed else _cut_same(text, place == 0, place == last), is_changed)
        for place, (text, is_changed) in enumerate(pieces)
    ]


def _cut_same(text, is_first, is_last):
    if len(text) <= 3 * _AROUND:
        return text
    head = "" if is_first else text[:_AROUND].rstrip() + " "
    tail = "" if is_last else " " + text[-_AROUND:].lstrip()
    return f"{head}…{tail}"


def _common(old, new):
    count = 0
    while count < min(len(old), len(new)) and old[count] == new[count]:
        count += 1
    return count


def _pieces(parts):
    pieces = []
    for tag, words in parts:
        is_changed = tag != "equal"
        if not words:
            continue
        if pieces and pieces[-1][1] == is_changed:
            pieces[-1] = (pieces[-1][0] + "".join(words), is_changed)
        else:
            pieces.append(("".join(words), is_changed))
    return pieces
