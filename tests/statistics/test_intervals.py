"""Limits: inside the range, around the score, or none; published values for Wilson's."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.stats import norm as normal
from scipy.stats import t as student

from evalkit.metrics.lexical import score_sums
from evalkit.result.penalties import per_hundred
from evalkit.settings import SEED
from evalkit.statistics.intervals import FEWEST, around, limits, of_drawn, wilson, without_limits
from evalkit.statistics.resampling import mean

# Lengths of hypothesis and reference, matches of orders 1 to 4, n-grams of orders 1 to 4.
PERFECT = np.array([[n, n, n, n - 1, n - 2, n - 3, n, n - 1, n - 2, n - 3] for n in range(5, 15)])


@pytest.mark.parametrize("clusters", [0, 1, FEWEST - 1])
def test_too_few_clusters_have_no_limits_and_say_so(clusters: int) -> None:
    rows = np.array([[n, 10.0] for n in range(clusters)]).reshape(-1, 2)
    assert limits(rows, per_hundred, SEED) is None
    assert f"{clusters} row" in without_limits(clusters, "row")
    assert "6 are needed" in without_limits(clusters, "row")


def test_a_perfect_translation_has_no_interval_of_no_width() -> None:
    assert float(score_sums.bleu(PERFECT.sum(axis=0))) == pytest.approx(100)
    assert limits(PERFECT, score_sums.bleu, SEED) is None
    assert limits(np.array([[0.0, 30.0]] * 20), per_hundred, SEED) is None


def test_a_perfect_translation_of_short_texts_has_limits_that_hold_100() -> None:
    """Of six rows five are too short for four words in a row: some resamples score 0."""
    rows = np.vstack([[[3, 3, 3, 2, 1, 0, 3, 2, 1, 0]] * 5, PERFECT[:1]])
    low, high = limits(rows, score_sums.bleu, SEED) or (0, 0)
    assert (low, high) == pytest.approx((0, 100))


def test_of_many_clusters_they_are_the_percentiles_of_the_resamples() -> None:
    rows = np.array([[n % 4, 10.0 + n % 7] for n in range(2000)])
    drawn = np.random.default_rng(SEED).choice(2000, size=(1000, 2000))
    scores = 100 * rows[drawn, 0].sum(axis=1) / rows[drawn, 1].sum(axis=1)
    assert limits(rows, per_hundred, SEED) == pytest.approx(
        np.quantile(scores, [0.025, 0.975]), abs=0.02
    )


@pytest.mark.parametrize("clusters", [6, 12, 50, 400])
def test_of_few_they_lie_further_out_as_students_t_does(clusters: int) -> None:
    """Hesterberg (2015), section 5.3: at the normal share of t, and of n where n - 1 was meant."""
    deviate = student.ppf(0.975, clusters - 1) * np.sqrt(clusters / (clusters - 1))
    tail = normal.cdf(-deviate)
    scores = np.random.default_rng(1).normal(size=1000)
    assert around(0.0, scores, clusters) == pytest.approx(
        np.quantile(scores, [tail, 1 - tail]), abs=0.01
    )


@pytest.mark.parametrize("value", [-3.0, 120.0])
def test_a_score_outside_all_resamples_is_held_all_the_same(value: float) -> None:
    low, high = around(value, np.linspace(10, 90, 1000), 30) or (0, 0)
    assert low <= value <= high


@given(
    st.lists(st.tuples(st.integers(0, 12), st.integers(1, 12)), min_size=6, max_size=30),
    st.sampled_from([SEED, 1, 2]),
)
def test_limits_lie_in_the_range_and_around_the_score(
    rows: list[tuple[int, int]], seed: int
) -> None:
    """Rows of `length` words of which so many are right: BLEU of any such text is 0 to 100."""
    lines = []
    for right, length in rows:
        matches = [max(0, min(right, length) - n) for n in range(4)]
        lines.append([length, length, *matches, *(max(0, length - n) for n in range(4))])
    table = np.array(lines, float)
    found = limits(table, score_sums.bleu, seed)
    if found is not None:
        assert 0 <= found[0] <= float(score_sums.bleu(table.sum(axis=0))) + 1e-9
        assert float(score_sums.bleu(table.sum(axis=0))) - 1e-9 <= found[1] <= 100 + 1e-9


def test_documents_drawn_whole_make_wider_limits_than_their_paragraphs() -> None:
    """Faults that come by the document: half of ten documents are bad throughout."""
    paragraphs = np.array([[5.0 * (n < 100), 20.0] for n in range(200)])
    documents = paragraphs.reshape(10, 20, 2).sum(axis=1)
    narrow, wide = (limits(rows, per_hundred, SEED) or (0, 0) for rows in (paragraphs, documents))
    assert wide[1] - wide[0] > 3 * (narrow[1] - narrow[0]) > 0


def test_they_hold_the_truth_about_as_often_as_they_say() -> None:
    """Means of skewed values, ten a sample; `python -m benchmarks.limits` has real metrics."""
    chance = np.random.default_rng(7)
    held = 0
    for _ in range(300):
        rows = np.stack([chance.gamma(3.0, size=10), np.ones(10)], axis=1)
        low, high = limits(rows, mean, SEED) or (0, 0)
        held += low <= 3.0 <= high
    assert held >= 0.9 * 300


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


def test_limits_of_a_drawn_mean_are_near_the_normal_interval() -> None:
    values = np.random.default_rng(3).normal(size=400)
    low, high = of_drawn(lambda drawn: float(values[drawn].mean()), range(400), SEED) or (0, 0)
    half = 1.96 * values.std() / 20
    assert low == pytest.approx(values.mean() - half, abs=0.02)
    assert high == pytest.approx(values.mean() + half, abs=0.02)


def test_segments_of_one_document_are_drawn_together() -> None:
    # Ten documents of ten equal segments carry the evidence of ten values, not of a hundred.
    values = np.repeat(np.arange(10.0), 10)

    def mean(drawn: NDArray[np.int64]) -> float:
        return float(values[drawn].mean())

    single = of_drawn(mean, range(100), SEED) or (0, 0)
    clustered = of_drawn(mean, np.repeat(np.arange(10), 10).tolist(), SEED) or (0, 0)
    assert clustered[1] - clustered[0] > 2.5 * (single[1] - single[0])


def test_a_draw_takes_as_many_documents_as_there_are() -> None:
    sizes = set()

    def size(drawn: NDArray[np.int64]) -> float:
        sizes.add(len(drawn))
        return 0.0

    of_drawn(size, [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5], SEED)
    assert sizes == {12}


def test_of_five_documents_there_is_no_interval() -> None:
    assert of_drawn(lambda drawn: float(len(set(drawn))), [1, 2, 3, 4, 5, 5], SEED) is None


def test_what_is_mostly_undefined_has_no_interval() -> None:
    assert of_drawn(lambda drawn: None, range(10), SEED) is None


def test_the_same_seed_draws_the_same() -> None:
    values = np.random.default_rng(3).normal(size=30)

    def mean(drawn: NDArray[np.int64]) -> float:
        return float(values[drawn].mean())

    assert of_drawn(mean, range(30), 1) == of_drawn(mean, range(30), 1)
    assert of_drawn(mean, range(30), 1) != of_drawn(mean, range(30), 2)
