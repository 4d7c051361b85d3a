"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from pathlib import Path

from evalkit.document import InputError

REMEDY = "choose a directory that can be written with -o"


def write_all(directory: Path, contents: Mapping[str, bytes]) -> list[Path]:
    """Write every file of `contents` (name to bytes) into `directory`, or none.

    Each is written beside its place under a temporary name first; only when
    all of them stand are they moved into place. Where a move fails, the files
    already moved are taken back and the old ones restored. Raises InputError
    where the directory cannot be made or written.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     [path.name for path in write_all(Path(folder), {"a.csv": b"row", "b.csv": b""})]
    ['a.csv', 'b.csv']
    """
    made = not directory.exists()
    try:
        directory.mkdir(parents=True, exist_ok=True)
        return _write(directory, contents)
    except OSError as error:
        if made:
            with suppress(OSError):
                directory.rmdir()
        raise InputError(
            f"cannot be written ({error.strerror or error})",
            path=str(error.filename or directory),
            remedy=REMEDY,
        ) from error


def _write(directory: Path, contents: Mapping[str, bytes]) -> list[Path]:
    with ExitStack() as leftovers:
        temporary = {}
        for name, content in contents.items():
            place = directory / f".{name}.{os.getpid()}.new"
            leftovers.callback(place.unlink, missing_ok=True)
            with place.open("wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            temporary[name] = place
        kept: dict[str, Path | None] = {}
        for name in contents:
            kept[name] = backup = _keep(directory / name)
            if backup is not None:
                leftovers.callback(backup.unlink, missing_ok=True)
        moved: list[str] = []
        try:
            for name, place in temporary.items():
                place.replace(directory / name)
                moved.append(name)
        except BaseException:
            for name in moved:
                _restore(directory / name, kept[name])
            raise
        return [directory / name for name in contents]


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
