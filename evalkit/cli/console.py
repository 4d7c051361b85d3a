"""What the terminal shows: short tables and the words around them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Literal

import click

from evalkit.cli.progress import Progress
from evalkit.mqm import PENALTY

if TYPE_CHECKING:
    from evalkit.comparison.article_summary import Digest, Grave
    from evalkit.comparison.pooled_batch import Batch
    from evalkit.evaluation import Evaluation
    from evalkit.result.records import ComparisonRecord, Input, ScoreRecord, SummaryRecord

COMPARED = 8
LONG = 500
"""Rows from which it is worth saying that they need not have been aligned."""
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


def decisions(inputs: Iterable[Input]) -> None:
    """What the loaders decided, a line per file, and what speaks against it."""
    for item in inputs:
        words = "; ".join(item.notes)
        note(f"{item.path or item.name}: {item.language_name}{f' ({words})' if words else ''}")
        for warning in item.warnings:
            note(f"warning: {item.path or item.name}: {warning}")


def alignment_hint(evaluation: Evaluation) -> None:
    """That lines could have faced lines, where a long article was aligned for nothing."""
    rows = len(evaluation.rows)
    if (
        rows >= LONG
        and not evaluation.manifest["options"]["aligned"]
        and all(item.paragraphs == rows for item in evaluation.inputs)
        and all(t.alignment == "1:1" for row in evaluation.rows for t in row.targets.values())
    ):
        note(f"paragraph N faces paragraph N in all {rows}: --aligned is faster")


def summary(batch: Batch) -> str:
    """A line per version, the worst findings, how versions of one language compare, the encoder,
    and what was not looked for.

    Of more than `MANY` articles a line per version over all of them.
    """
    from evalkit.reports import back_translations, encoder_use, judge_use, looked_for

    digests = batch.digests
    several, many = len(digests) > 1, len(digests) > MANY
    if many:
        parts = [counts("paragraphs", [([], line) for line in batch.pooled])]
    else:
        listed = [([d.article] * several, s) for d in digests for s in d.summary_records]
        parts = [counts("paragraphs", listed, ["article"] * several)]
    for digest in () if many else digests:
        if digest.worst:
            label = f"worst of {digest.article}:" if several else "worst:"
            parts.append("\n".join([label, *(f"  {_line(f)}" for f in digest.worst)]))
    for digest in () if many else digests:
        before = f"{digest.article}: " if several else ""
        parts += reservations([s for s in digest.whole_records if s.value is not None], before)
    records = batch.systems
    if not several:
        records = tuple(r for d in digests for r in d.comparison_records)
    if records:
        parts.append("\n".join(["compared:", *compared(records)]))
    parts += filter(None, dict.fromkeys(looked_for.line(digest.checks) for digest in digests))
    given = (encoder_use.help_given(digest) for digest in digests)
    parts += dict.fromkeys(encoder_use.line(help_given) for help_given in given if help_given)
    parts += looked_for.unread(batch.unread)
    if told := judge_use.entry(digest.manifest for digest in digests):
        parts.append(f"judge: {judge_use.sentence(told)}")
    if told := back_translations.entry(digest.manifest for digest in digests):
        parts.append(f"back-translation: {back_translations.sentence(told)}")
    return "\n".join(parts)


def counts(
    unit: Literal["paragraphs", "rows"],
    lines: Sequence[tuple[Sequence[str], SummaryRecord]],
    before: Sequence[str] = (),
) -> str:
    """A table with a line per version, its findings counted; without these where none were sought.

    Each line has the cells for the columns `before`.
    """
    severities = sorted(PENALTY, key=PENALTY.__getitem__, reverse=True)
    header = [*before, "version", unit, *severities, "penalty"]
    cells = [
        [*own, f"{line.language_name} ({line.version})", f"{getattr(line, unit):,}"]
        + ["-" if (n := getattr(line, s)) is None else f"{n:,}" for s in severities]
        + ["-" if line.penalty is None else f"{line.penalty:.2f}"]
        for own, line in lines
    ]
    if all(line.penalty is None for _, line in lines):
        last = len(before) + 2
        header, cells = header[:last], [row[:last] for row in cells]
    return table(header, cells)


def compared(records: Sequence[ComparisonRecord]) -> list[str]:
    """What the comparisons of versions of one language come to; of many only the penalties."""
    shown = [r for r in records if len(records) <= COMPARED or r.metric == "penalty"]
    lines = [f"  {record.metric}: {record.words}" for record in shown]
    left_out = len(records) - len(shown)
    more = f"  {'and ' if lines else ''}{left_out}{' more' if lines else ''} in comparisons.csv"
    return [*lines, more] if left_out else lines


def reservations(records: Iterable[ScoreRecord], before: str = "") -> list[str]:
    """A line for each reason why versions have no score, or one over a part of the rows."""
    said: dict[tuple[bool, str, str], list[str]] = {}
    for s in records:
        if s.reason:
            said.setdefault((s.value is not None, s.version, s.reason), []).append(s.metric)
    return [
        f"{'' if scored else 'unscored: '}{before}{version}: {', '.join(metrics)}: {reason}"
        for (scored, version, reason), metrics in sorted(said.items(), key=lambda item: item[0][0])
    ]


def _line(finding: Grave) -> str:
    also = f" (also in {', '.join(finding.also_in)})" if finding.also_in else ""
    return (
        f"row {finding.row} {finding.version} {finding.severity} {finding.check}: "
        f"{finding.message}{also}"
    )


def verdict(digests: Iterable[Digest], fail_on: str | None, limits: Mapping[str, float]) -> int:
    """The exit status: 1 when a finding or a score fails what was demanded, else 0."""
    from evalkit.cli.thresholds import failures

    failed: list[str] = []
    for digest in digests:
        if fail_on:
            demanded = [s for s in PENALTY if PENALTY[s] >= PENALTY[fail_on]]
            grave = sum(getattr(line, s) or 0 for line in digest.summary_records for s in demanded)
            if grave:
                failed.append(f"{digest.article}: {grave} findings at or above {fail_on}")
        failed += failures(digest.whole_records, limits)
    for line in failed:
        note(f"evalkit: {line}")
    return 1 if failed else 0
