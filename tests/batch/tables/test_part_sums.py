"""Sums of parts, as they are and resampled: they add up, in whatever order."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalkit.batch.tables import part_sums
from evalkit.batch.tables.part_sums import Sums, resampled
from evalkit.comparison.sufficient_statistics import Lines, Tallied, Tally
from evalkit.settings import SEED
from evalkit.statistics.paired import differences
from evalkit.statistics.resampling import RESAMPLES, mean

NUMBERS = st.integers(0, 10**6) | st.floats(0, 100)
TWO = ("bn", "bn-x-two")


def of_rows(
    ours: Lines,
    theirs: Lines | None = None,
    part: int = 1,
    counted: bool = True,
    seed: int | None = SEED,
) -> Sums:
    """The sums of a part with these lines of statistics, of one version or of two."""
    sides = (ours,) if theirs is None else (ours, theirs)
    empty = tuple(() for _ in sides)
    tally = Tally(
        "chrf", TWO[: len(sides)], sides if counted else empty, empty if counted else sides,
        len(ours), len(ours) + 1, counted, (f"signature of {part}",),
    )  # fmt: skip
    (found,) = resampled(Tallied({}, (), (tally,)), part, seed)
    return found


def same(one: Sums, other: Sums) -> bool:
    plain = replace(one, totals=(), drawn=(), swapped=None)
    if plain != replace(other, totals=(), drawn=(), swapped=None):
        return False
    pairs = zip((*one.totals, *one.drawn), (*other.totals, *other.drawn), strict=True)
    if (one.swapped is None) != (other.swapped is None):
        return False
    swapped = one.swapped is None or np.array_equal(one.swapped, other.swapped)  # type: ignore[arg-type]
    return swapped and all(np.array_equal(a, b) for a, b in pairs)


@st.composite
def parts(draw: st.DrawFn) -> list[Sums]:
    """Three parts that follow one another; any of them may have no row that both versions have."""
    found = []
    for number in range(1, 4):
        rows = draw(st.integers(0, 5))
        line = st.lists(NUMBERS.map(float), min_size=3, max_size=3).map(tuple)
        ours, theirs = (tuple(draw(st.lists(line, min_size=rows, max_size=rows))) for _ in range(2))
        found.append(of_rows(ours, theirs, number))
    return found


@settings(max_examples=25)
@given(parts())
def test_sums_add_up_in_whatever_order(three: list[Sums]) -> None:
    one, two, last = three
    assert same(one.plus(two).plus(last), one.plus(two.plus(last)))


def test_what_is_added() -> None:
    one = of_rows(((1.0, 10.0), (2.0, 10.0)), part=1)
    two = of_rows(((5.0, 12.0),), part=2)
    both = one.plus(two)
    assert both.totals[0].tolist() == [8.0, 32.0]
    assert (both.rows, both.total) == (3, 5)
    assert both.signatures == ("signature of 1", "signature of 2")
    assert (both.drawn[0] == one.drawn[0] + [5.0, 12.0]).all()


def test_a_part_without_rows_counts_only_in_the_total() -> None:
    one, none = of_rows(((1.0, 10.0),)), of_rows((), part=2)
    for found in (one.plus(none), none.plus(one)):
        assert (found.rows, found.total) == (1, 3)
        assert found.totals[0].tolist() == [1.0, 10.0]
        assert found.drawn[0].shape == (RESAMPLES, 2)


def test_sums_of_scores_and_of_counts_do_not_add() -> None:
    with pytest.raises(ValueError, match="chrf: sums of scores among sums of counts"):
        of_rows(((1.0, 1.0),)).plus(of_rows(((1.0, 1.0),), part=2, counted=False))


def test_the_first_part_draws_as_a_table_of_its_own_would() -> None:
    ours, theirs = (np.random.default_rng(n).integers(20, size=(9, 2)) + 1.0 for n in (1, 2))
    one, two = (tuple(map(tuple, side.tolist())) for side in (ours, theirs))
    found = of_rows(one, two)
    assert np.array_equal(
        mean(found.drawn[0]) - mean(found.drawn[1]), differences(ours, theirs, mean, SEED)
    )


def test_parts_draw_apart() -> None:
    rows = tuple((float(n), 1.0) for n in range(8))
    drawn = [of_rows(rows, part=n).drawn[0] for n in (1, 2, 3)]
    assert not any(np.array_equal(one, other) for one, other in combinations(drawn, 2))


def test_a_swap_gives_each_row_to_one_side_or_the_other() -> None:
    """One-hot rows: every sum says which rows it holds, half of them on average."""
    rows = 12
    ours = tuple(tuple(float(n == m) for m in range(rows)) for n in range(rows))
    theirs = tuple(tuple(100.0 * (n == m) for m in range(rows)) for n in range(rows))
    swapped = of_rows(ours, theirs).swapped
    assert swapped is not None
    assert swapped.shape == (part_sums.TRIALS, rows)
    assert set(np.unique(swapped)) == {1.0, 100.0}
    assert 0.45 < (swapped == 1.0).mean() < 0.55
    assert len(np.unique(swapped, axis=0)) > 0.8 * part_sums.TRIALS


def test_without_a_seed_both_versions_still_draw_the_same_rows() -> None:
    rows = tuple((float(n), 1.0) for n in range(8))
    one, other = (of_rows(rows, rows, seed=None) for _ in range(2))
    assert np.array_equal(one.drawn[0], one.drawn[1])
    assert not np.array_equal(one.drawn[0], other.drawn[0])


def test_another_seed_draws_otherwise() -> None:
    rows = tuple((float(n), 1.0) for n in range(8))
    drawn = [of_rows(rows, part=part, seed=seed).drawn[0] for part in (1, 2) for seed in (1, 2)]
    assert not any(np.array_equal(one, other) for one, other in combinations(drawn, 2))
