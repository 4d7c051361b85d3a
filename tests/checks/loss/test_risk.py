"""The risks of a row: what moves them, what they are where one side is missing, and in words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalkit.alignment.rows import Pair
from evalkit.checks.loss.risk import risks
from evalkit.checks.loss.risk.logistic import Logistic, fitted, probability
from evalkit.checks.loss.risk.other_versions import WITNESSED
from evalkit.checks.loss.risk.risks import one_in
from evalkit.checks.loss.risk.row_evidence import rows
from evalkit.checks.loss.risk.row_features import TEXT, WORDS, heaviest
from evalkit.encoders.word_alignment import WordAlignment, places
from tests.builders import version
from tests.checks.aligned import LOST, TOLD, align, with_words
from tests.checks.loss.test_length import BN, EN, ROWS

CUT = " ".join(BN[0].split()[:5])


def test_every_row_has_both_risks_between_0_and_1() -> None:
    found = risks(version([*ROWS, (EN[0], CUT), ("", BN[1]), (EN[1], ""), ("—", "—")]))
    assert len(found) == len(ROWS) + 4
    assert all(0 <= risk.omission <= 1 and 0 <= risk.addition <= 1 for risk in found)


def test_a_cut_row_is_riskier_than_any_whole_one_with_and_without_words() -> None:
    subject = version([*ROWS, (EN[0], CUT)])
    lost = align(EN[0], CUT, [("The engineers", CUT)], ["during the night and found it rising"])
    for seen in (subject, with_words(subject, row6=lost)):
        *whole, cut = risks(seen)
        assert cut.omission > 3 * max(risk.omission for risk in whole)
        assert cut.omission > cut.addition


def test_an_added_sentence_raises_the_other_risk() -> None:
    *whole, more = risks(version([*ROWS, (EN[0], f"{BN[0]} {BN[1]}")]))
    assert more.addition > 3 * max(risk.addition for risk in whole)
    assert more.addition > more.omission


def test_a_row_without_one_side_is_certain_and_one_that_says_nothing_is_none() -> None:
    missing, added, neither = risks(version([(EN[0], ""), ("", BN[0]), ("***", "—")]))
    assert (missing.omission, missing.addition) == (0.99, 0.0)
    assert (added.omission, added.addition) == (0.0, 0.99)
    assert (neither.omission, neither.addition) == (0.0, 0.0)


def test_the_evidence_is_told_in_words_a_reviewer_can_use() -> None:
    subject = version([*ROWS, (EN[0], CUT)])
    lost = align(EN[0], CUT, [("The engineers", CUT)], ["during the night and found it rising"])
    *_, cut = risks(with_words(subject, row6=lost))
    told = "; ".join(cut.omitted)
    assert "of the length its source leads one to expect" in told
    assert "1 in " in told
    assert "nothing in the version stands for about 7 of the source's 15 words" in told
    assert "its sentence end is missing" in told


def test_what_another_version_kept_speaks_for_a_loss_here() -> None:
    subject = with_words(
        version([*ROWS, (EN[0], CUT)]),
        row6=align(EN[0], CUT, [("The engineers", CUT)], ["during the night and found it rising"]),
    )
    last = subject.pairs[5]
    assert last.words is not None
    kept = replace(last.words, source_support=(TOLD,) * len(last.words.source))

    def witnessed(by: WordAlignment) -> float:
        pairs: tuple[Pair, ...] = (*subject.pairs[:5], replace(last, words_elsewhere=(by,)))
        return risks(replace(subject, pairs=pairs))[5].omission

    assert witnessed(kept) > witnessed(last.words)


def test_a_witness_of_another_text_is_not_heard() -> None:
    pair = replace(
        with_words(version(ROWS)).pairs[0],
        words_elsewhere=(WordAlignment(places("Other words"), (), (LOST, LOST), (), ()),),
    )
    (row, *_) = rows(replace(version(ROWS), pairs=(pair,)))
    assert row is not None
    assert row.cross_version is None


def test_a_short_sentence_that_is_wholly_untold_counts_where_sentences_are_fewer() -> None:
    source = f"{EN[0]} They waited. {EN[2]}"
    target = f"{BN[0]} {BN[2]}"
    assert sentence_gone(source, target, ["They waited."]) == pytest.approx(1 - LOST)
    assert sentence_gone(source, target, []) == pytest.approx(1 - TOLD)
    assert sentence_gone(source, f"{BN[0]} {BN[1]} {BN[2]}", ["They waited."]) == 0


def sentence_gone(source: str, target: str, lost: list[str]) -> float:
    faced = [(EN[0], BN[0]), (EN[2], BN[2])]
    words = align(source, target, faced, lost)
    *_, row = rows(with_words(version([*ROWS, (source, target)]), row6=words))
    assert row is not None
    assert row.words is not None
    return row.words["sentence_gone"]


def test_the_models_read_traits_that_are_there_and_speak_the_right_way() -> None:
    known = fitted()
    for models in (known.omission, known.addition):
        assert set(models.text.weights) <= set(TEXT)
        assert set(models.words.weights) <= {*TEXT, *WORDS}
    assert known.omission.witnessed is not None
    assert set(known.omission.witnessed.weights) == set(WITNESSED)
    omission = known.omission.words.weights
    assert omission["short"] > 0
    assert omission["sentence_untold"] > 0
    assert known.addition.words.weights["long"] > 0


def test_shorter_is_never_less_rare() -> None:
    shares = [fitted().as_short(z / 4) for z in range(0, -30, -1)]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] == pytest.approx(0.5, abs=0.1)


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0.5, "about 1 in 2"), (0.09, "about 1 in 10"), (0.011, "about 1 in 90"),
        (0.004, "about 1 in 200"), (0.0, "fewer than 1 in 1,000"),
    ],
)  # fmt: skip
def test_a_share_in_words(share: float, words: str) -> None:
    assert one_in(share) == words


def test_a_logistic_model_by_hand() -> None:
    # 0.5 · 2 - 1 = 0, even odds.
    assert probability(Logistic(-1.0, {"short": 0.5}).odds({"short": 2.0})) == 0.5


@given(st.lists(st.floats(-5, 5), max_size=12))
def test_the_heaviest_run_is_no_lighter_than_any_other(values: list[float]) -> None:
    best, length = heaviest(values)
    sums = [sum(values[i:j]) for i in range(len(values)) for j in range(i + 1, len(values) + 1)]
    assert best == pytest.approx(max([0.0, *sums]))
    assert 0 <= length <= len(values)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=60), st.text(max_size=60)), max_size=4))
def test_any_texts_have_risks(texts: list[tuple[str, str]]) -> None:
    for risk in risks(version([*ROWS, *texts])):
        assert 0 <= risk.omission <= 1
        assert 0 <= risk.addition <= 1
