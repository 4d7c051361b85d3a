"""Words that face each other whatever an encoder thinks: alike in spelling, digits or sound."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from evalkit.text.names import is_latin, likeness, skeletons

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
    ours, theirs = [_traits(word) for word in source], [_traits(word) for word in target]
    equal: dict[str, list[int]] = {}
    for j, other in enumerate(theirs):
        equal.setdefault(other.key, []).append(j)
    pairs = {(i, j) for i, one in enumerate(ours) if one.key for j in equal.get(one.key, ())}
    pairs.update(
        (i, j)
        for i, one in enumerate(ours)
        if one.sounds
        for j, other in enumerate(theirs)
        if other.sounds and _alike(one, other)
    )
    return sorted(pairs)


@dataclass(frozen=True, slots=True)
class _Traits:
    """What a word is compared by: `key` for equality ("" for none), `sounds` for names."""

    key: str
    latin: bool
    capital: bool
    sounds: tuple[str, ...]


@lru_cache(maxsize=16384)
def _traits(word: str) -> _Traits:
    digits = figures(word)
    key = digits.lstrip("0") or "0" if digits else ""
    if not digits and len(word) >= SHORTEST_EQUAL:
        key = word.casefold()
    latin, capital = is_latin(word), word[:1].isupper()
    # In a cased script only what begins with a capital may be a name.
    name = capital or word[:1].lower() == word[:1].upper()
    sounds = tuple(s for s in skeletons(word) if len(s) >= SHORTEST_SKELETON) if name else ()
    return _Traits(key, latin, capital, sounds)


def _alike(one: _Traits, other: _Traits) -> bool:
    if one.latin == other.latin or not (one.capital or other.capital):
        return False
    name, word = (one, other) if one.capital else (other, one)
    return any(likeness(s, form) >= ALIKE for s in name.sounds for form in word.sounds)
