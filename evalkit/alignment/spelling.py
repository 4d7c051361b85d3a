"""How a word sounds, roughly, in any script: names are matched by it.

A name keeps its consonants when it crosses from one script to another, while
vowels, aspiration and voicing of fricatives wander: Facebook is ফেসবুক,
`phesbuk` in ASCII. Both have the skeleton `psbk`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import groupby

from anyascii import anyascii
from rapidfuzz.distance import Levenshtein
from rapidfuzz.fuzz import ratio

LATIN_WORD = re.compile("[A-Za-zÀ-ÖØ-öø-ɏ]+(?:['’][A-Za-zÀ-ÖØ-öø-ɏ]+)?")
"""A word in Latin letters, wherever it stands; an inner apostrophe belongs to it."""

# Latin spelling hides sounds that other scripts write out; longest first.
_LATIN_SOUNDS = (
    ("tion", "sn"),
    ("sch", "s"),
    ("tch", "c"),
    ("ck", "k"),
    ("ch", "c"),
    ("ph", "p"),
    ("ce", "se"),
    ("ci", "si"),
    ("cy", "sy"),
    ("c", "k"),
    ("x", "ks"),
)
_CH = "c"
_CLASSES = str.maketrans(
    {"f": "p", "v": "b", "z": "j", "q": "k", "m": "n"} | dict.fromkeys("aeiouwyh'", "")
)

SHORT_SKELETON = 2
LONGEST_TAIL = 3
"""Consonants an inflection may add behind a name (the র of ট্রাম্পের)."""
SKELETON_SIMILARITY = 0.8
LETTER_SIMILARITY = 60.0
SHORT_LETTER_SIMILARITY = 75.0


@lru_cache(maxsize=65536)
def romanise(word: str) -> str:
    """The word in small ASCII letters.

    >>> romanise("ফেসবুক")
    'phesbuk'
    """
    return anyascii(word).lower()


@lru_cache(maxsize=65536)
def skeleton(word: str) -> str:
    """The classes of the word's consonants, in order, doubled ones once.

    >>> skeleton("Facebook"), skeleton("ফেসবুক")
    ('psbk', 'psbk')
    """
    letters = romanise(word)
    if LATIN_WORD.fullmatch(word):
        letters = letters.removesuffix("'s")
        for spelt, sound in _LATIN_SOUNDS:
            letters = letters.replace(spelt, _protected(sound))
        letters = letters.replace("\0", _CH)
    classes = letters.translate(_CLASSES)
    return "".join(letter for letter, _ in groupby(classes) if letter.isascii())


def _protected(sound: str) -> str:
    """Keeps the sound of "ch" out of reach of the later rule that "c" is "k"."""
    return "\0" if sound == _CH else sound


def sounds_like(name: str, word: str) -> bool:
    """Whether `word`, perhaps inflected, may be `name` written in its own way.

    >>> sounds_like("Washington", "ਵਾਸ਼ਿੰਗਟਨ"), sounds_like("Washington", "ਸਰਕਾਰ")
    (True, False)
    """
    ours, theirs = romanise(name), romanise(word)
    if ours == theirs:
        return True
    bones, other = skeleton(name), skeleton(word)
    if len(bones) < SHORT_SKELETON or len(other) < len(bones) - 1:
        return False
    if len(other) > len(bones) + LONGEST_TAIL:
        return False
    head = theirs[: len(ours) + 2]
    if len(bones) == SHORT_SKELETON:
        return other.startswith(bones) and ratio(ours, head) >= SHORT_LETTER_SIMILARITY
    alike = max(
        Levenshtein.normalized_similarity(bones, other[: len(bones)]),
        Levenshtein.normalized_similarity(bones, other),
    )
    return alike >= SKELETON_SIMILARITY and ratio(ours, head) >= LETTER_SIMILARITY
