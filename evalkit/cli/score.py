"""`evalkit score`: one file, to standard output."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import click

from evalkit.cli import options
from evalkit.cli.console import alignment_hint, decisions, note, progress, verdict
from evalkit.cli.model_server import server_options

SHAPES = ("table", "csv", "json", "jsonl")


@click.command(
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="\b\nExamples:\n"
    "  evalkit score bn.txt -r en.txt\n"
    "  evalkit score bn.txt -r en.txt -r bn=human.txt -m bleu -m chrf++ --format csv\n"
    "  cat out.txt | evalkit score bn=- -r en.txt --checks none --format jsonl\n"
    "  evalkit score pa.txt -r en.txt -r pa=human.txt -m chrf++ --fail-under chrf++=45",
)
@click.argument("version", metavar="[LANG=]VERSION", shell_complete=options.complete_path)
@options.references
@options.metrics
@options.checks
@options.back_translations
@options.back_translate
@options.normalise
@options.glossary
@options.reading
@options.resources
@server_options
@options.energy
@click.option(
    "--format", "shape", type=click.Choice(SHAPES), default="table", show_default=True,
    help="How the scores are printed.",
)  # fmt: skip
@options.fail_on
@options.fail_under
@options.config
@click.pass_context
def score(
    ctx: click.Context,
    /,
    version: str,
    references: tuple[str, ...],
    metrics: tuple[str, ...],
    checks: tuple[str, ...],
    back_translations: tuple[str, ...],
    back_translate: bool,
    normalise: Literal["nfc"] | None,
    glossary: str | None,
    shape: str,
    fail_on: str | None,
    fail_under: tuple[str, ...],
    cached: bool,
    encoder: str | None,
    device: str,
    precision: str,
    offline: bool,
    server: Mapping[str, Any],
    energy: bool,
    **reading: object,
) -> int:
    """Score one VERSION against its references, row by row, to standard output.

    With --back-translate the translation back is not kept as a file: compare does that.
    """
    from evalkit.cli import thresholds
    from evalkit.cli.energy_option import line, started, with_energy
    from evalkit.cli.reading_options import reading_from
    from evalkit.cli.resource_options import resources_from
    from evalkit.cli.score_table import FORMATS
    from evalkit.comparison.article_summary import digest
    from evalkit.energy import energy_in
    from evalkit.evaluation import evaluate
    from evalkit.loaders import parse_spec
    from evalkit.store import open_memory

    chosen = options.chosen_metrics(metrics)
    limits = thresholds.demanded(fail_under)
    thresholds.demand_scored(limits, thresholds.computed_metrics(chosen, back_translate))
    options.demand_looked_for(fail_on, options.listed(checks))
    meter = started(energy)
    judged = evaluate(
        [version],
        references,
        chosen,
        options.listed(checks),
        article=Path(parse_spec(version)[1]).stem,
        back_translations=options.by_language(back_translations),
        back_translate=back_translate,
        glossary=glossary,
        normalise=normalise,
        reading=reading_from(**reading),
        resources=resources_from(
            encoder=encoder,
            device=device,
            precision=precision,
            offline=offline,
            server=server,
        ),
        memory=open_memory(cached),
        progress=progress,
    )
    judged = with_energy(judged, meter)
    if cached:
        from evalkit.history import record

        record(judged)
    decisions(judged.inputs)
    alignment_hint(judged)
    click.echo(FORMATS[shape](judged), nl=False)
    if shape != "table":
        for told in line(energy_in(judged.manifest)):
            note(told)
    ctx.exit(verdict([digest(judged)], fail_on, limits))
