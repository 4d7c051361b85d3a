"""Drawings by matplotlib: those that sum up a document too long to draw paragraph by paragraph."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from evalkit.reports.charts.drawing import CLASSES, FONT_SIZE, QUIET, WIDTH, Chart
from evalkit.reports.charts.drawing_cache import kept
from evalkit.store import Memory, NoMemory

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Box = tuple[float, float, float, float]
"""Left, right, low, high."""


def plotted(
    words: tuple[str, str],
    name: str,
    seen: object,
    draw: Callable[[], Figure],
    memory: Memory | None,
) -> Chart:
    """What `draw` draws as a chart with these words: its title, and what it shows.

    `memory` may have it from an earlier run in which `seen`, all that `draw` looks at, was the
    same. `name` goes before its ids.
    """
    title, description = words

    def made() -> bytes:
        return svg(draw(), name, title, description).encode()

    known = kept(memory or NoMemory(), "matplotlib", f"chart {name}", (words, seen), made)
    return Chart(title, description, known.decode())


def figure(height: float, width: float = WIDTH) -> Figure:
    """An empty figure, its size in inches."""
    from matplotlib.figure import Figure

    return Figure(figsize=(width, height))


def plain(axes: Any) -> None:
    """Take from the axes all but the line below them."""
    for side, spine in axes.spines.items():
        spine.set_visible(side == "bottom")
        spine.set_color(QUIET)
        spine.set_linewidth(0.6)
    axes.tick_params(length=2.5, width=0.6, color=QUIET, labelcolor=QUIET)


def boxes(axes: Any, places: Iterable[Box], colour: str, alpha: float | None = None) -> None:
    """Draw many boxes as one path: a bar each would take ten times as much."""
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    corners: list[tuple[float, float]] = []
    for left, right, low, high in places:
        corners += [(left, low), (left, high), (right, high), (right, low), (left, low)]
    if corners:
        one = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY]
        path = Path(corners, one * (len(corners) // 5))
        axes.add_patch(PathPatch(path, facecolor=colour, alpha=alpha, linewidth=0))


def svg(figure: Figure, name: str, title: str, description: str) -> str:
    """The figure's SVG, fit for the page."""
    import matplotlib as mpl
    from matplotlib.text import Text

    from evalkit.reports.svg import cleaned

    buffer = io.BytesIO()
    with (
        mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "evalkit"}),
        warnings.catch_warnings(),
    ):
        # Text stays text: the browser has the fonts that matplotlib lacks.
        warnings.filterwarnings("ignore", "Glyph .* missing from font", UserWarning)
        for text in figure.findobj(Text):
            text.set_fontsize(FONT_SIZE)
            text.set_parse_math(False)  # a dollar sign in a name is no formula
        figure.savefig(buffer, format="svg", transparent=True, metadata={"Date": None})
    return cleaned(buffer.getvalue(), name, title, description, CLASSES)
