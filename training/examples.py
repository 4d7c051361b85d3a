"""Rows with their traits and what is wrong with them: what the risk models are fitted on."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from evalkit.alignment.rows import Article, Version
from evalkit.checks.evidence.length_model import size
from evalkit.checks.loss.risk import row_features
from evalkit.checks.loss.risk.row_evidence import Row, rows
from evalkit.directories import cache_directory
from evalkit.document import Document
from evalkit.encoders.cached_encoder import CachedEncoder
from evalkit.encoders.counterpart_network import Counterparts
from evalkit.encoders.encoder import Encoder
from evalkit.encoders.resources import Resources
from evalkit.evaluation.encoder_choice import with_words
from evalkit.store import open_memory
from lab.damage import rebuilt
from lab.data import ntrex
from lab.judged_versions import ADDS, OMITS, judged, name
from lab.versions import as_version
from training.counterparts import fold
from training.damaged import ADDING, BOTH, OMITTING, Damaged, damaged

LANGUAGES = ("bn", "pa", "hi", "de")
OTHER_LANGUAGE = {"bn": "pa", "pa": "bn", "hi": "bn", "de": "hi"}
"""The language whose sound translation of the same document is the cross-version evidence."""
TRAITS = ("row_evidence.py", "other_versions.py", "row_features.py")
READ_BY = ("training/damaged.py", "training/examples.py", "lab/judged_versions.py")
"""The modules of the risks, and those here, that decide what the examples are."""


@dataclass(frozen=True, slots=True)
class Example:
    """One row: the set it is of, its document, what was done to it, what is wrong, its traits.

    `paragraph` counts its sentences where it was rebuilt from some; `z` is its length.
    """

    collection: str
    document: str
    kind: str
    omits: bool
    adds: bool
    traits: Mapping[str, float]
    cross_version: Mapping[str, float] | None
    z: float
    paragraph: int = 0


class Reader:
    """Fills in the words of versions, by the network that did not see the document."""

    def __init__(self, networks: Sequence[Counterparts | None]) -> None:
        memory = open_memory()
        self._meanings = [
            CachedEncoder(Encoder(Resources()), memory, network) for network in networks
        ]
        self.digest = " ".join(network.digest if network else "" for network in networks)

    def __call__(self, versions: Sequence[Version], document: str) -> tuple[Version, ...]:
        meaning = self._meanings[fold(document) % len(self._meanings)]
        return with_words(Article("", Document((), "en"), tuple(versions)), meaning).versions


def synthetic(language: str, keep: Callable[[str], bool], read: Reader) -> Iterator[Example]:
    """Rows of NTREX, sound and damaged; the sound translation into `OTHER_LANGUAGE` testifies."""
    others = {document.name: document for document in ntrex(OTHER_LANGUAGE[language], keep)}
    for document in ntrex(language, keep):
        other = others.get(document.name)
        if other is None or other.source != document.source:
            other = None
        told: set[int] = set()
        for copy in damaged(document):
            beside = [as_version(rebuilt(other, copy.size))] if other else []
            sound = [] if copy.size in told else [(copy.sound, dict.fromkeys(_numbers(copy), ""))]
            told.add(copy.size)
            for version, kinds in [*sound, (copy.version, copy.kinds)]:
                found, *_ = read([version, *beside], document.name)
                for pair, row in zip(found.pairs, rows(found), strict=True):
                    if row and pair.row in kinds:
                        kind = kinds[pair.row]
                        yield Example(
                            f"ntrex {language}",
                            document.name,
                            kind,
                            kind in OMITTING or kind in BOTH,
                            kind in ADDING or kind in BOTH,
                            {**row.text, **(row.words or {})},
                            row.cross_version,
                            _z(row),
                            copy.size,
                        )


def _numbers(copy: Damaged) -> list[int]:
    return [pair.row for pair in copy.sound.pairs]


def human(path: str, keep: Callable[[str], bool], read: Reader) -> Iterator[Example]:
    """Rows of machine translations with what people marked in them."""
    for found in judged(path, keep):
        (version,) = read([found.version], found.document)
        for segment, row in zip(found.segments, rows(version), strict=True):
            if row:
                yield Example(
                    found.collection,
                    name(segment),
                    "",
                    any(segment.labels.get(label, False) for label in OMITS),
                    any(segment.labels.get(label, False) for label in ADDS),
                    {**row.text, **(row.words or {})},
                    None,
                    _z(row),
                )


def _z(row: Row) -> float:
    return row.model.z(size(row.pair.source), size(row.pair.target))


def gather(keep: Callable[[str], bool], read: Reader, parts: Sequence[str]) -> list[Example]:
    """The examples of every part (a language of NTREX or a set's file), kept once read."""
    found: list[Example] = []
    code = hashlib.sha256()
    top, package = Path(__file__).parents[1], Path(row_features.__file__).parent
    for path in (*(package / module for module in TRAITS), *(top / module for module in READ_BY)):
        code.update(path.read_bytes())
    for part in parts:
        mark = f"{read.digest}|{keep.__name__}|{part}|{code.hexdigest()}"
        path = cache_directory() / "training" / f"{hashlib.sha256(mark.encode()).hexdigest()[:16]}"
        if not path.is_file():
            made = synthetic(part, keep, read) if part in LANGUAGES else human(part, keep, read)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(pickle.dumps(list(made)))
        found += pickle.loads(path.read_bytes())
        print(f"{part}: {len(found)} rows so far", flush=True)
    return found
