"""Where results go: a directory or a file that can be written."""

from __future__ import annotations

import os
from pathlib import Path

from evalkit.document import InputError


def output_directory(given: str) -> Path:
    """The directory to write into; InputError where that cannot be one.

    Asked before anything is judged: nobody should wait to learn it.
    """
    path = Path(given)
    existing = next(place for place in (path, *path.absolute().parents) if place.exists())
    problem = ""
    if not given.strip():
        problem = "-o names no directory"
    elif not existing.is_dir():
        problem = "a file, where a directory is wanted"
    elif not os.access(existing, os.W_OK | os.X_OK):
        problem = "a directory that may not be written"
    if problem:
        raise InputError(
            problem, path=str(existing) if given.strip() else "", remedy="name another with -o"
        )
    return path


def output_file(given: str) -> Path:
    """The file to write; InputError where it cannot be one."""
    path = Path(given)
    problem = ""
    if not given.strip():
        problem = "-o names no file"
    elif path.is_dir():
        problem = "a directory, where a file is wanted"
    elif not path.parent.is_dir():
        problem = "its directory is not there"
    elif not os.access(path.parent, os.W_OK | os.X_OK):
        problem = "its directory may not be written"
    if problem:
        raise InputError(problem, path=given.strip(), remedy="name another with -o")
    return path
