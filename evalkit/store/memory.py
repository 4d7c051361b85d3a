"""Values by key that are kept between runs, and what a key is made of."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Iterable, Mapping
from typing import Protocol

Note = Callable[[str], None]
"""Takes one line for the user: something was set aside, or cannot be kept."""


class Memory(Protocol):
    """Values by key, kept between runs or not at all."""

    def get(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """The values that are known, by key."""

    def put(self, items: Mapping[bytes, bytes]) -> None:
        """Keep values; when this returns they survive a kill."""


class NoMemory:
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
