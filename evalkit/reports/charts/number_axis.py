"""A scale of numbers below a drawing: where values lie, and its round numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, floor, log10

from evalkit.reports.charts.drawing import QUIET
from evalkit.reports.charts.shapes import line, text

ROUND = (1.0, 2.0, 2.5, 5.0)
MOST = 10  # steps on a scale
MARGIN = 0.05  # of what the values span, on either side
TICK, HAIR = 2.5, 0.6  # points: length and thickness
BELOW, BESIDE = 12.84, 6.0  # points from the line to a number's baseline, to its end
MIDDLE = 3.42  # points from the middle of a line of words to its baseline
_ALMOST = 1e-9


@dataclass(frozen=True, slots=True)
class Scale:
    """Values from `low` to `high` lie between `left` and `right`, in points."""

    low: float
    high: float
    left: float
    right: float

    def at(self, value: float) -> float:
        """Where a value lies, in points.

        >>> Scale(0, 10, 100, 200).at(2.5)
        125.0
        """
        share = (value - self.low) / (self.high - self.low)
        return self.left + share * (self.right - self.left)


def around(values: Iterable[float], left: float, right: float) -> Scale:
    """A scale on which all values have room.

    >>> around([0, 100], 0, 110).at(50), around([7, 7], 0, 110).at(7)
    (55.0, 55.0)
    """
    found = list(values)
    low, high = min(found), max(found)
    size = max(abs(low), abs(high)) or 1.0
    # What differs by rounding alone is drawn as equal.
    margin = MARGIN * (high - low if high - low > size * 1e-6 else size)
    return Scale(low - margin, high + margin, left, right)


def ticks(low: float, high: float, *, whole: bool = False) -> list[tuple[float, str]]:
    """Round numbers between two, at least two where `low` < `high` allows, each with its words.

    They are `MOST` steps apart or fewer; `whole` keeps to whole numbers, and to one where there
    is no more.

    >>> [words for _, words in ticks(19.8, 103.8)]
    ['20', '30', '40', '50', '60', '70', '80', '90', '100']
    >>> [words for _, words in ticks(-0.03, 0.04)]
    ['−0.03', '−0.02', '−0.01', '0.00', '0.01', '0.02', '0.03', '0.04']
    >>> [words for _, words in ticks(0.3, 18.7, whole=True)]
    ['2', '4', '6', '8', '10', '12', '14', '16', '18']
    """
    rough = (high - low) / MOST
    power = 10.0 ** floor(log10(rough))
    steps = [nice * size for size in (power / 10, power, 10 * power) for nice in ROUND]
    if whole:
        steps = [1.0, *(step for step in steps if step > 1 and step == floor(step))]
    wide_enough = next(n for n, step in enumerate(steps) if step >= rough * (1 - _ALMOST))
    found: list[float] = []
    for step in reversed(steps[: wide_enough + 1]):
        first, last = ceil(low / step - _ALMOST), floor(high / step + _ALMOST)
        found = [n * step for n in range(first, last + 1)]
        if len(found) > 1:
            break
    places = _places(step)
    return [(value, f"{value + 0.0:.{places}f}".replace("-", "\N{MINUS SIGN}")) for value in found]


def axis(scale: Scale, y: float, marks: Iterable[tuple[float, str]]) -> list[str]:
    """The line at the height `y` with its ticks, and their words below."""
    drawn = [line(scale.left, y, scale.right, y, QUIET, HAIR)]
    for value, words in marks:
        x = scale.at(value)
        drawn.append(line(x, y, x, y + TICK, QUIET, HAIR))
        drawn.append(text(x, y + BELOW, words, anchor="middle"))
    return drawn


def beside(x: float, y: float, words: str) -> list[str]:
    """A tick to the left of `x` with its words before it, their middle at the height `y`."""
    return [
        line(x - TICK, y, x, y, QUIET, HAIR),
        text(x - BESIDE, y + MIDDLE, words, anchor="end"),
    ]


def _places(step: float) -> int:
    """Decimal places that a number needs."""
    return next(n for n in range(16) if abs(step - round(step, n)) < step * 1e-6)
