"""Intervals: published values for Wilson's, coverage and clustering for the bootstrap."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from evalkit.validation.intervals import bootstrap, wilson


def test_wilson_is_newcombes_published_example() -> None:
    # Newcombe 1998, table I, method 3: 81 of 263.
    low, high = wilson(81, 263)
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)


def test_wilson_of_none_found_is_not_zero_wide() -> None:
    # Newcombe 1998, table I, method 3: 0 of 20.
    low, high = wilson(0, 20)
    assert low == 0
    assert round(high, 4) == 0.1611


def test_of_nothing_nothing_is_known() -> None:
    assert wilson(0, 0) == (0.0, 1.0)


@given(st.integers(0, 50), st.integers(1, 50))
def test_wilson_holds_the_share(part: int, whole: int) -> None:
    part = min(part, whole)
    low, high = wilson(part, whole)
    assert 0 <= low <= part / whole + 1e-12
    assert part / whole - 1e-12 <= high <= 1


def test_bootstrap_of_a_mean_is_near_the_normal_interval() -> None:
    values = np.random.default_rng(3).normal(size=400)
    low, high = bootstrap(lambda drawn: float(values[drawn].mean()), range(400)) or (0, 0)
    half = 1.96 * values.std() / 20
    assert low == pytest.approx(values.mean() - half, abs=0.02)
    assert high == pytest.approx(values.mean() + half, abs=0.02)


def test_segments_of_one_document_are_drawn_together() -> None:
    # Ten documents of ten equal segments carry the evidence of ten values, not of a hundred.
    values = np.repeat(np.arange(10.0), 10)

    def mean(drawn: NDArray[np.int64]) -> float:
        return float(values[drawn].mean())

    single = bootstrap(mean, range(100)) or (0, 0)
    clustered = bootstrap(mean, np.repeat(np.arange(10), 10).tolist()) or (0, 0)
    assert clustered[1] - clustered[0] > 2.5 * (single[1] - single[0])


def test_a_draw_takes_as_many_documents_as_there_are() -> None:
    sizes = set()

    def size(drawn: NDArray[np.int64]) -> float:
        sizes.add(len(drawn))
        return 0.0

    bootstrap(size, [0, 0, 1, 1, 2, 2, 3, 3, 4, 4])
    assert sizes == {10}


def test_of_four_documents_there_is_no_interval() -> None:
    assert bootstrap(lambda drawn: 1.0, [1, 2, 3, 4]) is None


def test_what_is_mostly_undefined_has_no_interval() -> None:
    assert bootstrap(lambda drawn: None, range(10)) is None


def test_the_same_seed_draws_the_same() -> None:
    values = np.random.default_rng(3).normal(size=30)

    def mean(drawn: NDArray[np.int64]) -> float:
        return float(values[drawn].mean())

    assert bootstrap(mean, range(30)) == bootstrap(mean, range(30))
    assert bootstrap(mean, range(30)) != bootstrap(mean, range(30), seed=1)
