"""An evaluation's records as flat tables, columns in the order of their fields."""

from __future__ import annotations

from collections.abc import Sequence

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
from evalkit.spreadsheets import Table

TEXT_NAMES = ("paragraphs", "findings", "scores", "summary", "witnesses")


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
