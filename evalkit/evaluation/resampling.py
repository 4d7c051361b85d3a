"""Confidence limits and paired tests by resampling: pure, seeded, vectorised.

Whatever is judged here comes as a matrix of statistics with a line per
cluster, and a scoring: a function from sums of such lines to scores. A
penalty is a ratio of two sums (points, source words), BLEU and chrF are
functions of sums of n-gram counts, a mean is a sum and a count. So a
thousand resamples are one matrix product and one call of the scoring.

A cluster is what is drawn whole. Within one article the clusters are its
paragraphs (rows): "resampled by paragraph". Over a batch they are documents,
since paragraphs of one article share their faults: "resampled by document".
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from evalkit.metrics.bootstrap import RESAMPLES, SEED, draws

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix: TypeAlias = NDArray[np.float64]
    Scoring: TypeAlias = Callable[[Matrix], Matrix]

TRIALS = 10_000
"""Random swaps; where all the ways to swap are no more than this, they are all taken."""
FEWEST = 6
"""With fewer clusters no swap test can come out below 0.05 (2 / 2 ** 5 = 0.06)."""
PERCENTILES = (0.025, 0.975)
BLOCK = 1 << 22
"""Cells of the matrix of swaps that are multiplied at once."""
CLOSE = 1e-9
"""Differences this near count as equal: sums of the same numbers in another order."""


@dataclass(frozen=True, slots=True)
class Paired:
    """Two matched samples compared: `difference` is `value` minus `against`.

    `low` and `high` are its 95 % limits by bootstrap. `p_bootstrap` and
    `p_randomisation` (0 to 1, two-sided) are small where chance hardly gives
    such a difference. All four are None with fewer than `FEWEST` clusters.
    """

    value: float
    against: float
    clusters: int
    low: float | None = None
    high: float | None = None
    p_bootstrap: float | None = None
    p_randomisation: float | None = None

    @property
    def difference(self) -> float:
        return self.value - self.against


def per_hundred(sums: Matrix) -> Matrix:
    """Points per 100 words, of sums of (points, words).

    >>> import numpy as np
    >>> per_hundred(np.array([[6.0, 50.0], [0.0, 0.0]])).tolist()
    [12.0, 0.0]
    """
    import numpy as np

    found: Matrix = 100 * sums[..., 0] / np.maximum(sums[..., 1], 1)
    return found


def limits(
    statistics: Matrix, scoring: Scoring, resamples: int = RESAMPLES, seed: int = SEED
) -> tuple[float, float] | None:
    """95 % limits of a score by percentile bootstrap over clusters (Efron 1979).

    `statistics` has a line per cluster. None with fewer than `FEWEST` clusters
    and where every resample gives the same: an interval of no width would
    claim a certainty that nobody has.

    >>> import numpy as np
    >>> points = np.array([[0, 20], [5, 30], [0, 25], [1, 40], [6, 30], [0, 5.0]])
    >>> [round(limit, 1) for limit in limits(points, per_hundred)]
    [0.7, 15.3]
    >>> limits(points[:5], per_hundred) is None
    True
    """
    import numpy as np

    if len(statistics) < FEWEST:
        return None
    scores = np.concatenate(
        [scoring(counts @ statistics) for counts in draws(len(statistics), resamples, seed)]
    )
    return percentiles(scores)


def percentiles(scores: Matrix) -> tuple[float, float] | None:
    """The 95 % limits that the scores of all resamples give; None where all are the same.

    >>> import numpy as np
    >>> percentiles(np.arange(1001.0)), percentiles(np.ones(1001))
    ((25.0, 975.0), None)
    """
    import numpy as np

    low, high = (float(q) for q in np.quantile(scores, PERCENTILES))
    return (low, high) if high - low > CLOSE * max(1.0, abs(high)) else None


def paired(
    ours: Matrix,
    theirs: Matrix,
    scoring: Scoring,
    resamples: int = RESAMPLES,
    trials: int = TRIALS,
    seed: int = SEED,
) -> Paired:
    """Two versions of the same clusters compared, cluster by cluster.

    Line i of `ours` and of `theirs` are of the same cluster. The bootstrap
    (Koehn 2004) draws clusters for both alike; twice the share of resamples in
    which the order turns is its p. Approximate randomisation (Riezler and
    Maxwell 2005) swaps the two within clusters; the share of swaps that differ
    as much as the two do is its p. Both count the data themselves as one more
    sample, so that no p is 0. Where there are no more than `trials` ways to
    swap, all are taken, and p is exact.

    >>> import numpy as np
    >>> ones = np.array([[n, 1.0] for n in (3, 4, 5, 6, 7, 8)])
    >>> twos = ones - [1, 0]
    >>> from evalkit.metrics.sums import mean
    >>> found = paired(ones, twos, mean)
    >>> found.difference, found.p_randomisation  # 2 of the 64 ways to swap
    (1.0, 0.03125)
    """
    value, against = (float(scoring(side.sum(axis=0))) for side in (ours, theirs))
    found = Paired(value, against, len(ours))
    if len(ours) < FEWEST:
        return found
    drawn = differences(ours, theirs, scoring, resamples, seed)
    swapped = _swapped(ours, theirs, scoring, trials, seed)
    return _tested(found, drawn, swapped, exact=len(swapped) == 2 ** len(ours))


def of_sums(
    wholes: tuple[Matrix, Matrix],
    drawn: tuple[Matrix, Matrix],
    swapped: Matrix,
    scoring: Scoring,
    clusters: int,
) -> Paired:
    """Two versions compared by sums alone, for clusters that are too many to be held.

    `wholes` are ours and theirs as they are, `drawn` those of every bootstrap
    resample, a line each, `swapped` one side's after every random swap.
    """
    ours, theirs = wholes
    found = Paired(float(scoring(ours)), float(scoring(theirs)), clusters)
    if clusters < FEWEST:
        return found
    apart = scoring(drawn[0]) - scoring(drawn[1])
    return _tested(found, apart, scoring(swapped) - scoring(ours + theirs - swapped), exact=False)


def _tested(found: Paired, drawn: Matrix, swapped: Matrix, *, exact: bool) -> Paired:
    """With limits and both p, of the differences in the resamples and after the swaps."""
    import numpy as np

    low, high = (float(q) for q in np.quantile(drawn, PERCENTILES))
    least = abs(found.difference) - CLOSE * max(1.0, abs(found.value), abs(found.against))
    as_much = int((np.abs(swapped) >= least).sum())
    share = as_much / len(swapped) if exact else (as_much + 1) / (len(swapped) + 1)
    return replace(
        found,
        low=low,
        high=high,
        p_bootstrap=_turned(drawn),
        p_randomisation=share,
    )


def differences(
    ours: Matrix, theirs: Matrix, scoring: Scoring, resamples: int = RESAMPLES, seed: int = SEED
) -> Matrix:
    """The difference of the two scores in every bootstrap resample, the same for both."""
    import numpy as np

    return np.concatenate(
        [
            scoring(counts @ ours) - scoring(counts @ theirs)
            for counts in draws(len(ours), resamples, seed)
        ]
    )


def _turned(drawn: Matrix) -> float:
    """The two-sided p of a bootstrap: twice the share on the rarer side of nought."""
    rarer = min(int((drawn <= CLOSE).sum()), int((drawn >= -CLOSE).sum()))
    return min(1.0, 2 * (rarer + 1) / (len(drawn) + 1))


def _swapped(ours: Matrix, theirs: Matrix, scoring: Scoring, trials: int, seed: int) -> Matrix:
    """The differences after swapping the two in some clusters, for every choice of clusters."""
    import numpy as np

    clusters = len(ours)
    if 2**clusters <= trials:
        stays = (np.arange(2**clusters)[:, None] >> np.arange(clusters)) & 1 == 1
    else:
        stays = np.random.default_rng(seed).integers(2, size=(trials, clusters), dtype=bool)
    whole = (ours + theirs).sum(axis=0)
    apart = ours - theirs
    base = theirs.sum(axis=0)
    step = max(1, BLOCK // clusters)
    found = []
    for start in range(0, len(stays), step):
        sums = base + stays[start : start + step].astype(np.float64) @ apart
        found.append(scoring(sums) - scoring(whole - sums))
    return np.concatenate(found)
