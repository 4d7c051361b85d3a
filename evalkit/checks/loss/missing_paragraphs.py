"""Rows in which one side is missing altogether."""

from __future__ import annotations

from collections.abc import Iterable

import regex

from evalkit.alignment.rows import Pair
from evalkit.checks.base import Finding, PairCheck, Span
from evalkit.checks.traits import CONTENT, Fold, Traits

_LETTER = regex.compile(r"[\p{L}\p{N}]")
QUOTED = 80


def _opening(text: str) -> str:
    """The beginning of a text, for a message."""
    line = " ".join(text.split())
    return line if len(line) <= QUOTED else line[: QUOTED - 1].rstrip() + "…"


class MissingParagraph(PairCheck):
    """A source paragraph that no paragraph of the version faces."""

    id = "missing-paragraph"
    traits = Traits(
        kind="loss",
        group="",
        folds=(Fold(10, (*CONTENT, "surface", "empty"), "row"),),
        unasked=True,
        damages=("paragraph",),
    )
    name = "Missing paragraph"
    description = (
        "A paragraph of the source has no counterpart in the version. Where the version tells "
        "its content inside a neighbouring paragraph, and the alignment did not see it, this is "
        "a false alarm."
    )
    category = "Accuracy/Omission"
    severity = "major"

    def applies(self, pair: Pair) -> bool:
        return bool(pair.source_paragraphs) and not pair.target_paragraphs

    def find(self, pair: Pair) -> Iterable[Finding]:
        if _LETTER.search(pair.source):
            yield self.finding(
                pair,
                f"Nothing in the version faces this paragraph: “{_opening(pair.source)}”",
                source=Span(0, len(pair.source)),
                confidence=0.9,
            )


class AddedParagraph(PairCheck):
    """A paragraph of the version that no paragraph of the source faces."""

    id = "added-paragraph"
    traits = Traits(
        kind="addition",
        group="",
        folds=(Fold(11, (*CONTENT, "surface", "wrong-language"), "row"),),
        unasked=True,
    )
    name = "Added paragraph"
    description = (
        "A paragraph of the version has no counterpart in the source. A paragraph that the "
        "translator split, where the alignment did not see it, is a false alarm."
    )
    category = "Accuracy/Addition"
    severity = "major"

    def applies(self, pair: Pair) -> bool:
        return bool(pair.target_paragraphs) and not pair.source_paragraphs

    def find(self, pair: Pair) -> Iterable[Finding]:
        if _LETTER.search(pair.target):
            yield self.finding(
                pair,
                f"Nothing in the source faces this paragraph of {len(pair.target.split())} words.",
                target=Span(0, len(pair.target)),
                confidence=0.9,
            )


class Empty(PairCheck):
    """A row that is there but holds no text where the source has some."""

    id = "empty"
    traits = Traits(
        kind="loss", group="", folds=(Fold(12, (*CONTENT, "surface"), "row"),), labels=("empty",)
    )
    name = "Empty paragraph"
    description = (
        "The version has a paragraph here, but no letter or digit in it, where the source has "
        "text. A source paragraph that is rightly rendered by a symbol is a false alarm."
    )
    category = "Accuracy/Omission"
    severity = "major"

    def applies(self, pair: Pair) -> bool:
        return bool(pair.source_paragraphs) and bool(pair.target_paragraphs)

    def find(self, pair: Pair) -> Iterable[Finding]:
        if _LETTER.search(pair.source) and not _LETTER.search(pair.target):
            yield self.finding(
                pair,
                f"This paragraph holds no text; its source reads: “{_opening(pair.source)}”",
                target=Span(0, len(pair.target)),
                source=Span(0, len(pair.source)),
            )
