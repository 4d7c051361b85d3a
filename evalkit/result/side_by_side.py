"""Versions side by side: which rows a check marks in both, and a document in one line."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from evalkit.checks.base import PENALTY
from evalkit.result.records import FindingRecord, RowRecord, WitnessRecord

MARKS: Mapping[str, str] = {"": ".", "neutral": "n", "minor": "m", "major": "M", "critical": "C"}
"""The character of a strip for the worst severity of a row's findings ("" for none)."""
MISSING, ADDED, NOTHING = "o", "a", "_"


def two_by_two(
    article: str,
    rows: Sequence[RowRecord],
    findings: Iterable[FindingRecord],
    versions: Sequence[str],
) -> tuple[WitnessRecord, ...]:
    """For every check that found something and every pair of versions: in how many rows.

    A row counts once for a check, however many findings it has there.
    """
    marked: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for finding in findings:
        marked[finding.check][finding.version].add(finding.row)
    records = []
    for check in sorted(marked):
        for version, against in combinations(versions, 2):
            here, there = marked[check][version], marked[check][against]
            if not here | there:
                continue
            records.append(
                WitnessRecord(
                    article=article,
                    check=check,
                    version=version,
                    against=against,
                    both=len(here & there),
                    only_version=len(here - there),
                    only_against=len(there - here),
                    neither=len(rows) - len(here | there),
                )
            )
    return tuple(records)


def compact(records: Iterable[WitnessRecord], version: str) -> str:
    """The tables of one version in one cell: both/only this one/only the other/neither.

    >>> found = WitnessRecord("a", "empty", "bn", "pa", 2, 1, 0, 17)
    >>> compact([found], "bn"), compact([found], "pa")
    ('empty 2/1/0/17', 'empty 2/0/1/17')
    """
    cells = []
    for r in records:
        if version not in (r.version, r.against):
            continue
        mine, other = r.only_version, r.only_against
        if version == r.against:
            mine, other = other, mine
        cells.append(f"{r.check} {r.both}/{mine}/{other}/{r.neither}")
    return "; ".join(cells)


def strip(
    rows: Sequence[RowRecord],
    worst: Mapping[tuple[int, str], str],
    version: str,
) -> str:
    """A version in one line, a character for every row.

    ``o`` is a paragraph that is missing, ``a`` an added one, ``_`` a row in which
    only another version has something; else the worst severity by `MARKS`.
    `worst` gives it for every (row, version) with findings.
    """
    return "".join(_mark(row, worst.get((row.row, version), ""), version) for row in rows)


def _mark(row: RowRecord, severity: str, version: str) -> str:
    target = row.targets.get(version)
    there = target is not None and bool(target.kinds)
    if not there:
        return MISSING if row.source else NOTHING
    return MARKS[severity] if row.source else ADDED


def attributed(findings: Iterable[FindingRecord]) -> Counter[str]:
    """How many findings above neutral each verdict has."""
    return Counter(f.attribution for f in findings if PENALTY[f.severity])
