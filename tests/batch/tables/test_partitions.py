"""Tables cut into parts: every line once, with its number, whatever is wrong with another."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evalkit.batch.tables.partitions import find_tables, partitions, read_roles, table_name
from evalkit.batch.tables.table_task import Partition
from evalkit.document import InputError
from evalkit.loaders.table_stream import Broken, Wanted
from tests.batch.tables.segments import COLUMNS, lines, write_csv, write_jsonl, write_parquet


def cut(*tables: Path, size: int) -> list[Partition]:
    return list(partitions(tables, read_roles(tables, Wanted()), size))


@pytest.mark.parametrize("size", [1, 3, 7, 8, 100])
def test_every_line_is_in_one_part(tmp_path: Path, size: int) -> None:
    rows = lines(7)
    parts = cut(write_csv(tmp_path / "t.csv", rows), size=size)
    assert [p.number for p in parts] == list(range(1, -(-7 // size) + 1))
    assert [p.first_row for p in parts] == list(range(1, 8, size))
    for n, column in enumerate(COLUMNS):
        assert [text for p in parts for text in p.texts[column]] == [row[n] for row in rows]
    assert [p.rows for p in parts] == [len(p.texts["en"]) for p in parts]


def test_no_part_holds_lines_of_two_tables(tmp_path: Path) -> None:
    one = write_csv(tmp_path / "one.csv", lines(5))
    two = write_jsonl(tmp_path / "two.jsonl", lines(3))
    found = [(p.table, p.number, p.first_row, p.rows) for p in cut(one, two, size=4)]
    assert found == [("one", 1, 1, 4), ("one", 2, 5, 1), ("two", 3, 1, 3)]


def test_all_formats_give_the_same_parts(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    rows = lines(9)
    texts = [
        [dict(p.texts) for p in cut(path, size=4)]
        for path in (
            write_csv(tmp_path / "t.csv", rows),
            write_jsonl(tmp_path / "t.jsonl", rows),
            write_parquet(tmp_path / "t.parquet", rows),
        )
    ]
    assert texts[0] == texts[1] == texts[2]


def test_columns_that_have_no_role_are_not_kept(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "t.csv", [("1", "News", "খবর", "x")], ("id", "en", "bn", "kind"))
    (part,) = cut(path, size=10)
    assert dict(part.texts) == {"en": ("News",), "bn": ("খবর",)}


def test_a_broken_line_is_an_empty_row(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes("en,bn\na,ক\nb\nc,গ\n".encode() + b"d,\xff\n" + "e,ঙ\n".encode())
    first, second = cut(path, size=3)
    assert first.texts["en"] == ("a", "", "c")
    assert first.broken == {1: Broken("line 3", "it has 1 columns where the header has 2")}
    assert second.texts["bn"] == ("", "ঙ")
    assert list(second.broken) == [0]


def test_a_record_without_a_text_is_broken_and_one_with_null_is_empty(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    records = [{"en": "a", "bn": "ক"}, {"en": "b"}, {"en": "c", "bn": None}, {"en": 4, "bn": "ঘ"}]
    path.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    (part,) = cut(path, size=10)
    assert part.texts["bn"] == ("ক", "", "", "")
    assert part.broken == {
        1: Broken("line 2", "there is no text in 'bn'"),
        3: Broken("line 4", "'en' is no text but a number"),
    }


@pytest.mark.parametrize("name", ["t.csv", "t.parquet"])
def test_a_table_without_records(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if name == "t.csv":
        write_csv(path, [])
    else:
        pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
        empty = pa.array([], type=pa.string())
        pq.write_table(pa.table({"en": empty, "bn": empty}), path)
    with pytest.raises(InputError) as error:
        cut(path, size=10)
    assert str(error.value) == f"{path}: there is no record in it; give a table with records"


def test_languages_are_told_by_the_texts(tmp_path: Path) -> None:
    rows = [(english, bengali) for english, bengali, *_ in lines(5)]
    path = write_csv(tmp_path / "t.csv", rows, ("source", "target"))
    found = read_roles([path], Wanted())
    assert (found.source_language, found.versions) == ("en", {"bn": "target"})


def test_all_tables_have_the_columns_of_the_first(tmp_path: Path) -> None:
    one = write_csv(tmp_path / "one.csv", lines(2))
    two = write_csv(tmp_path / "two.csv", [("x", "y")], ("en", "bn"))
    with pytest.raises(InputError) as error:
        read_roles([one, two], Wanted())
    assert str(error.value) == (
        f"{two}: it has no column 'bn-x-two', 'reference.bn', which one.csv has; "
        "give tables of the same columns, or each for itself"
    )


def test_two_tables_are_not_listed_under_one_name(tmp_path: Path) -> None:
    one = write_csv(tmp_path / "news.csv", lines(2))
    two = write_jsonl(tmp_path / "news.jsonl", lines(2))
    with pytest.raises(InputError) as error:
        read_roles([one, two], Wanted())
    assert str(error.value) == (
        f"{two}: it and news.csv are both called 'news'; "
        "rename one: rows are listed under the name without its format"
    )


def test_hidden_files_and_folders_are_no_tables(tmp_path: Path) -> None:
    for name in ("b.csv", ".a.csv", "a.tsv.gz", "notes.txt"):
        (tmp_path / name).write_text("en,bn\n")
    (tmp_path / "c.csv").mkdir()
    assert [path.name for path in find_tables(tmp_path)] == ["a.tsv.gz", "b.csv"]


@pytest.mark.parametrize(
    ("path", "name"), [("a/b.csv", "b"), ("b.c.CSV.GZ", "b.c"), ("b", "b"), ("b.gz", "b")]
)
def test_the_name_of_a_table(path: str, name: str) -> None:
    assert table_name(Path(path)) == name
