"""Symptoms of one cause become one finding that lists them."""

from __future__ import annotations

from evalkit.checks.base import Finding, Severity, Span
from evalkit.evaluation.folding import fold


def found(
    check: str,
    *,
    row: int = 1,
    version: str = "bn",
    severity: Severity = "minor",
    target: Span | None = None,
    source: Span | None = None,
) -> Finding:
    return Finding(check, "Fluency", severity, row, version, f"{check}.", target, source)


def checks(findings: list[Finding]) -> list[str]:
    return [f.check for f in findings]


def test_a_missing_paragraph_takes_in_its_names_and_numbers() -> None:
    kept = fold(
        [
            found("name-missing"),
            found("missing-paragraph", severity="major"),
            found("number-mismatch"),
        ],
        {(1, "bn"): 0},
    )
    assert checks(kept) == ["missing-paragraph"]
    assert kept[0].symptoms == ("name-missing.", "number-mismatch.")


def test_other_rows_and_versions_are_left_alone() -> None:
    kept = fold(
        [
            found("missing-paragraph"),
            found("name-missing", row=2),
            found("name-missing", version="pa"),
        ],
        {},
    )
    assert checks(kept) == ["missing-paragraph", "name-missing", "name-missing"]


def test_a_lost_link_takes_in_only_what_stands_at_its_place() -> None:
    link = found("link-text-lost", target=Span(40, 41), source=Span(30, 60))
    here = found("dangling-space", target=Span(40, 41))
    name = found("name-missing", source=Span(50, 58))
    far = found("name-missing", source=Span(100, 108))
    kept = fold([here, link, name, far], {(1, "bn"): 90})
    assert checks(kept) == ["link-text-lost", "name-missing"]
    assert kept[0].symptoms == ("dangling-space.", "name-missing.")


def test_the_cause_is_as_grave_as_its_gravest_symptom() -> None:
    kept = fold(
        [found("truncated-sentence"), found("length-outlier", severity="major")], {(1, "bn"): 10}
    )
    assert [(f.check, f.severity) for f in kept] == [("truncated-sentence", "major")]


def test_a_paragraph_left_in_english_explains_the_rest_only_when_it_is_all_of_it() -> None:
    whole = found("untranslated", target=Span(0, 95))
    part = found("untranslated", target=Span(0, 20))
    number = found("number-mismatch")
    assert checks(fold([whole, number], {(1, "bn"): 100})) == ["untranslated"]
    assert checks(fold([part, number], {(1, "bn"): 100})) == ["untranslated", "number-mismatch"]


def test_nothing_is_lost_without_a_cause() -> None:
    findings = [found("name-missing"), found("number-mismatch"), found("repeated-word")]
    assert fold(findings, {}) == findings


def test_what_a_model_marks_belongs_to_the_fault_that_says_what_is_wrong_there() -> None:
    broken = found("truncated-sentence", severity="major", target=Span(40, 80))
    here = found("error-span", severity="minor", target=Span(60, 70))
    elsewhere = found("error-span", target=Span(0, 12))
    kept = fold([here, broken, elsewhere], {(1, "bn"): 80})
    assert checks(kept) == ["truncated-sentence", "error-span"]
    assert kept[0].symptoms == ("error-span.",)


def test_a_wrong_number_does_not_explain_all_that_a_model_marks_around_it() -> None:
    number = found("number-mismatch", target=Span(10, 12))
    marked = found("error-span", target=Span(0, 40))
    assert checks(fold([number, marked], {(1, "bn"): 80})) == ["number-mismatch", "error-span"]
