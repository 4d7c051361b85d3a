"""The CSV files and the workbook: fixed columns, honest cells, no formulas."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalkit.reports.tables import tables
from evalkit.reports.workbook import CELL_LIMIT, to_xlsx
from evalkit.spreadsheets import FORMULA_STARTS, Cell, Table, neutralised, to_csv
from tests.reports import sample

COLUMNS = {
    "paragraphs": "article, row, version, kind, alignment, source, target, bleu, chrf, "
    "omission_risk, addition_risk, findings, worst_severity, penalty",
    "findings": "fingerprint, article, row, version, check, category, severity, confidence, "
    "message, quote, start, end, source_quote, source_start, source_end, also_in, attribution",
    "scores": "article, row, version, metric, value, state, reason, signature, low, high, detail, "
    "windows, covered, worst, worst_source_start, worst_source_end, worst_start, worst_end",
    "summary": "article, version, language, language_name, file, paragraphs, rows, "
    "rows_with_findings, findings, critical, major, minor, neutral, penalty",
    "witnesses": "article, check, version, against, both, only_version, only_against, neither",
}


def lines(name: str) -> list[dict[str, str]]:
    table = next(t for t in tables(sample.evaluation()) if t.name == name)
    return list(csv.DictReader(io.StringIO(to_csv(table).decode("utf-8"), newline="")))


@pytest.mark.parametrize(("name", "expected"), COLUMNS.items())
def test_columns_come_first_in_the_fixed_order(name: str, expected: str) -> None:
    fixed = expected.split(", ")
    assert list(lines(name)[0])[: len(fixed)] == fixed


def test_paragraphs_have_exactly_the_designs_columns() -> None:
    assert list(lines("paragraphs")[0]) == COLUMNS["paragraphs"].split(", ")


def test_one_line_per_row_and_version() -> None:
    keys = [(line["row"], line["version"]) for line in lines("paragraphs")]
    assert keys == [(str(n), v) for n in range(1, 21) for v in ("bn", "pa")]


def test_whole_version_scores_have_an_empty_row_and_limits() -> None:
    whole = [s for s in lines("scores") if not s["row"] and s["metric"] == "chrf"]
    assert [(s["version"], s["value"], s["low"], s["high"]) for s in whole] == [
        ("bn", "", "", ""),
        ("pa", "61.234567890123", "55.5", "66.25"),
    ]


def test_unscored_is_an_empty_cell_with_a_reason_never_a_nought() -> None:
    for score in lines("scores"):
        assert (score["value"] == "") == (score["state"] == "unscored") == bool(score["reason"])


def test_a_models_column_keeps_its_full_name() -> None:
    paragraphs = tables(sample.neural())[0]
    assert paragraphs.columns[7:11] == ("chrf", "similarity", sample.COMET, sample.LOCAL)


def test_a_windowed_score_has_its_places_in_the_texts() -> None:
    whole = sample.neural()
    scores = tables(whole)[2]
    lines_of = [dict(zip(scores.columns, line, strict=True)) for line in scores.lines]
    (windowed,) = (s for s in lines_of if s["windows"] and s["version"] == "bn")
    row = next(r for r in whole.rows if r.row == windowed["row"])
    source, target = row.source, row.targets["bn"].text
    assert source[place(windowed, "worst_source")] == "More than 300 people came."
    assert target[place(windowed, "worst")] == "২০০ জনের বেশি মানুষ এসেছিলেন।"


def place(line: dict[str, Cell], side: str) -> slice:
    return slice(int(str(line[f"{side}_start"])), int(str(line[f"{side}_end"])))


def test_the_workbook_shows_each_metric_with_its_places_and_room_for_its_name() -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(tables(sample.neural()))))
    paragraphs, scores = book["paragraphs"], book["scores"]
    header = [c.value for c in paragraphs[1]]
    comet = header.index(sample.COMET) + 1
    assert paragraphs.cell(2, comet).number_format == "0.000"
    assert paragraphs.cell(2, comet).value == 0.89
    assert paragraphs.cell(2, header.index("similarity") + 1).number_format == "0.0"
    assert paragraphs.column_dimensions[paragraphs.cell(1, comet).column_letter].width // 1 == 24
    assert paragraphs.cell(1, comet).alignment.wrap_text
    formats = {
        (line[3].value, line[4].number_format)
        for line in scores.iter_rows(min_row=2)
        if line[4].value is not None
    }
    assert formats >= {("similarity", "0.0"), (sample.COMET, "0.000")}


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@cmd",
        "\t=1",
        "\rx",
        "  =1",
        "\u00a0=1",
        "\ufeff=1",
        "\n=1",
        "＝1",
        "＋1",
    ],
)
def test_formulas_are_neutralised(text: str) -> None:
    assert neutralised(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "a=1", "৩ = ৩", "'=1", "● -", "1-2"])
def test_other_text_is_left_alone(text: str) -> None:
    assert neutralised(text) == text


def test_numbers_are_no_text() -> None:
    assert neutralised(-2.5) == -2.5


def test_list_items_get_the_apostrophe_and_offsets_count_without_it() -> None:
    source = lines("paragraphs")[34]["source"]
    assert source == "'=SUM(A1) begins the form."
    finding = next(f for f in lines("findings") if f["check"] == "number-mismatch")
    target = next(r.targets["bn"].text for r in sample.evaluation().rows if r.row == 2)
    assert target[int(finding["start"]) : int(finding["end"])] == finding["quote"] == "২০০"


def test_lines_end_with_a_line_feed_even_beside_a_carriage_return() -> None:
    data = to_csv(Table("t", ("a", "b"), (("x\ry", "z"), ("p\nq", None))))
    assert data == b'a,b\n"x\ry",z\n"p\nq",\n'


@settings(deadline=None, max_examples=50)
@given(
    st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0")), min_size=2, max_size=2)
)
def test_any_text_comes_back_as_it_was(cells: list[str]) -> None:
    data = to_csv(Table("t", ("a", "b"), (tuple(cells),)))
    read = list(csv.reader(io.StringIO(data.decode("utf-8"), newline="")))
    back = [c[1:] if neutralised(c[1:]) == c else c for c in read[1]]
    for cell, got, raw in zip(cells, back, read[1], strict=True):
        assert cell in (got, raw)
        assert raw.lstrip()[:1] not in set(FORMULA_STARTS.strip())


def test_a_lone_surrogate_is_written_as_its_escape() -> None:
    assert to_csv(Table("t", ("a",), (("x\ud800",),))) == b"a\nx\\ud800\n"


def test_the_workbook_holds_the_same_tables() -> None:
    openpyxl = pytest.importorskip("openpyxl")
    made = tables(sample.evaluation())
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(made)))
    assert book.sheetnames == ["paragraphs", "findings", "scores", "summary", "witnesses"]
    for table in made:
        sheet = book[table.name]
        assert sheet.freeze_panes == "A2"
        assert tuple(c.value for c in sheet[1]) == table.columns
        assert sheet.max_row == len(table.lines) + 1
    assert {c.data_type for row in book["paragraphs"].iter_rows() for c in row} <= {
        "s",
        "inlineStr",
        "n",
    }
    assert book["paragraphs"].cell(36, 6).value == "'=SUM(A1) begins the form."


def test_the_workbook_escapes_control_characters_and_cuts_what_does_not_fit() -> None:
    openpyxl = pytest.importorskip("openpyxl")
    cells = ("bell\x07", "_x0007_", "ক" * 40_000)
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx([Table("t", ("a", "b", "c"), (cells,))])))[
        "t"
    ]
    bell, literal, long = (cell.value for cell in sheet[2])
    # openpyxl takes the escape from a text that looks escaped, and leaves the others as they are.
    assert (bell, literal) == ("bell_x0007_", "_x0007_")
    assert len(long) <= CELL_LIMIT
    assert "cut here" in long


@settings(deadline=None, max_examples=50)
@given(
    st.lists(
        st.one_of(
            st.text(
                st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]) | st.just("\n"),
                min_size=1,
            ).filter(lambda text: "_x" not in text and neutralised(text) == text),
            st.integers(-(10**9), 10**9),
            st.floats(-1e300, 1e300),
        ),
        min_size=1,
    )
)
def test_the_workbook_is_read_as_it_was_written(values: list[Cell]) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    columns = tuple(f"column {n}" for n in range(len(values)))
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx([Table("t", columns, (tuple(values),))])))
    for cell, value in zip(book["t"][2], values, strict=True):
        expected = value if isinstance(value, str) else pytest.approx(value, rel=1e-15)
        assert cell.value == expected


@pytest.mark.parametrize("value", [None, "", float("nan"), float("inf")])
def test_what_has_no_value_is_an_empty_cell_of_the_workbook(value: Cell) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx([Table("t", ("a", "b"), ((value, 1),))])))
    assert [cell.value for cell in book["t"][2]] == [None, 1]


def test_equal_evaluations_give_equal_bytes() -> None:
    pytest.importorskip("openpyxl")
    one, two = sample.evaluation(), sample.evaluation()
    assert to_xlsx(tables(one)) == to_xlsx(tables(two))
    assert [to_csv(t) for t in tables(one)] == [to_csv(t) for t in tables(two)]


def test_no_findings_is_a_table_with_its_header() -> None:
    empty = replace(sample.evaluation(), finding_records=())
    table = next(t for t in tables(empty) if t.name == "findings")
    assert to_csv(table).count(b"\n") == 1
