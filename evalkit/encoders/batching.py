"""Which texts go through a network together."""

from __future__ import annotations

from collections.abc import Sequence


def batches(lengths: Sequence[int], budget: int) -> list[list[int]]:
    """Batches of texts, as indices into `lengths` (tokens), longest first.

    A batch is padded to its longest text, so it costs count × longest tokens;
    that is at most `budget`, unless a text alone is longer. Texts of like
    length come together, so little is padding, and the largest batch comes
    first: memory that is too small says so at once. Equal lengths keep their
    order.

    >>> batches([3, 10, 4, 9], 20)
    [[1, 3], [2, 0]]
    >>> batches([50, 1], 20)
    [[0], [1]]
    """
    made: list[list[int]] = []
    room = 0
    for index in sorted(range(len(lengths)), key=lambda index: -lengths[index]):
        if room < 1:
            made.append([])
            room = budget // max(1, lengths[index])
        made[-1].append(index)
        room -= 1
    return made
