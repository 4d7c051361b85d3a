"""Which words of two texts in different languages stand for each other."""

from __future__ import annotations

from dataclasses import dataclass

Place = tuple[int, int]
"""A place in a text: code points, end exclusive."""


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
