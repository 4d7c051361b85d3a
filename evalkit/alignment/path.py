"""The best monotone path through two documents, inside a corridor."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import inf

from evalkit.alignment.rows import Bead

Shape = tuple[int, int]

SHAPES: Mapping[Shape, float] = {
    (1, 1): 0.0,
    (1, 0): -4.0,
    (0, 1): -4.0,
    (2, 1): -4.5,
    (1, 2): -4.5,
    (2, 2): -9.0,
    (3, 1): -7.5,
    (1, 3): -7.5,
}
"""The shapes a row may have, source first, each with the logarithm of how rare it is."""

Scores = Callable[[int, int, Shape], float]
"""Evidence for the row of that shape that ends before source i and target j."""


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
    """Beads in order, and the sum of their evidence and rarity."""

    beads: tuple[Bead, ...]
    score: float


def best(size: Shape, corridor: Corridor, evidence: Scores) -> Path:
    """The path of most evidence from the start to the end of both documents.

    Time and memory grow with the area of the corridor.
    """
    rows, columns = size
    steps = tuple(SHAPES.items())
    totals: list[list[float]] = []
    steps_taken: list[bytearray] = []
    for i in range(rows + 1):
        low, high = corridor.low[i], corridor.high[i]
        line, taken = [-inf] * (high - low + 1), bytearray(high - low + 1)
        for j in range(low, high + 1):
            if i == j == 0:
                line[0] = 0.0
                continue
            top, choice = -inf, 0
            for n, (shape, rarity) in enumerate(steps):
                a, b = i - shape[0], j - shape[1]
                if a < 0 or not corridor.low[a] <= b <= corridor.high[a]:
                    continue
                before = (line if a == i else totals[a])[b - corridor.low[a]] + rarity
                if before == -inf:
                    continue
                if shape[0] and shape[1]:
                    before += evidence(i, j, shape)
                if before > top:
                    top, choice = before, n
            line[j - low], taken[j - low] = top, choice
        totals.append(line)
        steps_taken.append(taken)
    beads = []
    i, j = rows, columns
    while i or j:
        shape = steps[steps_taken[i][j - corridor.low[i]]][0]
        beads.append(Bead(tuple(range(i - shape[0], i)), tuple(range(j - shape[1], j))))
        i, j = i - shape[0], j - shape[1]
    return Path(tuple(reversed(beads)), totals[rows][columns - corridor.low[rows]])
