"""Signals of a fault: AUC, recall at few false alarms, counts."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import mannwhitneyu

from evalkit.statistics.detection import Counts, auc, counts, recall_at

SEGMENTS = st.lists(st.tuples(st.integers(0, 9), st.booleans()), min_size=1, max_size=50)


def test_auc_worked_by_hand() -> None:
    # Faulty 3 and 1, sound 2 and 1: of four pairs 3>2, 3>1 are won, 1<2 lost, 1=1 half.
    assert auc([3, 1, 2, 1], [True, True, False, False]) == pytest.approx(2.5 / 4)


@settings(max_examples=40, deadline=None)
@given(SEGMENTS)
def test_auc_agrees_with_mann_whitney(segments: list[tuple[int, bool]]) -> None:
    signal, faulty = zip(*segments, strict=True)
    positive = [s for s, f in segments if f]
    negative = [s for s, f in segments if not f]
    if not positive or not negative:
        assert auc(signal, faulty) is None
        return
    u = mannwhitneyu(positive, negative).statistic
    assert auc(signal, faulty) == pytest.approx(u / (len(positive) * len(negative)))


def test_recall_at_one_percent_lets_one_of_a_hundred_pass() -> None:
    sound = [*range(99), 500]
    faulty = [98, 99, 400, 600]
    signal = [*sound, *faulty]
    labels = [False] * 100 + [True] * 4
    # One sound segment may be flagged (500): the threshold is the next, 98, and 98 is not above it.
    assert recall_at(signal, labels) == pytest.approx(3 / 4)


def test_with_fewer_than_a_hundred_sound_segments_none_may_be_flagged() -> None:
    assert recall_at([5, 1, 6, 5], [False, False, True, True]) == pytest.approx(1 / 2)


def test_ties_with_the_threshold_are_not_flagged() -> None:
    assert recall_at([0] * 10 + [0], [False] * 10 + [True]) == 0


def test_a_share_that_floats_cannot_hold_takes_nothing_away() -> None:
    signal = [*range(100), 70.5]
    # 29 of 100 may be flagged, though 0.29 · 100 is 28.999…: those from 71 on, and the threshold 70.
    assert recall_at(signal, [False] * 100 + [True], 0.29) == 1


@given(SEGMENTS, st.sampled_from([0.01, 0.1, 0.5]))
def test_no_threshold_within_the_allowance_finds_more(
    segments: list[tuple[int, bool]], share: float
) -> None:
    signal, faulty = zip(*segments, strict=True)
    found = recall_at(signal, faulty, share)
    positive = [s for s, f in segments if f]
    negative = [s for s, f in segments if not f]
    if not positive or not negative:
        assert found is None
        return
    best = max(
        sum(s > threshold for s in positive) / len(positive)
        for threshold in range(-1, 10)
        if sum(s > threshold for s in negative) <= share * len(negative)
    )
    assert found == pytest.approx(best)


def test_counts() -> None:
    found = counts([1, 1, 1, 0, 0], [1, 0, 0, 1, 0])
    assert found == Counts(hits=1, misses=1, false_alarms=2, quiet=1)
    assert (found.faulty, found.sound, found.fired) == (2, 3, 3)
