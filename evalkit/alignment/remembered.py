"""Alignments that an earlier run already found."""

from __future__ import annotations

import json

from evalkit.alignment.align import align
from evalkit.alignment.rows import Bead
from evalkit.document import Document
from evalkit.encoders.cached_encoder import Meaning
from evalkit.store import Memory, key
from evalkit.store.code_hash import code_hash


def remembered(
    source: Document, target: Document, meaning: Meaning | None, memory: Memory
) -> tuple[Bead, ...]:
    """What `align` gives, from memory where it was asked before."""
    encoder = meaning.signature if meaning else "no encoder"
    code = key(f"rows|{code_hash()}|{encoder}", _seen(source), _seen(target))
    known = memory.get([code])
    if code in known:
        return tuple(Bead(tuple(ours), tuple(theirs)) for ours, theirs in json.loads(known[code]))
    beads = align(source, target, meaning)
    memory.put({code: json.dumps([[bead.source, bead.target] for bead in beads]).encode()})
    return beads


def _seen(document: Document) -> str:
    """All of a document that decides how it is aligned."""
    paragraphs = [(p.text, p.kind, p.level) for p in document.paragraphs]
    return repr((document.language, paragraphs))
