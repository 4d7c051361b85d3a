"""Text that a spreadsheet would compute: made harmless in cells, and read back."""

from __future__ import annotations

import re

FORMULA_STARTS = "=+-@\t\r＝＋－＠"
# Spreadsheets trim white space and drop marks of no width before they look for a formula.
SKIPPED_BEFORE = "\u200b\u200c\u200d\u2060\ufeff\x00"
_FORMULA = re.compile(f"[{SKIPPED_BEFORE}\\s]*[{re.escape(FORMULA_STARTS)}]")


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


MEMORY_COLUMNS = (
    *("article", "row", "version", "source", "target", "corrected"),
    *("checks", "reviewers", "notes", "changed"),
)
"""The columns of `evalkit export csv`; by them its cells are known to be guarded."""
