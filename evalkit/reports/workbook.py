"""The same tables as one Excel workbook (needs openpyxl, from the extra `formats`)."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import datetime
from importlib.util import find_spec

from evalkit.reports import naming
from evalkit.reports.kept import kept
from evalkit.reports.tables import Cell, Table, neutralised
from evalkit.store import Forgetful, Memory

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
# Zip archives carry times; a fixed one (the format's earliest) keeps equal input equal output.
EPOCH = (1980, 1, 1, 0, 0, 0)

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_TIME = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")


def available() -> bool:
    return find_spec("openpyxl") is not None


def to_xlsx(tables: Sequence[Table], memory: Memory | None = None) -> bytes:
    """A workbook with a sheet per table: header frozen, long texts wrapped.

    `memory` may have it from an earlier run.
    """
    seen = [(table.name, table.columns, table.lines) for table in tables]
    return kept(memory or Forgetful(), "openpyxl", "workbook", seen, lambda: _made(tables))


def _made(tables: Sequence[Table]) -> bytes:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    book = Workbook(write_only=True)
    wrapped = Alignment(wrap_text=True, vertical="top")
    bold = Font(bold=True)
    for table in tables:
        sheet = book.create_sheet(table.name)
        sheet.freeze_panes = "A2"
        for index, column in enumerate(table.columns, 1):
            letter = _letter(index)
            sheet.column_dimensions[letter].width = width(column)
        header = []
        for column in table.columns:
            cell = WriteOnlyCell(sheet, escaped(column))
            cell.font = bold
            cell.alignment = wrapped
            header.append(cell)
        sheet.append(header)
        named = table.columns.index("metric") if "metric" in table.columns else None
        for line in table.lines:
            cells = []
            metric = str(line[named]) if named is not None else ""
            for column, value in zip(table.columns, line, strict=True):
                cell = WriteOnlyCell(sheet)
                if isinstance(value, str):
                    cell.value = escaped(value)
                    cell.data_type = "s"
                else:
                    cell.value = value
                if isinstance(value, float):
                    cell.number_format = number_format(
                        metric if column in OF_THE_METRIC else column
                    )
                cell.alignment = wrapped
                cells.append(cell)
            sheet.append(cells)
    buffer = io.BytesIO()
    book.save(buffer)
    return _timeless(buffer.getvalue())


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


def escaped(text: str) -> Cell:
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


def _letter(index: int) -> str:
    from openpyxl.utils import get_column_letter

    letter: str = get_column_letter(index)
    return letter


def _timeless(archive: bytes) -> bytes:
    buffer = io.BytesIO()
    stamp = datetime(*EPOCH).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = _TIME.sub(rb"\g<1>" + stamp, content)
            part = zipfile.ZipInfo(name, EPOCH)
            part.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(part, content)
    return buffer.getvalue()
