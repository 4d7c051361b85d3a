"""Correlations, worked by hand."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalkit.statistics.correlation import by_item, kendall, pearson, spearman

VALUES = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=2, max_size=60)


def test_kendall_worked_by_hand() -> None:
    # Pairs of (1,1) (2,3) (3,2) (4,3): concordant 12, 13, 14, 34; discordant 23; tied in y 24.
    # tau-b = (4 - 1) / sqrt(6 · 5)
    assert kendall([1, 2, 3, 4], [1, 3, 2, 3]) == pytest.approx(3 / 30**0.5)


def test_spearman_is_the_classical_formula_without_ties() -> None:
    # Differences of ranks 0, 1, 1, 0: 1 - 6 · 2 / (4 · 15)
    assert spearman([1, 2, 3, 4], [1, 3, 2, 4]) == pytest.approx(1 - 12 / 60)


def test_pearson_of_a_line_is_one_and_of_a_falling_line_minus_one() -> None:
    assert pearson([1, 2, 5], [10, 20, 50]) == pytest.approx(1)
    assert pearson([1, 2, 5], [-1, -2, -5]) == pytest.approx(-1)


@pytest.mark.parametrize("correlation", [pearson, spearman, kendall])
@pytest.mark.parametrize("x", [[], [1.0], [2.0, 2.0, 2.0]])
def test_what_does_not_vary_has_no_correlation(correlation: Any, x: list[float]) -> None:
    assert correlation(x, list(range(len(x)))) is None
    assert correlation(list(range(len(x))), x) is None


@settings(max_examples=40, deadline=None)
@given(VALUES)
def test_kendall_is_the_count_of_all_pairs(pairs: list[tuple[int, int]]) -> None:
    """tau-b by its definition, pair by pair."""
    x, y = zip(*pairs, strict=True)
    if len(set(x)) < 2 or len(set(y)) < 2:
        assert kendall(x, y) is None
        return
    signs = [(np.sign(a - c), np.sign(b - d)) for (a, b), (c, d) in combinations(pairs, 2)]
    together = sum(a * b for a, b in signs)
    untied = sum(a != 0 for a, _ in signs) * sum(b != 0 for _, b in signs)
    assert kendall(x, y) == pytest.approx(together / untied**0.5, abs=1e-12)


def test_ties_share_their_mean_rank() -> None:
    # Ranks 2.5, 1, 2.5, 4 and 1, 2, 3, 4, both about 2.5: 0 + 1.5 * 0.5 + 0 + 1.5 * 1.5 = 3 over
    # the root of 4.5 * 5.
    assert spearman([5, 1, 5, 9], [1, 2, 3, 4]) == pytest.approx(3 / 22.5**0.5)


def test_by_item_leaves_out_items_without_two_systems_or_without_a_difference() -> None:
    items = ["one", "two", "two", "same", "same"]
    ((item, found),) = by_item(kendall, [1, 1, 2, 3, 4], [1, 2, 1, 5, 5], items)
    assert (item, found) == ("two", pytest.approx(-1.0))
