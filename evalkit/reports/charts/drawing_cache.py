"""Drawings that an earlier run already made from the same numbers."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import metadata

from evalkit.store import Memory, key
from evalkit.store.code_hash import code_hash


def kept(memory: Memory, package: str, what: str, seen: object, make: Callable[[], bytes]) -> bytes:
    """What `make` gives, from memory if it was made before.

    It depends on `seen` (by its repr), on the version of `package` and on
    evalkit's own code, and on nothing else; `what` names it.
    """
    code = key(f"{what}|{package} {_version(package)}|{code_hash()}", repr(seen))
    known = memory.get([code])
    if code in known:
        return known[code]
    made = make()
    memory.put({code: made})
    return made


@cache
def _version(package: str) -> str:
    return metadata.version(package)
