"""What spelling tells of a translation: counted by hand."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalkit.metrics.quality_estimate.spelling_features import NAMES, surface


def told(source: str, target: str) -> dict[str, float]:
    return dict(zip(NAMES, surface(source, target), strict=True))


def test_each_side_is_counted() -> None:
    found = told("Go to NASA in 2024!", "২০২৪ সালে নাসায় যান!")
    assert found["source characters"] == pytest.approx(math.log1p(19))
    assert found["source words"] == pytest.approx(math.log1p(5))
    assert found["source capitals"] == pytest.approx(5 / 19)
    assert found["source digits"] == pytest.approx(4 / 19)
    assert found["source marks"] == pytest.approx(1 / 19)
    assert found["source latin"] > 0.75 and found["target latin"] < 0.3
    assert found["target digits"] == pytest.approx(4 / 21)


def test_a_copy_is_seen() -> None:
    copied = told("The river rose.", "The river rose.")
    assert copied["copied words"] == copied["likeness"] == 1.0
    assert told("The river rose.", "নদী ফুলে উঠল।")["copied words"] == 0.0


def test_figures_are_compared_by_their_digits_in_any_script() -> None:
    assert told("19 of 2,000", "২,০০০ এর ১৯")["figures kept"] == 1.0
    assert told("19 of 2,000", "২,০০০ এর ১৮")["figures kept"] == 0.5
    assert told("19", "১৯ ও ২০")["figures added"] == 0.5
    assert told("none", "কিছুই না")["figures kept"] == 1.0


@pytest.mark.parametrize(
    ("source", "target", "alike"),
    [("Yes.", "হ্যাঁ।", 1), ("Yes?", "হ্যাঁ।", 0), ("Yes", "হ্যাঁ।", 0), ("“Yes!”", "«হ্যাঁ!»", 1)],
)
def test_texts_that_end_alike(source: str, target: str, alike: int) -> None:
    assert told(source, target)["end"] == alike


def test_repetition_is_counted() -> None:
    found = told("It rains on and on.", "বৃষ্টি বৃষ্টি পড়ছে")
    assert found["adjacent repeats"] == pytest.approx(1 / 3)
    looped = told("a b", "ক খ ক খ ক খ")
    assert looped["repeated pairs"] == pytest.approx((5 - 2) / 6)


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_has_finite_traits(source: str, target: str) -> None:
    found = surface(source, target)
    assert len(found) == len(NAMES) == len(set(NAMES))
    assert all(math.isfinite(value) for value in found)
