"""Cells that a spreadsheet would compute: shown as text, and read back as they were."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from evalkit.spreadsheets import guarded, is_formula, unguarded

LIKELY = st.one_of(st.text(), st.text(st.sampled_from("'=+-@ \t\r\u200b＝a")))


@given(LIKELY)
def test_what_is_guarded_is_no_formula_and_comes_back(text: str) -> None:
    assert not is_formula(guarded(text))
    assert unguarded(guarded(text)) == text


@given(LIKELY)
def test_a_text_that_is_none_is_left_alone(text: str) -> None:
    if not is_formula(text.lstrip("'")):
        assert guarded(text) == unguarded(text) == text
