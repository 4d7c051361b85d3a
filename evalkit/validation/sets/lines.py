"""The lines of a set's table: cells by column, and one clear word where one is malformed."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evalkit.document import InputError
from evalkit.loaders.language_of_name import normalise

# A cell longer than this is no segment; csv's own limit would raise its own error.
LONGEST_CELL = 1_000_000
FLAGS = {"0": False, "1": True}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table, with its place for error messages."""

    path: str
    number: int
    cells: Mapping[str, str]

    def text(self, column: str) -> str:
        """A cell that must not be blank."""
        value = self.cells[column]
        if not value.strip():
            raise self.wrong(f"{column} is blank")
        return value

    def any_text(self, column: str) -> str:
        """A cell as it stands; empty where the table has no such column."""
        return self.cells.get(column, "")

    def number_in(self, column: str) -> float | None:
        """A cell's number, None where it is empty."""
        value = self.any_text(column).strip()
        if not value:
            return None
        try:
            found = float(value)
        except ValueError:
            found = math.nan
        if not math.isfinite(found):
            raise self.wrong(f"{column} is {value!r}, which is no number")
        return found

    def flag(self, column: str) -> bool:
        """A cell that says 0 or 1."""
        value = self.cells[column].strip()
        if value not in FLAGS:
            raise self.wrong(f"{column} is {value!r}, neither 0 nor 1")
        return FLAGS[value]

    def list_in(self, column: str) -> list[Any]:
        """The JSON list in a cell, empty where the cell is."""
        value = self.any_text(column).strip()
        if not value:
            return []
        try:
            found = json.loads(value)
        except ValueError:
            found = None
        if not isinstance(found, list):
            raise self.wrong(f"{column} is no JSON list")
        return found

    def language(self, column: str) -> str:
        """A cell that names one language."""
        return self.tag(self.text(column), column)

    def languages(self, column: str) -> tuple[str, str]:
        """A cell that names a language pair, as en-hi does."""
        source, dash, target = self.text(column).partition("-")
        if not dash:
            raise self.wrong(f"{column} is {source!r}, no language pair as in en-hi")
        return self.tag(source, column), self.tag(target, column)

    def tag(self, value: str, column: str) -> str:
        found = normalise(value)
        if found is None:
            raise self.wrong(f"{column} names no language: {value!r}")
        return found

    def wrong(self, problem: str) -> InputError:
        return InputError(
            problem,
            path=self.path,
            place=f"line {self.number}",
            remedy="correct the line or take it out",
        )


def header(path: Path) -> tuple[str, ...]:
    """The columns that a table's first line names; empty where it is no text."""
    try:
        with path.open("rb") as stream:
            first = stream.readline(LONGEST_CELL).decode("utf-8-sig")
    except UnicodeDecodeError:
        return ()
    except OSError as error:
        raise _unreadable(path, error) from None
    return tuple(first.rstrip("\r\n").split("\t"))


def lines(path: Path) -> Iterator[Line]:
    """Every line below the header: tabs between cells, no quoting, UTF-8.

    Raises InputError where the file cannot be read, or a line has another
    number of cells than the header.
    """
    columns = header(path)
    csv.field_size_limit(max(csv.field_size_limit(), LONGEST_CELL))
    number = 1
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.reader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
            next(reader, None)
            for number, cells in enumerate(reader, 2):
                line = Line(str(path), number, dict(zip(columns, cells, strict=False)))
                if len(cells) != len(columns):
                    raise line.wrong(f"{len(cells)} cells, and the header names {len(columns)}")
                yield line
    except UnicodeDecodeError as error:
        raise InputError(
            f"not UTF-8 at byte {error.start}", path=str(path), remedy="save it as UTF-8"
        ) from None
    except csv.Error as error:
        raise Line(str(path), number + 1, {}).wrong(str(error)) from None
    except OSError as error:
        raise _unreadable(path, error) from None


def _unreadable(path: Path, error: OSError) -> InputError:
    return InputError(
        f"cannot be read ({error.strerror})", path=str(path), remedy="check the name and the rights"
    )
