"""What was written is read again, character for character, by evalkit and by translate-toolkit."""

from __future__ import annotations

import csv
import io
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from evalkit.export import ExportedPair, corrected_xliff, memory_tmx
from evalkit.export import memory_csv as table
from evalkit.export.pairs import altered
from evalkit.export.xmltext import writable
from evalkit.loaders import Columns, load
from tests.export.judged import pair

HARD = (
    "বাঁধটি <b>নতুন</b> & \"সেতু\" 'পুরোনো' ]]> &amp; &#10;",
    "ਪੁਲ\u200cਨਵਾਂ\u200dਹੈ \u0a4d",
    "שָׁלוֹם \u202bעולם\u202c \u200fمرحبا",
    "  two spaces before, a tab\tin it, and one after ",
    "line\nbreak\n\n  and an indented one\r\nand one of Windows\rand an old one",
    "=SUM(A1)",
    "'=SUM(A1)",
    " -3",
    "\u200b@me",
    '"quoted", and; separated',
    "\u2028\u2029\x85\ufeff𝔘",
)
ALPHABET = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
TEXT = st.one_of(
    st.text(ALPHABET, min_size=1),
    st.text(st.sampled_from(" \t\r\n<>&'\"=+-@;,]কਕא\u200d"), min_size=1),
    st.sampled_from(HARD),
).filter(lambda text: bool(text.strip()))
SIDES = st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=4)
QUICK = settings(max_examples=60, deadline=None)
ALL_HARD = list(zip(HARD, HARD[::-1], strict=True))


def pairs_of(sides: Sequence[tuple[str, str]], version: str = "bn") -> list[ExportedPair]:
    language = version.partition("-x-")[0]
    return [
        pair(source, "আগের", row=n, corrected=corrected, version=version, language=language)
        for n, (source, corrected) in enumerate(sides, 1)
    ]


def loaded(data: bytes, name: str, target: str | None = None) -> list[tuple[str, str]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        document = load(path, columns=Columns(target=target))
    assert document.source is not None
    return list(zip(document.source.texts, document.texts, strict=True))


def as_xml(sides: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(writable(source), writable(target)) for source, target in sides]


@QUICK
@given(SIDES)
@example(ALL_HARD)
def test_tmx(sides: list[tuple[str, str]]) -> None:
    assert loaded(memory_tmx.write(pairs_of(sides)), "memory.tmx") == as_xml(sides)


@QUICK
@given(SIDES)
@example(ALL_HARD)
def test_xliff(sides: list[tuple[str, str]]) -> None:
    assert loaded(corrected_xliff.write(pairs_of(sides))["bn.xlf"], "bn.xlf") == as_xml(sides)


@QUICK
@given(SIDES)
@example(ALL_HARD)
def test_csv(sides: list[tuple[str, str]]) -> None:
    data = table.write(pairs_of(sides))
    assert loaded(data, "memory.csv", "corrected") == sides
    assert [target for _, target in loaded(data, "memory.csv")] == ["আগের"] * len(sides)


@QUICK
@given(SIDES)
@example(ALL_HARD)
def test_csv_in_a_spreadsheet_computes_nothing(sides: list[tuple[str, str]]) -> None:
    text = table.write(pairs_of(sides)).decode("utf-8")
    for line in list(csv.reader(io.StringIO(text, newline="")))[1:]:
        for cell in line:
            assert not re.match("[\u200b-\u200d\u2060\ufeff\\s]*[=+@＝＋－＠-]", cell)


@QUICK
@given(SIDES)
@example(ALL_HARD)
def test_tmx_by_translate_toolkit(sides: list[tuple[str, str]]) -> None:
    store = pytest.importorskip("translate.storage.tmx").tmxfile
    read = store.parsestring(
        memory_tmx.write(pairs_of(sides)), sourcelanguage="en", targetlanguage="bn"
    )
    assert [(str(u.source), str(u.target)) for u in read.units] == as_xml(sides)


@QUICK
@given(SIDES)
@example(ALL_HARD)
def test_xliff_by_translate_toolkit(sides: list[tuple[str, str]]) -> None:
    store = pytest.importorskip("translate.storage.xliff").xlifffile
    read = store.parsestring(corrected_xliff.write(pairs_of(sides))["bn.xlf"])
    assert [(str(u.source), str(u.target)) for u in read.units] == as_xml(sides)


@given(st.text())
def test_only_what_xml_cannot_hold_is_replaced_and_then_it_is_told(text: str) -> None:
    written = writable(text)
    assert len(written) == len(text)
    # XML 1.0, section 2.2: Char.
    allowed = re.compile("[\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
    for before, after in zip(text, written, strict=True):
        assert after == (before if allowed.fullmatch(before) else "\ufffd")
    assert bool(altered([pair(corrected=text)], writable)) == (written != text)


def test_csv_that_no_text_file_could_hold_is_read_all_the_same() -> None:
    data = table.write(pairs_of([("One.", "এক\0।"), ("Two.", "দুই\ud800।")]))
    read = [target for _, target in loaded(data, "memory.csv", "corrected")]
    assert read == ["এক\ufffd।", "দুই\ufffd।"]
