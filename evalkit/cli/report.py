"""`evalkit report`: render again what was judged before."""

from __future__ import annotations

import click

from evalkit.cli import options
from evalkit.reports import FORMATS


@click.command(
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="\b\nExamples:\n  evalkit report reports/article/evaluation.json -o elsewhere\n"
    "  evalkit report evaluation.json -o tables --format csv --format xlsx",
)
@click.argument("evaluation", type=click.Path(), metavar="EVALUATION.json")
@click.option("-o", "--output", required=True, type=click.Path(), metavar="DIR", help="Where to.")
@click.option(
    "--format",
    "formats",
    multiple=True,
    type=click.Choice(FORMATS),
    help="Only these; repeatable (default: all that can be made).",
)
def report(evaluation: str, output: str, formats: tuple[str, ...]) -> None:
    """Render the reports of EVALUATION.json again, without judging anything again."""
    from evalkit.cli.reading import read_evaluation

    target = options.output_directory(output)
    for written in read_evaluation(evaluation).write(target, formats or None):
        click.echo(written)
