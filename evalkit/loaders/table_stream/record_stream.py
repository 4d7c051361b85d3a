"""A table's records one after the other: CSV, TSV, JSON lines, Parquet, also under gzip.

A record that cannot be read is a `Broken` one in its place, so that those
behind it keep their numbers. What makes all that follows doubtful (a quote
that never closes) is an InputError.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any, TypeAlias

from evalkit.document import InputError
from evalkit.loaders.content import quoted
from evalkit.loaders.delimited import DELIMITERS, REMEDY, SEPARATOR_LINE, rows_of_tsv
from evalkit.loaders.values import kind, texts

LONGEST_CELL = 1_000_000
"""Characters; a cell beyond is a quote that was never closed."""
SAMPLE = 1 << 20
"""Characters that tell whether a TSV file quotes its cells."""
SEARCHED = 100
"""JSON lines, one of which must be whole: it tells the names of the columns."""
BATCH = 1000
"""Records of a Parquet file that are read at once."""
UTF_16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its cells by column, None where a cell is empty.

    `place` says where it stands, `names` are all its columns in order. `lists` are the
    columns that hold several texts, whose cell is the first of them; `other` says what
    stands, in words, in those that hold no text.
    """

    cells: Mapping[str, str | None]
    place: str = ""
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    other: Mapping[str, str] = field(default_factory=dict)
    names: tuple[str, ...] = ()


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
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise InputError(
            f"its gzip is damaged ({error})", path=str(path), remedy="compress it again"
        ) from None


def _format(path: Path) -> str:
    return Path(path.name.lower().removesuffix(".gz")).suffix.removeprefix(".")


@contextmanager
def _text(path: Path) -> Iterator[IO[str]]:
    zipped = path.name.lower().endswith(".gz")
    with gzip.open(path, "rb") if zipped else path.open("rb") as stream:
        if stream.peek(2)[:2] in UTF_16:
            raise InputError("it is UTF-16", path=str(path), remedy="convert it to UTF-8")
        # Bytes that are no UTF-8 come as lone surrogates, and are told of line by line.
        yield io.TextIOWrapper(stream, "utf-8-sig", "surrogateescape", newline="")


def _csv(lines: IO[str], path: str) -> tuple[tuple[str, ...], Iterator[Entry]]:
    first = lines.readline()
    marked = SEPARATOR_LINE.match(first)
    skipped = 1 if marked else 0
    if marked:
        first = lines.readline()
    header = re.sub(r'"[^"]*"', "", first)
    delimiter = marked[1] if marked else max(DELIMITERS, key=header.count)
    return _delimited(chain([first], lines), delimiter, path, skipped)


def _tsv(lines: IO[str], path: str) -> tuple[tuple[str, ...], Iterator[Entry]]:
    read = lines.read(SAMPLE)
    begun = list(io.StringIO(read + lines.readline(), newline=""))
    sample = "".join(begun if len(read) < SAMPLE else _whole(begun))
    unquoted = [line.split("\t") for line in re.split(r"\r\n|\n|\r", sample) if line]
    if [cells for _, cells in rows_of_tsv(sample, path)] != unquoted:
        return _delimited(chain(begun, lines), "\t", path, 0)
    return _split(chain(begun, lines), path)


def _whole(lines: Sequence[str]) -> Sequence[str]:
    """Without the last lines that may be the beginning of a cell in quotes."""
    quotes = end = 0
    for number, line in enumerate(lines, 1):
        quotes += line.count('"')
        if quotes % 2 == 0:
            end = number
    return lines[:end]


def _delimited(
    lines: Iterable[str], delimiter: str, path: str, skipped: int
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


def _split(lines: Iterable[str], path: str) -> tuple[tuple[str, ...], Iterator[Entry]]:
    numbered = ((n, line.rstrip("\r\n")) for n, line in enumerate(lines, 1))
    return _table(((n, line.split("\t")) for n, line in numbered if line), path)


def _table(
    rows: Iterator[tuple[int, list[str]]], path: str
) -> tuple[tuple[str, ...], Iterator[Entry]]:
    number, header = next(rows, (1, []))
    names = tuple(name.strip() for name in header)
    _demand_named(names, path, f"line {number}")

    def entries() -> Iterator[Entry]:
        for line, cells in rows:
            place = f"line {line}"
            if len(cells) != len(names):
                wrong = f"it has {len(cells)} columns where the header has {len(names)}"
                yield Broken(place, wrong)
            else:
                yield _checked(dict(zip(names, cells, strict=True)), place)

    return names, entries()


def _demand_named(names: Sequence[str], path: str, place: str = "") -> None:
    twice = next((name for name in names if name and names.count(name) > 1), None)
    wrong = next((f"{quoted(name)} {wrong}" for name in names if (wrong := _wrong(name))), "")
    problem, remedy = "", "name every column once"
    if not any(names):
        problem = "there is no header in it"
    elif twice is not None:
        problem = f"two columns are called {quoted(twice)}"
    elif wrong:
        problem, remedy = f"the column {wrong}", "convert it to UTF-8"
    if problem:
        raise InputError(problem, path=path, place=place, remedy=remedy)


def _jsonl(lines: IO[str], path: str) -> tuple[tuple[str, ...], Iterator[Entry]]:
    def entries() -> Iterator[Entry]:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield _object(line, f"line {number}")

    found = entries()
    begun: list[Entry] = []
    for entry in islice(found, SEARCHED):
        begun.append(entry)
        if isinstance(entry, Record):
            names = entry.names
            _demand_named(names, path)
            return names, chain(begun, found)
    for entry in begun:
        if isinstance(entry, Broken):
            raise InputError(
                entry.reason,
                path=path,
                place=entry.place,
                remedy='write one like {"target": "…"} a line',
            )
    raise InputError("there is no record in it", path=path, remedy="write one object a line")


def _object(line: str, place: str) -> Entry:
    try:
        value = json.loads(line.rstrip("\r\n"))
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
    except (pa.ArrowException, OSError) as error:
        raise InputError(
            f"it is no Parquet file ({error})", path=path, remedy="write it again"
        ) from None
    names = tuple(file.schema_arrow.names)
    _demand_named(names, path)

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

    return names, entries()


def _checked(cells: Mapping[str, object], place: str) -> Entry:
    """The record, where every text in it is whole."""
    kept: dict[str, str | None] = {}
    lists: dict[str, tuple[str, ...]] = {}
    other: dict[str, str] = {}
    for name, value in cells.items():
        found = texts(value) or ((value,) if isinstance(value, str) else ())
        if wrong := next((wrong for text in found if (wrong := _wrong(text))), ""):
            return Broken(place, f"{quoted(name)} {wrong}")
        if not found and (what := kind(value)):
            other[name] = what
            continue
        kept[name] = found[0] if found else None
        if len(found) > 1:
            lists[name] = found
    return Record(kept, place, lists, other, tuple(cells))


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
