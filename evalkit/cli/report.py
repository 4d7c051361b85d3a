"""`evalkit report`: render again what was judged before."""

from __future__ import annotations

import click

from evalkit.cli import options
from evalkit.cli.outputs import output_directory


@click.command(
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="\b\nExamples:\n  evalkit report reports/article/evaluation.json -o elsewhere\n"
    "  evalkit report evaluation.json -o tables --format csv --format xlsx\n"
    "  evalkit report evaluation.json -o report --decisions asha.json --decisions binta.json",
)
@click.argument("evaluation", type=click.Path(), metavar="EVALUATION.json")
@click.option("-o", "--output", required=True, type=click.Path(), metavar="DIR", help="Where to.")
@options.formats
@options.decisions
def report(
    evaluation: str, output: str, formats: tuple[str, ...], decision_files: tuple[str, ...]
) -> None:
    """Render the reports of EVALUATION.json again, without judging anything again.

    Decisions of reviewers join those that it has already.
    """
    from evalkit.cli.decided import decided, with_decisions
    from evalkit.cli.evaluation_file import read_evaluation
    from evalkit.comparison.versions import completed

    target = output_directory(output)
    given = decided(decision_files)
    judged = with_decisions(completed(read_evaluation(evaluation)), given)
    for written in judged.write(target, formats or None):
        click.echo(written)
