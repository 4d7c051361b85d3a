"""A metric's scores of a long document: a histogram for each version."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import quantiles
from typing import TYPE_CHECKING, Any

from evalkit.reports.charts.drawing import ACCENT, INK, Chart
from evalkit.reports.charts.plotted import boxes, figure, plain, plotted
from evalkit.store import Memory

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Panel = Sequence[tuple[str, Sequence[float]]]
"""The versions that share a scale: what each is called, and its scores."""
LANE, SCALE, GAP = 0.58, 0.5, 0.08  # inches per histogram, for a scale, above a panel
LEFT, RIGHT = 0.14, 0.97  # where a scale begins and ends, in parts of the width
BINS = 60
MEANINGS = "The area counts paragraphs, the tick is their median, the bar below their middle half."


def histograms(
    words: tuple[str, str], name: str, panels: Sequence[Panel], memory: Memory | None = None
) -> Chart:
    """The panels one below the other, each with its scale; `words` are title and description."""
    return plotted(words, name, panels, lambda: _drawn(panels), memory)


def _drawn(panels: Sequence[Panel]) -> Figure:
    heights = [LANE * len(panel) + SCALE for panel in panels]
    drawn = figure(sum(heights))
    top = 1.0
    for panel, height in zip(panels, heights, strict=True):
        share = height / sum(heights)
        low = top - share * (1 - (SCALE - GAP) / height)
        axes = drawn.add_axes((LEFT, low, RIGHT - LEFT, top - low - share * GAP / height))
        top -= share
        _histograms(axes, [found for _, found in panel])
        axes.set_ylim(len(panel) - 0.5, -0.5)
        axes.yaxis.set_ticks(range(len(panel)), [called for called, _ in panel])
        plain(axes)
    return drawn


def _histograms(axes: Any, lines: Sequence[Sequence[float]]) -> None:
    """Bins of one width for all lines of a panel; each line's fullest bin fills its height."""
    least, most = min(map(min, lines)), max(map(max, lines))
    step = (most - least) / BINS or 1.0
    for n, found in enumerate(lines):
        counts = [0] * BINS
        for value in found:
            counts[min(int((value - least) / step), BINS - 1)] += 1
        unit = 0.68 / max(counts)
        foot = n + 0.3
        places = (
            (least + i * step, least + (i + 1) * step, foot, foot - count * unit)
            for i, count in enumerate(counts)
            if count
        )
        boxes(axes, places, ACCENT, 0.45)
        low, middle, high = quartiles(found)
        axes.plot(
            [low, high], [foot + 0.1] * 2, color=INK, linewidth=3, solid_capstyle="butt"
        )  # fmt: skip
        axes.plot([middle, middle], [foot - 0.68, foot + 0.16], color=INK, linewidth=1.6)
    edge = (most - least) * 0.02 or 0.5
    axes.set_xlim(least - edge, most + edge)


def quartiles(found: Sequence[float]) -> tuple[float, float, float]:
    """The quarter, the half and the three quarters of the scores, by value.

    >>> quartiles([1, 2, 3, 4, 5]), quartiles([7])
    ((2.0, 3.0, 4.0), (7, 7, 7))
    """
    if len(found) < 2:
        return found[0], found[0], found[0]
    low, middle, high = quantiles(found, method="inclusive")
    return low, middle, high
