"""Any text that goes into a file comes out of it, character for character."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evalkit.document import Document
from evalkit.loaders import lines, load

QUICK = settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
ANY = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
LINE = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r\n"))


def with_words(texts: st.SearchStrategy[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(texts.filter(lambda text: bool(text.strip())), min_size=1, max_size=6)


def loaded(data: bytes, suffix: str) -> Document:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"file.{suffix}"
        path.write_bytes(data)
        return load(path, "bn")


@QUICK
@given(
    with_words(LINE),
    st.sampled_from(["\n", "\r\n", "\n\n"]),
    st.sampled_from(["utf-8-sig", "utf-16"]),
)
def test_plain_text(texts: list[str], separator: str, encoding: str) -> None:
    assert loaded(separator.join(texts).encode(encoding), "txt").texts == tuple(texts)


@QUICK
@given(st.lists(LINE, min_size=1, max_size=6).filter(lambda texts: any(t.strip() for t in texts)))
def test_every_line(texts: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bn.txt"
        path.write_bytes(b"\xef\xbb\xbf" + "".join(f"{text}\n" for text in texts).encode())
        assert lines(path).texts == tuple(texts)


@QUICK
@given(with_words(ANY), st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
def test_csv(texts: list[str], quoting: int) -> None:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, quoting=quoting)  # type: ignore[arg-type]
    writer.writerows([["source", "target"], *(["x", text] for text in texts)])
    assert loaded(stream.getvalue().encode("utf-8"), "csv").texts == tuple(texts)


@QUICK
@given(with_words(ANY))
def test_quoted_tsv(texts: list[str]) -> None:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter="\t", quoting=csv.QUOTE_ALL)
    writer.writerows([["source", "target"], *(["x", text] for text in texts)])
    assert loaded(stream.getvalue().encode("utf-8"), "tsv").texts == tuple(texts)


@QUICK
@given(with_words(ANY), st.booleans())
def test_json_lines(texts: list[str], ascii_only: bool) -> None:
    rows = (json.dumps({"target": text}, ensure_ascii=ascii_only) for text in texts)
    assert loaded("\n".join(rows).encode("utf-8"), "jsonl").texts == tuple(texts)
