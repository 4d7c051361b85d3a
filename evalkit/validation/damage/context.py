"""What a damage sees of a version, and what it does to it."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from evalkit.alignment.rows import Pair, Version
from evalkit.checks.base import Span
from evalkit.checks.evidence.conventions import final_mark
from evalkit.checks.evidence.name_mentions import Mention, name_mentions, suits
from evalkit.document import Document, Paragraph
from evalkit.validation.damage.text_units import units

FEWEST = 8
"""Words of a paragraph that is prose and no heading, button or caption."""


@dataclass(frozen=True)
class DamageContext:
    """A version before it is damaged.

    `rows` says of each of its paragraphs in which of `version.pairs` it stands,
    `sources` which paragraphs of the source that row holds.
    """

    version: Version

    @property
    def document(self) -> Document:
        return self.version.document

    @cached_property
    def rows(self) -> tuple[int, ...]:
        pairs = self.version.pairs
        return tuple(n for n, pair in enumerate(pairs) for _ in pair.target_paragraphs)

    @cached_property
    def sources(self) -> tuple[tuple[int, ...], ...]:
        found: list[tuple[int, ...]] = []
        start = 0
        for pair in self.version.pairs:
            end = start + len(pair.source_paragraphs)
            found += [tuple(range(start, end))] * len(pair.target_paragraphs)
            start = end
        return tuple(found)

    @cached_property
    def mentions(self) -> Mapping[int, tuple[Mention, ...]]:
        """The names that each row's source has, by the row's place; none where none are told."""
        return dict(enumerate(name_mentions(self.version).rows)) if suits(self.version) else {}

    def text(self, paragraph: int) -> str:
        return self.document.paragraphs[paragraph].text

    def pair(self, paragraph: int) -> Pair:
        return self.version.pairs[self.rows[paragraph]]

    def alone(self, paragraph: int) -> bool:
        """Whether it has its row for itself, so that places in both are the same."""
        return len(self.pair(paragraph).target_paragraphs) == 1

    def prose(self, paragraph: int) -> bool:
        """Whether it is a paragraph of sentences, translated from something."""
        held, text = self.pair(paragraph), self.text(paragraph)
        return (
            held.kind != "code"
            and bool(held.source.strip())
            and held.source != text
            and bool(final_mark(text))
            and len(units(text)) >= FEWEST
        )

    def others(self, paragraph: int) -> tuple[int, ...]:
        """The other paragraphs of prose, those next to it left out where there are enough."""
        prose = [n for n in range(len(self.document.paragraphs)) if n != paragraph]
        prose = [n for n in prose if self.prose(n)]
        far = [n for n in prose if abs(n - paragraph) > 1]
        return tuple(far or prose)


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of one place of a document.

    The `taken` paragraphs from the damaged one on are replaced by `paragraphs`.
    `place` is what is lost or changed in the text as it was, `changed` the same
    place in the first of the new paragraphs; `source` is the place in the text
    of its row's source that this says, None where it is not known.
    """

    paragraphs: tuple[Paragraph, ...]
    place: Span
    changed: Span
    source: Span | None = None
    taken: int = 1


Way = Callable[[DamageContext, int, random.Random], Change | None]
"""Damages one paragraph, by its index; None where that makes no sense."""
