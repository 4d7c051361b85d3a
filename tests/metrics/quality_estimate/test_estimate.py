"""The metric `qe`: what it refuses to judge, what it says of a value, how it treats long rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from evalkit.alignment.rows import Pair
from evalkit.document import InputError
from evalkit.metrics import METRICS, create, load_class, windows
from evalkit.metrics.base import Score, Tools
from evalkit.metrics.quality_estimate import estimator
from evalkit.metrics.quality_estimate.estimate import Estimate, words
from evalkit.metrics.quality_estimate.score_scale import Scale
from tests.builders import pair

ENGLISH = "The river rose by two metres in the night."
BENGALI = "রাতে নদীর জল দুই মিটার বেড়ে যায়।"
SCALE = Scale(
    (-1.0, 0.0, 1.0), (20.0, 50.0, 80.0), (5.0, 20.0, 50.0), (50.0, 80.0, 95.0), 0.8, 1.0,
    frozenset({"en-hi"}),
)  # fmt: skip


class StandIn:
    """Counts words for tokens; a target's raw score is the number that it ends on, else 0."""

    signature = "stand-in"

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def count(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]

    def raw(self, pairs: Sequence[tuple[str, str]]) -> Iterator[float]:
        self.asked += pairs
        for _, target in pairs:
            last = target.split()[-1].rstrip("।.")
            yield float(last) if last.lstrip("-").replace(".", "").isdigit() else 0.0


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> StandIn:
    made = StandIn()
    monkeypatch.setattr(estimator, "load", lambda _resources: made)
    monkeypatch.setattr(estimator, "scale", lambda: SCALE)
    return made


def metric() -> Estimate:
    meaning: Any = object()
    return Estimate(Tools(meaning=meaning))


def score(*pairs: Pair) -> tuple[Score, ...]:
    return metric().score(pairs).rows


def test_it_goes_by_its_name_and_wants_no_reference() -> None:
    assert METRICS["qe"] and load_class("qe").needs == {"source", "encoder"}
    assert isinstance(create("qe"), Estimate)
    assert Estimate.label == "QE" and Estimate.range == (0.0, 100.0)


def test_a_row_has_a_value_limits_and_a_word(stand_in: StandIn) -> None:
    (row,) = score(pair(ENGLISH, f"{BENGALI} 1", "hi"))
    assert (row.value, row.low, row.high) == (80.0, 50.0, 95.0)
    assert row.detail == "good" and row.state == "scored" and row.windows is None
    assert stand_in.asked == [(ENGLISH, f"{BENGALI} 1")]


def test_a_language_without_judgements_is_told(stand_in: StandIn) -> None:
    (row,) = score(pair(ENGLISH, BENGALI))
    assert row.detail == "fair; no judgements of Bengali were trained on"


def test_a_versions_score_is_the_mean_of_its_rows(stand_in: StandIn) -> None:
    found = metric().score([pair(ENGLISH, f"{BENGALI} {n}", row=n) for n in (1, 0) * 10])
    assert found.corpus.value == 65.0
    # Of twenty rows ten are worth 50 and ten 80: 1.6 % of resamples hold five or fewer of either.
    assert (found.corpus.low, found.corpus.high) == pytest.approx((57.5, 72.5), abs=1.5)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (pair("", BENGALI), "nothing in the source faces it"),
        (pair(ENGLISH, "Omi fò.", "yo-x-test"), "the encoder never saw"),
        (pair("News", "খবর"), "too few words to say"),
        (pair(ENGLISH, ENGLISH, "en-GB"), "in the language of its source: no translation"),
    ],
)
def test_what_cannot_be_judged_is_unscored(stand_in: StandIn, given: Pair, reason: str) -> None:
    (row,) = score(given)
    assert row.value is None and row.state == "unscored" and reason in row.reason
    assert stand_in.asked == []


@pytest.mark.parametrize("nothing", ["", " \n"])
def test_what_the_version_leaves_out_counts_as_the_worst(stand_in: StandIn, nothing: str) -> None:
    (row,) = score(pair(ENGLISH, nothing))
    assert row == Score(0.0, "omitted", "missing in Bengali")
    assert stand_in.asked == []


def test_without_an_encoder_every_row_says_why() -> None:
    rows = Estimate(Tools(no_meaning="no encoder was wanted")).score([pair(ENGLISH, BENGALI)]).rows
    assert rows[0].reason == "no encoder was wanted"


def test_an_estimator_that_cannot_be_had_is_no_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_resources: object) -> None:
        raise InputError("the built-in encoder is not installed", remedy="install it")

    monkeypatch.setattr(estimator, "load", missing)
    found = metric().score([pair(ENGLISH, BENGALI)])
    assert found.rows[0].value is None and "not installed" in found.rows[0].reason
    assert found.signature == "qe|none"


def test_a_text_without_a_word_is_unscored(
    stand_in: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stand_in, "raw", lambda pairs: iter([float("nan")] * len(pairs)))
    (row,) = score(pair(ENGLISH, "…"))
    assert row.value is None and row.reason == "no word to judge"


def test_a_long_row_is_judged_in_windows_and_its_worst_is_named(stand_in: StandIn) -> None:
    # Sentences of 60 words: two fit a window of 128 tokens, five take three windows.
    source = " ".join(f"Here is {' '.join(['a'] * 57)} word." for _ in range(5))
    target = " ".join(f"এখানে {' '.join(['এক'] * 58)} {n}।" for n in (1, 1, 1, 1, -1))
    (row,) = score(pair(source, target))
    assert row.windows is not None and row.windows.count == 3
    assert row.windows.worst == 20.0 and row.windows.covered == 1.0
    assert row.value is not None and 60 < row.value < 80
    assert row.low is not None and row.high is not None and row.low < row.value < row.high
    assert row.detail.split("; ")[1:3] == [
        "3 windows, all of the text covered", "worst 20 (sentence 5)",
    ]  # fmt: skip


def test_the_worst_sentence_of_a_short_row_is_named(stand_in: StandIn) -> None:
    source = "The rain came at night. The road was closed at six. Nobody was hurt there."
    target = "রাতে বৃষ্টি এল 1। ছয়টায় রাস্তা বন্ধ হল -1। কেউ আহত হননি সেখানে 1।"
    (row,) = score(pair(source, target))
    assert stand_in.asked[0] == (source, target) and len(stand_in.asked) == 4
    assert row.value == 80.0 and row.windows is not None and row.windows.count == 1
    assert row.windows.worst == 20.0
    assert source[slice(*row.windows.source)] == "The road was closed at six."
    assert target[slice(*row.windows.target)] == "ছয়টায় রাস্তা বন্ধ হল -1।"
    assert "worst 20 (sentence 2)" in row.detail


def test_what_nothing_faces_is_worth_nothing(
    stand_in: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = pair(ENGLISH, f"{BENGALI} 1")
    window = windows.Window((0, len(given.source)), (0, len(given.target)), None, (1, 1))
    half = windows.Windowing((window,), 0.5, whole=False)
    monkeypatch.setattr(windows, "split", lambda *_: [half])
    (row,) = score(given)
    assert (row.value, row.low, row.high) == (40.0, 25.0, 47.5)
    assert "50 % of the text covered: nothing faces the rest" in row.detail


def test_its_signature_names_what_decides_a_score(stand_in: StandIn) -> None:
    assert metric().signature() == "qe|stand-in|window:128.1"


def test_words_follow_the_value() -> None:
    assert [words(v) for v in (100, 60, 59.9, 50, 49.9, 40, 39.9, 0)] == [
        "good", "good", "fair", "fair", "doubtful", "doubtful", "poor", "poor",
    ]  # fmt: skip
