"""Where texts that face each other may be cut, when no sentence ends where a cut is needed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex

Place = tuple[int, int]

SENTENCE_MARKS, CLAUSE_MARKS = ".!?।॥|۔؟。．！？…", ",;:—–،؛、，；："
"""A cut after one of these leaves more sense on both sides than one between other words."""
CLAUSE_COST, WORD_COST, CHARACTER_COST = 0.05, 0.2, 0.6
"""What a cut after a clause, between words or inside one costs beside one after a sentence: how
far off the wanted place the better one may lie instead, as a share of the piece."""
REACH = 0.5
"""So far from the wanted place a cut is looked for, as a share of the piece."""
LONGEST_WORD = 30
"""Code points without a space that are still a word; in longer runs a cut may fall anywhere."""
CHOICES = 16
"""So many places in a piece of such a run are looked at."""
LONGEST_CHARACTER = 40
"""Code points of one character as readers see it; what piles up more marks is cut inside."""

_CLOSERS = "[\"'”’»」』)\\]）]*"
_WORD_END = regex.compile(rf"(?<mark>[{SENTENCE_MARKS}{CLAUSE_MARKS}]?){_CLOSERS}(?<space>\s+)")
_UNSPACED = regex.compile(f"(?<mark>[、，；：।。．？！]){_CLOSERS}")
_CHARACTER = regex.compile(r"\X")


@dataclass(frozen=True, slots=True)
class _Cut:
    """A place to cut, as a share of the stretch, and its cost."""

    share: float
    at: int
    cost: float


def pieces(texts: Sequence[str], places: Sequence[Place], count: int) -> list[tuple[Place, ...]]:
    """The stretches `places` of the texts in `count` pieces that face each other by their share.

    A piece has a place in every text; one that has nothing left for a text has
    an empty place there. White space at the cuts belongs to no piece.

    >>> english, german = "When it rains, we stay at home.", "Wenn es regnet, bleiben wir daheim."
    >>> for ours, theirs in pieces([english, german], [(0, 31), (0, 35)], 2):
    ...     print(english[slice(*ours)], "|", german[slice(*theirs)])
    When it rains, | Wenn es regnet,
    we stay at home. | bleiben wir daheim.
    """
    candidates = [
        _candidates(text, place, count) for text, place in zip(texts, places, strict=True)
    ]
    cuts = [[place[0]] for place in places]
    for n in range(1, count):
        chosen = _nearest(candidates, n / count, REACH / count)
        for side, cut in enumerate(chosen):
            cuts[side].append(max(cuts[side][-1], cut.at))
    for side, place in enumerate(places):
        cuts[side].append(place[1])
    return [
        tuple(
            _trimmed(text, (starts[n], starts[n + 1]))
            for text, starts in zip(texts, cuts, strict=True)
        )
        for n in range(count)
    ]


def _nearest(candidates: Sequence[Sequence[_Cut]], wanted: float, reach: float) -> tuple[_Cut, ...]:
    """A cut of every text, near the wanted share and near each other's."""
    piece = 2 * reach
    best: tuple[float, tuple[_Cut, ...]] | None = None
    for own in _within(candidates[0], wanted, reach):
        off = abs(own.share - wanted)
        # A text of one word has no cut near by: the others are not led astray by it.
        share = own.share if off <= reach else wanted
        cuts, cost = [own], own.cost * piece + off / 2
        for others in candidates[1:]:
            costs = {
                cut: cut.cost * piece + abs(cut.share - share)
                for cut in _within(others, share, reach / 2)
            }
            facing = min(costs, key=costs.__getitem__)
            cuts.append(facing)
            cost += costs[facing]
        if best is None or cost < best[0]:
            best = cost, tuple(cuts)
    assert best, "every text may be cut at its ends"
    return best[1]


def _within(cuts: Sequence[_Cut], wanted: float, reach: float) -> Sequence[_Cut]:
    """The cuts within reach of a share; the nearest ones if there are none."""
    low = bisect_left(cuts, wanted - reach, key=lambda cut: cut.share)
    high = bisect_left(cuts, wanted + reach, key=lambda cut: cut.share)
    return cuts[low:high] or cuts[max(0, low - 1) : low + 1]


def _candidates(text: str, place: Place, count: int) -> list[_Cut]:
    """All places where a stretch may be cut, in order, its ends among them."""
    start, end = place
    ends = {start: 0.0, end: 0.0}
    for match in _WORD_END.finditer(text, start, end):
        ends[match.start("space")] = _cost(match["mark"])
    for match in _UNSPACED.finditer(text, start, end):
        ends.setdefault(match.end(), _cost(match["mark"]))
    known = sorted(ends)
    longest = max(LONGEST_WORD, (end - start) / count / 2)
    for one, other in pairwise(known):
        if other - one > longest:
            apart = (end - start) / count / CHOICES
            ends.update(dict.fromkeys(_characters(text, one, other, apart), CHARACTER_COST))
    size = max(1, end - start)
    return [_Cut((at - start) / size, at, ends[at]) for at in sorted(ends)]


def _cost(mark: str) -> float:
    if not mark:
        return WORD_COST
    return 0.0 if mark in SENTENCE_MARKS else CLAUSE_COST


def _characters(text: str, start: int, end: int, apart: float) -> Iterator[int]:
    """Where characters begin that readers take for one, so far apart, the first left out."""
    wanted = start + max(1.0, apart)
    for match in _CHARACTER.finditer(text, start, end):
        for at in range(match.start(), match.end(), LONGEST_CHARACTER):
            if at >= wanted:
                yield at
                wanted = at + apart


def _trimmed(text: str, place: Place) -> Place:
    """A place without the white space at its ends."""
    start, end = place
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end
