"""The risks of a cell, where they are worth a reader's time."""

from __future__ import annotations

from dataclasses import dataclass

from evalkit.evaluation.records import RiskRecord

TELLING = 0.1
"""Risks under this are in paragraphs.csv, not on the page."""


@dataclass(frozen=True, slots=True)
class RiskLine:
    """One risk in words, with the evidence it rests on."""

    label: str
    value: str
    evidence: tuple[str, ...]


def lines(risk: RiskRecord | None) -> tuple[RiskLine, ...]:
    """What a cell says of its risks: none of them where both are small.

    >>> lines(RiskRecord(3, "bn", 0.634, 0.01, ("it is 61 % of the length expected",)))[0].value
    '63 in 100'
    """
    if risk is None:
        return ()
    found = (
        ("Something left out?", risk.omission_risk, risk.omission_evidence),
        ("Something added?", risk.addition_risk, risk.addition_evidence),
    )
    return tuple(
        RiskLine(label, f"{value * 100:.0f} in 100", evidence)
        for label, value, evidence in found
        if value >= TELLING
    )
