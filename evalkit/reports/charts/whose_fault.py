"""Whose fault: in which paragraphs two versions have findings, and what these come from."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import combinations

from evalkit.checks.base import PENALTY
from evalkit.reports.charts.drawing import (
    ACCENT,
    INK,
    LARGE_SIZE,
    POINTS,
    QUIET,
    WIDTH,
    Chart,
    short,
)
from evalkit.reports.charts.shapes import boxes, chart, hatch, hatched, outline, text
from evalkit.result.evaluation import Evaluation
from evalkit.result.records import Input
from evalkit.result.side_by_side import attributed

NAME = "blame"
MOST_PAIRS = 3
VERDICTS: Mapping[str, str] = {
    "version": "its own",
    "source-or-pipeline": "source or pipeline",
    "unclear": "unclear",
}
COLOURS: Mapping[str, str] = {"version": ACCENT, "source-or-pipeline": INK, "unclear": QUIET}
DARKEST = 0.4  # opacity of the fullest cell: its number must stand out
# Points: between things, a heading's height, a cell's height, a version's bar with its words.
SPACE, HEAD, CELL, LINE, BAR = 5, 17, 56, 52, 13
THIN, PEN = 0.8, 0.9  # points: the edges of cells, of bars
ASIDE = 200  # width of one grid with the bars beside it


@dataclass(frozen=True, slots=True)
class Pair:
    """Two versions: in how many rows both, one or neither has a finding above neutral."""

    first: Input
    second: Input
    both: int
    only_first: int
    only_second: int
    neither: int


def pairs(evaluation: Evaluation) -> list[Pair]:
    """The pairs of versions, of many those with the most rows in common."""
    rows: dict[str, set[int]] = defaultdict(set)
    for finding in evaluation.finding_records:
        if PENALTY[finding.severity]:
            rows[finding.version].add(finding.row)
    made = [
        _pair(first, second, rows[first.version], rows[second.version], len(evaluation.rows))
        for first, second in combinations(evaluation.versions, 2)
    ]
    chosen = sorted(made, key=lambda p: -p.both)[:MOST_PAIRS]
    return [pair for pair in made if pair in chosen]


def _pair(first: Input, second: Input, here: Set[int], there: Set[int], total: int) -> Pair:
    return Pair(
        first, second, len(here & there), len(here - there), len(there - here),
        total - len(here | there),
    )  # fmt: skip


def whose_fault(evaluation: Evaluation) -> Chart | None:
    """The pairs as grids of two by two, next to them each version's findings by their cause.

    None where nothing above neutral was found, or only one version was judged.
    """
    found = pairs(evaluation)
    counts = {
        v.version: attributed(f for f in evaluation.finding_records if f.version == v.version)
        for v in evaluation.versions
    }
    if not found or not any(c.total() for c in counts.values()):
        return None
    whole = WIDTH * POINTS
    grid = HEAD + 2 * CELL + SPACE
    bars = HEAD + LINE * len(counts) + HEAD
    height = max(grid, bars) if len(found) == 1 else grid + 3 * SPACE + bars
    if len(found) == 1:
        shapes = _grid(found[0], 0, ASIDE)
        shapes += _bars(evaluation.versions, counts, ASIDE + 6 * SPACE, whole, 0)
    else:
        width = (whole - 4 * SPACE * (len(found) - 1)) / len(found)
        shapes = [
            shape
            for n, pair in enumerate(found)
            for shape in _grid(pair, n * (width + 4 * SPACE), width)
        ]
        shapes += _bars(evaluation.versions, counts, 0, whole, grid + 3 * SPACE)
    said = _described(evaluation, found, counts)
    return chart("Whose fault", said, NAME, (whole, height), [hatch(NAME), *shapes])


def _grid(pair: Pair, left: float, width: float) -> list[str]:
    first, second = short(pair.first.version, 9), short(pair.second.version, 9)
    heading = "Paragraphs with findings" if width > 150 else f"{first}, {second}"
    shapes = [text(left, HEAD - 7, heading)]
    cells = (
        (pair.both, "in both"),
        (pair.only_first, f"only {first}"),
        (pair.only_second, f"only {second}"),
        (pair.neither, "in neither"),
    )
    most = max(pair.both, pair.only_first, pair.only_second, 1)
    side = (width - SPACE) / 2
    for n, (count, words) in enumerate(cells):
        x, y = left + n % 2 * (side + SPACE), HEAD + n // 2 * (CELL + SPACE)
        if n < 3:
            tint = 0.06 + (DARKEST - 0.06) * count / most if count else 0.0
            shapes.append(boxes([(x, y, side, CELL)], ACCENT, tint))
        edge = (x + 0.5, y + 0.5, side - 1, CELL - 1)
        shapes += [
            outline(edge, QUIET, THIN, dotted=n == 3),
            text(x + 8, y + 27, f"{count:,}", INK if count else QUIET, size=LARGE_SIZE),
            text(x + 8, y + 45, words, INK),
        ]
    return shapes


def _bars(
    versions: Sequence[Input],
    counts: Mapping[str, Counter[str]],
    left: float,
    right: float,
    top: float,
) -> list[str]:
    shapes = [text(left, top + HEAD - 7, "Findings above neutral, by cause")]
    most = max(c.total() for c in counts.values())
    y = top + HEAD
    for version in versions:
        own = counts[version.version]
        shapes.append(text(left, y + 9, f"{short(version.version, 16)}: {leaning(own)}", INK))
        x, scale = left, (right - left) / most
        for verdict in VERDICTS:
            if own[verdict]:
                shapes += _box(verdict, x, y + 15, own[verdict] * scale)
                x += own[verdict] * scale
        shapes.append(text(left, y + 15 + BAR + 11, told(own) if own.total() else "0"))
        y += LINE
    x = left
    for verdict, words in VERDICTS.items():
        shapes += _box(verdict, x, y + 2, 13, 9)
        shapes.append(text(x + 17, y + 10, words))
        x += 27 + 4.3 * len(words)
    return shapes


def _box(verdict: str, left: float, top: float, width: float, height: float = BAR) -> list[str]:
    place, colour = (left + 0.5, top, max(width - 1, 0.5), height), COLOURS[verdict]
    if verdict == "version":
        return [boxes([place], colour), outline(place, colour, PEN)]
    if verdict == "unclear":
        return [outline(place, colour, PEN, dotted=True)]
    return [hatched(place, colour, PEN, NAME)]


def leaning(counts: Mapping[str, int]) -> str:
    """Which cause most findings of a version have, in words.

    >>> leaning(Counter({"version": 9, "unclear": 2})), leaning(Counter())
    ('mostly its own', 'no finding')
    >>> leaning(Counter({"version": 2, "source-or-pipeline": 2}))
    'mixed causes'
    """
    total = sum(counts.values())
    for verdict, words in VERDICTS.items():
        if counts.get(verdict, 0) * 2 > total:
            return f"{'all' if counts[verdict] == total else 'mostly'} {words}"
    return "mixed causes" if total else "no finding"


def told(counts: Mapping[str, int]) -> str:
    """
    >>> told(Counter({"version": 1200, "unclear": 2}))
    '1,200 its own · 2 unclear'
    """
    return " · ".join(f"{counts[v]:,} {words}" for v, words in VERDICTS.items() if counts.get(v))


def _described(
    evaluation: Evaluation, found: Sequence[Pair], counts: Mapping[str, Counter[str]]
) -> str:
    said = [
        f"Paragraphs with findings above neutral, {_name(p.first)} and {_name(p.second)}: "
        f"{p.both} in both, {p.only_first} only in {_name(p.first)}, "
        f"{p.only_second} only in {_name(p.second)}, {p.neither} in neither."
        for p in found
    ]
    left_out = len(evaluation.versions) * (len(evaluation.versions) - 1) // 2 - len(found)
    if left_out:
        said.append(f"The {left_out} pairs with fewer in both are not drawn.")
    for version in evaluation.versions:
        own = counts[version.version]
        what = told(own).replace(" · ", ", ")
        said.append(f"Findings of {_name(version)}, {leaning(own)}{f': {what}' if what else ''}.")
    return " ".join(said)


def _name(version: Input) -> str:
    if version.version == version.language:
        return version.language_name
    return f"{version.language_name} ({version.version})"
