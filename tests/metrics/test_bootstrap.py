"""Limits by resampling: the draws are sacrebleu's, however they are held."""

from __future__ import annotations

import numpy as np
import pytest

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
