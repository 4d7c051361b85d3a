from dataclasses import replace

import pytest

from evalkit.checks.breaks import Evidence, evidence
from tests.builders import version
from tests.checks.aligned import align, with_words
from tests.checks.test_length import BN, EN, ROWS


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


def test_without_an_encoder_no_words_are_heard() -> None:
    assert not any(found.heard for found in evidence(version(ROWS)))


def test_with_an_encoder_a_short_sentence_is_less_suspected_if_all_of_it_is_told() -> None:
    subject = version([*ROWS, (EN[0], BN[0][: len(BN[0]) * 3 // 4])])
    *_, before = evidence(subject)
    *whole, after = evidence(with_words(subject))
    assert all(found.heard and found.unsaid is None for found in (*whole, after))
    assert max(found.probability() for found in whole) < 0.1
    assert after.probability() < before.probability()


def test_a_sentence_beside_one_that_is_left_out_is_not_taken_for_cut() -> None:
    source, target = f"{EN[0]} {EN[1]}", BN[1]
    words = align(source, target, [(EN[1], BN[1])], [EN[0]])
    rows = with_words(version([*ROWS, (source, target)]), row6=words)
    last, omitted = sorted(
        (found for found in evidence(rows) if found.pair.row == 6), key=lambda f: f.where
    )
    assert (last.where, omitted.where) == ("last", "omitted")
    assert last.probability() < 0.1
    assert omitted.probability() > 0.9
    assert omitted.place is not None
    assert omitted.place.start == omitted.place.end == 0
