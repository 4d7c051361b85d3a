"""Samples drawn again from those there are, and versions swapped: sums of statistics.

What is resampled comes as a matrix of statistics with a line per cluster, and
a scoring: a function from sums of such lines to scores. A penalty is a ratio
of two sums (points, source words), BLEU and chrF are functions of sums of
n-gram counts, a mean is a sum and a count. A thousand resamples are thus one
matrix of how often each holds each cluster; its product with the statistics
holds every resample's sums, and one call of the scoring scores them all.

A cluster is what is drawn whole. Within one article the clusters are its
paragraphs (rows): "resampled by paragraph". Over a batch they are documents,
since paragraphs of one article share their faults: "resampled by document".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix: TypeAlias = NDArray[np.float64]
    Scoring: TypeAlias = Callable[[Matrix], Matrix]

Seed: TypeAlias = "int | tuple[int, ...] | None"
"""What numpy's generators take; None draws otherwise each time."""

RESAMPLES = 1000
"""sacrebleu's own default for --confidence."""
TRIALS = 10_000
"""Random swaps, sacrebleu's own default; where there are no more ways than this, all are taken."""
BLOCK = 1 << 22
"""Cells of the matrices of draws and of swaps that are held at once."""


def mean(sums: Matrix) -> Matrix:
    """The mean, of sums of (value, 1).

    >>> import numpy as np
    >>> mean(np.array([[3.0, 4.0], [5.0, 2.0]])).tolist()
    [0.75, 2.5]
    """
    means: Matrix = sums[..., 0] / sums[..., 1]
    return means


def draws(clusters: int, seed: Seed, resamples: int = RESAMPLES) -> Iterator[Matrix]:
    """How often each resample holds each cluster: blocks of lines, a line per resample.

    The draws are those of sacrebleu with the same seed, however many a block holds.

    >>> [float(line.sum()) for block in draws(3, 12345, resamples=2) for line in block]
    [3.0, 3.0]
    """
    if seed is not None and clusters * resamples <= BLOCK:
        yield _remembered(clusters, seed, resamples)
        return
    yield from _drawn(clusters, seed, resamples)


@lru_cache(maxsize=4)
def _remembered(clusters: int, seed: Seed, resamples: int) -> Matrix:
    """Metrics over the same rows ask for the same draws."""
    import numpy as np

    counts = np.concatenate(list(_drawn(clusters, seed, resamples)))
    counts.flags.writeable = False
    return counts


def _drawn(clusters: int, seed: Seed, resamples: int) -> Iterator[Matrix]:
    import numpy as np

    generator = np.random.default_rng(seed)
    step = max(1, BLOCK // clusters)
    for start in range(0, resamples, step):
        lines = min(step, resamples - start)
        places = generator.choice(clusters, size=(lines, clusters), replace=True)
        places += np.arange(lines)[:, None] * clusters
        counts = np.bincount(places.ravel(), minlength=lines * clusters)
        yield counts.reshape(lines, clusters).astype(np.float64)


def resampled(statistics: Matrix, seed: Seed) -> Matrix:
    """The sums of every resample's statistics, a line each.

    >>> import numpy as np
    >>> resampled(np.array([[1.0, 10.0], [1.0, 10.0]]), 12345)[0].tolist()
    [2.0, 20.0]
    """
    import numpy as np

    return np.concatenate([counts @ statistics for counts in draws(len(statistics), seed)])


def swapped(ours: Matrix, theirs: Matrix, seed: Seed, trials: int = TRIALS) -> Matrix:
    """One side's sums after each random swap of the two within clusters, a line each.

    Which clusters stay ours in which trial follows from the seed as in sacrebleu.
    """
    return _mixed(ours, theirs, _stays(len(ours), seed, trials))


def swapped_every_way(ours: Matrix, theirs: Matrix) -> Matrix:
    """One side's sums for every choice of clusters that stay ours, a line each.

    >>> import numpy as np
    >>> swapped_every_way(np.array([[1.0], [2.0]]), np.array([[10.0], [20.0]])).ravel().tolist()
    [30.0, 21.0, 12.0, 3.0]
    """
    import numpy as np

    clusters = len(ours)
    ways = (np.arange(2**clusters)[:, None] >> np.arange(clusters)) & 1 == 1
    return _mixed(ours, theirs, ways)


def _stays(clusters: int, seed: Seed, trials: int) -> NDArray[np.bool_]:
    """Which clusters stay ours in each trial (trials x clusters)."""
    few = seed is not None and clusters * trials <= BLOCK
    return (
        _remembered_stays(clusters, seed, trials) if few else _drawn_stays(clusters, seed, trials)
    )


@lru_cache(maxsize=2)
def _remembered_stays(clusters: int, seed: Seed, trials: int) -> NDArray[np.bool_]:
    """Measures of the same two versions ask for the same swaps."""
    return _drawn_stays(clusters, seed, trials)


def _drawn_stays(clusters: int, seed: Seed, trials: int) -> NDArray[np.bool_]:
    import numpy as np

    return np.random.default_rng(seed).integers(2, size=(trials, clusters), dtype=bool)


def _mixed(ours: Matrix, theirs: Matrix, stays: NDArray[np.bool_]) -> Matrix:
    import numpy as np

    apart, base = ours - theirs, theirs.sum(axis=0)
    step = max(1, BLOCK // len(ours))
    blocks = (stays[start : start + step] for start in range(0, len(stays), step))
    return np.concatenate([base + block.astype(np.float64) @ apart for block in blocks])
