"""How like two texts are: by their characters, and by their words."""

from __future__ import annotations

from unicodedata import category

import regex
from rapidfuzz.distance import Indel, LCSseq

from evalkit.text.unspaced import character_class

# A word; of scripts that part no words, a letter; any other sign.
TOKEN = regex.compile(rf"[{character_class()}]|[\p{{L}}\p{{M}}\p{{N}}\u200c\u200d]+|\S")


def similarity(one: str, other: str) -> float:
    """The share of both texts' characters that are in both, in their order; 0 to 1.

    >>> similarity("boat", "boot"), similarity("boat", "")
    (0.75, 0.0)
    """
    return Indel.normalized_similarity(one.strip(), other.strip()) if one and other else 0.0


def liker(words: str, one: str, other: str, least: float) -> bool:
    """Whether some words are like one text, at least so much, and more than like the other."""
    likeness = similarity(words, one)
    return likeness >= least and likeness > similarity(words, other)


def kept(quote: str, words: str) -> float:
    """The share of a quote's characters that come again, in their order; 0 to 1.

    >>> kept("and the", "and the village")
    1.0
    """
    return LCSseq.similarity(quote, words) / len(quote) if quote else 1.0


def changes(words: str, text: str) -> int:
    """How many words and signs leave and enter a text that becomes another.

    >>> changes("Of 3 people 2 came.", "Of 5 people 2 came.")
    2
    """
    return Indel.distance(TOKEN.findall(words), TOKEN.findall(text))


def unchanged(words: str, text: str) -> float:
    """The share of a text's words that are left, in their order, in what it becomes; 0 to 1.

    >>> unchanged("We came", "We all went home")
    0.25
    """
    before = TOKEN.findall(text)
    return LCSseq.similarity(before, TOKEN.findall(words)) / len(before) if before else 0.0


def in_word(text: str, at: int) -> bool:
    """Whether a place is between two letters, digits or their marks.

    >>> in_word("নদী।", 3), in_word("নদী", 1)
    (False, True)
    """
    return 0 < at < len(text) and all(category(c)[0] in "LMN" for c in text[at - 1 : at + 1])
