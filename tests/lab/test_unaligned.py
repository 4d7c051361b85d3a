"""Gaps and shares of an alignment, worked by hand."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalkit.encoders.word_alignment import Place, WordAlignment
from lab.unaligned import added, gaps, missing, shares, source_shares, target_shares


def words(count: int) -> tuple[Place, ...]:
    return tuple((4 * n, 4 * n + 3) for n in range(count))


def test_gaps_come_with_their_places_longest_first() -> None:
    found = gaps(words(10), (0.9, 0.1, 0.9, 0.9, 0.2, 0.3, 0.4, 0.9, 0.9, 0.9))
    assert [(gap.place, gap.words) for gap in found] == [((16, 27), 3), ((4, 7), 1)]
    assert found[0].lost == pytest.approx(0.8 + 0.7 + 0.6)
    assert found[0].confidence == pytest.approx(2.1 / 3)


def test_one_supported_word_does_not_part_a_gap_two_do() -> None:
    low, high = 0.1, 0.9
    assert [g.words for g in gaps(words(5), (low, low, high, low, low))] == [5]
    assert [g.words for g in gaps(words(6), (low, low, high, high, low, low))] == [2, 2]


def test_shares_of_a_text_whose_end_is_missing() -> None:
    found = shares(words(8), (1.0, 1.0, 1.0, 0.2, 1.0, 1.0, 0.0, 0.0))
    assert found.overall == pytest.approx(2.8 / 8)
    assert (found.tail, found.longest) == (2 / 8, 2 / 8)
    # The quarter of the eight words is two; the second weakest has no support at all.
    assert found.weakest == pytest.approx(math.log(0.001 / 0.999), abs=1e-4)


def test_each_side_has_its_own() -> None:
    alignment = WordAlignment(words(2), words(3), (0.9, 0.1), (0.9, 0.9, 0.9), ())
    assert [gap.place for gap in missing(alignment)] == [(4, 7)]
    assert added(alignment) == ()
    assert source_shares(alignment).tail == 0.5
    assert target_shares(alignment).tail == 0.0


def test_a_text_without_words_misses_nothing() -> None:
    assert gaps((), ()) == ()
    assert shares((), ()).overall == 0.0


@given(st.lists(st.floats(0, 1), max_size=30))
def test_gaps_hold_every_unsupported_word_once(support: list[float]) -> None:
    found = gaps(words(len(support)), support)
    inside = [n for gap in found for n in range(gap.first, gap.last + 1)]
    assert len(inside) == len(set(inside))
    assert {n for n, value in enumerate(support) if value < 0.5} <= set(inside)
    assert all(support[g.first] < 0.5 and support[g.last] < 0.5 for g in found)
