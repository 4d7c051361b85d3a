"""The desk's modules for texts: tokens, tables, search and Latin letters."""

from __future__ import annotations

import csv
import io
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import html

from evalkit.reports.safe_text import shown
from evalkit.result.records import DecisionRecord
from evalkit.review import decision_files
from tests.browser.modules import Desk

TEXT = st.text(
    st.sampled_from("ab<&\"'\n, =+@\u202e\u200d\u200cকਕ👩")
    | st.characters(exclude_categories=["Cs", "Cn"], exclude_characters="\r\x00"),
    max_size=20,
)


@settings(deadline=None, max_examples=50)
@given(TEXT, st.booleans())
def test_tokens_are_those_of_the_templates(desk: Desk, text: str, everything: bool) -> None:
    made = html.fragment_fromstring(desk.call("shown", text, everything)).text_content()
    expected = html.fragment_fromstring(f"<div>{shown(text, everything=everything)}</div>")
    assert made == expected.text_content()


def test_a_lone_surrogate_is_a_token(desk: Desk) -> None:
    assert "⟦U+D800⟧" in desk.call("shown", "a\ud800b", False)


def record(text: str) -> DecisionRecord:
    names = {name: "" for name in decision_files.COLUMNS if name != "row"}
    return DecisionRecord(**{**names, "fingerprint": "f1", "note": text, "quote": text}, row=3)


@settings(deadline=None, max_examples=50)
@example("'=1")
@example("''=1")
@example("'tis")
@example("\u200b=1")
@example('a "b", c\nd')
@given(TEXT)
def test_decisions_written_by_either_are_read_by_the_other(
    desk: Desk, tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    decision = record(text)
    there = decision_files.content(decision_files.Decisions((decision,)), "x.csv").decode()
    cells = {name: str(value) for name, value in asdict(decision).items()}
    assert desk.call("fromCsv", there) == [cells]
    path = Path(tmp_path_factory.getbasetemp()) / "decisions.csv"
    path.write_bytes(desk.call("toCsv", decision_files.COLUMNS, [cells]).encode())
    assert decision_files.read_decisions(str(path)).records == (decision,)


def test_what_the_page_writes_is_a_table_of_the_same_cells(desk: Desk) -> None:
    made = desk.call("toCsv", ["a", "b"], [{"a": 'x "y"', "b": "1\n2"}])
    assert list(csv.reader(io.StringIO(made, newline=""))) == [["a", "b"], ['x "y"', "1\n2"]]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("\u09dc", "\u09a1\u09bc"),
        ("\u09df", "\u09af\u09bc"),
        ("ৎ", "ত্"),
        ("ਪੰਜਾਬ", "ਪਂਜਾਬ"),
        ("২০০", "200"),
        ("੩੦", "30"),
        ("ক্\u200dষ", "ক্ষ"),
        ("“It’s”", '"it\'s"'),
        ("\u1ec7", "e\u0323\u0302"),
        ("উৎসব", "উত্সব"),
    ],
)
def test_ways_of_writing_one_thing_are_found_by_each_other(
    desk: Desk, one: str, other: str
) -> None:
    for text, query in ((one, other), (other, one)):
        assert desk.call("found", f"x {text} y", query) == [[2, 2 + len(text)]]


def test_occurrences_are_places_of_the_text_as_it_stands(desk: Desk) -> None:
    text = "👩 one  \u09a1\u09bc two"
    # In units: the picture is two.
    assert desk.call("found", text, "\u09dc two") == [[8, 14]]
    # A letter is found with the signs that hang on it, a sign with its letter.
    assert desk.call("found", "কাকি", "ক") == [[0, 2], [2, 4]]
    assert desk.call("found", "কাকি", "া") == [[0, 2]]


@pytest.mark.parametrize(
    "query", ["(", "[a", "\\d", "$", "^", "*", "{{", "a/b", ".", "|", "\u0301"]
)
def test_a_query_is_text_and_no_expression(desk: Desk, query: str) -> None:
    assert desk.call("found", f"1 {query} 2", query) == [
        [1 if query == "\u0301" else 2, 2 + len(query)]
    ]


def test_a_query_counts_by_its_first_letters_however_long(desk: Desk) -> None:
    text = "word ১২ ক্ষি " * 50_000
    assert desk.call("found", f"{text[:1000]}|", text)[0][0] == 0
    assert desk.call("found", "another", text) == []
    assert desk.call("found", "another", "e" + "\u0301" * 100_000) == []


def test_a_query_of_nothing_finds_nothing(desk: Desk) -> None:
    for query in ("", " ", "\u200d"):
        assert desk.call("found", "all of it", query) == []


@pytest.mark.parametrize(
    ("text", "latin"),
    [
        ("ভারত", "bharat"),
        ("কলকাতা", "kalakata"),
        ("রেড হ্যাট", "red hyat"),
        ("ਪੰਜਾਬ", "panjab"),
        ("ਲੱਖ", "lakkh"),
        ("दिल्ली", "dilli"),
    ],
)
def test_words_worked_by_hand(desk: Desk, text: str, latin: str) -> None:
    assert desk.call("romanised", text) == latin
    assert len(desk.call("sounds", text)) == len(text)
