"""Shares that were counted, and how far a count can be trusted."""

from __future__ import annotations

from math import sqrt

DEVIATE = 1.959964
"""The normal deviate of a two-sided 95 % interval."""


def wilson(count: int, total: int) -> tuple[float, float]:
    """The 95 % interval of a share, after Wilson (1927), both ends from 0 to 1.

    Raises ValueError where there is no such share.

    >>> [round(end, 3) for end in wilson(18, 20)]
    [0.699, 0.972]
    >>> [round(end, 3) for end in wilson(0, 10)]
    [0.0, 0.278]
    """
    if not 0 <= count <= total or total == 0:
        raise ValueError(f"no share: {count} of {total}")
    share, weight = count / total, DEVIATE**2 / total
    middle = (share + weight / 2) / (1 + weight)
    half = DEVIATE / (1 + weight) * sqrt(share * (1 - share) / total + weight / (4 * total))
    return max(0.0, middle - half), min(1.0, middle + half)
