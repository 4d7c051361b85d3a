"""Resamples and swaps: those of sacrebleu with the same seed, however they are held."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from evalkit.statistics import resampling


def test_draws_are_those_of_numpys_choice() -> None:
    """sacrebleu draws them so: rng.choice(n, size=(resamples, n))."""
    places = np.random.default_rng(12345).choice(7, size=(1000, 7), replace=True)
    expected = np.stack([np.bincount(line, minlength=7) for line in places])
    assert (np.concatenate(list(resampling.draws(7, 12345))) == expected).all()


@pytest.mark.parametrize("clusters", [1, 6, 13])
def test_blocks_do_not_change_the_draws(clusters: int, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = np.concatenate(list(resampling.draws(clusters, 3, 50)))
    monkeypatch.setattr(resampling, "BLOCK", 40)
    blocks = list(resampling.draws(clusters, 3, 50))
    assert len(blocks) > 1
    assert (np.concatenate(blocks) == whole).all()


def test_another_seed_draws_otherwise() -> None:
    one, two = (next(resampling.draws(50, seed)) for seed in (1, 2))
    assert (one != two).any()


def test_a_seed_of_several_numbers_is_one_of_its_own() -> None:
    found = [next(resampling.draws(50, seed)) for seed in (12345, (12345, 2), (12345, 3))]
    assert not any((one == other).all() for one, other in combinations(found, 2))
    assert (next(resampling.draws(50, (12345, 2))) == found[1]).all()


def test_resampled_sums_are_those_of_the_rows_drawn() -> None:
    rows = np.random.default_rng(2).integers(9, size=(8, 3)).astype(float)
    drawn = np.random.default_rng(12345).choice(8, size=(1000, 8))
    assert (resampling.resampled(rows, 12345) == rows[drawn].sum(axis=1)).all()


def test_swaps_are_sacrebleus() -> None:
    """It draws them so: rng.integers(2, size=(trials, n), dtype=bool)."""
    ours, theirs = (np.random.default_rng(n).integers(9, size=(7, 2)).astype(float) for n in (1, 2))
    stays = np.random.default_rng(5).integers(2, size=(30, 7), dtype=bool)
    assert (resampling.swapped(ours, theirs, 5, 30) == stays @ ours + ~stays @ theirs).all()


def test_without_a_seed_every_call_draws_otherwise() -> None:
    rows = np.arange(40.0).reshape(20, 2)
    assert (resampling.resampled(rows, None) != resampling.resampled(rows, None)).any()
    one, two = (resampling.swapped(rows, -rows, None) for _ in range(2))
    assert (one != two).any()


def test_long_versions_are_swapped_block_by_block(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = (np.arange(50.0)[:, None] * k % 7 for k in (1, 3))
    whole = resampling.swapped(ours, theirs, 9)
    monkeypatch.setattr(resampling, "BLOCK", 170)
    assert (resampling.swapped(ours, theirs, 9) == whole).all()
