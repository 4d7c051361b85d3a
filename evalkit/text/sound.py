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
from rapidfuzz.distance.Levenshtein import normalized_similarity
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
    return skeletons_alike(skeleton(name), skeleton(word)) and vowels_alike(name, word)


def skeletons_alike(bones: str, other: str) -> bool:
    """Whether the consonants `other`, perhaps with an inflection's behind them, may be `bones`.

    >>> skeletons_alike("trnp", "trnpr"), skeletons_alike("trnp", "srkr")
    (True, False)
    """
    size = len(bones)
    if size < SHORT_SKELETON or not size - 1 <= len(other) <= size + LONGEST_TAIL:
        return False
    if size == SHORT_SKELETON:
        return other.startswith(bones)
    return (
        normalized_similarity(bones, other[:size]) >= SKELETON_SIMILARITY
        or normalized_similarity(bones, other) >= SKELETON_SIMILARITY
    )


def vowels_alike(name: str, word: str) -> bool:
    """Whether words of alike skeletons have vowels as much alike as the shorter ones need."""
    least = SOUND_SIMILARITY.get(len(skeleton(name)), 0.0)
    ours = sound(name)
    return ratio(ours, sound(word)[: len(ours) + 2]) >= least
