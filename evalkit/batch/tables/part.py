"""One part of a table judged: what a process or a machine of its own does."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from evalkit.batch.tables.part_checkpoint import Kept, VersionCounts, pack
from evalkit.batch.tables.part_files import encoded
from evalkit.batch.tables.part_sums import resampled
from evalkit.batch.tables.partitions import ITEM, items
from evalkit.batch.tables.table_task import Partition, Task
from evalkit.comparison.sufficient_statistics import tallied
from evalkit.document import Document, Paragraph
from evalkit.evaluation import Evaluation, Options, Reading, evaluate_part
from evalkit.languages import primary
from evalkit.result.model_server_use import JUDGE, left_open
from evalkit.result.records import SummaryRecord
from evalkit.review import applied
from evalkit.store import open_memory


@dataclass(frozen=True, slots=True)
class Judged:
    """A part's results as they are written: files by their place, and what is kept of it."""

    number: int
    files: Mapping[str, bytes]
    kept: bytes


def judge(partition: Partition, task: Task, made_for: str) -> Judged:
    """Score and check a part; the same bytes wherever it is done."""
    evaluation = applied(evaluation_of(partition, task), task.decisions, task.reviewers)
    files = encoded(evaluation, partition.number, task.form, _reasons(partition))
    kept = Kept(
        # What found nobody to ask is asked by the next run.
        made_for="" if left_open(evaluation.manifest) else made_for,
        table=partition.table,
        first_row=partition.first_row,
        rows=partition.rows,
        sizes={name: len(data) for name, data in files.items()},
        broken=tuple(
            (partition.first_row + n, broken.place, broken.reason)
            for n, broken in partition.broken.items()
        ),
        versions=tuple(_counts(evaluation, summary) for summary in evaluation.summary_records),
        judge=evaluation.manifest.get(JUDGE, {}),
        sums=resampled(tallied(evaluation, "paragraph"), partition.number, task.seed),
    )
    return Judged(partition.number, files, pack(kept))


def evaluation_of(partition: Partition, task: Task) -> Evaluation:
    """A part as an evaluation whose rows have the numbers of the table's lines."""
    roles, texts = task.roles, partition.texts
    references = [_document(texts[roles.source], roles.source_language, partition.table)]
    columns = {
        item: v
        for v, names in roles.references.items()
        for name in names
        for item in items(name, texts)
    }
    references += [
        # In which of several writings it is, the version's own tag does not say.
        _document(texts[name], primary(version), name.partition(ITEM)[0])
        for name, version in columns.items()
    ]
    return evaluate_part(
        [_document(texts[c], v, partition.table) for v, c in roles.versions.items()],
        references,
        {
            version: _document(texts[column], roles.source_language, partition.table)
            for version, column in roles.back_translations.items()
        },
        Options(
            metrics=task.metrics,
            checks=task.checks,
            article=partition.table,
            normalise=task.normalise,
            reading=Reading(aligned=True, first_row=partition.first_row),
            resources=task.resources,
        ),
        open_memory(task.cached),
    )


def _reasons(partition: Partition) -> dict[int, str]:
    """By row why a line could not be read."""
    return {partition.first_row + n: broken.reason for n, broken in partition.broken.items()}


def _document(texts: tuple[str, ...], language: str, name: str) -> Document:
    return Document(tuple(Paragraph(text) for text in texts), language, name=name)


def _counts(evaluation: Evaluation, summary: SummaryRecord) -> VersionCounts:
    signatures: dict[str, str] = {}
    scored: Counter[str] = Counter()
    omitted: Counter[str] = Counter()
    values: dict[str, list[float]] = {metric: [] for metric in evaluation.metrics}
    reasons: dict[str, Counter[str]] = {metric: Counter() for metric in evaluation.metrics}
    for score in evaluation.score_records:
        if score.version != summary.version:
            continue
        if score.row is None:
            signatures[score.metric] = score.signature
        elif score.value is None:
            reasons[score.metric][score.reason] += 1
        else:
            scored[score.metric] += 1
            omitted[score.metric] += score.state == "omitted"
            values[score.metric].append(score.value)
    return VersionCounts(
        version=summary.version,
        language=summary.language,
        counts={
            name: count
            for name in VersionCounts.ADDED
            if (count := getattr(summary, name)) is not None
        },
        signatures=signatures,
        scored=dict(scored),
        values={metric: math.fsum(found) for metric, found in values.items()},
        reasons={metric: dict(found) for metric, found in reasons.items()},
        omitted=dict(omitted),
    )
