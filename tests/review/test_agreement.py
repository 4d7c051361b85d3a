"""Agreement as it was published, and worked by hand; the precision of checks."""

from __future__ import annotations

import sys

import pytest

from evalkit.review.agreement import Rating, agreement, conflicts, precisions, ratings, real
from evalkit.review.summary import summary
from tests.review.entries import NOON, entry

# Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011): twelve units, four observers,
# "." where one did not look.
FOUR = {"A": "12332141 2...", "B": "12332241 25.3", "C": ".3332342 251.", "D": "12332441 251."}
# The same text's binary example.
TWO = {"A": "0100000010", "B": "1110010000"}


def rated(table: dict[str, str]) -> list[Rating]:
    return [
        (observer, ("", "", f"{unit:02}"), value)
        for observer, values in table.items()
        for unit, value in enumerate(values.replace(" ", ""))
        if value != "."
    ]


def test_alpha_is_the_published_one() -> None:
    pytest.importorskip("nltk")
    found = agreement(rated(FOUR))
    assert found.alpha == pytest.approx(0.743, abs=0.0005)
    assert found.shared == 11, "the twelfth unit has one observer"


def test_alpha_of_two_is_what_a_hand_works_out() -> None:
    pytest.importorskip("nltk")
    # Of 10 units 4 differ; of 20 values 14 are 0 and 6 are 1. Observed disagreement 4/10, expected
    # 2 * 14 * 6 / (20 * 19): 1 - 0.4 * 380 / 168 = 0.095.
    assert agreement(rated(TWO)).alpha == pytest.approx(1 - 0.4 * 380 / 168)


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ({"A": "011"}, "fewer than two reviewers"),
        ({}, "fewer than two reviewers"),
        ({"A": "01..", "B": "..10"}, "no finding was judged by two"),
        ({"A": "11", "B": "11"}, "all judged alike"),
        ({"A": "110", "B": "11."}, "all judged alike"),
    ],
)
def test_where_alpha_is_not_defined_it_is_no_number(table: dict[str, str], words: str) -> None:
    found = agreement(rated(table))
    assert found.alpha is None
    assert words in found.reason


def test_without_nltk_the_way_to_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nltk.metrics.agreement", None)
    found = agreement(rated(TWO))
    assert (found.alpha, found.shared) == (None, 10)
    assert found.reason == "not computed: nltk is missing; pip install 'evalkit[review]'"


def test_accepted_and_fixed_both_mean_that_it_is_real() -> None:
    given = ratings([entry("accepted"), entry("fixed", "Binta"), entry("dismissed", "Chen")])
    assert [label for *_, label in real(given)] == ["real", "real", "false alarm"]


def test_only_the_latest_decision_of_a_reviewer_is_a_rating() -> None:
    entries = [entry("dismissed"), entry("accepted", time=NOON), entry("", "Binta", note="?")]
    assert [(who, label) for who, _, label in ratings(entries)] == [("Asha", "accepted")]


def test_a_conflict_says_who_said_what() -> None:
    entries = [entry("dismissed"), entry("accepted", "Binta"), entry("fixed", fingerprint="f2")]
    (found,) = conflicts(entries)
    assert found.said == {"Asha": "dismissed", "Binta": "accepted"}
    assert found.about.fingerprint == "f1"


def test_the_precision_of_a_check_leaves_conflicts_out() -> None:
    entries = [entry("accepted", fingerprint=f"real{n}") for n in range(10)]
    entries += [entry("dismissed", fingerprint=f"false{n}") for n in range(90)]
    entries += [entry("fixed", "Binta", fingerprint="real0")]
    entries += [entry("accepted", fingerprint="both"), entry("dismissed", "B", fingerprint="both")]
    (found,) = precisions(entries)
    assert (found.check, found.confirmed, found.judged, found.conflicts) == (
        "number-mismatch", 10, 100, 1,
    )  # fmt: skip
    # Wilson's interval of 10 in 100.
    assert (round(found.low, 4), round(found.high, 4)) == (0.0552, 0.1744)


def test_an_article_is_counted_by_itself() -> None:
    entries = [entry("accepted"), entry("dismissed", "Binta"), entry("fixed", article="storm")]
    found = summary(entries)
    assert found.reviewers == ("Asha", "Binta")
    counted = [(a.article, dict(a.judged), a.conflicts) for a in found.articles]
    assert counted == [("river", {"Asha": 1, "Binta": 1}, 1), ("storm", {"Asha": 1}, 0)]
