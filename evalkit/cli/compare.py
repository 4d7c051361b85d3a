"""`evalkit compare`: the main job."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from evalkit.cli import options
from evalkit.cli.console import alignment_hint, decisions, progress, summary, verdict
from evalkit.cli.model_server import server_options
from evalkit.cli.outputs import output_directory

if TYPE_CHECKING:
    from evalkit.cli.common_options import Common


@click.command(
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="\b\nExamples:\n"
    "  evalkit compare -r en.txt bn.txt pa.txt -o report\n"
    "  evalkit compare -r en.txt bn.txt -o report\n"
    "  evalkit compare -r en.docx bn=out/one.txt system-2:bn=out/two.txt -o report\n"
    "  evalkit compare -r en.txt bn.txt pa.txt --back-translation bn=back.txt -o report\n"
    "  evalkit compare -r en.txt bn.txt pa.txt -o report --back-translate --judge-model granite\n"
    "  evalkit compare bn.xliff pa.xliff -o report --fail-on major\n"
    "  evalkit compare -r en.txt bn.txt pa.txt -o report --decisions decisions.json",
)
@click.argument(
    "versions",
    nargs=-1,
    required=True,
    metavar="[LANG=]VERSION...",
    shell_complete=options.complete_path,
)
@options.references
@click.option("-o", "--output", required=True, type=click.Path(), metavar="DIR", help="Where to.")
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
@click.option("--article", metavar="NAME", help="The article's name in tables and titles.")
@options.formats
@options.decisions
@options.fail_on
@options.fail_under
@options.config
@click.pass_context
@options.common
def compare(
    ctx: click.Context,
    /,
    versions: tuple[str, ...],
    references: tuple[str, ...],
    output: str,
    article: str | None,
    formats: tuple[str, ...],
    common: Common,
) -> int:
    """Compare one or more VERSIONS of an article with its source, for a reviewer.

    Of two and more, each testifies for or against the others.

    Writes report.html, paragraphs.csv, findings.csv, scores.csv, summary.csv,
    witnesses.csv, report.md (for a pull request), junit.xml (for CI) and
    evaluation.json into DIR, and comparisons.csv where two versions are in one
    language.

    With --back-translate, backtranslation.LANG.txt is written too, for each version that a model
    translated back. One that a person wrote or changed is not replaced: the call is refused.

    What reviewers dismissed (--decisions) counts nowhere as long as its text
    stands; findings.csv still lists it.
    """
    from evalkit.cli.back_translation_files import demand_replaceable
    from evalkit.cli.decided import with_decisions
    from evalkit.cli.energy_option import line, started, with_energy
    from evalkit.comparison.article_summary import digest
    from evalkit.comparison.pooled_batch import Batch
    from evalkit.energy import energy_in
    from evalkit.evaluation import evaluate
    from evalkit.store import open_memory

    common.demand_possible()
    target = output_directory(output)
    if common.back_translate:
        demand_replaceable(target, versions, common.back_translations)
    memory = open_memory(common.cached)
    meter = started(common.energy)
    judged = evaluate(
        versions,
        references,
        back_translations=common.back_translations,
        options=common.options(article or _name(references or versions)),
        memory=memory,
        progress=progress,
    )
    judged = with_decisions(with_energy(judged, meter), common.decisions)
    written = judged.write(target, formats or None, memory)
    if common.cached:
        from evalkit.history import record

        record(judged, target)
    decisions(judged.inputs)
    alignment_hint(judged)
    found = digest(judged)
    click.echo("\n".join([summary(Batch((found,))), *line(energy_in(judged.manifest))]))
    report = next((path for path in written if path.suffix == ".html"), None)
    click.echo(f"report: {report}" if report else f"written: {target}")
    ctx.exit(verdict([found], common.fail_on, common.limits))


def _name(specs: tuple[str, ...]) -> str:
    """The folder the first file stands in, else the file's own name."""
    from evalkit.loaders import parse_spec

    path = Path(parse_spec(specs[0])[1])
    parent = path.resolve().parent.name
    return parent or path.stem
