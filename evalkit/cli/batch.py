"""`evalkit batch`: every article folder in a directory."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from evalkit.cli import options
from evalkit.cli.console import note, summary, verdict
from evalkit.document import InputError

if TYPE_CHECKING:
    from evalkit.engine import Outcome
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
@click.option("--jobs", default=1, show_default=True, type=click.IntRange(min=1), help="At once.")
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

    An article whose files and options have not changed is not judged again; where only the
    decisions of reviewers have, its reports are written again. Those given now are those that hold.
    """
    from evalkit import engine
    from evalkit.cli.decided import decided, say_effect
    from evalkit.cli.reading import reading_from
    from evalkit.cli.resources import resources_from
    from evalkit.evaluation import DEFAULT_METRICS
    from evalkit.history import record
    from evalkit.reports import write_batch

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
    judged, broken = [], []
    for outcome in engine.run(engine.find_folders(Path(directory)), target, task, jobs, force):
        if outcome.evaluation is None:
            broken.append(outcome)
            note(f"evalkit: {outcome.error}")
            if not keep_going:
                ctx.exit(2)
            continue
        for stray in outcome.folder.left_out:
            note(f"{outcome.folder.name}: {stray.name} left out: it is not named <lang>.<ext>")
        judged.append(outcome.evaluation)
        if cached and not outcome.fresh:
            record(outcome.evaluation, target / outcome.folder.name)
        note(f"{outcome.folder.name}: {_became(outcome)}")
    if not judged:
        ctx.exit(2)
    index = write_batch(judged, target, _trends() if cached else {})
    say_effect(judged, given)
    click.echo(summary(judged))
    for evaluation in judged:
        click.echo(f"report: {target / evaluation.article / 'report.html'}")
    click.echo(f"index: {index}")
    ctx.exit(2 if broken else verdict(judged, fail_on, limits))


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
