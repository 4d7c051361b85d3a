"""`evalkit report`: render again what was judged before."""

from __future__ import annotations

from pathlib import Path

import click

from evalkit.cli import options
from evalkit.document import InputError


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
    type=click.Choice(["html", "csv", "json", "xlsx"]),
    help="Only these; repeatable (default: all that can be made).",
)
def report(evaluation: str, output: str, formats: tuple[str, ...]) -> None:
    """Render the reports of EVALUATION.json again, without judging anything again."""
    from evalkit.evaluation import Evaluation

    path, target = Path(evaluation), options.output_directory(output)
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(
            f"cannot be read ({error.strerror})",
            path=evaluation,
            remedy="name the evaluation.json that evalkit compare wrote",
        ) from None
    except UnicodeDecodeError as error:
        raise InputError(
            f"not UTF-8 at byte {error.start}",
            path=evaluation,
            remedy="name the evaluation.json that evalkit compare wrote",
        ) from None
    for written in Evaluation.from_json(text, evaluation).write(target, formats or None):
        click.echo(written)
