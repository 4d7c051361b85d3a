"""Words and their places, in any script."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalkit.encoders.word_alignment import places


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The well-known author's book.", ["The", "well-known", "author's", "book"]),
        ("বইটি পড়লাম।তারপর ঘুম।", ["বইটি", "পড়লাম", "তারপর", "ঘুম"]),
        ("ਉਹ 1,500 ਰੁਪਏ ਲਿਆਇਆ॥", ["ਉਹ", "1,500", "ਰੁਪਏ", "ਲਿਆਇਆ"]),
        ("৩.৫ শতাংশ, ১৯তম", ["৩.৫", "শতাংশ", "১৯তম"]),
        ("2,5 Mio. Euro", ["2,5", "Mio", "Euro"]),
        ("AI-এর কাজ", ["AI-এর", "কাজ"]),
        ("天気が良い", ["天", "気", "が", "良", "い"]),
        ("👍 — … !", []),
    ],
)
def test_words_are_found_without_punctuation(text: str, words: list[str]) -> None:
    assert [text[start:end] for start, end in places(text)] == words


@given(st.text())
def test_places_lie_inside_the_text_in_order_and_apart(text: str) -> None:
    end = 0
    for start, stop in places(text):
        assert end <= start < stop <= len(text)
        end = stop


@given(st.text())
def test_every_letter_and_digit_is_in_a_word(text: str) -> None:
    inside = {n for start, end in places(text) for n in range(start, end)}
    assert all(n in inside for n, char in enumerate(text) if char.isalpha() or char.isdecimal())
