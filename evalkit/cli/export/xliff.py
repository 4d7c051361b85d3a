"""`evalkit export xliff`: a bilingual file per version."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

import click

from evalkit.cli.export.selecting import pairs_from, say_altered, selecting
from evalkit.cli.export.writing import overwrite, write_file, write_files
from evalkit.document import InputError

SUFFIXES = (".xlf", ".xliff")


@click.command(
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="\b\nExamples:\n"
    "  evalkit export xliff report/evaluation.json --decisions asha.json -o desk\n"
    "  evalkit export xliff reports/*/evaluation.json --version bn -o bn.xlf\n"
    "  evalkit score desk/bn.xlf",
)
@selecting
@click.option(
    "-o",
    "--output",
    type=click.Path(),
    metavar="DIR",
    help="Where to; for one version also a FILE.xlf (default: standard output).",
)
@overwrite
def xliff(output: str | None, overwrite: bool, **given: Any) -> None:
    """Write a bilingual file per version: XLIFF 1.2, VERSION.xlf, a unit per row.

    What reviewers changed is approved and final, with the judged text beside it as a
    previous version; the rest is translated.

    Left out are rows with an open finding at or above major, rows with a correction
    whose place is not plain, and rows without a paragraph on one side.
    """
    from evalkit.export.corrected_xliff import write
    from evalkit.export.xmltext import writable

    pairs = pairs_from(**given)
    files = write(pairs)
    say_altered(pairs, writable)
    if output is not None and PurePath(output).suffix.lower() not in SUFFIXES:
        write_files(files, output, overwrite)
        return
    if len(files) > 1:
        raise InputError(
            f"there is a file per version ({', '.join(files)})",
            remedy="name a directory with -o, or one version with --version",
        )
    (content,) = files.values()
    write_file(content, output, overwrite)
