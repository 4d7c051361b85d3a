"""What is known is not asked again: within a call, within a run, between runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest

from evalkit.encoders import cached_encoder as module
from evalkit.encoders.cached_encoder import CachedEncoder
from evalkit.encoders.word_alignment import places
from tests.remembering import Remembering


class Tokens:
    def __init__(self, text: str) -> None:
        spans = places(text)
        self.places = np.array(spans, np.int64).reshape(-1, 2)
        # A word's vector depends on its letters alone: equal words face each other.
        self.vectors = np.array([_vector(text[a:b]) for a, b in spans], np.float32).reshape(
            -1, 1, 8
        )


def _vector(word: str) -> Any:
    made = np.random.default_rng(sum(map(ord, word))).normal(size=8)
    return made / np.linalg.norm(made)


class Counting:
    """An encoder that remembers what it was asked."""

    name = "counting"

    def __init__(self, signature: str = "counting:1") -> None:
        self.signature = signature
        self.asked: list[str] = []

    def sentences(self, texts: Sequence[str]) -> Any:
        self.asked += texts
        return np.stack([_vector(text) for text in texts]).astype(np.float32)

    def tokens(self, texts: Sequence[str]) -> list[Tokens]:
        self.asked += texts
        return [Tokens(text) for text in texts]


class Keeping(Remembering):
    """A memory that counts how often it is told something."""

    def __init__(self) -> None:
        super().__init__()
        self.puts = 0

    def put(self, items: Mapping[bytes, bytes]) -> None:
        super().put(items)
        self.puts += 1


def made(memory: Keeping, signature: str = "counting:1") -> tuple[CachedEncoder, Counting]:
    encoder = Counting(signature)
    return CachedEncoder(encoder, memory), encoder  # type: ignore[arg-type]


def test_a_source_that_two_versions_share_is_encoded_once() -> None:
    knows, encoder = made(Keeping())
    found = knows.alignments([("one two", "ek dui"), ("one two", "ik do"), ("one two", "ek dui")])
    assert sorted(encoder.asked) == ["ek dui", "ik do", "one two"]
    assert len(found) == 3
    assert found[0] == found[2]


def test_alignments_come_back_in_the_order_they_were_asked_for() -> None:
    knows, _ = made(Keeping())
    asked = [("z one", "one"), ("a", "b c d"), ("m n", "m n")]
    assert [(len(w.source), len(w.target)) for w in knows.alignments(asked)] == [
        (2, 1), (1, 3), (2, 2),
    ]  # fmt: skip
    assert knows.alignments([]) == []


def test_a_second_run_does_not_ask_the_encoder() -> None:
    memory = Keeping()
    first, _ = made(memory)
    pairs = [("one two three", "one two three"), ("four", "five")]
    before = first.alignments(pairs)
    again, encoder = made(memory)
    assert again.alignments(pairs) == before
    assert encoder.asked == []


def test_after_an_edit_only_the_changed_pair_is_aligned_again() -> None:
    memory = Keeping()
    made(memory)[0].alignments([("one", "ek"), ("two", "dui")])
    knows, encoder = made(memory)
    knows.alignments([("one", "ek"), ("two", "duti")])
    assert sorted(encoder.asked) == ["duti", "two"]


def test_another_encoder_shares_nothing() -> None:
    memory = Keeping()
    made(memory)[0].alignments([("one", "ek")])
    knows, encoder = made(memory, "counting:2")
    knows.alignments([("one", "ek")])
    assert sorted(encoder.asked) == ["ek", "one"]


def test_the_two_sides_are_not_taken_for_each_other() -> None:
    knows, _ = made(Keeping())
    one, other = knows.alignments([("one two", "two"), ("two", "one two")])
    assert (one.source, one.target) == (other.target, other.source)


def test_what_is_aligned_is_kept_batch_by_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAIRS", 2)
    memory = Keeping()
    made(memory)[0].alignments([(f"s{n}", f"t{n}") for n in range(5)])
    assert memory.puts == 3
    assert len(memory.kept) == 5


def test_vectors_known_without_the_encoder() -> None:
    memory = Keeping()
    vectors = made(memory)[0].vectors(["one", "two"])
    knows, encoder = made(memory)
    kept = knows.known(["two", "one"])
    assert kept is not None
    assert np.array_equal(kept, vectors[::-1])
    assert knows.known(["one", "three"]) is None
    assert encoder.asked == []
