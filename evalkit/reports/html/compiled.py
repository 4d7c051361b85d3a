"""Templates as an earlier run compiled them."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from jinja2 import BytecodeCache, __version__
from jinja2.bccache import Bucket

from evalkit.store import Memory, key
from evalkit.store.code import code_hash


@dataclass(frozen=True)
class Compiled(BytecodeCache):
    """Jinja's compiled templates, kept in evalkit's store; its checksum guards the source.

    Two that keep them in one memory are equal.
    """

    memory: Memory

    def load_bytecode(self, bucket: Bucket) -> None:
        code = _key(bucket)
        known = self.memory.get([code])
        if code in known:
            bucket.bytecode_from_string(known[code])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.memory.put({_key(bucket): bucket.bytecode_to_string()})


def _key(bucket: Bucket) -> bytes:
    return key(
        f"template|jinja2 {__version__}|{sys.implementation.cache_tag}|{code_hash()}", bucket.key
    )
