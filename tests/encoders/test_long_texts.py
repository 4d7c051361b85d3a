"""Long texts are read and compared in pieces; nothing of them is left out or told twice."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalkit.encoders.encoder import Tokens
from evalkit.encoders.long_texts import (
    BLOCK,
    LONG,
    PIECE,
    blocks,
    is_long,
    pieces,
    sentence_ends,
    whole,
)
from evalkit.encoders.word_alignment import places

SENTENCE = "The river rose by three metres near the old bridge last night."
WORDS = len(places(SENTENCE))


def ends_of(text: str) -> list[int]:
    return sentence_ends(text, places(text))


def test_a_pair_is_long_by_its_longer_side() -> None:
    long = "word " * (LONG + 1)
    assert is_long(long, "kurz")
    assert is_long("kurz", long)
    assert not is_long("word " * LONG, "kurz")


@given(st.lists(st.sampled_from(["one two.", "তিন চার।", "five six seven", "\n"]), max_size=60))
def test_pieces_lie_side_by_side_and_begin_with_a_sentence(parts: list[str]) -> None:
    text = " ".join(parts)
    found = pieces(text)
    assert [found[0][0], found[-1][1]] == [0, len(text)]
    assert all(before[1] == after[0] for before, after in pairwise(found))
    starts = {places(text)[n][0] for n in ends_of(text)[:-1]}
    assert {start for start, _ in found[1:]} <= starts


def test_pieces_have_as_many_sentences_as_fit() -> None:
    text = " ".join([SENTENCE] * 12)
    sizes = [len(places(text[start:end])) for start, end in pieces(text)]
    assert set(sizes[:-1]) == {PIECE // WORDS * WORDS}
    assert sum(sizes) == 12 * WORDS
    # A sentence that is longer than a piece stays whole.
    assert pieces("word " * 200) == [(0, 1000)]


def test_tokens_of_pieces_stand_where_they_stood_in_the_text() -> None:
    first = Tokens(np.array([[0, 3]]), np.ones((1, 3, 2), np.float32))
    second = Tokens(np.array([[0, 3], [4, 8]]), np.zeros((2, 3, 2), np.float32))
    joined = whole([(0, 5), (5, 13)], [first, second])
    assert joined.places.tolist() == [[0, 3], [5, 8], [9, 13]]
    assert joined.vectors.shape == (3, 3, 2)
    assert whole([(0, 5)], [first]) is first


def test_short_texts_are_compared_as_a_whole() -> None:
    assert blocks(np.eye(LONG, dtype=np.float32), [LONG], [LONG]) == [
        (slice(0, LONG), slice(0, LONG))
    ]


def test_long_texts_are_parted_where_few_words_face_each_other_across() -> None:
    # Twenty sentences of ten words; the version lacks the eighth.
    kept = [n for n in range(200) if not 70 <= n < 80]
    similar = np.zeros((200, 190), np.float32)
    similar[kept, np.arange(190)] = 1.0
    found = blocks(similar, list(range(10, 201, 10)), list(range(10, 191, 10)))
    assert len(found) > 1
    for rows, columns in found:
        assert rows.stop - rows.start <= BLOCK
        facing = [kept.index(n) for n in range(rows.start, rows.stop) if n in kept]
        assert set(facing) <= set(range(columns.start, columns.stop))


@given(st.integers(LONG + 1, 2 * LONG), st.integers(1, 2 * LONG), st.integers(0, 9))
def test_every_word_is_in_one_block(rows: int, columns: int, seed: int) -> None:
    similar = np.random.default_rng(seed).random((rows, columns), np.float32)
    ends = [[*range(12, size, 12), size] for size in (rows, columns)]
    found = blocks(similar, *ends)
    for axis, size in ((0, rows), (1, columns)):
        inside = [n for block in found for n in range(block[axis].start, block[axis].stop)]
        assert inside == list(range(size))


@pytest.mark.parametrize("size", [LONG + 1, 400])
def test_what_faces_nothing_in_order_stays_whole(size: int) -> None:
    reversed_ = np.eye(size, dtype=np.float32)[::-1]
    ends = [*range(10, size, 10), size]
    assert blocks(reversed_, ends, ends) == [(slice(0, size), slice(0, size))]
