"""`evalkit batch` over a table of segments, or a directory of such tables."""

from __future__ import annotations

import os
import sys
import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from evalkit.atomic_files import clear_leftovers
from evalkit.batch.tables import (
    CHECKS,
    LEXICAL,
    Result,
    Run,
    Step,
    Task,
    demand,
    find_tables,
    read_roles,
)
from evalkit.checks import select
from evalkit.cli import thresholds
from evalkit.cli.console import compared, counts, note, progress, reservations, table, verdict
from evalkit.cli.energy_option import line, started, used
from evalkit.comparison.article_summary import Digest
from evalkit.comparison.sufficient_statistics import Tallied
from evalkit.document import InputError
from evalkit.evaluation.preferences import JUDGE, with_preference
from evalkit.loaders.table_stream import Roles, is_table
from evalkit.metrics.signatures import preparation
from evalkit.reports import FAILED, looked_for, metric_labels, write_failed
from evalkit.reports import judge_use as judge_report
from evalkit.result.not_looked_for import Unread, unread_in_tables
from evalkit.result.records import ScoreRecord

if TYPE_CHECKING:
    from evalkit.batch.tables.table_run import Mapped
    from evalkit.cli.batch_call import Call

SCORED = ("score", "95 % limits", "rows", "prepared by")
"""What the terminal says of a version's score."""
TELL = 10.0
"""Seconds between two lines on how far a run is, where there is no terminal."""


def holds_tables(path: Path, output: Path) -> bool:
    """Whether a batch's DIR is a table, or a directory of tables and of no folders but OUT."""
    if not path.is_dir():
        return is_table(path)
    folders = [p for p in path.iterdir() if p.is_dir() and not p.name.startswith(".")]
    own = [p for p in folders if output.resolve().is_relative_to(p.resolve())]
    return folders == own and bool(find_tables(path))


def batch_of_tables(call: Call) -> int:
    """Judge the tables, put their parts together and say what they came to; the exit status."""
    if call.output.resolve() == call.directory.resolve():
        raise InputError(
            "the results would be taken for tables",
            path=str(call.output),
            remedy="name another directory with -o",
        )
    if call.common.back_translate:
        raise InputError(
            "--back-translate is for folders of articles, not for tables",
            path=str(call.directory),
            remedy="leave it out, or give the table columns named backtranslation.LANG",
        )
    tables = tuple(find_tables(call.directory))
    metrics = LEXICAL if call.common.metrics is None else tuple(call.common.metrics)
    thresholds.demand_scored(call.common.limits, metrics)
    roles = read_roles(tables, call.columns)
    metrics = with_preference(metrics, roles.versions)
    note(said(tables[0], roles))
    for warning in roles.warnings:
        note(f"warning: {warning}")
    parquet = all(path.suffix.lower() == ".parquet" for path in tables)
    run = Run(
        tables=tables,
        task=Task(
            roles=roles,
            metrics=metrics,
            normalise=call.common.normalise,
            checks=tuple(call.common.checks or CHECKS),
            resources=call.common.resources,
            cached=call.common.cached,
            form=call.form or ("parquet" if parquet else "csv"),
            decisions=call.common.decisions.records,
            reviewers=call.common.decisions.reviewers,
        ),
        output=call.output,
        size=call.part_size,
        keep_going=call.keep_going,
        force=call.force,
    )
    demand(run.task)
    meter, pace = started(call.common.energy), Pace()
    failed = judge(run, call.mapping, pace)
    if failed and not call.keep_going:
        return 2
    result = run.finish(used(meter, pace.rows * len(roles.versions)))
    click.echo(report(run, result))
    if failed:
        return 2
    name = result.summary_records[0].article or str(call.directory)
    return status(result, name, call.common.fail_on, call.common.limits)


def said(path: Path, roles: Roles) -> str:
    """What each column was taken for."""
    parts = [f"source {roles.source_language} in {roles.source!r}"]
    for version, column in roles.versions.items():
        back = roles.back_translations.get(version)
        facing = [*roles.references.get(version, ()), *([back] if back else [])]
        against = f" against {', '.join(map(repr, facing))}" if facing else ""
        parts.append(f"{version} in {column!r}{against}")
    return f"{path}: {'; '.join(parts)}"


def judge(run: Run, mapping: Mapped, pace: Pace) -> bool:
    """Judge what is not done yet and say how it goes; whether a part failed."""
    clear_leftovers(run.output)
    failed: list[Step] = []
    with closing(run.steps(mapping)) as steps:
        for step in steps:
            if not step.error:
                pace.tell(step)
                continue
            failed.append(step)
            note(f"evalkit: {step.error}")
            _trace(step)
            if not run.keep_going:
                return True
    pace.done()
    write_failed([(step.table, step.error) for step in failed], run.output)
    if failed:
        parts = "1 part" if len(failed) == 1 else f"{len(failed):,} parts"
        note(f"evalkit: {parts} failed: {run.output / FAILED}")
    return bool(failed)


def report(run: Run, result: Result) -> str:
    """What it came to, for standard output."""
    parts = [counts("rows", [([], line) for line in result.summary_records])]
    if result.score_records:
        names = metric_labels.columns(list(run.task.metrics))
        rows = [[s.version, names[s.metric], *_value(s)] for s in result.score_records]
        parts.append(table(["version", "metric", *SCORED], rows))
    parts += reservations(result.score_records)
    if result.comparison_records:
        parts.append("\n".join(["compared:", *compared(result.comparison_records)]))
    if result.skipped:
        skipped = "1 line" if result.skipped == 1 else f"{result.skipped:,} lines"
        parts.append(f"skipped: {skipped}, listed in {run.output / 'skipped.csv'}")
    parts += filter(None, [looked_for.line(select(run.task.checks))])
    parts += looked_for.unread(_unread(result))
    if result.judge:
        parts.append(f"judge: {judge_report.sentence(result.judge)}")
    parts += line(result.energy)
    parts.append(f"results: {run.output / 'paragraphs'}, {result.rows:,} rows")
    parts.append(f"summary: {run.output / 'summary.csv'}")
    return "\n".join(parts)


def _unread(result: Result) -> tuple[Unread, ...]:
    judged = {s.version: s.rows_scored or 0 for s in result.score_records if s.metric == JUDGE}
    return unread_in_tables(result.summary_records, judged)


def status(result: Result, name: str, fail_on: str | None, limits: dict[str, float]) -> int:
    """The exit status that the results as a whole, which are told by `name`, ask for."""
    digest = Digest(
        article=name,
        checks=(),
        summary_records=result.summary_records,
        comparison_records=result.comparison_records,
        whole_records=result.score_records,
        worst=(),
        tallied=Tallied({}, (), ()),
        manifest={},
    )
    return verdict([digest], fail_on, limits)


def _value(score: ScoreRecord) -> list[str]:
    if score.value is None:
        return ["unscored", *[""] * (len(SCORED) - 1)]
    ends = [
        metric_labels.number(score.metric, end, more=1)
        for end in (score.low, score.high)
        if end is not None
    ]
    return [
        metric_labels.number(score.metric, score.value, more=1),
        " to ".join(ends),
        f"{score.rows_scored} of {score.rows_total}",
        preparation(score.signature),
    ]


def _trace(step: Step) -> None:
    from evalkit.errors import DEBUG

    if step.trace and os.environ.get(DEBUG):
        note(step.trace)


@dataclass(slots=True)
class Pace:
    """How far the run is: a line that is written over, or one every few seconds."""

    rows: int = 0
    kept: int = 0
    begun: float = field(default_factory=time.monotonic)
    told: float = field(default_factory=time.monotonic)

    def tell(self, step: Step) -> None:
        now = time.monotonic()
        if step.fresh:
            self.kept += step.rows
        else:
            self.rows += step.rows
        progress(self._line(now))
        if now - self.told > TELL and not sys.stderr.isatty():
            self.told = now
            note(self._line(now))

    def done(self) -> None:
        note(self._line(time.monotonic()))

    def _line(self, now: float) -> str:
        rate = f", {self.rows / (now - self.begun):,.0f} a second" if now > self.begun else ""
        before = f"{self.kept:,} rows were done before; " if self.kept else ""
        return f"{before}{self.rows:,} rows judged{rate}"
