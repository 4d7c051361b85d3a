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
_SOUNDS = str.maketrans(
    {"f": "p", "v": "b", "z": "j", "g": "j", "q": "k", "m": "n"} | dict.fromkeys("hwy'", "")
)
_VOWELS = str.maketrans(dict.fromkeys("aeiou", ""))

SHORT_SKELETON = 2
LONGEST_TAIL = 3
"""Consonants an inflection may add behind a name (the র of ট্রাম্পের)."""
SKELETON_SIMILARITY = 0.8
SOUND_SIMILARITY = {2: 75.0, 3: 50.0}
"""How alike the vowels have to be too, where there are few consonants."""


@lru_cache(maxsize=65536)
def romanise(word: str) -> str:
    """The word in small ASCII letters.

    >>> romanise("ফেসবুক")
    'phesbuk'
    """
    return anyascii(word).lower()


@lru_cache(maxsize=65536)
def sound(word: str) -> str:
    """The word in letters that stand for what other scripts tell apart, each once in a row.

    >>> sound("Facebook"), sound("ফেসবুক")
    ('pasebok', 'pesbuk')
    """
    letters = romanise(word)
    if LATIN_WORD.fullmatch(word):
        letters = letters.removesuffix("'s")
        for spelt, heard in _LATIN_SOUNDS:
            letters = letters.replace(spelt, _protected(heard))
        letters = letters.replace("\0", _CH)
    return "".join(letter for letter, _ in groupby(letters.translate(_SOUNDS)))


@lru_cache(maxsize=65536)
def skeleton(word: str) -> str:
    """The consonants of the word's sound, in order.

    >>> skeleton("Facebook"), skeleton("ফেসবুক")
    ('psbk', 'psbk')
    """
    return sound(word).translate(_VOWELS)


def _protected(heard: str) -> str:
    """Keeps the sound of "ch" out of reach of the later rule that "c" is "k"."""
    return "\0" if heard == _CH else heard


def sounds_like(name: str, word: str) -> bool:
    """Whether `word`, perhaps inflected, may be `name` written in its own way.

    >>> sounds_like("Washington", "ਵਾਸ਼ਿੰਗਟਨ"), sounds_like("Washington", "ਸਰਕਾਰ")
    (True, False)
    """
    if romanise(name) == romanise(word):
        return True
    bones, other = skeleton(name), skeleton(word)
    if not len(bones) - 1 <= len(other) <= len(bones) + LONGEST_TAIL:
        return False
    if len(bones) < SHORT_SKELETON:
        return False
    if len(bones) == SHORT_SKELETON:
        if not other.startswith(bones):
            return False
    elif (
        max(
            Levenshtein.normalized_similarity(bones, other[: len(bones)]),
            Levenshtein.normalized_similarity(bones, other),
        )
        < SKELETON_SIMILARITY
    ):
        return False
    ours, theirs = sound(name), sound(word)
    return ratio(ours, theirs[: len(ours) + 2]) >= SOUND_SIMILARITY.get(len(bones), 0.0)
