"""One probability of a loss: a row's risk is that of its surest finding, or greater."""

import pytest

from evalkit.result.records import FindingRecord, RiskRecord
from evalkit.result.row_risks import FOUND, beside

OWN = RiskRecord(2, "bn", 0.1, 0.02, ("it is short",))


def finding(
    category: str, confidence: float, *, row: int = 2, version: str = "bn"
) -> FindingRecord:
    return FindingRecord(
        fingerprint="0", article="river", row=row, version=version, check="omission",
        category=category, severity="minor", confidence=confidence, message="m.", quote="",
        start=None, end=None, source_quote="", source_start=None, source_end=None, also_in=(),
        attribution="unclear",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("findings", "omission", "addition"),
    [
        ([], 0.1, 0.02),
        ([finding("Accuracy/Omission", 0.996)], 0.996, 0.02),
        ([finding("Accuracy/Omission", 0.05)], 0.1, 0.02),
        ([finding("Accuracy/Addition", 0.6), finding("Accuracy/Addition", 0.4)], 0.1, 0.6),
        ([finding("Fluency", 0.9)], 0.1, 0.02),
        ([finding("Accuracy/Omission", 0.9, row=3)], 0.1, 0.02),
        ([finding("Accuracy/Omission", 0.9, version="pa")], 0.1, 0.02),
    ],
)
def test_a_risk_is_at_least_as_high_as_the_rows_surest_finding(
    findings: list[FindingRecord], omission: float, addition: float
) -> None:
    (risk,) = beside([OWN], findings)
    assert (risk.omission_risk, risk.addition_risk) == (omission, addition)


def test_the_evidence_says_that_a_finding_raised_the_risk() -> None:
    (risk,) = beside([OWN], [finding("Accuracy/Omission", 0.9)])
    assert risk.omission_evidence == ("it is short", FOUND)
    assert risk.addition_evidence == ()


def test_a_finding_that_is_dismissed_leaves_the_risk_to_the_rows_own_evidence() -> None:
    raised = beside([OWN], [finding("Accuracy/Omission", 0.9)])
    assert beside(raised, [finding("Accuracy/Omission", 0.9)]) == raised
    (risk,) = beside(raised, [])
    assert (risk.omission_risk, risk.omission_evidence) == (0.1, ("it is short",))
