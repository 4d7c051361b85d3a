"""What the terminal shows: short tables and the words around them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import click

from evalkit.cli.progress import Progress
from evalkit.severity import PENALTY

if TYPE_CHECKING:
    from evalkit.evaluation import Evaluation
    from evalkit.evaluation.digest import Digest, Grave
    from evalkit.evaluation.pooling import Batch
    from evalkit.evaluation.records import ComparisonRecord, SummaryRecord

COMPARED = 8
MANY = 50
"""Articles beyond which they are not told one by one."""
progress = Progress()
"""A step of the run, shown on a terminal only; `evaluate` calls it."""


def note(line: str) -> None:
    """Something about the run: to standard error."""
    progress.clear()
    click.echo(line, err=True)


def table(header: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    """Columns aligned: the first to the left, the others to the right.

    >>> print(table(["version", "major"], [["Bengali", "2"]]))
    version  major
    Bengali      2
    """
    widths = [max(len(row[i]) for row in (header, *lines)) for i in range(len(header))]
    shown = []
    for row in (header, *lines):
        cells = [row[0].ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
        shown.append("  ".join(cells).rstrip())
    return "\n".join(shown)


def decisions(evaluation: Evaluation) -> None:
    """What the loaders decided, a line per file."""
    for item in evaluation.inputs:
        words = "; ".join(item.notes)
        note(f"{item.path or item.name}: {item.language_name}{f' ({words})' if words else ''}")


def summary(batch: Batch) -> str:
    """A line per version, the worst findings, how versions of one language compare, the encoder,
    and what was not looked for.

    Of more than `MANY` articles a line per version over all of them.
    """
    from evalkit.evaluation.unread import pooled
    from evalkit.reports import back_translations, encoder, judge, unread

    digests = batch.digests
    several, many = len(digests) > 1, len(digests) > MANY
    header = ["version", "paragraphs", "critical", "major", "minor", "neutral", "penalty"]
    if many:
        lines = [_counts(line) for line in batch.pooled]
    else:
        header = ["article"] * several + header
        lines = [[d.article] * several + _counts(s) for d in digests for s in d.summary_records]
    parts = [table(header, lines)]
    for digest in () if many else digests:
        if digest.worst:
            label = f"worst of {digest.article}:" if several else "worst:"
            parts.append("\n".join([label, *(f"  {_line(f)}" for f in digest.worst)]))
    records = batch.systems
    if not several:
        records = tuple(r for d in digests for r in d.comparison_records)
    if records:
        parts.append("\n".join(["compared:", *compared(records)]))
    given = (encoder.help_given(digest) for digest in digests)
    parts += dict.fromkeys(encoder.line(help_given) for help_given in given if help_given)
    parts += unread.sentences(pooled(each for digest in digests for each in digest.unread))
    if told := judge.entry(digest.manifest for digest in digests):
        parts.append(f"judge: {judge.sentence(told)}")
    if told := back_translations.entry(digest.manifest for digest in digests):
        parts.append(f"back-translation: {back_translations.sentence(told)}")
    return "\n".join(parts)


def _counts(line: SummaryRecord) -> list[str]:
    counts = line.paragraphs, line.critical, line.major, line.minor, line.neutral
    return [f"{line.language_name} ({line.version})", *map(str, counts), f"{line.penalty:.2f}"]


def compared(records: Sequence[ComparisonRecord]) -> list[str]:
    """What the comparisons of versions of one language come to; of many only the penalties."""
    shown = [r for r in records if len(records) <= COMPARED or r.metric == "penalty"]
    lines = [f"  {record.metric}: {record.words}" for record in shown]
    left_out = len(records) - len(shown)
    return [*lines, f"  and {left_out} more in comparisons.csv"] if left_out else lines


def _line(finding: Grave) -> str:
    also = f" (also in {', '.join(finding.also_in)})" if finding.also_in else ""
    return (
        f"row {finding.row} {finding.version} {finding.severity} {finding.check}: "
        f"{finding.message}{also}"
    )


def verdict(digests: Iterable[Digest], fail_on: str | None, limits: Mapping[str, float]) -> int:
    """The exit status: 1 when a finding or a score fails what was demanded, else 0."""
    from evalkit.metrics import load_class

    failed = []
    for digest in digests:
        if fail_on:
            demanded = [s for s in PENALTY if PENALTY[s] >= PENALTY[fail_on]]
            grave = sum(getattr(line, s) for line in digest.summary_records for s in demanded)
            if grave:
                failed.append(f"{digest.article}: {grave} findings at or above {fail_on}")
        for record in digest.whole_records:
            if record.metric not in limits:
                continue
            limit = limits[record.metric]
            better = load_class(record.metric).higher_is_better
            if record.value is None:
                failed.append(f"{record.version}: {record.metric} is unscored: {record.reason}")
            elif (record.value < limit) if better else (record.value > limit):
                side = "under" if better else "over"
                failed.append(
                    f"{record.version}: {record.metric} {record.value:.2f} is {side} {limit:g}"
                )
    for line in failed:
        note(f"evalkit: {line}")
    return 1 if failed else 0
