"""Places of the source in a reader's words, and found by word links."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalkit.attribution.source_places import common, covered, named, source_words
from evalkit.checks.base import Finding, Span
from evalkit.encoders.word_alignment import Link, WordAlignment, places
from tests.builders import pair

TEXT = "Rain fell. Snow fell. Hail fell hard on the old town and its many roofs."
SENTENCES = (Span(0, 10), Span(11, 21), Span(22, 72))
SPANS = st.tuples(st.integers(0, 50), st.integers(0, 50)).map(lambda p: Span(min(p), max(p)))


@pytest.mark.parametrize(
    ("place", "words", "plural"),
    [
        (Span(11, 21), "the second sentence", False),
        (Span(0, 21), "the first and second sentences", True),
        (Span(0, 72), "the paragraph", False),
        (Span(11, 15), "“Snow”", False),
        (Span(11, 40), "“Snow fell. Hail fell hard on”", False),
        (Span(27, 61), "“fell hard on … and its”", False),
    ],
)
def test_a_place_is_called_by_its_sentence_or_quoted(place: Span, words: str, plural: bool) -> None:
    assert named(TEXT, place, SENTENCES) == (words, plural)


def test_far_sentences_are_numbered() -> None:
    text = "Go on. " * 14
    sentences = tuple(Span(7 * n, 7 * n + 6) for n in range(14))
    assert named(text, sentences[11], sentences)[0] == "sentence 12"
    assert named(text, Span(7, 27), sentences) == ("sentences 2 to 4", True)


@given(SPANS, SPANS)
def test_shares_lie_between_nothing_and_all(one: Span, other: Span) -> None:
    assert 0 <= covered(one, other) <= 1
    assert common(one, other) == common(other, one)


def aligned(*links: tuple[int, int, float]) -> WordAlignment:
    source, target = places("The bridge was closed."), places("সেতু বন্ধ ।")
    return WordAlignment(
        source, target, (0.9,) * 4, (0.9,) * 2, tuple(Link(s, t, w) for s, t, w in links)
    )


def marked(target: Span) -> Finding:
    return Finding("dangling-space", "Fluency", "minor", 1, "bn", "m.", target)


def test_a_word_of_the_version_leads_to_what_it_stands_for() -> None:
    words = aligned((1, 0, 0.9), (3, 1, 0.8), (2, 1, 0.1))
    row = replace(pair("The bridge was closed.", "সেতু বন্ধ ।"), words=words)
    assert source_words(marked(Span(0, 4)), row) == {1}
    assert source_words(marked(Span(5, 9)), row) == {3}
    assert source_words(marked(Span(10, 11)), row) == {3}  # the mark is about the word before it


def test_without_word_links_nothing_tells() -> None:
    assert source_words(marked(Span(0, 4)), pair("The bridge.", "সেতু।")) == frozenset()
