"""A part is judged as `evaluate` judges the same lines, under the numbers of the table."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest

from evalkit.batch.tables import CHECKS, LEXICAL, Form, Task, read_roles
from evalkit.batch.tables.part import evaluation_of, judge
from evalkit.batch.tables.partitions import partitions
from evalkit.batch.tables.table_task import Partition
from evalkit.loaders.table_stream import Wanted
from evalkit.reports.tables import tables
from evalkit.spreadsheets import to_csv
from tests.batch.tables.segments import COLUMNS, Line, evaluated, lines, write_csv

ROWS = 30


def parts(path: Path, size: int, form: Form = "csv") -> tuple[Task, list[Partition]]:
    roles = read_roles([path], Wanted())
    task = Task(roles, metrics=LEXICAL, checks=CHECKS, form=form)
    return task, list(partitions([path], roles, size))


def without_reasons(data: bytes) -> list[list[str]]:
    rows = list(csv.reader(io.StringIO(data.decode(), newline="")))
    at = rows[0].index("unscored")
    assert {row[at] for row in rows[1:]} == {""}
    return [row[:at] + row[at + 1 :] for row in rows]


def as_compare_writes(rows: list[Line]) -> dict[str, bytes]:
    return {t.name: to_csv(t) for t in tables(evaluated(rows, LEXICAL, CHECKS, "news"))}


def test_a_table_of_one_part_has_the_rows_and_findings_of_compare(tmp_path: Path) -> None:
    rows = lines(ROWS)
    task, (part,) = parts(write_csv(tmp_path / "news.csv", rows), ROWS)
    judged = judge(part, task, "")
    expected = as_compare_writes(rows)
    paragraphs = list(csv.reader(io.StringIO(expected["paragraphs"].decode(), newline="")))
    assert without_reasons(judged.files["paragraphs/part-00001.csv"]) == paragraphs
    assert judged.files["findings/part-00001.csv"] == expected["findings"]
    assert expected["findings"].count(b"\n") > ROWS / 2


def test_a_later_part_has_the_numbers_of_its_lines(tmp_path: Path) -> None:
    """In what findings say of other rows too."""
    rows = lines(ROWS)
    task, found = parts(write_csv(tmp_path / "news.csv", rows), 12)
    for part in found:
        before = part.first_row - 1
        files = judge(part, task, "").files
        alone = as_compare_writes(rows[before : before + 12])
        for name in ("paragraphs", "findings"):
            ours = listed(files[f"{name}/part-{part.number:05}.csv"])
            assert ours == [moved(line, before) for line in listed(alone[name])]


def listed(data: bytes) -> list[dict[str, str]]:
    found = list(csv.DictReader(io.StringIO(data.decode(), newline="")))
    for line in found:
        line.pop("unscored", None)
    return found


def moved(line: dict[str, str], by: int) -> dict[str, str]:
    found = {
        name: re.sub(r"(?<=\brow )\d+", lambda m: str(int(m[0]) + by), cell)
        for name, cell in line.items()
    }
    return {**found, "row": str(int(line["row"]) + by)}


def test_back_translations_and_several_references(tmp_path: Path) -> None:
    rows: list[Line] = [
        (english, first, human, f"It is said: {english}", second, "ਕੁਝ ਨਹੀਂ।")
        for english, first, second, human in lines(8)
    ]
    names = ("en", "bn", "reference.bn", "backtranslation.pa", "ref.bn", "pa")
    task, (part,) = parts(write_csv(tmp_path / "t.csv", rows, names), 10)
    found = evaluation_of(part, task)
    whole = {s.version: s for s in found.score_records if s.row is None and s.metric == "chrf"}
    assert whole["bn"].signature.startswith("nrefs:2|")
    assert whole["pa"].signature.endswith("|input:back-translation")
    by_row = {row.row: row.targets for row in found.rows}
    assert by_row[1]["bn"].references == (rows[0][2], rows[0][4])
    assert by_row[1]["pa"].back_translation == rows[0][3]


def test_a_broken_line_is_a_row_of_which_nothing_is_said(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "t.csv", lines(6))
    text = path.read_text(encoding="utf-8").splitlines()
    text[3] = "broken"
    path.write_text("\n".join(text), encoding="utf-8")
    task, (part,) = parts(path, 10)
    files = judge(part, task, "").files
    rows = list(csv.DictReader(io.StringIO(files["paragraphs/part-00001.csv"].decode())))
    empty = [row for row in rows if row["row"] == "3"]
    assert [row["version"] for row in empty] == ["bn", "bn-x-two"]
    for row in empty:
        assert row["source"] == row["target"] == row["chrf"] == ""
        assert row["findings"] == "0"
        assert row["unscored"] == "it has 1 columns where the header has 4"
    findings = csv.DictReader(io.StringIO(files["findings/part-00001.csv"].decode()))
    assert "3" not in {finding["row"] for finding in findings}


def test_parquet_holds_what_csv_holds(tmp_path: Path) -> None:
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    rows = [*lines(12), ("Only =this is not translated.", "", "খবর", "খবর।")]
    path = write_csv(tmp_path / "t.csv", rows)
    found = {}
    for form in ("csv", "parquet"):
        task, (part,) = parts(path, 20, form)
        found[form] = judge(part, task, "").files
    for name in ("paragraphs", "findings"):
        table = pq.read_table(io.BytesIO(found["parquet"][f"{name}/part-00001.parquet"]))
        text = found["csv"][f"{name}/part-00001.csv"].decode()
        header, *expected = csv.reader(io.StringIO(text, newline=""))
        assert table.column_names == header
        shown = [["" if v is None else str(v) for v in row.values()] for row in table.to_pylist()]
        assert shown == expected
        kinds = {"row": pa.int64(), "chrf": pa.float64(), "penalty": pa.float64()}
        kinds |= {"start": pa.int64(), "confidence": pa.float64(), "findings": pa.int64()}
        for field in table.schema:
            assert field.type == kinds.get(
                field.name,
                pa.float64() if field.name in LEXICAL else field.type,
            )
            assert field.type in (pa.string(), pa.int64(), pa.float64())


def test_a_parquet_column_has_its_type_though_it_is_empty(tmp_path: Path) -> None:
    """Parts are read together: a column is of one type in all of them."""
    pq = pytest.importorskip("pyarrow.parquet")
    unscored = [(english, bengali) for english, bengali, *_ in lines(4)]
    schemas = []
    for rows, names in ((lines(4), COLUMNS), (unscored, COLUMNS[:2])):
        path = write_csv(tmp_path / "t.csv", rows, names)
        task, (part,) = parts(path, 10, "parquet")
        files = judge(part, task, "").files
        schemas.append([pq.read_schema(io.BytesIO(data)) for place, data in sorted(files.items())])
    assert schemas[0] == schemas[1]


def test_where_nothing_is_checked_there_are_no_findings(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "t.csv", lines(3))
    roles = read_roles([path], Wanted())
    (part,) = partitions([path], roles, 10)
    files = judge(part, Task(roles, metrics=("chrf",), checks=("none",)), "").files
    assert list(files) == ["paragraphs/part-00001.csv"]


def test_nothing_to_compare_with_is_said_row_by_row(tmp_path: Path) -> None:
    rows = [(english, bengali) for english, bengali, *_ in lines(3)]
    task, (part,) = parts(write_csv(tmp_path / "t.csv", rows, COLUMNS[:2]), 10)
    text = judge(part, task, "").files["paragraphs/part-00001.csv"].decode()
    for row in csv.DictReader(io.StringIO(text)):
        assert row["chrf"] == ""
        assert row["unscored"] == "bleu, chrf, chrf++, ter: no reference in Bengali"
