"""Words that face each other whatever an encoder thinks: alike in spelling, digits or sound."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from evalkit.romanise import is_latin, likeness, skeletons

# Skeletons with fewer sounds are found by chance too easily.
SHORTEST_SKELETON = 3
ALIKE = 0.99
SHORTEST_EQUAL = 3


def figures(word: str) -> str:
    """The digits of a word in Latin ones, nothing else; separators are a matter of custom.

    >>> figures("১,০০,০০০"), figures("19th"), figures("COVID")
    ('100000', '19', '')
    """
    return "".join(str(unicodedata.decimal(c)) for c in word if c.isdecimal())


def anchored(source: Sequence[str], target: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of indices of words that are equal, hold the same digits, or sound alike.

    Sound is asked only where one side is written in a cased script with a
    capital and the other in another script: a name and its transliteration.

    >>> anchored(["Hat", "sold", "19", "kilos"], ["হ্যাট", "১৯", "কিলো"])
    [(2, 1)]
    >>> anchored(["Washington", "fell"], ["ਵਾਸ਼ਿੰਗਟਨ", "ਡਿੱਗਿਆ"])
    [(0, 0)]
    """
    theirs = [_keys(word) for word in target]
    found = []
    for i, word in enumerate(source):
        keys = _keys(word)
        for j, other in enumerate(theirs):
            if keys & other or _sounds_like(word, target[j]):
                found.append((i, j))
    return found


def _keys(word: str) -> frozenset[str]:
    digits = figures(word)
    if digits:
        return frozenset({digits.lstrip("0") or "0"})
    return frozenset({word.casefold()} if len(word) >= SHORTEST_EQUAL else ())


def _sounds_like(one: str, other: str) -> bool:
    if is_latin(one) == is_latin(other) or not (one[:1].isupper() or other[:1].isupper()):
        return False
    name, word = (one, other) if one[:1].isupper() else (other, one)
    written = [s for s in skeletons(word) if len(s) >= SHORTEST_SKELETON]
    return any(
        likeness(sounds, form) >= ALIKE
        for sounds in skeletons(name)
        if len(sounds) >= SHORTEST_SKELETON
        for form in written
    )
