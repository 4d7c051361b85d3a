"""Where in the document the findings lie: a strip of bars for each version."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, sqrt

from evalkit.checks.base import PENALTY, Severity
from evalkit.evaluation.evaluation import SEVERITIES, Evaluation
from evalkit.reports.charts.drawing import (
    COLOURS,
    INK,
    Chart,
    boxes,
    figure,
    finished,
    plain,
    short,
)

STRIP = 0.95  # inches per version's strip
MOST_ROWS = 240
"""Rows that have a bar each; more are drawn in stretches."""
MOST_STRETCHES = 120
MOST_WORDS = 20  # paragraphs named in a description
STEPS = (0.1, 0.25, 0.5, 1, 2, 5, 10, 25, 50, 100)  # for the scale of means
TITLE = "MQM points along the document"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Rows `first` to `last` of a version: their mean of points, their worst severity."""

    first: int
    last: int
    points: float
    severity: Severity


def stretches(evaluation: Evaluation, version: str, length: int) -> Iterator[Stretch]:
    """The document in pieces of `length` rows; those without points are left out."""
    points: dict[int, int] = defaultdict(int)
    severities: dict[int, set[Severity]] = defaultdict(set)
    for finding in evaluation.finding_records:
        if finding.version == version and finding.row <= len(evaluation.rows):
            place = (finding.row - 1) // length
            points[place] += PENALTY[finding.severity]
            severities[place].add(finding.severity)
    for place in sorted(points):
        first, last = place * length + 1, min((place + 1) * length, len(evaluation.rows))
        gravest = next(s for s in SEVERITIES if s in severities[place])
        if points[place]:
            yield Stretch(first, last, points[place] / (last - first + 1), gravest)


def along(evaluation: Evaluation) -> Chart:
    """The points of every paragraph, of a long document those of every stretch of it."""
    from matplotlib.ticker import MaxNLocator

    names = {v.version: v.language_name for v in evaluation.versions}
    count = len(evaluation.rows)
    length = 1 if count <= MOST_ROWS else ceil(count / MOST_STRETCHES)
    found = {version: list(stretches(evaluation, version, length)) for version in names}
    drawn = figure(STRIP * len(names))
    if length == 1:
        top = max((s.points for every in found.values() for s in every), default=0.0)
        top = max(top, PENALTY["major"])
        marks: list[float] = [p for p in sorted(set(PENALTY.values())) if 0 < p <= top]
    else:
        top = max((s.points for every in found.values() for s in every), default=1.0)
        # The upper half of a scale of roots has the room for its numbers.
        marks = [step for step in STEPS if step <= top][-2:]
    height, margin = 1 / len(names), 0.14 * length
    for n, version in enumerate(names):
        low = 1 - (n + 1) * height
        axes = drawn.add_axes((0.07, low + 0.24 * height, 0.9, 0.5 * height))
        for severity in SEVERITIES:
            own = [s for s in found[version] if s.severity == severity]
            places = (
                (s.first - 0.5 + margin, s.last + 0.5 - margin, 0, sqrt(s.points)) for s in own
            )
            boxes(axes, places, COLOURS[severity])
            if severity == "critical" and length > 1:
                # Colour alone would not tell them: their height is a mean.
                middles = [(s.first + s.last) / 2 for s in own]
                crowns = [sqrt(s.points) + 0.13 * sqrt(top) for s in own]
                axes.scatter(
                    middles, crowns, s=16, marker="v", color=COLOURS[severity], linewidths=0,
                    clip_on=False,
                )  # fmt: skip
        axes.set_xlim(0.3, count + 0.7)
        axes.set_ylim(0, sqrt(top) * 1.02)
        axes.set_title(short(version), loc="left", color=INK, pad=3 if length == 1 else 6)
        # Square roots: beside a critical finding a minor one would not be seen.
        axes.yaxis.set_ticks([sqrt(p) for p in marks], [f"{p:g}" for p in marks])
        axes.xaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
        plain(axes)
    if length == 1:
        listed = "; ".join(f"{names[v]}: {_heaviest(found[v])}" for v in names)
        return finished(TITLE, f"{listed}. Heights are square roots.", drawn, "along")
    listed = "; ".join(f"{names[v]}: {_gravest(found[v])}" for v in names)
    said = (
        f"{listed}. Each bar is a stretch of {length} paragraphs: its height the square root of "
        "their mean points, its colour their worst severity; a triangle stands over a critical one."
    )
    return finished(f"{TITLE}, {length} paragraphs a bar", said, drawn, "along")


def _heaviest(found: list[Stretch]) -> str:
    heavy = sorted(found, key=lambda s: (-s.points, -s.first))
    named = sorted(heavy[:MOST_WORDS], key=lambda s: s.first)
    said = ", ".join(f"paragraph {s.first} {s.points:g}" for s in named) or "no points"
    left_out = len(heavy) - len(named)
    return f"{said} and {left_out} paragraphs with no more than these" if left_out else said


def _gravest(found: list[Stretch]) -> str:
    heavy = sorted(found, key=lambda s: (-s.points, s.first))
    named = sorted(heavy[: MOST_WORDS // 4], key=lambda s: s.first)
    said = ", ".join(
        f"paragraphs {s.first} to {s.last} {s.points:.1f} on average" for s in named
    )  # fmt: skip
    return f"most in {said}" if said else "no points"
