"""The same tables as one Excel workbook."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evalkit.reports import naming
from evalkit.reports.spreadsheet import GENERAL, Sheet, packed
from evalkit.reports.tables import Cell, Table, neutralised

CELL_LIMIT = 32_767  # code units of UTF-16 in one cell; Excel repairs a file that has more
CUT = " [cut here: a cell of a workbook holds no more; the CSV file has it all]"
NARROW, METRIC, WIDE = 12, 24, 60  # widths of columns, in characters
WIDE_COLUMNS = frozenset(
    {
        "source",
        "target",
        "message",
        "quote",
        "source_quote",
        "symptoms",
        "reason",
        "detail",
        "words",
        "note",
        "correction",
    }
)
OF_THE_METRIC = frozenset({"value", "against_value", "difference", "low", "high", "worst"})
"""Columns whose numbers are of the metric that their line names."""
CHANCES = frozenset({"p_bootstrap", "p_randomisation"})
SHARES = frozenset({"covered"})

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def to_xlsx(tables: Sequence[Table]) -> bytes:
    """A workbook with a sheet per table: header frozen, long texts wrapped."""
    return packed(
        [
            Sheet(
                table.name,
                [escaped(column) for column in table.columns],
                [width(column) for column in table.columns],
                [_line(table, line) for line in table.lines],
            )
            for table in tables
        ]
    )


def _line(table: Table, line: Sequence[Cell]) -> list[tuple[Cell, str]]:
    """The cells as the sheet takes them; fractions of a metric are shown as that metric's are."""
    metric = str(line[table.columns.index("metric")]) if "metric" in table.columns else ""
    return [
        (escaped(value), GENERAL)
        if isinstance(value, str)
        else (
            value,
            number_format(metric if column in OF_THE_METRIC else column)
            if isinstance(value, float)
            else GENERAL,
        )
        for column, value in zip(table.columns, line, strict=True)
    ]


def width(column: str) -> int:
    """A column's width in characters; a metric's name may be long and is wrapped.

    >>> width("row"), width("source"), width("comet:Unbabel/wmt22-comet-da")
    (12, 60, 24)
    """
    if column in WIDE_COLUMNS:
        return WIDE
    return min(max(len(column) + 2, NARROW), METRIC)


def number_format(column: str) -> str:
    """How a column's fractions are shown; what the cell holds stays exact.

    >>> number_format("chrf"), number_format("penalty"), number_format("covered")
    ('0.0', '0.00', '0 %')
    """
    if column in SHARES:
        return "0 %"
    if column in CHANCES:
        return "0.000"
    return f"0.{'0' * naming.places(column)}"


def escaped(text: str) -> str:
    r"""Text as a cell can hold it: no formula, control characters in the format's own escape.

    >>> escaped("bell\x07"), escaped("=1"), escaped("_x0007_")
    ('bell_x0007_', "'=1", '_x005F_x0007_')
    """
    safe = str(neutralised(text))
    safe = _LOOKS_ESCAPED.sub("_x005F_", safe)
    safe = _ILLEGAL.sub(lambda found: f"_x{ord(found[0]):04X}_", safe)
    if len(safe.encode("utf-16-le")) // 2 <= CELL_LIMIT:
        return safe
    room = (CELL_LIMIT - len(CUT)) * 2
    return safe.encode("utf-16-le")[:room].decode("utf-16-le", "ignore") + CUT
