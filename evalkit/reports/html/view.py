"""An evaluation arranged for the page: plain values, nothing left to decide in the template."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from evalkit.checks.base import PENALTY, Severity
from evalkit.evaluation.evaluation import Evaluation, worst
from evalkit.evaluation.records import FindingRecord, Input, RiskRecord, RowRecord, Target
from evalkit.languages import profile
from evalkit.reports.html import risks, words
from evalkit.reports.html.marks import Mark, Stretch, marked
from evalkit.reports.html.readings import Cells, Reading

KIND_WORDS = {
    "heading": "heading",
    "list-item": "list item",
    "table-cell": "table cell",
    "code": "code",
    "quote": "quotation",
}
NOTHING = Target("", "0:0", ())


@dataclass(frozen=True, slots=True)
class Writing:
    """How a language is set: for the attributes lang, dir and data-script."""

    language: str
    name: str
    direction: str
    script: str


@dataclass(frozen=True, slots=True)
class Note:
    """A finding as it is listed: `number` ties it to its marks within the row."""

    number: int
    finding: FindingRecord
    check: str
    description: str
    confidence: str
    also_in: str
    attribution: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One version in one row."""

    version: str
    writing: Writing
    state: str
    text: Markup
    shape: str
    notes: tuple[Note, ...]
    worst: str
    tally: str
    readings: tuple[Reading, ...]
    risks: tuple[risks.RiskLine, ...]
    target: Target


@dataclass(frozen=True, slots=True)
class Row:
    """One row with all its versions; `worst` is the severity of its gravest finding."""

    row: int
    kind: str
    level: int
    place: str
    source: Markup
    has_source: bool
    cells: tuple[Cell, ...]
    worst: str

    @property
    def note_count(self) -> int:
        return sum(len(cell.notes) for cell in self.cells)


def writing(entry: Input) -> Writing:
    known = profile(entry.language)
    direction = "auto" if known.code == "und" else known.direction
    return Writing(entry.language, entry.language_name, direction, known.script)


def rows(evaluation: Evaluation, scores: Cells) -> tuple[Row, ...]:
    """Every row in reading order; `scores` as `readings` gives them."""
    return tuple(_row(evaluation, record, scores) for record in evaluation.rows)


def worst_first(ordered: Iterable[Row], queue: Sequence[tuple[int, str]]) -> list[Row]:
    """Rows as their first version comes in the reviewer's queue, those without a finding last."""
    places: dict[int, int] = {}
    for place, (row, _) in enumerate(queue):
        places.setdefault(row, place)
    return sorted(
        ordered, key=lambda row: (not row.note_count, places.get(row.row, len(places)), row.row)
    )


def _row(evaluation: Evaluation, record: RowRecord, scores: Cells) -> Row:
    number = 0
    cells = []
    in_source: list[Mark] = []
    worst_windows: list[Stretch] = []
    several = len(evaluation.versions) > 1
    names = {v.version: v.language_name for v in evaluation.versions}
    for version in evaluation.versions:
        read = scores.get((record.row, version.version), ())
        worst_windows += [r.worst.source for r in read if r.worst and r.worst.source]
        notes = []
        in_target: list[Mark] = []
        for finding in evaluation.findings_by_cell.get((record.row, version.version), ()):
            number += 1
            notes.append(_note(number, finding, names))
            source_tag = f"{finding.version} {number}" if several else str(number)
            in_target += _mark(finding, finding.start, finding.end, str(number))
            in_source += _mark(finding, finding.source_start, finding.source_end, source_tag)
            for place in finding.more_source:
                start, end = map(int, place.split("-"))
                in_source += _mark(finding, start, end, source_tag)
        risk = evaluation.risks_by_cell.get((record.row, version.version))
        cells.append(_cell(record, version, notes, in_target, read, risk))
    return Row(
        row=record.row,
        kind=KIND_WORDS.get(record.kind, ""),
        level=record.level,
        place="" if record.place == f"line {record.row}" else record.place,
        source=marked(record.source, in_source, _source_paragraphs(record), worst_windows),
        has_source=bool(_source_paragraphs(record)),
        cells=tuple(cells),
        worst=worst(n.finding.severity for cell in cells for n in cell.notes),
    )


def _cell(
    record: RowRecord,
    version: Input,
    notes: Sequence[Note],
    marks: Sequence[Mark],
    read: Sequence[Reading],
    risk: RiskRecord | None,
) -> Cell:
    target = record.targets.get(version.version, NOTHING)
    sources, targets = _shape(target.alignment)
    worst_windows = [r.worst.target for r in read if r.worst and r.worst.target]
    return Cell(
        version=version.version,
        writing=writing(version),
        state=_state(sources, targets, target.text),
        text=marked(target.text, marks, targets, worst_windows),
        shape=_shape_words(sources, targets),
        notes=tuple(notes),
        worst=worst(n.finding.severity for n in notes),
        tally=words.severities(n.finding.severity for n in notes),
        readings=tuple(read),
        risks=risks.lines(risk),
        target=target,
    )


def _state(sources: int, targets: int, text: str) -> str:
    if not targets:
        return "missing" if sources else "nothing"
    if not text.strip():
        return "empty"
    return "present" if sources else "added"


def _shape(alignment: str) -> tuple[int, int]:
    sources, _, targets = alignment.partition(":")
    return (
        int(sources) if sources.isdecimal() else 1,
        int(targets) if targets.isdecimal() else 1,
    )


def _shape_words(sources: int, targets: int) -> str:
    if not (sources and targets) or max(sources, targets) < 2:
        return ""
    return f"{sources} source paragraphs : {targets}" if sources > 1 else f"split into {targets}"


def _source_paragraphs(record: RowRecord) -> int:
    return max((_shape(t.alignment)[0] for t in record.targets.values()), default=1)


def _mark(finding: FindingRecord, start: int | None, end: int | None, tag: str) -> list[Mark]:
    if start is None or end is None:
        return []
    return [Mark(finding.fingerprint, start, end, finding.severity, finding.category, tag)]


def _note(number: int, finding: FindingRecord, names: Mapping[str, str]) -> Note:
    return Note(
        number=number,
        finding=finding,
        check=words.check_name(finding.check),
        description=words.check_description(finding.check),
        confidence=words.confidence(finding.confidence),
        also_in=words.listed([names.get(v, v) for v in finding.also_in]),
        attribution=_attribution(finding, names),
    )


def _attribution(finding: FindingRecord, names: Mapping[str, str]) -> str:
    name = names.get(finding.version, finding.version)
    said = {
        "version": f"The {name} version’s own",
        "source-or-pipeline": "From the source or the pipeline",
        "unclear": "Cause unclear",
    }.get(finding.attribution, "")
    if said and finding.attribution_reason:
        return f"{said}: {finding.attribution_reason}"
    return said or finding.attribution_reason


def severity_rank(severity: Severity | str) -> int:
    """0 for nothing found, then 1 (neutral) to 4 (critical)."""
    return 0 if not severity else 1 + sorted(PENALTY, key=PENALTY.__getitem__).index(severity)
