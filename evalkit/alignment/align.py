"""Rows of one version: which of its paragraphs face which of the source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from math import exp, inf, log
from statistics import median
from typing import TYPE_CHECKING

from evalkit.alignment.corridor import MARGIN, SMALL, WIDEST, around, corridor, nearby, presses
from evalkit.alignment.diagonal import Evidence, held, pinned
from evalkit.alignment.pair_score import SLACK, Context, Side, score
from evalkit.alignment.paragraph_features import Traits, together, traits
from evalkit.alignment.path import MANY, Corridor, Merges, Path, Shape, best
from evalkit.alignment.rows import AlignmentUnit
from evalkit.alignment.shared_marks import Links, link
from evalkit.document import Document
from evalkit.languages import profile

if TYPE_CHECKING:
    from evalkit.alignment.sentence_similarity import Likeness
    from evalkit.encoders.cached_encoder import CachedEncoder

ROUNDS = 3
"""How often the length ratio is learnt anew from the rows it led to."""
PRIOR_ROWS = 4
"""The languages' own ratio counts as much as this many rows of the document."""
EQUAL_STRUCTURE = 6.0
"""Nats of evidence it takes to believe that documents of as many paragraphs differ."""
TITLES = 1.0
"""Nats for the first paragraphs facing each other: a title is seldom what is left out."""
DOUBTFUL = 0.25
"""Logarithm by which the documents' own ratio must differ to be tried beside the languages'."""
IMPLAUSIBLE = 4.0
"""Merges and splits whose lengths are off by this factor are not looked at, …"""
SPARE = 20
""" … give or take so many characters."""
AS_LONG = 1.5
"""The same for those of many paragraphs: nothing but their length sets them apart."""


def align(
    source: Document,
    target: Document,
    meaning: CachedEncoder | None = None,
) -> tuple[AlignmentUnit, ...]:
    """Which paragraphs face each other, in reading order.

    `meaning` knows the texts' sentence vectors; without it length, structure,
    numbers and names have to do.

    Every paragraph of both documents is in exactly one alignment unit. Paragraphs may be
    left out (1:0), added (0:1), merged or split.
    """
    ours, theirs = traits(source), traits(target)
    if not ours or not theirs:
        return tuple(AlignmentUnit((n,), ()) for n in range(len(ours))) + tuple(
            AlignmentUnit((), (n,)) for n in range(len(theirs))
        )
    links = link(ours, theirs)
    likeness = _likeness(source, target, meaning) if meaning else None
    known, other = profile(source.language), profile(target.language)
    prior = other.length_ratio / known.length_ratio
    spread = max(known.length_spread, other.length_spread)
    path = _along_the_diagonal(ours, theirs, links, likeness, prior, spread) or max(
        (
            _settle(ours, theirs, links, likeness, start, prior, spread)
            for start in _starts(prior, ours, theirs)
        ),
        key=lambda found: found.score,
    )
    return path.units


def _along_the_diagonal(
    ours: Sequence[Traits],
    theirs: Sequence[Traits],
    links: Links,
    likeness: Likeness | None,
    usual: float,
    spread: float,
) -> Path | None:
    """The path of long documents of as many paragraphs that mostly face each other in order.

    None where they do not: then it is to be sought with more care.
    """
    size = len(ours)
    if size != len(theirs) or size <= SMALL:
        return None
    assumed = Path(tuple(AlignmentUnit((n,), (n,)) for n in range(size)), 0.0)
    ratio = _learnt(assumed, ours, theirs, usual)

    def context(within: Corridor) -> Context:
        return Context(nearby(links, within), ratio, usual, spread, likeness)

    near = context(around(assumed, (size, size)))
    within = pinned(held(size, _evidence(ours, theirs, near)))
    if within is None:
        return None
    seen = context(within)
    path = _walk(ours, theirs, seen, within)
    return _straightened(path, ours, theirs, seen)


def _straightened(
    path: Path, ours: Sequence[Traits], theirs: Sequence[Traits], context: Context
) -> Path:
    """The diagonal, where the path of documents of as many paragraphs is little better."""
    steps = range(len(ours) + 1)
    straight = _walk(ours, theirs, context, Corridor(steps, steps))
    return straight if straight.score + EQUAL_STRUCTURE >= path.score else path


def _evidence(ours: Sequence[Traits], theirs: Sequence[Traits], context: Context) -> Evidence:
    from_source = _Sides(ours, context.links.source, context.links.source_alone)
    from_target = _Sides(theirs, context.links.target, context.links.target_alone)
    return lambda i, j: score(from_source.before(i, 1), from_target.before(j, 1), context)


def _starts(prior: float, ours: Sequence[Traits], theirs: Sequence[Traits]) -> list[float]:
    """Ratios to begin with: that of the languages, and the documents' own if it is another.

    Which of them is right shows in the evidence: documents that differ in length
    may lack half their text, or be in languages whose ratio nobody has measured.
    """
    whole = sum(t.length for t in theirs), sum(t.length for t in ours)
    if not all(whole) or abs(log(whole[0] / whole[1] / prior)) < DOUBTFUL:
        return [prior]
    return [prior, whole[0] / whole[1]]


def _likeness(source: Document, target: Document, meaning: CachedEncoder) -> Likeness | None:
    from evalkit.alignment.sentence_similarity import compare

    return compare(source, target, meaning)


def _settle(
    ours: Sequence[Traits],
    theirs: Sequence[Traits],
    links: Links,
    likeness: Likeness | None,
    start: float,
    usual: float,
    spread: float,
) -> Path:
    """The path, once the ratio of lengths is learnt from the rows that it led to."""
    size, margin, ratio = (len(ours), len(theirs)), MARGIN, start
    sure = likeness.chain if likeness else {}

    def walk(within: Corridor, ratio: float) -> Path:
        context = Context(nearby(links, within), ratio, usual, spread, likeness)
        return _walk(ours, theirs, context, within)

    within = corridor(ours, theirs, links, margin, sure)
    path = walk(within, ratio)
    for _ in range(ROUNDS):
        ratio = _learnt(path, ours, theirs, start)
        pressed = presses(path, within, len(theirs)) and margin < WIDEST
        if pressed:
            margin *= 2
            within = corridor(ours, theirs, links, margin, sure)
        else:
            within = around(path, size)
        found = walk(within, ratio)
        settled = found.units == path.units and not pressed
        path = found
        if settled:
            break
    if size[0] == size[1]:
        context = Context(nearby(links, within), ratio, usual, spread, likeness)
        return _straightened(path, ours, theirs, context)
    return path


def _walk(
    ours: Sequence[Traits], theirs: Sequence[Traits], context: Context, within: Corridor
) -> Path:
    from_source = _Sides(ours, context.links.source, context.links.source_alone)
    from_target = _Sides(theirs, context.links.target, context.links.target_alone)
    longest, shortest = IMPLAUSIBLE * context.ratio, context.ratio / IMPLAUSIBLE

    def evidence(i: int, j: int, shape: Shape) -> float:
        facing, faced = from_source.before(i, shape[0]), from_target.before(j, shape[1])
        if shape != (1, 1):
            size = faced.traits.length + SPARE
            if (
                not shortest * facing.traits.length - SPARE
                < size
                < longest * (facing.traits.length + SPARE)
            ):
                return -inf
        return score(facing, faced, context) + (TITLES if (i, j) == (1, 1) else 0.0)

    merges = _merges([t.length for t in ours], [t.length for t in theirs], context)
    return best((len(ours), len(theirs)), within, evidence, merges)


def _merges(ours: Sequence[int], theirs: Sequence[int], context: Context) -> Merges:
    """Finds where many paragraphs together are about as long as one that ends beside them.

    Documents whose ratio is none that their languages have lack text: that many
    paragraphs are as long as one proves nothing there.
    """
    ratio = context.ratio
    if abs(log(ratio / context.usual)) > log(AS_LONG):
        return lambda _i, _j: ()
    sources = list(accumulate(ours, initial=0))
    targets = list(accumulate(theirs, initial=0))

    def found(i: int, j: int) -> Iterator[Shape]:
        if i and j:
            yield from ((n, 1) for n in _sizes(sources, i, theirs[j - 1] / ratio))
            yield from ((1, n) for n in _sizes(targets, j, ours[i - 1] * ratio))

    return found


def _sizes(lengths: Sequence[int], end: int, wanted: float) -> Iterator[int]:
    """How many paragraphs before `end` have about the wanted length; `lengths` are running sums."""
    if end >= MANY[0] and lengths[end] - lengths[end - MANY[0]] <= wanted * AS_LONG:
        for n in MANY:
            length = lengths[end] - lengths[end - n] if n <= end else inf
            if length > wanted * AS_LONG:
                return
            if length * AS_LONG >= wanted:
                yield n


class _Sides:
    """The stretches of a document, made once each."""

    def __init__(
        self, parts: Sequence[Traits], marks: Sequence[frozenset[int]], alone: frozenset[int]
    ) -> None:
        self._parts, self._marks, self._alone = parts, marks, alone
        self._made: dict[tuple[int, int], Side] = {}

    def before(self, end: int, size: int) -> Side:
        """The stretch of `size` paragraphs that ends before paragraph `end`."""
        side = self._made.get((end, size))
        if side is None:
            start = end - size
            side = Side(
                together(self._parts[start:end]) if size > 1 else self._parts[start],
                frozenset().union(*self._marks[start:end]),
                not self._alone.isdisjoint(range(start, end)),
                end,
                size,
            )
            self._made[end, size] = side
        return side


def _learnt(path: Path, ours: Sequence[Traits], theirs: Sequence[Traits], prior: float) -> float:
    """The ratio of lengths in the rows found, leaning on the prior where they are few."""
    ratios = [
        log((theirs[unit.target[0]].length + SLACK) / (ours[unit.source[0]].length + SLACK))
        for unit in path.units
        if unit.shape == "1:1"
    ]
    if not ratios:
        return prior
    weight = len(ratios) / (len(ratios) + PRIOR_ROWS)
    return exp(weight * median(ratios) + (1 - weight) * log(prior))
