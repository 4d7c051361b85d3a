"""The measuring data beside the checkout, split as `evalkit.validation.split` says."""

from __future__ import annotations

import csv
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from evalkit.validation.split import everything, held_out, tuning

__all__ = [
    "NTREX_COLUMNS", "SHARED", "Segments", "everything", "held_out", "ntrex", "table", "tuning",
]  # fmt: skip

SHARED = Path(os.environ.get("EVALKIT_SHARED", Path(__file__).resolve().parents[2] / "shared"))
NTREX_COLUMNS = {"en": "eng", "bn": "ben", "pa": "pan", "hi": "hin", "de": "deu"}


@dataclass(frozen=True, slots=True)
class Segments:
    """A document of aligned sentences: `source[i]` faces `target[i]`."""

    name: str
    language: str
    source: tuple[str, ...]
    target: tuple[str, ...]


def table(path: str) -> Iterator[dict[str, str]]:
    """The lines of a table under ../shared/data, or a clear word and exit 0."""
    full = SHARED / "data" / path
    if not full.is_file():
        print(f"skipped: the measuring data {path} is not beside the checkout", file=sys.stderr)
        raise SystemExit(0)
    with full.open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)


def ntrex(language: str, keep: Callable[[str], bool] = held_out) -> list[Segments]:
    """NTREX documents in one language with their English, empty segments left out."""
    column = NTREX_COLUMNS[language]
    documents = []
    for name, group in groupby(table("ntrex/ntrex.tsv"), key=lambda line: line["doc_id"]):
        lines = [line for line in group if line["eng"] and line[column]]
        if lines and keep(name):
            documents.append(
                Segments(
                    name,
                    language,
                    tuple(line["eng"] for line in lines),
                    tuple(line[column] for line in lines),
                )
            )
    return documents
