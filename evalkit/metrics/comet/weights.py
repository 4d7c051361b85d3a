"""Whether a checkpoint's file of weights is one, and whole.

torch does not check the sums in the archives it loads: a damaged file may load
and give wrong scores in silence.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from evalkit.document import InputError
from evalkit.encoders.diagnosis import explain
from evalkit.store import Memory, key
from evalkit.store.file_hash import file_hash

WHOLE = "checkpoint|whole"
PIECE = 1 << 20
AGAIN = "download it again"
_POINTER = b"version https://git-lfs"
_ZIP = b"PK"
_SHA256 = re.compile(r"[0-9a-f]{64}")


def checked_hash(file: Path, memory: Memory) -> str:
    """The SHA-256 of a file of weights; InputError where it is none, or damaged.

    What was found whole is remembered by its hash.
    """
    try:
        _examine(file)
        digest = file_hash(file, memory)
        _compare(file, digest)
        known = key(WHOLE, digest)
        if known not in memory.get([known]):
            _check_sums(file)
            memory.put({known: b"1"})
    except (OSError, zipfile.BadZipFile) as error:
        raise explain(error, str(file)) from error
    return digest


def _examine(file: Path) -> None:
    """Refuse what is no archive of torch, new or old."""
    with file.open("rb") as stream:
        head = stream.read(len(_POINTER))
    problem, remedy = "", AGAIN
    if head == _POINTER:
        problem, remedy = "a Git LFS pointer, not the weights", "run: git lfs pull"
    elif not head:
        problem = "the file is empty"
    elif head.lstrip()[:1] == b"<":
        problem = "a web page, not the weights"
    elif head.startswith(_ZIP) and not zipfile.is_zipfile(file):
        problem = "the file is cut short or damaged"
    if problem:
        raise InputError(problem, path=str(file), remedy=remedy)


def _compare(file: Path, digest: str) -> None:
    """Refuse a file that is no longer what was downloaded.

    In the hub's cache a large file is a link to one that is named by its SHA-256.
    """
    name = file.resolve().name
    if file.is_symlink() and _SHA256.fullmatch(name) and name != digest:
        problem = "damaged since it was downloaded"
        raise InputError(problem, path=str(file), remedy=f"remove it and {AGAIN}")


def _check_sums(file: Path) -> None:
    """Refuse an archive with a record that does not fit its checksum."""
    if not zipfile.is_zipfile(file):
        return
    with zipfile.ZipFile(file) as archive:
        records = [record for record in archive.infolist() if record.file_size]
        damaged = list(_damaged(archive, records))
    # torch can be told to leave the sums out; then none of them fits.
    if damaged and len(damaged) < len(records):
        raise InputError(
            f"the file is damaged (the record {damaged[0]} does not fit its checksum)",
            path=str(file),
            remedy=AGAIN,
        )


def _damaged(archive: zipfile.ZipFile, records: list[zipfile.ZipInfo]) -> Iterator[str]:
    for record in records:
        try:
            with archive.open(record) as stream:
                while stream.read(PIECE):
                    pass
        except zipfile.BadZipFile:
            yield record.filename
