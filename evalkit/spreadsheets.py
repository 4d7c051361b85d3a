"""Tables as CSV, and text that a spreadsheet would compute: made harmless, and read back.

Such text gets a leading apostrophe in CSV files and in the workbook, and nowhere else. List items
that begin with "- " or "+" get one too: offsets in findings.csv count in the text without it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

Cell = str | int | float | None
FORMULA_STARTS = "=+-@\t\r＝＋－＠"
# Spreadsheets trim white space and drop marks of no width before they look for a formula.
SKIPPED_BEFORE = "\u200b\u200c\u200d\u2060\ufeff\x00"
_FORMULA = re.compile(f"[{SKIPPED_BEFORE}\\s]*[{re.escape(FORMULA_STARTS)}]")
_QUOTED = re.compile('[,"\r\n]')


@dataclass(frozen=True, slots=True)
class Table:
    """A table ready to be written: `name` without suffix, cells as text or numbers."""

    name: str
    columns: tuple[str, ...]
    lines: tuple[tuple[Cell, ...], ...]


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would compute it rather than show it.

    >>> is_formula("=1+1"), is_formula(" -3"), is_formula("a=1")
    (True, True, False)
    """
    return _FORMULA.match(text) is not None


def guarded(text: str) -> str:
    """The text with an apostrophe before a formula, and one more where it has them already.

    >>> guarded("=1"), guarded("'=1"), guarded("'tis")
    ("'=1", "''=1", "'tis")
    """
    return f"'{text}" if is_formula(text.lstrip("'")) else text


def unguarded(cell: str) -> str:
    """What `guarded` was given.

    >>> unguarded("'=1"), unguarded("''=1"), unguarded("'tis")
    ('=1', "'=1", "'tis")
    """
    return cell[1:] if cell.startswith("'") and is_formula(cell.lstrip("'")) else cell


def neutralised(cell: Cell) -> Cell:
    """The cell with an apostrophe before it where a spreadsheet would compute it.

    >>> neutralised("=1+1"), neutralised("a=1"), neutralised(-3)
    ("'=1+1", 'a=1', -3)
    """
    return f"'{cell}" if isinstance(cell, str) and is_formula(cell) else cell


def to_csv(table: Table) -> bytes:
    r"""UTF-8, a header line, ``\n`` after each line, nothing for an unscored cell.

    >>> to_csv(Table("t", ("a", "b"), (("x, y", None), ("@me", 0.1))))
    b'a,b\n"x, y",\n\'@me,0.1\n'
    """
    lines = [_csv_line(table.columns)]
    lines += [_csv_line([neutralised(cell) for cell in line]) for line in table.lines]
    # A lone surrogate has no UTF-8: it is written as its escape rather than lost.
    return "".join(lines).encode("utf-8", "backslashreplace")


def _csv_line(cells: Sequence[Cell]) -> str:
    # Not by the csv module: with \n as line end it leaves a lone carriage return unquoted, where
    # readers break the line, and before Python 3.11 it refuses NUL.
    return ",".join(_csv_cell(cell) for cell in cells) + "\n"


def _csv_cell(cell: Cell) -> str:
    text = "" if cell is None else str(cell)
    if _QUOTED.search(text):
        return '"' + text.replace('"', '""') + '"'
    return text


MEMORY_COLUMNS = (
    *("article", "row", "version", "source", "target", "corrected"),
    *("checks", "reviewers", "notes", "changed"),
)
"""The columns of `evalkit export csv`; by them its cells are known to be guarded."""
