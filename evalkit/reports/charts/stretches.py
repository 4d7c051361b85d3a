"""A long document in stretches: what each comes to, and the strips of their bars."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from math import ceil, sqrt
from typing import TYPE_CHECKING, Any

from evalkit.checks.base import PENALTY, Severity
from evalkit.reports.charts.drawing import COLOURS, INK, Chart, short
from evalkit.reports.charts.plotted import boxes, figure, plain, plotted
from evalkit.result.evaluation import SEVERITIES, Evaluation
from evalkit.store import Memory

if TYPE_CHECKING:
    from matplotlib.figure import Figure

STRIP = 0.95  # inches per version's strip
LEFT, RIGHT = 0.07, 0.97  # where its bars begin and end, in parts of the width
LOW, HIGH = 0.24, 0.74  # the same of the strip's height, from below
MOST_STRETCHES = 120
MOST_NAMED = 5  # stretches named in a description
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


def stretched(evaluation: Evaluation, memory: Memory | None = None) -> Chart:
    """A bar for each stretch of the document: its mean of points, its worst severity."""
    names = {v.version: v.language_name for v in evaluation.versions}
    count = len(evaluation.rows)
    length = ceil(count / MOST_STRETCHES)
    found = {version: list(stretches(evaluation, version, length)) for version in names}
    listed = "; ".join(f"{names[v]}: {_gravest(found[v])}" for v in names)
    said = (
        f"{listed}. Each bar is a stretch of {length} paragraphs: its height the square root of "
        "their mean points, its colour their worst severity; a triangle stands over a critical one."
    )
    return plotted(
        (f"{TITLE}, {length} paragraphs a bar", said),
        "along",
        (count, length, [(v, [astuple(s) for s in found[v]]) for v in names]),
        lambda: _drawn(found, count, length),
        memory,
    )


def _drawn(found: Mapping[str, Sequence[Stretch]], count: int, length: int) -> Figure:
    top = max((s.points for every in found.values() for s in every), default=1.0)
    drawn = figure(STRIP * len(found))
    height = 1 / len(found)
    for n, (version, own) in enumerate(found.items()):
        low = 1 - (n + 1) * height
        axes = drawn.add_axes((LEFT, low + LOW * height, RIGHT - LEFT, (HIGH - LOW) * height))
        _strip(axes, own, top, 0.14 * length)
        axes.set_xlim(0.3, count + 0.7)
        axes.set_title(short(version), loc="left", color=INK, pad=6)
        plain(axes)
    return drawn


def _strip(axes: Any, found: Sequence[Stretch], top: float, margin: float) -> None:
    from matplotlib.ticker import MaxNLocator

    for severity in SEVERITIES:
        own = [s for s in found if s.severity == severity]
        places = ((s.first - 0.5 + margin, s.last + 0.5 - margin, 0, sqrt(s.points)) for s in own)
        boxes(axes, places, COLOURS[severity])
        if severity == "critical":
            # Colour alone would not tell them: their height is a mean.
            middles = [(s.first + s.last) / 2 for s in own]
            crowns = [sqrt(s.points) + 0.13 * sqrt(top) for s in own]
            axes.scatter(
                middles, crowns, s=16, marker="v", color=COLOURS[severity], linewidths=0,
                clip_on=False,
            )  # fmt: skip
    axes.set_ylim(0, sqrt(top) * 1.02)
    # The upper half of a scale of roots has the room for its numbers.
    marks = [step for step in STEPS if step <= top][-2:]
    axes.yaxis.set_ticks([sqrt(p) for p in marks], [f"{p:g}" for p in marks])
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))


def _gravest(found: Sequence[Stretch]) -> str:
    heavy = sorted(found, key=lambda s: (-s.points, s.first))
    named = sorted(heavy[:MOST_NAMED], key=lambda s: s.first)
    said = ", ".join(
        f"paragraphs {s.first} to {s.last} {s.points:.1f} on average" for s in named
    )  # fmt: skip
    return f"most in {said}" if said else "no points"
