"""A judge's quotes are looked up in the text: found as a reader would, or not there."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalkit.metrics.judge.quotes import place_of

BENGALI = "বাড়িটি ২০২৪ সালে তৈরি হয়েছে।"


def found(quote: str, text: str) -> str | None:
    place = place_of(quote, text)
    return None if place is None else text[place[0] : place[1]]


@pytest.mark.parametrize(
    ("quote", "text", "expected"),
    [
        ("has seven", "It has seven layers.", "has seven"),
        ("২০২৪ সালে", BENGALI, "২০২৪ সালে"),
        ("seven  layers", "It has seven\nlayers.", "seven\nlayers"),
        ("“seven” layers", 'It has "seven" layers.', '"seven" layers'),
        ('"seven layers"', "It has seven layers.", "seven layers"),
        ("It Has Seven", "it has seven layers", "it has seven"),
        ("seven layers…", "It has seven layers.", "seven layers"),
        ("co‑operate", "They co-operate.", "co-operate"),
        ("soft", "It is so\u00adft.", "so\u00adft"),
        ("ৌক", "সে নৌকায়", "নৌকা"),
        ("eight", "It has seven layers.", None),
        ("", "It has seven layers.", None),
        (" \n", "It has seven layers.", None),
        ("…", "It has seven layers.", None),
        ("seven", "", None),
    ],
)
def test_a_quote_is_found_as_a_reader_would_find_it(
    quote: str, text: str, expected: str | None
) -> None:
    assert found(quote, text) == expected


@pytest.mark.parametrize("letter", ["ড়", "ঢ়", "য়", "ਸ਼", "é"])
def test_letters_are_the_same_composed_or_not(letter: str) -> None:
    forms = {unicodedata.normalize(form, letter) for form in ("NFC", "NFD")} | {letter}
    for quote in forms:
        for written in forms:
            text = f"ab {written} cd"
            place = place_of(quote, text)
            assert place == (3, 3 + len(written))


def test_the_same_quote_twice_is_two_places() -> None:
    text = "very, very good"
    first = place_of("very", text)
    assert first == (0, 4)
    assert place_of("very", text, [first]) == (6, 10)
    assert place_of("very", text, [(0, 4), (6, 10)]) == (0, 4)


LETTERS = st.text(st.sampled_from("ab AÉé “”-–ড়়য় \n\u200d।"), max_size=30)


@given(LETTERS, LETTERS, LETTERS)
def test_what_stands_in_a_text_is_found_in_it(before: str, quote: str, after: str) -> None:
    text = before + quote + after
    place = place_of(quote, text)
    if not quote.strip():
        assert place is None
        return
    assert place is not None
    start, end = place
    assert 0 <= start < end <= len(text)
    assert quote in text[start:end]


@given(LETTERS, LETTERS)
def test_a_place_lies_within_the_text(quote: str, text: str) -> None:
    place = place_of(quote, text)
    assert place is None or 0 <= place[0] < place[1] <= len(text)
