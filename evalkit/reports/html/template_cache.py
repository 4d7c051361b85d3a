"""Templates as an earlier run compiled them: beside the modules' bytecode, else in the store."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from types import CodeType
from typing import Any

from jinja2 import BytecodeCache, __version__
from jinja2.bccache import Bucket

from evalkit.package_data import ROOT, keep, kept
from evalkit.store import Memory, key
from evalkit.store.code_hash import code_hash

OPTIONS: Mapping[str, Any] = {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True}
"""How the templates are read: what they compile to depends on it."""
HOW = f"template of jinja2 {__version__}, {sorted(OPTIONS.items())}"


@dataclass(frozen=True)
class Compiled(BytecodeCache):
    """Jinja's compiled templates; the checksum of its source guards each.

    `memory` is asked where nothing can be kept beside the code, as in an installation that only
    others may write. Two with the same memory are equal.
    """

    memory: Memory

    def get_cache_key(self, name: str, filename: str | None = None) -> str:  # noqa: ARG002
        return name

    def load_bytecode(self, bucket: Bucket) -> None:
        found = kept(ROOT / "reports" / "html" / bucket.key, HOW, bucket.checksum.encode())
        if isinstance(found, CodeType):
            bucket.code = found
            return
        code = _key(bucket)
        known = self.memory.get([code])
        if code in known:
            bucket.bytecode_from_string(known[code])

    def dump_bytecode(self, bucket: Bucket) -> None:
        file = ROOT / "reports" / "html" / bucket.key
        if not keep(file, HOW, bucket.checksum.encode(), bucket.code):
            self.memory.put({_key(bucket): bucket.bytecode_to_string()})


def _key(bucket: Bucket) -> bytes:
    return key(
        f"template|jinja2 {__version__}|{sys.implementation.cache_tag}|{code_hash()}", bucket.key
    )
