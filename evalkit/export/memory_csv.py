"""The translation memory as a table: UTF-8, a line a pair, quoted as RFC 4180 says."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evalkit.export.pairs import REPLACEMENT, ExportedPair
from evalkit.spreadsheets import MEMORY_COLUMNS, Table, guarded, to_csv

_FORBIDDEN = re.compile("[\0\ud800-\udfff]")


def writable(text: str) -> str:
    r"""The text with U+FFFD for NUL and halves of surrogate pairs, which no text file holds.

    >>> writable("bell\x07 nul\x00")
    'bell\x07 nul�'
    """
    return _FORBIDDEN.sub(REPLACEMENT, text)


def write(pairs: Sequence[ExportedPair]) -> bytes:
    r"""The table's bytes; evalkit reads each text back as it is here.

    What a spreadsheet would compute has an apostrophe before it. `checks` and
    `reviewers` are joined by "; ", `notes` by a line break.

    >>> pair = ExportedPair("a", 1, "bn", "bn", "en", "=1", "এক", "এক", (), (), (), "")
    >>> write([pair]).decode().splitlines()[1]
    "a,1,bn,'=1,এক,এক,,,,"
    """
    lines = tuple(
        tuple(guarded(writable(cell)) if isinstance(cell, str) else cell for cell in _cells(pair))
        for pair in pairs
    )
    return to_csv(Table("memory", MEMORY_COLUMNS, lines))


def _cells(pair: ExportedPair) -> tuple[str | int, ...]:
    texts = pair.source, pair.target, pair.corrected
    said = "; ".join(pair.checks), "; ".join(pair.reviewers), "\n".join(pair.notes)
    return pair.article, pair.row, pair.version, *texts, *said, pair.changed
