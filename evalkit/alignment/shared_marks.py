"""Which marks of one document can stand for which of the other, and what a match is worth."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import log

from evalkit.alignment import paragraph_features as families
from evalkit.alignment.paragraph_features import Mark, Traits
from evalkit.text.sound import romanise, skeleton, skeletons_alike, vowels_alike

SPELT = frozenset({families.NAME, families.WORD})
"""Families whose marks match by sound; all others match by value."""

KEPT: Mapping[str, float] = {
    families.NUMBER: 0.93,
    families.NAME: 0.9,
    families.WORD: 0.4,
    families.SIGN: 0.9,
    families.END: 0.93,
    families.MARKER: 0.95,
    families.KIND: 0.97,
    families.LEVEL: 0.97,
}
"""How often a mark that the other document knows is found where it belongs."""

RAREST = 0.02
"""A mark is taken to turn up by chance in one paragraph of fifty at least."""
COMMONEST = 0.97
NEAR = 20
"""Paragraphs to either side among which a mark could be mistaken."""


@dataclass(frozen=True, slots=True)
class Links:
    """The marks two documents share, each with what its presence tells.

    `gain[m]` is the log-likelihood ratio of finding mark m on both sides of a
    true row rather than of two paragraphs at random, `loss[m]` that of finding
    it in the source only, `extra[m]` in the target only; `families[m]` names its
    kind. `source_alone` and `target_alone` are the paragraphs with a number that
    the other document has nowhere.
    """

    source: tuple[frozenset[int], ...]
    target: tuple[frozenset[int], ...]
    gain: tuple[float, ...] = field(repr=False)
    loss: tuple[float, ...] = field(repr=False)
    extra: tuple[float, ...] = field(repr=False)
    families: tuple[str, ...] = field(repr=False)
    source_alone: frozenset[int] = frozenset()
    target_alone: frozenset[int] = frozenset()


def link(source: Sequence[Traits], target: Sequence[Traits]) -> Links:
    """The marks that occur in both documents, by paragraph, with their worth."""
    in_source = Counter(mark for part in source for mark in part.marks)
    in_target = Counter(mark for part in target for mark in part.marks)
    standing_for = _matches(in_source, in_target)
    numbers = {mark: n for n, mark in enumerate(sorted(standing_for, key=_order))}
    meaning: dict[Mark, set[int]] = defaultdict(set)
    for mark, others in standing_for.items():
        for other in others:
            meaning[other].add(numbers[mark])
    theirs = tuple(
        frozenset(n for mark in part.marks for n in meaning.get(mark, ())) for part in target
    )
    ours = tuple(
        frozenset(numbers[mark] for mark in part.marks if mark in numbers) for part in source
    )
    found, asked = places(theirs), places(ours)
    gain, loss, extra = [], [], []
    for mark, n in numbers.items():
        kept = KEPT[mark.family]
        chance = _chance(found[n], len(target))
        gain.append(log(kept / chance))
        loss.append(log((1 - kept) / (1 - chance)))
        extra.append(log((1 - kept) / (1 - _chance(asked[n], len(source)))))
    return Links(
        ours,
        theirs,
        tuple(gain),
        tuple(loss),
        tuple(extra),
        tuple(mark.family for mark in numbers),
        _with_number_outside(source, in_target),
        _with_number_outside(target, in_source),
    )


def _with_number_outside(paragraphs: Sequence[Traits], other: Container[Mark]) -> frozenset[int]:
    return frozenset(
        n
        for n, part in enumerate(paragraphs)
        if any(mark.family == families.NUMBER and mark not in other for mark in part.marks)
    )


def places(paragraphs: Sequence[frozenset[int]]) -> dict[int, list[int]]:
    """The paragraphs in which each mark occurs, in order."""
    found: dict[int, list[int]] = defaultdict(list)
    for n, marks in enumerate(paragraphs):
        for mark in marks:
            found[mark].append(n)
    return found


def _chance(where: Sequence[int], size: int) -> float:
    """How likely a mark is in a paragraph that is near, but not the one that faces it.

    Names come in bursts: what counts is how dense they are where they occur.
    """
    window = min(2 * NEAR + 1, size)
    near = [bisect_right(where, place + NEAR) - bisect_left(where, place - NEAR) for place in where]
    density = (sum(near) / len(near) + 0.5) / (window + 1)
    return min(max(density, RAREST), COMMONEST)


def _order(mark: Mark) -> tuple[str, str]:
    return mark.family, mark.value


def _matches(ours: Iterable[Mark], theirs: Iterable[Mark]) -> dict[Mark, set[Mark]]:
    """For every mark of the source the marks of the target that may stand for it."""
    known = set(theirs)
    spelt = _Spelt(mark for mark in known if mark.family in SPELT)
    found: dict[Mark, set[Mark]] = {}
    for mark in ours:
        if mark.family in SPELT:
            if alike := spelt.like(mark.value):
                found[mark] = alike
        elif mark in known:
            found[mark] = {mark}
    return found


class _Spelt:
    """Words to be found by their letters or sound; those of one skeleton are compared once."""

    def __init__(self, marks: Iterable[Mark]) -> None:
        self._by_letters: dict[str, list[Mark]] = defaultdict(list)
        self._by_skeleton: dict[str, list[Mark]] = defaultdict(list)
        for mark in marks:
            self._by_letters[romanise(mark.value)].append(mark)
            self._by_skeleton[skeleton(mark.value)].append(mark)
        self._by_handle: dict[str, list[str]] = defaultdict(list)
        for bones in self._by_skeleton:
            for handle in _handles(bones):
                self._by_handle[handle].append(bones)
        self._alike: dict[str, list[Mark]] = {}

    def like(self, name: str) -> set[Mark]:
        bones = skeleton(name)
        if bones not in self._alike:
            near = {b for handle in _handles(bones) for b in self._by_handle.get(handle, ())}
            self._alike[bones] = [
                mark
                for other in near
                if skeletons_alike(bones, other)
                for mark in self._by_skeleton[other]
            ]
        sounding = {mark for mark in self._alike[bones] if vowels_alike(name, mark.value)}
        return sounding.union(self._by_letters.get(romanise(name), ()))


def _handles(bones: str) -> set[str]:
    """Pairs of consonants a word is looked up by: two names alike share one of them."""
    return {bones[:2], bones[1:3]} if len(bones) > 2 else {bones}
