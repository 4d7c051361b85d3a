"""What `evalkit score` prints: the scores of one file as a table, CSV, JSON or lines of JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence

from evalkit.cli.console import table
from evalkit.energy import energy_in
from evalkit.evaluation import Evaluation
from evalkit.reports import (
    back_translations,
    encoder_use,
    energy_words,
    judge_use,
    looked_for,
    metric_labels,
)
from evalkit.reports.scorecard import Measure, scorecard
from evalkit.result.evaluation import columns, flat
from evalkit.result.records import ScoreRecord


def as_table(evaluation: Evaluation) -> str:
    """A line per row and one for the whole version; what to know of the scores below, each once."""
    metrics = evaluation.metrics
    columns_shown = metric_labels.columns(metrics)
    lines = [
        [str(p.row), p.kind]
        + [_number(m, p.metrics[m]) for m in metrics]
        + ([] if p.findings is None else [str(p.findings), p.worst_severity or "-"])
        for p in evaluation.paragraph_records
    ]
    for whole in evaluation.summary_records:
        lines.append(
            ["all", whole.version]
            + [_number(m, whole.metrics[m]) for m in metrics]
            + (
                []
                if whole.penalty is None
                else [str(whole.findings), f"penalty {whole.penalty:.2f}"]
            )
        )
    found = ["findings", "worst"] if evaluation.checks else []
    shown = [table(["row", "kind", *columns_shown.values(), *found], lines)]
    shown += [f"{short} is {name}" for name, short in columns_shown.items() if short != name]
    for measure in scorecard(evaluation):
        shown += _known(measure, columns_shown[measure.metric])
    shown += filter(None, [looked_for.line(evaluation.checks)])
    given = encoder_use.help_given(evaluation)
    if given:
        shown.append(encoder_use.line(given))
    if told := judge_use.entry([evaluation.manifest]):
        shown.append(f"judge: {judge_use.sentence(told)}")
    if told := back_translations.entry([evaluation.manifest]):
        shown.append(f"back-translation: {back_translations.sentence(told)}")
    if used := energy_in(evaluation.manifest):
        shown.append(f"energy: {energy_words.sentence(used)}")
    return "\n".join(shown) + "\n"


def _known(measure: Measure, label: str) -> list[str]:
    """What to know of one metric's scores: its limits, what is unscored, what is unusual."""
    whole = measure.whole
    if not measure.scored:
        return [f"unscored: {label}: {whole.reason or measure.unscored[0][0]}"]
    said = []
    if whole.value is not None:
        value, low, high = (
            _number(measure.metric, v) for v in (whole.value, whole.low, whole.high)
        )
        limits = f"95 % limits {low} to {high}" if whole.low is not None else ""
        known = [part for part in (limits, measure.preparation, measure.coverage) if part]
        said += [f"{label}: {', '.join((value, *known))}"] if known else []
    said += [
        f"{label}: {_rows(rows)} unscored: {reason}: {metric_labels.rows(rows)}"
        for reason, rows in measure.unscored
    ]
    said += [f"{label}: {remark}" for remark in measure.general]
    said += [
        f"{label}: {_rows(rows)} {remark}: {metric_labels.rows(rows)}"
        for remark, rows in measure.remarks
    ]
    if measure.windowed:
        said.append(
            f"{label}: {_rows(measure.windowed)} longer than the model's window, scored in pieces: "
            f"{metric_labels.rows(measure.windowed)}"
        )
    if measure.partly:
        said.append(
            f"{label}: {_rows(measure.partly)} not covered in full: "
            f"{metric_labels.rows(measure.partly)}"
        )
    return said


def _rows(rows: Sequence[int]) -> str:
    return "1 row" if len(rows) == 1 else f"{len(rows)} rows"


def as_csv(evaluation: Evaluation) -> str:
    """The lines of scores.csv."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, columns(ScoreRecord), lineterminator="\n")
    writer.writeheader()
    writer.writerows(flat(record) for record in evaluation.score_records)
    return stream.getvalue()


def as_jsonl(evaluation: Evaluation) -> str:
    """One JSON object per row: its texts, scores, what to know of them, and findings."""
    notes: dict[tuple[int | None, str], dict[str, str]] = {}
    for score in evaluation.score_records:
        said = score.detail if score.state == "scored" else score.reason
        if said:
            notes.setdefault((score.row, score.version), {})[score.metric] = said
    lines = []
    for paragraph in evaluation.paragraph_records:
        line = flat(paragraph, ())
        line["scores"] = dict(paragraph.metrics)
        line["notes"] = notes.get((paragraph.row, paragraph.version), {})
        line["findings"] = [
            flat(f) for f in evaluation.findings_by_cell.get((paragraph.row, paragraph.version), ())
        ]
        lines.append(json.dumps(line, ensure_ascii=False))
    return "\n".join(lines) + "\n"


def _number(metric: str, value: float | None) -> str:
    return "unscored" if value is None else metric_labels.number(metric, value, more=1)


FORMATS: Mapping[str, Callable[[Evaluation], str]] = {
    "table": as_table,
    "csv": as_csv,
    "json": Evaluation.to_json,
    "jsonl": as_jsonl,
}
