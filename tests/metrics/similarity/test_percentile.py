"""The percentile of a row: hand-made vectors for the arithmetic, a stand-in for the encoder."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalkit.alignment.rows import Pair
from evalkit.metrics.base import Score, Tools
from evalkit.metrics.similarity.calibration import POOLED, SHARES, calibration, shift
from evalkit.metrics.similarity.closeness import SOFTNESS, Sentences, closeness
from evalkit.metrics.similarity.percentile import Similarity, swapped
from tests.builders import pair

ENCODER = calibration().encoder
TOPICS = ("bridge", "river", "school", "market", "harvest", "doctor", "train", "festival")


class Topical:
    """Knows what sentences are about: vectors of one topic are near, whatever the language.

    A sentence's topic is the first of `TOPICS` that it names, as a made-up Bengali
    text may do in Latin letters; `apart` is the cosine between topics, `near` that
    between two languages on one topic.
    """

    def __init__(self, name: str = ENCODER, near: float = 0.91, apart: float = 0.75) -> None:
        self.name, self.near, self.apart = name, near, apart
        self.asked: list[str] = []

    @property
    def signature(self) -> str:
        return f"{self.name}:test"

    def vectors(self, texts: Sequence[str]) -> Any:
        self.asked += texts
        return np.stack([self._vector(text) for text in texts]).astype(np.float32)

    def known(self, texts: Sequence[str]) -> Any:
        return self.vectors(texts)

    def _vector(self, text: str) -> Any:
        made = np.zeros(len(TOPICS) + 3)
        made[0] = math.sqrt(self.apart)
        topic = next((n for n, t in enumerate(TOPICS) if t in text), None)
        if topic is not None:
            made[topic + 1] = math.sqrt(self.near - self.apart)
        rest = math.sqrt(1 - made @ made)
        made[-1 if text.isascii() else -2] = rest
        return made


def metric(meaning: Any = None, **known: Any) -> Similarity:
    return Similarity(Tools(meaning=meaning, **known))


def english(topic: str) -> str:
    return f"The people of the town were talking about the {topic} all day long."


def bengali(topic: str) -> str:
    return f"শহরের মানুষ সারাদিন ধরে {topic} নিয়ে কথা বলছিলেন।"


def document(order: Sequence[str] = TOPICS) -> list[Pair]:
    return [
        pair(english(topic), bengali(other), row=n)
        for n, (topic, other) in enumerate(zip(TOPICS, order, strict=True), 1)
    ]


def sentences(*vectors: Sequence[float], lengths: Sequence[int] | None = None) -> Sentences:
    made = np.array(vectors, np.float32)
    made /= np.linalg.norm(made, axis=1, keepdims=True)
    return Sentences(made, lengths or [10] * len(vectors))


class TestCloseness:
    def test_of_a_sentence_on_either_side_it_is_their_cosine(self) -> None:
        assert closeness(sentences((3, 4)), sentences((4, 3))) == pytest.approx(24 / 25)

    def test_is_the_same_in_both_directions(self) -> None:
        one, other = sentences((1, 0.2, 0), (0, 1, 0.1)), sentences((1, 0, 0), (0.1, 1, 0))
        assert closeness(one, other) == pytest.approx(closeness(other, one))

    def test_two_sentences_told_in_one_cost_little_a_missing_one_much(self) -> None:
        first, second, common = (1.0, 0.0, 2.0), (0.0, 1.0, 2.0), (1.0, 1.0, 4.0)
        whole = closeness(sentences(first, second), sentences(first, second))
        merged = closeness(sentences(first, second), sentences(common, lengths=[20]))
        lost = closeness(sentences(first, second), sentences(first))
        assert whole == pytest.approx(1)
        assert whole > merged > lost

    def test_the_soft_minimum_worked_by_hand(self) -> None:
        # The second sentence is at cosine 0.8 of the only one there, which is the first's own:
        # the 0.2 between count against it. Backward all is well.
        found = closeness(sentences((1, 0), (0.8, 0.6)), sentences((1, 0)))
        weights = [(0.25, 1.0), (0.25, 0.6), (0.5, 1.0)]
        by_hand = -SOFTNESS * math.log(sum(w * math.exp(-x / SOFTNESS) for w, x in weights))
        assert found == pytest.approx(by_hand, abs=1e-6)


class TestScale:
    @pytest.mark.parametrize("name", sorted(calibration().scales))
    def test_quantiles_rise_and_stand_for_the_shares(self, name: str) -> None:
        scale = calibration().scales[name]
        assert len(scale.quantiles) == len(SHARES)
        assert list(scale.quantiles) == sorted(set(scale.quantiles))
        for deviation, share in zip(scale.quantiles, SHARES, strict=True):
            assert scale.percentile(deviation) == pytest.approx(share)

    @given(st.floats(-60, 60), st.floats(-60, 60))
    def test_a_percentile_rises_with_closeness_and_stays_within_100(
        self, one: float, other: float
    ) -> None:
        scale = calibration().scales["bn-en"]
        low, high = sorted((one, other))
        assert 0 <= scale.percentile(low) <= scale.percentile(high) <= 100

    def test_a_longer_text_varies_less(self) -> None:
        scale = calibration().scales["bn-en"]
        short, long = (
            scale.deviation(1.0, words, 1) - scale.deviation(0.9, words, 1) for words in (5, 50)
        )
        assert long > short

    def test_a_language_that_was_not_measured_gets_the_pooled_scale(self) -> None:
        known = calibration()
        assert known.scale("en", "gu") == (known.scales[POOLED], False)
        assert known.scale("bn-IN", "en-GB") == (known.scales["bn-en"], True)


class TestShift:
    def test_few_rows_move_the_scale_less_than_many(self) -> None:
        assert shift([], 0.5, measured=True) == 0
        assert shift([-1.0], 0.5, measured=True) > shift([-1.0] * 50, 0.5, measured=True) > -1

    def test_a_document_wrong_from_end_to_end_does_not_excuse_itself(self) -> None:
        assert shift([-9.0] * 50, 0.5, measured=True) == -1.5

    def test_where_nothing_was_measured_the_document_is_its_own_measure(self) -> None:
        assert shift([-9.0] * 50, 0.5, measured=False) == pytest.approx(-9, abs=0.1)


class TestRows:
    def test_sound_rows_are_as_close_as_most(self) -> None:
        found = metric(Topical()).score(document())
        assert all(row.value is not None and row.value > 10 for row in found.rows)
        assert {row.detail for row in found.rows} == {""}
        assert found.corpus.value is None

    def test_swapped_rows_are_far_and_name_each_other(self) -> None:
        order = list(TOPICS)
        order[1], order[4] = order[4], order[1]
        found = metric(Topical()).score(document(order)).rows
        assert [n for n, row in enumerate(found, 1) if (row.value or 0) < 1] == [2, 5]
        assert found[1].detail.startswith("unusually far: fewer than 1 in 100")
        assert "closer to row 5's English than to its own" in found[1].detail
        assert "closer to row 2's English than to its own" in found[4].detail

    def test_a_whole_version_has_no_percentile_and_says_how_many_rows_are_usual(self) -> None:
        order = list(TOPICS)
        order[1], order[4] = order[4], order[1]
        corpus = metric(Topical()).score(document(order)).corpus
        assert (corpus.value, corpus.state) == (None, "unscored")
        assert corpus.reason == "a percentile is each row's own; a whole version has none"
        assert "6 of 8 rows" in corpus.detail

    def test_a_paragraph_that_lost_a_sentence_falls(self) -> None:
        rows = [
            pair(
                f"{english(a)} {english(b)}",
                f"{bengali(a)} {bengali(b)}" if n else bengali(a),
                row=n,
            )
            for n, (a, b) in enumerate(pairwise(TOPICS))
        ]
        values = [row.value or 0 for row in metric(Topical()).score(rows).rows]
        assert values[0] < 1 < 10 < min(values[1:])

    def test_another_language_is_judged_by_the_document_and_says_so(self) -> None:
        rows = [pair(p.source, p.target, "gu", row=p.row) for p in document()]
        # As far as this, all of them would be unusual in Bengali.
        found = metric(Topical(near=0.82, apart=0.7)).score(rows)
        assert all((row.value or 0) > 10 for row in found.rows)
        assert all("not measured on Gujarati" in row.detail for row in found.rows)
        assert "not measured on Gujarati" in found.corpus.detail

    def test_another_encoder_is_judged_by_the_document_and_says_so(self) -> None:
        found = metric(Topical("LaBSE", near=0.82, apart=0.5)).score(document())
        assert all("this encoder was not measured" in row.detail for row in found.rows)
        assert all((row.value or 0) > 10 for row in found.rows)

    def test_percentiles_are_between_0_and_100(self) -> None:
        for order in (TOPICS, TOPICS[::-1]):
            for row in metric(Topical()).score(document(order)).rows:
                assert row.value is not None
                assert 0 <= row.value <= 100


class TestUnscored:
    @pytest.mark.parametrize(
        ("row", "reason"),
        [
            (pair("", "একটি বাক্য এখানে আছে।"), "nothing in the source faces it"),
            (pair("Read more", ""), "too few words to say"),
            (pair("Read more", "আরও পড়ুন"), "too few words to say"),
            (pair(english("bridge"), english("bridge")), "left in English"),
            (pair(english("bridge"), "Awon eniyan ilu naa.", "yo"), "language not covered: the encoder never saw Yoruba"),
        ],
    )  # fmt: skip
    def test_a_row_that_cannot_be_judged_says_why(self, row: Pair, reason: str) -> None:
        assert metric(Topical()).unscored(row) == Score.unscored(reason)

    def test_without_an_encoder_the_reason_is_the_tools(self) -> None:
        found = metric(no_meaning="the built-in encoder is not installed").score(document())
        assert {row.reason for row in found.rows} == {"the built-in encoder is not installed"}
        assert found.corpus.reason == "the built-in encoder is not installed"

    def test_the_rest_is_scored_and_the_corpus_says_how_much(self) -> None:
        rows = [*document(), pair("A paragraph of the source.", "", row=9)]
        found = metric(Topical()).score(rows)
        assert found.rows[8] == Score(0.0, "omitted", "missing in Bengali")
        assert "8 of 9 rows are as close" in found.corpus.detail

    def test_the_same_language_may_repeat_itself(self) -> None:
        row = pair(english("bridge"), english("bridge"), "en")
        assert metric(Topical()).unscored(row) is None


def test_the_encoder_is_asked_for_rows_and_not_to_finish() -> None:
    similarity = metric(Topical())
    raw = [score for _, score in similarity.rows(document())]
    nothing_kept = Topical()
    nothing_kept.known = lambda texts: None  # type: ignore[method-assign]
    found = metric(nothing_kept).finish(document(), raw)
    assert nothing_kept.asked == []
    assert [row.value for row in found.rows] == [
        row.value for row in similarity.finish(document(), raw).rows
    ]


def test_languages_are_part_of_what_a_row_is_kept_under() -> None:
    one, other = (pair("A b c.", "এক দুই।", language) for language in ("bn", "as"))
    assert metric(Topical()).texts(one) != metric(Topical()).texts(other)


def test_a_swap_needs_a_clear_margin() -> None:
    near = np.array([[0.85, 0.86], [0.80, 0.84]], np.float32)
    clear = np.array([[0.80, 0.86], [0.80, 0.84]], np.float32)
    assert swapped(near) == [None, None]
    assert swapped(clear) == [1, None]


def test_the_description_does_not_sell_it_as_quality() -> None:
    assert "not a measure of quality" in Similarity.description
