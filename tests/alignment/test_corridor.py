"""Long documents are searched only near what both sides plainly share."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from evalkit.alignment.corridor import SMALL, anchors, around, corridor, heaviest_chain, presses
from evalkit.alignment.paragraph_features import Traits, traits
from evalkit.alignment.path import Corridor, Path
from evalkit.alignment.rows import AlignmentUnit
from evalkit.alignment.shared_marks import link
from tests.builders import document


def numbered(*numbers: int) -> tuple[Traits, ...]:
    return traits(document(*(f"Line {n} and {n + 70_000}." for n in numbers)))


def rising(chain: tuple[tuple[int, int], ...]) -> bool:
    return all(a[0] < b[0] and a[1] < b[1] for a, b in combinations(chain, 2))


points = st.dictionaries(
    st.tuples(st.integers(1, 6), st.integers(1, 6)), st.integers(1, 9).map(float), max_size=9
)


@settings(max_examples=50, deadline=None)
@given(points)
def test_no_rising_chain_is_heavier(worth: dict[tuple[int, int], float]) -> None:
    found = heaviest_chain(worth)
    assert rising(tuple(found))
    best = max(
        sum(worth[p] for p in chain)
        for size in range(len(worth) + 1)
        for chain in combinations(sorted(worth), size)
        if rising(chain)
    )
    assert sum(worth[p] for p in found) == best


def test_rare_marks_in_common_are_anchors() -> None:
    source, target = numbered(*range(100)), numbered(*range(50, 100))
    found = anchors(source, target, link(source, target))
    assert (51, 1) in found
    assert heaviest_chain(found) == [(n + 50, n) for n in range(1, 51)]


def test_small_documents_are_searched_in_full() -> None:
    source = numbered(*range(SMALL))
    assert corridor(source, source, link(source, source)) == Corridor.full(SMALL, SMALL)


@settings(max_examples=30, deadline=None)
@given(st.sets(st.integers(0, 199), max_size=150), st.sets(st.integers(0, 199), max_size=150))
def test_a_corridor_leads_from_start_to_end(ours: set[int], theirs: set[int]) -> None:
    source = numbered(*(n for n in range(200) if n not in ours))
    target = numbered(*(n for n in range(200) if n not in theirs))
    found = corridor(source, target, link(source, target))
    assert found.low[0] == 0
    assert found.high[-1] == len(target)
    assert len(found.low) == len(found.high) == len(source) + 1
    for i in range(1, len(found.low)):
        assert found.low[i - 1] <= found.low[i] <= found.high[i - 1] <= found.high[i]


def test_a_path_along_the_edge_is_noticed() -> None:
    path = Path(tuple(AlignmentUnit((n,), (n,)) for n in range(100)), 0.0)
    near = around(path, (100, 100))
    assert not presses(path, near, 100)
    tight = Corridor(near.low, [min(n + 1, 100) for n in range(101)])
    assert presses(path, tight, 100)
