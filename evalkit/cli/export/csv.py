"""`evalkit export csv`: the translation memory as a table."""

from __future__ import annotations

from typing import Any

import click

from evalkit.cli.export.selecting import pairs_from, say_altered, selecting
from evalkit.cli.export.writing import overwrite, to_file, write_file


@click.command(
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="\b\nExamples:\n"
    "  evalkit export csv report/evaluation.json --version bn -o memory.csv\n"
    "  evalkit export csv reports/*/evaluation.json --decisions asha.json --corrected\n"
    "  evalkit score memory.csv --target-column corrected",
)
@selecting
@to_file
@overwrite
def csv(output: str | None, overwrite: bool, **given: Any) -> None:
    """Write source, version and corrected version of each row as a table.

    What a spreadsheet would compute has an apostrophe before it, which evalkit takes
    off again when it reads the table.

    Left out are rows with an open finding at or above major, rows with a correction
    whose place is not plain, and rows without a paragraph on one side.
    """
    from evalkit.export.memory_csv import writable, write

    pairs = pairs_from(**given)
    say_altered(pairs, writable)
    write_file(write(pairs), output, overwrite)
