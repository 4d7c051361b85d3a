"""The same tables as one Excel workbook."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from evalkit.reports import metric_labels
from evalkit.spreadsheets import Cell, Table, neutralised

if TYPE_CHECKING:
    from xlsxwriter.format import Format

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
CHANCES = frozenset({"p_bootstrap", "p_randomisation", "p_adjusted"})
SHARES = frozenset({"covered"})

GENERAL = "General"
WRAPPED = {"text_wrap": True, "valign": "top"}
# A file carries the time it was made; a fixed one keeps equal input equal output.
EPOCH = datetime(1980, 1, 1)

_HALVES = re.compile("[\ud800-\udfff]")


def to_xlsx(tables: Sequence[Table]) -> bytes:
    """A workbook with a sheet per table: header frozen, long texts wrapped.

    Equal tables give equal bytes. Numbers keep 16 digits.
    """
    from xlsxwriter import Workbook

    buffer = io.BytesIO()
    with Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"created": EPOCH})
        head = book.add_format({**WRAPPED, "bold": True})
        formats: dict[str, Format] = {}

        def shown(form: str) -> Format:
            if form not in formats:
                formats[form] = book.add_format({**WRAPPED, "num_format": form})
            return formats[form]

        for table in tables:
            sheet = book.add_worksheet(table.name)
            sheet.freeze_panes(1, 0)
            for n, column in enumerate(table.columns):
                sheet.set_column(n, n, width(column))
                sheet.write_string(0, n, escaped(column), head)
            for row, line in enumerate(table.lines, 1):
                for n, (value, form) in enumerate(_line(table, line)):
                    if isinstance(value, str) and value:
                        sheet.write_string(row, n, value, shown(form))
                    elif isinstance(value, int | float) and math.isfinite(value):
                        sheet.write_number(row, n, value, shown(form))
                    else:
                        sheet.write_blank(row, n, None, shown(form))
    return buffer.getvalue()


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
    return f"0.{'0' * metric_labels.places(column)}"


def escaped(text: str) -> str:
    r"""Text as a cell can hold it: no formula, cut where it is too long.

    What is no character stands as its escape; control characters are the format's to escape.

    >>> escaped("=1"), escaped("half a pair: \ud800")
    ("'=1", 'half a pair: \\ud800')
    """
    safe = _HALVES.sub(lambda found: f"\\u{ord(found[0]):04x}", str(neutralised(text)))
    if len(safe.encode("utf-16-le")) // 2 <= CELL_LIMIT:
        return safe
    room = (CELL_LIMIT - len(CUT)) * 2
    return safe.encode("utf-16-le")[:room].decode("utf-16-le", "ignore") + CUT
