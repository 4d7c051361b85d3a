"""How a metric's scores lie: a dot for every paragraph, of many their histogram."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from statistics import median

from evalkit.reports import metric_labels
from evalkit.reports.charts.drawing import ACCENT, INK, POINTS, WIDTH, Chart, short
from evalkit.reports.charts.histograms import (
    GAP,
    LEFT,
    MEANINGS,
    RIGHT,
    SCALE,
    Panel,
    histograms,
    quartiles,
)
from evalkit.reports.charts.number_axis import around, axis, beside, ticks
from evalkit.reports.charts.shapes import chart, dots, line
from evalkit.result.evaluation import Evaluation
from evalkit.result.records import Input
from evalkit.store import Memory

LINE = 0.36 * POINTS  # for the dots of a version
MOST_DOTS = 150
"""Scores of a version that are drawn as dots."""
RADIUS, OPACITY, THICK = 2.74, 0.45, 1.6
REACH = 0.35  # of a line, the median's tick on either side of its middle


def spreads(evaluation: Evaluation, memory: Memory | None = None) -> Iterator[Chart]:
    """A chart for every metric that scored a paragraph."""
    values: dict[str, dict[str, list[float]]] = {}
    for score in evaluation.score_records:
        if score.row is not None and score.value is not None:
            values.setdefault(score.metric, {}).setdefault(score.version, []).append(score.value)
    scored = [m for m in metric_labels.labels(evaluation.metrics).items() if m[0] in values]
    for n, (metric, label) in enumerate(scored):
        yield _spread(evaluation, metric, label, values[metric], f"spread-{n}", memory)


def _spread(
    evaluation: Evaluation,
    metric: str,
    label: str,
    values: Mapping[str, Sequence[float]],
    name: str,
    memory: Memory | None,
) -> Chart:
    """A panel with a scale of its own for each language.

    Scores of different languages do not compare, and a common axis would
    invite it; versions of one language share theirs.
    """
    many = any(len(found) > MOST_DOTS for found in values.values())
    versions = [v for v in evaluation.versions if v.version in values]
    languages = list(dict.fromkeys(primary(v.language) for v in versions))
    panels: list[Panel] = [
        [(short(v.version, 12), values[v.version]) for v in versions if primary(v.language) == code]
        for code in languages
    ]
    listed = "; ".join(_said(metric, v, values[v.version], many) for v in versions)
    means = MEANINGS if many else "The tick is the median."
    own = " Each language has a scale of its own: they do not compare." if panels[1:] else ""
    full = f" {label} is {metric}." if ":" in metric else ""
    title, said = f"{label} per paragraph", f"{listed}. {means}{own}{full}"
    if many:
        return histograms((title, said), name, panels, memory)
    shapes: list[str] = []
    height = 0.0
    for panel in panels:
        shapes += _dots(panel, height + GAP * POINTS)
        height += LINE * len(panel) + SCALE * POINTS
    return chart(title, said, name, (WIDTH * POINTS, height), shapes)


def _dots(panel: Panel, top: float) -> list[str]:
    width = WIDTH * POINTS
    scale = around((v for _, found in panel for v in found), LEFT * width, RIGHT * width)
    shapes = []
    for n, (words, found) in enumerate(panel):
        y, middle = top + (n + 0.5) * LINE, scale.at(median(found))
        shapes.append(dots(((scale.at(value), y) for value in found), ACCENT, RADIUS, OPACITY))
        shapes.append(line(middle, y - REACH * LINE, middle, y + REACH * LINE, INK, THICK))
        shapes += beside(scale.left, y, words)
    return shapes + axis(scale, top + len(panel) * LINE, ticks(scale.low, scale.high))


def _said(metric: str, version: Input, found: Sequence[float], many: bool) -> str:
    def number(value: float) -> str:
        return metric_labels.number(metric, value)

    said = (
        f"{version.language_name}: {len(found)} paragraphs from {number(min(found))} "
        f"to {number(max(found))}, median {number(median(found))}"
    )
    if many:
        low, _, high = quartiles(found)
        said += f", the middle half from {number(low)} to {number(high)}"
    return said


def primary(language: str) -> str:
    """The language of a tag, without region and what follows.

    >>> primary("bn-x-new")
    'bn'
    """
    return language.partition("-")[0]
