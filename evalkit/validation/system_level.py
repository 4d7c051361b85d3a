"""Agreement with people on whole systems: means, and how sure each ranking is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PERMUTATIONS = 1000
# Sums of the same numbers in another order differ by rounding; that is no difference.
ROUNDING = 1e-9


def table(
    systems: Sequence[str], items: Sequence[object], values: Sequence[float]
) -> tuple[list[str], NDArray[np.float64]]:
    """The values as a matrix, a line per system and a column per item, NaN where there is none.

    An item is one source segment. Several values of one system and item, as of
    two annotators, count as their mean. Systems and items stand in the order
    they came.

    >>> names, matrix = table(["a", "b", "a"], [1, 1, 1], [1.0, 5.0, 3.0])
    >>> names, matrix.tolist()
    (['a', 'b'], [[2.0], [5.0]])
    """
    import numpy as np

    rows = {name: n for n, name in enumerate(dict.fromkeys(systems))}
    columns = {item: n for n, item in enumerate(dict.fromkeys(items))}
    found: dict[tuple[int, int], list[float]] = defaultdict(list)
    for system, item, value in zip(systems, items, values, strict=True):
        found[rows[system], columns[item]].append(value)
    matrix = np.full((len(rows), len(columns)), np.nan)
    for place, several in found.items():
        matrix[place] = sum(several) / len(several)
    return list(rows), matrix


def means(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """Each system's mean over its own items."""
    import numpy as np

    averages: NDArray[np.float64] = np.nanmean(matrix, axis=1)
    return averages


def soft_pairwise_accuracy(
    human: NDArray[np.float64], metric: NDArray[np.float64], seed: int | None
) -> float | None:
    """How alike people and a metric see every pair of systems, 0 to 1.

    Both matrices are (systems, items), higher is better. For each pair of
    systems p is the one-sided p-value that the first is better than the
    second; the accuracy is 1 less the mean of |p_human - p_metric|. A metric
    is thus not punished for ranking two systems either way that people cannot
    tell apart. After Thompson et al. 2024, "Improving Statistical Significance
    in Human Evaluation of Automatic Metrics via Soft Pairwise Accuracy". None
    where there are fewer than two systems, or a pair shares no item.

    >>> import numpy as np
    >>> scores = np.array([[1.0, 2.0, 3.0, 4.0], [0.0, 0.0, 0.0, 0.0]])
    >>> soft_pairwise_accuracy(scores, scores, 12345)
    1.0
    """
    import numpy as np

    if len(human) < 2:
        return None
    there = ~np.isnan(human) & ~np.isnan(metric)
    one, other = np.triu_indices(len(human), k=1)
    shared = there[one] & there[other]
    if not shared.any(axis=1).all():
        return None
    sides = [np.where(shared, scores[one] - scores[other], 0.0) for scores in (human, metric)]
    by_people, by_metric = np.split(p_values(np.concatenate(sides), seed), 2)
    apart = np.abs(by_people - by_metric)
    return float(1 - apart.mean())


def p_values(
    differences: NDArray[np.float64], seed: int | None, permutations: int = PERMUTATIONS
) -> NDArray[np.float64]:
    """One-sided p-values of paired permutation tests, a line of differences each.

    A permutation swaps the two systems' scores of each item or leaves them, at
    even odds; p is the share of permutations whose total difference is at
    least the observed one. All lines are tested with the same permutations,
    and those follow from the seed alone.
    """
    import numpy as np

    signs = np.random.default_rng(seed).integers(0, 2, (permutations, differences.shape[1])) * 2 - 1
    observed = differences.sum(axis=1)
    drawn = signs.astype(float) @ differences.T
    slack = ROUNDING * (1 + np.abs(differences).sum(axis=1))
    shares: NDArray[np.float64] = (drawn >= observed - slack).mean(axis=0)
    return shares
