"""`evalkit batch`: every article folder in a directory."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from evalkit.cli import options
from evalkit.cli.console import MANY, note, summary, verdict
from evalkit.cli.harmless import harmless
from evalkit.cli.model_server import server_options
from evalkit.cli.outputs import output_directory
from evalkit.document import InputError

NAMED = 3
"""Folders that are named."""

if TYPE_CHECKING:
    from evalkit.batch import Outcome
    from evalkit.batch.tables import Form
    from evalkit.batch.tables.table_run import Mapped
    from evalkit.cli.decided import Decided
    from evalkit.comparison.article_summary import Digest
    from evalkit.encoders.resources import Resources
    from evalkit.evaluation import Reading
    from evalkit.loaders.table_stream import Wanted
    from evalkit.result.records import Trend


@dataclass(frozen=True, slots=True)
class Call:
    """What a batch was called with, read and checked."""

    directory: Path
    output: Path
    jobs: int
    scheduler: str | None
    keep_going: bool
    force: bool
    form: Form | None
    part_size: int
    metrics: list[str] | None
    checks: list[str] | None
    back_translate: bool
    normalise: Literal["nfc"] | None
    columns: Wanted
    lines: Mapping[str, object]
    resources: Resources
    cached: bool
    energy: bool
    given: Decided
    fail_on: str | None
    limits: dict[str, float]

    @property
    def mapping(self) -> Mapped:
        """How work is spread: over processes of this machine, or over a cluster."""
        from evalkit.batch import mapped, mapped_on

        if self.scheduler:
            return partial(mapped_on, self.scheduler)
        return partial(mapped, jobs=self.jobs)


@click.command(
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="\b\nExamples:\n"
    "  evalkit batch references -o reports\n"
    "  evalkit batch references -o reports --jobs 4 --keep-going --fail-on major\n"
    "  evalkit batch references -o reports --decisions decisions.json\n"
    "  evalkit batch segments.csv -o results --target-column bn=mt --reference-column bn=human\n"
    "  evalkit batch shards -o results --format parquet --jobs 8 -m chrf++ -m ter\n\n"
    "\b\nAn article folder holds <lang>.<ext> files, one of them the source (English, or as\n"
    "article.toml says); beside them backtranslation.<lang>.<ext> and reference.<lang>.<ext>,\n"
    "if there are any.",
)
@click.argument("directory", type=click.Path(), metavar="DIR")
@click.option("-o", "--output", required=True, type=click.Path(), metavar="OUT", help="Where to.")
@click.option(
    "--jobs",
    default=1,
    show_default=True,
    type=click.IntRange(min=1),
    help="Articles, or parts of a table, at once: a process each.",
)
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="On the workers of the Dask cluster whose scheduler is there, as in tcp://10.0.0.5:8786.",
)
@click.option(
    "--keep-going", is_flag=True, help="Report a bad article or line and go on with the others."
)
@click.option("--force", is_flag=True, help="Judge again what has not changed.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "parquet"]),
    help="Of a table's results (default: Parquet where the table is, else CSV).",
)
@click.option(
    "--part-size",
    default=2000,
    show_default=True,
    type=click.IntRange(min=1, max=100_000),
    metavar="LINES",
    help="So many lines of a table are judged together, as one document.",
)
@options.metrics
@options.checks
@options.back_translate
@options.normalise
@options.columns
@options.lines
@options.resources
@server_options
@options.energy
@options.decisions
@options.fail_on
@options.fail_under
@options.config
@click.pass_context
def batch(
    ctx: click.Context,
    /,
    directory: str,
    output: str,
    jobs: int,
    scheduler: str | None,
    keep_going: bool,
    force: bool,
    form: Form | None,
    part_size: int,
    metrics: tuple[str, ...],
    checks: tuple[str, ...],
    back_translate: bool,
    normalise: Literal["nfc"] | None,
    source_column: str | None,
    target_columns: tuple[str, ...],
    reference_columns: tuple[str, ...],
    decision_files: tuple[str, ...],
    fail_on: str | None,
    fail_under: tuple[str, ...],
    cached: bool,
    encoder: str | None,
    device: str,
    precision: str,
    offline: bool,
    server: Mapping[str, Any],
    energy: bool,
    **lines: object,
) -> int:
    """Compare every article folder in DIR; write OUT/<article>/report.html and OUT/index.html.
    DIR may also be a table of segments, or hold tables: CSV, TSV, JSON lines or Parquet.

    OUT/summary.csv, OUT/report.md and, where articles have two versions of one language,
    OUT/comparisons.csv go over all of them.

    Reports are written as articles are judged; of each no more than a few kilobytes are kept. An
    article whose files and options have not changed is not judged again; where only the decisions
    of reviewers have, its reports are written again. Those given now are those that hold. So a
    run that was ended in whatever way is resumed by the same call, and ends with the same files.

    An article that cannot be judged ends the run, or with --keep-going is listed in
    OUT/failed.csv; the reports of the others stand either way. Folders in OUT whose article is no
    longer in DIR stay as they are, and are not in the index.

    With --back-translate, OUT/<article>/backtranslation.LANG.txt keeps what a model translated
    back; beside its version in DIR it is used as it stands, and no model asked.

    Of more than 50 articles standard output has a line per version over all of them, and where
    the files are, instead of lines for each.

    A table has a segment a line and columns named as an article's files are: en, bn, pa,
    reference.bn, backtranslation.bn; or source, target, reference. It is judged in parts of
    --part-size lines, by bleu, chrf, chrf++, ter and the checks that read no encoder unless others
    are named. OUT/paragraphs and OUT/findings get a file as each part is done; OUT/summary.csv,
    OUT/scores.csv and OUT/comparisons.csv go over all. A line that cannot be read ends the run,
    or with --keep-going stays unscored and is listed in OUT/skipped.csv.
    """
    from evalkit.cli import thresholds
    from evalkit.cli.batch_tables import batch_of_tables, holds_tables
    from evalkit.cli.decided import decided
    from evalkit.cli.resource_options import resources_from
    from evalkit.loaders.table_stream import Wanted

    if not directory:
        raise InputError("DIR is empty", remedy="name the directory that holds the article folders")
    call = Call(
        directory=Path(directory),
        output=output_directory(output),
        jobs=jobs,
        scheduler=scheduler,
        keep_going=keep_going,
        force=force,
        form=form,
        part_size=part_size,
        metrics=options.chosen_metrics(metrics),
        checks=options.listed(checks),
        back_translate=back_translate,
        normalise=normalise,
        columns=Wanted(source_column, target_columns, reference_columns),
        lines=lines,
        resources=resources_from(
            encoder=encoder,
            device=device,
            precision=precision,
            offline=offline,
            server=server,
        ),
        cached=cached,
        energy=energy,
        given=decided(decision_files),
        fail_on=fail_on,
        limits=thresholds.demanded(fail_under),
    )
    if scheduler and call.resources.server.ledger:
        raise InputError(
            "--judge-max-calls and --judge-max-tokens hold on one machine, not on a cluster",
            remedy="leave them out, or use --jobs",
        )
    if scheduler and energy:
        raise InputError(
            "--energy measures this machine, not the workers of a cluster",
            remedy="leave it out, or use --jobs; docs/energy.md says what measures a cluster",
        )
    options.demand_looked_for(call.fail_on, call.checks)
    of = batch_of_tables if holds_tables(call.directory, call.output) else batch_of_articles
    ctx.exit(of(call))


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

    metrics = DEFAULT_METRICS if call.metrics is None else tuple(call.metrics)
    thresholds.demand_scored(call.limits, thresholds.computed_metrics(metrics, call.back_translate))
    task = batch.Task(
        metrics=metrics,
        back_translate=call.back_translate,
        normalise=call.normalise,
        checks=tuple(call.checks or ()),
        reading=_reading(call),
        resources=call.resources,
        cached=call.cached,
        decisions=call.given.records,
        reviewers=call.given.reviewers,
        # Of several at once each would count all of them: only the run as a whole is measured.
        energy=call.energy and call.jobs == 1,
    )
    target = call.output
    folders = batch.find_folders(call.directory)
    clear_leftovers(target)
    meter, judged = started(call.energy), 0
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
    index = write_batch(whole, target, _trends() if call.cached else {}, energy)
    say_effect(effects, call.given)
    _say_unclaimed(batch.unclaimed(target, [folder.name for folder in folders]))
    click.echo("\n".join([summary(whole), *line(energy)]))
    click.echo(_where(digests, target))
    click.echo(f"index: {index}")
    return 2 if failed else verdict(digests, call.fail_on, call.limits)


def _reading(call: Call) -> Reading:
    """How an article's files are read; of a table among them one column is the version."""
    from evalkit.cli.reading_options import reading_from

    targets = call.columns.targets
    if len(targets) > 1 or call.columns.references:
        raise InputError(
            "several --target-column, or a --reference-column, are for tables of segments",
            path=str(call.directory),
            remedy="leave them out, or name a table instead of a directory of articles",
        )
    target = targets[0] if targets else None
    return reading_from(source_column=call.columns.source, target_column=target, **call.lines)


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
