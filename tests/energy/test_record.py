"""What a run used: rates by hand, and manifests that say anything."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalkit.energy.record import COLUMNS, ENTRY, Energy, cells, energy_in
from evalkit.reports.energy_words import kwh, sentence

METHOD = "processor measured by its own counters (RAPL), memory estimated from its size"
# 150 W for 24 s are 3600 J, which are a thousandth of a kWh.
USED = Energy(150 * 24 / 3_600_000, 24.0, 40, 0.0008, 0.0, 0.0002, METHOD, "3.3.2")


def test_per_thousand_paragraphs_by_hand() -> None:
    assert USED.kwh == 0.001
    # 0.001 kWh / 40 = 0.000025 kWh for each.
    assert USED.kwh_per_1000 == 0.025
    assert cells(USED) == (0.001, 0.025)
    assert sentence(USED) == f"0.001 kWh, 0.025 kWh per 1,000 paragraphs ({METHOD})"


def test_where_nothing_was_judged_there_is_no_rate() -> None:
    idle = Energy(0.001, 24.0, 0, 0.001, 0.0, 0.0, METHOD)
    assert idle.kwh_per_1000 is None
    assert cells(idle) == (0.001, None)
    assert sentence(idle) == f"0.001 kWh, nothing was judged ({METHOD})"


def test_where_nothing_was_measured_cells_are_empty() -> None:
    assert cells(None) == (None,) * len(COLUMNS)


@pytest.mark.parametrize(
    ("amount", "shown"),
    [(0.0021234, "0.0021"), (0.0000999, "0.0001"), (1.5e-9, "0.0000000015"), (31.0, "31")],
)
def test_two_digits_are_shown_without_exponents(amount: float, shown: str) -> None:
    assert float(kwh(amount)) == float(shown)
    assert "e" not in kwh(amount).lower()


amounts = st.floats(min_value=0, max_value=1e9)


@given(
    st.builds(
        Energy,
        kwh=amounts,
        seconds=amounts,
        paragraphs=st.integers(0, 10**9),
        cpu_kwh=amounts,
        gpu_kwh=amounts,
        ram_kwh=amounts,
        method=st.text(),
        codecarbon=st.text(),
    )
)
def test_a_manifest_gives_back_what_it_was_told(used: Energy) -> None:
    assert energy_in(json.loads(json.dumps({ENTRY: used.told()}))) == used


anything = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(anything)
def test_a_manifest_that_says_anything_else_says_nothing(entry: Any) -> None:
    assert energy_in({ENTRY: entry}) is None


@pytest.mark.parametrize("wrong", [None, "1", True, -1.0, math.nan, math.inf, [1.0]])
def test_an_amount_that_is_none_is_not_believed(wrong: Any) -> None:
    for name in ("kwh", "seconds", "paragraphs", "cpu_kwh", "gpu_kwh", "ram_kwh"):
        assert energy_in({ENTRY: {**USED.told(), name: wrong}}) is None
    assert energy_in({ENTRY: {**USED.told(), "method": 3}}) is None
