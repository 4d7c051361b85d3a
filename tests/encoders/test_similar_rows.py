"""Similarity with the built-in encoder: what it must find in a short document of our own."""

from __future__ import annotations

from typing import Any

import pytest

from evalkit.alignment.rows import Pair
from evalkit.encoders.cached_encoder import CachedEncoder
from evalkit.metrics.base import Tools
from evalkit.metrics.similarity.percentile import Similarity
from evalkit.store import NoMemory
from tests.builders import pair

pytestmark = pytest.mark.neural

ROWS = (
    ("Three engineers repaired the old bridge before the rain came.",
     "বৃষ্টি আসার আগে তিনজন প্রকৌশলী পুরোনো সেতুটি মেরামত করেছেন।"),
    ("The hospital in Dhaka opened 25 new beds for children on Monday.",
     "সোমবার ঢাকার হাসপাতালটি শিশুদের জন্য ২৫টি নতুন শয্যা চালু করেছে।"),
    ("Rahim said that his sister writes books about birds and rivers.",
     "রহিম বললেন যে তার বোন পাখি ও নদী নিয়ে বই লেখেন।"),
    ("The price of rice rose again this week, and shopkeepers are worried.",
     "এই সপ্তাহে চালের দাম আবার বেড়েছে, আর দোকানদাররা চিন্তিত।"),
    ("Our team lost the football match because the goalkeeper was injured.",
     "গোলরক্ষক আহত হওয়ায় আমাদের দল ফুটবল ম্যাচটি হেরে গেছে।"),
    ("Teachers want smaller classes and more computers in every school.",
     "শিক্ষকরা প্রতিটি স্কুলে ছোট ক্লাস এবং আরও কম্পিউটার চান।"),
)  # fmt: skip


def document(*order: int) -> list[Pair]:
    """The rows, each facing the Bengali of the row in `order`."""
    return [
        pair(ROWS[n][0], ROWS[other][1], row=n + 1)
        for n, other in enumerate(order or range(len(ROWS)))
    ]


@pytest.fixture(scope="module")
def similarity(encoder: Any) -> Similarity:
    return Similarity(Tools(meaning=CachedEncoder(encoder, NoMemory())))


def test_a_sound_document_is_as_close_as_others(similarity: Similarity) -> None:
    found = similarity.score(document())
    assert all((row.value or 0) > 5 for row in found.rows)
    assert found.corpus.value is None
    assert found.corpus.detail.startswith("6 of 6 rows are as close")


def test_swapped_paragraphs_are_unusual_and_name_each_other(similarity: Similarity) -> None:
    rows = similarity.score(document(0, 4, 2, 3, 1, 5)).rows
    assert [n for n, row in enumerate(rows, 1) if (row.value or 0) < 1] == [2, 5]
    assert "closer to row 5's English than to its own" in rows[1].detail
    assert "closer to row 2's English than to its own" in rows[4].detail


def test_a_paragraph_without_one_of_its_sentences_falls(similarity: Similarity) -> None:
    source = " ".join(english for english, _ in ROWS[:3])
    whole = " ".join(bengali for _, bengali in ROWS[:3])
    for lost in range(3):
        kept = " ".join(bengali for n, (_, bengali) in enumerate(ROWS[:3]) if n != lost)
        sound, damaged = (
            score for _, score in similarity.rows([pair(source, whole), pair(source, kept)])
        )
        assert damaged.value is not None
        assert sound.value is not None
        assert damaged.value < sound.value - 0.02


def test_texts_of_one_sentence_are_as_near_as_their_vectors(
    similarity: Similarity, encoder: Any
) -> None:
    ((_, score),) = similarity.rows([pair(*ROWS[0])])
    ours, theirs = encoder.sentences(ROWS[0])
    assert score.value == pytest.approx(float(ours @ theirs), abs=1e-3)
