"""Confidence limits of a corpus score, from the statistics of its segments.

A thousand resamples are one matrix of how often each holds each segment; its
product with the segments' statistics holds every resample's sums, and one call
of a metric's `of_sums` scores them all.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix: TypeAlias = NDArray[np.float64]

Seed: TypeAlias = "int | tuple[int, ...] | None"
"""What numpy's generators take; None draws otherwise each time."""

RESAMPLES = 1000
"""sacrebleu's own default for --confidence."""
SEED = 12345
"""sacrebleu's own, so that the same resamples are drawn."""
TAIL = 40
"""One resample in so many lies below the lower limit, and as many above the upper."""
BLOCK = 1 << 22
"""Cells of the matrix of draws that are held at once."""


def seed_of_environment() -> int | None:
    """The seed that sacrebleu takes: SACREBLEU_SEED, "none" for another one each time."""
    given = os.environ.get("SACREBLEU_SEED", str(SEED))
    return None if given.lower() == "none" else int(given)


def limits(
    statistics: Matrix, scoring: Callable[[Matrix], Matrix], seed: int | None = SEED
) -> tuple[float, float] | None:
    """95 % limits by bootstrap: the mean of the resamples, minus and plus sacrebleu's ±.

    `statistics` has a line per segment, `scoring` makes scores of sums of lines. sacrebleu prints
    ``μ = mean ± ci``, ci being half the width between the 2.5th and the 97.5th percentile. Its own
    differ from these in the sixth digit: it adds up in single precision. One segment cannot be
    resampled into anything but itself: None, rather than an interval of no width.

    >>> import numpy as np
    >>> from evalkit.metrics.sums import ter
    >>> [round(limit, 1) for limit in limits(np.array([[1, 10], [3, 10.0], [2, 8]]), ter)]
    [11.6, 31.6]
    """
    import numpy as np

    if len(statistics) < 2:
        return None
    sums = np.concatenate([counts @ statistics for counts in draws(len(statistics), seed=seed)])
    return interval(scoring(sums))


def interval(scores: Matrix) -> tuple[float, float]:
    """The limits that the scores of all resamples give.

    >>> import numpy as np
    >>> interval(np.arange(1000.0))
    (25.0, 974.0)
    """
    import numpy as np

    ordered = np.sort(scores)
    below = len(ordered) // TAIL
    half = float(ordered[-below - 1] - ordered[below]) / 2
    mean = float(ordered.mean())
    return mean - half, mean + half


def draws(clusters: int, resamples: int = RESAMPLES, seed: Seed = SEED) -> Iterator[Matrix]:
    """How often each resample holds each cluster: blocks of lines, a line per resample.

    The draws are those of sacrebleu with the same seed, however many a block holds.

    >>> [float(line.sum()) for block in draws(3, resamples=2) for line in block]
    [3.0, 3.0]
    """
    if seed is not None and clusters * resamples <= BLOCK:
        yield _remembered(clusters, resamples, seed)
        return
    yield from _drawn(clusters, resamples, seed)


@lru_cache(maxsize=4)
def _remembered(clusters: int, resamples: int, seed: Seed) -> Matrix:
    """Metrics over the same rows ask for the same draws."""
    import numpy as np

    counts = np.concatenate(list(_drawn(clusters, resamples, seed)))
    counts.flags.writeable = False
    return counts


def _drawn(clusters: int, resamples: int, seed: Seed) -> Iterator[Matrix]:
    import numpy as np

    generator = np.random.default_rng(seed)
    step = max(1, BLOCK // clusters)
    for start in range(0, resamples, step):
        lines = min(step, resamples - start)
        places = generator.choice(clusters, size=(lines, clusters), replace=True)
        places += np.arange(lines)[:, None] * clusters
        counts = np.bincount(places.ravel(), minlength=lines * clusters)
        yield counts.reshape(lines, clusters).astype(np.float64)
