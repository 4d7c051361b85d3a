"""From raw scores to 0 to 100: never falling, never outside, limits around the value."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalkit.metrics.quality_estimate.estimator import scale as shipped
from evalkit.metrics.quality_estimate.score_scale import Scale, read

SMALL = Scale(
    (-1.0, 0.0, 1.0), (20.0, 50.0, 80.0), (5.0, 20.0, 50.0), (50.0, 80.0, 95.0), 0.8, 1.0,
    frozenset(),
)  # fmt: skip
RAW = st.floats(-50, 50)


@pytest.mark.parametrize(
    ("raw", "value"), [(-1, 20), (-2, 10), (-0.5, 35), (0, 50), (1, 80), (2, 90), (3, 95)]
)
def test_between_its_points_and_beyond_them(raw: float, value: float) -> None:
    assert SMALL.estimate(raw).value == pytest.approx(value)


@given(RAW, RAW)
@pytest.mark.parametrize("scale", [SMALL, shipped()], ids=["small", "shipped"])
def test_better_is_never_less(scale: Scale, one: float, other: float) -> None:
    low, high = scale.estimate(min(one, other)), scale.estimate(max(one, other))
    assert low.value <= high.value and low.low <= high.low and low.high <= high.high
    assert 0 <= low.low <= low.value <= low.high <= 100


def test_what_ships_was_fitted_on_the_languages_it_names() -> None:
    assert {"en-gu", "en-hi", "en-ta", "en-te", "en-mr", "ne-en"} <= shipped().trained
    assert "en-bn" not in shipped().trained and "en-pa" not in shipped().trained


def test_a_fitted_scale_recovers_what_made_the_judgements() -> None:
    pytest.importorskip("torch")
    from training.estimate.calibrating import dump, scale

    drawn = np.random.default_rng(0)
    raw = drawn.normal(size=20000)
    places = np.clip(0.5 + 0.2 * raw + drawn.uniform(-0.1, 0.1, 20000), 0, 1)
    made = read(dump(scale(raw, places, 30, 0.8, ["en-hi"])))
    assert made.trained == {"en-hi"}
    for at in (-1.0, 0.0, 1.0):
        found = made.estimate(at)
        assert found.value == pytest.approx(50 + 20 * at, abs=1.5)
        # 80 in 100 of what is spread evenly over ±10.
        assert found.low == pytest.approx(found.value - 8, abs=2.5)
        assert found.high == pytest.approx(found.value + 8, abs=2.5)
