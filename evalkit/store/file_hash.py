"""The hash of a large file, computed once and not in every run."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

from evalkit.document import InputError
from evalkit.store import Memory, key

SIGNATURE = "file|sha256"
SETTLED = 2.0
"""Seconds. A file changed later than that may change again within one tick of its time stamp."""
PIECE = 1 << 20


def file_hash(path: str | Path, memory: Memory) -> str:
    """SHA-256 of a file's content, 64 hexadecimal digits.

    What `memory` knows of the same path with the same size, time stamps and
    inode is believed; of a file changed in the last two seconds, or while it
    was read, nothing is remembered. Raises InputError where it cannot be read.

    >>> import tempfile
    >>> from evalkit.store import NoMemory
    >>> with tempfile.NamedTemporaryFile() as stream:
    ...     file_hash(stream.name, NoMemory())[:16]
    'e3b0c44298fc1c14'
    """
    place = Path(path).absolute()
    try:
        before = _identity(place)
        code = key(SIGNATURE, str(place), *map(str, before))
        kept = memory.get([code]).get(code)
        if kept is not None:
            return kept.decode("ascii")
        found = _content(place)
        if _identity(place) == before and _settled(place):
            memory.put({code: found.encode("ascii")})
    except OSError as error:
        raise InputError(
            f"cannot be read ({error.strerror})", path=str(path), remedy="name a file that can be"
        ) from None
    return found


def _identity(path: Path) -> tuple[int, ...]:
    # The change time too: tools that copy keep the modification time.
    stat = path.stat()
    return stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino, stat.st_dev


def _settled(path: Path) -> bool:
    stat = path.stat()
    changed = max(stat.st_mtime, 0.0 if os.name == "nt" else stat.st_ctime)
    return time.time() - changed > SETTLED


def _content(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while piece := stream.read(PIECE):
            digest.update(piece)
    return digest.hexdigest()
