"""Where an export goes: standard output, a file, or a directory; nothing is written over."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from evalkit.cli.console import note
from evalkit.cli.outputs import output_directory, output_file
from evalkit.document import InputError

overwrite = click.option(
    "--overwrite", is_flag=True, help="Write over what stands there under the same name."
)
to_file = click.option(
    "-o", "--output", type=click.Path(), metavar="FILE", help="Where to (default: standard output)."
)


def write_file(data: bytes, output: str | None, overwrite: bool) -> None:
    """Write one file, or to standard output where no name is given.

    Raises InputError where it cannot be written, and where something stands there
    already that is not to be written over.
    """
    if output is None:
        click.echo(data, nl=False)
        return
    path = output_file(output)
    _write(path.parent, {path.name: data}, overwrite)


def write_files(files: Mapping[str, bytes], directory: str, overwrite: bool) -> None:
    """Write files, by their names below a directory, all or none; InputError as `write_file`."""
    _write(output_directory(directory), files, overwrite)


def _write(directory: Path, files: Mapping[str, bytes], overwrite: bool) -> None:
    from evalkit.atomic_files import write_all

    there = [name for name in files if (directory / name).exists()]
    if there and not overwrite:
        raise InputError(
            "it is there already",
            path=str(directory / there[0]),
            remedy="name another with -o, or write over it with --overwrite",
        )
    for path in write_all(directory, files):
        note(f"written: {path}")
