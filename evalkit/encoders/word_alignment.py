"""Which words of two texts in different languages stand for each other."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from evalkit.text.unspaced import character_class

Place = tuple[int, int]
"""A place in a text: code points, end exclusive."""

# Scripts that write no spaces between words: there a letter with its marks is a word.
_UNSPACED = character_class()
_INNER = rf"[[\p{{L}}\p{{M}}\p{{N}}\u200c\u200d]--[{_UNSPACED}]]++"
# Digits hold together across their separators, letters across hyphens and apostrophes.
_WORD = regex.compile(
    rf"[[{_UNSPACED}]&&[\p{{L}}\p{{N}}]]\p{{M}}*+"
    rf"|\p{{N}}++(?:[.,:٫٬’]\p{{N}}++)++(?:{_INNER})?+"
    rf"|{_INNER}(?:[-‐‑'’]{_INNER})*+",
    regex.V1,
)


@dataclass(frozen=True, slots=True)
class Link:
    """Word `source` (an index) stands for word `target`; `strength` is 0 to 1."""

    source: int
    target: int
    strength: float


@dataclass(frozen=True, slots=True)
class WordAlignment:
    """The words of two texts and what faces what.

    `source` and `target` are the words' places in the texts as given.
    `source_support[i]` (0 to 1) says how surely some word of the target stands
    for source word i, `target_support[j]` the other way round.
    """

    source: tuple[Place, ...]
    target: tuple[Place, ...]
    source_support: tuple[float, ...]
    target_support: tuple[float, ...]
    links: tuple[Link, ...]


def places(text: str) -> tuple[Place, ...]:
    """The places of a text's words, in order, punctuation left out.

    Combining marks and joiners belong to their word, and so do the separators
    inside a number; in scripts that write no spaces every letter is a word.

    >>> text = "AI-এর ১,০০০ কাজ, 3.5%।"
    >>> [text[start:end] for start, end in places(text)]
    ['AI-এর', '১,০০০', 'কাজ', '3.5']
    >>> places("水です")
    ((0, 1), (1, 2), (2, 3))
    """
    return tuple(match.span() for match in _WORD.finditer(text))
