"""Translations damaged as text: what is left of them, and which English words they lost."""

from __future__ import annotations

import numpy as np

from evalkit.encoders.word_alignment import places
from training.losses import Halves, read
from training.reread import copies, reread
from training.texts import Sound

TARGET = "এক দুই তিন চার পাঁচ ছয়। সাত আট নয় দশ এগারো, বারো তেরো চৌদ্দ। পনেরো ষোলো সতেরো আঠারো উনিশ কুড়ি।"
PAIRS = [
    Sound("ntrex", "bn", "a", f"Sentence {n}. " + "One two three four five. " * 3, f"{n} {TARGET}")
    for n in range(40)
]


def vectors(text: str) -> Halves:
    drawn = np.random.default_rng(len(text))
    made = drawn.normal(size=(len(places(text)), 3, 8))
    unit: Halves = (made / np.linalg.norm(made, axis=-1, keepdims=True)).astype(np.float16)
    return unit


def test_what_is_left_are_the_words_that_are_not_gone() -> None:
    found = copies(PAIRS, 0)
    assert len(found) > 60
    for copy in found:
        whole = PAIRS[copy.pair].target
        words = [whole[a:b] for a, b in places(whole)]
        kept = [copy.target[a:b] for a, b in places(copy.target)]
        assert kept == [w for w, gone in zip(words, copy.gone, strict=True) if not gone]
        assert copy.gone.any()


def test_paragraphs_lose_whole_sentences_as_often_as_anything_else() -> None:
    first_words = [n for n, (a, _) in enumerate(places(PAIRS[0].target))]
    whole_sentences = 0
    found = copies(PAIRS, 0)
    for copy in found:
        text = PAIRS[copy.pair].target
        ends = [text[:a].count("।") for a, _ in places(text)]
        gone = {ends[n] for n in first_words if copy.gone[n]}
        stay = {ends[n] for n in first_words if not copy.gone[n]}
        whole_sentences += not gone & stay
    assert whole_sentences > len(found) / 3


def test_a_pair_s_copies_do_not_depend_on_the_others() -> None:
    alone = [copy.target for copy in copies(PAIRS[5:6], 0)]
    assert alone == [copy.target for copy in copies(PAIRS, 0) if copy.pair == 5]


def test_an_example_is_in_step_with_the_words_that_stay() -> None:
    for copy in copies(PAIRS[:5], 1):
        pair = PAIRS[copy.pair]
        whole = read(pair.source, vectors(pair.source), pair.target, vectors(pair.target))
        made = reread(whole, pair, copy, vectors(copy.target))
        stays = int((~copy.gone).sum())
        assert len(made.target) == len(made.target_traits) == len(made.target_lost) == stays
        assert len(made.source) == len(made.source_lost) == len(places(pair.source))
        assert not made.target_lost.any()
