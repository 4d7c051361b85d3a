"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Collection, Mapping
from contextlib import ExitStack, suppress
from pathlib import Path

from evalkit.document import InputError

REMEDY = "choose a directory that can be written with -o"


LEFTOVER = re.compile(r"\..+\.\d+\.(new|old)")
"""What a file is called beside its place: a run that was killed leaves some."""


def write_all(
    directory: Path,
    contents: Mapping[str, bytes],
    seal: str = "",
    without: Collection[str] = (),
) -> list[Path]:
    """Write every file of `contents` (name below it to bytes) into `directory`, or none.

    Each is written beside its place under a temporary name first; only when
    all of them stand are they moved into place, and files that are called as in
    `without` go. Where a move fails, the files already moved are taken back and
    the old ones restored. The file called `seal`, one of `contents`, goes
    before any other is touched and comes when all others stand: while it is
    there they are of one piece, even after the process was killed. Raises
    InputError where the directory cannot be made or written.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     [path.name for path in write_all(Path(folder), {"a.csv": b"row", "b.csv": b""})]
    ['a.csv', 'b.csv']
    """
    made = not directory.exists()
    try:
        directory.mkdir(parents=True, exist_ok=True)
        return _write(directory, contents, seal, without)
    except OSError as error:
        if made:
            with suppress(OSError):
                directory.rmdir()
        raise InputError(
            f"cannot be written ({error.strerror or error})",
            path=str(error.filename or directory),
            remedy=REMEDY,
        ) from error


def clear_leftovers(directory: Path, since: float | None = None) -> None:
    """Remove what runs left in a directory that were killed while they wrote.

    Only what was there at the moment `since` (seconds since 1970; None: now):
    what is younger another process may be about to move into its place.
    """
    limit = time.time() if since is None else since
    with suppress(OSError), os.scandir(directory) as entries:
        for entry in entries:
            if LEFTOVER.fullmatch(entry.name):
                with suppress(OSError):
                    if entry.stat(follow_symlinks=False).st_mtime <= limit:
                        Path(entry).unlink()


def _write(
    directory: Path, contents: Mapping[str, bytes], seal: str, without: Collection[str]
) -> list[Path]:
    with ExitStack() as leftovers:
        temporary = {}
        for name, content in contents.items():
            final = directory / name
            leftovers.callback(_remove_empty, final.parent, directory)
            final.parent.mkdir(parents=True, exist_ok=True)
            place = final.with_name(f".{final.name}.{os.getpid()}.new")
            leftovers.callback(place.unlink, missing_ok=True)
            with place.open("wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            temporary[name] = place
        kept: dict[str, Path | None] = {}
        for name in (*contents, *without):
            kept[name] = backup = _keep(directory / name)
            if backup is not None:
                leftovers.callback(backup.unlink, missing_ok=True)
        changed: list[str] = []
        try:
            for name in (*([seal] if seal else []), *without):
                (directory / name).unlink(missing_ok=True)
                changed.append(name)
            for name in sorted(temporary, key=lambda name: name == seal):
                temporary[name].replace(directory / name)
                changed.append(name)
        except BaseException:
            for name in dict.fromkeys(changed):
                _restore(directory / name, kept[name])
            raise
        return [directory / name for name in contents]


def _remove_empty(folder: Path, top: Path) -> None:
    """Remove a folder below `top`, and those it lies in, as far as nothing is in them."""
    with suppress(OSError):
        while folder != top:
            folder.rmdir()
            folder = folder.parent


def _keep(path: Path) -> Path | None:
    """A second name for the file that stands there now, None where none does."""
    if not path.exists():
        return None
    backup = path.with_name(f".{path.name}.{os.getpid()}.old")
    backup.unlink(missing_ok=True)
    try:
        os.link(path, backup)
    except OSError:
        shutil.copy2(path, backup)
    return backup


def _restore(path: Path, backup: Path | None) -> None:
    with suppress(OSError):
        if backup is None:
            path.unlink(missing_ok=True)
        else:
            backup.replace(path)
