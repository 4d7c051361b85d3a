"""Correlations, worked by hand and against SciPy."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalkit.validation.correlation import by_item, inversions, kendall, pearson, ranks, spearman

VALUES = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=2, max_size=60)


@pytest.fixture(scope="module")
def scipy() -> Any:
    return pytest.importorskip("scipy.stats", reason="SciPy, the outside judge, is not installed")


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


@given(VALUES)
def test_all_three_agree_with_scipy(scipy: Any, pairs: list[tuple[int, int]]) -> None:
    x, y = zip(*pairs, strict=True)
    if len(set(x)) < 2 or len(set(y)) < 2:
        assert kendall(x, y) is None
        return
    assert kendall(x, y) == pytest.approx(scipy.kendalltau(x, y).statistic, abs=1e-12)
    assert spearman(x, y) == pytest.approx(scipy.spearmanr(x, y).statistic, abs=1e-12)
    assert pearson(x, y) == pytest.approx(scipy.pearsonr(x, y).statistic, abs=1e-12)


def test_kendall_of_many_values_agrees_with_scipy(scipy: Any) -> None:
    chance = np.random.default_rng(1)
    x = chance.normal(size=20_000)
    y = np.round(x + chance.normal(size=20_000), 1)
    assert kendall(x, y) == pytest.approx(scipy.kendalltau(x, y).statistic, abs=1e-12)


@given(st.lists(st.integers(0, 20), max_size=40))
def test_inversions_are_the_pairs_in_falling_order(values: list[int]) -> None:
    counted = sum(a > b for n, a in enumerate(values) for b in values[n + 1 :])
    assert inversions(np.array(values, np.int64)) == counted


def test_ties_share_their_mean_rank() -> None:
    assert ranks([5, 1, 5, 9]).tolist() == [2.5, 1, 2.5, 4]


def test_by_item_leaves_out_items_without_two_systems_or_without_a_difference() -> None:
    items = ["one", "two", "two", "same", "same"]
    assert by_item(kendall, [1, 1, 2, 3, 4], [1, 2, 1, 5, 5], items) == [("two", -1.0)]
