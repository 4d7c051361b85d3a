"""Agreement of scores with human scores, segment by segment: Pearson, Spearman, Kendall.

Every function takes two sequences of equal length and gives a number from -1
to 1, or None where it is not defined: fewer than two values, or a side whose
values are all the same.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Sequence
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

Item = TypeVar("Item", bound=Hashable)
Correlation = Callable[["ArrayLike", "ArrayLike"], "float | None"]


def pearson(x: ArrayLike, y: ArrayLike) -> float | None:
    """Pearson's r.

    >>> round(pearson([1, 2, 3], [1, 2, 4]), 4)
    0.982
    """
    import numpy as np

    one, other = np.asarray(x, float), np.asarray(y, float)
    if not _varies(one) or not _varies(other):
        return None
    one, other = one - one.mean(), other - other.mean()
    return float(np.clip((one @ other) / np.sqrt((one @ one) * (other @ other)), -1, 1))


def spearman(x: ArrayLike, y: ArrayLike) -> float | None:
    """Spearman's rho: Pearson's r of the ranks, ties at their mean rank.

    >>> spearman([1, 2, 3], [1, 20, 300])
    1.0
    """
    return pearson(ranks(x), ranks(y))


def kendall(x: ArrayLike, y: ArrayLike) -> float | None:
    """Kendall's tau-b: concordant less discordant pairs, corrected for ties on both sides.

    Of [1, 1, 2] and [1, 2, 2] one pair agrees, none disagrees, and each side
    ties one pair of three: 1 / sqrt(2 · 2).

    >>> kendall([1, 1, 2], [1, 2, 2])
    0.5
    """
    import numpy as np

    one, other = dense(x), dense(y)
    if not _varies(one) or not _varies(other):
        return None
    by_one = np.lexsort((other, one))
    pairs = len(one) * (len(one) - 1) // 2
    tied_one, tied_other = _tied(one), _tied(other)
    # Among equal values of x those of y ascend: no pair of them counts as turned round.
    discordant = inversions(other[by_one])
    both = _tied(one * (int(other.max()) + 1) + other)
    concordant = pairs - tied_one - tied_other + both - discordant
    # Whole numbers of Python: the product may leave 64 bits.
    scale = math.sqrt((pairs - tied_one) * (pairs - tied_other))
    return min(1.0, max(-1.0, (concordant - discordant) / scale))


def by_item(
    correlation: Correlation, x: Sequence[float], y: Sequence[float], items: Sequence[Item]
) -> list[tuple[Item, float]]:
    """A correlation of each item that several systems translated, with the item.

    An item is one source segment. The mean of these is what the WMT metrics
    tasks call segment-level correlation grouped by item: how well a metric
    ranks translations of the same sentence. Items where it is not defined (one
    system, or a side with one value for all) are left out.

    >>> by_item(kendall, [1, 2, 5, 4], [1, 2, 1, 2], ["a", "a", "b", "b"])
    [('a', 1.0), ('b', -1.0)]
    """
    groups: dict[Item, list[int]] = {}
    for n, item in enumerate(items):
        groups.setdefault(item, []).append(n)
    found = (
        (item, correlation([x[n] for n in rows], [y[n] for n in rows]))
        for item, rows in groups.items()
        if len(rows) > 1
    )
    return [(item, value) for item, value in found if value is not None]


def ranks(values: ArrayLike) -> NDArray[np.float64]:
    """Ranks from 1, ties at their mean rank.

    >>> ranks([10, 30, 10]).tolist()
    [1.5, 3.0, 1.5]
    """
    import numpy as np

    _, place, counts = np.unique(np.asarray(values, float), return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    middle = last - (counts - 1) / 2
    found: NDArray[np.float64] = middle[place.reshape(-1)]
    return found


def dense(values: ArrayLike) -> NDArray[np.int64]:
    """Ranks from 0 without gaps: equal values share one.

    >>> dense([10, 30, 10]).tolist()
    [0, 1, 0]
    """
    import numpy as np

    place: NDArray[np.int64] = np.unique(np.asarray(values, float), return_inverse=True)[1]
    return place.reshape(-1).astype(np.int64)


def inversions(ranked: NDArray[np.int64]) -> int:
    """How many pairs of whole numbers from 0 stand in falling order; n log n.

    Two numbers differ first at some bit, and share all bits above it. Bit by
    bit from the highest, the numbers are grouped by the bits above, in the
    order they came: a pair is turned round where a one stands before a zero of
    its group.

    >>> import numpy as np
    >>> inversions(np.array([2, 0, 1, 0]))
    4
    """
    import numpy as np

    if len(ranked) < 2:
        return 0
    order = np.asarray(ranked)
    turned = 0
    for bit in range(int(order.max()).bit_length() - 1, -1, -1):
        order = order[np.argsort(order >> (bit + 1), kind="stable")]
        group = order >> (bit + 1)
        ones = (order >> bit) & 1
        before = np.cumsum(ones) - ones
        starts = np.flatnonzero(np.r_[True, group[1:] != group[:-1]])
        sizes = np.diff(np.r_[starts, len(order)])
        in_group = before - np.repeat(before[starts], sizes)
        turned += int(in_group[ones == 0].sum())
    return turned


def _varies(values: NDArray[np.float64] | NDArray[np.int64]) -> bool:
    return len(values) > 1 and bool((values != values[0]).any())


def _tied(values: NDArray[np.int64]) -> int:
    import numpy as np

    counts = np.unique(values, return_counts=True)[1].astype(np.int64)
    return int((counts * (counts - 1) // 2).sum())
