"""`evalkit export instructlab`: a skill for each language, to tune a model by."""

from __future__ import annotations

from typing import Any

import click

from evalkit.cli.console import note
from evalkit.cli.export.selecting import pairs_from, selecting
from evalkit.cli.export.writing import overwrite, write_files
from evalkit.document import InputError


@click.command(
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="\b\nExamples:\n"
    "  evalkit export instructlab reports/*/evaluation.json --decisions asha.json \\\n"
    "      --creator asha --licence CC-BY-4.0 -o taxonomy\n"
    "  ilab taxonomy diff --taxonomy-path taxonomy",
)
@selecting
@click.option("-o", "--output", required=True, type=click.Path(), metavar="DIR", help="Where to.")
@click.option(
    "--creator", required=True, metavar="NAME", help="The contributor's GitHub user name."
)
@click.option(
    "--licence", required=True, metavar="SPDX", help="The licence of the work, as in CC-BY-4.0."
)
@click.option("--title", default="", metavar="TEXT", help="The work's title (default: articles).")
@click.option("--link", default="", metavar="URL", help="Where the work is published.")
@click.option("--revision", default="", metavar="TEXT", help="Which revision of it.")
@overwrite
def instructlab(
    output: str,
    creator: str,
    licence: str,
    title: str,
    link: str,
    revision: str,
    overwrite: bool,
    **given: Any,
) -> None:
    """Write what reviewers corrected as skills of an InstructLab taxonomy.

    DIR gets compositional_skills/writing/translation/english_to_bengali/qna.yaml, and so on, with
    attribution.txt beside it. Only corrected paragraphs go in, five at least for a language; those
    in which another fault is open stay out.
    """
    from evalkit.export.instructlab import FEWEST, Work, too_few, write

    for name, value in (("--creator", creator), ("--licence", licence)):
        if not value.strip():
            raise InputError(f"{name} is empty", remedy="attribution must say whose work it is")
    pairs = pairs_from(**{**given, "corrected": True})
    files = write(pairs, Work(creator, licence, title, link, revision))
    for language, count in too_few(pairs).items():
        note(f"{language}: {count} corrected, and a skill wants {FEWEST}: left out")
    write_files(files, output, overwrite)
