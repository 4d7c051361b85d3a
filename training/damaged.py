"""Versions with damaged rows, made from sound translations: what the risk models are fitted on.

Every fourth row of a copy is damaged, each in its own way, so that the document's own
length ratio and habits stay what they were.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from evalkit.alignment.rows import Version
from evalkit.checks.evidence.conventions import final_mark
from lab.damage import clause, cut, rebuilt
from lab.data import Segments
from lab.versions import as_version

EVERY = 4
SHORTEST = 5
"""Words of a text worth damaging."""
SIZES = {1: 1, 2: 1, 3: 2, 5: 1}
"""Sentences to a paragraph, and how many times over each paragraph is damaged."""


@dataclass(frozen=True, slots=True)
class Damaged:
    """A version, and what was done to which of its rows: `kinds` by row number.

    `sound` is the same version undamaged.
    """

    document: str
    language: str
    size: int
    sound: Version
    version: Version
    kinds: dict[int, str]


@dataclass(frozen=True, slots=True)
class _Unit:
    """One paragraph: its text, its sentences and those of the document's other paragraphs."""

    text: str
    sentences: tuple[str, ...]
    elsewhere: tuple[str, ...]
    end: str


Damage = Callable[[_Unit, random.Random], str | None]


def _cut(share: float, closed: bool) -> Damage:
    def damage(unit: _Unit, _drawn: random.Random) -> str | None:
        if len(unit.text.split()) < SHORTEST or not final_mark(unit.text):
            return None
        return cut(unit.text, share, unit.end if closed else "")

    return damage


def _sentence(unit: _Unit, drawn: random.Random) -> str | None:
    if len(unit.sentences) < 2:
        return None
    gone = drawn.randrange(len(unit.sentences))
    return " ".join(s for n, s in enumerate(unit.sentences) if n != gone)


def _inner(unit: _Unit, drawn: random.Random) -> str | None:
    """A sentence before the last one without its last 30 % of words, its end put back."""
    able = [n for n, s in enumerate(unit.sentences[:-1]) if len(s.split()) >= SHORTEST]
    if not able:
        return None
    which = drawn.choice(able)
    end = final_mark(unit.sentences[which])
    kept = list(unit.sentences)
    kept[which] = cut(kept[which], 0.3, end)
    return " ".join(kept)


def _joined(unit: _Unit, drawn: random.Random) -> str | None:
    return f"{unit.text} {drawn.choice(unit.elsewhere)}" if unit.elsewhere else None


def _inserted(unit: _Unit, drawn: random.Random) -> str | None:
    if len(unit.sentences) < 2 or not unit.elsewhere:
        return None
    at = drawn.randint(0, len(unit.sentences) - 1)
    kept = list(unit.sentences)
    return " ".join([*kept[:at], drawn.choice(unit.elsewhere), *kept[at:]])


def _detached(unit: _Unit, drawn: random.Random) -> str | None:
    wanted = len(unit.sentences)
    if len(unit.elsewhere) < wanted:
        return None
    start = drawn.randint(0, len(unit.elsewhere) - wanted)
    return " ".join(unit.elsewhere[start : start + wanted])


OMITTING: dict[str, Damage] = {
    "cut 15 %, closed": _cut(0.15, closed=True),
    "cut 15 %, open": _cut(0.15, closed=False),
    "cut 30 %, closed": _cut(0.3, closed=True),
    "cut 30 %, open": _cut(0.3, closed=False),
    "cut 50 %, closed": _cut(0.5, closed=True),
    "clause": lambda unit, drawn: clause(unit.text, drawn),
    "sentence": _sentence,
    "inner cut": _inner,
}
ADDING: dict[str, Damage] = {"joined": _joined, "inserted": _inserted}
BOTH: dict[str, Damage] = {"detached": _detached}
KINDS = OMITTING | ADDING | BOTH


def damaged(document: Segments) -> Iterator[Damaged]:
    """Copies of a document as paragraphs of one to five sentences, damaged by a fixed seed."""
    for size, rounds in SIZES.items():
        joined = rebuilt(document, size)
        if len(joined.source) < 2:
            continue
        sound = as_version(joined)
        marks = [mark for mark in map(final_mark, joined.target) if mark]
        end = max(sorted(set(marks)), key=marks.count) if marks else ""
        for number in range(rounds * EVERY):
            drawn = random.Random(f"{document.name} {document.language} {size} {number}")
            rows = range(number % EVERY, len(joined.source), EVERY)
            target, kinds = list(joined.target), {}
            for row in rows:
                unit = _unit(document, size, row, end)
                order = drawn.sample(sorted(KINDS), len(KINDS))
                for kind in order:
                    made = KINDS[kind](unit, drawn)
                    if made and made != unit.text:
                        target[row], kinds[row + 1] = made, kind
                        break
            changed = Segments(joined.name, joined.language, joined.source, tuple(target))
            yield Damaged(document.name, document.language, size, sound, as_version(changed), kinds)


def _unit(document: Segments, size: int, row: int, end: str) -> _Unit:
    inside = range(row * size, row * size + size)
    sentences: Sequence[str] = [document.target[n] for n in inside]
    elsewhere = tuple(text for n, text in enumerate(document.target) if n not in inside)
    return _Unit(" ".join(sentences), tuple(sentences), elsewhere, end)
