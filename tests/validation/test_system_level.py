"""Systems compared: means over their own items, permutation tests, soft pairwise accuracy."""

from __future__ import annotations

import numpy as np
import pytest

from evalkit.settings import SEED
from evalkit.validation.system_level import means, p_values, soft_pairwise_accuracy, table


def test_two_annotators_of_one_segment_count_as_their_mean_and_gaps_stay_gaps() -> None:
    names, matrix = table(["a", "a", "b", "a"], [1, 1, 1, 2], [1, 3, 7, 5])
    assert names == ["a", "b"]
    assert matrix.tolist()[0] == [2, 5]
    assert matrix[1][0] == 7
    assert np.isnan(matrix[1][1])
    assert means(matrix).tolist() == [3.5, 7]


def test_p_value_of_n_equal_differences_is_two_to_the_minus_n() -> None:
    # Only the permutation that swaps nothing keeps the whole difference: 1 of 2^3.
    assert p_values(np.array([[1.0, 1.0, 1.0]]), SEED, 20_000)[0] == pytest.approx(1 / 8, abs=0.01)


def test_p_value_counts_every_permutation_that_is_at_least_as_large() -> None:
    # Sums of ±2 ±1 that reach 1: 3 and 1, so 2 of 4.
    assert p_values(np.array([[2.0, -1.0]]), SEED, 20_000)[0] == pytest.approx(1 / 2, abs=0.015)


def test_no_difference_at_all_has_p_one() -> None:
    assert p_values(np.zeros((1, 5)), SEED)[0] == 1


def test_p_values_follow_from_the_seed() -> None:
    differences = np.random.default_rng(0).normal(0.1, 1, (3, 30))
    assert p_values(differences, SEED).tolist() == p_values(differences, SEED).tolist()
    assert p_values(differences, 1).tolist() != p_values(differences, SEED).tolist()


def test_a_permutation_test_agrees_with_scipy() -> None:
    stats = pytest.importorskip("scipy.stats", reason="SciPy is not installed")
    differences = np.random.default_rng(5).normal(0.3, 1, 12)
    exact = stats.permutation_test(
        (differences,), np.sum, permutation_type="samples", alternative="greater", n_resamples=10**5
    ).pvalue
    assert p_values(differences[None, :], SEED, 20_000)[0] == pytest.approx(exact, abs=0.015)


def test_the_opposite_ranking_of_sure_differences_scores_near_nothing() -> None:
    human = np.array([np.arange(20.0) + 5, np.arange(20.0)])
    assert soft_pairwise_accuracy(human, human, SEED) == 1
    assert soft_pairwise_accuracy(human, -human, SEED) == pytest.approx(0, abs=0.01)


def test_only_items_that_both_systems_have_are_compared() -> None:
    human = np.array([[1.0, 2.0, np.nan, 9.0], [0.0, 1.0, 5.0, np.nan]])
    metric = np.array([[1.0, 2.0, 9.0, 0.0], [0.0, 1.0, 0.0, 9.0]])
    assert soft_pairwise_accuracy(human, metric, SEED) == 1


def test_nothing_to_compare_has_no_accuracy() -> None:
    assert soft_pairwise_accuracy(np.ones((1, 3)), np.ones((1, 3)), SEED) is None
    apart = np.array([[1.0, np.nan], [np.nan, 1.0]])
    assert soft_pairwise_accuracy(apart, apart, SEED) is None
