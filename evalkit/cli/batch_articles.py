"""`evalkit batch` over folders of articles."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from evalkit.cli.batch_call import Call
from evalkit.cli.console import MANY, note, summary, verdict
from evalkit.cli.harmless import harmless
from evalkit.document import InputError

if TYPE_CHECKING:
    from evalkit.batch import Outcome
    from evalkit.comparison.article_summary import Digest
    from evalkit.evaluation import Reading
    from evalkit.result.records import Trend

NAMED = 3
"""Folders that are named."""


def batch_of_articles(call: Call) -> int:
    """Judge the folders, write what goes over all of them, and say it; the exit status."""
    from evalkit import batch
    from evalkit.atomic_files import clear_leftovers
    from evalkit.cli import thresholds
    from evalkit.cli.decided import say_effect
    from evalkit.cli.energy_option import line, started, used
    from evalkit.comparison.article_summary import Packed
    from evalkit.comparison.pooled_batch import Batch
    from evalkit.evaluation import DEFAULT_METRICS
    from evalkit.reports import FAILED, write_batch, write_failed

    metrics = DEFAULT_METRICS if call.common.metrics is None else tuple(call.common.metrics)
    thresholds.demand_scored(
        call.common.limits, thresholds.computed_metrics(metrics, call.common.back_translate)
    )
    task = batch.Task(
        metrics=metrics,
        back_translate=call.common.back_translate,
        normalise=call.common.normalise,
        checks=tuple(call.common.checks or ()),
        reading=_reading(call),
        resources=call.common.resources,
        cached=call.common.cached,
        decisions=call.common.decisions.records,
        reviewers=call.common.decisions.reviewers,
        # Of several at once each would count all of them: only the run as a whole is measured.
        energy=call.common.energy and call.jobs == 1,
    )
    target = call.output
    folders = batch.find_folders(call.directory)
    clear_leftovers(target)
    meter, judged = started(call.common.energy), 0
    digests, effects, failed = Packed(), [], []
    if call.scheduler:
        found = batch.run_on(call.scheduler, folders, target, task, call.force)
    else:
        found = batch.run(folders, target, task, call.jobs, call.force)
    with closing(found) as outcomes:
        for outcome in outcomes:
            name = outcome.folder.name
            if outcome.digest is None or outcome.settled is None:
                failed.append((name, outcome.error))
                note(f"evalkit: {outcome.error}")
                _trace(outcome)
                if not call.keep_going:
                    return 2
                continue
            for stray in outcome.folder.left_out:
                note(f"{name}: {stray.name} left out: it is not named <lang>.<ext>")
            digests.append(outcome.digest)
            if not (outcome.fresh or outcome.judged_before):
                judged += sum(line.rows for line in outcome.digest.summary_records)
            effects.append(outcome.settled)
            for warning in outcome.digest.manifest.get("warnings", ()):
                note(f"warning: {warning}")
            note(f"{name}: {_became(outcome)}")
    write_failed(failed, target)
    if failed:
        note(f"evalkit: {len(failed)} of {len(folders)} articles failed: {target / FAILED}")
    if not digests:
        return 2
    whole = Batch(digests)
    energy = used(meter, judged)
    index = write_batch(whole, target, _trends() if call.common.cached else {}, energy)
    say_effect(effects, call.common.decisions)
    _say_unclaimed(batch.unclaimed(target, [folder.name for folder in folders]))
    click.echo("\n".join([summary(whole), *line(energy)]))
    click.echo(_where(digests, target))
    click.echo(f"index: {index}")
    return 2 if failed else verdict(digests, call.common.fail_on, call.common.limits)


def _reading(call: Call) -> Reading:
    """How an article's files are read; of a table among them one column is the version."""
    from evalkit.loaders import Columns

    targets = call.columns.targets
    if len(targets) > 1 or call.columns.references:
        raise InputError(
            "several --target-column, or a --reference-column, are for tables of segments",
            path=str(call.directory),
            remedy="leave them out, or name a table instead of a directory of articles",
        )
    target = targets[0] if targets else None
    return replace(call.common.reading, columns=Columns(call.columns.source, target))


def _where(digests: Sequence[Digest], target: Path) -> str:
    """Where the reports are: each of a few, of many what they have in common."""
    if len(digests) <= MANY:
        return "\n".join(f"report: {target / d.article / 'report.html'}" for d in digests)
    return (
        f"reports: {target / '<article>' / 'report.html'}, {len(digests):,} articles\n"
        f"summary: {target / 'summary.csv'}"
    )


def _say_unclaimed(names: Sequence[str]) -> None:
    if names:
        more = ", …" if len(names) > NAMED else ""
        shown = ", ".join(map(harmless, names[:NAMED])) + more
        folders, are = ("folder", "is") if len(names) == 1 else ("folders", "are")
        note(
            f"{len(names)} {folders} of an earlier batch ({shown}) {are} of no article in DIR "
            "any more: left alone, and not in the index"
        )


def _trace(outcome: Outcome) -> None:
    """Where an error came from that nobody foresaw, for who asks for it by the environment."""
    from evalkit.errors import DEBUG

    if outcome.trace and os.environ.get(DEBUG):
        note(outcome.trace)


def _became(outcome: Outcome) -> str:
    if outcome.fresh:
        return "not changed"
    return "decided anew, not judged again" if outcome.judged_before else "judged"


def _trends() -> Mapping[tuple[str, str], Trend]:
    """The trends of the recorded runs; a history that cannot be read is no reason to stop."""
    from evalkit import history

    if not history.enabled():
        return {}
    try:
        return history.trends(history.runs(note=note))
    except InputError as error:
        note(f"no trends in the index: {error}")
        return {}
