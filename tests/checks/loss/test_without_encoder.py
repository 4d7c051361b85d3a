from dataclasses import replace

import pytest

from evalkit.checks.loss.without_encoder import Evidence, evidence
from tests.builders import version
from tests.checks.aligned import with_words
from tests.checks.loss.test_length import BN, EN, ROWS


def last_of(rows: list[tuple[str, str]]) -> Evidence:
    return [e for e in evidence(version(rows)) if e.where == "last"][-1]


def test_a_whole_sentence_is_hardly_ever_taken_for_a_cut_one() -> None:
    assert all(found.probability() < 0.2 for found in evidence(version(ROWS)))


@pytest.mark.parametrize(
    "worse",
    [{"row": -5.0}, {"sentence": -5.0}, {"ending": -4.0}, {"mark": 3.0}, {"fewer": 2}, {"lost": 3}],
)
def test_every_kind_of_evidence_raises_the_probability(worse: dict[str, float]) -> None:
    found = last_of(ROWS)
    assert replace(found, **worse).probability() > found.probability()  # type: ignore[arg-type]


def test_kept_names_and_figures_lower_it() -> None:
    found = last_of(ROWS)
    assert replace(found, kept=3).probability() < replace(found, kept=0).probability()


def test_a_heading_is_not_asked_for_a_verb_or_an_end_mark() -> None:
    found = last_of([*ROWS, ("The river at nine places", "নয়টি জায়গায় নদী")])
    assert (found.ending, found.mark) == (0.0, 0.0)


def test_a_missing_end_mark_weighs_less_where_the_document_often_misses_it() -> None:
    careful = last_of([*ROWS, (EN[0], BN[0].removesuffix("।"))])
    careless = last_of([(s, t.removesuffix("।")) for s, t in ROWS])
    assert careful.mark > careless.mark


def test_source_sentences_without_a_counterpart_are_counted() -> None:
    rows = [*ROWS, (f"{EN[0]} {EN[1]} {EN[2]}", BN[0])]
    there = [e for e in evidence(version(rows)) if e.pair.row == len(rows)]
    assert sum(found.fewer for found in there) == 2
    assert max(found.probability() for found in there) > 0.9


def test_where_words_are_aligned_they_decide_and_not_the_endings() -> None:
    assert not list(evidence(with_words(version([*ROWS, (EN[3], BN[3][: len(BN[3]) // 2])]))))


def test_a_sentence_left_out_is_placed_behind_the_one_before_it() -> None:
    rows = [*ROWS, (f"{EN[0]} {EN[1]} {EN[2]}", f"{BN[0]} {BN[2]}")]
    (omitted,) = (e for e in evidence(version(rows)) if e.pair.row == 6 and e.where == "omitted")
    assert omitted.place is not None
    assert omitted.place.start in (0, len(BN[0]))
