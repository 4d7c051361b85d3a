"""`evalkit validate`: metrics and checks measured against people."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from evalkit.cli import options
from evalkit.cli.console import note, progress
from evalkit.cli.model_server import server_options
from evalkit.document import InputError

if TYPE_CHECKING:
    from evalkit.cli.common_options import Common

SHAPES = ("table", "csv", "json")


@click.command(
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="\b\nExamples:\n"
    "  evalkit validate wmt24_esa_enhi.tsv -m similarity\n"
    "  evalkit validate data --checks fast --limit 500 --format csv -o figures.csv\n"
    "  evalkit validate indicmt_en-gu.tsv --checks omission,truncated-sentence --label omission\n"
    "  evalkit validate own.tsv -m chrf++\n"
    "\b\nSets are recognised by their header line: WMT24 error span annotations, IndicMT-Eval,\n"
    "direct assessments (WMT, MLQE-PE), MQM, hallucinations, critical errors, coverage, DEMETR,\n"
    "NTREX, UDHR, guides, interface strings, and a tab-separated table of your own with\n"
    "langpair, source, target, and any of document, segment, system, reference, score,\n"
    "label:KIND (as in label:omission).",
)
@click.argument("data", metavar="DATA", shell_complete=options.complete_path)
@options.metrics
@options.checks
@click.option(
    "--label", "labels", multiple=True, metavar="KIND",
    help="Only this kind of fault, repeatable (omission, addition, untranslated, …).",
)  # fmt: skip
@click.option(
    "--limit", type=click.IntRange(min=1), metavar="N",
    help="At most N segments of each set and language, whole documents first.",
)  # fmt: skip
@click.option(
    "--documents", type=click.Choice(["all", "held-out"]), default="all", show_default=True,
    help="All documents, or the quarter that nothing was tuned on.",
)  # fmt: skip
@click.option(
    "--format", "shape", type=click.Choice(SHAPES), default="table", show_default=True,
    help="How the figures are printed.",
)  # fmt: skip
@click.option(
    "-o", "--output", type=click.Path(), metavar="FILE", help="Write there, not to standard output."
)
@options.resources
@server_options
@options.config
@options.common
def validate(
    *,
    data: str,
    labels: tuple[str, ...],
    limit: int | None,
    documents: str,
    shape: str,
    output: str | None,
    common: Common,
) -> None:
    """Measure metrics and checks against human judgements in DATA.

    DATA is a tab-separated set or a folder of them. Metrics are compared with
    human scores: Kendall, Pearson and Spearman of segments and systems, soft
    pairwise accuracy. Checks and risks are compared with what people marked:
    recall, precision, false alarms, AUC. No metric is computed unless -m names it.
    """
    from evalkit.atomic_files import write_all
    from evalkit.cli.figure_table import FORMATS
    from evalkit.store import open_memory
    from evalkit.validation.against_people import Choice, run

    if output is not None and Path(output).is_dir():
        raise InputError("it is a directory", path=output, remedy="name a file with -o")
    result = run(
        [Path(data)],
        Choice(
            metrics=tuple(common.metrics or ()),
            checks=tuple(common.checks or ()),
            labels=labels or None,
            limit=limit,
            documents=documents,
        ),
        resources=common.resources,
        memory=open_memory(common.cached),
        progress=progress,
        note=note,
    )
    progress.clear()
    printed = FORMATS[shape](result)
    if output is None:
        click.echo(printed, nl=False)
    else:
        place = Path(output)
        write_all(place.parent, {place.name: printed.encode()})
