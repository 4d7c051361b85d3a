"""Limits by resampling: the draws are sacrebleu's, however they are held."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from sacrebleu.metrics.base import Score

from evalkit.metrics import bootstrap, sums


def test_draws_are_those_of_numpys_choice() -> None:
    """sacrebleu draws them so: rng.choice(n, size=(resamples, n))."""
    places = np.random.default_rng(12345).choice(7, size=(1000, 7), replace=True)
    expected = np.stack([np.bincount(line, minlength=7) for line in places])
    assert (np.concatenate(list(bootstrap.draws(7))) == expected).all()


@pytest.mark.parametrize("clusters", [1, 6, 13])
def test_blocks_do_not_change_the_draws(clusters: int, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = np.concatenate(list(bootstrap.draws(clusters, 50, seed=3)))
    monkeypatch.setattr(bootstrap, "BLOCK", 40)
    blocks = list(bootstrap.draws(clusters, 50, seed=3))
    assert len(blocks) > 1
    assert (np.concatenate(blocks) == whole).all()


def test_another_seed_draws_otherwise() -> None:
    one, two = (next(bootstrap.draws(50, seed=seed)) for seed in (1, 2))
    assert (one != two).any()


def test_a_seed_of_several_numbers_is_one_of_its_own() -> None:
    found = [next(bootstrap.draws(50, seed=seed)) for seed in (12345, (12345, 2), (12345, 3))]
    assert not any((one == other).all() for one, other in combinations(found, 2))
    assert (next(bootstrap.draws(50, seed=(12345, 2))) == found[1]).all()


def test_an_interval_is_sacrebleus() -> None:
    """Its mean plus and minus half the width between the percentiles."""
    scores = np.random.default_rng(1).normal(40, 3, size=1000)
    theirs = Score("x", 40.0)
    theirs.estimate_ci([Score("x", float(score)) for score in scores])
    low, high = bootstrap.interval(scores)
    assert low == pytest.approx(theirs._mean - theirs._ci)
    assert high == pytest.approx(theirs._mean + theirs._ci)


def test_one_segment_has_no_limits() -> None:
    assert bootstrap.limits(np.array([[1.0, 10.0]]), sums.ter) is None


def test_equal_segments_have_no_width() -> None:
    assert bootstrap.limits(np.array([[1.0, 10.0]] * 5), sums.ter) == (10.0, 10.0)


@pytest.mark.parametrize(("given", "seed"), [(None, 12345), ("7", 7), ("none", None)])
def test_the_seed_is_the_environments(
    given: str | None, seed: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SACREBLEU_SEED", raising=False)
    if given is not None:
        monkeypatch.setenv("SACREBLEU_SEED", given)
    assert bootstrap.seed_of_environment() == seed
