"""Long documents of as many paragraphs: searched only where paragraph N may not face N."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalkit.alignment.align import align
from evalkit.alignment.diagonal import held, pinned
from evalkit.alignment.rows import AlignmentUnit
from evalkit.document import Document, Paragraph

SIZE = 300


def document(*texts: str, language: str = "en") -> Document:
    return Document(tuple(map(Paragraph, texts)), language)


def texts(seed: int, size: int = SIZE) -> list[str]:
    chance = random.Random(seed)
    names = ["".join(chance.choices("bdgklmnprst", k=5)) for _ in range(200)]
    return [
        " ".join([f"On day {n + seed * size}", *chance.choices(names, k=chance.randint(3, 20))])
        + "."
        for n in range(size)
    ]


def faced(beads: Sequence[AlignmentUnit]) -> set[tuple[int, int]]:
    return {(b.source[0], b.target[0]) for b in beads if b.shape == "1:1"}


def searched(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The cells of every corridor that a path is searched in, as they come."""
    import sys

    module = sys.modules["evalkit.alignment.align"]
    cells: list[int] = []
    search = module.best

    def counted(size, within, *rest):  # type: ignore[no-untyped-def]
        cells.append(sum(high - low + 1 for low, high in zip(within.low, within.high, strict=True)))
        return search(size, within, *rest)

    monkeypatch.setattr(module, "best", counted)
    return cells


def test_where_all_faces_all_nothing_beside_is_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    cells = searched(monkeypatch)
    same = texts(1)
    assert faced(align(document(*same), document(*same, language="de"))) == {
        (n, n) for n in range(SIZE)
    }
    assert set(cells) == {SIZE + 1}


@pytest.mark.parametrize("size", [1, 3, 12])
@pytest.mark.parametrize("apart", [0, 2, 10, 40])
def test_as_many_lost_as_added_elsewhere_shift_what_lies_between(size: int, apart: int) -> None:
    source, other = texts(1), texts(2)
    start, end = 100, 100 + size + apart
    target = [*source[:start], *source[start + size : end], *other[:size], *source[end:]]
    found = faced(align(document(*source), document(*target, language="de")))
    assert {(n, n) for n in (*range(start), *range(end, SIZE))} <= found
    assert {(n, n - size) for n in range(start + size, end)} <= found


def test_a_long_doubtful_place_is_left_to_a_search_of_the_whole() -> None:
    assert pinned([True] * 50 + [False] * 60 + [True] * 50) is None


@given(st.lists(st.booleans(), max_size=40))
def test_a_pinned_corridor_leads_from_start_to_end(sure: list[bool]) -> None:
    within = pinned(sure)
    assert within
    edges = list(zip(within.low, within.high, strict=True))
    assert (edges[0][0], edges[-1][1]) == (0, len(sure))
    assert all(low <= n <= high for n, (low, high) in enumerate(edges))
    assert list(within.low) == sorted(within.low)
    assert list(within.high) == sorted(within.high)


def test_around_what_is_doubtful_a_block_is_open() -> None:
    within = pinned([n != 10 for n in range(20)])
    assert within
    assert (within.low[4], within.high[4]) == (4, 4)
    assert {(within.low[n], within.high[n]) for n in range(5, 17)} == {(5, 16)}
    assert (within.low[17], within.high[17]) == (17, 17)


def test_one_doubtful_paragraph_makes_its_windows_doubtful() -> None:
    sure = held(9, lambda i, j: (-9.0 if i == 5 else 1.0) if i == j else -3.0)
    assert sure == [True, True, False, False, False, False, False, True, True]
