"""How sure a figure is: its 95 % limits, by one rule wherever resamples were drawn.

The limits are percentiles of the scores of the resamples (Efron 1979). Few
clusters make them too narrow: drawn from six, only about 84 of 100 held the
true score. So the percentiles lie further out the fewer clusters there are, as
Student's t does from the normal deviate (Hesterberg 2015, "What Teachers Should
Know About the Bootstrap", the expanded percentile interval); of 1,000 segments
that is no longer seen. Measured against others, BCa among them, by
``python -m benchmarks.limits``.

Every resample has a score that its measure can have, so the limits lie inside
the measure's range; they are drawn out to the score itself where it lies
outside. Fewer than six clusters give none, nor do resamples that all come to
the same: an interval of no width would claim a certainty that nobody has.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from statistics import NormalDist
from typing import TYPE_CHECKING

from evalkit.statistics.resampling import draws, resampled

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from evalkit.statistics.resampling import Matrix, Scoring, Seed

Limits = tuple[float, float]

FEWEST = 6
"""With fewer clusters no swap test can come out below 0.05 (2 / 2 ** 5 = 0.06)."""
LEVEL = 0.95
CLOSE = 1e-9
"""Numbers this near count as equal: sums of the same numbers in another order."""
DEARLY = 500
"""Resamples of a statistic that has to be computed for each of them anew."""


def limits(statistics: Matrix, scoring: Scoring, seed: Seed) -> Limits | None:
    """The 95 % limits of a score, None where there are none (`without_limits` says why).

    `statistics` has a line per cluster.

    >>> import numpy as np
    >>> def per_hundred(sums): return 100 * sums[..., 0] / sums[..., 1]
    >>> points = np.array([[0, 20], [5, 30], [0, 25], [1, 40], [6, 30], [0, 5.0]])
    >>> [round(limit, 1) for limit in limits(points, per_hundred, 12345)]
    [0.0, 18.3]
    >>> limits(points[:5], per_hundred, 12345) is None
    True
    """
    clusters = len(statistics)
    if clusters < FEWEST:
        return None
    value = float(scoring(statistics.sum(axis=0)))
    return around(value, scoring(resampled(statistics, seed)), clusters)


def around(value: float, scores: Matrix, clusters: int) -> Limits | None:
    """The 95 % limits of a value from the scores of all resamples of so many clusters.

    >>> import numpy as np
    >>> [round(limit) for limit in around(500, np.arange(1001.0), 10_000)]
    [25, 975]
    >>> around(1, np.ones(1001), 20) is None
    True
    """
    import numpy as np

    if clusters < FEWEST:
        return None
    tail = _tail(clusters)
    low, high = (float(q) for q in np.quantile(scores, [tail, 1 - tail]))
    if high - low <= CLOSE * max(1.0, abs(high)):
        return None
    return min(low, value), max(high, value)


def without_limits(clusters: int, unit: str) -> str:
    """Why a score of so many rows, paragraphs or documents (`unit`) has no limits.

    >>> without_limits(4, "row"), without_limits(40, "row")
    ('no limits: 4 rows, 6 are needed', 'no limits: every resample of the rows scores the same')
    """
    if clusters < FEWEST:
        counted = f"{clusters} {unit}" if clusters == 1 else f"{clusters} {unit}s"
        return f"no limits: {counted}, {FEWEST} are needed"
    return f"no limits: every resample of the {unit}s scores the same"


def of_drawn(
    statistic: Callable[[NDArray[np.int64]], float | None],
    clusters: Sequence[Hashable],
    seed: Seed,
) -> Limits | None:
    """The 95 % limits of a statistic that is no function of sums, when documents are drawn anew.

    `clusters[i]` is the document of segment i. A draw takes as many documents
    as there are, with replacement, each with all its segments: segments of one
    document are alike, and drawing them singly would make the interval too
    narrow. `statistic` is given the indices drawn. Draws for which it is not
    defined are left out; None also where most are left out.

    >>> import numpy as np
    >>> values = np.arange(20.0)
    >>> low, high = of_drawn(lambda drawn: float(values[drawn].mean()), range(20), 12345)
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
    value = statistic(np.arange(len(clusters)))
    drawn = (
        statistic(
            np.concatenate([documents[d] for d in np.repeat(np.arange(len(documents)), times)])
        )
        for block in draws(len(documents), seed, DEARLY)
        for times in block.astype(int)
    )
    values = [found for found in drawn if found is not None]
    if value is None or 2 * len(values) < DEARLY:
        return None
    return around(value, np.array(values), len(documents))


def wilson(part: int, whole: int) -> Limits:
    """The 95 % Wilson score interval of a share.

    >>> [round(limit, 4) for limit in wilson(10, 100)]
    [0.0552, 0.1744]
    """
    if not whole:
        return 0.0, 1.0
    from scipy.stats import binomtest

    found = binomtest(part, whole).proportion_ci(LEVEL, method="wilson")
    return float(found.low), float(found.high)


def _tail(clusters: int) -> float:
    """The share of resamples below the lower limit, and above the upper.

    Student's deviate is Abramowitz and Stegun's 26.7.5, from six clusters on within 0.003:
    importing SciPy for it would take longer than everything else.

    >>> round(_tail(6), 4), round(_tail(20), 4), round(_tail(1000), 4)
    (0.0025, 0.0159, 0.0248)
    """
    normal, n = NormalDist(), clusters
    z = normal.inv_cdf((1 + LEVEL) / 2)
    freedom = n - 1
    deviate = (
        z
        + (z**3 + z) / (4 * freedom)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * freedom**3)
    )
    return normal.cdf(-deviate * (n / freedom) ** 0.5)
