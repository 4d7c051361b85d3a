"""The traits of every row of a version, gathered from all that is known of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from evalkit.alignment.rows import Pair, Version
from evalkit.checks.evidence.anchors import anchors
from evalkit.checks.evidence.conventions import conventions
from evalkit.checks.evidence.length_model import LengthModel, length_model
from evalkit.checks.loss.risk.other_versions import cross_version_features
from evalkit.checks.loss.risk.row_features import Traits, text_traits, word_traits

_SAYS = regex.compile(r"[\p{L}\p{N}]")


@dataclass(frozen=True, slots=True)
class Row:
    """One row with text on both sides.

    `words` is None where no encoder aligned it, `cross_version` where no other version
    tells of the same words. `model` is the length model of its version.
    """

    pair: Pair
    model: LengthModel
    text: Traits
    words: Traits | None
    cross_version: Traits | None


def says(text: str) -> bool:
    """Whether a text has a letter or a digit."""
    return _SAYS.search(text) is not None


def rows(version: Version) -> Iterator[Row | None]:
    """The rows of a version in order, None where one side has no text."""
    habits = conventions(version)
    model = length_model(version)
    for pair, held in zip(version.pairs, anchors(version), strict=True):
        if not says(pair.source) or not says(pair.target):
            yield None
            continue
        text = text_traits(pair, model, habits, held)
        words = word_traits(pair, text)
        cross_version = (
            cross_version_features(pair.words, pair.words_elsewhere)
            if words and pair.words
            else None
        )
        yield Row(pair, model, text, words, cross_version)
