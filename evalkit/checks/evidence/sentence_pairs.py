"""Sentences of one row, and which of the version's face which of the source's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from operator import itemgetter

import regex

from evalkit.checks.base import Span
from evalkit.checks.evidence.anchors import Anchors, Facing
from evalkit.checks.evidence.length_model import LengthModel
from evalkit.checks.evidence.word_support import Ties, ties
from evalkit.encoders.word_alignment import WordAlignment
from evalkit.text import sentences

# More sentences than this in one row are taken as one: the row is no paragraph of prose.
MOST = 60
# What an unusual unit costs, in units of half a squared deviation.
COST = {(1, 1): 0.0, (1, 2): 3.0, (2, 1): 3.0, (1, 0): 9.0, (0, 1): 9.0}
# What it costs when a name or figure stands on one side of a unit only: for each side where it
# stands nowhere else, and where it stands elsewhere too.
APART, APART_AGAIN = 2.0, 0.4
# What it costs to face a sentence whose names or figures are lost, for each up to so many.
LOST, MOST_LOST = 1.5, 2
# Where the words tell what faces what: the cost of a sentence that nothing faces, and of lengths
# that do not fit (times half a squared deviation, up to so much); what it costs to leave a sentence
# alone whose words are all told, to face one that is not told beside one that is, and to part
# sentences whose words all hang together.
ALONE, LENGTH, MOST_LENGTH = 3.0, 0.3, 4.0
TOLD, UNTOLD, PARTED = 10.0, 10.0, 8.0
# Which of so many sentences is the one left out is asked, of more it is not.
MOST_LEFT_OUT = 4
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


def aligned_sentences(
    source: Sequence[Span],
    target: Sequence[Span],
    model: LengthModel,
    held: Anchors | None = None,
    words: WordAlignment | None = None,
) -> tuple[Sentences, ...]:
    """The cheapest pairing in order, 1:1, 1:2, 2:1, 1:0 and 0:1, by length and anchors.

    `held` are the row's names and figures: those that both sides have belong in
    one unit, and a sentence that nothing faces may well have lost its own.
    `words` is what an encoder says of the row: it outweighs the lengths.
    """
    if not source or not target or max(len(source), len(target)) > MOST:
        return (Sentences(tuple(source), tuple(target)),) if source or target else ()
    anchored = _ties(source, target, held)
    ties_between = ties(words, source, target) if words else None
    rows, columns = len(source) + 1, len(target) + 1
    best = [[float("inf")] * columns for _ in range(rows)]
    step: list[list[tuple[int, int]]] = [[(0, 0)] * columns for _ in range(rows)]
    best[0][0] = 0.0
    for i in range(rows):
        for j in range(columns):
            for (up, across), cost in COST.items():
                if i < up or j < across:
                    continue
                total = best[i - up][j - across] + anchored.cost(i - up, i, j - across, j)
                z = 0.0
                if up and across:
                    z = model.z(_size(source[i - up : i]), _size(target[j - across : j]))
                if ties_between is None:
                    total += cost + min(z * z, 36.0) / 2
                else:
                    total += (cost if up and across else ALONE) + min(LENGTH * z * z, MOST_LENGTH)
                    total += _tie_support(ties_between, range(i - up, i), range(j - across, j))
                if total < best[i][j]:
                    best[i][j], step[i][j] = total, (up, across)
    found = []
    i, j = len(source), len(target)
    while i or j:
        up, across = step[i][j]
        found.append(Sentences(tuple(source[i - up : i]), tuple(target[j - across : j])))
        i, j = i - up, j - across
    return tuple(reversed(found))


def _tie_support(ties_between: Ties, ours: range, theirs: range) -> float:
    """What it costs, by their words, to put these sentences in one unit."""
    supports = [ties_between.source[i] for i in ours] + [ties_between.target[j] for j in theirs]
    parted = sum(
        ties_between.linked[i][j] for i in ours for j in range(len(ties_between.target))
    ) + sum(ties_between.linked[i][j] for i in range(len(ties_between.source)) for j in theirs)
    parted -= 2 * sum(ties_between.linked[i][j] for i in ours for j in theirs)
    if not ours or not theirs:
        return TOLD * sum(supports) + PARTED * parted
    best = max(supports)
    return UNTOLD * sum(best - support for support in supports) + PARTED * parted


def left_out(unit: Sentences, model: LengthModel, held: Anchors) -> tuple[Span, ...]:
    """The source sentences of a unit that are most likely the ones not told.

    As many as the version has fewer: those without which the rest fits best.
    All of them where the version has none, or where one tells several.
    """
    spare = len(unit.source) - len(unit.target)
    if spare <= 0 or not unit.target or len(unit.source) > MOST_LEFT_OUT:
        return unit.source
    choices = []
    for gone in combinations(unit.source, spare):
        rest = [span for span in unit.source if span not in gone]
        z = model.z(sum(s.end - s.start for s in rest), _size(unit.target))
        apart = sum(_strays(anchor, gone, rest, unit.target) for anchor in held.facing)
        lost = sum(s.start <= p.start < s.end for s in rest for p in held.lost)
        choices.append((z * z / 2 + APART * apart + LOST * lost, gone))
    return min(choices, key=itemgetter(0))[1]


def _strays(
    anchor: Facing, gone: Sequence[Span], rest: Sequence[Span], target: Sequence[Span]
) -> bool:
    """Whether an anchor that the version has there is only in what would be gone."""
    if not _sentences(anchor.target, target):
        return bool(_sentences(anchor.source, rest)) and not _sentences(anchor.source, gone)
    return bool(_sentences(anchor.source, gone)) and not _sentences(anchor.source, rest)


@dataclass(frozen=True, slots=True)
class _Ties:
    """Anchors by the numbers of the sentences they stand in, and lost ones by source sentence."""

    shared: tuple[tuple[frozenset[int], frozenset[int]], ...]
    lost: tuple[int, ...]

    def cost(self, top: int, bottom: int, left: int, right: int) -> float:
        """What it costs to put these source sentences in one unit with these of the version."""
        total = 0.0
        for ours, theirs in self.shared:
            here, there = _within(ours, top, bottom), _within(theirs, left, right)
            # A sentence may say a name again that its counterpart has a pronoun for.
            if here and not there:
                total += APART if here == len(ours) else APART_AGAIN
            elif there and not here:
                total += APART if there == len(theirs) else APART_AGAIN
        if left < right:
            total += LOST * min(MOST_LOST, sum(self.lost[top:bottom]))
        return total


def _within(numbers: frozenset[int], start: int, end: int) -> int:
    return sum(start <= n < end for n in numbers)


def _ties(source: Sequence[Span], target: Sequence[Span], held: Anchors | None) -> _Ties:
    if held is None:
        return _Ties((), (0,) * len(source))
    shared = (
        (_sentences(anchor.source, source), _sentences(anchor.target, target))
        for anchor in held.facing
    )
    lost = tuple(sum(s.start <= span.start < s.end for span in held.lost) for s in source)
    return _Ties(tuple((a, b) for a, b in shared if a and b), lost)


def _sentences(places: Iterable[Span], sentences_: Sequence[Span]) -> frozenset[int]:
    return frozenset(
        n for n, s in enumerate(sentences_) if any(s.start <= p.start < s.end for p in places)
    )


def _size(spans: Sequence[Span]) -> int:
    return spans[-1].end - spans[0].start
