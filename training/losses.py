"""Words taken out of a pair of texts, and which on the other side have lost their counterpart.

Taken out are the words' vectors, so one reading of a text serves for any number of
damages; what stays still knows its old neighbours, which makes the task no easier.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evalkit.encoders.counterpart_network import traits
from evalkit.encoders.word_alignment import places
from evalkit.encoders.word_anchors import anchored
from evalkit.encoders.word_features import strengths

LINKED = 0.25
"""Words that prefer each other this much in the plain vectors count as counterparts."""
UNSURE = 0.5
"""What a word weighs whose counterpart is only guessed from its neighbours'."""
UNRELATED_WEIGHT = 0.3
SENTENCE_MARK = 3
"""The column of `traits` that says a sentence ends behind the word."""
MARK_BACK = 0.7
"""How often the sentence's end is put back behind words taken from its end."""

Floats = NDArray[np.float32]
Halves = NDArray[np.float16]


@dataclass(frozen=True, slots=True)
class Read:
    """A pair as the network reads it: a vector and traits for every word, and who faces whom.

    `anchors` and `links` are (pairs, 2) indices: words alike in spelling, and words
    taken for counterparts in the whole pair.
    """

    source: Halves
    target: Halves
    source_traits: Floats
    target_traits: Floats
    anchors: NDArray[np.int64]
    links: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Example:
    """What is left of a pair, which words lost their counterpart (1) and what each weighs."""

    source: Halves
    target: Halves
    source_traits: Floats
    target_traits: Floats
    anchors: NDArray[np.int64]
    source_lost: Floats
    target_lost: Floats
    source_weight: Floats
    target_weight: Floats


def read(source: str, ours: Halves, target: str, theirs: Halves) -> Read:
    """A whole pair; `ours` and `theirs` are (words, layers, width)."""
    left, right = places(source), places(target)
    middle = ours.shape[1] // 2
    linked = strengths(ours[:, middle].astype(np.float32) @ theirs[:, middle].astype(np.float32).T)
    alike = facing(source, target)
    linked[alike[:, 0], alike[:, 1]] = np.sqrt(linked[alike[:, 0], alike[:, 1]])
    return Read(
        ours.reshape(len(left), -1),
        theirs.reshape(len(right), -1),
        traits(source, left),
        traits(target, right),
        alike,
        np.argwhere(linked >= LINKED),
    )


def example(pair: Read, other: Read, drawn: random.Random) -> Example:
    """The pair as it is, or damaged on one side; `other` is another pair of its language."""
    kind = drawn.random()
    if kind < 0.06 and other is not pair:
        return _unrelated(pair, other)
    gone_there = np.zeros(len(pair.target), bool)
    gone_here = np.zeros(len(pair.source), bool)
    if 0.06 <= kind < 0.5:
        gone_there = taken(pair.target_traits, drawn)
    elif kind < 0.75:
        gone_here = taken(pair.source_traits, drawn)
    made = _without(pair, gone_here, gone_there)
    if gone_there.any() and drawn.random() < 0.5:
        back = made.target_traits.copy()
        back[-1, SENTENCE_MARK] = float(drawn.random() < MARK_BACK)
        made = _with_traits(made, back)
    if kind >= 0.88 and other is not pair:
        made = _with_more(made, other, drawn)
    return made


def facing(source: str, target: str) -> NDArray[np.int64]:
    """Pairs of words that are alike in spelling, digits or sound, (pairs, 2)."""
    ours, theirs = ([text[a:b] for a, b in places(text)] for text in (source, target))
    return _pairs(anchored(ours, theirs))


def sentence_gone(traits_: Floats, drawn: random.Random) -> NDArray[np.bool_]:
    """The words of one sentence; none where there is only one."""
    gone = np.zeros(len(traits_), bool)
    ends = [-1, *np.flatnonzero(traits_[:, SENTENCE_MARK]).tolist()]
    if len(ends) > 2:
        which = drawn.randrange(len(ends) - 1)
        gone[ends[which] + 1 : ends[which + 1] + 1] = True
    return gone if not gone.all() else np.zeros(len(traits_), bool)


def _pairs(found: list[tuple[int, int]]) -> NDArray[np.int64]:
    return np.array(found, np.int64).reshape(-1, 2)


def taken(traits_: Floats, drawn: random.Random) -> NDArray[np.bool_]:
    """Which words go: a tail, a clause, a head, a sentence, or a few scattered ones."""
    many = len(traits_)
    gone = np.zeros(many, bool)
    if many < 5:
        return gone
    kind = drawn.random()
    if kind < 0.35:
        gone[many - max(1, round(many * drawn.choice((0.1, 0.15, 0.2, 0.3, 0.3, 0.4, 0.5)))) :] = (
            True
        )
    elif kind < 0.7:
        length = drawn.randint(2, min(9, many - 3))
        start = drawn.randint(1, many - length - 1)
        gone[start : start + length] = True
    elif kind < 0.78:
        gone[: max(1, round(many * drawn.uniform(0.1, 0.5)))] = True
    elif kind < 0.93:
        ends = [-1, *np.flatnonzero(traits_[:, SENTENCE_MARK]).tolist()]
        if len(ends) > 2:
            which = drawn.randrange(len(ends) - 1)
            gone[ends[which] + 1 : ends[which + 1] + 1] = True
        else:
            length = drawn.randint(1, 3)
            start = drawn.randint(0, many - length)
            gone[start : start + length] = True
    else:
        gone[[drawn.randrange(many) for _ in range(drawn.randint(2, 4))]] = True
    return gone if not gone.all() else np.zeros(many, bool)


def losses(many: int, links: NDArray[np.int64], gone: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Which words lost all their counterparts, and what each word weighs.

    A word that had none is judged by the words around it, where these agree.
    """
    faced, kept = np.zeros(many, bool), np.zeros(many, bool)
    faced[links[:, 0]] = True
    kept[links[~gone[links[:, 1]], 0]] = True
    lost = (faced & ~kept).astype(np.float32)
    weight = np.where(faced, 1.0, UNSURE).astype(np.float32)
    if not gone.any():
        return lost, weight
    known = np.flatnonzero(faced)
    for word in np.flatnonzero(~faced):
        after = int(np.searchsorted(known, word))
        around = {float(lost[known[n]]) for n in (after - 1, after) if 0 <= n < len(known)}
        if len(around) == 1:
            lost[word] = around.pop()
        else:
            weight[word] = 0.0
    return lost, weight


def _without(pair: Read, here: NDArray[np.bool_], there: NDArray[np.bool_]) -> Example:
    source_lost, source_weight = losses(len(pair.source), pair.links, there)
    target_lost, target_weight = losses(len(pair.target), pair.links[:, ::-1], here)
    ours, theirs = ~here, ~there
    moved_here, moved_there = np.cumsum(ours) - 1, np.cumsum(theirs) - 1
    alike = pair.anchors[ours[pair.anchors[:, 0]] & theirs[pair.anchors[:, 1]]]
    return Example(
        pair.source[ours],
        pair.target[theirs],
        pair.source_traits[ours],
        pair.target_traits[theirs],
        np.stack([moved_here[alike[:, 0]], moved_there[alike[:, 1]]], 1),
        source_lost[ours],
        target_lost[theirs],
        source_weight[ours],
        target_weight[theirs],
    )


def _unrelated(pair: Read, other: Read) -> Example:
    here, there = len(pair.source), len(other.target)
    return Example(
        pair.source,
        other.target,
        pair.source_traits,
        other.target_traits,
        _pairs([]),
        np.ones(here, np.float32),
        np.ones(there, np.float32),
        np.full(here, UNRELATED_WEIGHT, np.float32),
        np.full(there, UNRELATED_WEIGHT, np.float32),
    )


def _with_traits(made: Example, traits_: Floats) -> Example:
    return Example(
        made.source, made.target, made.source_traits, traits_, made.anchors,
        made.source_lost, made.target_lost, made.source_weight, made.target_weight,
    )  # fmt: skip


def _with_more(made: Example, other: Read, drawn: random.Random) -> Example:
    """Another text of the language before or behind the target."""
    more = len(other.target)
    order = -1 if drawn.random() < 0.6 else 1

    def put(own: NDArray[Any], added: NDArray[Any]) -> NDArray[Any]:
        return np.concatenate([own, added][::-order])

    moved = made.anchors + np.array([[0, more if order == 1 else 0]])
    return Example(
        made.source,
        put(made.target, other.target),
        made.source_traits,
        put(made.target_traits, other.target_traits),
        moved,
        made.source_lost,
        put(made.target_lost, np.ones(more, np.float32)),
        made.source_weight,
        put(made.target_weight, np.full(more, UNSURE, np.float32)),
    )
