"""One cause, one finding: symptoms are folded into what explains them.

A paragraph that is missing also lacks its names and numbers; a sentence that
breaks off also lacks its full stop. Told four times, a reviewer reads it four
times; the finding that explains the others keeps them as its symptoms. What
lies in another sentence is another fault and stays a finding of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

import regex

from evalkit.attribution.source_places import common, covered
from evalkit.checks import traits_of
from evalkit.checks.base import PENALTY, Finding, Span
from evalkit.checks.traits import Reach

# So many rows with the same slip are one cause.
REPEATED = 3
# A place of which so much is covered by others adds none of its own.
MOSTLY = 0.5
_CLAUSE_END = regex.compile(r"[,;:.!?—–](?=\s|$)")
WHOLE_TEXT_SHARE = 0.8


def fold(
    findings: Iterable[Finding],
    lengths: Mapping[tuple[int, str], int],
    sources: Mapping[int, str] | None = None,
) -> list[Finding]:
    """The findings with symptoms folded away, in the order they came.

    `lengths` gives the target text's length of every (row, version), `sources`
    the source text of every row: without it nothing is known of clauses. Of a
    slip that runs through a version the first one counts; the others stay
    where they are, as neutral findings.
    """
    cells: dict[tuple[int, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        cells[finding.row, finding.version].append(finding)
    texts = sources or {}
    folded = [
        finding
        for cell, found in cells.items()
        for finding in _fold_cell(found, lengths.get(cell, 0), texts.get(cell[0], ""))
    ]
    return _once(folded)


def _fold_cell(findings: list[Finding], length: int, source: str) -> list[Finding]:
    traits = {check: traits_of(check) for check in {finding.check for finding in findings}}
    folds = [(fold, check) for check, its in traits.items() for fold in its.folds]
    for fold, check in sorted(folds, key=lambda of: of[0].order):
        within = _REACHES[fold.reach]
        for number in range(len(findings)):
            if number >= len(findings):
                break
            cause = findings[number]
            if cause.check != check:
                continue
            whole_text = fold.reach == "row" and traits[check].kind == "whole text"
            if whole_text and not _marks_all(cause, length):
                continue
            taken = [
                f
                for f in findings
                if f is not cause
                and f.check != check
                and (f.check in fold.takes or traits[f.check].taken_as in fold.takes)
                and not (traits[check].kind == "loss" and _says_otherwise(f))
                and not (traits[f.check].either_way and f.category == fold.unless)
                and within(cause, f, source)
            ]
            if taken:
                gone = {id(f) for f in taken}
                whole = _with(cause, taken)
                findings = [whole if f is cause else f for f in findings if id(f) not in gone]
    return findings


def _says_otherwise(finding: Finding) -> bool:
    """Whether an anchor stands there and is another one: no loss explains that."""
    return traits_of(finding.check).kind == "anchor" and finding.target is not None


def _with(cause: Finding, taken: Sequence[Finding]) -> Finding:
    """The cause with what it explains: symptoms, further places, what the other versions say."""
    # What is said of a symptom is told where it is another place, or fared otherwise.
    elsewhere = [
        f
        for f in taken
        if _is_place(f)
        and (
            not _told(f.source, [cause.source])
            or (traits_of(f.check).kind == "anchor" and f.attribution != cause.attribution)
        )
    ]
    said = [cause.attribution_reason, *(f.attribution_reason for f in elsewhere)]
    return replace(
        cause,
        symptoms=(*cause.symptoms, *(s for f in taken for s in (f.message, *f.symptoms))),
        severity=max((cause.severity, *(f.severity for f in taken)), key=PENALTY.__getitem__),
        more_source=_distinct(cause, taken),
        attribution_reason="; ".join(dict.fromkeys(filter(None, said))),
    )


def _is_place(finding: Finding) -> bool:
    return traits_of(finding.check).keeps_place and finding.source is not None


def _distinct(cause: Finding, taken: Sequence[Finding]) -> tuple[Span, ...]:
    """Places in the source that the symptoms add to the cause's own."""
    found = list(cause.more_source)
    for symptom in taken:
        for span in ([symptom.source] if symptom.source and _is_place(symptom) else []) + list(
            symptom.more_source
        ):
            if not _told(span, [cause.source, *found]):
                found.append(span)
    return tuple(found)


def _told(place: Span | None, others: Sequence[Span | None]) -> bool:
    """Whether most of a place is already pointed at."""
    return place is not None and any(o and covered(place, o) >= MOSTLY for o in others)


def _marks_all(finding: Finding, length: int) -> bool:
    if finding.target is None:
        return True
    return finding.target.end - finding.target.start >= WHOLE_TEXT_SHARE * length


def _in_row(_cause: Finding, _symptom: Finding, _source: str) -> bool:
    return True


def _at_place(cause: Finding, symptom: Finding, source: str) -> bool:
    if _touch(cause.target, symptom.target):
        return True
    ours, theirs = cause.place, symptom.place
    if not source or ours is None or theirs is None or common(ours, theirs):
        return _touch(ours, theirs)
    # From the last character of the first: a sentence takes its full stop along.
    between = source[max(0, min(ours.end, theirs.end) - 1) : max(ours.start, theirs.start)]
    return not _CLAUSE_END.search(between)


def _touch(one: Span | None, other: Span | None) -> bool:
    return one is not None and other is not None and one.overlaps(other)


_REACHES: Mapping[Reach, Callable[[Finding, Finding, str], bool]] = {
    "row": _in_row,
    "place": _at_place,
}


def _once(findings: Sequence[Finding]) -> list[Finding]:
    """The findings, of a slip that runs through a version only the first one weighed."""
    runs: dict[tuple[str, str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        if traits_of(finding.check).slip:
            runs[finding.version, finding.check, finding.message].append(finding)
    changed: dict[int, Finding] = {}
    for run in runs.values():
        rows = sorted({finding.row for finding in run})
        if len(rows) < REPEATED:
            continue
        first = min(run, key=lambda f: f.row)
        for finding in run:
            if finding is first:
                listed = f"{', '.join(map(str, rows[1:-1]))} and {rows[-1]}"
                symptom = f"The same slip stands in rows {listed}; it is counted once, here."
                changed[id(finding)] = replace(finding, symptoms=(*finding.symptoms, symptom))
            else:
                symptom = f"One cause with the same slip in row {first.row}, where it is counted."
                changed[id(finding)] = replace(
                    finding, severity="neutral", symptoms=(*finding.symptoms, symptom)
                )
    return [changed.get(id(finding), finding) for finding in findings]
