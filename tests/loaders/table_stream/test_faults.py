"""What is wrong with a table: a line's own fault, or one that makes all behind it doubtful."""

from __future__ import annotations

import gzip
import sys
from pathlib import Path

import pytest

from evalkit.loaders.table_stream import record_stream
from tests.loaders.table_stream.reading import LONG, parquet, refused, told, write

BAD = {
    "cells": (b"only one", "it has 1 columns where the header has 2"),
    "more": (b"a,b,c", "it has 3 columns where the header has 2"),
    "byte": (b"a,b\xffc", "'bn' holds the byte 0xFF, which is not UTF-8"),
    "half": (b"\xe0\xa6,b", "'en' holds the byte 0xE0, which is not UTF-8"),
    "nul": (b"a,b\0", "'bn' holds a NUL"),
}


@pytest.mark.parametrize("zipped", [False, True])
@pytest.mark.parametrize("form", ["csv", "tsv"])
@pytest.mark.parametrize("kind", BAD)
def test_a_broken_line_stands_in_its_place(
    tmp_path: Path, kind: str, form: str, zipped: bool
) -> None:
    if kind == "nul" and form == "csv" and sys.version_info < (3, 11):
        pytest.skip("the csv module of Python 3.10 refuses NUL")
    line, reason = BAD[kind]
    data = b"en,bn\r\none,1\r\n" + line + b"\r\n\r\nthree,3\r\n"
    if form == "tsv":
        data = data.replace(b",", b"\t")
    name = f"t.{form}.gz" if zipped else f"t.{form}"
    path = write(tmp_path / name, gzip.compress(data) if zipped else data)
    assert told(path) == ["one", ("line 3", reason), "three"]


@pytest.mark.parametrize("form", ["csv", "tsv"])
def test_lines_are_numbered_as_they_stand_in_the_file(tmp_path: Path, form: str) -> None:
    data = 'en,bn\n"one\r\nand more",1\nshort\n\n"the ""third""",3\nlonger,3,4\n'
    path = write(tmp_path / f"t.{form}", data.replace(",", "\t") if form == "tsv" else data)
    assert told(path) == [
        "one\r\nand more",
        ("line 4", "it has 1 columns where the header has 2"),
        'the "third"',
        ("line 7", "it has 3 columns where the header has 2"),
    ]


def test_the_line_with_the_delimiter_counts(tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv", "sep=;\nen;bn\na;b\nbroken\n")
    assert told(path) == ["a", ("line 4", "it has 1 columns where the header has 2")]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"en": "a"', "broken JSON (Expecting ',' delimiter, column 11)"),
        (b'{"en": "\\ud83d"}', "'en' holds half of a surrogate pair"),
        (b'{"en": "a\xff"}', "'en' holds the byte 0xFF, which is not UTF-8"),
        (b'{"en": "a\\u0000"}', "'en' holds a NUL"),
        (b'["a"]', "this line is no JSON object"),
        (b'"a"', "this line is no JSON object"),
        (b"[" * 100_000, "broken JSON"),
        (b'{"n": ' + b"1" * 5000 + b"}", "broken JSON"),
    ],
)
@pytest.mark.parametrize("at", [0, 1])
def test_a_broken_json_line_stands_in_its_place(
    tmp_path: Path, line: bytes, reason: str, at: int
) -> None:
    lines = [b'{"en": "one"}', b'{"en": "two"}']
    lines.insert(at, line)
    found = told(write(tmp_path / "t.jsonl", b"\n".join(lines)))
    broken = found.pop(at)
    assert isinstance(broken, tuple)
    place, why = broken
    assert place == f"line {at + 1}"
    assert why.startswith(reason)
    assert found == ["one", "two"]


def test_where_no_line_is_whole_the_first_is_told(tmp_path: Path) -> None:
    path = write(tmp_path / "t.jsonl", "\nnonsense\n" * record_stream.SEARCHED + '{"en": "late"}')
    assert refused(path).startswith(", line 2: broken JSON (Expecting value, column 1); write one")


FATAL = [
    ("t.csv", b'en,bn\na,b\n"c,d\n' + b"e,f\n" * 9, ", line 3: its quotes do not match"),
    ("t.csv", b'en,bn\na,"b" c\n', ", line 2: its quotes do not match"),
    ("t.csv", b'sep=,\nen,bn\na,b\n"c,d\n', ", line 4: its quotes do not match"),
    (
        "t.csv",
        b'en,bn\na,"' + b"b" * (record_stream.LONGEST_CELL + 1),
        ", line 2: its quotes do not",
    ),
    ("t.csv", b"", ", line 1: there is no header in it"),
    ("t.csv", b"\n\n", ", line 1: there is no header in it"),
    ("t.csv", b",,\na,b,c\n", ", line 1: there is no header in it"),
    ("t.tsv", b"", ", line 1: there is no header in it"),
    ("t.jsonl", b"\n \n", ": there is no record in it"),
    ("t.csv", b"\n\nen, en\na,b\n", ", line 3: two columns are called 'en'"),
    ("t.tsv", b"en\ten\na\tb\n", ", line 1: two columns are called 'en'"),
    ("t.csv", b"en,b\xffn\na,b\n", ", line 1: the column 'b\\udcffn' holds the byte 0xFF"),
    ("t.csv", "en,bn\na,b\n".encode("utf-16"), ": it is UTF-16; convert it to UTF-8"),
    ("t.csv", "en,bn\na,b\n".encode("utf-16-le"), ", line 1: the column 'e\\x00n\\x00' holds"),
    ("t.csv.gz", gzip.compress("en,bn\n".encode("utf-16"), mtime=0), ": it is UTF-16; convert it"),
    ("t.csv.gz", b"en,bn\na,b\n", ": its gzip is damaged (Not a gzipped file"),
    ("t.csv.gz", b"", ", line 1: there is no header in it"),
    ("t.parquet", b"", ": it is no Parquet file"),
    ("t.parquet", b"en,bn\na,b\n", ": it is no Parquet file"),
]


@pytest.mark.parametrize(("name", "data", "line"), FATAL)
def test_what_makes_all_that_follows_doubtful_is_an_error(
    tmp_path: Path, name: str, data: bytes, line: str
) -> None:
    if name == "t.parquet":
        pytest.importorskip("pyarrow")
    assert refused(write(tmp_path / name, data)).startswith(line)


@pytest.mark.parametrize("name", ["t.csv", "t.tsv", "t.jsonl", "t.csv.gz", "t.parquet"])
def test_there_is_no_such_file(tmp_path: Path, name: str) -> None:
    assert refused(tmp_path / name) == ": there is no such file; check the path"


@pytest.mark.parametrize("damage", ["cut", "beginning", "middle", "checksum"])
def test_a_damaged_gzip(tmp_path: Path, damage: str) -> None:
    data = bytearray(gzip.compress(LONG))
    places = {"beginning": 40, "middle": len(data) // 2, "checksum": len(data) - 6}
    if damage == "cut":
        del data[len(data) // 2 :]
    else:
        data[places[damage]] ^= 0xFF
    path = write(tmp_path / "t.csv.gz", bytes(data))
    assert refused(path).startswith(": its gzip is damaged (")


def test_a_truncated_parquet_file(tmp_path: Path) -> None:
    path = parquet(tmp_path / "t.parquet")
    data = path.read_bytes()
    for kept in (len(data) - 1, len(data) // 2, 4):
        assert refused(write(path, data[:kept])).startswith(": it is no Parquet file (")


def test_a_damaged_parquet_file_says_how_far_it_was_read(tmp_path: Path) -> None:
    path = parquet(tmp_path / "t.parquet")
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 400] = bytes(400)
    line = refused(write(path, bytes(data)))
    assert line.startswith(", behind record ")
    assert ": it is damaged (" in line


def test_two_parquet_columns_of_one_name(tmp_path: Path) -> None:
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    pq.write_table(pa.table([["a"], ["b"]], ["en", "en"]), tmp_path / "t.parquet")
    assert refused(tmp_path / "t.parquet").startswith(": two columns are called 'en'")
