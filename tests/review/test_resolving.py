"""Whose decision holds."""

from __future__ import annotations

import pytest

from evalkit.review import resolved
from evalkit.review.resolving import joined
from tests.review.entries import MORNING, NOON, entry


def test_one_reviewers_decision_holds() -> None:
    found = resolved([entry("dismissed", note="a year, no count")])
    assert (found.decision, found.note, found.reviewer) == ("dismissed", "a year, no count", "Asha")


def test_the_latest_of_one_reviewer_counts_whatever_the_order() -> None:
    entries = [entry("accepted", time=NOON), entry("dismissed", time=MORNING)]
    assert resolved(entries).decision == resolved(entries[::-1]).decision == "accepted"


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("2026-11-25T04:30:00Z", "2026-11-25T04:30:00.250Z"),
        ("2026-11-25T10:00:00+05:30", "2026-11-25T04:30:01Z"),
        ("", "1999-01-01T00:00:00Z"),
    ],
)
def test_times_are_compared_as_moments(earlier: str, later: str) -> None:
    entries = [entry("dismissed", time=later), entry("accepted", time=earlier)]
    assert resolved(entries).decision == "dismissed"


def test_a_later_entry_without_a_decision_takes_the_decision_back() -> None:
    found = resolved([entry("dismissed"), entry("", time=NOON, note="not sure after all")])
    assert (found.decision, found.note, found.reviewer) == ("", "not sure after all", "Asha")


def test_all_who_decided_agree() -> None:
    found = resolved([entry("dismissed"), entry("dismissed", "Binta"), entry("", "Chen")])
    assert (found.decision, found.reviewer) == ("dismissed", "Asha, Binta")


def test_those_who_differ_are_in_conflict() -> None:
    assert resolved([entry("dismissed"), entry("accepted", "Binta")]).decision == "conflict"


def test_whose_file_it_is_has_the_last_word() -> None:
    entries = [entry("dismissed", correction="৩"), entry("accepted", "Binta", correction="তিন")]
    found = resolved(entries, ["Binta"])
    assert (found.decision, found.correction, found.reviewer) == ("accepted", "তিন", "Binta")


def test_who_has_the_last_word_but_said_nothing_leaves_it_to_the_others() -> None:
    entries = [entry("dismissed"), entry("", "Binta", note="?")]
    assert resolved(entries, ["Binta"]).decision == "dismissed"


def test_two_who_have_the_last_word_must_agree() -> None:
    entries = [entry("dismissed"), entry("accepted", "Binta"), entry("dismissed", "Chen")]
    assert resolved(entries, ["Asha", "Binta"]).decision == "conflict"


def test_several_notes_stand_with_their_names_and_line_breaks() -> None:
    entries = [entry("accepted", note="one\ntwo"), entry("", "Binta", note="three")]
    assert resolved(entries).note == "Asha: one\ntwo\nBinta: three"


def test_joining_keeps_every_entry_once_in_one_order() -> None:
    one, two = entry("accepted"), entry("dismissed", time=NOON)
    assert joined([two, one], [one]) == joined([one], [two]) == (one, two)
