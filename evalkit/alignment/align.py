"""Rows of one version: which of its paragraphs face which of the source."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, log
from statistics import median

from evalkit.alignment.evidence import Context, Side, score
from evalkit.alignment.links import link
from evalkit.alignment.path import Corridor, Path, Shape, best
from evalkit.alignment.rows import Bead
from evalkit.alignment.traits import Traits, together, traits
from evalkit.document import Document
from evalkit.languages import profile

ROUNDS = 3
"""How often the length ratio is learnt anew from the rows it led to."""
PRIOR_ROWS = 4
"""The languages' own ratio counts as much as this many rows of the document."""


def align(source: Document, target: Document) -> tuple[Bead, ...]:
    """Which paragraphs face each other, in reading order.

    Every paragraph of both documents is in exactly one bead. Paragraphs may be
    left out (1:0), added (0:1), merged or split.
    """
    ours, theirs = traits(source), traits(target)
    if not ours or not theirs:
        return tuple(Bead((n,), ()) for n in range(len(ours))) + tuple(
            Bead((), (n,)) for n in range(len(theirs))
        )
    links = link(ours, theirs)
    known, other = profile(source.language), profile(target.language)
    prior = other.length_ratio / known.length_ratio
    spread = max(known.length_spread, other.length_spread)
    ratio = prior
    corridor = Corridor.full(len(ours), len(theirs))
    path: Path | None = None
    for _ in range(ROUNDS):
        found = _walk(ours, theirs, Context(links, ratio, spread), corridor)
        if path and found.beads == path.beads:
            break
        path, ratio = found, _learnt(found, ours, theirs, prior)
    assert path
    return path.beads


def _walk(
    ours: Sequence[Traits], theirs: Sequence[Traits], context: Context, corridor: Corridor
) -> Path:
    from_source = _Sides(ours, context.links.source)
    from_target = _Sides(theirs, context.links.target)

    def evidence(i: int, j: int, shape: Shape) -> float:
        return score(from_source.before(i, shape[0]), from_target.before(j, shape[1]), context)

    return best((len(ours), len(theirs)), corridor, evidence)


class _Sides:
    """The stretches of a document, made once each."""

    def __init__(self, parts: Sequence[Traits], marks: Sequence[frozenset[int]]) -> None:
        self._parts, self._marks = parts, marks
        self._made: dict[tuple[int, int], Side] = {}

    def before(self, end: int, size: int) -> Side:
        """The stretch of `size` paragraphs that ends before paragraph `end`."""
        side = self._made.get((end, size))
        if side is None:
            start = end - size
            side = Side(
                together(self._parts[start:end]) if size > 1 else self._parts[start],
                frozenset().union(*self._marks[start:end]),
                size,
            )
            self._made[end, size] = side
        return side


def _learnt(path: Path, ours: Sequence[Traits], theirs: Sequence[Traits], prior: float) -> float:
    """The ratio of lengths in the rows found, leaning on the prior where they are few."""
    ratios = [
        log((theirs[bead.target[0]].length + 2) / (ours[bead.source[0]].length + 2))
        for bead in path.beads
        if bead.shape == "1:1"
    ]
    if not ratios:
        return prior
    weight = len(ratios) / (len(ratios) + PRIOR_ROWS)
    return exp(weight * median(ratios) + (1 - weight) * log(prior))
