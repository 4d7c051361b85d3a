"""Alignments come from memory only where nothing that decides them has changed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evalkit.alignment import align, build
from evalkit.alignment.remembered import remembered
from evalkit.document import Document, Paragraph
from tests.alignment.texts import BENGALI, ENGLISH
from tests.builders import document
from tests.remembering import Remembering

SOURCE = document(*ENGLISH)
MERGED = document(BENGALI[0], " ".join(BENGALI[1:3]), *BENGALI[3:], language="bn")


def never(*_given: object) -> None:
    raise AssertionError


def test_what_was_aligned_is_not_aligned_again(monkeypatch: pytest.MonkeyPatch) -> None:
    memory = Remembering()
    found = remembered(SOURCE, MERGED, None, memory)
    assert found == align(SOURCE, MERGED)
    monkeypatch.setattr("evalkit.alignment.remembered.align", never)
    assert remembered(SOURCE, MERGED, None, memory) == found
    renamed = replace(MERGED, name="other.txt", path="elsewhere/other.txt")
    assert remembered(SOURCE, renamed, None, memory) == found


def changed(kind: str) -> Document:
    first, *rest = MERGED.paragraphs
    return {
        "text": replace(MERGED, paragraphs=(replace(first, text=first.text + "।"), *rest)),
        "kind": replace(MERGED, paragraphs=(replace(first, kind="heading"), *rest)),
        "level": replace(MERGED, paragraphs=(replace(first, level=2), *rest)),
        "language": replace(MERGED, language="as"),
        "paragraphs": replace(MERGED, paragraphs=(Paragraph(""), first, *rest)),
    }[kind]


@pytest.mark.parametrize("kind", ["text", "kind", "level", "language", "paragraphs"])
def test_another_document_is_aligned_anew(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    memory = Remembering()
    remembered(SOURCE, MERGED, None, memory)
    monkeypatch.setattr("evalkit.alignment.remembered.align", never)
    with pytest.raises(AssertionError):
        remembered(SOURCE, changed(kind), None, memory)


def test_an_article_built_from_memory_is_the_same() -> None:
    memory = Remembering()
    first = build("bridge", SOURCE, {"bn": MERGED}, memory=memory)
    assert memory.kept
    assert build("bridge", SOURCE, {"bn": MERGED}, memory=memory) == first
    assert build("bridge", SOURCE, {"bn": MERGED}) == first
