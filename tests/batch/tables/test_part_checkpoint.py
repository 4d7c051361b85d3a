"""What is kept of a part: read back as it was, and not at all where it was damaged."""

from __future__ import annotations

from pathlib import Path
from random import Random

import numpy as np
import pytest

from evalkit.batch.tables.part_checkpoint import (
    Kept,
    VersionCounts,
    made_for,
    pack,
    place,
    read_kept,
)
from evalkit.batch.tables.part_sums import Sums


def counts(version: str) -> VersionCounts:
    return VersionCounts(
        version=version,
        language="bn",
        counts={name: n for n, name in enumerate(VersionCounts.ADDED)},
        signatures={"chrf": "nrefs:1|case:mixed", "qe": ""},
        scored={"chrf": 3},
        values={"chrf": 0.1 + 0.2, "qe": 0.0},
        reasons={"chrf": {}, "qe": {"no model": 4, "ভাষা": 1}},
    )


def sums(measure: str, drawn: list[list[float]], versions: tuple[str, ...] = ("bn",)) -> Sums:
    matrix = np.array(drawn, dtype=np.float64)
    return Sums(
        measure=measure,
        versions=versions,
        counted=measure != "qe",
        rows=3,
        total=4,
        signatures=("a", "b"),
        totals=(matrix[0],) * len(versions),
        drawn=(matrix,) * len(versions),
        swapped=matrix * 2 if len(versions) == 2 else None,
    )


KEPT = Kept(
    made_for="f" * 64,
    table="news \udc80\n,খবর",
    first_row=4001,
    rows=2000,
    sizes={"paragraphs/part-00003.csv": 123},
    broken=((4007, "line 4009", "it has 1 columns"),),
    versions=(counts("bn"), counts("bn-x-two")),
    sums=(
        sums("chrf", [[1.0, 2.0], [2.0**31, -5.0]]),
        sums("penalty", [[0.5, 2.0], [2.0**40, 1e-9]]),
        sums("ter", [[1.0, 7.0]], ("bn", "bn-x-two")),
        Sums("qe", ("bn",), True, 0, 4, (), (np.zeros(0),), (np.zeros((0, 0)),)),
    ),
)


def plain(kept: Kept) -> tuple[object, ...]:
    """All of it as what `==` compares."""
    return (
        kept.made_for, kept.table, kept.first_row, kept.rows, kept.sizes, kept.broken,
        kept.versions,
        [
            (
                s.measure, s.versions, s.counted, s.rows, s.total, s.signatures,
                [m.tolist() for m in (*s.totals, *s.drawn)],
                {m.dtype for m in (*s.totals, *s.drawn)},
                None if s.swapped is None else s.swapped.tolist(),
            )
            for s in kept.sums
        ],
    )  # fmt: skip


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / place(3)
    found.parent.mkdir()
    found.write_bytes(pack(KEPT))
    return found


def test_it_is_read_back_as_it_was(path: Path) -> None:
    found = read_kept(path)
    assert found is not None
    assert plain(found) == plain(KEPT)
    assert made_for(path) == (KEPT.made_for, KEPT.sizes)


def test_the_same_part_has_the_same_bytes(path: Path) -> None:
    found = read_kept(path)
    assert found is not None
    assert pack(found) == pack(KEPT)


def test_where_there_is_none(tmp_path: Path) -> None:
    assert read_kept(tmp_path / "none") is None
    assert made_for(tmp_path / "none") is None
    assert read_kept(tmp_path) is None


def test_any_damage_is_seen_by_both_who_ask(path: Path) -> None:
    """Wherever a byte is another one, in the sums that only the end reads too."""
    data = pack(KEPT)
    chance = Random(5)
    for at in chance.sample(range(len(data)), 300):
        damaged = bytearray(data)
        damaged[at] ^= 1 << chance.randrange(8)
        path.write_bytes(bytes(damaged))
        assert read_kept(path) is None, at
        assert made_for(path) is None, at


@pytest.mark.parametrize("kept", [0, 1, 31, 32, 33, 500, -1])
def test_a_file_that_ends_early_is_damaged(path: Path, kept: int) -> None:
    path.write_bytes(pack(KEPT)[:kept])
    assert read_kept(path) is None
    assert made_for(path) is None


def test_one_of_another_make_is_none(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evalkit.batch.tables.part_checkpoint.META", "other")
    path.write_bytes(pack(KEPT))
    monkeypatch.undo()
    assert read_kept(path) is None
    assert made_for(path) is None
