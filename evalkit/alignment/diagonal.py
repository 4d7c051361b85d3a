"""Documents of as many paragraphs: where paragraph N plainly faces paragraph N."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate

from evalkit.alignment.path import Corridor

Evidence = Callable[[int, int], float]
"""Evidence, in nats, for source paragraph i facing target paragraph j; both count from 1."""

SHIFTS = (-3, -2, -1, 1, 2, 3)
"""Paragraphs by which what lies beside the diagonal is off; none of them may fit better."""
WINDOW = 3
"""Neighbouring paragraphs whose evidence is added up."""
LEAST = -4.0
"""Nats of one paragraph below which it may as well be left out on one side, added on the other."""
LEAST_TOGETHER = -5.0
"""The same for a window: one in a hundred sound ones has less, and nearly all that do not face."""
BETTER = 2.0
"""Nats by which a neighbouring diagonal must explain a window better; a detour costs 8."""
MARGIN = 5
"""Paragraphs around a doubtful one, in both directions, that are not trusted either."""
LARGEST = 48
"""Paragraphs in a doubtful place beyond which the whole is searched with more care."""


def held(size: int, evidence: Evidence) -> list[bool]:
    """Whether each paragraph N of two documents of `size` paragraphs faces N beyond doubt.

    It does where neither its own evidence nor that of a window around it speaks
    against that, and no neighbouring diagonal explains such a window better.

    >>> held(4, lambda i, j: 3.0 if i == j else -3.0)
    [True, True, True, True]
    >>> held(4, lambda i, j: 3.0 if j == i + 1 else -3.0)
    [False, False, False, False]
    """
    rows = range(1, size + 1)
    straight = [evidence(n, n) for n in rows]
    beside = [[evidence(n, n + k) if 1 <= n + k <= size else LEAST for n in rows] for k in SHIFTS]
    windows = _sums(straight)
    rivals = [max(sums) for sums in zip(*map(_sums, beside), strict=True)]
    sound = [
        here > LEAST_TOGETHER and here + BETTER > rival
        for here, rival in zip(windows, rivals, strict=True)
    ]
    return [straight[n] > LEAST and all(sound[max(0, n - WINDOW + 1) : n + 1]) for n in range(size)]


def _sums(values: Sequence[float]) -> list[float]:
    """The sum of every window, by its first paragraph."""
    totals = list(accumulate(values, initial=0.0))
    return [b - a for a, b in zip(totals, totals[WINDOW:], strict=False)]


def pinned(sure: Sequence[bool]) -> Corridor | None:
    """The diagonal where it holds, and all that lies between where it is doubtful.

    What is left out and added again before the diagonal goes on is inside such a
    block, however far it shifts the rest. None where a block is too large.

    >>> pinned([True, True]).low
    [0, 1, 2]
    """
    size = len(sure)
    low, high = list(range(size + 1)), list(range(size + 1))
    for first, last in _blocks(sure):
        if last - first > LARGEST:
            return None
        low[first : last + 1] = [first] * (last + 1 - first)
        high[first : last + 1] = [last] * (last + 1 - first)
    return Corridor(low, high)


def _blocks(sure: Sequence[bool]) -> list[tuple[int, int]]:
    """Paragraphs taken before and after each doubtful place and what is around it."""
    blocks: list[tuple[int, int]] = []
    for n in (n for n, holds in enumerate(sure) if not holds):
        first, last = max(0, n - MARGIN), min(len(sure), n + 1 + MARGIN)
        if blocks and first <= blocks[-1][1]:
            first = blocks.pop()[0]
        blocks.append((first, last))
    return blocks
