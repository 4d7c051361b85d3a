"""The CSV files: an evaluation's records as flat tables, columns in the design's order.

Text that a spreadsheet would run as a formula gets a leading apostrophe, here
and in the workbook and nowhere else. List items that begin with "- " or "+"
get one too: offsets in findings.csv count in the text without it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from evalkit.energy import Energy, energy_in
from evalkit.energy.record import COLUMNS, cells
from evalkit.result.evaluation import Evaluation, columns, flat
from evalkit.result.records import (
    ComparisonRecord,
    FindingRecord,
    ParagraphRecord,
    ScoreRecord,
    SummaryRecord,
    WitnessRecord,
)
from evalkit.spreadsheets import is_formula

Cell = str | int | float | None
TEXT_NAMES = ("paragraphs", "findings", "scores", "summary", "witnesses")

_QUOTED = re.compile('[,"\r\n]')


@dataclass(frozen=True, slots=True)
class Table:
    """A table ready to be written: `name` without suffix, cells as text or numbers."""

    name: str
    columns: tuple[str, ...]
    lines: tuple[tuple[Cell, ...], ...]


def tables(evaluation: Evaluation) -> tuple[Table, ...]:
    """paragraphs, findings, scores, summary and witnesses of one evaluation.

    And comparisons, where it has two versions of one language.
    """
    metrics = evaluation.metrics
    return (
        listed("paragraphs", ParagraphRecord, evaluation.paragraph_records, metrics),
        listed("findings", FindingRecord, evaluation.listed_records),
        listed("scores", ScoreRecord, evaluation.score_records),
        summary(evaluation.summary_records, metrics, energy_in(evaluation.manifest)),
        listed("witnesses", WitnessRecord, evaluation.witness_records),
        *comparisons(evaluation.comparison_records),
    )


def summary(
    records: Sequence[SummaryRecord], metrics: Sequence[str], energy: Energy | None = None
) -> Table:
    """The table of summaries, of one article or of many, and on each line what the run used."""
    found = listed("summary", SummaryRecord, records, metrics)
    lines = tuple((*line, *cells(energy)) for line in found.lines)
    return Table(found.name, (*found.columns, *COLUMNS), lines)


def comparisons(records: Sequence[ComparisonRecord]) -> tuple[Table, ...]:
    """The table of comparisons, none where nothing is compared."""
    return (listed("comparisons", ComparisonRecord, records),) if records else ()


def neutralised(cell: Cell) -> Cell:
    """The cell with an apostrophe before it where a spreadsheet would compute it.

    >>> neutralised("=1+1"), neutralised("a=1"), neutralised(-3)
    ("'=1+1", 'a=1', -3)
    """
    return f"'{cell}" if isinstance(cell, str) and is_formula(cell) else cell


def to_csv(table: Table) -> bytes:
    r"""UTF-8, a header line, ``\n`` after each line, nothing for an unscored cell.

    >>> to_csv(Table("t", ("a", "b"), (("x, y", None), ("@me", 0.1))))
    b'a,b\n"x, y",\n\'@me,0.1\n'
    """
    lines = [_csv_line(table.columns)]
    lines += [_csv_line([neutralised(cell) for cell in line]) for line in table.lines]
    # A lone surrogate has no UTF-8: it is written as its escape rather than lost.
    return "".join(lines).encode("utf-8", "backslashreplace")


def _csv_line(cells: Sequence[Cell]) -> str:
    # Not by the csv module: with \n as line end it leaves a lone carriage return unquoted, where
    # readers break the line, and before Python 3.11 it refuses NUL.
    return ",".join(_csv_cell(cell) for cell in cells) + "\n"


def _csv_cell(cell: Cell) -> str:
    text = "" if cell is None else str(cell)
    if _QUOTED.search(text):
        return '"' + text.replace('"', '""') + '"'
    return text


def listed(
    name: str,
    kind: type[object],
    records: Sequence[object],
    metrics: Sequence[str] = (),
) -> Table:
    """Records of one kind as a table, a column per field and metric."""
    names = tuple(columns(kind, metrics))
    lines = (flat(record, metrics) for record in records)
    return Table(name, names, tuple(tuple(line[n] for n in names) for line in lines))
