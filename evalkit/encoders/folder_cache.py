"""A folder that is made once, whole or not at all, and looked at before each use."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from evalkit.document import InputError

MANIFEST = "manifest.json"
UNFINISHED = ".making-"
SMALL = 1 << 24
"""Files up to this size (bytes) are hashed at every use, the others only measured."""
CHUNK = 1 << 20


def sha256(path: Path) -> str:
    """The SHA-256 of a file's bytes, hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def damage(folder: Path, *, thorough: bool = False) -> str:
    """What is wrong with a folder that `keep` made, in a few words; empty if nothing is.

    Sizes, and the contents of small files, are compared with the manifest;
    `thorough` reads the large ones as well.
    """
    try:
        known = json.loads((folder / MANIFEST).read_bytes())
        for name, (size, digest) in known.items():
            path = folder / name
            if not path.is_file():
                return f"{name} is missing"
            if path.stat().st_size != size:
                return f"{name} has {path.stat().st_size} bytes instead of {size}"
            if (thorough or size <= SMALL) and sha256(path) != digest:
                return f"{name} is not what was written"
    except FileNotFoundError:
        return "it is not there"
    except (OSError, ValueError, TypeError, AttributeError) as error:
        return f"it cannot be read ({' '.join(str(error).split())})"
    return ""


def keep(home: Path, make: Callable[[Path], None], *, what: str, size: int) -> None:
    """See to it that the folder `home` is there and whole, with what `make` writes.

    `make` is given an empty directory beside it, which becomes `home` by one
    rename when all is written: whoever is killed in between leaves nothing that
    could be taken for whole, and the next one removes it. Several processes may
    ask at once: one makes it, the others wait. `what` and `size` (bytes) are for
    the InputError of a disk that is full or may not be written to.
    """
    if not damage(home):
        return
    try:
        home.parent.mkdir(parents=True, exist_ok=True)
        with _alone(home.parent / ".lock"):
            # Whoever made these held the lock, so they are dead.
            for left in home.parent.glob(f"{UNFINISHED}*"):
                shutil.rmtree(left, ignore_errors=True)
            if damage(home):
                _make(home, make, size)
    except OSError as error:
        raise _no_room(error, home, what, size) from None


def _make(home: Path, make: Callable[[Path], None], size: int) -> None:
    if shutil.disk_usage(home.parent).free < size:
        raise OSError("the disk is full")
    made = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=home.parent))
    try:
        make(made)
        manifest = {p.name: (p.stat().st_size, sha256(p)) for p in sorted(made.iterdir())}
        (made / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
        for path in made.iterdir():
            # A disk may take what it cannot hold and say so only here.
            with path.open("rb+") as stream:
                os.fsync(stream.fileno())
        if home.exists():
            home.rename(Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=home.parent)) / "damaged")
        made.rename(home)
    finally:
        for left in home.parent.glob(f"{UNFINISHED}*"):
            shutil.rmtree(left, ignore_errors=True)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """One process at a time; a killed one lets go of the lock.

    Where the file system has no locks two may do the work twice, which the
    rename makes harmless.
    """
    from filelock import FileLock

    lock = FileLock(path)
    try:
        lock.acquire()
    except NotImplementedError:
        yield
        return
    try:
        yield
    finally:
        lock.release()


def _no_room(error: OSError, home: Path, what: str, size: int) -> InputError:
    reason = error.strerror or str(error)
    existing = next((p for p in (home.parent, *home.parents) if p.exists()), Path())
    free = shutil.disk_usage(existing).free
    return InputError(
        f"{what} cannot be unpacked here: {reason} "
        f"(it takes {size // 10**6} MB, {free // 10**6} MB are free)",
        path=str(home.parent),
        remedy="make room, or set EVALKIT_CACHE to another directory",
    )
