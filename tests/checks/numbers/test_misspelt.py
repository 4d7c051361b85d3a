"""Number words in a spelling that no table knows."""

from __future__ import annotations

import pytest

from evalkit.checks.numbers.misspelt import misspelt_as
from evalkit.text.numbers import numbers


@pytest.mark.parametrize(
    ("number", "text", "language", "found"),
    [
        ("58", "ਅੱਠਵੰਝਾ ਵੋਟਰ", "pa", True),
        ("57", "ਅੱਠਵੰਝਾ ਵੋਟਰ", "pa", False),
        ("85", "আটান্ন জন", "bn", False),
        ("58", "পঁচাশি জন", "bn", False),
        ("58", "There are no voters.", "pa", False),
        ("7", "ਸੱਤਾਂ ਵੋਟਰ", "pa", False),
        ("58", "", "pa", False),
    ],
)
def test_a_word_answers_only_for_the_number_it_is_likest(
    number: str, text: str, language: str, found: bool
) -> None:
    (wanted,) = numbers(number, "en")
    assert (misspelt_as(wanted, text, language) is not None) is found
