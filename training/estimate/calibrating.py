"""What raw scores mean: places among judged translations, on folds that did not see them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from evalkit.metrics.quality_estimate.score_scale import Scale

Floats = NDArray[np.float64]

TAIL = 0.5
"""Raw distance beyond the ends in which what is left of the scale halves."""


def scale(raw: Floats, places: Floats, bins: int, share: float, trained: Sequence[str]) -> Scale:
    """The scale of raw scores whose segments have these places (0 to 1) in their sets.

    Isotonic regression (pool adjacent violators; Ayer et al. 1955) over equally filled
    bins gives the value and both limits: none of them falls where the raw score rises.
    """
    order = np.argsort(raw, kind="stable")
    parts = np.array_split(order, bins)
    at = np.array([raw[part].mean() for part in parts])
    tail = (1 - share) / 2
    columns = (
        np.array([places[part].mean() for part in parts]),
        np.array([np.quantile(places[part], tail) for part in parts]),
        np.array([np.quantile(places[part], 1 - tail) for part in parts]),
    )
    values, low, high = (tuple((100 * rising(column)).round(2).tolist()) for column in columns)
    return Scale(tuple(at.round(4).tolist()), values, low, high, share, TAIL, frozenset(trained))


def rising(values: Floats) -> Floats:
    """The nearest values, by squares, that never fall.

    >>> rising(np.array([1.0, 3.0, 2.0, 4.0])).tolist()
    [1.0, 2.5, 2.5, 4.0]
    """
    blocks: list[tuple[float, int]] = []
    for value in values.tolist():
        blocks.append((value, 1))
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            (late, many), (early, before) = blocks.pop(), blocks.pop()
            total = many + before
            blocks.append(((late * many + early * before) / total, total))
    return np.array([value for value, many in blocks for _ in range(many)])


def dump(made: Scale) -> str:
    """A scale as its file."""
    lines = [
        "# What raw scores of the quality estimate mean (see score_scale.py): fitted by",
        "# python -m training.estimate on segments that the folds which scored them did not see.",
        "",
        f"share = {made.share}",
        f"tail = {made.tail}",
        f"trained = {sorted(made.trained)!r}".replace("'", '"'),
    ]
    for name in ("raw", "values", "low", "high"):
        lines.append(f"{name} = {list(getattr(made, name))}")
    return "\n".join(lines) + "\n"
