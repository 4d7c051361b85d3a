"""A document in one small drawing, and a penalty over its runs: inline SVG for a table's cell.

Drawn by hand and not by matplotlib: a page has hundreds of them. No `style`
attribute, which the page's policy would block.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from math import ceil
from typing import TYPE_CHECKING

from markupsafe import Markup

from evalkit.reports import phrases

if TYPE_CHECKING:
    from evalkit.result.records import Trend

MOST_BARS = 60
BAR, HEIGHT = 2, 16  # units of the drawing: a bar's step, the whole height
LINE = 64  # units: a trend's width
# From the least to the gravest; the height of each bar, and its class.
SHAPES: Mapping[str, tuple[int, str]] = {
    "_": (0, ""),
    ".": (1, "none"),
    "n": (4, "neutral"),
    "m": (7, "minor"),
    "a": (7, "minor"),
    "M": (11, "major"),
    "o": (11, "gone"),
    "C": (16, "critical"),
}
NAMES: Mapping[str, str] = {
    "C": "critical", "o": "missing", "M": "major", "a": "added", "m": "minor", "n": "neutral",
    ".": "without findings",
}  # fmt: skip
RANK = {mark: place for place, mark in enumerate(SHAPES)}
GRAVE = "CoM"


def binned(strip: str, most: int = MOST_BARS) -> str:
    """The strip in at most `most` characters: the gravest of each stretch.

    >>> binned("..m.Mo", 3), binned(".M", 60)
    ('.mo', '.M')
    """
    length = ceil(len(strip) / most) or 1
    stretches = (strip[i : i + length] for i in range(0, len(strip), length))
    return "".join(max(stretch, key=lambda mark: RANK.get(mark, 0)) for stretch in stretches)


def strip_words(strip: str) -> str:
    """What a strip shows.

    >>> strip_words("m.Mo.")
    'paragraphs: 1 missing, 1 major (first: 3), 1 minor, 2 without findings'
    >>> strip_words("")
    'no paragraphs'
    """
    counts = Counter(strip)
    grave = min((strip.find(m) + 1 for m in GRAVE if m in counts), default=0)
    said = []
    for mark, name in NAMES.items():
        if counts[mark]:
            first = f" (first: {grave})" if grave and strip[grave - 1] == mark else ""
            said.append(f"{counts[mark]:,} {name}{first}")
    if not said:
        return "no paragraphs"
    length = ceil(len(strip) / MOST_BARS)
    each = f"; each bar is the worst of {length}" if length > 1 else ""
    return f"paragraphs: {', '.join(said)}{each}"


def strip_drawing(strip: str) -> Markup:
    """The document from left to right; the worse a paragraph, the higher its bar.

    A missing paragraph is an empty box. One path for each severity keeps a long table small.
    """
    bars = binned(strip)
    paths: dict[str, list[str]] = {}
    for place, mark in enumerate(bars):
        height, kind = SHAPES.get(mark, SHAPES["_"])
        if kind == "gone":
            edge = place * BAR + 0.25
            path = f"M{edge} {HEIGHT - 0.25}v{0.5 - height}h1.2v{height - 0.5}z"
        else:
            path = f"M{place * BAR} {HEIGHT}v-{height}h1.7v{height}z"
        if kind:
            paths.setdefault(kind, []).append(path)
    drawn = Markup().join(
        Markup('<path class="s-{}" d="{}"/>').format(kind, "".join(path))
        for kind, path in paths.items()
    )
    return Markup(
        '<svg class="strip" role="img" aria-label="{}" viewBox="0 0 {} {}" width="{}" height="20" '
        'preserveAspectRatio="none">{}</svg>'
    ).format(strip_words(strip), max(len(bars), 1) * BAR, HEIGHT, drawn_width(len(bars)), drawn)


def drawn_width(bars: int) -> int:
    """Pixels: a short document has broad bars, but not broader than a long one's strip allows.

    >>> drawn_width(3), drawn_width(20), drawn_width(60)
    (24, 150, 150)
    """
    return min(8 * max(bars, 1), 150)


def trend_words(trend: Trend) -> str:
    """What a trend shows; of many runs the first and the last numbers.

    >>> from evalkit.result.records import Trend
    >>> trend_words(Trend("a", "bn", (8.0, 6.5, 3.1), "2026-11-24T08:00:00+00:00"))
    'penalty 8.0, 6.5, 3.1 over 3 runs, the last on 2026-11-24'
    """
    numbers = [f"{penalty:.1f}" for penalty in trend.penalties]
    if len(numbers) > 8:
        numbers = [*numbers[:3], "…", *numbers[-4:]]
    day = trend.last.partition("T")[0]
    runs = phrases.counted(len(trend.penalties), "run")
    return f"penalty {', '.join(numbers)} over {runs}, the last on {day}"


def trend_drawing(trend: Trend) -> Markup:
    """The penalties as a line from 0 up, the first and the last of them in numbers."""
    first, last = trend.penalties[0], trend.penalties[-1]
    points = _points(trend.penalties)
    x, y = points[-1]
    line = " ".join(f"{x:g},{y:g}" for x, y in points)
    drawn = Markup(
        '<svg class="trend" role="img" aria-label="{}" viewBox="0 0 {} {}" width="{}" height="20">'
        '<polyline class="t-line" fill="none" points="{}"/>'
        '<circle class="t-last" cx="{:g}" cy="{:g}" r="2"/></svg>'
    ).format(trend_words(trend), LINE, HEIGHT, LINE * 20 // HEIGHT, line, x, y)
    return Markup(
        '<span class="ends" aria-hidden="true">{:.1f}</span>{}'
        '<span class="ends" aria-hidden="true">{:.1f}</span>'
    ).format(first, drawn, last)


def _points(penalties: Sequence[float]) -> list[tuple[float, float]]:
    top = max(penalties) or 1.0
    step = (LINE - 6) / max(len(penalties) - 1, 1)
    return [
        (round(3 + n * step, 1), round(HEIGHT - 2.5 - (HEIGHT - 5) * penalty / top, 1))
        for n, penalty in enumerate(penalties)
    ]
