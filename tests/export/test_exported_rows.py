"""A translation memory repeats what is in it: rows that are known to be wrong stay out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evalkit.document import InputError
from evalkit.export import Selection, Wanted, selected
from tests.export.judged import corrected, finding, judged, reviewed
from tests.review.entries import about

TEXTS = ("এক ১।", "দুই ২।", "তিন ৩।", "চার ৪।")
MAJOR = finding("১", TEXTS[0], row=1)
MINOR = finding("২", TEXTS[1], row=2, severity="minor")
SECOND = finding("১", TEXTS[0], row=1, check="second", severity="critical")
RIVER = judged(
    *((f"Source {n}.", {"bn": text, "pa": text}) for n, text in enumerate(TEXTS, 1)),
    ("Missing here.", {"bn": "", "pa": "ਪੰਜ।"}),
    ("", {"bn": "ছয়।", "pa": "ਛੇ।"}),
    findings=(MAJOR, MINOR),
)
BENGALI = Wanted(versions=("bn",))


def rows(found: Selection) -> list[int]:
    return [pair.row for pair in found.pairs]


def test_rows_with_an_open_fault_and_rows_without_text_stay_out() -> None:
    found = selected([RIVER], BENGALI)
    assert rows(found) == [2, 3, 4]
    assert (found.faulty, found.without_text, found.awaiting, found.untouched) == (1, 2, 0, 0)


@pytest.mark.parametrize("decision", ["accepted", "fixed"])
def test_a_verdict_alone_makes_no_text_right(decision: str) -> None:
    assert rows(selected([reviewed(RIVER, about(MAJOR, decision))], BENGALI)) == [2, 3, 4]


def test_a_correction_in_its_place_lets_the_row_out() -> None:
    found = selected([reviewed(RIVER, corrected(MAJOR, "৯"))], BENGALI)
    assert rows(found) == [1, 2, 3, 4]
    assert found.pairs[0].corrected == "এক ৯।"


def test_a_false_alarm_keeps_nothing_out() -> None:
    assert rows(selected([reviewed(RIVER, about(MAJOR, "dismissed"))], BENGALI)) == [1, 2, 3, 4]


def test_one_correction_does_not_stand_for_another_fault() -> None:
    two = replace(RIVER, finding_records=(MAJOR, SECOND))
    assert selected([reviewed(two, corrected(MAJOR, "৯"))], BENGALI).faulty == 1


def test_a_row_waits_for_a_correction_that_has_no_place() -> None:
    both = corrected(MINOR, "৮"), corrected(MINOR, "৯", who="Binta")
    found = selected([reviewed(RIVER, *both)], BENGALI)
    assert (rows(found), found.awaiting) == ([3, 4], 1)
    assert [one.row for one in found.unplaced] == [2]


def test_a_correction_of_a_false_alarm_makes_no_row_wait() -> None:
    found = selected([reviewed(RIVER, corrected(MINOR, "৯", "dismissed"))], BENGALI)
    assert (rows(found), found.awaiting, len(found.unplaced)) == ([2, 3, 4], 0, 1)


def test_all_takes_the_faulty_rows_too() -> None:
    both = corrected(MINOR, "৮"), corrected(MINOR, "৯", who="Binta")
    found = selected([reviewed(RIVER, *both)], replace(BENGALI, faulty=True))
    assert (rows(found), found.without_text) == ([1, 2, 3, 4], 2)


def test_only_corrected_ones() -> None:
    found = selected(
        [reviewed(RIVER, corrected(MINOR, "৯"))], replace(BENGALI, only_corrected=True)
    )
    assert (rows(found), found.untouched, found.faulty) == ([2], 2, 1)


def test_every_row_of_every_version_goes_out_or_is_counted() -> None:
    found = selected([RIVER], Wanted())
    out = len(found.pairs) + found.without_text + found.faulty + found.awaiting + found.untouched
    assert out == 12
    assert {pair.version for pair in found.pairs} == {"bn", "pa"}


def test_a_version_is_named_by_its_id_or_by_its_language() -> None:
    two = judged(("One.", {"bn-x-a": "এক।", "bn-x-b": "এক।", "pa": "ਇੱਕ।"}))

    def versions(*names: str) -> list[str]:
        return [pair.version for pair in selected([two], Wanted(names)).pairs]

    assert versions("bn-x-b") == ["bn-x-b"]
    assert versions("bn") == ["bn-x-a", "bn-x-b"]
    assert versions("pa", "bn-x-a") == ["bn-x-a", "pa"]
    with pytest.raises(InputError, match=r"no version ta; choose from bn-x-a, bn-x-b, pa"):
        versions("ta")


def test_two_evaluations_of_one_article_cannot_be_told_apart() -> None:
    with pytest.raises(InputError, match="two evaluations are of the article river"):
        selected([RIVER, RIVER], Wanted())
    assert len(selected([RIVER, replace(RIVER, article="sea")], BENGALI).pairs) == 6
