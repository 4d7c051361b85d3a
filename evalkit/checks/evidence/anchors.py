"""What of a source row must be found again in its version: names, figures and Latin words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from evalkit.alignment.rows import Pair, Version
from evalkit.checks.base import Span
from evalkit.checks.evidence.name_mentions import Mention, name_mentions, suits
from evalkit.checks.evidence.once import once
from evalkit.languages import profile
from evalkit.text.numbers import numbers
from evalkit.text.words import words

# Numbers below this are as often an article, a pronoun or a figure of speech.
SMALLEST = 2
# A Latin word this short stands in a text of another script by chance.
SHORTEST_WORD = 3


@dataclass(frozen=True, slots=True)
class Facing:
    """All places of one name, figure or word in the source, and all of it in the version."""

    source: tuple[Span, ...]
    target: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Anchors:
    """The anchors of one row.

    `lost` are places in the source of names and figures that the version lost,
    `kept` is how many of them it kept. `names` and `others` tell where those
    that it kept stand on both sides.
    """

    lost: tuple[Span, ...]
    kept: int
    names: tuple[Facing, ...] = ()
    others: tuple[Facing, ...] = ()

    @property
    def facing(self) -> tuple[Facing, ...]:
        return self.names + self.others

    @property
    def written(self) -> tuple[Span, ...]:
        """The places where the version writes names of the source."""
        return tuple(span for name in self.names for span in name.target)


@once
def anchors(version: Version) -> tuple[Anchors, ...]:
    """The anchors of every row, in the version's order; computed once for all that read it."""
    mentions: Sequence[Sequence[Mention]] = [()] * len(version.pairs)
    if suits(version):
        mentions = name_mentions(version).rows
    return tuple(_row(pair, row) for pair, row in zip(version.pairs, mentions, strict=True))


def _row(pair: Pair, mentions: Sequence[Mention]) -> Anchors:
    there = _figures(pair.target, pair.language)
    kept, lost = [], []
    for value, (spans, digits) in _figures(pair.source, pair.source_language).items():
        facing = there.get(value)
        if facing:
            kept.append(Facing(tuple(spans), tuple(facing[0])))
        if digits:
            # Of a figure that stands twice and is found once, the second may be lost.
            lost += spans[len(facing[0]) if facing else 0 :]
    names = [
        Facing(tuple(_places(m.name.text, pair.source)), tuple(place.span for place in m.written))
        for m in mentions
        if m.written
    ]
    lost += [m.name.span for m in mentions if not m.written]
    found = sum(len(figure.source) for figure in kept) + len(names)
    return Anchors(
        tuple(sorted(set(lost), key=lambda span: span.start)),
        found,
        tuple(names),
        (*kept, *_latin(pair)),
    )


def _figures(text: str, language: str) -> dict[object, tuple[list[Span], bool]]:
    """The numbers of a text by value, their places, and whether digits write them."""
    found: dict[object, tuple[list[Span], bool]] = {}
    for number in numbers(text, language):
        digits = number.written == "digits"
        if digits or number.value >= SMALLEST:
            spans, before = found.get(number.value, ([], False))
            found[number.value] = [*spans, Span(number.start, number.end)], before or digits
    return found


def _places(word: str, text: str) -> Iterator[Span]:
    for match in regex.finditer(rf"(?<!\w){regex.escape(word)}(?!\w)", text):
        yield Span(*match.span())


def _latin(pair: Pair) -> Iterator[Facing]:
    """Latin words that stand in a version of another script as they stand in the source."""
    if profile(pair.language).script == "Latn":
        return
    here: dict[str, list[Span]] = defaultdict(list)
    for word in words(pair.target):
        if word.text.isascii() and word.text.isalpha() and len(word.text) >= SHORTEST_WORD:
            here[word.key].append(word.span)
    if not here:
        return
    there: dict[str, list[Span]] = defaultdict(list)
    for word in words(pair.source):
        there[word.key].append(word.span)
    for key, spans in here.items():
        if key in there:
            yield Facing(tuple(there[key]), tuple(spans))
