"""The risks of a row beside its findings: what is found in a row is at least as probable there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from evalkit.result.records import FindingRecord, RiskRecord

OMISSION, ADDITION = "Accuracy/Omission", "Accuracy/Addition"
FOUND = "a finding of this row says so"


def held(risk: RiskRecord, findings: Sequence[FindingRecord]) -> RiskRecord:
    """The risks of a row that holds these findings: none is lower than a finding's confidence.

    Each risk is the greater of what the row's own evidence says and the confidence of
    the row's surest finding that something is left out, or added: a probability has one
    figure, and a reader who meets it twice meets the same one.

    >>> held(RiskRecord(1, "bn", 0.02, 0.01), ()).omission_risk
    0.02
    """
    omission = _alone(risk.omission_alone, risk.omission_risk)
    addition = _alone(risk.addition_alone, risk.addition_risk)
    left_out, added = _surest(findings, OMISSION), _surest(findings, ADDITION)
    return replace(
        risk,
        omission_risk=max(omission, left_out),
        addition_risk=max(addition, added),
        omission_alone=omission,
        addition_alone=addition,
        omission_evidence=_evidence(risk.omission_evidence, left_out > omission),
        addition_evidence=_evidence(risk.addition_evidence, added > addition),
    )


def beside(
    risks: Iterable[RiskRecord], findings: Iterable[FindingRecord]
) -> tuple[RiskRecord, ...]:
    """The risks, each beside the findings of its row and version."""
    cells: dict[tuple[int, str], list[FindingRecord]] = defaultdict(list)
    for finding in findings:
        cells[finding.row, finding.version].append(finding)
    return tuple(held(risk, cells.get((risk.row, risk.version), ())) for risk in risks)


def _alone(alone: float | None, risk: float) -> float:
    return risk if alone is None else alone


def _surest(findings: Sequence[FindingRecord], category: str) -> float:
    return max((f.confidence for f in findings if f.category == category), default=0.0)


def _evidence(told: tuple[str, ...], found: bool) -> tuple[str, ...]:
    own = tuple(said for said in told if said != FOUND)
    return (*own, FOUND) if found else own
