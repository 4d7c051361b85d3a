"""Damage that must score lower: every kind does what its name says, by a fixed seed."""

from __future__ import annotations

from collections import Counter

import pytest

from training.estimate.contrast import DAMAGES, PLAIN, contrasts
from training.texts import Sound

TEXTS = [
    (f"In {year} the {town} council bought {n} buses and closed two of its old schools.",
     f"{year} में {town} परिषद ने {n} बसें खरीदीं और अपने दो पुराने स्कूल बंद कर दिए।")
    for year, town, n in ((2019, "Pune", 31), (2020, "Agra", 42), (2021, "Kota", 53))
]  # fmt: skip
PAIRS = [Sound("ntrex", "hi", "d", source, target) for source, target in TEXTS * 40]


def made(everything: bool) -> list[tuple[str, str, str]]:
    found = contrasts(PAIRS, 7, lambda _pair: everything)
    return [(c.kind, c.sound, c.damaged) for c in found]


def test_every_kind_is_drawn_and_changes_the_text() -> None:
    found = made(False)
    assert {kind for kind, _, _ in found} == set(DAMAGES)
    assert len(found) == len(PAIRS) and all(sound != damaged for _, sound, damaged in found)
    assert found == made(False)


def test_the_plain_ones_are_made_of_every_pair_that_counts_always() -> None:
    counted = Counter(kind for kind, _, _ in made(True))
    # Another text of a collection may be the same one: then there is nothing detached in it.
    assert counted["half"] >= len(PAIRS) and counted["untranslated"] >= len(PAIRS)
    assert counted["detached"] > len(PAIRS) / 2


@pytest.mark.parametrize("kind", DAMAGES)
def test_each_does_what_it_says(kind: str) -> None:
    some = [(sound, damaged) for k, sound, damaged in made(False) if k == kind]
    sources = {source for source, _ in TEXTS}
    for sound, damaged in some:
        words, left = sound.split(), damaged.split()
        if kind in ("half", "cut", "middle"):
            assert len(left) < len(words)
        elif kind == "untranslated":
            assert damaged in sources
        elif kind in ("shuffled", "swapped"):
            assert sorted(left) == sorted(words)
        elif kind in ("joined", "looped"):
            assert len(left) > len(words)
        elif kind == "renumbered":
            assert sum(a != b for a, b in zip(sound, damaged, strict=True)) == 1
        elif kind == "detached":
            assert damaged in {target for _, target in TEXTS}


def test_margins_grow_with_the_damage() -> None:
    margins = {kind: margin for kind, (_, margin) in DAMAGES.items()}
    assert all(margins[kind] > margins["cut"] > margins["renumbered"] > 0 for kind in PLAIN)
