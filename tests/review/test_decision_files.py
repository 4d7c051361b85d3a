"""Decision files: what is written is read again, and what is none is refused in one line."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalkit.document import InputError
from evalkit.result.records import DecisionRecord
from evalkit.review import DECISIONS, Decisions, content, read_decisions
from tests.review.entries import NOON, document, entry, write

COLUMNS = [
    "fingerprint", "article", "version", "row", "check", "severity", "message", "quote",
    "source_quote", "decision", "note", "correction", "reviewer", "time", "edition",
]  # fmt: skip
HOSTILE = "</script><img src=x onerror=alert(1)> \u202e \x1b[2J {{ 7*7 }} \r\n\t'\"; =1+1"

text = st.text(
    st.characters(codec="utf-8", exclude_characters="\0"), max_size=20
) | st.sampled_from(["=1+1", "'=1+1", "''=1", "'", "\r", "a\r\nb", "\n=1", "@x", HOSTILE, "১,৫"])
records = st.builds(
    entry,
    st.sampled_from(["", *DECISIONS]),
    text,
    fingerprint=text.filter(bool),
    article=text,
    version=text,
    row=st.integers(0, 10**9),
    check=text,
    message=text,
    quote=text,
    source_quote=text,
    note=text,
    correction=text,
    time=st.sampled_from(["", NOON, "2026-11-25T04:30:00.123+05:30"]),
)


@settings(max_examples=150, deadline=None)
@given(found=st.lists(records, max_size=4).map(tuple))
@pytest.mark.parametrize("suffix", [".json", ".csv"])
def test_what_is_written_is_read_again(
    suffix: str, found: tuple[DecisionRecord, ...], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / f"round{suffix}"
    path.write_bytes(content(Decisions(found), str(path)))
    assert read_decisions(str(path)).records == found


def test_the_fields_stand_in_the_order_of_the_format() -> None:
    made = Decisions((entry("accepted"),), exported=NOON)
    table = json.loads(content(made, "d.json"))
    assert list(table)[:5] == ["format", "format_version", "evalkit", "reviewer", "exported"]
    assert list(table["decisions"][0]) == COLUMNS
    lines = list(csv.reader(io.StringIO(content(made, "d.csv").decode(), newline="")))
    assert lines[0] == COLUMNS


def test_no_spreadsheet_runs_a_cell() -> None:
    written = content(Decisions((entry("accepted", note="=HYPERLINK(1)"),)), "d.csv").decode()
    assert ",'=HYPERLINK(1)," in written


def test_a_spreadsheets_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "d.csv"
    path.write_bytes(
        '\ufefffingerprint;version;decision;note;colour\r\nf1;bn;dismissed;"a\nb";red\r\n'.encode()
    )
    (found,) = read_decisions(str(path)).records
    assert (found.version, found.decision, found.note, found.row) == ("bn", "dismissed", "a\nb", 0)


def test_an_entry_without_a_reviewer_is_by_the_files(tmp_path: Path) -> None:
    path = write(
        tmp_path / "d.json", entry("accepted", ""), entry("fixed", "Binta"), reviewer="Asha"
    )
    assert [r.reviewer for r in read_decisions(str(path)).records] == ["Asha", "Binta"]


def test_other_keys_are_passed_over_and_missing_texts_are_empty(tmp_path: Path) -> None:
    path = tmp_path / "d.json"
    made = document(colour="red", decisions=[{"fingerprint": "f1", "colour": 1}])
    path.write_text(json.dumps(made))
    (found,) = read_decisions(str(path)).records
    assert (found.fingerprint, found.decision, found.note) == ("f1", "", "")


def bad(**more: Any) -> str:
    return json.dumps(document(decisions=[asdict(entry("fixed")), {**asdict(entry("")), **more}]))


@pytest.mark.parametrize(
    ("name", "written", "words"),
    [
        ("d.json", "", "not JSON"),
        ("d.json", "<!doctype html><p>", "not JSON"),
        ("report.html", "<!doctype html>", "neither .json nor .csv"),
        ("d.json", "[]", "no decision file"),
        ("d.json", '{"schema_version": 1}', "no decision file"),
        ("d.json", json.dumps(document(format_version=2)), "format version 2 is not 1"),
        ("d.json", json.dumps(document(decisions={})), "no list of decisions"),
        ("d.json", json.dumps(document(reviewer="x") | {"reviewer": 3}), "reviewer 3 is no text"),
        ("d.json", json.dumps(document(decisions=[3])), "entry 1: not an object"),
        ("d.json", bad(fingerprint=""), "entry 2: no fingerprint"),
        ("d.json", bad(fingerprint=None), "entry 2: fingerprint None is no text"),
        ("d.json", bad(decision="maybe"), "entry 2: the decision 'maybe' is unknown"),
        ("d.json", bad(row="1"), "entry 2: row '1' is no number"),
        ("d.json", bad(row=True), "entry 2: row True is no number"),
        ("d.json", bad(row=1.5), "entry 2: row 1.5 is no number"),
        ("d.json", bad(note=["a"]), "entry 2: note ['a'] is no text"),
        ("d.json", bad(time="yesterday"), "entry 2: 'yesterday' is no time"),
        ("d.json", bad(time="2026-13-45T00:00:00Z"), "is no time"),
        ("d.json", '{"format": "evalkit-decisions", "format": "x"}', "'format' stands twice"),
        ("d.json", "[" * 200_000, "nested too deep"),
        ("d.json", "x" * 10_000_000, "not JSON"),
        ("d.csv", "x" * 10_000_000, "no column called fingerprint"),
        ("d.csv", "", "no column called fingerprint"),
        ("d.csv", "fingerprint,note,note\n", "two columns are called note"),
        ("d.csv", "fingerprint,row\nf1,x\n", "line 2: row 'x' is no number"),
        ("d.csv", "fingerprint,row\nf1,1,2\n", "line 2: 3 cells under 2 columns"),
        ("d.csv", 'fingerprint\n"f1\n', "line 2: its quotes do not match"),
        ("d.csv", "fingerprint,decision\nf1,no\n", "line 2: the decision 'no' is unknown"),
    ],
)  # fmt: skip
def test_what_is_no_decision_file_is_refused_in_one_line(
    tmp_path: Path, name: str, written: str, words: str
) -> None:
    path = tmp_path / name
    path.write_text(written)
    with pytest.raises(InputError) as refused:
        read_decisions(str(path))
    line = str(refused.value)
    assert words in line
    assert line.startswith(str(path))
    assert len(line) < 600


def test_other_bytes_than_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "d.json"
    path.write_bytes(b'{"format": "\xff"}')
    with pytest.raises(InputError, match="byte 0xFF at offset 12 is not UTF-8"):
        read_decisions(str(path))


def test_an_endless_file_is_not_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "d.json"
    path.symlink_to("/dev/zero")
    with pytest.raises(InputError, match="larger than 50,000,000 bytes; give the decisions"):
        read_decisions(str(path))
