"""Damaged translations that the encoder reads anew.

Where words are taken out of vectors that were read whole (`losses`), what stays still knows
them. A translation that lost a sentence does not: some pairs are damaged as text, and read.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evalkit.encoders.counterpart_network import traits
from evalkit.encoders.word_alignment import places
from training.losses import (
    MARK_BACK,
    SENTENCE_MARK,
    Example,
    Floats,
    Halves,
    Read,
    facing,
    losses,
    sentence_gone,
    taken,
)
from training.texts import Sound

COPIES = {"ntrex": 1, "paragraph": 3}
"""Copies of a pair of NTREX, and of one that is a paragraph of several sentences."""
OTHERS = 0.3
"""The share of the other collections' pairs that have one."""
SENTENCES = 0.5
"""How often a paragraph loses a sentence, and not words by any other way."""
SEVERAL = 3
"""Sentence ends from which on a text is a paragraph."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A damaged translation: its text, and which words of the whole one are gone."""

    pair: int
    target: str
    gone: NDArray[np.bool_]


def copies(pairs: Sequence[Sound], seed: int) -> list[Copy]:
    """Damaged translations of some pairs; those of a pair depend on it and the seed alone."""
    found = []
    for number, pair in enumerate(pairs):
        drawn = random.Random(f"{seed} {pair.language} {pair.source} {pair.target}")
        known = traits(pair.target, places(pair.target))
        paragraph = int(known[:, SENTENCE_MARK].sum()) >= SEVERAL
        many = COPIES["paragraph" if paragraph else "ntrex"] if pair.collection == "ntrex" else 0
        if pair.collection != "ntrex":
            many = int(drawn.random() < OTHERS)
        for _ in range(many):
            made = _copy(number, pair.target, known, paragraph, drawn)
            if made is not None:
                found.append(made)
    return found


def _copy(
    number: int, text: str, known: Floats, paragraph: bool, drawn: random.Random
) -> Copy | None:
    by_sentence = paragraph and drawn.random() < SENTENCES
    gone = (sentence_gone if by_sentence else taken)(known, drawn)
    kept = int((~gone).sum())
    if not gone.any() or not kept:
        return None
    damaged = _without(text, gone)
    if gone[-1] and drawn.random() < MARK_BACK:
        damaged = damaged.rstrip(" ,;:") + text.rstrip()[-1]
    # Words that now stand together may read as one.
    return Copy(number, damaged, gone) if len(places(damaged)) == kept else None


def _without(text: str, gone: NDArray[np.bool_]) -> str:
    """The text without those words, each with what stands between it and the next."""
    words = places(text)
    starts = [start for start, _ in words] + [len(text)]
    parts = [text[: starts[0]]]
    parts += [text[starts[n] : starts[n + 1]] for n in range(len(words)) if not gone[n]]
    return "".join(parts)


def reread(whole: Read, pair: Sound, copy: Copy, theirs: Halves) -> Example:
    """The damaged translation as an example; `theirs` are its words' vectors."""
    source_lost, source_weight = losses(len(whole.source), whole.links, copy.gone)
    target_lost, target_weight = losses(
        len(whole.target), whole.links[:, ::-1], np.zeros(len(whole.source), bool)
    )
    stays = ~copy.gone
    return Example(
        whole.source,
        theirs.reshape(len(theirs), -1),
        whole.source_traits,
        traits(copy.target, places(copy.target)),
        facing(pair.source, copy.target),
        source_lost,
        target_lost[stays],
        source_weight,
        target_weight[stays],
    )
