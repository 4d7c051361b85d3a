"""How sure a figure is: 95 % intervals of shares and of anything else."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from math import sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# The normal deviate of a two-sided 95 % interval.
DEVIATE = 1.959964
RESAMPLES = 500
SEED = 12345
LEVEL = 0.95
# With fewer documents the resampled figures say more of the few than of all there could be.
FEWEST = 5


def wilson(part: int, whole: int) -> tuple[float, float]:
    """The 95 % Wilson score interval of a share.

    >>> [round(limit, 4) for limit in wilson(10, 100)]
    [0.0552, 0.1744]
    """
    if not whole:
        return 0.0, 1.0
    share, square = part / whole, DEVIATE**2
    middle = (share + square / (2 * whole)) / (1 + square / whole)
    spread = sqrt(share * (1 - share) / whole + square / (4 * whole**2))
    half = DEVIATE * spread / (1 + square / whole)
    return max(0.0, middle - half), min(1.0, middle + half)


def bootstrap(
    statistic: Callable[[NDArray[np.int64]], float | None],
    clusters: Sequence[Hashable],
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> tuple[float, float] | None:
    """The 95 % percentile interval of a statistic when whole documents are drawn anew.

    `clusters[i]` is the document of segment i. A draw takes as many documents
    as there are, with replacement, each with all its segments: segments of one
    document are alike, and drawing them singly would make the interval too
    narrow. `statistic` is given the indices drawn. Draws for which it is not
    defined are left out; None where there are fewer than five documents, or
    most draws are left out. The draws follow from the seed alone.

    >>> import numpy as np
    >>> values = np.arange(20.0)
    >>> low, high = bootstrap(lambda drawn: float(values[drawn].mean()), range(20))
    >>> 5 < low < 9.5 < high < 14
    True
    """
    import numpy as np

    members: dict[Hashable, list[int]] = {}
    for n, cluster in enumerate(clusters):
        members.setdefault(cluster, []).append(n)
    if len(members) < FEWEST:
        return None
    documents = [np.array(rows) for rows in members.values()]
    chance = np.random.default_rng(seed)
    drawn = (
        statistic(
            np.concatenate(
                [documents[d] for d in chance.integers(0, len(documents), len(documents))]
            )
        )
        for _ in range(resamples)
    )
    values = [value for value in drawn if value is not None]
    if 2 * len(values) < resamples:
        return None
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(values, [tail, 1 - tail])
    return float(low), float(high)
