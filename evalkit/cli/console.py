"""What the terminal shows: short tables and the words around them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import click

from evalkit.cli.progress import Progress
from evalkit.severity import PENALTY

if TYPE_CHECKING:
    from evalkit.evaluation import Evaluation
    from evalkit.evaluation.records import ComparisonRecord, FindingRecord

WORST, COMPARED = 3, 8
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


def summary(evaluations: Sequence[Evaluation]) -> str:
    """A line per version, the worst findings, how versions of one language compare, the encoder."""
    from evalkit.evaluation.comparing import compare_systems
    from evalkit.reports import encoder

    several = len(evaluations) > 1
    header = ["article"] * several + ["version", "paragraphs", "critical", "major", "minor"]
    header += ["neutral", "penalty"]
    lines = [
        [e.article] * several
        + [
            f"{s.language_name} ({s.version})",
            str(s.paragraphs),
            str(s.critical),
            str(s.major),
            str(s.minor),
            str(s.neutral),
            f"{s.penalty:.2f}",
        ]
        for e in evaluations
        for s in e.summary_records
    ]
    parts = [table(header, lines)]
    for evaluation in evaluations:
        found = worst(evaluation)
        if found:
            label = f"worst of {evaluation.article}:" if several else "worst:"
            parts.append("\n".join([label, *(f"  {_line(f)}" for f in found)]))
    records = compare_systems(evaluations)
    if not several:
        records = tuple(r for e in evaluations for r in e.comparison_records)
    if records:
        parts.append("\n".join(["compared:", *compared(records)]))
    given = (encoder.help_given(evaluation) for evaluation in evaluations)
    parts += dict.fromkeys(encoder.line(help_given) for help_given in given if help_given)
    return "\n".join(parts)


def compared(records: Sequence[ComparisonRecord]) -> list[str]:
    """What the comparisons of versions of one language come to; of many only the penalties."""
    shown = [r for r in records if len(records) <= COMPARED or r.metric == "penalty"]
    lines = [f"  {record.metric}: {record.words}" for record in shown]
    left_out = len(records) - len(shown)
    return [*lines, f"  and {left_out} more in comparisons.csv"] if left_out else lines


def worst(evaluation: Evaluation, count: int = WORST) -> list[FindingRecord]:
    """The gravest findings, the surest first; a fault that versions share is named once."""
    ranked = sorted(
        (f for f in evaluation.finding_records if PENALTY[f.severity]),
        key=lambda f: (-PENALTY[f.severity], -f.confidence, f.row, f.version),
    )
    named: list[FindingRecord] = []
    for finding in ranked:
        twins = (n for n in named if finding.version in n.also_in)
        if not any((t.row, t.check) == (finding.row, finding.check) for t in twins):
            named.append(finding)
    return named[:count]


def _line(finding: FindingRecord) -> str:
    also = f" (also in {', '.join(finding.also_in)})" if finding.also_in else ""
    return (
        f"row {finding.row} {finding.version} {finding.severity} {finding.check}: "
        f"{finding.message}{also}"
    )


def verdict(
    evaluations: Sequence[Evaluation], fail_on: str | None, limits: Mapping[str, float]
) -> int:
    """The exit status: 1 when a finding or a score fails what was demanded, else 0."""
    from evalkit.metrics import load_class

    failed = []
    for evaluation in evaluations:
        if fail_on:
            grave = [
                f for f in evaluation.finding_records if PENALTY[f.severity] >= PENALTY[fail_on]
            ]
            if grave:
                failed.append(f"{evaluation.article}: {len(grave)} findings at or above {fail_on}")
        for record in evaluation.score_records:
            if record.row is not None or record.metric not in limits:
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
