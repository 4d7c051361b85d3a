"""What every chart has: its colours by class, its sizes, words for those who cannot see it.

A chart carries ids, numbers and English words only: matplotlib, which draws some of them, does
not shape Indic scripts. What is drawn takes its colours from CSS classes (`c-critical`, `c-ink`,
…), so one drawing serves light and dark pages; the attributes beside the classes keep it
readable where the style is absent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evalkit.reports.safe_text import printable

# Values of the attributes; in the classes' place for matplotlib, see `svg.cleaned`.
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
POINTS = 72  # to an inch; a point is the unit of the view box
WIDTH = 6.2  # inches
FONT_SIZE, LARGE_SIZE = 9, 17  # points
LETTERS: Mapping[str, str] = {"critical": "C", "major": "M", "minor": "m", "neutral": "n"}


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing with its heading and the words that stand for it."""

    title: str
    description: str
    svg: str


def short(name: str, most: int = 26) -> str:
    """A name as XML can hold it, cut to `most` characters.

    >>> short("bn-x-of-the-second-desk", 12)
    'bn-x-of-the…'
    """
    name = printable(name)
    return name if len(name) <= most else f"{name[: most - 1]}…"
