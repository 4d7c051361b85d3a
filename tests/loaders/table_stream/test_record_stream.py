"""A table record by record: as csv, json and pyarrow read it, and no more of it than is wanted."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from evalkit.loaders.table_stream import Record, is_table, opened, record_stream
from tests.loaders.table_stream.reading import LONG, parquet, read, refused, told, write

Rows = Sequence[Sequence[str]]
HEADER = ("id", "en", "bn")
WORDS = "ab ক।,;\t'\"\r\n=\u2028\x0b\x85\ufeff👍"
CELLS = st.text(st.sampled_from(WORDS), max_size=8)
TABLES = st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=6)
PLAIN = st.text(st.sampled_from("ab ক।,;'\"=\u2028\x0b\x85👍"), max_size=8)
few = settings(max_examples=40)


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
@pytest.mark.parametrize("sample", [12, record_stream.SAMPLE])
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
        patched.setattr(record_stream, "SAMPLE", sample)
        assert read(path) == as_csv_reads(text, "\t")


@pytest.mark.parametrize("sample", [12, record_stream.SAMPLE])
@few
@given(rows=st.lists(st.tuples(PLAIN, PLAIN, PLAIN), min_size=1, max_size=6))
@example(rows=[('5" pipe', "b", "c"), ("a", "the \u2028 b", '"Yes'), ('"No"', "b", "c")])
def test_in_an_unquoted_tsv_a_quotation_mark_is_text(folder: Path, rows: Rows, sample: int) -> None:
    """Unless the table reads as one of quoted cells as well, and these are of use."""
    lines = [HEADER, *(tuple(cells) for cells in rows)]
    text = "".join("\t".join(cells) + "\r\n" for cells in lines)
    path = write(folder / "t.tsv", text)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(record_stream, "SAMPLE", sample)
        found = [tuple(cells) for cells in read(path)]
    if any(cell.startswith('"') for cells in rows for cell in cells):
        assert found in (lines, [tuple(cells) for cells in as_csv_reads(text, "\t")])
    else:
        assert found == lines


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
            patched.setattr(record_stream, "SAMPLE", sample)
            assert read(path) == [list(HEADER), *map(list, rows)], sample


def test_line_numbers_are_not_shifted_by_where_the_sample_ends(tmp_path: Path) -> None:
    text = "en\tbn\r\n" + "a\tb\r\n" * 9 + "short\r\n" + "c\td\r\n"
    path = write(tmp_path / "t.tsv", text)
    for sample in range(6, len(text)):
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(record_stream, "SAMPLE", sample)
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
    """But what is no text, of which is said what it is."""
    text = ends.join(json.dumps(found, ensure_ascii=ascii_only) for found in objects)
    name = "t.jsonl.gz" if zipped else "t.jsonl"
    path = write(folder / name, gzip.compress(text.encode(), 1) if zipped else text)
    with opened(path) as stream:
        read_records = [entry for entry in stream.entries if isinstance(entry, Record)]
    found = [record.cells for record in read_records]
    assert [record.other for record in read_records] == [
        {name: "a number" for name, value in each.items() if isinstance(value, int)}
        for each in objects
    ]
    expected = [
        {name: value for name, value in each.items() if not isinstance(value, int)}
        for each in objects
    ]
    assert found == expected
    assert stream.names == tuple(objects[0])


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
        (record_stream._csv, LONG * 20),
        (record_stream._tsv, LONG.replace(b",", b"\t") * 20),
        (record_stream._jsonl, jsonl(100_000)),
    ],
)
def test_ten_records_of_a_long_table_cost_no_more_than_its_sample(
    reader: Callable[..., tuple[tuple[str, ...], object]], data: bytes
) -> None:
    file = Counting(data)
    lines = io.TextIOWrapper(io.BufferedReader(file), encoding="utf-8", newline="")
    _, entries = reader(lines, "t")
    assert [next(entries).cells["en"] for _ in range(10)]  # type: ignore[call-overload]
    assert file.tell() < record_stream.SAMPLE + 100_000 < len(data)


def test_ten_records_of_a_long_parquet_table_cost_one_group(tmp_path: Path) -> None:
    path = parquet(tmp_path / "t.parquet", 50_000)
    file = Counting(path.read_bytes())
    _, entries = record_stream._parquet(file, "t")
    assert all(isinstance(next(entries), Record) for _ in range(10))
    assert file.taken < len(file.getvalue()) / 4
