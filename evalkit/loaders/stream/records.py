"""A table's records one after the other: CSV, TSV, JSON lines, Parquet, also under gzip.

A record that cannot be read is a `Broken` one in its place, so that those
behind it keep their numbers. What makes all that follows doubtful (a quote
that never closes) is an InputError.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, TypeAlias

from evalkit.document import InputError
from evalkit.loaders.content import quoted
from evalkit.loaders.delimited import DELIMITERS, REMEDY, SEPARATOR_LINE, rows_of_tsv

LONGEST_CELL = 1_000_000
"""Characters; a cell beyond is a quote that was never closed."""
SAMPLE = 1 << 20
"""Characters that tell whether a TSV file quotes its cells."""
BATCH = 1000
"""Records of a Parquet file that are read at once."""
UTF_16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its cells by column, None where a cell is empty or not there."""

    cells: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Broken:
    """A record that cannot be read: where it stands and why, in words."""

    place: str
    reason: str


Entry: TypeAlias = "Record | Broken"


@dataclass(frozen=True, slots=True)
class Stream:
    """A table being read: its column names, and its records to iterate over once."""

    path: str
    format: str
    names: tuple[str, ...]
    entries: Iterator[Entry]


def is_table(path: Path) -> bool:
    """Whether a file's name is that of a table: records.csv, part-3.parquet, log.jsonl.gz."""
    return _format(path) in SUFFIXES


@contextmanager
def opened(path: Path) -> Iterator[Stream]:
    """The table in a file; InputError where there is none, or its header is none."""
    form = _format(path)
    if form not in SUFFIXES:
        raise InputError(
            f"{path.suffix or 'its name'} is no format of tables that are read record by record",
            path=str(path),
            remedy=f"give {', '.join(SUFFIXES)}, also under gzip",
        )
    try:
        if form == "parquet":
            with path.open("rb") as stream:
                names, entries = _parquet(stream, str(path))
                yield Stream(str(path), form, names, entries)
            return
        with _text(path) as lines:
            names, entries = SUFFIXES[form](lines, str(path))
            yield Stream(str(path), form, names, entries)
    except FileNotFoundError:
        raise InputError("there is no such file", path=str(path), remedy="check the path") from None
    except (gzip.BadGzipFile, EOFError) as error:
        raise InputError(
            f"its gzip is damaged ({error})", path=str(path), remedy="compress it again"
        ) from None


def _format(path: Path) -> str:
    name = path.name.lower()
    return name.removesuffix(".gz").rpartition(".")[2]


@contextmanager
def _text(path: Path) -> Iterator[IO[str]]:
    # Bytes that are no UTF-8 come as lone surrogates, and are told of line by line.
    with path.open("rb") as stream:
        if stream.read(2) in UTF_16:
            raise InputError("it is UTF-16", path=str(path), remedy="convert it to UTF-8")
    how: dict[str, Any] = {"encoding": "utf-8-sig", "errors": "surrogateescape", "newline": ""}
    if path.name.lower().endswith(".gz"):
        with gzip.open(path, "rt", **how) as lines:
            yield lines
        return
    with path.open("r", **how) as lines:
        yield lines


def _csv(lines: IO[str], path: str) -> tuple[tuple[str, ...], Iterator[Entry]]:
    first = lines.readline()
    marked = SEPARATOR_LINE.match(first)
    skipped = 1 if marked else 0
    if marked:
        first = lines.readline()
    header = re.sub(r'"[^"]*"', "", first)
    delimiter = marked[1] if marked else max(DELIMITERS, key=header.count)
    return _delimited(_with(first, lines), delimiter, path, skipped)


def _tsv(lines: IO[str], path: str) -> tuple[tuple[str, ...], Iterator[Entry]]:
    sample = lines.read(SAMPLE)
    whole = sample[: sample.rfind("\n") + 1] if len(sample) == SAMPLE else sample
    unquoted = [line.split("\t") for line in re.split(r"\r\n|\n|\r", whole) if line]
    if [cells for _, cells in rows_of_tsv(whole, path)] != unquoted:
        return _delimited(_with(sample, lines), "\t", path, 0)
    return _split(_with(sample, lines), path)


def _with(begun: str, rest: IO[str]) -> Iterator[str]:
    """The lines of a stream of which the beginning was read already."""
    *whole, last = begun.splitlines(keepends=True) or [""]
    yield from whole
    yield last if last.endswith(("\n", "\r")) else last + rest.readline()
    yield from rest


def _delimited(
    lines: Iterator[str], delimiter: str, path: str, skipped: int
) -> tuple[tuple[str, ...], Iterator[Entry]]:
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)

    def rows() -> Iterator[tuple[int, list[str]]]:
        line = 1 + skipped
        try:
            for cells in reader:
                if cells:
                    yield line, cells
                line = reader.line_num + 1 + skipped
        except csv.Error as error:
            raise InputError(
                f"its quotes do not match ({error})",
                path=path,
                place=f"line {line}",
                remedy=REMEDY,
            ) from None

    return _table(rows(), path)


def _split(lines: Iterator[str], path: str) -> tuple[tuple[str, ...], Iterator[Entry]]:
    numbered = ((n, line.rstrip("\r\n")) for n, line in enumerate(lines, 1))
    return _table(((n, line.split("\t")) for n, line in numbered if line), path)


def _table(
    rows: Iterator[tuple[int, list[str]]], path: str
) -> tuple[tuple[str, ...], Iterator[Entry]]:
    number, header = next(rows, (1, []))
    names = tuple(name.strip() for name in header)
    twice = next((name for name in names if name and names.count(name) > 1), None)
    problem = ""
    if not any(names):
        problem = "there is no header in it"
    elif twice is not None:
        problem = f"two columns are called {quoted(twice)}"
    if problem:
        raise InputError(
            problem, path=path, place=f"line {number}", remedy="name every column once"
        )

    def entries() -> Iterator[Entry]:
        for line, cells in rows:
            place = f"line {line}"
            if len(cells) != len(names):
                wrong = f"it has {len(cells)} columns where the header has {len(names)}"
                yield Broken(place, wrong)
            else:
                yield _checked(dict(zip(names, cells, strict=True)), place)

    return names, entries()


def _jsonl(lines: IO[str], path: str) -> tuple[tuple[str, ...], Iterator[Entry]]:
    def entries() -> Iterator[Entry]:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield _object(line, f"line {number}")

    found = entries()
    head = next(found, None)
    if isinstance(head, Broken):
        raise InputError(
            head.reason, path=path, place=head.place, remedy='write one like {"target": "…"} a line'
        )
    if head is None:
        raise InputError("there is no record in it", path=path, remedy="write one object a line")

    def all_of_them() -> Iterator[Entry]:
        yield head
        yield from found

    return tuple(head.cells), all_of_them()


def _object(line: str, place: str) -> Entry:
    try:
        value = json.loads(line)
    except json.JSONDecodeError as error:
        return Broken(place, f"broken JSON ({error.msg}, column {error.colno})")
    except (RecursionError, ValueError) as error:
        return Broken(place, f"broken JSON ({error})")
    if not isinstance(value, dict):
        return Broken(place, "this line is no JSON object")
    return _checked(value, place)


def _parquet(stream: IO[bytes], path: str) -> tuple[tuple[str, ...], Iterator[Entry]]:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise InputError(
            "Parquet needs pyarrow, which is not installed",
            path=path,
            remedy="pip install 'evalkit[parquet]', or give CSV or JSON lines",
        ) from None
    try:
        file = pq.ParquetFile(stream)
    except (pa.ArrowInvalid, OSError) as error:
        raise InputError(
            f"it is no Parquet file ({error})", path=path, remedy="write it again"
        ) from None

    def entries() -> Iterator[Entry]:
        number = 0
        try:
            for batch in file.iter_batches(batch_size=BATCH):
                for cells in batch.to_pylist():
                    number += 1
                    yield _checked(cells, f"record {number}")
        except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
            raise InputError(
                f"it is damaged ({error})",
                path=path,
                place=f"behind record {number}",
                remedy="write it again",
            ) from None

    return tuple(file.schema_arrow.names), entries()


def _checked(cells: Mapping[str, object], place: str) -> Entry:
    """The record, where every text in it is whole. What is neither text nor empty is no text."""
    kept: dict[str, str | None] = {}
    for name, value in cells.items():
        if isinstance(value, str):
            wrong = _wrong(value)
            if wrong:
                return Broken(place, f"{quoted(name)} {wrong}")
            kept[name] = value
        elif value is None:
            kept[name] = None
    return Record(kept)


def _wrong(text: str) -> str:
    if "\0" in text:
        return "holds a NUL"
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        code = ord(text[error.start])
        if 0xDC80 <= code <= 0xDCFF:
            return f"holds the byte 0x{code - 0xDC00:02X}, which is not UTF-8"
        return "holds half of a surrogate pair"
    return ""


SUFFIXES: Mapping[str, Callable[[Any, str], tuple[tuple[str, ...], Iterator[Entry]]]] = {
    "csv": _csv,
    "tsv": _tsv,
    "jsonl": _jsonl,
    "parquet": _parquet,
}
"""What reads each format, by the suffix of its name."""
