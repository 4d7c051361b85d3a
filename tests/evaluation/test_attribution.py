"""What is wrong in every version points to the source; what is wrong in one, to it."""

from __future__ import annotations

import pytest

from evalkit.checks.base import Finding, Span
from evalkit.evaluation.attribution import attribute

TWO = {"bn": "Bengali", "pa": "Punjabi"}
THREE = {**TWO, "hi": "Hindi"}


def found(version: str, check: str = "name-missing", *, source: Span | None = None) -> Finding:
    return Finding(check, "Accuracy/Omission", "major", 1, version, "m.", None, source)


@pytest.mark.parametrize(
    ("findings", "names", "expected"),
    [
        (
            [found("bn", source=Span(0, 4)), found("pa", source=Span(0, 4))],
            TWO,
            "source-or-pipeline",
        ),
        ([found("bn", source=Span(0, 4))], TWO, "version"),
        ([found("bn", source=Span(0, 4)), found("pa", source=Span(20, 24))], TWO, "unclear"),
        ([found("bn"), found("pa")], THREE, "unclear"),
        ([found("bn"), found("pa"), found("hi")], THREE, "source-or-pipeline"),
        ([found("bn", "inconsistent-name"), found("pa", "inconsistent-name")], TWO, "version"),
        ([found("bn")], {"bn": "Bengali"}, "unclear"),
    ],
)
def test_verdict(findings: list[Finding], names: dict[str, str], expected: str) -> None:
    assert attribute(findings, names)[0].attribution == expected


def test_the_reason_is_said_in_words() -> None:
    alone = attribute([found("bn")], TWO)[0]
    assert alone.attribution_reason == "Punjabi is quiet at this place"
    both = attribute([found("bn"), found("pa")], TWO)[0]
    assert both.attribution_reason == "Punjabi has the same fault at the same place"
    assert both.also_in == ("pa",)


def test_marks_in_two_versions_are_not_taken_for_the_same_place() -> None:
    marks = [
        Finding("error-span", "Accuracy/Mistranslation", "major", 1, version, "m.", Span(0, 4))
        for version in TWO
    ]
    for judged in attribute(marks, TWO):
        assert (judged.attribution, judged.also_in) == ("unclear", ())
    reason = attribute(marks, TWO)[0].attribution_reason
    assert reason == "Punjabi has a like fault in this row, it may be at another place"
    assert attribute(marks[:1], TWO)[0].attribution == "version"
