"""Where the path may run: near what two long documents plainly share.

Comparing every paragraph with every other takes time that grows with the
square of a document. What is rare and on both sides fixes points of the path;
the search stays near the line through them, and is widened where the path
found presses against its edge.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from evalkit.alignment import paragraph_features as families
from evalkit.alignment.paragraph_features import Traits
from evalkit.alignment.path import Corridor, Path
from evalkit.alignment.shared_marks import Links, places

Point = tuple[int, int]

SMALL = 48
"""Documents of no more paragraphs than this are compared in full."""
MARGIN = 10
"""Paragraphs to either side of the line through the anchors."""
CLOSE = 5
"""Paragraphs to either side of a path that is only to be refined."""
REACH = 8
"""Paragraphs beyond the corridor where a mark still counts as near by."""
CLEAR = 60
"""In a corridor no wider than this, a mark that is missing tells all it can."""
WIDEST = 160
RARE = 3
"""A mark that occurs in more paragraphs than this is no anchor."""
ANCHOR_WORTH = 5.0
"""Nats of evidence that make two paragraphs an anchor."""
SAME_TEXT_WORTH = 10.0
NOTHING_SURE: Mapping[Point, float] = {}
ANCHOR_FAMILIES = frozenset({families.NUMBER, families.NAME, families.WORD})


def corridor(
    source: Sequence[Traits],
    target: Sequence[Traits],
    links: Links,
    margin: int = MARGIN,
    sure: Mapping[Point, float] = NOTHING_SURE,
) -> Corridor:
    """The cells worth searching; all of them in small documents.

    `sure` are pairs known from elsewhere to face each other, with their worth.
    """
    size = len(source), len(target)
    if max(size) <= SMALL:
        return Corridor.full(*size)
    worth = anchors(source, target, links)
    for pair, value in sure.items():
        worth[pair] = worth.get(pair, 0.0) + value
    fixed = [(0, 0), *heaviest_chain(worth), size]
    low, high = [0] * (size[0] + 1), [0] * (size[0] + 1)
    for (i0, j0), (i1, j1) in pairwise(fixed):
        rows, columns = i1 - i0, j1 - j0
        half = min(margin + abs(rows - columns), max(WIDEST, margin))
        for i in range(i0, i1 + 1):
            centre = j0 + (i - i0) * columns // max(rows, 1)
            low[i] = max(0, j0 - margin, centre - half)
            high[i] = min(size[1], j1 + margin, centre + half)
    low[0], high[-1] = 0, size[1]
    for i in range(1, len(low)):
        high[i] = max(high[i], high[i - 1])
    for i in range(len(low) - 2, -1, -1):
        low[i] = min(low[i], low[i + 1])
    for i in range(1, len(low)):
        low[i] = min(low[i], high[i - 1])
    return Corridor(low, high)


def around(path: Path, size: Point) -> Corridor:
    """The cells close to a path that was found; all of them in small documents."""
    if max(size) <= SMALL:
        return Corridor.full(*size)
    low, high = [size[1]] * (size[0] + 1), [0] * (size[0] + 1)
    i = j = 0
    for unit in path.units:
        for row in range(i, i + len(unit.source) + 1):
            low[row] = min(low[row], max(0, j - CLOSE))
            high[row] = max(high[row], min(size[1], j + len(unit.target) + CLOSE))
        i, j = i + len(unit.source), j + len(unit.target)
    return Corridor(low, high)


def nearby(links: Links, within: Corridor) -> Links:
    """The links without those marks whose counterparts are all out of reach.

    In a long document nearly every word sounds like some word somewhere; only
    what could be found near by tells anything when it is missing, and the less
    the wider the corridor still is.
    """
    ours, theirs = places(links.source), places(links.target)
    low, high = within.low, within.high
    source = tuple(
        frozenset(m for m in marks if _any(theirs[m], low[i] - REACH, high[i + 1] + REACH))
        for i, marks in enumerate(links.source)
    )
    target = tuple(
        frozenset(
            m
            for m in marks
            if _any(ours[m], bisect_left(high, j - REACH) - 1, bisect_right(low, j + REACH))
        )
        for j, marks in enumerate(links.target)
    )
    width = sum(b - a for a, b in zip(low, high, strict=True)) / len(low)
    trust = min(1.0, CLEAR / max(width, 1.0))
    return replace(
        links,
        source=source,
        target=target,
        loss=tuple(trust * value for value in links.loss),
        extra=tuple(trust * value for value in links.extra),
    )


def _any(places: Sequence[int], first: int, last: int) -> bool:
    """Whether one of the places, which are in order, lies in the range."""
    return bisect_left(places, first) < bisect_right(places, last)


def presses(path: Path, within: Corridor, columns: int) -> bool:
    """Whether the path runs along an edge of the corridor that is no edge of the document."""
    i = j = 0
    for unit in path.units:
        i, j = i + len(unit.source), j + len(unit.target)
        if within.low[i] and j - within.low[i] < 2:
            return True
        if within.high[i] < columns and within.high[i] - j < 2:
            return True
    return False


def anchors(source: Sequence[Traits], target: Sequence[Traits], links: Links) -> dict[Point, float]:
    """Pairs of paragraphs that share enough of what is rare, with its worth.

    A pair (i, j) is counted behind its paragraphs: i + 1 and j + 1 are taken.
    """
    ours, theirs = places(links.source), places(links.target)
    worth: dict[Point, float] = defaultdict(float)
    for mark, here in ours.items():
        there = theirs.get(mark, [])
        if links.families[mark] in ANCHOR_FAMILIES and max(len(here), len(there)) <= RARE:
            for i in here:
                for j in there:
                    worth[i + 1, j + 1] += links.gain[mark]
    lines, others = _lines(source), _lines(target)
    for text, here in lines.items():
        there = others.get(text, [])
        if len(here) == len(there):
            for i, j in zip(here, there, strict=True):
                worth[i + 1, j + 1] += SAME_TEXT_WORTH
    return {pair: value for pair, value in worth.items() if value >= ANCHOR_WORTH}


def _lines(parts: Sequence[Traits]) -> dict[str, list[int]]:
    lines: dict[str, list[int]] = defaultdict(list)
    for n, part in enumerate(parts):
        if part.plain:
            lines[part.plain].append(n)
    return lines


def heaviest_chain(worth: dict[Point, float]) -> list[Point]:
    """The points of greatest worth in all that rise in both directions.

    >>> heaviest_chain({(1, 1): 5.0, (2, 9): 6.0, (3, 3): 4.0, (4, 4): 4.0})
    [(1, 1), (3, 3), (4, 4)]
    """
    columns: list[int] = []
    totals: list[float] = []
    points: list[Point] = []
    before: dict[Point, Point | None] = {}
    for point in sorted(worth, key=lambda p: (p[0], -p[1])):
        place = bisect_left(columns, point[1])
        total = worth[point] + (totals[place - 1] if place else 0.0)
        before[point] = points[place - 1] if place else None
        end = place
        while end < len(columns) and totals[end] <= total:
            end += 1
        if place == end and place < len(columns) and columns[place] == point[1]:
            continue
        columns[place:end], totals[place:end], points[place:end] = [point[1]], [total], [point]
    chain: list[Point] = []
    point_before = points[-1] if points else None
    while point_before:
        chain.append(point_before)
        point_before = before[point_before]
    return chain[::-1]
