"""The formulas over matrices equal sacrebleu's, sum for sum; all but BLEU's to the last digit."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sacrebleu.metrics.bleu import BLEU
from sacrebleu.metrics.chrf import CHRF
from sacrebleu.metrics.ter import TER

from evalkit.metrics.lexical import score_sums

counts = st.integers(0, 40)


@st.composite
def bleu_statistics(draw: st.DrawFn) -> list[int]:
    every = [draw(counts) for _ in range(4)]
    return [draw(counts), draw(counts), *(draw(st.integers(0, n)) for n in every), *every]


@st.composite
def chrf_statistics(draw: st.DrawFn, orders: int) -> list[int]:
    found: list[int] = []
    for _ in range(orders):
        ours, theirs = draw(counts), draw(counts)
        found += [ours, theirs, draw(st.integers(0, min(ours, theirs)))]
    return found


@settings(deadline=None)
@given(st.lists(bleu_statistics(), min_size=1, max_size=5))
def test_bleu(lines: list[list[int]]) -> None:
    expected = [BLEU(force=True)._compute_score_from_stats(list(line)).score for line in lines]
    assert score_sums.bleu(np.array(lines, dtype=float)) == pytest.approx(expected)


@settings(deadline=None, max_examples=300)
@given(bleu_statistics())
def test_sentence_bleu_to_the_last_digit(line: list[int]) -> None:
    line[0], line[6] = line[0] + 1, line[6] + 1
    engine = BLEU(force=True, effective_order=True)
    expected = engine._compute_score_from_stats(list(line)).score
    assert score_sums.sentence_bleu(tuple(map(float, line))) == expected
    whole = BLEU(force=True)._compute_score_from_stats(list(line)).score
    assert float(score_sums.bleu(np.array(line, dtype=float))) == whole


@settings(deadline=None)
@pytest.mark.parametrize("word_order", [0, 2])
@given(data=st.data())
def test_chrf(word_order: int, data: Any) -> None:
    lines = data.draw(st.lists(chrf_statistics(6 + word_order), min_size=1, max_size=5))
    engine = CHRF(word_order=word_order)
    expected = [engine._compute_score_from_stats(line).score for line in lines]
    assert score_sums.chrf(np.array(lines, dtype=float)).tolist() == expected


@settings(deadline=None)
@given(st.lists(st.tuples(counts, counts), min_size=1, max_size=5))
def test_ter(lines: list[tuple[int, int]]) -> None:
    expected = [TER()._compute_score_from_stats(list(line)).score for line in lines]
    assert score_sums.ter(np.array(lines, dtype=float)).tolist() == expected
