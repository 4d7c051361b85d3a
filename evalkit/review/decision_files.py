"""Decision files, JSON and CSV: what the report exports, read and written."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, astuple, dataclass, fields, replace
from pathlib import PurePath
from typing import Any

from evalkit._version import __version__
from evalkit.document import InputError
from evalkit.loaders.decoding import decode
from evalkit.loaders.delimited import rows_of_csv
from evalkit.loaders.raw_bytes import read_bytes
from evalkit.result.records import DecisionRecord
from evalkit.review.resolving import DECISIONS, is_time
from evalkit.spreadsheets import Table, guarded, to_csv, unguarded

FORMAT = "evalkit-decisions"
FORMAT_VERSION = 1
COLUMNS = tuple(field.name for field in fields(DecisionRecord))
SUFFIXES = (".json", ".csv")
LARGEST = 50_000_000
"""Bytes that a decision file may have."""
REMEDY = "give the decisions that report.html exports, as JSON or CSV"


@dataclass(frozen=True, slots=True)
class Decisions:
    """What a decision file holds.

    `reviewer` is whose file it is, "" where it is nobody's or several people's;
    `exported` is when it was written (ISO 8601, UTC), `name` the file's name
    without its suffix.
    """

    records: tuple[DecisionRecord, ...]
    reviewer: str = ""
    exported: str = ""
    name: str = ""


def suffix_of(path: str) -> str:
    """``.json`` or ``.csv``; InputError for any other."""
    suffix = PurePath(path).suffix.lower()
    if suffix not in SUFFIXES:
        raise InputError("neither .json nor .csv", path=path or "an empty name", remedy=REMEDY)
    return suffix


def read_decisions(path: str) -> Decisions:
    """The decisions in a file; an entry that names no reviewer is by the file's.

    Raises InputError where the file cannot be read or is none, naming the entry
    or the line.
    """
    suffix = suffix_of(path)
    text, _ = decode(read_bytes(path, LARGEST, remedy=REMEDY), path)
    found = _from_csv(text, path) if suffix == ".csv" else _from_json(text, path)
    return replace(found, name=PurePath(path).stem)


def content(decisions: Decisions, path: str) -> bytes:
    """The file's bytes, JSON or CSV by the suffix of `path`; the same decisions, the same bytes."""
    return _to_csv(decisions) if suffix_of(path) == ".csv" else _to_json(decisions)


def _to_json(decisions: Decisions) -> bytes:
    document = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "evalkit": __version__,
        "reviewer": decisions.reviewer,
        "exported": decisions.exported,
        "decisions": [asdict(record) for record in decisions.records],
    }
    text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    # Of a lone surrogate, which has no UTF-8, this is what JSON writes too.
    return text.encode("utf-8", "backslashreplace")


def _from_json(text: str, path: str) -> Decisions:
    try:
        document = json.loads(text, object_pairs_hook=_once)
    except ValueError as error:
        raise InputError(f"not JSON ({error})", path=path, remedy=REMEDY) from None
    except RecursionError:
        raise InputError("not JSON (nested too deep)", path=path, remedy=REMEDY) from None
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise InputError("no decision file", path=path, remedy=REMEDY)
    version = document.get("format_version")
    if version != FORMAT_VERSION:
        raise InputError(
            f"format version {version!r} is not {FORMAT_VERSION}", path=path, remedy=REMEDY
        )
    entries = document.get("decisions")
    if not isinstance(entries, list):
        raise InputError("it has no list of decisions", path=path, remedy=REMEDY)
    reviewer, exported = (_text(document, key, path, "") for key in ("reviewer", "exported"))
    records = tuple(_record(e, path, f"entry {n}", reviewer) for n, e in enumerate(entries, 1))
    return Decisions(records, reviewer, exported)


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name, value in pairs:
        if name in made:
            raise ValueError(f"the key {name!r} stands twice in one entry")
        made[name] = value
    return made


def _record(entry: object, path: str, place: str, reviewer: str = "") -> DecisionRecord:
    if not isinstance(entry, dict):
        raise InputError("not an object", path=path, place=place, remedy=REMEDY)
    row = entry.get("row", 0)
    if type(row) is not int or row < 0:
        raise InputError(f"row {row!r} is no number", path=path, place=place, remedy=REMEDY)
    texts = {name: _text(entry, name, path, place) for name in COLUMNS if name != "row"}
    if not texts["fingerprint"]:
        raise InputError("no fingerprint", path=path, place=place, remedy=REMEDY)
    if texts["decision"] not in ("", *DECISIONS):
        raise InputError(
            f"the decision {texts['decision']!r} is unknown",
            path=path,
            place=place,
            remedy=f"use {', '.join(DECISIONS)}, or nothing for only a note",
        )
    if texts["time"] and not is_time(texts["time"]):
        raise InputError(
            f"{texts['time']!r} is no time",
            path=path,
            place=place,
            remedy="write it as in 2026-11-25T04:30:00Z, or leave it empty",
        )
    texts["reviewer"] = texts["reviewer"] or reviewer
    return DecisionRecord(row=row, **texts)


def _text(entry: Mapping[str, object], name: str, path: str, place: str) -> str:
    value = entry.get(name, "")
    if not isinstance(value, str):
        raise InputError(f"{name} {value!r} is no text", path=path, place=place, remedy=REMEDY)
    return value


def _to_csv(decisions: Decisions) -> bytes:
    lines = tuple(
        tuple(guarded(cell) if isinstance(cell, str) else cell for cell in astuple(record))
        for record in decisions.records
    )
    return to_csv(Table("decisions", COLUMNS, lines))


def _from_csv(text: str, path: str) -> Decisions:
    (_, header), *lines = rows_of_csv(text, path) or [(1, [""])]
    if "fingerprint" not in header:
        raise InputError("it has no column called fingerprint", path=path, remedy=REMEDY)
    for name in COLUMNS:
        if header.count(name) > 1:
            raise InputError(f"two columns are called {name}", path=path, remedy=REMEDY)
    return Decisions(tuple(_from_line(header, *line, path) for line in lines))


def _from_line(
    header: Sequence[str], number: int, cells: Sequence[str], path: str
) -> DecisionRecord:
    place = f"line {number}"
    if len(cells) > len(header):
        raise InputError(
            f"{len(cells)} cells under {len(header)} columns",
            path=path,
            place=place,
            remedy="quote cells that hold a comma, a quote or a line break",
        )
    entry: dict[str, object] = dict(zip(header, map(unguarded, cells), strict=False))
    row = str(entry.pop("row", ""))
    if row:
        entry["row"] = int(row) if row.isascii() and row.isdigit() and len(row) < 20 else row
    return _record(entry, path, place)
