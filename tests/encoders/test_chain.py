"""Runs of lost words: the chain agrees with adding up every possible course by hand."""

from __future__ import annotations

import math
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalkit.encoders.chain import Chain

CHAIN = Chain(prior=0.1, trust=1.0, limit=6.0, inside=0.05, mark=0.2, sentence=0.5)
ODDS = st.lists(st.floats(-5, 5), min_size=1, max_size=7)


def by_enumeration(odds: list[float], borders: list[float]) -> list[float]:
    """The same probabilities from all 2ⁿ courses of kept (1) and lost (0)."""
    kept = [0.0] * len(odds)
    total = 0.0
    for course in product((0, 1), repeat=len(odds)):
        weight = 0.9 if course[0] else 0.1
        for n, state in enumerate(course):
            if n:
                returns, leaves = borders[n], borders[n] / 9
                stays = (1 - leaves, leaves) if course[n - 1] else (returns, 1 - returns)
                weight *= stays[0] if state else stays[1]
            weight *= math.exp(odds[n]) if state else 1.0
        total += weight
        for n, state in enumerate(course):
            kept[n] += weight * state
    return [value / total for value in kept]


@given(ODDS, st.data())
def test_probabilities_are_those_of_all_courses_together(
    odds: list[float], data: st.DataObject
) -> None:
    size = len(odds)
    borders = data.draw(st.lists(st.floats(0.01, 0.6), min_size=size, max_size=size))
    assert CHAIN.kept(odds, borders) == pytest.approx(by_enumeration(odds, borders), abs=1e-9)


def test_a_run_ends_more_easily_where_a_sentence_does() -> None:
    text = "One two, three. Four"
    words = [(0, 3), (4, 7), (9, 14), (16, 20)]
    assert CHAIN.borders(text, words) == [0.05, 0.05, 0.2, 0.5]
    odds = [-3.0, -3.0, 0.0, 3.0]
    apart = CHAIN.kept(odds, [0.05, 0.05, 0.5, 0.05])
    assert apart[2] > CHAIN.kept(odds, [0.05, 0.05, 0.05, 0.5])[2]


def test_one_word_without_a_counterpart_is_no_gap_but_six_are() -> None:
    assert CHAIN.kept([3, 3, -1, 3, 3], [0.05] * 5)[2] > 0.5
    assert max(CHAIN.kept([3, *[-1.5] * 6, 3], [0.05] * 8)[1:7]) < 0.5


def test_nothing_is_asked_of_an_empty_text() -> None:
    assert CHAIN.kept([], []) == []
