"""The perceptrons: hand-worked sums, the file and back, and the same as torch computes."""

from __future__ import annotations

import numpy as np
import pytest

from evalkit.metrics.quality_estimate.perceptrons import FURTHEST, Perceptrons, dump, load


def small() -> Perceptrons:
    """Two members of two traits: |a - b| as a sum of two rectifiers, and twice that."""
    first = np.array([[[1, -1], [-1, 1]]] * 2, np.float32)
    last = np.array([[[1], [1]], [[2], [2]]], np.float32)
    return Perceptrons(
        np.array([1, 1], np.float32),
        np.array([1, 2], np.float32),
        (first, last),
        (np.zeros((2, 2), np.float32), np.zeros((2, 1), np.float32)),
    )


def test_traits_are_scaled_and_go_through_rectifiers() -> None:
    # (3 - 1) / 1 = 2 and (2 - 1) / 2 = 0.5 are 1.5 apart.
    traits = np.array([[3, 2], [1, 1]], np.float32)
    assert small().each(traits).tolist() == [[1.5, 3.0], [0.0, 0.0]]
    assert small().raw(traits).tolist() == [2.25, 0.0]


def test_what_lies_beyond_all_that_was_learnt_counts_as_its_edge() -> None:
    far = np.array([[1e6, 1]], np.float32)
    assert small().each(far).tolist() == [[FURTHEST, 2 * FURTHEST]]


def test_no_number_gives_no_number() -> None:
    assert np.isnan(small().raw(np.array([[np.nan, 1]], np.float32))).all()


def test_its_file_gives_it_back() -> None:
    stored = dump(small())
    again = load(stored)
    assert again.members == 2 and len(again.digest) == 16
    traits = np.array([[3, 2], [0, 5]], np.float32)
    assert again.each(traits).tolist() == small().each(traits).tolist()
    assert load(stored).digest == again.digest


@pytest.mark.neural
def test_it_computes_what_was_trained() -> None:
    torch = pytest.importorskip("torch")
    from training.estimate.fitting import Contrasts, Judgements, fit

    drawn = np.random.default_rng(1)
    traits = drawn.normal(size=(600, 6)).astype(np.float16)
    values = (traits[:, 0] - traits[:, 1]).astype(np.float32)
    settings = {
        "members": 2, "hidden": [16, 8], "dropout": 0.0, "noise": 0.0, "epochs": 30,
        "batch": 64, "rate": 1e-2, "decay": 0.0,
    }  # fmt: skip
    none = np.zeros((0, 6), np.float16)
    contrasts = Contrasts(none, none, np.zeros(0, np.float32))
    judged = Judgements(traits, values, np.ones(600, np.float32))
    made = fit(judged, contrasts, settings, 1.0, 0, lambda _line: None)
    found = made.each(traits.astype(np.float32))
    assert np.corrcoef(found.mean(1), values)[0, 1] > 0.98
    assert not np.allclose(found[:, 0], found[:, 1], atol=1e-4)
    scaled = torch.from_numpy((traits - made.middle) / made.spread)
    for member in range(2):
        hidden = scaled
        for n, (weight, bias) in enumerate(zip(made.weights, made.biases, strict=True)):
            hidden = torch.relu(hidden) if n else hidden
            hidden = hidden @ torch.from_numpy(weight[member]) + torch.from_numpy(bias[member])
        assert found[:, member] == pytest.approx(hidden[:, 0].numpy(), abs=1e-4)
