"""How a metric's scores lie: a dot for every paragraph, of many their histogram."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from statistics import median, quantiles
from typing import Any

from evalkit.evaluation.evaluation import Evaluation
from evalkit.evaluation.records import Input
from evalkit.reports import naming
from evalkit.reports.charts.drawing import (
    ACCENT,
    INK,
    Chart,
    boxes,
    figure,
    finished,
    plain,
    short,
)

LINE, SCALE, GAP = 0.36, 0.5, 0.08  # inches per line of dots, for a scale, above a panel
LANE = 0.58  # inches per histogram
MOST_DOTS = 150
"""Scores of a version that are drawn as dots."""
BINS = 60


def spreads(evaluation: Evaluation) -> Iterator[Chart]:
    """A chart for every metric that scored a paragraph."""
    values: dict[str, dict[str, list[float]]] = {}
    for score in evaluation.score_records:
        if score.row is not None and score.value is not None:
            values.setdefault(score.metric, {}).setdefault(score.version, []).append(score.value)
    scored = [m for m in naming.labels(evaluation.metrics).items() if m[0] in values]
    for n, (metric, label) in enumerate(scored):
        yield _spread(evaluation, metric, label, values[metric], f"spread-{n}")


def _spread(
    evaluation: Evaluation,
    metric: str,
    label: str,
    values: Mapping[str, Sequence[float]],
    name: str,
) -> Chart:
    """A panel with a scale of its own for each language.

    Scores of different languages do not compare, and a common axis would
    invite it; versions of one language share theirs.
    """
    many = any(len(found) > MOST_DOTS for found in values.values())
    versions = [v for v in evaluation.versions if v.version in values]
    languages = list(dict.fromkeys(primary(v.language) for v in versions))
    panels = [[v for v in versions if primary(v.language) == code] for code in languages]
    heights = [(LANE if many else LINE) * len(panel) + SCALE for panel in panels]
    drawn = figure(sum(heights))
    top = 1.0
    for panel, height in zip(panels, heights, strict=True):
        share = height / sum(heights)
        low = top - share * (1 - (SCALE - GAP) / height)
        axes = drawn.add_axes((0.14, low, 0.83, top - low - share * GAP / height))
        top -= share
        if many:
            _histograms(axes, [values[v.version] for v in panel])
        else:
            _dots(axes, [values[v.version] for v in panel])
        axes.set_ylim(len(panel) - 0.5, -0.5)
        axes.yaxis.set_ticks(range(len(panel)), [short(v.version, 12) for v in panel])
        plain(axes)
    listed = "; ".join(_said(metric, v, values[v.version], many) for v in versions)
    means = (
        "The area counts paragraphs, the tick is their median, the bar below their middle half."
        if many
        else "The tick is the median."
    )
    own = " Each language has a scale of its own: they do not compare." if panels[1:] else ""
    full = f" {label} is {metric}." if ":" in metric else ""
    return finished(f"{label} per paragraph", f"{listed}. {means}{own}{full}", drawn, name)


def _dots(axes: Any, lines: Sequence[Sequence[float]]) -> None:
    for n, found in enumerate(lines):
        axes.scatter(found, [n] * len(found), s=30, color=ACCENT, alpha=0.45, linewidths=0)
        middle = median(found)
        axes.plot([middle, middle], [n - 0.32, n + 0.32], color=INK, linewidth=1.6)


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
        low, middle, high = _quartiles(found)
        axes.plot(
            [low, high], [foot + 0.1] * 2, color=INK, linewidth=3, solid_capstyle="butt"
        )  # fmt: skip
        axes.plot([middle, middle], [foot - 0.68, foot + 0.16], color=INK, linewidth=1.6)
    edge = (most - least) * 0.02 or 0.5
    axes.set_xlim(least - edge, most + edge)


def _said(metric: str, version: Input, found: Sequence[float], many: bool) -> str:
    def number(value: float) -> str:
        return naming.number(metric, value)

    said = (
        f"{version.language_name}: {len(found)} paragraphs from {number(min(found))} "
        f"to {number(max(found))}, median {number(median(found))}"
    )
    if many:
        low, _, high = _quartiles(found)
        said += f", the middle half from {number(low)} to {number(high)}"
    return said


def _quartiles(found: Sequence[float]) -> tuple[float, float, float]:
    if len(found) < 2:
        return found[0], found[0], found[0]
    low, middle, high = quantiles(found, method="inclusive")
    return low, middle, high


def primary(language: str) -> str:
    """The language of a tag, without region and what follows.

    >>> primary("bn-x-new")
    'bn'
    """
    return language.partition("-")[0]
