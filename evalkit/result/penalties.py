"""MQM penalties: points per 100 source words, by row and by version."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from evalkit.checks.base import PENALTY
from evalkit.text.unspaced import words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from evalkit.result.records import FindingRecord, ParagraphRecord, RowRecord

Statistics = Mapping[int, tuple[float, ...]]
"""By row what sums of give a number of the whole."""


def per_hundred_words(points: float, source_words: int) -> float:
    """MQM points per 100 words of the source, to two places.

    >>> per_hundred_words(5, 50)
    10.0
    """
    return round(points * 100 / max(source_words, 1), 2)


def points_and_words(
    rows: Iterable[RowRecord],
    findings: Mapping[tuple[int, str], Sequence[FindingRecord]],
    version: str,
) -> Statistics:
    """By row a version's points and the words of the source; `findings` by (row, version)."""
    return {
        row.row: (
            float(sum(PENALTY[f.severity] for f in findings.get((row.row, version), ()))),
            float(words(row.source)),
        )
        for row in rows
    }


def per_hundred(sums: NDArray[np.float64]) -> NDArray[np.float64]:
    """Points per 100 words, of sums of (points, words).

    >>> import numpy as np
    >>> per_hundred(np.array([[6.0, 50.0], [0.0, 0.0]])).tolist()
    [12.0, 0.0]
    """
    import numpy as np

    found: NDArray[np.float64] = 100 * sums[..., 0] / np.maximum(sums[..., 1], 1)
    return found


def limits(
    clusters: Iterable[Sequence[float]], seed: int | None
) -> tuple[float | None, float | None]:
    """95 % limits of a penalty from the points and words of each cluster, to two places.

    (None, None) where there are too few clusters, or no points in any.

    >>> limits([(0, 20), (5, 30), (0, 25), (1, 40), (6, 30), (0, 5)], 12345)
    (0.0, 18.33)
    """
    import numpy as np

    from evalkit.statistics import intervals

    table = np.array(list(clusters), dtype=float).reshape(-1, 2)
    return rounded(intervals.limits(table, per_hundred, seed))


def rounded(limits: tuple[float, float] | None) -> tuple[float | None, float | None]:
    """Limits of a penalty to two places, (None, None) where there are none."""
    return (None, None) if limits is None else (round(limits[0], 2), round(limits[1], 2))


def queue(records: Iterable[ParagraphRecord]) -> tuple[tuple[int, str], ...]:
    """(row, version) in the order a reviewer should look at them.

    The heaviest penalty per 100 source words first; among equals the greater of
    the two risks, none known being the least; then reading order.
    """
    ordered = sorted(records, key=lambda r: (-(r.penalty or 0.0), -risk(r), r.row))
    return tuple((r.row, r.version) for r in ordered)


def risk(record: ParagraphRecord) -> float:
    """The greater of omission and addition risk, -1 where neither is known."""
    known = (record.omission_risk, record.addition_risk)
    return max((r for r in known if r is not None), default=-1.0)
