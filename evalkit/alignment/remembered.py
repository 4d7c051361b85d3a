"""Alignments that an earlier run already found."""

from __future__ import annotations

import json

from evalkit.alignment.align import align
from evalkit.alignment.rows import AlignmentUnit
from evalkit.document import Document
from evalkit.encoders.cached_encoder import CachedEncoder
from evalkit.store import Memory, key
from evalkit.store.code_hash import code_hash


def remembered(
    source: Document, target: Document, meaning: CachedEncoder | None, memory: Memory
) -> tuple[AlignmentUnit, ...]:
    """What `align` gives, from memory where it was asked before."""
    encoder = meaning.signature if meaning else "no encoder"
    code = key(f"rows|{code_hash()}|{encoder}", _seen(source), _seen(target))
    known = memory.get([code])
    if code in known:
        return tuple(
            AlignmentUnit(tuple(ours), tuple(theirs)) for ours, theirs in json.loads(known[code])
        )
    units = align(source, target, meaning)
    memory.put({code: json.dumps([[unit.source, unit.target] for unit in units]).encode()})
    return units


def _seen(document: Document) -> str:
    """All of a document that decides how it is aligned."""
    paragraphs = [(p.text, p.kind, p.level) for p in document.paragraphs]
    return repr((document.language, paragraphs))
