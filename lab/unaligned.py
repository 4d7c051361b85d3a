"""What an alignment says is missing: runs of words without a counterpart, and their share."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from evalkit.checks.evidence.word_support import UNSURE
from evalkit.encoders.word_alignment import Place, WordAlignment

BRIDGE = 1
"""So many supported words do not part a gap: a name or a small word found elsewhere."""
FLOOR = 1e-3
"""Support is held between this and one less this before odds are taken."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A run of words without a counterpart.

    `place` reaches from the first word to the last, `first` and `last` are their
    indices (inclusive). `confidence` (0 to 1) is the mean probability that a
    word of it is lost, `lost` the number of words to expect so.
    """

    place: Place
    first: int
    last: int
    confidence: float
    lost: float

    @property
    def words(self) -> int:
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class Shares:
    """How much of a text has no counterpart: shares of its words, 0 to 1.

    `overall` expects every word by its probability, `tail` counts the words of
    the gap that reaches the text's end, `longest` those of the longest gap.
    `weakest` is the log-odds of support that the weakest quarter of the words
    stays below: it tells a cut sentence even where no single word is surely
    lost, and is best read together with the length.
    """

    overall: float
    tail: float
    longest: float
    weakest: float


def missing(alignment: WordAlignment) -> tuple[Gap, ...]:
    """The gaps of the source: what the target seems to leave out, most words first."""
    return gaps(alignment.source, alignment.source_support)


def added(alignment: WordAlignment) -> tuple[Gap, ...]:
    """The gaps of the target: what the source seems not to say, most words first."""
    return gaps(alignment.target, alignment.target_support)


def gaps(words: Sequence[Place], support: Sequence[float]) -> tuple[Gap, ...]:
    """The runs of unsupported words, those parted by `BRIDGE` words joined, most words first.

    >>> places = ((0, 2), (3, 5), (6, 8), (9, 11), (12, 14))
    >>> [gap.place for gap in gaps(places, (0.9, 0.2, 0.6, 0.1, 0.9))]
    [(3, 11)]
    """
    runs: list[tuple[int, int]] = []
    for lost, group in groupby(range(len(words)), key=lambda n: support[n] < UNSURE):
        indices = list(group)
        if not lost:
            continue
        first, last = indices[0], indices[-1]
        if runs and first - runs[-1][1] - 1 <= BRIDGE:
            runs[-1] = (runs[-1][0], last)
        else:
            runs.append((first, last))
    found = [_gap(words, support, first, last) for first, last in runs]
    return tuple(sorted(found, key=lambda gap: (-gap.words, gap.first)))


def _gap(words: Sequence[Place], support: Sequence[float], first: int, last: int) -> Gap:
    lost = math.fsum(1 - value for value in support[first : last + 1])
    place = (words[first][0], words[last][1])
    return Gap(place, first, last, lost / (last - first + 1), lost)


def source_shares(alignment: WordAlignment) -> Shares:
    """How much of the source has no counterpart in the target."""
    return shares(alignment.source, alignment.source_support)


def target_shares(alignment: WordAlignment) -> Shares:
    """How much of the target has no counterpart in the source."""
    return shares(alignment.target, alignment.target_support)


def shares(words: Sequence[Place], support: Sequence[float]) -> Shares:
    """The statistics of one side; a text without words misses nothing.

    >>> shares(((0, 1), (2, 3), (4, 5), (6, 7)), (1.0, 1.0, 0.1, 0.1))
    Shares(overall=0.45, tail=0.5, longest=0.5, weakest=-2.1972)
    """
    if not words:
        return Shares(0.0, 0.0, 0.0, _odds(1.0))
    found = gaps(words, support)
    tail = next((gap.words for gap in found if gap.last == len(words) - 1), 0)
    return Shares(
        overall=round(math.fsum(1 - value for value in support) / len(words), 4),
        tail=tail / len(words),
        longest=found[0].words / len(words) if found else 0.0,
        weakest=round(_odds(sorted(support)[(len(words) - 1) // 4]), 4),
    )


def _odds(probability: float) -> float:
    held = min(1 - FLOOR, max(FLOOR, probability))
    return math.log(held / (1 - held))
