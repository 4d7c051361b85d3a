"""Office Open XML, as far as tables need it: sheets of texts and numbers in one .xlsx file.

Written by hand: openpyxl takes longer to load and to write a short article's tables than all
else of its report, and its extra would have to be installed.
"""

from __future__ import annotations

import io
import math
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import escape

Value = str | int | float | None
# Zip archives carry times; a fixed one (the format's earliest) keeps equal input equal output.
EPOCH = (1980, 1, 1, 0, 0, 0)
GENERAL = ""
"""The number format of what has none of its own."""
_OFFICE = "http://schemas.openxmlformats.org"
_MAIN = f'xmlns="{_OFFICE}/spreadsheetml/2006/main"'
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_HEADER, _FIRST_STYLE = 1, 2  # places in the list of styles
_FIRST_FORMAT = 164  # those below are built in
_OUTER_SPACE = re.compile(r"\A\s|\s\Z")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A header, which stays in view, and lines of cells, each with its number format.

    `widths` are the columns', in characters. Texts must hold only what XML can.
    """

    name: str
    header: Sequence[str]
    widths: Sequence[int]
    lines: Sequence[Sequence[tuple[Value, str]]]


def packed(sheets: Sequence[Sheet]) -> bytes:
    """The sheets as an .xlsx file, texts wrapped; equal sheets give equal bytes."""
    formats = [GENERAL]
    formats += sorted(
        {shown for sheet in sheets for line in sheet.lines for _, shown in line} - {GENERAL}
    )
    styles = {shown: _FIRST_STYLE + place for place, shown in enumerate(formats)}
    parts = {
        "[Content_Types].xml": _content_types(len(sheets)),
        "_rels/.rels": _relations([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": _workbook(sheets),
        "xl/_rels/workbook.xml.rels": _relations(
            [
                *(("worksheet", f"worksheets/{_file(n)}") for n in range(len(sheets))),
                ("styles", "styles.xml"),
            ]
        ),
        "xl/styles.xml": _styles(formats),
        **{
            f"xl/worksheets/{_file(n)}": "".join(_sheet(sheet, styles))
            for n, sheet in enumerate(sheets)
        },
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            part = zipfile.ZipInfo(name, EPOCH)
            part.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(part, f"{_DECLARED}{content}".encode())
    return buffer.getvalue()


def letters(column: int) -> str:
    """A column's name; the first is 1.

    >>> letters(1), letters(26), letters(27), letters(703)
    ('A', 'Z', 'AA', 'AAA')
    """
    named = ""
    while column:
        column, place = divmod(column - 1, 26)
        named = chr(ord("A") + place) + named
    return named


def _sheet(sheet: Sheet, styles: dict[str, int]) -> Iterator[str]:
    columns = [letters(n) for n in range(1, len(sheet.header) + 1)]
    widths = "".join(
        f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>'
        for n, width in enumerate(sheet.widths, 1)
    )
    yield (
        f'<worksheet {_MAIN}><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" '
        'topLeftCell="A2" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft"/>'
        f"</sheetView></sheetViews><cols>{widths}</cols><sheetData>"
    )
    heads = (
        _cell(f"{column}1", head, _HEADER)
        for column, head in zip(columns, sheet.header, strict=True)
    )
    yield f'<row r="1">{"".join(heads)}</row>'
    for n, line in enumerate(sheet.lines, 2):
        cells = (
            _cell(f"{column}{n}", value, styles[shown])
            for column, (value, shown) in zip(columns, line, strict=True)
        )
        yield f'<row r="{n}">{"".join(cells)}</row>'
    yield "</sheetData></worksheet>"


def _cell(place: str, value: Value, style: int) -> str:
    if isinstance(value, str) and value:
        space = ' xml:space="preserve"' if _OUTER_SPACE.search(value) else ""
        # A reader takes a bare carriage return for a line's end.
        text = str(escape(value)).replace("\r", "&#13;")
        return f'<c r="{place}" s="{style}" t="inlineStr"><is><t{space}>{text}</t></is></c>'
    if isinstance(value, int | float) and math.isfinite(value):
        return f'<c r="{place}" s="{style}"><v>{value!r}</v></c>'
    return f'<c r="{place}" s="{style}"/>'


def _styles(formats: Sequence[str]) -> str:
    numbers = {shown: _FIRST_FORMAT + n for n, shown in enumerate(formats) if shown != GENERAL}
    declared = "".join(
        f'<numFmt numFmtId="{number}" formatCode="{escape(shown)}"/>'
        for shown, number in numbers.items()
    )
    declared = f'<numFmts count="{len(numbers)}">{declared}</numFmts>' if numbers else ""
    wrapped = '<alignment vertical="top" wrapText="1"/>'
    styles = ['<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>']
    for font, number in ((1, 0), *((0, numbers.get(shown, 0)) for shown in formats)):
        styles.append(
            f'<xf numFmtId="{number}" fontId="{font}" fillId="0" borderId="0" xfId="0" '
            f'applyNumberFormat="1" applyFont="1" applyAlignment="1">{wrapped}</xf>'
        )
    face = '<sz val="11"/><name val="Calibri"/><family val="2"/>'
    return (
        f"<styleSheet {_MAIN}>{declared}"
        f'<fonts count="2"><font>{face}</font><font><b/>{face}</font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
        f'</cellStyleXfs><cellXfs count="{len(styles)}">{"".join(styles)}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
        "</styleSheet>"
    )


def _workbook(sheets: Iterable[Sheet]) -> str:
    named = "".join(
        f'<sheet name="{escape(sheet.name)}" sheetId="{n}" r:id="rId{n}"/>'
        for n, sheet in enumerate(sheets, 1)
    )
    return (
        f'<workbook {_MAIN} xmlns:r="{_OFFICE}/officeDocument/2006/relationships">'
        f"<bookViews><workbookView/></bookViews><sheets>{named}</sheets></workbook>"
    )


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    listed = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/officeDocument/2006/relationships/{kind}" '
        f'Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_OFFICE}/package/2006/relationships">{listed}</Relationships>'


def _content_types(sheets: int) -> str:
    parts = [("workbook.xml", "sheet.main"), ("styles.xml", "styles")]
    parts += [(f"worksheets/{_file(n)}", "worksheet") for n in range(sheets)]
    listed = "".join(
        f'<Override PartName="/xl/{name}" ContentType="{_TYPES}.{kind}+xml"/>'
        for name, kind in parts
    )
    return (
        f'<Types xmlns="{_OFFICE}/package/2006/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{listed}</Types>'
    )


def _file(place: int) -> str:
    return f"sheet{place + 1}.xml"
