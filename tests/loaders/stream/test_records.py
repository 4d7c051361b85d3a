"""A table record by record: as csv, json and pyarrow read it, each line's fault its own."""

from __future__ import annotations

import csv
import gzip
import io
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from evalkit.document import InputError
from evalkit.loaders.stream import Broken, Record, is_table, opened, records

Rows = Sequence[Sequence[str]]
HEADER = ("id", "en", "bn")
WORDS = "ab ক।,;\t'\"\r\n=\u2028\x0b\x85\ufeff👍"
CELLS = st.text(st.sampled_from(WORDS), max_size=8)
TABLES = st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=6)
PLAIN = st.text(st.sampled_from("ab ক।,;'\"=\u2028\x0b\x85👍"), max_size=8)
few = settings(max_examples=40)


def write(path: Path, data: bytes | str) -> Path:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def read(path: Path) -> list[list[str | None]]:
    """The header and the cells of every record, none of which may be broken."""
    with opened(path) as stream:
        found: list[list[str | None]] = [list(stream.names)]
        for entry in stream.entries:
            assert isinstance(entry, Record), entry
            found.append([entry.cells.get(name) for name in stream.names])
    return found


def told(path: Path) -> list[str | tuple[str, str]]:
    """The first cell of every record, or where it stands and what is wrong with it."""
    with opened(path) as stream:
        return [
            (entry.place, entry.reason)
            if isinstance(entry, Broken)
            else entry.cells[stream.names[0]] or ""
            for entry in stream.entries
        ]


def refused(path: Path) -> str:
    with pytest.raises(InputError) as error, opened(path) as stream:
        for _ in stream.entries:
            pass
    (line,) = str(error.value).splitlines()
    assert line.startswith(str(path))
    return line.removeprefix(str(path))


def written(rows: Rows, **how: str | int) -> str:
    """A table as Python's own csv module writes it."""
    stream = io.StringIO(newline="")
    csv.writer(stream, **how).writerows([HEADER, *rows])  # type: ignore[arg-type]
    return stream.getvalue()


def as_csv_reads(text: str, delimiter: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tables")


@pytest.mark.parametrize("zipped", [False, True])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@few
@given(rows=TABLES, ends=st.sampled_from(["\r\n", "\n"]), mark=st.booleans())
@example(rows=[("a\r\nb", "c\u2028d", 'e "f"')], ends="\r\n", mark=True)
def test_csv_is_read_as_csv_reads_it(
    folder: Path, rows: Rows, delimiter: str, ends: str, mark: bool, zipped: bool
) -> None:
    # With \n as line end Python before 3.13 leaves a lone \r unquoted, where readers break lines.
    quoting = csv.QUOTE_MINIMAL if ends == "\r\n" else csv.QUOTE_ALL
    text = written(rows, delimiter=delimiter, lineterminator=ends, quoting=quoting)
    data = ("\ufeff" if mark else "").encode() + text.encode()
    name = "t.csv.gz" if zipped else "t.csv"
    path = write(folder / name, gzip.compress(data, 1) if zipped else data)
    assert read(path) == as_csv_reads(text, delimiter)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@few
@given(rows=TABLES)
def test_a_table_that_excel_marked_has_the_delimiter_it_says(
    folder: Path, rows: Rows, delimiter: str
) -> None:
    text = written(rows, delimiter=delimiter)
    path = write(folder / "t.csv", f"sep={delimiter}\r\n{text}")
    assert read(path) == as_csv_reads(text, delimiter)


@pytest.mark.parametrize("zipped", [False, True])
@pytest.mark.parametrize("sample", [12, records.SAMPLE])
@few
@given(rows=TABLES)
@example(rows=[("a\r\nb", "c", 'the "d"')] * 3)
@example(rows=[("a", "b", "c\u2028d")] * 3)
def test_a_quoted_tsv_is_read_as_csv_reads_it(
    folder: Path, rows: Rows, sample: int, zipped: bool
) -> None:
    """Quoted all over, as the sample is shorter than the table or not."""
    text = written(rows, delimiter="\t", quoting=csv.QUOTE_ALL)
    name = "t.tsv.gz" if zipped else "t.tsv"
    path = write(folder / name, gzip.compress(text.encode(), 1) if zipped else text)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(records, "SAMPLE", sample)
        assert read(path) == as_csv_reads(text, "\t")


@pytest.mark.parametrize("sample", [12, records.SAMPLE])
@few
@given(rows=st.lists(st.tuples(PLAIN, PLAIN, PLAIN), min_size=1, max_size=6))
@example(rows=[('5" pipe', "b", "c"), ("a", "the \u2028 b", '"Yes'), ('"No"', "b", "c")])
def test_in_an_unquoted_tsv_a_quotation_mark_is_text(folder: Path, rows: Rows, sample: int) -> None:
    """Unless the table reads as one of quoted cells as well, and these are of use."""
    lines = [HEADER, *(tuple(cells) for cells in rows)]
    text = "".join("\t".join(cells) + "\r\n" for cells in lines)
    path = write(folder / "t.tsv", text)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(records, "SAMPLE", sample)
        found = [tuple(cells) for cells in read(path)]
    quotes = sum(cell.startswith('"') for cells in rows for cell in cells)
    if quotes < 2:
        assert found == lines
    else:
        assert found in (lines, [tuple(cells) for cells in as_csv_reads(text, "\t")])


@pytest.mark.parametrize("quoted", [False, True])
def test_a_tsv_longer_than_its_sample(tmp_path: Path, quoted: bool) -> None:
    """At whatever place the sample ends: in a cell, in a line end, behind a line."""
    wide = "\r\n" if quoted else " "
    rows = [(str(n), f"the{wide}river {n}", '"so" it' if quoted else '7" tall') for n in range(60)]
    text = (
        written(rows, delimiter="\t")
        if quoted
        else "".join("\t".join(cells) + "\r\n" for cells in (HEADER, *rows))
    )
    path = write(tmp_path / "t.tsv", text)
    for sample in range(30, 130):
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(records, "SAMPLE", sample)
            assert read(path) == [list(HEADER), *map(list, rows)], sample


def test_line_numbers_are_not_shifted_by_where_the_sample_ends(tmp_path: Path) -> None:
    text = "en\tbn\r\n" + "a\tb\r\n" * 9 + "short\r\n" + "c\td\r\n"
    path = write(tmp_path / "t.tsv", text)
    for sample in range(6, len(text)):
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(records, "SAMPLE", sample)
            assert told(path)[9:] == [
                ("line 11", "it has 1 columns where the header has 2"), "c"
            ], sample  # fmt: skip


OBJECTS = st.lists(
    st.dictionaries(st.sampled_from(HEADER), st.none() | CELLS | st.integers(), min_size=1),
    min_size=1,
    max_size=6,
)


@pytest.mark.parametrize("zipped", [False, True])
@few
@given(objects=OBJECTS, ascii_only=st.booleans(), ends=st.sampled_from(["\r\n", "\n", "\n\n"]))
def test_json_lines_are_read_as_json_reads_them(
    folder: Path, objects: list[dict[str, object]], ascii_only: bool, ends: str, zipped: bool
) -> None:
    """But what is no text, which is left out."""
    text = ends.join(json.dumps(found, ensure_ascii=ascii_only) for found in objects)
    name = "t.jsonl.gz" if zipped else "t.jsonl"
    path = write(folder / name, gzip.compress(text.encode(), 1) if zipped else text)
    if all(isinstance(value, int) for value in objects[0].values()):
        assert "there is no header in it" in refused(path)
        return
    with opened(path) as stream:
        found = [entry.cells for entry in stream.entries if isinstance(entry, Record)]
    expected = [
        {name: value for name, value in each.items() if not isinstance(value, int)}
        for each in objects
    ]
    assert found == expected
    assert stream.names == tuple(expected[0])


@few
@given(rows=st.lists(st.tuples(st.none() | CELLS, CELLS, CELLS), min_size=1, max_size=6))
def test_parquet_is_read_as_pyarrow_reads_it(
    folder: Path, rows: list[tuple[str | None, str, str]]
) -> None:
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    columns = list(zip(*rows, strict=True))
    types = (pa.string(), pa.large_string(), pa.dictionary(pa.int32(), pa.string()))
    arrays = [pa.array(cells, type=kind) for cells, kind in zip(columns, types, strict=True)]
    path = folder / "t.parquet"
    pq.write_table(pa.table([*arrays, pa.array(range(len(rows)))], [*HEADER, "n"]), path)
    with opened(path) as stream:
        found = [entry.cells for entry in stream.entries if isinstance(entry, Record)]
    read_back = pq.read_table(path).drop_columns(["n"]).to_pylist()
    assert found == read_back
    assert stream.names == (*HEADER, "n")


@pytest.mark.parametrize("name", ["t.csv", "T.CSV", "t.tsv.gz", "a.b.jsonl", "part-3.parquet"])
def test_tables_are_known_by_their_names(name: str) -> None:
    assert is_table(Path(name))


@pytest.mark.parametrize("name", ["csv", ".csv", "csv.gz", "t.txt", "t.csv.zip", "t.json", "t"])
def test_what_is_no_table(name: str, tmp_path: Path) -> None:
    assert not is_table(Path(name))
    assert "is no format of tables" in refused(write(tmp_path / name, "en,bn\n"))


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
    path = write(tmp_path / "t.jsonl", "\nnonsense\n" * records.SEARCHED + '{"en": "late"}')
    assert refused(path).startswith(", line 2: broken JSON (Expecting value, column 1); write one")


FATAL = [
    ("t.csv", b'en,bn\na,b\n"c,d\n' + b"e,f\n" * 9, ", line 3: its quotes do not match"),
    ("t.csv", b'en,bn\na,"b" c\n', ", line 2: its quotes do not match"),
    ("t.csv", b'sep=,\nen,bn\na,b\n"c,d\n', ", line 4: its quotes do not match"),
    ("t.csv", b'en,bn\na,"' + b"b" * (records.LONGEST_CELL + 1), ", line 2: its quotes do not"),
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
    ("t.csv.gz", gzip.compress("en,bn\n".encode("utf-16")), ": it is UTF-16; convert it"),
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


LONG = b"en,bn\n" + b"".join(b"%d,text %d\n" % (n, n * n) for n in range(20_000))


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


def parquet(path: Path, rows: int = 5000) -> Path:
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    texts = [f"text {n * n % 7919}" for n in range(rows)]
    table = pa.table({"en": texts, "bn": texts[::-1]})
    pq.write_table(table, path, row_group_size=1000, use_dictionary=False)
    return path


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


class Counting(io.BytesIO):
    """A file that knows how much of it was asked for."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self.taken = 0

    def read(self, size: int | None = -1, /) -> bytes:
        data = super().read(size)
        self.taken += len(data)
        return data


def jsonl(rows: int) -> bytes:
    return b"".join(b'{"en": "%d", "bn": "text %d"}\n' % (n, n) for n in range(rows))


@pytest.mark.parametrize(
    ("reader", "data"),
    [
        (records._csv, LONG * 20),
        (records._tsv, LONG.replace(b",", b"\t") * 20),
        (records._jsonl, jsonl(100_000)),
    ],
)
def test_ten_records_of_a_long_table_cost_no_more_than_its_sample(
    reader: Callable[..., tuple[tuple[str, ...], object]], data: bytes
) -> None:
    file = Counting(data)
    lines = io.TextIOWrapper(io.BufferedReader(file), encoding="utf-8", newline="")
    _, entries = reader(lines, "t")
    assert [next(entries).cells["en"] for _ in range(10)]  # type: ignore[call-overload]
    assert file.tell() < records.SAMPLE + 100_000 < len(data)


def test_ten_records_of_a_long_parquet_table_cost_one_group(tmp_path: Path) -> None:
    path = parquet(tmp_path / "t.parquet", 50_000)
    file = Counting(path.read_bytes())
    _, entries = records._parquet(file, "t")
    assert all(isinstance(next(entries), Record) for _ in range(10))
    assert file.taken < len(file.getvalue()) / 4
