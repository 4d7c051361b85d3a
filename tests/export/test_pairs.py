"""Each row as reviewers left it: which of their corrections count, who wrote them, and when."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evalkit.document import InputError
from evalkit.evaluation import Evaluation
from evalkit.export import ExportedPair, Unplaced, exported_pairs
from evalkit.export.pairs import source_language
from evalkit.result.records import DecisionRecord
from tests.export.judged import corrected, finding, judged, pair, reviewed
from tests.review.entries import MORNING, NOON, about

SOURCE = "The river has 3 boats. The bridge is old."
FAULTY = "নদীতে ৫টি নৌকা আছে। সেতুটি নতুন।"
WRONG_NUMBER = finding("৫", FAULTY)
WRONG_WORD = finding("নতুন", FAULTY, check="antonym", severity="minor")
RIGHT = FAULTY.replace("৫", "৩")
RIVER = judged((SOURCE, {"bn": FAULTY}), findings=(WRONG_NUMBER, WRONG_WORD))


def only(evaluation: Evaluation) -> ExportedPair:
    (found,), unplaced = exported_pairs(evaluation)
    assert unplaced == ()
    return found


def unplaced(*entries: DecisionRecord) -> list[str]:
    (found,), lost = exported_pairs(reviewed(RIVER, *entries))
    assert not found.is_corrected
    return [one.reason for one in lost]


def test_a_row_that_nobody_decided_on_is_as_it_was_judged() -> None:
    assert only(RIVER) == pair(SOURCE, FAULTY)
    assert not only(RIVER).is_corrected


def test_a_pair_says_what_was_changed_by_whom_and_when() -> None:
    entries = (
        corrected(WRONG_NUMBER, "৩", note="see the table", time=MORNING),
        corrected(WRONG_WORD, "পুরোনো", "fixed", "Binta", time=NOON),
    )
    assert only(reviewed(RIVER, *entries)) == ExportedPair(
        article="river",
        row=1,
        version="bn",
        language="bn",
        source_language="en",
        source=SOURCE,
        target=FAULTY,
        corrected="নদীতে ৩টি নৌকা আছে। সেতুটি পুরোনো।",
        checks=("number-mismatch", "antonym"),
        reviewers=("Asha", "Binta"),
        notes=("see the table",),
        changed=NOON,
    )


def test_a_versions_language_is_its_id_without_the_private_part() -> None:
    evaluation = judged((SOURCE, {"bn-x-new": FAULTY}))
    (found,), _ = exported_pairs(evaluation)
    assert (found.version, found.language) == ("bn-x-new", "bn")


@pytest.mark.parametrize("decision", ["accepted", "fixed", ""])
def test_a_correction_counts_whatever_verdict_of_a_fault_it_comes_with(decision: str) -> None:
    assert only(reviewed(RIVER, corrected(WRONG_NUMBER, "৩", decision))).corrected == RIGHT


def test_of_each_reviewer_the_latest_entry_counts() -> None:
    first = corrected(WRONG_NUMBER, "৪", time=MORNING)
    second = corrected(WRONG_NUMBER, "৩", time=NOON)
    assert only(reviewed(RIVER, second, first)).corrected == RIGHT


def test_what_was_dismissed_is_not_corrected_and_its_note_is_none_on_the_row() -> None:
    entry = corrected(WRONG_NUMBER, "৩", "dismissed", note="a year")
    (found,), lost = exported_pairs(reviewed(RIVER, entry))
    assert (found.is_corrected, found.notes) == (False, ())
    assert [one.reason for one in lost] == ["the finding was dismissed as a false alarm"]


def test_where_reviewers_disagree_no_correction_counts() -> None:
    entries = corrected(WRONG_NUMBER, "৩"), about(WRONG_NUMBER, "dismissed", "Binta")
    assert unplaced(*entries) == ["reviewers disagree on whether it is a fault"]


def test_one_whose_word_holds_settles_it() -> None:
    entries = corrected(WRONG_NUMBER, "৩"), about(WRONG_NUMBER, "dismissed", "Binta")
    assert only(reviewed(RIVER, *entries, reviewers=["Asha"])).corrected == RIGHT


def test_accepted_by_one_and_fixed_by_another_is_a_fault_to_both() -> None:
    entries = corrected(WRONG_NUMBER, "৩"), corrected(WRONG_NUMBER, "৩", "fixed", "Binta")
    found = only(reviewed(RIVER, *entries))
    assert (found.corrected, found.reviewers) == (RIGHT, ("Asha", "Binta"))


def test_a_correction_without_a_verdict_stands_beside_anothers_verdict() -> None:
    entries = about(WRONG_NUMBER, "accepted", "Asha"), corrected(WRONG_NUMBER, "৩", "", "Binta")
    found = only(reviewed(RIVER, *entries))
    assert (found.corrected, found.reviewers) == (RIGHT, ("Binta",))


def test_different_wordings_are_left_to_the_reviewers() -> None:
    entries = corrected(WRONG_NUMBER, "৩"), corrected(WRONG_NUMBER, "তিন", who="Binta")
    assert unplaced(*entries) == ["reviewers word the correction differently"]
    found = only(reviewed(RIVER, *entries, reviewers=["Asha"]))
    assert (found.corrected, found.reviewers) == (RIGHT, ("Asha",))


def test_what_is_not_placed_is_named_with_all_that_was_written() -> None:
    entries = corrected(WRONG_NUMBER, "৩"), corrected(WRONG_NUMBER, "তিন", who="Binta")
    _, lost = exported_pairs(reviewed(RIVER, *entries))
    reason = "reviewers word the correction differently"
    assert lost == (Unplaced("river", 1, "bn", "number-mismatch", "৩\nতিন", reason),)


def test_a_missing_paragraph_has_no_text_to_correct() -> None:
    missing = finding("", "", row=2, check="missing-paragraph", category="Accuracy/Omission")
    evaluation = judged((SOURCE, {"bn": RIGHT}), ("More.", {"bn": ""}), findings=(missing,))
    pairs, lost = exported_pairs(reviewed(evaluation, corrected(missing, "আরও।")))
    assert [found.row for found in pairs] == [1]
    assert [(one.row, one.reason) for one in lost] == [(2, "the row has no text on one side")]


def test_a_decision_on_another_text_does_not_reach_this_one() -> None:
    stale = replace(corrected(WRONG_NUMBER, "৩"), fingerprint="0" * 16)
    assert only(reviewed(RIVER, stale)).corrected == FAULTY


def test_the_sources_are_in_one_language() -> None:
    assert source_language([pair(), pair(row=2)]) == "en"
    with pytest.raises(InputError, match=r"several languages \(en, fr\)"):
        source_language([pair(), pair(source_language="fr")])
