"""What every chart is drawn with: colours by class, plain axes, words for those who cannot see it.

matplotlib does not shape Indic scripts, so a chart carries ids, numbers and
English words only. What is drawn takes its colours from CSS classes
(`c-critical`, `c-ink`, …), so one drawing serves light and dark pages; the
attributes beside the classes keep it readable where the style is absent.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from evalkit.reports.svg import cleaned, printable

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# Stand-ins matplotlib draws with; `svg.cleaned` turns them into classes.
INK, QUIET, ACCENT = "#1d1b18", "#8a857c", "#3a5a80"
COLOURS: Mapping[str, str] = {
    "critical": "#9f1239",
    "major": "#c2570c",
    "minor": "#2c6a97",
    "neutral": "#79756d",
}
CLASSES: Mapping[str, str] = {
    INK: "c-ink",
    QUIET: "c-quiet",
    ACCENT: "c-accent",
    **{colour: f"c-{severity}" for severity, colour in COLOURS.items()},
}
WIDTH = 6.2  # inches at 72 points: the unit of the view box
POINTS = 72
FONT_SIZE, LARGE_SIZE = 9, 17
LARGE = "large"
"""The gid of a text that is drawn in `LARGE_SIZE`."""
LETTERS: Mapping[str, str] = {"critical": "C", "major": "M", "minor": "m", "neutral": "n"}


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing with its heading and the words that stand for it."""

    title: str
    description: str
    svg: str


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


Box = tuple[float, float, float, float]
"""Left, right, low, high."""


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


def short(name: str, most: int = 26) -> str:
    """A name as XML can hold it, cut to `most` characters.

    >>> short("bn-x-of-the-second-desk", 12)
    'bn-x-of-the…'
    """
    name = printable(name)
    return name if len(name) <= most else f"{name[: most - 1]}…"


def finished(title: str, description: str, figure: Figure, name: str) -> Chart:
    """The figure as a chart; `name` goes before its ids."""
    import matplotlib as mpl
    from matplotlib.text import Text

    buffer = io.BytesIO()
    with (
        mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "evalkit", "hatch.linewidth": 1.4}),
        warnings.catch_warnings(),
    ):
        # Text stays text: the browser has the fonts that matplotlib lacks.
        warnings.filterwarnings("ignore", "Glyph .* missing from font", UserWarning)
        for text in figure.findobj(Text):
            text.set_fontsize(LARGE_SIZE if text.get_gid() == LARGE else FONT_SIZE)
            text.set_parse_math(False)  # a dollar sign in a name is no formula
        figure.savefig(buffer, format="svg", transparent=True, metadata={"Date": None})
    return Chart(title, description, cleaned(buffer.getvalue(), name, title, description, CLASSES))
