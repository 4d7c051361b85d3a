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
    "--creator",
    default="",
    metavar="NAME",
    help="The contributor's GitHub user name (default: the first reviewer's name).",
)
@click.option(
    "--licence",
    default="",
    metavar="SPDX",
    help="The licence of the work, as in CC-BY-4.0; a taxonomy takes no work without one.",
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
    from evalkit.export.instructlab_skill import FEWEST, Work, too_few, write

    pairs = pairs_from(**{**given, "corrected": True})
    by = creator.strip() or next((name for pair in pairs for name in pair.reviewers), "")
    if not by:
        raise InputError(
            "nobody is named who wrote the corrections",
            remedy="name the contributor with --creator: attribution must say whose work it is",
        )
    files = write(pairs, Work(by, licence.strip(), title, link, revision))
    for language, count in too_few(pairs).items():
        note(f"{language}: {count} corrected, and a skill wants {FEWEST}: left out")
    write_files(files, output, overwrite)
    if not licence.strip():
        note("attribution.txt states no licence: say it with --licence before you hand it on")
