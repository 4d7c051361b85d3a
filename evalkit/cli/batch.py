"""`evalkit batch`: every article folder in a directory."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from evalkit.cli import options
from evalkit.cli.model_server import server_options
from evalkit.cli.outputs import output_directory
from evalkit.document import InputError

if TYPE_CHECKING:
    from evalkit.batch.tables import Form
    from evalkit.cli.common_options import Common


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
@options.common
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
    source_column: str | None,
    target_columns: tuple[str, ...],
    reference_columns: tuple[str, ...],
    common: Common,
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
    from evalkit.cli.batch_articles import batch_of_articles
    from evalkit.cli.batch_call import Call
    from evalkit.cli.batch_tables import batch_of_tables, holds_tables
    from evalkit.cli.common_options import demand_looked_for
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
        columns=Wanted(source_column, target_columns, reference_columns),
        common=common,
    )
    if scheduler and common.resources.server.ledger:
        raise InputError(
            "--judge-max-calls and --judge-max-tokens hold on one machine, not on a cluster",
            remedy="leave them out, or use --jobs",
        )
    if scheduler and common.energy:
        raise InputError(
            "--energy measures this machine, not the workers of a cluster",
            remedy="leave it out, or use --jobs; docs/energy.md says what measures a cluster",
        )
    demand_looked_for(common.fail_on, common.checks)
    of = batch_of_tables if holds_tables(call.directory, call.output) else batch_of_articles
    ctx.exit(of(call))
