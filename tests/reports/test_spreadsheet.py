"""The .xlsx file as others read it: openpyxl gives back what was written."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from evalkit.reports.spreadsheet import GENERAL, Sheet, Value, letters, packed

openpyxl = pytest.importorskip("openpyxl")


def read(*sheets: Sheet) -> Any:
    return openpyxl.load_workbook(io.BytesIO(packed(sheets)))


def one(*values: Value, shown: str = GENERAL) -> Sheet:
    line = [(value, shown) for value in values]
    return Sheet("t", [letters(n) for n in range(1, len(line) + 1)], [12] * len(line), [line])


@settings(deadline=None, max_examples=50)
@given(
    st.lists(
        st.one_of(
            st.text(
                st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]) | st.just("\n"),
                min_size=1,
            ).filter(lambda text: not any(c in text for c in "\ufffe\uffff") and "_x" not in text),
            st.integers(-(10**9), 10**9),
            st.floats(allow_nan=False, allow_infinity=False),
        ),
        min_size=1,
    )
)
def test_what_is_written_is_read(values: list[Value]) -> None:
    sheet = read(one(*values))["t"]
    assert [cell.value for cell in sheet[2]] == values


@pytest.mark.parametrize("value", [None, "", float("nan"), float("inf")])
def test_what_has_no_value_is_an_empty_cell(value: Value) -> None:
    sheet = read(one(value, 1))["t"]
    assert [cell.value for cell in sheet[2]] == [None, 1]


def test_a_carriage_return_is_kept() -> None:
    assert read(one("a\r\nb"))["t"]["A2"].value == "a\r\nb"


def test_texts_are_wrapped_and_fractions_shown_as_asked() -> None:
    lines: list[list[tuple[Value, str]]] = [
        [("text", GENERAL), (0.5, "0 %")],
        [(1, GENERAL), (2.25, "0.0")],
    ]
    sheet = read(Sheet("shares", ["what", "share"], [60, 12], lines))["shares"]
    assert [cell.number_format for cell in sheet["B"]] == ["General", "0 %", "0.0"]
    assert all(cell.alignment.wrap_text for row in sheet.iter_rows() for cell in row)
    assert [cell.font.b for cell in sheet["A"]] == [True, False, False]
    assert sheet.freeze_panes == "A2"
    assert [sheet.column_dimensions[c].width for c in "AB"] == [60, 12]


def test_sheets_keep_their_order_and_names() -> None:
    book = read(Sheet("one & two", ["a"], [12], []), Sheet("three", ["b"], [12], [[("x", "")]]))
    assert book.sheetnames == ["one & two", "three"]
    assert book["three"]["A2"].value == "x"


def test_columns_are_named_as_openpyxl_names_them() -> None:
    from openpyxl.utils import get_column_letter

    assert [letters(n) for n in range(1, 2000)] == [get_column_letter(n) for n in range(1, 2000)]


def test_every_part_is_xml_and_every_part_is_declared() -> None:
    with zipfile.ZipFile(io.BytesIO(packed([one("a"), one("b")]))) as archive:
        parts = {name: etree.fromstring(archive.read(name)) for name in archive.namelist()}
    declared = {
        part.get("PartName") for part in parts["[Content_Types].xml"] if part.get("PartName")
    }
    assert declared == {f"/{name}" for name in parts if name.endswith(".xml") and "[" not in name}
    assert len(declared) == 4
    assert not [child for child in parts["xl/styles.xml"] if not len(child)]  # no empty list
