"""Versions damaged to fit the risks on: every fourth row, each in a way that is named."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from lab.damage import clause
from lab.data import Segments
from training.damaged import EVERY, KINDS, OMITTING, damaged

SENTENCE = "এক দুই তিন চার পাঁচ ছয় সাত আট নয় দশ এগারো বারো।"
DOCUMENT = Segments(
    "a.document",
    "bn",
    tuple(f"This is sentence number {n} of a document with words enough." for n in range(12)),
    tuple(f"{n} {SENTENCE}" for n in range(12)),
)


@given(st.integers(0, 10_000))
def test_a_clause_of_four_to_eight_words_goes_from_inside_a_sentence(seed: int) -> None:
    made = clause(SENTENCE, random.Random(seed))
    assert made is not None
    words, kept = SENTENCE.split(), made.split()
    assert 4 <= len(words) - len(kept) <= 8
    assert kept[:2] == words[:2]
    assert kept[-1] == words[-1]


def test_a_short_sentence_has_no_clause_to_lose() -> None:
    assert clause("এক দুই তিন চার।", random.Random(0)) is None


def test_every_fourth_row_is_damaged_and_the_others_are_not_touched() -> None:
    copies = list(damaged(DOCUMENT))
    assert copies
    for copy in copies:
        assert set(copy.kinds.values()) <= set(KINDS)
        for row, (whole, now) in enumerate(
            zip(copy.sound.pairs, copy.version.pairs, strict=True), 1
        ):
            assert (whole.target != now.target) == (row in copy.kinds)
            assert whole.source == now.source
        assert len(copy.kinds) <= -(-len(copy.sound.pairs) // EVERY)


def test_what_is_left_out_makes_the_text_shorter() -> None:
    for copy in damaged(DOCUMENT):
        for row, kind in copy.kinds.items():
            if kind in OMITTING:
                whole, now = copy.sound.pairs[row - 1].target, copy.version.pairs[row - 1].target
                assert len(now) < len(whole), kind


def test_the_copies_are_the_same_every_time() -> None:
    first, second = ([copy.version for copy in damaged(DOCUMENT)] for _ in range(2))
    assert first == second
