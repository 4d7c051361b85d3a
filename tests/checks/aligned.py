"""Rows whose words are aligned by hand, as an encoder would align them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from evalkit.alignment.rows import Pair, Version
from evalkit.encoders.word_alignment import Link, Place, WordAlignment, places

TOLD, LOST = 0.998, 0.02


def align(
    source: str,
    target: str,
    facing: Sequence[tuple[str, str]],
    lost: Sequence[str] = (),
    added: Sequence[str] = (),
) -> WordAlignment:
    """Words of the quotes in `facing` stand for each other in order.

    What stands in `lost` (of the source) and `added` (of the target) has no
    counterpart; everything else has one.
    """
    ours, theirs = places(source), places(target)
    gone = {n for quote in lost for n in _within(source, ours, quote)}
    more = {n for quote in added for n in _within(target, theirs, quote)}
    links = [
        Link(i, j, 0.8)
        for left, right in facing
        for i, j in zip(_within(source, ours, left), _within(target, theirs, right), strict=False)
        if i not in gone and j not in more
    ]
    return WordAlignment(
        ours,
        theirs,
        tuple(LOST if n in gone else TOLD for n in range(len(ours))),
        tuple(LOST if n in more else TOLD for n in range(len(theirs))),
        tuple(links),
    )


def _within(text: str, words: Sequence[Place], quote: str) -> list[int]:
    start = text.index(quote)
    return [n for n, (a, b) in enumerate(words) if start <= a and b <= start + len(quote)]


def with_words(version: Version, **of_row: WordAlignment) -> Version:
    """The version with alignments: `row6=…`; every other row is told in full."""
    return replace(version, pairs=tuple(_aligned(pair, of_row) for pair in version.pairs))


def _aligned(pair: Pair, of_row: dict[str, WordAlignment]) -> Pair:
    told = align(pair.source, pair.target, [(pair.source, pair.target)])
    return replace(pair, words=of_row.get(f"row{pair.row}", told))
