"""Names are recognised across scripts by their consonants."""

from __future__ import annotations

import pytest

from evalkit.text.sound import skeleton, sounds_like


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("Washington", "ওয়াশিংটন"),
        ("Washington", "ਵਾਸ਼ਿੰਗਟਨ"),
        ("Washington", "Вашингтон"),
        ("InstructLab", "ইন্সট্রাক্টল্যাব"),
        ("Facebook", "फ़ेसबुक"),
        ("Trump", "ট্রাম্পের"),
        ("George", "জর্জ"),
        ("Christine", "ক্রিস্টিন"),
        ("Chennai", "சென்னை"),
        ("Linux", "ਲੀਨਕਸ"),
        ("Petersen", "Petersens"),
        ("GitHub", "GitHub"),
    ],
)
def test_the_same_name(name: str, word: str) -> None:
    assert sounds_like(name, word)


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("Washington", "সরকার"),
        ("Trump", "ਪਾਰਟੀ"),
        ("George", "দেশ"),
        ("Red", "राजधानी"),
        ("AI", "এআই"),
    ],
)
def test_another_word(name: str, word: str) -> None:
    assert not sounds_like(name, word)


def test_a_skeleton_is_short_and_without_vowels() -> None:
    assert skeleton("Mississippi") == "nssp"
    assert skeleton("aeiou") == ""
