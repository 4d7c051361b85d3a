"""Common rows: what one version merges is one row for all, what it adds is its own."""

from __future__ import annotations

from itertools import chain

from hypothesis import given, settings
from hypothesis import strategies as st

from evalkit.alignment import AlignmentUnit, Row, join
from tests.builders import document

Beads = tuple[AlignmentUnit, ...]


def beads(*shapes: str) -> Beads:
    """Beads from their shapes: "1:1 2:1 0:1", in order."""
    found, i, j = [], 0, 0
    for shape in " ".join(shapes).split():
        a, b = map(int, shape.split(":"))
        found.append(AlignmentUnit(tuple(range(i, i + a)), tuple(range(j, j + b))))
        i, j = i + a, j + b
    return tuple(found)


def joined(size: int, **versions: Beads) -> tuple[Row, ...]:
    return join(document(*("text" for _ in range(size))), versions)


def test_one_to_one_keeps_the_numbers_of_the_paragraphs() -> None:
    rows = joined(3, bn=beads("1:1 1:1 1:1"), pa=beads("1:1 1:1 1:1"))
    assert [row.source for row in rows] == [(0,), (1,), (2,)]
    assert rows[2].targets == {"bn": (2,), "pa": (2,)}


def test_a_merge_in_one_version_is_a_row_for_all() -> None:
    rows = joined(5, bn=beads("1:1 1:1 2:1 1:1"), pa=beads("1:1 1:1 1:1 1:1 1:1"))
    assert [row.source for row in rows] == [(0,), (1,), (2, 3), (4,)]
    assert rows[2].targets == {"bn": (2,), "pa": (2, 3)}
    assert rows[3].targets == {"bn": (3,), "pa": (4,)}


def test_merges_that_overlap_make_one_row() -> None:
    rows = joined(4, bn=beads("2:1 1:1 1:1"), pa=beads("1:1 2:1 1:1"))
    assert [row.source for row in rows] == [(0, 1, 2), (3,)]
    assert rows[0].targets == {"bn": (0, 1), "pa": (0, 1)}


def test_an_omission_leaves_its_cell_empty() -> None:
    rows = joined(3, bn=beads("1:1 1:0 1:1"), pa=beads("1:1 1:1 1:1"))
    assert rows[1].targets == {"bn": (), "pa": (1,)}
    assert rows[2].targets == {"bn": (1,), "pa": (2,)}


def test_an_addition_is_a_row_after_the_one_it_follows() -> None:
    rows = joined(2, bn=beads("1:1 0:1 1:1"), pa=beads("1:1 1:1"))
    assert [row.source for row in rows] == [(0,), (), (1,)]
    assert rows[1].targets == {"bn": (1,), "pa": ()}


def test_additions_at_both_ends() -> None:
    rows = joined(1, bn=beads("0:1 1:1 0:1 0:1"))
    assert [row.source for row in rows] == [(), (0,), (), ()]
    assert [row.targets["bn"] for row in rows] == [(0,), (1,), (2,), (3,)]


def test_additions_of_two_versions_at_one_place_are_two_rows() -> None:
    rows = joined(1, bn=beads("1:1 0:1"), pa=beads("1:1 0:1"))
    assert [row.targets for row in rows[1:]] == [{"bn": (1,), "pa": ()}, {"bn": (), "pa": (1,)}]


def test_an_addition_inside_a_merged_row_stays_in_it() -> None:
    rows = joined(2, bn=beads("2:1"), pa=beads("1:1 0:1 1:1"))
    assert len(rows) == 1
    assert rows[0].targets == {"bn": (0,), "pa": (0, 1, 2)}


def test_without_versions_the_rows_are_the_paragraphs() -> None:
    assert [row.source for row in joined(2)] == [(0,), (1,)]


shapes = st.sampled_from(["1:1", "1:1", "1:0", "0:1", "1:2", "2:1", "2:2", "3:1"])


def facing(size: int, drawn: list[str]) -> Beads:
    """The drawn shapes as far as the source goes, and 1:1 for the rest of it."""
    found, left = [], size
    for shape in drawn:
        if int(shape[0]) <= left:
            found.append(shape)
            left -= int(shape[0])
    return beads(*found, *["1:1"] * left)


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 8), st.lists(st.lists(shapes, max_size=6), min_size=3, max_size=3))
def test_rows_hold_everything_once_and_in_order(size: int, drawn: list[list[str]]) -> None:
    versions = {f"v{n}": facing(size, some) for n, some in enumerate(drawn)}
    rows = joined(size, **versions)
    assert list(chain.from_iterable(row.source for row in rows)) == list(range(size))
    for name, found in versions.items():
        cells = [row.targets[name] for row in rows]
        there = list(chain.from_iterable(bead.target for bead in found))
        assert list(chain.from_iterable(cells)) == there
        for bead in found:
            if bead.source:
                holders = [row for row in rows if set(bead.source) & set(row.source)]
                assert len(holders) == 1
                assert set(bead.target) <= set(holders[0].targets[name])
    assert all(row.source or any(row.targets.values()) for row in rows)
