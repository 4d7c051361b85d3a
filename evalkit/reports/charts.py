"""Charts as inline SVG, drawn by matplotlib and coloured by the page.

matplotlib does not shape Indic scripts, so a chart carries ids, numbers and
English words only. What is drawn takes its colours from CSS classes
(`c-critical`, `c-ink`, …), so one drawing serves light and dark pages; the
attributes beside the classes keep it readable where the style is absent.
"""

from __future__ import annotations

import io
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, dataclass
from math import sqrt
from statistics import median
from typing import TYPE_CHECKING, Any

from evalkit.checks.base import PENALTY
from evalkit.evaluation.evaluation import SEVERITIES, Evaluation, worst
from evalkit.reports import naming
from evalkit.reports.kept import kept
from evalkit.reports.svg import cleaned, printable
from evalkit.store import Forgetful, Memory

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
NAMES, PANEL = 2.1, 2.0  # inches for the checks' names, and at least for each version's bars
BAR = 0.25  # inches per bar
STRIP = 0.95  # inches per version's strip
LINE, SCALE, GAP = 0.36, 0.5, 0.08  # inches per line of dots, for a scale, above a panel
MOST_BARS = 14
MOST_WORDS = 20  # paragraphs named in a description
FONT_SIZE = 9
LETTERS: Mapping[str, str] = {"critical": "C", "major": "M", "minor": "m", "neutral": "n"}


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing with its heading and the words that stand for it."""

    title: str
    description: str
    svg: str


def charts(
    evaluation: Evaluation, check_name: Callable[[str], str], memory: Memory | None = None
) -> tuple[Chart, ...]:
    """The charts this evaluation has something to draw for, none for nothing.

    `memory` may have them from an earlier run: matplotlib takes longer to load
    than all else of a report to write.
    """

    def drawn() -> bytes:
        return json.dumps([astuple(chart) for chart in _drawn(evaluation, check_name)]).encode()

    # All that the drawings below look at.
    seen = (
        [(f.row, f.version, f.check, f.severity) for f in evaluation.finding_records],
        [(s.row, s.version, s.metric, s.value) for s in evaluation.score_records],
        [(v.version, v.language, v.language_name) for v in evaluation.versions],
        {f.check: check_name(f.check) for f in evaluation.finding_records},
        evaluation.metrics,
        len(evaluation.rows),
    )
    made = kept(memory or Forgetful(), "matplotlib", "charts", seen, drawn)
    return tuple(Chart(*texts) for texts in json.loads(made))


def _drawn(evaluation: Evaluation, check_name: Callable[[str], str]) -> list[Chart]:
    drawn: list[Chart] = []
    if evaluation.finding_records:
        drawn.append(_by_check(evaluation, check_name))
        drawn.append(_along(evaluation))
    drawn.extend(_spreads(evaluation))
    return drawn


def _by_check(evaluation: Evaluation, check_name: Callable[[str], str]) -> Chart:
    versions = evaluation.versions
    counts: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for finding in evaluation.finding_records:
        counts[finding.check][finding.version][finding.severity] += 1
    weight = {
        check: sum(PENALTY[s] * n for found in by.values() for s, n in found.items())
        for check, by in counts.items()
    }
    checks = sorted(counts, key=lambda c: (-weight[c], c))
    shown = checks[:MOST_BARS]
    most = max(found.total() for by in counts.values() for found in by.values())
    width = max(NAMES + PANEL * len(versions), WIDTH)
    panel = (width - NAMES) / len(versions)
    figure = _figure(len(shown) * BAR + 0.3, width)
    for n, version in enumerate(versions):
        axes = figure.add_axes(
            (
                (NAMES + n * panel) / width,
                0,
                (panel - 0.1) / width,
                1 - 0.25 / figure.get_figheight(),
            )
        )
        for line, check in enumerate(shown):
            found = counts[check][version.version]
            left = 0
            for severity in SEVERITIES:
                axes.barh(line, found[severity], left=left, height=0.62, color=COLOURS[severity])
                left += found[severity]
            words = "  ".join(f"{found[s]} {LETTERS[s]}" for s in SEVERITIES if found[s])
            axes.text(
                left + 0.04 * most, line, words or "–", va="center_baseline",
                color=INK if words else QUIET,
            )  # fmt: skip
            if n == 0:
                axes.text(
                    -0.08 * most, line, _short(check_name(check)), ha="right",
                    va="center_baseline", color=INK,
                )  # fmt: skip
        axes.set_xlim(0, most * 1.9 * panel / PANEL)
        axes.set_ylim(len(shown) - 0.5, -0.5)
        axes.axis("off")
        axes.set_title(_short(version.version), loc="left", color=QUIET, pad=5)
    left_out = len(checks) - len(shown)
    more = f" The {left_out} checks with the fewest points are not drawn." if left_out else ""
    listed = "; ".join(
        f"{check_name(check)}: "
        + " and ".join(
            ", ".join(f"{by[v.version][s]} {s}" for s in SEVERITIES if by[v.version][s])
            + f" in {v.language_name}"
            for v in versions
            if by[v.version]
        )
        for check, by in ((c, counts[c]) for c in checks)
    )
    return _chart("Findings by check and version", f"{listed}.{more}", figure, "by-check")


def _along(evaluation: Evaluation) -> Chart:
    from matplotlib.ticker import MaxNLocator

    names = {v.version: v.language_name for v in evaluation.versions}
    cells = evaluation.findings_by_cell
    figure = _figure(STRIP * len(names))
    count = len(evaluation.rows)
    points = {cell: sum(PENALTY[f.severity] for f in found) for cell, found in cells.items()}
    top = max(*points.values(), PENALTY["major"])
    marks = [p for p in sorted(set(PENALTY.values())) if 0 < p <= top]
    height = 1 / len(names)
    for n, version in enumerate(names):
        low = 1 - (n + 1) * height
        axes = figure.add_axes((0.07, low + 0.24 * height, 0.92, 0.5 * height))
        for row in range(1, count + 1):
            found = cells.get((row, version), ())
            if points.get((row, version)):
                colour = COLOURS[worst(f.severity for f in found)]
                axes.bar(row, sqrt(points[row, version]), width=0.72, color=colour)
        axes.set_xlim(0.3, count + 0.7)
        axes.set_ylim(0, sqrt(top) * 1.02)
        axes.set_title(_short(version), loc="left", color=INK, pad=3)
        # Square roots: beside a critical finding a minor one would not be seen.
        axes.yaxis.set_ticks([sqrt(p) for p in marks], [str(p) for p in marks])
        axes.xaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
        _plain(axes)
    listed = "; ".join(f"{names[version]}: {_heaviest(points, version)}" for version in names)
    return _chart(
        "MQM points along the document", f"{listed}. Heights are square roots.", figure, "along"
    )


def _heaviest(points: Mapping[tuple[int, str], int], version: str) -> str:
    heavy = sorted(((p, row) for (row, v), p in points.items() if v == version and p), reverse=True)
    named = sorted(heavy[:MOST_WORDS], key=lambda found: found[1])
    said = ", ".join(f"paragraph {row} {p}" for p, row in named) or "no points"
    left_out = len(heavy) - len(named)
    return f"{said} and {left_out} paragraphs with no more than these" if left_out else said


def _spreads(evaluation: Evaluation) -> list[Chart]:
    drawn: list[Chart] = []
    for metric, label in naming.labels(evaluation.metrics).items():
        values: dict[str, list[float]] = {}
        for score in evaluation.score_records:
            if score.metric == metric and score.row is not None and score.value is not None:
                values.setdefault(score.version, []).append(score.value)
        if values:
            drawn.append(_spread(evaluation, metric, label, values, f"spread-{len(drawn)}"))
    return drawn


def _spread(
    evaluation: Evaluation,
    metric: str,
    label: str,
    values: Mapping[str, Sequence[float]],
    name: str,
) -> Chart:
    """The scores of every paragraph, a panel with a scale of its own for each language.

    Scores of different languages do not compare, and a common axis would
    invite it; versions of one language share theirs.
    """
    versions = [v for v in evaluation.versions if v.version in values]
    languages = list(dict.fromkeys(primary(v.language) for v in versions))
    panels = [[v for v in versions if primary(v.language) == code] for code in languages]
    heights = [LINE * len(panel) + SCALE for panel in panels]
    figure = _figure(sum(heights))
    top = 1.0
    for panel, height in zip(panels, heights, strict=True):
        share = height / sum(heights)
        low = top - share * (1 - (SCALE - GAP) / height)
        axes = figure.add_axes((0.14, low, 0.83, top - low - share * GAP / height))
        top -= share
        for n, version in enumerate(panel):
            found = values[version.version]
            axes.scatter(found, [n] * len(found), s=30, color=ACCENT, alpha=0.45, linewidths=0)
            middle = median(found)
            axes.plot([middle, middle], [n - 0.32, n + 0.32], color=INK, linewidth=1.6)
        axes.set_ylim(len(panel) - 0.5, -0.5)
        axes.yaxis.set_ticks(range(len(panel)), [_short(v.version, 12) for v in panel])
        _plain(axes)
    listed = "; ".join(
        f"{v.language_name}: {len(found)} paragraphs from {naming.number(metric, min(found))} "
        f"to {naming.number(metric, max(found))}, median {naming.number(metric, median(found))}"
        for v in versions
        if (found := values[v.version])
    )
    own = " Each language has a scale of its own: they do not compare." if panels[1:] else ""
    full = f" {label} is {metric}." if ":" in metric else ""
    description = f"{listed}. The tick is the median.{own}{full}"
    return _chart(f"{label} per paragraph", description, figure, name)


def primary(language: str) -> str:
    """The language of a tag, without region and what follows.

    >>> primary("bn-x-new")
    'bn'
    """
    return language.partition("-")[0]


def _figure(height: float, width: float = WIDTH) -> Figure:
    from matplotlib.figure import Figure

    return Figure(figsize=(width, height))


def _plain(axes: Any) -> None:
    for side, spine in axes.spines.items():
        spine.set_visible(side == "bottom")
        spine.set_color(QUIET)
        spine.set_linewidth(0.6)
    axes.tick_params(length=2.5, width=0.6, color=QUIET, labelcolor=QUIET)


def _short(name: str, most: int = 26) -> str:
    name = printable(name)
    return name if len(name) <= most else f"{name[: most - 1]}…"


def _chart(title: str, description: str, figure: Figure, name: str) -> Chart:
    import matplotlib as mpl
    from matplotlib.text import Text

    buffer = io.BytesIO()
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "evalkit"}):
        for text in figure.findobj(Text):
            text.set_fontsize(FONT_SIZE)
            text.set_parse_math(False)  # a dollar sign in a name is no formula
        figure.savefig(buffer, format="svg", transparent=True, metadata={"Date": None})
    return Chart(title, description, cleaned(buffer.getvalue(), name, title, description, CLASSES))
