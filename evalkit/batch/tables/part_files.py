"""A part's rows and findings as files: CSV as `compare` writes it, or Parquet."""

from __future__ import annotations

import io
import typing
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from evalkit.batch.tables.table_task import Form, Task
from evalkit.checks import select
from evalkit.document import InputError
from evalkit.evaluation import Evaluation
from evalkit.metrics import load_class
from evalkit.result.evaluation import columns, flat
from evalkit.result.records import FindingRecord, ParagraphRecord
from evalkit.spreadsheets import Table, to_csv

if TYPE_CHECKING:
    import pyarrow as pa

UNSCORED = "unscored"
"""The column that says which metrics left a row unscored, and why."""
PARAGRAPHS, FINDINGS = "paragraphs", "findings"


def part(table: str, number: int, form: Form) -> str:
    """Where a part of a table of results lies below the output directory.

    >>> part("paragraphs", 12, "parquet")
    'paragraphs/part-00012.parquet'
    """
    return f"{table}/part-{number:05}.{form}"


def encoded(
    evaluation: Evaluation, number: int, form: Form, broken: Mapping[int, str]
) -> dict[str, bytes]:
    """The files of a part by their place; findings only where something was checked.

    `broken` says by row why a line could not be read.
    """
    encode = to_parquet if form == "parquet" else to_csv
    found = {part(PARAGRAPHS, number, form): encode(_paragraphs(evaluation, broken))}
    if evaluation.checks:
        found[part(FINDINGS, number, form)] = encode(_findings(evaluation))
    return found


def demand(task: Task) -> None:
    """Refuse, before anything is judged, what no part could be judged by or written as."""
    select(task.checks)
    for metric in task.metrics:
        load_class(metric)
    if task.form == "parquet":
        try:
            import pyarrow.parquet  # noqa: F401
        except ImportError:
            raise InputError(
                "Parquet cannot be written: pyarrow is not installed",
                remedy="pip install 'evalkit[parquet]', or --format csv",
            ) from None


def to_parquet(table: Table) -> bytes:
    """The table as a Parquet file, every column with its type, empty or not."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    arrays = [
        pa.array([line[n] for line in table.lines], type=_type(name))
        for n, name in enumerate(table.columns)
    ]
    stream = io.BytesIO()
    pq.write_table(pa.table(dict(zip(table.columns, arrays, strict=True))), stream)
    return stream.getvalue()


def _type(column: str) -> pa.DataType:
    import pyarrow as pa

    kind = _kinds().get(column, float)
    return {str: pa.string(), int: pa.int64(), float: pa.float64()}[kind]


def _kinds() -> dict[str, type]:
    """The type of each column; those that no record names are metrics, and so numbers."""
    kinds: dict[str, type] = {UNSCORED: str}
    for record in (ParagraphRecord, FindingRecord):
        hints = typing.get_type_hints(record)
        for field in fields(record):
            inner = (hints[field.name], *typing.get_args(hints[field.name]))
            kinds[field.name] = next((k for k in (int, float) if k in inner), str)
    return kinds


def _paragraphs(evaluation: Evaluation, broken: Mapping[int, str]) -> Table:
    reasons = _reasons(evaluation)
    names = [*columns(ParagraphRecord, evaluation.metrics), UNSCORED]
    lines: list[Mapping[str, Any]] = [
        {
            **flat(record, evaluation.metrics),
            UNSCORED: broken.get(record.row, reasons.get((record.row, record.version), "")),
        }
        for record in evaluation.paragraph_records
    ]
    return _table(PARAGRAPHS, names, lines)


def _findings(evaluation: Evaluation) -> Table:
    lines = [flat(record) for record in evaluation.listed_records]
    return _table(FINDINGS, columns(FindingRecord), lines)


def _table(name: str, names: Sequence[str], lines: Sequence[Mapping[str, Any]]) -> Table:
    return Table(name, tuple(names), tuple(tuple(line[n] for n in names) for line in lines))


def _reasons(evaluation: Evaluation) -> dict[tuple[int, str], str]:
    """By row and version the metrics that left it unscored, those of one reason together."""
    found: dict[tuple[int, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for score in evaluation.score_records:
        if score.row is not None and score.state != "scored":
            counted = ", counted as the worst" if score.state == "omitted" else ""
            found[score.row, score.version][score.reason + counted].append(score.metric)
    return {
        cell: "; ".join(f"{', '.join(metrics)}: {reason}" for reason, metrics in reasons.items())
        for cell, reasons in found.items()
    }
