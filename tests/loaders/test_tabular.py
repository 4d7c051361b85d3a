"""CSV, TSV and JSON lines: which columns, which cells."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from evalkit.document import InputError
from evalkit.loaders import Columns, load


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8", newline="")
    return path


ROWS = {"en": "River", "bn": "নদী", "pa": "ਦਰਿਆ", "mt": "নদ", "source": "Rio"}


def table(path: Path, names: str) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(names.split())
        writer.writerow([ROWS.get(name.lower(), "x") for name in names.split()])
    return path


@pytest.mark.parametrize(
    ("names", "language", "target", "source"),
    [
        ("en bn pa", "bn", "নদী", "River"),
        ("en bn pa", "pa", "ਦਰਿਆ", "River"),
        ("en bn pa", "en", "River", None),
        ("en bn", None, "নদী", "River"),
        ("EN BN", "bn", "নদী", "River"),
        ("id en mt", None, "নদ", "River"),
        ("en mt bn", None, "নদ", "River"),
        ("en mt bn", "bn", "নদী", "River"),
        ("en source bn", "bn", "নদী", "Rio"),
        ("bn", None, "নদী", None),
        ("id bn", None, "নদী", None),
        ("mt", "bn", "নদ", None),
        ("whatever", None, "x", None),
        ("id text", None, "x", None),
    ],
)
def test_columns_are_found_by_name(
    names: str, language: str | None, target: str, source: str | None, tmp_path: Path
) -> None:
    document = load(table(tmp_path / "t.csv", names), language)
    assert document.texts == (target,)
    assert (document.source.texts if document.source else None) == ((source,) if source else None)


@pytest.mark.parametrize("name", ["ben", "bengali", "Bangla", "bn-BD", "ben_Beng"])
def test_all_names_of_a_language(name: str, tmp_path: Path) -> None:
    document = load(write(tmp_path / "t.csv", f"english,{name}\nRiver,নদী\n"), "bn")
    assert document.texts == ("নদী",)
    assert document.source is not None
    assert document.source.language == "en"


def test_columns_that_the_caller_names(tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv", "A,B,target\nRiver,নদী,x\n")
    document = load(path, columns=Columns(source="A", target="b"))
    assert document.texts == ("নদী",)
    assert document.source is not None
    assert document.source.texts == ("River",)
    assert "text in column 'B'" in document.notes
    with pytest.raises(InputError, match="no column 'C'; name one of 'A', 'B', 'target'"):
        load(path, columns=Columns(target="C"))


def test_the_language_wanted_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no column is named for pa"):
        load(write(tmp_path / "t.csv", "en,bn\nRiver,নদী\n"), "pa")


def test_pairs_hold_where_a_side_is_empty(tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv", "source,target\nThe boat is here.,ক\nB,\n,\n,গ\n")
    document = load(path, "bn")
    assert document.source is not None
    assert document.texts == ("ক", "", "গ")
    assert document.source.texts == ("The boat is here.", "B", "")
    assert [p.place for p in document.paragraphs] == ["line 2", "line 3", "line 5"]
    assert load(path, "en").texts == ("The boat is here.", "B")


def test_one_language_has_no_empty_paragraphs(tmp_path: Path) -> None:
    assert load(write(tmp_path / "t.csv", 'target,x\nক,1\n"",2\nখ,3\n')).texts == ("ক", "খ")


def test_lines_inside_cells(tmp_path: Path) -> None:
    document = load(write(tmp_path / "t.csv", 'target\n"one\n\ntwo"\nthree\n'))
    assert [(p.text, p.place) for p in document.paragraphs] == [
        ("one\n\ntwo", "line 2"),
        ("three", "line 5"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "source;target\nA, b;ক; খ\n".replace("ক; খ", '"ক; খ"'),
        'sep=;\nsource;target\nA, b;"ক; খ"\n',
        'source\ttarget\nA, b\t"ক; খ"\n',
        '\ufeffsource,target\r\n"A, b","ক; খ"\r\n',
    ],
)
def test_delimiters(text: str, tmp_path: Path) -> None:
    document = load(write(tmp_path / "t.csv", text))
    assert document.texts == ("ক; খ",)
    assert document.source is not None
    assert document.source.texts == ("A, b",)


@pytest.mark.parametrize("text", ["=1+1", "'=1+1", "-2", "@x", '"quoted"', ' " '])
def test_cells_are_text(text: str, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([["source", "target"], ["x", text]])
    assert load(path).texts == (text,)


class TestTabs:
    @pytest.mark.parametrize("text", ['"Come," he said', '"Come in"', 'say "x', '5" pipe', '"'])
    def test_without_quoting_quotes_are_text(self, text: str, tmp_path: Path) -> None:
        path = write(tmp_path / "t.tsv", f"source\ttarget\nA\t{text}\nB\tlast\n")
        assert load(path).texts == (text, "last")

    @pytest.mark.parametrize("text", ["a\tb", "a\nb", 'a "b"', '"a"', "a"])
    @pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
    def test_with_quoting(self, text: str, quoting: int, tmp_path: Path) -> None:
        path = tmp_path / "t.tsv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, delimiter="\t", quoting=quoting)  # type: ignore[arg-type]
            writer.writerows([["source", "target"], ["A", text], ["B", "last"]])
        assert load(path).texts == (text, "last")


def test_a_cell_of_a_million_characters(tmp_path: Path) -> None:
    before = csv.field_size_limit()
    text = "ক" * 1_000_000
    assert load(write(tmp_path / "t.csv", f"target\n{text}\n")).texts == (text,)
    assert csv.field_size_limit() == before


def test_json_lines(tmp_path: Path) -> None:
    lines = [{"src": "A", "mt": "ক\nখ"}, {"src": "B", "mt": None}]
    text = "\n\n".join(json.dumps(line) for line in lines)
    document = load(write(tmp_path / "t.jsonl", text))
    assert document.texts == ("ক\nখ", "")
    assert document.source is not None
    assert document.source.texts == ("A", "B")
    assert [p.place for p in document.paragraphs] == ["line 1", "line 3"]


def test_json_lines_of_strings(tmp_path: Path) -> None:
    assert load(write(tmp_path / "t.jsonl", '"ক"\n""\n"- খ"\n')).texts == ("ক", "- খ")


def test_apostrophes_are_taken_off_where_evalkit_put_them_and_nowhere_else(tmp_path: Path) -> None:
    columns = "article,row,version,source,target,corrected,checks,reviewers,notes,changed"
    memory, other = tmp_path / "memory.csv", tmp_path / "other.csv"
    memory.write_text(f"{columns}\na,1,bn,'=one,'=এক,''=এক,,,,\n", encoding="utf-8")
    other.write_text("source,target\n'=one,'=এক\n", encoding="utf-8")
    assert load(memory).texts == ("=এক",)
    assert load(memory, columns=Columns(target="corrected")).texts == ("'=এক",)
    assert load(other).texts == ("'=এক",)
