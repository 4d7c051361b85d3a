"""`evalkit batch`: every article folder in a directory."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from evalkit.cli import options
from evalkit.cli.console import MANY, note, summary, verdict
from evalkit.cli.wording import harmless
from evalkit.document import InputError

NAMED = 3
"""Folders that are named."""

if TYPE_CHECKING:
    from evalkit.engine import Outcome
    from evalkit.evaluation.digest import Digest
    from evalkit.history import Trend


@click.command(
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="\b\nExamples:\n"
    "  evalkit batch references -o reports\n"
    "  evalkit batch references -o reports --jobs 4 --keep-going --fail-on major\n"
    "  evalkit batch references -o reports --decisions decisions.json\n\n"
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
    help="Articles at once, a process each.",
)
@click.option("--keep-going", is_flag=True, help="Report a bad article and go on with the others.")
@click.option("--force", is_flag=True, help="Judge again what has not changed.")
@options.metrics
@options.checks
@options.reading
@options.resources
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
    keep_going: bool,
    force: bool,
    metrics: tuple[str, ...],
    checks: tuple[str, ...],
    decision_files: tuple[str, ...],
    fail_on: str | None,
    fail_under: tuple[str, ...],
    cached: bool,
    encoder: str | None,
    device: str,
    precision: str,
    offline: bool,
    **reading: object,
) -> int:
    """Compare every article folder in DIR; write OUT/<article>/report.html and OUT/index.html.

    OUT/summary.csv, OUT/report.md and, where articles have two versions of one language,
    OUT/comparisons.csv go over all of them.

    Reports are written as articles are judged; of each no more than a few kilobytes are kept. An
    article whose files and options have not changed is not judged again; where only the decisions
    of reviewers have, its reports are written again. Those given now are those that hold. So a
    run that was ended in whatever way is resumed by the same call, and ends with the same files.

    An article that cannot be judged ends the run, or with --keep-going is listed in
    OUT/failed.csv; the reports of the others stand either way. Folders in OUT whose article is no
    longer in DIR stay as they are, and are not in the index.

    Of more than 50 articles standard output has a line per version over all of them, and where
    the files are, instead of lines for each.
    """
    from evalkit import engine
    from evalkit.cli.decided import decided, say_effect
    from evalkit.cli.reading import reading_from
    from evalkit.cli.resources import resources_from
    from evalkit.evaluation import DEFAULT_METRICS
    from evalkit.evaluation.digest import Packed
    from evalkit.evaluation.pooling import Batch
    from evalkit.reports import FAILED, write_batch, write_failed
    from evalkit.reports.atomic import clear_leftovers

    if not directory:
        raise InputError("DIR is empty", remedy="name the directory that holds the article folders")
    limits = options.thresholds(fail_under)
    chosen = options.chosen_metrics(metrics)
    options.demand_scored(limits, chosen)
    given = decided(decision_files)
    task = engine.Task(
        metrics=DEFAULT_METRICS if chosen is None else tuple(chosen),
        checks=tuple(options.listed(checks) or ()),
        reading=reading_from(**reading),
        resources=resources_from(
            encoder=encoder, device=device, precision=precision, offline=offline
        ),
        cached=cached,
        decisions=given.records,
        reviewers=given.reviewers,
    )
    target = options.output_directory(output)
    folders = engine.find_folders(Path(directory))
    clear_leftovers(target)
    digests, effects, failed = Packed(), [], []
    with closing(engine.run(folders, target, task, jobs, force)) as outcomes:
        for outcome in outcomes:
            name = outcome.folder.name
            if outcome.digest is None or outcome.settled is None:
                failed.append((name, outcome.error))
                note(f"evalkit: {outcome.error}")
                _trace(outcome)
                if not keep_going:
                    ctx.exit(2)
                continue
            for stray in outcome.folder.left_out:
                note(f"{name}: {stray.name} left out: it is not named <lang>.<ext>")
            digests.append(outcome.digest)
            effects.append(outcome.settled)
            note(f"{name}: {_became(outcome)}")
    write_failed(failed, target)
    if failed:
        note(f"evalkit: {len(failed)} of {len(folders)} articles failed: {target / FAILED}")
    if not digests:
        ctx.exit(2)
    whole = Batch(digests)
    index = write_batch(whole, target, _trends() if cached else {})
    say_effect(effects, given)
    _say_unclaimed(engine.unclaimed(target, [folder.name for folder in folders]))
    click.echo(summary(whole))
    click.echo(_where(digests, target))
    click.echo(f"index: {index}")
    ctx.exit(2 if failed else verdict(digests, fail_on, limits))


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
    from evalkit.neural.diagnosis import DEBUG

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
