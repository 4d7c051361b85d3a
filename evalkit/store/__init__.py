"""What evalkit remembers between runs: scores, vectors, hashes of files."""

from __future__ import annotations

import atexit
import hashlib
import sys
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Protocol

Note = Callable[[str], None]
"""Takes one line for the user: something was set aside, or cannot be kept."""


class Memory(Protocol):
    """Values by key, kept between runs or not at all."""

    def get(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """The values that are known, by key."""

    def put(self, items: Mapping[bytes, bytes]) -> None:
        """Keep values; when this returns they survive a kill."""


class Forgetful:
    """A memory that keeps nothing (``--no-cache``)."""

    def get(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:  # noqa: ARG002
        return {}

    def put(self, items: Mapping[bytes, bytes]) -> None:
        pass


class Key(bytes):
    """A key that still knows its signature: ``evalkit cache info`` counts by it."""

    signature: str = ""


def key(signature: str, *parts: str) -> bytes:
    """The key of what `signature` says about these texts: 32 bytes, no two calls alike.

    >>> key("a", "bc") != key("ab", "c")
    True
    """
    digest = hashlib.sha256()
    for part in (signature, *parts):
        coded = part.encode("utf-8", "surrogatepass")
        digest.update(len(coded).to_bytes(8, "big"))
        digest.update(coded)
    made = Key(digest.digest())
    made.signature = signature
    return made


def say(line: str) -> None:
    """A line to standard error."""
    print(f"evalkit: {line}", file=sys.stderr)


def open_memory(cached: bool = True, note: Note = say) -> Memory:
    """The user's store, or with ``--no-cache`` a memory that forgets.

    Nothing is opened before it is first asked. `note` takes a line when the
    store is damaged or cannot be written; the run then goes on without.
    Raises InputError where EVALKIT_CACHE_SIZE is no size.
    """
    if not cached:
        return Forgetful()
    from evalkit.store.entries import store_path
    from evalkit.store.sizes import limit_from_environment

    return _store(store_path(), limit_from_environment(), note)


@cache
def _store(path: Path, limit: int, note: Note) -> Memory:
    # One for a process: a batch opens the memory for every article, and what
    # it has to say about the disk is said once.
    from evalkit.store.entries import Store

    store = Store(path, limit, note)
    atexit.register(store.close)
    return store
