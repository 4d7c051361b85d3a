"""Damaged copies of a version: which paragraphs have their turn, and what was done to them."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from evalkit.alignment import build, build_aligned
from evalkit.alignment.rows import Version
from evalkit.checks.base import Span
from evalkit.document import Document, InputError
from evalkit.validation.damage import lost_words_damage, whole_paragraphs
from evalkit.validation.damage.context import Change, DamageContext, Way

EVERY = 6
"""One paragraph in so many is damaged in one copy, one at least."""

DAMAGES: Mapping[str, Way] = {
    "cut": lost_words_damage.cut(lost_words_damage.LONG),
    "cut-closed": lost_words_damage.cut_closed(lost_words_damage.LONG),
    "cut-short": lost_words_damage.cut_closed(lost_words_damage.SHORT),
    "middle-sentence": lost_words_damage.middle_sentence,
    "clause": lost_words_damage.clause,
    "verb": lost_words_damage.verb,
    "link": lost_words_damage.link,
    "number": lost_words_damage.number,
    "name": lost_words_damage.name,
    "untranslated": whole_paragraphs.untranslated,
    "doubled": whole_paragraphs.doubled,
    "looped": whole_paragraphs.looped,
    "added": whole_paragraphs.added,
    "detached": whole_paragraphs.detached,
    "swapped": whole_paragraphs.swapped,
    "joined": whole_paragraphs.joined,
    "paragraph": whole_paragraphs.paragraph,
}
_OF_TWO = frozenset({"swapped", "joined"})
"""What these do takes a paragraph and the next."""


@dataclass(frozen=True, slots=True)
class Damage:
    """One thing that was done.

    `paragraph` is the paragraph's index (from 0) in the version as it was,
    `place` the characters of its text that are lost or changed (code points,
    end exclusive). `now` are the paragraphs of the damaged version that bear
    the damage, none where the paragraph is gone; `changed` is the place in the
    text of the first. `sources` are the paragraphs of the source that say what
    is lost, `source` the place in their text, joined by line breaks, None where
    it is not known.
    """

    name: str
    paragraph: int
    place: Span
    now: tuple[int, ...]
    changed: Span
    sources: tuple[int, ...]
    source: Span | None = None


@dataclass(frozen=True, slots=True)
class Damaged:
    """A damaged copy, and all that was done to it, in reading order."""

    document: Document
    damages: tuple[Damage, ...]


def damage(
    name: str, document: Document, source: Document, *, seed: int = 0, turn: int = 0,
    every: int = EVERY,
) -> Damaged:  # fmt: skip
    """A copy of a version with one kind of damage in one paragraph of `every`.

    `name` is one of `DAMAGES`. `turn` chooses among the `copies`, and begins
    again after the last. Where both texts have as many paragraphs, they face
    each other one by one. The same arguments give the same copy, on every
    machine. The copy has no damages where none makes sense. InputError for a
    name that is none.

    >>> from evalkit.document import Paragraph
    >>> english = Document((Paragraph("The river rose by 3 metres in one night."),), "en")
    >>> hindi = Document((Paragraph("नदी एक ही रात में 3 मीटर ऊपर आ गई।"),), "hi")
    >>> damage("cut", hindi, english).document.texts
    ('नदी एक ही रात में 3 मीटर',)
    """
    made = copies(name, facing(document, source), seed=seed, every=every)
    return made[turn % len(made)] if made else Damaged(document, ())


def facing(document: Document, source: Document) -> Version:
    """A version with its source: one by one where both have as many paragraphs, else aligned."""
    versions = {document.language: document}
    same = len(document.paragraphs) == len(source.paragraphs)
    article = (build_aligned if same else build)("", source, versions)
    return article.versions[0]


def copies(
    name: str, version: Version, *, seed: int = 0, every: int = EVERY
) -> tuple[Damaged, ...]:
    """Copies in which each paragraph where the damage makes sense has its turn once."""
    context = DamageContext(version)
    changes = _changes(name, context, seed)
    if not changes:
        return ()
    count = math.ceil(len(changes) / max(1, len(version.document.paragraphs) // every))
    if name in _OF_TWO and len(changes) > 1:
        # Neighbours are not to be damaged at once.
        count = max(count, 2)
    return tuple(_copy(name, context, changes, sorted(changes)[n::count]) for n in range(count))


def _copy(
    name: str, context: DamageContext, changes: Mapping[int, Change], chosen: Sequence[int]
) -> Damaged:
    paragraphs, damages, shift = list(context.document.paragraphs), [], 0
    for paragraph in chosen:
        change = changes[paragraph]
        at = paragraph + shift
        paragraphs[at : at + change.taken] = change.paragraphs
        shift += len(change.paragraphs) - change.taken
        taken = range(paragraph, paragraph + change.taken)
        damages.append(
            Damage(
                name=name,
                paragraph=paragraph,
                place=change.place,
                now=tuple(range(at, at + len(change.paragraphs))),
                changed=change.changed,
                sources=tuple(dict.fromkeys(n for p in taken for n in context.sources[p])),
                source=change.source,
            )
        )
    return Damaged(replace(context.document, paragraphs=tuple(paragraphs)), tuple(damages))


def _changes(name: str, context: DamageContext, seed: int) -> dict[int, Change]:
    """What the damage would do to each paragraph where it makes sense."""
    way = named(name)
    found: dict[int, Change] = {}
    for paragraph, held in enumerate(context.document.paragraphs):
        # A string seeds by its own hash, which no environment changes.
        chance = random.Random(f"{seed} {name} {paragraph} {held.text}")
        change = way(context, paragraph, chance)
        if change is not None:
            found[paragraph] = change
    return found


def named(name: str) -> Way:
    """The damage of that name; InputError where there is none."""
    if name not in DAMAGES:
        raise InputError(f"no damage {name!r}", remedy=f"choose from {', '.join(DAMAGES)}")
    return DAMAGES[name]
