"""The best monotone path through two documents, inside a corridor."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from math import inf

from evalkit.alignment.rows import AlignmentUnit

Shape = tuple[int, int]

SHAPES: Mapping[Shape, float] = {
    (1, 1): 0.0,
    (1, 0): -4.0,
    (0, 1): -4.0,
    (2, 1): -4.5,
    (1, 2): -4.5,
    (2, 2): -14.0,
    (3, 1): -7.0,
    (1, 3): -7.0,
}
"""The shapes a row may have, source first, each with the logarithm of how rare it is."""

MANY = range(4, 13)
"""So many paragraphs may be one on the other side, where their lengths agree."""
ONE_MORE = -1.5
"""What each of them adds beyond three: an editor who joins paragraphs joins several."""
_RARITY: Mapping[Shape, float] = {
    **SHAPES,
    **{s: SHAPES[3, 1] + ONE_MORE * (n - 3) for n in MANY for s in ((n, 1), (1, n))},
}
_ALL_SHAPES = tuple(_RARITY)
_NUMBERED = {shape: n for n, shape in enumerate(_ALL_SHAPES)}

GAP_GOES_ON = 1.0
"""What is left out or added comes in one piece sooner than in several."""
LARGEST = max(MANY)

Scores = Callable[[int, int, Shape], float]
"""Evidence for the row of that shape that ends before source i and target j."""
Merges = Callable[[int, int], Iterable[Shape]]
"""The shapes of `MANY` that are worth a look before source i and target j."""


@dataclass(frozen=True, slots=True)
class Corridor:
    """For every number of source paragraphs taken, from 0 to all of them, the
    fewest and the most target paragraphs that may have been taken with them."""

    low: Sequence[int]
    high: Sequence[int]

    @classmethod
    def full(cls, source: int, target: int) -> Corridor:
        return cls([0] * (source + 1), [target] * (source + 1))


@dataclass(frozen=True, slots=True)
class Path:
    """Alignment units in order, and the sum of their evidence and rarity."""

    units: tuple[AlignmentUnit, ...]
    score: float


BEAM = 80.0
"""Paths that fall so many nats behind the best are given up, in long documents only."""
LONG = 20_000
"""Cells that are searched in full."""


def best(size: Shape, corridor: Corridor, evidence: Scores, merges: Merges) -> Path:
    """The path of most evidence from the start to the end of both documents.

    Time and memory grow with the area of the corridor.
    """
    area = sum(high - low + 1 for low, high in zip(corridor.low, corridor.high, strict=True))
    if area > LONG and (path := _search(size, corridor, evidence, merges, BEAM)):
        return path
    path = _search(size, corridor, evidence, merges, inf)
    assert path, "a corridor leads from the start to the end"
    return path


def _search(
    size: Shape, corridor: Corridor, evidence: Scores, merges: Merges, beam: float
) -> Path | None:
    rows, columns = size
    steps = tuple(SHAPES)
    totals: list[list[float]] = []
    choices: list[bytearray] = []
    alive: list[tuple[int, int]] = []
    for i in range(rows + 1):
        low, high = corridor.low[i], corridor.high[i]
        line, taken = [-inf] * (high - low + 1), bytearray(high - low + 1)
        totals.append(line)
        choices.append(taken)
        first = min((reach[0] for reach in alive[-LARGEST:]), default=low)
        last = max((reach[1] for reach in alive[-LARGEST:]), default=0) + LARGEST
        leader = -inf
        for j in range(max(low, first), high + 1):
            if j > last and line[j - low - 1] < leader - beam:
                break
            top, choice = (0.0, 0) if i == j == 0 else (-inf, 0)
            for shape in chain(steps, merges(i, j)):
                a, b = shape
                x, y = i - a, j - b
                if x < 0 or not corridor.low[x] <= y <= corridor.high[x]:
                    continue
                total = totals[x][y - corridor.low[x]] + _RARITY[shape]
                if total == -inf:
                    continue
                n = _NUMBERED[shape]
                if a and b:
                    total += evidence(i, j, shape)
                elif choices[x][y - corridor.low[x]] == n:
                    total += GAP_GOES_ON
                if total > top:
                    top, choice = total, n
            line[j - low], taken[j - low] = top, choice
            leader = max(leader, top)
        living = [j for j, total in enumerate(line, low) if total > -inf and total >= leader - beam]
        if not living:
            return None
        if beam < inf and i < rows:
            line[:] = [total if total >= leader - beam else -inf for total in line]
        alive.append((living[0], living[-1]))
    if totals[rows][columns - corridor.low[rows]] == -inf:
        return None
    units = _traced(size, corridor, choices)
    return Path(units, totals[rows][columns - corridor.low[rows]])


def _traced(
    size: Shape, corridor: Corridor, choices: Sequence[Sequence[int]]
) -> tuple[AlignmentUnit, ...]:
    """The alignment units of the choices that lead to the end, from the first to the last."""
    units = []
    i, j = size
    while i or j:
        a, b = _ALL_SHAPES[choices[i][j - corridor.low[i]]]
        units.append(AlignmentUnit(tuple(range(i - a, i)), tuple(range(j - b, j))))
        i, j = i - a, j - b
    return tuple(reversed(units))
