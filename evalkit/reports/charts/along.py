"""Where in the document the findings lie: a strip of bars for each version."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

from evalkit.checks.base import PENALTY
from evalkit.reports.charts.drawing import COLOURS, INK, POINTS, WIDTH, Chart, short
from evalkit.reports.charts.number_axis import Scale, axis, beside, ticks
from evalkit.reports.charts.shapes import boxes, chart, text
from evalkit.reports.charts.stretches import (
    HIGH,
    LEFT,
    LOW,
    RIGHT,
    STRIP,
    TITLE,
    Stretch,
    stretched,
    stretches,
)
from evalkit.result.evaluation import SEVERITIES, Evaluation
from evalkit.store import Memory

MOST_ROWS = 240
"""Rows that have a bar each; more are drawn in stretches."""
MOST_WORDS = 20  # paragraphs named in a description
BETWEEN = 0.14  # of a row's width, on either side of its bar
EDGE = 0.7  # rows before the first and after the last, from their middle
ABOVE = 3  # points below a version's id


def along(evaluation: Evaluation, memory: Memory | None = None) -> Chart:
    """The points of every paragraph, of a long document those of every stretch of it."""
    if len(evaluation.rows) > MOST_ROWS:
        return stretched(evaluation, memory)
    names = {v.version: v.language_name for v in evaluation.versions}
    found = {version: list(stretches(evaluation, version, 1)) for version in names}
    top = max((s.points for every in found.values() for s in every), default=0.0)
    top = max(top, PENALTY["major"])
    height, width = STRIP * POINTS, WIDTH * POINTS
    scale = Scale(EDGE - 0.4, len(evaluation.rows) + EDGE, LEFT * width, RIGHT * width)
    shapes = [
        shape
        for n, version in enumerate(names)
        for shape in _strip(version, found[version], top, scale, n * height)
    ]
    listed = "; ".join(f"{names[v]}: {_heaviest(found[v])}" for v in names)
    said = f"{listed}. Heights are square roots."
    return chart(TITLE, said, "along", (width, height * len(names)), shapes)


def _strip(
    version: str, found: Sequence[Stretch], top: float, scale: Scale, above: float
) -> list[str]:
    """One version's bars, their scale at the left, the paragraphs' numbers below."""
    height = STRIP * POINTS
    ceiling, floor = above + (1 - HIGH) * height, above + (1 - LOW) * height

    def at(points: float) -> float:
        # Square roots: beside a critical finding a minor one would not be seen.
        return floor - sqrt(points / top) / 1.02 * (floor - ceiling)

    shapes = []
    for severity in SEVERITIES:
        bars = (
            (
                scale.at(s.first - 0.5 + BETWEEN),
                at(s.points),
                scale.at(s.first + 0.5 - BETWEEN) - scale.at(s.first - 0.5 + BETWEEN),
                floor - at(s.points),
            )
            for s in found
            if s.severity == severity
        )
        shapes.append(boxes(bars, COLOURS[severity]))
    shapes += axis(scale, floor, ticks(scale.low, scale.high, whole=True))
    for points in sorted(set(PENALTY.values())):
        if 0 < points <= top:
            shapes += beside(scale.left, at(points), f"{points:g}")
    shapes.append(text(scale.left, ceiling - ABOVE, short(version), INK))
    return shapes


def _heaviest(found: Sequence[Stretch]) -> str:
    heavy = sorted(found, key=lambda s: (-s.points, -s.first))
    named = sorted(heavy[:MOST_WORDS], key=lambda s: s.first)
    said = ", ".join(f"paragraph {s.first} {s.points:g}" for s in named) or "no points"
    left_out = len(heavy) - len(named)
    return f"{said} and {left_out} paragraphs with no more than these" if left_out else said
