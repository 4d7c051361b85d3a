"""Two versions side by side: which paragraphs a check marks in both, in one, in neither."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from evalkit.reports import phrases
from evalkit.result.evaluation import Evaluation
from evalkit.result.records import Input

MOST_ROWS = 8
"""Rows that a cell of the table links to; of more it gives the number."""
MOST_PAIRS = 3
"""Pairs of versions whose tables stand open."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows, the first of them by number, and how many are not listed."""

    number: int
    rows: tuple[int, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Line:
    """One check over two versions."""

    check: str
    name: str
    both: Count
    only_version: Count
    only_against: Count
    neither: int


@dataclass(frozen=True, slots=True)
class TwoByTwo:
    """Two versions, by name and by id, and every check that marks either."""

    version: str
    against: str
    ids: tuple[str, str]
    lines: tuple[Line, ...]


def two_by_two(evaluation: Evaluation) -> tuple[TwoByTwo, ...]:
    """A table for every two versions in which something was found, most shared checks first."""
    names = _names(evaluation.versions)
    marked: dict[tuple[str, str], set[int]] = {}
    for finding in evaluation.finding_records:
        marked.setdefault((finding.check, finding.version), set()).add(finding.row)
    tables: dict[tuple[str, str], list[Line]] = {}
    for record in evaluation.witness_records:
        here = marked.get((record.check, record.version), set())
        there = marked.get((record.check, record.against), set())
        tables.setdefault((record.version, record.against), []).append(
            Line(
                check=record.check,
                name=phrases.check_name(record.check),
                both=_count(here & there),
                only_version=_count(here - there),
                only_against=_count(there - here),
                neither=record.neither,
            )
        )
    return tuple(
        TwoByTwo(
            names[version],
            names[against],
            (version, against),
            tuple(sorted(lines, key=_order)),
        )
        for (version, against), lines in tables.items()
    )


def _order(line: Line) -> tuple[int, int, str]:
    single = line.only_version.number + line.only_against.number
    return -line.both.number, -single, line.name


def _count(rows: Iterable[int]) -> Count:
    ordered = sorted(rows)
    return Count(len(ordered), tuple(ordered[:MOST_ROWS]), max(0, len(ordered) - MOST_ROWS))


def _names(versions: Iterable[Input]) -> dict[str, str]:
    return {
        v.version: v.language_name
        if v.version == v.language
        else f"{v.language_name} ({v.version})"
        for v in versions
    }
