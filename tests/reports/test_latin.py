"""The letters the page needs to write a version in Latin ones."""

from __future__ import annotations

import pytest

from evalkit.reports.html.latin import letters


def test_latin_and_plain_signs_need_none() -> None:
    assert letters(["plain", "naïve – “quoted” 👩"]).sounds == {}


@pytest.mark.parametrize(
    ("letter", "sound"), [("চ", "ch"), ("ছ", "chh"), ("ੰ", "n"), ("ੱ", ""), ("।", "."), ("২", "2")]
)
def test_a_letter_is_written_as_it_is_said(letter: str, sound: str) -> None:
    assert letters([letter]).sounds == {letter: sound}


def test_a_dotted_letter_sounds_alike_composed_or_not() -> None:
    composed, apart = letters(["\u09dc"]), letters(["\u09a1\u09bc"])
    assert composed.sounds["\u09dc"] == apart.sounds["\u09a1\u09bc"] == "r"


def test_what_letters_do_to_the_unwritten_vowel() -> None:
    found = letters(["কা্", "ੱ"])
    assert (found.bearing, found.final, found.vowels) == ("ক", "", "া")
    assert (found.mutes, found.doubling) == ("্", "ੱ")


def test_tamil_says_it_at_the_end_too() -> None:
    found = letters(["க"])
    assert found.bearing == found.final == "க"
