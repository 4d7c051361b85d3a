"""What is read out of a judge's answer, and what is not believed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from evalkit.metrics.judge import judge_answer
from evalkit.metrics.judge.prompts import MOST_ERRORS
from tests.builders import pair

ROW = pair("The bridge opened in 1932.", "সেতুটি ১৯২৩ সালে খোলা হয়।")


def error(**changed: Any) -> dict[str, Any]:
    return {
        "category": "Accuracy/Mistranslation",
        "severity": "major",
        "source_quote": "1932",
        "translation_quote": "১৯২৩",
        "reason": "The year is wrong.",
        **changed,
    }


def answer(*errors: Any) -> str:
    return json.dumps({"errors": list(errors)}, ensure_ascii=False)


def test_errors_come_with_their_places_on_both_sides() -> None:
    score = judge_answer.score(answer(error()), ROW, "judge")
    (found,) = score.errors
    assert found.source is not None
    assert found.target is not None
    assert ROW.source[slice(*found.source)] == "1932"
    assert ROW.target[slice(*found.target)] == "১৯২৩"
    assert (found.category, found.severity) == ("Accuracy/Mistranslation", "major")
    assert found.reason == "The year is wrong."


@pytest.mark.parametrize(
    ("severities", "expected"),
    [
        ([], 0.0),
        (["minor"], -1.0),
        (["major", "minor", "minor"], -7.0),
        (["critical"], -25.0),
        (["critical", "major"], -25.0),
    ],
)
def test_the_value_is_what_mqm_takes_off_and_25_at_most(
    severities: list[str], expected: float
) -> None:
    score = judge_answer.score(answer(*(error(severity=s) for s in severities)), ROW, "judge")
    assert score.value == expected
    # Kocmi and Federmann (2023) have no minus zero either.
    assert str(score.value) != "-0.0"


def test_a_quote_that_is_not_there_is_dropped_and_counted() -> None:
    score = judge_answer.score(
        answer(
            error(source_quote="opened yesterday"),
            error(source_quote="nowhere", translation_quote="কোথাও না"),
        ),
        ROW,
        "judge",
    )
    (kept,) = score.errors
    assert (kept.source, kept.target is not None) == (None, True)
    assert score.dropped == 3
    assert score.detail == "3 of 4 quotes of the judge not in the texts"
    assert score.value == -5.0


def test_a_judge_that_marks_nothing_of_the_row_has_read_something_else() -> None:
    score = judge_answer.score(
        answer(error(source_quote="Paris", translation_quote="লন্ডন")), ROW, "judge"
    )
    assert (score.value, score.state) == (None, "unscored")
    assert "2 quotes dropped" in score.reason
    unplaced = judge_answer.score(
        answer(error(source_quote="", translation_quote="")), ROW, "judge"
    )
    assert unplaced.value is None


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("", "it is empty"),
        ("I find no errors.", "it is no JSON"),
        ('{"errors": [{"category": "Omis', "it breaks off in the middle of its JSON"),
        ('{"mistakes": []}', "it has no list of errors"),
        ('{"errors": {}}', "it has no list of errors"),
        ('{"errors": ["wrong year"]}', "an error in it is no object"),
        (answer(error(severity="huge")), "a severity in it is 'huge'"),
        (answer(error(severity=3)), "a severity in it is '3'"),
        (answer(error(category=None)), "an error in it has no category"),
        (answer(error(source_quote=["1932"])), "a source_quote in it is no text"),
        (answer(*[error()] * (MOST_ERRORS + 1)), f"it lists more than {MOST_ERRORS} errors"),
        (answer() + answer(error()), "it holds several JSON objects"),
    ],
)
def test_what_is_no_verdict_is_not_read_as_one(said: str, why: str) -> None:
    assert judge_answer.why_unmarked(said) == why


@pytest.mark.parametrize(
    "said",
    [
        "```json\n{}\n```",
        "Here is my judgement: {} I hope it helps.",
        "<think>The year? {{1923}} Let me see.</think>\n{}",
        "  {}  ",
    ],
)
def test_a_verdict_is_read_out_of_what_it_is_wrapped_in(said: str) -> None:
    wrapped = said.replace("{}", answer(error()))
    assert judge_answer.why_unmarked(wrapped) == ""
    assert judge_answer.score(wrapped, ROW, "judge").value == -5.0


def test_a_reason_is_one_line_of_printable_text() -> None:
    hostile = "Wrong.\n\n\u202e<script>\x00" + "x" * 5000
    (found,) = judge_answer.score(answer(error(reason=hostile)), ROW, "judge").errors
    assert found.reason.isprintable()
    assert len(found.reason) <= judge_answer.REASON
    assert found.reason.startswith("Wrong. <script>")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Mistranslation", "Accuracy/Mistranslation"),
        ("accuracy/omission", "Accuracy/Omission"),
        ("Fluency/Punctuation", "Fluency"),
        ("locale_convention", "Locale conventions"),
        ("Verity", "Other"),
        ("", "Other"),
    ],
)
def test_categories_are_those_of_mqm(said: str, expected: str) -> None:
    (found,) = judge_answer.score(answer(error(category=said)), ROW, "judge").errors
    assert found.category == expected


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ('{"better": "First"}', ""),
        ('{"better": "neither", "reason": "alike"}', ""),
        ('{"better": "A"}', '"better" in it is not first, second or neither'),
        ('{"better": 1}', '"better" in it is not first, second or neither'),
        ("first", "it is no JSON"),
    ],
)
def test_a_preference_is_one_of_three_words(said: str, why: str) -> None:
    assert judge_answer.why_undecided(said) == why
