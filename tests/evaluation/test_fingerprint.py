"""A decision on a finding must stick: what changes a fingerprint and what does not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalkit.checks.base import Finding, Span
from evalkit.evaluation.fingerprint import fingerprint

TEXT = "The rivers rise. Nobody in the valley was warned before the storm came that night."
FINDING = Finding(
    "repeated-word", "Fluency", "minor", 3, "bn", "a message", target=Span(28, 34), confidence=0.5
)


def mark(finding: Finding = FINDING, text: str = TEXT) -> str:
    return fingerprint(finding, "", text)


def test_it_is_sixteen_hexadecimal_digits() -> None:
    assert len(mark()) == 16
    int(mark(), 16)


@pytest.mark.parametrize(
    "changed",
    [
        replace(FINDING, row=9),
        replace(FINDING, message="other words", confidence=0.9, severity="major"),
    ],
)
def test_it_survives_a_moved_row_and_other_words_about_it(changed: Finding) -> None:
    assert mark(changed) == mark()


@given(st.integers(min_value=0, max_value=60))
@settings(deadline=None, max_examples=30)
def test_it_survives_what_happens_far_away(extra: int) -> None:
    assert mark(text=TEXT + " x" * extra) == mark()


@pytest.mark.parametrize(
    "changed", [replace(FINDING, check="repeated-phrase"), replace(FINDING, version="pa")]
)
def test_it_tells_checks_and_versions_apart(changed: Finding) -> None:
    assert mark(changed) != mark()


def test_it_changes_with_the_words_it_was_taken_on() -> None:
    assert mark(text=TEXT.replace("valley", "delta!")) != mark()
