"""Words that face each other by what they are: figures, names, equal spelling."""

from __future__ import annotations

import pytest

from evalkit.encoders.word_anchors import anchored


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("2026", "২০২৬"),
        ("19th", "১৯তম"),
        ("1,500", "੧,੫੦੦"),
        ("100,000", "১,০০,০০০"),
        ("2.5", "2,5"),
        ("Amritsar", "ਅੰਮ੍ਰਿਤਸਰ"),
        ("Karimganj", "করিমগঞ্জের"),
        ("Kubernetes", "kubernetes"),
    ],
)
def test_figures_names_and_equal_words_are_anchored(source: str, target: str) -> None:
    assert anchored([source], [target]) == [(0, 0)]
    assert anchored([target], [source]) == [(0, 0)]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("15", "50"),
        ("in", "in"),  # as short as this, words of two languages are alike by chance
        ("market", "মার্কেট"),  # only what is written like a name is asked for its sound
        ("Washington", "বাজার"),
        ("Gift", "Gabe"),
    ],
)
def test_others_are_not(source: str, target: str) -> None:
    assert anchored([source], [target]) == []
