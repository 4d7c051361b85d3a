"""Where bytes come from and how they become text."""

from __future__ import annotations

import io
import os
import sys
import threading
from pathlib import Path

import pytest

from evalkit.loaders import load
from evalkit.loaders.decoding import decode

TEXT = "Ready?\nতৈরি।\nਤਿਆਰ 😀\n"


@pytest.mark.parametrize(
    ("encoding", "mark", "note"),
    [
        ("utf-8", b"", "encoding utf-8"),
        ("utf-8", b"\xef\xbb\xbf", "encoding utf-8 with a byte order mark"),
        ("utf-16-le", b"\xff\xfe", "encoding utf-16"),
        ("utf-16-be", b"\xfe\xff", "encoding utf-16"),
    ],
)
def test_encodings_that_are_read(encoding: str, mark: bytes, note: str, tmp_path: Path) -> None:
    path = tmp_path / "en.txt"
    path.write_bytes(mark + TEXT.encode(encoding))
    document = load(path)
    assert document.texts == tuple(TEXT.splitlines())
    assert note in document.notes


def test_only_the_first_mark_is_one() -> None:
    assert decode(b"\xef\xbb\xbf\xef\xbb\xbfa", "x")[0] == "\ufeffa"


@pytest.fixture
def standard_input(monkeypatch: pytest.MonkeyPatch) -> io.BytesIO:
    stream = io.BytesIO()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(stream))
    return stream


def give(stream: io.BytesIO, text: str) -> None:
    stream.write(text.encode())
    stream.seek(0)


def test_standard_input_is_plain_text(standard_input: io.BytesIO) -> None:
    give(standard_input, TEXT)
    document = load("-", "en")
    assert document.texts == tuple(TEXT.splitlines())
    assert (document.path, document.name, document.format) == ("-", "standard input", "txt")


def test_standard_input_in_another_format(standard_input: io.BytesIO) -> None:
    give(standard_input, "# Ready?\n")
    document = load("-", "en", format="md")
    assert document.paragraphs[0].kind == "heading"


def test_a_pipe_is_plain_text_whatever_its_name(tmp_path: Path) -> None:
    path = tmp_path / "63"
    os.mkfifo(path)
    writer = threading.Thread(target=lambda: path.write_text(TEXT, encoding="utf-8"))
    writer.start()
    document = load(path, "en")
    writer.join()
    assert document.texts == tuple(TEXT.splitlines())
