"""Agreement of scores with human scores, segment by segment: Pearson, Spearman, Kendall.

Every function takes two sequences of equal length and gives a number from -1
to 1, or None where it is not defined: fewer than two values, or a side whose
values are all the same.
"""

from __future__ import annotations

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
    return float(np.corrcoef(one, other)[0, 1]) if _vary(one, other) else None


def spearman(x: ArrayLike, y: ArrayLike) -> float | None:
    """Spearman's rho: Pearson's r of the ranks, ties at their mean rank.

    >>> round(spearman([1, 2, 3], [1, 20, 300]), 4)
    1.0
    """
    from scipy.stats import rankdata

    return pearson(rankdata(x), rankdata(y))


def kendall(x: ArrayLike, y: ArrayLike) -> float | None:
    """Kendall's tau-b: concordant less discordant pairs, corrected for ties on both sides.

    Of [1, 1, 2] and [1, 2, 2] one pair agrees, none disagrees, and each side
    ties one pair of three: 1 / sqrt(2 · 2).

    >>> round(kendall([1, 1, 2], [1, 2, 2]), 4)
    0.5
    """
    import numpy as np
    from scipy.stats import kendalltau

    one, other = np.asarray(x, float), np.asarray(y, float)
    if not _vary(one, other):
        return None
    return float(kendalltau(one, other).statistic)


def by_item(
    correlation: Correlation, x: Sequence[float], y: Sequence[float], items: Sequence[Item]
) -> list[tuple[Item, float]]:
    """A correlation of each item that several systems translated, with the item.

    An item is one source segment. The mean of these is what the WMT metrics
    tasks call segment-level correlation grouped by item: how well a metric
    ranks translations of the same sentence. Items where it is not defined (one
    system, or a side with one value for all) are left out.

    >>> found = by_item(kendall, [1, 2, 5, 4], [1, 2, 1, 2], ["a", "a", "b", "b"])
    >>> [(item, round(value, 4)) for item, value in found]
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


def _vary(*sides: NDArray[np.float64]) -> bool:
    return all(len(values) > 1 and bool((values != values[0]).any()) for values in sides)
