"""Symptoms of one cause become one finding that lists them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalkit.attribution.folding import fold
from evalkit.checks import CHECKS
from evalkit.checks.base import PENALTY, Attribution, Finding, Severity, Span


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


PIPELINE: Attribution = "source-or-pipeline"
OWN: Attribution = "version"


def test_an_omission_takes_in_the_names_and_figures_it_took_along() -> None:
    lost = found("omission", severity="major", source=Span(20, 60), target=Span(30, 30))
    name = found("name-missing", source=Span(40, 48))
    year = found("number-mismatch", source=Span(55, 59))
    short = replace(found("length-outlier", source=Span(0, 90)), category="Accuracy/Omission")
    marked = found("error-span", target=Span(25, 35))
    kept = fold([name, year, lost, short, marked], {(1, "bn"): 60})
    assert checks(kept) == ["omission"]
    assert kept[0].symptoms == (
        "name-missing.", "number-mismatch.", "length-outlier.", "error-span.",
    )  # fmt: skip


def test_a_sentence_that_breaks_off_outranks_what_it_leaves_out() -> None:
    broken = found("truncated-sentence", severity="major", source=Span(20, 60))
    lost = found("omission", severity="major", source=Span(40, 60))
    elsewhere = found("omission", source=Span(90, 120))
    kept = fold([lost, broken, elsewhere], {(1, "bn"): 80})
    assert checks(kept) == ["truncated-sentence", "omission"]
    assert kept[0].symptoms == ("omission.",)


def test_a_paragraph_that_is_too_long_is_no_symptom_of_lost_words() -> None:
    long = replace(found("length-outlier", source=Span(0, 90)), category="Accuracy/Addition")
    for cause in ("omission", "truncated-sentence", "link-text-lost"):
        kept = fold([found(cause, source=Span(20, 60)), long], {(1, "bn"): 80})
        assert checks(kept) == [cause, "length-outlier"]


def test_an_addition_takes_in_its_length_and_its_names() -> None:
    more = found("addition", severity="major", target=Span(40, 80))
    long = replace(found("length-outlier", target=Span(0, 80)), category="Accuracy/Addition")
    short = replace(long, category="Accuracy/Omission")
    figure = found("number-mismatch", target=Span(50, 52))
    foreign = found("foreign-script", target=Span(60, 66))
    lost = found("name-missing", source=Span(3, 9))
    kept = fold([long, more, figure, foreign, lost], {(1, "bn"): 80})
    assert checks(kept) == ["addition", "name-missing"]
    assert kept[0].symptoms == ("length-outlier.", "number-mismatch.", "foreign-script.")
    assert checks(fold([more, short], {(1, "bn"): 80})) == ["addition", "length-outlier"]


def test_a_text_that_says_something_else_explains_all_that_is_missing_in_its_row() -> None:
    other = found("hallucination", severity="critical", target=Span(0, 80))
    rest = [found("omission", source=Span(0, 9)), found("name-missing"), found("addition")]
    spelling = found("repeated-word", target=Span(3, 9))
    kept = fold([*rest, other, spelling], {(1, "bn"): 80})
    assert checks(kept) == ["hallucination", "repeated-word"]


CLAUSES = "Led by Mina Roy, the museum opened the hall; Shelfmark paid for it."


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        (Span(7, 15), False),  # in the clause before
        (Span(21, 27), True),  # in the clause of what is lost
        (Span(45, 54), False),  # in the clause after
    ],
)
def test_a_name_in_the_clause_of_what_is_lost_is_lost_with_it(name: Span, folded: bool) -> None:
    lost = found("omission", source=Span(28, 43))
    missing = found("name-missing", source=name)
    kept = fold([lost, missing], {(1, "bn"): 40}, {1: CLAUSES})
    assert len(kept) == (1 if folded else 2)


TWO = "Mina Roy opened the hall. It stands beside the old market."


@pytest.mark.parametrize(
    "cause", ["link-text-lost", "truncated-sentence", "omission", "repeated-phrase"]
)
def test_two_losses_in_two_sentences_are_two_findings(cause: str) -> None:
    lost = replace(found(cause, target=Span(30, 50), source=Span(26, 58)), attribution=PIPELINE)
    name = replace(found("name-missing", source=Span(0, 8)), attribution=PIPELINE)
    word = found("repeated-word", target=Span(3, 9))
    end = found("final-punctuation", target=Span(20, 21))
    first = [name, word, end]
    assert fold([*first, lost], {(1, "bn"): 50}, {1: TWO}) == [*first, lost]


def test_what_lies_in_an_unfinished_sentence_belongs_to_it() -> None:
    """The finding marks no words of the source: nothing tells which are lost."""
    cut = replace(found("link-text-lost", target=Span(20, 22)), within=Span(0, 25))
    here, there = found("name-missing", source=Span(0, 8)), found("omission", source=Span(30, 58))
    whole, other = fold([cut, here, there], {(1, "bn"): 50}, {1: TWO})
    assert (whole.check, whole.symptoms, whole.source) == (
        "link-text-lost", ("name-missing.",), None,
    )  # fmt: skip
    assert whole.more_source == (Span(0, 8),)
    assert other == there


def test_what_the_witnesses_said_of_a_symptom_is_kept() -> None:
    cause = replace(
        found("truncated-sentence", source=Span(0, 60)),
        attribution=OWN,
        attribution_reason="Punjabi keeps the first sentence",
    )
    name = replace(
        found("name-missing", source=Span(5, 9)),
        attribution=PIPELINE,
        attribution_reason="“Roof” is lost in both",
    )
    end = replace(found("final-punctuation"), attribution_reason="Punjabi is quiet at this place")
    whole = fold([cause, name, end], {(1, "bn"): 40})[0]
    assert whole.attribution == OWN
    assert whole.attribution_reason == "Punjabi keeps the first sentence; “Roof” is lost in both"
    assert whole.more_source == ()


def test_a_slip_that_runs_through_a_version_counts_once_and_stays_where_it_is() -> None:
    slips = [found("doubled-punctuation", row=n, target=Span(n, n + 2)) for n in (2, 5, 9)]
    kept = fold(slips, {})
    assert [(f.row, f.severity, f.target) for f in kept] == [
        (2, "minor", Span(2, 4)),
        (5, "neutral", Span(5, 7)),
        (9, "neutral", Span(9, 11)),
    ]
    assert kept[0].symptoms == ("The same slip stands in rows 5 and 9; it is counted once, here.",)
    assert kept[1].symptoms == ("One cause with the same slip in row 2, where it is counted.",)
    assert fold(slips[:2], {}) == slips[:2]


SPANS = st.one_of(
    st.none(), st.tuples(st.integers(0, 60), st.integers(0, 20)).map(lambda p: Span(p[0], sum(p)))
)
FINDINGS = st.lists(
    st.builds(
        found,
        st.sampled_from(sorted(CHECKS)),
        row=st.integers(1, 3),
        severity=st.sampled_from(["neutral", "minor", "major", "critical"]),
        target=SPANS,
        source=SPANS,
    ),
    max_size=9,
)


@given(FINDINGS)
def test_no_finding_is_lost_and_none_is_told_twice(findings: list[Finding]) -> None:
    numbered = [replace(f, message=f"{n}") for n, f in enumerate(findings)]
    told = [m for f in fold(numbered, {}) for m in (f.message, *f.symptoms)]
    assert sorted(told) == sorted(f.message for f in numbered)


@given(FINDINGS)
def test_each_row_stays_as_grave_as_its_gravest_finding(findings: list[Finding]) -> None:
    numbered = [replace(f, message=f"{n}") for n, f in enumerate(findings)]

    def gravest(of: list[Finding]) -> dict[int, int]:
        return {r: max(PENALTY[f.severity] for f in of if f.row == r) for r in {f.row for f in of}}

    assert gravest(fold(numbered, {})) == gravest(numbered)


@pytest.mark.parametrize("cause", ["link-text-lost", "truncated-sentence", "omission"])
def test_a_number_that_stands_there_and_is_another_one_is_no_symptom_of_a_loss(cause: str) -> None:
    loss = found(cause, target=Span(30, 40), source=Span(20, 60))
    changed = found("number-mismatch", target=Span(32, 34), source=Span(25, 27))
    missing = found("number-mismatch", source=Span(25, 27))
    assert checks(fold([loss, changed], {(1, "bn"): 80})) == [cause, "number-mismatch"]
    assert checks(fold([loss, missing], {(1, "bn"): 80})) == [cause]
