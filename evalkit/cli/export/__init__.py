"""`evalkit export`: what reviewers left, in the form another tool takes; a module per format."""

from __future__ import annotations

import click

from evalkit.cli.lazy import LazyGroup

FORMATS: dict[str, tuple[str, str]] = {
    "tmx": ("evalkit.cli.export.tmx", "A translation memory for CAT tools: TMX 1.4."),
    "xliff": ("evalkit.cli.export.xliff", "A bilingual file per version: XLIFF 1.2."),
    "csv": ("evalkit.cli.export.csv", "A table for a spreadsheet."),
    "instructlab": ("evalkit.cli.export.instructlab", "Skills to tune a model by: InstructLab."),
    "lm-eval": ("evalkit.cli.export.lm_eval", "A task to evaluate models by: lm-eval, TrustyAI."),
}


@click.group(
    cls=LazyGroup,
    modules=FORMATS,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="\b\nExamples:\n"
    "  evalkit export tmx report/evaluation.json --decisions asha.json -o memory.tmx\n"
    "  evalkit export xliff report/evaluation.json --decisions asha.json -o desk\n"
    "  evalkit export csv reports/*/evaluation.json --corrected",
)
def export() -> None:
    """Hand on the paragraphs as reviewers left them.

    Each correction stands in the place of what it corrects. Rows in which a fault is
    open stay behind.
    """
