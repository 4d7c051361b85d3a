"""Scales: matplotlib's choice of round numbers is the measure."""

from __future__ import annotations

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from matplotlib.ticker import MaxNLocator

from evalkit.reports.charts.number_axis import MOST, around, axis, ticks

VALUES = st.integers(-(10**6), 10**6).map(lambda n: n / 100)
# None is ten round steps exactly: there matplotlib's choice hangs on the last bit.
SPANS = st.integers(1, 10**6).map(lambda n: n / 100 + 0.0013)


@given(VALUES, SPANS)
def test_round_numbers_are_matplotlibs(low: float, span: float) -> None:
    assume(abs(low) < 50 * span)  # beyond, matplotlib counts from an offset
    high, little = low + span, span * 1e-9
    placed = MaxNLocator(MOST, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
    expected = [value for value in placed if low - little <= value <= high + little]
    assert [value for value, _ in ticks(low, high)] == pytest.approx(expected, abs=span * 1e-6)


@given(st.integers(1, 500))
def test_paragraphs_are_counted_in_whole_numbers(count: int) -> None:
    found = ticks(0.3, count + 0.7, whole=True)
    assert 1 <= len(found) <= MOST + 1
    assert all(value == int(words) and 1 <= value <= count for value, words in found)


@given(st.lists(VALUES, min_size=1))
@example([0.1 + 0.2, 0.3])
def test_every_value_has_its_place_on_the_scale(values: list[float]) -> None:
    scale = around(values, 10, 20)
    assert all(10 < scale.at(value) < 20 for value in values)
    assert len(ticks(scale.low, scale.high)) > 1


def test_an_axis_is_a_line_with_a_tick_and_a_number_each() -> None:
    drawn = axis(around([0, 100], 0, 110), 50, ticks(0, 100))
    assert sum("<path" in shape for shape in drawn) == 1 + 11
    assert [shape.partition(">")[2].partition("<")[0] for shape in drawn if "<text" in shape] == [
        str(n) for n in range(0, 101, 10)
    ]
