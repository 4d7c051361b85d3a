"""`evalkit history`: the runs that are recorded."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from evalkit.cli.console import note, table
from evalkit.document import InputError
from evalkit.reports.energy_words import kwh

if TYPE_CHECKING:
    from evalkit.history import Run

NAMED = 8
"""Articles that are named where one was asked for that has no runs."""


@click.command(
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="\b\nExamples:\n  evalkit history\n  evalkit history flood-warning --limit 5\n"
    "  evalkit history --format json\n\n"
    "\b\nevalkit diff says what changed between two of them. Of an article the newest 200 runs\n"
    "are kept; EVALKIT_HISTORY=off records none.",
)
@click.argument("article", required=False, metavar="[ARTICLE]")
@click.option(
    "--limit", type=click.IntRange(min=1), default=20, show_default=True, help="So many runs."
)
@click.option("--format", "shape", type=click.Choice(["text", "json"]), default="text")
def history(article: str | None, limit: int, shape: str) -> None:
    """List the runs of ARTICLE, or of all articles, the newest first.

    Every run of compare, batch and score is recorded with its findings and
    scores.
    """
    from evalkit.history import runs

    found = runs(article)
    if article is not None and not found:
        names = list(dict.fromkeys(run.article for run in runs()))
        more = ", …" if len(names) > NAMED else ""
        raise InputError(
            f"no run of {article} is recorded",
            remedy=f"there are runs of {', '.join(names[:NAMED])}{more}"
            if names
            else "evalkit compare records one",
        )
    shown = found[:limit]
    if shape == "json":
        click.echo(json.dumps([_document(run) for run in shown], ensure_ascii=False, indent=1))
        return
    if not shown:
        note("no run is recorded yet; evalkit compare records one")
        return
    click.echo(_table(shown))
    for method in dict.fromkeys(run.energy.method for run in shown if run.energy):
        note(f"kWh: {method}")
    if len(found) > limit:
        note(f"{len(found) - limit} older runs; --limit shows more")


def _document(run: Run) -> dict[str, Any]:
    return {**asdict(run), "energy": run.energy.told() if run.energy else None}


def _table(runs: Sequence[Run]) -> str:
    metrics = list(dict.fromkeys(m for run in runs for v in run.versions for m in v.metrics))
    # A column that says nothing in any of these runs is left out.
    metrics = [
        m for m in metrics if any(v.metrics.get(m) is not None for r in runs for v in r.versions)
    ]
    measured = any(run.energy for run in runs)
    header = ["run", "time (UTC)", "article", "evalkit", *["kWh"] * measured, "version"]
    header += ["critical", "major", "minor", "penalty", *metrics]
    lines = []
    for run in runs:
        about = [str(run.id), run.time[:16].replace("T", " "), run.article, run.evalkit]
        about += [kwh(run.energy.kwh) if run.energy else "-"] * measured
        for version in run.versions:
            found = version.critical, version.major, version.minor
            counts = ["-" if n is None else str(n) for n in found]
            counts.append("-" if version.penalty is None else f"{version.penalty:.2f}")
            scores = [_number(version.metrics.get(m)) for m in metrics]
            lines.append([*about, version.version, *counts, *scores])
            about = [""] * len(about)
        if not run.versions:
            lines.append([*about, "damaged", *[""] * (len(header) - len(about) - 1)])
    return table(header, lines)


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.4g}" if abs(value) < 1 else f"{value:.2f}"
