"""CSV, TSV and JSON lines: a paragraph a row, the columns named or found by name."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import cast

from evalkit.document import KINDS, InputError, Kind, Paragraph
from evalkit.loaders.columns import choose
from evalkit.loaders.content import Content, Request, facing, quoted
from evalkit.loaders.decoding import decode
from evalkit.loaders.delimited import REMEDY, Row, rows_of_csv, rows_of_tsv
from evalkit.loaders.language_of_name import MOST_CELLS
from evalkit.loaders.markers import paragraph
from evalkit.loaders.plaintext import split_lines
from evalkit.loaders.values import kind
from evalkit.spreadsheets import MEMORY_COLUMNS, unguarded

# The line a record starts on, and what it holds by column.
Record = tuple[int, Mapping[str, object]]


def read_csv(request: Request) -> Content:
    """Rows of a comma-separated file; semicolons or tabs are understood from its header."""
    text, encoding = decode(request.data, request.path)
    records = _records(rows_of_csv(text, request.path), request.path)
    return _content("csv", records, request, encoding)


def read_tsv(request: Request) -> Content:
    """Rows of a tab-separated file, with or without quoted cells."""
    text, encoding = decode(request.data, request.path)
    records = _records(rows_of_tsv(text, request.path), request.path)
    return _content("tsv", records, request, encoding)


def read_jsonl(request: Request) -> Content:
    """A JSON object, or a string, a line."""
    text, encoding = decode(request.data, request.path)
    lines = [(number, line) for number, line in split_lines(text) if line.strip()]
    values = [(number, _value(line, request.path, number)) for number, line in lines]
    if all(isinstance(value, str) for _, value in values):
        texts = (paragraph(str(value), f"line {number}") for number, value in values)
        kept = tuple(p for p in texts if p.text.strip())
        return Content("jsonl", kept, notes=("a string a line", f"encoding {encoding}"))
    records: list[Record] = []
    for number, value in values:
        if not isinstance(value, dict):
            raise InputError(
                "this line is no JSON object",
                path=request.path,
                place=f"line {number}",
                remedy='write one like {"target": "…"} a line',
            )
        records.append((number, value))
    return _content("jsonl", records, request, encoding)


def _records(rows: Sequence[Row], path: str) -> list[Record]:
    if len(rows) < 2:
        raise InputError(
            "there is no text in it", path=path, remedy="give a header and rows under it"
        )
    (_, header), *body = rows
    names = [name.strip() for name in header]
    twice = next((name for name in names if name and names.count(name) > 1), None)
    if twice is not None:
        raise InputError(
            f"two columns are called {quoted(twice)}",
            path=path,
            place="line 1",
            remedy="rename one",
        )
    for number, cells in body:
        if len(cells) != len(names):
            raise InputError(
                f"it has {len(cells)} columns where the header has {len(names)}",
                path=path,
                place=f"line {number}",
                remedy=REMEDY,
            )
    if tuple(names) == MEMORY_COLUMNS:
        body = [(number, [unguarded(cell) for cell in cells]) for number, cells in body]
    return [(number, dict(zip(names, cells, strict=True))) for number, cells in body]


def _value(line: str, path: str, number: int) -> object:
    try:
        value: object = json.loads(line)
    except json.JSONDecodeError as error:
        problem = f"broken JSON ({error.msg}, column {error.colno})"
    except RecursionError:
        problem = "JSON nested too deeply"
    except ValueError as error:  # a number of thousands of digits
        problem = f"broken JSON ({error})"
    else:
        return value
    raise InputError(problem, path=path, place=f"line {number}", remedy="write one object a line")


def _content(format_: str, records: Sequence[Record], request: Request, encoding: str) -> Content:
    names = list(dict.fromkeys(name for _, cells in records for name in cells))

    def cells(name: str) -> Sequence[str]:
        found = (cells.get(name) for _, cells in records[:MOST_CELLS])
        return [cell for cell in found if isinstance(cell, str)]

    choice = choose(names, request, cells)
    notes = (*choice.notes, f"encoding {encoding}")
    targets = [_paragraph(record, choice.target, request.path) for record in records]
    if choice.source is None:
        kept = tuple(p for p in targets if p.text.strip())
        return Content(format_, kept, choice.target_language, notes)
    sources = [_paragraph(record, choice.source, request.path) for record in records]
    return facing(
        format_,
        list(zip(sources, targets, strict=True)),
        source=choice.source_language,
        target=choice.target_language,
        notes=notes,
    )


def _paragraph(record: Record, column: str, path: str) -> Paragraph:
    """A cell's text, with the kind that a column of this name gives it, or its marker."""
    number, cells = record
    place = f"line {number}"
    text = cells.get(column, ...)
    if text is ...:
        raise InputError(
            f"there is no {quoted(column)}",
            path=path,
            place=place,
            remedy="give every line the same names",
        )
    if what := kind(text):
        raise InputError(
            f"{quoted(column)} is no text but {what}",
            path=path,
            place=place,
            remedy="write a text, in quotes",
        )
    text = text if isinstance(text, str) else ""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise InputError(
            f"{quoted(column)} holds half of a surrogate pair at character {error.start + 1}",
            path=path,
            place=place,
            remedy="write the character whole",
        ) from None
    given = cells.get("kind")
    if isinstance(given, str) and given in KINDS:
        return Paragraph(text, cast("Kind", given), 0, place)
    return paragraph(text, place)
