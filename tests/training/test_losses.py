"""Words taken out of a pair: who lost a counterpart, by hand and for any pair."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training.losses import Halves, Read, _without, example, losses, read

LINKS = np.array([[0, 0], [1, 1], [1, 2], [3, 3]])


def pair(source: str, target: str, seed: int = 0) -> Read:
    drawn = np.random.default_rng(seed)

    def vectors(text: str) -> Halves:
        made = drawn.normal(size=(len(text.split()), 3, 8))
        unit: Halves = (made / np.linalg.norm(made, axis=-1, keepdims=True)).astype(np.float16)
        return unit

    return read(source, vectors(source), target, vectors(target))


def test_a_word_is_lost_when_all_that_stood_for_it_is_gone() -> None:
    gone = np.array([True, True, False, False])
    lost, weight = losses(4, LINKS, gone)
    # Word 0 lost its only counterpart, word 1 one of two; word 2 never had one: between a kept
    # word and a kept one it counts as kept, and half.
    assert lost.tolist() == [1, 0, 0, 0]
    assert weight.tolist() == [1, 1, 0.5, 1]


def test_a_word_between_a_kept_and_a_lost_one_proves_nothing() -> None:
    lost, weight = losses(4, LINKS, np.array([False, False, False, True]))
    assert lost.tolist()[3] == 1
    assert weight[2] == 0


def test_in_a_whole_pair_nothing_islosses() -> None:
    lost, weight = losses(4, LINKS, np.zeros(4, bool))
    assert not lost.any()
    assert weight.tolist() == [1, 1, 0.5, 1]


def test_anchors_move_with_the_words_that_stay() -> None:
    whole = pair("Dhaka has 25 beds", "২৫ beds Dhaka")
    assert [2, 0] in whole.anchors.tolist()
    made = _without(whole, np.array([True, False, False, False]), np.zeros(3, bool))
    assert [1, 0] in made.anchors.tolist()
    assert len(made.source) == 3


WORDS = st.lists(st.sampled_from(["one", "two.", "25", "Red,", "Hat"]), min_size=1, max_size=14)


@settings(max_examples=80, deadline=None)
@given(WORDS, WORDS, st.integers(0, 2**31))
def test_any_damage_keeps_the_sides_in_step(
    source: list[str], target: list[str], seed: int
) -> None:
    one = pair(" ".join(source), " ".join(target), seed % 7)
    other = pair("Another text.", "কিছু একটা।", 3)
    made = example(one, other, random.Random(seed))
    for vectors, traits, lost, weight in (
        (made.source, made.source_traits, made.source_lost, made.source_weight),
        (made.target, made.target_traits, made.target_lost, made.target_weight),
    ):
        assert 0 < len(vectors) == len(traits) == len(lost) == len(weight)
        assert set(lost.tolist()) <= {0.0, 1.0}
        assert all(0 <= value <= 1 for value in weight)
    for here, there in made.anchors.tolist():
        assert 0 <= here < len(made.source)
        assert 0 <= there < len(made.target)


@pytest.mark.parametrize("seed", range(3))
def test_the_same_seed_damages_alike(seed: int) -> None:
    one = pair("one two three four five six. seven eight", "ক খ গ ঘ ঙ চ ছ। জ")
    first, second = (example(one, one, random.Random(seed)) for _ in range(2))
    assert first.source_lost.tolist() == second.source_lost.tolist()
    assert len(first.target) == len(second.target)
