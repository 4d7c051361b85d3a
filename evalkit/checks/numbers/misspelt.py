"""Number words in a spelling that no table knows.

Languages with a word of its own for every number up to a hundred spell many of
them in several ways. A word of the version that sounds like the word of one
number, and less like that of any other, may be that number.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from evalkit.checks.base import Span
from evalkit.text.names import WORD, resemblance, romanise, skeletons
from evalkit.text.numbers import Number, fold, lexicon_of

# Words of smaller numbers are short, few, and known in all their spellings.
LEAST, MOST = 11, 99
# Shorter skeletons are alike by chance.
SHORTEST_SKELETON = 3
# Longer words are no number words.
LONGEST_WORD = 40
# How near a word has to come, by its consonants and by its letters.
CONSONANTS_ALIKE, LETTERS_ALIKE = 0.75, 0.7


def misspelt_as(number: Number, text: str, language: str) -> Span | None:
    """The place of a word that may say this number in an unknown spelling.

    >>> from evalkit.text.numbers import numbers
    >>> misspelt_as(numbers("58", "en")[0], "ਅੱਠਵੰਝਾ ਵੋਟਰ", "pa")
    Span(start=0, end=7)
    """
    if not LEAST <= number.value <= MOST:
        return None
    for match in WORD.finditer(text):
        if number.value in _nearest(fold(match.group()), language):
            return Span(match.start(), match.end())
    return None


@lru_cache(maxsize=4096)
def _nearest(word: str, language: str) -> frozenset[Fraction]:
    """The numbers whose words an unknown word is likest; none where it is like none."""
    lexicon = lexicon_of(language)
    if len(word) > LONGEST_WORD or word.isascii() or lexicon.find([word]) is not None:
        return frozenset()
    own = [s for s in skeletons(word) if len(s) >= SHORTEST_SKELETON]
    best, values = 0.0, set[Fraction]()
    for key, (role, value) in lexicon.entries.items():
        if len(key) > 1 or role != "count" or not LEAST <= value <= MOST:
            continue
        alike = max(
            (Levenshtein.normalized_similarity(s, t) for s in own for t in skeletons(key[0])),
            default=0.0,
        )
        letters = resemblance(romanise(key[0]), romanise(word))
        if alike < CONSONANTS_ALIKE or letters < LETTERS_ALIKE or alike + letters < best:
            continue
        if alike + letters > best:
            best, values = alike + letters, set()
        values.add(value)
    return frozenset(values)
