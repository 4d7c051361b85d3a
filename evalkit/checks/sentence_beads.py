"""Sentences of one row, and which of the version's face which of the source's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from evalkit import sentences
from evalkit.checks.base import Span
from evalkit.checks.length import LengthModel

# More sentences than this in one row are taken as one: the row is no paragraph of prose.
MOST = 60
# What an unusual bead costs, in units of half a squared deviation.
COST = {(1, 1): 0.0, (1, 2): 3.0, (2, 1): 3.0, (1, 0): 9.0, (0, 1): 9.0}
_SAYS = regex.compile(r"[\p{L}\p{N}]")


@dataclass(frozen=True, slots=True)
class Sentences:
    """Sentences of the source that face sentences of the version; one side may be empty."""

    source: tuple[Span, ...]
    target: tuple[Span, ...]


def split(text: str, language: str) -> tuple[Span, ...]:
    """The sentences of a text that say something, as places.

    >>> [span.of("প্রথম ৩.৫। — দ্বিতীয়?") for span in split("প্রথম ৩.৫। — দ্বিতীয়?", "bn")]
    ['প্রথম ৩.৫।', '— দ্বিতীয়?']
    """
    return tuple(
        Span(sentence.start, sentence.end)
        for sentence in sentences.split(text, language)
        if _SAYS.search(text, sentence.start, sentence.end)
    )


def beads(
    source: Sequence[Span], target: Sequence[Span], model: LengthModel
) -> tuple[Sentences, ...]:
    """The cheapest pairing in order, by length: 1:1, 1:2, 2:1, 1:0 and 0:1."""
    if not source or not target or max(len(source), len(target)) > MOST:
        return (Sentences(tuple(source), tuple(target)),) if source or target else ()
    rows, columns = len(source) + 1, len(target) + 1
    best = [[float("inf")] * columns for _ in range(rows)]
    step: list[list[tuple[int, int]]] = [[(0, 0)] * columns for _ in range(rows)]
    best[0][0] = 0.0
    for i in range(rows):
        for j in range(columns):
            for (up, across), cost in COST.items():
                if i < up or j < across:
                    continue
                total = best[i - up][j - across] + cost
                if up and across:
                    z = model.z(_size(source[i - up : i]), _size(target[j - across : j]))
                    total += min(z * z, 36.0) / 2
                if total < best[i][j]:
                    best[i][j], step[i][j] = total, (up, across)
    found = []
    i, j = len(source), len(target)
    while i or j:
        up, across = step[i][j]
        found.append(Sentences(tuple(source[i - up : i]), tuple(target[j - across : j])))
        i, j = i - up, j - across
    return tuple(reversed(found))


def _size(spans: Sequence[Span]) -> int:
    return spans[-1].end - spans[0].start
