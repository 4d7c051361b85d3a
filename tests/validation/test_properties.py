"""What every damage owes its callers, on any text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalkit.alignment.rows import Version
from evalkit.document import InputError
from evalkit.validation.damage import DAMAGES, Damage, Damaged, copies, damage, kinds
from tests.builders import document
from tests.validation.texts import ENGLISH, article, versions

OF_TWO = ("swapped", "joined")
every_damage = pytest.mark.parametrize("name", DAMAGES)


def taken(done: Damage) -> range:
    """The paragraphs that a damage took hold of."""
    return range(done.paragraph, done.paragraph + (2 if done.name in OF_TWO else 1))


def undamaged(copy: Damaged, whole: Version) -> list[tuple[int, int]]:
    """Paragraphs that nothing was done to: their places before and after."""
    hurt = {n for done in copy.damages for n in taken(done)}
    new = {n for done in copy.damages for n in done.now}
    before = [n for n in range(len(whole.document.paragraphs)) if n not in hurt]
    after = [n for n in range(len(copy.document.paragraphs)) if n not in new]
    return list(zip(before, after, strict=True))


def fits(done: Damage, copy: Damaged, whole: Version) -> None:
    """Outside the two places, the paragraphs are as they were."""
    old = [whole.document.texts[n] for n in taken(done)]
    new = [copy.document.texts[n] for n in done.now]
    if done.name == "swapped":
        assert new == old[::-1]
    elif done.name == "joined":
        assert new == [" ".join(old)]
        assert done.changed.of(new[0]) == " "
    elif done.name == "paragraph":
        assert (new, done.place.of(old[0])) == ([], old[0])
    else:
        assert old[0][: done.place.start] == new[0][: done.changed.start]
        assert old[0][done.place.end :] == new[0][done.changed.end :]
        assert done.place.of(old[0]) != done.changed.of(new[0])


@every_damage
@settings(max_examples=25)
@given(whole=versions(), seed=st.integers(0, 3), every=st.integers(1, 8))
def test_places_point_at_what_was_done(name: str, whole: Version, seed: int, every: int) -> None:
    size = len(whole.document.paragraphs)
    for copy in copies(name, whole, seed=seed, every=every):
        assert 0 < len(copy.damages) <= max(1, size // every)
        assert copy.document != whole.document
        for done in copy.damages:
            assert done.name == name
            assert done.place.end <= len(whole.document.texts[done.paragraph])
            assert done.sources
            fits(done, copy, whole)
        for before, after in undamaged(copy, whole):
            assert copy.document.paragraphs[after] is whole.document.paragraphs[before]


@every_damage
@settings(max_examples=8)
@given(whole=versions(), seed=st.integers(0, 3))
def test_the_same_seed_gives_the_same_copies(name: str, whole: Version, seed: int) -> None:
    assert copies(name, whole, seed=seed) == copies(name, whole, seed=seed)


@every_damage
def test_each_paragraph_has_its_turn_once(name: str) -> None:
    for every in (1, 2, 6):
        turns = [d.paragraph for c in copies(name, article(), every=every) for d in c.damages]
        assert len(turns) == len(set(turns)) > 0


def test_seeds_differ_and_do_not_hang_on_the_process() -> None:
    """The hash of a string differs from process to process; a damage must not."""
    starts = [copies("clause", article(), seed=seed)[0].damages[0].place for seed in range(6)]
    assert len(set(starts)) > 1
    assert [(s.start, s.end) for s in starts[:2]] == [(9, 40), (13, 46)]


def test_a_turn_after_the_last_is_the_first() -> None:
    whole = article()
    texts, source = whole.document, document(*ENGLISH)
    turns = len(copies("cut", whole))
    assert damage("cut", texts, source, turn=0) == damage("cut", texts, source, turn=turns)
    assert damage("cut", texts, source, turn=0) != damage("cut", texts, source, turn=1)


def test_an_unknown_name_is_refused_with_those_there_are() -> None:
    with pytest.raises(InputError, match="no damage 'torn'; choose from cut, cut-closed"):
        copies("torn", article())


def test_every_kind_is_described() -> None:
    assert list(kinds()) == list(DAMAGES)
