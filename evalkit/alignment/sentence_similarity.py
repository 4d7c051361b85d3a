"""What sentence vectors say of two stretches of text facing each other.

The raw cosines of an encoder say little: unrelated texts have 0.8 in one
encoder and 0.1 in the next. Here each document's mean is taken off its vectors,
and a cosine is read between two points that the documents give themselves: that
of paragraphs that do not face each other, which counts as 0, and that of those
that surely do, which counts as 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evalkit.alignment.corridor import Point, heaviest_chain
from evalkit.document import Document
from evalkit.encoders.cached_encoder import CachedEncoder
from evalkit.text.sentences import split

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FEWEST = 4
"""Paragraphs with text on either side that it takes to know what is common to all."""
SMALLEST = 0.1
"""Length of what a vector has beyond the mean that is not taken for noise alone."""
IN_ORDER = 0.7
"""Share of those who are each other's nearest that must be in one order, …"""
ENOUGH = 0.25
""" … and of the shorter document's paragraphs that must be among them."""
SIGMA = 1.4826
"""Standard deviations in the median deviation from the median."""
APART = 2.0
"""Standard deviations of the unrelated by which those that face each other must stand out."""
AROUND = 40
"""Sentences to either side that tell what is common to a part of a document."""
FAR = 1000
"""In long documents neighbours are sought so many paragraphs to either side."""
TOGETHER = 32
"""So many paragraphs of either side are compared at once."""

AT_ONCE = 256
"""Paragraphs of the source whose neighbours are sought at once."""

STEEP, MIDDLE = 14.0, 0.5
"""Nats for the whole range from unrelated to facing, and where it says neither."""
WORST, BEST = -6.0, 12.0
"""The most that vectors may say in one row: some are wrong."""
MEMBER_STEEP, MEMBER_MIDDLE = 20.0, 0.45
"""The same for each paragraph of a merge: what does not find itself there was left out."""
MEMBER_WORST, MEMBER_BEST = -6.0, 2.0
LITTLE = 10.0
"""Characters of text whose vector is half trusted."""


@dataclass(frozen=True, slots=True)
class Stretches:
    """The sentences of a document, and from them any stretch of its paragraphs.

    `sentences` are unit vectors, one a sentence (sentences, width), from which
    what all of the document has in common is taken off; paragraph n holds those
    from `first[n]` to `first[n + 1]`, one that is all zeros where it is empty.
    `sums[n]` is the sum of the vectors before paragraph n, each by its length;
    `lengths[n]` that of the lengths.
    """

    sentences: NDArray[np.float64]
    first: NDArray[np.intp]
    sums: NDArray[np.float64]
    lengths: NDArray[np.float64]

    @property
    def filled(self) -> int:
        """How many paragraphs hold any text."""
        return int((self.lengths[1:] > self.lengths[:-1]).sum())

    def __len__(self) -> int:
        return len(self.first) - 1

    def ending(self, ends: NDArray[np.intp], size: int) -> NDArray[np.float64]:
        """The unit vectors of the stretches of `size` paragraphs before these ends.

        All zeros where there are none, or no text in them.
        """
        import numpy as np

        starts = np.maximum(ends - size, 0)
        found = self.sums[ends] - self.sums[starts]
        length = self.lengths[ends] - self.lengths[starts]
        found[ends < size] = 0.0
        return _unit(found / np.maximum(length, 1.0)[:, None])


@dataclass(frozen=True, slots=True)
class Scale:
    """Where cosines count as nothing (0) and as a translation (1)."""

    nothing: float
    translation: float

    def of(self, cosines: NDArray[np.float64]) -> NDArray[np.float64]:
        return (cosines - self.nothing) / (self.translation - self.nothing)


class Likeness:
    """How alike any two stretches of two documents are, in nats.

    `scale` is how cosines of these documents are read; `chain` are paragraphs that
    plainly face each other, counted behind them, with their nats.
    """

    def __init__(
        self, source: Stretches, target: Stretches, scale: Scale, chain: dict[Point, float]
    ) -> None:
        self._source, self._target = source, target
        self.scale, self.chain = scale, chain
        self._blocks: dict[tuple[int, int, int, int], list[list[float]]] = {}

    def nats(self, i: int, j: int, a: int, b: int) -> float:
        """The log-likelihood ratio of `a` paragraphs before source i facing `b` before target j."""
        place = a, b, i // TOGETHER, j // TOGETHER
        block = self._blocks.get(place)
        if block is None:
            block = self._blocks[place] = self._block(*place)
        return block[i % TOGETHER][j % TOGETHER]

    def _block(self, a: int, b: int, row: int, column: int) -> list[list[float]]:
        import numpy as np

        source, target = self._source, self._target
        here = np.arange(row * TOGETHER, min((row + 1) * TOGETHER, len(source) + 1))
        there = np.arange(column * TOGETHER, min((column + 1) * TOGETHER, len(target) + 1))
        ours, theirs = source.ending(here, a), target.ending(there, b)
        found = nats(self.scale.of(ours @ theirs.T))
        if a > 1:
            found += member_nats(self.scale.of(_least(source, here, a, target, there, b)))
        if b > 1:
            found += member_nats(self.scale.of(_least(target, there, b, source, here, a).T))
        found *= np.minimum.outer(_trust(source, here, a), _trust(target, there, b))
        rows: list[list[float]] = found.tolist()
        return rows


def nats(likeness: NDArray[np.float64]) -> NDArray[np.float64]:
    """Log-likelihood ratios of likenesses, where 0 is unrelated and 1 a translation."""
    return (STEEP * (likeness - MIDDLE)).clip(WORST, BEST)


def member_nats(likeness: NDArray[np.float64]) -> NDArray[np.float64]:
    """The same for the one paragraph of a merge that is least found on the other side."""
    return (MEMBER_STEEP * (likeness - MEMBER_MIDDLE)).clip(MEMBER_WORST, MEMBER_BEST)


def _least(
    merged: Stretches,
    ends: NDArray[np.intp],
    size: int,
    other: Stretches,
    other_ends: NDArray[np.intp],
    other_size: int,
) -> NDArray[np.float64]:
    """Of every merge the cosine of the paragraph that the other side has least.

    A paragraph is compared with the other side as a whole and with each of its
    sentences; (ends, other ends).
    """
    import numpy as np

    members = np.arange(max(ends[0] - size, 0), ends[-1])
    vectors = merged.ending(members + 1, 1)
    found = vectors @ other.ending(other_ends, other_size).T
    start, stop = max(int(other_ends[0]) - other_size, 0), int(other_ends[-1])
    if len(members) == 0 or stop == start:
        return np.zeros((len(ends), len(other_ends)))
    first = other.first[start:stop]
    cosines = vectors @ other.sentences[first[0] : other.first[stop]].T
    best = np.maximum.reduceat(cosines, first - first[0], axis=1)
    for n in range(1, other_size + 1):
        places = other_ends - n - start
        there = places >= 0
        found[:, there] = np.maximum(found[:, there], best[:, places[there]])
    least = np.full((len(ends), len(other_ends)), np.inf)
    for n in range(1, size + 1):
        places = ends - n - members[0]
        there = places >= 0
        least[there] = np.minimum(least[there], found[places[there]])
    least[np.isinf(least)] = 0.0
    return least


def _trust(side: Stretches, ends: NDArray[np.intp], size: int) -> NDArray[np.float64]:
    """How far the vectors of stretches are believed, 0 to 1: the less, the shorter they are."""
    import numpy as np

    length = side.lengths[ends] - side.lengths[np.maximum(ends - size, 0)]
    trust: NDArray[np.float64] = length / (length + LITTLE)
    return trust


def compare(source: Document, target: Document, meaning: CachedEncoder) -> Likeness | None:
    """What the vectors say of two documents; None where they say nothing.

    That is so in documents of a few paragraphs, where the vectors are all
    alike or no numbers, and where those nearest to each other are in no order:
    the encoder does not know the language.
    """
    ours, theirs = _read(source, meaning), _read(target, meaning)
    return _judged(ours, theirs) if ours and theirs else None


def likeness(
    source_vectors: NDArray[np.float32], target_vectors: NDArray[np.float32]
) -> NDArray[np.float64]:
    """How alike sentences are, in nats; (source sentences, target sentences).

    The arguments hold a unit vector for each sentence, in reading order, of so
    much text that what is common to all of it can be known: of a document
    rather than a row. All zeros where the vectors say nothing.
    """
    import numpy as np

    ours, theirs = (
        _stretches(np.asarray(vectors, np.float64), np.ones(len(vectors)), range(len(vectors) + 1))
        for vectors in (source_vectors, target_vectors)
    )
    found = _judged(ours, theirs) if ours and theirs else None
    if not ours or not theirs or not found:
        return np.zeros((len(source_vectors), len(target_vectors)))
    return nats(found.scale.of(ours.sentences @ theirs.sentences.T))


def _read(document: Document, meaning: CachedEncoder) -> Stretches | None:
    """A document's stretches; None where it has too little text or the vectors are none."""
    import numpy as np

    texts: list[str] = []
    first = [0]
    for paragraph in document.paragraphs:
        found = [s.of(paragraph.text) for s in split(paragraph.text, document.language)]
        texts += found or [""]
        first.append(len(texts))
    filled = [n for n, text in enumerate(texts) if text]
    if len(filled) < FEWEST:
        return None
    known = np.asarray(meaning.vectors([texts[n] for n in filled]), np.float64)
    vectors = np.zeros((len(texts), known.shape[1]))
    vectors[filled] = known
    lengths = np.array([sum(not c.isspace() for c in text) for text in texts], np.float64)
    return _stretches(vectors, lengths, first)


def _stretches(
    vectors: NDArray[np.float64], lengths: NDArray[np.float64], first: Sequence[int]
) -> Stretches | None:
    """The stretches of a document whose mean is taken off; None where vectors are no numbers."""
    import numpy as np

    if (lengths > 0).sum() < FEWEST or not np.isfinite(vectors).all():
        return None
    own = _unit(np.where(lengths[:, None] > 0, vectors - _common(vectors, lengths), 0.0))
    sums = np.zeros((len(own) + 1, own.shape[1]))
    np.cumsum(own * lengths[:, None], axis=0, out=sums[1:])
    totals = np.concatenate([[0.0], np.cumsum(lengths)])
    places = np.array(first, np.intp)
    return Stretches(own, places, sums[places], totals[places])


def _common(vectors: NDArray[np.float64], lengths: NDArray[np.float64]) -> NDArray[np.float64]:
    """For every sentence the mean of those around it: what a chapter has in common."""
    import numpy as np

    places = np.arange(len(vectors))
    start = np.clip(places - AROUND, 0, max(0, len(vectors) - 2 * AROUND))
    stop = np.minimum(start + 2 * AROUND, len(vectors))
    sums = np.zeros((len(vectors) + 1, vectors.shape[1]))
    np.cumsum(vectors * lengths[:, None], axis=0, out=sums[1:])
    totals = np.concatenate([[0.0], np.cumsum(lengths)])
    weight = np.maximum(totals[stop] - totals[start], 1.0)
    common: NDArray[np.float64] = (sums[stop] - sums[start]) / weight[:, None]
    return common


def _judged(source: Stretches, target: Stretches) -> Likeness | None:
    """The likeness on the scale that the two documents give; None where they give none."""
    import numpy as np

    pairs, sample = _nearest(source, target)
    chain = heaviest_chain(pairs)
    shorter = min(source.filled, target.filled)
    if len(chain) < max(FEWEST, IN_ORDER * len(pairs), ENOUGH * shorter):
        return None
    nothing = float(np.median(sample))
    noise = SIGMA * float(np.median(np.abs(sample - nothing)))
    translation = float(np.median([pairs[pair] for pair in chain]))
    if translation - nothing < max(APART * noise, SMALLEST):
        return None
    scale = Scale(nothing, translation)
    worth = nats(scale.of(np.array([pairs[pair] for pair in chain])))
    return Likeness(source, target, scale, dict(zip(chain, map(float, worth), strict=True)))


def _unit(vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    """Vectors of length 1, or less where there was next to nothing of them."""
    import numpy as np

    found: NDArray[np.float64] = vectors / np.sqrt((vectors**2).sum(1, keepdims=True) + SMALLEST**2)
    return found


def _nearest(
    source: Stretches, target: Stretches
) -> tuple[dict[Point, float], NDArray[np.float64]]:
    """Paragraphs that are each other's nearest, with their cosine, and cosines of any two.

    A pair (i, j) is counted behind its paragraphs: i + 1 and j + 1 are taken.
    """
    import numpy as np

    ours = source.ending(np.arange(1, len(source) + 1), 1)
    theirs = target.ending(np.arange(1, len(target) + 1), 1)
    filled = np.diff(target.lengths) > 0
    size = len(target)
    forth = np.zeros(len(source), np.intp)
    back, closest = np.zeros(size, np.intp), np.full(size, -np.inf)
    values = np.zeros(len(source))
    sample = []
    for start in range(0, len(source), AT_ONCE):
        stop = min(start + AT_ONCE, len(source))
        low = max(0, start * size // len(source) - FAR)
        high = min(size, stop * size // len(source) + FAR + 1)
        cosines = np.where(filled[low:high], ours[start:stop] @ theirs[low:high].T, -1.0)
        forth[start:stop] = low + cosines.argmax(1)
        values[start:stop] = cosines.max(1)
        better = cosines.max(0) > closest[low:high]
        back[low:high] = np.where(better, start + cosines.argmax(0), back[low:high])
        closest[low:high] = np.maximum(cosines.max(0), closest[low:high])
        sample.append(cosines[:, filled[low:high]][:: max(1, len(source) // AT_ONCE)].ravel())
    pairs = {
        (i + 1, int(j) + 1): max(float(values[i]), 0.0)
        for i, j in enumerate(forth)
        if back[j] == i and source.lengths[i + 1] > source.lengths[i]
    }
    return pairs, np.concatenate(sample)
