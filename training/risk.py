"""Fits the models behind `omission_risk` and `addition_risk`, and writes them.

    python -m training.risk [--fold0 FILE --fold1 FILE] [-o FILE]

Positive and negative rows are sound translations (NTREX's tuning documents in four
languages, as paragraphs of one to five sentences) as they are and damaged, and
machine translations in which people marked omissions and additions (tuning documents
of `esa_wmt24`, `indicmt_eval`, `mqm_zhen`, `challenge`). The rows' words are aligned
by networks that did not see the document (`training.counterparts --fold`). Every set
of data has an intercept of its own in the fit, for people mark at different rates; the
one that ships is set for NTREX's damage in one row of twenty.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import evalkit
from benchmarks.data import held_out, ntrex, tuning
from evalkit.alignment.rows import Article, Version
from evalkit.checks.risk.rows import Row, rows
from evalkit.checks.risk.testimony import WITNESSED
from evalkit.checks.risk.traits import TEXT, WORDS
from evalkit.directories import cache_directory
from evalkit.document import Document
from evalkit.evaluation.understanding import with_words
from evalkit.neural.counterparts import Counterparts, loaded
from evalkit.neural.encoder import Encoder
from evalkit.neural.meaning import Meaning
from evalkit.neural.resources import Resources
from evalkit.store import open_memory
from training.counterparts import fold
from training.damaged import ADDING, BOTH, OMITTING, damaged
from training.judged import Judged, judged

SHIPPED = Path(evalkit.__file__).parent / "checks" / "data" / "risk.toml"
LANGUAGES = ("bn", "pa", "hi", "de")
PREVALENCE = 0.05
RIDGE = 5.0
EDGES = (0.0, -0.5, -1.0, -1.5, -2.0, -2.5, -3.0, -3.5, -4.0, -5.0, -6.0)
"""Standard deviations under the expected length at which the share of sound rows is told."""


@dataclass(frozen=True, slots=True)
class Example:
    """One row: the set it is of, its document, what is wrong with it, and its traits."""

    collection: str
    document: str
    kind: str
    omits: bool
    adds: bool
    traits: Mapping[str, float]
    witness: Mapping[str, float] | None
    z: float
    size: int = 0


class Reader:
    """Fills in the words of versions, by the network that did not see the document."""

    def __init__(self, networks: Sequence[Counterparts | None]) -> None:
        memory = open_memory()
        self._meanings = [Meaning(Encoder(Resources()), memory, network) for network in networks]

    def __call__(self, versions: Sequence[Version], document: str) -> tuple[Version, ...]:
        meaning = self._meanings[fold(document) % len(self._meanings)]
        return with_words(Article("", Document((), "en"), tuple(versions)), meaning).versions


def synthetic(
    language: str, keep: Callable[[str], bool], read: Reader, witness: str
) -> Iterator[Example]:
    """Rows of NTREX, sound and damaged; the sound version in `witness` testifies."""
    others = {document.name: document for document in ntrex(witness, keep)}
    for document in ntrex(language, keep):
        for copy in damaged(document):
            other = copy.beside(others[document.name]) if document.name in others else None
            for version, whole in ((copy.sound, True), (copy.version, False)):
                if whole and copy.first is False:
                    continue
                found, *heard = read([version, *([other] if other else [])], document.name)
                for pair, row in zip(found.pairs, rows(found, heard), strict=True):
                    kind = "" if whole else copy.kinds.get(pair.row, "")
                    if row and (whole or kind):
                        yield _example(f"ntrex {language}", document.name, kind, row, copy.size)


def _example(collection: str, document: str, kind: str, row: Row, size: int) -> Example:
    return Example(
        collection,
        document,
        kind,
        kind in OMITTING or kind in BOTH,
        kind in ADDING or kind in BOTH,
        {**row.text, **(row.words or {})},
        row.witness,
        row.model.z(len(row.pair.source.strip()), len(row.pair.target.strip())),
        size,
    )
