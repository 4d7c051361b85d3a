"""Delimited text to rows of cells, each with the line it starts on."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager

from evalkit.document import InputError

Row = tuple[int, list[str]]

DELIMITERS = ",;\t"
SEPARATOR_LINE = re.compile(r"sep=([,;\t|])\r?\n", re.IGNORECASE)  # how Excel marks one
REMEDY = "quote cells that hold a delimiter, a quote or a line break"


def rows_of_csv(text: str, path: str) -> list[Row]:
    """Rows of a file whose cells are quoted as RFC 4180 says; blank lines are none.

    The delimiter is the comma, or whichever of semicolon and tab the header has more of.
    """
    marked = SEPARATOR_LINE.match(text)
    if marked:
        return [(n + 1, cells) for n, cells in _quoted(text[marked.end() :], marked[1], path, 1)]
    header = re.sub(r'"[^"]*"', "", text[: _header_end(text)])
    delimiter = max(DELIMITERS, key=header.count)
    return _quoted(text, delimiter, path, 0)


def rows_of_tsv(text: str, path: str) -> list[Row]:
    """Rows of a tab-separated file, which has quoted cells or has not.

    Written without quoting, a quotation mark is text. The file counts as
    quoted where its header is, or where the quotes are of use: around a tab, a
    line break or a quotation mark.
    """
    plain = _plain(text)
    if '"' not in text:
        return plain
    try:
        quoted = _quoted(text, "\t", path, 0)
    except InputError:
        return plain
    needed = any(set(cell) & set('\t\r\n"') for _, cells in quoted for cell in cells)
    header = text[: _header_end(text)].split("\t")
    all_quoted = all(len(name) > 1 and name[0] == name[-1] == '"' for name in header)
    fits = _uneven(quoted) <= _uneven(plain)
    return quoted if (needed or all_quoted) and fits else plain


def _header_end(text: str) -> int:
    found = re.search(r"[\r\n]", text)
    return found.start() if found else len(text)


def _plain(text: str) -> list[Row]:
    lines = re.split(r"\r\n|\n|\r", text)
    return [(number, line.split("\t")) for number, line in enumerate(lines, 1) if line]


def _quoted(text: str, delimiter: str, path: str, skipped: int) -> list[Row]:
    with _room_for(len(text)):
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        rows: list[Row] = []
        line = 1
        try:
            for cells in reader:
                if cells:
                    rows.append((line, cells))
                line = reader.line_num + 1
        except csv.Error as error:
            raise InputError(
                f"its quotes do not match ({error})",
                path=path,
                place=f"line {line + skipped}",
                remedy=REMEDY,
            ) from None
    return rows


def _uneven(rows: list[Row]) -> int:
    """How many rows have more or fewer cells than the header."""
    return sum(len(cells) != len(rows[0][1]) for _, cells in rows)


@contextmanager
def _room_for(length: int) -> Iterator[None]:
    """Let cells be as long as the file; the limit belongs to the whole process."""
    before = csv.field_size_limit(length + 1)
    try:
        yield
    finally:
        csv.field_size_limit(before)
