"""What speaks for two stretches of text facing each other.

Every scorer gives a log-likelihood ratio in nats: how much more likely what it
sees is when the two are translations of each other than when they are not; 0
where it sees nothing. `EVIDENCE` says which scorers count, and how much.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import exp, log
from typing import TYPE_CHECKING

from evalkit.alignment.paragraph_features import Traits
from evalkit.alignment.shared_marks import Links

if TYPE_CHECKING:
    from evalkit.alignment.sentence_similarity import Likeness


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a row that is being considered.

    `marks` are those it shares with the other document, `alone` tells whether
    it holds a number that the other document has nowhere. It is the `size`
    paragraphs before paragraph `end` of its document.
    """

    traits: Traits
    marks: frozenset[int]
    alone: bool = False
    end: int = 0
    size: int = 1


@dataclass(frozen=True, slots=True)
class Context:
    """What the scorers know of the two documents.

    `ratio` is how many characters of the target stand for one of the source in
    these documents, `usual` in their languages; `spread` is the standard
    deviation of its logarithm in texts of medium length. `likeness` is what
    their sentence vectors say, if there are any that say something.
    """

    links: Links
    ratio: float
    usual: float
    spread: float
    likeness: Likeness | None = None


Scorer = Callable[[Side, Side, Context], float]

TYPICAL_LENGTH = 120.0
LENGTH_NOISE = 0.5
"""Share of the variance that shrinks as texts grow longer."""
CHANCE_SPREAD = 0.8
"""Spread of the logarithm of the lengths of two paragraphs that happen to meet."""
SLACK = 2.0
"""Characters that keep the shortest texts comparable."""
MISHAPS = 0.03
"""Share of rows whose length says nothing: cut off, padded, summed up."""


def length(source: Side, target: Side, context: Context) -> float:
    """How well the lengths agree, given the ratio of the languages."""
    share = _share(source, target, context)
    off = log(share)
    size = (source.traits.length + SLACK) * max(1.0, share)
    variance = context.spread**2 * (1 - LENGTH_NOISE + LENGTH_NOISE * TYPICAL_LENGTH / size)
    chance = CHANCE_SPREAD**2 + variance
    fit = 0.5 * (log(chance / variance) - off * off * (1 / variance - 1 / chance))
    return log(exp(fit) * (1 - MISHAPS) + MISHAPS)


CUT_OFF = 0.8
"""A target shorter than this share of what is expected lacks some of its text …"""
LOST_WITH_TEXT = 2
""" … and marks missing from it count less, by this power of the share that is there."""


def shared(source: Side, target: Side, context: Context) -> float:
    """Numbers, names, loan words, signs and kinds found on both sides, or missed."""
    links = context.links
    share = _share(source, target, context)
    weight = min(1.0, share / CUT_OFF) ** LOST_WITH_TEXT
    score = 0.0
    for mark in source.marks:
        score += links.gain[mark] if mark in target.marks else weight * links.loss[mark]
    return score


def _share(source: Side, target: Side, context: Context) -> float:
    """The length of the target, for one of the length that the source lets expect."""
    return (target.traits.length + SLACK) / (source.traits.length + SLACK) / context.ratio


def surplus(source: Side, target: Side, context: Context) -> float:
    """Marks in the target that the source has elsewhere, but not here."""
    extra = context.links.extra
    score = 0.0
    for mark in target.marks - source.marks:
        score += extra[mark]
    return score


NUMBER_ALONE = -1.5


def numbers_alone(source: Side, target: Side, _: Context) -> float:
    """A number that the other document has nowhere speaks for an omission or an addition."""
    return NUMBER_ALONE * (source.alone + target.alone)


SENTENCE_PENALTY = -0.8
SENTENCE_AGREEMENT = 0.4


def sentences(source: Side, target: Side, _: Context) -> float:
    """Whether both sides have as many sentences."""
    here, there = max(source.traits.sentences, 1), max(target.traits.sentences, 1)
    off = abs(here - there)
    if not off:
        return SENTENCE_AGREEMENT if here > 1 else 0.0
    return max(off * SENTENCE_PENALTY, 3 * SENTENCE_PENALTY)


SAME_TEXT = 8.0


def identity(source: Side, target: Side, _: Context) -> float:
    """The same text on both sides: left untranslated, or a back-translation."""
    same = source.traits.plain and source.traits.plain == target.traits.plain
    return SAME_TEXT if same else 0.0


MIXED_KINDS = -5.0


def kinds(source: Side, target: Side, _: Context) -> float:
    """Paragraphs that are merged or split are of one kind."""
    mixed = len(source.traits.kinds) > 1 or len(target.traits.kinds) > 1
    return MIXED_KINDS if mixed else 0.0


def alike(source: Side, target: Side, context: Context) -> float:
    """Whether the sentence vectors say that one is a translation of the other."""
    if context.likeness is None:
        return 0.0
    return context.likeness.nats(source.end, target.end, source.size, target.size)


EVIDENCE: tuple[tuple[Scorer, float], ...] = (
    (alike, 1.0),
    (length, 1.0),
    (shared, 0.7),
    (surplus, 0.5),
    (numbers_alone, 1.0),
    (sentences, 1.0),
    (identity, 1.0),
    (kinds, 1.0),
)
"""Which scorers count, and how much."""


def score(source: Side, target: Side, context: Context) -> float:
    """All evidence for the two facing each other, in nats; 0 is no evidence either way."""
    total = 0.0
    for scorer, weight in EVIDENCE:
        total += weight * scorer(source, target, context)
    return total
