"""`evalkit export tmx`: the translation memory for CAT tools."""

from __future__ import annotations

from typing import Any

import click

from evalkit.cli.export.selecting import pairs_from, say_altered, selecting
from evalkit.cli.export.writing import overwrite, to_file, write_file


@click.command(
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="\b\nExamples:\n"
    "  evalkit export tmx report/evaluation.json --decisions asha.json -o memory.tmx\n"
    "  evalkit export tmx reports/*/evaluation.json --version bn -o bn.tmx\n"
    "  evalkit score bn.tmx",
)
@selecting
@to_file
@overwrite
def tmx(output: str | None, overwrite: bool, **given: Any) -> None:
    """Write a translation memory: TMX 1.4, a unit per row, a variant per language.

    Left out are rows with an open finding at or above major, rows with a correction
    whose place is not plain, and rows without a paragraph on one side. A variant says
    who corrected it and when, which checks, and what reviewers noted.
    """
    from evalkit.export.memory_tmx import write
    from evalkit.export.xmltext import writable

    pairs = pairs_from(**given)
    content = write(pairs)
    say_altered(pairs, writable)
    write_file(content, output, overwrite)
