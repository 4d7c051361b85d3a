"""Common rows of several versions, from how each of them faces the source."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from evalkit.alignment.rows import AlignmentUnit
from evalkit.document import Document


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the article: paragraph indices (from 0) of the source and of every version."""

    source: tuple[int, ...]
    targets: Mapping[str, tuple[int, ...]]


def join(
    source: Document, beads_per_version: Mapping[str, Sequence[AlignmentUnit]]
) -> tuple[Row, ...]:
    """The rows that hold for all versions at once, in reading order of the source.

    Where one version merges two paragraphs of the source, the row holds both
    for every version. What a version adds is a row of its own without source,
    after the row it follows; inside such a merged row it stays in that row.

    >>> from evalkit.document import Paragraph
    >>> source = Document((Paragraph("One."), Paragraph("Two.")), "en")
    >>> merged = (AlignmentUnit((0, 1), (0,)),)
    >>> plain = (AlignmentUnit((0,), (0,)), AlignmentUnit((1,), (1,)))
    >>> join(source, {"bn": merged, "pa": plain})[0].targets
    {'bn': (0,), 'pa': (0, 1)}
    """
    groups = _groups(len(source.paragraphs), beads_per_version)
    group_of = {n: place for place, group in enumerate(groups) for n in group}
    facing: list[dict[str, list[int]]] = [defaultdict(list) for _ in groups]
    added: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for version, units in beads_per_version.items():
        last = _last_of_groups(units, group_of)
        place = -1
        for n, unit in enumerate(units):
            if unit.source:
                place = group_of[unit.source[0]]
            if unit.source or n < last.get(place, -1):
                facing[place][version].extend(unit.target)
            else:
                added[place].extend((version, paragraph) for paragraph in unit.target)
    rows = [_addition(addition, beads_per_version) for addition in added[-1]]
    for place, group in enumerate(groups):
        targets = {version: tuple(facing[place][version]) for version in beads_per_version}
        rows.append(Row(group, targets))
        rows.extend(_addition(addition, beads_per_version) for addition in added[place])
    return tuple(rows)


def _groups(
    size: int, beads_per_version: Mapping[str, Sequence[AlignmentUnit]]
) -> list[tuple[int, ...]]:
    """Paragraphs of the source that some version does not keep apart, together."""
    tied = {n for unit in chain.from_iterable(beads_per_version.values()) for n in unit.source[1:]}
    groups: list[list[int]] = []
    for n in range(size):
        if n in tied:
            groups[-1].append(n)
        else:
            groups.append([n])
    return [tuple(group) for group in groups]


def _last_of_groups(units: Sequence[AlignmentUnit], group_of: Mapping[int, int]) -> dict[int, int]:
    """For every group of source paragraphs, the last alignment unit that touches it."""
    return {group_of[unit.source[0]]: n for n, unit in enumerate(units) if unit.source}


def _addition(addition: tuple[str, int], versions: Mapping[str, object]) -> Row:
    version, paragraph = addition
    return Row((), {name: (paragraph,) if name == version else () for name in versions})
